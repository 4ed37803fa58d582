"""The reader: one article in, everything that was read in it out. Pure: what it knows is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from monitor.model.article import Article
from monitor.model.event import Event, Reading
from monitor.model.place import Place, PlaceMention
from monitor.model.span import Part
from monitor.reading.actors import Actors, Named
from monitor.reading.detect import detect
from monitor.reading.entities import find_entities
from monitor.reading.events import Teller
from monitor.reading.gazetteer import Gazetteer
from monitor.reading.merging import make_events
from monitor.reading.name_scan import Words
from monitor.reading.pipeline import readable
from monitor.reading.places import find_places
from monitor.reading.toponyms import key
from monitor.reading.trained import also_found
from monitor.reading.vocabulary import Vocabulary

LONGEST: Final = 100_000  #: characters of a text that are read
_LONGEST_TITLE: Final = 1_000
_ENOUGH: Final = 700  # characters tell the language
_SURELY: Final = 25  # characters of a headline that are said again by no accident
_PEOPLES: Final = frozenset(
    ["kurdish", "christian", "sunni", "shiite", "shia", "alawite", "druze", "turkmen", "arab", "yazidi", "muslim", "jewish"]
)


class Reader:
    """Reads articles. Immutable but for caches; one for each process."""

    def __init__(
        self,
        pipeline: Language,
        *,
        vocabulary: Vocabulary,
        gazetteer: Gazetteer,
        actors: Actors,
        version: str = "",
        model: Language | None = None,
    ) -> None:
        self._model = model
        self._pipeline, self._vocabulary, self._gazetteer, self._actors = pipeline, vocabulary, gazetteer, actors
        self.version = version
        self._around = _surroundings(gazetteer)

    def _names_place(self, mention: PlaceMention) -> bool:
        """Not "Syrian" by itself, nor a country whose apostrophe was lost ("Syrias capital")."""
        name = key(mention.place.name)
        if mention.place.kind == "unlisted" and (name in self._gazetteer.demonyms or name in _PEOPLES):
            return False
        short = mention.text[:-1]
        return not (mention.text.endswith("s") and mention.place.kind != "country"
                    and any(p.kind == "country" for p in self._gazetteer.find(short)))  # fmt: skip

    def read(self, article: Article) -> Reading:
        """One article. Whatever breaks is raised."""
        language = article.language or detect(article.text[:_ENOUGH]) or detect(article.title)
        title = self._pipeline(readable(article.title[:_LONGEST_TITLE])) if article.title.strip() else None
        text = self._pipeline(readable(article.text[:LONGEST]))
        part_headline(text, article.title)
        places = find_places(text, self._gazetteer, title=title)
        places = [m for m in places if self._names_place(m)]
        entities = []
        parts: list[tuple[Part, Doc]] = [("text", text)]
        if title is not None:
            parts.insert(0, ("title", title))
        for part, doc in parts:
            entities += find_entities(doc, places, self._actors, common=self._gazetteer.common, part=part)
        if self._model is not None:
            entities += also_found(entities, parts, self._model)
        notes = []
        if len(article.text) > LONGEST:
            notes.append(f"only the first {LONGEST} characters were read")
        if language not in (None, "en"):
            notes.append(f"language {language}: places and text only")
            told: tuple[Event, ...] = ()
        else:
            named: dict[Part, list[Named]] = {part: self._actors.find(Words.of(doc)) for part, doc in parts}
            told = make_events(Teller(self._vocabulary, article.published_at, self._around).tell(title, text, places, named))
        return Reading(
            article_id=article.id, language=language, entities=tuple(entities), places=tuple(places), events=told,
            notes=tuple(notes), reader=self.version,
        )  # fmt: skip

    def read_many(self, articles: Iterable[Article]) -> Iterator[Reading]:
        """Articles one by one, their memory given back after each batch of the caller's."""
        for article in articles:
            yield self.read(article)


#: Cities that are provinces by themselves, and the provinces that lie around them.
_CITY_PROVINCES: Final = (
    ("Damascus, Syria", "Rif Dimashq, Syria"),
    ("Kyiv, Ukraine", "Kyiv Oblast, Ukraine"),
    ("Moscow, Russia", "Moscow Oblast, Russia"),
    ("Baku, Azerbaijan", "Absheron, Azerbaijan"), ("Sanaa, Yemen", "Sanaa Governorate, Yemen"),
)  # fmt: skip


def _surroundings(gazetteer: Gazetteer) -> dict[str, Place]:
    """City-province -> province around it, those that the gazetteer knows."""
    found: dict[str, Place] = {}
    for city, ring in _CITY_PROVINCES:
        inner, outer = gazetteer.find(city), gazetteer.find(ring)
        if inner and outer:
            found |= {p.id: outer[0] for p in inner[:2] if p.id != outer[0].id and not p.inside(outer[0].id)}
    return found


def part_headline(text: Doc, title: str) -> None:
    """A text that begins with its own headline, or most of it, with no stop behind it, gets a sentence for it."""
    full = text.text
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
