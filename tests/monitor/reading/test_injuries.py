"""People who are hurt, in words of several classes, and people whom only the verb shows: our own sentences."""

from __future__ import annotations

import pytest

from tests.monitor.reading.newsroom import read
from tests.monitor.reading.test_figures import toll

HURT = [
    ("The driver suffered a broken wrist.", (1, 1)),
    ("Two firefighters were treated for burns.", (2, 2)),
    ("A woman and a child sustained minor head injuries.", (2, 2)),
    ("Two passers-by suffered burns.", (2, 2)),
    ("Three passengers have serious injuries.", (3, 3)),
    ("Four hikers survived with broken legs.", (4, 4)),
    ("Two others were brought out with broken bones.", (2, 2)),
    ("A fruit vendor was hit by a stray bullet.", (1, 1)),
    ("A pupil who walked beside him was hit in the shoulder.", (1, 1)),
    ("A constable fractured his wrist.", (1, 1)),
    ("A fourth child lost an arm.", (1, 1)),
    ("Six people were flown to St Anne's Hospital.", (6, 6)),
    ("Six people were admitted to a clinic in Jos.", (6, 6)),
    ("Another 33 are receiving treatment.", (33, 33)),
    ("Her mother is in a serious but stable condition.", (1, 1)),
    ("Fourteen people remain hospitalized.", (14, 14)),
    ("The rest were admitted to hospital.", (2, None)),
    ("Three men were shot outside a bar.", (3, 3)),
    ("Gunmen shot a farmer in the leg.", (1, 1)),
    ("Gunmen opened fire, shooting five people.", (5, 5)),
    ("A soldier took a bullet in the thigh.", (1, 1)),
    ("Two militants died in a firefight and a soldier took a bullet in the leg.", (1, 1)),
    ("Three residents were hit.", (3, 3)),
    ("Eight guards were killed, and six players hit.", (6, 6)),
    ("Of the 97 men who were underground, 89 walked out; seven of these have burns.", (7, 7)),
    # who is hurt, by the verb alone
    ("One guard was killed and another seriously injured.", (1, 1)),
    ("Two guards were killed and a third was injured.", (1, 1)),
    # nobody is hurt
    ("Three farmers were hit by new tariffs.", None),
    ("Hundreds of shopkeepers were hit hard.", None),
    ("Rockets hit two villagers' sheds.", None),
    ("The minister took a seat in the hall.", None),
    ("The freed hostages were taken to hospital for a check.", None),
    ("The bodies of six people were taken to hospital.", None),
    ("The bridge suffered serious damage.", None),
    ("The helicopter was shot down.", None),
    ("He shot two films in Leeds.", None),
    ("She shot 12 of 20 from the field.", None),
    ("The convoy broke its back over two winters.", None),
    ("He was admitted to the bar.", None),
]


@pytest.mark.parametrize(("text", "expected"), HURT)
def test_who_is_hurt_is_counted_in_many_words(text: str, expected: tuple[int, int | None] | None) -> None:
    assert toll(text, "wounded") == expected


PERSONS = [
    ("A vaccinator working for a charity was shot and killed.", (1, 1)),
    ("One legislator was shot dead.", (1, 1)),
    ("A clinic operator was killed and a guard hurt.", (1, 1)),
    ("A reactor was shut down and killed off.", None),
    ("A helicopter was destroyed; no winner was killed off.", None),
]


@pytest.mark.parametrize(("text", "expected"), PERSONS)
def test_nouns_that_no_list_holds_are_known_for_persons_by_their_ending(text: str, expected: tuple[int, int] | None) -> None:
    assert toll(text) == expected


def test_who_is_shot_and_dies_of_it_is_not_wounded() -> None:
    [event] = read("Gunmen shot a doctor in Mosul on Monday. He died in hospital.").events

    assert event.killed
    assert event.killed.low == 1
    assert event.wounded is None


def test_who_dies_in_hospital_is_not_among_the_wounded() -> None:
    text = "The mayor was rushed to hospital, where he was pronounced dead."

    assert toll(text, "wounded") is None
    assert toll(text) == (1, 1)


def test_some_of_the_wounded_do_not_lower_their_number() -> None:
    [event] = read("Four people were wounded in a shooting in Mosul on Monday. Two of the wounded are children.").events

    assert event.wounded
    assert (event.wounded.low, event.wounded.high) == (4, 4)
