"""All doors by name."""

from __future__ import annotations

from typing import Final

from tests.hostile import articles, feeds, jobs, pages, rule_folders, settings, slack
from tests.hostile.case import Door

DOORS: Final[dict[str, Door]] = {
    door.name: door for door in (feeds.DOOR, pages.DOOR, articles.DOOR, rule_folders.DOOR, jobs.DOOR, settings.DOOR, slack.DOOR)
}
