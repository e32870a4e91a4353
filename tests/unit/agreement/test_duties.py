"""Silence (R8) and what a node writes by itself (R7, R9, R11)."""

import datetime as dt

import pytest
from tests.unit.agreement.histories import JP, KR, NO, UA
from tests.unit.agreement.talk import Talk

from comity.agreement.duties import Answer, Duty, Withheld, due, written
from comity.agreement.effects import Type
from comity.agreement.statements import (
    acknowledge,
    alternative,
    break_silence,
    complete,
    open_object,
    revise,
    sign,
    silence,
    take_stance,
    withdraw,
)
from comity.records.party import Party
from comity.records.record import Record

TWO_HOURS = dt.timedelta(hours=2)
MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def talk() -> Talk:
    return Talk(UA, JP)


def start(talk: Talk, revision: str | None = None) -> Record:
    """Ukraine signs, starts silence of two hours, and Japan receives it at once."""
    talk.says(UA, sign(talk.text, revision or talk.first))
    until = written(talk.now + TWO_HOURS)
    record = talk.says(UA, silence(talk.text, revision or talk.first, until))
    talk.hears(JP, UA)
    return record


def ask(
    talk: Talk, party: Party, after: dt.timedelta, **changed: Answer
) -> tuple[list[Duty], list[Withheld]]:
    """What the node of a party must do some time after now, when all others just answered."""
    now = talk.now + after
    node = talk.nodes[party]
    answers = {peer: changed.get(peer, Answer(now, dt.timedelta(), {})) for peer in talk.nodes}
    return due(node.agreement, party, now, answers, node.shown)


def test_r8_when_the_deadline_has_passed_the_node_signs_tacitly(talk: Talk) -> None:
    procedure = start(talk)

    tacit = sign(talk.text, talk.first, procedure=procedure.hash)
    assert ask(talk, JP, TWO_HOURS) == ([Duty("silence", tacit)], [])

    talk.now += TWO_HOURS
    talk.says(JP, tacit)

    assert talk.adopted(JP) == [talk.first]


def test_r8_before_the_deadline_it_does_not(talk: Talk) -> None:
    start(talk)

    assert ask(talk, JP, TWO_HOURS - SECOND) == ([], [])


def test_r8_a_tacit_signature_before_the_deadline_is_void(talk: Talk) -> None:
    procedure = start(talk)

    early = talk.says(JP, sign(talk.text, talk.first, procedure=procedure.hash))

    assert talk.void(early) == "before-deadline"


def test_r6_when_the_deadline_has_passed_and_nobody_signed_nothing_is_adopted(talk: Talk) -> None:
    start(talk)
    talk.now += TWO_HOURS
    talk.says(UA, complete(talk.text, talk.first))

    assert talk.adopted(UA) == []


def test_r8_a_node_whose_people_broke_the_silence_does_not_sign(talk: Talk) -> None:
    procedure = start(talk)
    talk.says(JP, break_silence(procedure.hash, NO))

    assert ask(talk, JP, TWO_HOURS) == ([], [Withheld(procedure.hash, "silence-broken", JP)])


def test_r8_a_node_that_has_seen_any_break_does_not_sign() -> None:
    talk = Talk(UA, JP, KR)
    procedure = start(talk)
    talk.hears(KR, UA)
    talk.says(KR, break_silence(procedure.hash, NO))
    talk.hears(JP, KR)

    assert ask(talk, JP, TWO_HOURS)[1] == [Withheld(procedure.hash, "silence-broken", KR)]


def test_r8_a_break_that_is_seen_kills_tacit_signatures_and_their_lock_remains() -> None:
    talk = Talk(UA, JP, KR)
    procedure = start(talk)
    talk.now += TWO_HOURS
    talk.says(JP, sign(talk.text, talk.first, procedure=procedure.hash))
    talk.hears(KR, UA, JP)
    talk.says(KR, break_silence(procedure.hash, NO))
    talk.hears(JP, KR)
    talk.says(KR, sign(talk.text, talk.first))

    assert talk.adopted(KR) == []
    assert talk.void(talk.says(JP, sign(talk.text, talk.second))) == "locked"
    assert ask(talk, JP, MINUTE)[0] == [Duty("silence-broken", withdraw(talk.text))]


def test_r8_a_signature_by_hand_stands_when_a_later_tacit_one_is_killed() -> None:
    talk = Talk(UA, JP, KR)
    procedure = start(talk)
    talk.hears(KR, UA)
    talk.says(JP, sign(talk.text, talk.first))
    talk.now += TWO_HOURS
    talk.says(JP, sign(talk.text, talk.first, procedure=procedure.hash))
    talk.hears(KR, JP)
    talk.says(KR, break_silence(procedure.hash, NO))
    talk.says(KR, sign(talk.text, talk.first))

    assert talk.adopted(KR) == [talk.first]


def test_r8_who_breaks_silence_takes_back_its_own_signature_on_that_revision(talk: Talk) -> None:
    procedure = start(talk)
    talk.says(UA, break_silence(procedure.hash, NO))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == []


def test_r9_a_break_that_takes_a_signature_back_is_acknowledged(talk: Talk) -> None:
    procedure = start(talk)
    talk.says(UA, break_silence(procedure.hash, NO))
    talk.hears(JP, UA)

    assert Duty("acknowledge", acknowledge()) in ask(talk, JP, MINUTE)[0]


def test_r8_nobody_breaks_a_procedure_that_they_did_not_know(talk: Talk) -> None:
    until = written(talk.now + TWO_HOURS)
    procedure = talk.says(UA, silence(talk.text, talk.first, until))
    talk.says(JP, break_silence(procedure.hash, NO))
    talk.hears(UA, JP)

    assert talk.of(UA).procedures[procedure.hash][1].breaks.links == {}


def test_r8_an_objection_in_writing_is_a_break(talk: Talk) -> None:
    procedure = start(talk)
    clause = talk.says(UA, alternative(talk.text, {"en": "They meet."})).hash
    assert ask(talk, JP, TWO_HOURS)[0] != []
    talk.hears(JP, UA)
    talk.says(JP, take_stance(talk.text, clause, {clause: "O"}))

    assert ask(talk, JP, TWO_HOURS)[1] == [Withheld(procedure.hash, "silence-broken", UA)]


@pytest.mark.parametrize("kind", ["alternative", "revision"])
def test_r8_an_amendment_in_writing_is_a_break(talk: Talk, kind: str) -> None:
    procedure = start(talk)
    words = {"ja": "年一回開催する。"}
    drafts = {"alternative": alternative(talk.text, words), "revision": revise(talk.text, words)}
    talk.says(JP, drafts[kind])

    assert ask(talk, JP, TWO_HOURS)[1] == [Withheld(procedure.hash, "silence-broken", JP)]


@pytest.mark.parametrize("letter", ["O", "Q", "R"])
def test_r8_a_stance_from_before_the_procedure_keeps_the_node_from_signing(
    talk: Talk, letter: str
) -> None:
    clause = talk.says(UA, alternative(talk.text, {"en": "They meet."})).hash
    talk.hears(JP, UA)
    talk.says(JP, take_stance(talk.text, clause, {clause: letter}))
    procedure = start(talk)

    assert ask(talk, JP, TWO_HOURS) == ([], [Withheld(procedure.hash, "own-stance", JP)])


def test_r12_silence_does_not_confirm_what_was_signed_ad_referendum(talk: Talk) -> None:
    procedure = start(talk)
    talk.says(JP, sign(talk.text, talk.first, ad_referendum=True))

    assert ask(talk, JP, TWO_HOURS) == ([], [Withheld(procedure.hash, "own-ad-referendum", JP)])


def test_r8_a_node_that_heard_nothing_for_ten_minutes_does_not_sign(talk: Talk) -> None:
    procedure, after = start(talk), 3 * TWO_HOURS
    last = Answer(talk.now + after - 10 * MINUTE - SECOND, dt.timedelta(), {})

    assert ask(talk, JP, after, ua=last) == ([], [Withheld(procedure.hash, "not-heard", UA)])


def test_r8_nor_one_that_heard_its_peer_last_before_the_deadline(talk: Talk) -> None:
    procedure = start(talk)
    last = Answer(talk.now + TWO_HOURS - SECOND, dt.timedelta(), {})

    assert ask(talk, JP, TWO_HOURS, ua=last)[1] == [Withheld(procedure.hash, "not-heard", UA)]


def test_r8_nor_one_that_knows_of_records_which_it_has_not_admitted(talk: Talk) -> None:
    procedure = start(talk)
    ahead = talk.of(JP).history.head(UA).size + 1
    answer = Answer(talk.now + TWO_HOURS, dt.timedelta(), {UA: ahead})

    assert ask(talk, JP, TWO_HOURS, ua=answer)[1] == [Withheld(procedure.hash, "behind", UA)]


@pytest.mark.parametrize("seconds", [61, -61])
def test_r8_nor_one_whose_clock_is_more_than_a_minute_away(talk: Talk, seconds: int) -> None:
    procedure = start(talk)
    answer = Answer(talk.now + TWO_HOURS, dt.timedelta(seconds=seconds), {})

    assert ask(talk, JP, TWO_HOURS, ua=answer)[1] == [Withheld(procedure.hash, "clock-off", UA)]


def test_r8_people_have_the_whole_period_from_when_the_procedure_came_to_them(talk: Talk) -> None:
    talk.says(UA, silence(talk.text, talk.first, written(talk.now + TWO_HOURS)))
    talk.now += TWO_HOURS
    talk.hears(JP, UA)
    (procedure,) = talk.of(JP).procedures

    assert ask(talk, JP, MINUTE) == ([], [Withheld(procedure, "short-notice")])
    assert ask(talk, JP, TWO_HOURS)[0][0].code == "silence"


def test_r8_two_procedures_for_different_revisions_are_left_to_people(talk: Talk) -> None:
    until = written(talk.now + TWO_HOURS)
    ours = talk.says(UA, silence(talk.text, talk.first, until)).hash
    theirs = talk.says(JP, silence(talk.text, talk.second, until)).hash
    talk.hears(JP, UA)

    duties, withheld = ask(talk, JP, TWO_HOURS)

    assert duties == []
    assert {(no.procedure, no.code) for no in withheld} == {
        (ours, "rival-procedure"),
        (theirs, "rival-procedure"),
    }


def test_r8_a_procedure_shorter_than_the_terms_of_reference_allow_is_void(talk: Talk) -> None:
    procedure = talk.says(UA, silence(talk.text, talk.first, written(talk.now + 59 * MINUTE)))

    assert talk.of(UA).procedures[procedure.hash][1].void == "too-short"


@pytest.mark.parametrize("sort", [Type.DECISION, Type.STATEMENT])
def test_r8_silence_is_not_for_types_that_the_terms_of_reference_leave_out(
    talk: Talk, sort: Type
) -> None:
    about = talk.says(UA, open_object(sort, {"en": "Kyiv statement"})).hash
    revision = talk.says(UA, revise(about, {"en": "They meet."})).body["revision"]
    procedure = talk.says(UA, silence(about, revision, written(talk.now + TWO_HOURS)))

    assert talk.of(UA).procedures[procedure.hash][1].void == "silence-not-allowed"


def test_r8_a_deadline_on_a_day_that_does_not_exist_starts_nothing(talk: Talk) -> None:
    draft = silence(talk.text, talk.first, "2027-02-31T09:00:00.000Z")
    procedure = talk.says(UA, draft)

    assert talk.of(UA).procedures[procedure.hash][1].void == "too-short"


def test_r8_a_tacit_signature_needs_a_procedure_for_the_same_revision(talk: Talk) -> None:
    procedure = start(talk)
    talk.now += TWO_HOURS

    other = talk.says(JP, sign(talk.text, talk.second, procedure=procedure.hash))

    assert talk.void(other) == "unknown-procedure"


def test_r8_a_tacit_signature_needs_a_procedure_that_its_author_knew(talk: Talk) -> None:
    until = written(talk.now + TWO_HOURS)
    procedure = talk.says(UA, silence(talk.text, talk.first, until))
    talk.now += TWO_HOURS

    blind = talk.says(JP, sign(talk.text, talk.first, procedure=procedure.hash))

    assert talk.void(blind) == "unknown-procedure"


def test_r8_a_tacit_signature_cannot_be_ad_referendum(talk: Talk) -> None:
    procedure = start(talk)
    talk.now += TWO_HOURS
    draft = sign(talk.text, talk.first, procedure=procedure.hash, ad_referendum=True)

    assert talk.void(talk.says(JP, draft)) == "tacit-ad-referendum"


def test_r9_a_node_acknowledges_a_withdrawal_once_and_no_acknowledgement(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, withdraw(talk.text))
    talk.hears(JP, UA)
    assert ask(talk, JP, MINUTE)[0] == [Duty("acknowledge", acknowledge())]

    talk.says(JP, acknowledge())
    talk.hears(UA, JP)

    assert ask(talk, JP, MINUTE) == ask(talk, UA, MINUTE) == ([], [])


def test_r7_a_node_that_holds_all_signatures_completes(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(JP, sign(talk.text, talk.first))
    talk.hears(JP, UA)

    assert ask(talk, JP, MINUTE)[0] == [Duty("complete", complete(talk.text, talk.first))]


def test_r11_at_valid_until_the_author_s_node_withdraws_rather_than_completes(talk: Talk) -> None:
    until = written(talk.now + MINUTE)
    talk.says(UA, sign(talk.text, talk.first, valid_until=until))
    talk.says(JP, sign(talk.text, talk.first))
    talk.hears(UA, JP)

    assert ask(talk, UA, SECOND)[0] == [Duty("complete", complete(talk.text, talk.first))]
    assert ask(talk, UA, MINUTE)[0] == [Duty("valid-until", withdraw(talk.text))]


def test_r11_expiry_by_itself_changes_nothing(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first, valid_until=written(talk.now + MINUTE)))
    talk.hears(JP, UA)
    talk.now += TWO_HOURS
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == [talk.first]
