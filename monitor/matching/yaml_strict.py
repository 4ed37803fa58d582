"""YAML as analysts need it: no anchors, no tags, no second meaning; every mistake with its line and column.

Built on the events of PyYAML's pure-Python parser. The C loader crashes on 100,000 brackets and PyYAML's composer recurses
and follows merge keys for minutes; events with our own stack do neither. Scalars stay texts (see `fields`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from yaml.reader import Reader

from monitor.matching.nodes import Broken, Items, Node, Review, Table, Text

MAX_BYTES: Final = 256 * 1024
MAX_DEPTH: Final = 24
MAX_NODES: Final = 20_000
MAX_REPAIRS: Final = 30

_MARK: Final = "\ue000"  # stands for a value that YAML could not read
_VALUE: Final = re.compile(r"^(\s*(?:- +)*[^\s#'\"\[\]{},:-][^:#]*:)\s+\S.*$")
_ITEM: Final = re.compile(r"^(\s*(?:- +)+)\S.*$")
_TRAPS: Final = {"null": "null", "bool": "bool", "int": "int", "float": "float", "timestamp": "date"}


def read_yaml(content: bytes | str, file: str, review: Review) -> Node | None:
    """The file's one document; None when it is empty or cannot be read. What is wrong goes to the review."""
    text = _decode(content, file, review)
    if text is None:
        return None
    most = min(MAX_REPAIRS, 500_000 // (len(text) + 1))  # each repair reads the file again
    builder = _Builder(file=file, review=review, lines=text.splitlines(), most_repairs=most)
    while True:
        try:
            root = builder.build("\n".join(builder.lines) + "\n")
            # Where a whole line had to go, what is left is good for finding further slips of YAML, not for judging the rule.
            return None if builder.blanked else root
        except yaml.MarkedYAMLError as error:
            if not builder.repair(error):
                return None
        except (yaml.YAMLError, ValueError, OverflowError) as error:  # PyYAML itself trips over escapes beyond the last character
            review.mistake(Node(file, 1, 1), f"this is not YAML: {error}")
            return None
        except _Stop:
            return None


def _decode(content: bytes | str, file: str, review: Review) -> str | None:
    top = Node(file, 1, 1)
    if len(content) > MAX_BYTES:
        review.mistake(top, f"the file is larger than {MAX_BYTES // 1024} kB: divide it into several")
        return None
    if isinstance(content, str):
        text = content
    elif content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        review.mistake(top, "the file is UTF-16: save it as UTF-8")
        return None
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", "replace")
            review.mistake(_end_of(before, file), "this is not UTF-8 text: save the file as UTF-8")
            return None
    text = text.removeprefix("\ufeff")
    odd = Reader.NON_PRINTABLE.search(text)
    if odd:
        review.mistake(_end_of(text[: odd.start()], file), f"U+{ord(odd.group()):04X} is no character of a text file")
        return None
    return text


def _end_of(text: str, file: str) -> Node:
    """The place right after the text."""
    return Node(file, text.count("\n") + 1, len(text) - text.rfind("\n"))


class _Stop(Exception):
    """The file is beyond reading on; its problem is in the review."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is still being filled; of a mapping, keys and values in turn."""

    event: Any
    children: list[Node] = field(default_factory=list)
    broken: bool = False


@dataclass(slots=True)
class _Builder:
    file: str
    review: Review
    lines: list[str]
    repaired: set[int] = field(default_factory=set)  #: lines, from 0
    blanked: set[int] = field(default_factory=set)
    most_repairs: int = MAX_REPAIRS

    def build(self, text: str) -> Node | None:
        """Nodes from the parser's events, with a stack of our own: depth costs nothing and is bounded."""
        stack: list[_Open] = []
        root: Node | None = None
        count = documents = 0
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._stop(event.start_mark, "a second document begins here: one rule a file")
                continue
            if isinstance(event, yaml.CollectionStartEvent):
                if len(stack) >= MAX_DEPTH:
                    self._stop(event.start_mark, f"nested more than {MAX_DEPTH} deep")
                stack.append(_Open(event, broken=self._decorated(event)))
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                node = self._close(stack.pop())
            elif isinstance(event, yaml.NodeEvent):
                node = self._leaf(event)
            else:
                continue
            count += 1
            if count > MAX_NODES:
                self._stop(event.start_mark, f"more than {MAX_NODES} values in one file: divide it into several")
            if stack:
                stack[-1].children.append(node)
            else:
                root = node
        return root

    def _leaf(self, event: Any) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent):
            self._say(event.start_mark, f"'*{event.anchor}' is a YAML alias, which rules do not use: put the text in quotes")
            return Broken(self.file, line, column)
        if self._decorated(event) or (event.value == _MARK and event.start_mark.line in self.repaired):
            return Broken(self.file, line, column)
        if odd := Reader.NON_PRINTABLE.search(event.value):  # written as an escape
            self._say(event.start_mark, f"U+{ord(odd.group()):04X} is no character of a text")
            return Broken(self.file, line, column)
        quoted = event.style is not None
        trap = "" if quoted else _trap(event.value)
        rest = self.lines[event.start_mark.line][event.start_mark.column :] if event.start_mark.line < len(self.lines) else ""
        return Text(
            self.file,
            line,
            column,
            event.value,
            trap=trap,
            folded=event.style in ("|", ">"),
            comment=not quoted and not event.value and rest.lstrip().startswith("#"),
        )

    def _close(self, open_: _Open) -> Node:
        mark = open_.event.start_mark
        at = (self.file, mark.line + 1, mark.column + 1)
        if open_.broken:
            return Broken(*at)
        if isinstance(open_.event, yaml.SequenceStartEvent):
            return Items(*at, tuple(open_.children))
        return Table(*at, tuple(self._pairs(open_.children)))

    def _pairs(self, children: list[Node]) -> list[tuple[Text, Node]]:
        seen: dict[str, Text] = {}
        pairs: list[tuple[Text, Node]] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if isinstance(key, Broken):
                continue
            if not isinstance(key, Text):
                self.review.mistake(key, "a key must be a single word")
            elif key.raw == "<<":
                self.review.mistake(key, "'<<' is a YAML merge key, which rules do not use: write the lines out")
            elif key.raw in seen:
                self.review.mistake(key, f"'{key.raw}' stands here twice (first in line {seen[key.raw].line}): only one can hold")
            else:
                seen[key.raw] = key
                pairs.append((key, value))
        return pairs

    def _decorated(self, event: Any) -> bool:
        """Does it carry an anchor or a tag (which is a mistake)?"""
        if event.anchor is not None:
            self._say(event.start_mark, f"'&{event.anchor}' is a YAML anchor, which rules do not use: put the text in quotes")
            return True
        if event.tag is not None:
            self._say(event.start_mark, f"'{event.tag}' is a YAML tag, which rules do not use: put the text in quotes")
            return True
        return False

    def _say(self, mark: Any, message: str) -> None:
        self.review.mistake(Node(self.file, mark.line + 1, mark.column + 1), message)

    def _stop(self, mark: Any, message: str) -> None:
        self._say(mark, message)
        raise _Stop

    def repair(self, error: yaml.MarkedYAMLError) -> bool:
        """Tell the mistake; put a mark for the value that cannot be read, so that the mistakes after it are found too."""
        mark = error.problem_mark or error.context_mark
        if mark is None:
            self.review.mistake(Node(self.file, 1, 1), str(error))
            return False
        opened = error.context == "while scanning a quoted scalar" or "expected ',' or" in (error.problem or "")
        if opened and error.context_mark is not None:
            mark = error.context_mark
        line = self.lines[mark.line] if mark.line < len(self.lines) else ""
        self._say(mark, _in_words(error, line, mark.column))
        if len(self.repaired) >= self.most_repairs or mark.line in self.blanked or mark.line >= len(self.lines):
            return False
        found = _VALUE.match(line) or _ITEM.match(line)
        if found and mark.line not in self.repaired:
            self.lines[mark.line] = f"{found.group(1).rstrip()} {_MARK}"
        else:
            self.lines[mark.line] = ""
            self.blanked.add(mark.line)
        self.repaired.add(mark.line)
        return True


def _trap(value: str) -> str:
    """What plain YAML makes of an unquoted scalar instead of a text; "" when it stays one."""
    if len(value) > 64:
        return "int" if value.isdecimal() else ""
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    for tag, pattern in resolvers.get(value[:1], []) + resolvers.get(None, []):
        if pattern.match(value):
            return _TRAPS.get(tag.rpartition(":")[2], "")
    return ""


def _in_words(error: yaml.MarkedYAMLError, line: str, column: int) -> str:
    """PyYAML's complaint as an analyst would say it."""
    problem = error.problem or ""
    if "chomping" in problem or "comment or a line break" in problem or "indentation indicator" in problem:
        return "'>' and '|' begin a long text in YAML, they do not compare: write 'at least N' or 'at most N' (or use quotes)"
    if "\\t" in problem or "\t" in line[: column + 1]:
        return "a tab: YAML is indented with spaces"
    if error.context == "while scanning a quoted scalar":
        return "this quotation mark is never closed"
    if "mapping values are not allowed" in problem:
        if re.fullmatch(r"\s*(- +)*[\w-]+", line[:column]):
            return "this line is indented further than the lines it belongs to"
        return "a colon and a space inside a text: put the whole text in quotes"
    if "that cannot start any token" in problem:
        return f"a text cannot begin with '{line[column : column + 1]}': put it in quotes"
    if "block end" in problem:
        return "the indentation does not fit the lines above"
    if "could not find expected ':'" in problem:
        return "a 'key: value' is expected here: is a colon missing, or a quotation mark?"
    if "expected ',' or" in problem:
        bracket = "]" if "']'" in problem else "}"
        return f"a comma or the closing '{bracket}' is missing"
    return problem or str(error)
