"""The command `wirewatch`. Each command is a few lines that call the part that does it; `--help` teaches.

Exit codes: 0 well; 1 something was found wrong or failed (said on standard error); 2 wrong usage; 3 cannot start: a setting, a
file or a service has to be changed first (the message says what).
"""

from __future__ import annotations

import sys

from pydantic import ValidationError

from workers.cli import (
    care,
    corrections,
    daemon,
    explain,
    feeds,
    files,
    held,
    people,
    places,
    read,
    rules,
    rules_backtest,
    rules_cases,
    rules_diff,
    rules_learn,
    rules_new,
    slack,
    ways,
)
from workers.cli.base import CANNOT_START, app, complain
from workers.errors import Permanent, Refused, Transient

__all__ = ["app", "main"]

app.add_typer(feeds.app, name="feeds")
app.add_typer(care.db, name="db")
app.add_typer(rules.app, name="rules")
app.add_typer(places.app, name="places")
app.add_typer(slack.app, name="slack")
app.add_typer(ways.app, name="ways")
# They register themselves on `app`, or on `rules.app`.
_COMMANDS = (
    *(care, corrections, daemon, explain, files, held, people, read),
    *(rules_backtest, rules_cases, rules_diff, rules_learn, rules_new),
)


def main() -> None:
    """Entry point. What a user can mend is one line and a code; a bug keeps its trace."""
    try:
        app()
    except ValidationError as error:
        for fault in error.errors():
            complain(f"setting {'.'.join(map(str, fault['loc']))}: {fault['msg']} (it is {fault['input']!r})")
        sys.exit(CANNOT_START)
    except Refused as refused:
        complain(str(refused))
        sys.exit(CANNOT_START)
    except (Transient, Permanent) as trouble:
        complain(trouble.reason)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # `wirewatch analyse | head`: the reader has enough
        sys.exit(0)
