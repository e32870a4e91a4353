"""Numbers in the free text of the United Kingdom's lists take their kind from label and form."""

import pytest

from comity.entities.subject import Identifier
from comity.sanctions.lists.uk_numbers import documents, registrations

INN = Identifier("inn", "7700001235", "ru")
OGRN = Identifier("ogrn", "1027700001230", "ru")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("INN: 7700001235OGRN: 1027700001230", [INN, OGRN]),
        ("OGRN: 1 027 700 001 230INN: 7700001235", [OGRN, INN]),
        ("7700001235/770001001 (Russia)", [INN]),
        ("'1027700001230 ", [OGRN]),
        ("1027700001230 dated 27/07/2002", [OGRN]),
        ("TIN (Taxpayer Identification Number) 7700001235", [INN]),
        (
            "Russia INN – 7700001235 Russia KPP – 770001001",
            [INN, Identifier("kpp", "770001001", "ru")],
        ),
        ("UK Company no. 00000042", [Identifier("registration", "00000042", "gb")]),
        ("Belarusian tax number: 190000001", [Identifier("unp", "190000001", "by")]),
        ("14000009 (Estonia)", [Identifier("registration", "14000009", "ee")]),
        ("USREOU code 00000042", [Identifier("edrpou", "00000042")]),
        ("Government Gazette Number: 00000042", [Identifier("okpo", "00000042")]),
        ("License number: 328", [Identifier("other", "328")]),
        ("VAT number: BE0000000042", [Identifier("tax", "BE0000000042")]),
        (
            "Legal Entity Identifier: 00000FOGHERON0000042",
            [Identifier("lei", "00000FOGHERON0000042")],
        ),
        (
            "Kyrgyz BIK number: 136001SWIFT: FOGSKG22",
            [Identifier("other", "136001", "kg"), Identifier("swift", "FOGSKG22")],
        ),
        ("FOGHER4ON2", [Identifier("registration", "FOGHER4ON2")]),
        ("Unknown", []),
        ("", []),
    ],
)
def test_every_number_of_a_registration_field_is_found(text: str, found: list[Identifier]) -> None:
    assert registrations(text, russian=True) == found


def test_outside_russia_a_bare_number_that_happens_to_pass_is_a_registration() -> None:
    assert registrations("7700001235", russian=False) == [Identifier("registration", "7700001235")]


def test_outside_russia_a_labelled_inn_is_one_all_the_same() -> None:
    assert registrations("INN 7700001235", russian=False) == [INN]


def test_a_number_of_another_country_is_no_inn_even_in_russia() -> None:
    assert registrations("Tax number 7700001235 (Turkey)", russian=True) == [
        Identifier("tax", "7700001235", "tr")
    ]


@pytest.mark.parametrize(
    ("printed", "note", "found"),
    [
        ("'012345678", "(Afghan). Issued in Kabul", [Identifier("passport", "012345678", "af")]),
        ("51 00 123456", "", [Identifier("passport", "5100123456")]),
        ("K123456", "issued by the Russian Federation", [Identifier("passport", "K123456", "ru")]),
        (
            "K123456/K654321",
            "Cyprus",
            [Identifier("passport", "K123456", "cy"), Identifier("passport", "K654321", "cy")],
        ),
        ("Bahrain, number K123456 (expired)", "", [Identifier("passport", "K123456", "bh")]),
        ("Unknown", "Mali", []),
        ("-", "", []),
    ],
)
def test_a_passport_is_found_whatever_stands_around_it(
    printed: str, note: str, found: list[Identifier]
) -> None:
    assert list(documents("passport", printed, note)) == found


@pytest.mark.parametrize(
    ("printed", "note", "found"),
    [
        ("770000123493", "Russian taxpayer ID", Identifier("inn", "770000123493", "ru")),
        ("INN: 770000123493", "", Identifier("inn", "770000123493", "ru")),
        ("Tax, number 770000123493", "", Identifier("inn", "770000123493", "ru")),
        ("770000123493", "Iran", Identifier("national-id", "770000123493", "ir")),
        ("7700001235", "Tax Identification Number", Identifier("tax", "7700001235")),
        ("V-12.345.678", "Venezuela", Identifier("national-id", "V12345678", "ve")),
        ("12345678", "Personal ID", Identifier("national-id", "12345678")),
    ],
)
def test_an_identity_number_is_told_from_a_taxpayer_number(
    printed: str, note: str, found: Identifier
) -> None:
    assert list(documents("national-id", printed, note)) == [found]
