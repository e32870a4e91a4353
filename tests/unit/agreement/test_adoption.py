"""Adoption: R1, R2, R6, R7, R9 to R12, R20, each with a history between Kyiv, Tokyo and Seoul."""

import pytest
from tests.unit.agreement.histories import JP, KR, UA, opening, report_fork, revoke
from tests.unit.agreement.talk import Talk

from comity.agreement.adoption import (
    Agreement,
    UnknownObjectError,
    adopted,
    awaiting,
    completable,
    locked_by,
    signed,
    why_void,
)
from comity.agreement.effects import Type
from comity.agreement.standing import Rules
from comity.agreement.statements import (
    Draft,
    acknowledge,
    annex,
    close,
    complete,
    open_object,
    revise,
    revision_hash,
    sign,
    withdraw,
)
from comity.records.circle import circle_of
from comity.records.party import Party

WHY = {"en": "Instructions have changed."}
STOLEN = {"en": "A key was stolen."}


@pytest.fixture
def talk() -> Talk:
    return Talk(UA, JP)


def both_sign(talk: Talk) -> None:
    """Ukraine signs the first revision; Japan, having seen it, signs too."""
    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))


def test_a_signature_that_sees_all_others_adopts(talk: Talk) -> None:
    both_sign(talk)

    assert talk.adopted(JP) == [talk.first]


def test_who_has_not_received_the_last_signature_holds_nothing_for_adopted(talk: Talk) -> None:
    both_sign(talk)

    assert talk.adopted(UA) == []
    assert awaiting(talk.of(UA), talk.text, talk.first) == [JP]


def test_signatures_that_crossed_adopt_nothing_until_a_record_completes_them(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(JP, sign(talk.text, talk.first))
    talk.all_hear()

    assert talk.adopted(JP) == []
    assert completable(talk.of(JP), talk.text) == talk.first

    talk.says(JP, complete(talk.text, talk.first))

    assert talk.adopted(JP) == [talk.first]
    assert completable(talk.of(JP), talk.text) is None


def test_an_adoption_names_its_text_and_the_signatures_that_it_rests_on(talk: Talk) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    theirs = talk.says(JP, sign(talk.text, talk.first))

    (adoption,) = adopted(talk.of(JP), talk.text)

    assert adoption.text == {"en": "They meet twice a year."}
    assert adoption.by == theirs.hash
    assert adoption.signatures == (theirs.hash, ours.hash)
    assert not adoption.disputed


def test_signatures_on_different_revisions_do_not_add_up(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.second))

    assert talk.adopted(JP) == []


def test_a_text_of_two_objects_is_signed_for_each_of_them_apart(talk: Talk) -> None:
    other = talk.says(UA, open_object(Type.DECISION, {"en": "Decision"})).hash
    revision = talk.says(UA, revise(other, {"en": "They meet twice a year."})).body["revision"]
    assert revision == talk.first
    talk.says(UA, sign(other, revision))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, revision))

    assert adopted(talk.of(JP), talk.text) == adopted(talk.of(JP), other) == ()


def test_a_third_party_is_never_bound_by_the_other_two() -> None:
    talk = Talk(UA, JP, KR)
    both_sign(talk)
    talk.says(JP, complete(talk.text, talk.first))

    assert talk.adopted(JP) == []
    assert awaiting(talk.of(JP), talk.text, talk.first) == [KR]


def test_r1_a_withdrawal_that_crosses_the_completion_leaves_it_standing(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(UA, withdraw(talk.text, WHY))
    talk.says(JP, sign(talk.text, talk.first))
    talk.all_hear()

    assert talk.adopted(UA) == talk.adopted(JP) == [talk.first]


def test_r11_a_withdrawal_that_arrived_before_the_completion_counts(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, withdraw(talk.text, WHY))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == []
    assert list(signed(talk.of(JP), talk.text)) == [JP]


def test_r9_a_second_revision_cannot_be_signed_before_the_first_is_withdrawn(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    second = talk.says(UA, sign(talk.text, talk.second))

    assert talk.void(second) == "locked"
    assert locked_by(talk.of(UA), UA, talk.text, talk.second) == []


def test_r9_nor_before_every_other_party_has_acknowledged_the_withdrawal() -> None:
    talk = Talk(UA, JP, KR)
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, withdraw(talk.text))
    talk.hears(JP, UA)
    talk.says(JP, acknowledge())
    talk.hears(UA, JP)

    assert locked_by(talk.of(UA), UA, talk.text, talk.second) == [KR]
    assert talk.void(talk.says(UA, sign(talk.text, talk.second))) == "locked"

    talk.hears(KR, UA)
    talk.says(KR, acknowledge())
    talk.hears(UA, KR)

    assert locked_by(talk.of(UA), UA, talk.text, talk.second) is None
    assert talk.void(talk.says(UA, sign(talk.text, talk.second))) == ""


def test_r9_any_record_that_covers_the_withdrawal_acknowledges_it(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, withdraw(talk.text))
    talk.hears(JP, UA)
    talk.says(JP, annex(talk.text, "explanation", {"ja": "検討中である。"}))
    talk.hears(UA, JP)

    assert talk.void(talk.says(UA, sign(talk.text, talk.second))) == ""


def test_r9_the_same_revision_can_be_signed_again_at_once(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, withdraw(talk.text))

    assert talk.void(talk.says(UA, sign(talk.text, talk.first))) == ""


def test_r9_what_was_ad_referendum_when_withdrawn_hides_no_lock(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, sign(talk.text, talk.first, ad_referendum=True))
    talk.says(UA, withdraw(talk.text))

    assert talk.void(talk.says(UA, sign(talk.text, talk.second))) == "locked"


def test_r10_a_signature_is_void_once_its_author_has_seen_the_adoption(talk: Talk) -> None:
    both_sign(talk)
    talk.hears(UA, JP)

    assert talk.void(talk.says(UA, sign(talk.text, talk.first))) == "already-adopted"


def test_r12_a_signature_ad_referendum_does_not_count_until_it_is_confirmed(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first, ad_referendum=True))
    assert talk.adopted(JP) == []

    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == [talk.first]


def test_r12_nobody_else_completes_with_a_signature_ad_referendum(talk: Talk) -> None:
    talk.says(JP, sign(talk.text, talk.first, ad_referendum=True))
    talk.hears(UA, JP)
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, complete(talk.text, talk.first))

    assert talk.adopted(UA) == []


def test_r12_ad_referendum_on_one_revision_does_not_lock_another(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first, ad_referendum=True))

    assert talk.void(talk.says(UA, sign(talk.text, talk.second))) == ""


def test_r12_a_signature_with_a_condition_is_void(talk: Talk) -> None:
    draft = sign(talk.text, talk.first)
    body = {**draft.body, "condition": {"en": "if Japan pays"}}

    assert talk.void(talk.says(UA, Draft(draft.kind, body))) == "conditional"


def test_r12_a_reservation_is_no_condition(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, annex(talk.text, "reservation", {"ja": "第二項を留保する。"}))
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == [talk.first]


def test_nobody_signs_a_text_that_they_have_not_received(talk: Talk) -> None:
    third = talk.says(UA, revise(talk.text, {"en": "They meet monthly."})).body["revision"]

    assert talk.void(talk.says(JP, sign(talk.text, third))) == "unknown-revision"


def test_a_revision_whose_hash_is_not_that_of_its_text_is_ignored(talk: Talk) -> None:
    draft = revise(talk.text, {"en": "They meet monthly."})
    false = {**draft.body, "text": {"en": "They never meet."}}
    record = talk.says(UA, Draft(draft.kind, false))

    assert record.hash in talk.of(UA).malformed
    assert talk.void(talk.says(UA, sign(talk.text, false["revision"]))) == "unknown-revision"


def test_an_effect_is_part_of_what_is_signed() -> None:
    words = {"en": "Closed."}

    assert revision_hash(words) != revision_hash(words, {"closed": {}})


def test_r13_closing_a_text_excludes_its_adoption(talk: Talk) -> None:
    closing = close(talk.text, {"en": "Closed."}, ("ab" * 32, "cd" * 32))
    closed = talk.says(UA, closing).body["revision"]
    talk.says(UA, sign(talk.text, closed))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, closed))

    (adoption,) = adopted(talk.of(JP), talk.text)

    assert adoption.effect == {
        "closed": {"succeeded_by": {"circle": "ab" * 32, "object": "cd" * 32}}
    }
    assert talk.void(talk.says(JP, sign(talk.text, talk.first))) == "already-adopted"


def test_a_body_that_does_not_fit_its_kind_is_kept_and_ignored(talk: Talk) -> None:
    record = talk.says(UA, Draft("sign/1", {"object": talk.text}))

    assert record.hash in talk.of(UA).history.links
    assert record.hash in talk.of(UA).malformed


def test_an_act_about_an_object_that_its_author_did_not_know_is_ignored(talk: Talk) -> None:
    other = talk.says(UA, open_object(Type.DECISION, {"en": "Decision"})).hash
    talk.says(JP, complete(other, talk.first))
    talk.all_hear()

    assert talk.of(JP).matter(other).acts == talk.of(UA).matter(other).acts == {}


def test_r2_an_adoption_completed_without_knowing_of_a_fork_stands_disputed(talk: Talk) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))
    talk.also_says(UA, sign(talk.text, talk.second), instead_of=ours)
    talk.all_hear()

    (adoption,) = adopted(talk.of(JP), talk.text)

    assert adoption.revision == talk.first
    assert adoption.disputed


def test_r2_a_fork_known_before_voids_the_signature(talk: Talk) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, report_fork(UA, ours.seq, ("one", "other")))
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == []


def told_differently(talk: Talk, first_story: Draft, second_story: Draft) -> None:
    """Ukraine signs; then it tells Japan one thing and Korea another at the same place.

    Both sign, and Japan, having heard everything, completes.
    """
    signature = talk.says(UA, sign(talk.text, talk.first))
    one = talk.says(UA, first_story)
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))
    other = talk.also_says(UA, second_story, instead_of=one)
    talk.nodes[KR].receive([signature, other], talk.now)
    talk.says(KR, sign(talk.text, talk.first))
    talk.hears(JP, UA, KR)
    talk.says(JP, complete(talk.text, talk.first))


def test_r2_a_signature_from_before_a_fork_counts_where_no_branch_withdrew_it() -> None:
    talk = Talk(UA, JP, KR)

    told_differently(talk, acknowledge(), complete(talk.text, talk.second))

    assert talk.adopted(JP) == [talk.first]


@pytest.mark.parametrize("withdrawn_to", [JP, KR])
def test_r2_and_not_where_one_did(withdrawn_to: Party) -> None:
    talk = Talk(UA, JP, KR)
    stories = [withdraw(talk.text), acknowledge()]

    told_differently(talk, *(stories if withdrawn_to == JP else reversed(stories)))

    assert talk.adopted(JP) == []


def test_r2_a_party_that_is_known_to_have_spoken_twice_completes_nothing() -> None:
    talk = Talk(UA, JP, KR)
    for party in (UA, JP, KR):
        talk.says(party, sign(talk.text, talk.first))
    talk.hears(JP, KR)
    talk.says(JP, report_fork(KR, talk.of(KR).history.head(KR).size + 1, ("one", "other")))
    talk.hears(KR, UA, JP)
    talk.says(KR, complete(talk.text, talk.first))

    assert talk.adopted(KR) == []

    talk.hears(JP, UA)
    talk.says(JP, complete(talk.text, talk.first))

    assert talk.adopted(JP) == [talk.first]


def test_r20_a_revocation_known_before_voids_what_it_covers(talk: Talk) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, revoke(ours.seq, STOLEN))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == []

    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, complete(talk.text, talk.first))

    assert talk.adopted(JP) == [talk.first]


def test_r20_what_was_adopted_before_a_revocation_stands_disputed(talk: Talk) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))
    talk.says(UA, revoke(ours.seq, STOLEN))
    talk.all_hear()

    (adoption,) = adopted(talk.of(UA), talk.text)

    assert adoption.disputed


def test_r20_an_adoption_is_no_longer_disputed_once_good_signatures_complete_it(
    talk: Talk,
) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(UA, revoke(ours.seq, STOLEN))
    again = talk.says(UA, sign(talk.text, talk.first))
    theirs = talk.says(JP, sign(talk.text, talk.first))
    talk.hears(UA, JP)
    good = talk.says(UA, complete(talk.text, talk.first))

    (adoption,) = adopted(talk.of(UA), talk.text)

    assert adoption.by == good.hash
    assert adoption.signatures == (theirs.hash, again.hash)
    assert not adoption.disputed


def test_two_adopted_revisions_dispute_each_other() -> None:
    talk = Talk(UA, JP, rules=Rules(lock=False))
    for ours, theirs in ((talk.first, talk.second), (talk.second, talk.first)):
        talk.says(UA, sign(talk.text, ours))
        talk.says(JP, sign(talk.text, theirs))
        talk.all_hear()

    found = adopted(talk.of(UA), talk.text)

    assert [adoption.disputed for adoption in found] == [True, True]


def test_r9_a_signature_voided_by_a_revocation_still_holds_the_lock(talk: Talk) -> None:
    ours = talk.says(UA, sign(talk.text, talk.first))
    talk.says(UA, revoke(ours.seq, STOLEN))

    assert talk.void(talk.says(UA, sign(talk.text, talk.second))) == "locked"


def test_a_withdrawal_in_a_revoked_stretch_still_takes_the_signature_back(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    stolen = talk.says(UA, withdraw(talk.text))
    talk.says(UA, revoke(stolen.seq, STOLEN))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))

    assert talk.adopted(JP) == []


def test_a_page_can_ask_why_a_signature_would_be_void_before_it_is_written(talk: Talk) -> None:
    talk.says(UA, sign(talk.text, talk.first))
    agreement, at = talk.of(UA), "2026-03-07T09:00:00.000Z"

    assert why_void(agreement, UA, sign(talk.text, talk.second), at) == "locked"
    assert why_void(agreement, JP, sign(talk.text, talk.second), at) == ""


def test_an_object_that_nobody_opened_is_named_in_the_error() -> None:
    agreement = Agreement(circle_of(opening([UA, JP])))

    with pytest.raises(UnknownObjectError) as caught:
        adopted(agreement, "ab" * 32)

    assert caught.value.facts == {"object": "ab" * 32}
