"""Functions for the sandbox's child that do what hostile documents make parsers do."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from workers.edges.sandbox.contract import NoResult

_kept: list[bytes] = []


def echo(body: bytes, **args: str) -> bytes:
    return body + "".join(args.values()).encode()


def who(body: bytes) -> bytes:
    return str(os.getpid()).encode()


def loop(body: bytes) -> bytes:
    while True:
        pass


def sleep_in_c(body: bytes) -> bytes:
    """C code that holds on to Python's lock: no signal handler of Python's would ever run."""
    ctypes.PyDLL(None).sleep(60)
    return b""


def swallow_everything(body: bytes) -> bytes:
    while True:
        try:
            time.sleep(60)
        except BaseException:
            continue


def eat_memory(body: bytes) -> bytes:
    hoard = []
    while True:
        hoard.append(bytes(10_000_000))


def grow(body: bytes) -> bytes:
    _kept.append(b"x" * int(body))
    return b""


def segfault(body: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def read_null(body: bytes) -> bytes:
    ctypes.string_at(0)
    return b""


def leave(body: bytes) -> bytes:
    sys.exit(3)


def recurse(body: bytes) -> bytes:
    return recurse(body)


def say_no(body: bytes) -> bytes:
    raise NoResult("there is no article in it")


def quote_the_document(body: bytes) -> bytes:
    raise NoResult("no article in \udcff\x00\n\u202e" + body.decode())


def stumble(body: bytes) -> bytes:
    raise KeyError("colour")


def stumble_on_a_letter(body: bytes) -> bytes:
    return b"\xff".decode().encode()


def print_a_lot(body: bytes) -> bytes:
    for _ in range(1_000):
        print("x" * 10_000)
        print("y" * 10_000, file=sys.stderr)
    os.write(1, b"\0" * 100_000)
    os.write(2, b"\0" * 100_000)
    return b"done"


def read_input(body: bytes) -> bytes:
    return sys.stdin.read().encode() + b"nothing to read"


def give_back(body: bytes) -> bytes:
    return bytes(int(body))


def lie_about_lengths(body: bytes) -> bytes:
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b"\xff" * 64)
        except OSError:
            continue
    time.sleep(60)
    return b""


def environment(body: bytes) -> bytes:
    return repr(sorted(os.environ.items())).encode()


def connect(body: bytes) -> bytes:
    socket.create_connection(("127.0.0.1", int(body)), timeout=1)
    return b"connected"


def resolve(body: bytes) -> bytes:
    socket.getaddrinfo("localhost", 80)
    return b"resolved"


def run_program(body: bytes) -> bytes:
    subprocess.run(["true"], check=True)
    return b"ran"


def shell(body: bytes) -> bytes:
    os.system("true")
    return b"ran"


def parse_feed(body: bytes, *, url: str, content_type: str, seen_at: str) -> bytes:
    return body


clean_page = parse_feed


def warm_up() -> None: ...


FUNCTIONS: dict[str, Callable[..., bytes]] = {
    name: function for name, function in globals().copy().items() if callable(function) and not name[0].isupper()
}
