"""Ways out beside Slack.

    door      which kind of way it is, and what the environment fills in
    outside   Apprise: e-mail, Teams, Telegram, Discord ...
    webhook   a signed JSON body
    files     JSON Lines, and an Atom feed

Each raises Transient (certainly not said), Ambiguous (perhaps said), Permanent (never will be).
"""

from workers.edges.ways.door import OpenWays

__all__ = ["OpenWays"]
