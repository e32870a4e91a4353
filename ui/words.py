"""Bring the catalogues in src/comity/web/locale up to date: `.venv/bin/python ui/words.py`.

Every message of the pages is collected from the templates, the page layer's Python files, the
tables of labels and the messages of all errors. Translations that exist are kept, messages that are
gone are taken out, and what has no translation yet is listed; a test fails while there is any.
"""

# ruff: noqa: INP001 - a script, not a package

import importlib
import io
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

import comity
from comity.errors import ComityError
from comity.web.labels import TABLES
from comity.web.pages import FOLDER
from comity.web.words import LOCALE, Language

HEADER = "# Words of Comity's pages. An empty translation means: as in English.\n#"
PASSING = tuple(
    f'"{name}'.encode()
    for name in "POT-Cre PO-Rev Last-Tr Language-Team Report-Msg Generated Project".split()
)
"""How lines of the header begin that change without any word changing."""

METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"silent": "false", "newstyle_gettext": "true"}}


def wanted() -> Catalog:
    """Return every message that a page can show, without translations."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for file, _, message, comments, context in extract_from_dir(
        FOLDER, METHODS, OPTIONS, comment_tags=("Words:",)
    ):
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    for table, labels in TABLES.items():
        for text in labels.values():
            catalogue.add(text, None, [("labels.py", 0)], context=table)
    for error in error_classes():
        catalogue.add(error.template, None, [(error.__module__, 0)], flags=["python-brace-format"])
    return catalogue


def error_classes() -> Iterator[type[ComityError]]:
    """Yield every error of the program that has a message of its own or an inherited one."""
    for module in pkgutil.walk_packages(comity.__path__, "comity."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    waiting = [ComityError]
    while waiting:
        error = waiting.pop()
        waiting.extend(
            sorted(error.__subclasses__(), key=lambda one: (one.__qualname__, one.__module__))
        )
        if hasattr(error, "template") and error.__module__.startswith("comity."):
            yield error


def path_of(language: Language) -> Path:
    """Return the file of one language's catalogue."""
    return LOCALE / language / "LC_MESSAGES" / "comity.po"


def updated(language: Language, messages: Catalog) -> Catalog:
    """Return a language's catalogue with exactly these messages, its translations kept."""
    fresh = Catalog(locale=language, project="Comity", charset="utf-8", fuzzy=False)
    fresh.header_comment = HEADER
    known = Catalog(locale=language)
    if path_of(language).exists():
        with path_of(language).open("rb") as file:
            known = read_po(file, locale=language)
    for message in messages:
        if message.id:
            before = known.get(message.id, message.context)
            fresh.add(
                message.id,
                before.string if before else None,
                message.locations,
                flags=message.flags - {"fuzzy"},
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages that have no translation, or not in every plural form."""
    return [
        str(message.id)
        for message in catalogue
        if message.id
        and not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]


def as_file(catalogue: Catalog) -> bytes:
    """Return a catalogue as its file holds it: nothing in it changes unless a message does."""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, include_lineno=False)
    lines = written.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith(PASSING))


def main() -> int:
    """Write every catalogue and say what is missing."""
    messages = wanted()
    left = 0
    for language in Language:
        catalogue = updated(language, messages)
        path_of(language).parent.mkdir(parents=True, exist_ok=True)
        path_of(language).write_bytes(as_file(catalogue))
        if language is not Language.ENGLISH:
            for text in missing(catalogue):
                left += 1
                print(f"{language}: not translated: {text}")  # noqa: T201 - its output
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
