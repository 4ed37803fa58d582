"""Which messages must arrive, and that nothing else may (after Alertmanager's collector)."""

from __future__ import annotations

from collections.abc import Iterable

from tests.slackserver import Post


class Collector:
    """Which messages must arrive, each once, and that no other does (after Alertmanager's collector)."""

    def __init__(self) -> None:
        self._wanted: list[tuple[str, str, str]] = []

    def wants(self, channel: str, containing: str, *, in_thread_of: str = "") -> None:
        """One message to the channel whose text contains this; `in_thread_of`: a reply to the head containing that."""
        self._wanted.append((channel, containing, in_thread_of))

    def complaints(self, posts: Iterable[Post], names: dict[str, str]) -> list[str]:
        """What is missing, doubled or too much, in words; [] when all is as wanted."""
        left, said = list(posts), []
        heads = {(p.channel, p.ts): p for p in left}
        for channel, containing, thread in self._wanted:
            met = next((p for p in left if self._meets(p, heads, names[channel], containing, thread)), None)
            if met is None:
                said.append(f"missing in #{channel}: {containing!r}" + (f" under {thread!r}" if thread else ""))
            else:
                left.remove(met)
        return said + [f"not wanted: {p.text!r}" for p in left]

    @staticmethod
    def _meets(post: Post, heads: dict[tuple[str, str], Post], channel: str, containing: str, thread: str) -> bool:
        if post.channel != channel or containing not in post.text:
            return False
        head = heads.get((post.channel, post.thread_ts or ""))
        return (head is not None and thread in head.text) if thread else post.thread_ts is None
