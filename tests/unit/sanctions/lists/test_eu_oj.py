"""Annexes of the Official Journal: parts of an edition, and amending acts as deltas."""

from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Role, When
from comity.sanctions.listing import Measure, Reading
from comity.sanctions.listing import Role as FileRole
from comity.sanctions.lists import eu_oj
from comity.sanctions.lists.source import ListFileError, SourceFile


def source(fixtures: Path, name: str) -> SourceFile:
    return SourceFile.of(name, (fixtures / "eu-oj" / name).read_bytes())


@pytest.fixture
def annexes(fixtures: Path) -> Reading:
    return eu_oj.read(source(fixtures, "32014R0269.csv"))


@pytest.fixture
def act(fixtures: Path) -> Reading:
    return eu_oj.read(source(fixtures, "32026R9999.csv"))


def test_a_regulation_is_a_part_of_the_edition(annexes: Reading) -> None:
    assert (annexes.role, annexes.part, annexes.records) == (FileRole.PART, "32014R0269", 2)
    assert annexes.through is not None
    assert annexes.through.isoformat() == "2024-02-23"


def test_a_person_has_names_in_both_scripts(annexes: Reading) -> None:
    nightjar = annexes.listings[0]

    assert [(name.text, name.script, name.role) for name in nightjar.names] == [
        ("Oleg Petrovich NIGHTJAR", "Latn", Role.PRIMARY),
        ("Олег Петрович НАЙТДЖАР", "Cyrl", Role.ALIAS),
        ("Oleh NIGHTJAR", "Latn", Role.ALIAS),
    ]
    assert nightjar.names[0].family == "NIGHTJAR"
    assert nightjar.birth_dates == (When.day(1965, 3, 7),)
    assert nightjar.identifiers == (Identifier("inn", "500100732259", "ru"),)
    assert nightjar.gender == "male"


def test_the_key_is_act_annex_and_number_or_name(annexes: Reading) -> None:
    assert [listing.key for listing in annexes.listings] == [
        "32014R0269#I.PERSONS#1",
        "32014R0269#I.ENTITIES#Nightjar Works LLC",
    ]


def test_quotes_protect_a_semicolon_inside_a_value(annexes: Reading) -> None:
    assert [name.text for name in annexes.listings[1].names] == [
        "Nightjar Works LLC",
        "ООО Найтджар; Завод",
        "OOO Nightjar",
    ]


def test_registration_numbers_become_what_their_checksum_says(annexes: Reading) -> None:
    assert annexes.listings[1].identifiers == (
        Identifier("kpp", "770401001"),
        Identifier("ogrn", "1027700132195", "ru"),
        Identifier("inn", "7707083893", "ru"),
    )


def test_a_date_with_a_remark_is_read_and_the_remark_kept(annexes: Reading) -> None:
    works = annexes.listings[1]

    assert works.birth_dates == (When.day(2004, 2, 12), When.year(2011))
    assert works.reasons == "Born or founded: 12.2.2004 (re-registered 2011)"


def test_an_amending_act_is_a_delta_of_the_regulation_that_it_amends(act: Reading) -> None:
    assert (act.role, act.part, act.series) == (FileRole.DELTA, "32014R0833", "eu-oj")
    assert act.date is not None
    assert act.date.isoformat() == "2026-07-24"
    assert act.listings[0].legal_act == "32026R9999"


def test_a_ship_needs_a_valid_number(act: Reading) -> None:
    heron, second = act.listings

    assert (heron.kind, heron.measures) == (Kind.VESSEL, (Measure.VESSEL_MEASURES,))
    assert heron.identifiers == (Identifier("imo", "9074729"),)
    assert second.identifiers == (Identifier("imo-company", "9999999"),)


def test_an_entry_that_begins_later_was_announced_with_its_act(fixtures: Path) -> None:
    content = source(fixtures, "32026R9999.csv").content.replace(b"24.7.2026", b"25.1.2027", 1)
    third = b"".join(content.splitlines(keepends=True)[2:3])

    later, *_ = eu_oj.read(SourceFile.of("act.csv", content + third)).listings

    assert (later.announced, later.in_effect) == (When.day(2026, 7, 24), When.day(2027, 1, 25))


def test_a_number_that_the_source_repeats_gets_a_key_of_its_own(act: Reading) -> None:
    assert [listing.key for listing in act.listings] == [
        "32026R9999#XLII#1",
        "32026R9999#XLII#1~2",
    ]


def refusal(content: bytes) -> ListFileError:
    with pytest.raises(ListFileError) as caught:
        eu_oj.read(SourceFile.of("oj.csv", content))
    return caught.value


def test_a_moved_heading_stops_the_reader(fixtures: Path) -> None:
    content = source(fixtures, "32014R0269.csv").content.replace(b",measure,", b",measures,", 1)

    assert str(refusal(content)) == (
        "oj.csv, line 1: expected the headings that this reader knows, found missing: measure; "
        "unknown: measures. Nothing of this file was imported. Compare with the "
        "authority's page; if "
        "the format changed, teach the reader."
    )


def test_an_unknown_measure_stops_the_reader(fixtures: Path) -> None:
    content = source(fixtures, "32014R0269.csv").content.replace(b"Asset freeze", b"Frown", 1)

    assert str(refusal(content)) == (
        "oj.csv, line 2, column measure: expected one of Asset freeze, Export control, Financial "
        "restrictions, Investment ban, Services ban, Transportation restrictions, found 'Frown'. "
        "Nothing of this file was imported. Read the entry, then teach "
        "sanctions/lists/eu_oj.py this "
        "value with a fixture."
    )


def test_an_unreadable_start_date_stops_the_reader(fixtures: Path) -> None:
    content = source(fixtures, "32014R0269.csv").content.replace(b"23.2.2024", b"31.2.2024", 1)

    assert str(refusal(content)) == (
        "oj.csv, line 2, column startDate: expected a date such as 23.7.2026, 14 July 2026 or "
        "2026-08-07, found '31.2.2024'. Nothing of this file was imported. Read the entry in the "
        "Official Journal; mend the transcription at its source."
    )


def test_a_row_that_is_cut_is_refused(fixtures: Path) -> None:
    content = source(fixtures, "32014R0269.csv").content[:-40]

    assert "expected 45 cells" in str(refusal(content))
