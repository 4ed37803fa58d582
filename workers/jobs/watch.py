"""Watches ourselves: keeps the book of our troubles, tells the operators, and tells a dead man's switch that all is well."""

from __future__ import annotations

from monitor.alerting.operators import look
from workers.ports import Request, Said, Tools


def watch(tools: Tools) -> int:
    """One look. How many troubles there are."""
    now = tools.clock()
    troubles = tools.store.troubles(now)
    book = tools.store.watchbook()
    kept, notice = look(book, troubles, now)
    if kept != book:
        said = Said(channel=tools.limits.operators_channel or tools.limits.default_channel, notice=notice) if notice else None
        tools.store.keep_watchbook(kept, said, now=now)
    if notice is not None:
        tools.queue.send_alerts()
    return len(troubles)


def say_alive(tools: Tools) -> str:
    """Ask the dead man's switch for its URL, unless something grave is wrong: then it shall ring. What came of it, in words."""
    grave = [t.words for t in tools.store.troubles(tools.clock()) if t.grave]
    if grave:
        return f"not pinged: {grave[0]}"
    [answer] = tools.web.get_many([Request(key="alive", url=tools.limits.alive_url, max_bytes=10_000)])
    reason = getattr(answer, "reason", None)
    return f"could not be pinged: {reason}" if reason else "pinged"
