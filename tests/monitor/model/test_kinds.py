"""The table of kinds fits together, the names of other codebooks lead into it, and docs/rules.md says what it says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.model.codebooks import ACLED, FOREIGN, NAMES, PLOVER, WITHOUT_KIND
from monitor.model.kinds import BLOODLESS, CALAMITIES, EVENT_KINDS, KINDS, PARENT, PEACEFUL, THINGS, EventKind, is_a
from tests.monitor.model.kind_tables import kinds_table, names_table

RULES = Path(__file__).parents[3] / "docs" / "rules.md"
every_kind = pytest.mark.parametrize("kind", EVENT_KINDS, ids=lambda kind: kind.name)


def test_a_name_stands_once_and_behind_its_parent() -> None:
    names = [kind.name for kind in EVENT_KINDS]

    assert len(set(names)) == len(names)
    assert all(kind.parent in ("", *names[:n]) for n, kind in enumerate(EVENT_KINDS))


@every_kind
def test_a_kind_is_complete(kind: EventKind) -> None:
    assert kind.title and kind.meaning and 0 <= kind.means <= 3
    assert kind.examples or kind.name == "other", "an article tells of it how?"
    assert all("{place}" in example for example in kind.examples)
    assert set(kind.mistaken_for) <= KINDS | set(THINGS)


@every_kind
def test_what_people_call_a_kind_is_no_kind_and_means_one(kind: EventKind) -> None:
    others = {word for other in EVENT_KINDS if other is not kind for word in other.called}

    assert KINDS.isdisjoint(kind.called) and others.isdisjoint(kind.called)


def test_a_root_is_violent_peaceful_or_a_calamity_and_only_one_of_them() -> None:
    for kind in KINDS:
        assert [is_a(kind, "attack"), kind in PEACEFUL, kind in CALAMITIES].count(True) == 1, kind
    assert BLOODLESS <= PEACEFUL


def test_what_lies_under_a_calamity_is_one() -> None:
    assert all(kind in CALAMITIES for kind, parent in PARENT.items() if parent in CALAMITIES)


def test_acled_has_six_types_and_twenty_five_sub_events() -> None:
    assert len(ACLED) == 6 and sum(map(len, ACLED.values())) == 25


@every_kind
def test_the_names_that_a_kind_has_elsewhere_are_in_the_codebooks(kind: EventKind) -> None:
    assert {f"acled:{name}" for name in kind.acled} | {f"plover:{code}" for code in kind.plover} <= set(NAMES)


def test_every_name_of_acled_leads_to_a_kind() -> None:
    assert not [name for name, kinds in NAMES.items() if name.startswith("acled:") and not kinds]


@pytest.mark.parametrize("name", ACLED)
def test_what_a_type_of_acled_finds_one_of_its_sub_events_finds_too(name: str) -> None:
    parts = {kind for sub in ACLED[name] for kind in NAMES[f"acled:{sub}"]}

    assert all(kind in parts or any(is_a(part, kind) for part in parts) for kind in NAMES[f"acled:{name}"])


def test_these_events_of_plover_are_words_talks_and_measures_and_no_kind_of_ours() -> None:
    none = {event for event in PLOVER if not NAMES[f"plover:{event}"]}

    assert none == {"CONSULT", "SUPPORT", "COOPERATE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION"}
    assert WITHOUT_KIND.isdisjoint(FOREIGN)


#: What rules could ask for before all names were known; they still ask for the same.
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("acled:air/drone strike", {"airstrike"}),
        ("acled:attack", {"shooting", "assault", "execution", "raid"}),
        ("acled:battles", {"clash", "offensive"}),
        ("acled:explosions/remote violence", {"strike", "bombing", "chemical"}),
        ("acled:violence against civilians", {"shooting", "assault", "execution", "abduction", "raid"}),
        ("acled:protests", {"protest"}),
        ("acled:riots", {"protest"}),
        ("acled:mob violence", {"protest", "assault"}),
        ("plover:assault", {"attack"}),
        ("plover:coerce", {"arrest", "siege"}),
        ("plover:agree", {"ceasefire"}),
        ("plover:mobilize", {"other"}),
    ],
)
def test_a_wide_name_leads_where_it_always_led(name: str, kinds: set[str]) -> None:
    assert set(FOREIGN[name]) == kinds


@pytest.mark.parametrize(("mark", "table"), [("kinds", kinds_table), ("names of kinds", names_table)])
def test_the_tables_in_the_docs_are_those_that_are_made(mark: str, table: Callable[[], str]) -> None:
    """`UPDATE_GOLDEN=1 pytest tests/monitor/model` rewrites them."""
    page = RULES.read_text(encoding="utf-8")
    start = f"<!-- {mark}: made from monitor/model/kinds.py -->\n"
    before, _, rest = page.partition(start)
    there, end, behind = rest.partition("<!-- end -->\n")

    if os.environ.get("UPDATE_GOLDEN"):
        there = table()
        RULES.write_text(before + start + there + end + behind, encoding="utf-8")
    assert end and there == table(), "UPDATE_GOLDEN=1 rewrites it"
