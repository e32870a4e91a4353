"""Letters that belong together: said in as few commits as can be, held and released as one."""

from typing import NoReturn

import pytest
from tests.unit.node.desks import Desks

from comity.agreement.effects import Type
from comity.agreement.statements import open_object, revise, revision_hash
from comity.errors import RefusedError
from comity.exchange.drafts import Letter
from comity.node.internal_store import InternalStoreError
from comity.node.letters import Letters, OvertakenError
from comity.node.together import checked, in_turns, named, said, with_hashes
from comity.records.marking import Marking

TITLE = {"en": "Statement"}
ACTION = {"owner": "jp", "what": {"en": "said:0"}}


def letters(circle: str, marking: Marking = Marking.GREEN) -> list[Letter]:
    """Return a text with two clauses that its author supports."""
    bodies = [
        ("open/1", dict(open_object(Type.TEXT, TITLE).body)),
        ("alternative/1", {"object": said(0), "text": {"en": "One."}}),
        ("alternative/1", {"object": said(0), "text": {"en": "Two."}}),
        (
            "stance/1",
            {"object": said(0), "clause": said(1), "stances": {said(1): {"stance": "S"}}},
        ),
        (
            "stance/1",
            {"object": said(0), "clause": said(2), "stances": {said(2): {"stance": "S"}}},
        ),
    ]
    return [Letter(kind=kind, circle=circle, body=body, marking=marking) for kind, body in bodies]


def test_what_names_a_record_is_said_in_the_turn_after_it() -> None:
    turns = [[one.kind for one in turn] for turn in in_turns(letters("c"))]

    assert turns == [["open/1"], ["alternative/1"] * 2, ["stance/1"] * 2]


def test_placeholders_become_hashes_everywhere_in_a_body() -> None:
    body = {"object": said(0), "stances": {said(1): {"only_if": [said(0)]}}}

    assert sorted(named(body)) == [0, 0, 1]
    assert with_hashes(body, ["aa", "bb"]) == {
        "object": "aa",
        "stances": {"bb": {"only_if": ["aa"]}},
    }


@pytest.mark.parametrize("words", ["said:0", "said:9", "said: they agree", "said:"])
def test_words_that_look_like_a_placeholder_are_said_as_they_are_written(
    desks: Desks, words: str
) -> None:
    """Somebody who writes "said:0" has it said, and its hash is that of what stands there."""
    revision = revise("0" * 64, {"en": words}, {"assigned": [{**ACTION, "action": words}]})
    bodies = [
        ("open/1", dict(open_object(Type.DECISION, {"en": words}).body)),
        ("revision/1", {**revision.body, "object": said(0)}),
    ]

    desks.kyiv.letters.send_all(
        [
            Letter(kind=kind, circle=desks.circle, body=body, marking=Marking.GREEN)
            for kind, body in bodies
        ],
        "desk-officer",
        "t",
    )

    journal = desks.kyiv.party.journal
    size = journal.head(desks.circle, desks.kyiv.party.me).size
    record = journal.record(desks.circle, desks.kyiv.party.me, size)
    assert record is not None
    assert record.body == {**revision.body, "object": record.prev}
    assert record.body["revision"] == revision_hash(record.body["text"], record.body["effect"])


def test_said_together_they_name_each_other_by_hash(desks: Desks) -> None:
    outcome = desks.kyiv.letters.send_all(letters(desks.circle), "desk-officer", "t")

    journal = desks.kyiv.party.journal
    size = journal.head(desks.circle, desks.kyiv.party.me).size
    records = [
        journal.record(desks.circle, desks.kyiv.party.me, n) for n in range(size - 4, size + 1)
    ]
    assert [one.kind for one in records if one] == [
        "open/1",
        *["alternative/1"] * 2,
        *["stance/1"] * 2,
    ]
    assert records[0] is not None
    assert records[0].hash == outcome.record
    assert records[1] is not None
    assert records[3] is not None
    assert records[3].body["clause"] == records[1].hash


def test_twice_with_one_token_they_are_said_once(desks: Desks) -> None:
    first = desks.kyiv.letters.send_all(letters(desks.circle), "desk-officer", "t")
    size = desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size

    again = desks.kyiv.letters.send_all(letters(desks.circle), "desk-officer", "t")

    assert again == first
    assert desks.kyiv.letters.sent("t") == first
    assert desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size == size


def test_above_the_set_marking_they_are_held_as_one_and_released_as_one(desks: Desks) -> None:
    before = desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size
    held = desks.kyiv.letters.send_all(letters(desks.circle, Marking.RED), "desk-officer", "t")
    assert held.draft
    assert desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size == before

    desks.kyiv.release(held.draft, "head-of-delegation")

    assert desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size == before + 5


def test_a_body_that_does_not_fit_is_refused_before_anything_is_said(desks: Desks) -> None:
    wrong = letters(desks.circle)
    wrong[-1].body["stances"][said(2)]["stance"] = "X"
    before = desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size

    with pytest.raises(RefusedError):
        desks.kyiv.letters.send_all(wrong, "desk-officer", "")

    assert desks.kyiv.party.journal.head(desks.circle, desks.kyiv.party.me).size == before


def test_a_letter_names_no_later_one() -> None:
    with pytest.raises(ValueError, match="before it"):
        checked(letters("c")[::-1])


def test_a_draft_that_would_undo_what_was_said_since_is_not_released(desks: Desks) -> None:
    """Two people write the register of one clause; each says it whole."""
    kyiv = desks.kyiv
    opened = kyiv.letters.send_all(letters(desks.circle), "desk-officer", "").record
    clause = kyiv.party.journal.head(desks.circle, kyiv.party.me)
    stance = {"object": opened, "clause": clause.hash, "stances": {clause.hash: {"stance": "S"}}}
    other = {**stance, "clause": opened}
    held = [
        kyiv.send(
            Letter(kind="stance/1", circle=desks.circle, body=body, marking=Marking.RED),
            "desk-officer",
            "",
        ).draft
        for body in (stance, stance, other)
    ]

    desks.world.clock.forward(1)
    kyiv.release(held[0], "head-of-delegation")
    with pytest.raises(OvertakenError, match="discard it"):
        kyiv.release(held[1], "head-of-delegation")

    assert [one.id for one in kyiv.internal.drafts()] == sorted(held[1:])
    assert kyiv.release(held[2], "head-of-delegation").record


def chain(desks: Desks) -> list[str]:
    """Return the kinds of everything that Kyiv has said."""
    journal, me = desks.kyiv.party.journal, desks.kyiv.party.me
    records = [
        journal.record(desks.circle, me, number)
        for number in range(1, journal.head(desks.circle, me).size + 1)
    ]
    return [one.kind for one in records if one is not None]


def restarted(desks: Desks) -> Letters:
    """Return the letters of Kyiv as a node that starts again makes them."""
    return Letters(desks.kyiv.party, desks.kyiv.internal, desks.kyiv.herald)


def full(*_: object) -> NoReturn:
    """Be a store whose disk is full."""
    raise InternalStoreError(file="internal.db", reason="disk full")


@pytest.mark.parametrize("several", [False, True])
def test_a_draft_that_was_said_and_not_forgotten_is_not_said_again(
    desks: Desks, monkeypatch: pytest.MonkeyPatch, *, several: bool
) -> None:
    """The disk fills between the record and its draft; another role releases it again."""
    kyiv, made = desks.kyiv, letters(desks.circle, Marking.RED)
    held = kyiv.letters.send_all(made if several else made[:1], "desk-officer", "").draft
    with monkeypatch.context() as broken:
        broken.setattr(kyiv.internal, "released", full)
        with pytest.raises(InternalStoreError):
            kyiv.release(held, "head-of-delegation")
    said = chain(desks)

    outcome = kyiv.release(held, "secretariat")

    assert chain(desks) == said
    assert kyiv.internal.drafts() == []
    assert kyiv.party.record(outcome.record).kind == "open/1"


def test_a_node_that_stopped_before_it_forgot_a_draft_forgets_it_when_it_starts(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    kyiv = desks.kyiv
    held = kyiv.letters.send_all(letters(desks.circle, Marking.RED), "desk-officer", "").draft
    with monkeypatch.context() as broken:
        broken.setattr(kyiv.internal, "released", full)
        with pytest.raises(InternalStoreError):
            kyiv.release(held, "head-of-delegation")
    said = chain(desks)

    restarted(desks)

    assert kyiv.internal.drafts() == []
    opened = kyiv.party.journal.head(desks.circle, kyiv.party.me).size - 4
    record = kyiv.party.journal.record(desks.circle, kyiv.party.me, opened)
    assert record is not None
    assert kyiv.internal.release_of(record.hash) == ("desk-officer", "head-of-delegation")
    assert chain(desks) == said


def test_a_release_that_stopped_between_two_turns_goes_on_with_the_rest(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    kyiv = desks.kyiv
    before = len(chain(desks))
    held = kyiv.letters.send_all(letters(desks.circle, Marking.RED), "desk-officer", "").draft
    say, turns = kyiv.party.station.say, [1, 2]

    def stopped(*given: object) -> object:
        if not turns:
            full()
        turns.pop()
        return say(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(kyiv.party.station, "say", stopped)
        with pytest.raises(InternalStoreError):
            kyiv.release(held, "head-of-delegation")
    letters_again = restarted(desks)
    waiting = [one.id for one in kyiv.internal.drafts()]

    letters_again.release(held, "head-of-delegation")

    assert waiting == [held]
    assert chain(desks)[before:] == ["open/1", *["alternative/1"] * 2, *["stance/1"] * 2]
    assert kyiv.internal.drafts() == []
