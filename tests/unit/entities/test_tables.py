"""Every entry of every table is used: what stands in a data file changes a reading or a score."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from importlib.resources import files

import pytest

from comity.entities import chinese, korean, organisation, tables
from comity.entities.cyrillic import romanised
from comity.entities.folding import plain, words
from comity.entities.kana import romaji
from comity.entities.profiles import FAMILIES, GROUPS
from comity.entities.rarity import UNSEEN, NameRarity
from comity.entities.readings import given_names, one_form, person_words, weak_words
from comity.entities.subject import IDENTIFIER_KINDS
from comity.entities.weights import NameWeights, load

TABLES = sorted(
    path.name.removesuffix(".csv")
    for path in files("comity.entities").joinpath("data").iterdir()
    if path.name.endswith(".csv")
)


def entries(table: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each form of a table of words with its row."""
    for row in tables.rows(table):
        for form in row[-1].split("|"):
            yield row, form


@pytest.mark.parametrize("table", TABLES)
def test_every_table_says_where_it_comes_from(table: str) -> None:
    first = tables.lines(table)[0]

    assert first.startswith(tables.SOURCE_MARK)
    assert len(tables.source(table)) > 40


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_as_many_cells_as_the_heading(table: str) -> None:
    width = len(tables.heading(table))

    assert [row for row in tables.rows(table) if len(row) != width] == []


def test_every_cyrillic_letter_is_romanised_as_the_table_says() -> None:
    marks = {"uk": ("і", "i"), "be": ("ў", "u")}

    for language, letter, latin in tables.rows("cyrillic"):
        mark, as_latin = marks.get(language, ("", ""))
        assert latin + as_latin in romanised(letter + mark)


def test_every_kana_is_read_as_the_table_says() -> None:
    after_ka = {letter: romaji(f"カ{letter}") for letter, _ in tables.rows("kana")}

    for letter, latin in tables.rows("kana"):
        small = latin.startswith("+") and len(latin) > 1
        assert after_ka[letter] == (f"k{latin[1:]}" if small else f"ka{latin}")


def test_every_jamo_is_in_some_syllable_as_the_table_says() -> None:
    parts: dict[str, list[tuple[str, ...]]] = {}
    for part, *spellings in tables.rows("hangul"):
        parts.setdefault(part, []).append(tuple(spellings[1:]))

    for place, (initial, vowel, final) in {
        (i * 21 + v) * 28 + f: (first, middle, last)
        for i, first in enumerate(parts["initial"])
        for v, middle in enumerate(parts["vowel"])
        for f, last in enumerate(parts["final"])
    }.items():
        syllable = chr(korean.FIRST + place)
        expected = [
            first + middle + last for first, middle, last in zip(initial, vowel, final, strict=True)
        ]
        assert [korean.syllable(syllable, column) for column in (0, 1, 2)] == expected
    assert korean.FIRST + place == korean.LAST


def test_every_spelling_of_a_korean_surname_leads_to_its_key() -> None:
    unlike = [
        form
        for key, hangul, hanja, spellings in tables.rows("korean_surnames")
        for form in f"{hangul} {hanja} {spellings}".split()
        if korean.surnames()[form] != key
    ]

    assert unlike == []


def test_every_han_character_has_its_korean_reading() -> None:
    for characters, hangul in tables.rows("hanja"):
        assert {korean.read_hanja(character) for character in characters.split()} == {hangul}


def test_every_syllable_of_pinyin_is_one_and_every_surname_is_made_of_them() -> None:
    for initial, finals in tables.rows("pinyin"):
        for final in finals.split():
            text = final if initial in {"-", "surname"} else initial + final
            assert chinese.syllable().fullmatch(text)
            assert (text in chinese.surnames()) or initial != "surname"


def test_every_spelling_of_a_given_name_has_the_one_form_of_its_row() -> None:
    unlike = []

    for variants, _ in tables.rows("given_names"):
        first, *rest = variants.split()
        for variant in (first, *rest):
            spelled = {plain("".join(words(reading))) for reading in romanised(variant)}
            if {given_names()[spelling] for spelling in spelled} != {plain(words(first)[0])}:
                unlike.append(variant)

    assert unlike == []


def test_every_stem_of_a_patronymic_has_the_one_form_of_its_row() -> None:
    unlike = [
        stem
        for _, stems in tables.rows("given_names")
        for stem in stems.split()
        if (one_form(f"{stem}ovic"), one_form(f"{stem}ovna"))
        != (f"{stems.split()[0]}ovic", f"{stems.split()[0]}ovna")
    ]

    assert unlike == []


def test_every_particle_and_title_is_left_out_of_a_name() -> None:
    for _, forms in tables.rows("particles"):
        for form in forms.split():
            for word in words(form):
                assert plain(word) in weak_words()
                assert person_words(f"Viktor {word} Nightjar") == person_words("Viktor Nightjar")


def test_every_legal_form_is_taken_out_of_a_name_and_states_its_family() -> None:
    unlike = []

    for (family, _, _), form in entries("legal_forms"):
        name = organisation.parse(f"{form} 7" if organisation.is_alphabetic(form) else form)
        if family not in name.families or set(name.words) - {"7"}:
            unlike.append((family, form))

    assert unlike == []


@pytest.mark.parametrize("table", ["org_words", "place_words"])
def test_every_sector_and_place_word_has_the_concepts_of_its_row(table: str) -> None:
    unlike = []

    for (concepts, *_), form in entries(table):
        expected = {f"@{concept}" for concept in concepts.split() if concept != organisation.DROP}
        if set(organisation.parse(form.removesuffix("*")).words) != expected:
            unlike.append((concepts, form))

    assert unlike == []


def test_every_legal_family_of_the_table_has_its_place_in_the_columns() -> None:
    assert {family for family, *_ in tables.rows("legal_forms")} == set(FAMILIES)


def test_every_counted_word_says_less_than_an_unheard_one() -> None:
    rarity = NameRarity.known()

    for group, word, bearers in tables.rows("heard"):
        counted = rarity.counts[GROUPS.index(group)].get(word)
        assert counted == int(bearers) > UNSEEN or not word


def test_every_weight_is_one_that_the_code_asks_for() -> None:
    text = files("comity.entities").joinpath("data", "weights.toml").read_text("utf-8")
    weights = tomllib.loads(text)

    asked = {field.name for field in fields(NameWeights)}
    for kind in ("person", "organisation", "vessel", "aircraft"):
        assert weights[kind].keys() == asked
    assert set(weights["identifier"]) - {"second"} <= set(IDENTIFIER_KINDS)
    assert set(weights["identifier_conflict"]) <= set(IDENTIFIER_KINDS)
    assert load().undecided < load().unrivalled < load().same
