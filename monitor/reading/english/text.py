"""An English text with what is known of its words."""

from __future__ import annotations

from typing import TypeAlias

from monitor.reading.english.words import EnglishWords
from monitor.reading.text.wording import Wording

EnglishText: TypeAlias = Wording[EnglishWords]
