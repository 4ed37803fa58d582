"""A rule as an analyst wrote it, what it matched, and what is wrong with a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from monitor.model.span import Span

Level = Literal["info", "low", "medium", "high", "critical"]
Status = Literal["live", "trial", "off"]
WhereUnknown = Literal["hold", "alert", "drop"]
Severity = Literal["error", "advice"]

LEVELS: tuple[Level, ...] = ("info", "low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A mistake in a user's file. `str()` is what the user sees."""

    file: str
    line: int  #: from 1
    column: int  #: from 1
    message: str
    severity: Severity = "error"  #: advice never keeps a rule out

    def __str__(self) -> str:
        word = "" if self.severity == "error" else "advice: "
        return f"{self.file}:{self.line}:{self.column}: {word}{self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A figure at which an incident becomes critical (`critical_when`)."""

    figure: Literal["killed", "wounded", "displaced", "abducted", "casualties"]
    low: int = 1  #: people, at least
    high: int | None = None  #: people, at most; None: and up


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours in which a rule keeps silent, by the clocks of a zone; `end` before `start` runs over midnight."""

    zone: str  #: IANA name: "Asia/Damascus"
    start: str  #: "22:00"
    end: str  #: "06:00"
    let_through: Level = "critical"  #: this level and all above it speak at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One summary a day, instead of a message an incident."""

    zone: str  #: IANA name
    at: str  #: "07:00"


#: What incidents are counted within; "anywhere": all of them together.
Per = Literal["anywhere", "country", "admin1", "admin2", "place"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A rule speaks of many incidents instead of each (its `count:` block)."""

    at_least: int  #: incidents, 2 or more
    within: float  #: seconds
    per: Per = "anywhere"
    rules: tuple[str, ...] = ()  #: ids of rules whose incidents count as well


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPlan:
    """When and how a rule speaks (its `alert:` block)."""

    wait: float = 120.0  #: seconds to gather first reports
    update_when: tuple[str, ...] = ("toll rises", "place changes", "denied")
    repeat: float | None = None  #: seconds; None: never
    mention: str = ""
    mention_at: Level = "critical"
    critical_when: tuple[Threshold, ...] = ()  #: any of them makes the incident critical, whatever the rule's level
    quiet_hours: QuietHours | None = None
    digest: Digest | None = None
    also: tuple[str, ...] = ()  #: further ways out, by the names in the settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleHead:
    """What the rest of the product needs to know of a rule; the conditions stay in `monitor.matching`."""

    id: str
    title: str
    level: Level = "medium"
    status: Status = "live"
    channel: str = ""  #: without the hash; "": the default of the settings
    hash: str = ""  #: of the rule's content: every match and alert keeps it
    file: str = ""
    where_unknown: WhereUnknown = "drop"
    sources_at_least: int = 1  #: independent sources the incident must have before the rule speaks
    alert: AlertPlan = AlertPlan()
    count: Count | None = None  #: None: it speaks of each incident
    news_age: float | None = None  #: seconds from publication until we saw it, at most; None: as the feed and the settings say


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one condition of a rule fared on one article."""

    condition: str  #: its path in the file: "event.where", "article.text", "unless[0].article.title"
    held: bool
    detail: str  #: in words: "Aleppo, not inside Idlib"; "killed: 3, rule wants at least 5"
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A rule that holds for an article, and the words that met it."""

    rule: RuleHead
    article_id: str
    event: int | None  #: index into the reading's events; None for a rule without `event:`
    verdicts: tuple[Verdict, ...] = ()
    held: bool = False  #: all holds except that the event's place could not be told, and the rule says hold

    @property
    def evidence(self) -> tuple[Span, ...]:
        """The spans of all conditions, in the article's order, each once."""
        return tuple(sorted({s for v in self.verdicts for s in v.evidence}))


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """A rule that does not hold, with the condition that failed for its best event."""

    rule: RuleHead
    event: int | None
    failed: tuple[Verdict, ...]  #: the conditions that did not hold; one alone is a near miss
    passed: int  #: how many held of those that make the rule; `reality`, `recent`, `unless` hold for most news and do not count
