"""No kind of message, no form and no button lets anything foreign work, whatever titles, names, rules and people say."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest
from hypothesis import given, settings

from monitor.alerting import buttons
from monitor.alerting import message as letters
from monitor.alerting.breaker import Rate, letter, row, trips
from monitor.alerting.corrections import marked
from monitor.alerting.facts import tell
from monitor.alerting.operators import Notice, notice_message, notice_row
from monitor.alerting.summary import digest
from monitor.model.alert import Incident, Message, Reason, SlackMessage
from monitor.model.people import WRONG_REASONS, Mark, Wish
from monitor.model.rule import Count, RuleHead
from tests.monitor.alerting.hostile import URL, WILD, links_of, texts, texts_of_view
from tests.monitor.alerting.kinds import head_row
from tests.monitor.alerting.newsdesk import ATMEH, SARMADA, exactly, incident, minutes, report, rule
from tests.slackrefusals import checked_blocks, checked_metadata, checked_text, checked_view

Make = Callable[[Incident, RuleHead, str], SlackMessage | None]


def told(one: Incident, by: RuleHead, _: str) -> SlackMessage:
    return letters.head(one, by, head_row(one), now=minutes(5), pressable=True)


def corrected(one: Incident, by: RuleHead, words: str) -> SlackMessage:
    kinds = ("acknowledged", "wrong", "merged")
    for kind in kinds:
        one = marked(one, Mark(kind=kind, by=words, at=minutes(4), reason=words))  # type: ignore[arg-type]
    return letters.head(one, by, replace(head_row(one), kind="update"), now=minutes(5), told=minutes(1))


def replied(one: Incident, by: RuleHead, _: str) -> SlackMessage | None:
    before = replace(tell(one), killed=None, place_id=SARMADA.id, place_name="Sarmada")
    return letters.reply(one, by, replace(head_row(one), kind="reply", revision=1, before=before), now=minutes(5))


def summed(reason: Reason) -> Make:
    def make(one: Incident, by: RuleHead, _: str) -> SlackMessage | None:
        return digest([one] * 3, by, _digest_row(reason), now=minutes(9))

    return make


def _digest_row(reason: Reason) -> Message:
    return replace(head_row(incident(report("AFP", killed=exactly(1)))), kind="digest", reason=reason)


def counted(one: Incident, by: RuleHead, words: str) -> SlackMessage:
    return told(one, replace(by, count=Count(at_least=3, within=86400.0)), words)


def tripped(one: Incident, by: RuleHead, _: str) -> SlackMessage:
    rate = Rate(rule=by, channels=("a",), now=30, before=0, hours=0.0, incidents=(one,) * 3)
    mute = trips(rate, [], minutes(0), times=6.0)
    assert mute is not None
    return letter(rate, mute, row(mute, "a"), pressable=True)


def noticed(_: Incident, __: RuleHead, words: str) -> SlackMessage:
    return notice_message(Notice(fresh=(words,) * 3, still=(words,), over=(words,)), notice_row(1, "ops", minutes(0)))


MAKERS: Final[dict[str, Make]] = {
    "head": told, "corrected": corrected, "reply": replied, "counted": counted, "tripped": tripped, "notice": noticed,
    "quiet": summed(Reason.GATHERED), "muted": summed(Reason.MUTED), "catch-up": summed(Reason.CAUGHT_UP),
}  # fmt: skip


def hostile(words: str, url: str) -> Incident:
    where = replace(ATMEH, name=words, admin1=words)
    said = {"said_by": (words,), "actors": (words,), "rules": (words,), "highlights": ((0, 3), (5, 9)), "why": words}
    return incident(report(words, title=words, quote=words, url=url, where=where, killed=exactly(3), **said))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(MAKERS))
@settings(max_examples=60)
@given(words=WILD, url=URL)
def test_whatever_is_written_slack_takes_it_and_nothing_of_it_works(kind: str, words: str, url: str) -> None:
    by = rule(title=words)

    for said in filter(None, [MAKERS[kind](hostile(words, url), by, words)]):
        plain = letters.plain(said)
        for one in (said, plain):
            for text in texts(one):
                links_of(text)
                assert not any(ord(c) in (0x202E, 0x2066, 0x200B) for c in text), text
            checked_text(one.text, list(one.blocks))
            checked_blocks(list(one.blocks))
            checked_metadata(one.metadata)
            assert len(one.text) <= 3000
        json.dumps([said.blocks, said.text, said.metadata]).encode("utf-8")


@settings(max_examples=60)
@given(words=WILD, url=URL)
def test_whatever_is_written_forms_open(words: str, url: str) -> None:
    for view in (buttons.form(hostile(words, url), rule(title=words)), buttons.done(words)):
        checked_view(view)
        assert [links_of(text) for text in texts_of_view(view)] == [[] for _ in texts_of_view(view)]


@settings(max_examples=100)
@given(words=WILD)
def test_whatever_comes_back_from_slack_is_a_wish_of_ours_or_none(words: str) -> None:
    for button in ("wrong", "unmute", words):
        action = {"action_id": button, "block_id": words, "value": words, "selected_option": {"value": words}}
        wish = buttons.wish_of({"type": "block_actions", "actions": [action], "user": {"id": words}})
        assert wish is None or (isinstance(wish, Wish) and (wish.what != "wrong" or wish.reason in WRONG_REASONS))
