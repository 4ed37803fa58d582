"""Files read articles under incidents and decides what to say: the truth goes to the store whole or not at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from workers.jobs.desk import Frame
from workers.jobs.filing import file_all
from workers.ports import Filing, Outcome, Tools

#: Times a filing is decided anew because another worker's came first.
TRIES: Final = 5

#: Seconds until a filing that lost every time is tried again.
LATER: Final = 5.0


def update_incidents(tools: Tools, article_ids: Sequence[int]) -> dict[str, int]:
    """Give each article its outcome. Counts by outcome, and how many messages were put into the outbox."""
    now, limits = tools.clock(), tools.limits
    lease, claimed = tools.store.claim_articles(article_ids, "read", now=now, lease_for=limits.lease)
    if not claimed:
        return {}
    pending = tools.store.pending_incidents(claimed)
    said = tools.rules.refresh()
    frame = Frame(rules={head.id: head for head in said.heads}, limits=limits, now=now, routing=said.routing)

    for _ in range(TRIES):
        board = tools.store.board(now - timedelta(seconds=limits.incident_window))
        desk, broken = file_all(board, pending, replace(frame, mutes=board.mutes))
        filing = Filing(
            incidents=tuple(desk.incidents[i] for i in desk.incidents if i in desk.changed),
            messages=desk.messages,
            outcomes=desk.outcomes,
            assigned=desk.assigned,
        )
        if tools.store.commit_filing(lease, board.version, filing, now=now):
            return _finish(tools, lease, filing, broken, now)

    until = now + timedelta(seconds=LATER)
    tools.store.postpone(lease, claimed, until=until, reason="the incidents kept changing")
    return {"postponed": len(claimed)}


def _finish(tools: Tools, lease: str, filing: Filing, broken: Mapping[int, str], now: datetime) -> dict[str, int]:
    """Set aside what broke, wake the sender when something is due, count."""
    for article_id, trace in broken.items():
        outcome = Outcome(name="set aside", why="filing failed: " + trace.strip().rsplit("\n", 1)[-1])
        tools.store.set_aside(lease, article_id, outcome, trace=trace, now=now)
    if any(message.not_before <= now for message in filing.messages):
        tools.queue.send_alerts()
    counts = Counter(outcome.name for outcome in filing.outcomes.values())
    counts.update({"messages": len(filing.messages), "set aside": len(broken)})
    return {name: n for name, n in counts.items() if n}
