"""Alerts in files: JSON Lines that only grow, and an Atom feed of the newest, written anew each time."""

from __future__ import annotations

import fcntl
import json
import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from monitor.model.alert import SlackMessage
from monitor.model.routing import Way
from workers.errors import Transient

BLOCK: Final = 65_536  #: bytes read at once from the end, in search of the last whole line


def append(path: Path, letter: SlackMessage, way: str) -> None:
    """One line more, whole and on the disk, unless the message's line is there already."""
    payload = letter.metadata["event_payload"]
    record = {**payload["record"], "way": way}
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    with _alone(path):
        if _has(path, str(payload["message_id"])):
            return
        _cut_torn_line(path)
        with path.open("ab", buffering=0) as file:
            _write(file.fileno(), line)
            os.fsync(file.fileno())
        _sync_folder(path.parent)


def holds(path: Path, message_id: str) -> bool:
    """Does a whole line of the file carry that message?"""
    with _alone(path):
        return _has(path, message_id)


def publish(path: Path, letter: SlackMessage, way: Way, now: datetime) -> None:
    """The feed with this alert as it is now, among the newest. Saying it twice changes nothing."""
    record = letter.metadata["event_payload"]["record"]
    alert = str(record.get("alert") or record["id"])
    with _alone(path):
        entries = _entries(path)
        before: dict[str, Any] = entries.pop(alert, {})
        moment = now.isoformat(timespec="seconds")
        reports = record.get("reports") or []
        link = next((r["url"] for r in reports if r["url"]), None)
        entry = {"title": record.get("title") or "Alert", "text": letter.text, "link": link}
        same = {key: before.get(key) for key in entry} == entry
        entry |= {"published": before.get("published", moment), "updated": before["updated"] if same else moment}
        entries[alert] = entry
        newest = sorted(entries.items(), key=lambda item: item[1]["updated"])[-way.entries :]
        _replace(_memory(path), json.dumps(dict(newest), ensure_ascii=False).encode())
        _replace(path, _atom(newest, way, now))


def _atom(entries: list[tuple[str, dict[str, Any]]], way: Way, now: datetime) -> bytes:
    from feedgen.feed import FeedGenerator  # noqa: PLC0415  (slow to import, and few installations have a feed)

    feed = FeedGenerator()
    feed.id(way.link or f"urn:wirewatch:{way.name}")
    feed.title(f"Wirewatch: {way.name}")
    feed.author(name="Wirewatch")
    if way.link:
        feed.link(href=way.link, rel="self")
    feed.updated(max((datetime.fromisoformat(entry["updated"]) for _, entry in entries), default=now).astimezone(UTC))
    for name, entry in entries:  # the generator puts the last one first
        item = feed.add_entry(order="prepend")
        item.id(f"urn:uuid:{name}")
        item.title(entry["title"])
        item.content(entry["text"], type="text")
        item.published(entry["published"])
        item.updated(entry["updated"])
        if entry["link"]:
            item.link(href=entry["link"])
    return bytes(feed.atom_str(pretty=True))


def _memory(path: Path) -> Path:
    """What the feed is made from: the feed itself is for others to read."""
    return path.with_name(f".{path.name}.entries")


def _entries(path: Path) -> dict[str, dict[str, Any]]:
    try:
        return dict(json.loads(_memory(path).read_bytes()))
    except FileNotFoundError:
        return {}
    except ValueError:  # it is replaced whole, so somebody else wrote there: the feed begins anew
        return {}


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the file's lock; what the disk says against it is Transient, for it may be mended."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f".{path.name}.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise Transient(f"{path}: {error.strerror or error}") from None


def _has(path: Path, message_id: str) -> bool:
    if not path.exists() or path.stat().st_size == 0:
        return False
    wanted = f'"id":"{message_id}"'.encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        at = view.rfind(wanted)
        return at >= 0 and view.find(b"\n", at) >= 0


def _cut_torn_line(path: Path) -> None:
    """Take away what a killed writer left behind the last whole line."""
    if not path.exists():
        return
    with path.open("r+b") as file:
        end = at = file.seek(0, os.SEEK_END)
        while at > 0:
            start = max(at - BLOCK, 0)
            file.seek(start)
            found = file.read(at - start).rfind(b"\n")
            if found >= 0:
                at = start + found + 1
                break
            at = start
        if at < end:
            file.truncate(at)


def _replace(path: Path, body: bytes) -> None:
    """Whole or not at all, also for who reads meanwhile."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb", buffering=0) as file:
        _write(file.fileno(), body)
        os.fsync(file.fileno())
    beside.replace(path)
    _sync_folder(path.parent)


def _write(target: int, body: bytes) -> None:
    rest = memoryview(body)
    while rest:
        rest = rest[os.write(target, rest) :]


def _sync_folder(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
