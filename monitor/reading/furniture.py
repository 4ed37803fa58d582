"""What survives the cleaning of a page and is not news."""

from __future__ import annotations


def strip_furniture(text: str, title: str) -> str:
    """The text without it."""
    return text
