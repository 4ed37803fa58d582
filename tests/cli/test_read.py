"""`wirewatch read`: what was read, in colour, with the reason for each claim and each refusal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from monitor.model.article import Article
from tests.monitor.reading.newsroom import PUBLISHED, language
from workers.cli import app
from workers.cli.read import marked
from workers.cli.read_page import page

TEXT = (
    "Special forces raided a house in Atmeh in Idlib province on Thursday and killed 12 people, a spokesman for the White Helmets"
    " told Reuters in Beirut. Rail workers went on strike in Leeds over 300 kilometres of track. In 2019 a raid in Idlib had"
    " killed three men."
)
RAID = Article(id="1", title="Raid in Idlib kills 12", text=TEXT, source="wire", published_at=PUBLISHED)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("read") / "story.txt"
    path.write_text(f"{RAID.title}\n\n{TEXT}\n")
    return path


def reads(*words: str, given: str | None = None) -> str:
    result = CliRunner().invoke(app, ["read", *words], input=given, catch_exceptions=False, env={"COLUMNS": "200"})
    assert result.exit_code == 0, result.output
    return result.output


def test_events_are_shown_with_place_toll_and_why(story: Path) -> None:
    told = " ".join(reads(str(story), "--published", "2022-02-04").split())

    assert "1. raid, Atmeh" in told and "2022-02-03, killed 12, happened, main" in told
    assert "why: kind: 'raid'" in told
    assert "background: '2019'" in told


def test_what_was_passed_over_is_shown_with_its_reason(story: Path) -> None:
    told = reads(str(story), "--published", "2022-02-04")

    assert "Beirut" in told and "where somebody spoke" in told
    assert "went on strike" in told and "names no event" in told
    assert "over 300" in told and "counts kilometres" in told


def test_standard_input_is_read_too() -> None:
    told = reads("-", "--published", "2022-02-04", given=f"{RAID.title}\n\n{TEXT}")

    assert "1. raid, Atmeh" in told


def test_json_carries_spans_that_point_at_the_words(story: Path) -> None:
    told = json.loads(reads(str(story), "--published", "2022-02-04", "--json"))

    article = told["article"]
    assert told["events"][0]["what"] == "raid" and told["events"][0]["killed"]["low"] == 12
    for refusal in told["refusals"]:
        whole = article["title"] if refusal["part"] == "title" else article["text"]
        assert whole[refusal["start"] : refusal["end"]].split() == refusal["words"].split()


def test_a_day_that_is_none_is_told(story: Path) -> None:
    result = CliRunner().invoke(app, ["read", str(story), "--published", "yesterday"])

    assert "is no day; write 2026-11-20" in str(result.exception)


def test_the_marks_lie_on_the_words() -> None:
    shown = marked(TEXT, "text", language().read(RAID))

    styles = {TEXT[s.start : s.end]: str(s.style) for s in shown.spans}
    assert (styles["raided"], styles["12 people"]) == ("bold red", "bold yellow")
    assert styles["Atmeh"] == "green"


def test_the_page_marks_and_explains_and_escapes() -> None:
    hostile = Article(
        id="1",
        title="<script>alert(1)</script> raid",
        text=f"<img src=x onerror=alert(1)> {TEXT}",
        source="<b>",
        published_at=PUBLISHED,
    )
    reading, refused = language().explain(hostile)

    html = page(hostile, reading, refused)

    assert "<script>" not in html and "<img" not in html and "<b>" not in html.split("<h1>")[0]
    assert "EVENT" in html and "PLACE" in html and "where somebody spoke" in html


def test_reading_and_explaining_say_the_same() -> None:
    reading, refused = language().explain(RAID)

    assert reading == language().read(RAID)
    assert refused
