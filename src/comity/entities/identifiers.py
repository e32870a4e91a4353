"""Identifiers: numbers that prove themselves by their check digit, and references in one spelling.

A number of the right length is not yet an INN, an OGRN or the IMO number of a ship: one in ten
random numbers passes a check digit, so a reader asks only about a field that can hold such a
number, and takes nothing from prose that has no label before it.

>>> russian_number("7707083893")
Identifier(kind='inn', value='7707083893', country='ru')
>>> imo_number("IMO No. 9074729"), valid_imo("9074729")
('9074729', True)
>>> un_reference("QDE.45 ")
'QDe.045'
"""

import re

from comity.entities.subject import Identifier

BLANKS = re.compile(r"[\s.\-/]+")
RUSSIAN_LABEL = re.compile(
    r"^(?:INN|ИНН|ІПН|OGRN|ОГРН|OGRNIP|ОГРНИП|PSRN|TIN)(?![^\W\d])[\s:№#.–—-]*", re.IGNORECASE
)
LABELLED_RUSSIAN = re.compile(
    r"(?<![^\W\d])(?:INN|ИНН|[OО]GRN|ОГРН|OGRNIP|ОГРНИП|PSRN|SRN|TIN"
    r"|Tax(?:payer)?(?: registration| identification)? (?:ID|code|number)"
    r"|(?:State )?Registration (?:ID|number)|Business Reg No)(?![^\W\d])"
    r"(?:\s*(?:(?:numbers?|no|code)\b|/\s*(?:KPP|КПП)\b|\(Russia\)))?"
    r"[\s:;№#.()=–—-]*(\d{10,15})(?!\d)",
    re.IGNORECASE,
)
IMO = re.compile(
    r"(?<!\w)(?:IMO|ІМО|ИМО)(?:[\s-]*(?:ship|vessel|company|identification|registration))?"
    r"(?:\s*(?:numbers?|nos?|nr|номер)(?![^\W\d]))?[\s.:;#№()-]*(\d{7})(?!\d)",
    re.IGNORECASE,
)
UN_REFERENCE = re.compile(r"([A-Z]{2})([IE])\s?\.\s?0*(\d{1,4})", re.IGNORECASE)

INN_10 = (2, 4, 10, 3, 5, 9, 4, 6, 8)
INN_11 = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
INN_12 = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
"""Weights of the check digits, place by place, as the Federal Tax Service counts them."""


def weighed(digits: str, weights: tuple[int, ...]) -> int:
    """Return the check digit of an INN over its first digits."""
    return (
        sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False)) % 11 % 10
    )


def valid_inn(text: str) -> bool:
    """Say whether ten digits (organisation) or twelve (person) are a Russian taxpayer number.

    The first two digits are a tax office's region, which is never 00.
    """
    if not (text.isascii() and text.isdigit()) or text.startswith("00"):
        return False
    if len(text) == 10:
        return weighed(text, INN_10) == int(text[9])
    return (
        len(text) == 12
        and weighed(text, INN_11) == int(text[10])
        and weighed(text, INN_12) == int(text[11])
    )


def valid_ogrn(text: str) -> bool:
    """Say whether thirteen digits (organisation) or fifteen (entrepreneur) are a Russian OGRN.

    The first digit is 1 or 5 for an organisation and 3 for an entrepreneur; other first digits are
    numbers of single entries in the register, which name no one.
    """
    if not (text.isascii() and text.isdigit()):
        return False
    if len(text) == 13 and text[0] in "15":
        return int(text[:12]) % 11 % 10 == int(text[12])
    return len(text) == 15 and text[0] == "3" and int(text[:14]) % 13 % 10 == int(text[14])


def valid_imo(text: str) -> bool:
    """Say whether seven digits pass the checksum of ships' IMO numbers.

    Company numbers are seven digits too, with another checksum: ask only where the list says ship.
    """
    if len(text) != 7 or not (text.isascii() and text.isdigit()) or text == "0000000":
        return False
    return sum(int(digit) * (7 - place) for place, digit in enumerate(text[:6])) % 10 == int(
        text[6]
    )


def valid_imo_company(text: str) -> bool:
    """Say whether seven digits pass the checksum of IMO company numbers.

    One ship's number in ten passes it by chance, so alone it proves nothing against a list that
    says ship. All 23 company numbers of the EU list of February 2026 pass it and no ship's does.
    """
    if len(text) != 7 or not (text.isascii() and text.isdigit()) or text == "0000000":
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(text, (8, 6, 4, 2, 9, 7), strict=False)
    )
    return (11 - total % 11) % 10 == int(text[6])


def compact(text: str) -> str:
    """Return a number as it is compared: no blanks, dots, dashes, strokes; letters upper case."""
    return BLANKS.sub("", text).upper()


def russian_number(text: str) -> Identifier | None:
    """Return the INN or OGRN that a field holds, None if it holds no valid one.

    The field may have blanks, dots and dashes between the digits and a label (INN, ИНН, OGRN, ...)
    before them, and nothing else.
    """
    digits = BLANKS.sub("", RUSSIAN_LABEL.sub("", text.strip()))
    if valid_inn(digits):
        return Identifier("inn", digits, "ru")
    if valid_ogrn(digits):
        return Identifier("ogrn", digits, "ru")
    return None


def russian_numbers_in(prose: str) -> tuple[Identifier, ...]:
    """Return every valid INN and OGRN that stands in prose behind its label, in order."""
    found = (russian_number(match[1]) for match in LABELLED_RUSSIAN.finditer(prose))
    return tuple(dict.fromkeys(number for number in found if number))


def imo_number(text: str) -> str:
    """Return the first seven digits that stand behind the word IMO, "" if there are none.

    Seven digits without the word are not taken, and the checksum is not asked: the number can be a
    company's; see `valid_imo`.
    """
    match = IMO.search(text)
    return match[1] if match else ""


def imo_numbers_in(prose: str) -> tuple[str, ...]:
    """Return every seven digits that stand behind the word IMO, each once, in order."""
    return tuple(dict.fromkeys(match[1] for match in IMO.finditer(prose)))


def un_reference(text: str) -> str:
    """Return a reference of the UN list in the UN's own spelling, "" if the text is none.

    Lists print QDi.43, QDE.145 and "KPi.001 "; the UN writes QDi.043, QDe.145 and KPi.001.
    """
    match = UN_REFERENCE.fullmatch(text.strip())
    return f"{match[1].upper()}{match[2].lower()}.{int(match[3]):03}" if match else ""
