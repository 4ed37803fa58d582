"""The reader: one article in, everything that was read in it out. Pure: what it knows is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import datetime
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from monitor.model.article import Article
from monitor.model.event import Event, Reading, Refusal
from monitor.model.place import PlaceMention
from monitor.model.span import Part
from monitor.reading.names.actors import Actors
from monitor.reading.names.entities import find_entities
from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.name_scan import Words
from monitor.reading.names.outlet import homes
from monitor.reading.names.places import find_places
from monitor.reading.names.toponyms import key
from monitor.reading.names.trained import also_found
from monitor.reading.names.words import NameWords
from monitor.reading.telling.merging import make_events
from monitor.reading.telling.statement import Told
from monitor.reading.telling.teller import Piece, Teller
from monitor.reading.text.pipeline import LONGEST_SENTENCE, readable, text_of, was_cut

LONGEST: Final = 100_000  #: characters of a text that are read
_LONGEST_TITLE: Final = 1_000
_ENOUGH: Final = 400  # characters tell the language
_SURELY: Final = 25  # characters of a headline that are said again by no accident


class Reader:
    """Reads articles. Immutable but for caches; one for each process."""

    def __init__(
        self,
        pipeline: Language,
        *,
        tellers: Mapping[str, Teller],
        names: NameWords,
        gazetteer: Gazetteer,
        actors: Actors,
        detect: Callable[[str], str | None],
        version: str = "",
        model: Language | None = None,
    ) -> None:
        """`tellers`: by language, the first for texts whose language is not known. `detect`: the language of a text.

        `names`: words by which names are known, in every language. `model`: a trained pipeline that may add names.
        """
        self._tellers, self._unknown = tellers, next(iter(tellers.values()))
        self._detect, self._model = detect, model
        self._pipeline, self._names, self._gazetteer, self._actors = pipeline, names, gazetteer, actors
        self._no_places = names["peoples_and_no_places"]
        self.version = version

    def with_pipeline(self, pipeline: Language) -> Reader:
        """The same reader with other tokens' memory."""
        fresh = copy(self)
        fresh._pipeline = pipeline
        return fresh

    def _names_place(self, mention: PlaceMention) -> bool:
        """Not "Syrian" by itself, nor a country whose apostrophe was lost ("Syrias capital")."""
        name = key(mention.place.name)
        if mention.place.kind == "unlisted" and (name in self._gazetteer.demonyms or name in self._no_places):
            return False
        short = mention.text[:-1]
        return not (mention.text.endswith("s") and mention.place.kind != "country"
                    and any(p.kind == "country" for p in self._gazetteer.find(short)))  # fmt: skip

    def read(self, article: Article) -> Reading:
        """One article. Whatever breaks is raised."""
        return self._read(article)[0]

    def told(self, article: Article) -> Told:
        """What its statements say, before they are events: what weights are fitted on."""
        return self._read(article)[1]

    def explain(self, article: Article) -> tuple[Reading, tuple[Refusal, ...]]:
        """One article, with what was passed over and why, in the article's order."""
        reading, told = self._read(article)
        return reading, told.refused(reading)

    def _read(self, article: Article) -> tuple[Reading, Told]:
        language = article.language or self._detect(f"{article.title}\n{article.text}"[:_ENOUGH])
        title = self._pipeline(readable(article.title[:_LONGEST_TITLE])) if article.title.strip() else None
        text = self._pipeline(readable(article.text[:LONGEST]))
        part_headline(text, article.title)
        hints = homes(article, self._gazetteer, self._names)
        places = find_places(text, self._gazetteer, self._names, title=title, hints=hints)
        places = [m for m in places if self._names_place(m)]
        entities = []
        parts: list[tuple[Part, Doc]] = [("text", text)]
        if title is not None:
            parts.insert(0, ("title", title))
        for part, doc in parts:
            entities += find_entities(doc, places, self._actors, self._names, common=self._gazetteer.common, part=part)
        if self._model is not None:
            entities += also_found(entities, parts, self._model)
        teller = self._tellers.get(language) if language else self._unknown
        published, written = article.published_at, None
        if published is not None:
            written = (teller or self._unknown).own_day(text, published, repeats=_repeats(text, title))
            published = datetime.combine(written, published.timetz()) if written else published
        notes = []
        if len(article.text) > LONGEST:
            notes.append(f"only the first {LONGEST} characters were read")
        if len(article.title) > _LONGEST_TITLE:
            notes.append(f"only the first {_LONGEST_TITLE} characters of the title were read")
        if any(was_cut(doc) for _, doc in parts):
            notes.append(f"sentences of more than {LONGEST_SENTENCE} words were read in pieces")
        told, events = Told(), tuple[Event, ...]()
        if teller is None:
            notes.append(f"language {language}: places and text only")
        else:
            named = {part: self._actors.find(Words.of(doc, self._names)) for part, doc in parts}
            around = self._gazetteer.around
            told = teller.tell(Piece(parts=parts, places=places, named=named, published=published, around=around))
            events, left = make_events(told)
            notes += left
        reading = Reading(
            article_id=article.id, language=language, entities=tuple(entities), places=tuple(places), events=events,
            written=written, notes=tuple(notes), reader=self.version,
        )  # fmt: skip
        return reading, told

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Articles one by one, their memory given back after each batch of the caller's."""
        for article in articles:
            yield self.read(article)


def _repeats(text: Doc, title: Doc | None) -> int:
    """Tokens of the headline, if the text begins by saying it again."""
    if title is None or not len(title):
        return 0
    head = text_of(title)[:_SURELY]
    return len(title) if text_of(text)[: len(head) + 200].find(head) >= 0 else 0


def part_headline(text: Doc, title: str) -> None:
    """A text that begins with its own headline, or most of it, with no stop behind it, gets a sentence for it."""
    full = text_of(text)
    at = full.find(title[:_SURELY], 0, len(title) + 200) if len(title) >= _SURELY else -1
    if at < 0:
        return
    pairs = zip(title, full[at : at + len(title)], strict=False)
    same = next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(title), len(full) - at))
    end = at + same if same == len(title) else at + title[:same].rstrip().rfind(" ")
    for place in (at, end):
        token = next((t for t in text if t.idx >= place), None)
        if token is not None and token.i and not token.is_punct:
            token.is_sent_start = True


__all__ = ["LONGEST", "Reader"]
