import datetime as dt
import json
from pathlib import Path

import pytest

from comity.entities.subject import Kind, Role, When
from comity.sanctions.listing import Address, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import jp_export_ban
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ForeignFileError,
    HostileFileError,
    ListFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)


@pytest.fixture(scope="module")
def text() -> str:
    path = Path(__file__).parents[3] / "fixtures" / "jp-export-ban" / "russia.yml"
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def reading(text: str) -> Reading:
    return jp_export_ban.read(file(text))


def file(text: str) -> SourceFile:
    return SourceFile.of("list.yml", text.encode())


def message(text: str, error: type[ListFileError]) -> str:
    with pytest.raises(error) as raised:
        jp_export_ban.read(file(text))
    return str(raised.value)


def test_an_announcement_adds_to_its_series_on_its_day(reading: Reading) -> None:
    day = dt.date(2022, 3, 15)

    assert (reading.list, reading.series, reading.role) == (
        "jp-export-ban",
        "jp-export-ban",
        FileRole.DELTA,
    )
    assert (reading.date, reading.through) == (day, day)


def test_keys_are_day_country_and_number_and_unique(reading: Reading) -> None:
    assert [listing.key for listing in reading.listings] == [
        "2022-03-15#russia#1",
        "2022-03-15#russia#7",
        "2022-03-15#russia#7~2",
    ]


def test_every_entity_is_counted_and_the_rest_of_one_gives_no_listing(reading: Reading) -> None:
    assert reading.records == 5
    assert reading.left_out == {"rest of the entry before it": 2}


def test_every_field_of_an_entity_is_read(reading: Reading) -> None:
    listing = reading.listings[0]

    assert {name.text: name.role for name in listing.names} == {
        "株式会社ムショ": Role.PRIMARY,
        "JSC Nowhere": Role.PRIMARY,
        "ムショ工場": Role.ALIAS,
        "ムジ工場": Role.ALIAS,
        "Nowhere Plant": Role.ALIAS,
        "Never Plant": Role.ALIAS,
    }
    assert listing.kind is Kind.ORGANISATION
    assert listing.measures == (Measure.EXPORT_BAN,)
    assert listing.programmes == ("輸出等に係る禁止措置の対象となるロシア連邦の特定団体",)
    assert listing.announced == When.day(2022, 3, 15)
    assert listing.countries == ("ru",)
    assert listing.place == "line 13"


def test_a_broken_off_address_is_joined_to_its_entity(reading: Reading) -> None:
    assert reading.listings[0].addresses == (
        Address("1 Nowhere Street, Moscow 111141, Russia", "ru"),
        Address("5 Never Street, Tver, Russia", "ru"),
    )


def test_a_broken_off_english_name_is_joined_to_its_entity(reading: Reading) -> None:
    listing = reading.listings[1]

    assert [name.text for name in listing.names] == [
        "株式会社第 12 工場",
        "12 Nowhere Repair Plant JSC",
    ]
    assert listing.addresses == (Address("2 Nowhere Street, Moscow, Russia", "ru"),)


def test_the_country_of_a_third_country_is_that_of_its_address(reading: Reading) -> None:
    assert reading.listings[2].countries == ("kz",)


def test_an_announcement_is_recognised_by_its_content(text: str) -> None:
    assert jp_export_ban.recognise(file(text))
    assert jp_export_ban.recognise(file(text.split("\n", 2)[2]))
    assert not jp_export_ban.recognise(file("entities: []\n"))


def test_a_new_field_stops_the_reader(text: str) -> None:
    changed = text.replace("  country_code: RU", "  country_kode: RU", 1)

    assert message(changed, UnknownFieldError) == (
        "list.yml, line 31: expected only fields that this reader knows, each once, found the "
        "field "
        "entity/country_kode. Nothing of this file was imported. "
        "Read the entry, then add the field to the reader with a test."
    )


def test_a_field_that_stands_twice_stops_the_reader(text: str) -> None:
    changed = text.replace("  entry_number: 1\n", "  entry_number: 1\n  entry_number: 2\n")

    assert message(changed, UnknownFieldError) == (
        "list.yml, line 15: expected only fields that this reader knows, each once, found the "
        "field "
        "entity/entry_number. Nothing of this file was imported. "
        "Read the entry, then add the field to the reader with a test."
    )


def test_another_measure_stops_the_reader(text: str) -> None:
    changed = text.replace("prohibit_export_dual_use_items", "prohibit_all", 1)

    assert message(changed, UnknownValueError) == (
        "list.yml, line 28: expected entity/measures/type to be prohibit_export_dual_use_items, "
        "found 'prohibit_all'. Nothing of this file was imported. "
        "Read the entry, then teach the reader this value with a test."
    )


def test_another_country_list_stops_the_reader(text: str) -> None:
    changed = text.replace("jp/mofa-russia-export", "jp/mofa-atlantis-export", 1)

    assert message(changed, UnknownValueError) == (
        "list.yml, line 25: expected entity/sanction_list to be one of "
        "jp/mofa-russia-export-prohibition-list, jp/belarus-export-prohibition-list, "
        "jp/third-country-export-prohibition-list, found "
        "'jp/mofa-atlantis-export-prohibition-list'. "
        "Nothing of this file was imported. "
        "Read the entry, then teach the reader this value with a test."
    )


def test_a_day_in_other_words_stops_the_reader(text: str) -> None:
    assert message(text.replace("'2022-03-15'", "令和4年3月15日"), UnknownValueError) == (
        "list.yml, line 7: expected document/announcement/publish_date to be a day such as "
        "2022-03-15, "
        "found '令和4年3月15日'. Nothing of this file was imported. "
        "Read the entry, then teach the reader this value with a test."
    )


def test_a_first_entity_without_a_japanese_name_stops_the_reader(text: str) -> None:
    assert message(text.replace("    ja: 株式会社ムショ\n", ""), UnknownValueError) == (
        "list.yml, line 16: expected entity/name to be a name in Japanese, found 'JSC Nowhere, "
        "a.k.a., "
        "the following two aliases:'. Nothing of this file was imported. "
        "Read the entry, then teach the reader this value with a test."
    )


def test_broken_yaml_is_refused_with_its_line(text: str) -> None:
    assert message(text + "  - : [\n", DamagedFileError) == (
        "list.yml, line 89: expected well-formed YAML, found did not find expected key. "
        "Nothing of this file was imported. "
        "Take the file again from where it was made; do not repair it by hand."
    )


def test_thousands_of_anchors_are_refused() -> None:
    assert message("&a [" * 20000, HostileFileError) == (
        "list.yml, document: expected an announcement, found more than 10000 brackets or anchors. "
        "Nothing of this file was imported. No announcement is like this; do not use this file."
    )


def test_an_html_page_is_refused() -> None:
    assert message("<html><body>503</body></html>", ForeignFileError) == (
        "list.yml, line 1: expected an announcement as YAML, found an HTML page, such as a web "
        "server "
        "sends in place of a file. Nothing of this file was imported. "
        "Download the file again from the ministry's page."
    )


def test_an_empty_file_is_refused() -> None:
    assert message("", EmptyFileError) == (
        "list.yml, line 1: expected an announcement, found nothing. Nothing of this file was "
        "imported. "
        "Take the file again from where it was made; do not repair it by hand."
    )


def test_a_file_that_is_not_utf_8_is_refused(text: str) -> None:
    with pytest.raises(DamagedFileError) as raised:
        jp_export_ban.read(SourceFile.of("list.yml", text.encode("cp932")))

    assert str(raised.value) == (
        "list.yml, line 5, byte 101: expected UTF-8 text, found byte 0x97, which is not UTF-8 "
        "here. "
        "Nothing of this file was imported. Download the file again; do not convert it by hand."
    )


@pytest.mark.kit
def test_every_announcement_of_the_kit_is_read_with_as_many_records_as_it_has(kit: Path) -> None:
    manifest = json.loads((kit / "manifest.json").read_text("utf-8"))
    expected = {
        name: it["records"]
        for name, it in manifest.items()
        if name.startswith("jp-export-ban/") and name.endswith(".yml")
    }

    sources = [SourceFile.of(name, (kit / name).read_bytes()) for name in expected]

    assert all(jp_export_ban.recognise(source) for source in sources)
    assert {source.name: jp_export_ban.read(source).records for source in sources} == expected


@pytest.mark.kit
def test_the_pdf_samples_of_the_kit_are_not_taken_for_lists(kit: Path) -> None:
    pdfs = [SourceFile.of(path.name, path.read_bytes()) for path in kit.glob("jp-*/*/*.pdf")]

    assert len(pdfs) == 4
    assert not any(jp_export_ban.recognise(pdf) for pdf in pdfs)
