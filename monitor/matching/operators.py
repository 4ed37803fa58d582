"""Signs of other search languages inside a phrase or a name: here they mean nothing, and a rule with them would wait in vain.

A mistake where nothing else can be meant; advice where the words might be meant as they stand ("SEARCH AND RESCUE").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from monitor.matching.nodes import Node, Review

_CAPITAL: Final = re.compile(r"(?<=\S)\s+(OR|AND)(?=\s+\S)|(?:^|(?<=\s))(NOT)(?=\s+\S)")
_BAR: Final = re.compile(r"\|+|&&")
_STAR: Final = re.compile(r"\*|(?<=\w)\?(?=\w)")
_ENDING: Final = re.compile(r"(?<!\S)(\w+)\((\w{1,3})\)")
_QUOTES: Final = re.compile(r'["“„«].*["”“»]', re.DOTALL)
_SLASH: Final = re.compile(r"(?<!\S)([^\W\d_]{3,})/([^\W\d_]{3,})(?!\S)")
_COMMA: Final = re.compile(r",(?=\s*[a-z])")
_MINUS: Final = re.compile(r"(?<!\S)[-+](?=[^\W\d])")

_LIST: Final = "for any of several write a list: {choices}"
_ALL: Final = "for all of several write 'all:' with a block for each, or {phrase: ..., within: 9}"
_NONE: Final = "what must not be there stands under 'unless:' or 'none:'"
_LONGEST_SHOWN: Final = 60  # characters of an example


def tell_operators(raw: str, node: Node, review: Review) -> bool:
    """Say what in the phrase is no word, and how to write it here. True when it is a mistake."""
    for mistaken, tell in _SIGNS:
        if message := tell(raw):
            (review.mistake if mistaken else review.advice)(node, message)
            return mistaken
    return False


def _operator(raw: str) -> str:
    return "" if _shouted(raw) else _capital(raw)


def _shouted(raw: str) -> str:
    """All of it is in capitals: the word may be meant."""
    return _capital(raw) if _CAPITAL.sub("", raw).isupper() else ""


def _capital(raw: str) -> str:
    found = _CAPITAL.search(raw)
    if not found:
        return ""
    word = found.group(1) or found.group(2)
    how = {"OR": _either(raw, _CAPITAL), "AND": _ALL, "NOT": _NONE}[word]
    return f"'{word}' is a word of the phrase here, no operator: {how} (if the word is meant, write '{word.lower()}')"


def _bar(raw: str) -> str:
    found = _BAR.search(raw)
    how = _ALL if found and found.group() == "&&" else _either(raw, _BAR)
    return f"'{found.group()[:2]}' means nothing inside a phrase: {how}" if found else ""


def _star(raw: str) -> str:
    found = _STAR.search(raw)
    how = "list the word's forms, or use 'regex'"
    return f"phrases are whole words, '{found.group()}' means nothing here: {how}" if found else ""


def _ending(raw: str) -> str:
    found = _ENDING.search(raw)
    if not found:
        return ""
    word, ending = found.group(1)[:40], found.group(2)
    return f"'{word}({ending})' is two words here: list both forms: [{word}, {word}{ending}]"


def _quotes(raw: str) -> str:
    told = "quotes mean nothing inside a phrase: its words stand in a row anyway; for several write a list"
    return told if _QUOTES.search(raw) else ""


def _slash(raw: str) -> str:
    found = _SLASH.search(raw)
    how = _LIST.format(choices=f"[{', '.join(word[:25] for word in found.groups())}]") if found else ""
    return f"'/' is no 'or' here, it only lets the one word follow the other: {how}" if found else ""


def _comma(raw: str) -> str:
    """Not of "Atmeh, Syria", which may be looked for as it stands."""
    return f"a comma makes no list, this finds the words in a row: {_either(raw, _COMMA)}" if _COMMA.search(raw) else ""


def _minus(raw: str) -> str:
    found = _MINUS.search(raw)
    return f"'{found.group()}' means nothing before a word: {_NONE if found.group() == '-' else _ALL}" if found else ""


def _either(raw: str, sign: re.Pattern[str]) -> str:
    """How to write "any of them", with the phrase's own parts if they are short."""
    parts = [part.strip(" \t\n\"'“”()") for part in sign.sub("\0", raw).split("\0")]
    shown = f"[{', '.join(filter(None, parts))}]"
    return _LIST.format(choices=shown if len(shown) <= _LONGEST_SHOWN else "[one phrase, another phrase]")


#: (is it a mistake, what tells it); the first that has something to say is enough.
_SIGNS: Final[tuple[tuple[bool, Callable[[str], str]], ...]] = (
    (True, _operator),
    (True, _bar),
    (True, _star),
    (True, _ending),
    (False, _shouted),
    (False, _quotes),
    (False, _slash),
    (False, _comma),
    (False, _minus),
)
