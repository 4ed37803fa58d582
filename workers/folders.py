"""Folders and files that nobody else on this machine may read or replace: the store, Redis' socket, tokens."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workers.errors import Refused

LONGEST_WORDS = 1_000_000  #: bytes
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(folder: Path) -> bool:
    """Make the folder, or shut one that is ours to all others. True when others could look into it until now.

    Raises Refused when it cannot be used. One that belongs to somebody else stays as its owner made it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        look = folder.stat()
        if look.st_uid != os.geteuid() or not look.st_mode & _OTHERS:
            return False
        folder.chmod(stat.S_IMODE(look.st_mode) & ~_OTHERS)
    except OSError as error:
        raise unusable(folder, error) from None
    return True


def unusable(folder: Path, error: OSError) -> Refused:
    """What to do about a data folder that cannot be made, opened or written."""
    return Refused(f"the data folder {folder} cannot be used: {error.strerror}; set WIREWATCH_DATA to one that can")


def make_private_among_others(folder: Path) -> None:
    """The same below a folder in which everybody may write. Raises Refused when somebody else was first."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder} cannot be made for Redis' socket: {error.strerror}; {_WAYS_OUT}") from None
    vouch_for(folder)


def vouch_for(folder: Path) -> None:
    """Raises Refused unless the folder is missing, or ours, no link, and shut to all others."""
    try:
        look = folder.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(look.st_mode) or look.st_uid != os.geteuid() or look.st_mode & _OTHERS:
        raise Refused(f"{folder}, for Redis' socket, was made by somebody else, or is open to others: {_WAYS_OUT}")


_WAYS_OUT = "remove it, set WIREWATCH_DATA to a folder with a shorter path, or REDIS_URL"


def vouch_for_words(file: Path) -> None:
    """Raises Refused when settings cannot be read from the file: a pipe (several processes want its words), too long, no text."""
    try:
        look = file.stat()
        if stat.S_ISDIR(look.st_mode):  # a virtual environment of that name: no settings
            return
        if not stat.S_ISREG(look.st_mode):
            raise Refused(f"{file} is no file: its settings could be read once, and every process wants them")
        if look.st_size > LONGEST_WORDS:
            raise Refused(f"{file} has {look.st_size / 1e6:.0f} MB: are these settings? 1 MB is read")
        file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is no UTF-8 text (byte {error.start + 1}): save it as UTF-8") from None
    except FileNotFoundError:
        return
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}") from None


def told_to_others(file: Path) -> str:
    """What is wrong with a file that holds tokens, and what to do; "" when nothing is."""
    try:
        mode = file.stat().st_mode
    except OSError:
        return ""
    if mode & stat.S_IROTH:
        return f"{file} can be read by every user of this machine, tokens and all: chmod 600 {file}"
    if mode & (stat.S_IWGRP | stat.S_IWOTH):
        return f"{file} can be changed by other users of this machine: chmod 600 {file}"
    return ""
