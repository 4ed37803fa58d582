"""Stories to publish: incidents in towns of three countries, each told apart from every other, and news without any event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

#: country -> (channel, kind of event, sentence, towns)
COUNTRIES: Final = {
    "Syria": (
        "syria",
        "raid",
        "A raid in {town}, Syria, killed {dead} people, rescue workers said.",
        "Binnish Saraqib Darkush Salqin Azaz Manbij Afrin Jarabulus Qamishli Mayadin Nawa Salamiyah Jableh Zabadani Palmyra "
        "Masyaf Izra Baniyas",
    ),
    "Ukraine": (
        "ukraine",
        "shelling",
        "Shelling killed {dead} people in {town}, Ukraine, rescue workers said.",
        "Nikopol Kramatorsk Pokrovsk Kupiansk Izium Beryslav Konotop Shostka Melitopol Berdiansk Toretsk Chuhuiv Lozova "
        "Okhtyrka Marhanets Pavlohrad Voznesensk Pryluky",
    ),
    "Sudan": (
        "sudan",
        "attack",
        "An attack on a market in {town}, Sudan, killed {dead} people, rescue workers said.",
        "Nyala El_Fasher Geneina Zalingei Kutum El_Obeid Wad_Madani Sennar Kosti Rabak Gedaref Atbara Shendi Dongola "
        "Umm_Ruwaba Kassala En_Nahud",
    ),
}

_TITLES: Final = {"raid": "Raid in {town}: {dead} killed", "shelling": "Shelling of {town}: {dead} killed",
                  "attack": "Attack in {town}: {dead} killed"}  # fmt: skip
_AFTER: Final = (
    "A nurse of the hospital in {town} spoke to this paper by telephone and asked that her name be left out.\n"
    "The road to the north was closed for the day. The bakery on the square of {town} opened late, and lessons at the school "
    "began at noon.",
    "Residents of {town} had slept badly, a teacher wrote to this paper.\n"
    "Water and power were back in most streets of {town} by the evening, the mayor's office wrote on its page.",
)
_QUIET: Final = (
    ("Library number {n} gets a reading room", "The council has given the library on street number {n} a reading room.\n"
     "It has forty chairs, two long tables and a window to the garden. Members may bring tea, the librarian wrote."),
    ("Choir number {n} looks for voices", "Choir number {n} of the valley looks for low voices for its winter concert.\n"
     "Rehearsals are on Mondays. Whoever can hold a note is welcome, the conductor told this paper."),
    ("Bus line {n} runs later", "Bus line {n} will run until midnight from next month on, the transport office wrote.\n"
     "Tickets stay as cheap as they are. The new timetable hangs at every stop of the line."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that happened in one town, to a number of people that no other incident has."""

    channel: str
    town: str
    dead: int
    title: str
    sentence: str

    def text(self, version: int = 0) -> str:
        """The story, as one of two papers tells it."""
        return f"{self.sentence}\n{_AFTER[version % 2].format(town=self.town)}"


def incidents() -> Iterator[Incident]:
    """All of them, the countries in turn."""
    dead = 11
    towns = {country: said[3].split() for country, said in COUNTRIES.items()}
    for n in range(max(map(len, towns.values()))):
        for country, (channel, kind, sentence, _) in COUNTRIES.items():
            if n < len(towns[country]):
                facts = {"town": towns[country][n].replace("_", " "), "dead": dead}
                yield Incident(channel, str(facts["town"]), dead, _TITLES[kind].format(**facts), sentence.format(**facts))
                dead += 1


def quiet_news(n: int) -> tuple[str, str]:
    """(title, text) of a story in which nothing happens that any rule asks for."""
    title, text = _QUIET[n % len(_QUIET)]
    return title.format(n=n), text.format(n=n)


def rules() -> dict[str, str]:
    """A rule a country, each for a channel of its own."""
    return {
        channel: f"id: {channel}\ntitle: {kind.capitalize()} in {country}\nchannel: {channel}\n"
        f"event:\n  what: {kind}\n  where: {country}\n  killed: at least 1\nalert:\n  update_when: [toll rises]\n"
        for country, (channel, kind, _, _) in COUNTRIES.items()
    }
