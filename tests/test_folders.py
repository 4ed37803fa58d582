"""Whoever else has an account on this machine reads neither store nor tokens, and puts nothing in Redis' place."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commandline import ROOT, wirewatch
from workers.errors import Refused
from workers.folders import make_private, told_to_others
from workers.settings import Settings
from workers.toolbox import redis_url


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for temporary files that everybody shares, as /tmp is."""
    with tempfile.TemporaryDirectory(prefix="ww-") as folder:
        Path(folder).chmod(0o1777)
        yield Path(folder)


@pytest.fixture
def far(tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, str], Path]:
    """Settings whose data folder has too long a path for a socket, and the folder where that lies instead."""
    data = tmp_path / ("d" * 100)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    settings = Settings(data=data, _env_file=None)  # type: ignore[call-arg]
    return {"WIREWATCH_DATA": str(data), "TMPDIR": str(temporary)}, settings.redis_socket.parent


def test_a_data_folder_is_shut_to_others_when_it_is_made_and_when_it_was_there(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir(mode=0o755)

    new, old = make_private(tmp_path / "new"), make_private(there)

    assert (new, mode(tmp_path / "new")) == (False, 0o700)
    assert (old, mode(there)) == (True, 0o700)
    assert make_private(there) is False


def test_db_upgrade_and_check_shut_the_data_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir(mode=0o755)

    wirewatch("db", "upgrade", cwd=tmp_path, env={"WIREWATCH_DATA": str(data)})

    assert mode(data) == 0o700


@pytest.mark.parametrize("planted", ["a link", "open to all", "a file", "somebody else's"])
def test_a_folder_for_the_socket_that_somebody_else_made_is_refused(
    far: tuple[dict[str, str], Path], tmp_path: Path, planted: str
) -> None:
    env, folder = far
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if planted == "a link":
        folder.symlink_to(elsewhere)
    elif planted == "open to all":
        folder.mkdir()
        folder.chmod(0o777)
    elif planted == "a file":
        folder.write_text("")
    else:
        folder.mkdir(mode=0o700)
        if os.geteuid() != 0:
            pytest.skip("only root can make a folder for somebody else")
        os.chown(folder, 12345, 12345)

    ran = wirewatch("run", cwd=tmp_path, env=env)

    assert ran.returncode == 3
    assert "WIREWATCH_DATA" in ran.stderr and "Traceback" not in ran.stderr
    assert not list(elsewhere.iterdir())


def test_nobody_connects_to_a_redis_that_somebody_else_may_have_put_there(
    far: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    env, folder = far
    folder.symlink_to(tmp_path)

    with pytest.raises(Refused, match="made by somebody else"):
        redis_url(Settings(data=Path(env["WIREWATCH_DATA"]), _env_file=None))  # type: ignore[call-arg]


def test_a_socket_beside_a_long_path_lies_in_a_folder_of_our_own(far: tuple[dict[str, str], Path]) -> None:
    env, folder = far
    settings = Settings(data=Path(env["WIREWATCH_DATA"]), _env_file=None)  # type: ignore[call-arg]
    before = redis_url(settings)

    folder.mkdir(mode=0o700)

    assert redis_url(settings) == before


@pytest.mark.parametrize(("mode", "word"), [(0o644, "read"), (0o606, "read"), (0o620, "changed"), (0o640, ""), (0o600, "")])
def test_a_file_with_tokens_that_others_can_read_or_change_is_told(tmp_path: Path, mode: int, word: str) -> None:
    env = tmp_path / ".env"
    env.write_text("SLACK_BOT_TOKEN=xoxb-1")
    env.chmod(mode)

    told = told_to_others(env)

    assert (word in told and "chmod 600" in told) if word else told == ""


def test_check_says_that_env_can_be_read_by_others(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WIREWATCH_CONTACT=me@example.org\n")
    (tmp_path / ".env").chmod(0o644)

    ran = wirewatch("check", cwd=tmp_path, env={"WIREWATCH_RULES": str(ROOT / "rules")})

    assert ran.returncode == 1
    assert ".env can be read by every user of this machine" in ran.stdout.replace("\n", " ")
