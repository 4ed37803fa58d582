"""Settings that cannot be are refused before anything begins, by the name that they are set by."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from workers.edges.queue import connect
from workers.edges.store.engine import make_engine
from workers.errors import Refused
from workers.folders import LONGEST_WORDS, vouch_for_words
from workers.settings import Settings


def complaint(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> str:
    """What is said of a setting with that value; "" when it is taken."""
    monkeypatch.setenv(name, value)
    try:
        Settings()
    except ValidationError as error:
        [fault] = error.errors()
        return Settings.complaint(str(fault["loc"][0]), fault["msg"], fault["input"])
    return ""


@pytest.mark.parametrize("name", ["POLL_MIN", "LEASE", "TICK", "SETTLE", "DEFAULT_WAIT", "BREAKER", "ALIVE_EVERY"])
@pytest.mark.parametrize("value", ["soon", "nan", "inf", "-1", "1e300"])
def test_a_number_that_no_clock_can_count_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert complaint(monkeypatch, f"WIREWATCH_{name}", value).startswith(f"setting WIREWATCH_{name}: should be ")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("WIREWATCH_PORTS", "80, http", "should be a valid integer"),
        ("WIREWATCH_PORTS", "70000", "should be less than or equal to 65535"),
        ("WIREWATCH_PORTS", ",", "should be numbers, as in 80, 443"),
        ("WIREWATCH_ALLOW_NETWORKS", "10.0.0.0/33", "should be ranges of addresses"),
        ("WIREWATCH_DEFAULT_CHANNEL", "two words", "should be a channel's name"),
        ("WIREWATCH_ALIVE_URL", "file:///etc/passwd", "should begin with https://"),
        ("WIREWATCH_ALIVE_URL", "https://[half", "cannot be read as an address: its host is malformed"),
        ("WIREWATCH_WORKER_MAX_MB", "0", "should be greater than or equal to 300"),
        ("WIREWATCH_READ_WORKERS", "100000", "should be less than or equal to 256"),
    ],
)
def test_a_word_that_cannot_be_is_refused_with_what_it_should_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    said = complaint(monkeypatch, name, value)

    assert said.startswith(f"setting {name}: ") and words in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xapp-hushhush"),
        ("SLACK_BOT_TOKEN", '"xoxb-hushhush"'),
        ("SLACK_APP_TOKEN", "xoxb-hushhush"),
        ("DATABASE_URL", "mysql://me:hushhush@db.example/x"),
        ("REDIS_URL", "http://me:hushhush@redis.example/"),
        ("REDIS_URL", "redis://:hushhush@redis.example:99999/0"),
    ],
)
def test_a_secret_that_is_refused_is_not_repeated(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    said = complaint(monkeypatch, name, value)

    assert said.startswith(f"setting {name}: ") and "hushhush" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIREWATCH_ALIVE_URL", "https://hc.example/ping"),
        ("WIREWATCH_OPERATORS_CHANNEL", "#ops"),
        ("WIREWATCH_PORTS", "80, 443"),
        ("WIREWATCH_ALLOW_NETWORKS", "10.0.0.0/8, fd00::/8"),
        ("SLACK_BOT_TOKEN", "xoxb-1-2-abc"),
        ("SLACK_BOT_TOKEN", ""),
        ("DATABASE_URL", "postgresql:///news?host=/run/postgresql"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
    ],
)
def test_what_is_well_formed_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert complaint(monkeypatch, name, value) == ""


def test_addresses_whose_options_nobody_knows_are_refused() -> None:
    with pytest.raises(Refused, match="DATABASE_URL"):
        make_engine("postgresql://me:hushhush@db.example:port/x")
    for options in ("socket_timeout=soon", "nonsense=1"):
        with pytest.raises(Refused, match="REDIS_URL"):
            connect(f"redis://127.0.0.1:1/0?{options}")


def test_a_data_folder_that_can_be_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Refused, match="WIREWATCH_DATA"):
        make_engine(f"sqlite:///{tmp_path / 'file' / 'wirewatch.db'}")


def test_a_file_of_settings_that_holds_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    for words in (b"A=\xff\xfe", b"A=1\n" * (LONGEST_WORDS // 4 + 1)):
        file.write_bytes(words)
        with pytest.raises(Refused, match="env"):
            vouch_for_words(file)
    file.write_bytes(b"A=1\n")
    vouch_for_words(file)
    vouch_for_words(tmp_path / "none")
