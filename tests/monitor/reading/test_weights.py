"""Files of weights: each says where its numbers come from, and each number counts for a feature that the code gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.model.kinds import KINDS
from monitor.reading.text.weights import parse_weights

READING = Path(__file__).parents[3] / "monitor" / "reading"
FILES = sorted(READING.glob("*/weights/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_weight_counts_for_a_feature_that_its_room_gives(path: Path) -> None:
    rooms = (path.parents[1], READING / "telling")
    code = "".join(module.read_text(encoding="utf-8") for room in rooms for module in room.glob("*.py"))

    weights = parse_weights(path.read_text(encoding="utf-8"))
    unasked = [name for name in weights if f'"{name}"' not in code and _kind(name) not in KINDS]

    assert not unasked


def _kind(name: str) -> str:
    """The kind of which "vague_raid" and "of the kind raid" speak."""
    return name.removeprefix("vague_").removeprefix("of the kind ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weights: {a: 1}", "source"),
        ("{source: ' ', weights: {a: 1}}", "source"),
        ("{source: by hand, weights: {a: much}}", "weight of a"),
        ("{source: by hand, weights: {a: true}}", "weight of a"),
        ("- a", "source"),
    ],
)
def test_a_file_that_says_no_source_or_no_number_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_weights(text)
