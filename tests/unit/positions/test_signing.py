"""The text to sign: made of agreed clauses, in whole languages, without breaking a package."""

import pytest
from tests.unit.agreement.histories import JP, UA
from tests.unit.positions.spoken import Negotiation

from comity.agreement.statements import revise, sign, withdraw
from comity.positions.bundles import packages
from comity.positions.signing import (
    NotAgreedError,
    NothingAgreedError,
    NoWholeLanguageError,
    UndecidedError,
    UnmetConditionError,
    make,
    signing,
)

ONE = {"en": "They meet twice a year.", "ja": "年二回会合する。"}
TWO = {"en": "They report every month.", "ja": "毎月報告する。"}
OTHER = {"en": "They report every quarter.", "ja": "四半期ごとに報告する。"}
NOW = "2026-03-06T09:00:00.000Z"


def agreed(text: Negotiation, words: dict[str, str] | None, clause: str = "") -> str:
    one = text.table(UA, words, clause)
    held = text.shown.text.registers.get(clause or one, {}).get(JP, {})
    text.take(JP, clause or one, {**{n: s.letter for n, s in held.items()}, one: "A"})
    return one


def test_a_revision_takes_the_agreed_clauses_in_their_order() -> None:
    text = Negotiation()
    agreed(text, ONE)
    agreed(text, TWO)

    made = make(text.shown, {})

    assert made.words == {
        "ja": f"{ONE['ja']}\n\n{TWO['ja']}",
        "en": f"{ONE['en']}\n\n{TWO['en']}",
    }
    assert made.hash == revise(text.about, made.words).body["revision"]


def test_clauses_that_are_not_agreed_are_left_out_only_when_somebody_says_so() -> None:
    text = Negotiation()
    agreed(text, ONE)
    text.table(UA, TWO)

    with pytest.raises(NotAgreedError, match="clauses 2 are not agreed"):
        make(text.shown, {})

    assert make(text.shown, {}, leave_out=True).left == (2,)


def test_nothing_is_made_of_nothing() -> None:
    text = Negotiation()
    text.table(UA, ONE)

    with pytest.raises(NothingAgreedError):
        make(text.shown, {}, leave_out=True)


def test_of_two_wordings_that_all_accept_one_is_chosen() -> None:
    text = Negotiation()
    first = agreed(text, TWO)
    second = agreed(text, OTHER, first)

    with pytest.raises(UndecidedError, match="clause 1"):
        make(text.shown, {})

    assert make(text.shown, {first: second}).words["en"] == OTHER["en"]


def test_what_depends_on_a_choice_waits_until_it_is_made() -> None:
    text = Negotiation()
    first = agreed(text, TWO)
    agreed(text, OTHER, first)
    bound = text.table(UA, ONE)
    text.take(JP, bound, {bound: "A"}, {bound: (first,)})
    (package,) = packages(text.shown)
    assert (package.letter, package.clauses, package.closed) == ("A", (1, 2), False)

    assert make(text.shown, {first: first}, leave_out=True).left == (2,)

    text.take(JP, first, {first: "A"})
    assert [one.closed for one in packages(text.shown)] == [True]
    assert make(text.shown, {}).left == ()


def test_a_choice_that_breaks_a_package_is_refused_by_name() -> None:
    text = Negotiation()
    first = agreed(text, TWO)
    second = agreed(text, OTHER, first)
    third = agreed(text, ONE)
    fourth = agreed(text, {"en": "They meet once a year.", "ja": "年一回会合する。"}, third)
    text.take(JP, third, {third: "A", fourth: "A"}, {fourth: (second,)})

    with pytest.raises(UnmetConditionError, match=r"JP accepted clause 2 .* clause 1"):
        make(text.shown, {first: first, third: fourth})

    made = make(text.shown, {first: second, third: fourth})
    assert made.words["en"] == f"{OTHER['en']}\n\nThey meet once a year."


def test_a_language_that_lacks_a_clause_is_named_and_left_out() -> None:
    text = Negotiation()
    agreed(text, ONE)
    agreed(text, {"en": "They inform each other."})

    made = make(text.shown, {})

    assert list(made.words) == ["en"]
    assert made.gaps == {"ja": (2,)}


def test_without_a_whole_language_nothing_is_made() -> None:
    text = Negotiation()
    agreed(text, {"ja": "会合する。"})
    agreed(text, {"en": "They inform each other."})

    with pytest.raises(NoWholeLanguageError, match="ja: 2; en: 1"):
        make(text.shown, {})


def test_a_deleted_clause_is_not_in_the_text() -> None:
    text = Negotiation()
    agreed(text, ONE)
    clause = text.table(UA, TWO)
    text.take(UA, clause, {clause: "R"})
    agreed(text, None, clause)

    assert make(text.shown, {}).words["en"] == ONE["en"]


def test_a_signature_ad_referendum_is_shown_and_does_not_count() -> None:
    text = Negotiation()
    revision = text.talk.first
    text.says(JP, sign(text.about, revision, ad_referendum=True))

    how = signing(text.agreement, text.about, UA, NOW)

    found = how.revision(revision)
    assert found is not None
    ((party, hold), _) = found.signed
    assert party == JP
    assert hold is not None
    assert hold.ad_referendum
    assert found.seals == ((JP, False), (UA, False))
    assert found.awaiting == (JP, UA)


def test_the_lock_names_whose_acknowledgement_is_awaited() -> None:
    text = Negotiation()
    text.says(UA, sign(text.about, text.talk.first))
    assert signing(text.agreement, text.about, UA, NOW).locks[text.talk.second] == ()

    text.says(UA, withdraw(text.about))

    how = signing(text.agreement, text.about, UA, NOW)
    assert how.locks[text.talk.second] == (JP,)
    assert how.void[text.talk.second] == "locked"
    assert how.withdrawn == (JP,)
    assert how.own is None
