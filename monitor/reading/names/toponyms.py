"""How a place name is spelled: one key for all usual spellings, and a coarser one for transliterations.

`key` brings together what differs in case, accents, hyphens, apostrophes and dots: "Deir ez-Zor", "DEIR EZ ZOR".
`bare` drops the Arabic article too, wherever it stands and however its consonant was assimilated: "Al-Hasakah", "Hasakah".
`skeleton` keeps only the consonants that survive every way of writing Arabic, Persian, Hebrew, Cyrillic or Ethiopic names in
Latin letters: "Dayr az-Zawr", "Deir al-Zour" and "Deir Ezzor" are all "drzr".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.fuzz import ratio

_DROP: Final = dict.fromkeys(map(ord, "'’‘ʼʿʾʻ`´ˌ.\u0640\u200b\u200c\u200d\u200e\u200f"))
_SWAP: Final = {
    **dict.fromkeys(map(ord, "-‐‑‒–—/_,()\u00a0"), " "),
    ord("&"): " and ",
    ord("ø"): "o",
    ord("ł"): "l",
    ord("đ"): "d",
    ord("ı"): "i",
    ord("ə"): "a",
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
    ord("ð"): "d",
    ord("ة"): "ه",
    ord("ى"): "ي",
    ord("ی"): "ي",
    ord("ک"): "ك",
}
_TABLE: Final = {**_DROP, **_SWAP}

#: Words that are written short or long in the same name.
_SHORT: Final = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}

#: The Arabic article, its consonant assimilated to a following sun letter, as Latin spellings have it.
ARTICLES: Final = frozenset(
    f"{vowel}{sun}" for vowel in "aeiou" for sun in ("l", "d", "dh", "n", "r", "s", "sh", "ss", "t", "th", "z", "zh", "ch")
)

#: Those that are English words too: articles only when a hyphen ties them to the name ("at-Tanf"), or in an Arabic name.
ENGLISH: Final = frozenset(("as", "at", "an", "in", "on", "or", "is", "it", "us", "en", "id", "ed", "es", "er"))
_TIED: Final = re.compile(rf"(?<![^\W_])(?:{'|'.join(sorted(ARTICLES, key=len, reverse=True))})[-‐‑](?=\w)")

_SOUNDS: Final = (
    ("tch", "c"),
    ("sch", "s"),
    ("tsch", "c"),
    ("kh", "h"),
    ("ch", "s"),
    ("sh", "s"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("zh", "j"),
    ("ph", "f"),
    ("ts", "s"),
    ("ck", "k"),
    ("dj", "j"),
    ("q", "k"),
    ("x", "ks"),
    ("v", "w"),
    ("c", "k"),
    ("p", "b"),
)
#: Letters in a row that stand for one vowel, in the order in which they are looked for.
_LONG: Final = (
    *((written, "u") for written in ("aw", "au", "ow", "ou", "oo")),
    *((written, "i") for written in ("ay", "ai", "ey", "ei", "ee", "ie", "iy")),
)
_LAST: Final = re.compile(r"(?<=.)(ah|eh|e)$")
_THREE: Final = str.maketrans("eyo", "iiu")
_SUNG: Final = re.compile(r"[aiu]")
_VOWELS: Final = re.compile(r"[aeiouyw]+")
_TWICE: Final = re.compile(r"(.)\1+")
#: How alike (of 100) two spellings of one name must be as they sound: where the script leaves out vowels, in a name of few
#: consonants (nothing may come in between), and elsewhere; and how alike as they are written.
_UNSAID_LIKE: Final = 85
_SHORT_LIKE: Final = 90
_SAID_LIKE: Final = 95
_WRITTEN_LIKE: Final = 70
_FEW: Final = 3
_ARTICLE_JOINED: Final = re.compile(r"^[aeu](l|(?P<sun>[dnrstz])(?=(?P=sun)))")


@lru_cache(maxsize=16384)
def key(name: str) -> str:
    """The form under which a name is looked up.

    >>> key("Deir ez-Zor"), key("Saint-Étienne"), key("WASHINGTON, D.C.")
    ('deir al zor', 'st etienne', 'washington dc')
    """
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name.casefold())
        name = "".join(c for c in decomposed if not unicodedata.combining(c))
    name = name.casefold()
    if "-" in name or "‑" in name:
        name = _TIED.sub("al ", name)
    words = name.translate(_TABLE).split()
    return " ".join([_SHORT.get(word, word) for word in words])


def bare(named: str, *, arabic: bool = True) -> str:
    """A key without Arabic articles; the key itself when nothing else would be left. In a text that is not known to be an Arabic
    name, articles that are English words stay.

    >>> bare("al hasakah"), bare("deir ez zor"), bare("al")
    ('hasakah', 'deir zor', 'al')
    """
    words = named.split(" ")
    kept = [w for i, w in enumerate(words) if w not in ARTICLES or i == len(words) - 1 or not (arabic or w not in ENGLISH)]
    if len(kept) == 1 and kept[0][:2] == "ال" and len(kept[0]) > 4:
        return kept[0][2:]
    return " ".join(kept)


def skeleton(named: str) -> str:
    """The consonants that every transliteration keeps; "" when fewer than two are left to tell names apart.

    >>> {skeleton(key(n)) for n in ("Deir ez-Zor", "Dayr az-Zawr", "Deir-al-Zour", "Deir Ezzor", "Der Ezzor")}
    {'drzr'}
    >>> skeleton(key("Ma'arrat al-Nu'man")) == skeleton(key("Maaret al-Numan"))
    True
    """
    if not named.isascii():
        return ""
    text = _joined(named)
    for sound, plain in _SOUNDS:
        text = text.replace(sound, plain)
    text = text[:-1] if text[-2:] in ("ah", "eh") else text
    first = "a" if text[:1] in "aeiou" else ""
    bones = _TWICE.sub(r"\1", _VOWELS.sub("", text))
    return first + bones if len(bones) >= 2 else ""


def sound(named: str) -> str:
    """How a key sounds, its vowels as three: finer than the skeleton, which lets "Gogba" be "Goba" and "Qwxlib" be Aleppo.

    >>> {sound(key(n)) for n in ("Khān Shaykhūn", "Khaan Sheikhoun", "Khan Shaikhoon")}
    {'hansihun'}
    """
    text = _joined(named)
    for written, vowel in (*_LONG, *_SOUNDS):
        text = text.replace(written, vowel)
    return _TWICE.sub(r"\1", _LAST.sub("a", text).translate(_THREE))


def same_name(one: str, other: str, *, vowels: bool) -> bool:
    """May two keys be two ways to write one name: the same consonants in a row, the vowels nearly so, and the letters too?

    `vowels`: does the script that the name comes from write them?

    >>> same_name(key("Saraqib"), key("Seraqeb"), vowels=False), same_name(key("Goba"), key("Gogba"), vowels=False)
    (True, False)
    >>> same_name(key("Kyrylivka"), key("Kirilivka"), vowels=True), same_name(key("Kyrylivka"), key("Keralivka"), vowels=True)
    (True, False)
    """
    a, b = sound(one), sound(other)
    consonants = _SUNG.sub("", a)
    if not consonants or consonants != _SUNG.sub("", b) or bool(_SUNG.match(a[-1])) != bool(_SUNG.match(b[-1])):
        return False
    enough = _SAID_LIKE if vowels else _SHORT_LIKE if len(consonants) <= _FEW else _UNSAID_LIKE
    return ratio(a, b) >= enough and ratio(bare(one), bare(other)) >= _WRITTEN_LIKE


def _joined(named: str) -> str:
    """A key without articles and spaces."""
    return "".join(_ARTICLE_JOINED.sub("", w) if len(w) > 5 else w for w in bare(named).split(" "))
