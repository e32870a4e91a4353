"""Branches: who was told another story is not shut out, and a cut hides nothing.

Japan is the liar. Whichever of its stories came first is the chain, the other stands beside it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.journals.conftest import AT, KEYS, Author

from comity.agreement.history import History
from comity.journal import beside
from comity.journal.backup import back_up
from comity.journal.beside import BesideFullError, Kept
from comity.journal.book import Journal, open_journal
from comity.journal.branches import Branches
from comity.journal.following import ForkError, GapError, LinkError
from comity.journal.store import Value
from comity.journal.verify import verify
from comity.journal.writer import RootError, Writer
from comity.records.circle import circle_of, open_circle
from comity.records.party import Party
from comity.records.record import GENESIS, Head, Record, write

if TYPE_CHECKING:
    from tests.journals.conftest import KeysOf

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")


def other_story(author: Author, upto: int | None = None) -> Author:
    """Another hand that goes on from the first records of an author."""
    other = Author(author.circle, author.party)
    other.records = author.records[:upto]
    return other


def more(author: Author) -> Record:
    """One record more of a story, of somebody who has heard nothing new."""
    return author.say(f"続き {len(author.records)}", seen=author.records[-1].cut)


def tell(journal: Journal, author: Author, first: int = 1, member: Party = KOREA) -> Kept:
    """Bring records of another story, as a member that was told it does."""
    parcel = author.parcel(first)
    return journal.write(lambda writer: writer.keep_beside(*parcel, member)).result(10)


def take(journal: Journal, author: Author, first: int = 1, last: int | None = None) -> bool:
    """Bring records as a node takes them in; say whether they hang together with what is here."""
    parcel = author.parcel(first, last)

    def job(writer: Writer) -> bool:
        try:
            writer.append(*parcel)
        except (ForkError, LinkError, GapError):
            try:
                writer.keep_beside(*parcel, KOREA)
            except GapError:
                return False
        return True

    return journal.write(job).result(10)


def admitted(journal: Journal, circle: str) -> set[str]:
    """The hashes of all that is admitted of a circle, in the chains and beside them."""
    found = {record.hash for _, record in journal.admissions(0, 10_000)}
    with journal.session() as session:
        for branch in Branches(session, circle).all.values():
            rows = session.all(
                "SELECT hash FROM beside WHERE branch = ? AND seq <= ?", branch.id, branch.admitted
            )
            found |= {row[0].hex() for row in rows}
    return found


def codes(journal: Journal) -> list[tuple[str, Party]]:
    return [(one.code, one.party) for one in journal.evidence(0, 100)]


@pytest.fixture
def lie(ukraine: Author, japan: Author) -> Author:
    """What Japan tells Korea; Ukraine is told that it agrees."""
    japan.say("拝啓", seen={UKRAINE: ukraine.head()})
    other = other_story(japan)
    japan.say("賛成", seen={UKRAINE: ukraine.head()})
    other.say("反対", seen={UKRAINE: ukraine.head()})
    return other


def test_who_cites_another_story_is_admitted_once_it_is_here(
    journal: Journal, ukraine: Author, japan: Author, korea: Author, lie: Author
) -> None:
    korea.say("확인", seen={UKRAINE: ukraine.head(), JAPAN: lie.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)
    before = journal.admitted(ukraine.circle).get(KOREA)
    wanted = journal.wanted(ukraine.circle, KOREA, JAPAN)

    kept = tell(journal, lie)

    assert (before, wanted) == (None, lie.head())
    assert (kept.new, kept.began) == (1, True)
    assert journal.admitted(ukraine.circle)[KOREA] == korea.head()
    assert journal.admitted(ukraine.circle)[JAPAN] == japan.head()
    assert journal.wanted(ukraine.circle, KOREA, JAPAN) is None
    assert codes(journal) == [("cut-mismatch", KOREA)]


def test_what_another_story_waits_for_is_waited_for_as_well(
    journal: Journal, ukraine: Author, japan: Author, korea: Author, lie: Author
) -> None:
    ukraine.say("далі")
    more(lie)
    korea.say("확인", seen={UKRAINE: ukraine.head(), JAPAN: lie.head()})
    ukraine.put(journal, 1, 1)
    for author in (japan, korea):
        author.put(journal)
    tell(journal, lie)
    before = journal.admitted(ukraine.circle).get(KOREA)

    ukraine.put(journal, 2)

    assert before is None
    assert journal.admitted(ukraine.circle)[KOREA] == korea.head()


def test_both_stories_are_listed_and_proved(
    journal: Journal, ukraine: Author, japan: Author, lie: Author, keys_of: "KeysOf"
) -> None:
    more(lie)
    for author in (ukraine, japan):
        author.put(journal)
    tell(journal, lie)

    listed = [record for _, record in journal.beside(ukraine.circle, 0, 10)]

    assert listed == lie.records[1:]
    assert journal.holds(ukraine.circle, JAPAN, lie.head())
    assert journal.holds(ukraine.circle, JAPAN, japan.head())
    assert verify(journal, keys_of).faults == []


def test_the_same_story_again_changes_nothing(
    journal: Journal, ukraine: Author, japan: Author, lie: Author
) -> None:
    for author in (ukraine, japan):
        author.put(journal)
    tell(journal, lie)

    kept = tell(journal, lie)

    assert (kept.new, kept.began) == (0, False)
    assert len(journal.beside(ukraine.circle, 0, 10)) == 1


def test_a_story_goes_on_and_others_part_from_it(
    journal: Journal, ukraine: Author, japan: Author, lie: Author, keys_of: "KeysOf"
) -> None:
    for author in (ukraine, japan):
        author.put(journal)
    tell(journal, lie)
    third = other_story(lie)
    more(lie)
    third.say("別の話", seen={UKRAINE: ukraine.head()})

    began = [tell(journal, lie, 3).began, tell(journal, third, 3).began]

    assert began == [False, True]
    assert journal.story(ukraine.circle, JAPAN, third.head()) == third.records[1:]
    assert verify(journal, keys_of).faults == []


def test_what_does_not_hang_together_with_what_is_here_is_fetched_further_back(
    journal: Journal, ukraine: Author, japan: Author, lie: Author
) -> None:
    more(lie)
    for author in (ukraine, japan):
        author.put(journal)

    with pytest.raises(GapError):
        tell(journal, lie, 3)

    assert journal.beside(ukraine.circle, 0, 10) == []


def test_a_story_that_its_author_did_not_sign_is_refused(
    journal: Journal, ukraine: Author, japan: Author, lie: Author
) -> None:
    for author in (ukraine, japan):
        author.put(journal)
    _, note, root = japan.parcel()

    with pytest.raises(RootError):
        journal.write(lambda w: w.keep_beside(lie.records, note, root, KOREA)).result(10)

    assert journal.beside(ukraine.circle, 0, 10) == []


def test_what_goes_on_from_the_end_of_a_chain_is_not_kept_beside_it(
    journal: Journal, ukraine: Author
) -> None:
    ukraine.put(journal)
    ukraine.say("далі")

    kept = tell(journal, ukraine)

    assert (kept.new, kept.goes_on) == (0, True)
    assert journal.head(ukraine.circle, UKRAINE).size == 1


def test_a_liar_cannot_fill_the_room_of_somebody_honest(
    journal: Journal,
    ukraine: Author,
    japan: Author,
    lie: Author,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "MOST_BESIDE", 3)
    noise = other_story(japan, 1)
    for _ in range(4):
        more(noise)
    for author in (ukraine, japan):
        author.put(journal)

    with pytest.raises(BesideFullError):
        tell(journal, noise, 1, JAPAN)
    tell(journal, lie, 1, KOREA)

    assert journal.holds(ukraine.circle, JAPAN, lie.head())


def test_a_member_begins_only_so_many_stories(
    journal: Journal, ukraine: Author, japan: Author, lie: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "MOST_BRANCHES", 1)
    third = other_story(japan, 1)
    third.say("別の話", seen={UKRAINE: ukraine.head()})
    for author in (ukraine, japan):
        author.put(journal)
    tell(journal, lie)

    with pytest.raises(BesideFullError):
        tell(journal, third)


# --- closed cuts


def test_a_cut_that_leaves_out_what_was_seen_stops_its_chain(
    journal: Journal, ukraine: Author, japan: Author, korea: Author
) -> None:
    japan.say("承知", seen={UKRAINE: ukraine.head()})
    hiding = korea.say("확인", seen={JAPAN: japan.head()})
    korea.say("계속", seen={JAPAN: japan.head(), UKRAINE: ukraine.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)

    (found,) = journal.evidence(0, 10)

    assert (found.code, found.party, found.blob) == ("cut-not-closed", KOREA, hiding.encoded)
    assert found.details["other"] == UKRAINE
    assert found.details["stated"] == ukraine.records[0].hash
    assert journal.admitted(ukraine.circle) == {UKRAINE: ukraine.head(), JAPAN: japan.head()}


def test_who_rests_on_such_a_record_waits_and_is_not_blamed(
    journal: Journal, ukraine: Author, japan: Author, korea: Author
) -> None:
    japan.say("承知", seen={UKRAINE: ukraine.head()})
    korea.say("확인", seen={JAPAN: japan.head()})
    ukraine.say("далі", seen={JAPAN: japan.head(), KOREA: korea.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)

    assert codes(journal) == [("cut-not-closed", KOREA)]
    assert journal.admitted(ukraine.circle)[UKRAINE] == ukraine.head(1)


def test_a_cut_that_changes_stories_stops_its_chain(
    journal: Journal, ukraine: Author, japan: Author, korea: Author, lie: Author
) -> None:
    more(lie)
    korea.say("확인", seen={UKRAINE: ukraine.head(), JAPAN: japan.head()})
    korea.say("변경", seen={UKRAINE: ukraine.head(), JAPAN: lie.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)
    tell(journal, lie)

    assert codes(journal) == [("cut-goes-back", KOREA)]
    assert journal.admitted(ukraine.circle)[KOREA] == korea.head(1)


def test_a_record_that_opens_a_circle_in_the_middle_of_another_stops_its_chain(
    journal: Journal, ukraine: Author
) -> None:
    ukraine.records.append(
        write(
            circle=ukraine.circle,
            party=UKRAINE,
            seq=2,
            prev=ukraine.head().hash,
            cut={},
            kind=GENESIS,
            body={},
            at=AT,
            marking="TLP:AMBER",
        )
    )
    ukraine.put(journal)

    assert codes(journal) == [("false-place", UKRAINE)]
    assert journal.admitted(ukraine.circle)[UKRAINE] == ukraine.head(1)


# --- what may be said next


def test_the_next_cut_goes_on_with_the_story_that_was_cited(
    journal: Journal, ukraine: Author, japan: Author, korea: Author, lie: Author
) -> None:
    korea.say("확인", seen={UKRAINE: ukraine.head(), JAPAN: lie.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)
    tell(journal, lie)
    more(lie)
    tell(journal, lie)

    assert journal.cut(ukraine.circle, KOREA) == {UKRAINE: ukraine.head(), JAPAN: lie.head()}
    assert journal.cut(ukraine.circle, UKRAINE) == {JAPAN: japan.head(), KOREA: korea.head()}


def test_the_next_cut_is_closed_where_the_chain_here_is_stuck(
    journal: Journal, ukraine: Author, japan: Author, korea: Author
) -> None:
    """Japan told Ukraine what never can be admitted, and Korea something sound."""
    japan.say("拝啓", seen={UKRAINE: ukraine.head()})
    lie = other_story(japan)
    japan.say("賛成", seen={UKRAINE: Head(99, "ee" * 32)})
    lie.say("反対", seen={UKRAINE: ukraine.head()})
    korea.say("확인", seen={UKRAINE: ukraine.head(), JAPAN: lie.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)
    tell(journal, lie)
    ukraine.say("далі", seen=journal.cut(ukraine.circle, UKRAINE))

    ukraine.put(journal, 2)

    assert ukraine.records[-1].cut == {JAPAN: lie.head(), KOREA: korea.head()}
    assert journal.admitted(ukraine.circle)[UKRAINE] == ukraine.head()


# --- the same as agreement weighs it


def circle() -> Author:
    """Ukraine, which has opened a circle with Japan and Korea."""
    cards = dict.fromkeys(KEYS, "cd" * 32)
    first = open_circle(opener=UKRAINE, cards=cards, purpose="sanctions", nonce="0f" * 16, at=AT)
    author = Author(first.circle, UKRAINE)
    author.records.append(first)
    return author


def history_of(opening: Record, records: Iterable[Record]) -> set[str]:
    """What the history of agreement admits of records."""
    history = History(circle_of(opening))
    history.take(records)
    return set(history.links)


@st.composite
def tellings(draw: st.DrawFn) -> list[Author]:
    """Two stories each of Japan and Korea and one of Ukraine, whose cuts may be anything.

    Most are what an honest node would say: all that it has seen, on the stories it is on.
    """
    ukraine = circle()
    hands = [ukraine, Author(ukraine.circle, JAPAN), Author(ukraine.circle, KOREA)]
    for step in range(draw(st.integers(6, 24))):
        if step in {4, 7}:
            hands.append(other_story(hands[1 if step == 4 else 2]))
        hand = draw(st.sampled_from(hands))
        seen: dict[Party, Head] = dict(hand.records[-1].cut) if hand.records else {}
        heard = [one for one in hands if one.party != hand.party and one.records]
        for source in draw(st.lists(st.sampled_from(heard or [ukraine]), max_size=2)):
            if source.party != hand.party:
                at = draw(st.integers(1, len(source.records)))
                at = at if draw(st.booleans()) else len(source.records)
                passed_on = source.records[at - 1].cut if draw(st.integers(0, 5)) else {}
                for party, head in {**passed_on, source.party: source.head(at)}.items():
                    if party != hand.party and head.size > seen.get(party, Head(0, "")).size:
                        seen[party] = head
        hand.say(f"{step}", seen=seen)
    return hands


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hands=tellings(), data=st.data())
def test_the_order_of_arrival_changes_nothing_and_agreement_admits_the_same(
    hands: list[Author], data: st.DataObject, keys_of: "KeysOf"
) -> None:
    records = {record.hash: record for hand in hands for record in hand.records}
    waiting = [(hand, record.seq) for hand in hands for record in hand.records]
    waiting = data.draw(st.permutations(waiting))

    with open_journal(":memory:") as journal:
        while left := [one for one in waiting if not take(journal, one[0], one[1], one[1])]:
            assert len(left) < len(waiting)
            waiting = left

        found = admitted(journal, hands[0].circle)
        report = verify(journal, keys_of)

    assert found == history_of(hands[0].records[0], records.values())
    assert report.faults == []


# --- proof and backup


@pytest.fixture
def forked(journal: Journal, ukraine: Author, japan: Author, korea: Author, lie: Author) -> Journal:
    """A journal in which Japan has spoken twice and Korea cites the other story."""
    more(lie)
    korea.say("확인", seen={UKRAINE: ukraine.head(), JAPAN: lie.head()})
    ukraine.say("далі", seen={JAPAN: japan.head(), KOREA: korea.head()})
    for author in (ukraine, japan, korea):
        author.put(journal)
    tell(journal, lie)
    return journal


def test_a_backup_holds_both_stories(
    forked: Journal, tmp_path: Path, ukraine: Author, keys_of: "KeysOf"
) -> None:
    back_up(forked, tmp_path / "backup.db", AT)

    with open_journal(tmp_path / "backup.db") as copy:
        assert copy.beside(ukraine.circle, 0, 10) == forked.beside(ukraine.circle, 0, 10)
        assert verify(copy, keys_of).faults == []


IN_MEMORY = pytest.mark.parametrize("where", ["memory"], indirect=True)


@IN_MEMORY
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE branches SET first = 3",
        "UPDATE branches SET size = 4",
        "UPDATE branches SET admitted = 2",
        "UPDATE branches SET admitted = 9",
        "UPDATE branches SET stem = 7",
        "UPDATE branches SET stopped = 2",
        "UPDATE branches SET chain = 1",
        "DELETE FROM branches",
        "DELETE FROM beside WHERE seq = 3",
        "DELETE FROM beside",
        "UPDATE beside SET seq = 9 WHERE seq = 3",
        "UPDATE beside SET note = NULL",
        "DELETE FROM strays",
    ],
)
def test_a_changed_row_is_found(forked: Journal, keys_of: "KeysOf", sql: str) -> None:
    change(forked, sql)

    assert not verify(forked, keys_of).sound


@IN_MEMORY
@pytest.mark.parametrize(
    ("table", "column", "at_row"),
    [
        ("beside", "hash", "seq = 2"),
        ("beside", "encoded", "seq = 3"),
        ("beside", "note", "seq = 3"),
        ("strays", "hash", "1 = 1"),
        ("strays", "links", "1 = 1"),
    ],
)
def test_any_flipped_byte_of_a_row_is_found(
    forked: Journal, keys_of: "KeysOf", table: str, column: str, at_row: str
) -> None:
    with forked.session() as session:
        row = session.one(f"SELECT {column} FROM {table} WHERE {at_row}")  # noqa: S608 - names above
    assert row is not None
    value = bytes(row[0])
    for at in sorted({0, len(value) // 3, len(value) // 2, len(value) - 1}):
        flipped = value[:at] + bytes([value[at] ^ 4]) + value[at + 1 :]
        change(forked, f"UPDATE {table} SET {column} = ? WHERE {at_row}", flipped)  # noqa: S608 - the same

        assert not verify(forked, keys_of).sound, at


def change(journal: Journal, sql: str, *values: Value) -> None:
    """Change rows behind the journal's back."""

    def job(writer: Writer) -> None:
        with writer.session() as session:
            session.run(sql, *values)

    journal.write(job).result(10)
