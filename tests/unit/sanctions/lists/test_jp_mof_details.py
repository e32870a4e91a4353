import pytest

from comity.entities.subject import Identifier, Kind
from comity.sanctions.listing import Address
from comity.sanctions.lists.jp_mof_details import (
    addresses,
    documents,
    gender_in,
    leading_country,
    nationalities,
    numbers_in,
    original_name_in,
    place_country,
)


@pytest.mark.parametrize(
    ("cell", "identifiers"),
    [
        ("D1903", [Identifier("passport", "D1903")]),
        (
            "アフガニスタン旅券 D 001206 （2000年7月17日発行）",
            [Identifier("passport", "D001206", "af")],
        ),
        ("645120196（北朝鮮旅券）", [Identifier("passport", "645120196", "kp")]),
        ("D00002264、2013年6月11日発行（外交旅券）", [Identifier("passport", "D00002264")]),
        ("472310168、旅券失効日：2017年9月26日", [Identifier("passport", "472310168")]),
        (
            "(a)ヨルダン旅券番号　K048787　\n(b)ヨルダン旅券番号　486298",
            [Identifier("passport", "K048787", "jo"), Identifier("passport", "486298", "jo")],
        ),
        ("ロシア旅券番号8208 No.555627", [Identifier("passport", "8208555627", "ru")]),
        ("南スーダン S00004370号", [Identifier("passport", "S00004370", "ss")]),
        ("インドネシア渡航文書番号 XD253038", [Identifier("other", "XD253038", "id")]),
    ],
)
def test_a_passport_cell_gives_its_numbers(cell: str, identifiers: list[Identifier]) -> None:
    found, _ = documents(cell, "passport", "旅券番号")

    assert list(found) == identifiers


@pytest.mark.parametrize(
    ("cell", "identifiers"),
    [
        (
            "パキスタン国民ID番号 61101-9618232-1",
            [Identifier("national-id", "6110196182321", "pk")],
        ),
        ("G563542(9)", [Identifier("national-id", "G5635429")]),
        (
            "Italian Fiscal Code（イタリア納税者番号）: DAOMMD74T11Z352Z",
            [Identifier("tax", "DAOMMD74T11Z352Z", "it")],
        ),
        ("ロシア国民旅券番号8200203535", [Identifier("passport", "8200203535", "ru")]),
        ("配給カード番号　0075258", [Identifier("other", "0075258")]),
        ("ナミビア国家登録番号：2008/0598", [Identifier("registration", "20080598", "na")]),
    ],
)
def test_an_identity_cell_says_what_its_numbers_are(
    cell: str, identifiers: list[Identifier]
) -> None:
    found, _ = documents(cell, "national-id", "身分証番号")

    assert list(found) == identifiers


def test_words_before_a_list_of_numbers_are_about_each_of_them() -> None:
    found, _ = documents(
        "アフガニスタン国民IDカード番号: (a)2132370 (b)812673", "national-id", "ID番号"
    )

    assert found == (
        Identifier("national-id", "2132370", "af"),
        Identifier("national-id", "812673", "af"),
    )


def test_a_cell_with_two_numbers_for_one_document_gives_none_and_is_kept() -> None:
    cell = "DG5149481、パスポート冊子番号 A2815665"

    assert documents(cell, "passport", "旅券番号") == ((), (f"旅券番号：{cell}",))


def test_a_bare_number_leaves_no_remark() -> None:
    assert documents("D-1903", "passport", "旅券番号") == ((Identifier("passport", "D1903"),), ())


def test_numbers_with_a_label_are_read_from_the_remarks_of_an_organisation() -> None:
    remarks = "SWIFT/BIC：ABCDKPPY\nIMO番号：5342883\nロシア国家登録番号：1027700132195"

    assert numbers_in(remarks, Kind.ORGANISATION) == (
        Identifier("swift", "ABCDKPPY"),
        Identifier("imo-company", "5342883"),
        Identifier("ogrn", "1027700132195", "ru"),
    )


def test_an_imo_number_of_nine_digits_is_none() -> None:
    assert numbers_in("IMO番号：517924554", Kind.ORGANISATION) == ()


def test_crypto_addresses_are_kept_as_printed() -> None:
    address = "0x" + "aB" * 20

    assert numbers_in(f"暗号資産アドレス：\n{address}；", Kind.ORGANISATION) == (
        Identifier("crypto", address),
    )


@pytest.mark.parametrize(
    ("remarks", "gender"), [("性別は女性。", "female"), ("性別・男性", "male"), ("息子", "")]
)
def test_the_gender_is_read_only_behind_its_word(remarks: str, gender: str) -> None:
    assert gender_in(remarks) == gender


def test_a_name_in_original_script_at_the_beginning_of_remarks_is_taken_out() -> None:
    assert original_name_in("(original script: Иван Выдумов）死亡した。") == (
        "Иван Выдумов",
        "死亡した。",
    )


def test_a_country_is_known_by_its_name_at_the_beginning_of_japanese_text() -> None:
    assert leading_country("ルワンダ共和国ギセニ") == "rw"


def test_a_longer_word_is_not_the_country_that_it_begins_with() -> None:
    assert leading_country("マリウポリ市") == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1 Nowhere Street, Moscow, 143900 Russia.", "ru"),
        ("ハイチ共和国、無処町", "ht"),
        ("コンゴ民主共和国無処市（2016年時点）", "cd"),
        ("Nowhere Street", ""),
    ],
)
def test_the_country_of_an_address_is_the_one_that_it_states(text: str, code: str) -> None:
    assert place_country(text) == code


def test_addresses_are_split_at_marks_and_semicolons() -> None:
    assert addresses("(a)1 Nowhere, Kenya; Nairobi, Kenya (b)イエメン") == (
        Address("1 Nowhere, Kenya", "ke"),
        Address("Nairobi, Kenya", "ke"),
        Address("イエメン", "ye"),
    )


def test_a_sentence_about_nationality_is_a_remark() -> None:
    assert nationalities("米国。また、シリア国籍も所持していると見られる。") == (
        ("米国",),
        ("us",),
        ("米国。また、シリア国籍も所持していると見られる。",),
    )
