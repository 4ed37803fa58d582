"""The walk of one article as named stages, each passed or failed, from what the store knows or from what was just done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from monitor.matching.explain import Explained, in_short
from monitor.model.event import Reading

if TYPE_CHECKING:
    from workers.edges.store.dossier import Dossier, KeptMessage

State = Literal["passed", "failed", "waiting", "skipped"]
_TOLD: Final = ("alerted", "updated")
_MOST_EVENTS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of the walk."""

    name: str  #: feed, fetched, cleaned, language, read, rule, suppressed, sent
    state: State
    detail: str  #: in words


def from_the_archive(dossier: Dossier) -> list[Stage]:
    """Feed, fetched, cleaned: of an article that came by a feed."""
    name = dossier.publisher or dossier.feed_url
    found = [Stage(name="feed", state="passed", detail=f"{name}, seen {dossier.article.seen_at:%Y-%m-%d %H:%M} UTC")]
    page, _, why = dossier.article.extraction.partition(": ")
    characters = f"{len(dossier.article.text):,} characters"
    if dossier.state == "new":
        waits = f"on its way{f', put off: {dossier.note}' if dossier.note else ''} (claimed {dossier.attempts} times)"
        return [*found, Stage(name="fetched", state="waiting", detail=waits), _skip("cleaned", "not fetched yet")]
    if dossier.reading is None and dossier.outcome in ("archived", "set aside"):
        return [*found, Stage(name="fetched", state="failed", detail=f"{dossier.outcome}: {dossier.why}"), _skip("cleaned", "")]
    if page == "page":
        return [*found, _pass("fetched", dossier.article.url or ""), _pass("cleaned", f"the page's text, {characters}")]
    if why.startswith("extraction failed"):
        return [
            *found,
            _pass("fetched", dossier.article.url or ""),
            Stage(name="cleaned", state="failed", detail=f"{why}; the feed's own text is read, {characters}"),
        ]
    own = Stage(name="fetched", state="failed", detail=why or "the page was not had")
    return [*found, own, _pass("cleaned", f"the feed's own text, {characters}")]


def by_hand(where: str, characters: int) -> list[Stage]:
    """Feed, fetched, cleaned: of an article that was given."""
    return [_skip("feed", "given by hand"), _pass("fetched", where), _pass("cleaned", f"{characters:,} characters")]


def reading_of(reading: Reading, *, again: bool = False) -> list[Stage]:
    """Language and read. `again`: what was told of the article rests on an earlier reading."""
    notes = "; ".join(reading.notes)
    if reading.language is None:
        language = Stage(name="language", state="failed", detail="could not be told")
    else:
        language = _pass("language", reading.language + (f" ({notes})" if notes else ""))
    old = " (read again since: what was told of it rests on an earlier reading)" if again else ""
    if not reading.events:
        return [language, Stage(name="read", state="failed", detail=f"no event was read in it{old}")]
    told = list(dict.fromkeys(map(in_short, reading.events)))
    more = f" and {len(told) - _MOST_EVENTS} more" if len(told) > _MOST_EVENTS else ""
    return [language, _pass("read", "; ".join(told[:_MOST_EVENTS]) + more + old)]


def judged(asked: Explained | None, matching: Sequence[Explained], near: Sequence[Explained]) -> Stage:
    """The stage "rule": of the one that was asked about, or of all."""
    if asked is not None:
        return Stage(name="rule", state="passed" if asked.matched else "failed", detail=f"{asked.rule.id}: {asked.summary}")
    if matching:
        return _pass("rule", ", ".join(e.rule.id for e in matching))
    return Stage(name="rule", state="failed", detail=f"no rule matches; {len(near)} near misses")


def told(dossier: Dossier | None, rule_id: str | None) -> list[Stage]:
    """Suppressed ("passed" is: nothing kept it back) and sent."""
    if dossier is None:
        why = "only an article of the archive has incidents and messages"
        return [_skip("suppressed", why), _skip("sent", why)]
    if dossier.state != "done":
        return [_skip("suppressed", "not decided yet"), _skip("sent", "not decided yet")]
    messages = [m for m in dossier.messages if rule_id is None or m.rule_id == rule_id]
    if not dossier.matches and dossier.outcome not in _TOLD:
        kept = _skip("suppressed", f"{dossier.outcome}: {dossier.why}")
        return [kept, _skip("sent", "there was nothing to send")]
    if rule_id is not None and rule_id not in {m.rule_id for m in dossier.matches} and not messages:
        kept = _skip("suppressed", f"when it was read, {rule_id} did not match")
        return [kept, _skip("sent", "there was nothing to send")]
    spoke = dossier.outcome in _TOLD
    kept = Stage(name="suppressed", state="passed" if spoke else "failed", detail=f"{dossier.outcome}: {dossier.why}")
    return [kept, _sent(messages)]


def _sent(messages: Iterable[KeptMessage]) -> Stage:
    rows = list(messages)
    if not rows:
        return _skip("sent", "there was nothing to send")
    words = "; ".join(dict.fromkeys(f"{m.kind} to #{m.channel}: {m.state}{f' ({m.detail})' if m.detail else ''}" for m in rows))
    states = {m.state for m in rows}
    if "sent" in states:
        return _pass("sent", words)
    gone = states <= {"dead", "suppressed"}
    return Stage(name="sent", state="failed" if gone else "waiting", detail=words)


def _pass(name: str, detail: str) -> Stage:
    return Stage(name=name, state="passed", detail=detail)


def _skip(name: str, why: str) -> Stage:
    return Stage(name=name, state="skipped", detail=why)
