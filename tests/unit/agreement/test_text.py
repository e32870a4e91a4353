"""Joint text: stances, packages and what a clause comes to (R5, R12, R14 to R17)."""

from collections.abc import Mapping

import pytest
from tests.unit.agreement.histories import JP, KR, UA
from tests.unit.agreement.talk import Talk

from comity.agreement.packages import Status, StatusWord, carried_over, statuses, unmet
from comity.agreement.statements import acknowledge, alternative, arrange, revise, take_stance
from comity.agreement.text import Alternative, Stance, Text, joint_text
from comity.records.party import Party

Register = Mapping[str, str | Stance]
"""A stance on each wording; a letter where nothing depends on anything."""


def text_of(
    wordings: str,
    *,
    ua: Register,
    jp: Register | None = None,
    parties: tuple[Party, ...] = (JP, UA),
) -> Text:
    """A text of wordings "3a 3b" of clause "3", with the stances of each party."""
    named = wordings.split()
    alternatives = {one: Alternative(one, one[0], {"en": one}, UA) for one in named}
    clauses = tuple(dict.fromkeys(one[0] for one in named))
    registers: dict[str, dict[Party, dict[str, Stance]]] = {clause: {} for clause in clauses}
    for party, register in ((UA, ua), (JP, jp or {})):
        for one, said in register.items():
            stance = Stance(said) if isinstance(said, str) else said
            registers[one[0]].setdefault(party, {})[one] = stance
    grouped = {clause: tuple(one for one in named if one[0] == clause) for clause in clauses}
    return Text(parties, clauses, alternatives, grouped, registers)


def status(clause: str, wordings: str, *, ua: Register, jp: Register | None = None) -> Status:
    """What a clause comes to when these wordings are on the table."""
    return statuses(text_of(wordings, ua=ua, jp=jp))[clause]


def test_a_clause_is_agreed_when_all_support_or_accept_one_wording() -> None:
    assert status("1", "1a", ua={"1a": "S"}, jp={"1a": "A"}) == Status(StatusWord.AGREED, ("1a",))


def test_a_clause_on_which_a_party_said_nothing_awaits_it() -> None:
    found = status("1", "1a", ua={"1a": "S"})

    assert found == Status(StatusWord.AWAITING, ("1a",), (JP,))


@pytest.mark.parametrize("letter", ["R", "O"])
def test_a_clause_with_a_reserve_or_an_objection_is_bracketed(letter: str) -> None:
    found = status("1", "1a", ua={"1a": "S"}, jp={"1a": letter})

    assert found == Status(StatusWord.BRACKETED, ("1a",))


def test_r12_a_clause_accepted_ad_referendum_is_agreed_ad_referendum_by_name() -> None:
    found = status("1", "1a", ua={"1a": "S"}, jp={"1a": "Q"})

    assert found == Status(StatusWord.AD_REFERENDUM, ("1a",), (JP,))


def test_r14_two_acceptances_that_depend_on_each_other_close_together() -> None:
    ua: Register = {"3a": "S", "4a": Stance("A", ("3a",))}
    jp: Register = {"3a": Stance("A", ("4a",)), "4a": "S"}

    found = statuses(text_of("3a 4a", ua=ua, jp=jp))

    assert [one.word for one in found.values()] == [StatusWord.AGREED, StatusWord.AGREED]


def test_r14_and_fall_together() -> None:
    ua: Register = {"3a": "S", "4a": Stance("A", ("3a",))}
    jp: Register = {"3a": Stance("A", ("4a",)), "4a": "R"}

    found = statuses(text_of("3a 4a", ua=ua, jp=jp))

    assert found["3"] == Status(StatusWord.PACKAGE, ("3a",), (JP,))
    assert not found["4"].agreed


def test_r14_a_condition_on_a_wording_that_is_not_there_is_not_met() -> None:
    found = status("3", "3a", ua={"3a": "S"}, jp={"3a": Stance("A", ("9a",))})

    assert found == Status(StatusWord.PACKAGE, ("3a",), (JP,))


def test_r14_what_rests_on_an_acceptance_ad_referendum_is_agreed_ad_referendum_too() -> None:
    found = status(
        "4", "3a 4a", ua={"3a": "Q", "4a": "S"}, jp={"3a": "S", "4a": Stance("A", ("3a",))}
    )

    assert found == Status(StatusWord.AD_REFERENDUM, ("4a",), (UA,))


def test_r16_of_two_wordings_acceptable_to_all_none_is_picked() -> None:
    found = status("1", "1a 1b", ua={"1a": "S", "1b": "A"}, jp={"1a": "A", "1b": "S"})

    assert found == Status(StatusWord.EITHER, ("1a", "1b"))


def test_r16_a_condition_on_one_of_two_acceptable_wordings_waits_for_the_choice() -> None:
    ua: Register = {"3a": "S", "3b": "A", "4a": "S"}
    jp: Register = {"3a": "A", "3b": "S", "4a": Stance("A", ("3a",))}

    found = statuses(text_of("3a 3b 4a", ua=ua, jp=jp))

    assert found["3"].word is StatusWord.EITHER
    assert found["4"] == Status(StatusWord.PACKAGE, ("4a",), (JP,))


def test_r12_of_two_wordings_the_one_accepted_without_reserve_is_agreed() -> None:
    ua = {"3a": "S", "3b": "Q", "4a": "S"}
    jp: Register = {"3a": "A", "3b": "S", "4a": Stance("A", ("3a",))}

    found = statuses(text_of("3a 3b 4a", ua=ua, jp=jp))

    assert found["3"] == Status(StatusWord.AGREED, ("3a",), sought=(JP,))
    assert found["4"] == Status(StatusWord.AGREED, ("4a",))


def test_r12_what_rests_on_an_agreed_wording_and_on_a_provisional_one_is_provisional() -> None:
    ua = {"3a": "S", "3b": "Q", "4a": "Q"}
    jp: Register = {"3a": "A", "3b": "S", "4a": Stance("S", ("3a",))}

    found = statuses(text_of("3a 3b 4a", ua=ua, jp=jp))

    assert found["4"] == Status(StatusWord.AD_REFERENDUM, ("4a",), (UA,))


def test_r16_a_choice_that_breaks_a_condition_is_named_before_it_is_signed() -> None:
    ua: Register = {"3a": "S", "3b": "A", "4a": "S"}
    jp: Register = {"3a": "A", "3b": "S", "4a": Stance("A", ("3a",))}
    text = text_of("3a 3b 4a", ua=ua, jp=jp)

    assert unmet(text, {"3": "3b", "4": "4a"}) == [(JP, "4a", "3a")]
    assert unmet(text, {"3": "3a", "4": "4a"}) == []


def test_r15_new_wording_on_an_agreed_clause_does_not_reopen_it() -> None:
    found = status("1", "1a 1b", ua={"1a": "S"}, jp={"1a": "A", "1b": "S"})

    assert found == Status(StatusWord.AGREED, ("1a",), sought=(JP,))


def test_r15_a_party_that_moves_its_own_stance_reopens_the_clause() -> None:
    found = status("1", "1a 1b", ua={"1a": "S"}, jp={"1a": "O", "1b": "S"})

    assert found == Status(StatusWord.BRACKETED, ("1a", "1b"))


def test_r15_a_wording_that_nobody_supports_is_dead_until_somebody_tables_it_again() -> None:
    assert status("1", "1a", ua={"1a": "A"}, jp={"1a": "A"}) == Status(StatusWord.DROPPED, ())
    assert status("1", "1a", ua={"1a": "A"}, jp={"1a": "S"}).agreed


def test_r13_in_a_wider_circle_an_agreed_clause_awaits_the_new_party() -> None:
    text = text_of("1a", parties=(JP, KR, UA), ua={"1a": "S"}, jp={"1a": "A"})

    assert statuses(text)["1"] == Status(StatusWord.AWAITING, ("1a",), (KR,))


def test_what_is_not_agreed_is_dropped_unless_keeping_it_was_agreed() -> None:
    text = text_of("1a 2a 3a", ua={"1a": "S", "2a": "S", "3a": "S"}, jp={"1a": "A"})

    assert carried_over(text, ["3"]) == ("1", "3")


@pytest.fixture
def talk() -> Talk:
    return Talk(UA, JP)


def test_the_text_is_what_the_records_say(talk: Talk) -> None:
    clause = talk.says(UA, alternative(talk.text, {"en": "They meet twice a year."})).hash
    talk.says(UA, take_stance(talk.text, clause, {clause: "S"}))
    talk.hears(JP, UA)
    other = talk.says(JP, alternative(talk.text, {"en": "They meet once a year."}, clause)).hash
    talk.says(JP, take_stance(talk.text, clause, {clause: "A", other: "S"}, {clause: ["ab" * 32]}))

    text = joint_text(talk.of(JP), talk.text)

    assert text.clauses == (clause,)
    assert text.wordings == {clause: (clause, other)}
    assert text.stance(UA, clause) == Stance("S")
    assert text.stance(JP, clause) == Stance("A", ("ab" * 32,))
    assert text.stance(JP, other) == Stance("S")


def test_a_wording_of_a_clause_that_its_author_did_not_know_is_left_out(talk: Talk) -> None:
    clause = talk.says(UA, alternative(talk.text, {"en": "They meet."})).hash
    for _ in range(9):
        talk.says(JP, acknowledge())
    talk.says(JP, alternative(talk.text, {"en": "They never meet."}, clause))
    talk.all_hear()

    assert list(joint_text(talk.of(UA), talk.text).alternatives) == [clause]


def test_r5_the_last_word_of_a_party_replaces_all_that_it_said_of_the_clause(talk: Talk) -> None:
    clause = talk.says(UA, alternative(talk.text, {"en": "They meet."})).hash
    talk.says(UA, take_stance(talk.text, clause, {clause: "S"}))
    talk.says(UA, take_stance(talk.text, clause, {}))

    assert joint_text(talk.of(UA), talk.text).stance(UA, clause) is None


def test_a_stance_on_a_wording_of_another_clause_is_ignored(talk: Talk) -> None:
    one = talk.says(UA, alternative(talk.text, {"en": "They meet."})).hash
    two = talk.says(UA, alternative(talk.text, {"en": "They share."})).hash
    talk.says(UA, take_stance(talk.text, one, {two: "S"}))

    assert joint_text(talk.of(UA), talk.text).stance(UA, two) is None


def test_r17_clauses_stand_as_the_party_that_opened_the_text_ordered_them(talk: Talk) -> None:
    one = talk.says(UA, alternative(talk.text, {"en": "They meet."})).hash
    two = talk.says(UA, alternative(talk.text, {"en": "They share."})).hash
    three = talk.says(UA, alternative(talk.text, {"en": "They align."})).hash
    talk.says(UA, arrange(talk.text, [two, one]))
    talk.hears(JP, UA)
    talk.says(JP, arrange(talk.text, [three, one, two]))

    assert joint_text(talk.of(JP), talk.text).clauses == (two, one, three)


def test_r17_the_order_of_clauses_changes_no_revision(talk: Talk) -> None:
    words = {"en": "They meet. They share."}
    before = revise(talk.text, words)
    talk.says(UA, arrange(talk.text, []))

    assert revise(talk.text, words) == before
