"""Two editions of a list differ in what came, what went and what says something else."""

from dataclasses import replace
from pathlib import Path

import pytest

from comity.entities.subject import Kind, Name, When
from comity.sanctions.changes import compare, packages
from comity.sanctions.listing import Listing, Measure
from comity.sanctions.lists import us_ofac
from comity.sanctions.lists.source import SourceFile

NIGHTJAR = Listing(
    list="uk",
    key="RUS1",
    kind=Kind.PERSON,
    names=(Name("Oleg NIGHTJAR", "Latn"),),
    measures=(Measure.ASSET_FREEZE,),
    announced=When.day(2024, 2, 23),
    place="line 10",
)
HERON = replace(NIGHTJAR, key="RUS2", announced=When.day(2024, 5, 1), legal_act="SI 2024/1")


def test_a_listing_that_came_is_added() -> None:
    assert compare([NIGHTJAR], [NIGHTJAR, HERON]).added == (HERON,)


def test_a_listing_that_went_is_removed() -> None:
    assert compare([NIGHTJAR, HERON], [HERON]).removed == (NIGHTJAR,)


def test_a_change_names_its_fields() -> None:
    (changed,) = compare([NIGHTJAR], [replace(NIGHTJAR, gender="male", reasons="x")]).changed

    assert changed.fields == ("gender", "reasons")


def test_another_line_of_the_file_is_no_change() -> None:
    assert compare([NIGHTJAR], [replace(NIGHTJAR, place="line 99")]).changed == ()


def test_packages_are_named_by_the_act_or_the_day() -> None:
    assert list(packages([HERON, NIGHTJAR])) == ["2024-02-23", "SI 2024/1"]


@pytest.mark.kit
@pytest.mark.parametrize(
    ("first", "last", "added", "removed"),
    [("2024-02-20", "2024-02-23", 553, 0), ("2024-05-01", "2024-05-03", 7, 8)],
)
def test_real_editions_of_ofac_differ_as_they_are_known_to(
    kit: Path, first: str, last: str, added: int, removed: int
) -> None:
    before, after = (
        us_ofac.read(
            SourceFile.of(day, (kit / "us-ofac" / day / "sdn.csv.gz").read_bytes())
        ).listings
        for day in (first, last)
    )

    changes = compare(before, after)

    assert (len(changes.added), len(changes.removed)) == (added, removed)
