"""What is wrong with rule files, for machines: JSON, SARIF 2.1.0 (code scanning), GitHub's annotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from monitor.model.rule import Problem
from workers.toolbox import product_version

SARIF: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ADDRESS: Final = "https://wirewatch.example"  # stands for the product in SARIF, where a tool may say where it is at home


def as_json(problems: Sequence[Problem], **more: Any) -> str:
    """{"problems": [{file, line, column, severity, message}], ...}"""
    told = [{"file": p.file, "line": p.line, "column": p.column, "severity": p.severity, "message": p.message} for p in problems]
    return json.dumps({**more, "problems": told}, ensure_ascii=False) + "\n"


def as_sarif(problems: Sequence[Problem], root: Path) -> str:
    """One run; `root` is what the files' names are below, as the repository knows it."""
    kinds = {"error": "mistake", "advice": "advice"}
    results = [
        {
            "ruleId": kinds[p.severity],
            "level": "error" if p.severity == "error" else "note",
            "message": {"text": p.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": quote((root / p.file).as_posix())},
                        "region": {"startLine": max(1, p.line), "startColumn": max(1, p.column)},
                    }
                }
            ],
        }
        for p in problems
    ]
    rules = [
        {"id": "mistake", "shortDescription": {"text": "A mistake: the rule is left out, or stays as it was."}},
        {"id": "advice", "shortDescription": {"text": "Advice: it never keeps a rule out."}},
    ]
    driver = {"name": "wirewatch", "version": product_version(), "informationUri": _ADDRESS, "rules": rules}
    log = {"$schema": SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, indent=1, ensure_ascii=False) + "\n"


def as_github(problems: Sequence[Problem], root: Path) -> str:
    """Workflow commands: they become annotations beside the lines of a pull request."""
    lines = []
    for p in problems:
        word = "error" if p.severity == "error" else "notice"
        where = f"file={_property((root / p.file).as_posix())},line={p.line},col={p.column}"
        lines.append(f"::{word} {where}::{_data(p.message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    """As GitHub's toolkit escapes a message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
