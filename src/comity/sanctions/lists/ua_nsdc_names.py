"""Names in Ukraine's sanctions register: one cell can hold several, in brackets or behind a comma.

No name is ever dropped: a few rows have two people in their two name columns, and both stay. A
comma divides an organisation's name only where the script changes, since most commas belong to it.

>>> [name.text for name in names_in("Вигадана (Придумко) Марта Казимирівна", person=True)]
['Вигадана Марта Казимирівна', 'Придумко Марта Казимирівна']
"""

import re
from collections.abc import Iterator

from comity.entities.scripts import script_of
from comity.entities.subject import Name, Role

AS_WELL = re.compile(r"\s*;\s*|,?\s*\b(?:вона ж|він же|она же|он же)\s+|\s*\n\s*")
BRACKET = re.compile(r"\s*\(([^()]*)\)")
LAST_BRACKET = re.compile(r"\s*\(([^()]+)\)\.?$")
MAIDEN = re.compile(r"^дівоче\s*[-–—]?\s*")
KNOWN_AS = re.compile(r"^відом\w+ як:?\s*")
FORMERLY = re.compile(r"^стара назва\s*[-–—]?\s*")
REMARKS = frozenset({"псевдонім", "псевдоним"})


def names_in(
    cell: str, *, person: bool, language: str = "", role: Role = Role.PRIMARY
) -> Iterator[Name]:
    """Yield the names of a cell; the first has the role and the language of its column."""
    for piece in AS_WELL.split(cell):
        text = tidied(piece)
        if not text:
            continue
        variants = person_names(text) if person else organisation_names(text)
        for variant, other in variants:
            cleaned = tidied(variant)
            if cleaned:
                script = script_of(cleaned)
                spoken = language if script == "Cyrl" else ""
                yield Name(cleaned, script, language=spoken, role=other or role)


def tidied(text: str) -> str:
    """Return a text without commas, blanks and half brackets at its ends."""
    text = " ".join(text.split()).strip(" ,;")
    if text.count("(") != text.count(")"):
        text = text.removeprefix("(").removesuffix(")").strip(" ,;")
    return text


def person_names(text: str) -> Iterator[tuple[str, Role | None]]:
    """Yield a person's name, and for a bracket the name that has it in place of the word before it.

    A bracket of two words or more is a whole name of its own.
    """
    bracket = BRACKET.search(text)
    if not bracket or bracket[1] in REMARKS:
        yield BRACKET.sub("", text), None
        return
    before, inside, after = text[: bracket.start()], bracket[1].strip(), text[bracket.end() :]
    yield f"{before} {after}", None
    maiden = MAIDEN.match(inside)
    variant = MAIDEN.sub("", inside)
    if " " in variant:
        yield variant, Role.ALIAS
    elif variant:
        rest = f"{before.rpartition(' ')[0]} {variant} {after}"
        yield rest, Role.FORMER if maiden else Role.ALIAS


def organisation_names(text: str) -> Iterator[tuple[str, Role | None]]:
    """Yield the names of an organisation: in brackets at the end, or where the script changes."""
    if FORMERLY.match(text):
        yield FORMERLY.sub("", text), Role.FORMER
        return
    text = KNOWN_AS.sub("", text)
    bracket = LAST_BRACKET.search(text)
    if bracket and differ(text[: bracket.start()], bracket[1]):
        yield from by_script(text[: bracket.start()])
        yield bracket[1], Role.ALIAS
        return
    yield from by_script(text)


def by_script(text: str) -> Iterator[tuple[str, Role | None]]:
    """Yield the parts of a name between the commas at which its script changes."""
    parts = text.split(", ")
    start = 0
    for index in range(1, len(parts)):
        if differ(parts[index - 1], parts[index]):
            yield ", ".join(parts[start:index]), Role.ALIAS if start else None
            start = index
    yield ", ".join(parts[start:]), Role.ALIAS if start else None


def differ(first: str, second: str) -> bool:
    """Say whether two texts have letters of different scripts."""
    scripts = {script_of(first), script_of(second)}
    return len(scripts - {"Zyyy"}) == 2
