"""The pages say what is so: links lead somewhere, commands and settings exist, every dependency has its reason."""

from __future__ import annotations

import doctest
import re
import tomllib
from pathlib import Path

import pytest
import typer

from workers.cli import app
from workers.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/*.md")])


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def known_commands() -> set[str]:
    """Every command as it is typed: "run", "feeds add"; a group itself only where it does something: "held"."""
    root = typer.main.get_command(app)
    out = set()
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", None)
        out |= {f"{name} {sub}" for sub in below} if below else set()
        out |= {name} if not below or command.invoke_without_command else set()
    return out


def anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8"))

    for link in links:
        if link.startswith(("http://", "https://")):
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), f"{link}: no such section"


@pytest.mark.parametrize("name", ["README.md", "docs/operations.md", "docs/architecture.md", "docs/rules.md", "rules/README.md"])
def test_every_command_that_is_named_exists(name: str) -> None:
    typed = re.findall(r"`wirewatch\s+([a-z][a-z| ]*?)(?=[`\s][^a-z]|`|\s[A-Z\[<-])", page(name))
    commands = known_commands()

    for words in typed:
        first_two = " ".join(words.split()[:2])
        assert first_two in commands or words.split()[0] in commands, f"{name}: wirewatch {words}"


def test_every_command_is_in_the_readme() -> None:
    readme = page("README.md")

    missing = {command for command in known_commands() if f"wirewatch {command}" not in readme}

    assert not missing


def test_every_setting_is_explained() -> None:
    operations = page("docs/operations.md")

    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias.choices[0] if alias is not None else f"WIREWATCH_{name.upper()}"  # type: ignore[union-attr]
        assert f"| `{variable}` |" in operations, f"{variable} is not in docs/operations.md"


def test_every_setting_that_is_named_exists() -> None:
    known = {f"WIREWATCH_{name.upper()}" for name in Settings.model_fields}

    named = {word for path in PAGES for word in re.findall(r"WIREWATCH_[A-Z_]+", path.read_text(encoding="utf-8"))}

    assert named and named <= known


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(page("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    reasons = page("docs/decisions/0002-dependencies.md")

    names = {re.split(r"[\[<>=;! ]", line, maxsplit=1)[0] for line in wanted}
    given = {name for row in re.findall(r"^\| (`.+?) \|", reasons, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)}

    assert given == names


def test_every_decision_is_in_the_index() -> None:
    index = page("docs/decisions/README.md")

    for path in (ROOT / "docs" / "decisions").glob("0*.md"):
        assert f"({path.name})" in index


def test_the_glossary_has_the_nouns_of_the_product() -> None:
    words = set(re.findall(r"^\| ([a-z]+) \|", page("docs/glossary.md"), re.MULTILINE))

    nouns = {"feed", "entry", "article", "reading", "event", "toll", "place", "incident", "match", "rule", "message", "alert"}

    assert nouns <= words


def test_the_sentence_that_walks_through_the_reader_looks_after_each_step_as_the_page_says() -> None:
    failed, tried = doctest.testfile(str(ROOT / "docs/reading.md"), module_relative=False)

    assert tried > 20
    assert not failed
