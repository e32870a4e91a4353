"""Statements: what a draft holds, and what is never written."""

import pytest

from comity.agreement.effects import Type
from comity.agreement.statements import (
    ANNEXES,
    KNOWN,
    Draft,
    acknowledge,
    align,
    alternative,
    annex,
    arrange,
    break_silence,
    close,
    complete,
    open_object,
    revise,
    revision_hash,
    sign,
    silence,
    take_stance,
    withdraw,
)
from comity.records.kinds import BodyError

ONE, TWO = "ab" * 32, "cd" * 32
WORDS = {"uk": "Сторони зустрічаються.", "ja": "両国は会合する。", "en": "They meet."}
DRAFTS = [
    open_object(Type.TEXT, WORDS),
    open_object(Type.TEXT, WORDS, succeeds=(ONE, TWO)),
    revise(ONE, WORDS),
    revise(ONE, WORDS, {"retained": [{"object": ONE, "clauses": [TWO]}]}),
    close(ONE, WORDS),
    close(ONE, WORDS, (ONE, TWO)),
    sign(ONE, TWO),
    sign(ONE, TWO, procedure=ONE, valid_until="2026-03-05T09:30:00.000Z"),
    sign(ONE, TWO, ad_referendum=True),
    complete(ONE, TWO),
    withdraw(ONE),
    withdraw(ONE, WORDS),
    silence(ONE, TWO, "2026-03-05T09:30:00.000Z"),
    break_silence(ONE, WORDS),
    acknowledge(),
    annex(ONE, "reservation", WORDS),
    align(ONE, TWO, ONE),
    alternative(ONE, WORDS),
    alternative(ONE, None, TWO),
    take_stance(ONE, TWO, {ONE: "S", TWO: "O"}, {ONE: [TWO]}),
    arrange(ONE, [TWO]),
]


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.kind)
def test_every_draft_fits_its_kind(draft: Draft) -> None:
    KNOWN.known[draft.kind].check(draft.body)


def test_every_kind_has_a_draft() -> None:
    assert {draft.kind for draft in DRAFTS} == set(KNOWN.known)


def test_a_revision_carries_the_hash_of_its_text_in_all_its_languages() -> None:
    body = revise(ONE, WORDS).body

    assert body["revision"] == revision_hash(WORDS)
    assert revision_hash(WORDS) != revision_hash({"en": WORDS["en"]})


def test_the_hash_of_a_text_is_sha_256_of_its_canonical_bytes() -> None:
    assert revision_hash({"en": "They meet."}) == (
        "27e2bb9e14b9eb293359c248ee1fa72ce699d206cc9956d55f542ff6a2b14d2d"
    )


def test_a_stance_has_one_of_five_letters() -> None:
    with pytest.raises(BodyError) as caught:
        take_stance(ONE, TWO, {ONE: "Y"})

    assert str(caught.value) == (
        f"the body does not fit stance/1: stances.{ONE}.stance is 'Y'; choose from S, A, Q, R, O"
    )


def test_an_annex_is_one_of_three_sorts() -> None:
    with pytest.raises(BodyError) as caught:
        annex(ONE, "condition", WORDS)

    assert caught.value.facts["wanted"] == f"choose from {', '.join(ANNEXES)}"


def test_an_effect_names_at_least_one_thing_that_it_does() -> None:
    draft = revise(ONE, WORDS)

    with pytest.raises(BodyError) as caught:
        KNOWN.known[draft.kind].check({**draft.body, "effect": {}})

    assert caught.value.facts["wanted"] == "name what it does, or leave it out"


def test_no_two_actions_of_one_object_have_one_name() -> None:
    """All later records name an action by it: whose would it be?"""
    one = {"action": "1", "owner": "jp", "what": WORDS}
    draft = revise(ONE, WORDS, {"assigned": [one]})

    with pytest.raises(BodyError) as caught:
        KNOWN.known[draft.kind].check(
            {**draft.body, "effect": {"assigned": [one, {**one, "owner": "ua"}]}}
        )

    assert str(caught.value) == (
        "the body does not fit revision/1: effect.assigned[1].action is '1'; "
        "give each action a name of its own"
    )
