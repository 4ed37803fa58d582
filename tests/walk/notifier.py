"""A sender of alerts and nothing else, as a process: to be killed. `python -m tests.walk.notifier --store URL --slack URL ...`"""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slack_sdk.http_retry import default_retry_handlers

from tests.slackserver import TOKEN
from workers.edges.slack import SlackRoom
from workers.edges.store import open_store
from workers.errors import Transient
from workers.jobs.send_alerts import send_alerts
from workers.ports import Limits, Tools

TIMEOUT = 2  #: seconds for an answer


@dataclass
class Queue:
    """Nothing has to be woken here."""

    def send_alerts(self) -> bool:
        return True


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--store", required=True)
    asked.add_argument("--slack", required=True)
    asked.add_argument("--ready", required=True, type=Path, help="a file that is made once sending begins")
    asked.add_argument("--settle", type=float, default=2.0)
    asked.add_argument("--careless", action="store_true", help="with the retries that Slack's SDK has by default")
    given = asked.parse_args()
    store = open_store(given.store)
    room = SlackRoom(TOKEN, base_url=given.slack, timeout=TIMEOUT, book=store)
    if given.careless:
        room._client.retry_handlers = default_retry_handlers()
    nobody: dict[str, Any] = dict.fromkeys(("web", "sandbox", "language", "rules"))
    limits = Limits(settle=given.settle, message_lease=5 * TIMEOUT)
    tools = Tools(clock=lambda: datetime.now(UTC), store=store, queue=Queue(), room=room, limits=limits, **nobody)  # type: ignore[arg-type]
    given.ready.touch()
    while True:
        with suppress(Transient):  # the store was busy: as in the worker, the next round tries again
            send_alerts(tools)
        time.sleep(0.1)


if __name__ == "__main__":
    main()
