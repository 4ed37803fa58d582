"""Real servers at the ends of other ways out: a receiver of webhooks, and a mail server."""

from __future__ import annotations

import hashlib
import hmac
import json
import socketserver
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self, cast


@dataclass
class Call:
    """One POST as it came in."""

    delivery: str
    verified: bool
    body: dict[str, Any]


class Receiver:
    """Verifies signatures as the operators' documentation says. `faults`: what befalls the first calls."""

    def __init__(self, secret: str, faults: list[str] | None = None) -> None:
        self.calls: list[Call] = []
        self.ended = threading.Event()
        receiver, left = self, list(faults or [])

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                signed = self.headers["Wirewatch-Timestamp"].encode() + b"." + body
                wanted = "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
                verified = hmac.compare_digest(wanted, self.headers["Wirewatch-Signature"])
                receiver.calls.append(Call(self.headers["Wirewatch-Delivery"], verified, json.loads(body)))
                fault = left.pop(0) if left else ""
                if fault == "hang":
                    receiver.ended.wait(5)
                if fault in ("hang", "drop"):
                    self.connection.close()
                    return
                self.send_response(int(fault or 204))
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign, assignment]
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


@dataclass
class MailServer:
    """SMTP, as little of it as a mail needs. `refuse`: so many mails are refused first."""

    refuse: int = 0
    mails: list[EmailMessage] = field(default_factory=list)

    def __post_init__(self) -> None:
        mail = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say("220 here")
                for line in self.rfile:
                    word = line.split()[0].upper() if line.split() else b""
                    if word == b"DATA":
                        self._take()
                    elif word == b"QUIT":
                        self._say("221 bye")
                        return
                    else:
                        self._say("250 well")

            def _take(self) -> None:
                if mail.refuse > 0:
                    mail.refuse -= 1
                    self._say("451 later")
                    return
                self._say("354 go on")
                taken = b""
                for line in self.rfile:
                    if line == b".\r\n":
                        break
                    taken += line
                mail.mails.append(cast(EmailMessage, message_from_bytes(taken, policy=policy.default)))
                self._say("250 taken")

            def _say(self, words: str) -> None:
                self.wfile.write(words.encode() + b"\r\n")

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = int(self.server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
