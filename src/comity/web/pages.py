"""Pages: a template and values in, HTML out; nothing here knows the web framework.

Every page is drawn inside one shell, which says whose words it speaks, where it stands in the
address space and how far what it shows may be passed on. A value that a template names and nobody
gave is an error, never an empty place.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from comity.entities.scripts import script_of
from comity.errors import ComityError
from comity.records.marking import Marking, highest
from comity.web.capitals import ZONES, clocks
from comity.web.desk import Standing
from comity.web.ours import STATIC, address_of
from comity.web.rail import deeds_among, places_among
from comity.web.words import Language, Words, dtg, error_text, in_words, language_of, words

FOLDER = Path(__file__).parent

STANDING: ContextVar[Callable[[], Standing] | None] = ContextVar("standing", default=None)
"""Gives what stands around every page; nothing does where a node exchanges no messages."""

PAGES: ContextVar[frozenset[str]] = ContextVar("pages", default=frozenset({"/sanctions"}))
"""Addresses of pages that there are, without their language."""

FLAGS = frozenset({"jp", "kr", "ua"})
"""Parties whose flag the style sheet can draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """What every page has around its own part.

    Attributes:
        language: of the page.
        path: the page's address without its language: "/sanctions".
        query: what stands after the question mark, in order; kept when the language is switched.
        marking: the highest of everything that the page shows.
    """

    language: Language
    path: str
    query: tuple[tuple[str, str], ...] = ()
    marking: Marking

    @property
    def words(self) -> Words:
        """Return the words of the page's language."""
        return words(self.language)

    def in_language(self, language: Language) -> str:
        """Return the address of this same page in another language."""
        return address(f"/{language}{self.path}", self.query)


def address(path: str, query: tuple[tuple[str, str], ...]) -> str:
    """Return an address with its query; empty values are left out."""
    text = urlencode([(name, value) for name, value in query if value])
    return f"{path}?{text}" if text else path


def render(template: str, shell: Shell, values: Mapping[str, object]) -> str:
    """Return a page as HTML.

    Args:
        template: its file under `templates/`.
        shell: what stands around it.
        values: everything that the template names beside the shell and the words.
    """
    page = environment(shell.language).get_template(template)
    exchanges, standing = STANDING.get() is not None, standing_now()
    flash = standing.flash if standing is not None else ()
    shell = replace(shell, marking=highest([shell.marking, *(one.marking for one in flash)]))
    here = PAGES.get()
    parties = [standing.me, *(one.party for one in standing.peers)] if standing is not None else []
    around = {
        "shell": shell,
        "standing": standing,
        "exchanges": exchanges,
        "places": places_among(here),
        "deeds": deeds_among(here),
        "clocks": clocks(parties),
        "fonts": has_fonts(),
    }
    return page.render(**around, **values)


def standing_now() -> Standing | None:
    """Return what stands around a page, None where nothing does.

    A page that says what is wrong must come even where this cannot be told.
    """
    ask = STANDING.get()
    try:
        return ask() if ask is not None else None
    except ComityError:
        return None


@contextmanager
def standing_from(
    ask: Callable[[], Standing] | None,
    paths: frozenset[str] = frozenset({"/traffic", "/sanctions", "/node"}),
) -> Iterator[None]:
    """Let pages that are drawn inside have around them what is given then.

    Args:
        ask: gives what stands around them; None where nothing does.
        paths: addresses of the pages that there are, without their language.
    """
    before, others = STANDING.set(ask), PAGES.set(paths)
    try:
        yield
    finally:
        STANDING.reset(before)
        PAGES.reset(others)


def in_all(table: str, code: str) -> str:
    """Return what a code is called in every language, to be found by any of them."""
    return " ".join(words(language).label(table, code) for language in Language)


def has_fonts() -> bool:
    """Say whether the fonts were prepared; without them the pages use those of the machine."""
    return (STATIC / "vendor" / "fonts.css").exists()


@cache
def environment(language: Language) -> Environment:
    """Return the template environment that speaks one language."""
    spoken = words(language)
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.install_gettext_translations(spoken.catalogue, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(
        language=language,
        languages=tuple(Language),
        label=spoken.label,
        number=spoken.number,
        signed=spoken.signed,
        points=spoken.points,
        signed_points=spoken.signed_points,
        percent=spoken.percent,
        date=spoken.date,
        when=spoken.when,
        together=spoken.together,
        moment=spoken.moment,
        on_day=spoken.on_day,
        dtg=dtg,
        span=spoken.span,
        weekday=spoken.weekday,
        short_day=spoken.short_day,
        clock=spoken.clock,
        lasting=spoken.lasting,
        left=spoken.left,
        ago=spoken.ago,
        in_words=in_words,
        in_all=in_all,
        capitals=ZONES,
        size=spoken.size,
        says=lambda error: error_text(error, language),
        flags=FLAGS,
        quoted=quoted,
        static=address_of,
    )
    return made


def quoted(text: str, script: str = "", stated: str = "", jurisdiction: str = "") -> Markup:
    """Return a quoted name with the language it is in, where that is known.

    Args:
        text: as printed.
        script: ISO 15924 code, "" to see it from the letters.
        stated: the language that the author states, "" where none.
        jurisdiction: whose list prints it, "" where several do.
    """
    tongue = language_of(script or script_of(text), stated, jurisdiction)
    if not tongue:
        return Markup("<bdi>{}</bdi>").format(text)
    return Markup('<bdi lang="{}">{}</bdi>').format(tongue, text)
