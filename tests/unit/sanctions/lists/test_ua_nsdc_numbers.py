"""Numbers in Ukraine's register are what their digits say, and of whom the row is about."""

import pytest

from comity.entities.subject import Identifier
from comity.sanctions.lists.ua_nsdc_numbers import organisation_numbers, person_numbers

INN = Identifier("inn", "9901000002", "ru")
OGRN = Identifier("ogrn", "1997700000000", "ru")


@pytest.mark.parametrize(
    ("code", "tax", "remarks", "country", "expected"),
    [
        ("ОДРН1997700000000", "ІПН9901000002", "", "ru", [OGRN, INN]),
        ("ЄДРПОУ1997700000000,", "ІПН-9901000002", "", "", [OGRN, INN]),
        ("ЄДРПОУ99000001", "", "", "ua", [Identifier("edrpou", "99000001", "ua")]),
        ("99000001", "", "", "", [Identifier("edrpou", "99000001", "ua")]),
        ("ЄДРПОУ99000001", "", "", "ru", [Identifier("okpo", "99000001", "ru")]),
        (
            "ОДРН1997700000000\n КПП990101001",
            "",
            "",
            "ru",
            [OGRN, Identifier("kpp", "990101001", "ru")],
        ),
        ("ОДРН1997700000001", "", "", "ru", [Identifier("registration", "1997700000001", "ru")]),
        ("", "ІПН9901000003", "", "ru", [Identifier("tax", "9901000003", "ru")]),
        ("209900001N", "", "", "sg", [Identifier("registration", "209900001N", "sg")]),
        (
            "",
            "",
            "КПП 990101001, ОКПО 99000001; ОГРН 1997700000000",
            "ru",
            [
                Identifier("kpp", "990101001", "ru"),
                Identifier("okpo", "99000001", "ru"),
                OGRN,
            ],
        ),
        ("", "", "генеральний директор Вигаданий І. К. (ИНН 9901000002)", "ru", []),
        ("", "", "КПП 990101001; директор Вигаданий І. К., ИНН 9901000002", "ru",
         [Identifier("kpp", "990101001", "ru")]),
        ("ОДРН1997700000000", "", "ОГРН 5997700000000", "ru", [OGRN]),
        ("", "", "KVK № 99000001", "nl", [Identifier("registration", "99000001", "nl")]),
    ],
)  # fmt: skip
def test_numbers_of_an_organisation(
    code: str, tax: str, remarks: str, country: str, expected: list[Identifier]
) -> None:
    assert list(organisation_numbers(code, tax, remarks, country)) == expected


@pytest.mark.parametrize(
    ("remarks", "countries", "expected"),
    [
        ("ІПН 9901000002,", (), [Identifier("rnokpp", "9901000002", "ua")]),
        ("ІПН 9901000002", ("ru",), [Identifier("rnokpp", "9901000002", "ua")]),
        ("ІПН 9901000002", ("it",), [Identifier("tax", "9901000002", "it")]),
        (
            "ідентифікаційний номер платника податків – 990100000038",
            ("ru",),
            [Identifier("inn", "990100000038", "ru")],
        ),
        ("індивідуальний податковий номер 99010000003", (), [Identifier("tax", "99010000003")]),
        (
            "може використовувати паспорти №№ 990000001, 990000002",
            (),
            [Identifier("passport", "990000001"), Identifier("passport", "990000002")],
        ),
        (
            "паспорт громадянина України серії ЕС № 990001, виданий 3.03.1998 органом 010101",
            (),
            [Identifier("passport", "ЕС990001", "ua")],
        ),
        ("паспорт громадянина РФ 9902 №990003", (), [Identifier("passport", "9902990003", "ru")]),
        (
            "паспорт № 990000001; ІПН 9901000002",
            (),
            [Identifier("rnokpp", "9901000002", "ua"), Identifier("passport", "990000001")],
        ),
        ("народився 03.10.1997 р. у місті", (), []),
    ],
)
def test_numbers_of_a_person(
    remarks: str, countries: tuple[str, ...], expected: list[Identifier]
) -> None:
    assert list(person_numbers(remarks, countries)) == expected
