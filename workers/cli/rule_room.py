"""A rules folder as the commands see it: loaded the way the daemon loads it, with everything that is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.matching.nodes import guess
from monitor.model.rule import Problem
from workers.errors import Refused
from workers.settings import Settings

if TYPE_CHECKING:
    from monitor.matching.rule import Rule
    from monitor.matching.rulebook import Rulebook
    from workers.edges.language import LocalLanguage


@dataclass(frozen=True, kw_only=True)
class RuleRoom:
    """A folder, its good rules, what is wrong with the others, and the reader with the folder's own words."""

    folder: Path
    home: Path  #: what the files' names are below: the folder itself, or its `alerts/`
    rulebook: Rulebook
    problems: list[Problem]
    language: LocalLanguage

    @property
    def mistakes(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]

    def rule(self, name: str) -> Rule:
        """By its id, or its file's name. Raises Refused with a guess, or with what is wrong with that file."""
        for rule in self.rulebook.rules:
            if name in (rule.head.id, rule.head.file, Path(rule.head.file).name, Path(rule.head.file).stem):
                return rule
        broken = [str(p) for p in self.mistakes if name in (p.file, Path(p.file).name, Path(p.file).stem)]
        if broken:
            raise Refused(f"the rule in {name} has a mistake: {broken[0]}")
        raise Refused(f"there is no rule '{name}'{guess(name, [r.head.id for r in self.rulebook.rules])} in {self.folder}")


def open_rule_room(folder: Path | None, language: LocalLanguage | None = None) -> RuleRoom:
    """The folder's rules. Raises Refused when there is no such folder, or nothing in it can be read.

    `language`: a reader that is open already, to be taken instead of one with the folder's own words.
    """
    from workers.edges.language import LocalLanguage  # noqa: PLC0415  (spaCy is slow to import)
    from workers.edges.places_folder import read_sheets  # noqa: PLC0415
    from workers.edges.rules_folder import FolderRules, read_vocabulary  # noqa: PLC0415

    where = folder or Settings().rules_folder
    if not where.is_dir():
        raise Refused(f"there is no rules folder {where}: set WIREWATCH_RULES, or copy the examples there")
    if language is None:
        settings = Settings()
        sheets, unread = read_sheets(settings.data)
        language = LocalLanguage(read_vocabulary(where), model=settings.reader_model, sheets=sheets)
        language.problems += unread
    words = [
        Problem(file=told.partition(": ")[0], line=1, column=1, message=told.partition(": ")[2]) for told in language.problems
    ]
    if not (where / "alerts").is_dir():
        book, problems = _bare(where, language)
        return RuleRoom(folder=where, home=where, rulebook=book, problems=[*words, *problems], language=language)
    rules = FolderRules(where, atlas=language.atlas, canonical=language.canonical)
    problems = list(rules.refresh().problems)
    if (where / "feeds.yaml").exists():
        problems += rules.feeds()[1]
    return RuleRoom(folder=where, home=where, rulebook=rules.rulebook, problems=[*words, *problems], language=language)


def _bare(where: Path, language: LocalLanguage) -> tuple[Rulebook, list[Problem]]:
    """A folder of rule files without `alerts/`."""
    from workers.analyse import load_rules  # noqa: PLC0415  (spaCy is slow to import)

    try:
        return load_rules(where, language)
    except OSError as error:
        raise Refused(f"the rules in {where} cannot be read: {error.strerror or error}") from None
