"""Japan, Ministry of Economy: foreign users about whom an exporter must ask for a licence.

The End User List (外国ユーザーリスト) is a warning, not a ban: being on it says that weapons of
mass destruction, or since 2025 conventional weapons, are a concern. The number in the first column
is new in every edition, so a key is good within one edition. Every entry is an organisation.
"""

import re
import unicodedata

from comity.entities.countries import country_code
from comity.entities.subject import Kind
from comity.entities.subject import Role as NameRole
from comity.sanctions.listing import Address, Listing, Measure, Reading, Role
from comity.sanctions.lists.jp_mof_names import Unpacked, name_cell
from comity.sanctions.lists.jp_mof_parts import clean, is_japanese, squeezed
from comity.sanctions.lists.jp_workbooks import has_word, opened
from comity.sanctions.lists.source import EmptyFileError, SourceFile, UnknownValueError
from comity.sanctions.lists.tables import Cell, as_text, check_heading

LIST = "jp-meti-eul"
JURISDICTION = "jp"

PROGRAMME = "外国ユーザーリスト"
NUMBER = "No."
COUNTRY = "国名、地域名CountryorRegion"
NAME = "企業名、組織名CompanyorOrganization"
ALIASES = "別名AlsoKnownAs"
WEAPONS = "懸念区分TypeofWMD"
CONVENTIONAL = "通常兵器ConventionalWeapons"
HEADINGS = (NUMBER, COUNTRY, NAME, ALIASES, WEAPONS, CONVENTIONAL)
"""Every heading, without blanks and in half width; none is left out."""

WORD = "懸念区分"
CONCERNS = {"生物": "B", "化学": "C", "ミサイル": "M", "核": "N"}
CONCERN = re.compile(r"([^A-Z]+)((?:[A-Z][,、]?)+)")
CW = "通常兵器CW"


def recognise(source: SourceFile) -> bool:
    """Say whether a file is a workbook of this list, also where it is cut off."""
    return has_word(source.content, WORD)


def read(source: SourceFile) -> Reading:
    """Return the whole list.

    Raises:
        ListFileError: the file is empty, damaged, foreign, or holds what this reader does not know.
    """
    listings: list[Listing] = []
    for name, rows in opened(source).items():
        headings = [squeezed(cell) if isinstance(cell, str) else "" for cell in (rows or [[]])[0]]
        check_heading(source, f"sheet {name}, row 1", headings, HEADINGS)
        at = {heading: place for place, heading in enumerate(headings) if heading}
        for row, cells in enumerate(rows[1:], start=2):
            if any(as_text(cell) for cell in cells):
                row_cells = {heading: cells[place] for heading, place in at.items()}
                listings.append(listing(source, f"sheet {name}, row {row}", row_cells))
    if not listings:
        raise EmptyFileError(
            file=source.name,
            place="workbook",
            expected="entries",
            found="none on any sheet",
            action="Download the file again.",
        )
    keys = [entry.key for entry in listings]
    twice = next((entry for entry in listings if keys.count(entry.key) > 1), None)
    if twice:
        raise unknown(source, twice.place, "a number that no other entry has", twice.key)
    return Reading(
        list=LIST,
        series=LIST,
        role=Role.FULL,
        records=len(listings),
        listings=tuple(listings),
        left_out={},
    )


def listing(source: SourceFile, place: str, cells: dict[str, Cell]) -> Listing:
    """Return the listing of one row."""
    number = as_text(cells[NUMBER])
    if not number.isdigit():
        raise unknown(source, place, "a number in the first column", number)
    country = country_of(source, place, as_text(cells[COUNTRY]))
    unpacked = name_cell(str(cells[NAME]), Kind.ORGANISATION).and_then(aliases(str(cells[ALIASES])))
    if not unpacked.names or not as_text(cells[NAME]):
        raise unknown(source, place, "a name", as_text(cells[NAME]))
    concern = concerns(source, place, as_text(cells[WEAPONS]), as_text(cells[CONVENTIONAL]))
    return Listing(
        list=LIST,
        key=number,
        kind=Kind.ORGANISATION,
        names=unpacked.names,
        measures=(Measure.END_USER_WARNING,),
        programmes=(PROGRAMME,),
        countries=(country.country,),
        addresses=(country,),
        reasons="\n".join([concern, *unpacked.remarks]),
        place=place,
    )


def country_of(source: SourceFile, place: str, text: str) -> Address:
    """Return the country or region as printed, in Japanese and in English, and its code."""
    japanese, _, english = text.partition(" ")
    code = country_code(japanese) or country_code(english)
    if not code:
        raise unknown(source, place, "a country in Japanese and English", text)
    return Address(text, code)


def aliases(cell: str) -> list[Unpacked]:
    """Return the other names: one after each ・, with the Japanese one in a bracket below it.

    A line without ・ goes on with the line before it, unless it is in the other language.
    """
    names: list[str] = []
    for line in clean(cell).split("\n"):
        if line.startswith("・") or not names:
            names.append(line.removeprefix("・").removesuffix("; and"))
        elif line[0] in "(（":
            names[-1] += f"\n{line}"
        elif is_japanese(line) != is_japanese(names[-1]):
            names.append(line)
        else:
            names[-1] += f" {line}"
    return [name_cell(name, Kind.ORGANISATION, NameRole.ALIAS) for name in names]


def concerns(source: SourceFile, place: str, weapons: str, conventional: str) -> str:
    """Return the concern as words, checked against the letters beside them."""
    said = []
    plain = squeezed(weapons)
    if plain:
        match = CONCERN.fullmatch(plain)
        words = match[1].strip("、,").split("、") if match else []
        letters = re.findall("[A-Z]", match[2]) if match else []
        if not words or [CONCERNS.get(word) for word in words] != letters:
            raise unknown(source, place, "生物, 化学, ミサイル or 核 with B, C, M or N", weapons)
        said.append("、".join(words))
    if conventional:
        if squeezed(conventional) != CW:
            raise unknown(source, place, "通常兵器 CW or nothing", conventional)
        said.append(CW.removesuffix("CW"))
    if not said:
        raise unknown(source, place, "a concern in one of the last two columns", "neither")
    return "懸念区分：" + "、".join(said)


def unknown(source: SourceFile, place: str, expected: str, found: str) -> UnknownValueError:
    """Return the error for a cell that this reader has no meaning for."""
    return UnknownValueError(
        file=source.name,
        place=place,
        expected=expected,
        found=repr(unicodedata.normalize("NFC", found)),
        action="Read the row, then teach jp_meti_eul.py this value with a test.",
    )
