"""The reader with its data: implements `workers.ports.Language` on this machine, with nothing downloaded and nothing trained."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib.metadata import version
from typing import Any, Final

import spacy
import yaml
from spacy.language import Language as Pipeline

from monitor.cleaning.detect import detect
from monitor.model.article import Article
from monitor.model.event import Reading, Refusal
from monitor.model.place import Atlas
from monitor.reading.english.vocabulary import check_kinds
from monitor.reading.languages import LANGUAGES
from monitor.reading.names.actors import Actors, parse_actors
from monitor.reading.names.gazetteer import Gazetteer
from monitor.reading.names.place_words import SECTIONS, PlaceWords, parse_place_words
from monitor.reading.names.toponyms import key
from monitor.reading.names.words import NameWords
from monitor.reading.read import LONGEST, Reader
from monitor.reading.telling.statement import Told
from monitor.reading.telling.users_words import users_words
from monitor.reading.text.pipeline import build_pipeline, cut, outgrown, readable
from monitor.reading.text.users_yaml import check_shapes, load_users_yaml
from workers import package_data
from workers.errors import Refused

#: Programs of others whose next version may read the same words otherwise.
_RESTS_ON: Final = ("spacy", "py3langid")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLACES: Final = frozenset(SECTIONS)
_ACTORS: Final = frozenset(("groups", "forces", "organisations"))
_WORDS: Final = frozenset(("kinds", "tolls", "reality"))
#: Articles that are read before spaCy gives their memory back.
_ZONE: Final = 50


class LocalLanguage:
    """Reads in this process. `vocabulary`: the users' files by name (`rules_folder.read_vocabulary`).

    `model`: a trained spaCy pipeline that may add names. `sheets`: the users' own gazetteers by name
    (`places_folder.read_sheets`). A user's file with a mistake is left out and told in `problems`; the others count.
    """

    def __init__(
        self,
        vocabulary: Mapping[str, bytes] | None = None,
        *,
        model: str | None = None,
        sheets: Mapping[str, dict[str, Any]] | None = None,
    ) -> None:
        trained = _trained(model) if model else None
        self.vocabulary = dict(vocabulary or {})
        self._asked: dict[str, Any] = {"model": model, "sheets": sheets}
        places_of = package_data.yaml_files("reading/names/places")
        actors, compiled = package_data.actors(), package_data.gazetteer()
        names = package_data.name_words()
        self.problems: list[str] = []
        own = dict(self._own(vocabulary or {}))
        places = [parse_place_words(body.decode()) for body in places_of.values()]
        self._gazetteer, places = self._with_own_places(compiled, names, places, own, list((sheets or {}).values()))
        self._actors = _actors(actors, own.values(), places, names)
        words = {code: package_data.words_of(room) for code, room in LANGUAGES.items()}
        self.version = version_of(self.vocabulary, model, trained, sheets or {})
        self._pipeline = build_pipeline(package_data.abbreviations(), package_data.common_words())
        users = users_words(own.values(), lambda phrase: cut(self._pipeline, phrase))
        self._reader = Reader(
            self._pipeline,
            tellers={code: room.teller(room.words(words[code], users)) for code, room in LANGUAGES.items()},
            names=names,
            gazetteer=self._gazetteer,
            actors=self._actors,
            detect=detect,
            version=self.version,
            model=trained,
        )

    def relearn(self, vocabulary: Mapping[str, bytes]) -> list[str]:
        """Read with these files of the users from now on; when something is wrong with one, change nothing and say what."""
        fresh = LocalLanguage(vocabulary, **self._asked)
        if not fresh.problems:
            vars(self).update(vars(fresh))
        return fresh.problems

    @property
    def atlas(self) -> Atlas:
        """Places by name, for rules."""
        return self._gazetteer

    def canonical(self, name: str) -> str:
        """The one name of an actor, for rules; as given when it is not known."""
        return self._actors.canonical(name) or name

    def read(self, article: Article) -> Reading:
        """One article; whatever breaks is raised."""
        self._learn([article])
        with self._pipeline.memory_zone():
            return self._reader.read(article)

    def explain(self, article: Article) -> tuple[Reading, tuple[Refusal, ...]]:
        """One article, with what was passed over and why."""
        self._learn([article])
        with self._pipeline.memory_zone():
            return self._reader.explain(article)

    def told(self, article: Article) -> Told:
        """The statements of one article, before they are events (`Reader.told`)."""
        self._learn([article])
        return self._reader.told(article)

    def read_many(self, articles: Iterable[Article]) -> list[Reading | Exception]:
        """One answer an article, in order. An article that breaks the reader gives the exception, the others go on."""
        waiting = list(articles)
        out: list[Reading | Exception] = []
        for start in range(0, len(waiting), _ZONE):
            self._learn(waiting[start : start + _ZONE])
            with self._pipeline.memory_zone():
                out += [self._try(article) for article in waiting[start : start + _ZONE]]
        return out

    def _renew(self) -> None:
        """Outside of the memory zone: another pipeline when this one has met too many words."""
        if outgrown(self._pipeline):
            self._pipeline = build_pipeline(package_data.abbreviations(), package_data.common_words())
            self._reader = self._reader.with_pipeline(self._pipeline)

    def _learn(self, articles: Iterable[Article]) -> None:
        """Outside of the memory zone, in which nothing is learned."""
        self._renew()
        tokens: Any = self._pipeline.tokenizer
        for article in articles:
            tokens.learn(readable(article.text[:LONGEST]))

    def _try(self, article: Article) -> Reading | Exception:
        try:
            return self._reader.read(article)
        except Exception as error:  # a text that breaks the reader is that text's outcome, never the batch's end
            return error.with_traceback(None)

    def _own(self, vocabulary: Mapping[str, bytes]) -> Iterable[tuple[str, dict[str, Any]]]:
        for name, body in vocabulary.items():
            try:
                content = load_users_yaml(body) or {}
                if not isinstance(content, dict) or set(content) - _PLACES - _ACTORS - _WORDS:
                    raise ValueError("a vocabulary file holds places, names, around, abbreviations, demonyms, groups, forces,"
                                     " organisations, kinds, tolls and reality, and nothing else")  # fmt: skip
                check_shapes(content)
                check_kinds(users_words([content]).kinds)
                if set(content) & _PLACES:
                    parse_place_words(yaml.safe_dump({k: v for k, v in content.items() if k in _PLACES}, allow_unicode=True))
            except (ValueError, TypeError, AttributeError, KeyError, IndexError, yaml.YAMLError) as error:
                self.problems.append(f"{name}: {error}")
                continue
            yield name, content

    def _with_own_places(
        self,
        compiled: bytes,
        names: NameWords,
        places: list[PlaceWords],
        own: dict[str, dict[str, Any]],
        sheets: list[dict[str, Any]],
    ) -> tuple[Gazetteer, list[PlaceWords]]:
        """The gazetteer with the users' places; without them when one of them lies nowhere."""
        added, divisions = [], names["province_endings"]
        for content in own.values():
            if mine := {k: v for k, v in content.items() if k in _PLACES}:
                added.append(parse_place_words(yaml.safe_dump(mine, allow_unicode=True)))
        try:
            return Gazetteer.from_bytes(compiled, divisions, [*places, *added], sheets), [*places, *added]
        except ValueError as error:
            self.problems.append(f"vocabulary: {error}")
            return Gazetteer.from_bytes(compiled, divisions, places, sheets), places


def version_of(
    vocabulary: Mapping[str, bytes], model: str | None, trained: Pipeline | None, sheets: Mapping[str, Mapping[str, Any]]
) -> str:
    """Twelve hexadecimal digits that change when the same words may be read otherwise: readings are kept with them."""
    parts: list[tuple[str, bytes]] = [("wirewatch", package_data.reader_digest())]
    parts += [(name, version(name).encode()) for name in _RESTS_ON]
    parts += [(name, body.replace(b"\r\n", b"\n")) for name, body in sorted(vocabulary.items())]
    parts += [(f"{name} {part}", array.tobytes()) for name, one in sorted(sheets.items()) for part, array in sorted(one.items())]
    parts += [("model", f"{model} {trained.meta.get('version', '')}".encode())] if trained else []
    digest = sha256()
    for name, body in parts:
        digest.update(f"{name}\n{len(body)}\n".encode() + body)
    return digest.hexdigest()[:12]


def _trained(name: str) -> Pipeline:
    """An installed spaCy pipeline, or one in a folder. Nothing is downloaded. Raises Refused with what to do."""
    try:
        return spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise Refused(
            f"WIREWATCH_READER_MODEL: {name!r} cannot be loaded ({str(error)[:200]}): install it beside Wirewatch, or unset it"
        ) from None


def _actors(shipped: bytes, own: Iterable[Mapping[str, Any]], places: Iterable[PlaceWords], words: NameWords) -> Actors:
    shown = {
        key(name): names[0] for words in places for place, names in words.demonyms.items() if len(place) == 2 for name in names
    }
    content = yaml.load(shipped, Loader=_LOADER)
    for more in own:
        for section in _ACTORS & set(more):
            content.setdefault(section, {}).update(more[section] or {})
    return parse_actors(yaml.safe_dump(content, allow_unicode=True), {**shown, **words.shown}, words.state_nouns)
