"""The conditions of `event:`, one by one: when they hold, when they do not, and in what words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from monitor.matching.rulebook import load_rulebook
from monitor.model.codebooks import FOREIGN
from monitor.model.event import Target
from monitor.model.kinds import KINDS
from monitor.model.span import Span
from tests.monitor.matching.rule_desk import actor, alerts, article, book, days_ago, event, failed, judged, rule, toll
from tests.monitor.matching.rules_atlas import ATLAS, ATMEH, place


@pytest.mark.parametrize(
    ("wanted", "kind", "holds"),
    [
        ("raid", "raid", True),
        ("raid", "clash", False),
        ("airstrike", "drone_strike", True),
        ("drone_strike", "airstrike", False),
        ("strike", "airstrike", True),
        ("strike", "drone_strike", True),
        ("strike", "shelling", True),
        ("strike", "bombing", False),
        ("attack", "shooting", True),
        ("attack", "chemical", True),
        ("attack", "accident", False),
        ("attack", "disaster", False),
        ("attack", "arrest", False),
        ("[raid, clash]", "clash", True),
        ("[raid, clash]", "siege", False),
        ('"acled:Shelling/artillery/missile attack"', "shelling", True),
        ('"acled:Shelling/artillery/missile attack"', "airstrike", False),
        ('"plover:ASSAULT"', "bombing", True),
        ('"plover:PROTEST"', "protest", True),
    ],
)
def test_what_holds_for_the_kind_and_all_under_it(wanted: str, kind: str, holds: bool) -> None:
    assert alerts(rule(f"what: {wanted}"), event(kind)) is holds


@pytest.mark.parametrize(("wanted", "holds"), [("raid", True), ("clash", True), ("attack", True), ("abduction", False)])
def test_what_holds_for_each_kind_of_an_act_that_bears_several(wanted: str, holds: bool) -> None:
    assert alerts(rule(f"what: {wanted}"), replace(event("raid"), besides=("clash",))) is holds


def test_a_rule_may_ask_for_two_kinds_of_one_act() -> None:
    asked = rule("all: [{what: raid}, {what: clash}]")

    assert alerts(asked, replace(event("raid"), besides=("clash",)))
    assert not alerts(asked, event("raid"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_asked_for(kind: str) -> None:
    assert alerts(rule(f"what: {kind}"), event(kind))


@pytest.mark.parametrize("name", sorted(FOREIGN))
def test_every_name_of_acled_and_plover_can_be_asked_for(name: str) -> None:
    assert alerts(rule(f'what: "{name}"'), event(FOREIGN[name][0]))


def test_a_miss_says_what_the_kind_was() -> None:
    assert failed(rule("what: raid, where: Idlib"), event("clash")) == {"event.what": "clash, rule wants raid"}


@pytest.mark.parametrize(
    ("wanted", "where", "holds"),
    [
        ('"Idlib, Syria"', "SY.Idlib", True),
        ('"Idlib, Syria"', "gn:1", True),
        ('"Idlib, Syria"', "gn:2", True),
        ('"Idlib, Syria"', "SY", False),
        ('"Idlib, Syria"', "gn:3", False),
        ("Syria", "gn:3", True),
        ("Syria", "gn:12", False),
        ("Idleb", "gn:2", True),
        ("إدلب", "gn:2", True),
        ('"Sarmin, Idlib, Syria"', "gn:2", True),
        ('"Sarmin, Idlib, Syria"', "gn:1", False),
        ('"Aleppo, Syria"', "SY.Aleppo", True),
        ('{place: "Aleppo, Syria", kind: town}', "gn:3", True),
        ('{place: "Aleppo, Syria", kind: town}', "SY.Aleppo", False),
        ('{place: "Aleppo, Syria", kind: province}', "SY.Aleppo", True),
        ("{place: Georgia, kind: country}", "GE", True),
        ("{place: Georgia, kind: province}", "GE", False),
        ('["Aleppo, Syria", Iraq]', "gn:12", True),
        ('["Aleppo, Syria", Iraq]', "gn:1", False),
        ("{list: provinces}", "gn:3", True),
        ("{list: provinces}", "gn:12", False),
        ("[{list: provinces}, Iraq]", "gn:12", True),
        ("Damascus", "gn:5", True),
        ("Damascus", "gn:6", False),
        ('"Tripoli, Lebanon"', "gn:8", True),
        ('"Tripoli, Lebanon"', "gn:7", False),
        ("Idlib Governorate", "gn:1", True),
        ("Zamzam Camp", "site:zamzam", True),
    ],
)
def test_where_holds_for_the_place_and_all_inside_it(wanted: str, where: str, holds: bool) -> None:
    assert alerts(rule(f"where: {wanted}"), event(where=where)) is holds


def test_a_village_that_no_gazetteer_has_is_inside_the_province_it_was_named_with() -> None:
    assert alerts(rule("where: Idlib"), event(where=ATMEH))


def test_a_miss_says_where_it_was() -> None:
    assert failed(rule("what: raid, where: Idlib"), event(where="gn:3")) == {"event.where": "Aleppo, not inside Idlib"}
    assert failed(rule("what: raid, where: Idlib"), event(where="SY")) == {"event.where": "Syria, wider than Idlib"}


@pytest.mark.parametrize(
    ("wanted", "where", "holds"),
    [
        ('{within_km: 40, of: "Zalingei, Sudan"}', "gn:9", True),
        ('{within_km: 70, of: "Zalingei, Sudan"}', "gn:10", True),
        ('{within_km: 40, of: "Zalingei, Sudan"}', "gn:10", False),
        ('{within_km: 40, of: "Zalingei, Sudan"}', "SD.Central Darfur", False),
        ('{within_km: 40, of: "Aleppo, Syria"}', "gn:3", True),
        ("{within_km: 20, of: {list: our_sites}}", "gn:1", True),
        ("{within_km: 20, of: {list: our_sites}}", "gn:9", True),
        ("{within_km: 20, of: {list: our_sites}}", "gn:3", False),
        ("{within_km: 20, of: {name: Depot, lat: 36.0, lon: 36.5}}", "gn:1", True),
        ("{within_km: 9.5, of: [Sarmin, Baghdad]}", "gn:1", True),
        ("[{within_km: 9.5, of: Sarmin}, Iraq]", "gn:12", True),
        ("{within_km: 9.5, of: Sarmin}", "site:zamzam", False),
    ],
)
def test_where_holds_within_a_distance(wanted: str, where: str, holds: bool) -> None:
    assert alerts(rule(f"where: {wanted}"), event(where=where)) is holds


def test_a_miss_by_distance_says_how_far() -> None:
    near = failed(rule('what: raid, where: {within_km: 40, of: "Zalingei, Sudan"}'), event(where="gn:10"))

    assert near == {"event.where": "Nertiti, 62 km from Zalingei, rule wants 40 km"}


def test_an_unknown_place_is_no_place() -> None:
    assert failed(rule("what: raid, where: Idlib"), event(where=None)) == {"event.where": "the event's place could not be told"}


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ("Idlib", True),
        ("Aleppo", True),
        ('{place: "Aleppo, Syria", kind: town}', True),
        ('{within_km: 5, of: "Aleppo, Syria"}', True),
        ("Damascus", False),
        ("Baghdad", False),
    ],
)
def test_an_event_in_two_towns_is_found_by_either(wanted: str, holds: bool) -> None:
    assert alerts(rule(f"what: raid, where: {wanted}"), event(where="gn:1", also=(place("gn:3"),))) is holds


def test_an_event_in_two_towns_is_blocked_by_either() -> None:
    block = rule("what: raid, where: Syria", rest="unless:\n  - event: {where: Aleppo}")

    assert not alerts(block, event(where="gn:1", also=(place("gn:3"),)))


def test_a_miss_says_of_each_town_why() -> None:
    told = failed(rule("what: raid, where: Baghdad"), event(where="gn:1", also=(place("gn:3"),)))

    assert told == {"event.where": "Idlib, not inside Baghdad; Aleppo, not inside Baghdad"}


@pytest.mark.parametrize(
    ("wanted", "said", "holds"),
    [
        ("any", toll(3), True),
        ("any", toll(24, None), True),
        ("any", toll(0, 5), True),
        ("any", toll(0), False),
        ("any", None, False),
        ("none", toll(0), True),
        ("none", None, False),
        ("none", toll(0, None), False),
        ("none", toll(1), False),
        ("at least 5", toll(5), True),
        ("at least 5", toll(4), False),
        ("at least 5", toll(12, None), True),
        ("at least 5", toll(4, 9), False),
        ("at least 5", None, False),
        ("at most 5", toll(5), True),
        ("at most 5", toll(0), True),
        ("at most 5", toll(6), False),
        ("at most 5", toll(3, None), False),
        ("at most 5", toll(3, 6), False),
        ("at most 5", None, False),
        ("3 to 9", toll(3), True),
        ("3 to 9", toll(4, 9), True),
        ("3 to 9", toll(2), False),
        ("3 to 9", toll(10), False),
        ("3 to 9", toll(4, None), False),
        ("exactly 7", toll(7), True),
        ("exactly 7", toll(7, None), False),
        ("exactly 7", toll(8), False),
    ],
)
def test_a_figure_is_asked_by_its_bounds(wanted: str, said: object, holds: bool) -> None:
    assert alerts(rule(f"killed: {wanted}"), event(killed=said)) is holds


@pytest.mark.parametrize("figure", ["killed", "wounded", "displaced", "missing", "detained", "abducted"])
def test_every_figure_is_its_own(figure: str) -> None:
    wanted = rule(f"{figure}: at least 2")

    assert alerts(wanted, event(**{figure: toll(2)}))
    assert not alerts(wanted, event())


@pytest.mark.parametrize(
    ("wanted", "killed", "wounded", "holds"),
    [
        ("at least 1", toll(1), None, True),
        ("at least 1", None, toll(1), True),
        ("at least 1", None, None, False),
        ("at least 10", toll(6), toll(5), True),
        ("at least 10", toll(6), toll(3), False),
        ("at least 10", toll(6, None), toll(5, None), True),
        ("at most 10", toll(6), toll(5, None), False),
        ("at most 10", toll(6), toll(4), True),
        ("none", toll(0), toll(0), True),
        ("none", toll(0), None, True),
        ("none", None, None, False),
        ("none", toll(0), toll(2), False),
        ("any", toll(0), toll(2), True),
        ("exactly 3", toll(1), toll(2), True),
    ],
)
def test_casualties_are_killed_and_wounded_together(wanted: str, killed: object, wounded: object, holds: bool) -> None:
    assert alerts(rule(f"casualties: {wanted}"), event(killed=killed, wounded=wounded)) is holds


def test_a_miss_says_the_figure() -> None:
    wanted = rule("what: raid, killed: at least 5")

    assert failed(wanted, event(killed=toll(3))) == {"event.killed": "killed: 3, rule wants at least 5"}
    assert failed(wanted, event()) == {"event.killed": "killed: not said, rule wants at least 5"}


@pytest.mark.parametrize(
    ("wanted", "victims", "holds"),
    [
        ("civilian", "civilian", True),
        ("civilian", "both", True),
        ("civilian", "combatant", False),
        ("civilian", "unknown", False),
        ("[civilian, combatant]", "combatant", True),
    ],
)
def test_victims_are_as_the_text_says(wanted: str, victims: str, holds: bool) -> None:
    assert alerts(rule(f"victims: {wanted}"), event(victims=victims)) is holds


@pytest.mark.parametrize(
    ("wanted", "actors", "holds"),
    [
        ("by: Islamic State", [actor("Islamic State")], True),
        ("by: Daesh", [actor("Islamic State")], True),
        ("by: daesh", [actor("Islamic State")], False),
        ("by: islamic state", [actor("Islamic State")], True),
        ("by: {list: armed}", [actor("Islamic State")], True),
        ("by: Wagner Group", [actor("the Wagner Group")], True),
        ("by: Islamic State", [actor("Islamic State", "against")], False),
        ("by: Islamic State", [actor("Islamic State", "said")], False),
        ("by: Islamic State", [], False),
        ("against: Islamic State", [actor("Islamic State", "against")], True),
        ("against: [police, Islamic State]", [actor("police", "against")], True),
        ("by: State", [actor("Islamic State")], False),
    ],
)
def test_actors_are_compared_by_canonical_name_and_role(wanted: str, actors: list[object], holds: bool) -> None:
    assert alerts(rule(wanted), event(actors=tuple(actors))) is holds


@pytest.mark.parametrize(
    ("wanted", "weapons", "holds"),
    [
        ("barrel bomb", ("barrel bomb",), True),
        ("barrel bomb", ("barrel bombs",), True),
        ("bomb", ("barrel bombs",), True),
        ("[mortar, rocket]", ("rockets",), True),
        ("barrel bomb", ("bomb",), False),
        ("knife", (), False),
    ],
)
def test_weapons_are_compared_by_their_words(wanted: str, weapons: tuple[str, ...], holds: bool) -> None:
    assert alerts(rule(f"weapon: {wanted}"), event(weapons=weapons)) is holds


@pytest.mark.parametrize("reality", ["background", "cumulative", "planned", "denied", "hypothetical", "exercise"])
def test_only_what_happened_alerts_unless_the_rule_asks(reality: str) -> None:
    unreal = event(reality=reality)

    assert not alerts(rule("what: raid"), unreal)
    assert failed(rule("what: raid"), unreal) == {"event.reality": f"{reality}, rule wants happened"}
    assert alerts(rule(f"what: raid, reality: {reality}"), unreal)
    assert alerts(rule(f"what: raid, reality: [happened, {reality}]"), unreal)
    assert not alerts(rule(f"what: raid, reality: {reality}"), event())


@pytest.mark.parametrize(
    ("recent", "days", "holds"),
    [
        ("", 0, True),
        ("", 7, True),
        ("", 9, False),
        ("", -1, True),
        (", recent: 1d", 1, True),
        (", recent: 1d", 3, False),
        (", recent: 12h", 0, True),
        (", recent: 30d", 29, True),
        (", recent: 52w", 300, True),
    ],
)
def test_recent_counts_from_publication(recent: str, days: int, holds: bool) -> None:
    assert alerts(rule(f"what: raid{recent}"), event(date=days_ago(days))) is holds


def test_an_event_without_a_day_counts_as_news() -> None:
    assert alerts(rule("what: raid, recent: 1d"), event(date=None))


def test_without_a_date_of_publication_the_first_sight_counts() -> None:
    unknown = article(published_at=None, seen_at=datetime(2024, 3, 30, tzinfo=UTC))

    assert not alerts(rule("what: raid"), event(date=days_ago(0)), on=unknown)


def test_the_default_recent_asks_only_what_happened() -> None:
    old = event(date=days_ago(400), reality="background")

    assert alerts(rule("what: raid, reality: background"), old)
    assert not alerts(rule("what: raid, reality: background, recent: 7d"), old)


def test_sources_are_left_to_the_incident() -> None:
    rulebook = book(rule("what: raid, sources: at least 3"))

    assert rulebook.heads[0].sources_at_least == 3
    assert alerts(rulebook, event())


def test_all_conditions_are_about_one_event() -> None:
    wanted = rule("what: raid, where: Idlib, casualties: at least 1")

    elsewhere = [event(where="gn:3", killed=toll(2)), event("clash", killed=toll(9)), event()]

    assert not alerts(wanted, *elsewhere)
    assert alerts(wanted, *elsewhere, event(killed=toll(1)))


def test_each_event_that_matches_is_a_match_the_main_one_first() -> None:
    matches, _ = judged(rule("what: raid"), event(killed=toll(1)), event("clash"), event(where="gn:3", main=True))

    assert [match.event for match in matches] == [2, 0]


def test_an_event_that_is_told_twice_is_one_match() -> None:
    matches, _ = judged(rule("what: raid"), event(killed=toll(1)), event(killed=toll(1)))

    assert [match.event for match in matches] == [0]


def test_a_match_keeps_the_words_that_met_it() -> None:
    trigger, figure = Span(start=10, end=14), Span(start=30, end=32)

    (match,), _ = judged(rule("what: raid, killed: any"), event(trigger=trigger, killed=toll(3, evidence=(figure,))))

    assert match.evidence == (trigger, figure)


def test_an_article_without_events_matches_no_rule_with_an_event() -> None:
    wanted = rule("what: raid", "text: happened")

    assert not alerts(wanted)


def test_the_place_of_a_province_is_not_the_place_of_its_town() -> None:
    assert place("gn:1").inside("SY.Idlib")
    assert not place("SY.Idlib").inside("gn:1")


def struck(kind: str, name: str) -> Target:
    return Target(kind=kind, name=name, evidence=(Span(start=0, end=4),))


@pytest.mark.parametrize(
    ("wanted", "targets", "holds"),
    [
        ("health", [struck("health", "a hospital")], True),
        ("[school, aid]", [struck("military", "a patrol"), struck("aid", "a convoy")], True),
        ("health", [struck("school", "a school")], False),
        ("health", [], False),
        ("{list: our_clinics}", [struck("health", "the Al-Noor clinic of Idlib")], True),
        ("{list: our_clinics}", [struck("health", "the Al-Salam clinic")], False),
        ("[{list: our_clinics}, school]", [struck("school", "a college")], True),
    ],
)
def test_a_target_is_of_a_class_or_bears_a_name(wanted: str, targets: list[Target], holds: bool) -> None:
    assert alerts(rule(f"target: {wanted}"), event(targets=tuple(targets))) is holds


def test_why_a_target_holds_or_not_is_told_with_its_words() -> None:
    hit = event(targets=(struck("police", "a police post"),))

    assert failed(rule("what: raid, target: school"), hit) == {
        "event.target": "target: police (a police post), rule wants school"
    }
    assert failed(rule("what: raid, target: aid"), event()) == {
        "event.target": "target: the text does not say what was attacked, rule wants aid"
    }


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ("schol", "unknown target 'schol' (did you mean 'school'?)"),
        ("hospital", "unknown target 'hospital' (did you mean 'health'?)"),
        ("NGOs", "unknown target 'NGOs' (did you mean 'aid'?)"),
        ("Al-Noor clinic", "it is one of: school, health"),
        ("{list: nowhere}", "unknown list 'nowhere'"),
    ],
)
def test_a_mistake_in_a_target_is_told_with_a_guess(wanted: str, told: str) -> None:
    _, problems = load_rulebook({"own.yaml": rule(f"target: {wanted}")}, atlas=ATLAS)

    assert any(told in str(problem) for problem in problems)
