"""What comes twice is done once; what somebody changed after going back is another thing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World
from tests.journeys.papers import ITEMS, Ministries
from tests.journeys.test_minutes import papers, propose, take_notes
from tests.unit.node.desks import Desks
from tests.unit.web.conftest import Parsed
from tests.unit.web.test_papers import Visitor
from tests.unit.web.test_texts import Room
from tests.unit.web.test_traffic import HERE

from comity.agreement.effects import Type


@pytest.fixture
def ministries(tmp_path: Path) -> Iterator[Ministries]:
    """Kyiv and Tokyo with a meeting whose agenda is adopted."""
    with World(tmp_path) as world:
        made = Ministries(world)
        yield made
        made.close()


def test_whoever_goes_back_and_writes_something_else_has_said_both(
    ministries: Ministries, parsed: Parsed
) -> None:
    take_notes(ministries)
    propose(ministries)
    (minutes,) = papers(ministries, Type.MINUTES)
    path = f"/en/consultations/paper/{minutes}"
    tokyo = Visitor(ministries, JAPAN, parsed)
    before = tokyo.page(path)
    first = tokyo.submit(before, f"{path}/annex#annex", type="reservation", text_ja="第1項を留保")

    after = tokyo.page(path)  # the browser went back: the form of this page, with its token
    form = after.all(f'form[action="{path}/annex#annex"]')[0]
    hidden = {one.get("name"): one.get("value") for one in form.all("input[type=hidden]")}
    typed = {**hidden, "type": "explanation", "text_ja": "理由を述べる"}
    once, again = (tokyo.post(f"{path}/annex", data=typed) for _ in range(2))
    other = tokyo.post(f"{path}/annex", data={**typed, "text_ja": "別の理由を述べる"})

    shown = tokyo.page(path).text_of("#paper-annexes li")
    assert [one.status_code for one in (first, once, again)] == [303, 303, 303]
    assert shown.count("理由を述べる") == 1
    assert other.status_code == 422  # it is told that something was said since, and typed nothing
    assert "別の理由を述べる" in other.text  # in vain


def test_a_call_that_was_changed_after_going_back_is_another_call(
    ministries: Ministries, parsed: Parsed
) -> None:
    kyiv = Visitor(ministries, UKRAINE, parsed)
    path = f"/en/consultations/meeting/{ministries.meeting}/brief"
    page = kyiv.page(f"{path}?item={ITEMS[0]['item']}")
    (form, *_) = page.all(f'form[action="{path}/call"]')
    hidden = {one.get("name"): one.get("value") for one in form.all("input[type=hidden]")}
    asked = {**hidden, "part": "press", "role": "secretariat", "due": "2026-03-10"}

    for words in ("Короткий текст", "Короткий текст", "Довгий текст"):
        kyiv.post(f"{path}/call", data={**asked, "words": words})

    calls = ministries.rooms[UKRAINE].notebook.calls(ministries.meeting)
    assert sorted(one.words for one in calls) == ["Довгий текст", "Короткий текст"]


def test_two_forms_of_one_page_are_two_things(desks: Desks, parsed: Parsed) -> None:
    """They share a token, and some carry nothing else."""
    room = Room(desks, parsed)
    page = room.reader.page(room.path)
    typed = room.reader.form(page, f"{room.path}/retain")

    kept = room.reader.ask("POST", f"{room.path}/retain", data=typed, headers=HERE)
    stated = room.reader.ask("POST", f"{room.path}/again", data=typed, headers=HERE)

    assert kept.headers["location"].endswith("done=retain")
    assert stated.headers["location"].endswith("done=again")
    size = room.desks.world.heads(JAPAN, room.desks.circle)[JAPAN].size
    room.reader.ask("POST", f"{room.path}/retain", data=typed, headers=HERE)
    assert room.desks.world.heads(JAPAN, room.desks.circle)[JAPAN].size == size


def test_the_minutes_of_a_very_long_meeting_come_back_whole(
    ministries: Ministries, parsed: Parsed
) -> None:
    """It has more fields than a form has usually, and letters that take nine bytes each."""
    kyiv = Visitor(ministries, UKRAINE, parsed)
    path = f"/uk/consultations/meeting/{ministries.meeting}/room/minutes"
    many = {f"text_{number:032x}_ja": "議事" for number in range(1500)}
    long = "議" * 119_000

    answer = kyiv.post(path, data={**many, "text_minutes_ja": long, "marking": "TLP:CLEAR"})

    assert answer.status_code == 422
    assert long in answer.text


def test_two_hundred_wordings_out_of_a_file_are_read_whole(desks: Desks, parsed: Parsed) -> None:
    room = Room(desks, parsed)
    fields = {f"words-{number}": "слова" for number in range(2100)}

    answer = room.reader.ask("POST", f"{room.path}/propose", data=fields)

    assert answer.status_code == 422  # nothing was chosen; it is not the form that is too large
