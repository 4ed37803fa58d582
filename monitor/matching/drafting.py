"""A new rule from a few answers: its file as an analyst would write it, with example articles to test it by.

The examples are plain sentences; whoever drafts a rule tries them with the reader and keeps those that come out as they should.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import yaml

from monitor.matching.places import KINDS as PLACE_KINDS
from monitor.model.kinds import BY_NAME, ancestors
from monitor.model.rule import Level

_COST: Final = {
    "killed": (", killing {n} people", " and {n} people were killed"),
    "wounded": (", wounding {n} people", " and {n} people were wounded"),
    "casualties": (", killing {n} people", " and {n} people were killed"),
    "displaced": (" and forced {n} people to flee their homes", " and {n} people were displaced"),
    "missing": (" and {n} people were missing", " and left {n} people missing"),
    "abducted": (", abducting {n} people", " and {n} people were abducted"),
    "detained": (" and {n} people were detained", " and {n} people were arrested"),
}
#: Far from one another, so that one of them is outside of whatever a rule asks for.
ELSEWHERE: Final = ("Lima, Peru", "Osaka, Japan", "Lisbon, Portugal")
_OF_A_KIND: Final = re.compile(rf"(.+?) \(({'|'.join(PLACE_KINDS)})\)")
_PLAIN: Final = re.compile(r"[A-Za-z][\w .'()-]*(, [\w .'()-]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The answers."""

    kinds: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()  #: instead of kinds: a text watch
    places: tuple[str, ...] = ()  #: as a rule writes them
    figure: str = ""  #: "killed"; "": whatever it cost
    wanted: str = ""  #: "at least 5"
    channel: str = ""
    level: Level = "medium"
    title: str = ""

    @property
    def headline(self) -> str:
        """The title, made from the answers where none was given.

        >>> Draft(kinds=("drone_strike",), places=("Idlib, Syria",), figure="killed", wanted="at least 5").headline
        'Drone strike in Idlib, at least 5 killed'
        """
        if self.title:
            return self.title
        what = " or ".join(kind.replace("_", " ").partition(":")[2] or kind.replace("_", " ") for kind in self.kinds)
        what = what or " or ".join(self.phrases)
        places = [_bare(place).split(",")[0] for place in self.places]
        where = f" in {' or '.join(places)}" if places else ""
        cost = f", {self.wanted} {self.figure}" if self.figure else ""
        return f"{what[:1].upper()}{what[1:]}{where}{cost}"[:200]

    @property
    def name(self) -> str:
        """An id, and the file's name."""
        return re.sub(r"[^a-z0-9]+", "-", self.headline.casefold()).strip("-")[:60].strip("-") or "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One test of the file to be."""

    name: str
    text: str
    expect: str
    blocked_by: str = ""


def rule_text(draft: Draft, examples: Iterable[Example] = (), *, schema: str = "") -> str:
    """The file. `schema`: where the JSON Schema lies, seen from the file; "" for no line about it."""
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [f"title: {scalar(draft.headline)}", f"level: {draft.level}"]
    lines += [f"channel: {scalar(draft.channel)}"] if draft.channel else []
    lines += [""]
    if draft.kinds:
        lines += ["event:", f"  what: {_values(draft.kinds)}"]
        lines += [f"  where: {_places(draft.places)}"] if draft.places else []
        lines += [f"  {draft.figure}: {scalar(draft.wanted)}"] if draft.figure else []
    else:
        lines += ["article:", f"  text: {_values(draft.phrases)}"]
    tests = [line for example in examples for line in _test(example)]
    return "\n".join([*lines, *(["", "tests:", *tests] if tests else [])]) + "\n"


def _test(example: Example) -> list[str]:
    lines = [f"  - name: {scalar(example.name)}", f"    text: {scalar(example.text)}", f"    expect: {example.expect}"]
    return [*lines, f"    blocked_by: {example.blocked_by}"] if example.blocked_by else lines


def alerting(draft: Draft) -> list[Example]:
    """Articles that should alert, the most natural first."""
    if draft.phrases:
        return [Example(name="it is mentioned", text=f"Officials spoke of {draft.phrases[0]} on Tuesday.", expect="alert")]
    place = draft.places[0] if draft.places else "Idlib, Syria"
    return [Example(name="it happened", text=text, expect="alert") for text in _sentences(draft, place)]


def silent(draft: Draft) -> list[Example]:
    """Articles that should not."""
    if draft.phrases:
        return [Example(name="something else", text="Officials spoke of other things on Tuesday.", expect="no alert")]
    if not draft.places:
        calm = "A film festival opened in Lisbon on Tuesday, officials said."
        return [Example(name="something else", text=calm, expect="no alert")]
    return [
        Example(name="it happened elsewhere", text=text, expect="no alert", blocked_by="event.where")
        for place in ELSEWHERE
        for text in _sentences(draft, place)
    ]


def _sentences(draft: Draft, place: str) -> list[str]:
    kind = draft.kinds[0]
    lines = (BY_NAME[each].examples for each in ancestors(kind)) if ":" not in kind else ()
    told_so = next((some for some in lines if some), ())
    n = max([int(number) for number in re.findall(r"\d+", draft.wanted)][:1] or [3], default=3)
    costs = _COST.get(draft.figure, ("",))
    place = _bare(place)
    said = place if "," not in place else f"{place},"
    return [
        f"{told.format(place=said, n=n)}{cost.format(n=n)}, officials said."
        for told in told_so
        for cost in (costs if "{n}" not in told else ("",))
    ]


def _bare(place: str) -> str:
    """ "Georgia (country)" as a sentence says it."""
    return _OF_A_KIND.sub(r"\1", place)


def _places(places: tuple[str, ...]) -> str:
    """As `where:` takes them; "Georgia (country)" chooses a kind."""
    if not any(_OF_A_KIND.fullmatch(place) for place in places):
        return _values(places)
    written = []
    for place in places:
        found = _OF_A_KIND.fullmatch(place)
        name = json.dumps(found[1] if found else place, ensure_ascii=False)
        written.append(f"{{place: {name}, kind: {found[2]}}}" if found else name)
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _values(values: tuple[str, ...]) -> str:
    """One value, or a list; inside a list a comma needs quotes."""
    if len(values) == 1:
        return scalar(values[0])
    return f"[{', '.join(json.dumps(v, ensure_ascii=False) if ',' in v else scalar(v) for v in values)}]"


def scalar(text: str) -> str:
    """The text as YAML takes it for this text and nothing else.

    >>> scalar("Idlib, Syria"), scalar("NO"), scalar("a: b")
    ('Idlib, Syria', '"NO"', '"a: b"')
    """
    plain = _PLAIN.fullmatch(text) and not text.endswith(" ") and yaml.safe_load(text) == text
    return text if plain else json.dumps(text, ensure_ascii=False)
