"""Whatever a listing holds, the store gives it back."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from comity.entities.subject import (
    IDENTIFIER_KINDS,
    Identifier,
    Kind,
    Name,
    Precision,
    Role,
    When,
)
from comity.sanctions.columns import from_frame, to_frame
from comity.sanctions.listing import Address, Listing, Measure

texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
days = st.dates(dt.date(1800, 1, 1), dt.date(2100, 1, 1))
whens = st.builds(When, days, days, st.sampled_from(Precision))
names = st.builds(Name, texts, texts, texts, st.sampled_from(Role), texts)
identifiers = st.builds(Identifier, st.sampled_from(sorted(IDENTIFIER_KINDS)), texts, texts)


def several(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


listings = st.builds(
    Listing,
    list=texts,
    key=texts,
    kind=st.sampled_from(Kind),
    names=several(names),
    measures=several(st.sampled_from(Measure)),
    programmes=several(texts),
    announced=st.none() | whens,
    in_effect=st.none() | whens,
    ended=st.none() | whens,
    legal_act=texts,
    birth_dates=several(whens),
    birth_places=several(texts),
    nationalities=several(texts),
    countries=several(texts),
    addresses=several(st.builds(Address, texts, texts)),
    identifiers=several(identifiers),
    gender=texts,
    positions=several(texts),
    reasons=texts,
    place=texts,
)


@given(st.lists(listings, max_size=4))
def test_what_is_stored_comes_back_as_it_was(held: list[Listing]) -> None:
    assert list(from_frame(to_frame(held))) == held
