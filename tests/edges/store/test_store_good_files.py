"""The last good versions of the rules folder, and what processes tell of their rules, on both databases."""

from __future__ import annotations

from tests.edges.store.store_given import at
from workers.edges.store import SqlStore
from workers.ports import GoodFile, RulesInForce


def good(name: str, body: str = "title: Raid\n", **lists: str) -> GoodFile:
    return GoodFile(name=name, digest="d", body=body, lists={f"lists/{n}.yaml": text for n, text in lists.items()})


def told(*problems: str, hash: str = "h1") -> RulesInForce:
    return RulesInForce(count=2, hash=hash, problems=problems)


def test_good_files_come_back_as_they_were_kept(store: SqlStore) -> None:
    a, b = good("alerts/a.yaml", places="ours: [إدلب]\n"), good("vocabulary/b.yaml")

    store.keep_good_files([a, b], ())

    assert store.good_files() == {"alerts/a.yaml": a, "vocabulary/b.yaml": b}


def test_the_newer_version_replaces_the_older_and_what_is_gone_goes(store: SqlStore) -> None:
    store.keep_good_files([good("alerts/a.yaml"), good("alerts/b.yaml")], ())

    store.keep_good_files([good("alerts/a.yaml", "title: Newer\n")], {"alerts/b.yaml", "alerts/never.yaml"})

    assert store.good_files() == {"alerts/a.yaml": good("alerts/a.yaml", "title: Newer\n")}


def test_what_is_wrong_with_the_rules_is_a_trouble_while_a_living_process_tells_it(store: SqlStore) -> None:
    store.heartbeat("worker read", pid=1, host="here", now=at(0), rules=told("alerts/a.yaml:2:9: unknown kind"))
    store.heartbeat("worker alert", pid=2, host="here", now=at(1), rules=told("alerts/a.yaml:2:9: unknown kind"))
    store.heartbeat("worker fetch", pid=3, host="here", now=at(1))

    found = [(t.key, t.words, t.grave) for t in store.troubles(at(10))]

    assert found == [("rules:alerts/a.yaml:2:9", "rules: alerts/a.yaml:2:9: unknown kind", False)]
    assert not [t for t in store.troubles(at(120)) if t.key.startswith("rules:")]
    assert [beat["rules"] and beat["rules"]["count"] for beat in store.health(at(10)).heartbeats] == [2, None, 2]


def test_processes_that_judge_by_other_rules_are_a_trouble(store: SqlStore) -> None:
    store.heartbeat("worker read", pid=1, host="here", now=at(0), rules=told())
    store.heartbeat("worker alert", pid=2, host="here", now=at(1), rules=told(hash="h2"))

    [trouble] = store.troubles(at(10))

    assert trouble.words == (
        "rules: the processes have not the same in force: worker alert (2) 2 rules, h2, worker read (1) 2 rules, h1"
    )
