"""Users' vocabulary files as YAML: bounded before they are loaded. The C loader ends the process on 100,000 brackets, and a few
aliases of aliases become millions of values for whoever looks at all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import yaml

MAX_DEPTH: Final = 24
MAX_BYTES: Final = 256 * 1024
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_users_yaml(body: bytes) -> Any:
    """What the file holds. Raises YAMLError, and ValueError for what is too large, nests too deeply or refers to itself."""
    if len(body) > MAX_BYTES:
        raise ValueError(f"larger than {MAX_BYTES // 1024} kB: divide it into several files")
    depth = 0
    for event in yaml.parse(body, Loader=_LOADER):  # the parser's events, which need no recursion
        mark: Any = event.start_mark
        at = f"line {mark.line + 1}, column {mark.column + 1}"
        if isinstance(event, yaml.AliasEvent):
            raise ValueError(f"a YAML alias, which vocabularies do not use: write the text out ({at})")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ValueError(f"nested more than {MAX_DEPTH} deep ({at})")
    return yaml.load(body, Loader=_LOADER)


def _texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _by_name(value: Any, fits: Callable[[Any], bool]) -> bool:
    return isinstance(value, dict) and all(isinstance(name, str) and fits(one) for name, one in value.items())


_NAMES: Final = ("a table of names, each with a text", lambda value: _by_name(value, lambda one: isinstance(one, str)))
_OTHERS: Final = (
    "a table of names, each with a list of other names",
    lambda value: _by_name(value, lambda one: not one or _texts(one)),
)

#: Section -> what it should be, in words, and whether it is. Kinds and places say more when they are read.
_SHAPES: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "places": ("a list of places", lambda value: isinstance(value, list) and all(isinstance(one, dict) for one in value)),
    "names": _NAMES,
    "around": _NAMES,
    "abbreviations": _NAMES,
    "demonyms": _OTHERS,
    "groups": _OTHERS,
    "forces": _OTHERS,
    "organisations": _OTHERS,
    "tolls": (
        "a table of tolls, each with its words by how they take their people, as in {killed: {transitive: [neutralised]}}",
        lambda value: _by_name(value, lambda one: isinstance(one, dict)),
    ),
    "reality": (
        "a table of realities, each with its phrases, as in {background: [commemorates]}",
        lambda value: _by_name(value, lambda one: not one or _texts(one)),
    ),
    "kinds": ("a table of kinds, each with its words", lambda value: _by_name(value, lambda one: isinstance(one, dict))),
}


def check_shapes(content: Mapping[str, Any]) -> None:
    """Raises ValueError for a section that is not what it should be; an empty one is well."""
    for section, value in content.items():
        words, fits = _SHAPES[section]
        if value is not None and not fits(value):
            raise ValueError(f"{section} should be {words} (numbers stand in quotes)")
