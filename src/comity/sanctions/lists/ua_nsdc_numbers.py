"""Numbers in Ukraine's sanctions register: columns that say one thing and hold another.

The column ОКПО/ЄДРПОУ mostly holds a Russian ОДРН (ОГРН), and ІПН a Russian taxpayer number. The
remarks also print numbers of directors and founders: of an organisation only what stands at the
head of a remark is its own, so a number behind a person's name is never taken for it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from comity.entities.identifiers import russian_number, valid_inn, valid_ogrn
from comity.entities.subject import Identifier

PIECES = re.compile(r"[\s;,]+")
LABELLED = re.compile(r"([^\W\d]*)-?(\d+)[\")]*")
UNIT_CODE = re.compile(r"\d{8}")

OWN = re.compile(r"[\s,;]*(КПП|ОКПО|ИНН|ІПН|ОГРН|ОДРН|KVK)\s*[-–:№]*\s*№?\s*(\d+)[\s,]*")

TAXPAYER = re.compile(
    r"(?:\b(?:ІПН|ИНН|іпн)|[Іі]дентифікаційн\w+|податков\w+ номер)[^\d№;]{0,40}?(\d{10,12})(?!\d)"
)
PASSPORT = re.compile(r"паспорт", re.IGNORECASE)
PASSPORT_END = re.compile(r";|видан|дійсн|термін|ІПН|ідентифікац|індивідуал|податков|дата")
PASSPORT_NUMBER = re.compile(
    r"(?:(?<![^\W\d])([A-ZА-ЯІЇЄҐ]{1,2}|\d{4})\s*№?\s*)?(?<!\d)(\d{6,10})(?!\d)"
)
ISSUERS = {"України": "ua", "РФ": "ru", "Російської Федерації": "ru"}


def organisation_numbers(code: str, tax: str, remarks: str, country: str) -> Iterator[Identifier]:
    """Yield the numbers of an organisation.

    Args:
        code: the cell ОКПО/ЄДРПОУ.
        tax: the cell ІПН.
        remarks: the cell Додатково.
        country: where it is registered by its address, "" where the row does not say.
    """
    cells = [found for cell in (code, tax) for found in column_numbers(cell, country)]
    yield from cells
    kinds = {found.kind for found in cells}
    for remark in remarks.split(";"):
        for label, digits in own_numbers(remark):
            found = russian_by_label(label, digits)
            if found and (found.kind not in kinds or found.kind == "kpp"):
                yield found


def column_numbers(cell: str, country: str) -> Iterator[Identifier]:
    """Yield the numbers of a column, by their length and checksum and not by its title."""
    for piece in PIECES.split(cell):
        match = LABELLED.fullmatch(piece)
        if match:
            yield column_number(match[1], match[2], country)
        elif any(map(str.isdigit, piece)):
            yield Identifier("registration", piece.upper(), country)


def column_number(label: str, digits: str, country: str) -> Identifier:
    """Return one number; eight digits are a unit code of Ukraine unless the row is of Russia."""
    russian = russian_number(digits)
    if russian:
        return russian
    if UNIT_CODE.fullmatch(digits):
        return unit_code(digits, country)
    if len(digits) == 9:
        return Identifier("kpp", digits, "ru")
    if label in {"ОДРН", "ОГРН"}:
        return Identifier("registration", digits, "ru")
    return Identifier("tax" if label.startswith("І") else "registration", digits, country)


def unit_code(digits: str, country: str) -> Identifier:
    """Return the eight digits of an organisation: ОКПО in Russia, ЄДРПОУ in Ukraine."""
    return (
        Identifier("okpo", digits, "ru") if country == "ru" else Identifier("edrpou", digits, "ua")
    )


def own_numbers(remark: str) -> Iterator[tuple[str, str]]:
    """Yield label and digits while a remark begins with them; what follows is of somebody else."""
    position = 0
    while match := OWN.match(remark, position):
        yield match[1], match[2]
        position = match.end()


def russian_by_label(label: str, digits: str) -> Identifier | None:
    """Return the number that a label in the remarks announces, None where it is not one."""
    if label == "КПП" and len(digits) == 9:
        return Identifier("kpp", digits, "ru")
    if label == "ОКПО" and len(digits) == 8:
        return Identifier("okpo", digits, "ru")
    if label == "KVK":
        return Identifier("registration", digits, "nl")
    organisation = (valid_inn(digits) and len(digits) == 10) or (
        valid_ogrn(digits) and len(digits) == 13
    )
    return russian_number(digits) if organisation else None


def person_numbers(remarks: str, countries: tuple[str, ...]) -> Iterator[Identifier]:
    """Yield the taxpayer numbers and the passports in the remarks on a person."""
    for match in TAXPAYER.finditer(remarks):
        yield taxpayer_number(match[1], countries)
    starts = [match.start() for match in PASSPORT.finditer(remarks)]
    for start, end in pairwise([*starts, len(remarks)]):
        yield from passports(remarks[start:end])


def taxpayer_number(digits: str, countries: tuple[str, ...]) -> Identifier:
    """Return a person's taxpayer number: ten digits in Ukraine, twelve in Russia."""
    if len(digits) == 12 and valid_inn(digits):
        return Identifier("inn", digits, "ru")
    elsewhere = [country for country in countries if country not in {"ua", "ru"}]
    if len(digits) == 10 and (not elsewhere or len(elsewhere) < len(countries)):
        return Identifier("rnokpp", digits, "ua")
    return Identifier("tax", digits, elsewhere[0] if len(elsewhere) == 1 else "")


def passports(segment: str) -> Iterator[Identifier]:
    """Yield the numbers between the word passport and what says when and by whom it was issued."""
    end = PASSPORT_END.search(segment)
    segment = segment[: end.start()] if end else segment
    issuer = next((code for words, code in ISSUERS.items() if words in segment), "")
    for series, number in PASSPORT_NUMBER.findall(segment):
        yield Identifier("passport", f"{series}{number}", issuer)
