"""The real daemon, as a child process with a data folder and rules of its own: nothing of the user's is touched."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from workers.demo.site import Site
from workers.edges.store import SqlStore, open_store
from workers.errors import Refused, Transient
from workers.settings import shipped_rules

#: Settings of the user that have no place in the demo: its alerts go to the terminal, its articles to a temporary folder.
_NOT_OURS: Final = re.compile(r"WIREWATCH_.*|SLACK_BOT_TOKEN|DATABASE_URL|REDIS_URL", re.IGNORECASE)
_WAIT: Final = re.compile(r"^(\s+wait:)\s.*$", re.MULTILINE)
_END_WITHIN: Final = 15.0  #: seconds


def write_rules(folder: Path, site: Site, own: Path | None = None) -> Path:
    """The shipped rules, or the user's own, with the demo's three feeds. Waiting for further reports becomes a second."""
    rules = folder / "rules"
    (rules / "alerts").mkdir(parents=True)
    source = own or shipped_rules()
    for part in ("alerts", "lists", "vocabulary"):
        if (source / part).is_dir():
            shutil.copytree(source / part, rules / part, dirs_exist_ok=True)
    feeds = [{"url": site.base + o.path, "publisher": o.name, "language": "en", "tags": ["demo"]} for o in site.news.outlets]
    (rules / "feeds.yaml").write_text("feeds:\n" + "".join(f"  - {json.dumps(feed)}\n" for feed in feeds))
    for rule in (rules / "alerts").rglob("*.y*ml"):
        rule.write_text(_WAIT.sub(r"\1 1s", rule.read_text(encoding="utf-8")), encoding="utf-8")
    return rules


@contextmanager
def daemon(folder: Path, site: Site, own: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`wirewatch run` on the site; its alerts appear on our standard output. Ended with the block."""
    child = subprocess.Popen([sys.executable, "-m", "workers", "run"], cwd=folder, env=_environment(folder, site, own))
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(_END_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _environment(folder: Path, site: Site, own: Path | None) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not _NOT_OURS.fullmatch(name)}
    here = str(Path(__file__).parents[2])  # for a checkout that is not installed: the child has another working directory
    return kept | {
        "PYTHONPATH": os.pathsep.join(filter(None, (here, kept.get("PYTHONPATH")))),
        "WIREWATCH_DATA": str(folder / "data"),
        "WIREWATCH_RULES": str(write_rules(folder, site, own)),
        "WIREWATCH_ALLOW_NETWORKS": "127.0.0.0/8",
        "WIREWATCH_PORTS": str(site.port),
        "WIREWATCH_POLL_MIN": "2",
        "WIREWATCH_POLL_MAX": "4",
        "WIREWATCH_DEFAULT_WAIT": "1",
        "WIREWATCH_TICK": "0.3",
        "WIREWATCH_LOG_LEVEL": "warning",
    }


def store_in(folder: Path) -> SqlStore | None:
    """The daemon's store once it is there; None before."""
    path = folder / "data" / "wirewatch.db"
    if not path.exists():
        return None
    try:
        return open_store(f"sqlite:///{path}")
    except (Refused, Transient):  # its tables are being made
        return None
