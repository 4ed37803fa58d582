"""Finds what is due or was left lying, and hands it on. The queue only carries; this is what makes its losses harmless."""

from __future__ import annotations

from workers.ports import Tools

#: Jobs waiting in one queue beyond which nothing is added: what waits is safe in the store, doubles are only noise.
FULL = 50

#: Seconds until what was handed on and not taken up is handed on again: what a lost Redis costs at the most.
HANDED_ON_FOR = 15.0

QUEUE_OF_STATE = {"new": "fetch", "cleaned": "read", "read": "alert"}


def sweep(tools: Tools) -> dict[str, int]:
    """One look over the store. Counts of what was handed on, by kind; {} when Redis is away."""
    now = tools.clock()
    waiting = tools.queue.depths()
    if waiting is None:
        return {}
    done: dict[str, int] = {}

    if waiting["poll"] < FULL and (feeds := tools.store.due_feeds(now, limit=200, handed_on_for=HANDED_ON_FOR)):
        tools.queue.poll_feeds(feeds)
        done["feeds"] = len(feeds)

    hand_on = {"new": tools.queue.fetch_pages, "cleaned": tools.queue.read_articles, "read": tools.queue.update_incidents}
    for state, ids in tools.store.stale_articles(now, limit=500, handed_on_for=HANDED_ON_FOR).items():
        if ids and state in hand_on and waiting[QUEUE_OF_STATE[state]] < FULL:
            hand_on[state](ids)
            done[state] = len(ids)

    if waiting["alert"] < FULL and (due := tools.store.messages_due(now)):
        tools.queue.send_alerts()
        done["messages"] = due
    return done
