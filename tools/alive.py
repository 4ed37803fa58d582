#!/usr/bin/env python3
"""Health check of one container: `wirewatch status --json | alive` is 0 when a process of it was heard of in the last minute.

`wirewatch status` alone would not do: it says 1 when anything at all needs a person, a feed that moved for instance, and a
container is not ill because of that.
"""

import json
import socket
import sys

SILENT = 60.0  #: seconds

try:
    processes = json.load(sys.stdin)["processes"]
except (ValueError, KeyError):
    sys.exit("no status: is the store reachable?")
ages = [p["age"] for p in processes if p["host"] == socket.gethostname()]
if not ages or min(ages) > SILENT:
    sys.exit(f"no process of {socket.gethostname()} was heard of in the last {SILENT:.0f} s")
