"""What the tests of the page functions share."""

import importlib.util
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest
from lxml import etree
from tests.journeys.capitals import World
from tests.unit.node.desks import Desks

from comity.sanctions.board import Board, Match
from comity.web.gaplist import Asked
from comity.web.jobs import Job
from comity.web.sanctions import board_page
from comity.web.words import Language

FILE = Path(__file__).parents[2] / "pages" / "invented_board.py"
STEP = re.compile(r"([\w-]*)((?:[.#][\w-]+|\[[^\]]+\])*)(:first-child)?")


@dataclass(frozen=True)
class Node:
    """An element of a page.

    Attributes:
        element: as parsed.
    """

    element: etree._Element

    def all(self, css: str) -> list["Node"]:
        """Return what a selector finds: tags, classes, ids and attributes, with " " and ">"."""
        return [Node(one) for one in self.found(" | ".join(map(xpath_of, css.split(", "))))]

    def found(self, xpath: str) -> Any:
        """Return what a path finds."""
        return self.element.xpath(xpath)

    def get(self, name: str) -> str:
        """Return an attribute, "" without it."""
        return self.element.get(name) or ""

    def text_of(self, css: str) -> str:
        """Return the texts of everything that a selector finds, one after another."""
        return " ".join(one.text for one in self.all(css))

    @property
    def text(self) -> str:
        """Return all text inside, blanks normalised."""
        return " ".join("".join(map(str, self.found(".//text()"))).split())

    @property
    def own(self) -> str:
        """Return the text before the first element inside."""
        return " ".join((self.element.text or "").split())


def xpath_of(css: str) -> str:
    """Return the path of a selector."""
    path, axis = ".", "//"
    for word in css.split():
        if word == ">":
            axis = "/"
            continue
        match = STEP.fullmatch(word)
        assert match, word
        path += axis + (match[1] or "*") + ("[1]" if match[3] else "")
        for mark, name, inside in re.findall(r"([.#])([\w-]+)|\[([^\]]+)\]", match[2]):
            if mark == ".":
                path += f"[contains(concat(' ', @class, ' '), ' {name} ')]"
            elif mark == "#":
                path += f"[@id='{name}']"
            else:
                attribute, _, value = inside.partition("=")
                path += f"[@{attribute}" + (f"='{value.strip(chr(34))}']" if value else "]")
        axis = "//"
    return path


Parsed = Callable[[str], Node]


class Shown(Protocol):
    """Draws a board and reads the page."""

    def __call__(
        self,
        board: Board,
        asked: Asked = ...,
        language: Language = ...,
        match: Match | None = ...,
        job: Job | None = ...,
    ) -> Node:
        """Return the page."""
        ...


@pytest.fixture(scope="session")
def parsed() -> Parsed:
    """Reads a page."""
    return lambda text: Node(etree.fromstring(text, etree.HTMLParser()))


@pytest.fixture(scope="session")
def shown(parsed: Parsed) -> Shown:
    """Draws a board, by default Japan's in English, and reads the page."""

    def drawn(
        board: Board,
        asked: Asked = Asked(party="jp"),  # noqa: B008 - frozen
        language: Language = Language.ENGLISH,
        match: Match | None = None,
        job: Job | None = None,
    ) -> Node:
        parties = board.jurisdictions
        return parsed(board_page(language, board, asked, parties=parties, match=match, job=job))

    return drawn


@pytest.fixture(scope="session")
def invented() -> ModuleType:
    """The module that makes a board over invented targets."""
    spec = importlib.util.spec_from_file_location("invented_board", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def board(invented: ModuleType) -> Board:
    """Japan's board."""
    made: Board = invented.invented_board()
    return made


@pytest.fixture(scope="session")
def match(invented: ModuleType) -> Match:
    """Why three entries are Taedong Kwangmyong Trading, and a Japanese one near it is not."""
    made: Match = invented.invented_match(2)
    return made


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Desks]:
    """Two nodes with a circle, and a desk on each."""
    with World(tmp_path) as world:
        opened = Desks(world)
        yield opened
        opened.close()
