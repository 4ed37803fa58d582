"""What becomes of the news in the lives of feeds: nothing that happened is taken for a copy or for old."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from tests.jobs.alertdesk import _empty_store
from tests.jobs.newsline import line_at, page
from workers.edges.store import open_store

REPORT = (
    "Soldiers raided a house in {}, Syria, and killed {} people, officials said. Neighbours heard shots until dawn, and the"
    " bodies were taken to the hospital of the town. The road to the border is open only in the mornings."
)
FAR = "Events of the day in Syria. " + "The rain goes on, and prices rise in all markets of the north. " * 80
ARABIC = "قصفت قوات النظام مدينة {} في سوريا وقتلت {} أشخاص، قال مسؤولون. وسمع السكان دوي انفجارات حتى الفجر."
WALL = page(
    "Before you continue", "We use cookies to give you the best experience. By clicking accept you agree to our use of them."
)
Story = dict[str, Any]


def story(title: str, text: str, **how: Any) -> Story:
    return {"title": title, "text": text, "page": page(title, text), **how}


def raids(*facts: tuple[str, object], title: str = "Situation report", text: str = REPORT, **how: Any) -> list[Story]:
    return [story(title.format(*fact), text.format(*fact), **{k: v.format(*fact) for k, v in how.items()}) for fact in facts]


def dated(date: str) -> list[Story]:
    return raids(("Atmeh", 5), date=date)


TOLLS, TOWNS = (("Atmeh", 5), ("Atmeh", 12)), (("Atmeh", 5), ("Sarmin", 5))
SAID = "{} soldiers raided a house in Atmeh, Syria, and killed 5 people." + FAR[:600]

#: What a feed publishes, hour by hour -> how many are heard; the others are archived.
LIVES: dict[str, tuple[list[Story], int]] = {
    "a report with another toll each time": (raids(*TOLLS), 2),
    "a report with its toll in words": (raids(("Atmeh", "five"), ("Atmeh", "twelve")), 2),
    "a report of another town": (raids(*TOWNS), 2),
    "a notice of one line with another town": (
        raids(*TOWNS, text="Shelling in {}, Syria. It killed {} people. Stay in shelters."),
        2,
    ),
    "all in small letters": ([story("raid", one["text"].lower()) for one in raids(*TOWNS)], 2),
    "all in capitals": ([story("RAID", one["text"].upper()) for one in raids(*TOWNS)], 2),
    "news behind the first pages": (raids(*TOLLS, text=FAR + REPORT), 2),
    "another town behind the first pages": (raids(*TOWNS, text=FAR + REPORT), 2),
    "a higher toll under another address": (raids(*TOLLS, title="Raid in {} kills {}"), 2),
    "a confirmation in the words of the doubt": (
        [story("Raid in Atmeh", SAID.format(f"Officials did {word}confirm that")) for word in ("not ", "")],
        2,
    ),
    "killed and wounded change places": (
        [
            story("Raid", f"An airstrike hit a house in Atmeh, Syria. 5 people were {a} and 1 {b}, officials said." + FAR[:600])
            for a, b in (("wounded", "killed"), ("killed", "wounded"))
        ],
        2,
    ),
    "figures of two towns change places": (
        raids(
            (5, 7), (7, 5), text="An airstrike killed {} people in Atmeh, Syria, and {} in Sarmin, officials said." + FAR[:600]
        ),
        2,
    ),
    "dozens, then hundreds": (raids(("Atmeh", "dozens of"), ("Atmeh", "hundreds of")), 2),
    "posts of a live blog": (raids(*TOWNS, title="Live", link="https://wire.example/live#{}"), 2),
    "addresses that only a number tells apart": (raids(*TOWNS, link="https://wire.example/story?id={}"), 2),
    "the front page for an address": (raids(*TOWNS, title="Raid in {}", link="https://wire.example/"), 2),
    "one address for the latest": (raids(*TOWNS, title="Raid in {}", link="https://wire.example/latest"), 2),
    "the same page that asks for consent": ([one | {"page": WALL} for one in raids(*TOWNS)], 2),
    "titles that say nothing over pages that do": ([one | {"text": ""} for one in raids(*TOWNS, title="Watch live")], 2),
    "titles alone": ([one | {"text": "", "page": None} for one in raids(*TOLLS, title="Raid in {}, Syria, kills {}")], 2),
    "one standing line under all titles": (
        [one | {"text": "Read it all on our site.", "page": None} for one in raids(*TOWNS, title="Raid in {}, Syria, kills {}")],
        2,
    ),
    "Arabic, another town": (raids(("أطمة", 5), ("سرمين", 5), title="قصف على سوريا", text=ARABIC), 2),
    "Arabic, another toll": (raids(("أطمة", "٥"), ("أطمة", "٧"), title="قصف على سوريا", text=ARABIC), 2),
    "the same story at two addresses": (raids(TOWNS[0], TOWNS[0]), 1),
    "the same story with tracking": (
        [one | {"link": f"https://wire.example/story?utm_source={n}"} for n, one in enumerate(raids(TOWNS[0], TOWNS[0]))],
        1,
    ),
    "a date in the future": (dated("Tue, 24 Nov 2026 12:00:00 GMT"), 1),
    "a date that no calendar reaches": (dated("Fri, 31 Dec 9999 23:59:59 -0500"), 1),
    "a zone that is wrong by hours": (dated("Fri, 20 Nov 2026 23:00:00 GMT"), 1),
    "midnight of the day before yesterday": (dated("Thu, 19 Nov 2026 00:00:00 GMT"), 1),
    "midnight elsewhere": (dated("2026-11-19T00:00:00-05:00"), 1),
    "the first second of all time": (dated("Thu, 01 Jan 1970 00:00:00 GMT"), 1),
    "the year one": (dated("Mon, 01 Jan 0001 00:00:00 +0000"), 1),
    "a date in words": (dated("gestern"), 1),
    "no date": (dated(""), 1),
    "the day first": (dated("20/11/2026 10:00"), 1),
    "the day first where it could be the month": (dated("11/21/2026 10:00"), 1),
    "a month old": (dated("Wed, 21 Oct 2026 12:00:00 GMT"), 0),
    "three days old": (dated("Wed, 18 Nov 2026 12:00:00 GMT"), 0),
    "midnight four days ago": (dated("Tue, 17 Nov 2026 00:00:00 GMT"), 0),
}


@pytest.fixture(scope="module")
def ends(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """How the articles of each life end. All lives are lived at once, each in a feed of its own."""
    folder = tmp_path_factory.mktemp("lives")
    (folder / "line.db").write_bytes(_empty_store())
    store = open_store(f"sqlite:///{folder}/line.db")
    with line_at(folder, store) as line:
        wires = {life: line.feed(f"life{n}") for n, life in enumerate(LIVES)}
        for wire in wires.values():
            wire.publishes("The bakers of the old town", "They bake bread.")
        line.runs()
        for n in range(2):
            for (stories, _), wire in zip(LIVES.values(), wires.values(), strict=True):
                for one in stories[n : n + 1]:
                    wire.entries = wire.entries[-1:]  # a short feed: one stands there at a time
                    link = one.get("link", f"https://wire.example/life/{n}").replace("wire", wire.name)
                    wire.publishes(**{"guid": f"life-{n}", **one, "link": link})
            line.runs(hours=1)
        with store.db.reading() as tx:
            asked = "select a.outcome, f.url from articles a join feeds f on f.id = a.feed_id where title not like '%bakers%'"
            rows = [tuple(row) for row in tx.execute(sa.text(asked))]
    store.close()
    return {life: [outcome for outcome, url in rows if url == wire.url] for life, wire in wires.items()}


@pytest.mark.parametrize(("life", "heard"), [(life, heard) for life, (_, heard) in LIVES.items()], ids=LIVES)
def test_what_becomes_of_it(ends: dict[str, list[str]], life: str, heard: int) -> None:
    assert ends[life]
    assert sum(end not in {"archived", "no match"} for end in ends[life]) == heard, ends[life]
