"""A pack says what the lists say, fits into records, and comes back as it went."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pages import invented_board as invented

from comity.records.canonical import encode
from comity.records.record import LARGEST
from comity.sanctions.evidence import (
    CUT,
    EntryEvidence,
    PackTooLargeError,
    PairEvidence,
    ReasonEvidence,
    TargetEvidence,
    evidence_of,
    in_parts,
    read_targets,
    shortened,
)
from comity.sanctions.listing_hash import listing_hash
from comity.sanctions.statements import MOST_TARGETS, PROPOSAL

AROUND: dict[str, Any] = {
    "to": "jp",
    "list": "jp-mof",
    "measure": "asset-freeze",
    "title": {"en": "Proposal"},
}


def taedong() -> TargetEvidence:
    """Return the pack of Taedong Kwangmyong Trading, which three partners list."""
    board = invented.invented_board()
    row = next(one for one in board.gaps if one.gap.target.cluster == 2)
    match = invented.invented_match(2)
    assert match
    return evidence_of(row, match, board.reference)


def test_the_references_entries_come_first_with_the_hashes_of_file_and_entry() -> None:
    pack, match = taedong(), invented.invented_match(2)

    assert match
    assert [one.list for one in pack.entries] == ["eu-oj", "us-ofac", "ua-gur"]
    by_key = {one.listing.key: one for one in match.listings}
    for one in pack.entries:
        assert one.file == by_key[one.key].edition.sha256
        assert one.listing == listing_hash(by_key[one.key].listing)
        assert one.date_from == by_key[one.key].edition.date_from
        assert one.place == "line 54"
    assert (pack.since, pack.listed_by) == ("2026-01-27", ("eu", "ua", "us"))
    assert pack.since_known


def test_a_pair_names_the_entries_of_the_pack_and_its_points_add_up() -> None:
    pack = taedong()

    for pair in pack.pairs:
        assert pair.a != pair.b
        assert max(pair.a, pair.b) < len(pack.entries)
        assert pair.score == sum(reason.points for reason in pair.reasons)
    assert pack.pairs[0].reasons[0].note == "any-two"


def test_the_pack_fits_its_kind_and_comes_back_the_same() -> None:
    pack = taedong()
    body = {**AROUND, "targets": [pack.body()]}

    PROPOSAL.check(body)

    assert read_targets(body) == (pack,)


def test_a_long_statement_is_cut_and_says_so() -> None:
    assert shortened("a" * 3000, 3000) == "a" * 3000
    cut = shortened("a" * 3001, 3000)
    assert (len(cut), cut.endswith(CUT)) == (3000, True)
    assert replace(taedong().entries[0], reasons=cut).cut


def test_a_target_that_no_record_holds_is_refused_by_name() -> None:
    pack = taedong()
    entries = tuple(replace(pack.entries[0], reasons="і" * 3000, key=str(n)) for n in range(12))
    reasons = tuple(
        ReasonEvidence(field="name", a="図" * 300, b="図" * 300, points=1) for _ in range(20)
    )
    pairs = tuple(PairEvidence(a=0, b=1, score=20, reasons=reasons) for _ in range(12))
    huge = replace(pack, entries=entries, pairs=pairs)

    with pytest.raises(PackTooLargeError) as refused:
        in_parts([pack, huge], AROUND)

    assert str(refused.value).startswith(f"the evidence on {pack.name} takes ")


names = st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable())
entries_ = st.builds(
    EntryEvidence,
    list=st.just("eu-oj"),
    key=names,
    as_of=st.just("2026-03-05"),
    date_from=st.sampled_from(["content", "given", "folder"]),
    file=st.just("ab" * 32),
    listing=st.just("cd" * 32),
    names=st.lists(names, min_size=1, max_size=3, unique=True).map(tuple),
    measures=st.just(("asset-freeze",)),
    announced=st.sampled_from(["", "2026-01-27", "2026"]),
    act=st.sampled_from(["", "32026R1"]),
    identifiers=st.lists(names, max_size=2).map(tuple),
    reasons=st.integers(0, 2900).map(lambda count: "і" * count),
)
targets_ = st.builds(
    TargetEvidence,
    target=st.just("t1"),
    kind=st.sampled_from(["person", "vessel"]),
    name=names,
    entries=st.lists(entries_, min_size=1, max_size=12).map(tuple),
    pairs=st.just(()),
    listed_by=st.just(("eu",)),
    since=st.just("2026-01-27"),
    score=st.integers(0, 100_000),
)


@given(st.lists(targets_, min_size=1, max_size=12), st.integers(1, 9))
def test_every_part_fits_a_record_and_nothing_is_lost_or_turned_round(
    some: list[TargetEvidence], times: int
) -> None:
    every = some * times

    parts = in_parts(every, AROUND)

    assert [replace(one, target="t1") for part in parts for one in part] == every
    for part in parts:
        body = {**AROUND, "targets": [one.body() for one in part]}
        assert len(encode(body)) < LARGEST - 4096
        assert len(part) <= MOST_TARGETS
        assert [one.target for one in part] == [f"t{n}" for n in range(1, len(part) + 1)]
        PROPOSAL.check(body)
        assert read_targets(body) == part
