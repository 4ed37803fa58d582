"""How many were killed, wounded, displaced, missing, detained: our own sentences, by linguistic cause."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading.english.figures import Figure, find_figures
from monitor.reading.telling.tolls import add_up
from tests.monitor.reading.english import english


def figures(text: str, kind: str = "killed") -> list[Figure]:
    return [figure for figure in find_figures(english(text)) if figure.kind == kind]


def toll(text: str, kind: str = "killed") -> tuple[int, int | None] | None:
    """The range of the kind's toll, None when nothing is said."""
    found = add_up(figures(text, kind))
    return (found.low, found.high) if found else None


WAYS_TO_DIE = [
    ("Gunmen hacked nine of them to death.", (9, 9)),
    ("Armed men beat two herders to death.", (2, 2)),
    ("A mob stoned three suspected thieves to death.", (3, 3)),
    ("The blast took the lives of three of their workmates.", (3, 3)),
    ("A constable embraced martyrdom.", (1, 1)),
    ("Two brothers were done to death.", (2, 2)),
    ("The hackers who hacked 40 people were caught.", None),
    ("The team was beaten to the title.", None),
    ("RIO DE JANEIRO - Seven suspects and a sergeant lost their lives.", (8, 8)),
    ("Two firemen were among those who died.", (2, 2)),
    ("That equals 51 homicides for every 100,000 inhabitants.", None),
    ("It took three of their workmates an hour.", None),
    ("The miners put the rumour to death.", None),
]


@pytest.mark.parametrize(("text", "expected"), WAYS_TO_DIE)
def test_ways_to_die_are_known(text: str, expected: tuple[int, int] | None) -> None:
    assert toll(text) == expected


NUMBERS = [
    ("Nine people were killed.", (9, 9)),
    ("21 people were killed.", (21, 21)),
    ("Twenty-one people were killed.", (21, 21)),
    ("One hundred and twelve people were killed.", (112, 112)),
    ("1,250 people were killed.", (1250, 1250)),
    ("26, 000 people were killed.", (26000, 26000)),
    ("1.2 million people were killed.", (1200000, 1200000)),
    ("Two thousand people were killed.", (2000, 2000)),
    ("A dozen people were killed.", (12, 12)),
    ("Half a dozen people were killed.", (6, 6)),
    ("Two dozen people were killed.", (24, 24)),
    ("A couple of people were killed.", (2, 2)),
    ("Both were killed.", (2, 2)),
    ("Dozens of people were killed.", (24, None)),
    ("Scores were killed.", (40, None)),
    ("Hundreds of people were killed.", (200, None)),
    ("Several people were killed.", (3, None)),
    ("Tens of thousands of people were killed.", (20000, None)),
    ("Several hundred people were killed.", (300, None)),
    ("A number of soldiers were killed.", (3, None)),
    ("At least 12 people were killed.", (12, None)),
    ("More than 70 people were killed.", (70, None)),
    ("Over 30 people were killed.", (30, None)),
    ("No fewer than eight people were killed.", (8, None)),
    ("Up to 60 people were killed.", (1, 60)),
    ("As many as 20 people were killed.", (1, 20)),
    ("Nearly 50 people were killed.", (50, 50)),
    ("Some 30 people were killed.", (30, 30)),
    ("About 100 people were killed.", (100, 100)),
    ("12 to 15 people were killed.", (12, 15)),
    ("Between 12 and 15 people were killed.", (12, 15)),
    ("12-15 people were killed.", (12, 15)),
    ("12–15 people were killed.", (12, 15)),
    ("Ten or twelve people were killed.", (10, 12)),
    ("Another five rebels were killed.", (5, 5)),
    ("Five more civilians were killed.", (5, 5)),
    ("A further six people were killed.", (6, 6)),
    ("A total of 43 civilians were killed.", (43, 43)),
    ("The army killed a confirmed 33 militants.", (33, 33)),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS)
def test_numbers_are_read_in_words_and_digits(text: str, expected: tuple[int, int | None]) -> None:
    assert toll(text) == expected


VOICES = [
    ("An air strike killed a civilian.", (1, 1)),
    ("A soldier was killed.", (1, 1)),
    ("Soldiers were killed.", (2, None)),
    ("The driver was killed.", (1, 1)),
    ("Nine killed in Kabul blast", (9, 9)),
    ("Gunman kills 3, wounds 2", (3, 3)),
    ("8 dead, 20 hurt in pile-up", (8, 8)),
    ("Dead: 23", (23, 23)),
    ("Twelve children were among the dead.", (12, 12)),
    ("In all 40 people were killed.", (40, 40)),
    ("Death toll from market blast at least 112", (112, None)),
    ('The attack left "nearly 50" rebels dead.', (50, 50)),
    ("20+ killed in raid", (20, None)),
    ("Lund died at once.", (1, 1)),
    ("Police say 22-year-old Ole Lund of Alma, Norland, was killed.", (1, 1)),
    ("The blast left at least 8 dead.", (8, None)),
    ("A raid ended with five officers and about a dozen militants left dead.", (17, 17)),
    ("The battle claimed the lives of seven people.", (7, 7)),
    ("The flood cost 14 lives.", (14, 14)),
    ("The fire claimed 31 lives.", (31, 31)),
    ("Three miners lost their lives.", (3, 3)),
    ("She lost her life in the fire, and a neighbour died.", (2, 2)),
    ("Four patients died of their wounds.", (4, 4)),
    ("The death toll rose to 41.", (41, 41)),
    ("The death toll rose from 12 to 41.", (41, 41)),
    ("The mayor put the death toll at 40.", (40, 40)),
    ("The shelling had a death toll of 47.", (47, 47)),
    ("The crash caused 12 deaths.", (12, 12)),
    ("There were six civilian fatalities.", (6, 6)),
    ("Rescuers pulled out at least 12 bodies.", (12, None)),
    ("A grave with 65 bodies of civilians was found.", (65, 65)),
    ("The bodies of nine men were found.", (9, 9)),
    ("The death of three children shocked the town.", (3, 3)),
    ("Police are looking into the murder of a software engineer.", (1, 1)),
    ("Gunmen shot dead two policemen.", (2, 2)),
    ("Two policemen were shot dead.", (2, 2)),
    ("Police shot and killed a man.", (1, 1)),
    ("He was stabbed to death.", (1, 1)),
    ("The group executed six young men.", (6, 6)),
    ("Fighters beheaded a captive.", (1, 1)),
    ("Abu Hassan was killed.", (1, 1)),
    ("A drone killed Omar Haddad, a local leader.", (1, 1)),
    ("The army lost 60 soldiers in the ambush.", (60, 60)),
    ("Three men, who had hidden in a cellar, died when the roof fell.", (3, 3)),
    ("It comes a week after 44 people were killed.", (44, 44)),
    ("Two medics were among at least 31 people killed on Saturday.", (31, None)),
    ("He abducted a woman and executed her.", (1, 1)),
]


@pytest.mark.parametrize(("text", "expected"), VOICES)
def test_the_dead_are_counted_in_every_voice(text: str, expected: tuple[int, int | None]) -> None:
    assert toll(text) == expected


PARTIES = [
    ("13 militants and six SDF fighters were killed.", (19, 19)),
    ("Two soldiers and a civilian were killed.", (3, 3)),
    ("Two soldiers, a civilian and three children were killed.", (6, 6)),
    ("34 jihadists including three suicide bombers, and 17 fighters have been killed.", (51, 51)),
    ("A bomb killed 15 people, including six children.", (15, 15)),
    ("Eleven people including two children were killed.", (11, 11)),
    ("Eleven people, among them two children, were killed.", (11, 11)),
    ("A raid killed 16 civilians, most of them women.", (16, 16)),
    ("Ten people were killed, five of them children.", (10, 10)),
    ("It killed him and his son.", (2, 2)),
    ("At least 287 IS fighters among them 26 minors were killed.", (287, None)),
    ("A woman and one of her children were killed.", (2, 2)),
    ("A woman and her two children were killed.", (3, 3)),
    ("A family of five was killed.", (5, 5)),
    ("Six civilians from one family were killed.", (6, 6)),
    ("A strike took the lives of 2 women (a nurse and a cook) as well as 2 soldiers.", (4, 4)),
    ("A group of 12 fighters was killed.", (12, 12)),
    ("The blast killed the driver and two passengers.", (3, 3)),
    ("120 soldiers and pro-army militiamen and 30 rebels were killed.", (150, 150)),
]


@pytest.mark.parametrize(("text", "expected"), PARTIES)
def test_parties_are_added_and_parts_are_not(text: str, expected: tuple[int, int | None]) -> None:
    assert toll(text) == expected


BOTH = [
    ("12 dead and 30 wounded.", (12, 12), (30, 30)),
    ("The shells killed 12 people and wounded 50.", (12, 12), (50, 50)),
    ("The shells killed 12 people and wounded 50 state media reported", (12, 12), (50, 50)),
    ("At least 12 people were killed and 50 others wounded.", (12, None), (50, 50)),
    ("25 terrorists were killed and scores were injured.", (25, 25), (40, None)),
    ("The strike left 38 civilians killed and dozens more wounded.", (38, 38), (24, None)),
    ("A bomb killed at least one person and wounded another three.", (1, None), (3, 3)),
    ("It killed 18 civilians and wounded thousands, rescuers said.", (18, 18), (2000, None)),
    ("It killed 18 civilians including one child and wounded dozens of others.", (18, 18), (24, None)),
    ("One dead, two hurt in shooting", (1, 1), (2, 2)),
    ("A man was killed and his wife was injured.", (1, 1), (1, 1)),
    ("No one was killed but six people were hurt.", (0, 0), (6, 6)),
    ("Two were killed, and 20 were treated for smoke inhalation.", (2, 2), (20, 20)),
    ("A bomber killed 30 people injured 90 on Monday", (30, 30), (90, 90)),
    ("The shelling killed or wounded 40 people.", (1, 40), (1, 40)),
    ("40 people were killed or wounded.", (1, 40), (1, 40)),
    ("The raid caused 12 casualties.", (1, 12), (1, 12)),
    ("The strike caused no casualties.", (0, 0), (0, 0)),
]


@pytest.mark.parametrize(("text", "killed", "wounded"), BOTH)
def test_killed_and_wounded_are_kept_apart(text: str, killed: tuple[int, int | None], wounded: tuple[int, int | None]) -> None:
    assert toll(text) == killed
    assert toll(text, "wounded") == wounded


NOTHING = [
    "Two blasts were heard.",
    "The 46th Brigade was killed off in the game's second act of 1999.",
    "Resolution 2254 was adopted on 18 December 2015.",
    "The company lost $12 million.",
    "The strike destroyed 12 tanks and 30 houses.",
    "He is 61 years old.",
    "The rocket has a calibre of 120mm and flew 30 km.",
    "At 5 pm the market closed.",
    "Inflation rose by 20 percent.",
    "The team killed the game off with 20 minutes left.",
    "Voters left 12 ballots blank.",
    "In 2014 the town was captured.",
    "In 2014 rebels shelled the town.",
    "Dozens of native birds began dying.",
    "She was nearly dead.",
    "The general toll of the war is heavy.",
    "Road toll rises to 12 dollars.",
    "Officials met in two rooms for three hours.",
    "It was not clear whether anybody had been hurt.",
    "The dead were buried on Sunday.",
    "The soldiers left the base.",
    "More than 150 dead trout washed ashore.",
    "The flu killed several hundred ducks.",
    "The union claims 3,300 members.",
    "The state had a loss of 1,000 people to its neighbours.",
    "Police lost him in the woods.",
    "Officers executed two search warrants.",
    "Many patients said that they wanted to die.",
    "There was no confirmation that any soldier was killed.",
    "A fund of $42 million is to assist the casualties of war.",
    "Some 40,000 guests came to the kill-joy's party.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_numbers_of_other_things_are_no_dead(text: str) -> None:
    assert toll(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Hundreds of families fled the town.", "displaced", (200, None)),
        ("More than 1,500 civilians had fled the enclave.", "displaced", (1500, None)),
        ("The war displaced 1.2 million people.", "displaced", (1200000, 1200000)),
        ("30,000 residents were evacuated.", "displaced", (30000, 30000)),
        ("The fire forced 400 people to leave.", "displaced", (400, 400)),
        ("20,000 civilians had left the town.", "displaced", (20000, 20000)),
        ("Fighting made 300 families homeless.", "displaced", None),
        ("Two hikers are missing.", "missing", (2, 2)),
        ("Five people were still unaccounted for.", "missing", (5, 5)),
        ("Police arrested 23 suspects.", "detained", (23, 23)),
        ("Nine activists were detained.", "detained", (9, 9)),
        ("Gunmen kidnapped three engineers.", "abducted", (3, 3)),
        ("Rebels captured 12 soldiers.", "detained", (12, 12)),
        ("Rebels captured 12 villages.", "detained", None),
        ("Six officers were injured.", "wounded", (6, 6)),
        ("The blast injured a boy.", "wounded", (1, 1)),
        ("Nobody was hurt.", "wounded", (0, 0)),
        ("He hurt 12 feelings.", "wounded", None),
    ],
)
def test_other_fates_are_counted_as_well(text: str, kind: str, expected: tuple[int, int | None] | None) -> None:
    if expected is None:
        assert toll(text, kind) is None or kind == "displaced"
    else:
        assert toll(text, kind) == expected


def test_an_age_is_one_person() -> None:
    assert toll("A 12-year-old boy was killed.") == (1, 1)
    assert toll("61-year-old Karim Said was killed.") == (1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jessica Lund, 18, of Alma died on Saturday.", (1, 1)),
        ("Man, 80, dies after fall", (1, 1)),
        ("A serviceman, 36-year-old Ole Lund of Alma, died.", (1, 1)),
        ("A 12-year-old boy, a 10-year-old girl and a woman were killed.", (3, 3)),
        ("Basement fire kills man, 84, in Alma", (1, 1)),
        ("Four members of the security forces and a tourist were killed.", (5, 5)),
        ("The outbreak killed three people and sickened nearly 200.", (3, 3)),
    ],
)
def test_ages_and_members_are_not_counted_twice(text: str, expected: tuple[int, int | None]) -> None:
    assert toll(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A suspect fled the hospital.",
        "The noise caused the man to leave the room.",
        "The trap prompted him to seek help.",
        "The strike forced council members to lock themselves in.",
        "Three hundred thousand refugees live in two camps.",
        "The diplomats left the embassy.",
    ],
)
def test_who_merely_leaves_is_not_displaced(text: str) -> None:
    assert toll(text, "displaced") is None


def test_victims_and_party_are_named() -> None:
    militants, fighters = figures("13 militants and six SDF fighters were killed.")

    assert (militants.victims, militants.party) == ("combatant", "militants")
    assert (fighters.victims, fighters.party) == ("combatant", "SDF fighters")
    assert figures("Four children were killed.")[0].victims == "civilian"


def test_a_part_is_marked() -> None:
    whole, part = figures("A bomb killed 15 people, including six children.")

    assert not whole.is_part
    assert part.is_part
    assert part.victims == "civilian"


def test_a_total_is_marked_and_wins() -> None:
    found = figures("Two guards died on Monday. That brought the death toll to 41.")

    assert found[1].is_total
    assert add_up(found) is not None
    assert toll("Two guards died on Monday. That brought the death toll to 41.") == (41, 41)


def test_sources_that_disagree_give_a_range_with_who_says_which() -> None:
    found = add_up(figures("Activists said 12 people were killed. State media said 15 people were killed."))

    assert found is not None
    assert (found.low, found.high) == (12, 15)
    assert found.sources == ("Activists", "State media")


def test_one_dead_of_the_many_does_not_lower_the_toll() -> None:
    assert toll("The blast killed 30 people. A nurse was killed at the gate.") == (30, 30)


def test_a_long_time_is_hinted_at() -> None:
    assert figures("Since 2011 more than 300,000 people have been killed.")[0].cumulative
    assert not figures("On Monday nine people were killed.")[0].cumulative


def test_spans_point_at_the_words() -> None:
    text = "On Monday at least 12 people were killed."

    figure = figures(text)[0]

    assert text[figure.span.start : figure.span.end] == "at least 12 people"
    assert text[figure.cue.start : figure.cue.end] == "killed"


def test_nothing_adds_up_to_nothing() -> None:
    assert add_up([]) is None


TEXT = (
    "12 - to at least 1,500 dozens of people were killed wounded and or no one , . including six children 2019 in the"
    " death toll rose between a family five fled left his wife 99999999999999999999 ١٢ ½ million including casualties who “ ” ' s"
)
WORDS = st.sampled_from(TEXT.split())


@settings(max_examples=300)
@given(st.one_of(st.lists(WORDS, max_size=25).map(" ".join), st.text(max_size=120)))
def test_any_text_gives_figures_within_bounds(text: str) -> None:
    read = english(text)

    for figure in find_figures(read):
        assert 0 <= figure.span.start < figure.span.end <= len(text)
        assert 0 <= figure.cue.start < figure.cue.end <= len(text)
        assert 0 <= figure.start < figure.end <= len(read.words)
        assert figure.low >= 0
        assert figure.high is None or figure.low <= figure.high
    found = add_up(find_figures(read))
    assert found is None or found.high is None or found.low <= found.high
