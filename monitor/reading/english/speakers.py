"""Who says so: "activists said", "according to the Observatory", "state media reported"."""

from __future__ import annotations

from typing import Final

from monitor.reading.english.text import EnglishText


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SAYING: Final = _words(
    "said says say told reported reports report announced confirmed claimed claims stated added quoted saying declared"
)
_SPEAKERS: Final = _words(
    "activists officials residents witnesses police observatory sources source spokesman spokeswoman spokesperson media"
    " agency ministry army military monitor monitors group council coalition rescuers doctors medics authorities government"
    " minister statement official commander governor mayor helmets defence defense center centre reporter correspondent"
    " resident witness eyewitnesses activist troops fighters rebels militants network newspaper television tv"
)
_INSIDE: Final = _words("the of for in a an local state local security 's - rights human and medical two some")
_LONGEST: Final = 10


def speakers(text: EnglishText, start: int, end: int) -> tuple[str, ...]:
    """The sources that the sentence [start, end) names, as it names them."""
    found: list[str] = []
    for i in range(start, end):
        word = text.lower[i]
        if word == "according" and i + 2 < end and text.lower[i + 1] == "to":
            found.append(_name_from(text, i + 2, end))
        elif word in _SAYING and i > start:
            found.append(_name_before(text, start, i))
            if not found[-1] and i + 1 < end:
                found.append(_name_from(text, i + 1, end, strict=True))
    return tuple(dict.fromkeys(name for name in found if name))


def _name_from(text: EnglishText, at: int, end: int, *, strict: bool = False) -> str:
    i = at
    while i < min(end, at + _LONGEST) and _fits(text, i):
        i += 1
    return _trimmed(text, at, i, strict)


def _name_before(text: EnglishText, start: int, at: int) -> str:
    i = at
    while i > max(start, at - _LONGEST) and _fits(text, i - 1):
        i -= 1
    return _trimmed(text, i, at, True)


def _fits(text: EnglishText, i: int) -> bool:
    return text.words[i][0].isupper() or text.lower[i] in _SPEAKERS or text.lower[i] in _INSIDE


def _trimmed(text: EnglishText, start: int, end: int, strict: bool) -> str:
    while start < end and text.lower[start] in ("the", "and", "in", "of", "a", "an", "-", "'s", "for"):
        start += 1
    while end > start and text.lower[end - 1] in _INSIDE:
        end -= 1
    named = any(text.lower[i] in _SPEAKERS or (text.words[i][0].isupper() and i > 0) for i in range(start, end))
    return _spelled(text, start, end) if named or (not strict and end > start) else ""


def _spelled(text: EnglishText, start: int, end: int) -> str:
    return " ".join(text.words[start:end]).replace(" - ", "-").replace(" 's", "'s")


def words_of(text: EnglishText, start: int, end: int, name: str) -> tuple[int, int] | None:
    """Words of the sentence [start, end) that name the source whom `speakers` found in it."""
    for i in range(start, end):
        if name.startswith(text.words[i]):
            for j in range(i + 1, min(end, i + _LONGEST) + 1):
                if _spelled(text, i, j) == name:
                    return i, j
    return None
