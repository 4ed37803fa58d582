"""`wirewatch analyse`: articles as JSON Lines in, what was read in them and which rules match as JSON Lines out.

No daemon, no store, no Redis: for scripts and for measuring. Articles are read in batches; because `story` groups the articles
of the whole run, answers wait on the disk, not in memory, until the last one is read.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final
from zoneinfo import available_timezones

from monitor.matching.match import judge
from monitor.matching.rulebook import Rulebook, load_rulebook
from monitor.model.article import Article
from monitor.model.event import Event, Reading, Toll
from monitor.model.place import Place
from monitor.model.rule import Match, Problem
from monitor.model.span import Span
from monitor.reading.stories.clustering import group
from workers.edges.language import LocalLanguage
from workers.edges.places_folder import read_sheets
from workers.edges.rules_folder import read_vocabulary
from workers.package_data import background

_BATCH: Final = 50  # articles
_STORY_WORDS: Final = 4_000  # characters of a text that are kept until stories are told apart
_TOLLS: Final = ("killed", "wounded", "displaced", "missing", "detained", "abducted")


def analyse(lines: Iterable[str], out: IO[str], rules_dir: Path | None, data: Path | None = None) -> int:
    """Answer every line, in order. 0, or 1 when a line was no article (it gets `{"line", "error"}`, the others go on).

    `data`: the folder with the users' own gazetteers. Raises OSError when the rules cannot be read. Mistakes in rules go to
    standard error; the good rules count.
    """
    sheets, unread = read_sheets(data) if data else ({}, [])
    language = LocalLanguage(read_vocabulary(rules_dir) if rules_dir else None, sheets=sheets)
    rulebook, problems = load_rules(rules_dir, language) if rules_dir else (Rulebook(), [])
    for told in (*unread, *language.problems, *map(str, problems)):
        sys.stderr.write(f"{told}\n")
    bad = False
    kept: list[tuple[Article, Reading]] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answers:
        for batch in _batches(lines):
            articles = [entry for entry in batch if isinstance(entry, Article)]
            readings = iter(language.read_many(articles))
            for entry in batch:
                answer = entry if isinstance(entry, dict) else _answer(entry, next(readings), rulebook, kept)
                bad = bad or "error" in answer
                answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        stories = iter(group([article for article, _ in kept], [reading for _, reading in kept], background()))
        answers.seek(0)
        for line in answers:
            answer = json.loads(line)
            if "error" not in answer:
                answer["story"] = next(stories)
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    out.flush()
    return int(bad)


def load_rules(folder: Path, language: LocalLanguage) -> tuple[Rulebook, list[Problem]]:
    """The rules of a folder: those of its `alerts/`, or, where it has none, the YAML files in it."""
    home = folder / "alerts" if (folder / "alerts").is_dir() else folder
    lists = _files(folder / "lists")
    apart = {folder / "feeds.yaml"}
    rules = {name: body for name, body in _files(home).items() if home / name not in apart}
    if home == folder:
        rules = {name: body for name, body in rules.items() if not name.startswith(("lists/", "vocabulary/"))}
    return load_rulebook(
        rules, atlas=language.atlas, lists=lists, canonical=language.canonical, zones=available_timezones()
    )  # fmt: skip


def _files(folder: Path) -> dict[str, bytes]:
    paths = sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".yml") and p.is_file()) if folder.is_dir() else []
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _batches(lines: Iterable[str]) -> Iterator[list[Article | dict[str, Any]]]:
    """Articles, and answers to lines that are none."""
    batch: list[Article | dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            batch.append(_article(json.loads(line)))
        except (ValueError, RecursionError) as error:
            batch.append({"line": number, "error": str(error) or "not JSON"})
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _article(given: object) -> Article:
    """Raises ValueError in words for what is no article."""
    if not isinstance(given, Mapping):
        raise ValueError("not an object")
    for name in ("id", "title", "text"):
        if not isinstance(given.get(name, "" if name == "title" else None), str):
            raise ValueError(f"{name!r} must be a string")
    published = given.get("published_at")
    if not isinstance(published, str | None):
        raise ValueError("'published_at' must be ISO 8601 or null")
    when = _instant(published) if published else None
    language = given.get("language")
    url = given.get("url")
    return Article(
        id=given["id"], title=given.get("title") or "", text=given["text"], source=str(given.get("source") or "unknown"),
        published_at=when, language=language if isinstance(language, str) and language else None,
        url=url if isinstance(url, str) else None,
    )  # fmt: skip


def _instant(written: str) -> datetime | None:
    """UTC. What is no date is a date not known: an article is not refused for its clock ("3:58 PM ET")."""
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        return None
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _answer(
    article: Article, reading: Reading | Exception, rulebook: Rulebook, kept: list[tuple[Article, Reading]]
) -> dict[str, Any]:
    if isinstance(reading, Exception):
        return {"id": article.id, "error": f"{type(reading).__name__}: {reading}"}
    matches, _ = judge(rulebook, article, reading, article.published_at or datetime.now(UTC), near=0)
    short = Article(id=article.id, title=article.title, text=article.text[:_STORY_WORDS], source=article.source,
                    published_at=article.published_at)  # fmt: skip
    kept.append((short, Reading(article_id=article.id, language=reading.language, events=reading.events)))
    return {
        "id": article.id,
        "language": reading.language,
        "story": "",
        "entities": [{**_span(e.span), "label": e.label, "text": e.text} for e in reading.entities],
        "places": [{**_span(p.span), "text": p.text, **_place(p.place)} for p in reading.places],
        "events": [_event(event) for event in reading.events],
        "matches": [_match(match) for match in matches if not match.held],
        "notes": list(reading.notes),
    }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "in": span.part}


def _place(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in ("name", "kind", "country", "admin1", "admin2", "lat", "lon")}


def _toll(toll: Toll | None) -> list[int | None] | None:
    return [toll.low, toll.high] if toll else None


def _event(event: Event) -> dict[str, Any]:
    return {
        "what": event.what,
        "kinds": list(event.kinds),
        "where": _place(event.where) if event.where else None,
        "date": event.date.isoformat() if event.date else None,
        **{name: _toll(getattr(event, name)) for name in _TOLLS},
        "targets": list(event.target_kinds),
        "victims": event.victims,
        "actors": [{"name": actor.name, "role": actor.role} for actor in event.actors],
        "reality": event.reality,
        "main": event.main,
        "evidence": [_span(span) for span in event.evidence],
        "reasons": list(event.reasons),
    }


def _match(match: Match) -> dict[str, Any]:
    return {"rule": match.rule.id, "event": match.event, "evidence": [_span(span) for span in match.evidence]}


def main(words: list[str] | None = None) -> int:
    """`python -m workers.analyse [FILE] [--rules DIR]`."""
    given = list(sys.argv[1:] if words is None else words)
    rules = None
    if "--rules" in given:
        at = given.index("--rules")
        rules = Path(given[at + 1])
        del given[at : at + 2]
    if given:
        with Path(given[0]).open(encoding="utf-8") as file:
            return analyse(file, sys.stdout, rules)
    return analyse(sys.stdin, sys.stdout, rules)


if __name__ == "__main__":
    sys.exit(main())
