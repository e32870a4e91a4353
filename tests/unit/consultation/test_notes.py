"""Notes: whatever the order in which edits arrive, two note-takers come to the same."""

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from comity.consultation.minutes import Lack, lacks
from comity.consultation.notes import Edit, Item, items_of, merged, of_item, spoken_of

AT = "2026-03-12T07:30:00.000Z"
LATER = "2026-03-12T07:31:00.000Z"


def edit(name: str, entry: str = "e", words: str = "Слова", **more: Any) -> Edit:
    """Return an edit with short names."""
    usual = {"item": "", "sort": "remark", "at": AT}
    base = tuple(more.pop("base", ""))
    return Edit(id=name, entry=entry, words={"uk": words}, base=base, **{**usual, **more})


def test_the_order_in_which_edits_arrive_and_repeats_change_nothing() -> None:
    edits = [
        edit("1"),
        edit("2", base="1", words="Друге", at=LATER),
        edit("3", base="1", words="Третє"),
        edit("4", entry="f", words="Інше"),
    ]
    expected = merged(edits)

    for order in permutations(edits):
        assert merged([*order, *order]) == expected
    assert [(one.id, one.now.id, [other.id for other in one.others]) for one in expected] == [
        ("e", "2", ["3"]),
        ("f", "4", []),
    ]


def test_a_third_wording_that_names_both_settles_it() -> None:
    edits = [edit("1"), edit("2", base="1", words="а"), edit("3", base="1", words="б")]

    (settled,) = merged([*edits, edit("4", base="23", words="в")])

    assert (settled.now.id, settled.others) == ("4", ())


def test_two_that_wrote_the_same_do_not_differ() -> None:
    (one,) = merged([edit("1"), edit("2", base="1", words="а"), edit("3", base="1", words="а")])

    assert one.others == ()
    assert one.tips == (one.now.id,)


def test_an_entry_taken_out_by_one_and_changed_by_another_stays_until_somebody_chooses() -> None:
    struck = edit("2", base="1", struck=True)
    assert merged([edit("1"), struck]) == ()

    (both,) = merged([edit("1"), struck, edit("3", base="1", words="Важливо", at=LATER)])

    assert [both.now.words["uk"], both.others[0].struck] == ["Важливо", True]


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.sampled_from("ef"), st.lists(st.integers(0, 8), max_size=2))
    )
)
def test_no_edit_that_nobody_went_on_from_is_ever_lost(
    drawn: list[tuple[int, str, list[int]]],
) -> None:
    edits = {
        str(number): edit(str(number), entry, f"Слова {number}", base="".join(map(str, base)))
        for number, entry, base in drawn
    }
    found = merged(edits.values())

    for entry in "ef":
        own = [one for one in edits.values() if one.entry == entry]
        replaced = {base for one in own for base in one.base}
        tips = {one.id for one in own if one.id not in replaced} or {one.id for one in own}
        shown = {one.id: {one.now.id, *(o.id for o in one.others)} for one in found}
        assert shown.get(entry, set()) == tips


def test_items_are_those_of_the_agenda_then_those_added_and_nothing_falls_between() -> None:
    planned = [Item(id="i1", title={"uk": "Дрони"}, mode="decision", minutes=9)]
    entries = merged(
        [
            edit("1", entry="a", sort="item", words="Різне"),
            edit("2", entry="b", item="i1"),
            edit("3", entry="c", item="a"),
            edit("4", entry="d", item="gone"),
        ]
    )
    items = items_of(planned, entries)

    assert [(one.id, one.added) for one in items] == [("i1", False), ("a", True)]
    assert [one.id for one in of_item("i1", entries, items)] == ["b"]
    assert [one.id for one in of_item("a", entries, items)] == ["c"]
    assert [one.id for one in of_item("", entries, items)] == ["d"]


def test_an_item_that_is_left_off_the_agenda_keeps_its_notes_behind_it() -> None:
    drones, ships = Item(id="i1", title={"uk": "Дрони"}), Item(id="i2", title={"uk": "Судна"})
    entries = merged([edit("1", entry="a", item="i2")])

    items = items_of([drones], entries, [drones, ships])

    assert [(one.id, one.beside) for one in items] == [("i1", False), ("i2", True)]
    assert [one.id for one in of_item("i2", entries, items)] == ["a"]
    assert of_item("", entries, items) == ()


def test_minutes_speak_of_an_agenda_that_is_agreed_and_else_of_what_was_noted() -> None:
    planned = [Item(id="i1", title={"uk": "Дрони"}), Item(id="i2", title={"uk": "Судна"})]
    entries = merged([edit("1", entry="a", item="i2")])
    items = items_of(planned, entries, [Item(id="i3", title={"uk": "Порти"})])

    agreed, not_yet = (spoken_of(items, entries, agreed=one) for one in (True, False))

    assert [one.id for one in agreed] == ["i1", "i2"]
    assert [one.id for one in not_yet] == ["i2"]


def test_what_is_read_back_lacks_a_translation_an_owner_a_day_or_one_wording() -> None:
    entries = merged(
        [
            edit("1", entry="a", sort="action"),
            edit("2", entry="b", sort="decision"),
            edit("3", entry="b", sort="decision", words="Інше"),
            edit("4", entry="c", sort="remark"),
        ]
    )
    action, decision, _ = entries

    assert lacks(entries, ("uk", "ja")) == (
        Lack(entry=action, code="translation", language="ja"),
        Lack(entry=action, code="owner"),
        Lack(entry=action, code="due"),
        Lack(entry=decision, code="translation", language="ja"),
        Lack(entry=decision, code="two-wordings"),
    )


def test_an_item_added_is_no_entry_of_itself() -> None:
    entries = merged([edit("1", entry="a", sort="item", words="Різне")])

    assert of_item("", entries, [Item(id="a", title={})]) == ()
