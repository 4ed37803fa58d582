"""A channel's name as users write it."""

from __future__ import annotations

import re

from monitor.matching import fields
from monitor.matching.nodes import Node, Review


def channel_name(node: Node, review: Review) -> str:
    """The name or id of a Slack channel; "" or what stands there when it is none, and then the mistake has been told."""
    name = fields.text(node, review, "channel")
    if name is None or re.fullmatch(r"[CG][A-Z0-9]{8,}", name):
        return name or ""
    if name.startswith("#"):
        review.mistake(node, f"a channel is written without the hash (did you mean '{name.lstrip('#')}'?)")
    elif not re.fullmatch(r"[\w-]{1,80}", name) or name != name.lower():
        plain_name = re.sub(r"[^\w-]+", "-", name.lower()).strip("-")
        review.mistake(node, f"Slack's channel names are in lower case, without spaces (did you mean '{plain_name}'?)")
    return name
