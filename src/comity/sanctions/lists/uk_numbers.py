"""Numbers as the United Kingdom prints them: fields of free text with labels, or without.

A field can hold "INN: 7707083893OGRN: 1027700132195", "7707083893/770701001 (Russia)", a bare
number, a sentence, or "Unknown". A number takes its kind from the label before it and its country
from the label or the bracket behind it; a Russian one must pass its check digit. What holds no
digit is no number.

>>> registrations("INN: 7707083893OGRN: 1027700132195", russian=True)
[Identifier(kind='inn', value='7707083893', country='ru'), Identifier(kind='ogrn', \
value='1027700132195', country='ru')]
>>> list(documents("passport", "'012345678", "(Afghan). Issued in Kabul"))
[Identifier(kind='passport', value='012345678', country='af')]
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from comity.entities.countries import country_code
from comity.entities.identifiers import (
    compact,
    imo_number,
    imo_numbers_in,
    russian_number,
    russian_numbers_in,
    un_reference,
    valid_imo,
    valid_imo_company,
)
from comity.entities.subject import Identifier, Kind
from comity.sanctions.lists.source import SourceFile
from comity.sanctions.lists.uk_designation import NO_VALUE, Designation, unknown

GLUED = re.compile(
    r"(?<=\d)(?=(?:OGRN|INN|KPP|TIN|BIN|OKPO|SRN|PPC|SWIFT|Tax|Trade|Registration|Company|VAT|BvD"
    r"|IP |CR |USA |Russia|Switzerland|UK |Iran|Acuris|Kyrgyz|India))"
)
"""Between a number and the label of the next one, which the list prints without a blank."""

GROUPED = re.compile(r"(?<![\w-])\d{1,4}(?: \d{2,4}){3,}(?![\w-])")
"""A number printed in groups: 1 149 102 007 933."""

NUMBER = re.compile(r"(?<!\w)(?=[^\s;,():·]*\d[^\s;,():·]*\d[^\s;,():·]*\d)[^\s;,():·]+")
"""A word with at least three digits."""

WITH_KPP = re.compile(r"(\d{10})/\d{9}")
BEHIND = re.compile(r"\s*\(([^()]*)\)")
DATED = re.compile(r"(?:dated|issued|expire[sd]?|on|of)\s*$", re.IGNORECASE)
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}")
SWIFT = re.compile(
    r"\b(?:SWIFT|BIC)\b[\s/:–-]*(?:(?:BIC|CODE)\b[\s:–-]*)?"
    r"([A-Z]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b"
)

LABELS = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"\bKPP\b|КПП", "kpp"),
        (r"OKPO|Government Gazette", "okpo"),
        (r"USREOU|EDRPOU", "edrpou"),
        (r"Legal Entity (?:Number|Identifier)|\bLEI\b", "lei"),
        (r"BIK|OKTMO|Bank Identification|Bank No|Licen[cs]e|ISN|UID Number|Unique ID", "other"),
        (r"Acuris|BvD|Cedar|SPARK|IP Identification|ICP", "other"),
        (r"SWIFT", "swift"),
        (r"\bINN\b|ИНН|УНН|УНП|\bTIN|\bTax|\bVAT|\bNIP\b|\bPAN\b|fiscal", "tax"),
    )
)
"""Labels of numbers to kinds; a number with any other label, or none, is a registration number."""

RUSSIAN_LABEL = re.compile(r"\bINN\b|ИНН|OGRN|ОГРН|PSRN|\bSRN\b|Russia", re.IGNORECASE)
TAX_WORD = re.compile(r"\bINN\b|\bTIN\b|\btax|fiscal", re.IGNORECASE)
UK_REFERENCE = re.compile(r"[A-Z]{3}\d{4}")
SEPARATOR = re.compile(r"[\s/,;]+")
SENTENCE = re.compile(r"\b(?:number|no\.?)\s*:?\s*([A-Z]{0,4}[ -]?\d[\w/-]*)", re.IGNORECASE)
PREFIX = re.compile(r"^[^\W\d][^\d:]+(?::| [-–])\s*(?=\S*\d)")
ISSUED = re.compile(r"^\W*issued (?:in|by)(?: the)? ", re.IGNORECASE)


def numbers(
    source: SourceFile, entry: Designation, kind: Kind, *, russian: bool
) -> Iterator[Identifier]:
    """Yield every number of a designation."""
    yield from references(source, entry)
    yield from imo_identifiers(source, entry, kind)
    yield from (Identifier("hull", bare(hull)) for hull in entry.hulls)
    for text in entry.registrations:
        yield from registrations(text, russian=russian)
    for number_kind, printed_numbers in (
        ("passport", entry.passports),
        ("national-id", entry.national_ids),
    ):
        for number, note in printed_numbers:
            yield from documents(number_kind, number, note)
    yield from russian_numbers_in(entry.information)


def references(source: SourceFile, entry: Designation) -> Iterator[Identifier]:
    """Yield the references of the lists themselves: UK, OFSI, UN."""
    for reference in entry.unique_ids:
        if not UK_REFERENCE.fullmatch(reference):
            raise unknown(source, entry, "the Unique ID", reference, "such as RUS1234")
        yield Identifier("uk", reference)
    for group in entry.ofsi_ids:
        if not (group.isascii() and group.isdigit()):
            raise unknown(source, entry, "the OFSI Group ID", group, "a number")
        yield Identifier("ofsi", group)
    for printed in entry.un_references:
        reference = un_reference(printed)
        if reference:
            yield Identifier("un", reference)
        elif printed.casefold() not in NO_VALUE:
            raise unknown(source, entry, "the UN reference", printed, "such as QDi.043")


def imo_identifiers(source: SourceFile, entry: Designation, kind: Kind) -> Iterator[Identifier]:
    """Yield the IMO numbers: a ship's from its field, else from prose that states just one.

    Prose about an organisation names ships too, so only a number that is a company's is taken.
    """
    stated = False
    for printed in entry.imo_numbers:
        if printed.casefold() in NO_VALUE:
            continue
        number = imo_number(printed) or bare(printed)
        if not (len(number) == 7 and number.isdigit()):
            raise unknown(source, entry, "the IMO number", printed, "seven digits")
        stated = True
        yield Identifier("imo" if kind is Kind.VESSEL else "imo-company", number)
    prose = " ".join((*(name.parts[5] for name in entry.names), entry.information, entry.reasons))
    found = imo_numbers_in(prose) if not stated and kind is not Kind.PERSON else ()
    if len(found) == 1:
        if kind is Kind.VESSEL and valid_imo(found[0]):
            yield Identifier("imo", found[0])
        elif kind is Kind.ORGANISATION and valid_imo_company(found[0]) and not valid_imo(found[0]):
            yield Identifier("imo-company", found[0])


@lru_cache(maxsize=16384)
def country_in(text: str) -> str:
    """Return the country that a note begins with, "" if it begins with none.

    Two capital letters are a code only where they say UK or US: "ID" is a word, not Indonesia.
    """
    words = ISSUED.sub("", text).replace("(", " ").replace(")", " ").split()
    for length in (4, 3, 2, 1):
        phrase = " ".join(words[:length]).strip(" .,;:–-")
        if len(phrase) == 2 and phrase not in {"UK", "US"}:
            continue
        if phrase and (code := country_code(phrase)):
            return code
    return ""


def bare(text: str) -> str:
    """Return a number as it is compared, without the marks that the list adds (', brackets)."""
    return re.sub(r"[\W_]+", "", compact(text))


def documents(kind: str, printed: str, note: str) -> Iterator[Identifier]:
    """Yield the passports or identity numbers of a field, none where it holds no digit.

    Args:
        kind: "passport" or "national-id"; a taxpayer number among the latter is told by its note.
        printed: the field, which can be a sentence or several long numbers.
        note: what the list adds about it.
    """
    words = SEPARATOR.split(printed.strip("' "))
    if len(words) > 1 and all(sum(map(str.isdigit, word)) >= 5 for word in words):
        for word in words:
            yield from documents(kind, word, note)
        return
    country = country_in(note) or country_in(printed)
    sentence = SENTENCE.search(printed)
    value = bare(sentence[1] if sentence else PREFIX.sub("", printed.strip("' ")))
    russian = russian_number(value)
    personal = russian is not None and len(russian.value) == 12
    if russian and personal and kind == "national-id" and country in {"ru", ""}:
        yield russian
    elif any(map(str.isdigit, value)):
        fiscal = kind == "national-id" and TAX_WORD.search(f"{note} {printed}")
        yield Identifier("tax" if fiscal else kind, value, country)


def registrations(text: str, *, russian: bool) -> list[Identifier]:
    """Return every number of a field for business registration numbers.

    Args:
        text: the field.
        russian: whether the target is in Russia, so that a valid INN or OGRN needs no label.
    """
    text = GLUED.sub(" ", " ".join(text.split()).strip("' "))
    text = GROUPED.sub(lambda match: match[0].replace(" ", ""), text)
    found = [
        one(label, number, country, russian=russian) for label, number, country in labelled(text)
    ]
    found += [Identifier("swift", match[1]) for match in SWIFT.finditer(text)]
    if not found and any(map(str.isdigit, text)):
        found.append(Identifier("registration", bare(text)))
    return list(dict.fromkeys(found))


def labelled(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield label, number and country of every number of a text, dates left out."""
    end = 0
    for match in NUMBER.finditer(text):
        label = text[end : match.start()]
        behind = BEHIND.match(text, match.end())
        country = country_code(behind[1]) if behind else ""
        end = behind.end() if behind and country else match.end()
        number = match[0].strip("'.–-\"“”‘’")
        if not DATE.fullmatch(number) and not DATED.search(label):
            yield label.strip(" ,;:.–-/()"), number, country or country_in(label)


def one(label: str, number: str, country: str, *, russian: bool) -> Identifier:
    """Return one number with its kind."""
    with_kpp = WITH_KPP.fullmatch(number)
    printed = with_kpp[1] if with_kpp else number
    valid = russian_number(printed)
    if valid and (country == "ru" or RUSSIAN_LABEL.search(label) or (russian and not country)):
        return valid
    value = bare(printed)
    kind = next((kind for pattern, kind in LABELS if pattern.search(label)), "registration")
    if country == "by" and len(value) == 9 and kind in {"tax", "registration"}:
        kind = "unp"
    return Identifier(kind, value, country)
