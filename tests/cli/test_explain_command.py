"""`wirewatch explain`: the stages of an article's walk, and what each condition of a rule says of it."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.ruledesk import RAID, RuleDesk, rule_desk
from tests.monitor.reading.newsroom import language

NEAR = "Police raided a warehouse in Aleppo on Thursday and seven people were killed, an officer said."
HIT = "Soldiers raided a house in Idlib on Thursday and seven people were killed, an officer said."


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RuleDesk:
    desk = rule_desk(tmp_path, monkeypatch)
    desk.writes("alerts/raid.yaml", RAID)
    return desk


def states(said: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {stage["name"]: stage["state"] for stage in said["stages"]}


def test_a_file_that_matches_shows_every_condition_with_its_words(desk: RuleDesk) -> None:
    (desk.home / "hit.txt").write_text(f"A raid\n\n{HIT}")

    said = desk.say("explain", "hit.txt", "raid")

    assert said.exit_code == 0
    assert "✓ rule       raid: matches" in said.output
    assert "✓ event.where        Idlib" in said.output and "«Idlib»" in said.output
    assert "killed: 7" in said.output


def test_what_failed_is_told_with_how_near_it_was(desk: RuleDesk) -> None:
    told = json.loads(desk.say("explain", "-", "raid", "--json", given=NEAR).stdout)

    [rule] = told["rules"]
    failed = [(c["condition"], c["detail"], c["words"]) for c in rule["conditions"] if not c["held"]]
    assert failed == [("event.where", "Aleppo, not inside Idlib", ["Aleppo"])]
    assert rule["near"] and not rule["matched"]
    assert states(told) == {
        "feed": "skipped", "fetched": "passed", "cleaned": "passed", "language": "passed", "read": "passed", "rule": "failed",
        "suppressed": "skipped", "sent": "skipped",
    }  # fmt: skip


def test_without_a_rule_matches_and_near_misses_are_told(desk: RuleDesk) -> None:
    desk.writes("alerts/any.yaml", "title: Any raid\nevent: {what: raid}\n")
    desk.writes("alerts/far.yaml", "title: Far\nevent: {what: siege, where: Iraq}\n")

    told = json.loads(desk.say("explain", "-", "--json", given=NEAR).stdout)

    assert [(r["id"], r["matched"], r["near"]) for r in told["rules"]] == [("any", True, False), ("raid", False, True)]


def test_an_archived_article_is_followed_from_its_feed(desk: RuleDesk) -> None:
    [article] = desk.archives(NEAR)

    told = json.loads(desk.say("explain", str(article), "--json").stdout)

    assert states(told) == {
        "feed": "passed", "fetched": "passed", "cleaned": "passed", "language": "passed", "read": "passed", "rule": "failed",
        "suppressed": "skipped", "sent": "skipped",
    }  # fmt: skip
    details = {stage["name"]: stage["detail"] for stage in told["stages"]}
    assert "The Wire" in details["feed"] and details["read"] == "raid in Aleppo" and details["suppressed"] == "no match: none"


def test_an_article_of_an_earlier_reader_says_so_and_what_to_do(desk: RuleDesk) -> None:
    [article], old = desk.archives(NEAR), language().version
    with closing(sqlite3.connect(desk.home / "data" / "wirewatch.db")) as store:
        [(seen,)] = store.execute("SELECT substr(seen_at, 1, 10) FROM articles")
    fresh = desk.say("explain", str(article))
    desk.writes("vocabulary/own.yaml", "groups:\n  Lions of the Plain: [LOTP]\n")

    said, anew = desk.say("explain", str(article)), desk.say("explain", str(article), "--again")

    note = f"read by an earlier reader ({old}); `wirewatch reread --since {seen}` reads it again, --again for this answer alone"
    assert said.stderr.splitlines() == [note]
    assert json.loads(desk.say("explain", str(article), "--json").stdout)["note"] == note
    assert fresh.stderr == anew.stderr == ""


def test_commands_read_with_the_pipeline_that_the_daemon_reads_with(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_READER_MODEL", "no_such_pipeline")

    assert "'no_such_pipeline' cannot be loaded" in str(desk.say("explain", "-", given=NEAR).exception)


def test_an_article_that_was_read_again_since_it_was_told_says_so(desk: RuleDesk) -> None:
    desk.archives(NEAR)
    with closing(sqlite3.connect(desk.home / "data" / "wirewatch.db")) as store, store:
        store.execute("UPDATE readings SET filed = body")

    assert "rests on an earlier reading" in desk.say("explain", "1").output


def test_an_article_on_its_way_says_how_far_it_is(desk: RuleDesk) -> None:
    [article] = desk.archives(HIT, finish=False)

    told = json.loads(desk.say("explain", str(article), "--json").stdout)

    assert states(told)["rule"] == "passed" and told["stages"][-1]["detail"] == "not decided yet"


def test_a_page_is_cleaned_first(desk: RuleDesk) -> None:
    more = "Residents said that they heard shots until dawn, and that roads into the town were closed by the army for hours. " * 3
    page = f"<html><head><title>Raid</title></head><body><article><h1>Raid</h1><p>{HIT}</p><p>{more}</p></article></body></html>"

    said = desk.say("explain", "-", "raid", given=page)

    assert said.exit_code == 0 and "raid: matches" in said.output


@pytest.mark.parametrize(
    ("words", "given", "why"),
    [
        (("explain", "nowhere.txt"), "", "nowhere.txt is no archive id and no URL, and as a file: No such file"),
        (("explain", "-"), " ", "there is nothing in it"),
        (("explain", "-"), "{not json", "not JSON"),
        (("explain", "-"), '{"title": "x"}', "an article is {"),
        (("explain", "-"), '{"text": "x"}\n{"text": "y"}', "2 articles: give one"),
        (("explain", "-"), "a\x00b", "NUL"),
        (("explain", "-"), "word " * 1_100_000, "larger than 5 MB"),
        (("explain", "-"), '{"text": ' + "[" * 100_000, "not JSON"),
        (("explain", "-"), '{"text": "x", "published_at": "soon"}', "published_at is no date"),
        (("explain", "-", "rade"), "Words.", "there is no rule 'rade' (did you mean 'raid'?)"),
    ],
)
def test_what_cannot_be_explained_says_why(desk: RuleDesk, words: tuple[str, ...], given: str, why: str) -> None:
    said = desk.say(*words, given=given)

    assert said.exit_code != 0 and why in str(said.exception)


def test_a_page_of_the_web_is_fetched_and_cleaned(desk: RuleDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    more = "Residents said that they heard shots until dawn, and that roads into the town were closed by the army for hours. " * 3
    page = f"<html><head><title>Raid</title></head><body><article><h1>Raid</h1><p>{HIT}</p><p>{more}</p></article></body></html>"

    with WebServer(page) as (address, port):
        monkeypatch.setenv("WIREWATCH_ALLOW_NETWORKS", "127.0.0.0/8")
        monkeypatch.setenv("WIREWATCH_PORTS", str(port))
        good = json.loads(desk.say("explain", f"{address}/story", "raid", "--json").stdout)
        gone = desk.say("explain", f"{address}/gone")

    assert states(good)["rule"] == "passed" and good["article"]["url"] == f"{address}/story"
    assert "404" in str(gone.exception)


class WebServer:
    """One page at /story; everything else is not found."""

    def __init__(self, page: str) -> None:
        body = page.encode()

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = self.path == "/story"
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body if found else b"")

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)

    def __enter__(self) -> tuple[str, int]:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        port = self.server.server_address[1]
        return f"http://127.0.0.1:{port}", port

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def test_a_rule_with_a_mistake_tells_the_mistake(desk: RuleDesk) -> None:
    desk.writes("alerts/bad.yaml", "title: Bad\nevent: {wat: raid}\n")

    said = desk.say("explain", "-", "bad", given=HIT)

    assert "bad.yaml:2:9: unknown condition 'wat'" in str(said.exception)


def test_an_id_without_an_archive_is_told(desk: RuleDesk) -> None:
    said = desk.say("explain", "7")

    assert "there is no archive in data yet" in str(said.exception) and not (desk.home / "data").exists()


def test_an_id_that_the_archive_lacks_is_told(desk: RuleDesk) -> None:
    desk.archives(HIT)

    said = desk.say("explain", "999")

    assert "the archive has no article 999" in str(said.exception)
