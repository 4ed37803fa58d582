"""Where an act was, by what the sentences say and do not say: scenes, sources, governments, chains of places."""

from __future__ import annotations

import pytest

from tests.monitor.reading.newsroom import events


def where(text: str) -> list[str]:
    """The names of the places of all events, "" for none."""
    return [e.where.name if e.where else "" for e in events(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Gunmen opened fire on the tax office in Sopur, India, on Thursday and killed a clerk.", "Sopur"),
        ("A bomb went off near the university in Mosul, Iraq, on Thursday, killing four students.", "Mosul"),
        ("A blast hit a bus that carried government officials in Erbil, Iraq, on Thursday. Two people died.", "Erbil"),
    ],
)
def test_offices_and_officials_are_attacked_where_they_are(text: str, place: str) -> None:
    assert where(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "Officials in Baghdad said on Thursday that a bomb killed four people in Samarra.",
        "According to the human rights office in Baghdad, a bomb killed four people in Samarra on Thursday.",
        "A court in Baghdad heard on Thursday how a bomb in Samarra killed four people.",
    ],
)
def test_a_source_that_speaks_in_a_town_puts_no_act_there(text: str) -> None:
    assert "Baghdad" not in where(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A nurse was stabbed by a patient on Thursday. The incident took place in front of a clinic in Bria.", "Bria"),
        ("Two guards were shot dead on Thursday. It happened near Maroua, in northern Cameroon.", "Maroua"),
        ("Four people were shot dead in Cameroon on Thursday. This occurred on a farm near Maroua.", "Maroua"),
        ("Residents of Atmeh said helicopters landed after midnight. Nine people were killed in the raid on Thursday.", "Atmeh"),
        ("Men burst into a warehouse in Maroua, Cameroon, on Thursday. Two guards were killed in the attack.", "Maroua"),
    ],
)
def test_an_act_without_a_place_happened_where_the_sentence_beside_it_is_set(text: str, place: str) -> None:
    assert where(text) == [place]


@pytest.mark.parametrize(
    "text",
    [
        "A nurse was stabbed by a patient on Thursday. Her parents live in Maroua.",
        "A nurse was stabbed by a patient on Thursday. She comes from Maroua.",
        "A minister told reporters in Maroua of his plans on Thursday. A nurse was stabbed by a patient.",
    ],
)
def test_where_people_live_come_from_or_speak_sets_no_scene(text: str) -> None:
    assert where(text) == [""]


def test_a_sentence_whose_words_for_acts_come_to_nothing_sets_the_scene() -> None:
    found = where(
        "Gunmen launched an attack targeting soldiers in Mosul, Iraq, on Thursday. A soldier was killed in the ensuing clash."
    )

    assert found == ["Mosul"]


def test_forces_of_a_country_say_who_and_not_where() -> None:
    found = where("Forces of India and Pakistan exchanged fire near Sopur on Thursday, killing two.")

    assert found == ["Sopur"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Four people died in Turkey on Thursday when a helicopter crashed. The machine fell on a clinic in Mugla.", "Muğla"),
        ("A blaze in a mill in Tongi, an industrial town north of the capital Dhaka, killed seven people on Thursday.", "Tungi"),
        ("A house fell in Tongi, on the outskirts of Dhaka, on Thursday, killing five people.", "Tungi"),
        ("A grenade was thrown into a bar in the Nairobi suburb of Hazra on Thursday. Two people were killed.", "Hazra"),
        ("A landslide buried a row of houses in Nepal's Hazrakot district on Thursday and killed 15 people.", "Hazrakot"),
    ],
)  # fmt: skip
def test_the_most_exact_place_is_the_one_where_it_was(text: str, place: str) -> None:
    assert [name for name in where(text) if name] == [place]


@pytest.mark.parametrize(
    "text",
    [
        "Four people died in southern Turkey on Thursday when a helicopter crashed. The wounded were flown to Mugla.",
        "Four people died in southern Turkey on Thursday when a helicopter crashed. The minister spoke in an interview in Mugla.",
    ],
)
def test_where_people_go_or_speak_behind_it_is_not_where_it_was(text: str) -> None:
    assert where(text) == ["Turkey"]
