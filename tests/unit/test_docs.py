"""What the program has, the documentation names; what the documentation names, the program has."""

import argparse
import importlib
import pkgutil
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import comity
from comity.cli import build_parser, main
from comity.cli.demo import EXCERPT
from comity.entities.subject import IDENTIFIER_KINDS
from comity.errors import ComityError
from comity.sanctions import lists
from comity.sanctions.gaps import WEIGHTS
from comity.sanctions.intake import FLOORS
from comity.sanctions.lists.registry import LISTS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "src").rglob("*.md")], key=str)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LEFT_OUT = "left out: "
"""How a reader marks a field that it leaves out, where fields read and left out are one table."""


def sections(page: Path, level: str = "## ") -> dict[str, str]:
    """The text under each heading of a level."""
    parts = re.split(rf"^{level}", page.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def found(pattern: str, page: Path) -> list[Any]:
    """Everything on a page that fits a pattern."""
    return re.findall(pattern, page.read_text("utf-8"), flags=re.MULTILINE)


def first_cells(text: str) -> list[str]:
    """The code at the beginning of each row of the tables in a text."""
    return re.findall(r"^\| `([^` ]+)", text, flags=re.MULTILINE)


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command that can be run: those without commands of their own."""
    deeper = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not deeper:
        yield parser
    for action in deeper:
        for inner in action.choices.values():
            yield from commands(inner)


def modules(package: str, paths: list[str]) -> Iterator[object]:
    """Every module of a package, but the one that starts the program."""
    for module in pkgutil.walk_packages(paths, f"{package}."):
        if not module.name.endswith("__main__"):
            yield importlib.import_module(module.name)


def error_codes() -> set[str]:
    """The code of every error of the program."""
    list(modules("comity", list(comity.__path__)))
    found, waiting = set(), [ComityError]
    while waiting:
        error = waiting.pop()
        waiting += error.__subclasses__()
        if error.__module__.startswith("comity.") and "code" in vars(error):
            found.add(error.code)
    return found


def list_of(module: str) -> str:
    """The list that a module of `comity.sanctions.lists` reads, "" for what readers share."""
    names = [name for name in LISTS if f"{module}_".startswith(f"{name.replace('-', '_')}_")]
    return max(names, key=len, default="")


def left_out() -> dict[str, set[tuple[str, str]]]:
    """What the reader of each list leaves out on purpose, and why."""
    found: dict[str, set[tuple[str, str]]] = {name: set() for name in LISTS}
    for module in modules("comity.sanctions.lists", list(lists.__path__)):
        name = list_of(str(vars(module)["__name__"]).rpartition(".")[2])
        tables = {key: table for key, table in vars(module).items() if isinstance(table, dict)}
        for title, table in tables.items() if name else ():
            for field, reason in table.items():
                if title == "LEFT_OUT" or str(reason).startswith(LEFT_OUT):
                    place = field if isinstance(field, str) else ", ".join(field)
                    found[name].add((place, str(reason).removeprefix(LEFT_OUT)))
    return found


def anchor(heading: str) -> str:
    """The name under which a heading can be linked to."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def typed() -> list[str]:
    """Every line that a page tells a person to type, without the name of the program."""
    lines = [line for page in PAGES for line in found(r"^ {4}(?:\./)?comity ([^\[\n]+)$", page)]
    return sorted(set(lines))


def walked() -> list[tuple[str, str]]:
    """Each question that the first walk asks, and the answer that it shows."""
    text = (DOCS / "tutorial/first-walk.md").read_text("utf-8")
    question = r"^ {4}\./comity (sanctions [^\n]+)\n\n```\n(.+?)```"
    return re.findall(question, text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def excerpt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the excerpt, as the first walk has it."""
    folder = tmp_path_factory.mktemp("first-walk")
    assert main(["sanctions", "import", str(EXCERPT), "--data", str(folder)]) == 0
    return folder


COMMANDS = {parser.prog: parser for parser in commands(build_parser())}


def test_the_page_of_commands_has_a_section_for_every_command_and_for_no_other() -> None:
    named = {title for title in sections(DOCS / "reference/commands.md") if title[:6] == "comity"}

    assert named == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_section_of_a_command_names_its_options_and_no_others(command: str) -> None:
    text = sections(DOCS / "reference/commands.md")[command]
    options = {
        option
        for action in COMMANDS[command]._actions
        for option in action.option_strings
        if not isinstance(action, argparse._HelpAction)
    }

    assert {cell for cell in first_cells(text) if cell.startswith("--")} == options


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_the_section_of_a_command_names_its_arguments(command: str) -> None:
    text = sections(DOCS / "reference/commands.md")[command]
    arguments = [a for a in COMMANDS[command]._actions if not a.option_strings]

    assert [a.metavar for a in arguments if f"`{a.metavar}" not in text] == []


def test_every_kind_of_identifier_stands_on_the_page_of_commands() -> None:
    text = sections(DOCS / "reference/commands.md", "### ")["Kinds of identifier"]

    assert first_cells(text.partition("\n## ")[0]) == list(IDENTIFIER_KINDS)


def test_the_page_of_errors_has_every_code_once_and_no_other() -> None:
    named = found(r"^\| `([^` ]+)", DOCS / "reference/errors.md")

    assert sorted(named) == sorted(error_codes())


def test_the_page_of_lists_has_a_section_for_every_list_in_the_order_of_the_registry() -> None:
    named = [title for title in sections(DOCS / "reference/lists.md") if title in LISTS]

    assert named == list(LISTS)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_the_section_of_a_list_says_what_is_left_out_and_why(name: str) -> None:
    text = sections(DOCS / "reference/lists.md")[name]
    rows = re.findall(r"^\| (.+) \| (.+) \|$", text, flags=re.MULTILINE)

    assert {row for row in rows if row[1] != "why"} == left_out()[name]


def test_the_sizes_below_which_an_edition_is_an_excerpt_stand_on_the_page_of_lists() -> None:
    rows = found(r"^\| `([\w/-]+)` \| ([\d,]+) \|$", DOCS / "reference/lists.md")

    assert {series: int(size.replace(",", "")) for series, size in rows} == FLOORS


def test_the_weights_of_a_gap_are_those_that_the_explanation_states() -> None:
    rows = found(r"^\| (\w+) \| (\d\.\d+) \|", DOCS / "explanation/alignment.md")

    assert {code: float(weight) for code, weight in rows} == WEIGHTS


def test_every_library_that_the_program_needs_has_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[>=<\[]", line)[0].lower() for line in project["dependencies"]}

    named = found(r"^\| ([\w-]+) \|", DOCS / "decisions/0003-libraries.md")

    assert {name.lower() for name in named} - {"library"} == needed


def test_the_map_names_every_package_and_the_layers_are_those_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [
        layer.replace("(", "").replace(")", "") for layer in contracts["contracts"][0]["layers"]
    ]

    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")

    assert "\n".join(f"    {layer}" for layer in layers) in text


def test_every_file_that_the_map_names_is_there() -> None:
    named = found(r"`([\w/]+\.(?:py|toml|txt))`", ROOT / "ARCHITECTURE.md")
    there = [path.as_posix() for path in [*ROOT.glob("*.*"), *(ROOT / "requirements").iterdir()]]
    there += [path.as_posix() for path in (ROOT / "src").rglob("*.py")]

    assert [name for name in named if not any(path.endswith(f"/{name}") for path in there)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_within_the_project_leads_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" in target:
            continue
        name, _, part = target.partition("#")
        linked = page.parent / name if name else page
        headings = HEADING.findall(linked.read_text("utf-8")) if part and linked.is_file() else []
        if not linked.exists() or (part and part not in map(anchor, headings)):
            broken.append(target)

    assert broken == []


def test_the_readme_names_exactly_the_two_commands() -> None:
    named = found(r"^ {4}(.+)$", ROOT / "README.md")

    assert named == ["./comity demo", "./check"]


@pytest.mark.parametrize("line", typed(), ids=lambda line: " ".join(line.split()[:2]))
def test_what_a_page_tells_a_person_to_type_is_a_command(line: str) -> None:
    options = build_parser().parse_args(shlex.split(line))

    assert callable(options.run)


@pytest.mark.parametrize(
    ("question", "shown"), walked(), ids=[question.split()[1] for question, _ in walked()]
)
def test_the_first_walk_shows_what_the_program_answers(
    question: str, shown: str, excerpt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main([*shlex.split(question), "--data", str(excerpt)])

    answer = set(capsys.readouterr().out.split())
    assert [word for word in shown.split() if word not in answer | {"..."}] == []
