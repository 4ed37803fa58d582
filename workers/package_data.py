"""The words and lists that lie in the package `monitor`. Only this module opens them: `monitor` is handed what it knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from monitor.reading.languages import LANGUAGES, Room
from monitor.reading.stories.clustering import parse_common_words


def words_of(room: Room) -> dict[str, str]:
    """The files of a language's words, by name."""
    return {name: body.decode() for name, body in yaml_files(f"reading/{room.name}/words").items()}


def yaml_files(folder: str) -> dict[str, bytes]:
    """The YAML files of a folder of `monitor`, by name."""
    found = sorted(files("monitor").joinpath(folder).iterdir(), key=lambda path: path.name)
    return {path.name: path.read_bytes() for path in found if path.name.endswith(".yaml")}


def gazetteer() -> bytes:
    """The shipped gazetteer, compiled."""
    return files("monitor.reading.names").joinpath("gazetteer.npz").read_bytes()


def actors() -> bytes:
    """The shipped vocabulary of armed groups, forces and organisations."""
    return files("monitor.reading.names").joinpath("actors.yaml").read_bytes()


@cache
def telling() -> frozenset[str]:
    """Small words of all languages that make another report of one that is alike otherwise."""
    return frozenset().union(*(room.words(words_of(room), ()).marks for room in LANGUAGES.values()))


@cache
def common_words() -> Mapping[str, int]:
    """In how many pieces of a background of news a word stands; under "" how many pieces there are."""
    return parse_common_words(files("monitor.reading.stories").joinpath("common_words.txt").read_text(encoding="utf-8"))
