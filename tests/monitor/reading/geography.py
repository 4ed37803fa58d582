"""The shipped gazetteer, vocabulary and pipeline, loaded once a test process, with words to ask them by."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from spacy.language import Language

from monitor.model.event import Entity
from monitor.model.place import PlaceMention
from monitor.reading.names.actors import Actors, parse_actors
from monitor.reading.names.entities import find_entities
from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.place_words import PlaceWords, parse_place_words
from monitor.reading.names.places import find_places
from monitor.reading.names.toponyms import key
from monitor.reading.text.pipeline import build_pipeline
from workers.package_data import abbreviations, name_words

DATA = files("monitor.reading.names")


@cache
def place_words() -> tuple[PlaceWords, ...]:
    names = sorted(f.name for f in DATA.joinpath("places").iterdir() if f.name.endswith(".yaml"))
    return tuple(parse_place_words(DATA.joinpath("places", n).read_text(encoding="utf-8")) for n in names)


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.from_bytes(DATA.joinpath("gazetteer.npz").read_bytes(), name_words()["province_endings"], place_words())


@cache
def pipeline() -> Language:
    return build_pipeline(abbreviations())


@cache
def actors() -> Actors:
    adjectives = {
        key(n): names[0] for w in place_words() for place, names in w.demonyms.items() if len(place) == 2 for n in names
    }
    words = name_words()
    shipped = DATA.joinpath("actors.yaml").read_text(encoding="utf-8")
    return parse_actors(shipped, {**adjectives, **words.shown}, words.state_nouns)


def mentions(text: str, title: str | None = None) -> list[PlaceMention]:
    return find_places(pipeline()(text), gazetteer(), name_words(), title=pipeline()(title) if title else None)


def named(text: str, title: str | None = None) -> dict[str, str]:
    """What is named in the text as a place, with the id of the place meant."""
    return {m.text: m.place.id for m in mentions(text, title) if m.use == "name" and m.span.part == "text"}


def entities(text: str) -> list[Entity]:
    doc = pipeline()(text)
    return find_entities(doc, find_places(doc, gazetteer(), name_words()), actors(), name_words(), common=gazetteer().common)


def labelled(text: str) -> dict[str, str]:
    return {e.text: e.label for e in entities(text)}
