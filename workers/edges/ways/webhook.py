"""A JSON body, signed. The receiver knows by the signature who speaks, by the time that it is no old one, by the id repeats.

Wirewatch-Delivery: 3f0c...      the same for every repeat of the same words
Wirewatch-Timestamp: 1795242000  seconds since 1970
Wirewatch-Signature: v1=HEX      HMAC-SHA256 with the secret over: timestamp, a full stop, the body
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

from monitor.model.alert import SlackMessage
from workers.ports import Post


def call(post: Post, url: str, secret: str, letter: SlackMessage, *, networks: Sequence[str], now: int) -> None:
    """One POST; raises what `post` raises."""
    payload = letter.metadata["event_payload"]
    body = json.dumps(payload["record"], sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Wirewatch-Delivery": str(payload["delivery_id"]),
        "Wirewatch-Timestamp": str(now),
        "Wirewatch-Signature": signature(secret, now, body),
    }
    post(url, body, headers, networks=networks)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """What stands in Wirewatch-Signature."""
    signed = str(timestamp).encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
