"""Numbers prove themselves by their check digit, and references have one spelling."""

import pytest

from comity.entities.identifiers import (
    compact,
    imo_number,
    imo_numbers_in,
    russian_number,
    russian_numbers_in,
    un_reference,
    valid_imo,
    valid_imo_company,
    valid_inn,
    valid_ogrn,
)
from comity.entities.subject import Identifier


def wrong(number: str, place: int) -> str:
    """The same number with one digit changed."""
    return number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]


@pytest.mark.parametrize("number", ["7700001235", "770000123493"])
def test_an_inn_has_ten_digits_of_an_organisation_or_twelve_of_a_person(number: str) -> None:
    assert valid_inn(number)


@pytest.mark.parametrize("number", ["7700001235", "770000123493"])
def test_an_inn_with_one_digit_changed_is_none(number: str) -> None:
    assert not any(valid_inn(wrong(number, place)) for place in range(len(number)))


@pytest.mark.parametrize(
    "text",
    ["", "0000000000", "0012345678", "770000123", "77000012350", "770000123x", "７７00001235"],
)
def test_what_has_another_form_is_no_inn(text: str) -> None:
    assert not valid_inn(text)


@pytest.mark.parametrize("number", ["1027700001230", "304770000012347"])
def test_an_ogrn_has_thirteen_digits_of_an_organisation_or_fifteen_of_an_entrepreneur(
    number: str,
) -> None:
    assert valid_ogrn(number)


@pytest.mark.parametrize("number", ["1027700001230", "304770000012347"])
def test_an_ogrn_with_its_last_digit_changed_is_none(number: str) -> None:
    assert not valid_ogrn(wrong(number, len(number) - 1))


def test_the_number_of_a_single_entry_in_the_register_is_no_ogrn() -> None:
    entry = "202770000123"
    with_check_digit = entry + str(int(entry) % 11 % 10)

    assert not valid_ogrn(with_check_digit)


@pytest.mark.parametrize("number", ["9000003", "9000015", "1234567"])
def test_the_number_of_a_ship_passes_the_checksum_of_ships(number: str) -> None:
    assert valid_imo(number)


@pytest.mark.parametrize(
    "number", ["9000005", "9000019", "0000000", "900000", "90000033", "IMO9000"]
)
def test_other_numbers_do_not_pass_the_checksum_of_ships(number: str) -> None:
    assert not valid_imo(number)


@pytest.mark.parametrize("number", ["9000005", "9000019", "9000022", "0000014"])
def test_the_number_of_a_company_passes_the_checksum_of_companies(number: str) -> None:
    assert valid_imo_company(number)


@pytest.mark.parametrize("number", ["9000003", "9000015", "0000000", "", "900000x"])
def test_other_numbers_do_not_pass_the_checksum_of_companies(number: str) -> None:
    assert not valid_imo_company(number)


@pytest.mark.parametrize(
    "text", ["7700001235", "77 00 001235", "INN 7700001235", "ИНН: 7700001235", "INN – 7700001235"]
)
def test_a_field_with_a_valid_inn_gives_it_whatever_the_label(text: str) -> None:
    assert russian_number(text) == Identifier("inn", "7700001235", "ru")


@pytest.mark.parametrize("text", ["1027700001230", "1 027 700 001 230", "ОГРН 1027700001230"])
def test_a_field_with_a_valid_ogrn_gives_it(text: str) -> None:
    assert russian_number(text) == Identifier("ogrn", "1027700001230", "ru")


@pytest.mark.parametrize("text", ["", "7700001236", "INN 7700001235 (old)", "about 7700001235"])
def test_a_field_with_anything_else_gives_no_russian_number(text: str) -> None:
    assert russian_number(text) is None


@pytest.mark.parametrize(
    ("prose", "number"),
    [
        ("Tax ID No. 7700001235 (Russia).", "7700001235"),
        ("Tax Identification Number: INN: 7700001235", "7700001235"),
        ("ИНН/КПП 7700001235/770001001", "7700001235"),
        ("Taxpayer ID: 7700001235", "7700001235"),
        ("TIN - 7700001235.", "7700001235"),
        ("Registration ID: 1027700001230;", "1027700001230"),
        ("State Registration Number - 1027700001230", "1027700001230"),
        ("PSRN 1027700001230", "1027700001230"),
    ],
)
def test_a_labelled_russian_number_is_found_in_prose(prose: str, number: str) -> None:
    assert [found.value for found in russian_numbers_in(prose)] == [number]


def test_several_labelled_numbers_are_found_in_order_and_each_once() -> None:
    prose = "OGRN: 1027700001230, INN 7700001235; again INN 7700001235"

    assert russian_numbers_in(prose) == (
        Identifier("ogrn", "1027700001230", "ru"),
        Identifier("inn", "7700001235", "ru"),
    )


@pytest.mark.parametrize(
    "prose", ["call 7700001235", "WINNER 7700001235", "INN 7700001236", "INN 77000012350000"]
)
def test_prose_without_a_label_or_a_valid_number_gives_none(prose: str) -> None:
    assert russian_numbers_in(prose) == ()


@pytest.mark.parametrize(
    "text",
    [
        "IMO9000003",
        "IMO 9000003",
        "IMO number: 9000003.",
        "the ship (IMO No. 9000003) sailed",
        "Vessel IMO number (9000003)",
        "ІМО 9000003",
    ],
)
def test_seven_digits_behind_the_word_imo_are_an_imo_number(text: str) -> None:
    assert imo_number(text) == "9000003"


@pytest.mark.parametrize(
    "text", ["9000003", "IMO 90000031", "LIMO 9000003", "IMO number: unknown", ""]
)
def test_without_the_word_or_with_other_digits_there_is_no_imo_number(text: str) -> None:
    assert imo_number(text) == ""


def test_every_imo_number_of_a_text_is_found_once() -> None:
    prose = "met IMO 9000003 and IMO 9000015, then IMO9000003 again"

    assert imo_numbers_in(prose) == ("9000003", "9000015")


@pytest.mark.parametrize(
    ("printed", "reference"),
    [
        ("QDi.43", "QDi.043"),
        ("QDE.145", "QDe.145"),
        ("KPi.001 ", "KPi.001"),
        ("IRI. 7", "IRi.007"),
        ("qdi.0043", "QDi.043"),
    ],
)
def test_a_un_reference_is_written_as_the_un_writes_it(printed: str, reference: str) -> None:
    assert un_reference(printed) == reference


@pytest.mark.parametrize("text", ["N/A", "", "QI.A.10.01", "QDx.001", "RUS1234", "see QDi.043"])
def test_other_texts_are_no_un_reference(text: str) -> None:
    assert un_reference(text) == ""


def test_a_number_is_compared_without_blanks_dots_dashes_and_strokes() -> None:
    assert compact("ab 12-34.56/7") == "AB1234567"
