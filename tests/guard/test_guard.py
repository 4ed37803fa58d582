"""What is read right today stays right: the guard of accuracy in `make test`."""

from __future__ import annotations

import re
from collections import Counter

from monitor.model.event import Event, Toll
from monitor.model.kinds import KINDS
from monitor.model.place import Place
from tests.guard import score
from tests.guard.judge import CLASSES, Judged, judge
from tests.guard.labels import Text, label_of, texts
from tests.monitor.matching.rules_atlas import ATLAS, place


def test_what_was_read_right_is_read_right() -> None:
    worse, better = score.changes(score.accepted(), score.today())

    assert not worse, (
        f"{len(worse)} worse, {len(better)} better than tests/guard/today.json. "
        "`python -m tests.guard --errors` tells what is read instead; when what got better is worth it, "
        f"`python -m tests.guard --accept`. Worse: {'; '.join(worse)}. Better: {'; '.join(better)}"
    )


def test_every_text_has_been_accepted() -> None:
    assert score.accepted().keys() == {text.id for text in texts()}


def test_labels_use_the_names_of_the_model() -> None:
    labels = [label for text in texts() for label in text.labels]

    assert {kind for label in labels for kind in label.kinds} <= KINDS
    assert {reality for label in labels for reality in label.realities} <= CLASSES.keys()
    assert all("happened" in label.realities for label in labels if label.news)
    assert len({text.id for text in texts()}) == len(texts())


def test_the_set_is_as_large_as_it_says() -> None:
    sentences = sum(len(re.findall(r'[.!?]"?(?=\s|$)', text.article.text)) for text in texts())
    causes = Counter(cause for text in texts() for cause in text.causes)
    asked = ("recalled", "total", "suburb", "chain", "definite", "no_casualties", "ellipsis", "captives")

    assert len(texts()) >= 200 and sentences >= 800
    assert sum(text.theme == "Arabic" for text in texts()) >= 15
    assert all(causes[cause] >= 6 for cause in asked)


def test_an_event_at_its_place_is_right_in_all() -> None:
    judged = _judged(_event(where=place("gn:1"), killed=Toll(low=3, high=3)))

    assert all(fact.right for fact in judged.facts) and not judged.false


def test_what_lies_around_the_labelled_place_is_the_wrong_place() -> None:
    judged = _judged(_event(where=place("SY"), killed=Toll(low=3, high=3)))

    assert [fact.name for fact in judged.facts if not fact.right] == ["1 place"]


def test_an_event_told_again_is_not_false_and_one_elsewhere_is() -> None:
    first, again, elsewhere = (
        _event(where=place("gn:1"), killed=Toll(low=3, high=3)),
        _event(where=place("gn:1")),
        _event(where=place("gn:9")),
    )

    judged = _judged(first, again, elsewhere)

    assert judged.false == (elsewhere,)


def test_all_facts_of_a_missed_event_are_wrong() -> None:
    judged = _judged()

    assert not any(fact.right for fact in judged.facts)


def _event(*, where: Place, killed: Toll | None = None) -> Event:
    return Event(what="airstrike", where=where, killed=killed)


def _judged(*read: Event) -> Judged:
    raw = {"what": "strike", "where": "Idlib, Syria", "killed": 3, "reality": "happened", "news": True}
    article = texts()[0].article
    text = Text(id="1", theme="", source="agency", causes=("plain",), article=article, labels=(label_of(raw, 1),))
    return judge(text, read, ATLAS)
