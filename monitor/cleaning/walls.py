"""Pages that are no articles: consent walls, locked doors, front pages, lists of other articles, teasers.

Told only where it is certain, for a wrong verdict costs news; the article then lives on with its feed's own text.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from monitor.cleaning.page_facts import PageFacts

_SENTENCE: Final = re.compile(r"(?<=[.!?。！？؟])\s+|\n+")
_CONSENT: Final = re.compile(
    r"(?i)\b(?:cookies?|consent|privacy|personal (?:data|information)|our partners|gdpr|accept all|reject all|"
    r"legitimate interests?|before you continue|opt[ -]?out|datenschutz|einwilligung|zustimm\w+|partner\w* speichern|"
    r"confidentialité|consentement|traceurs|privacidad|consentimiento|privacidade|consentimento|riservatezza|consenso)\b|"
    r"ملفات تعريف الارتباط|конфиденциальност"
)
_LOCKED: Final = re.compile(
    r"(?i)\b(?:enable javascript|javascript is (?:disabled|required)|verify (?:that )?you are (?:a )?human|checking your browser|"
    r"unusual traffic|access denied|request blocked|are you a robot|captcha|ddos protection|forbidden)\b"
)
_MISSING: Final = re.compile(
    r"(?i)\b(?:404|page (?:not found|cannot be found|doesn['’]t exist|no longer exists)|seite nicht gefunden|page introuvable|"
    r"página no encontrada|página não encontrada|pagina non trovata)\b|الصفحة غير موجودة|страница не найдена"
)
_PAYWALL: Final = re.compile(
    r"(?i)\b(?:subscribe|sign in|log in|register|create (?:a|an) (?:free )?account)\b[^.]{0,40}"
    r"\b(?:to|and) (?:continue|read|keep|unlock|access)\b|"
    r"\bsubscribers only\b|\balready a subscriber\b"
)
TEASER: Final = 80  #: words
SHORT: Final = 250  #: words: what is longer was written by a journalist
TEASERS: Final = 8  #: linked headlines that make a list


def no_article(text: str, facts: PageFacts, tree: HtmlElement, *, url: str) -> str:
    """Why this is no article, in words; "" when it may be one. `text` still has its furniture; `url` may be ""."""
    letters, words = sum(map(str.isalpha, text)), len(text.split())
    if not letters:
        return "no text in it"
    host, front = _address(url)
    if host.startswith("consent."):
        return "a consent wall"
    if host and front:
        return "a front page, not an article"
    if words <= SHORT and (why := _wall(text, facts, words)):
        return why
    if letters < 150 and not re.search(r"[.!?…。！？؟।]", text):
        return "no sentence in it"
    if _is_list(text, facts, tree):
        return "a list of articles, not an article"
    return ""


def _address(url: str) -> tuple[str, bool]:
    """(host, is it the site's front page?)"""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.path in {"", "/"} and not parts.query and not parts.fragment
    except ValueError:
        return "", False


def _wall(text: str, facts: PageFacts, words: int) -> str:
    sentences = [one for one in _SENTENCE.split(text) if one.strip()]
    about = sum(bool(_CONSENT.search(one)) for one in sentences)
    if about >= 2 and about * 2 >= len(sentences):
        return "a consent wall"
    if words <= TEASER and _LOCKED.search(f"{facts.title}\n{text}"):
        return "a locked door: it asks for a human, or for JavaScript"
    if words <= TEASER and _MISSING.search(facts.title):
        return "a page that says it was not found"
    if words <= TEASER and (not facts.free or _PAYWALL.search(text)):
        return f"a teaser of {words} words before a paywall"
    return ""


def _is_list(text: str, facts: PageFacts, tree: HtmlElement) -> bool:
    """Many linked headlines, and no paragraph of more than a blurb's length."""
    if facts.kind == "article" or facts.published_at is not None:
        return False
    if any(len(line.split()) > 40 for line in text.split("\n")):
        return False
    heads = {a.get("href") for head in tree.iter("h2", "h3") for a in head.iter("a") if len(a.text_content().split()) >= 4}
    heads |= {a.get("href") for a in tree.iter("a") if len(a.text_content().split()) >= 4 and a.find("h2") is not None}
    return len(heads) >= TEASERS
