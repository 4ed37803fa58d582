"""`OpenWays`: hands a letter to the kind of way it goes by."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from monitor.matching.waylist import FROM_ENVIRONMENT
from monitor.model.alert import SlackMessage
from monitor.model.routing import Way
from workers.edges.ways import files, outside, webhook
from workers.errors import Transient
from workers.ports import Post, Receipt


class OpenWays:
    """Implements `workers.ports.Ways`. `environment`: where `${NAME}` is looked up; `folder`: where relative files lie."""

    def __init__(
        self, *, environment: Mapping[str, str], folder: Path, post: Post, clock: Callable[[], float] = time.time
    ) -> None:
        self._environment, self._folder, self._post, self._clock = environment, folder, post, clock

    def send(self, way: Way, letter: SlackMessage) -> Receipt:
        """Say it. The receipt's `ts` is the moment in seconds since 1970, as Slack's is."""
        now = self._clock()
        if way.kind == "jsonl":
            files.append(self._path(way), letter, way.name)
        elif way.kind == "atom":
            files.publish(self._path(way), letter, way, datetime.fromtimestamp(now, UTC))
        elif way.kind == "webhook":
            url, secret = self._filled(way, way.url), self._filled(way, way.secret)
            webhook.call(self._post, url, secret, letter, networks=way.networks, now=int(now))
        else:
            outside.notify(self._filled(way, way.url), letter)
        return Receipt(channel_id=f"way:{way.name}", ts=f"{now:.6f}")

    def find(self, way: Way, message_id: str) -> Receipt | None:
        """Was it said? Only a JSON Lines file can tell; raises Transient when it cannot be read."""
        if way.kind == "jsonl" and files.holds(self._path(way), message_id):
            return Receipt(channel_id=f"way:{way.name}", ts=f"{self._clock():.6f}")
        return None

    def missing(self, way: Way) -> list[str]:
        """Names that the way needs from the environment and that are not set."""
        names = [name for text in (way.url, way.secret) for name in FROM_ENVIRONMENT.findall(text)]
        return [name for name in dict.fromkeys(names) if not self._environment.get(name)]

    def _path(self, way: Way) -> Path:
        return self._folder / way.file

    def _filled(self, way: Way, text: str) -> str:
        """With what the environment says. What is missing may be set later: the alert waits for it."""
        if missing := self.missing(way):
            raise Transient(f"way {way.name}: {', '.join(missing)} is not set in the environment")
        return FROM_ENVIRONMENT.sub(lambda found: self._environment[found.group(1)], text)
