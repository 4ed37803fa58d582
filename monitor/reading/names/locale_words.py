"""Words of law, schools, money and sport that only one country's newspapers use for what happens at home: where a text is from.

"An Albany man was arraigned on two felony counts, the sheriff said": an American Albany.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

#: Country -> words, in lower case.
_WORDS: Final = {
    "US": "interstate dui dwi felony felonies misdemeanor misdemeanors sheriff sheriffs precinct sophomore freshman"
    " quarterback touchdown touchdowns congressman congresswoman medicaid medicare alderman aldermen selectman"
    " selectmen councilman councilwoman assemblyman assemblywoman arraigned arraignment statehouse gop nascar nfl"
    " nba ncaa mlb swat walmart wal-mart ymca mph zoning trooper troopers indicted bipartisan caucus fundraiser",
    "GB": "constabulary nhs councillor councillors lorry motorway tory tories magistrates mps pensioner pensioners ofsted £ gcse",
    "IE": "garda gardai gardaí taoiseach oireachtas dáil",
    "CA": "rcmp loonie const. const",
    "AU": "qld nsw aussie aussies",
    "IN": "lakh lakhs crore crores sarpanch tehsil naxal naxals panchayat",
    "PH": "barangay barangays",
    "NG": "naira",
    "KE": "matatu",
}
LOCALE: Final = {word: country for country, words in _WORDS.items() for word in words.split()}
_SURE: Final = frozenset(
    ("rcmp", "const", "const.", "gardai", "gardaí", "taoiseach", "nhs", "£", "constabulary", "qld", "barangay")
)
#: Different words of one country that a text must have: one may be a quotation.
ENOUGH_WORDS: Final = 2


def spoken_in(words: Iterable[str]) -> Counter[str]:
    """Countries whose newspapers speak so, with how many different words say it; a rank or force of one country counts twice."""
    said = Counter(LOCALE[word] for word in LOCALE.keys() & set(words) for _ in range(1 + (word in _SURE)))
    return Counter({country: count for country, count in said.items() if count >= ENOUGH_WORDS})
