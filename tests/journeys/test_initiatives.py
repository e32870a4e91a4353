"""From a need and an offer to what was received, between two nodes."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.initiatives import Donors
from tests.journeys.initiatives import donors as desks
from tests.journeys.test_revocation import renew, revoke

from comity.errors import ComityError
from comity.exchange.drafts import LoweredMarkingError
from comity.exchange.station import Draft
from comity.initiatives.ledger import Left, State
from comity.initiatives.statements import RECEIVED
from comity.records.marking import Marking
from comity.web.initiativedesk import Act, Asked
from comity.web.stale import StalePageError

THREE = tuple[Decimal, Decimal, Decimal]


@pytest.fixture
def donors(tmp_path: Path) -> Iterator[Donors]:
    """Kyiv and Tokyo with their desks of initiatives."""
    with World(tmp_path) as world, desks(world) as made:
        yield made


def three(donors: Donors, hashed: str) -> dict[str, THREE]:
    """Return the three numbers of each unit, which both parties must see alike."""
    both = [
        {
            one.unit: (one.pledged, one.reported, one.confirmed)
            for one in donors.card(party, hashed).initiative.ledger.numbers()
        }
        for party in (UKRAINE, JAPAN)
    ]
    assert both[0] == both[1]
    return both[0]


def code_of(donors: Donors, party: str, hashed: str, what: str, **typed: str) -> str:
    """Return the code of the refusal of an act."""
    with pytest.raises(ComityError) as refused:
        donors.act(UKRAINE if party == "ua" else JAPAN, hashed, what, **typed)
    return refused.value.code


def test_a_need_and_an_offer_become_an_initiative_that_both_sign_and_one_confirms(
    donors: Donors,
) -> None:
    need = donors.wish(UKRAINE, offer=False, place={"uk": "Харків"})
    offer = donors.wish(JAPAN, offer=True, amount="25", place={"ja": "ハルキウ"})
    (match,) = donors.desks[UKRAINE].wishes().matches
    assert [(one.code, one.weight) for one in match.reasons] == [
        ("category-same", 1),
        ("unit-same", 1),
        ("amount-part", 0),
        ("time-fits", 1),
        ("place-same", 1),
    ]

    hashed = donors.open(needs=(need,), offers=(offer,))
    assert donors.card(JAPAN, hashed).stage.code == "proposed"
    for stage in ("idea", "scoped", "agreed"):
        donors.gate(UKRAINE, hashed, stage, JAPAN)
    assert {donors.card(party, hashed).stage.code for party in donors.desks} == {"agreed"}

    name = donors.pledge(hashed, "25")
    key = {"giver": "jp", "commitment": name}
    donors.act(JAPAN, hashed, "deliver", amount="10", on="2026-03-05", **key)
    assert three(donors, hashed) == {"piece": (Decimal(25), Decimal(10), Decimal(0))}
    assert donors.dues(UKRAINE) == ["confirm-received"]

    donors.act(UKRAINE, hashed, "receive", amount="8", on="2026-03-05", **key)
    assert three(donors, hashed) == {"piece": (Decimal(25), Decimal(10), Decimal(8))}
    seen = donors.desks[JAPAN].wishes()
    assert [one.hash for one in seen.used[need]] == [hashed]


def test_a_gate_adopted_before_its_turn_waits_for_the_one_before(donors: Donors) -> None:
    hashed = donors.open()
    donors.gate(UKRAINE, hashed, "idea", JAPAN)
    donors.gate(JAPAN, hashed, "agreed", UKRAINE)

    card = donors.card(UKRAINE, hashed)
    assert (card.stage.code, card.stage.waiting) == ("idea", (("agreed", "scoped"),))

    donors.gate(UKRAINE, hashed, "scoped", JAPAN)

    assert donors.card(JAPAN, hashed).stage.code == "agreed"


def test_a_gate_that_waits_and_a_late_commitment_stand_on_the_agenda(donors: Donors) -> None:
    hashed = donors.open()
    donors.gate(UKRAINE, hashed, "idea")
    name = donors.pledge(hashed)

    assert donors.agenda(JAPAN) == [(f"initiative:{hashed}", ["GATE"])]
    donors.world.clock.forward(60 * 24 * 3600)

    assert donors.agenda(JAPAN) == [(f"initiative:{hashed}", ["OVERDUE", "GATE"])]
    assert donors.agenda(UKRAINE) == donors.agenda(JAPAN)
    assert donors.dues(JAPAN) == ["commitment-late"]
    assert donors.dues(UKRAINE) == ["commitment-late-theirs"]
    asked = donors.desks[UKRAINE].board(Asked(only="late"))
    assert [one.initiative.hash for one in asked.cards] == [hashed]
    assert donors.card(JAPAN, hashed).late[0].name == name


def test_only_the_giver_reports_and_only_the_beneficiary_confirms(donors: Donors) -> None:
    hashed = donors.open()
    key = {"giver": "jp", "commitment": donors.pledge(hashed)}

    assert code_of(donors, "jp", hashed, "receive", amount="5", **key) == "only-beneficiary"
    assert code_of(donors, "ua", hashed, "deliver", amount="5", **key) == "only-giver"
    assert code_of(donors, "ua", hashed, "withdraw", reason_en="No.", **key) == "only-giver"
    assert code_of(donors, "ua", hashed, "commit", amount="5") == "beneficiary-pledges"


def test_a_receipt_that_the_giver_writes_for_the_beneficiary_counts_nowhere(
    donors: Donors,
) -> None:
    hashed = donors.open()
    name = donors.pledge(hashed)
    body = {
        "initiative": hashed,
        "giver": "jp",
        "commitment": name,
        "unit": "piece",
        "amount": "40",
        "on": "2026-03-05",
    }

    donors.world.say(JAPAN, donors.circle, Draft(RECEIVED.name, body, "TLP:GREEN"))
    donors.settle()

    assert three(donors, hashed) == {"piece": (Decimal(40), Decimal(0), Decimal(0))}
    (stray,) = donors.card(UKRAINE, hashed).initiative.ledger.strays
    assert stray.left is Left.NOT_BENEFICIARY


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"amount": "-5"}, "initiative-amount"),
        ({"amount": "0"}, "initiative-amount"),
        ({"amount": "1,500"}, "initiative-amount"),
        ({"amount": "багато"}, "initiative-amount"),
        ({"amount": "5", "unit": "JPY"}, "commitment-unit"),
        ({"amount": "5", "on": "2026-03-06"}, "initiative-day-ahead"),
        ({"amount": "5", "on": "2026-02-30"}, "initiative-day"),
        ({"amount": "5", "commitment": "none"}, "no-commitment"),
    ],
)
def test_a_report_that_would_not_count_is_refused_with_a_reason(
    donors: Donors, typed: dict[str, str], code: str
) -> None:
    hashed = donors.open()
    key = {"giver": "jp", "commitment": donors.pledge(hashed)}

    assert code_of(donors, "jp", hashed, "deliver", **{**key, **typed}) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"due": "2026-03-04"}, "initiative-day-past"),
        ({"due": "soon"}, "initiative-day"),
        ({"unit": "tonne"}, "no-unit"),
        ({"what_ja": " "}, "paper-words"),
    ],
)
def test_a_commitment_that_cannot_be_kept_is_refused(
    donors: Donors, typed: dict[str, str], code: str
) -> None:
    hashed = donors.open()
    whole = {"what_ja": "発電機", "unit": "piece", "amount": "5", "due": "2026-03-05"}

    assert code_of(donors, "jp", hashed, "commit", **{**whole, **typed}) == code


def test_a_beneficiary_outside_the_circle_and_an_unknown_initiative_are_refused(
    donors: Donors,
) -> None:
    with pytest.raises(ComityError) as outside:
        donors.open(beneficiary="pl")
    with pytest.raises(ComityError) as unknown:
        donors.desks[UKRAINE].act("0" * 64, Act("commit", {}), donors.by())

    assert outside.value.code == "beneficiary-outside"
    assert "JP, UA" in str(outside.value)
    assert unknown.value.code == "no-such-initiative"


def test_an_initiative_is_not_marked_lower_than_the_need_that_it_answers(donors: Donors) -> None:
    need = donors.wish(UKRAINE, offer=False, marking=Marking.AMBER)

    with pytest.raises(LoweredMarkingError):
        donors.open(needs=(need,))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"names": " "}, "partner-names"),
        ({"kind": "ministry"}, "partner-kind"),
        ({"country": "Japan"}, "partner-country"),
        ({"role_en": ""}, "partner-role"),
        ({"identifiers": "9812345"}, "partner-number"),
        ({"identifiers": "imo 9812345\nlei"}, "partner-number"),
        ({"born": "1.2.2004"}, "initiative-day"),
        ({"partner": "none"}, "initiative-part"),
    ],
)
def test_a_partner_that_could_not_be_looked_up_is_refused(
    donors: Donors, typed: dict[str, str], code: str
) -> None:
    hashed = donors.open()
    whole = {"kind": "organisation", "names": "Nightjar Works", "role_en": "Transport"}

    assert code_of(donors, "jp", hashed, "partner", **{**whole, **typed}) == code


@pytest.mark.parametrize(
    ("what", "typed", "code"),
    [
        ("milestone", {"title_en": "Convoy", "on": "2026-03-04"}, "initiative-day-past"),
        ("milestone", {"on": "2026-03-06"}, "paper-words"),
        ("risk", {"title_en": "Ice", "likelihood": "6", "impact": "1"}, "risk-scale"),
        (
            "risk",
            {"title_en": "Ice", "likelihood": "1", "impact": "1", "owner": "pl"},
            "initiative-part",
        ),
        ("gate", {"stage": "begun", "title_en": "x", "text_en": "y"}, "no-stage"),
        ("take-back", {"record": "0" * 64, "reason_en": "?"}, "initiative-part"),
        ("leave", {"partner": ""}, "initiative-part"),
    ],
)
def test_what_cannot_be_said_of_an_initiative_is_refused(
    donors: Donors, what: str, typed: dict[str, str], code: str
) -> None:
    assert code_of(donors, "ua", donors.open(), what, **typed) == code


def test_a_gate_is_proposed_once_until_it_is_adopted(donors: Donors) -> None:
    hashed = donors.open()
    words = {"title_en": "Idea", "text_en": "We begin."}
    donors.gate(UKRAINE, hashed, "idea")
    waits = code_of(donors, "jp", hashed, "gate", stage="idea", **words)
    donors.sign(JAPAN, donors.card(JAPAN, hashed).gates[0].object)

    adopted = code_of(donors, "jp", hashed, "gate", stage="idea", **words)

    assert (waits, adopted) == ("gate-waits", "gate-adopted")


def test_another_changes_no_milestone_of_ours(donors: Donors) -> None:
    hashed = donors.open()
    donors.act(UKRAINE, hashed, "milestone", title_en="Convoy", on="2026-04-01")
    (stone,) = donors.card(JAPAN, hashed).initiative.milestones
    typed = {"milestone": stone.name, "title_en": "Later", "on": "2026-05-01"}

    assert code_of(donors, "jp", hashed, "milestone", **typed) == "initiative-by-other"
    donors.act(UKRAINE, hashed, "milestone", **{**typed, "reached": "2026-03-05"})

    (stone,) = donors.card(JAPAN, hashed).initiative.milestones
    assert (stone.on, stone.state("2026-06-01")) == ("2026-05-01", "reached")


def test_a_stale_page_changes_nothing(donors: Donors) -> None:
    hashed = donors.open()
    before = donors.card(JAPAN, hashed).initiative.seen
    donors.act(UKRAINE, hashed, "milestone", title_en="First convoy", on="2026-04-01")

    typed = {"what-ja": "発電機", "unit": "piece", "amount": "5", "due": "2026-04-30"}
    with pytest.raises(StalePageError):
        donors.desks[JAPAN].act(hashed, Act("commit", typed), donors.by(before))

    assert donors.card(JAPAN, hashed).initiative.ledger.commitments == ()


def test_what_is_taken_back_stays_to_be_seen_and_counts_no_more(donors: Donors) -> None:
    hashed = donors.open()
    key = {"giver": "jp", "commitment": donors.pledge(hashed)}
    donors.act(JAPAN, hashed, "deliver", amount="50", on="2026-03-05", **key)
    (commitment,) = donors.card(UKRAINE, hashed).initiative.ledger.commitments
    assert (commitment.over, commitment.state("2026-03-05")) == (Decimal(10), State.AWAITS)
    record = commitment.deliveries[0].record

    assert (
        code_of(donors, "ua", hashed, "take-back", record=record, reason_en="?")
        == "initiative-by-other"
    )
    donors.act(JAPAN, hashed, "take-back", record=record, reason_ja="数え違い")

    (entry,) = donors.card(UKRAINE, hashed).initiative.ledger.commitments[0].deliveries
    assert (entry.left, entry.reason) == (Left.TAKEN_BACK, {"ja": "数え違い"})
    assert three(donors, hashed) == {"piece": (Decimal(40), Decimal(0), Decimal(0))}
    again = code_of(donors, "jp", hashed, "take-back", record=record, reason_ja="再度")
    assert again == "already-taken-back"


def test_a_commitment_is_revised_in_its_unit_and_withdrawn_with_what_came_kept(
    donors: Donors,
) -> None:
    hashed = donors.open()
    key = {"giver": "jp", "commitment": donors.pledge(hashed)}
    donors.act(JAPAN, hashed, "deliver", amount="10", on="2026-03-05", **key)
    words = {"what_ja": "発電機", "amount": "60", "due": "2026-05-30"}
    assert code_of(donors, "jp", hashed, "revise", unit="set", **words, **key) == (
        "commitment-unit-fixed"
    )

    donors.act(JAPAN, hashed, "revise", unit="piece", **words, **key)
    assert three(donors, hashed) == {"piece": (Decimal(60), Decimal(10), Decimal(0))}
    donors.act(JAPAN, hashed, "withdraw", reason_ja="予算", **key)
    donors.act(UKRAINE, hashed, "receive", amount="10", on="2026-03-05", **key)

    assert three(donors, hashed) == {"piece": (Decimal(0), Decimal(10), Decimal(10))}
    late = code_of(donors, "jp", hashed, "withdraw", reason_ja="予算", **key)
    assert late == "commitment-withdrawn"


def test_a_double_click_pledges_once(donors: Donors) -> None:
    hashed = donors.open()
    typed = {"what-ja": "発電機", "unit": "piece", "amount": "5", "due": "2026-04-30"}
    by = donors.by(donors.card(JAPAN, hashed).initiative.seen, "one-page")

    first = donors.desks[JAPAN].act(hashed, Act("commit", typed), by)
    second = donors.desks[JAPAN].act(hashed, Act("commit", typed), by)

    assert first == second
    assert len(donors.card(JAPAN, hashed).initiative.ledger.commitments) == 1


def test_above_the_set_marking_a_commitment_waits_for_a_second_role(donors: Donors) -> None:
    hashed = donors.open(marking=Marking.AMBER_STRICT)
    released = donors.traffic[UKRAINE].letters
    assert hashed == ""  # the initiative itself is held
    (draft,) = donors.traffic[UKRAINE].internal.drafts()

    opened = released.release(draft.id, "head-of-delegation").record
    donors.settle()

    typed = {"what_ja": "発電機", "unit": "piece", "amount": "5", "due": "2026-04-30"}
    outcome = donors.act(JAPAN, opened, "commit", **typed)
    assert outcome.draft
    assert donors.seen(JAPAN, opened).drafts == (outcome.draft,)
    assert donors.card(JAPAN, opened).initiative.ledger.commitments == ()


def test_needs_are_closed_by_their_author_alone(donors: Donors) -> None:
    need = donors.wish(UKRAINE, offer=False)

    with pytest.raises(ComityError) as other:
        donors.desks[JAPAN].close(need, "met", {}, donors.by())
    donors.desks[UKRAINE].close(need, "met", {"uk": "Отримано."}, donors.by())
    with pytest.raises(ComityError) as again:
        donors.desks[UKRAINE].close(need, "met", {}, donors.by())

    assert (other.value.code, again.value.code) == ("initiative-by-other", "wish-closed")
    assert donors.desks[UKRAINE].wishes().wishes[0].closed == "met"


def test_what_a_thief_pledged_with_stolen_keys_counts_no_more_once_they_are_revoked(
    tmp_path: Path,
) -> None:
    with World(tmp_path, durable=True) as world, desks(world) as here:
        hashed = here.open(JAPAN, beneficiary="jp")
        start = world.heads(UKRAINE, here.circle)[UKRAINE].size + 1
        typed = {"what_uk": "Кошти", "unit": "UAH", "amount": "9000000", "due": "2026-04-30"}
        here.act(UKRAINE, hashed, "commit", **typed)
        assert three(here, hashed) == {"UAH": (Decimal(9000000), Decimal(0), Decimal(0))}

        renew(world)
        here.settle()
        revoke(world, start)
        here.settle()

        assert three(here, hashed) == {}


def test_the_tables_are_those_that_a_rebuild_gives(donors: Donors) -> None:
    need = donors.wish(UKRAINE, offer=False)
    hashed = donors.open(needs=(need,))
    key = {"giver": "jp", "commitment": donors.pledge(hashed)}
    donors.act(JAPAN, hashed, "deliver", amount="50", on="2026-03-05", **key)

    for node in donors.world.nodes.values():
        node.projections.check()
