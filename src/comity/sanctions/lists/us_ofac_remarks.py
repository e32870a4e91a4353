"""Remarks of OFAC's CSV files: facts hidden in one cell, taken apart at "; ".

A fragment is a fact only if it starts with a label of this module; everything else is prose, and
all of the text stays with the listing as its reasons. Labels are those of the idType elements of
OFAC's XML files, which print the same facts apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from comity.entities.countries import country_code
from comity.entities.identifiers import imo_number, russian_number, valid_imo
from comity.entities.scripts import script_of
from comity.entities.subject import Identifier, Kind, Name, Role, When
from comity.sanctions.lists import dates

LABELS = {
    "Passport": "passport",
    "Diplomatic Passport": "passport",
    "Stateless Person Passport": "passport",
    "National ID No.": "national-id",
    "Personal ID Card": "national-id",
    "Cedula No.": "national-id",
    "D.N.I.": "national-id",
    "C.U.R.P.": "national-id",
    "Citizen's Card Number": "national-id",
    "National Foreign ID Number": "national-id",
    "Turkish Identification Number": "national-id",
    "Tax ID No.": "tax",
    "V.A.T. Number": "tax",
    "NIT #": "tax",
    "RUC #": "tax",
    "RIF #": "tax",
    "R.F.C.": "tax",
    "RFC": "tax",
    "C.U.I.T.": "tax",
    "Italian Fiscal Code": "tax",
    "Fiscal Code": "tax",
    "US FEIN": "tax",
    "Registration Number": "registration",
    "Registration ID": "registration",
    "Business Registration Number": "registration",
    "Business Registration Document #": "registration",
    "Business Number": "registration",
    "Commercial Registry Number": "registration",
    "Company Number": "registration",
    "UK Company Number": "registration",
    "C.R. No.": "registration",
    "Folio Mercantil No.": "registration",
    "Matricula Mercantil No": "registration",
    "Chamber of Commerce Number": "registration",
    "Economic Register Number (CBLS)": "registration",
    "Public Registration Number": "registration",
    "Trade License No.": "registration",
    "Unified Social Credit Code (USCC)": "registration",
    "United Social Credit Code Certificate (USCCC)": "registration",
    "Enterprise Number": "registration",
    "Certificate of Incorporation Number": "registration",
    "Government Gazette Number": "okpo",
    "Legal Entity Number": "lei",
    "SWIFT/BIC": "swift",
    "BIK (RU)": "other",
    "MMSI": "mmsi",
    "Aircraft Manufacturer's Serial Number (MSN)": "hull",
    "Aircraft Construction Number (also called L/N or S/N or F/N)": "hull",
    "Aircraft Tail Number": "tail",
    "Previous Aircraft Tail Number": "tail",
    "Vessel Registration Identification": "imo",
    "Identification Number": "national-id",
    "D-U-N-S Number": "other",
    "ISIN": "other",
    "Equity Ticker": "other",
    "License": "other",
    "SSN": "national-id",
    "Driver's License No.": "other",
    "Birth Certificate Number": "other",
    "Residency Number": "national-id",
    "Numero de Identidad": "national-id",
    "Kenyan ID No.": "national-id",
    "Electoral Registry No.": "national-id",
    "Credencial electoral": "national-id",
    "I.F.E.": "national-id",
    "C.U.I.P.": "national-id",
    "LE Number": "national-id",
    "RTN": "tax",
}
"""Labels of numbers, as OFAC prints them, to the kinds of `entities.subject.IDENTIFIER_KINDS`."""

CUT = 1000
"""Characters after which OFAC cuts a remark; the rest stands in sdn_comments.csv."""

LABELLED = re.compile(
    r"(?:alt\. )?("
    + "|".join(re.escape(x) for x in sorted(LABELS, key=len, reverse=True))
    + r") (.+)"
)
CRYPTO = re.compile(r"(?:alt\. )?Digital Currency Address - (\S+) (\S+)")
BIRTH = re.compile(r"(?:alt\. )?DOB (.+)")
FOUNDED = re.compile(r"(?:alt\. )?Organization Established Date (.+)")
BIRTH_PLACE = re.compile(r"(?:alt\. )?POB (.+)")
NATION = re.compile(r"(?:alt\. )?(?:nationality|citizen|Nationality of Registration) (.+)")
GENDER = re.compile(r"Gender (Male|Female)")
OTHER_NAME = re.compile(r"(?:alt\. )?([afn])\.k\.a\. '(.+?)'?", re.DOTALL)
FLAG = re.compile(r"(?:alt\. )?(?:Former )?Vessel Flag (.+)")
ISSUE = re.compile(r" (?:issued|expires|\(expires) .*$")
COUNTRY = re.compile(r" ?\(([A-Za-z][^()]*)\)$")
SPAN = re.compile(r"(?:circa )?(.+\d{4}) to (.+\d{4})")


@dataclass(slots=True)
class Facts:
    """What a remark says, in the order of the text."""

    names: list[Name] = field(default_factory=list)
    birth_dates: list[When] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    nationalities: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    gender: str = ""


def facts_of(remarks: str, kind: Kind, *, whole: bool) -> Facts:
    """Take a remark apart.

    Args:
        remarks: the cell.
        kind: of the listing; it decides what an IMO number is.
        whole: False when OFAC cut the cell, so that the last fragment is not to be trusted.

    Raises:
        ValueError: a birth date in a notation that this reader does not know.
    """
    facts = Facts()
    fragments = list(fragments_of(remarks))
    for fragment in fragments if whole else fragments[:-1]:
        add_fact(facts, fragment, kind)
    return facts


def fragments_of(remarks: str) -> Iterator[str]:
    """Yield the fragments of a remark without their separators."""
    for fragment in re.split(r";\s+", remarks.strip()):
        yield fragment.removesuffix(".") if not fragment.endswith("..") else fragment


def add_fact(facts: Facts, fragment: str, kind: Kind) -> None:
    """Add what one fragment says; prose says nothing."""
    if match := LABELLED.fullmatch(fragment):
        facts.identifiers.append(identifier(match[1], match[2], kind))
    elif match := CRYPTO.fullmatch(fragment):
        facts.identifiers.append(Identifier("crypto", f"{match[1]}:{match[2]}"))
    elif match := BIRTH.fullmatch(fragment) or FOUNDED.fullmatch(fragment):
        facts.birth_dates.append(date_of(match[1]))
    elif match := BIRTH_PLACE.fullmatch(fragment):
        facts.birth_places.append(match[1])
    elif match := NATION.fullmatch(fragment) or FLAG.fullmatch(fragment):
        facts.nationalities.append(match[1])
    elif match := GENDER.fullmatch(fragment):
        facts.gender = match[1].lower()
    elif match := OTHER_NAME.fullmatch(fragment):
        role = Role.FORMER if match[1] == "f" else Role.WEAK
        facts.names.append(Name(match[2], script_of(match[2]), role=role))


@lru_cache(maxsize=65536)
def date_of(text: str) -> When:
    """Read a date as OFAC prints it.

    Raises:
        ValueError: names the text.
    """
    if match := SPAN.fullmatch(text):
        first, last = dates.western(match[1]), dates.western(match[2])
        if first and last and first.start <= last.end:
            return When.spanning(first, last)
    found = dates.in_words(text) or dates.iso(text) or dates.years(text)
    if not found and text.startswith("circa "):
        inner = dates.western(text.removeprefix("circa "))
        if inner and inner.start.year == inner.end.year:
            found = When.circa(inner.start.year)
        elif inner:
            found = When.between(inner.start.year, inner.end.year)
    if not found and (match := re.fullmatch(r"[Ll]ate (\d{4})|(\d{4})s", text)):
        year = int(match[1] or match[2])
        found = When.year(year) if match[1] else When.between(year, year + 9)
    if not found:
        raise ValueError(text)
    return found


def identifier(label: str, text: str, kind: Kind) -> Identifier:
    """Return a number with its kind, told apart by its checksum where one label serves several."""
    kind_of_number = LABELS[label]
    text = ISSUE.sub("", text)
    country = ""
    if match := COUNTRY.search(text):
        country = country_code(match[1])
        text = text[: match.start()] if country else text
    if imo := imo_number(text):
        ship = kind is Kind.VESSEL and (valid_imo(imo) or label.startswith("Vessel"))
        return Identifier("imo" if ship else "imo-company", imo)
    value = re.sub(r"[\s.\-/]", "", text).upper()
    if kind_of_number in {"tax", "registration"} and country in {"ru", ""}:
        russian = russian_number(value)
        if russian and (country == "ru" or russian.kind == "ogrn"):
            return russian
    if kind_of_number == "imo":
        kind_of_number = "other"
    if kind_of_number == "okpo" and country == "ua":
        kind_of_number = "edrpou"
    if country == "by" and kind_of_number == "tax":
        kind_of_number = "unp"
    return Identifier(kind_of_number, value, country)
