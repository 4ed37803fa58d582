"""Did it happen, and is it news? Our own sentences; the event's word stands in brackets."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model.kinds import REALITIES
from monitor.reading.english.dates import Dates, find_dates
from monitor.reading.english.reality import RealityVerdict, judge_reality
from tests.monitor.reading.english import english

FRIDAY = datetime(2022, 2, 4, 12, tzinfo=UTC)


def judged(marked: str, published: datetime | None = FRIDAY) -> RealityVerdict:
    """The verdict on the event whose word is in brackets."""
    found = re.search(r"\[(.+?)\]", marked)
    assert found, marked
    text = english(marked.replace("[", "").replace("]", ""))
    start, end = found.start(), found.end() - 2
    tokens = [i for i in range(len(text.words)) if text.starts[i] < end and text.ends[i] > start]
    dates = Dates(find_dates(text, published))
    return judge_reality(text, text.sentence_of[tokens[0]], (tokens[0], tokens[-1] + 1), dates, published)


def sentences(block: str) -> list[str]:
    return [line.strip() for line in block.strip().splitlines()]


HAPPENED = sentences("""
    A [raid] on a farmhouse near the border left two men dead on Thursday.
    Jets [bombed] the market at noon, residents said.
    The army [shelled] the village overnight.
    Three people were [killed] when a car bomb went off outside the bank.
    Activists allege that a drone [struck] the ambulance.
    Witnesses claimed that gunmen [shot] the teacher at her door.
    The ministry said an [air strike] on the depot had destroyed six trucks.
    A [clash] broke out between two armed groups on Tuesday.
    The group said it was behind the [attack] on the police station.
    Rescuers pulled nine bodies from the rubble after the [strike].
    Police [stormed] the flat and arrested two brothers.
    The rebels have [captured] the hill above the town.
    Unknown men [abducted] a nurse from the clinic this morning.
    A landmine [killed] a shepherd yesterday.
    Fire broke out after the [shelling] of the mill.
    Officials confirmed the [attack].
    It was the deadliest [bombing] since 2014, doctors said.
    The town saw its first [air raid] since the start of the war.
    The governor condemned the [killing] of the two aid workers.
    In the past week shells have [hit] the camp twice.
    An explosion [wounded] at least twelve people in the bazaar.
    The [offensive] began at dawn.
    Troops [retook] the bridge on Wednesday evening.
    The airstrike, carried out late Monday, [killed] a family of five.
    Hundreds of people [fled] the district on Sunday.
    The 61-year-old baker was [stabbed] in his shop on Monday.
""")


@pytest.mark.parametrize("marked", HAPPENED)
def test_what_is_reported_as_news_happened(marked: str) -> None:
    assert judged(marked).reality == "happened"


BACKGROUND = sentences("""
    In October 2019 a [raid] in the north killed the group's leader.
    The leader died in a special forces [raid] in 2019.
    The [massacre] of 2015 is still under investigation.
    The 2015 [massacre] is still under investigation.
    Residents marked the anniversary of the [bombing].
    The ceremony commemorated the victims of the [shelling].
    Two years ago a suicide bomber [killed] forty worshippers here.
    Last month rebels [attacked] the same checkpoint.
    Last year a drone [struck] the refinery.
    The village was [shelled] in November.
    He was sentenced to twelve years for the [kidnapping] of a merchant.
    A jury found that the soldier had [shot] the boy.
    She testified about the [attack] on her convoy.
    The inquest into the [bombing] resumed.
    He pleaded guilty to the [murder] of his neighbour.
    The blast comes three weeks after a [raid] on the same street.
    It comes a year after soldiers [killed] six protesters.
    In 2011 protests were put down and dozens of people were [killed].
    In the 1990s guerrillas [bombed] the pipeline many times.
    The previous [attack] had destroyed the gate.
    An earlier [strike] hit the school.
    The family of [murdered] journalist Sara Haddad asked for an inquiry.
    The parents of [slain] soldier Omar Said came to the ceremony.
    The town was the site of a deadly March [chemical attack].
    The men convicted of the hotel [bombing] were moved to another prison.
    Several months ago gunmen [abducted] the priest.
    The court heard that he had [stabbed] her twice.
    On 14 August 2013 police [stormed] the square.
    The mayor recalled the [shelling] of 2014.
    Earlier this summer a shell [hit] the clinic, on 2 July 2021.
""")


@pytest.mark.parametrize("marked", BACKGROUND)
def test_what_is_recalled_is_background(marked: str) -> None:
    assert judged(marked).reality == "background"


NOT_BACKGROUND = sentences("""
    On Thursday a [raid] in the north killed the group's leader.
    In a speech in 2019 he warned of war; on Tuesday a bomb [killed] him.
    The man, 61 years old, was [shot] on Monday.
    Three days ago a suicide bomber [killed] forty worshippers here.
    The market, rebuilt in 2017, was [bombed] on Wednesday.
    The group was founded in 2012, but on Monday its fighters [attacked] the base.
    The judge was [shot] outside her home on Tuesday.
    A lawyer was [kidnapped] on his way to work on Thursday.
    The second [attack] this week destroyed the gate.
    Last night a drone [struck] the refinery.
    Last Tuesday rebels [attacked] the same checkpoint.
    Old men and women were among those [killed].
    The bus was [hit] after it left the court.
    The clinic was [shelled] on 2 February.
    Gunmen [abducted] the priest two days ago.
    Police [stormed] the square on 3 February 2022.
    The past week's [fighting] left nine dead.
    A soldier was [killed] in the ambush.
    Two brothers were [murdered] in their sleep on Sunday.
    Since Tuesday 34 fighters have been [killed] in the town.
    The reports come just a day after more than forty people were [killed] in the city.
    Earlier this week a shell [hit] the clinic.
    Over the weekend troops [raided] the camp.
    The house of the former minister was [bombed] on Monday.
    He was [beaten] by guards on Sunday, his lawyer said.
    Earlier on Friday rockets [struck] the airport.
""")


@pytest.mark.parametrize("marked", NOT_BACKGROUND)
def test_what_only_stands_near_an_old_time_is_news(marked: str) -> None:
    assert judged(marked).reality == "happened"


CUMULATIVE = sentences("""
    Since 2011 more than 300,000 people have been [killed].
    More than 40 doctors have been [killed] so far this year.
    In almost three months of battle more than 800 fighters have been [killed].
    The war has [killed] half a million people.
    The conflict has [displaced] two million people.
    Air strikes have [killed] 900 civilians since the start of the campaign.
    Over the past six months shelling has [wounded] hundreds.
    In recent weeks air raids have [killed] dozens of civilians in the province.
    Since September the fighting has [killed] more than 1,000.
    The five-year-old war has [killed] tens of thousands.
    The offensive has [killed] more than 1,600 civilians and wounded thousands.
    Since last year gunmen have [abducted] over fifty teachers.
    The army has often [bombed] the valley.
    Pirates have frequently [attacked] ships in the gulf.
    In the past two years mines have [killed] 45 children.
    Over the previous four months snipers have [shot] eleven people.
    Since the beginning of the siege 70 patients have [died].
    Since fighting broke out 30,000 people have [fled].
    Every year mines [kill] dozens of farmers.
    At least 135 civilians have been [killed] in the province over the past three days.
    Seven days of air strikes had left 75 civilians [dead].
    For months the two militias have [fought] over the oil field.
    The uprising has [killed] two hundred since protests began.
    Since early 2014 the group has [executed] at least 300 captives.
    In two years of clashes 120 officers have been [killed].
    Throughout the war both sides [shelled] the old town.
    So far in the campaign 60 pilots were [shot] down.
    More than 300 civilians have been [killed] in that period.
""")


@pytest.mark.parametrize("marked", CUMULATIVE)
def test_what_is_counted_over_a_long_time_is_cumulative(marked: str) -> None:
    assert judged(marked).reality == "cumulative"


NOT_CUMULATIVE = sentences("""
    Since Tuesday, 34 fighters have been [killed].
    In two hours of shelling nine people were [killed].
    It was the worst [attack] since the start of the war.
    The heaviest [bombing] since September hit three streets.
    The town, which has been under siege since 2016, was [shelled] on Monday.
    A rebel who had fought since 2012 was [killed] on Tuesday.
    In the past 24 hours 45 people were [killed].
    In the last two days shells [hit] two schools.
    War planes [bombed] the town.
    The war monitor said an air strike [killed] five people.
    Since the morning rockets have [struck] the port.
    A year-old child was [wounded] by the blast.
    More than 300 civilians were [killed] on Sunday.
    For hours gunmen [fired] on the hotel.
    The campaign group said police [raided] its office.
    Six of the wounded later [died].
    The battle for the bridge [killed] nine soldiers on Thursday.
    In recent days shells [hit] three schools.
    Two miners [died] this morning.
    The first [air strike] in months killed a couple.
    Soldiers [killed] a boy of six years.
    A bomb [killed] seven people, bringing the number of dead to nine.
    The ceasefire was so fragile that one shot [broke] it.
    The raid [killed] the group's leader of ten years.
    A shell [hit] the camp a week before winter.
""")


@pytest.mark.parametrize("marked", NOT_CUMULATIVE)
def test_a_count_over_days_and_a_superlative_are_news(marked: str) -> None:
    assert judged(marked).reality == "happened"


PLANNED = sentences("""
    The army will [attack] the town next week.
    The president vowed to [strike] the camps.
    The group threatened to [bomb] the embassy.
    Troops are preparing to [storm] the district.
    The ministry plans to [evacuate] the village.
    Rebels are going to [attack] the airport, their commander said.
    The coalition is set to launch an [offensive] against the city.
    Forces are preparing for an [assault] on the last stronghold.
    The union called for a [protest] in front of parliament.
    He promised to [bomb] them back into the desert.
    The militia warned that it shall [shell] the port.
    They are ready to [raid] every house.
    The generals are about to launch an [offensive].
    The two sides agreed to a [ceasefire] from Monday.
    The envoy urged a [ceasefire] before the holiday.
    Police foiled an [attack] on the stadium.
    Guards thwarted a [bombing] at the station.
    An [offensive] is expected within days.
    The demonstration, a [protest] against taxes, is planned for Friday.
    The army intends to [retake] the province.
    An imminent [attack] was reported by the embassy.
    The upcoming [offensive] worries aid groups.
    Several [attacks] have been foiled.
    The cabinet is considering an [air strike] on the depot.
    The militants pledged to [execute] the captives.
    Men who were plotting to [kill] the governor were arrested.
""")


@pytest.mark.parametrize("marked", PLANNED)
def test_what_is_announced_or_threatened_or_foiled_is_planned(marked: str) -> None:
    assert judged(marked).reality == "planned"


NOT_PLANNED = sentences("""
    The army [attacked] the town although talks will open next week.
    A bomb [killed] two men who planned a wedding.
    The president, who vowed to end the war, was [shot] on Monday.
    Shells [hit] a queue of people waiting for bread.
    Rebels [struck] the airport, and the army says it will answer.
    The raid [killed] a man; his brother will be tried.
    Troops [stormed] the district that they had prepared to leave.
    The strike [hit] a plant that is due to close.
    The group [bombed] the embassy because it had been told to leave.
    A patrol was [ambushed] while it was set up by the road.
    Gunmen [abducted] the candidate, but elections will go on.
    Two planners were [killed] in the office.
    The mine [killed] six people who were ready for the harvest.
    Police [arrested] nine men as the minister promised reforms.
    The rocket [landed] in a field and will be removed.
    A drone [struck] the convoy, which was about to cross the border.
    The mayor was [stabbed] after he called for calm.
    Soldiers [shelled] the hills where a summit will be held.
    The village was [raided] when people wanted to sleep.
    An arsonist [burned] the hall before the concert due on Sunday.
    The shop was [bombed], and the owner wants to sell it.
    The convoy was [attacked] ahead of a visit.
    Two boys were [killed] while they were preparing dinner.
    The rebels [seized] the dam and threatened to open it.
    A shell [wounded] a farmer who hopes to walk again.
""")


@pytest.mark.parametrize("marked", NOT_PLANNED)
def test_plans_of_another_clause_leave_the_event_alone(marked: str) -> None:
    assert judged(marked).reality == "happened"


HYPOTHETICAL = sentences("""
    If the army [attacks], thousands will be homeless.
    A full [assault] could follow, and an [attack] could kill many.
    There are fears of an [attack] on the capital.
    There are fears that rebels [attack] the dam.
    The embassy warned of possible [attacks] on tourists.
    There is a risk of [shelling] near the front.
    Aid groups fear a new [offensive] might displace thousands.
    The hospital has a cellar in case of an [air raid].
    Walls were built against any [bombing].
    The threat of an [air strike] hangs over the town.
    Unless they leave, soldiers [storm] the house.
    The gas leak may [kill] fish and people.
    A second [strike] would, and a [bombing] could, close the port; he spoke of a possible [raid].
    The plan would have [killed] thousands.
    A potential [attack] on the port was discussed.
    Analysts spoke of the possibility of a [raid].
    They asked whether troops would [storm] the square.
    In the event of an [attack] the gates close.
    The unit is able to [shell] the coast.
    Residents are worried about [shelling].
    Ships stay away to avoid [attacks].
    The weapon could [destroy] a street.
    The chance of an [offensive] before spring is small.
    The wall protects against [bombing] of any kind.
    Officials debated whether rebels [attack] at night.
    Concern grows that clashes might [spread].
""")


@pytest.mark.parametrize("marked", HYPOTHETICAL)
def test_what_is_feared_or_supposed_is_hypothetical(marked: str) -> None:
    first = re.sub(r"\[(.+?)\](?=.*\[)", r"\1", marked)

    assert judged(first).reality == "hypothetical"


NOT_HYPOTHETICAL = sentences("""
    A drone may have [killed] the commander on Monday, two officials said.
    The shell [hit] the clinic, and doctors fear that more will come.
    In May the tanks came; on Wednesday they [shelled] the town.
    A bomb [killed] a man who could not walk.
    The raid [killed] nine people, which may be a record.
    Troops [stormed] the house without asking whether anyone was inside.
    The attack, which could be heard for miles, [killed] four.
    Gunmen [shot] a man because he would not stop.
    Rockets [struck] the port while ships could not leave.
    Police [raided] the bar; if convicted, the owner faces a fine.
    The blast [wounded] six, and two might lose a leg.
    Fearless crews [bombed] the ridge on Tuesday.
    A soldier was [killed] although he wore a vest.
    An ambush [killed] two guards who would have gone home on Friday.
    The men [abducted] a doctor, possibly for ransom.
    Jets [bombed] the bridge where aid might pass.
    The militia [executed] a man who could read the signal.
    The village was [shelled] so that nobody could leave.
    Fighters [captured] the likely site of the summit.
    A mob [attacked] the station where the suspect might be held.
    The strike [destroyed] a tower that could fall any day.
    A sniper [shot] the boy when he would not lie down.
    The riot [wounded] ten, and the match may be cancelled.
    A boat [sank], and thirty people could not swim.
    The explosion [killed] a guard who feared the dark.
""")


@pytest.mark.parametrize("marked", NOT_HYPOTHETICAL)
def test_doubts_of_another_clause_leave_the_event_alone(marked: str) -> None:
    assert judged(marked).reality == "happened"


DENIED = sentences("""
    There was no [raid] on the village, the governor said.
    The army denied that an [air strike] took place.
    Officials denied any [attack] on the convoy.
    The ministry denied reports of a [clash].
    Police denied that officers [shot] the boy.
    There were no [air strikes] on Monday.
    There has been no [shelling] since the morning.
    The office rejected reports of an [ambush].
    Reports of an [attack] were false.
    The reported [raid] never happened.
    The [bombing] did not take place, the mayor said.
    False reports of a [shooting] emptied the station.
    The army did not [attack] the hospital.
    Our planes have never [bombed] the city, the general said.
    No [attack] was reported.
    The story of the [massacre] was a hoax.
    They dismissed reports of an [offensive].
    There is no evidence of a [chemical attack].
    There was no confirmation of a [strike].
    The claim that soldiers [executed] prisoners is false.
    The town was not [shelled].
    Officers had not [fired] on the crowd.
    Kyiv denies that it [shelled] the plant.
    The group refuted claims of a [kidnapping].
    The rumour of a [raid] is unfounded; the [raid] did not occur.
    The blast was not an [attack], investigators said.
""")


@pytest.mark.parametrize("marked", DENIED)
def test_what_is_said_not_to_have_happened_is_denied(marked: str) -> None:
    first = re.sub(r"\[(.+?)\](?=.*\[)", r"\1", marked)

    assert judged(first).reality == "denied"


NOT_DENIED = sentences("""
    The country denied responsibility for the [attack] on the depot.
    The group denied any role in the [bombing].
    The militia denied involvement in the [killing] of the envoy.
    He denied charges of [murder] brought on Monday.
    The army denied carrying out the [strike] that destroyed the bakery.
    Nobody claimed the [attack].
    The [raid] left no one hurt.
    Police [stormed] the house and found no weapons.
    A shell [hit] the yard but did not explode.
    The driver who was [shot] was not armed.
    The [explosion] caused no casualties.
    No group has said it was behind the night's deadly [bombing].
    The [strike] hit a school, not a barracks.
    The captain denied knowledge of the [raid].
    The prince denied accusations about the [killing].
    Troops [attacked] without warning.
    The [clash] was no accident, the mayor said.
    Not only soldiers were [killed].
    The two men who [attacked] the shop are no longer at large.
    The town was [shelled], and no help came.
    No fewer than nine people were [killed] on Monday.
    The rebels denied targeting civilians in the [attack].
    A witness who did not give his name saw the [raid].
    The man was [killed] although he had never carried a gun.
    The embassy denied links to the [assassination].
""")


@pytest.mark.parametrize("marked", NOT_DENIED)
def test_to_deny_guilt_is_not_to_deny_the_event(marked: str) -> None:
    assert judged(marked).reality == "happened"


EXERCISE = sentences("""
    Soldiers [stormed] a house during a drill.
    In the exercise commandos [raided] a mock village.
    A simulated [attack] tested the alarm.
    The navy [fired] missiles in a joint exercise with its neighbour.
    Firefighters treated "victims" of a [bombing] in a rehearsal.
    The war game began with an [air strike] on the capital.
    Volunteers played the wounded of a mock [shooting].
    Tanks [shelled] empty hills in military exercises.
    The drill had gunmen [attack] a school.
    During the drills jets [bombed] a target at sea.
    The simulation had an [explosion] in the harbour.
    Pupils hid from a pretended gunman in a drill after the [shooting] alarm.
    Marines [captured] the beach in a training exercise.
    The manoeuvres ended with an [assault] on a hill.
    Police [stormed] the bus as part of an exercise.
    In the video game players [raid] a temple.
    Live-fire exercises saw rockets [hit] a barge.
    The role-play had rebels [kidnap] a mayor.
    A reenactment of the [battle] drew a crowd.
    The scenario of the war games was an [invasion] of the island.
    Nurses trained for a [bombing] in a drill.
    Troops [raided] a factory in naval exercises off the coast.
    The rehearsal included an [ambush] of the convoy.
    Rescue teams practised an [earthquake] in a simulation.
    Cadets [attacked] a bunker in maneuvers on Tuesday.
    The drill simulated the [shooting] of a guard.
""")


@pytest.mark.parametrize("marked", EXERCISE)
def test_a_drill_is_an_exercise(marked: str) -> None:
    assert judged(marked).reality == "exercise"


NOT_EXERCISE = sentences("""
    The minister urged both sides to exercise restraint after the [attack].
    Gunmen [shot] a man who was on his way to exercise his dog.
    People asked them to exercise caution after the [shelling].
    Soldiers [stormed] the house on Tuesday.
    Rockets [hit] a drilling rig.
    Police [raided] a gym.
    The strike [hit] a training camp.
    A trainee was [killed] on the range.
    The gang [attacked] a shop that sells games.
    Voters were [shot] while exercising their rights.
    A bomb [killed] the players of a football team.
    The actor was [stabbed] on stage.
    The school was [bombed] during lessons.
    Commandos [raided] a real village.
    A game ranger was [shot] by poachers.
    The well was [destroyed] by a shell.
    Boys [attacked] a bus after the match.
    Shells [hit] the theatre.
    A dentist was [kidnapped] with his assistant.
    The navy [fired] on a fishing boat.
    The army [captured] the barracks where recruits live.
    Troops [attacked] the base at dawn.
    A sergeant was [killed] by his own rifle.
    The coach was [abducted] from the stadium.
    The gunman [shot] a reenlisted veteran.
""")


@pytest.mark.parametrize("marked", NOT_EXERCISE)
def test_other_meanings_of_exercise_are_news(marked: str) -> None:
    assert judged(marked).reality == "happened"


def test_the_day_of_news_is_resolved() -> None:
    assert judged("A [raid] hit the town on Thursday.").date == date(2022, 2, 3)
    assert judged("Yesterday a bomb [killed] two.").date == date(2022, 2, 3)
    assert judged("The town was [shelled] on 2 February.").date == date(2022, 2, 2)


def test_the_day_of_something_recalled_is_kept() -> None:
    verdict = judged("On 14 August 2013 police [stormed] the square.")

    assert verdict.date == date(2013, 8, 14)
    assert verdict.reason == "background: '14 august 2013'"


def test_a_recalled_frame_goes_on_over_a_pronoun() -> None:
    recalled = "The launches come a day after the anniversary of the general's death. Troops [killed] him at the airport."

    assert judged(recalled).reality == "background"


def test_a_sentence_that_opens_with_an_old_time_frames_the_next() -> None:
    assert judged("In 2014 rebels took the town. They [shot] the mayor.").reality == "background"


def test_an_old_time_in_passing_frames_nothing() -> None:
    assert judged("The group was founded in 2014. It [shot] the mayor.").reality == "happened"
    assert judged("The mayor took office in 2014. The attack [killed] two guards.").reality == "happened"


def test_without_a_day_of_publication_a_named_year_is_old() -> None:
    assert judged("A raid in 2019 [killed] the leader.", None).reality == "background"
    assert judged("A raid on Thursday [killed] the leader.", None).reality == "happened"


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("A man was [charged] in the stabbing death of a baker last month.", "happened"),
        ("A baker was [stabbed] to death last month.", "background"),
        ("The leader [died] in a raid in 2019.", "background"),
    ],
)
def test_a_day_behind_the_deed_is_the_days_of_the_deed(marked: str, expected: str) -> None:
    assert judged(marked).reality == expected


CUES = "no raid , denied will if 2019 who drill since may the had been ; killed “ ago week . comes after in the death"


@settings(max_examples=200)
@given(st.lists(st.sampled_from(CUES.split()), min_size=1, max_size=20), st.data())
def test_any_words_get_a_verdict(words: list[str], data: st.DataObject) -> None:
    text = english(" ".join(words))
    at = data.draw(st.integers(0, len(text.words) - 1))

    verdict = judge_reality(text, text.sentence_of[at], (at, at + 1), Dates(find_dates(text, FRIDAY)), FRIDAY)

    assert verdict.reality in REALITIES
    assert all(0 <= span.start < span.end <= text.ends[-1] for span in verdict.evidence)


def test_the_words_that_decided_are_kept() -> None:
    verdict = judged("The army will [attack] the town.")

    assert verdict.evidence[0].start == len("The army ")
    assert verdict.evidence[0].end == len("The army will")
