"""A change is tried in a process of its own, forked of one that has imported all that the tests need but our own modules.

Nothing is written to disk: the fork is handed the changed file by `put`. It runs the tests, nearest first, up to the
first that fails. Tests of time are left out: on a busy machine they fail by themselves, and would notice what they do not see.

The parent never imports a module of ours, not even to forget it again: spaCy's registry would go on with the unchanged function.
"""

from __future__ import annotations

import contextlib
import gc
import io
import multiprocessing
import os
import resource
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from itertools import islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import CodeType, ModuleType
from typing import Final

import pytest

from tests.mutants.changes import ROOT, Change

Stages = Sequence[Sequence[str]]  #: what pytest is asked for, one after the other

#: What the tests need of others and takes long to import. None that is left out makes a result wrong, only each change slower.
DEAR: Final = ("hypothesis", "rapidfuzz", "redis", "rq", "spacy.lang.en")
#: The most telling and quickest tests come first and by themselves: to collect all others takes longer than to run these.
FIRST: Final = ("tests/guard", "tests/monitor/reading/test_golden_articles.py")
STAGES: Final[Stages] = (FIRST, ("tests/monitor/reading", *(f"--deselect={path}" for path in FIRST)))
QUIETLY: Final = ("-q", "-s", "--tb=no", "-p", "no:xdist", "-p", "no:logging", "-m", "not chaos and not shared and not clock")
AT_ONCE: Final = 2
A_TEST: Final = 120  #: seconds; what takes longer runs in a circle
ALL: Final = 300  #: seconds of the processor for one change, should no signal reach that circle
MEMORY: Final = 6 << 30  #: bytes of addresses
DIED: Final = "(the tests did not come to their end)"
_FORK: Final = multiprocessing.get_context("fork")


def import_the_world() -> None:
    for name in DEAR:
        import_module(name)
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["--collect-only", "--noconftest", str(Path(__file__).with_name("__init__.py"))])  # for pytest's plugins
    gc.freeze()


def tried(changes: Iterable[Change | None], stages: Stages, telling: Mapping[str, int]) -> Iterator[tuple[Change | None, str]]:
    """Each change with the test that noticed it, "" if none did, as they end. `None` changes nothing.

    telling: how many changes a test has noticed up to now; those with most are run first.
    """
    waiting = iter(changes)
    running: dict[Connection, tuple[Change | None, BaseProcess]] = {}
    while True:
        for change in islice(waiting, AT_ONCE - len(running)):
            answer, out = _FORK.Pipe(duplex=False)
            process: BaseProcess = _FORK.Process(target=_in_fork, args=(out, change, stages, telling), daemon=True)
            process.start()
            out.close()
            running[answer] = (change, process)
        if not running:
            return
        ended = wait(list(running))
        for answer in [one for one in running if one in ended]:
            change, process = running.pop(answer)
            yield change, _said(answer)
            process.join()


def _in_fork(out: Connection, change: Change | None, stages: Stages, telling: Mapping[str, int]) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (ALL, ALL))
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
        out.send(_noticed(change, stages, telling))
    os._exit(0)  # neither threads nor exit hooks keep the fork


def _said(answer: Connection) -> str:
    try:
        noticed: str = answer.recv()
    except EOFError:
        return DIED
    return noticed


def _noticed(change: Change | None, stages: Stages, telling: Mapping[str, int]) -> str:
    if change is not None:
        put(change)
    tests = _NearestFirst(_module(change) if change else "", telling)
    for stage in stages:
        code = pytest.main(["-x", f"--timeout={A_TEST}", *QUIETLY, *stage], plugins=[tests])
        if tests.failed or code not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return tests.failed or DIED
    return ""


class _NearestFirst:
    """Runs those tests first that noticed most changes, then those that import the changed module; keeps the one that failed."""

    def __init__(self, module: str, telling: Mapping[str, int]) -> None:
        self._module, self._telling, self.failed = module, telling, ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: (-self._telling.get(item.nodeid, 0), not self._imports(item)))

    def _imports(self, item: pytest.Item) -> bool:
        names = vars(getattr(item, "module", None) or sys).values()
        return any(getattr(value, "__module__", "") == self._module for value in names)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._keep(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._keep(report)

    def _keep(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def put(change: Change) -> None:
    """Whoever imports the changed module, or reads the changed file of weights, gets the changed one."""
    if change.of_weights:
        read = Path.read_bytes
        setattr(Path, "read_bytes", lambda path: change.source if path == ROOT / change.path else read(path))  # noqa: B010
    else:
        sys.meta_path.insert(0, _Changed(change))


def _module(change: Change) -> str:
    """By its import name."""
    return change.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


class _Changed(MetaPathFinder):
    """Finds the changed module before anyone finds the one on disk."""

    def __init__(self, change: Change) -> None:
        self._name, self._source = _module(change), change.source

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Loader(name, spec.origin, self._source)
        return spec


class _Loader(SourceFileLoader):
    """Takes neither the file's source nor what was compiled of it."""

    def __init__(self, name: str, path: str, source: bytes) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)
