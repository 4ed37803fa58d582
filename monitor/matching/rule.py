"""One rule: its file's text compiled, or everything that is wrong with it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from posixpath import basename, splitext
from typing import Final, cast

from monitor.matching import fields
from monitor.matching.alertplan import at_least, parse_alert
from monitor.matching.cases import RuleTest, parse_tests
from monitor.matching.combine import parse_article, parse_event
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.counting import Named, parse_count
from monitor.matching.lists import used_lists
from monitor.matching.nodes import Node, Review, Table, Text, guess, plain
from monitor.matching.oldnews import news_age
from monitor.matching.slackname import channel_name
from monitor.matching.unreachable import tell_unreachable
from monitor.matching.yaml_strict import read_yaml
from monitor.model.rule import LEVELS, AlertPlan, Level, Problem, RuleHead, Status, Verdict, WhereUnknown

KEYS: Final = (
    "id",
    "title",
    "description",
    "level",
    "status",
    "channel",
    "event",
    "article",
    "unless",
    "where_unknown",
    "news_age",
    "count",
    "alert",
    "tests",
)
STATUSES: Final = ("live", "trial", "off")
LONGEST_TITLE: Final = 200  # characters
ID: Final = r"[A-Za-z0-9]+(-+[A-Za-z0-9]+)*"
WHERE_UNKNOWN: Final = ("hold", "alert", "drop")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless:
    """A block that keeps the rule silent when all of it holds."""

    path: str  #: "unless[0]"
    event: tuple[Condition, ...] = ()  #: of the same event; for a rule without `event:`, of any event of the article
    article: tuple[Condition, ...] = ()

    def check(self, case: Case) -> Verdict:
        """Held means: it does not block."""
        case = replace(case, place_assumed=False)
        events = (case.event,) if case.event is not None else case.view.reading.events
        for event in events if self.event else (case.event,):
            verdicts = [c.check(replace(case, event=event)) for c in (*self.event, *self.article)]
            if all(v.held for v in verdicts):
                path = verdicts[0].condition if len(verdicts) == 1 else self.path
                spans = tuple(sorted({s for v in verdicts for s in v.evidence}))
                return Verdict(condition=path, held=False, detail="; ".join(v.detail for v in verdicts), evidence=spans)
        return Verdict(condition=self.path, held=True, detail="does not apply")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that is good."""

    head: RuleHead
    event: tuple[Condition, ...] = ()  #: all of one event; () for a rule without `event:`
    article: tuple[Condition, ...] = ()
    unless: tuple[Unless, ...] = ()
    tests: tuple[RuleTest, ...] = ()
    line: int = 1  #: where its id or title stands
    named: Named = ()  #: the rules whose incidents it counts
    list_files: tuple[str, ...] = ()  #: names of the files in which the lists that it uses stand


def load_rule(content: bytes | str, file: str, known: Known) -> tuple[Rule | None, list[Problem]]:
    """The rule, or None with its mistakes; advice may come with either."""
    review = Review()
    root = read_yaml(content, file, review)
    rule = _rule(root, file, review, known) if root is not None else None
    if root is None and not review.wrong:
        review.mistake(Node(file, 1, 1), "this file is empty")
    problems = sorted(review.problems, key=lambda p: (p.file, p.line, p.column))
    return (None if review.wrong else rule), problems


def _rule(root: Node, file: str, review: Review, known: Known) -> Rule | None:
    found = fields.table(root, review, "a rule", KEYS)
    if found is None or not isinstance(root, Table):
        return None
    if "title" not in found and not any("'title'" in guess(key.raw, KEYS) for key in root.names):
        review.mistake(root, "'title' is missing: every rule says in a line what it is about")
    count, named = parse_count(found["count"], review) if "count" in found else (None, ())
    if not {"event", "article"} & set(found) and not named:
        review.mistake(root, "a rule needs 'event:' or 'article:', else it would hold for everything")
    if "count" in found and "event" not in found and not named:
        review.mistake(found["count"], "'count' counts incidents: it stands beside 'event:', or names 'rules:' of its own")
    if named and "tests" in found and not {"event", "article"} & set(found):
        review.mistake(found["tests"], "this rule reads no article itself: the tests belong to the rules that it names")
    if "description" in found:
        fields.text(found["description"], review, "description")
    event_node, beside = _beside(found.get("event"))
    event = parse_event(event_node, "event", review, known, news=True) if event_node is not None else ()
    article = parse_article(found["article"], "article", review, known) if "article" in found else ()
    unless = _unless(found["unless"], review, known) if "unless" in found else ()
    rule = Rule(
        head=replace(_head({**beside, **found}, beside, root, file, review, known), count=count),
        named=named,
        event=event,
        article=article,
        unless=unless,
        tests=parse_tests(found["tests"], review, known, _paths(event, article, unless)) if "tests" in found else (),
        line=next((key.line for key in root.names if key.raw in ("id", "title")), 1),
        list_files=_list_files(root, known),
    )
    if "where_unknown" in beside and "where_unknown" in found:
        review.mistake(beside["where_unknown"], "'where_unknown' stands here twice, inside 'event:' and beside it")
    tell_unreachable(event, article, [(u.path, u.event, u.article) for u in unless], root, review)
    return rule


def _beside(event: Node | None) -> tuple[Node | None, dict[str, Node]]:
    """`sources:` and `where_unknown:` may stand in the event block, but the incident or the whole rule decides them."""
    if not isinstance(event, Table):
        return event, {}
    beside = {key.raw: value for key, value in event.pairs if key.raw in ("sources", "where_unknown")}
    rest = tuple((key, value) for key, value in event.pairs if key.raw not in beside)
    return replace(event, pairs=rest), beside


def _head(found: dict[str, Node], beside: dict[str, Node], root: Table, file: str, review: Review, known: Known) -> RuleHead:
    def word(key: str, options: tuple[str, ...], default: str) -> str:
        return (fields.choice(found[key], review, key, options) if key in found else default) or default

    title = fields.text(found["title"], review, "title") if "title" in found else None
    if title is not None and len(title) > LONGEST_TITLE:
        review.mistake(found["title"], f"a title has at most {LONGEST_TITLE} characters: the rest belongs under 'description'")
    return RuleHead(
        id=_id(found.get("id"), root, file, review),
        title=" ".join((title or "").split()),
        level=cast(Level, word("level", LEVELS, "medium")),
        status=cast(Status, word("status", STATUSES, "live")),
        channel=channel_name(found["channel"], review) if "channel" in found else "",
        hash=_hash(root, known),
        file=file,
        where_unknown=cast(WhereUnknown, word("where_unknown", WHERE_UNKNOWN, "drop")),
        sources_at_least=(at_least(beside["sources"], review) or 1) if "sources" in beside else 1,
        news_age=news_age(found["news_age"], review) if "news_age" in found else None,
        alert=parse_alert(found["alert"], review, known.zones, known.ways) if "alert" in found else AlertPlan(),
    )


def _id(node: Node | None, root: Node, file: str, review: Review) -> str:
    stem = splitext(basename(file))[0]
    name = fields.text(node, review, "id") if node is not None else stem
    if name is None or (re.fullmatch(ID, name) and len(name) <= 80):
        return name or stem
    plain_name = re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")[:80]
    hint = f" (did you mean '{plain_name}'?)" if plain_name else ""
    if node is not None:
        review.mistake(node, f"an id has letters, digits and hyphens, 80 at most{hint}")
    else:
        review.mistake(root, f"the file's name '{stem}' is no id: give the rule an 'id:'{hint}")
    return stem


def _unless(node: Node, review: Review, known: Known) -> tuple[Unless, ...]:
    blocks: list[Unless] = []
    if isinstance(node, Table):
        review.mistake(node, "'unless' is a list: begin each block with '- '")
        return ()
    if isinstance(node, Text) and node.trap == "null":
        review.mistake(node, "'unless' is empty")
        return ()
    for i, member in enumerate(fields.items(node, review, "'unless'")):
        path = f"unless[{i}]"
        found = fields.table(member, review, "a block of 'unless'", ("event", "article"))
        if found is None:
            continue
        if not found and isinstance(member, Table) and not member.pairs:
            review.mistake(member, "this block is empty: it would block everything")
        event = parse_event(found["event"], f"{path}.event", review, known, news=False) if "event" in found else ()
        article = parse_article(found["article"], f"{path}.article", review, known) if "article" in found else ()
        blocks.append(Unless(path=path, event=event, article=article))
    return tuple(blocks)


def _paths(event: tuple[Condition, ...], article: tuple[Condition, ...], unless: tuple[Unless, ...]) -> tuple[str, ...]:
    """What `blocked_by:` may name."""
    paths = ["event"] if event else []
    paths += [condition.path for condition in (*event, *article)]
    for block in unless:
        paths += ["unless", block.path, *(condition.path for condition in (*block.event, *block.article))]
    return tuple(dict.fromkeys(paths))


def _list_files(root: Table, known: Known) -> tuple[str, ...]:
    used = [known.lists[name] for name in used_lists(root) if name in known.lists]
    return tuple(sorted({item.file for found in used for item in found.items}))


def _hash(root: Table, known: Known) -> str:
    """Of all that decides what the rule does: its content without `tests:` and comments, and the lists that it uses."""
    body = {key.raw: plain(value) for key, value in root.pairs if key.raw != "tests"}
    lists = {name: [plain(item) for item in known.lists[name].items] for name in used_lists(root) if name in known.lists}
    canonical = json.dumps([body, lists], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(canonical.encode(), digest_size=8).hexdigest()
