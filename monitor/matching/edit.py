"""Small edits of a rule's file that leave every other character as the analyst wrote it: comments, order, quotes."""

from __future__ import annotations

import json
import re
import textwrap

from monitor.matching.nodes import Items, Node, Review, Table, Text
from monitor.matching.yaml_strict import read_yaml

_WIDE = 118  # characters of a line of a folded text


def with_test(
    content: str,
    *,
    name: str,
    text: str,
    expect: str,
    title: str = "",
    published: str = "",
) -> str:
    """The file with one more test at the end of `tests:`."""
    lines = [f"- name: {quoted(name)}"]
    if published:
        lines.append(f"  published: {published}")
    if title:
        lines.append(f"  title: {quoted(title)}")
    lines += ["  text: >-", *(f"    {line}" if line else "" for line in _folded(text))] if text.strip() else []
    lines.append(f"  expect: {expect}")
    return _with_item(content, "tests", lines)


def with_unless(content: str, block: str) -> str:
    """The file with one more block that keeps the rule silent: `event: {where: ...}`."""
    return _with_item(content, "unless", [f"- {block}"])


def with_event(content: str, key: str, value: str) -> str | None:
    """The file with that condition in `event:`, in the place of an older one. None where a line cannot do it."""
    root = _root(content)
    event = root.get("event") if root else None
    if not isinstance(event, Table) or not event.pairs:
        return None
    lines = content.splitlines()
    old = event.get(key)
    if old is not None:
        return _replaced(lines, old, value)
    first = event.pairs[0][0]
    if lines[event.line - 1][event.column - 1 :].startswith("{"):
        line = lines[event.line - 1]
        lines[event.line - 1] = f"{line[: event.column]}{key}: {value}, {line[event.column :].lstrip()}"
    else:
        after = event.pairs[1][0].line - 1 if len(event.pairs) > 1 else _last_line(event.pairs[0][1], lines)
        lines.insert(after, f"{' ' * (first.column - 1)}{key}: {value}")
    return "\n".join(lines) + "\n"


def written(content: str, key: str) -> str | None:
    """How a condition of `event:` is written in the file; None when it is not there, or not on one line."""
    root = _root(content)
    event = root.get("event") if root else None
    node = event.get(key) if isinstance(event, Table) else None
    span = _span(content.splitlines(), node) if node is not None else None
    return span[2] if span else None


def quoted(words: str) -> str:
    """A text in double quotes, as YAML and JSON both write it."""
    return json.dumps(words, ensure_ascii=False)


def _root(content: str) -> Table | None:
    root = read_yaml(content, "", Review())
    return root if isinstance(root, Table) else None


def _folded(text: str) -> list[str]:
    """Lines of a `>-` block: paragraphs apart, nothing that begins with a space."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.splitlines() if paragraph.strip()]
    lines: list[str] = []
    for paragraph in paragraphs:
        if lines:
            lines.append("")
        lines += textwrap.wrap(paragraph, _WIDE, break_long_words=False, break_on_hyphens=False)
    return lines


def _with_item(content: str, key: str, item: list[str]) -> str:
    """One more item in a list at the top of the file; the list is made where there is none (`unless` before `tests`)."""
    lines = content.rstrip("\n").split("\n")
    root = _root(content)
    found = root.get(key) if root else None
    if isinstance(found, Items) and found.items and not lines[found.line - 1][found.column - 1 :].startswith("["):
        indent = " " * (found.column - 1)
        at = _last_line(found.items[-1], lines)
        new = [f"{indent}{line}" if line else "" for line in item]
        if len(item) > 1 and _apart(found, lines):
            new = ["", *new]
        return "\n".join([*lines[:at], *new, *lines[at:]]) + "\n"
    new = [f"{key}:", *(f"  {line}" if line else "" for line in item)]
    tests = next((name for name in root.names if name.raw == "tests"), None) if root else None
    if tests is not None and key != "tests":
        at = tests.line - 1
        return "\n".join([*lines[:at], *new, "", *lines[at:]]) + "\n"
    return "\n".join([*lines, "", *new]) + "\n"


def _apart(found: Items, lines: list[str]) -> bool:
    """Do empty lines stand between the items?"""
    return len(found.items) > 1 and all(not lines[item.line - 2].strip() for item in found.items[1:])


def _last_line(node: Node, lines: list[str]) -> int:
    """The last line of a piece (counted from 1): all that follow its beginning and are indented as far as it is."""
    deep = [node.line]
    if isinstance(node, Table):
        deep += [_last_line(value, lines) for _, value in node.pairs]
    elif isinstance(node, Items):
        deep += [_last_line(item, lines) for item in node.items]
    elif isinstance(node, Text) and (node.folded or "\n" in node.raw or _goes_on(node, lines)):
        owner = len(lines[node.line - 1]) - len(lines[node.line - 1].lstrip(" -"))
        end = node.line
        while end < len(lines) and (not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) > owner):
            end += 1
        while end > node.line and not lines[end - 1].strip():
            end -= 1
        deep.append(end)
    return max(deep)


def _goes_on(node: Text, lines: list[str]) -> bool:
    """Is a plain or quoted text longer than its first line?"""
    return len(node.raw) > len(lines[node.line - 1]) - node.column + 1


def _replaced(lines: list[str], node: Node, value: str) -> str | None:
    span = _span(lines, node)
    if span is None:
        return None
    start, end, _ = span
    line = lines[node.line - 1]
    lines[node.line - 1] = line[:start] + value + line[end:]
    return "\n".join(lines) + "\n"


def _span(lines: list[str], node: Node) -> tuple[int, int, str] | None:
    """Where a value stands on its line: (start, end, its words); None when it takes more than a line."""
    start = node.column - 1
    rest = lines[node.line - 1][start:]
    if isinstance(node, Text) and not node.folded:
        found = re.match(r'"(?:[^"\\]|\\.)*"' + r"|'(?:[^']|'')*'", rest)
        words = found[0] if found else node.raw if rest.startswith(node.raw) and node.raw else ""
    elif isinstance(node, Items | Table):
        found = re.match(r"\[[^\[\]{}#]*\]|\{[^\[\]{}#]*\}", rest)
        words = found[0] if found else ""
    else:
        words = ""
    return (start, start + len(words), words) if words else None
