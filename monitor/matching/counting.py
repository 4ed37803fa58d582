"""The `count:` block: a rule about many incidents instead of one."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from monitor.matching import fields
from monitor.matching.nodes import Node, Review
from monitor.model.rule import Count

KEYS: Final = ("at_least", "within", "per", "rules")
PER: Final = ("anywhere", "country", "admin1", "admin2", "place")
FEWEST: Final = 2
MOST: Final = 1000
LONGEST: Final = 7 * 86400.0  # seconds; incidents stay open for two weeks

#: (id, line, column) of each rule that is named
Named = tuple[tuple[str, int, int], ...]


def parse_count(node: Node, review: Review) -> tuple[Count | None, Named]:
    """The plan, None when it is wrong; and the rules it names, which only the whole folder can tell to exist."""
    found = fields.table(node, review, "'count'", KEYS)
    if found is None:
        return None, ()
    for missing in (key for key in ("at_least", "within") if key not in found):
        review.mistake(node, f"'{missing}' is missing in 'count': written as {{at_least: 5, within: 24h, per: admin2}}")
    many = fields.whole(found["at_least"], review, "at_least", low=FEWEST, high=MOST) if "at_least" in found else None
    within = fields.duration(found["within"], review, "within") if "within" in found else None
    if within is not None and not 60 <= within <= LONGEST:
        review.mistake(found["within"], "within is from 1m to 7d")
    per = fields.choice(found["per"], review, "per", PER) if "per" in found else "anywhere"
    named = _named(found["rules"], review) if "rules" in found else ()
    if many is None or within is None or per is None:
        return None, named
    return Count(at_least=many, within=within, per=cast(Any, per), rules=tuple(name for name, *_ in named)), named


def _named(node: Node, review: Review) -> Named:
    found = []
    for member in fields.items(node, review, "'rules'"):
        name = fields.text(member, review, "the id of a rule")
        if name and not re.fullmatch(r"[A-Za-z0-9-]{1,80}", name):
            review.mistake(member, f"'{name[:40]}' is no id of a rule: letters, digits and hyphens")
        elif name:
            found.append((name, member.line, member.column))
    return tuple(found)
