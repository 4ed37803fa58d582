"""What people said of an alert, or of its absence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

FeedbackVerdict = Literal["wrong", "missed", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One person's verdict on one rule and one article."""

    article_id: int  #: of the archive
    rule_id: str
    verdict: FeedbackVerdict  #: wrong: it alerted and should not; missed: it should and did not
    at: datetime
    rule_hash: str = ""  #: of the rule as it was then; "" when nothing matched
    reason: str = ""  #: in the person's words
    by: str = ""  #: a user of Slack, or "" for the command
