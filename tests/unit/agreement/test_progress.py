"""Progress: deadlines, annexes, and what adopted objects do (R8, R12, R13)."""

import datetime as dt

import pytest
from tests.unit.agreement.histories import JP, NO, UA
from tests.unit.agreement.talk import Talk

from comity.agreement.effects import Type
from comity.agreement.progress import (
    Course,
    Silence,
    aligned,
    annexes,
    effects,
    retained,
    silences,
)
from comity.agreement.statements import (
    align,
    annex,
    break_silence,
    close,
    open_object,
    revise,
    sign,
    silence,
)

UNTIL = "2026-03-06T11:00:00.000Z"
BEFORE, AFTER = (dt.datetime(2026, 3, 6, hour, tzinfo=dt.UTC) for hour in (10, 12))
CLAUSE = "ab" * 32


@pytest.fixture
def talk() -> Talk:
    return Talk(UA, JP)


def adopt(talk: Talk, about: str, revision: str) -> None:
    """Let Ukraine and Japan sign a revision."""
    talk.says(UA, sign(about, revision))
    talk.hears(JP, UA)
    talk.says(JP, sign(about, revision))
    talk.hears(UA, JP)


def test_r8_a_deadline_that_has_passed_awaits_the_party_that_is_offline(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    name = talk.says(UA, silence(talk.text, talk.first, UNTIL)).hash
    known = (name, talk.first, UNTIL)

    assert silences(talk.of(UA), talk.text, BEFORE) == [Silence(*known, Course.RUNNING, (JP,))]
    assert silences(talk.of(UA), talk.text, AFTER) == [Silence(*known, Course.PASSED, (JP,))]


def test_r8_a_procedure_that_was_broken_names_who_broke_it(talk: Talk) -> None:
    name = talk.says(UA, silence(talk.text, talk.first, UNTIL)).hash
    talk.hears(JP, UA)
    talk.says(JP, break_silence(name, NO))

    (found,) = silences(talk.of(JP), talk.text, BEFORE)

    assert (found.course, found.parties) == (Course.BROKEN, (JP,))


def test_a_procedure_for_an_adopted_revision_is_over(talk: Talk) -> None:
    talk.says(UA, silence(talk.text, talk.first, UNTIL))
    adopt(talk, talk.text, talk.first)

    assert silences(talk.of(UA), talk.text, AFTER)[0].course is Course.ADOPTED


def test_a_procedure_that_is_void_says_why(talk: Talk) -> None:
    talk.says(UA, silence(talk.text, "cd" * 32, UNTIL))

    assert silences(talk.of(UA), talk.text, AFTER)[0].reason == "unknown-revision"


def test_r12_reservations_are_annexed_by_name(talk: Talk) -> None:
    record = talk.says(JP, annex(talk.text, "reservation", {"ja": "第二項を留保する。"}))

    assert annexes(talk.of(JP), talk.text) == [(JP, record)]


def test_clauses_are_retained_only_by_what_is_adopted(talk: Talk) -> None:
    minutes = talk.says(UA, open_object(Type.MINUTES, {"en": "Minutes"})).hash
    keep = {"retained": [{"object": talk.text, "clauses": [CLAUSE]}]}
    revision = talk.says(UA, revise(minutes, {"en": "Retained."}, keep)).body["revision"]
    assert retained(talk.of(UA), talk.text) == ()

    adopt(talk, minutes, revision)

    assert retained(talk.of(UA), talk.text) == (CLAUSE,)
    assert retained(talk.of(UA), minutes) == ()


def test_r13_a_closed_text_names_its_heir(talk: Talk) -> None:
    closing = talk.says(UA, close(talk.text, {"en": "Closed."}, (CLAUSE, CLAUSE)))
    adopt(talk, talk.text, closing.body["revision"])

    ((adoption, closed),) = effects(talk.of(UA), "closed")

    assert adoption.object == talk.text
    assert closed == {"succeeded_by": {"circle": CLAUSE, "object": CLAUSE}}


def test_r13_a_late_joiner_aligns_with_what_others_adopted(talk: Talk) -> None:
    talk.says(JP, align(CLAUSE, CLAUSE, talk.first))
    talk.says(JP, align(CLAUSE, CLAUSE, talk.second))
    talk.says(UA, align(CLAUSE, "cd" * 32, talk.first))
    talk.all_hear()

    assert aligned(talk.of(UA), CLAUSE, CLAUSE) == {JP: talk.second}


def test_r8_newer_terms_take_the_place_of_those_that_they_succeed(talk: Talk) -> None:
    (terms,) = [matter.id for matter in talk.of(UA).terms]
    new = talk.says(UA, open_object(Type.TERMS, {"en": "Terms"}, (CLAUSE, terms))).hash
    closing = talk.says(UA, close(new, {"en": "Closed."})).body["revision"]
    adopt(talk, new, closing)
    assert silences_void(talk) == ""

    strict = succeed(talk, terms, 48)
    assert silences_void(talk) == "too-short"

    succeed(talk, strict, 2)
    assert silences_void(talk) == ""


def succeed(talk: Talk, former: str, hours: int) -> str:
    """Let both adopt terms of reference that succeed others."""
    about = talk.says(UA, open_object(Type.TERMS, {"en": "Terms"}, (CLAUSE, former))).hash
    draft = revise(about, {"en": f"Silence of {hours} hours."}, {"silence": {"text": hours}})
    adopt(talk, about, talk.says(UA, draft).body["revision"])
    return about


def silences_void(talk: Talk) -> str:
    """Why a new procedure of two hours would be void."""
    name = talk.says(UA, silence(talk.text, talk.first, UNTIL)).hash
    return talk.of(UA).procedures[name][1].void


def test_r8_where_several_terms_are_in_force_each_must_allow_silence(talk: Talk) -> None:
    other = talk.says(UA, open_object(Type.TERMS, {"en": "Working group"})).hash
    revision = talk.says(UA, revise(other, {"en": "They meet."})).body["revision"]
    adopt(talk, other, revision)

    assert silences_void(talk) == "silence-not-allowed"
