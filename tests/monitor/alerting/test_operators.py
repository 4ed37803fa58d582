"""Our own troubles are told once when they last, once when they are over, and once a day in between; never as a flood."""

from __future__ import annotations

from datetime import timedelta

from monitor.alerting.operators import Notice, look, notice_message, notice_row
from monitor.model.trouble import Trouble, Watchbook
from tests.monitor.alerting.newsdesk import minutes

SILENT = Trouble(key="feed:wire", words="feed wire: quiet 9 h, usually 40 min")
DOWN = Trouble(key="process:read", words="read: not heard of for 70 s", grave=True)
EMPTY = Watchbook(worries={})


def watched(*looks: tuple[float, list[Trouble]], book: Watchbook = EMPTY) -> tuple[Watchbook, list[tuple[float, Notice]]]:
    """The book after looks at these minutes, and what was said when."""
    said = []
    for at, troubles in looks:
        book, notice = look(book, troubles, minutes(at))
        if notice is not None:
            said.append((at, notice))
    return book, said


def test_a_trouble_that_lasts_is_told_once() -> None:
    _, said = watched(*[(n, [SILENT]) for n in range(30)])

    assert said == [(2, Notice(fresh=(SILENT.words,), still=(), over=()))]


def test_a_restart_is_no_trouble() -> None:
    _, said = watched((0, [DOWN]), (1, [DOWN]), (2, []), *[(n, []) for n in range(3, 30)])

    assert said == []


def test_the_end_of_a_trouble_is_told_once() -> None:
    book, said = watched(*[(n, [SILENT] if n < 8 else []) for n in range(40)])

    assert [(at, n.over) for at, n in said if n.over] == [(13, (SILENT.words,))]
    assert book.worries == {}


def test_what_flickers_is_one_trouble() -> None:
    _, said = watched(*[(n, [DOWN] if n % 4 else []) for n in range(60)])

    assert len(said) == 1


def test_troubles_that_come_together_are_told_together_and_ten_minutes_apart() -> None:
    many = [Trouble(key=f"feed:{n}", words=f"feed {n}: failing") for n in range(30)]

    _, said = watched(*[(n, many[: n + 1]) for n in range(30)])

    assert [at for at, _ in said] == [2, 12, 22]
    assert sum(len(n.fresh) for _, n in said) == 21


def test_a_trouble_that_stays_is_said_again_after_a_day_with_its_numbers_of_then() -> None:
    day = [(float(n), [Trouble(key="x", words=f"{n} alerts wait")]) for n in range(0, 60 * 26, 2)]

    _, said = watched(*day)

    assert [(at, n.fresh, n.still) for at, n in said] == [
        (2.0, ("2 alerts wait",), ()),
        (1442.0, (), ("1442 alerts wait",)),
    ]


def test_a_notice_keeps_slacks_limits_and_lets_nothing_foreign_through() -> None:
    lines = tuple(f"feed https://x.example/{n}: <!channel> " + "&" * 900 for n in range(60))
    row = notice_row(1, "ops", minutes(0))

    said = notice_message(Notice(fresh=lines, still=(), over=("all <b>",)), row)

    assert "<!channel>" not in str(said) and len(said.blocks) <= 50 and len(said.text) <= 300
    assert all(len(b["text"]["text"]) <= 3000 for b in said.blocks if "text" in b)
    assert "and 40 more" in str(said.blocks)


def test_each_notice_has_its_own_id_and_the_same_one_the_same() -> None:
    first, again, second = notice_row(1, "ops", minutes(0)), notice_row(1, "ops", minutes(9)), notice_row(2, "ops", minutes(9))

    assert first.id == again.id != second.id


def test_the_book_remembers_since_when() -> None:
    book, _ = watched((0, [SILENT]), (5, [SILENT]))

    assert book.worries["feed:wire"].since == minutes(0)
    assert (
        book.spoke == minutes(5)
        and book.number == 1
        and timedelta(0) == minutes(5) - (book.worries["feed:wire"].told or minutes(0))
    )
