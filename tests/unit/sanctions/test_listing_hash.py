"""The hash of a listing names what it says, wherever it stands."""

from dataclasses import fields, replace

import pytest

from comity.entities.subject import Identifier, Kind, Name, When
from comity.sanctions.listing import Address, Listing, Measure
from comity.sanctions.listing_hash import listing_hash

ENTRY = Listing(
    list="jp-mof",
    key="29#7",
    kind=Kind.PERSON,
    names=(Name("エウランピー・ネブィワレツ", "Kana"), Name("Evlampii Nebyvalets", "Latn")),
    measures=(Measure.ASSET_FREEZE,),
    announced=When.day(2022, 3, 1),
    birth_dates=(When.year(1971),),
    addresses=(Address("1 Nowhere Street", "ru"),),
    identifiers=(Identifier("passport", "7512345", "ru"),),
    place="sheet 29, row 12",
)
OTHERWISE = {
    "kind": Kind.ORGANISATION,
    "names": (Name("Evlampij Nebyvalets", "Latn"),),
    "measures": (Measure.EXPORT_BAN,),
    "programmes": ("29",),
    "announced": None,
    "in_effect": When.day(2022, 3, 2),
    "ended": When.day(2023, 3, 2),
    "legal_act": "令和8年外務省告示第9号",
    "birth_dates": (When.circa(1971),),
    "birth_places": ("Tula",),
    "nationalities": ("Russia",),
    "countries": ("ru",),
    "addresses": (Address("1 Nowhere Street", ""),),
    "identifiers": (Identifier("passport", "7512345"),),
    "gender": "male",
    "positions": ("Director",),
    "reasons": "Invented.",
}
HASH = "9a9834fec0aba22ef95b0fb31f1fd9c14477f427b676aeaa23e17e389190f1f1"


@pytest.mark.parametrize(("field", "value"), OTHERWISE.items())
def test_an_entry_that_says_anything_else_has_another_hash(field: str, value: object) -> None:
    assert listing_hash(replace(ENTRY, **{field: value})) != listing_hash(ENTRY)  # type: ignore[arg-type] # each its own type


@pytest.mark.parametrize("field", ["list", "key", "place"])
def test_where_an_entry_stands_changes_nothing(field: str) -> None:
    assert listing_hash(replace(ENTRY, **{field: "elsewhere"})) == listing_hash(ENTRY)  # type: ignore[arg-type] # each is text


def test_every_field_of_a_listing_is_in_its_hash_or_says_where_it_stands() -> None:
    assert {one.name for one in fields(Listing)} == {*OTHERWISE, "list", "key", "place"}


def test_the_same_listing_has_the_same_hash_in_every_program() -> None:
    assert listing_hash(ENTRY) == HASH
