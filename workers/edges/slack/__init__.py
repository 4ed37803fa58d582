"""The one door to Slack.

room     says messages and looks for them
names    finds the ids of channels by their names
answers  sorts every way in which that can end, and knows what to do about it
wire     the SDK's client without its retries and redirects
ear      hears what people press and write
probe    what an installation may do, and whether a message goes there and comes back
"""

from workers.edges.slack.ear import SlackEar
from workers.edges.slack.probe import LISTENING, NEEDED, Finding, SlackProbe
from workers.edges.slack.room import SlackRoom

__all__ = ["LISTENING", "NEEDED", "Finding", "SlackEar", "SlackProbe", "SlackRoom"]
