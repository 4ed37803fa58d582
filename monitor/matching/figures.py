"""`killed:`, `wounded:` and their like: `any`, `none`, `at least N`, `at most N`, `N to M`, `exactly N`.

A toll is a range ("at least 12" is 12 and up). "At least" asks its lower bound, "at most" its upper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Broken, Node, Review, Text
from monitor.model.event import Event, Toll
from monitor.model.rule import Verdict

FIGURES: Final = ("killed", "wounded", "displaced", "missing", "detained", "abducted", "casualties")
_FORMS: Final = "any, none, at least N, at most N, N to M or exactly N"
#: The same for a schema.
PATTERN: Final = r"any|none|(at least|at most|exactly) \d{1,9}|\d{1,9} to \d{1,9}"
_WORDS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS: Final = {word: str(n) for n, word in enumerate(_WORDS, start=1)} | {"dozen": "12", "twenty": "20", "hundred": "100"}
_N: Final = r"(\d{1,9})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a rule asks of a toll: bounds that the toll's own bounds must keep."""

    words: str  #: as written
    low: int | None = None  #: the toll's lower bound is at least this
    high: int | None = None  #: the toll's upper bound is at most this
    some: bool = False  #: `any`: the text says that there were some, or may have been

    def met_by(self, toll: Toll | None) -> bool:
        if toll is None:
            return False
        if self.some:
            return toll.high is None or toll.high > 0
        if self.low is not None and toll.low < self.low:
            return False
        return self.high is None or (toll.high is not None and toll.high <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Condition):
    """One figure of the event."""

    figure: str
    wanted: Wanted

    def check(self, case: Case) -> Verdict:
        assert case.event is not None
        toll = toll_of(case.event, self.figure)
        evidence = toll.evidence if toll else ()
        if self.wanted.met_by(toll):
            return self.holds(f"{self.figure}: {in_words(toll)}", evidence)
        return self.fails(f"{self.figure}: {in_words(toll)}, rule wants {self.wanted.words}", evidence)

    def implies(self, other: Condition) -> bool:
        if not isinstance(other, Figure) or other.figure != self.figure:
            return False
        mine, theirs = self.wanted, other.wanted
        if theirs.some:
            return mine.some or (mine.low or 0) > 0
        low = theirs.low is None or (mine.low is not None and mine.low >= theirs.low)
        high = theirs.high is None or (mine.high is not None and mine.high <= theirs.high)
        return low and high and not mine.some

    def excludes(self, other: Condition) -> bool:
        if not isinstance(other, Figure):
            return False
        if {self.figure, other.figure} <= {"killed", "wounded", "casualties"} and self.figure != other.figure:
            part, total = (other, self) if self.figure == "casualties" else (self, other)
            if total.figure != "casualties":
                return False
            return total.wanted.high is not None and _least(part.wanted) > total.wanted.high
        if self.figure != other.figure:
            return False
        pairs = ((self.wanted, other.wanted), (other.wanted, self.wanted))
        return any(b.high is not None and _least(a) > b.high for a, b in pairs)


def _least(wanted: Wanted) -> int:
    return 1 if wanted.some else wanted.low or 0


def toll_of(event: Event, figure: str) -> Toll | None:
    """The event's toll by a rule's word; casualties are killed and wounded together, what is unsaid counting nothing."""
    if figure != "casualties":
        toll: Toll | None = getattr(event, figure)
        return toll
    said = [toll for toll in (event.killed, event.wounded) if toll is not None]
    if not said:
        return None
    highs = [toll.high for toll in said]
    return Toll(
        low=sum(toll.low for toll in said),
        high=None if None in highs else sum(high for high in highs if high is not None),
        vague=any(toll.vague for toll in said),
        sources=tuple(dict.fromkeys(s for toll in said for s in toll.sources)),
        evidence=tuple(span for toll in said for span in toll.evidence),
    )


def in_words(toll: Toll | None) -> str:
    """
    >>> in_words(Toll(low=12, high=None)), in_words(Toll(low=0, high=0)), in_words(None)
    ('at least 12', 'none', 'not said')
    """
    if toll is None:
        return "not said"
    if toll.high == 0:
        return "none"
    if toll.high is None:
        return f"at least {toll.low}{' (vague)' if toll.vague else ''}"
    if toll.low == toll.high:
        return str(toll.low)
    return f"{toll.low} to {toll.high}" if toll.low else f"at most {toll.high}"


def parse_figure(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    wanted = parse_wanted(node, review)
    return Figure(path=path, figure=path.rpartition(".")[2], wanted=wanted) if wanted else None


def parse_wanted(node: Node, review: Review) -> Wanted | None:
    """`at least 12` and its like; a mistake with a guess for anything else."""
    if isinstance(node, Broken):
        return None
    if isinstance(node, Text) and node.trap in ("int", "float"):
        review.mistake(node, f"a bare number does not say how it is meant{_hint(node.raw)}")
        return None
    if isinstance(node, Text) and node.trap == "bool":
        review.mistake(node, f"{fields.trap(node)}{_hint(node.raw)}")
        return None
    if isinstance(node, Text) and node.folded:
        review.mistake(node, f"'>' and '|' begin a long text in YAML, they do not compare: a figure is {_FORMS}")
        return None
    raw = fields.text(node, review, "a figure")
    if raw is None:
        return None
    words = " ".join(raw.split())
    if words == "any":
        return Wanted(words=words, some=True)
    if words == "none":
        return Wanted(words=words, low=0, high=0)
    if found := re.fullmatch(rf"at least {_N}", words):
        return _at_least(node, int(found.group(1)), words, review)
    if found := re.fullmatch(rf"at most {_N}", words):
        return Wanted(words=words, high=int(found.group(1)))
    if found := re.fullmatch(rf"exactly {_N}", words):
        return Wanted(words=words, low=int(found.group(1)), high=int(found.group(1)))
    if found := re.fullmatch(rf"{_N} to {_N}", words):
        low, high = int(found.group(1)), int(found.group(2))
        if low > high:
            review.mistake(node, f"no figure is {low} to {high} (did you mean '{high} to {low}'?)")
            return None
        return Wanted(words=words, low=low, high=high)
    review.mistake(node, f"'{words[:40]}' is no figure{_hint(words) or ': ' + _FORMS}")
    return None


def _at_least(node: Node, low: int, words: str, review: Review) -> Wanted:
    if low == 0:
        review.advice(node, "'at least 0' holds for every figure that is said: did you mean 'any'?")
    return Wanted(words=words, low=low)


def _hint(raw: str) -> str:
    """What may have been meant by "> 5", "5+", "under 3", "no"."""
    words = re.sub(r"[a-z]+", lambda m: _NUMBERS.get(m.group(), m.group()), raw.strip().casefold())
    digits = re.findall(r"\d{1,9}", words.replace(",", "").replace("_", ""))
    if not digits:
        near = {"no": "none", "zero": "none", "nobody": "none", "some": "any", "yes": "any", "true": "any", "false": "none"}
        return f" (did you mean '{near[words]}'?)" if words in near else ""
    first = int(digits[0])
    if len(digits) == 2:
        low, high = sorted((first, int(digits[1])))
        return f" (did you mean '{low} to {high}'?)"
    if re.match(r">=|=>|≥|min|from|least|atleast|at-least", words) or words.endswith("+") or words.endswith("or more"):
        return f" (did you mean 'at least {first}'?)"
    if re.match(r">|more than|over|above", words):
        return f" (did you mean 'at least {first + 1}'?)"
    if re.match(r"<=|=<|≤|max|up to|most|atmost|at-most", words) or words.endswith("or less") or words.endswith("or fewer"):
        return f" (did you mean 'at most {first}'?)"
    if re.match(r"<|less than|fewer than|under|below", words) and first:
        return f" (did you mean 'at most {first - 1}'?)"
    if re.match(r"at le|at la", words):
        return f" (did you mean 'at least {first}'?)"
    return f" (did you mean 'exactly {first}' or 'at least {first}'?)"
