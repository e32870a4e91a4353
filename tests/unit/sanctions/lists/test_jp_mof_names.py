from comity.entities.subject import Kind, Role
from comity.sanctions.lists.jp_mof_aliases import alias_cell
from comity.sanctions.lists.jp_mof_names import MOST_SPELLINGS, Unpacked, name_cell

PERSON, FIRM = Kind.PERSON, Kind.ORGANISATION


def texts(unpacked: Unpacked) -> list[str]:
    return [name.text for name in unpacked.names]


def roles(unpacked: Unpacked) -> dict[str, Role]:
    return {name.text: name.role for name in unpacked.names}


def test_brackets_after_both_names_give_every_combination() -> None:
    unpacked = name_cell("Sergei (Sergey) Vydumov (Vydumow)", PERSON)

    assert texts(unpacked) == [
        "Sergei Vydumov",
        "Sergei Vydumow",
        "Sergey Vydumov",
        "Sergey Vydumow",
    ]


def test_the_printed_spelling_is_primary_and_the_others_are_aliases() -> None:
    unpacked = name_cell("Yury（Yuri, Yurii） Nikakov", PERSON)

    assert roles(unpacked) == {
        "Yury Nikakov": Role.PRIMARY,
        "Yuri Nikakov": Role.ALIAS,
        "Yurii Nikakov": Role.ALIAS,
    }


def test_strokes_separate_spellings_in_japanese_too() -> None:
    unpacked = name_cell("オレナ(エレナ/アリョーナ)・ナイコワ", PERSON)

    assert texts(unpacked) == ["オレナ・ナイコワ", "エレナ・ナイコワ", "アリョーナ・ナイコワ"]


def test_too_many_spellings_stay_one_name_as_printed() -> None:
    cell = " ".join(f"A{place} (B{place}, C{place}, D{place})" for place in range(4))

    unpacked = name_cell(cell, PERSON)

    assert MOST_SPELLINGS < 4**4
    assert texts(unpacked) == [cell]


def test_original_script_is_a_name_of_its_own() -> None:
    unpacked = name_cell("IVAN VYDUMOV\n(original script: Иван Выдумов）", PERSON)

    assert [(name.text, name.script) for name in unpacked.names] == [
        ("IVAN VYDUMOV", "Latn"),
        ("Иван Выдумов", "Cyrl"),
    ]


def test_an_unknown_original_script_gives_no_name() -> None:
    assert texts(name_cell("IVAN VYDUMOV(original script：不明)", PERSON)) == ["IVAN VYDUMOV"]


def test_a_maiden_name_replaces_the_family_name_and_is_former() -> None:
    unpacked = name_cell("Oljga (Olga) Vydumova (nee, Nikakova)", PERSON)

    assert roles(unpacked) == {
        "Oljga Vydumova": Role.PRIMARY,
        "Olga Vydumova": Role.ALIAS,
        "Oljga Nikakova": Role.FORMER,
    }


def test_a_former_family_name_in_japanese_is_read_the_same_way() -> None:
    unpacked = name_cell("オリガ・ヴィドゥモワ（旧姓：ニカコワ）", PERSON)

    assert roles(unpacked) == {
        "オリガ・ヴィドゥモワ": Role.PRIMARY,
        "オリガ・ニカコワ": Role.FORMER,
    }


def test_a_labelled_bracket_is_another_whole_name() -> None:
    unpacked = name_cell("Ivan Vydumov（a.k.a. Iwan Widumow）", PERSON)

    assert texts(unpacked) == ["Ivan Vydumov", "Iwan Widumow"]


def test_a_short_form_of_an_organisation_is_an_alias() -> None:
    unpacked = name_cell("NOWHERE TRADING GROUP (NTG)", FIRM)

    assert roles(unpacked) == {"NOWHERE TRADING GROUP": Role.PRIMARY, "NTG": Role.ALIAS}


def test_a_country_in_a_bracket_is_part_of_an_organisations_name() -> None:
    assert texts(name_cell("NOWHERE FOUNDATION（KENYA）", FIRM)) == ["NOWHERE FOUNDATION (KENYA)"]


def test_a_bracket_inside_an_organisations_name_stays_there() -> None:
    assert texts(name_cell("Leader (Nowhere) International", FIRM)) == [
        "Leader (Nowhere) International"
    ]


def test_a_comma_inside_an_organisations_name_stays_there() -> None:
    assert texts(name_cell("NOWHERE SHIPPING CO., LTD.", FIRM)) == ["NOWHERE SHIPPING CO., LTD."]


def test_the_other_script_in_a_bracket_is_a_name() -> None:
    unpacked = name_cell("Nowhere Trading Corporation\n(無処貿易会社)", FIRM)

    assert roles(unpacked) == {
        "Nowhere Trading Corporation": Role.PRIMARY,
        "無処貿易会社": Role.PRIMARY,
    }


def test_a_name_broken_by_a_narrow_column_is_one_name() -> None:
    unpacked = name_cell("Joint Stock Company Nowhere Plant \nnamed after Nobody", FIRM)

    assert texts(unpacked) == ["Joint Stock Company Nowhere Plant named after Nobody"]


def test_lines_that_begin_with_the_same_word_are_two_spellings() -> None:
    unpacked = name_cell("NOWHERE SHIPPING COMPANY\nNOWHERE SHPG COMPANY", FIRM)

    assert texts(unpacked) == ["NOWHERE SHIPPING COMPANY", "NOWHERE SHPG COMPANY"]


def test_what_is_said_about_a_name_goes_to_the_remarks() -> None:
    unpacked = name_cell("「無処共和国」（自称）", FIRM)

    assert texts(unpacked) == ["無処共和国"]
    assert unpacked.remarks == ("自称",)


def test_a_bracket_that_explains_the_scope_of_an_organisation_goes_to_the_remarks() -> None:
    unpacked = name_cell("Ministry of Nothing, including all its units", FIRM)

    assert texts(unpacked) == ["Ministry of Nothing"]
    assert unpacked.remarks == ("including all its units",)


def test_an_unknown_name_gives_nothing() -> None:
    assert name_cell("不明", PERSON) == Unpacked()


def test_numbered_aliases_in_two_languages_are_each_a_name() -> None:
    cell = "(a)イワン・ナイ（b）イワン・ナシ\n（a.k.a.: (a)Ivan Nai (b) Ivan Nashi）"

    unpacked = alias_cell(cell, PERSON, Role.ALIAS)

    assert texts(unpacked) == ["イワン・ナイ", "イワン・ナシ", "Ivan Nai", "Ivan Nashi"]


def test_a_letter_in_a_bracket_that_follows_no_other_is_not_a_mark() -> None:
    unpacked = alias_cell("Ministry (X) of Nothing", FIRM, Role.ALIAS)

    assert texts(unpacked) == ["Ministry (X) of Nothing"]


def test_family_names_first_are_not_split_at_their_comma() -> None:
    cell = "(a)ナイ、イワン (b)ナシ、イワン\n(a)NAI, Ivan (b)NASHI, Ivan"

    unpacked = alias_cell(cell, PERSON, Role.ALIAS)

    assert texts(unpacked) == ["ナイ、イワン", "ナシ、イワン", "NAI, Ivan", "NASHI, Ivan"]


def test_one_family_name_first_without_numbers_stays_one_name() -> None:
    unpacked = alias_cell("ナイ、イワン\n (a.k.a.:NAI, Ivan)", PERSON, Role.ALIAS)

    assert texts(unpacked) == ["ナイ、イワン", "NAI, Ivan"]


def test_commas_separate_names_where_both_languages_have_as_many() -> None:
    cell = "イワン・ナイ、ナシ、イワン・ム\n（Ivan Nai, Nashi, Ivan Mu）"

    unpacked = alias_cell(cell, PERSON, Role.ALIAS)

    assert texts(unpacked) == ["イワン・ナイ", "ナシ", "イワン・ム", "Ivan Nai", "Nashi", "Ivan Mu"]


def test_a_legal_form_after_a_comma_belongs_to_the_name_before_it() -> None:
    cell = "無処有限会社、無時有限会社\nNOWHERE COMPANY, LTD, NEVER COMPANY, LTD"

    unpacked = alias_cell(cell, FIRM, Role.ALIAS)

    assert texts(unpacked) == [
        "無処有限会社",
        "無時有限会社",
        "NOWHERE COMPANY, LTD",
        "NEVER COMPANY, LTD",
    ]


def test_semicolons_of_either_width_separate_names() -> None:
    unpacked = alias_cell("ムショ；ムジ\nNowhere; Never； Nobody", FIRM, Role.ALIAS)

    assert texts(unpacked) == ["ムショ", "ムジ", "Nowhere", "Never", "Nobody"]


def test_labels_say_which_names_are_former() -> None:
    cell = "（別称、無処社、旧称、無時社）\n(a.k.a. Nowhere; f.k.a. Never; a.k.a. Nobody)"

    unpacked = alias_cell(cell, FIRM, Role.ALIAS)

    assert roles(unpacked) == {
        "無処社": Role.ALIAS,
        "無時社": Role.FORMER,
        "Nowhere": Role.ALIAS,
        "Never": Role.FORMER,
        "Nobody": Role.ALIAS,
    }


def test_a_japanese_label_ends_where_the_latin_text_has_its_own() -> None:
    cell = "（別称）ムショ\n（旧称）ムジ\nNowhere\nf.k.a. Never"

    unpacked = alias_cell(cell, FIRM, Role.ALIAS)

    assert roles(unpacked) == {
        "ムショ": Role.ALIAS,
        "ムジ": Role.FORMER,
        "Nowhere": Role.ALIAS,
        "Never": Role.FORMER,
    }


def test_the_last_two_names_of_a_list_are_split_where_the_latin_ones_are_as_many() -> None:
    unpacked = alias_cell(
        "（別称、無処社及び無時社）\n(a.k.a. Nowhere; a.k.a. Never)", FIRM, Role.ALIAS
    )

    assert texts(unpacked)[:2] == ["無処社", "無時社"]


def test_a_name_with_and_in_it_is_not_split() -> None:
    unpacked = alias_cell(
        "（別称、無処研究所及び工場）\n(a.k.a. Nowhere with Plant)", FIRM, Role.ALIAS
    )

    assert texts(unpacked)[:1] == ["無処研究所及び工場"]


def test_birth_data_after_an_alias_goes_to_the_remarks() -> None:
    cell = (
        "(a)イワン・ナイ、1970年2月5日に出生(b)ナシ（以前掲載の氏名）\n"
        "(a)Ivan Nai, born 5 Feb. 1970 (b)Nashi"
    )

    unpacked = alias_cell(cell, PERSON, Role.ALIAS)

    assert texts(unpacked) == ["イワン・ナイ", "ナシ", "Ivan Nai", "Nashi"]
    assert unpacked.remarks == ("1970年2月5日に出生", "以前掲載の氏名", "born 5 Feb. 1970")


def test_a_latin_name_in_the_bracket_of_a_japanese_one_keeps_the_role_of_the_column() -> None:
    unpacked = alias_cell("(a)ナイ（Nai）、\n(b)ナシ（Nashi） ", PERSON, Role.WEAK)

    assert roles(unpacked) == dict.fromkeys(["ナイ", "Nai", "ナシ", "Nashi"], Role.WEAK)


def test_a_sentence_in_place_of_a_name_goes_to_the_remarks() -> None:
    unpacked = alias_cell("無処会社が調達のために使用している別名。", FIRM, Role.ALIAS)

    assert unpacked == Unpacked(remarks=("無処会社が調達のために使用している別名。",))


def test_a_bare_legal_form_is_no_name() -> None:
    unpacked = alias_cell("株式会社；無処社", FIRM, Role.ALIAS)

    assert texts(unpacked) == ["無処社"]
    assert unpacked.remarks == ("株式会社",)


def test_a_name_that_stands_twice_is_given_once() -> None:
    assert texts(alias_cell("(a)ナイ (b)ナイ (c)Nai (d)NAI", PERSON, Role.ALIAS)) == ["ナイ", "Nai"]


def test_kana_names_are_said_to_be_japanese() -> None:
    unpacked = name_cell("イワン・ナイ", PERSON)

    assert [(name.script, name.language) for name in unpacked.names] == [("Kana", "ja")]
