"""A party's keys were stolen: it renews its card and revokes what the thief signed before (R20)."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.pen import Pen, refusal
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World, identity

from comity.agreement.adoption import adopted
from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.cli import main
from comity.exchange.station import BehindError
from comity.exchange.station import Draft as Said
from comity.node.control import Control
from comity.node.officers import NotRootError
from comity.node.orders import Desk
from comity.node.revoking import CardInForceError, NoCardError, NothingToRevokeError
from comity.records.party import Party
from comity.seal.roots import TooFewRootsError

WORDS = {"en": "The mechanism meets twice a year."}
REASON = "A laptop was stolen on Thursday."


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def root_of(world: World, party: Party = UKRAINE) -> str:
    """The file of a party's first root key."""
    return str(world.path / party / "roots" / f"{party}-root-0.locked")


def order(world: World, name: str, **more: Any) -> Any:
    """Give Kyiv's node an order, as a command does."""
    return Desk(world.nodes[UKRAINE]).orders[name](**more)


def renew(world: World) -> None:
    """Let Kyiv issue its next card."""
    order(world, "card.renew", roots=[root_of(world)])


def revoke(world: World, start: int, **more: Any) -> list[dict[str, Any]]:
    """Let Kyiv revoke its first card from a number on."""
    asked = {
        "fingerprint": identity(UKRAINE).card.fingerprint[:16],
        "start": start,
        "roots": [root_of(world)],
        "reason": REASON,
        **more,
    }
    done: list[dict[str, Any]] = order(world, "card.revoke", **asked)
    return done


def say(world: World, party: Party, circle: str, draft: Draft) -> str:
    """Let a party say something about an object; return the hash."""
    return world.say(party, circle, Said(draft.kind, draft.body, MARKING))[0].hash


def tabled(world: World, circle: str) -> str:
    """Let Tokyo open a text with one wording; return its id."""
    about = say(world, JAPAN, circle, open_object(Type.TEXT, {"en": "Frequency"}))
    say(world, JAPAN, circle, revise(about, WORDS))
    world.settle()
    return about


def outcome(world: World, party: Party, circle: str, about: str) -> list[dict[str, str]]:
    """What is adopted of a text, as a party sees it."""
    world.nodes[party].projections.catch_up()
    return [dict(one.text) for one in adopted(world.nodes[party].agreeing.agreement(circle), about)]


WORDING = revise("00" * 32, WORDS).body["revision"]


def test_a_revocation_stands_in_every_circle_of_the_party_and_counts_there(lasting: World) -> None:
    circles = sorted(
        [lasting.open(UKRAINE, JAPAN), lasting.open(UKRAINE, KOREA), lasting.open(UKRAINE, JAPAN)]
    )
    lasting.settle()
    renew(lasting)

    done = revoke(lasting, 1)
    lasting.settle()

    assert [row["circle"] for row in done] == circles
    first = identity(UKRAINE).card.fingerprint
    for row in done:
        reader = JAPAN if "jp" in row["members"] else KOREA
        roster = lasting.nodes[reader].station.roster
        assert roster.revoked[row["circle"], UKRAINE] == ((1, first),)
        assert lasting.evidence(reader) == []


def test_what_the_old_keys_sign_after_it_is_refused_and_the_party_goes_on(lasting: World) -> None:
    """Under the number of an honest record too: else it would be kept as another story."""
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.report(UKRAINE, circle, "honest")
    lasting.settle()
    thief = Pen.of(lasting, UKRAINE, circle, upto=1)
    renew(lasting)
    revoke(lasting, 2)
    lasting.settle()
    thief.write("Written by a thief")

    code = refusal(lasting, JAPAN, "parcel", thief.parcel(JAPAN), sender=UKRAINE)
    lasting.report(UKRAINE, circle, "under the next card")
    lasting.settle()

    assert code == "revoked-key"
    assert lasting.texts(JAPAN, circle, UKRAINE) == ["honest", "under the next card"]


def test_a_signature_that_was_stolen_does_not_count_and_the_next_one_does(lasting: World) -> None:
    """What a thief signed is void for whoever knows of it; the next card's signature is not."""
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    about = tabled(lasting, circle)
    stolen = lasting.heads(UKRAINE, circle)[UKRAINE].size + 1
    say(lasting, UKRAINE, circle, sign(about, WORDING))
    lasting.settle()
    renew(lasting)
    revoke(lasting, stolen)
    lasting.settle()

    say(lasting, JAPAN, circle, sign(about, WORDING))
    lasting.settle()
    before = [outcome(lasting, party, circle, about) for party in (UKRAINE, JAPAN)]
    say(lasting, UKRAINE, circle, sign(about, WORDING))
    lasting.settle()

    assert before == [[], []]
    for party in (UKRAINE, JAPAN):
        assert outcome(lasting, party, circle, about) == [WORDS]


def test_what_was_adopted_before_stands(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    about = tabled(lasting, circle)
    say(lasting, UKRAINE, circle, sign(about, WORDING))
    lasting.settle()
    say(lasting, JAPAN, circle, sign(about, WORDING))
    lasting.settle()

    renew(lasting)
    revoke(lasting, 1)
    lasting.settle()

    for party in (UKRAINE, JAPAN):
        assert outcome(lasting, party, circle, about) == [WORDS]


def test_a_node_that_was_away_takes_the_chain_with_the_revocation_in_it(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.network.severed = {frozenset({UKRAINE, KOREA}), frozenset({JAPAN, KOREA})}
    lasting.report(UKRAINE, circle, "while Seoul was away")
    renew(lasting)
    revoke(lasting, 2)
    lasting.report(UKRAINE, circle, "under the next card")
    lasting.settle()
    lasting.network.severed = set()

    lasting.settle()

    said = ["while Seoul was away", "under the next card"]
    assert lasting.texts(KOREA, circle, UKRAINE) == said
    assert lasting.nodes[KOREA].station.roster == lasting.restart(KOREA).station.roster


def test_a_revocation_that_was_written_is_not_written_again(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    renew(lasting)
    revoke(lasting, 1)
    size = lasting.heads(UKRAINE, circle)[UKRAINE].size

    with pytest.raises(NothingToRevokeError, match=rf"{circle[:12]} from 1 to 1"):
        revoke(lasting, 1)
    other = lasting.open(UKRAINE, KOREA)
    with pytest.raises(NothingToRevokeError, match="it counted in no circle"):
        revoke(lasting, 1, circle=other)

    assert lasting.heads(UKRAINE, circle)[UKRAINE].size == size


def test_a_card_is_revoked_in_the_circle_that_is_named_alone(lasting: World) -> None:
    with_tokyo, with_seoul = lasting.open(UKRAINE, JAPAN), lasting.open(UKRAINE, KOREA)
    renew(lasting)

    revoke(lasting, 1, circle="ua,kr")

    assert set(lasting.nodes[UKRAINE].station.roster.revoked) == {(with_seoul, UKRAINE)}
    assert with_tokyo != with_seoul


def test_the_card_in_force_is_not_revoked(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN)

    with pytest.raises(CardInForceError, match="card 1 of ua is in force"):
        revoke(lasting, 1)

    assert lasting.heads(UKRAINE, circle)[UKRAINE].size == 1


@pytest.mark.parametrize(
    ("more", "refused", "says"),
    [
        ({"fingerprint": "ff"}, NoCardError, "'ff' begins the fingerprint of 0 cards of ua"),
        ({"fingerprint": ""}, NoCardError, "begins the fingerprint of 0 cards"),
        ({"roots": []}, TooFewRootsError, "0 of the roots of the card signed, 1 must"),
        ({"roots": ["JAPAN"]}, NotRootError, "does not stand on card 1 of ua"),
        ({"start": 9}, NothingToRevokeError, "signs nothing from number 9 on"),
    ],
    ids=["no-card", "unnamed", "no-officer", "anothers-officer", "nothing"],
)
def test_a_mistake_is_refused_by_name_and_nothing_is_written(
    lasting: World, more: dict[str, Any], refused: type[Exception], says: str, tmp_path: Path
) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    renew(lasting)
    foreign = tmp_path / "foreign"
    seed = identity(JAPAN).officer.to_bytes()
    foreign.write_bytes(identity(UKRAINE).secret.lock(seed))
    if more.get("roots") == ["JAPAN"]:
        more = {"roots": [str(foreign)]}

    with pytest.raises(refused, match=says):
        revoke(lasting, **{"start": 1, **more})

    assert lasting.heads(UKRAINE, circle)[UKRAINE].size == 2
    assert lasting.nodes[UKRAINE].station.roster.revoked == {}


def test_a_restored_node_revokes_nothing_before_all_have_answered(lasting: World) -> None:
    with_tokyo, with_seoul = lasting.open(UKRAINE, JAPAN), lasting.open(UKRAINE, KOREA)
    renew(lasting)
    lasting.nodes[UKRAINE].station.hold(with_seoul)

    with pytest.raises(BehindError):
        revoke(lasting, 1)

    assert lasting.heads(UKRAINE, with_tokyo)[UKRAINE].size == 2


@pytest.mark.enable_socket
def test_the_command_reaches_the_node_that_runs(
    lasting: World, capsys: pytest.CaptureFixture[str]
) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    node, data = lasting.nodes[UKRAINE], str(lasting.path / UKRAINE)
    typed = ["--root", root_of(lasting), "--data", data]
    which = identity(UKRAINE).card.fingerprint
    revoking = ["party", "revoke", "--fingerprint", which, "--reason", REASON, *typed]

    async def run() -> list[int]:
        control = Control(node.folder, Desk(node).orders)
        await control.start()
        try:
            return [
                await asyncio.to_thread(main, ["node", "renew", *typed]),
                await asyncio.to_thread(
                    main,
                    [*revoking, "--from", "2"],
                ),
                await asyncio.to_thread(
                    main,
                    [*revoking, "--from", "1"],
                ),
            ]
        finally:
            await control.stop()

    codes = lasting.run(run())
    lasting.settle()
    said = capsys.readouterr()

    assert codes == [0, 1, 0]
    assert "comity: card 1 of ua signs nothing from number 2 on" in said.err
    assert f"Revoked from record 1 on in circle {circle[:12]} (jp ua): record 3, " in said.out
    revoked = lasting.nodes[JAPAN].station.roster.revoked
    assert revoked == {(circle, UKRAINE): ((1, which),)}
