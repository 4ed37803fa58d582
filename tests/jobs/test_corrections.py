"""What people say of incidents, on a real store and a local Slack: seen, wrong, these two are one, this one is two."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from monitor.model.alert import Incident
from monitor.model.people import Mark, MarkKind
from monitor.model.rule import AlertPlan, Threshold
from tests.jobs.alertdesk import Desk, desk_with_slack, heads_and_replies, raid
from tests.monitor.alerting.newsdesk import ATMEH, KYIV, ODESA, SARMADA, exactly

SOON = AlertPlan(wait=0.0, critical_when=(Threshold(figure="killed", low=20),))


def news(desk: Desk, source: str, where: object, killed: int, **how: Any) -> int:
    day = desk.now.date()
    article = desk.reads(source, raid(where, killed=exactly(killed), day=day), matches=[("idlib-raid", 0)], **how)
    desk.files(article)
    desk.waits(2)
    desk.sends()
    return article


def told(desk: Desk) -> dict[str, Incident]:
    """Incidents that stand by themselves, by place."""
    board = desk.store.board(desk.now.replace(year=2020))
    return {i.where.name: i for i in board.incidents if i.where and not i.merged_into}


def says(desk: Desk, incident: Incident, kind: MarkKind, by: str = "amira", **how: str) -> str:
    return desk.store.mark_incident(incident.id, Mark(kind=kind, by=by, at=desk.now, **how), via="command line")


def head_of(slack: Any, name: str) -> str:
    """What the head about that place shows now."""
    return next(str(post.blocks) for post in slack.space.posts if name in post.text and post.thread_ts is None)


def test_the_head_shows_who_has_acknowledged_it_and_nobody_is_reminded_any_more(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=AlertPlan(wait=0.0, repeat=3600.0))
        news(desk, "reuters", ATMEH, 3)

        assert says(desk, told(desk)["Atmeh"], "acknowledged") == ""
        desk.sends_all()
        desk.waits(minutes=120)
        news(desk, "afp", ATMEH, 3)
        desk.sends_all()

        assert "Acknowledged by amira" in head_of(slack, "Atmeh")
        assert len(heads_and_replies(slack.space.posts)) == 1
        assert [(line.what, line.by, line.about) for line in desk.store.audit()] == [
            ("acknowledge", "amira", "incident Raid in Atmeh, Idlib")
        ]


def test_an_acknowledged_incident_still_tells_what_is_new(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=SOON)
        news(desk, "reuters", ATMEH, 3)
        says(desk, told(desk)["Atmeh"], "acknowledged")

        news(desk, "afp", ATMEH, 12)
        desk.sends_all()

        assert "killed 3 → 12 (afp)" in heads_and_replies(slack.space.posts)[-1]


def test_an_alert_that_is_marked_wrong_falls_silent_unless_it_becomes_critical(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=SOON)
        first = news(desk, "reuters", ATMEH, 3)
        says(desk, told(desk)["Atmeh"], "wrong", reason="old news", rule_id="idlib-raid")

        news(desk, "afp", ATMEH, 9)
        desk.sends_all()
        silent = heads_and_replies(slack.space.posts)
        news(desk, "sana", ATMEH, 40)
        desk.sends_all()
        loud = heads_and_replies(slack.space.posts)

        assert len(silent) == 1 and "Marked wrong by amira" in head_of(slack, "Atmeh") and "old news" in head_of(slack, "Atmeh")
        assert len(loud) == 2 and "now critical" in loud[-1]
        [said] = desk.store.feedback_on("idlib-raid")
        assert (said.article_id, said.verdict, said.reason, said.by) == (first, "wrong", "old news", "amira")


def test_two_incidents_that_a_person_merges_are_told_as_one_from_then_on(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=SOON)
        news(desk, "reuters", ATMEH, 3)
        second = news(desk, "afp", SARMADA, 9)
        one, other = told(desk)["Atmeh"], told(desk)["Sarmada"]

        assert desk.store.merge_incidents(other.id, one.id, by="amira", via="command line", now=desk.now) == ""
        desk.files(second)
        later = news(desk, "sana", SARMADA, 9)
        desk.sends_all()

        [left] = [i for i in desk.store.board(desk.now.replace(year=2020)).incidents if not i.merged_into]
        assert left.id == one.id and {r.source for r in left.reports} == {"reuters", "afp", "sana"}
        assert "Merged by amira" in str(slack.space.posts[1].blocks) and "Merged" not in str(slack.space.posts[0].blocks)
        assert len([post for post in slack.space.posts if post.thread_ts is None]) == 2
        assert desk.outcome(later)[0] in ("filed", "updated")


def test_what_is_merged_before_it_was_told_is_told_by_the_other(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=AlertPlan(wait=300.0))
        news(desk, "reuters", ATMEH, 3)
        second = news(desk, "afp", SARMADA, 9)
        one, other = told(desk)["Atmeh"], told(desk)["Sarmada"]

        desk.store.merge_incidents(other.id, one.id, by="amira", via="command line", now=desk.now)
        desk.files(second)
        desk.sends_all()

        [head] = heads_and_replies(slack.space.posts)
        assert "killed 9 (afp)" in head and "2 sources" not in head
        assert sorted(state for _, state in desk.states()) == ["sent", "suppressed"]


def test_a_report_that_a_person_takes_out_is_told_by_itself_and_never_joins_again(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=SOON)
        news(desk, "reuters", ATMEH, 3)
        stray = news(desk, "afp", ATMEH, 9)
        desk.sends_all()
        before = told(desk)["Atmeh"]

        why_not = desk.store.split_incident(before.id, [stray], by="amira", via="command line", now=desk.now)
        desk.files(stray)
        desk.sends_all()

        incidents = desk.store.board(desk.now.replace(year=2020)).incidents
        assert why_not == "" and sorted({r.source for r in i.reports} == {"afp"} for i in incidents) == [False, True]
        assert [i.killed and i.killed.low for i in incidents] == [3, 9]
        assert len([post for post in slack.space.posts if post.thread_ts is None]) == 2
        assert desk.outcome(stray)[0] == "alerted"


def test_what_was_merged_by_mistake_stands_by_itself_again_when_it_is_split(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, slack):
        desk.rule(alert=SOON)
        news(desk, "reuters", KYIV, 3)
        second = news(desk, "afp", ODESA, 9)
        one, other = told(desk)["Kyiv"], told(desk)["Odesa"]
        desk.store.merge_incidents(other.id, one.id, by="amira", via="command line", now=desk.now)
        desk.files(second)

        desk.store.split_incident(one.id, [second], by="omar", via="command line", now=desk.now)
        desk.files(second)
        news(desk, "sana", ODESA, 9)
        desk.sends_all()

        assert {name: {r.source for r in i.reports} for name, i in told(desk).items()} == {
            "Kyiv": {"reuters"},
            "Odesa": {"afp", "sana"},
        }
        assert len([post for post in slack.space.posts if post.thread_ts is None]) == 2


def test_what_cannot_be_corrected_is_refused_in_words(tmp_path: Path) -> None:
    with desk_with_slack(tmp_path) as (desk, _):
        desk.rule(alert=SOON)
        only = news(desk, "reuters", ATMEH, 3)
        one = told(desk)["Atmeh"]
        split, merge = desk.store.split_incident, desk.store.merge_incidents
        who: dict[str, Any] = {"by": "amira", "via": "command line", "now": desk.now}

        assert "leave no report" in split(one.id, [only], **who)
        assert split(one.id, [only, 404], **who) == "none of its reports is article 404"
        assert "cannot be merged" in merge(one.id, one.id, **who)
        assert merge("nothing", one.id, **who) == "there is no incident nothing"
        assert says(desk, Incident(id="x", what="raid", where=None, day=None, reports=()), "wrong") == "there is no incident x"
        assert desk.store.audit() == [] and desk.outcome(only)[0] == "alerted"
