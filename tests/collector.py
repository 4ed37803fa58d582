"""Which messages must arrive, each once and within its window, and that nothing else may (after Alertmanager's collector)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tests.slackserver import Post


@dataclass(frozen=True)
class Wanted:
    """One message that must arrive."""

    channel: str
    containing: str
    thread: str  #: what the text of its head contains; "": it is no reply
    window: tuple[float, float]  #: seconds after the beginning, both ends included


class Collector:
    """What must arrive; `since` is the beginning that windows count from."""

    def __init__(self, since: datetime | None = None) -> None:
        self._since = since.timestamp() if since else 0.0
        self._wanted: list[Wanted] = []

    def wants(
        self, channel: str, containing: str, *, in_thread_of: str = "", between: tuple[float, float] = (0.0, float("inf"))
    ) -> None:
        """One message to the channel whose text contains this; `in_thread_of`: a reply to the head containing that."""
        self._wanted.append(Wanted(channel, containing, in_thread_of, between))

    def complaints(self, posts: Iterable[Post], names: dict[str, str]) -> list[str]:
        """What is missing, doubled, too soon, too late or too much, in words; [] when all is as wanted."""
        left, said = list(posts), []
        heads = {(p.channel, p.ts): p for p in left}
        for wanted in self._wanted:
            fitting = [p for p in left if _fits(p, heads, names[wanted.channel], wanted)]
            met = next((p for p in fitting if self._in_time(p, wanted)), None)
            if met is not None:
                left.remove(met)
                continue
            where = f"in #{wanted.channel}: {wanted.containing!r}" + (f" under {wanted.thread!r}" if wanted.thread else "")
            at = ", ".join(f"{p.accepted_at - self._since:.0f} s" for p in fitting)
            said.append(f"not within {wanted.window} s {where}, but at {at}" if fitting else f"missing {where}")
            left = [p for p in left if p not in fitting[:1]]
        return said + [f"not wanted: {p.text!r}" for p in left]

    def _in_time(self, post: Post, wanted: Wanted) -> bool:
        first, last = wanted.window
        return first <= post.accepted_at - self._since <= last


def _fits(post: Post, heads: dict[tuple[str, str], Post], channel: str, wanted: Wanted) -> bool:
    if post.channel != channel or wanted.containing not in post.text:
        return False
    head = heads.get((post.channel, post.thread_ts or ""))
    return (head is not None and wanted.thread in head.text) if wanted.thread else post.thread_ts is None
