"""`wirewatch slack check` and `selftest` against a local Slack: faults are told with what to do, and nothing is left behind."""

from __future__ import annotations

from pathlib import Path

import yaml
from typer.testing import CliRunner

from tests.slackserver import SlackServer
from tests.slacksocket import APP_TOKEN
from workers.cli import app
from workers.edges.slack import LISTENING, NEEDED, SlackProbe


def probe(slack: SlackServer) -> SlackProbe:
    return SlackProbe(slack.token, base_url=slack.url, timeout=8)


def test_a_good_installation_is_well_in_every_line() -> None:
    with SlackServer(["alerts", "ops"]) as slack:
        findings = list(probe(slack).check_access(["alerts", "ops"]))

    assert [f.what for f in findings] == ["token", "scopes", "app token", "#alerts", "#ops"]
    assert all(f.well for f in findings) and "no buttons" in findings[2].words


def test_the_app_token_is_tried_when_there_is_one() -> None:
    with SlackServer(["alerts"]) as slack:
        good = {f.what: f for f in probe(slack).check_access([], APP_TOKEN)}
        slack.space.scopes = slack.space.scopes[:-1]
        wrong = {f.what: f for f in probe(slack).check_access([], "xapp-of-another")}

        assert good["app token"].well and good["scopes"].well and slack.board.lines == []
        assert not wrong["app token"].well and "connections:write" in wrong["app token"].words
        assert not wrong["scopes"].well and "commands (hear /wirewatch)" in wrong["scopes"].words


def test_each_fault_of_an_installation_is_told_with_what_to_do() -> None:
    with SlackServer(["alerts", "closed", "old"]) as slack:
        slack.space.scopes, slack.space.not_in, slack.space.archived = ("chat:write",), {"closed"}, {"old"}

        found = {f.what: f.words for f in probe(slack).check_access(["alerts", "closed", "old", "typo"]) if not f.well}

    assert "channels:history (look whether" in found["scopes"] and "install the app again" in found["scopes"]
    assert "/invite @wirewatch in #closed" in found["#closed"]
    assert set(found) == {"scopes", "#closed", "#old", "#typo"}


def test_a_wrong_token_is_the_only_line() -> None:
    with SlackServer(["alerts"]) as slack:
        slack.space.error = "token_revoked"

        [finding] = probe(slack).check_access(["alerts"])

    assert not finding.well and "SLACK_BOT_TOKEN" in finding.words


def test_the_selftest_goes_there_and_back_and_leaves_nothing() -> None:
    with SlackServer(["alerts"], visible_after=0.6) as slack:
        findings = list(probe(slack).selftest("alerts"))

        steps = ["post", "history", "escaping", "thread", "update", "delete", "delete"]
        assert [(f.what, f.well) for f in findings] == [(step, True) for step in steps]
        assert all(post.deleted for post in slack.space.posts)


def test_the_selftest_says_when_the_history_hides_the_message_and_still_cleans_up() -> None:
    with SlackServer(["alerts"], visible_after=30.0) as slack:
        findings = list(probe(slack).selftest("alerts", patience=0.4))

        assert ("history", False) in [(f.what, f.well) for f in findings]
        assert all(post.deleted for post in slack.space.posts)


def test_the_selftest_stops_with_the_reason_when_it_may_not_speak() -> None:
    with SlackServer(["alerts"]) as slack:
        slack.space.not_in = {"alerts"}

        [finding] = probe(slack).selftest("alerts")

    assert (finding.what, finding.well) == ("stopped", False) and "/invite" in finding.words


def test_the_manifest_asks_for_what_is_needed_and_no_more() -> None:
    manifest = yaml.safe_load(Path("slack/manifest.yaml").read_text())

    assert set(manifest["oauth_config"]["scopes"]["bot"]) == set(NEEDED | LISTENING)


def test_what_came_back_unescaped_would_be_seen() -> None:
    with SlackServer(["alerts"]) as slack:
        steps = probe(slack).selftest("alerts")
        assert [next(steps).what, next(steps).what] == ["post", "history"]
        slack.space.posts[0].text = "<!channel> evil.example"

        escaping = next(steps)

    assert (escaping.what, escaping.well) == ("escaping", False)


def test_without_a_token_the_command_says_where_it_comes_from(tmp_path: Path) -> None:
    settings = {"SLACK_BOT_TOKEN": "", "WIREWATCH_DATA": str(tmp_path)}

    result = CliRunner().invoke(app, ["slack", "selftest", "alerts"], env=settings)

    assert "slack/manifest.yaml" in str(result.exception)
