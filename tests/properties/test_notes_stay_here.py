"""Nothing of the notes and of the brief book appears in anything that the other node receives.

The same history is played twice, once with notes, briefs and calls in Kyiv and once without; Tokyo
receives the same. Only what somebody proposes leaves, and the comparison sees that.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.papers import DESK, ITEMS, Ministries, note
from tests.properties.test_noninterference import seen

from comity.agreement.effects import Type
from comity.consultation.briefs import INTERNAL, Call, Part, Written
from comity.consultation.minutes import Proposed
from comity.records.marking import Marking
from comity.web.room import Minuting

RED_LINE = "Червона-лінія-7319"
Do = Callable[[Ministries], None]


@pytest.fixture(autouse=True)
def alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """All nonces of heartbeats and requests are alike."""
    monkeypatch.setattr("comity.exchange.repair.secrets.token_hex", lambda size: "00" * size)


def write_inside(ministries: Ministries) -> None:
    """Let Kyiv write notes, a brief and a call."""
    room, meeting = ministries.rooms[UKRAINE], ministries.meeting
    room.keep(
        meeting,
        [note("0a", "decision", {"uk": RED_LINE}), note("0b", "remark", {"uk": RED_LINE})],
        DESK,
    )
    written = Written(
        item=ITEMS[0]["item"],
        part=Part.OBJECTIVES,
        version=0,
        text=RED_LINE,
        language="uk",
        marking=INTERNAL,
        by=DESK,
        at="",
    )
    room.write(meeting, written)
    room.call(
        Call(
            id="c" * 32,
            meeting=meeting,
            item="",
            part=Part.PRESS,
            role="secretariat",
            person=RED_LINE,
            words=RED_LINE,
            due="2026-03-10T23:59:59.000Z",
            by=DESK,
            at="",
        )
    )
    room.room(meeting)
    room.brief(meeting)


def propose(ministries: Ministries, marking: Marking) -> None:
    """Let Kyiv propose minutes with the secret in them."""
    paper = Proposed(
        type=Type.MINUTES,
        title={"uk": "Протокол"},
        text={"uk": RED_LINE},
        effect={"of": ministries.meeting},
    )
    minuting = Minuting(
        papers=(paper,), marking=marking, hours="", sign=False, last=0, token="", early=True
    )
    ministries.rooms[UKRAINE].propose(ministries.meeting, minuting, DESK)


def received(do: Do) -> list[object]:
    """Return all that Tokyo receives of a history in which Kyiv does something."""
    with tempfile.TemporaryDirectory() as path, World(Path(path)) as world:
        ministries = Ministries(world)
        before = len(world.network.passed)
        do(ministries)
        ministries.do_duties()
        world.report(UKRAINE, ministries.circle, "Добридень")
        ministries.do_duties()
        found = [
            seen(one)
            for one in world.network.passed[before:]
            if JAPAN in {one.sender, one.recipient}
        ]
        ministries.close()
        return found


def test_tokyo_receives_the_same_whatever_kyiv_writes_in_its_notebook() -> None:
    inside, without = received(write_inside), received(lambda _: None)

    assert inside == without
    assert inside
    assert RED_LINE.encode() not in b"".join(bytes_in(inside))


def test_what_waits_for_a_second_role_does_not_leave_either() -> None:
    held = received(lambda ministries: propose(ministries, Marking.RED))

    assert held == received(lambda _: None)
    assert RED_LINE.encode() not in b"".join(bytes_in(held))


def test_what_is_proposed_is_seen() -> None:
    """The comparison and the search can fail."""
    proposed = received(lambda ministries: propose(ministries, Marking.AMBER))

    assert RED_LINE.encode() in b"".join(bytes_in(proposed))
    assert proposed != received(lambda _: None)


def bytes_in(value: object) -> list[bytes]:
    """Return every sequence of bytes in a value."""
    if isinstance(value, bytes):
        return [value]
    if isinstance(value, list | tuple):
        return [one for inner in value for one in bytes_in(inner)]
    return []
