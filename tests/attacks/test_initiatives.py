"""Bad use of initiatives: three numbers that nobody can bend, and partners who fall away."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.governments import WORDS, Governments
from tests.conformance.making.of_systems import COMMITMENT, DELIVERY, PARTNER
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World
from tests.journeys.invented_lists import OTHERS, jp_mof

from comity.initiatives.ledger import Ledger


class Fund:
    """Governments with an initiative for Ukraine to which Japan gives twelve pieces.

    Attributes:
        of: the governments.
        hashed: of the initiative.
    """

    def __init__(self, of: Governments) -> None:
        self.of = of
        opened = {"title": WORDS, "category": "health", "beneficiary": "ua"}
        self.hashed = of.say(UKRAINE, "initiative/1", opened)
        self.say(JAPAN, "commitment/1", COMMITMENT)

    def say(self, party: str, kind: str, body: dict[str, Any], **changes: Any) -> str:
        """Let a party say something of the initiative; return the hash."""
        parties = {str(one): one for one in self.of.of}
        said = {**body, "initiative": self.hashed, **changes}
        return self.of.say(parties[party], kind, said)

    @property
    def ledger(self) -> Ledger:
        """What is given, the same for all."""
        found = []
        for one in self.of.of.values():
            seen = one.initiatives.initiative(self.hashed)
            assert seen is not None
            found.append(seen.card.initiative.ledger)
        assert found == found[:1] * len(found)
        return found[0]

    def numbers(self) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
        """Pledged, reported and confirmed, of each unit."""
        return {
            one.unit: (one.pledged, one.reported, one.confirmed) for one in self.ledger.numbers()
        }

    def page(self, party: str = "ua") -> str:
        """The words of its page."""
        parties = {str(one): one for one in self.of.of}
        return self.of.of[parties[party]].read(f"/initiatives/initiative/{self.hashed}")


@pytest.fixture
def fund(two: World) -> Iterator[Fund]:
    """Kyiv and Tokyo."""
    of = Governments(two)
    yield Fund(of)
    of.close()


PLEDGED = {"piece": (Decimal(12), Decimal(0), Decimal(0))}


@pytest.mark.parametrize("amount", ["-5", "0", "0.0", "1e9", "NaN", "Infinity", "１２", "1,5", 12])
def test_an_amount_that_is_none_is_kept_and_counts_for_nothing(fund: Fund, amount: object) -> None:
    fund.of.unchecked(JAPAN)
    hashed = fund.say("jp", "delivery/1", DELIVERY, unit="piece", amount=amount)
    fund.say("jp", "commitment/1", COMMITMENT, commitment="c2", amount=amount)

    assert fund.numbers() == PLEDGED
    assert "does not fit its kind" in fund.of.kyiv.read(f"/traffic/message/{hashed}")


def test_amounts_of_two_units_are_never_added_and_the_page_says_what_is_left_out(
    fund: Fund,
) -> None:
    fund.say("jp", "delivery/1", DELIVERY, unit="set", amount="5")
    fund.say("jp", "commitment/1", COMMITMENT, commitment="money", unit="JPY", amount="1000000")
    fund.say("ua", "received/1", {**DELIVERY, "giver": "jp"}, unit="JPY", amount="3")

    assert fund.numbers() == {**PLEDGED, "JPY": (Decimal(1_000_000), Decimal(0), Decimal(0))}
    (commitment,) = [one for one in fund.ledger.commitments if one.name == "c1"]
    assert [one.left for one in commitment.deliveries] == ["other-unit"]
    assert [one.left for one in commitment.received] == ["other-unit"]


def test_a_commitment_that_changes_its_unit_takes_no_number_along(fund: Fund) -> None:
    """Twelve generators that were confirmed must not become twelve yen."""
    fund.say("jp", "delivery/1", DELIVERY, unit="piece", amount="12")
    fund.say("ua", "received/1", {**DELIVERY, "giver": "jp"}, unit="piece", amount="12")
    fund.say("jp", "commitment/1", COMMITMENT, unit="JPY", amount="12")

    assert fund.numbers() == {"JPY": (Decimal(12), Decimal(0), Decimal(0))}


def test_the_giver_confirms_nothing_and_a_third_party_neither(three: World) -> None:
    of = Governments(three, (UKRAINE, JAPAN, KOREA))
    fund = Fund(of)
    for party in ("jp", "kr"):
        fund.say(party, "received/1", {**DELIVERY, "giver": "jp"}, unit="piece", amount="12")
    fund.say("kr", "delivery/1", DELIVERY, unit="piece", amount="12")

    assert fund.numbers() == PLEDGED
    assert sorted(one.left or "" for one in fund.ledger.strays) == [
        "no-commitment",
        "not-beneficiary",
        "not-beneficiary",
    ]
    of.close()


def test_nobody_takes_back_what_another_party_said(fund: Fund) -> None:
    received = fund.say("ua", "received/1", {**DELIVERY, "giver": "jp"}, unit="piece", amount="5")
    fund.of.say(JAPAN, "taken-back/1", {"record": received, "reason": WORDS})

    assert fund.numbers()["piece"][2] == Decimal(5)


def test_an_initiative_for_somebody_outside_its_circle_is_shown_nowhere(fund: Fund) -> None:
    """Nobody there could ever confirm what was received."""
    opened = {"title": {"en": "For a stranger"}, "category": "health", "beneficiary": "zz"}
    hashed = fund.of.say(JAPAN, "initiative/1", opened)

    assert fund.of.kyiv.ask(f"/en/initiatives/initiative/{hashed}").status_code == 404
    assert "For a stranger" not in fund.of.kyiv.read("/initiatives")


def test_a_partner_who_is_struck_off_in_the_middle_stays_to_be_seen_and_takes_nothing_along(
    fund: Fund,
) -> None:
    fund.say("jp", "partner/1", PARTNER)
    fund.say("jp", "delivery/1", DELIVERY, unit="piece", amount="4")
    fund.say("ua", "received/1", {**DELIVERY, "giver": "jp"}, unit="piece", amount="4")
    fund.say("jp", "partner/1", PARTNER, left="2026-03-05")

    assert fund.numbers() == {"piece": (Decimal(12), Decimal(4), Decimal(4))}
    page = fund.page()
    assert "Nightjar Trading" in page
    assert "5 Mar 2026" in page


def test_a_partner_who_is_listed_in_the_middle_is_told_here_and_to_nobody_else(
    fund: Fund, tmp_path: Path
) -> None:
    """Each node screens with its own lists; what it finds is its own (R19)."""
    kyiv = fund.of.kyiv
    person = {**PARTNER, "kind": "person", "names": ["Zakhar Yablochkin"], "born": "1966-08-09"}
    fund.say("jp", "partner/1", person)
    for day, rows in ((5, OTHERS[:3]), (6, OTHERS)):
        before = fund.page()
        file = jp_mof(tmp_path / f"{day}.csv", rows)
        taken = list(
            kyiv.lists.import_files([file], date=dt.date(2026, 3, day), accept_shrunk=True)
        )
        assert [str(one.error) for one in taken if one.error] == []
        kyiv.lists.overview()
        kyiv.initiatives.partners.catch_up()
    heads = fund.of.world.all_heads()

    page = fund.page()
    assert "28#7" not in before
    assert "28#7" in page
    assert "28#7" not in fund.page("jp")
    fund.of.settle()
    assert fund.of.world.all_heads() == heads
