"""A party changes its keys while it goes on speaking."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, KOREA, UKRAINE, World, identity

from comity.node.folder import Folder
from comity.seal.card import TooFewFormerRootsError
from comity.seal.roots import TooFewRootsError


@pytest.fixture
def lasting(tmp_path: Path) -> Iterator[World]:
    """Kyiv, Tokyo and Seoul, with journals in files."""
    with World(tmp_path, (UKRAINE, JAPAN, KOREA), durable=True) as world:
        yield world


def renew(world: World) -> None:
    """Let Kyiv issue its next card."""
    world.nodes[UKRAINE].renew([world.path / UKRAINE / "roots" / "ua-root-0.locked"])


def test_everybody_takes_the_new_card_and_what_is_said_under_it(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.report(UKRAINE, circle, "under the first card")
    lasting.settle()

    renew(lasting)
    lasting.report(UKRAINE, circle, "under the second card")
    lasting.settle()

    for party in (JAPAN, KOREA):
        said = lasting.texts(party, circle, UKRAINE)
        assert said == ["under the first card", "under the second card"]
        assert lasting.nodes[party].station.roster.card(UKRAINE).version == 2
        assert lasting.evidence(party) == []


def test_what_was_sealed_to_the_first_card_still_opens(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.report(JAPAN, circle, "on its way")
    made = lasting.made(circle, JAPAN, UKRAINE)
    renew(lasting)

    status, _ = lasting.post(JAPAN, UKRAINE, "parcel", made.data)

    assert status == 200
    assert lasting.texts(UKRAINE, circle, JAPAN) == ["on its way"]


def test_whoever_was_away_learns_the_new_card_from_the_chain(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    lasting.network.severed |= {frozenset({UKRAINE, KOREA}), frozenset({JAPAN, KOREA})}
    renew(lasting)
    lasting.report(UKRAINE, circle, "under the second card")
    lasting.settle()
    lasting.network.severed = {frozenset({UKRAINE, KOREA})}

    lasting.settle()

    assert lasting.texts(KOREA, circle, UKRAINE) == ["under the second card"]
    assert lasting.nodes[KOREA].station.roster.card(UKRAINE).version == 2


def test_the_new_keys_are_there_after_a_restart(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    lasting.settle()
    renew(lasting)
    lasting.restart(UKRAINE)

    lasting.report(UKRAINE, circle, "after the restart")
    lasting.settle()

    assert lasting.texts(JAPAN, circle, UKRAINE) == ["after the restart"]
    assert lasting.evidence(JAPAN) == []


def test_a_change_that_was_cut_short_before_the_journal_is_undone(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)
    folder = Folder(lasting.path / UKRAINE)
    folder.next_file.write_bytes(
        lasting.nodes[UKRAINE].secret.lock(identity(UKRAINE, 1).keys.to_bytes())
    )
    lasting.restart(UKRAINE)

    lasting.report(UKRAINE, circle, "as before")
    lasting.settle()

    assert not folder.next_file.exists()
    assert lasting.texts(JAPAN, circle, UKRAINE) == ["as before"]


def test_without_its_officer_there_is_no_new_card(lasting: World) -> None:
    circle = lasting.open(UKRAINE, JAPAN, KOREA)

    with pytest.raises((TooFewRootsError, TooFewFormerRootsError)):
        lasting.nodes[UKRAINE].renew([])

    lasting.report(UKRAINE, circle, "as before")
    lasting.settle()
    assert lasting.texts(JAPAN, circle, UKRAINE) == ["as before"]
