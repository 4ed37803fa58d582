"""Words that tell what kind of name stands beside them. English; classes of words, not samples of a text."""

from __future__ import annotations

from typing import Final

from monitor.reading.text.lexicon import words_of

#: Lower-case words that may stand inside a name.
LINKERS: Final = words_of(
    "of de del della di da do dos das la le les los las el al du des den der van von upon and und y e the sur am im an aux"
    " bin ibn"
)

#: After these a name is a place, or a time, or nothing else.
STRONG_PREPOSITIONS: Final = words_of(
    "in near at outside inside across around into toward towards throughout between within above amid beyond surrounding"
    " downtown northern southern eastern western central northeastern northwestern southeastern southwestern north-eastern"
    " north-western south-eastern south-western upstate rural occupied war-torn nearby neighboring neighbouring"
)
#: After these a place is likelier than a person, no more.
WEAK_PREPOSITIONS: Final = words_of(
    "on against from to of over through via leave left leaving visit visiting visited reach reached entered entering fled"
    " fleeing off along bordering capture captured including took takes hit struck attacked bombarded raided liberated"
    " retake retook seized shelled bombed besieged shook shakes rocked rocks rattled jolted battered lashed devastated ravaged"
    " pounded swept flooded engulfed"
)

#: Nouns before or after a place name: "the town of X", "X province".
PLACE_NOUNS: Final = words_of(
    "town city village province governorate district county state region area suburb suburbs neighborhood neighbourhood"
    " settlement municipality capital countryside island islands port camp canton oblast department prefecture hamlet"
    " township borough parish valley peninsula coast plains desert enclave outskirts airport border frontier territory"
    " republic kingdom emirate towns cities villages provinces districts counties states regions areas neighborhoods"
    " neighbourhoods city's oasis quarter crossing"
)
#: Nouns of the parts of a town: "the X neighbourhood of Y".
TOWN_PARTS: Final = words_of("district neighborhood neighbourhood quarter")
#: Capitalised nouns that end the name of an administrative place: "Orange County" is one name.
DIVISION_NOUNS: Final = words_of(
    "province governorate district county state region city town village township oblast prefecture department municipality"
    " island islands republic territory"
)

#: Nouns that make a name out of what stands before: organisations and works of man ("Aleppo University", "Boston Globe").
ORG_NOUNS: Final = words_of(
    "university college school institute academy hospital clinic bank corp corporation inc ltd llc plc co company group"
    " holdings airlines airways times post globe herald tribune journal news gazette chronicle telegraph guardian observer"
    " review press daily sun star mirror mail examiner inquirer dispatch courier record sentinel register bulletin reporter"
    " ledger monitor party front army brigade brigades battalion division corps force forces militia movement union"
    " association federation council committee commission court parliament congress assembly senate ministry department"
    " agency bureau authority office police fc united rovers wanderers athletic club league cup stadium arena championship"
    " championships olympics games festival museum theatre theater church cathedral mosque temple library foundation trust"
    " fund society center centre orchestra observatory network organization organisation project programme program agreement"
    " accord accords treaty protocol conference summit street road avenue boulevard lane drive square bridge hotel park"
    " beach building tower airport station house hall palace"
)
#: Those of ORG_NOUNS that stand for places themselves.
SITE_NOUNS: Final = words_of(
    "street road avenue boulevard lane drive square bridge hotel park beach airport station hospital stadium prison"
)

#: Before a name: a person follows.
TITLES: Final = words_of(
    "mr mrs ms miss dr prof professor sir lord lady dame president king queen prince princess sultan emir sheikh sheik"
    " shaikh minister premier chancellor senator sen rep representative congressman congresswoman governor gov mayor"
    " councilman councilwoman judge justice attorney general gen colonel col major maj captain capt lieutenant lt sergeant"
    " sgt cpl corporal private pvt admiral adm brig brigadier commander cmdr officer detective sheriff constable inspector"
    " superintendent chief deputy rev reverend father fr bishop archbishop cardinal pope rabbi imam ayatollah mullah mufti"
    " spokesman spokeswoman spokesperson coach manager chairman chairwoman director secretary ambassador envoy analyst"
    " activist journalist reporter correspondent author actor actress singer lawyer doctor economist brother sister son"
    " daughter wife husband mother aunt uncle named called"
)
#: After a name alone: what only a person does.
PERSON_VERBS: Final = words_of(
    "said says told tells added asked wrote writes replied recalled explained insisted argued tweeted testified smiled"
    " laughed joked born aged"
)

#: Names of months and days are never places.
CALENDAR: Final = words_of(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep"
    " sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun"
    " spring summer autumn winter christmas easter ramadan"
)
#: Compass words before a name: "northern Idlib" is Idlib, "South Korea" is in the gazetteer itself.
COMPASS: Final = words_of(
    "north south east west northern southern eastern western central northeast northwest southeast southwest upper lower greater"
)

#: Newspapers and news agencies: "Boston Globe" says nothing of Boston.
MEDIA_NOUNS: Final = words_of(
    "times post globe herald tribune journal news gazette chronicle telegraph guardian observer press daily sun star mirror"
    " mail examiner inquirer dispatch courier sentinel bulletin ledger tv radio magazine weekly today"
)
#: "Bank of America", "Church of England": what stands before "of" makes the whole a name of something else.
OF_NAMES: Final = words_of("bank church times voice duke duchess earl prince princess statue battle cup")
#: Last words of names of sites, waters and heights that no list needs to know: "Clinton Street", "Catawba River".
SITE_ENDINGS: Final = words_of(
    "street st road rd avenue ave boulevard blvd drive lane parkway highway turnpike expressway river creek lake bay valley"
    " island islands mountain mountains falls beach bridge airport square canyon forest peninsula desert strait sea ocean"
    " reservoir dam barrage regulator plaza hills heights park trail harbor harbour plateau basin crossing ridge glacier"
    " volcano"
)
#: First words of such names: "Lake Kivu", "Camp Speicher".
SITE_OPENINGS: Final = words_of(
    "lake mount mt river camp cape fort gulf strait route interstate highway jebel jabal wadi tel tell tal khirbet kafr kfar"
)
#: First words of names of villages, hills, springs, valleys, wells, monasteries, from Morocco to Iran: the name goes on.
GENERICS: Final = words_of(
    "kafr kfar kafar kufr kefr tall tell tal tel khirbet khirbat kherbet ain ayn ein deir dayr beit bayt bait umm jabal jebel"
    " jabel djebel wadi bir ras qasr qalat qal'at burj jisr jisir majdal mazraat mazra'at marj souq suq ksar qaryat hajar talat"
    " tallat nahr abu sheikh shaykh"
)
#: Those that begin names of people as well: the words before them must lead to a place.
PERSONAL: Final = words_of("umm abu sheikh shaykh tal ras ayn")
#: Common words that begin a sentence with a capital and mean nothing by it.
OPENERS: Final = words_of(
    "the a an in on at to of for from by with and but or as if when while after before since until although though because"
    " it he she they we i you this that these those there here what who where why how which all some many most both each"
    " every no not only more than its his her their our your my one two three four five six seven eight nine ten also"
    " however meanwhile then now so yet still just even once under over near inside outside across around into through"
    " during between against about without within last next first earlier later today yesterday despite according other"
    " another such new visit leaving meet see"
)

#: Behind a name: people and bodies of a town or country. "An Albany man", "Decatur police", "Saratoga native".
NATIVES: Final = words_of(
    "man woman men women boy girl teen teenager couple native natives resident residents family families mother father"
    " student students parents children police officials authorities firefighters officers councillor councillors council"
    " mayor lawmaker lawmakers voters commuters motorists homeowners businessman businesswoman high-rise neighborhood home-"
    " town hometown street streets skyline schools school hospital hospitals airport office headquarters apartment home"
    " court jail prison councilman"
)
#: Dashes and agency names that close a dateline.
DATELINE: Final = words_of("- -- --- – — : ( [")
#: "City of Norfolk", "Port of Spain" apart: words that lead up to a name with "of".
LEADS: Final = words_of(
    "city town village county state province district republic kingdom region borough township university governor mayor"
)
#: Places whose names begin with the English article.
WITH_THE: Final = words_of("hague bronx gambia bahamas dalles woodlands villages")

#: Peoples, faiths and creeds that are no adjectives of one country, and short names of bodies: never places.
NO_PLACES: Final = words_of(
    "arab arabs kurd kurds kurdish jew jews jewish muslim muslims islam islamic islamist islamists christian christians"
    " sunni sunnis shiite shiites shia yazidi yazidis yezidi druze alawite alawites hindu hindus buddhist sikh catholic"
    " catholics protestant orthodox anglican tutsi hutu hausa fulani tuareg pashtun pashtuns hazara uighur uyghur rohingya"
    " karen roma latino hispanic black white republican republicans democrat democrats democratic labour labor conservative"
    " liberal tory communist nazi marxist socialist god allah bible koran quran congress parliament senate duma knesset"
    " internet web twitter facebook google olympic olympics hamas hezbollah fatah taliban"
)
#: Behind a name: an armed band that bears it. "The Khorasan group".
BANDS: Final = words_of(
    "group groups militant militants faction factions network cell cartel gang militia brigade battalion regiment"
)

#: Arabic nouns that stand before the name of a place: town, city, village, province, district, camp, suburb, countryside.
ARABIC_PLACE_NOUNS: Final = words_of(
    "بلدة مدينة قرية محافظة ناحية قضاء مخيم حي ضاحية ريف منطقة بلدتي مدينتي قريتي محافظتي مطار معبر جزيرة"
)
#: Arabic prepositions and adverbs before a place: in, near, towards, inside, north of, around.
ARABIC_PREPOSITIONS: Final = words_of(
    "في قرب إلى الى من على داخل شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط محيط باتجاه نحو بين خارج"
)
