"""The bundled excerpt: official forms, true dates, enough of it to show changes and gaps."""

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import comity.sanctions
from comity.entities.subject import Kind, Precision, When
from comity.sanctions.listing import Listing, Reading, Role
from comity.sanctions.lists.registry import LISTS, reader_of
from comity.sanctions.lists.source import SourceFile

EXCERPT = Path(comity.sanctions.__file__).parent / "excerpt"
ABOUT = {"README.md", "excerpt.json"}
FILES = sorted(
    path.relative_to(EXCERPT).as_posix()
    for path in EXCERPT.rglob("*")
    if path.is_file() and path.name not in ABOUT
)


@cache
def reading(name: str) -> Reading:
    source = SourceFile.of(name, (EXCERPT / name).read_bytes())
    reader = reader_of(source)
    assert reader, f"no reader knows {name}"
    return reader.read(source)


def editions(name: str) -> dict[str, dict[str, Listing]]:
    """Return the listings of each full edition of a list by key, by date."""
    found: dict[str, dict[str, Listing]] = {}
    for file in FILES:
        folder, date, *_ = file.split("/")
        if folder == name and reading(file).role in {Role.FULL, Role.PART}:
            listings = {entry.key: entry for entry in reading(file).listings}
            found.setdefault(date, {}).update(listings)
    return found


def newest(name: str) -> dict[str, Listing]:
    by_date = editions(name)
    return by_date[max(by_date)]


@cache
def about() -> dict[str, Any]:
    said: dict[str, Any] = json.loads((EXCERPT / "excerpt.json").read_text(encoding="utf-8"))
    return said


@pytest.mark.parametrize("name", FILES)
def test_each_file_is_read_by_the_reader_of_the_list_whose_folder_it_is_in(name: str) -> None:
    assert reading(name).list == name.partition("/")[0]


@pytest.mark.parametrize("name", FILES)
def test_each_file_says_something(name: str) -> None:
    found = reading(name)

    assert found.records > 0
    assert found.listings or found.role is Role.COMPANION


def test_five_authorities_are_there() -> None:
    authorities = {LISTS[file.partition("/")[0]].jurisdiction for file in FILES}

    assert authorities == {"us", "eu", "uk", "un", "jp"}


def test_one_list_alone_names_sixty_targets_since_it_lists_each_once() -> None:
    assert len(newest("us-ofac")) >= 60


@pytest.mark.parametrize("name", ["us-ofac", "eu-oj", "uk", "jp-mof"])
def test_each_edition_adds_targets_to_the_one_before_until_the_last(name: str) -> None:
    sizes = [set(listings) for _, listings in sorted(editions(name).items())]

    assert len(sizes) >= 2
    assert all(before <= after for before, after in pairwise(sizes))
    assert all(before < after for before, after in pairwise(sizes[:-1]))


@pytest.mark.parametrize("name", ["eu-oj", "eu-fsf", "uk", "un", "jp-mof"])
def test_no_edition_holds_a_listing_that_was_made_later(name: str) -> None:
    late = [
        (date, entry.key)
        for date, listings in editions(name).items()
        for entry in listings.values()
        if entry.announced and entry.announced.start.isoformat() > date
    ]

    assert late == []


def test_persons_organisations_and_vessels_are_there() -> None:
    kinds = {entry.kind for name in LISTS for entry in all_of(name)}

    assert kinds == {Kind.PERSON, Kind.ORGANISATION, Kind.VESSEL}


def test_names_stand_in_latin_cyrillic_kana_hangul_and_arabic_script() -> None:
    scripts = {name.script for list_ in LISTS for entry in all_of(list_) for name in entry.names}

    assert scripts >= {"Latn", "Cyrl", "Kana", "Hang", "Arab"}


def test_four_persons_written_in_kana_have_their_birthday_on_a_western_list_too() -> None:
    in_kana = [
        entry
        for entry in newest("jp-mof").values()
        if entry.kind is Kind.PERSON and entry.names[0].script == "Kana"
    ]
    western = [entry for name in ("us-ofac", "eu-oj", "un") for entry in newest(name).values()]

    shared = birthdays(in_kana) & birthdays(western)

    assert len(shared) == 4


def test_the_delta_of_an_act_names_what_the_next_edition_has_too() -> None:
    deltas = [file for file in FILES if "/amendments/" in file]
    added = {entry.names[0].text for file in deltas for entry in reading(file).listings}

    assert {reading(file).role for file in deltas} == {Role.DELTA}
    assert added
    assert added <= {entry.names[0].text for entry in newest("eu-oj").values()}


def test_the_description_names_every_list_and_edition_and_no_other() -> None:
    there: dict[str, set[str]] = {}
    for file in FILES:
        folder, date, *_ = file.split("/")
        there.setdefault(folder, set()).add(date)

    assert about()["excerpt"] is True
    assert {source["list"]: set(source["editions"]) for source in about()["sources"]} == there


def test_the_description_gives_the_jurisdiction_of_each_reader() -> None:
    said = {source["list"]: source["jurisdiction"] for source in about()["sources"]}

    assert said == {name: LISTS[name].jurisdiction for name in said}


def test_the_description_is_as_of_the_newest_edition() -> None:
    assert about()["as_of"] == max(file.split("/")[1] for file in FILES)


def test_the_excerpt_warns_against_screening_with_it() -> None:
    words = (EXCERPT / "README.md").read_text(encoding="utf-8")

    assert "**This is not a sanctions list. Never screen anyone with it.**" in words


def test_the_excerpt_is_small() -> None:
    assert sum(path.stat().st_size for path in EXCERPT.rglob("*") if path.is_file()) < 400_000


def all_of(name: str) -> list[Listing]:
    return [
        entry for file in FILES if file.startswith(f"{name}/") for entry in reading(file).listings
    ]


def birthdays(listings: list[Listing]) -> set[When]:
    return {
        born for entry in listings for born in entry.birth_dates if born.precision is Precision.DAY
    }
