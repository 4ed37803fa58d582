"""Settings that somebody mistyped, or that another program set: each given to `wirewatch` as its environment or `.env` file.

What cannot be is refused with exit code 3 and a line that names the setting; usage with 2. Never a traceback, never a secret.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.commandline import wirewatch
from tests.hostile.case import Case, Door
from tests.jobs.alertdesk import _empty_store

SECRET: Final = "hushhush"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What `wirewatch` is started with."""

    env: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ("status",)
    file: bytes | None = None  #: `.env`
    furnish: Callable[[Path], object] = lambda folder: None  #: of the folder that it is started in


# ---------------------------------------------------------------- the door


@contextmanager
def open_door() -> Iterator[Callable[[Given], str]]:
    """`3: what standard error said`, or what standard output said when that was nothing."""
    with tempfile.TemporaryDirectory(prefix="ww-") as data:
        home = {"WIREWATCH_DATA": data}
        Path(data, "wirewatch.db").write_bytes(_empty_store())
        yield lambda given: _start(given, home)


def _start(given: Given, home: Mapping[str, str]) -> str:
    with tempfile.TemporaryDirectory(prefix="ww-") as folder:
        if given.file is not None:
            Path(folder, ".env").write_bytes(given.file)
        given.furnish(Path(folder))
        ran = wirewatch(*given.words, cwd=Path(folder), env={**home, **given.env})
    told = (ran.raw_err + ran.raw).decode("utf-8", "backslashreplace")
    broken = [
        "; a traceback" if "Traceback" in told else "",
        "; it tells a secret" if SECRET in told else "",
        "; a terminal would obey it" if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", told) else "",
    ]
    lines = re.sub(r"^wirewatch: ", "", told.strip()).splitlines() or [""]
    if "Traceback" in told:
        lines.reverse()
    first = next((line for line in lines if line.startswith("mend")), lines[0])
    return f"{ran.returncode}: {first[:500]}{''.join(broken)}"


def is_set(name: str, value: str, *words: str, **more: str) -> Callable[[], Given]:
    return lambda: Given(env={name: value, **more}, words=words or ("status",))


def _numbers() -> Iterator[Case]:
    """Every number in every way that is none, or that no clock can count."""
    for name in ("ALIVE_EVERY", "DEFAULT_WAIT", "BREAKER", "POLL_MIN", "POLL_MAX", "LEASE", "SETTLE", "TICK"):
        for value in ("soon", "nan", "inf", "-1", "1e300"):
            short = (name, value) == ("LEASE", "nan")
            yield Case(f"{name}={value}", is_set(f"WIREWATCH_{name}", value), f"3: setting WIREWATCH_{name}: *", short)
    for name in ("RETENTION_DAYS", "READ_WORKERS", "WORKER_MAX_MB"):
        for value in ("many", "0", "-1", "1.5", "9" * 30):
            yield Case(f"{name}={value}", is_set(f"WIREWATCH_{name}", value), f"3: setting WIREWATCH_{name}: *")


NUMBERS: Final = tuple(_numbers())

WORDS: Final = (
    Case(
        "a yes or no that is neither", is_set("WIREWATCH_OBEY_ROBOTS", "maybe"), "3: setting WIREWATCH_OBEY_ROBOTS: *", short=True
    ),
    Case("a form of logs that is none", is_set("WIREWATCH_LOG_FORMAT", "xml"), "3: setting WIREWATCH_LOG_FORMAT: *"),
    Case("a level of logs that is none", is_set("WIREWATCH_LOG_LEVEL", "loud"), "3: setting WIREWATCH_LOG_LEVEL: *"),
    Case("a level with a terminal's orders", is_set("WIREWATCH_LOG_LEVEL", "\x1b[2J\u202e"), "3: setting WIREWATCH_LOG_LEVEL: *"),
    Case("bytes that are no text", is_set("WIREWATCH_LOG_LEVEL", "\udcff\udcfe"), "3: setting WIREWATCH_LOG_LEVEL: *"),
    Case("ports with words", is_set("WIREWATCH_PORTS", "80, http"), "3: setting WIREWATCH_PORTS: *", short=True),
    Case("a port of zero", is_set("WIREWATCH_PORTS", "0"), "3: setting WIREWATCH_PORTS: *"),
    Case("a port too high", is_set("WIREWATCH_PORTS", "80, 70000"), "3: setting WIREWATCH_PORTS: *"),
    Case("a port below zero", is_set("WIREWATCH_PORTS", "-80"), "3: setting WIREWATCH_PORTS: *"),
    Case("ports with other commas", is_set("WIREWATCH_PORTS", "80;443"), "3: setting WIREWATCH_PORTS: *"),
    Case("no ports at all", is_set("WIREWATCH_PORTS", ","), "3: setting WIREWATCH_PORTS: *"),
    Case(
        "a network of 33 bits",
        is_set("WIREWATCH_ALLOW_NETWORKS", "10.0.0.0/33"),
        "3: setting WIREWATCH_ALLOW_NETWORKS: *",
        short=True,
    ),
    Case("a network that is none", is_set("WIREWATCH_ALLOW_NETWORKS", "intranet"), "3: setting WIREWATCH_ALLOW_NETWORKS: *"),
    Case("a network with a host's bits", is_set("WIREWATCH_ALLOW_NETWORKS", "10.0.0.5/8"), "1: feeds*"),
    Case("a channel with a line end", is_set("WIREWATCH_DEFAULT_CHANNEL", "a\nb"), "3: setting WIREWATCH_DEFAULT_CHANNEL: *"),
    Case("a channel that is nothing", is_set("WIREWATCH_DEFAULT_CHANNEL", ""), "3: setting WIREWATCH_DEFAULT_CHANNEL: *"),
    Case("a channel with its hash", is_set("WIREWATCH_DEFAULT_CHANNEL", "#alerts"), "[01]: *"),
    Case(
        "an operators' channel of 10 kB",
        is_set("WIREWATCH_OPERATORS_CHANNEL", "a" * 10_000),
        "3: setting WIREWATCH_OPERATORS_CHANNEL: *",
    ),
    Case(
        "a pipeline that is not installed",
        is_set("WIREWATCH_READER_MODEL", "no-such", "check"),
        "1: mend *WIREWATCH_READER_MODEL*",
    ),
    Case("a pipeline that is a path", is_set("WIREWATCH_READER_MODEL", "../../etc", "check"), "1: mend *WIREWATCH_READER_MODEL*"),
)

ADDRESSES: Final = (
    Case(
        "a switch that is no address", is_set("WIREWATCH_ALIVE_URL", "nonsense"), "3: setting WIREWATCH_ALIVE_URL: *", short=True
    ),
    Case("a switch that is a file", is_set("WIREWATCH_ALIVE_URL", "file:///etc/passwd"), "3: setting WIREWATCH_ALIVE_URL: *"),
    Case("a switch of half an address", is_set("WIREWATCH_ALIVE_URL", "https://[half"), "3: setting WIREWATCH_ALIVE_URL: *"),
    Case(
        "Slack over plain HTTP",
        is_set("WIREWATCH_SLACK_BASE_URL", "http://slack.example/api/", "check", SLACK_BOT_TOKEN=f"xoxb-{SECRET}"),
        "1: mend slack: WIREWATCH_SLACK_BASE_URL must be https*",
    ),
    Case("Slack at no address", is_set("WIREWATCH_SLACK_BASE_URL", "slack"), "3: setting WIREWATCH_SLACK_BASE_URL: *"),
    Case("Slack in a file", is_set("WIREWATCH_SLACK_BASE_URL", "file:///etc/"), "3: setting WIREWATCH_SLACK_BASE_URL: *"),
    Case(
        "an app's token for the bot's", is_set("SLACK_BOT_TOKEN", f"xapp-{SECRET}"), "3: setting SLACK_BOT_TOKEN: *", short=True
    ),
    Case("a token with a line end", is_set("SLACK_BOT_TOKEN", f"xoxb-{SECRET}\nX: y"), "3: setting SLACK_BOT_TOKEN: *"),
    Case("a token that is none", is_set("SLACK_BOT_TOKEN", SECRET), "1: feeds*"),
    Case("a bot's token for the app's", is_set("SLACK_APP_TOKEN", f"xoxb-{SECRET}"), "3: setting SLACK_APP_TOKEN: *"),
    Case("a token in quotes", is_set("SLACK_BOT_TOKEN", f'"xoxb-{SECRET}"'), "3: setting SLACK_BOT_TOKEN: *"),
    Case("a database that is none", is_set("DATABASE_URL", f"nonsense-{SECRET}"), "3: *DATABASE_URL*", short=True),
    Case("a database of another make", is_set("DATABASE_URL", f"mysql://u:{SECRET}@127.0.0.1:1/x"), "3: *DATABASE_URL*"),
    Case(
        "a database that nobody serves",
        is_set("DATABASE_URL", f"postgresql://u:{SECRET}@127.0.0.1:1/x"),
        "1: the store cannot be used now: *",
    ),
    Case(
        "a database of half an address",
        is_set("DATABASE_URL", f"postgresql://u:{SECRET}@[half/x"),
        "1: the store cannot be used now: *",
    ),
    Case("a database of a port of words", is_set("DATABASE_URL", f"postgresql://u:{SECRET}@h:port/x"), "3: *DATABASE_URL*"),
    Case(
        "a database with options that are none",
        is_set("DATABASE_URL", f"postgresql://u:{SECRET}@127.0.0.1:1/x?nonsense=1"),
        "3: *DATABASE_URL*",
    ),
    Case("a Redis that is none", is_set("REDIS_URL", f"nonsense-{SECRET}"), "3: *REDIS_URL*", short=True),
    Case("a Redis over HTTP", is_set("REDIS_URL", f"http://u:{SECRET}@127.0.0.1:1/"), "3: *REDIS_URL*"),
    Case("a Redis of half an address", is_set("REDIS_URL", f"redis://:{SECRET}@[half"), "3: *REDIS_URL*"),
    Case("a Redis of a port too high", is_set("REDIS_URL", f"redis://:{SECRET}@127.0.0.1:99999/0"), "3: *REDIS_URL*"),
    Case("a Redis of a database of words", is_set("REDIS_URL", f"redis://:{SECRET}@127.0.0.1:1/words"), "1: feeds*"),
    Case("a Redis that nobody serves", is_set("REDIS_URL", f"redis://:{SECRET}@127.0.0.1:1/0"), "1: *"),
    Case(
        "a Redis with options that are none",
        is_set("REDIS_URL", f"redis://:{SECRET}@127.0.0.1:1/0?socket_timeout=soon"),
        "3: *REDIS_URL*",
    ),
)


def _many(name: str, folder: Path) -> None:
    (folder / name).mkdir()


FOLDERS: Final = (
    Case("data in a file", is_set("WIREWATCH_DATA", "/etc/passwd"), "3: *WIREWATCH_DATA*", short=True),
    Case("data below a file", is_set("WIREWATCH_DATA", "/etc/passwd/data"), "3: *WIREWATCH_DATA*"),
    Case("data in a device", is_set("WIREWATCH_DATA", "/dev/null"), "3: *WIREWATCH_DATA*"),
    Case("data in a name too long", is_set("WIREWATCH_DATA", "/tmp/" + "a" * 300), "3: the data folder */aaa*"),
    Case("data in a path too long", is_set("WIREWATCH_DATA", "/tmp" + "/a" * 3_000), "3: the data folder */a/a*"),
    Case("data in bytes that are no text", is_set("WIREWATCH_DATA", "ww-\udcff"), "3: *"),
    Case(
        "data behind a link to itself",
        lambda: Given(env={"WIREWATCH_DATA": "loop"}, furnish=lambda at: (at / "loop").symlink_to("loop")),
        "3: *WIREWATCH_DATA*",
    ),
    Case("data where the system lists processes", is_set("WIREWATCH_DATA", "/proc/1/data", "run"), "3: *WIREWATCH_DATA*"),
    Case(
        "a damaged store",
        lambda: Given(
            env={"WIREWATCH_DATA": "d"},
            furnish=lambda at: ((at / "d").mkdir(), (at / "d/wirewatch.db").write_bytes(b"no store" * 1000)),
        ),
        "3: *db restore*",
        short=True,
    ),
    Case(
        "a store that is a folder",
        lambda: Given(env={"WIREWATCH_DATA": "d"}, furnish=lambda at: (at / "d/wirewatch.db").mkdir(parents=True)),
        "1: the store cannot be used now: unable to open database file",
    ),
    Case("no such rules folder", is_set("WIREWATCH_RULES", "/no/such/rules", "rules", "check"), "*"),
    Case("rules in a device", is_set("WIREWATCH_RULES", "/dev/null", "rules", "check"), "*"),
)

FILES: Final = (
    Case(".env of bytes that are no text", lambda: Given(file=b"WIREWATCH_LEASE=\xff\xfe\n"), "3: *.env*", short=True),
    Case(".env in UTF-16", lambda: Given(file="WIREWATCH_LEASE=soon\n".encode("utf-16")), "3: *.env*"),
    Case(".env behind a mark", lambda: Given(file=b"\xef\xbb\xbfWIREWATCH_LEASE=soon\n"), "3: setting WIREWATCH_LEASE: *"),
    Case(".env that is a folder", lambda: Given(furnish=lambda at: _many(".env", at)), "[013]: *"),
    Case(".env that is a pipe", lambda: Given(furnish=lambda at: os.mkfifo(at / ".env")), "[013]: *"),
    Case(
        ".env that is a device that never ends",
        lambda: Given(furnish=lambda at: (at / ".env").symlink_to("/dev/zero")),
        "[013]: *",
    ),
    Case(".env that leads to itself", lambda: Given(furnish=lambda at: (at / ".env").symlink_to(".env")), "[013]: *"),
    Case(".env of 20 MB", lambda: Given(file=b"A=1\n" * 5_000_000), "[013]: *"),
    Case(".env of one line of 5 MB", lambda: Given(file=b"WIREWATCH_CONTACT=" + b"a" * 5_000_000), "[013]: *"),
    Case(
        ".env that fills itself in",
        lambda: Given(file=b"A=${B}${B}\nB=${A}${A}\n" + b"".join(b"C%d=${C%d}${C%d}\n" % (n + 1, n, n) for n in range(40))),
        "[013]: *",
    ),
    Case(
        ".env that runs a command",
        lambda: Given(file=b"WIREWATCH_LEASE=$(touch ran)`touch ran`\n"),
        "3: setting WIREWATCH_LEASE: *",
    ),
    Case(".env of no lines", lambda: Given(file=b"!!!\n\0\n= =\nexport\n"), "[013]: *"),
    Case(
        ".env with a quote that never closes",
        lambda: Given(file=b'SLACK_BOT_TOKEN="xoxb-' + SECRET.encode() + b"\n" + b"WIREWATCH_LEASE=60\n" * 10_000),
        "*",
    ),
)

USAGE: Final = (
    Case("no such command", lambda: Given(words=("frobnicate",)), "2: *"),
    Case("a command with a terminal's orders", lambda: Given(words=("\x1b[2J\u202e",)), "2: *"),
    Case("a command of bytes that are no text", lambda: Given(words=("\udcff\udcfe",)), "2: *"),
    Case("no such option", lambda: Given(words=("status", "--frobnicate")), "2: *"),
    Case("no such queue", lambda: Given(words=("worker", "\x1b[2J")), "2: *"),
    Case("an incident of 100 kB", lambda: Given(words=("incident", "a" * 100_000)), "3: there is no open incident*"),
    Case(
        "an incident of a pattern",
        lambda: Given(words=("incident", "%_%'; DROP TABLE incidents; --")),
        "3: there is no open incident*",
    ),
    Case("an article below zero", lambda: Given(words=("explain", "--", "-9")), "3: -9 is no archive id*"),
    Case("an article beyond every number", lambda: Given(words=("explain", "9" * 40)), "3: 9999* is no archive id*", short=True),
    Case("a mute for ever", lambda: Given(words=("mute", "place", "Idlib, Syria", "--for", "9" * 30 + "d")), "[12]: *"),
    Case("a mute for no time", lambda: Given(words=("mute", "place", "Idlib, Syria", "--for", "-1h")), "[12]: *"),
    Case("a mute for an infinite time", lambda: Given(words=("mute", "place", "Idlib, Syria", "--for", "infh")), "[12]: *"),
    Case("to unmute beyond every number", lambda: Given(words=("unmute", "9" * 40)), "[12]: *"),
    Case(
        "a feed that is a file",
        lambda: Given(words=("feeds", "add", "file:///etc/passwd"), env={"WIREWATCH_RULES": "r"}),
        "[123]: *",
    ),
    Case(
        "a feed of bytes that are no text",
        lambda: Given(words=("feeds", "add", "http://\udcff.example/"), env={"WIREWATCH_RULES": "r"}),
        "[123]: *",
    ),
    Case("a backup over the store", lambda: Given(words=("db", "restore", "/dev/null")), "[123]: *"),
    Case("a backup that is a pipe's end", lambda: Given(words=("db", "restore", "/no/such")), "[123]: *"),
    Case("a text to analyse that is no text", lambda: Given(words=("analyse", "/dev/null")), "[0123]: *"),
    Case("a page to clean that is a folder", lambda: Given(words=("clean", "/etc")), "[123]: *"),
    Case("a text to read that is not there", lambda: Given(words=("read", "/no/such")), "[123]: *"),
)

DOOR: Final = Door(
    name="settings", cases=NUMBERS + WORDS + ADDRESSES + FOLDERS + FILES + USAGE, open=open_door, seconds=10, megabytes=150
)
