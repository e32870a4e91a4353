"""A party changes the root keys above its card, its name and its address."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.pen import Pen, refusal
from tests.journeys.capitals import JAPAN, KOREA, START, UKRAINE, World, identity

from comity.node.folder import PathError
from comity.node.identity import (
    Changes,
    NoRootError,
    RootSecretsError,
    RootsError,
    Secret,
    next_card,
    next_roots,
)
from comity.node.officers import NotRootError, RootFile, RootLockedError
from comity.node.orders import Desk
from comity.node.party import CardUnderWayError
from comity.seal.card import CardFormError, TooFewFormerRootsError
from comity.seal.keystore import ShortPassphraseError
from comity.seal.roots import TooFewRootsError

PHRASES = ("кіт сидить на теплій печі", "пес спить біля старої хати")


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv and Tokyo, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN), durable=True) as world:
        yield world


def roots_of(world: World) -> Path:
    """The folder in which Kyiv's node writes root keys."""
    return world.path / UKRAINE / "roots"


def renew(world: World, *roots: str, **more: Any) -> dict[str, Any]:
    """Let Kyiv issue its next card, signed with these root keys."""
    brought = [str(roots_of(world) / root) for root in roots]
    done: dict[str, Any] = Desk(world.nodes[UKRAINE]).orders["card.renew"](roots=brought, **more)
    return done


def goes_on(world: World, circle: str) -> bool:
    """Say whether what Kyiv says is taken by Tokyo under Kyiv's newest card."""
    world.report(UKRAINE, circle, "goes on")
    world.settle()
    newest = world.nodes[UKRAINE].station.roster.card(UKRAINE)
    return (
        world.texts(JAPAN, circle, UKRAINE)[-1:] == ["goes on"]
        and world.nodes[JAPAN].station.roster.card(UKRAINE) == newest
        and world.evidence(JAPAN) == []
    )


def test_new_roots_count_from_the_card_that_brings_them_and_old_ones_no_longer(
    lasting: World,
) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()

    done = renew(lasting, "ua-root-0.locked", new_roots=3, threshold=2)

    new = ["ua-card-2-root-0.locked", "ua-card-2-root-1.locked", "ua-card-2-root-2.locked"]
    assert [Path(root).name for root in done["roots"]] == new
    assert goes_on(lasting, circle)
    with pytest.raises(NotRootError, match="does not stand on card 2 of ua"):
        renew(lasting, "ua-root-0.locked")
    with pytest.raises(TooFewFormerRootsError):
        renew(lasting, new[1])
    assert renew(lasting, new[0], new[2])["version"] == 3
    assert goes_on(lasting, circle)


def test_a_card_that_old_roots_signed_is_refused_by_the_other_node(lasting: World) -> None:
    """Whoever kept a root key that was replaced, and has the node's keys, issues no card."""
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    renew(lasting, "ua-root-0.locked", new_roots=1)
    lasting.settle()
    ukraine, node = identity(UKRAINE), lasting.nodes[UKRAINE]
    first, _ = next_card(ukraine.card, ukraine.keys, {0: ukraine.officer}, now=lasting.clock())
    body = {**first.body, "card": {**first.card.to_json(), "version": 3}}
    body["card"]["previous"] = node.station.roster.card(UKRAINE).fingerprint
    thief = Pen.of(lasting, UKRAINE, circle)
    thief.keys = node.station.keys.signing
    thief.write(kind="card/1", body=body)

    code = refusal(lasting, JAPAN, "parcel", thief.parcel(JAPAN), sender=UKRAINE)

    assert code == "root-signature"
    assert goes_on_after_refusal(lasting, circle)


def goes_on_after_refusal(world: World, circle: str) -> bool:
    """Say whether what Kyiv says is taken, evidence of something else or not."""
    world.report(UKRAINE, circle, "honest")
    world.settle()
    return world.texts(JAPAN, circle, UKRAINE) == ["honest"]


def test_one_root_is_replaced_and_the_others_stay(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    renew(lasting, "ua-root-0.locked", new_roots=3, threshold=2)
    lasting.settle()
    before = lasting.nodes[UKRAINE].station.roster.card(UKRAINE).roots

    done = renew(lasting, "ua-card-2-root-0.locked", "ua-card-2-root-2.locked", replaced=[1])

    after = lasting.nodes[UKRAINE].station.roster.card(UKRAINE).roots
    assert [Path(root).name for root in done["roots"]] == ["ua-card-3-root-1.locked"]
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1] != before[1]
    assert goes_on(lasting, circle)
    assert renew(lasting, "ua-card-2-root-2.locked", "ua-card-3-root-1.locked")["version"] == 4


def test_each_new_root_is_locked_by_its_officers_passphrase(lasting: World) -> None:
    done = renew(lasting, "ua-root-0.locked", new_roots=2, threshold=2, new_secrets=PHRASES)
    names = [Path(root).name for root in done["roots"]]

    with pytest.raises(RootLockedError, match="does not open with the node's own secret"):
        renew(lasting, *names)
    with pytest.raises(RootLockedError, match="does not open with the secret given for it"):
        renew(lasting, *names, secrets=PHRASES[::-1])
    with pytest.raises(RootSecretsError, match="3 secrets for 2 root keys"):
        renew(lasting, *names, secrets=[*PHRASES, "one too many"])
    assert renew(lasting, *names, secrets=PHRASES)["version"] == 3


def test_name_and_address_change_and_the_rest_stays(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    lasting.settle()
    before = lasting.nodes[UKRAINE].station.roster.card(UKRAINE)

    renew(
        lasting,
        "ua-root-0.locked",
        names={"en": "Ukraine (MFA)"},
        addresses=["https://new.example", "https://second.example"],
    )
    assert goes_on(lasting, circle)

    seen = lasting.nodes[JAPAN].station.roster.card(UKRAINE)
    assert seen.names == {**before.names, "en": "Ukraine (MFA)"}
    assert seen.endpoints == ("https://new.example", "https://second.example")
    assert (seen.roots, seen.threshold) == (before.roots, before.threshold)
    assert lasting.nodes[JAPAN].address(UKRAINE) == "https://new.example"


def test_no_second_card_comes_before_the_first_has_arrived_everywhere(tmp_path: Path) -> None:
    """Tokyo could check nothing of Kyiv's; unless, as here, Seoul brings it Kyiv's chain."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        circle = world.open(UKRAINE, JAPAN, KOREA)
        world.settle()
        world.network.severed = {frozenset({UKRAINE, JAPAN})}
        renew(world, "ua-root-0.locked")
        world.deliver()
        with pytest.raises(CardUnderWayError, match="card 2 has not reached jp yet"):
            renew(world, "ua-root-0.locked")

        renew(world, "ua-root-0.locked", without=["jp"])
        world.settle()
        world.network.severed = set()
        world.report(UKRAINE, circle, "under the third card")
        world.settle()

        assert world.texts(JAPAN, circle, UKRAINE) == ["under the third card"]
        assert world.nodes[JAPAN].station.roster.card(UKRAINE).version == 3


@pytest.mark.parametrize(
    ("more", "refused", "says"),
    [
        ({"new_roots": 10}, RootsError, "1 of 10 root keys cannot be"),
        ({"new_roots": 2, "threshold": 3}, RootsError, "3 of 2 root keys cannot be"),
        ({"replaced": [7]}, NoRootError, "the card of ua has no root 7"),
        ({"replaced": [-1]}, NoRootError, "the card of ua has no root -1"),
        ({"new_roots": 2, "new_secrets": PHRASES[:1]}, RootSecretsError, "1 secrets for 2"),
        (
            {"new_roots": 2, "new_secrets": (PHRASES[0], PHRASES[0])},
            RootSecretsError,
            "two root keys would have one secret",
        ),
        ({"new_roots": 1, "new_secrets": ["short"]}, ShortPassphraseError, "5 letters"),
        ({"new_secrets": PHRASES[:1]}, RootSecretsError, "1 secrets for 0 new root keys"),
        ({"addresses": ["ftp://old"]}, CardFormError, "'ftp://old' is no address of a node"),
        ({"names": {"fr": "Ukraine"}}, CardFormError, "names.fr"),
        ({"names": {"en": "U" * 121}}, CardFormError, "names.en"),
    ],
)
def test_a_mistake_is_refused_by_name_and_the_card_stays(
    lasting: World, more: dict[str, Any], refused: type[Exception], says: str
) -> None:
    circle = lasting.open(UKRAINE, JAPAN)
    kept = sorted(roots_of(lasting).iterdir())

    with pytest.raises(refused, match=says):
        renew(lasting, "ua-root-0.locked", **more)

    assert lasting.nodes[UKRAINE].station.roster.card(UKRAINE) == identity(UKRAINE).card
    assert sorted(roots_of(lasting).iterdir()) == kept
    assert lasting.heads(UKRAINE, circle)[UKRAINE].size == 1


def test_as_many_roots_as_the_new_card_asks_for_must_sign_it() -> None:
    """The new officer must sign too; here he does not."""
    ukraine = identity(UKRAINE)
    changes = Changes(roots=2, threshold=2)
    places, fresh = next_roots(ukraine.card, changes)

    with pytest.raises(TooFewRootsError, match="1 of the roots of the card signed, 2 must"):
        next_card(
            ukraine.card,
            ukraine.keys,
            {0: ukraine.officer},
            now=START,
            changes=changes,
            roots=places,
            newcomers=[fresh[0]],
        )


def test_a_root_key_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    own = Secret(passphrase=PHRASES[0])
    (tmp_path / "damaged").write_bytes(b"no secret")

    with pytest.raises(PathError, match="nowhere cannot be opened"):
        RootFile(tmp_path / "nowhere").open(own)
    with pytest.raises(RootLockedError, match="damaged does not open"):
        RootFile(tmp_path / "damaged").open(own)
