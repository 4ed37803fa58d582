"""A local HTTP server that behaves as badly as the web does: each path answers with raw bytes, in its own time.

    with BadServer() as server:
        server.says("/feed", ok(b"<rss/>"))
        server.does("/drip", drip)
        ... server.url("/feed") ... server.asked ...

A behaviour is a function of the connection; it writes what it likes and returns. Nothing of it leaves this machine.
"""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import brotli
from aiohttp.abc import AbstractResolver

Behaviour = Callable[[socket.socket, "Asked"], None]


@dataclass(frozen=True)
class Asked:
    """A request as it came in. Header names are in lower case."""

    path: str
    headers: Mapping[str, str] = field(default_factory=dict)


class BadServer:
    """Listens on a port of 127.0.0.1 until the `with` block ends; every connection has a thread of its own."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        self._behaviours: dict[str, Behaviour] = {}
        self._socket = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.port: int = self._socket.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._closing = False

    def __enter__(self) -> BadServer:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing = True
        self._socket.close()
        for connection in list(self._open):
            connection.close()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, answer: bytes) -> str:
        """The path answers with these raw bytes. Returns its URL."""
        return self.does(path, lambda connection, asked: connection.sendall(answer))

    def does(self, path: str, behaviour: Behaviour) -> str:
        """The path behaves like this. Returns its URL."""
        self._behaviours[path] = behaviour
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for, in order, robots.txt left out."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]

    def _accept(self) -> None:
        while not self._closing:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        self._open.add(connection)
        try:
            asked = _read_request(connection)
            if asked is None:
                return
            with self._lock:
                self.asked.append(asked)
            self._behaviours.get(asked.path, _not_found)(connection, asked)
        except OSError:
            pass  # the client left, as it should with most of these
        finally:
            connection.close()
            self._open.discard(connection)


def _read_request(connection: socket.socket) -> Asked | None:
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        head += chunk
        if head[0] == 0x16:  # a TLS greeting: we speak none
            connection.sendall(answer(400))
            return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if ":" in line)}
    return Asked(path=first.split(" ")[1], headers=headers)


# ---------------------------------------------------------------- answers


def answer(status: int, body: bytes = b"", **headers: Any) -> bytes:
    """A proper answer that ends its connection. `content_type="..."` becomes a Content-Type header."""
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    head = f"HTTP/1.1 {status} Whatever\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return head.encode("utf-8", "surrogateescape") + b"\r\n" + body


def ok(body: bytes = b"<p>hello</p>", **headers: Any) -> bytes:
    return answer(200, body, **headers)


def redirect(location: str, status: int = 302) -> bytes:
    return answer(status, location=location)


def zeros_gzipped(size: int) -> bytes:
    """That many zero bytes, a thousandth of the size."""
    return gzip.compress(bytes(size), 9)


def zeros_brotlied(size: int) -> bytes:
    """That many zero bytes in next to nothing."""
    packer, step = brotli.Compressor(quality=5), bytes(1_000_000)
    return bytes(b"".join(packer.process(step) for _ in range(size // len(step))) + packer.finish())


# ---------------------------------------------------------------- behaviours


def _not_found(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(answer(404, b"no such page"))


def endless_body(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"spam " * 10_000)


def endless_chunks(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"spam" * 0x4000 + b"\r\n")


def endless_headers(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-More: of this\r\n" * 1_000)


def one_huge_header(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * 5_000_000 + b"\r\n\r\n")


def slow_header(connection: socket.socket, asked: Asked) -> None:
    _drip(connection, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"z" * 10_000)


def slow_body(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
    _drip(connection, b"z" * 10_000)


def hang(connection: socket.socket, asked: Asked) -> None:
    connection.settimeout(30)
    connection.recv(1)


def hang_up(connection: socket.socket, asked: Asked) -> None:
    """Close without a word."""


def reset(connection: socket.socket, asked: Asked) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_in_body(connection: socket.socket, asked: Asked) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
    time.sleep(0.1)
    reset(connection, asked)


def _drip(connection: socket.socket, data: bytes) -> None:
    for byte in data:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


# ---------------------------------------------------------------- names


class NameTable(AbstractResolver):
    """A name server that knows these names, and answers each question with the next row of addresses; [] is no such name."""

    def __init__(self, **names: list[list[str]]) -> None:
        self.names = names

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[Any]:
        rows = self.names[host.partition(".")[0]]
        addresses = rows.pop(0) if len(rows) > 1 else rows[0]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            {
                "hostname": host,
                "host": address,
                "port": port,
                "family": socket.AF_INET6 if ":" in address else socket.AF_INET,
                "proto": socket.IPPROTO_TCP,
                "flags": socket.AI_NUMERICHOST,
            }
            for address in addresses
        ]

    async def close(self) -> None: ...
