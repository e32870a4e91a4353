"""Without the lock, without "already adopted", two revisions are adopted: the laws have teeth.

Each rule is taken out in a double. A history found by hand shows why it is there; the search that
finds nothing under all rules finds a history of its own.
"""

from collections.abc import Callable

import pytest
from tests.unit.agreement.histories import EVERYBODY, JP, SIZES, UA, World, fresh, revoke, seeded
from tests.unit.agreement.talk import Talk

from comity.agreement.adoption import adopted
from comity.agreement.standing import RULES, Rules
from comity.agreement.statements import sign, withdraw

NO_LOCK, NO_SEEN, NO_HOLD = (
    Rules(lock=False),
    Rules(seen_adopted=False),
    Rules(void_holds=False),
)
STOLEN = {"en": "A key was stolen."}


def crossing_moves(rules: Rules) -> list[str]:
    """Ukraine moves from the first revision to the second, Japan the other way, in the mail."""
    talk = Talk(UA, JP, rules=rules)
    talk.says(UA, sign(talk.text, talk.first))
    talk.says(JP, sign(talk.text, talk.second))
    talk.hears(UA, JP)
    talk.hears(JP, UA)
    talk.says(UA, withdraw(talk.text))
    talk.says(UA, sign(talk.text, talk.second))
    talk.says(JP, withdraw(talk.text))
    talk.says(JP, sign(talk.text, talk.first))
    talk.all_hear()
    return talk.adopted(UA)


def a_move_after_adoption(rules: Rules) -> list[str]:
    """Everybody has adopted the first revision; then both withdraw and sign the second."""
    talk = Talk(UA, JP, rules=rules)
    talk.says(UA, sign(talk.text, talk.first))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.first))
    talk.hears(UA, JP)
    talk.says(UA, withdraw(talk.text))
    talk.hears(JP, UA)
    talk.says(JP, withdraw(talk.text))
    talk.hears(UA, JP)
    talk.says(UA, sign(talk.text, talk.second))
    talk.hears(JP, UA)
    talk.says(JP, sign(talk.text, talk.second))
    talk.all_hear()
    return talk.adopted(UA)


def crossing_revocations(rules: Rules) -> list[str]:
    """Both revoke their keys back to before their signature, and sign the other revision."""
    talk = Talk(UA, JP, rules=rules)
    ours = talk.says(UA, sign(talk.text, talk.first))
    theirs = talk.says(JP, sign(talk.text, talk.second))
    talk.hears(UA, JP)
    talk.hears(JP, UA)
    talk.says(UA, revoke(ours.seq, STOLEN))
    talk.says(UA, sign(talk.text, talk.second))
    talk.says(JP, revoke(theirs.seq, STOLEN))
    talk.says(JP, sign(talk.text, talk.first))
    talk.all_hear()
    return talk.adopted(UA)


@pytest.mark.parametrize(
    ("history", "rules"),
    [
        (crossing_moves, NO_LOCK),
        (a_move_after_adoption, NO_SEEN),
        (crossing_revocations, NO_HOLD),
    ],
)
def test_a_history_adopts_two_revisions_only_where_its_rule_is_taken_out(
    history: Callable[[Rules], list[str]], rules: Rules
) -> None:
    assert len(history(rules)) == 2
    assert len(history(RULES)) < 2


@pytest.mark.parametrize(
    ("rules", "parties"),
    [(NO_LOCK, 2), (NO_LOCK, 3), (NO_SEEN, 2)],
    ids=["without R9, two parties", "without R9, three parties", "without R10"],
)
def test_the_search_finds_two_adopted_revisions_where_a_rule_is_taken_out(
    rules: Rules, parties: int
) -> None:
    found = None
    for seed in range(2000):
        world = World(seeded(seed, SIZES[parties]), EVERYBODY[:parties], rules=rules).run()
        if len(adopted(fresh(world, world.records, rules), world.start.text)) > 1:
            found = seed
            break

    assert found is not None
