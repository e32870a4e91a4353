"""Snapshots are whole or absent, and the newest of each series is in force."""

import datetime as dt
import json
from pathlib import Path

import pytest

from comity.entities.subject import Identifier, Kind, Name, When
from comity.sanctions.columns import from_frame, to_frame
from comity.sanctions.listing import Address, Listing, Measure, Reading, Role
from comity.sanctions.lists.source import SourceFile
from comity.sanctions.snapshots import FolderError, Snapshot, Snapshots, companions_of, in_force

FULL_OF_FIELDS = Listing(
    list="eu-oj",
    key="32014R0269#I#1",
    kind=Kind.PERSON,
    names=(Name("Oleg NIGHTJAR", "Latn", "en", family="NIGHTJAR"), Name("Олег", "Cyrl")),
    measures=(Measure.ASSET_FREEZE, Measure.TRAVEL_BAN),
    programmes=("EU-UKR",),
    announced=When.day(2024, 2, 23),
    in_effect=When.month(2024, 3),
    ended=When.circa(2030),
    legal_act="32024R0001",
    birth_dates=(When.between(1960, 1962),),
    birth_places=("Tula",),
    nationalities=("Russian",),
    countries=("ru",),
    addresses=(Address("Tula, Russia", "ru"),),
    identifiers=(Identifier("inn", "500100732259", "ru"),),
    gender="male",
    positions=("director",),
    reasons="Directs Nightjar Works.",
    place="line 2",
)
BARE = Listing(
    list="un",
    key="QDi.001",
    kind=Kind.ORGANISATION,
    names=(Name("NIGHTJAR", "Latn"),),
    measures=(Measure.ASSET_FREEZE,),
)


def reading(
    *listings: Listing, role: Role = Role.FULL, part: str = "", through: dt.date | None = None
) -> Reading:
    return Reading(
        list="eu-oj",
        series="eu-oj",
        role=role,
        part=part,
        through=through,
        records=len(listings),
        listings=listings,
        left_out={},
    )


def add(store: Snapshots, read: Reading, day: dt.date, content: bytes | None = None) -> Snapshot:
    source = SourceFile.of("oj.csv", content or f"{read.role}{read.part}{day}".encode())
    return store.add(read, source, day, "given", excerpt=False)


@pytest.fixture
def store(tmp_path: Path) -> Snapshots:
    return Snapshots(tmp_path)


def test_every_field_survives_the_store(store: Snapshots) -> None:
    snapshot = add(store, reading(FULL_OF_FIELDS, BARE), dt.date(2026, 1, 1))

    assert store.listings(snapshot) == [FULL_OF_FIELDS, BARE]


def test_a_table_of_nothing_is_nothing() -> None:
    assert list(from_frame(to_frame([]))) == []


def test_the_same_file_twice_is_one_snapshot(store: Snapshots) -> None:
    first = add(store, reading(BARE), dt.date(2026, 1, 1))
    second = add(store, reading(BARE), dt.date(2026, 1, 1))

    assert (second, store.all()) == (first, [first])


def test_a_snapshot_without_its_page_does_not_exist(store: Snapshots) -> None:
    snapshot = add(store, reading(BARE), dt.date(2026, 1, 1))

    (store.pages / f"{snapshot.name}.json").unlink()

    assert store.all() == []


def test_nothing_is_left_when_writing_breaks_off(store: Snapshots) -> None:
    def break_off(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(FolderError) as caught:
        store.write(store.pages / "x.json", break_off)

    assert list(store.pages.iterdir()) == []
    assert str(caught.value) == (
        f"{store.folder} cannot be used: No space left on device. Free space there, or name "
        f"another "
        "with --data."
    )


def test_source_bytes_are_kept_under_their_hash(store: Snapshots) -> None:
    source = SourceFile.of("oj.csv", b"celex")
    store.keep(b"celex", source.sha256)

    assert store.source(add(store, reading(BARE), dt.date(2026, 1, 1), b"celex")) == source


def test_the_newest_full_edition_is_in_force(store: Snapshots) -> None:
    add(store, reading(BARE), dt.date(2026, 1, 1))
    newest = add(store, reading(BARE), dt.date(2026, 2, 1))
    add(store, reading(BARE), dt.date(2025, 1, 1))

    assert in_force(store.all()) == [newest]


def test_an_edition_of_a_day_before_can_be_asked_for(store: Snapshots) -> None:
    january = add(store, reading(BARE), dt.date(2026, 1, 1))
    add(store, reading(BARE), dt.date(2026, 2, 1))

    assert in_force(store.all(), dt.date(2026, 1, 31)) == [january]


def test_parts_make_one_edition_together(store: Snapshots) -> None:
    one = add(store, reading(BARE, role=Role.PART, part="A"), dt.date(2026, 1, 1))
    two = add(store, reading(BARE, role=Role.PART, part="B"), dt.date(2026, 2, 1))

    assert in_force(store.all()) == [one, two]


def test_a_delta_joins_only_an_edition_that_does_not_contain_it(store: Snapshots) -> None:
    base = add(
        store,
        reading(BARE, role=Role.PART, part="A", through=dt.date(2026, 7, 17)),
        dt.date(2026, 8, 21),
    )
    add(store, reading(BARE, role=Role.DELTA, part="A"), dt.date(2026, 7, 13))
    later = add(store, reading(BARE, role=Role.DELTA, part="A"), dt.date(2026, 7, 23))
    other = add(store, reading(BARE, role=Role.DELTA, part="C"), dt.date(2026, 7, 1))

    assert in_force(store.all()) == [base, other, later]


def test_the_nearest_companion_of_each_sort_joins(store: Snapshots) -> None:
    full = add(store, reading(BARE), dt.date(2024, 5, 3))
    add(store, reading(role=Role.COMPANION, part="alt"), dt.date(2023, 1, 1))
    near = add(store, reading(role=Role.COMPANION, part="alt"), dt.date(2024, 6, 1))

    assert companions_of(full, store.all()) == [near]


def test_a_computed_table_counts_only_when_all_are_there(store: Snapshots) -> None:
    frame = to_frame([BARE])
    store.save("state", {"listings": frame})

    (store.folder / "computed" / "state.done").unlink()

    assert store.saved("state", "listings") is None


def test_the_page_of_a_snapshot_is_plain_json(store: Snapshots) -> None:
    snapshot = add(store, reading(BARE), dt.date(2026, 1, 1))

    page = json.loads((store.pages / f"{snapshot.name}.json").read_text("utf-8"))

    assert (page["date"], page["kinds"]) == ("2026-01-01", {"organisation": 1})
