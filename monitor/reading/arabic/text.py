"""An Arabic text with what is known of its words."""

from __future__ import annotations

from typing import TypeAlias

from monitor.reading.arabic.words import ArabicWords
from monitor.reading.text.wording import Wording

ArabicText: TypeAlias = Wording[ArabicWords]
