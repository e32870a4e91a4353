"""What is pledged, reported and confirmed."""

from decimal import Decimal

import pytest
from tests.unit.initiatives.spoken import (
    JAPAN,
    KOREA,
    UKRAINE,
    back,
    delivery,
    pledge,
    receipt,
    withdrawal,
)

from comity.initiatives.ledger import Left, Numbers, State, ledger


def test_the_three_numbers_stay_three() -> None:
    found = ledger([pledge(), delivery(2, "10"), receipt(2, "7.5")], UKRAINE)

    assert found.numbers() == (Numbers("piece", Decimal(40), Decimal(10), Decimal("7.5")),)
    assert found.commitments[0].unconfirmed == Decimal("2.5")


def test_units_are_never_added() -> None:
    found = ledger([pledge(), pledge(seq=2, unit="JPY", amount="1000000", name="d")], UKRAINE)

    assert [(one.unit, one.pledged) for one in found.numbers()] == [
        ("JPY", Decimal(1000000)),
        ("piece", Decimal(40)),
    ]


def test_a_receipt_under_another_unit_is_shown_and_not_counted() -> None:
    (commitment,) = ledger([pledge(), receipt(2, "5", unit="set")], UKRAINE).commitments

    assert [(one.amount, one.left) for one in commitment.received] == [
        (Decimal(5), Left.OTHER_UNIT)
    ]
    assert commitment.confirmed == 0


@pytest.mark.parametrize("party", [JAPAN, KOREA])
def test_only_the_beneficiary_confirms(party: str) -> None:
    found = ledger([pledge(), receipt(2, "40", party=type(JAPAN)(party))], UKRAINE)

    assert found.commitments[0].confirmed == 0
    assert [one.left for one in found.strays] == [Left.NOT_BENEFICIARY]


def test_only_the_givers_own_deliveries_count() -> None:
    found = ledger([pledge(), delivery(1, "40", party=KOREA)], UKRAINE)

    assert found.commitments[0].reported == 0
    assert [one.left for one in found.strays] == [Left.NO_COMMITMENT]


def test_what_the_beneficiary_pledges_to_itself_is_no_commitment() -> None:
    assert ledger([pledge(UKRAINE)], UKRAINE).commitments == ()


def test_the_last_word_of_the_giver_counts_wherever_it_stands_in_the_set() -> None:
    (commitment,) = ledger([pledge(seq=5, amount="60"), pledge(seq=1)], UKRAINE).commitments

    assert (commitment.amount, commitment.revised) == (Decimal(60), 1)


def test_a_withdrawn_commitment_pledges_nothing_and_keeps_what_came() -> None:
    found = ledger([pledge(), delivery(2, "10"), withdrawal(3), receipt(2, "10")], UKRAINE)

    assert found.numbers() == (Numbers("piece", Decimal(0), Decimal(10), Decimal(10)),)
    assert found.commitments[0].state("2027-01-01") is State.WITHDRAWN


def test_a_withdrawn_commitment_is_pledged_again() -> None:
    (commitment,) = ledger([pledge(), withdrawal(2), pledge(seq=3)], UKRAINE).commitments

    assert commitment.withdrawn is None
    assert commitment.pledged == 40


def test_a_withdrawal_of_nothing_is_nothing() -> None:
    assert ledger([withdrawal(2)], UKRAINE).commitments == ()


def test_what_is_taken_back_is_shown_with_its_reason() -> None:
    came = delivery(2, "10")
    (commitment,) = ledger([pledge(), came, back(JAPAN, 3, came.hash)], UKRAINE).commitments

    assert commitment.reported == 0
    assert [(one.left, one.reason) for one in commitment.deliveries] == [
        (Left.TAKEN_BACK, {"en": "Wrong."})
    ]


def test_nobody_takes_back_what_another_said() -> None:
    came = delivery(2, "10")
    (commitment,) = ledger([pledge(), came, back(UKRAINE, 2, came.hash)], UKRAINE).commitments

    assert commitment.reported == 10


@pytest.mark.parametrize(
    ("said", "today", "state"),
    [
        ([], "2026-04-30", State.OPEN),
        ([], "2026-05-01", State.LATE),
        ([delivery(2, "39.999999")], "2026-04-30", State.PART),
        ([delivery(2, "40")], "2026-05-01", State.AWAITS),
        ([delivery(2, "40"), receipt(2, "39")], "2026-05-01", State.AWAITS),
        ([receipt(2, "40")], "2026-05-01", State.FULFILLED),
        ([delivery(2, "50"), receipt(2, "50")], "2026-05-01", State.FULFILLED),
    ],
)
def test_a_commitment_says_how_far_it_has_come(said: list, today: str, state: State) -> None:  # type: ignore[type-arg]
    (commitment,) = ledger([pledge(), *said], UKRAINE).commitments

    assert commitment.state(today) is state


def test_over_delivery_is_said() -> None:
    (commitment,) = ledger([pledge(), delivery(2, "45.5")], UKRAINE).commitments

    assert commitment.over == Decimal("5.5")
