"""The numbers that a file is tuned by: all of a file of weights, those of a module that its syntax tree shows to be constants.

A constant is a number in a module's or class's assignment, in a default, or in a call made while the module is imported; and a
fraction inside a function, which is a weight without a name. Whole numbers inside functions are arithmetic as a rule ("the word
after the next"), and so are 0.0 and 1.0 there: these are left alone.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import yaml


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, and the bytes of the file that say it."""

    name: str
    start: int
    end: int
    value: float


def of_weights(source: bytes) -> Iterator[Constant]:
    """Of a file of weights; they are fractions, though many are written as whole numbers."""
    text = source.decode()
    for name, node in _scalars(yaml.compose(text, Loader=yaml.SafeLoader)):
        if node.tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float"):
            start, end = (len(text[: mark.index].encode()) for mark in (node.start_mark, node.end_mark))
            yield Constant(name, start, end, float(node.value))


def _scalars(node: yaml.Node | None) -> Iterator[tuple[str, yaml.ScalarNode]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(value, yaml.ScalarNode):
            yield key.value, value
        yield from _scalars(value)


def of_module(source: bytes) -> Iterator[Constant]:
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    for name, node in _of_body(ast.parse(source).body, ""):
        start, end = starts[node.lineno - 1] + node.col_offset, starts[(node.end_lineno or 1) - 1] + (node.end_col_offset or 0)
        yield Constant(name, start, end, _value(node))


def _of_body(body: list[ast.stmt], scope: str) -> Iterator[tuple[str, ast.expr]]:
    for statement in body:
        match statement:
            case ast.ClassDef(name=name, body=inner):
                yield from _of_body(inner, f"{scope}{name}.")
            case ast.FunctionDef(name=name, body=inner) | ast.AsyncFunctionDef(name=name, body=inner):
                yield from _of_defaults(statement.args, scope + name)
                yield from (c for line in inner for c in _numbers(line, scope + name) if _is_weight(c[1]))
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)) if len(names) == len(values):
                for target, value in zip(names, values, strict=True):
                    yield from _numbers(value, scope + ast.unparse(target))
            case ast.Assign(targets=[target, *_], value=value) | ast.AnnAssign(target=target, value=ast.expr() as value):
                yield from _numbers(value, scope + ast.unparse(target))
            case _:
                yield from _numbers(statement, scope + "at import")


def _of_defaults(given: ast.arguments, name: str) -> Iterator[tuple[str, ast.expr]]:
    by_place = [*given.posonlyargs, *given.args]
    defaults = [*zip(by_place[len(by_place) - len(given.defaults) :], given.defaults, strict=True)]
    defaults += [(arg, default) for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default]
    for arg, default in defaults:
        yield from _numbers(default, f"{name}({arg.arg}=)")


def _numbers(node: ast.AST, name: str) -> Iterator[tuple[str, ast.expr]]:
    """A sum of numbers is one number: 256 * 1024."""
    if isinstance(node, ast.expr) and _is_number(node):
        yield name, node
        return
    parts: list[tuple[str, ast.AST]]
    match node:
        case ast.Dict(keys=keys, values=values):
            parts = [(f"{name}[{ast.unparse(k)}]" if k else name, v) for k, v in zip(keys, values, strict=True)]
        case ast.Tuple(elts=items) | ast.List(elts=items):
            parts = [(f"{name}[{n}]", item) for n, item in enumerate(items)]
        case ast.Subscript(value=value):  # words[0]: a place, not an amount
            parts = [(name, value)]
        case ast.AnnAssign(value=value):
            parts = [(name, value)] if value else []
        case ast.JoinedStr():  # what is said, not what is counted; and Python 3.11 tells no true positions in it
            parts = []
        case _:
            parts = [(name, child) for child in ast.iter_child_nodes(node)]
    for part, child in parts:
        yield from _numbers(child, part)


def _is_number(node: ast.expr) -> bool:
    sums = (ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)
    return all(isinstance(n, sums) or (isinstance(n, ast.Constant) and type(n.value) in (int, float)) for n in ast.walk(node))


def _is_weight(node: ast.expr) -> bool:
    value = _value(node)
    return isinstance(value, float) and abs(value) not in (0.0, 1.0)


def _value(node: ast.expr) -> float:
    value: float = eval(compile(ast.Expression(node), "", "eval"))
    return value
