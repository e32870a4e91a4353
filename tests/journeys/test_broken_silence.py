"""A party breaks a silence procedure by a command, and nobody is bound by saying nothing (R8)."""

import datetime as dt

import pytest
from tests.journeys.capitals import JAPAN, MARKING, START, UKRAINE, World

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign, silence
from comity.exchange.station import Draft as Said
from comity.exchange.station import moment
from comity.node.orders import Desk, NoSilenceError
from comity.records.kinds import BodyError
from comity.records.party import Party

TERMS = {"en": "Texts may be adopted by silence of an hour."}
WORDS = {"en": "The mechanism meets twice a year."}
DEADLINE = moment(START + dt.timedelta(hours=2))


def say(world: World, party: Party, circle: str, draft: Draft) -> str:
    """Let a party say something about an object; return the hash."""
    return world.say(party, circle, Said(draft.kind, draft.body, MARKING))[0].hash


def wording(world: World, circle: str, kind: Type, draft: Draft) -> tuple[str, str]:
    """Let Kyiv open an object with a wording; return both."""
    about = say(world, UKRAINE, circle, open_object(kind, {"en": "Title"}))
    body = {**draft.body, "object": about}
    say(world, UKRAINE, circle, Draft(draft.kind, body))
    return about, body["revision"]


def started(world: World) -> tuple[str, str, str]:
    """Let Kyiv start silence on a text; return the circle, the text and the procedure."""
    circle = world.open(UKRAINE, JAPAN)
    terms = revise("00" * 32, TERMS, {"silence": {"text": 1}})
    about, revision = wording(world, circle, Type.TERMS, terms)
    world.settle()
    for party in (UKRAINE, JAPAN):
        say(world, party, circle, sign(about, revision))
        world.settle()
    about, revision = wording(world, circle, Type.TEXT, revise("00" * 32, WORDS))
    procedure = say(world, UKRAINE, circle, silence(about, revision, DEADLINE))
    world.settle()
    return circle, about, procedure


def states(world: World, party: Party, circle: str, about: str) -> list[str]:
    """What has become of the silence on a text, as a party sees it."""
    world.nodes[party].projections.catch_up()
    shown = {one["object"]: one for one in Desk(world.nodes[party]).list_texts(circle)}
    return [one["state"] for one in shown[about]["silence"]]


@pytest.mark.parametrize("by", ["text", "procedure"])
def test_a_broken_silence_is_broken_for_everybody(two: World, by: str) -> None:
    circle, about, procedure = started(two)
    before = states(two, UKRAINE, circle, about)
    named = about if by == "text" else procedure[:12]

    done = Desk(two.nodes[JAPAN]).orders["text.break"](
        circle=circle, about=named, reason="まだ検討中です。", language="ja"
    )
    two.settle()

    assert before == ["open"]
    assert done["procedure"] == procedure
    for party in (UKRAINE, JAPAN):
        assert states(two, party, circle, about) == ["broken"]
    said = two.nodes[UKRAINE].record(done["record"])
    assert said.body == {"procedure": procedure, "reason": {"ja": "まだ検討中です。"}}


def test_what_cannot_be_broken_is_refused_by_name(two: World) -> None:
    circle, about, procedure = started(two)
    desk = Desk(two.nodes[JAPAN])
    size = two.heads(JAPAN, circle)[JAPAN].size

    with pytest.raises(NoSilenceError, match="none was started"):
        desk.break_silence(circle, "00" * 32, "No.", "en")
    with pytest.raises(BodyError):
        desk.break_silence(circle, about, "", "en")
    assert two.heads(JAPAN, circle)[JAPAN].size == size
    desk.break_silence(circle, about, "No.", "en")
    with pytest.raises(NoSilenceError, match=f"{procedure[:12]} broken; nothing was said"):
        desk.break_silence(circle, about, "No, again.", "en")


def test_a_silence_that_the_terms_do_not_allow_is_shown_as_void(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    about, revision = wording(two, circle, Type.TEXT, revise("00" * 32, WORDS))
    say(two, UKRAINE, circle, silence(about, revision, DEADLINE))
    two.settle()

    assert states(two, JAPAN, circle, about) == ["void (silence-not-allowed)"]
    with pytest.raises(NoSilenceError, match="silence-not-allowed"):
        Desk(two.nodes[JAPAN]).break_silence(circle, about, "No.", "en")
