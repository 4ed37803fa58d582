"""Words by which people and organisations are known: titles, offices, peoples, bands, firms; capitals that are neither."""

from __future__ import annotations

from typing import Final

from monitor.reading.names.cues import TITLES
from monitor.reading.text.lexicon import words_of

#: Words that lead to a name and are no part of it.
_NO_TITLES: Final = words_of("named called brother sister son daughter wife husband mother father aunt uncle author")
#: Words that may stand in a title.
TITLE_WORDS: Final = (TITLES - _NO_TITLES) | words_of(
    "prime vice foreign first defence defense interior home finance justice staff special chief under assistant acting"
    " crown advisor adviser representative spc"
)
#: Those that name somebody when they stand alone behind "the", with a capital.
OFFICES: Final = words_of(
    "president minister premier chancellor secretary king queen prince emir sultan pope governor mayor ambassador envoy"
    " spokesman spokeswoman spokesperson commander general chief"
)
#: Peoples and creeds that no country has to itself.
PEOPLES: Final = words_of(
    "arab kurdish jewish muslim islamic islamist christian sunni shiite shia shi'ite yazidi alawite druze turkmen tutsi"
    " hutu hausa fulani tuareg pashtun hazara uighur uyghur rohingya karen kachin chin tamil tigrayan oromo amhara maoist"
    " marxist communist"
)
#: Nouns of armed men and of politics that make a body with one of them.
ARMED: Final = words_of(
    "fighters militants rebels insurgents insurgency militiamen militia militias gunmen tribesmen separatists jihadists"
    " troops soldiers guerrillas mercenaries opposition peshmerga forces factions parties officers"
)
#: Behind these, in lower case, a name is an organisation: "the German company Zorba", "a militia called Dar".
KINDS: Final = words_of(
    "company firm group militia newspaper broadcaster channel website charity watchdog ngo agency party faction outlet station"
    " brigade conglomerate startup airline"
)
#: Capitals that are no body: things, units, times, offices.
NO_BODIES: Final = words_of(
    "IED IEDS VBIED VBIEDS SVBIED UAV UAVS UXO RPG RPGS AK APC APCS MRAP ATGM MANPADS WMD TNT SUV CCTV DVD CD TV GPS GMT"
    " UTC EST EDT PST PDT CET BST AM PM KM KG MW KW MHZ GHZ FM AD BC BCE CE CEO CFO COO MP MPS PHD MD BA MA ID IDS IDP IDPS"
    " DNA GDP VAT AIDS HIV COVID ICU ER VIP VIPS PR HR IT OK POW POWS KIA MIA LGBT USD EUR GBP FAQ PDF SMS DIY UPDATE LIVE"
    " WATCH BREAKING EXCLUSIVE VIDEO PHOTOS MR MRS MS DR II III IV VI VII VIII IX XI XII XX MIG SU JD JR SR"
)
