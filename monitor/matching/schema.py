"""The rule language as a JSON Schema, for editors: made from the parsers' own tables, so that it cannot know another language.

Keys come from `rule.KEYS`, `combine.EVENT`, `combine.ARTICLE`, `alertplan.KEYS` and `cases.KEYS`; a shape belongs to a parser.
A parser without a shape is an error. What only a look at the world can tell (is there such a place, can the rule ever match) is
left to `wirewatch rules check`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from monitor.matching import alertplan, cases, counting, rule
from monitor.matching.actors import parse_actor, parse_weapon
from monitor.matching.combine import ARTICLE, EVENT, NESTS, Parser
from monitor.matching.fields import DURATION
from monitor.matching.figures import PATTERN, parse_figure
from monitor.matching.origin import LANGUAGES, parse_feeds, parse_languages, parse_max_age, parse_sources, parse_tags
from monitor.matching.places import KINDS as PLACE_KINDS
from monitor.matching.places import LONGEST
from monitor.matching.target import parse_target
from monitor.matching.text import ENTITY_LABELS, LONGEST_REGEX, parse_regex, parse_text
from monitor.matching.what import VICTIMS, parse_victims, parse_what
from monitor.matching.when import parse_reality, parse_recent
from monitor.matching.where import parse_where
from monitor.model.codebooks import FOREIGN
from monitor.model.kinds import PARENT, REALITIES
from monitor.model.rule import LEVELS
from monitor.model.targets import TARGETS

Shape = dict[str, Any]

#: Draft 7: what the language servers of editors know best.
DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_AT_LEAST: Final = r"at least [1-9]\d{0,3}"


def rule_schema() -> Shape:
    """The schema of one rule file."""
    return {
        "$schema": DRAFT,
        "$id": "https://wirewatch.example/rule.schema.json",
        "title": "Wirewatch rule",
        "description": "What an analyst wants to hear of. docs/rules.md explains everything.",
        **_block({key: _RULE[key]() for key in rule.KEYS}),
        "required": ["title"],
        "anyOf": [
            {"required": ["event"]},
            {"required": ["article"], "not": {"required": ["count"]}},
            {"required": ["count"], "properties": {"count": {"required": ["rules"]}}},
        ],
        "definitions": {
            "event": _conditions(EVENT, "event"),
            "article": _conditions(ARTICLE, "article", entities=_entities()),
            "list": _needed({"list": _text("A list of rules/lists/.")}),
        },
    }


def _conditions(parsers: Mapping[str, Parser], name: str, **more: Shape) -> Shape:
    inner = {"$ref": f"#/definitions/{name}"}
    nests = {key: {"anyOf": [inner, {"type": "array", "minItems": 1, "items": inner}]} for key in NESTS}
    return {**_block({**{key: _CONDITION[parser] for key, parser in parsers.items()}, **more, **nests}), "minProperties": 1}


# ---------------------------------------------------------------- small shapes


def _text(description: str = "", **more: Any) -> Shape:
    return {"type": "string", "minLength": 1, **({"description": description} if description else {}), **more}


def _pattern(pattern: str, description: str = "", **more: Any) -> Shape:
    return _text(description, pattern=f"^({pattern})$", **more)


def _choice(options: Any, description: str = "") -> Shape:
    return {"enum": list(options), **({"description": description} if description else {})}


def _block(properties: Mapping[str, Shape]) -> Shape:
    return {"type": "object", "additionalProperties": False, "properties": dict(properties)}


def _needed(properties: Mapping[str, Shape], *optional: str) -> Shape:
    return {**_block(properties), "required": [key for key in properties if key not in optional]}


def _any_of(*shapes: Shape) -> Shape:
    """One value, `{list: NAME}`, or a list of those."""
    members = [*shapes, {"$ref": "#/definitions/list"}]
    return {"anyOf": [*members, {"type": "array", "minItems": 1, "items": {"anyOf": members}}]}


def _one_or_more(shape: Shape) -> Shape:
    return {"anyOf": [shape, {"type": "array", "minItems": 1, "items": shape}]}


def _number(low: float, high: float) -> Shape:
    return {"type": "number", "minimum": low, "maximum": high}


def _duration(description: str) -> Shape:
    return _pattern(DURATION.pattern, description, examples=["2m", "12h", "7d"])


def _figure() -> Shape:
    return _pattern(PATTERN, "any, none, at least N, at most N, N to M or exactly N", examples=["at least 1", "any"])


def _place() -> Shape:
    return _text("A place as in 'Sarmin, Idlib, Syria'; everything inside it counts.", maxLength=LONGEST)


def _where() -> Shape:
    of_a_kind = _needed({"place": _place(), "kind": _choice(PLACE_KINDS)}, "kind")
    site = _needed({"name": _text(), "lat": _number(-90, 90), "lon": _number(-180, 180)})
    circle = _needed({"within_km": _number(0.1, 5000), "of": _any_of(_place(), of_a_kind, site)})
    return {"description": "The event's place is this one or inside it.", **_any_of(_place(), of_a_kind, circle)}


def _phrases() -> Shape:
    near = _needed({"phrase": _text(), "within": {"type": "integer", "minimum": 1, "maximum": 200}}, "within")
    return {"description": "Whole words; case and accents do not matter.", **_any_of(_text(), near)}


def _what() -> Shape:
    foreign = "|".join(sorted({name.partition(":")[0] for name in FOREIGN}))
    return {"description": "The kind of event, or any kind under it.", **_any_of(_choice(PARENT), _pattern(f"({foreign}):.+"))}


def _entities() -> Shape:
    return {**_block({label: _any_of(_text()) for label in ENTITY_LABELS}), "minProperties": 1}


# ---------------------------------------------------------------- a shape for each parser

_CONDITION: Final[Mapping[Parser, Shape]] = {
    parse_what: _what(),
    parse_where: _where(),
    parse_figure: _figure(),
    parse_victims: {"description": "Of the killed, else of the wounded.", **_any_of(_choice(VICTIMS))},
    parse_actor: {"description": "Names or aliases, as the text says or alleges.", **_any_of(_text())},
    parse_target: {"description": "What was attacked; a list is of names.", **_any_of(_choice(TARGETS))},
    parse_weapon: {"description": "Words of the weapon's name.", **_any_of(_text())},
    parse_reality: {"description": "How it is told; default: happened.", **_any_of(_choice(REALITIES))},
    parse_recent: _duration("At most so long before publication; default 7d."),
    parse_text: _phrases(),
    parse_regex: {"description": "RE2, as written.", **_any_of(_text(maxLength=LONGEST_REGEX))},
    parse_feeds: {"description": "Publisher, address or id of a feed.", **_any_of(_text())},
    parse_sources: {"description": "The publisher's name, or the host.", **_any_of(_text())},
    parse_tags: {"description": "Tags of the feed.", **_any_of(_text())},
    parse_languages: {"description": "Two letters each.", **_any_of(_choice(sorted(LANGUAGES)))},
    parse_max_age: _duration("From publication until we saw it."),
}


def _event() -> Shape:
    """The block of the rule itself, in which `sources` and `where_unknown` may stand too."""
    shape = _conditions(EVENT, "event")
    beside = {"sources": _RULE_BESIDE["sources"], "where_unknown": _RULE_BESIDE["where_unknown"]}
    return {
        **shape,
        "description": "All of these about one and the same event.",
        "properties": {**shape["properties"], **beside},
    }


_RULE_BESIDE: Final[Mapping[str, Shape]] = {
    "sources": _pattern(_AT_LEAST, "Independent publishers who tell it.", examples=["at least 2"]),
    "where_unknown": _choice(rule.WHERE_UNKNOWN, "When all holds but the place could not be told; default drop."),
}


def _unless() -> Shape:
    block = {
        **_block({"event": {"$ref": "#/definitions/event"}, "article": {"$ref": "#/definitions/article"}}),
        "minProperties": 1,
    }
    return {"description": "Any one of these blocks the alert.", "type": "array", "minItems": 1, "items": block}


def _alert() -> Shape:
    clock, zone = _pattern(alertplan.CLOCK, examples=["07:00"]), _text("IANA time zone: Asia/Damascus")
    change = {"anyOf": [_choice(alertplan.CHANGES), _pattern(alertplan.SOURCES), _needed({"sources": _pattern(_AT_LEAST)})]}
    shapes: dict[str, Shape] = {
        "wait": _duration("Gather first reports before the first message; default 2m."),
        "update_when": {"description": "Changes that are worth a reply.", **_one_or_more(change)},
        "repeat": {"anyOf": [{"const": "never"}, _duration("Say it again if it is still told.")]},
        "mention": _pattern(r"[\w.-]{1,80}", "A Slack user group or user, without @."),
        "mention_at": _one_or_more(_choice(LEVELS, "From this level on.")),
        "critical_when": {**_block(dict.fromkeys(alertplan.COUNTED, _figure())), "minProperties": 1},
        "quiet_hours": _needed({"zone": zone, "from": clock, "to": clock, "let_through": _choice(LEVELS)}, "let_through"),
        "digest": _needed({"at": clock, "zone": zone}),
        "also": _one_or_more(_text("A further way out, by its name in the settings.")),
    }
    return {**_block({key: shapes[key] for key in alertplan.KEYS}), "minProperties": 1, "description": "When and how it speaks."}


def _count() -> Shape:
    shapes: dict[str, Shape] = {
        "at_least": {
            "type": "integer",
            "minimum": counting.FEWEST,
            "maximum": counting.MOST,
            "description": "So many incidents.",
        },
        "within": _duration("So long a time, at most 7d."),
        "per": _choice(counting.PER, "Counted in each of these by itself; default anywhere."),
        "rules": _one_or_more(_pattern(rule.ID, "A rule whose incidents count as well.")),
    }
    return {
        **_needed({key: shapes[key] for key in counting.KEYS}, "per", "rules"),
        "description": "Many incidents instead of one.",
    }


def _tests() -> Shape:
    facts = {key: _place() if key == "where" else _CONDITION[EVENT[key]] for key in cases.FACTS}
    shapes: dict[str, Shape] = {
        "name": _text(),
        "published": _text(
            "A day or a moment; default: the moment of the test.", examples=["2022-02-03"], pattern=r"^\d{4}-\d\d-\d\d"
        ),
        "title": _text(),
        "text": _text("An article, or a sentence of it."),
        "source": _text(),
        "url": _text(),
        "language": _choice(sorted(LANGUAGES)),
        "tags": _one_or_more(_text()),
        "expect": _choice(cases.EXPECT),
        "blocked_by": _text("The condition that must fail: event.where, article.text, unless ..."),
        "facts": {**_block(facts), "description": "What must be true of the event."},
    }
    test = {
        **_block({key: shapes[key] for key in cases.KEYS}),
        "required": ["expect"],
        "anyOf": [{"required": ["text"]}, {"required": ["title"]}],
        "if": {"properties": {"expect": {"const": "no alert"}}},
        "then": {"not": {"required": ["facts"]}},
        "else": {"not": {"required": ["blocked_by"]}},
    }
    return {"description": "Run by `wirewatch rules test`.", "type": "array", "items": test}


_RULE: Final[Mapping[str, Callable[[], Shape]]] = {
    "id": lambda: _pattern(rule.ID, "Letters, digits, hyphens; default: the file's name.", maxLength=80),
    "title": lambda: _text("What it is about, in a line.", maxLength=rule.LONGEST_TITLE),
    "description": lambda: _text("Why we watch this, and for whom."),
    "level": lambda: _choice(LEVELS, "Default medium."),
    "status": lambda: _choice(rule.STATUSES, "live; trial: evaluated and kept, never sent; off."),
    "channel": lambda: _pattern(r"[CG][A-Z0-9]{8,}|[^#@\sA-Z]{1,80}", "Without the hash; default from the settings."),
    "event": _event,
    "article": lambda: {"$ref": "#/definitions/article", "description": "All of these about the article as a whole."},
    "unless": _unless,
    "where_unknown": lambda: _RULE_BESIDE["where_unknown"],
    "news_age": lambda: _duration(
        "From publication until we first saw it, at most; default from the feed and the settings (2d)."
    ),
    "count": _count,
    "alert": _alert,
    "tests": _tests,
}
