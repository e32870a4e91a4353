"""Succession: only a party's own old stances are offered to it, on exactly the same words."""

from tests.unit.agreement.histories import JP, KR, UA
from tests.unit.positions.spoken import Negotiation

from comity.positions.succession import Offered, offered

ONE = {"en": "They meet."}
TWO = {"en": "They report."}


def test_old_stances_are_offered_on_the_same_words_with_their_conditions() -> None:
    old, new = Negotiation(), Negotiation(JP, KR, UA)
    first = old.table(UA, ONE)
    second = old.table(UA, TWO)
    old.take(JP, first, {first: "A"}, {first: (second,)})
    old.take(JP, second, {second: "Q"})
    heirs = [new.table(UA, ONE), new.table(UA, TWO)]

    found = offered(old.shown.text, new.shown.text, JP)

    assert found == (
        Offered(heirs[0], {heirs[0]: "A"}, {heirs[0]: (heirs[1],)}),
        Offered(heirs[1], {heirs[1]: "Q"}, {}),
    )
    assert offered(old.shown.text, new.shown.text, KR) == ()


def test_what_was_stated_again_or_reworded_is_not_offered() -> None:
    old, new = Negotiation(), Negotiation(JP, KR, UA)
    first, second = old.table(UA, ONE), old.table(UA, TWO)
    old.take(JP, first, {first: "A"})
    old.take(JP, second, {second: "A"})
    heir = new.table(UA, ONE)
    new.table(UA, {"en": "They report often."})
    new.take(JP, heir, {heir: "R"})

    assert offered(old.shown.text, new.shown.text, JP) == ()
