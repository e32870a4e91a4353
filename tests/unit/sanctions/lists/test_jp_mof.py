import csv
import datetime as dt
import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Address, Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import jp_mof
from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ForeignFileError,
    ListFileError,
    MovedHeadingError,
    SourceFile,
    UnknownValueError,
)

Row = list[object]
Book = dict[str, list[Row]]

TALIBAN = "2.タリバーン関係者等"
TERROR = "3.テロリスト等 (1)"
UN_DPRK = "15.北朝鮮(決議1718号等；個人)"
OWN_DPRK = "17.北朝鮮(協調；個人)"
RUSSIA = "29.ロシア連邦(個人)"


UN_DPRK_TITLE = (
    "北朝鮮に関連する国際連合安全保障理事会決議に基づく資産凍結等の措置の対象となる者（個人）"
)
OWN_DPRK_TITLE = (
    "国際平和のための国際的な努力に我が国として寄与するために講ずる資産凍結等の措置（個人）"
)
RUSSIA_TITLE = "資産凍結等の措置の対象となるロシア連邦の団体及び個人（個人）"


def book() -> Book:
    """A small workbook in the layout of the ministry; every entry is invented."""
    return {
        "一覧": [
            [None],
            ["　このファイルは、架空のものです。"],
            [2, "タリバーン関係者等"],
            [3, "テロリスト等（架空の個人及び団体）"],
            [8, "【解除】リベリア前政権の高官又はその関係者等"],
            [15, UN_DPRK_TITLE],
            [17, OWN_DPRK_TITLE],
            [29, RUSSIA_TITLE],
        ],
        TALIBAN: [
            ["タリバーン関係者等", None, None, "（注1）告示番号の冒頭に＊印を付しています。"],
            [
                "告示日付",
                "告示\n番号",
                "日 本 語 表 記",
                "英 語 表 記",
                "別　名　・　別　称",
                "生 年 月 日",
                "国　 籍",
                "住　所・所在地",
                "国連制裁員会による指定日",
                "国連参照番号",
                "その他の情報",
            ],
            ["2011.11.18削除", "1"],
            [
                "2001.9.22\n2008.6.25改訂",
                "2",
                "ナイ・ナシ",
                "NAI NASHI\n(original script: نای ناشی)",
                "(a)ネイ(b)ナーイ\n(a)Nei (b)Naai",
                "(a)1955年頃\n(b)1958年3月7日",
                "アフガニスタン",
                "1 Nowhere Road, Kabul, Afghanistan",
                "2001年1月25日",
                "TAi.7",
                "性別：男性",
            ],
            [
                "2001.9.23",
                "*3",
                "無処財団",
                "NOWHERE FOUNDATION (NWF)",
                "不明",
                *[None] * 5,
                "架空。",
            ],
            [*[None] * 10, "続きの文。"],
            ["2012.10.25", "4"],
        ],
        TERROR: [
            ["テロリスト等"],
            [None, None, "（注）*に続く数字は、資産凍結措置リストにおける告示番号である。"],
            ["告示日付", "告示番号", "日本語表記", "英語表記", "別名", "生年月日", "所在地"],
            ["2002.4.20", "1(*3)", "無処財団", "NOWHERE FOUNDATION", None, None, "ケニア"],
        ],
        "8.【解除】リベリア": [["リベリア前政権の高官"], ["【2015年12月18日告示廃止】"]],
        UN_DPRK: [
            ["北朝鮮に関連する者（個人）"],
            ["告示日付", "告示番号", "日本語表記", "英語表記", "役職", "生年月日", "旅券番号"],
            ["2017.6.9", "#50", "ナイ", "NAI", "架空相", dt.date(1944, 3, 9), 745310111],
        ],
        OWN_DPRK: [
            ["国際平和のための国際的な努力"],
            ["（注）#に続く数字は、同決議に基づくリストにおける告示番号。"],
            ["告示日付", "告示番号", "日本語表記", "英語表記", "生年月日"],
            ["2013.4.5", "2(#50)", "ナイ", "NAI", 16358],
        ],
        RUSSIA: [
            [RUSSIA_TITLE],
            ["告示日付", "告示番号", "日本語表記", "英語表記", "肩書等", "生年月日"],
            ["2022.3.1", 1, "イワン・ナイ", "Ivan Nai", "架空議員\nMember of Nothing", 1970],
        ],
    }


def file(sheets: Book, name: str = "list.xlsx") -> SourceFile:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, rows in sheets.items():
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return SourceFile.of(name, buffer.getvalue())


def changed(change: Callable[[Book], object]) -> SourceFile:
    sheets = book()
    change(sheets)
    return file(sheets)


def message(source: SourceFile, error: type[ListFileError]) -> str:
    with pytest.raises(error) as raised:
        jp_mof.read(source)
    return str(raised.value)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return jp_mof.read(file(book()))


@pytest.fixture(scope="module")
def csv_reading() -> Reading:
    path = Path(__file__).parents[3] / "fixtures" / "jp-mof" / "shisantouketsu.csv"
    return jp_mof.read(SourceFile.of("list.csv", path.read_bytes()))


def test_the_workbook_is_one_full_edition(reading: Reading) -> None:
    assert (reading.list, reading.series, reading.role) == ("jp-mof", "jp-mof", FileRole.FULL)
    assert (reading.date, reading.through) == (None, dt.date(2022, 3, 1))


def test_keys_are_category_and_notice_number_as_printed(reading: Reading) -> None:
    keys = [listing.key for listing in reading.listings]

    assert keys == ["2#2", "2#*3", "3#1(*3)", "15##50", "17#2(#50)", "29#1"]


def test_rows_with_a_name_are_counted_and_rows_without_are_left_out_with_a_reason(
    reading: Reading,
) -> None:
    assert reading.records == 6
    assert reading.left_out == {"cancelled": 1, "number without a name": 1}


def test_every_cell_of_a_person_is_read(reading: Reading) -> None:
    person = reading.listings[0]

    assert [(name.text, name.script, name.role) for name in person.names] == [
        ("ナイ・ナシ", "Kana", Role.PRIMARY),
        ("NAI NASHI", "Latn", Role.PRIMARY),
        ("نای ناشی", "Arab", Role.PRIMARY),
        ("ネイ", "Kana", Role.ALIAS),
        ("ナーイ", "Kana", Role.ALIAS),
        ("Nei", "Latn", Role.ALIAS),
        ("Naai", "Latn", Role.ALIAS),
    ]
    assert person.kind is Kind.PERSON
    assert person.measures == (Measure.ASSET_FREEZE,)
    assert person.programmes == ("タリバーン関係者等",)
    assert person.announced == When.day(2001, 9, 22)
    assert person.birth_dates == (When.circa(1955), When.day(1958, 3, 7))
    assert person.nationalities == ("アフガニスタン",)
    assert person.countries == ("af",)
    assert person.addresses == (Address("1 Nowhere Road, Kabul, Afghanistan", "af"),)
    assert person.identifiers == (Identifier("un", "TAi.007"),)
    assert person.gender == "male"
    assert person.reasons == "性別：男性"
    assert person.place == "sheet 2.タリバーン関係者等, row 4"


def test_an_entry_without_any_personal_value_is_an_organisation(reading: Reading) -> None:
    assert [listing.kind for listing in reading.listings[1:3]] == [Kind.ORGANISATION] * 2


def test_a_row_that_only_goes_on_with_the_remarks_belongs_to_the_row_above(
    reading: Reading,
) -> None:
    assert reading.listings[1].reasons == "架空。\n続きの文。"


def test_an_entry_and_the_one_that_it_points_to_share_an_identifier(reading: Reading) -> None:
    same = Counter(
        (identifier.value, listing.key)
        for listing in reading.listings
        for identifier in listing.identifiers
        if identifier.kind == "jp-mof"
    )

    assert set(same) == {
        ("2#*3", "2#*3"),
        ("2#*3", "3#1(*3)"),
        ("15##50", "15##50"),
        ("15##50", "17#2(#50)"),
    }


def test_the_number_of_a_mark_is_no_reference_of_the_un(reading: Reading) -> None:
    assert not [
        identifier
        for listing in reading.listings[1:]
        for identifier in listing.identifiers
        if identifier.kind == "un"
    ]


def test_dates_without_a_format_and_real_dates_are_both_days(reading: Reading) -> None:
    born = [listing.birth_dates for listing in reading.listings[3:5]]

    assert born == [(When.day(1944, 3, 9),), (When.day(1944, 10, 13),)]


def test_a_passport_number_that_the_sheet_holds_as_a_number_is_read(reading: Reading) -> None:
    assert Identifier("passport", "745310111") in reading.listings[3].identifiers


def test_positions_in_both_languages_are_kept(reading: Reading) -> None:
    assert reading.listings[5].positions == ("架空議員", "Member of Nothing")


def test_a_key_that_the_source_repeats_gets_a_suffix() -> None:
    source = changed(lambda sheets: sheets[RUSSIA].append(["2022.3.2", 1, "ナナシ", "Nanashi"]))

    keys = [listing.key for listing in jp_mof.read(source).listings]

    assert keys[-2:] == ["29#1", "29#1~2"]


def test_a_workbook_is_recognised_by_a_heading_and_not_by_its_name() -> None:
    assert jp_mof.recognise(file(book(), "something.bin"))


def test_another_workbook_is_not_recognised() -> None:
    assert not jp_mof.recognise(file({"Data": [["Group ID"], [1]]}))


def test_a_new_heading_stops_the_reader() -> None:
    source = changed(lambda sheets: sheets[RUSSIA][1].append("架空欄"))

    assert message(source, MovedHeadingError) == (
        "list.xlsx, sheet 29.ロシア連邦(個人), row 2: expected the headings that this reader "
        "knows, "
        "found unknown: 架空欄. Nothing of this file was imported. "
        "Compare with the authority's page; if the format changed, teach the reader."
    )


def test_a_heading_row_that_moved_out_of_sight_stops_the_reader() -> None:
    def move(sheets: Book) -> None:
        sheets[RUSSIA][1:1] = [["注"]] * 8

    assert message(changed(move), MovedHeadingError) == (
        "list.xlsx, sheet 29.ロシア連邦(個人), rows 1 to 8: expected a row with the headings "
        "告示日付, "
        "告示番号, 日本語表記, 英語表記, found none. Nothing of this file was imported. "
        "Compare with the ministry's page; if the format changed, teach the reader."
    )


def test_a_heading_row_further_down_is_found() -> None:
    source = changed(lambda sheets: sheets[RUSSIA].insert(1, ["注"]))

    assert jp_mof.read(source).listings[-1].place == "sheet 29.ロシア連邦(個人), row 4"


def test_a_column_without_a_heading_stops_the_reader() -> None:
    source = changed(lambda sheets: sheets[RUSSIA][2].append("値"))

    assert message(source, MovedHeadingError) == (
        "list.xlsx, sheet 29.ロシア連邦(個人), row 3: expected no value without a heading, "
        "found a value beside the table. Nothing of this file was imported. "
        "Compare with the authority's page; a column lost its heading."
    )


def test_a_missing_sheet_stops_the_reader() -> None:
    source = changed(lambda sheets: sheets.pop(UN_DPRK))

    assert message(source, DamagedFileError) == (
        "list.xlsx, sheet 一覧: expected one sheet for each category, found categories without a "
        "sheet: 15; sheets without a category: none. Nothing of this file was imported. "
        "Download the file again; it is cut off or was edited by hand."
    )


def test_a_birth_date_in_unknown_words_stops_the_reader() -> None:
    def change(sheets: Book) -> None:
        sheets[RUSSIA][2][5] = "昭和45年頃"

    assert message(changed(change), UnknownValueError) == (
        "list.xlsx, sheet 29.ロシア連邦(個人), row 3: expected a birth date in a known wording, or "
        "不明, found '昭和45年頃'. Nothing of this file was imported. "
        "Read the cell, then add the wording to jp_mof_dates.py with a test."
    )


def test_a_notice_date_in_unknown_words_stops_the_reader() -> None:
    def change(sheets: Book) -> None:
        sheets[RUSSIA][2][0] = "令和4年3月1日"

    assert message(changed(change), UnknownValueError) == (
        "list.xlsx, sheet 29.ロシア連邦(個人), row 3: expected 告示日付 such as 2002.4.20 or "
        "2008.3.26削除, found '令和4年3月1日'. Nothing of this file was imported. "
        "Read the cell, then add the wording to jp_mof_dates.py with a test."
    )


def test_an_unknown_mark_stops_the_reader() -> None:
    def change(sheets: Book) -> None:
        sheets[RUSSIA][2][1] = "1†"

    assert message(changed(change), UnknownValueError) == (
        "list.xlsx, sheet 29.ロシア連邦(個人), row 3: expected 告示番号 such as 7, *7, #7, "
        "7(*8) or "
        "7(#8), found '1†'. Nothing of this file was imported. "
        "Read the note above the heading, then teach jp_mof_sheets.py the mark."
    )


def test_a_mark_that_points_to_no_entry_stops_the_reader() -> None:
    def change(sheets: Book) -> None:
        sheets[OWN_DPRK][3][1] = "2(#51)"

    assert message(changed(change), UnknownValueError) == (
        "list.xlsx, sheet 17.北朝鮮(協調；個人), row 4: expected a mark that points to one "
        "entry of "
        "another sheet, found '#51'. Nothing of this file was imported. "
        "Read the note above the heading, then teach POINTS_TO in jp_mof_sheets.py."
    )


def test_a_un_reference_that_is_none_stops_the_reader() -> None:
    def change(sheets: Book) -> None:
        sheets[TALIBAN][3][9] = "seven"

    assert message(changed(change), UnknownValueError) == (
        "list.xlsx, sheet 2.タリバーン関係者等, row 4: expected 国連参照番号 to be a reference "
        "such as "
        "QDi.001, found 'seven'. Nothing of this file was imported. "
        "Read the cell; if it is a reference, teach entities/identifiers.py with a test."
    )


def test_a_cut_workbook_is_recognised_and_refused() -> None:
    whole = file(book())
    cut = SourceFile.of("list.xlsx", whole.content[: len(whole.content) * 9 // 10])

    assert jp_mof.recognise(cut)
    assert message(cut, DamagedFileError).startswith(
        "list.xlsx, workbook: expected an XLS or XLSX "
    )


def test_an_html_page_under_the_name_of_the_list_is_refused() -> None:
    source = SourceFile.of("sanctions.xls", b"<!DOCTYPE html><html><title>503</title></html>")

    assert message(source, ForeignFileError) == (
        "sanctions.xls, line 1: expected the list as XLS, XLSX or CSV, found an HTML page, such "
        "as a "
        "web server sends in place of a file. Nothing of this file was imported. "
        "Download the file again from the ministry's page."
    )


def test_an_empty_file_is_refused() -> None:
    assert message(SourceFile.of("list.xls", b""), EmptyFileError) == (
        "list.xls, byte 0: expected the list as XLS, XLSX or CSV, found nothing. "
        "Nothing of this file was imported. Download the file again."
    )


def test_the_csv_gives_the_keys_of_the_workbook(csv_reading: Reading) -> None:
    assert [listing.key for listing in csv_reading.listings] == ["2#7", "28#1", "28#2", "29#1"]


def test_the_csv_is_read_with_every_column(csv_reading: Reading) -> None:
    person = csv_reading.listings[0]

    assert {name.text: name.role for name in person.names} == {
        "ナイ・ナシ": Role.PRIMARY,
        "NAI NASHI": Role.PRIMARY,
        "نای ناشی": Role.PRIMARY,
        "ネイ・ネシ": Role.ALIAS,
        "ナーイ": Role.ALIAS,
        "Nei Neshi": Role.ALIAS,
        "Naai": Role.ALIAS,
        "ムショ": Role.WEAK,
        "Musho": Role.WEAK,
    }
    assert person.positions == (
        "ムラー", "Mullah", "無処州知事", "無時大臣", "Governor of Nowhere", "Minister of Never",
    )  # fmt: skip
    assert person.birth_dates == (When.between(1955, 1958), When.day(1963, 4, 11))
    assert person.birth_places == ("Nowhere village, Afghanistan",)
    assert person.nationalities == ("アフガニスタン", "Afghanistan")
    assert person.identifiers == (
        Identifier("un", "TAi.007"),
        Identifier("passport", "P01234567", "af"),
    )
    assert person.gender == "male"


def test_places_in_several_countries_are_not_paired_with_them(csv_reading: Reading) -> None:
    assert csv_reading.listings[0].addresses == (
        Address("Afghanistan", "af"),
        Address("Pakistan", "pk"),
        Address("Kabul"),
        Address("Nowhere, Kabul"),
    )


def test_every_place_is_in_the_only_country(csv_reading: Reading) -> None:
    addresses = [listing.addresses for listing in csv_reading.listings[1:3]]

    assert addresses == [
        (Address("ロシア連邦モスクワ市", "ru"), Address("ロシア連邦無処市", "ru")),
        (Address("1 Nowhere Str., Moscow, Russia", "ru"),),
    ]


def test_numbers_of_an_organisation_in_the_csv_are_read(csv_reading: Reading) -> None:
    assert csv_reading.listings[1].identifiers == (
        Identifier("ogrn", "1027700132195", "ru"),
        Identifier("imo-company", "5342883"),
    )


def test_a_category_of_the_csv_has_the_title_of_the_workbook(csv_reading: Reading) -> None:
    assert csv_reading.listings[3].programmes == (
        "資産凍結等の措置の対象となるロシア連邦の団体及び個人（個人）",
    )


def test_a_category_that_no_longer_holds_its_kind_has_only_its_number(fixtures: Path) -> None:
    content = (fixtures / "jp-mof" / "shisantouketsu.csv").read_bytes()
    renumbered = content.replace(b"29,029-000001", b"30,030-000001")

    reading = jp_mof.read(SourceFile.of("list.csv", renumbered))

    assert reading.listings[3].programmes == ("区分 30",)


def test_a_csv_in_shift_jis_is_recognised_and_refused(fixtures: Path) -> None:
    text = (fixtures / "jp-mof" / "shisantouketsu.csv").read_text("utf-8").replace("نای ناشی", "")
    source = SourceFile.of("list.csv", text.encode("cp932"))

    assert jp_mof.recognise(source)
    assert message(source, DamagedFileError) == (
        "list.csv, line 1, byte 0: expected UTF-8 text, found byte 0x8b, which is not UTF-8 here. "
        "Nothing of this file was imported. Download the file again; do not convert it by hand."
    )


def test_a_csv_with_a_new_column_is_refused(fixtures: Path) -> None:
    text = (fixtures / "jp-mof" / "shisantouketsu.csv").read_text("utf-8")
    source = SourceFile.of("list.csv", text.replace("旅券番号", "旅券").encode())

    assert message(source, MovedHeadingError) == (
        "list.csv, line 1: expected the headings that this reader knows, found missing: 旅券番号; "
        "unknown: 旅券. Nothing of this file was imported. "
        "Compare with the authority's page; if the format changed, teach the reader."
    )


def test_a_csv_row_of_an_unknown_kind_is_refused(fixtures: Path) -> None:
    text = (fixtures / "jp-mof" / "shisantouketsu.csv").read_text("utf-8")
    source = SourceFile.of("list.csv", text.replace(",個人,イワン", ",船舶,イワン").encode())

    assert message(source, UnknownValueError) == (
        "list.csv, line 5: expected 個人・団体 to be 個人 or 団体, found '船舶'. "
        "Nothing of this file was imported. "
        "Read the row, then teach jp_mof_csv.py this value with a test."
    )


def test_a_csv_with_nothing_under_its_heading_is_refused(fixtures: Path) -> None:
    heading = (fixtures / "jp-mof" / "shisantouketsu.csv").read_text("utf-8").split("\n")[0]

    assert message(SourceFile.of("list.csv", heading.encode()), EmptyFileError) == (
        "list.csv, line 2: expected at least one entry, found nothing. "
        "Nothing of this file was imported. "
        "Download the file again; it is cut off after its heading."
    )


@pytest.mark.kit
def test_every_edition_of_the_kit_is_read_with_as_many_records_as_it_has(kit: Path) -> None:
    manifest = json.loads((kit / "manifest.json").read_text("utf-8"))
    expected = {name: it["records"] for name, it in manifest.items() if name.startswith("jp-mof/")}

    sources = [SourceFile.of(name, (kit / name).read_bytes()) for name in expected]

    assert all(jp_mof.recognise(source) for source in sources)
    assert {source.name: jp_mof.read(source).records for source in sources} == expected


@pytest.mark.kit
def test_every_key_of_the_truth_is_in_the_edition_of_2026(kit: Path) -> None:
    path = kit / "jp-mof" / "2026-03-05" / "shisantouketsu20260305.xlsx"
    keys = {listing.key for listing in jp_mof.read(SourceFile.of("k", path.read_bytes())).listings}

    wanted = {
        row[f"key_{side}"]
        for pairs in ("jp_silver.csv", "un_ref.csv", "hard_negatives.csv")
        for row in csv.DictReader((kit / "truth" / pairs).read_text("utf-8").splitlines())
        for side in "ab"
        if row[f"list_{side}"] == "jp-mof"
    }

    assert len(wanted) > 1000
    assert wanted <= keys


@pytest.mark.kit
def test_only_the_column_of_references_gives_references_of_the_un(kit: Path) -> None:
    path = kit / "jp-mof" / "2026-03-05" / "shisantouketsu20260305.xlsx"
    listings = jp_mof.read(SourceFile.of("k", path.read_bytes())).listings

    with_reference = [
        listing
        for listing in listings
        if any(identifier.kind == "un" for identifier in listing.identifiers)
    ]

    assert len(with_reference) == 10
    assert not {listing.key.split("#")[0] for listing in with_reference} & {"14", "15", "16", "17"}
