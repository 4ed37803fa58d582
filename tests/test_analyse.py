"""`wirewatch analyse`: lines in, lines out."""

from __future__ import annotations

import io
import json
from pathlib import Path

from workers.analyse import analyse

RAID = {
    "id": "a1",
    "title": "Raid kills 12",
    "text": "A coalition raid hit a house in the town of Atmeh in Idlib province on Thursday. At least 12 people were killed.",
    "published_at": "2022-02-04T12:00:00Z",
    "source": "Agency",
}
RULE = "title: Raids\nevent:\n  what: raid\n  where: Idlib, Syria\n  killed: at least 1\n"


def run(*lines: object, rules: Path | None = None) -> tuple[int, list[dict[str, object]]]:
    """Exit code and answers; what is no string is written as JSON."""
    out = io.StringIO()
    code = analyse([line if isinstance(line, str) else json.dumps(line) for line in lines], out, rules)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_article_gets_one_answer_with_everything_in_it() -> None:
    code, answers = run(RAID)

    assert code == 0
    assert {"id", "language", "story", "entities", "places", "events", "matches"} <= set(answers[0])
    assert (answers[0]["id"], answers[0]["language"]) == ("a1", "en")


def test_tolls_are_ranges_and_places_are_objects() -> None:
    _, answers = run(RAID)

    event = next(e for e in answers[0]["events"] if e["killed"])  # type: ignore[attr-defined]
    assert event["what"] == "raid" and event["killed"] == [12, None]
    assert (event["where"]["country"], event["where"]["admin1"]) == ("SY", "Idlib")
    assert all({"start", "end", "in"} <= set(span) for span in event["evidence"])


def test_a_line_that_is_no_article_gets_an_error_and_the_others_go_on() -> None:
    code, answers = run("{broken", RAID, {"id": 3, "text": "x"}, [1], {"id": "b", "text": "t", "published_at": 5})

    assert code == 1
    assert [("error" in a, a.get("line")) for a in answers] == [(True, 1), (False, None), (True, 3), (True, 4), (True, 5)]


def test_a_date_that_is_none_is_a_date_not_known() -> None:
    code, answers = run({"id": "b", "text": "Nothing happened.", "published_at": "3:58 PM ET"})

    assert code == 0 and "error" not in answers[0]


def test_rules_match_with_their_evidence(tmp_path: Path) -> None:
    (tmp_path / "raids.yaml").write_text(f"id: raids\n{RULE}", encoding="utf-8")

    _, answers = run(RAID, {**RAID, "id": "a2", "title": "", "text": "Schools reopened in Idlib on Thursday."}, rules=tmp_path)

    assert [m["rule"] for m in answers[0]["matches"]] == ["raids"]  # type: ignore[attr-defined]
    assert answers[0]["matches"][0]["evidence"]  # type: ignore[index]
    assert answers[1]["matches"] == []


def test_a_room_with_an_alerts_folder_is_understood(tmp_path: Path) -> None:
    (tmp_path / "alerts").mkdir()
    (tmp_path / "alerts" / "raids.yaml").write_text(f"id: raids\n{RULE}", encoding="utf-8")

    _, answers = run(RAID, rules=tmp_path)

    assert [m["rule"] for m in answers[0]["matches"]] == ["raids"]  # type: ignore[attr-defined]


def test_copies_of_one_story_share_it_and_others_do_not() -> None:
    other = {**RAID, "id": "a3", "title": "Market prices", "text": "Bread became cheaper in Lima, traders said on Monday."}

    _, answers = run(RAID, {**RAID, "id": "a2", "source": "Copyist"}, other)

    stories = [a["story"] for a in answers]
    assert stories[0] == stories[1] != stories[2]


def test_articles_without_a_date_or_a_title_are_read() -> None:
    code, answers = run({"id": "x", "text": RAID["text"], "published_at": None})

    assert code == 0 and answers[0]["events"]
