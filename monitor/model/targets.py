"""What can be attacked, struck, raided or seized: the classes of `target:`, one table from which all else is derived."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetClass:
    """What is to be known of one class."""

    name: str  #: as rules say it
    title: str  #: in messages
    meaning: str  #: for analysts, in docs/rules.md
    called: tuple[str, ...] = ()  #: what people write for it in rules: no names, only guesses in messages


TARGET_CLASSES: Final[tuple[TargetClass, ...]] = (
    TargetClass(name="school", title="school", meaning="schools, universities, teachers, pupils, students",
                called=("education", "schools", "university", "teachers", "students")),
    TargetClass(name="health", title="health care", meaning="hospitals, clinics, ambulances, medics",
                called=("hospital", "hospitals", "clinic", "ambulance", "medical", "healthcare", "health_care", "medics")),
    TargetClass(name="worship", title="place of worship", meaning="mosques, churches, temples, shrines, clergy, worshippers",
                called=("church", "mosque", "religious", "religion", "temple")),
    TargetClass(name="aid", title="aid", meaning="aid workers, their compounds and convoys, the UN's agencies",
                called=("aid_workers", "ngo", "ngos", "humanitarian", "un", "relief")),
    TargetClass(name="journalists", title="journalists", meaning="journalists, newsrooms, broadcasters",
                called=("journalist", "media", "press", "reporters")),
    TargetClass(name="police", title="police", meaning="police, their posts and vehicles, prisons",
                called=("police_station", "prison", "officers")),
    TargetClass(name="military", title="military", meaning="soldiers, bases, patrols, security forces, peacekeepers",
                called=("army", "soldiers", "troops", "base", "security")),
    TargetClass(name="government", title="government", meaning="ministries, courts, officials, politicians, election offices",
                called=("state", "officials", "politicians", "ministry", "politician")),
    TargetClass(name="diplomats", title="diplomats", meaning="embassies, consulates, diplomats",
                called=("embassy", "diplomat", "diplomatic", "consulate")),
    TargetClass(name="utilities", title="utilities", meaning="power, telecoms, water, oil and gas",
                called=("infrastructure", "power", "energy", "water", "oil", "telecoms", "utility")),
    TargetClass(name="transport", title="transport", meaning="buses, trains, stations, airports, bridges, ships",
                called=("bus", "train", "airport", "bridge", "vehicle")),
    TargetClass(name="market", title="market", meaning="markets, bazaars, malls", called=("markets", "bazaar", "shopping")),
    TargetClass(name="camp", title="camp of displaced people", meaning="camps and shelters of displaced people, refugees",
                called=("refugees", "refugee_camp", "displaced", "idps")),
    TargetClass(name="home", title="home", meaning="homes and residential buildings", called=("house", "houses", "residential")),
    TargetClass(name="civilians", title="civilians", meaning="people who are said to be civilians, villages",
                called=("civilian", "people", "village", "villagers")),
    TargetClass(name="business", title="business", meaning="companies, shops, banks, hotels, farms, their people",
                called=("company", "bank", "shop", "hotel", "private")),
    TargetClass(name="militia", title="armed group", meaning="militias, rebels and other armed groups",
                called=("rebels", "militants", "armed_group", "insurgents", "fighters")),
    TargetClass(name="protesters", title="protesters", meaning="protesters, rallies",
                called=("protest", "demonstrators", "rally")),
)  # fmt: skip

TARGETS: Final[dict[str, TargetClass]] = {one.name: one for one in TARGET_CLASSES}
