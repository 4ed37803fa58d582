"""The users' room: the rules in force are the last good version of each file under `rules/`.

    rules/feeds.yaml  alerts/**/*.yaml  lists/*.yaml  vocabulary/*.yaml

    files         what lies there now
    own_words     the vocabulary in force, which changes how articles are read
    last_good     what was good when it came into force, kept in the store over restarts
    folder        the rules in force

Nothing here stops the daemon: whatever is wrong with the folder becomes a Problem, and what was good stays in force.
"""

from __future__ import annotations

from workers.edges.rules_folder.files import read_vocabulary
from workers.edges.rules_folder.folder import FolderRules

__all__ = ["FolderRules", "read_vocabulary"]
