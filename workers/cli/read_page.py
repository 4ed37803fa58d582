"""The page of `wirewatch read --html`: the text marked by spaCy's displaCy, events and refusals under it. One file, no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from jinja2 import Environment
from markupsafe import Markup
from spacy import displacy

from monitor.alerting.words import places as place_words
from monitor.alerting.words import toll as toll_words
from monitor.model.article import Article
from monitor.model.event import Reading, Refusal
from monitor.model.span import Part
from workers.cli.marks import layers

_COLOURS: Final = {
    "EVENT": "#f4a6a0",
    "FIGURE": "#f5d76e",
    "PLACE": "#a8dba8",
    "PERSON": "#a9c8f0",
    "ORG": "#c9b3e6",
    "NORP": "#d9d2c5",
}
_PAGE: Final = """<!doctype html>
<html lang="{{ reading.language or 'en' }}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{ article.title or 'An article' }}</title>
<style>
 :root { color-scheme: light dark; }
 body { font: 16px/1.6 Georgia, serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
 h1 { line-height: 1.25; } .entities { line-height: 2.4; } mark { color: #111; }
 table { border-collapse: collapse; width: 100%; font: 14px/1.4 system-ui, sans-serif; margin: 1rem 0; }
 th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid #8886; }
 .why { color: #888; } .past { opacity: .65; } small { font: 13px system-ui, sans-serif; color: #888; }
</style></head><body>
<small>{{ article.source }} · published {{ article.published_at.date() if article.published_at else 'on a day not known' }}
{%- for note in reading.notes %} · {{ note }}{% endfor %}</small>
<h1>{{ title }}</h1>
<div>{{ text }}</div>
<h2>Events</h2>
<table><tr><th>what<th>where<th>day<th>people<th>attacked<th>who<th>reality</tr>
{% for e in reading.events %}<tr{% if e.reality != 'happened' %} class="past"{% endif %}>
<td><b>{{ e.kinds | join(", ") }}</b>{% if e.main %} (main){% endif %}<td>{{ place(e) }}<td>{{ e.date or '' }}
<td>{% for f in figures if e[f] %}{{ f }} {{ toll(e[f]) }}<br>{% endfor %}
<td>{% for t in e.targets %}{{ t.kind }}: {{ t.name }}<br>{% endfor %}
<td>{% for a in e.actors %}{{ a.role }} {{ a.name }}<br>{% endfor %}
<td>{{ e.reality }}</tr><tr><td colspan="7" class="why">{{ e.reasons | join('; ') }}</td></tr>
{% else %}<tr><td colspan="7">No event was read.</td></tr>{% endfor %}</table>
<h2>Passed over</h2>
<table><tr><th>words<th>why</tr>{% for r in refused %}<tr><td>{{ r.words }}<td>{{ r.why }}</tr>{% endfor %}</table>
</body></html>
"""


def page(article: Article, reading: Reading, refused: Sequence[Refusal]) -> str:
    """The page as HTML; everything of the article in it is escaped."""
    template = Environment(autoescape=True).from_string(_PAGE)
    return template.render(
        article=article, reading=reading, refused=refused, place=place_words, toll=toll_words,
        figures=("killed", "wounded", "displaced", "missing", "detained", "abducted"),
        title=_marked(article.title, "title", reading), text=_marked(article.text, "text", reading),
    )  # fmt: skip


def _marked(text: str, part: Part, reading: Reading) -> Markup:
    """displaCy's marks; of marks that overlap the one that begins first, the weightier of two that begin together."""
    rank = {name: n for n, name in enumerate(("event", "figure", "place"))}
    found = [
        (s.start, rank[name], s.end, name.upper())
        for name, some in layers(reading).items()
        if name in rank
        for s in some
        if s.part == part
    ]
    found += [(e.span.start, 3, e.span.end, e.label) for e in reading.entities if e.span.part == part and e.label in _COLOURS]
    marks: list[dict[str, Any]] = []
    for start, _, end, label in sorted(set(found)):
        if not marks or start >= marks[-1]["end"]:
            marks.append({"start": start, "end": end, "label": label})
    given = {"text": text, "ents": marks, "title": None}
    return Markup(displacy.render(given, style="ent", manual=True, page=False, jupyter=False, options={"colors": _COLOURS}))
