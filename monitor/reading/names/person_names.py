"""Names of people in a text: by title, by role, by given name, and by surname alone once the full name has been said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.reading.names.name_scan import Words

_LONGEST = 5  #: words of a name


@dataclass(slots=True)
class People:
    """Where people are named: spans of tokens, half-open, and the last words of their full names in lower case."""

    spans: list[tuple[int, int]] = field(default_factory=list)
    surnames: set[str] = field(default_factory=set)
    givens: set[str] = field(default_factory=set)  #: first words of full names

    tokens: dict[int, tuple[int, int]] = field(default_factory=dict)  #: each token of a name -> the name's span

    def add(self, start: int, end: int) -> None:
        """One more name."""
        self.spans.append((start, end))
        self.tokens |= dict.fromkeys(range(start, end), (start, end))

    def over(self, start: int, end: int) -> set[tuple[int, int]]:
        """The names that overlap these tokens."""
        return {self.tokens[i] for i in range(start, end) if i in self.tokens}

    def covers(self, start: int, end: int) -> bool:
        """Does a person's name overlap these tokens?"""
        return any(i in self.tokens for i in range(start, end))


def find_people(w: Words, known: frozenset[str] = frozenset()) -> People:
    """The full names of people. `known` are surnames already met, as in the title."""
    people = People(surnames=set(known))
    particles, titles, given_names = w.lexicon["particles_of_names"], w.lexicon["titles"], w.lexicon["given_names"]
    i = 0
    while i < w.count:
        end = _full_name(w, i) if w.capital[i] or w.words[i] in particles else 0
        if end:
            people.add(i, end)
            if end - i > 1 or w[i - 1].rstrip(".") in titles:
                people.surnames.add(w[end - 1])
            if end - i > 1 and w[i] in given_names:
                people.givens.add(w[i])
            i = end
        else:
            i += 1
    return people


def _full_name(w: Words, i: int) -> int:
    """The end of a person's name that begins at token i; 0 when none does."""
    if w.words[i].isupper() and len(w.words[i]) > 3 and not _shouted(w, i):
        return 0
    known = w.lexicon
    titles = known["titles"]
    titled = w[i - 1].rstrip(".") in titles and i > 0 and not w.opens_sentence[i] and not _named_thing(w, i)
    if w[i] in known["sentence_openers"] and not titled:
        return 0
    word = w.words[i]
    initial = len(word) == 2 and word[1] == "." and word[0].isupper()
    given = initial or (w.capital[i] and w[i].strip("‘'") in known["given_names"])
    if not (given or titled):
        return 0
    end = _rest_of_name(w, i)
    if titled and end == i + 1 and (w[i] in known["no_surnames"] or w[i] in titles):
        return 0
    if titled and not given and (w[end] in titles if not w.is_capital(end) else w[end] in known["compass"]):
        return 0  # "deputy Middle East director"
    if given and not titled and (end == i + 1 or _rather_a_place(w, i, end)):
        return 0
    return end


def _named_thing(w: Words, i: int) -> bool:
    """ "so-called X", "a group called X": what is called so is nobody."""
    return w[i - 1] in ("called", "named") and (w[i - 2] == "-" or w[i - 2] in w.lexicon["org_kinds"])


def _rather_a_place(w: Words, i: int, end: int) -> bool:
    """Is a given name that is first of all a place's one here: in a longer name, or behind a preposition?"""
    if w[i] not in w.lexicon["names_of_places_too"]:
        return False
    return end > i + 2 or w[i - 1] in w.lexicon["prepositions"] or w.is_capital(end)


def _shouted(w: Words, i: int) -> bool:
    return i + 1 < w.count and w.words[i + 1].isupper() and w.lower[i] in w.lexicon["given_names"]


def _rest_of_name(w: Words, i: int) -> int:
    """How far a name goes on: capitals, initials, particles, hyphens; not "Police", "County", "Times"."""
    ends, titles, given_names = w.lexicon["no_surnames"], w.lexicon["titles"], w.lexicon["given_names"]
    j = i + 1
    while j < w.count and j - i < 2 * _LONGEST and not w.opens_sentence[j]:
        word = w.words[j]
        if w.capital[j]:
            if w[j] in ends or (word.isupper() and len(word) > 4) or (w[j] in titles and w[j] not in given_names):
                break
            j += 1
        elif not _goes_on(w, j):
            break
        else:
            j += 1
    while j > i + 1 and not w.capital[j - 1]:
        j -= 1
    return j


def _goes_on(w: Words, j: int) -> bool:
    """Is the small word or hyphen at j inside a name: "von der Leyen", "al-Assad", "Jean-Luc"?"""
    particles = w.lexicon["particles_of_names"]
    if w.words[j] == "-":
        return w.tied(j) and w.tied(j + 1) and (w.is_capital(j + 1) or w[j - 1] in particles)
    if w.words[j] not in particles:
        return False
    return w.is_capital(j + 1) or ((w[j + 1] in particles or w[j + 1] == "-") and w.is_capital(j + 2))


def later_mentions(w: Words, people: People) -> Iterator[tuple[int, int]]:
    """Tokens that are a known surname alone: "Assad said", not "Assad City"."""
    titles = w.lexicon["titles"]
    said = people.surnames | people.givens | w.lexicon["well_known"]
    for i in range(w.count):
        if not w.capital[i]:
            continue
        known = w[i] in said
        if known and not people.covers(i, i + 1):
            if w.is_capital(i + 1) and not w.opens_sentence[i + 1] and w[i + 1] not in titles:
                continue
            yield i, i + 1
