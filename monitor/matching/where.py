"""`where:` the event's place is one of these or inside it, or within so many kilometres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from monitor.matching import fields
from monitor.matching.condition import Case, Condition, Known
from monitor.matching.nodes import Node, Review, Table
from monitor.matching.places import KINDS, Circle, resolve
from monitor.matching.words import quoted
from monitor.model.event import Event
from monitor.model.place import Place
from monitor.model.rule import Verdict
from monitor.model.span import Span

#: Areas have no distance: where in them it happened is not known.
_AREAS: Final = ("country", "admin1", "admin2", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Where(Condition):
    """The event's place, or one of them."""

    places: tuple[Place, ...] = ()
    circles: tuple[Circle, ...] = ()

    def check(self, case: Case) -> Verdict:
        event = case.event
        assert event is not None
        if not event.places:
            if case.place_assumed:
                return self.holds("the event's place could not be told: taken as right")
            return self.fails("the event's place could not be told")
        verdicts = [self._check_place(place, _evidence(case, event, place)) for place in event.places]
        told = "; ".join(dict.fromkeys(verdict.detail for verdict in verdicts))
        spans = [span for verdict in verdicts for span in verdict.evidence]
        return next((verdict for verdict in verdicts if verdict.held), self.fails(told, spans))

    def _check_place(self, place: Place, evidence: list[Span]) -> Verdict:
        """One place of the event: being in one of several is enough."""
        for wanted in self.places:
            if place.inside(wanted.id):
                inside = "" if place.id == wanted.id else f", inside {wanted.name}"
                return self.holds(f"{place.name}{inside}", evidence)
        near = self._nearest(place)
        if near is not None and near[0] <= near[1].km:
            return self.holds(f"{place.name}, {near[0]:.0f} km from {near[1].name}", evidence)
        return self.fails(self._why_not(place, near), evidence)

    def _nearest(self, place: Place) -> tuple[float, Circle] | None:
        """(kilometres, circle) of the circle that the place is in, or least far out of."""
        if place.lat is None or place.lon is None or place.kind in _AREAS or not self.circles:
            return None
        distances = [(circle.distance(place.lat, place.lon), circle) for circle in self.circles]
        return min(distances, key=lambda d: d[0] - d[1].km)

    def _why_not(self, place: Place, near: tuple[float, Circle] | None) -> str:
        reasons = []
        if self.places:
            wider = [wanted for wanted in self.places if place.id in wanted.within]
            if wider:
                reasons.append(f"wider than {wider[0].name}")
            else:
                reasons.append(f"not inside {quoted(wanted.name for wanted in self.places)}")
        if near is not None:
            reasons.append(f"{near[0]:.0f} km from {near[1].name}, rule wants {near[1].km:g} km")
        elif self.circles and place.kind in _AREAS:
            reasons.append("an area, whose distance cannot be told")
        elif self.circles:
            reasons.append("whose coordinates are not known")
        return f"{place.name}, {', and '.join(reasons)}"

    def implies(self, other: Condition) -> bool:
        if not isinstance(other, Where) or self.circles:
            return False
        return bool(self.places) and all(_inside(self.places, other.places))

    def excludes(self, other: Condition) -> bool:
        if not isinstance(other, Where) or self.circles or other.circles:
            return False
        # Regions may overlap provinces without containing them; only places of the gazetteer's tree are certainly apart.
        if any(p.kind in ("region", "site", "other") for p in (*self.places, *other.places)):
            return False
        return not any((*_inside(self.places, other.places), *_inside(other.places, self.places)))


def _inside(inner: tuple[Place, ...], outer: tuple[Place, ...]) -> list[bool]:
    """Of each place, whether it is one of the outer ones or inside one."""
    ids = {place.id for place in outer}
    return [place.id in ids or not ids.isdisjoint(place.within) for place in inner]


def _evidence(case: Case, event: Event, place: Place) -> list[Span]:
    """The event's own words that name its place; of a second town the mention nearest to them."""
    named = {mention.span for mention in case.view.reading.places if mention.place.id == place.id}
    own = [span for span in event.evidence if span in named]
    if own or place not in event.also:
        return own
    away = [(abs(span.start - said.start), span) for span in named for said in event.evidence[:1] if span.part == said.part]
    return [min(away)[1]] if away else []


def parse_where(node: Node, path: str, review: Review, known: Known) -> Condition | None:
    places: list[Place] = []
    circles: list[Circle] = []
    for member in known.members(node, review, "where"):
        if not isinstance(member, Table):
            places.extend(_place(member, review, known))
        elif member.get("within_km") or member.get("of"):
            circles.extend(_circles(member, review, known))
        elif member.get("lat") or member.get("lon"):
            review.mistake(member, "a site with coordinates has no inside: ask {within_km: 5, of: ...}")
        else:
            places.extend(_place_of_kind(member, review, known))
    _tell_nested(places, node, review)
    if not places and not circles:
        return None
    return Where(path=path, places=tuple({p.id: p for p in places}.values()), circles=tuple(circles))


def _tell_nested(places: list[Place], node: Node, review: Review) -> None:
    by_id = {place.id: place for place in places}
    for inner in places:
        outer = next((by_id[i] for i in sorted(inner.within & by_id.keys())), None)
        if outer:
            review.advice(
                node,
                f"{inner.name} lies inside {outer.name}, so this list means all of {outer.name}; "
                f'for the one in the other write "{inner.name}, {outer.name}" in quotes',
            )
            return


def _place(node: Node, review: Review, known: Known, *, kind: str = "", point: bool = False) -> tuple[Place, ...]:
    name = fields.text(node, review, "a place")
    return resolve(name, node, review, known, kind=kind, point=point) if name else ()


def _place_of_kind(node: Table, review: Review, known: Known) -> tuple[Place, ...]:
    """{place: "Aleppo, Syria", kind: town}"""
    found = fields.table(node, review, "a place", ("place", "kind", "within_km", "of", "list"))
    if found is None:
        return ()
    if "place" not in found:
        if found:
            review.mistake(node, "a block under 'where' is {place, kind}, {within_km, of} or {list}")
        return ()
    kind = fields.choice(found["kind"], review, "kind of place", KINDS) if "kind" in found else ""
    return () if kind is None else _place(found["place"], review, known, kind=kind)


def _circles(node: Table, review: Review, known: Known) -> list[Circle]:
    """{within_km: 40, of: "Zalingei, Sudan"}; `of` may be a list or {list: NAME}, whose members may have coordinates."""
    found = fields.table(node, review, "a distance", ("within_km", "of"))
    if found is None:
        return []
    for key in ("within_km", "of"):
        if key not in found:
            review.mistake(node, f"'{key}' is missing: {{within_km: 40, of: \"Zalingei, Sudan\"}}")
    km = fields.number(found["within_km"], review, "within_km", low=0.1, high=5000) if "within_km" in found else None
    if "of" not in found or km is None:
        return []
    centres = [_centre(member, review, known) for member in known.members(found["of"], review, "of")]
    return [Circle(name=name, lat=lat, lon=lon, km=km) for name, lat, lon in filter(None, centres)]


def _centre(node: Node, review: Review, known: Known) -> tuple[str, float, float] | None:
    if isinstance(node, Table) and (node.get("lat") or node.get("lon")):
        found = fields.table(node, review, "a site", ("name", "lat", "lon"))
        if found is None or {"name", "lat", "lon"} - set(found):
            review.mistake(node, "a site with coordinates is {name: ..., lat: ..., lon: ...}")
            return None
        name = fields.text(found["name"], review, "a site's name")
        lat = fields.number(found["lat"], review, "lat", low=-90, high=90)
        lon = fields.number(found["lon"], review, "lon", low=-180, high=180)
        return (name, lat, lon) if name is not None and lat is not None and lon is not None else None
    if isinstance(node, Table):
        places = _place_of_kind(node, review, known)
    else:
        places = _place(node, review, known, point=True)
    if not places:
        return None
    place = next((p for p in places if p.kind not in _AREAS), places[0])
    if place.lat is None or place.lon is None:
        review.mistake(node, f"the coordinates of {place.name} are not known: write {{name: {place.name}, lat: ..., lon: ...}}")
        return None
    written = getattr(node.get("place") if isinstance(node, Table) else node, "raw", place.name)
    return written.split(",")[0].strip(), place.lat, place.lon
