"""The clock, and how far an article is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

Clock = Callable[[], datetime]

ArticleState = Literal["new", "cleaned", "read", "done"]
