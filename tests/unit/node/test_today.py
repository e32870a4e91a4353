"""What "Today" says is put together from every desk, and what changed is counted per role."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE
from tests.unit.node.desks import Desks

from comity.agreement.effects import Type
from comity.agreement.statements import acknowledge, open_object, revise
from comity.exchange.drafts import UnknownRoleError
from comity.node.looked import Looked
from comity.node.today import Today
from comity.records.marking import Marking
from comity.records.precedence import Precedence
from comity.web.digest import Due, Urgency

TITLE = {"uk": "Порядок денний", "ja": "議題案", "en": "Agenda"}


@pytest.fixture
def today(desks: Desks) -> Iterator[Today]:
    """Tokyo's day."""
    made = Today(desks.tokyo)
    yield made
    made.close()


def at(desks: Desks, hours: float) -> str:
    """Return a moment so many hours from now."""
    time = desks.kyiv.party.station.clock() + dt.timedelta(hours=hours)
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:00.000Z")


def lines(today: Today) -> list[tuple[str, str | None, Urgency]]:
    """Return what each line of traffic says, of whom and how urgent."""
    return [(one.sort, one.of, one.urgency) for one in today.due() if one.system == "traffic"]


def send(desks: Desks, subject: str = "Ешелон", **more: Any) -> str:
    """Let Kyiv send a report; return its hash."""
    sent = desks.kyiv.send(desks.letter(subject, **more), "desk-officer", "").record
    desks.world.deliver()
    return sent


def test_a_request_waits_for_us_and_with_its_author_for_them(desks: Desks, today: Today) -> None:
    asked = send(desks, answer_by=at(desks, 30))
    kyiv = Today(desks.kyiv)

    ours, theirs = today.due(), kyiv.due()

    kyiv.close()
    assert [(one.sort, one.of, one.urgency, one.path) for one in ours] == [
        ("answer", JAPAN, Urgency.SOON, f"/traffic/message/{asked}")
    ]
    assert [(one.sort, one.of) for one in theirs] == [("awaits-answer", JAPAN)]
    assert ours[0].title == (("uk", "Ешелон"),)


def test_a_flash_is_to_be_read_within_minutes_until_somebody_has(
    desks: Desks, today: Today
) -> None:
    sent = send(desks, precedence=Precedence.FLASH, read_receipt=True)

    before = lines(today)
    desks.tokyo.acknowledge(sent, "desk-officer")

    assert before == [("read-flash", JAPAN, Urgency.TODAY)]
    assert lines(today) == []


def test_a_draft_waits_for_a_second_role_and_carries_its_marking(
    desks: Desks, today: Today
) -> None:
    held = desks.tokyo.send(desks.letter("Червона лінія", Marking.RED), "desk-officer", "").draft

    (line,) = today.due()

    assert (line.sort, line.path) == ("release", f"/traffic/draft/{held}")
    assert line.marking is Marking.RED


def test_digests_are_kept_until_there_is_news(desks: Desks, today: Today) -> None:
    asked: list[dt.datetime] = []

    class Counting:
        def digest(self, now: dt.datetime) -> tuple[Due, ...]:
            asked.append(now)
            return ()

    today.desks.append(Counting())

    today.due()
    today.due()
    before = len(asked)
    send(desks)
    today.due()

    assert (before, len(asked)) == (1, 2)


def test_everything_of_the_others_is_new_to_a_role_that_has_never_looked(
    desks: Desks, today: Today
) -> None:
    sent = send(desks)
    desks.tokyo.send(desks.letter("Своє"), "desk-officer", "")

    changes = today.today("desk-officer").changes

    assert [(one.party, one.path) for one in changes.rows] == [
        (UKRAINE, f"/traffic/message/{sent}")
    ]
    assert changes.since == ""


def test_what_a_role_has_seen_is_new_to_the_other_roles_alone(desks: Desks, today: Today) -> None:
    send(desks)
    today.looked("secretariat", today.today("secretariat").changes.number)
    later = send(desks, "Потім")

    seen = today.today("secretariat").changes
    others = today.today("desk-officer").changes

    assert [one.path for one in seen.rows] == [f"/traffic/message/{later}"]
    assert seen.since
    assert len(others.rows) == 2


def test_what_came_while_the_page_was_open_is_not_lost_by_saying_seen(
    desks: Desks, today: Today
) -> None:
    send(desks)
    shown = today.today("secretariat").changes.number
    between = send(desks, "Поки читали")

    today.looked("secretariat", shown)

    rows = today.today("secretariat").changes.rows
    assert [one.path for one in rows] == [f"/traffic/message/{between}"]


def test_a_change_of_an_object_is_told_by_its_title_and_acknowledgements_are_not_told(
    desks: Desks, today: Today
) -> None:
    kyiv = desks.kyiv.party
    opened, quiet = open_object(Type.AGENDA, TITLE), acknowledge()
    record = kyiv.say(desks.circle, opened.kind, opened.body, "TLP:AMBER").result()[0]
    kyiv.say(desks.circle, quiet.kind, quiet.body, "TLP:AMBER").result()
    desks.world.deliver()

    (change,) = today.today("desk-officer").changes.rows

    assert change.kinds == ("open/1",)
    assert dict(change.title) == TITLE
    assert change.path == f"/consultations/paper/{record.hash}"
    assert change.marking is Marking.AMBER


def test_a_chairs_summary_is_told_as_a_paper_of_its_meeting(desks: Desks, today: Today) -> None:
    kyiv = desks.kyiv.party
    opened = open_object(Type.TEXT, TITLE)
    record = kyiv.say(desks.circle, opened.kind, opened.body, "TLP:AMBER").result()[0]
    draft = revise(record.hash, {"uk": "Підсумки"}, {"of": "a" * 64})
    kyiv.say(desks.circle, draft.kind, draft.body, "TLP:AMBER").result()
    desks.world.deliver()

    (change,) = today.today("desk-officer").changes.rows

    assert change.path == f"/consultations/paper/{record.hash}"


def test_what_was_said_of_one_thing_is_one_line(desks: Desks, today: Today) -> None:
    kyiv = desks.kyiv.party
    opened = open_object(Type.AGENDA, TITLE)
    record = kyiv.say(desks.circle, opened.kind, opened.body, "TLP:GREEN").result()[0]
    for words in ("Один", "Два"):
        draft = revise(record.hash, {"uk": words})
        kyiv.say(desks.circle, draft.kind, draft.body, "TLP:GREEN").result()
    desks.world.deliver()

    (change,) = today.today("desk-officer").changes.rows

    assert change.kinds == ("revision/1", "open/1")


def test_the_memory_of_a_role_never_goes_back(desks: Desks) -> None:
    memory = Looked(desks.kyiv.party.folder.internal)

    memory.look("secretariat", 7, "2026-11-24T07:00:00.000Z")
    memory.look("secretariat", 5, "2026-11-24T08:00:00.000Z")

    assert memory.of("secretariat") == (7, "2026-11-24T07:00:00.000Z")
    with pytest.raises(UnknownRoleError):
        memory.look("president", 9, "2026-11-24T09:00:00.000Z")
    memory.close()
