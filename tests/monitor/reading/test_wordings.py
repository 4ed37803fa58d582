"""One thing said in many ways: a way that is not known is an event that is missed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from monitor.model.event import Event
from monitor.model.kinds import is_a
from tests.monitor.reading.newsroom import events

WAYS = [
    (probe["as"], probe.get("sentence", "...").replace("...", way))
    for probe in yaml.safe_load(Path(__file__).with_name("wordings.yaml").read_text())
    for way in probe["ways"]
]

#: What is not read yet, by words of the sentence. What is mended must leave the list.
KNOWN = (
    "people were crushed.", "did not make it", "never came home", "were gone", "cost five people their", "ended five lives",
    "killed and maimed", "tore apart", "robbed five families", "The dead number", "Five is the number", "needed treatment",
    "F-16s", "flew 12 sorties", "A bomber hit a bridge", "Russian guns", "A patrol came under fire", "drove off with them",
    "plunged into a ravine", "bootleg alcohol", "A boat went down",
)  # fmt: skip


def reads(kind: str, found: list[Event]) -> bool:
    if kind == "killed":
        return any(e.killed and e.killed.low == 5 for e in found)
    if kind == "wounded":
        return any(e.wounded and e.wounded.low == 5 and not (e.killed and e.killed.low) for e in found)
    return any(is_a(told, kind) for e in found for told in e.kinds)


@pytest.mark.parametrize(("kind", "sentence"), WAYS, ids=lambda part: part[:60])
def test_it_is_read_however_it_is_said(kind: str, sentence: str) -> None:
    right = reads(kind, events(sentence))

    if not right and any(words in sentence for words in KNOWN):
        pytest.xfail("not read yet")
    assert right, f"wanted {kind}, read {[(e.what, e.killed, e.wounded) for e in events(sentence)]}"
