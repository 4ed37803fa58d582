"""How furniture is worded and shaped: dates that stand alone, labels before links, texts that speak of themselves.

Wide classes, in the languages that the press agencies write in, not the sentences of some site.
"""

from __future__ import annotations

import re
from typing import Final


def _one_of(phrases: str) -> str:
    """A group of alternatives: phrases are separated by commas, a blank is any white space, a semicolon is a comma."""
    return "(?:" + "|".join(re.sub(r"\s+", r"\\s+", p.strip().replace(";", ",")) for p in phrases.split(",") if p.strip()) + ")"


# ---------------------------------------------------------------- dates

_MONTH: Final = r"[^\W\d_]{3,12}\.?"
_CLOCK: Final = (
    r"(?:(?:at|às|um|à|kl\.?)\s+)?\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?"
    r"(?:\s*(?:[A-Z]{2,4}|\([A-Z]{2,5}\)))?(?:\s*[+-]\d{4})?"
)
CLOCK: Final = re.compile(rf"(?i)\b{_CLOCK}")
DATE: Final = re.compile(
    rf"""(?xi)
    \b(?:
      \d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:[T\ ]\d{{2}}:\d{{2}}\S*)?         # 2022-02-03, 2022-02-03T10:00Z
    | \d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}                                     # 03.02.2022
    | \d{{1,2}}(?:st|nd|rd|th|º|\.)?\s+(?:de\s+)?{_MONTH}\s+(?:de\s+)?\d{{4}} # 3 February 2022, 3 de fevereiro de 2022
    | {_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}                        # February 3, 2022
    )\b"""
)
#: Words that stand beside a date in a page's head.
_DATE_LABEL: Final = _one_of(
    r"""date(?: of publication)?, published, posted, (?:last )?updated, (?:last )?modified, created, first published,
    issued, on, at, and,
    veröffentlicht, aktualisiert, stand, publié, mis à jour, le, publicado, actualizado, em, el, pubblicato, aggiornato, il,
    (?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?, [ap]\.?m\.?, gmt, utc, est, edt, bst, pst, pdt, cet"""
)
DATE_LABELS: Final = re.compile(rf"(?i)(?<![^\W_]){_DATE_LABEL}(?![^\W_])")
_LEADING_LABELS: Final = re.compile(rf"(?i)(?:{_DATE_LABEL}[\s:.,|-]+){{0,4}}")
_REST_OF_DATE: Final = re.compile(rf"(?i)^(?:[\s,|–-]+{_CLOCK})?[\s,|–-]*(?:https?://\S+\s*)?")

# ---------------------------------------------------------------- labels and credits

URL_ONLY: Final = re.compile(r"(?i)^\W*(?:(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|gov|info|co)/\S*)\W*$")
_ADDRESS: Final = re.compile(r"https?://\S+")
CONTACT: Final = re.compile(r"(?i)^[^.!?]{0,60}(?:[\w.+-]+@[\w-]+\.[\w.]+|(?<!\w)@\w{3,30})[^.!?]{0,40}\.?$")
COPYRIGHT: Final = re.compile(
    r"(?i)^\W*"
    + _one_of(r"©, \(c\), copyright\b, all rights reserved, tous droits, alle rechte, todos los derechos, todos os direitos")
)
MINUTES: Final = re.compile(r"(?i)^[^.!?]{0,30}\b\d{1,3}[ -]?(?:min(?:ute|uto|uti)?[snt]?)\b[^.!?]{0,20}$")
BYLINE: Final = re.compile(r"(?i:by)\s+[A-Z][\w.'’-]+(?:,?\s+(?:and\s+)?[A-Z][\w.'’-]+){0,5}\W*$")

#: "Related: ...", "[Read also: ...]", "SEE MORE: ...": a label, then somebody else's headline.
LABELLED: Final = re.compile(
    r"(?i)^\W*"
    + _one_of(
        r"""related(?: (?:articles?|stor(?:y|ies)|news|links?|content|coverage))?,
        read(?: (?:more|also|next|on|the full story))?,
        (?:see|watch|view)(?: (?:more|also|next))?, also(?: (?:read|see))?,
        more(?: (?:on|from|about|in)(?: [^\s:]+){1;3})?, don['’]?t miss, you (?:may|might) (?:also )?(?:like|be interested),
        recommended(?: for you)?, most (?:read|popular|viewed), trending(?: now)?, editors?['’]?s? picks?, up next,
        latest (?:news|stories|videos), explore (?:more|further), continue reading, further reading,
        filed under, tags?, topics?, categor(?:y|ies), keywords, comments?, share(?: this)?, follow(?: us)?,
        leggi anche, da leggere, à lire(?: aussi)?, lire aussi, voir aussi, sur le même sujet, le[ae] tamb[ié]+n, lea también,
        leia (?:também|mais), ver (?:también|más), mehr zum thema, siehe auch, lesen sie auch, auch interessant,
        читайте также, по теме, ayrıca, ilgili haberler, اقرأ أيضا, اقرأ المزيد, مواضيع ذات صلة"""
    )
    + r"\s*(?:[:：|>»…?!]|\.{2,}|$)"
)
#: The same with the address in the label: "Also on news.example Some headline".
ALSO_ON: Final = re.compile(r"(?i)^\W*(?:also|more|read\s+more|see\s+more)\s+(?:on|at|from)\s+[\w-]+\.[a-z]{2,}\b")

#: Who made the text, after its end: "Reporting by ...; Editing by ...", "With files from ...", "Source: ...".
CREDITS: Final = re.compile(
    r"(?i)^\W*(?:(?:additional\s+|further\s+)?"
    + _one_of(
        "reporting, writing, editing, report, compiled, translat(?:ed|ion), produced, written, edited, photography, research"
    )
    + r"\s+by\b|"
    + _one_of("photos?, video, images?, graphics?, contributions?, additional reporting")
    + r"\s+(?:by|from)\b|with\s+(?:additional\s+)?"
    + _one_of("files?, inputs?, reporting, information, material, contributions?")
    + r"\s+(?:from|by)\b|with\s+agenc(?:y|ies)(?:\s+inputs?)?\W*$|agenc(?:y|ies)\W*$|avec\s+(?:\w+|(?:les\s+)?agences?)\W*$|"
    + _one_of("sources?, via, credits?, fonte, fuente, quelle, المصدر, источник")
    + r"\s*:|"
    + _one_of("mit material von, con información de, com informações d[aeo]")
    + r"\b|(?:--|—|–|-(?=\S))\s*(?-i:[A-Z]\w+(?:[ /,]+(?:and\s+)?[A-Z]\w+){0,3})\W*$)"
)

#: A text that speaks of itself: how it was made, edited, translated, syndicated.
SELF_NOTE: Final = re.compile(
    r"(?i)^\W*the\s+(?:post|article|entry)\s.{1,200}\sappeared\s+(?:first\s+)?(?:on|in)\s.{1,80}$"
    r"|^\W*(?:[^.:]{0,30}[:;]\s*)?(?:\w+\s+){0,2}(?:this|dieser|cet|este|esta|questo)\s+(?:\w+\s+){0,2}"
    + _one_of(
        """story, article, report, piece, post, copy, page, content, text, item, dispatch, artikel, beitrag, artículo,
        nota, articolo,
        notícia, matéria"""
    )
    + r"\b.{0,80}\b"
    + _one_of(
        """edited, generated, published, updated, amended, corrected, translated, produced, provided, written, syndicated,
        republished,
        reprinted, refiled, originally, appeared, feed, wire, staff, supplied, licensed, übersetzt, veröffentlicht, publié,
        traduit,
        publicad[oa], traducid[oa], pubblicato"""
    )
    + r"\b"
)
_SELF_WORDS: Final = re.compile(
    r"(?i)\b"
    + _one_of(
        r"""edited, editing, editor, auto[- ]?generated, automatically, syndicated, feed, wire, staff, newsroom, desk,
        agency, translated,
        republished, headline, correspondents?, copyright, disclaimer, views, opinions, responsib\w+"""
    )
    + r"\b"
)

# ---------------------------------------------------------------- prompts

#: What pages ask of their readers: to share, to subscribe, to follow, to accept.
_ASKING: Final = re.compile(
    r"(?i)\b"
    + _one_of(
        r"""subscri(?:be|ption)\w*, newsletters?, sign(?:ing)? up, inbox, share (?:this|it|on|with),
        follow (?:us|me|him|her|them|our|@|\w+['’]s|\w+ on), like (?:us|this), facebook, twitter, whatsapp, telegram channel,
        instagram, youtube, app store, google (?:news|play), download (?:our|the) app, click here,
        get (?:access|the (?:latest|day|top)),
        join (?:our|us|the conversation), log ?in, register, donate, support (?:us|our|independent), privacy policy, cookies?,
        error processing, thanks? for, have a tip, contact (?:us|the (?:author|reporter)), leave a comment, comment via,
        community standards, your (?:inbox|e-?mail|browser), promo code, full coverage,
        abonn\w+, suscr[ií]b\w+, inscreva\w*, iscriviti, seguici, síguenos, siga \w+, partage[rz], compart\w+, condividi,
        teilen,
        подпи\w+, поделиться"""
    )
    + r"\b|اشترك|شارك\w*\s+عبر|تابعونا"
)
#: That somebody is spoken to.
_SPOKEN_TO: Final = re.compile(
    r"(?i)^\W*"
    + _one_of(
        """subscribe, follow, share, like (?:us|this|our), click, sign, join, get, download, register, log, donate,
        support, leave,
        contact, comment, have a, thanks?, sorry, want, keep, please, e-?mail, check out, stay"""
    )
    + r"\b|\b"
    + _one_of(
        r"you, your, our, us, we, sie, ihre?, uns, vous, votre, nos, nous, usted, tu, su, você, seu, nossa?s?, ваш\w*, наш\w*"
    )
    + r"\b"
)

# ---------------------------------------------------------------- pictures and footnotes

_AGENCY: Final = _one_of(
    """AP, AFP, EPA, EFE, ANSA, DPA, PA, TASS, Xinhua, SANA, Anadolu, Reuters, Getty, Shutterstock, Alamy, iStock, Flickr,
    Wikimedia,
    Associated Press, Agence France-Presse, Press Association, Images?, Photos?, Pictures?, File, Handout, Courtesy,
    Screengrab,
    Screenshot, Twitter, Facebook, Telegram, YouTube, Maxar, NASA"""
)
#: Where a picture came from, at the end of its caption: "(Name/Agency)", "[Photo: Name/Agency]", "Credit: Name".
CREDIT_TAIL: Final = re.compile(
    rf"\s*(?:[(\[][^()\[\]]{{0,80}}(?:/|\b(?:via|by|Photo|Image|Credit|Picture)\b)[^()\[\]]{{0,60}}\b{_AGENCY}\b[^()\[\]]{{0,40}}[)\]]"
    rf"|[(\[][^()\[\]]{{0,60}}\b{_AGENCY}\s*[)\]]"
    rf"|\b(?:Photo(?:graph)?|Image|Picture|Credit|Foto|Bild|Crédit)\s*(?:credit|by|:)\s*[^.!?]{{2,80}})\s*\.?$"
)
CAPTION_HEAD: Final = re.compile(
    r"(?i)^\W*(?:file\s+(?:photo|picture|image)|(?:photo|image|picture|video|foto|bild)(?:\s+(?:credit|by|courtesy))?\s*[:©|])"
)
FOOTNOTE: Final = re.compile(r"^(?P<mark>\*{1,3}|[†‡§])\s*(?=\S)")
#: A footnote that markup has glued to the end of the last paragraph.
GLUED_FOOTNOTE: Final = re.compile(r"(?<=[.!?\"”])\s*(?P<mark>\*{1,3}|[†‡§])\s*(?=[^\W\d_])[^*†‡§]{5,200}$")

_TERMINAL: Final = re.compile(r"[.!?…。！？؟।:;]\s*['\"”’»)\]]*$")
_BULLET: Final = re.compile(r"^(?:[-–—•·▪►»*]|\d{1,2}[.)])\s+")

# ---------------------------------------------------------------- questions


def is_bare_date(line: str) -> bool:
    """A line that holds a date or an hour and nothing else but its label or a byline.

    >>> is_bare_date("UPDATED: Tue., Nov. 19, 2019"), is_bare_date("Two died on 3 February 2022 in Homs.")
    (True, False)
    """
    line = _ADDRESS.sub("", line)
    if len(line) > 110 or not any(map(str.isdigit, line)):
        return False
    rest, dates = DATE.subn(" ", line)
    rest, hours = CLOCK.subn(" ", rest)
    if not dates and not hours:
        return False
    rest = DATE_LABELS.sub(" ", rest)
    rest = re.sub(r"(?i)\bby\s+\w[\w.'-]*(?:\s+\w[\w.'-]*){0,3}\W*$", " ", rest)
    return sum(map(str.isalpha, rest)) <= (12 if dates else 9) and not _TERMINAL.search(line.rstrip(" .]"))


def after_date(line: str) -> str:
    """The line without a date, its label and an address at its very beginning, where a text follows.

    >>> after_date("date 2022-01-04 https://news.example/a Seven people died."), after_date("3 May 2019 was quiet.")
    ('Seven people died.', '3 May 2019 was quiet.')
    """
    labels = _LEADING_LABELS.match(line)
    rest = line[labels.end() :] if labels else line
    date = DATE.match(rest)
    if date is None:
        return line
    rest = _REST_OF_DATE.sub("", rest[date.end() :])
    return rest if re.match(r"[\"“‘'«(]?[^\W\d_a-z]", rest) else line


def asks_reader(line: str) -> bool:
    """Does the line want something of its reader? One sign of it in a short line, two in a longer one.

    >>> asks_reader("Follow us on Facebook"), asks_reader("He wrote on Facebook that 12 had died in the raid.")
    (True, False)
    """
    signs, words = len(_ASKING.findall(line)), len(line.split())
    if not signs or words > 30:
        return False
    spoken_to = bool(_SPOKEN_TO.search(line))
    if words <= 7 and not re.search(r"\d", line):
        return spoken_to or not line.endswith(".")
    return (signs >= 2 and spoken_to) or (words <= 16 and bool(_SPOKEN_TO.match(line)))


def is_self_note(line: str) -> bool:
    """A note of the editors on the text itself; in parentheses one sign of it will do."""
    if len(line) > 400:
        return False
    if SELF_NOTE.search(line):
        return True
    bracketed = line[:1] in "([" and line.rstrip(".")[-1:] in ")]"
    return bracketed and (bool(_SELF_WORDS.search(line)) or bool(CREDITS.search(line)))


def is_prose(line: str) -> bool:
    """A sentence at least: words enough, and an end."""
    return len(line.split()) >= 6 and bool(_TERMINAL.search(line)) and not _BULLET.match(line)


def ends_sentence(line: str) -> bool:
    """Does it end as sentences do?"""
    return bool(_TERMINAL.search(line))
