"""Rules folders that a slip, a script or an attacker leaves behind: each through `wirewatch rules check`.

An honest rule stands in each of them, and must be good whatever lies beside it. What is wrong is told
with its file, line and column.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.commandline import wirewatch
from tests.hostile.case import Case, Door
from workers.edges.language import LocalLanguage

HONEST: Final = "title: Raid in Idlib\nevent: {what: raid, where: 'Idlib, Syria'}\n"

#: What is done to the folder of a case.
Furnish = Callable[[Path], Any]


# ---------------------------------------------------------------- the door


@contextmanager
def open_door() -> Iterator[Callable[[Furnish], str]]:
    """`exit code: rules good, mistakes; the first thing that is told`."""
    LocalLanguage({})  # what the reader is made of is loaded here, so that each command finds it
    with tempfile.TemporaryDirectory(prefix="ww-") as data:
        yield lambda furnish: _check(furnish, Path(data))


def _check(furnish: Furnish, data: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="ww-") as folder:
        home = Path(folder)
        for name in ("alerts", "lists", "vocabulary"):
            (home / name).mkdir()
        (home / "feeds.yaml").write_text("feeds: [https://news.example/rss]\n")
        (home / "alerts" / "honest.yaml").write_text(HONEST)
        furnish(home)
        env = {"WIREWATCH_RULES": folder, "WIREWATCH_DATA": str(data)}
        ran = wirewatch("rules", "check", "--no-advice", cwd=data, env=env)
    told, good = ran.raw_err.decode("utf-8", "backslashreplace"), ran.raw.decode("utf-8", "backslashreplace").strip()
    if "Traceback" in told:
        return f"{ran.returncode}: a traceback: {told.strip().rpartition(chr(10))[2]}"
    broken = "; a terminal would obey it" if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", told + good) else ""
    first = told.strip().partition("\n")[0].replace(folder, "HOME")
    return f"{ran.returncode}: {good}{f'; {first[:300]}' if first else ''}{broken}"


def put(name: str, *words: str | bytes) -> Callable[[], Furnish]:
    """A file with these words, below the folder."""

    def furnish(home: Path) -> None:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(w if isinstance(w, bytes) else w.encode("utf-8", "surrogatepass") for w in words))

    return lambda: furnish


def rule(*words: str | bytes) -> Callable[[], Furnish]:
    return put("alerts/hostile.yaml", *words)


def event(words: str) -> Callable[[], Furnish]:
    """A rule whose event has these conditions too."""
    return rule(f"title: Hostile\nevent:\n  what: raid\n{words}\n")


def article(words: str) -> Callable[[], Furnish]:
    return rule(f"title: Hostile\narticle:\n{words}\n")


def done(furnish: Furnish) -> Callable[[], Furnish]:
    return lambda: furnish


# ---------------------------------------------------------------- what lies there


WELL: Final = "0: 1 rules good, 0 mistakes"
BOTH: Final = "0: 2 rules good, 0 mistakes"
TOLD: Final = "1: 1 rules good, * mistakes; alerts/hostile.yaml:*"

YAML: Final = (
    Case("nothing", rule(""), TOLD),
    Case("blanks", rule(" \n\n \t\n"), TOLD),
    Case("a comment", rule("# nothing yet\n"), TOLD),
    Case(
        "a billion laughs",
        rule(
            "a: &a [x, x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24))
        ),
        TOLD,
        short=True,
    ),
    Case("an alias to itself", rule("a: &a [*a]\ntitle: *a\n"), TOLD),
    Case("an alias to nothing", rule("title: *nothing\n"), TOLD),
    Case("100,000 aliases", rule("a: &a x\nb: [" + "*a, " * 60_000 + "]\n"), TOLD),
    Case("merge keys", rule("a: &a {title: x}\n<<: *a\n"), TOLD),
    Case("a Python object", rule("title: !!python/object/apply:os.system ['touch ran']\n"), TOLD, short=True),
    Case("a Python module", rule("!!python/module:os {}\n"), TOLD),
    Case("a tag of its own", rule("title: !include /etc/passwd\n"), TOLD),
    Case("a tag of 100 kB", rule("title: !" + "a" * 100_000 + " x\n"), TOLD),
    Case("binary in base64", rule("title: !!binary aGk=\n"), TOLD),
    Case("nested 100,000 deep in lists", rule("[" * 100_000), TOLD),
    Case("nested 100,000 deep in tables", rule("{a: " * 60_000), TOLD),
    Case("nested 1,000 deep by indentation", rule("".join(f"{' ' * n}a:\n" for n in range(600))), TOLD),
    Case("200,000 dashes", rule("- " * 100_000), TOLD),
    Case("250 kB of quotes", rule('"' * 250_000), TOLD),
    Case("a quote that never closes", rule('title: "' + "x" * 200_000), TOLD),
    Case("250 kB of colons", rule(": " * 120_000), TOLD),
    Case("250 kB of question marks", rule("? " * 120_000), TOLD),
    Case("250 kB of percent signs", rule("%" * 250_000), TOLD),
    Case("250 kB of tabs", rule("\t" * 250_000), TOLD),
    Case("10,000 lines with a mistake in each", rule("a: b: c\n" * 10_000), TOLD),
    Case("10,000 documents", rule("---\ntitle: x\n" * 10_000), TOLD),
    Case("10,000 keys", rule("".join(f"k{n}: x\n" for n in range(10_000))), TOLD),
    Case("a key 10,000 times", rule("title: x\n" * 10_000), TOLD),
    Case("a key twice", rule("title: A\ntitle: B\nevent: {what: raid}\n"), TOLD),
    Case("keys that only case tells apart", rule("title: A\nTitle: B\nevent: {what: raid}\n"), TOLD),
    Case("a key of 200 kB", rule("a" * 200_000 + ": x\n"), TOLD),
    Case("a key that is a list", rule("[a, b]: x\n"), TOLD),
    Case("a title of 200 kB", rule("title: " + "word " * 40_000 + "\nevent: {what: raid}\n"), TOLD),
    Case("a title with a terminal's orders", rule('title: "\\x1b[2J\\u202eRaid"\nevent: {what: raid}\n'), TOLD),
    Case("escapes that are none", rule('title: "\\q\\xZZ\\ud800"\n'), TOLD),
    Case("a huge escape", rule('title: "\\UFFFFFFFF"\n'), TOLD),
    Case("traps of YAML", rule("title: no\nevent: {what: on}\n"), TOLD),
    Case("a number in base 60", rule("title: 1:2:3\nevent: {what: raid}\nalert: {wait: 190:20:30}\n"), TOLD),
    Case("a version of YAML", rule("%YAML 9.9\n---\ntitle: x\n"), TOLD),
    Case("JSON", rule('{"title": "Raid", "event": {"what": "raid"}}'), BOTH),
)

BYTES: Final = (
    Case("UTF-16", rule(HONEST.encode("utf-16")), TOLD),
    Case("behind a mark", rule("\ufeffid: other\n" + HONEST), BOTH),
    Case("Latin-1", rule(b"title: Caf" + b"\xe9\nevent: {what: raid}\n"), TOLD),
    Case("NULs", rule(b"title: a\0b\n"), TOLD),
    Case("bytes by chance", rule(bytes(n * n % 251 for n in range(200_000))), TOLD),
    Case("a picture", rule(b"\x89PNG\r\n\x1a\n" + bytes(1000)), TOLD),
    Case("half a letter", rule("title: \ud800\n"), TOLD),
    Case("a program", rule(b"#!/bin/sh\ntouch ran\n"), TOLD),
    Case("lines of old Macs", rule("id: other\r" + HONEST.replace("\n", "\r")), BOTH),
    Case("a file of 20 MB", rule(b"# " + b"x" * 20_000_000), TOLD),
    Case("a line of 250 kB", rule("# " + "x" * 250_000 + "\nid: other\n" + HONEST), BOTH),
)

CONDITIONS: Final = (
    Case("a place that is none", event("  where: Qwxlib"), TOLD),
    Case("2,000 places that are none", event("  where: [" + ", ".join(f"Qwx{n}lib" for n in range(2_000)) + "]"), TOLD),
    Case("a place of 100 kB", event("  where: '" + "a" * 100_000 + "'"), TOLD),
    Case("a place with 50,000 commas", event("  where: '" + "a, " * 50_000 + "'"), TOLD),
    Case("a kind that is none", event("  when: sometimes"), TOLD),
    Case("a figure of a thousand digits", event("  killed: at least " + "9" * 1_000), TOLD),
    Case("a figure below zero", event("  killed: at least -5"), TOLD),
    Case("a figure in squared digits", event("  killed: at least ²"), TOLD),
    Case("a figure that is no number", event("  killed: at least nan"), TOLD),
    Case("a figure between nothing", event("  killed: between 9 and 3"), TOLD),
    Case("a radius around the world", event("  within_km: 1e999 of Idlib"), TOLD),
    Case("a wait for ever", rule(HONEST.replace("Raid", "Other"), "alert: {wait: 99999999999d}\n"), TOLD),
    Case("a wait of a thousand digits", rule(HONEST.replace("Raid", "Other"), f"alert: {{wait: {'9' * 1000}s}}\n"), TOLD),
    Case("quiet hours without end", rule(HONEST.replace("Raid", "Other"), "alert: {quiet_hours: 99:99-77:77}\n"), TOLD),
    Case("a channel with a line end", rule(HONEST.replace("Raid", "Other"), 'alert: {channel: "a\\nb"}\n'), TOLD),
    Case("an address for a channel", rule(HONEST.replace("Raid", "Other"), "alert: {channel: 'https://evil.example/'}\n"), TOLD),
    Case("an id that is a path", rule("id: ../../etc/passwd\n", HONEST), TOLD),
    Case("an id of 100 kB", rule(f"id: {'a' * 100_000}\n", HONEST), TOLD),
    Case("the id of another", rule("id: honest\n", HONEST), TOLD),
    Case("a list that is none", event("  where: $nothing"), TOLD),
    Case("a pattern that explodes", article("  text: '(a+)+$'"), BOTH),
    Case("a phrase of 100 kB", article(f"  text: '{'word ' * 20_000}'"), BOTH),
    Case("10,000 phrases", article("  text: [" + ", ".join(f"word{n}" for n in range(10_000)) + "]"), BOTH),
    Case("100,000 stars", article(f"  text: '{'*' * 100_000}'"), TOLD),
    Case("nested any and all", article("  any: " + "[{all: " * 10 + "x" + "}]" * 10), TOLD),
    Case(
        "a test with a text of 200 kB",
        rule("id: other\n", HONEST, "tests:\n  - {name: a, text: '" + "killed 3 people and " * 10_000 + "', expect: no alert}\n"),
        BOTH,
    ),
    Case(
        "5,000 tests",
        rule("id: other\n", HONEST, "tests:\n" + "  - {name: a, text: 'A raid.', expect: no alert}\n" * 5_000),
        TOLD,
    ),
    Case("a test that expects nonsense", rule("id: other\n", HONEST, "tests: [{name: a, text: x, expect: maybe}]\n"), TOLD),
)


def _many(number: int) -> Furnish:
    def furnish(home: Path) -> None:
        for n in range(number):
            (home / "alerts" / f"r{n}.yaml").write_text(f"id: r{n}\n{HONEST}")

    return furnish


def _deep(home: Path) -> None:
    path = home / "alerts"
    for _ in range(200):
        path = path / "deep"
        path.mkdir()
    (path / "rule.yaml").write_text("id: other\n" + HONEST)


def _loop(home: Path) -> None:
    (home / "alerts" / "loop").symlink_to(home / "alerts", target_is_directory=True)
    (home / "alerts" / "self.yaml").symlink_to("self.yaml")


def _socket(home: Path) -> None:
    os.mknod(home / "alerts" / "socket.yaml", 0o140600)


def _unlisted(home: Path) -> None:
    (home / "alerts" / "\udcff\udcfe.yaml").write_text("id: other\n" + HONEST)


FILES: Final = (
    Case("a folder called x.yaml", done(lambda home: (home / "alerts" / "x.yaml").mkdir()), WELL),
    Case("a pipe", done(lambda home: os.mkfifo(home / "alerts" / "pipe.yaml")), WELL, short=True),
    Case(
        "a pipe for the feeds",
        done(lambda home: ((home / "feeds.yaml").unlink(), os.mkfifo(home / "feeds.yaml"))),
        "1: 1 rules good, 1 mistakes; feeds.yaml:*",
    ),
    Case("a socket", done(_socket), WELL),
    Case("links that lead to themselves", done(_loop), WELL),
    Case("a link to nothing", done(lambda home: (home / "alerts" / "gone.yaml").symlink_to("/no/such")), WELL),
    Case("a link to a device that never ends", done(lambda home: (home / "alerts" / "zero.yaml").symlink_to("/dev/zero")), WELL),
    Case("a link to the passwords", done(lambda home: (home / "alerts" / "hostile.yaml").symlink_to("/etc/passwd")), TOLD),
    Case(
        "a link to the whole machine",
        done(lambda home: (home / "alerts" / "root").symlink_to("/", target_is_directory=True)),
        WELL,
    ),
    Case("200 folders deep", done(_deep), BOTH),
    Case("3,000 rules", done(_many(3_000)), "0: 3001 rules good, 0 mistakes"),
    Case("20,000 files of other kinds", done(lambda home: [(home / "alerts" / f"{n}.txt").touch() for n in range(20_000)]), WELL),
    Case("20,000 empty rules", done(lambda home: [(home / "alerts" / f"{n}.yaml").touch() for n in range(20_000)]), "1: *"),
    Case("a name that is no text", done(_unlisted), BOTH),
    Case(
        "a name with a terminal's orders",
        done(lambda home: (home / "alerts" / "\x1b[2J\u202e.yaml").write_text("wat: x\n")),
        "1: 1 rules good, * mistakes; alerts/*",
    ),
    Case(
        "a name of 250 letters",
        done(lambda home: (home / "alerts" / f"{'a' * 245}.yaml").write_text("id: other\n" + HONEST)),
        BOTH,
    ),
    Case(
        "backups and hidden files",
        done(
            lambda home: [
                (home / "alerts" / name).write_bytes(b"\xff")
                for name in ("honest.yaml~", ".#honest.yaml", "#honest.yaml#", ".swp.yaml")
            ]
        ),
        WELL,
    ),
    Case(
        "alerts that are a file",
        done(lambda home: ((home / "alerts" / "honest.yaml").unlink(), (home / "alerts").rmdir(), (home / "alerts").touch())),
        "0: 0 rules good, 0 mistakes",
    ),
)


def _kinds() -> Iterator[Case]:
    """Every section of a vocabulary with every kind of value that it does not hold."""
    places, actors = ("places", "names", "around", "abbreviations", "demonyms"), ("groups", "forces", "organisations")
    for section in (*places, *actors, "kinds", "tolls", "reality"):
        words = f"{section}: 7\n"
        yield Case(f"a vocabulary whose {section} are a number", put("vocabulary/hostile.yaml", words), VOCABULARY)
        words = f"{section}: {{a: {{b: [1, null, {{c: d}}]}}}}\n"
        yield Case(f"a vocabulary whose {section} are tables of tables", put("vocabulary/hostile.yaml", words), VOCABULARY)


VOCABULARY: Final = "1: 1 rules good, * mistakes; vocabulary/hostile.yaml:*"

OTHERS: Final = (
    *_kinds(),
    Case(
        "feeds that are a billion laughs",
        put("feeds.yaml", "a: &a [x]\nfeeds: [*a, *a]\n"),
        "1: 1 rules good, * mistakes; feeds.yaml:*",
    ),
    Case(
        "feeds of other machines' files",
        put("feeds.yaml", "feeds: ['file:///etc/passwd', 'gopher://x', 'http://u:p@x/', '//x', '']\n"),
        "1: 1 rules good, * mistakes; feeds.yaml:*",
    ),
    Case("9,000 feeds", put("feeds.yaml", "feeds:\n" + "".join(f"- http://f{n}.example/\n" for n in range(9_000))), WELL),
    Case(
        "a feed twice",
        put("feeds.yaml", "feeds: ['http://a.example/', 'http://a.example/']\n"),
        "1: 1 rules good, 1 mistakes; feeds.yaml:*",
    ),
    Case(
        "lists of lists of lists",
        put("lists/hostile.yaml", "a: [[[[x]]]]\n"),
        "1: 1 rules good, * mistakes; lists/hostile.yaml:*",
    ),
    Case(
        "lists that name each other",
        put("lists/hostile.yaml", "a: [$b]\nb: [$a]\n"),
        WELL,
    ),
    Case(
        "a vocabulary of bytes",
        put("vocabulary/hostile.yaml", b"\xff\xfe\0"),
        "1: 1 rules good, * mistakes; vocabulary/hostile.yaml:*",
    ),
    Case(
        "a vocabulary nested deeply",
        put("vocabulary/hostile.yaml", "[" * 100_000),
        "1: 1 rules good, * mistakes; vocabulary/hostile.yaml:*",
    ),
    Case(
        "a vocabulary of a million laughs",
        put("vocabulary/hostile.yaml", "a: &a [x, x]\nb: *a\n"),
        "1: 1 rules good, * mistakes; vocabulary/hostile.yaml:*",
    ),
    Case(
        "a vocabulary of 3,000 names",
        put(
            "vocabulary/places.yaml",
            "places:\n" + "".join(f"- {{name: Qwx{n}, in: Syria, at: [35.0, 36.0]}}\n" for n in range(3_000)),
        ),
        WELL,
    ),
    Case(
        "places beyond the poles",
        put("vocabulary/places.yaml", "places: [{name: Qwxlib, in: Syria, at: [999, .nan]}]\n"),
        "1: 1 rules good, * mistakes; vocabulary/places.yaml:*",
    ),
    Case(
        "ways to files of the system",
        put("ways.yaml", "a: {kind: jsonl, file: /etc/passwd}\n"),
        "1: 1 rules good, 1 mistakes; ways.yaml:*",
    ),
    Case(
        "ways to nowhere",
        put("ways.yaml", "a: {kind: webhook, url: 'file:///etc/passwd', secret: x}\n"),
        "1: 1 rules good, * mistakes; ways.yaml:*",
    ),
    Case(
        "ways of no kind", put("ways.yaml", "a: {kind: shell, command: 'rm -rf /'}\n"), "1: 1 rules good, * mistakes; ways.yaml:*"
    ),
    Case(
        "routes to ways that are none",
        put("routes.yaml", "- {tags: x, also: [nothing]}\n"),
        "1: 1 rules good, * mistakes; routes.yaml:*",
    ),
)

DOOR: Final = Door(name="rules", cases=YAML + BYTES + CONDITIONS + FILES + OTHERS, open=open_door, seconds=15, megabytes=200)
