"""Packages have one outcome, whatever the order (R14), and brackets lose no word."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.agreement.histories import JP, KR, UA

from comity.agreement.brackets import bracketed
from comity.agreement.packages import ACCEPTED, StatusWord, largest, statuses, unmet
from comity.agreement.text import Alternative, Stance, Text
from comity.agreement.words import words_of
from comity.records.party import Party

WORDINGS = tuple(f"{clause}{letter}" for clause in "12345" for letter in "ab")
stances = st.builds(
    Stance,
    st.sampled_from("SSSAAQRO"),
    st.lists(st.sampled_from(WORDINGS), max_size=2).map(tuple),
)
registers = st.fixed_dictionaries(
    {party: st.dictionaries(st.sampled_from(WORDINGS), stances) for party in (JP, KR, UA)}
)
words = st.text("ab cdе露朝軍事をはいく。, ", max_size=30).map(str.strip)


def text_of(said: Mapping[Party, Mapping[str, Stance]], order: tuple[str, ...] = WORDINGS) -> Text:
    """A text in which wordings were tabled in this order."""
    clauses = tuple(dict.fromkeys(one[0] for one in order))
    grouped = {clause: tuple(one for one in order if one[0] == clause) for clause in clauses}
    by_clause: dict[str, dict[Party, dict[str, Stance]]] = {clause: {} for clause in clauses}
    for party, register in said.items():
        for one, stance in register.items():
            by_clause[one[0]].setdefault(party, {})[one] = stance
    alternatives = {one: Alternative(one, one[0], {"en": one}, UA) for one in order}
    return Text((JP, KR, UA), clauses, alternatives, grouped, by_clause)


@given(said=registers, order=st.permutations(WORDINGS))
def test_r14_the_order_in_which_wordings_were_tabled_changes_no_status(
    said: dict[Party, dict[str, Stance]], order: list[str]
) -> None:
    one, other = statuses(text_of(said)), statuses(text_of(said, tuple(order)))

    assert {clause: (status.word, sorted(status.wordings)) for clause, status in one.items()} == {
        clause: (status.word, sorted(status.wordings)) for clause, status in other.items()
    }


@given(said=registers)
def test_r14_what_is_agreed_is_the_largest_set_that_carries_itself(
    said: dict[Party, dict[str, Stance]],
) -> None:
    text = text_of(said)

    def carries(some: frozenset[str]) -> bool:
        return all(
            text.holders(one, "S")
            and text.holders(one, ACCEPTED) == text.parties
            and all(
                some.issuperset(stance.only_if)
                for party in text.parties
                if (stance := text.stance(party, one))
            )
            for one in some
        )

    accepted = [one for one in WORDINGS if text.holders(one, ACCEPTED) == text.parties]
    subsets = [
        frozenset(one for bit, one in enumerate(accepted) if number >> bit & 1)
        for number in range(1 << len(accepted))
    ]
    best = max((some for some in subsets if carries(some)), key=len)

    assert largest(text, WORDINGS, ACCEPTED) == best


@given(said=registers)
def test_r16_a_revision_made_of_all_agreed_clauses_breaks_no_condition(
    said: dict[Party, dict[str, Stance]],
) -> None:
    text = text_of(said)
    agreed = {
        clause: status.wordings[0]
        for clause, status in statuses(text).items()
        if status.word is StatusWord.AGREED
    }

    assert unmet(text, agreed) == []


@given(words)
def test_the_words_of_a_text_are_the_text(text: str) -> None:
    assert "".join(word.text + word.space for word in words_of(text)) == text


@given(left=words, right=words)
def test_each_party_finds_its_own_wording_in_the_brackets(left: str, right: str) -> None:
    alternatives = {
        one: Alternative(one, "1", {"ja": wording} if wording else {}, UA)
        for one, wording in (("1a", left), ("1b", right))
    }
    mine = {UA: {"1a": Stance("S")}, JP: {"1b": Stance("S")}}
    text = Text((JP, UA), ("1",), alternatives, {"1": ("1a", "1b")}, {"1": mine})

    pieces = bracketed(text, "1", statuses(text)["1"], "ja")

    for party, wording in ((UA, left), (JP, right)):
        read = "".join(
            piece.text for piece in pieces if not piece.bracketed or party in piece.holders
        )
        assert read.replace(" ", "") == wording.replace(" ", "")
