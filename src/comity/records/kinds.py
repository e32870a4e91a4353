"""Kinds: what may stand in the body of a record, by the record's kind.

Each system says in its `statements.py` which kinds it defines; `comity.node` puts them together.
A kind carries the version of its body in its name. A body that does not fit a known kind is never
written here; one that arrives signed is kept and receipted, shown as malformed and ignored by
every rule. A record of a kind that nobody here knows is kept and forwarded just the same.

>>> note = Kind("n/1", {"text": text(9), "to": optional(party)})
>>> note.check({"text": "Добридень"})
>>> note.check({"text": 7})
Traceback (most recent call last):
comity.records.kinds.BodyError: the body does not fit n/1: text is 7; give a text of 1 to 9 letters
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from comity.errors import RefusedError
from comity.records.party import FORM
from comity.records.record import HASH, MOMENT, Record

AMOUNT = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

LANGUAGES = frozenset({"uk", "ja", "en", "ko"})
"""Languages that a text of a record may be in; pages speak the first three."""


class BodyError(RefusedError):
    """A body does not fit its kind."""

    code = "record-body"
    template = "the body does not fit {kind}: {field} is {value}; {wanted}"


class Misfit(Exception):  # noqa: N818 - becomes a BodyError where the kind is known
    """One value does not fit; told to the kind, which knows its own name.

    Attributes:
        path: where in the body.
        value: what stood there.
        wanted: what should.
    """

    def __init__(self, path: str, value: object, wanted: str) -> None:
        super().__init__(path)
        self.path = path
        self.value = value
        self.wanted = wanted


Check = Callable[[str, object], None]
"""Looks at one value at one place of a body; raises `Misfit` when it does not fit."""


class Optional:
    """A field that may be left out.

    Attributes:
        check: what it must be when it is there.
    """

    def __init__(self, check: Check) -> None:
        self.check = check

    def __call__(self, path: str, value: object) -> None:
        """Look at the value."""
        self.check(path, value)


def optional(check: Check) -> Optional:
    """Return a check of a field that may be left out."""
    return Optional(check)


def text(most: int, least: int = 1) -> Check:
    """Return a check for a text of so many letters."""

    def check(path: str, value: object) -> None:
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise Misfit(path, value, f"give a text of {least} to {most} letters")

    return check


def whole(least: int, most: int = 2**53 - 1) -> Check:
    """Return a check for a whole number between two."""

    def check(path: str, value: object) -> None:
        if type(value) is not int or not least <= value <= most:
            raise Misfit(path, value, f"give a whole number from {least} to {most}")

    return check


def choice(*words: str) -> Check:
    """Return a check for one of these words."""

    def check(path: str, value: object) -> None:
        if not isinstance(value, str) or value not in words:
            raise Misfit(path, value, f"choose from {', '.join(words)}")

    return check


def flag(path: str, value: object) -> None:
    """Check for true or false."""
    if not isinstance(value, bool):
        raise Misfit(path, value, "give true or false")


def hashed(path: str, value: object) -> None:
    """Check for a hash."""
    if not isinstance(value, str) or not HASH.fullmatch(value):
        raise Misfit(path, value, "give 64 hexadecimal digits")


def moment(path: str, value: object) -> None:
    """Check for a moment in UTC."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        raise Misfit(path, value, "write 2026-03-05T09:30:00.000Z")


def day(path: str, value: object) -> None:
    """Check for a day of the calendar."""
    wanted = "write a day of the calendar, 2026-03-05"
    if not isinstance(value, str) or not DAY.fullmatch(value):
        raise Misfit(path, value, wanted)
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        raise Misfit(path, value, wanted) from None


def amount(path: str, value: object) -> None:
    """Check for an amount above nothing, in decimal digits: "12", "0.5"."""
    if not isinstance(value, str) or not AMOUNT.fullmatch(value) or not value.strip("0."):
        raise Misfit(path, value, "write an amount above 0 in digits, 12 or 0.5")


def party(path: str, value: object) -> None:
    """Check for the code of a party."""
    if not isinstance(value, str) or not FORM.fullmatch(value):
        raise Misfit(path, value, "give two to ten small Latin letters")


def language(path: str, value: object) -> None:
    """Check for the code of a language."""
    if not isinstance(value, str) or value not in LANGUAGES:
        raise Misfit(path, value, f"choose from {', '.join(sorted(LANGUAGES))}")


def listing(inner: Check, most: int, least: int = 0) -> Check:
    """Return a check for a list of so many things of one sort."""

    def check(path: str, value: object) -> None:
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise Misfit(path, value, f"give a list of {least} to {most}")
        for number, item in enumerate(value):
            inner(f"{path}[{number}]", item)

    return check


def mapping(key: Check, inner: Check, most: int, least: int = 0) -> Check:
    """Return a check for an object whose keys and values are each of one sort."""

    def check(path: str, value: object) -> None:
        if not isinstance(value, dict) or not least <= len(value) <= most:
            raise Misfit(path, value, f"give an object of {least} to {most} entries")
        for name, item in value.items():
            key(f"{path}.{name}", name)
            inner(f"{path}.{name}", item)

    return check


def file_name(path: str, value: object) -> None:
    """Check for the name of a file: no path, nothing that cannot be seen."""
    text(255)(path, value)
    if not str(value).isprintable() or set(str(value)) & set("/\\") or value in {".", ".."}:
        raise Misfit(path, value, "give a name of a file, without folders")


def languages(most: int) -> Check:
    """Return a check for a text in one or more languages."""
    return mapping(language, text(most), len(LANGUAGES), 1)


def fields(named: Mapping[str, Check]) -> Check:
    """Return a check for an object with these fields and no others."""

    def check(path: str, value: object) -> None:
        if not isinstance(value, dict):
            raise Misfit(path or "the body", value, "give an object")
        prefix = f"{path}." if path else ""
        for name in value:
            if name not in named:
                raise Misfit(prefix + name, "there", "leave it out")
        for name, inner in named.items():
            if name in value:
                inner(prefix + name, value[name])
            elif not isinstance(inner, Optional):
                raise Misfit(prefix + name, "missing", "give it")

    return check


@dataclass(frozen=True, slots=True)
class Kind:
    """What one sort of record must say.

    Attributes:
        name: with the version of the body: "report/1".
        fields: each field of the body with its check.
    """

    name: str
    fields: Mapping[str, Check]

    def check(self, body: object) -> None:
        """Look at a body.

        Raises:
            BodyError: a field is missing, or should not be there, or is not what it must be.
        """
        try:
            fields(self.fields)("", body)
        except Misfit as misfit:
            shown = repr(misfit.value)[:80]
            raise BodyError(
                kind=self.name, field=misfit.path, value=shown, wanted=misfit.wanted
            ) from None


class Kinds:
    """All kinds that a node knows."""

    def __init__(self, *groups: Iterable[Kind]) -> None:
        self.known = {kind.name: kind for group in groups for kind in group}

    def fits(self, record: Record) -> bool | None:
        """Say whether a record's body fits its kind; None when nobody here knows the kind."""
        kind = self.known.get(record.kind)
        if kind is None:
            return None
        try:
            kind.check(record.body)
        except BodyError:
            return False
        return True
