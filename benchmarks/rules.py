"""What rules cost: `python benchmarks/rules.py [--most 10000] [--rounds 7]`.

Makes rulebooks of 10, 100, 1,000 and 10,000 rules as a desk of many analysts would write them: an act of violence or a disaster
in a country, a province or a town, often with a toll, an actor or words of the article; and text watches of one to six phrases.
The articles are our own sentences on real places among ordinary words, and say two of the phrases; the real reader reads them
once. Prints the processor time of matching one article, alone and with near misses as the live line does it: medians of rounds
in which the rulebooks take turns, and how many times that of 100 rules in the same round. Then loading and memory.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from monitor.matching.index import tried_always
from monitor.matching.match import judge
from monitor.matching.rulebook import Rulebook, load_rulebook
from monitor.model.article import Article
from monitor.model.event import Reading
from monitor.model.place import Place
from workers.edges.language import LocalLanguage
from workers.heartbeat import resident_mb

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIZES = (10, 100, 1_000, 10_000)

#: Countries that desks watch; half of the rules ask for a place in one of the first ten.
WATCHED = re.findall("..", "SYSDUAYEMMCDNGMLSOAFIQLYETBFNEPSLBILRUPKINCOMXHTKEMZCMTDCFSSPHTHVEEGTRIR")
KINDS = ("airstrike", "shelling", "bombing", "clash", "raid", "shooting", "abduction", "execution", "displacement", "disaster")
WIDE = ("strike", "attack", "drone_strike", "arrest", "protest", "accident", "ceasefire", "siege", "offensive", "aid")
ACTORS = ("Islamic State", "Boko Haram", "al-Shabaab", "Taliban", "Hamas", "Hezbollah", "Rapid Support Forces", "M23")
STORIES = (
    "An airstrike hit a market in {place} on Thursday, killing {n} people, doctors said.",
    "Shelling of {place} killed at least {n} people on Thursday and wounded {m} others, officials said.",
    "A car bomb exploded near a police station in {place} on Thursday. {n} people were killed, police said.",
    "Gunmen opened fire on a bus near {place} on Thursday, killing {n} passengers, a witness said.",
    "Fighters of {actor} raided a village outside {place} on Thursday and killed {n} people, residents said.",
    "Clashes between soldiers and {actor} broke out in {place} on Thursday. At least {n} people were killed.",
    "Armed men abducted {n} students from a school in {place} on Thursday, the governor said.",
    "Floods in {place} killed {n} people on Thursday and displaced {m}00 families, the aid agency said.",
)


def places_of(language: LocalLanguage) -> tuple[list[Place], list[Place], list[Place]]:
    """Countries, provinces and larger towns of the watched countries, the most watched first."""
    gazetteer: Any = language.atlas
    rows = gazetteer.shipped.rows_of_kind
    countries = [gazetteer.countries[code] for code in WATCHED]
    admin1 = [p for p in map(gazetteer.place, rows("admin1")) if p.country in WATCHED]
    towns = [p for p in map(gazetteer.place, rows("town")) if p.country in WATCHED and p.population > 60_000]
    rank = {code: n for n, code in enumerate(WATCHED)}
    return countries, sorted(admin1, key=lambda p: rank[p.country or ""]), sorted(towns, key=lambda p: rank[p.country or ""])


def words_of(language: LocalLanguage) -> list[str]:
    """Some five thousand ordinary words of English."""
    gazetteer: Any = language.atlas
    return sorted(word for word in gazetteer.common if len(word) > 2 and word.isalpha())


def rules_of(count: int, places: tuple[list[Place], list[Place], list[Place]], words: list[str]) -> Iterator[dict[str, Any]]:
    """The rules before they are YAML. The first hundred are the first hundred of every rulebook."""
    dice = random.Random(7)
    countries = {p.country: p.name for p in places[0]}

    def named(place: Place) -> str:
        return place.name if place.kind == "country" else f"{place.name}, {countries[place.country]}"

    def somewhere() -> Place:
        some = dice.choices(places, weights=(1, 5, 4))[0]
        return some[int(len(some) * dice.random() ** 1.6)]

    def phrases() -> list[str]:
        return [" ".join(dice.sample(words, dice.choice((2, 2, 3)))) for _ in range(dice.randint(1, 6))]

    for n in range(count):
        rule: dict[str, Any] = {"id": f"rule-{n}", "title": f"Rule number {n}", "level": dice.choice(("low", "medium", "high"))}
        if dice.random() < 0.25:
            rule["article"] = {"text": phrases()}
        else:
            event: dict[str, Any] = {"what": dice.sample(KINDS, dice.choice((1, 1, 2, 3)))}
            if dice.random() < 0.2:
                event["what"] = dice.choice(WIDE)
            where = [named(somewhere()) for _ in range(dice.choice((1, 1, 1, 2, 4)))]
            event["where"] = where if len(set(where)) > 1 else where[0]
            if dice.random() < 0.5:
                figure = dice.choice(("killed", "casualties", "killed", "wounded"))
                event[figure] = f"at least {dice.choice((1, 1, 3, 5, 10, 20, 50))}"
            if dice.random() < 0.15:
                event["by"] = dice.choice(ACTORS)
            if dice.random() < 0.02:
                event |= {"where": {"within_km": 40, "of": named(places[2][dice.randrange(len(places[2]))])}}
            if dice.random() < 0.01:
                event.pop("where")
                event |= {"killed": f"at least {dice.choice((5, 10, 20, 50))}"}
            rule["event"] = event
            if dice.random() < 0.15:
                rule["article"] = {"text": phrases()}
            if dice.random() < 0.1:
                rule["unless"] = [{"article": {"text": phrases()}}]
        yield rule


def articles_on(
    places: tuple[list[Place], list[Place], list[Place]], words: list[str], phrases: list[str], count: int
) -> Iterator[Article]:
    """Articles of some 300 words; three in four tell a story of violence or disaster from a place that desks watch."""
    dice = random.Random(5)
    for n in range(count):
        lines = [" ".join(dice.sample(words, 9)) for _ in range(14)] + dice.sample(phrases, 2)
        filling = " ".join(f"The {line} of the town were the talk of the day." for line in lines)
        place = dice.choice(places[2][: len(places[2]) // 2])
        country = next(p.name for p in places[0] if p.country == place.country)
        story = dice.choice(STORIES).format(
            place=f"{place.name}, {country}", n=dice.randint(2, 40), m=dice.randint(41, 90), actor=dice.choice(ACTORS)
        )
        text = (story if n % 4 else "Nothing was decided in the capital on Thursday.") + "\n" + filling
        yield Article(id=str(n), title=text[:70], text=text, source="own", published_at=NOW - timedelta(hours=1), seen_at=NOW)


def spent(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--most", type=int, default=SIZES[-1], help="rules of the largest rulebook")
    ask.add_argument("--rounds", type=int, default=7)
    ask.add_argument("--articles", type=int, default=200)
    given = ask.parse_args()
    sizes = [size for size in SIZES if size <= given.most]

    language = LocalLanguage()
    places = places_of(language)
    words = words_of(language)
    rules = list(rules_of(sizes[-1], places, words))
    phrases = [phrase for rule in rules if "event" not in rule for phrase in rule["article"]["text"]]
    papers = articles_on(places, words, phrases, given.articles)
    read = [(a, r) for a in papers if isinstance(r := language.read_many([a])[0], Reading)]
    events = sum(len(r.events) for _, r in read)
    texts = [yaml.safe_dump(rule, sort_keys=False, allow_unicode=True) for rule in rules]
    print(f"{len(read)} articles, {events} events in them; {resident_mb():.0f} MB with the reader alone")

    books: dict[int, Rulebook] = {}
    for size in sizes:
        took = spent(lambda size=size: books.update({size: _loaded(language, texts[:size])}))  # type: ignore[misc]
        blind = sum(map(tried_always, books[size].awake))
        print(f"{size:>7,} rules: loaded in {took:6.2f} s ({1000 * took / size:.2f} ms a rule), {blind} that no index finds; "
              f"{resident_mb():.0f} MB")  # fmt: skip

    for name, near in (("matching alone", 0), ("with near misses", 5)):
        rounds = {size: [] for size in sizes}  # type: dict[int, list[float]]
        matched = {size: sum(len(judge(books[size], a, r, NOW, near=near)[0]) for a, r in read) for size in sizes}
        for _ in range(given.rounds):
            for size in sizes:
                rounds[size].append(spent(lambda size=size, near=near: _all(books[size], read, near)) / len(read))  # type: ignore[misc]
        print(f"{name}: ms an article")
        for size in sizes:
            ratio = statistics.median(mine / base for mine, base in zip(rounds[size], rounds[min(100, sizes[-1])], strict=True))
            middle = 1000 * statistics.median(rounds[size])
            print(f"{size:>7,} rules {middle:7.3f}   {ratio:5.2f} times that of 100   {matched[size] / len(read):.2f} matches")


def _loaded(language: LocalLanguage, texts: list[str]) -> Rulebook:
    files = {f"alerts/{n}.yaml": text for n, text in enumerate(texts)}
    book, problems = load_rulebook(files, atlas=language.atlas, canonical=language.canonical)
    wrong = [str(p) for p in problems if p.severity == "error"]
    if len(wrong) > len(texts) // 20:
        raise SystemExit("the benchmark writes bad rules:\n" + "\n".join(wrong[:10]))
    book.index  # noqa: B018  (built when first asked for)
    return book


def _all(book: Rulebook, read: list[tuple[Article, Reading]], near: int) -> None:
    for article, reading in read:
        judge(book, article, reading, NOW, near=near)


if __name__ == "__main__":
    main()
