"""A text that all members sign is adopted for everybody, and what nodes write by themselves."""

import datetime as dt

import pytest
from tests.journeys.capitals import JAPAN, KOREA, MARKING, UKRAINE, World

from comity.agreement.adoption import adopted
from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign, withdraw
from comity.exchange.station import Draft as Said
from comity.node.agreeing import VoidSignatureError
from comity.records.party import Party

WORDS = {"en": "The mechanism meets twice a year.", "uk": "Механізм збирається двічі на рік."}
OTHER = {"en": "The mechanism meets once a year.", "uk": "Механізм збирається раз на рік."}


def say(world: World, party: Party, circle: str, draft: Draft) -> str:
    """Let a party say something about an object; return the hash."""
    return world.say(party, circle, Said(draft.kind, draft.body, MARKING))[0].hash


def tabled(world: World, *members: Party) -> tuple[str, str]:
    """Open a circle and a text with two wordings in it; return both ids."""
    circle = world.open(*members)
    about = say(world, UKRAINE, circle, open_object(Type.TEXT, {"en": "Frequency"}))
    for words in (WORDS, OTHER):
        say(world, UKRAINE, circle, revise(about, words))
    world.settle()
    return circle, about


def outcome(world: World, party: Party, circle: str, about: str) -> list[dict[str, str]]:
    """What is adopted of a text, as a party sees it."""
    world.nodes[party].projections.catch_up()
    return [dict(one.text) for one in adopted(world.nodes[party].agreeing.agreement(circle), about)]


def do_duties(world: World, circle: str) -> int:
    """Let every node write what it must write by itself."""
    return sum(node.agreeing.do_duties(circle, {}, world.clock()) for node in world.nodes.values())


def test_a_text_is_adopted_when_the_last_has_signed(three: World) -> None:
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    wording = revise(about, WORDS).body["revision"]

    for party in (UKRAINE, JAPAN, KOREA):
        assert outcome(three, UKRAINE, circle, about) == []
        say(three, party, circle, sign(about, wording))
        three.settle()

    for party in (UKRAINE, JAPAN, KOREA):
        assert outcome(three, party, circle, about) == [WORDS]


def test_two_that_sign_at_once_are_completed_by_a_node(two: World) -> None:
    circle, about = tabled(two, UKRAINE, JAPAN)
    wording = revise(about, WORDS).body["revision"]
    for party in (UKRAINE, JAPAN):
        say(two, party, circle, sign(about, wording))
    two.settle()
    before = outcome(two, UKRAINE, circle, about)

    do_duties(two, circle)
    two.settle()

    assert before == []
    assert outcome(two, JAPAN, circle, about) == [WORDS]


def test_another_wording_is_signed_only_after_all_have_seen_the_withdrawal(three: World) -> None:
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    first, second = (revise(about, words).body["revision"] for words in (WORDS, OTHER))
    agreeing = three.nodes[UKRAINE].agreeing
    say(three, UKRAINE, circle, sign(about, first))
    three.settle()

    with pytest.raises(VoidSignatureError):
        agreeing.check_signature(circle, sign(about, second))
    say(three, UKRAINE, circle, withdraw(about))
    three.settle()
    with pytest.raises(VoidSignatureError):
        agreeing.check_signature(circle, sign(about, second))
    acknowledged = do_duties(three, circle)
    three.settle()

    assert acknowledged == 2
    agreeing.check_signature(circle, sign(about, second))


def test_nobody_acknowledges_an_acknowledgement(three: World) -> None:
    circle, about = tabled(three, UKRAINE, JAPAN, KOREA)
    say(three, UKRAINE, circle, sign(about, revise(about, WORDS).body["revision"]))
    say(three, UKRAINE, circle, withdraw(about))
    three.settle()
    do_duties(three, circle)
    three.settle()

    three.clock.forward(dt.timedelta(hours=1).total_seconds())

    assert do_duties(three, circle) == 0


def test_a_circle_of_messages_alone_holds_nothing_in_memory(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "a report")
    kyiv = two.nodes[UKRAINE]
    kyiv.projections.catch_up()

    assert kyiv.agreeing.circles() == []
