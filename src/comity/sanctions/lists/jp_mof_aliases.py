"""Aliases: the columns of other names, where lists, labels and both languages stand in one cell.

The forms are `(a)カナ（Latin）(b)...`, `カナ；カナ` over `Latin; Latin`, `カナ、カナ` over
`（a.k.a. Latin, Latin）`, and `（別称、カナ、カナ、旧称、カナ）`. A comma separates names only
where the other language beside it has as many: 、 and , also stand between family and given name,
and before "Ltd.".

>>> [name.text for name in alias_cell("(a)甲社（Kou）(b)乙社", Kind.ORGANISATION, Role.ALIAS).names]
['甲社', 'Kou', '乙社']
"""

import re
from dataclasses import dataclass

from comity.entities.subject import Kind, Role
from comity.sanctions.lists.jp_mof_names import (
    PLACEHOLDER,
    REMARK,
    Run,
    Taken,
    Unpacked,
    labelled,
    one_name,
)
from comity.sanctions.lists.jp_mof_parts import (
    MARK,
    bracketed,
    enumerated,
    is_japanese,
    is_latin,
    paragraphs,
    split_outside,
    stated,
)

FIRM_SUFFIX = re.compile(
    r"(?:LTD|INC|L\.?L\.?C|CO|S\.?A|LIMITED|CORP|P\.?L\.?C|GMBH|OOO|AO|[OP]?JSC|SARL|JR)\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a cell.

    Attributes:
        text: in one language.
        role: what its names are.
        listed: 、 stands between names.
    """

    text: str
    role: Role
    listed: bool


def alias_cell(cell: str, kind: Kind, role: Role) -> Unpacked:
    """Read a column of other names.

    Args:
        cell: as printed.
        kind: of the bearer; commas mean different things in persons and in organisations.
        role: what the column says its names are; a label inside the cell outweighs it.
    """
    taken = Taken(kind)
    text = unwrapped(stated(PLACEHOLDER.sub("", cell)))
    if not text:
        return taken.result()
    blocks = [
        paragraph
        for run in roles_of(labelled(text), role)
        for paragraph in paragraphs_of(run, role)
    ]
    if MARK.search(text):
        items = [(split_outside(block.text, ";；"), block.role) for block in blocks]
    else:
        items = paired(blocks, kind)
    for names, names_role in items:
        for name in names:
            one_name(taken, name, names_role)
    return taken.result()


def unwrapped(text: str) -> str:
    """Return a cell in which a line that is wholly one bracket stands without it.

    Such a line is the list in the other language; a bracket after a line of the same language
    belongs to that line and stays.
    """
    lines = text.split("\n")
    for place, line in enumerate(lines):
        runs = bracketed(line)
        alone = len(runs) == 1 and runs[0][1] and not REMARK.search(line)
        if alone and (not place or differ(lines[place - 1], line)):
            lines[place] = runs[0][0]
    return "\n".join(lines)


def differ(one: str, other: str) -> bool:
    """Say whether of two lines one is Japanese and one is not."""
    return is_japanese(one) != is_japanese(other)


def roles_of(runs: list[Run], role: Role) -> list[Run]:
    """Return the runs, with labels in Japanese ended where the Latin text has labels of its own."""
    result: list[Run] = []
    for place, run in enumerate(runs):
        following = runs[place + 1] if place + 1 < len(runs) else None
        own = following is not None and following.role is not None and not following.japanese
        if run.japanese and own and "\n" in run.text:
            lines = run.text.split("\n")
            latin = next((i for i, line in enumerate(lines) if is_latin(line)), len(lines))
            result.append(Run("\n".join(lines[:latin]), run.role, run.japanese, run.listed))
            result.append(Run("\n".join(lines[latin:]), role))
        else:
            result.append(run)
    return [run for run in result if run.text]


def paragraphs_of(run: Run, role: Role) -> list[Paragraph]:
    """Return the paragraphs of a run, one for each (a), (b), ... and each language."""
    its = Role.FORMER if run.role is Role.FORMER else role
    return [
        Paragraph(paragraph, its, run.listed)
        for piece in enumerated(run.text)
        for paragraph in paragraphs(piece)
    ]


def paired(blocks: list[Paragraph], kind: Kind) -> list[tuple[list[str], Role]]:
    """Return the names of each paragraph, split by commas only where that is certain."""
    items = []
    latin = sum(len(split_outside(b.text, ";；")) for b in blocks if not is_japanese(b.text))
    for place, block in enumerate(blocks):
        if is_japanese(block.text):
            other = blocks[place + 1] if place + 1 < len(blocks) else None
            names = japanese_items(block, other, kind, latin)
        else:
            other = blocks[place - 1] if place else None
            names = latin_items(block, other, kind)
        items.append((names, block.role))
    return items


def japanese_items(block: Paragraph, other: Paragraph | None, kind: Kind, latin: int) -> list[str]:
    """Return the names of a Japanese paragraph beside the Latin one that follows it."""
    names = split_outside(block.text, ";；")
    by_comma = split_outside(block.text, "、､")
    if block.listed:
        names = [part for name in names for part in split_outside(name, "、､")]
        *before, last = names
        parts = last.split("及び")
        return [*before, *parts] if latin >= len(before) + len(parts) else names
    if len(names) > 1 or len(by_comma) == 1 or other is None or is_japanese(other.text):
        return names
    beside = split_outside(other.text, ";；")
    if kind is not Kind.PERSON and len(beside) > 1:
        return by_comma
    if len(beside) == 1:
        beside = latin_items(other, block, kind)
    return by_comma if len(beside) == len(by_comma) else names


def latin_items(block: Paragraph, other: Paragraph | None, kind: Kind) -> list[str]:
    """Return the names of a Latin paragraph beside the Japanese one before it."""
    names = split_outside(block.text, ";；")
    if len(names) > 1 or other is None or not is_japanese(other.text):
        return names
    parts: list[str] = []
    for part in split_outside(block.text, ",，、"):
        if parts and FIRM_SUFFIX.fullmatch(part):
            parts[-1] += f", {part}"
        else:
            parts.append(part)
    beside = max(len(split_outside(other.text, mark)) for mark in ("、､", ";；"))
    if len(parts) != beside or (kind is Kind.PERSON and inverted(parts)):
        return names
    return parts


def inverted(parts: list[str]) -> bool:
    """Say whether parts between commas can be one name, family name first.

    >>> inverted(["TESTOV", "Ivan"]), inverted(["Ivan Testov", "Iwan", "Wanja"])
    (True, False)
    """
    single = [part for part in parts if " " not in part]
    return len(single) == len(parts) or (len(parts) == 2 and bool(single))
