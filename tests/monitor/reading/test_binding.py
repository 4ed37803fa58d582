"""Which place, figures and people belong to which event."""

from __future__ import annotations

import pytest

from tests.monitor.reading.newsroom import deadly, events


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("An air strike in Idlib killed 12 people, the Britain-based observatory said.", "Idlib"),
        ("Rebels from Idlib killed five soldiers in clashes in Hama on Thursday.", "Hama"),
        ("A bomb killed six people in Aleppo on Thursday, an activist told reporters in Beirut.", "Aleppo"),
        ("The UN in Geneva said a rocket attack on Homs killed three people.", "Homs"),
        ("BEIRUT (Reuters) - An air strike on Hama killed four people on Thursday.", "Hama"),
        ("Russian warplanes struck the town of Douma on Thursday, killing seven people.", "Dūmā"),
    ],
)
def test_an_event_is_where_it_happened_not_where_somebody_is_from_or_speaks(text: str, place: str) -> None:
    event = deadly(text)

    assert event.where is not None
    assert place in (event.where.name, event.where.admin1), event.reasons


def test_two_acts_in_one_sentence_keep_their_own_places_and_figures() -> None:
    found = events("Shelling killed seven people in Idlib, while an air strike killed three soldiers in Homs.")

    told = {(e.what, e.where.admin1, e.killed.low) for e in found if e.where and e.killed}
    assert {("shelling", "Idlib", 7), ("airstrike", "Homs", 3)} <= told


def test_people_without_an_act_belong_to_the_act_told_before() -> None:
    event = deadly("Warplanes struck a market in Idlib on Thursday. At least 12 people were killed and 30 wounded.")

    assert (event.what, event.where and event.where.admin1) == ("airstrike", "Idlib")
    assert (event.killed and event.killed.low, event.wounded and event.wounded.low) == (12, 30)


def test_the_attack_is_the_one_told_before() -> None:
    event = deadly("A car bomb exploded in Qamishli on Thursday. The attack killed nine people.")

    assert event.what == "bombing"


def test_a_place_is_inside_the_place_that_the_text_puts_it_in() -> None:
    event = deadly("A mortar attack on the Qusour district of the city of Deir ez-Zor killed three people on Thursday.")

    assert event.where is not None and event.where.admin1 == "Deir ez-Zor"


def test_near_a_city_that_is_its_own_province_is_the_province_around_it() -> None:
    event = deadly("Air strikes on a town near Damascus killed 22 people on Thursday.")

    assert event.where is not None and event.where.admin1 == "Rif-dimashq"


def test_a_country_that_only_says_whose_aircraft_is_no_place() -> None:
    event = deadly("US air strikes in Raqqa killed 20 people on Thursday.")

    assert event.where is not None and event.where.country == "SY"


def test_the_gunmen_who_were_killed_name_no_shooting() -> None:
    event = deadly("A three-hour battle in Makhachkala left four gunmen dead on Thursday.")

    assert event.what == "clash"


def test_goods_bought_elsewhere_do_not_move_a_raid() -> None:
    found = events("Police raided a warehouse in Aleppo and two people died. The goods had been bought in Idlib.")

    assert all(e.where is None or e.where.admin1 != "Idlib" for e in found)


def test_a_second_place_behind_another_verb_does_not_contain_the_first() -> None:
    event = deadly("Air strikes killed four people in the city of Idlib and destroyed a mosque in Hama on Thursday.")

    assert event.where is not None and event.where.admin1 == "Idlib"
