"""R18 between two ministries: nodes tell what lists show, and two analysts confirm it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.invented_lists import NAMESAKE, OTHERS, TARGET, Row, jp_mof
from tests.journeys.verifying import Ministries

from comity.agreement.effects import Type
from comity.agreement.followup import State
from comity.agreement.statements import break_silence, open_object, revise, silence
from comity.exchange.station import Draft as Said

KEY = "29#7@2022-06-19"
Begun = Callable[..., Ministries]


@pytest.fixture
def begun(tmp_path: Path) -> Iterator[Begun]:
    """What begins a journey."""
    with World(tmp_path / "world") as world:

        def begin(**changes: Any) -> Ministries:
            made = Ministries(world, tmp_path, **changes)
            made.reference()
            return made

        yield begin


def test_what_an_edition_shows_is_told_once_by_every_node_and_never_again(begun: Begun) -> None:
    made = begun()
    made.edition("2022-05-12")
    made.edition("2022-06-19", TARGET)
    before = len(made.told(UKRAINE))

    again = made.look()

    assert again == 0
    assert before == 4
    assert {(one.party, one.as_of, one.key) for one in made.told(JAPAN)} == {
        (party, day, key)
        for party in (UKRAINE, JAPAN)
        for day, key in (("2022-05-12", ""), ("2022-06-19", KEY))
    }


def test_nothing_is_told_twice_by_a_node_that_was_started_anew(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    fresh = type(made.verifying[UKRAINE])(made.world.nodes[UKRAINE], made.lists[UKRAINE])

    assert fresh.look() == 0


def test_two_analysts_verify_and_one_does_not(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)

    found = made.outcome().state
    made.match(JAPAN, KEY)
    one = made.outcome()
    made.match(UKRAINE, KEY)
    two = made.outcome()

    assert found is State.ASSIGNED
    assert (one.state, one.confirmed) == (State.ONE_ANALYST, (JAPAN,))
    assert (two.state, two.keys, two.newest) == (State.VERIFIED, (KEY,), "2022-06-19")


def test_an_edition_of_before_the_decision_is_not_told(begun: Begun) -> None:
    made = begun()

    made.edition("2022-05-05", TARGET)

    assert made.told(UKRAINE) == []


def test_an_entry_that_stood_there_before_counts_through_a_newer_edition(begun: Begun) -> None:
    made = begun()
    made.edition("2022-05-05", TARGET)
    made.edition("2022-05-12", TARGET)

    made.match(JAPAN, "29#7@2022-05-12")
    made.match(UKRAINE, "29#7@2022-05-12")

    assert made.outcome().state is State.VERIFIED


def test_an_entry_that_is_gone_has_regressed(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition("2022-11-02")

    assert made.outcome().state is State.REGRESSED
    assert [(one.as_of, one.key, one.present) for one in made.told(JAPAN, JAPAN)][-1] == (
        "2022-11-02",
        KEY,
        False,
    )


def test_another_target_under_the_key_of_the_one_that_was_confirmed_is_not_taken_for_it(
    begun: Begun,
) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition("2022-11-02", NAMESAKE)

    assert made.outcome().state is State.REGRESSED


@pytest.mark.parametrize(
    "after",
    [
        Row(34, 2, TARGET.japanese, TARGET.latin, TARGET.born),
        Row(34, 2, TARGET.japanese, TARGET.latin, TARGET.born, "性別は男性。"),
    ],
    ids=["says the same", "says more under the same name"],
)
def test_an_entry_that_was_numbered_anew_is_still_the_one_that_was_confirmed(
    begun: Begun, after: Row
) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition("2022-11-02", NAMESAKE, after)

    outcome = made.outcome()
    assert (outcome.state, outcome.keys, outcome.newest) == (State.VERIFIED, (KEY,), "2022-11-02")


def test_a_namesake_born_on_another_day_is_not_taken_for_the_one_that_was_confirmed(
    begun: Begun,
) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition("2022-11-02", Row(34, 2, TARGET.japanese, TARGET.latin, "1949年12月1日"))

    assert made.outcome().state is State.REGRESSED


def test_two_who_bear_the_name_are_not_told_apart_by_it(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition(
        "2022-11-02",
        Row(34, 2, TARGET.japanese, TARGET.latin, TARGET.born, "性別は男性。"),
        Row(34, 3, TARGET.japanese, TARGET.latin),
    )

    assert made.outcome().state is State.REGRESSED
    assert {one.key for one in made.told(UKRAINE) if one.as_of == "2022-11-02"} >= {
        KEY,
        "34#2@2022-11-02",
    }


def test_an_entry_under_another_name_is_a_new_candidate_and_needs_two_analysts_again(
    begun: Begun,
) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition(
        "2022-11-02",
        Row(34, 2, "エヴランピイ・ネビヴァレッツ", "Yevlampiy Nebyvalets", TARGET.born),
    )
    gone = made.outcome().state
    made.match(JAPAN, "34#2@2022-11-02")
    one = made.outcome().state
    made.match(UKRAINE, "34#2@2022-11-02")

    assert (gone, one) == (State.REGRESSED, State.REGRESSED)
    assert made.outcome().state is State.VERIFIED


def test_two_files_of_one_day_that_show_the_entry_differently_dispute_each_other(
    begun: Begun,
) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    changed = Row(29, 7, TARGET.japanese, TARGET.latin, TARGET.born, "性別は男性。")
    made.edition("2022-06-19", changed, NAMESAKE, by=[JAPAN])

    assert made.outcome().state is State.DISPUTED


def test_files_of_one_day_that_differ_only_in_other_rows_do_not_dispute(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.edition("2022-06-19", TARGET, NAMESAKE, by=[JAPAN])

    assert made.outcome().state is State.VERIFIED


def test_an_edition_that_one_side_alone_imported_is_enough(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET, by=[UKRAINE])

    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    assert made.outcome().state is State.VERIFIED
    assert {one.party for one in made.told(JAPAN)} == {UKRAINE}


def test_a_node_that_was_restored_tells_nothing_before_it_has_heard_the_others(
    begun: Begun,
) -> None:
    made = begun()
    made.at("2022-06-19")
    file = jp_mof(made.path / "edition.csv", [*OTHERS, TARGET])
    made.read(UKRAINE, file, date="2022-06-19")
    station = made.world.nodes[UKRAINE].station
    station.hold(made.circle)

    held = made.verifying[UKRAINE].look()
    made.world.settle()

    assert made.circle not in station.behind
    assert (held, made.verifying[UKRAINE].look()) == (0, 1)


def test_nothing_is_told_while_a_tacit_signature_is_held_back_for_want_of_the_others(
    begun: Begun,
) -> None:
    made = begun()
    made.agree(Type.TERMS, {"silence": {"decision": 1}})
    about = made.say(UKRAINE, open_object(Type.DECISION, {"en": "Another"}))
    revision = revise(about, {"en": "Words."})
    made.say(UKRAINE, revision)
    made.world.settle()
    quiet = silence(about, revision.body["revision"], "2022-05-06T12:00:00.000Z")
    procedure = made.say(JAPAN, quiet)
    made.world.settle()
    agreeing = made.world.nodes[UKRAINE].agreeing
    agreeing.seen(made.circle, agreeing.agreement(made.circle).procedures)

    made.edition("2022-06-19", TARGET)
    held = made.told(UKRAINE)
    made.say(UKRAINE, break_silence(procedure, {"en": "Not now."}))
    made.world.settle()
    made.look()

    assert held == []
    assert {one.party for one in made.told(UKRAINE)} == {UKRAINE, JAPAN}


def test_what_is_said_in_another_circle_moves_nothing(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    elsewhere = made.world.open(UKRAINE, JAPAN, nonce="ab" * 16)
    made.world.settle()
    body = {
        "decision": made.decision,
        "action": "1",
        "list": "jp-mof",
        "key": KEY,
        "listing": made.told(JAPAN)[-1].listing,
        "verdict": "same",
    }

    made.world.say(UKRAINE, elsewhere, Said("match/1", body, "TLP:GREEN"))
    made.world.settle()

    assert made.outcome().state is State.ONE_ANALYST


def test_a_party_that_takes_its_match_back_unmakes_it(begun: Begun) -> None:
    made = begun()
    made.edition("2022-06-19", TARGET)
    made.match(JAPAN, KEY)
    made.match(UKRAINE, KEY)

    made.match(UKRAINE, KEY, "different")

    outcome = made.outcome()
    assert (outcome.state, outcome.against) == (State.ONE_ANALYST, (UKRAINE,))
