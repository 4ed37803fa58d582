"""Things that stand in a text, each over some of its tokens, found by their sentence and by where they stand in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, Protocol, TypeVar


class Standing(Protocol):
    """Something that stands in a text."""

    @property
    def start(self) -> int: ...  #: tokens

    @property
    def end(self) -> int: ...  #: tokens, half-open

    @property
    def sentence(self) -> int: ...  #: its index


T = TypeVar("T", bound=Standing)


class Row(Generic[T]):
    """All of one kind, in the order of the text.

    A look at what stands near costs as much as what it finds: whoever asked every thing of a long sentence about every other
    one would need the square of its length.
    """

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._things: dict[int, list[T]] = {}
        for thing in sorted(things, key=lambda t: t.start):
            self._things.setdefault(thing.sentence, []).append(thing)
        self._starts = {sentence: [t.start for t in some] for sentence, some in self._things.items()}
        self._longest = {sentence: max(t.end - t.start for t in some) for sentence, some in self._things.items()}

    def __iter__(self) -> Iterator[T]:
        return (thing for sentence in sorted(self._things) for thing in self._things[sentence])

    @property
    def sentences(self) -> Iterable[int]:
        """The sentences that hold one, in no order."""
        return self._things.keys()

    def of(self, sentence: int) -> Sequence[T]:
        return self._things.get(sentence, ())

    def near(self, sentence: int, spans: Iterable[tuple[int, int]], reach: int) -> list[T]:
        """Those of a sentence with at most `reach` tokens between them and one of the spans (tokens, half-open), each once."""
        starts, some = self._starts.get(sentence, []), self.of(sentence)
        found: set[int] = set()
        for start, end in spans:
            first = bisect_left(starts, start - reach - self._longest.get(sentence, 0))
            last = bisect_left(starts, end + reach + 1)
            found.update(n for n in range(first, last) if some[n].end + reach >= start)
        return [some[n] for n in sorted(found)]

    def rank(self, sentence: int, start: int) -> int | None:
        """The place in its sentence of the first that begins at a token."""
        starts = self._starts.get(sentence, [])
        n = bisect_left(starts, start)
        return n if n < len(starts) and starts[n] == start else None

    def at(self, sentence: int, start: int) -> T | None:
        """The first of a sentence that begins at a token."""
        n = self.rank(sentence, start)
        return None if n is None else self.of(sentence)[n]

    def until(self, sentence: int, end: int) -> T | None:
        """The first of a sentence that ends at a token."""
        return next((t for t in self.near(sentence, [(end, end)], 0) if t.end == end), None)
