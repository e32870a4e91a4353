"""Numbers of the EU's list: what each `identification` is, told by its type, form and check digit.

The Commission files one number under several types: a Russian INN stands as fiscalcode, taxid,
regnumber or other, with the country RU, UA (Crimea) or 00 for unknown. So the check digit decides,
and the length: persons have an INN of twelve digits, organisations one of ten.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from comity.entities.countries import country_code, known_codes
from comity.entities.identifiers import compact, russian_number, valid_imo, valid_imo_company
from comity.entities.subject import Identifier, Kind
from comity.sanctions.lists import xml
from comity.sanctions.lists.source import SourceFile

TYPES = {
    "passport": "passport",
    "travelcardid": "passport",
    "id": "national-id",
    "ssn": "national-id",
    "nationcert": "national-id",
    "residentperm": "national-id",
    "fiscalcode": "tax",
    "taxid": "tax",
    "euvat": "tax",
    "regnumber": "registration",
    "tradelic": "registration",
    "unssn": "registration",
    "swiftbic": "swift",
    "imo": "imo-company",
    "birthcert": "other",
    "drivinglicence": "other",
    "electionid": "other",
    "NRN": "other",
    "other": "other",
}
"""Codes of identification types to the kinds of `entities.subject.IDENTIFIER_KINDS`.

"unssn" carries China's unified social credit codes; "imo" is a ship's only by its checksum.
"""

RUSSIAN_COUNTRIES = frozenset({"ru", "ua"})
RUSSIAN_PROGRAMMES = frozenset({"UKR", "RUS", "RUSDA"})
PERSONAL_LENGTHS = frozenset({12, 15})
BELARUSIAN_PERSON = re.compile(r"\d{7}[A-Z]\d{3}[A-Z]{2}\d")
"""The identity number of a Belarusian, whatever type the Commission files it under."""
UNKNOWN_COUNTRY = "00"


def known_country(element: xml.Element) -> bool:
    """Say whether an element states its country; 00 and UNKNOWN say that it does not."""
    return element.get("countryIso2Code", "") not in {"", UNKNOWN_COUNTRY}


def country_of(element: xml.Element) -> str:
    """Return the country of an element in lower case, "" where it is unknown or is no more."""
    code = element.get("countryIso2Code", "").lower()
    if code in known_codes():
        return code
    return country_code(xml.attribute(element, "countryDescription"))


def speaks_of_russia(
    programmes: Collection[str], parts: Mapping[str, Iterable[xml.Element]]
) -> bool:
    """Say whether an entry names Russia by programme, citizenship, address or place of birth."""
    return not RUSSIAN_PROGRAMMES.isdisjoint(programmes) or any(
        element.get("countryIso2Code") == "RU"
        for field in ("citizenship", "address", "birthdate")
        for element in parts[field]
    )


def numbers_of(
    source: SourceFile, kind: Kind, identifications: Sequence[xml.Element], *, russian: bool
) -> tuple[Kind, list[Identifier]]:
    """Return the numbers of an entry, and its kind: a vessel if it has the IMO number of a ship.

    Args:
        source: the file.
        kind: what the Commission calls the target.
        identifications: the elements.
        russian: whether the entry speaks of Russia, by programme, citizenship, address or birth.

    Raises:
        UnknownValueError: a type of identification that is not in `TYPES`.
    """
    printed = list(typed(source, identifications))
    if kind is Kind.ORGANISATION and any(
        number_type == "imo" and of_ship(number) for number_type, number, _ in printed
    ):
        kind = Kind.VESSEL
    return kind, [
        identifier(number_type, number, element, kind, russian=russian)
        for number_type, number, element in printed
    ]


def typed(
    source: SourceFile, identifications: Sequence[xml.Element]
) -> Iterator[tuple[str, str, xml.Element]]:
    """Yield type, number and element of every identification that has a number ("-" is none)."""
    for element in identifications:
        number_type = xml.attribute(element, "identificationTypeCode")
        if number_type not in TYPES:
            raise xml.unknown_value(
                source,
                element,
                "identificationTypeCode",
                number_type,
                f"one of {', '.join(sorted(TYPES))}",
            )
        number = xml.attribute(element, "number")
        if any(map(str.isalnum, number)):
            yield number_type, number, element


def of_ship(number: str) -> bool:
    """Say whether an IMO number is a ship's and cannot be a company's."""
    return valid_imo(number) and not valid_imo_company(number)


def identifier(
    number_type: str, printed: str, element: xml.Element, kind: Kind, *, russian: bool
) -> Identifier:
    """Return one number with the kind that its type and its form give it."""
    country, value, kind_of_number = country_of(element), compact(printed), TYPES[number_type]
    if element.get("knownFalse") == "true":
        return Identifier("other", value, country)
    if number_type == "imo":
        return imo(value, kind)
    if BELARUSIAN_PERSON.fullmatch(value):
        return Identifier("national-id", value, "by")
    fiscal = kind_of_number in {"tax", "registration"}
    if country in RUSSIAN_COUNTRIES or (not country and (fiscal or russian)):
        number = russian_number(printed.partition("/")[0])
        if number and fits(number, kind, kind_of_number):
            return number
    return Identifier(national(kind_of_number, value, country), value, country)


def fits(number: Identifier, kind: Kind, kind_of_number: str) -> bool:
    """Say whether a valid INN or OGRN can be the target's.

    Ten and thirteen digits pass one check digit by chance, so they are taken from no passport or
    identity card; twelve have two check digits, and the Commission files some INN as such.
    """
    if kind is Kind.PERSON:
        return len(number.value) in PERSONAL_LENGTHS
    return len(number.value) not in PERSONAL_LENGTHS and kind_of_number in {
        "tax",
        "registration",
        "other",
    }


def imo(number: str, kind: Kind) -> Identifier:
    """Return an IMO number as a ship's or a company's; one that is neither is not compared."""
    if kind is Kind.VESSEL and valid_imo(number):
        return Identifier("imo", number)
    return Identifier("imo-company" if valid_imo_company(number) else "other", number)


def national(kind_of_number: str, value: str, country: str) -> str:
    """Return the kind of a number that its country names otherwise."""
    if kind_of_number in {"tax", "registration"} and value.isdigit():
        if country == "by" and len(value) == 9:
            return "unp"
        if country == "ua" and len(value) == 8:
            return "edrpou"
        if country == "ua" and len(value) == 10:
            return "rnokpp"
    return kind_of_number
