"""What was attacked and who was abducted, in Arabic."""

from __future__ import annotations

import pytest

from monitor.model.article import Article
from monitor.model.event import Event
from tests.monitor.reading.newsroom import PUBLISHED, language


def events(text: str) -> tuple[Event, ...]:
    article = Article(id="1", title="", text=text, source="our own", published_at=PUBLISHED, language="ar")
    return language().read(article).events


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("استهدفت غارة جوية مستشفى في مدينة إدلب يوم الخميس وقتل ثلاثة مدنيين.", ["health", "civilians"]),
        ("قصف الجيش مدرسة في حلب وقتل طفلان.", ["school"]),
        ("مقتل ثلاثة صحفيين في غارة على غزة.", ["journalists"]),
        ("هجوم على دورية للشرطة ومسجد في كركوك.", ["police", "worship"]),
        ("أصيب جندي في انفجار قرب سوق في بغداد.", ["military", "market"]),
        ("قتل خمسة أشخاص في غارة على بلدة أطمة، ونقل الجرحى إلى المستشفى.", []),
    ],
)
def test_what_an_act_struck_is_told(text: str, kinds: list[str]) -> None:
    assert list(dict.fromkeys(kind for event in events(text) for kind in event.target_kinds)) == kinds


def test_who_was_abducted_is_counted_and_who_is_free_again_is_not() -> None:
    [taken] = events("خطف مسلحون 12 طالبا من مدرسة في كادونا.")
    [free] = events("إطلاق سراح 12 طالبا خطفوا في كادونا.")

    assert taken.abducted is not None and taken.abducted.low == 12 and taken.detained is None
    assert free.abducted is None and free.reality == "background"
