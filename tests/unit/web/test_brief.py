"""The brief book: what is ours alone, what was said last time, and who is asked for what."""

from typing import TYPE_CHECKING

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE
from tests.journeys.papers import ITEMS, Ministries
from tests.journeys.test_minutes import papers, propose, take_notes
from tests.unit.web.test_papers import Visitor, kyiv, ministries, tokyo

from comity.agreement.effects import Type

if TYPE_CHECKING:
    from tests.unit.web.conftest import Node

__all__ = ["kyiv", "ministries", "tokyo"]

ITEM = ITEMS[0]["item"]
RED_LINE = "Не погоджуватися на квартальну звітність."


def book(ministries: Ministries, meeting: str = "", language: str = "en") -> str:
    """Return the address of a brief book."""
    return f"/{language}/consultations/meeting/{meeting or ministries.meeting}/brief"


def write(kyiv: Visitor, path: str, text: str, part: str = "objectives", **more: str) -> int:
    """Write a part on the page; return the status of the answer."""
    opened = f"{path}?item={ITEM}&part={part}"
    return kyiv.fill(opened, f"{path}/part", text=text, **more).status_code


@pytest.mark.parametrize("language", ["uk", "ja", "en"])
def test_a_part_stands_in_the_book_in_its_own_language_and_marked_for_our_own_people(
    ministries: Ministries, kyiv: Visitor, language: str
) -> None:
    path = book(ministries, language=language)

    status = write(kyiv, path, RED_LINE, language="uk")

    page = kyiv.page(path)
    (text,) = page.all(".part-text")
    assert status == 303
    assert (text.get("lang"), text.text) == ("uk", RED_LINE)
    assert page.all("section.marking-amberstrict")


def test_the_highest_marking_of_a_part_is_that_of_the_book(
    ministries: Ministries, kyiv: Visitor
) -> None:
    write(kyiv, book(ministries), RED_LINE, marking="TLP:RED")
    write(kyiv, book(ministries), "Відкрите.", part="press", marking="TLP:CLEAR")

    page = kyiv.page(book(ministries))
    assert page.all("section.marking-red")
    assert [one.text for one in page.all(".part .tlp")] == ["TLP:RED", "TLP:AMBER+STRICT"]


def test_two_that_write_one_part_at_once_lose_nothing(
    ministries: Ministries, kyiv: Visitor
) -> None:
    path = book(ministries)
    opened = kyiv.page(f"{path}?item={ITEM}&part=objectives")
    write(kyiv, path, "Перша думка.")

    answer = kyiv.submit(opened, f"{path}/part", text="Друга думка.")

    page = kyiv.parsed(answer.text)
    assert answer.status_code == 422
    assert page.text_of("[role=alert] code") == "stale-page"
    assert page.text_of("#text") == "Друга думка."
    assert page.text_of(".part-text") == "Перша думка."
    again = kyiv.submit(page, f"{path}/part", text="Перша і друга думка.")
    assert again.status_code == 303


def test_what_was_said_last_time_is_quoted_with_its_source(
    ministries: Ministries, kyiv: Visitor, tokyo: Visitor
) -> None:
    take_notes(ministries)
    propose(ministries)
    for about in (*papers(ministries, Type.MINUTES), *papers(ministries, Type.DECISION)):
        revision = ministries.paper(JAPAN, about).revisions[0].revision
        ministries.act(JAPAN, about, "sign", revision=revision)
        ministries.world.settle()
        if ministries.paper(UKRAINE, about).own is None:
            ministries.act(UKRAINE, about, "sign", revision=revision)
            ministries.world.settle()
    later = ministries.meet("2026-04-09T09:00", "Друге засідання", "第2回会合")
    ministries.agenda(later)

    quotes = said(kyiv.page(book(ministries, later, "uk")))
    theirs = said(tokyo.page(book(ministries, later, "ja")))

    assert {one[1] for one in quotes} == {
        "Провести випробування у січні.",
        (
            "Рішення: Провести випробування у січні. "
            "Доручення (JP, до 20 квіт. 2026): Подати план випробувань."
        ),
        "Обговорено ціни.",
    }
    assert "1月に試験を実施する。" in {one[1] for one in theirs}
    (minutes,) = papers(ministries, Type.MINUTES)
    assert f"/uk/consultations/paper/{minutes}" in {one[2] for one in quotes}
    assert said(kyiv.page(book(ministries))) == []  # the first meeting has none before it


def said(page: "Node") -> list[tuple[str, str, str]]:
    """Return what a page quotes from last time: name of the source, text and address."""
    return [
        (
            one.all(".said-source a")[0].text,
            one.text_of(".paper-text"),
            one.all(".said-source a")[0].get("href"),
        )
        for one in page.all("blockquote.said")
    ]


def test_a_call_stands_on_today_until_the_part_is_written(
    ministries: Ministries, kyiv: Visitor
) -> None:
    path, now = book(ministries), ministries.world.clock()
    fields = {"part": "press", "role": "secretariat", "person": "О. Коваль", "due": "2026-03-10"}
    kyiv.fill(f"{path}?item={ITEM}", f"{path}/call", words="Два речення.", **fields)
    due = ministries.rooms[UKRAINE].digest(now)

    write(kyiv, path, "Сторони домовилися.", part="press")

    assert [(one.sort, one.at, one.of) for one in due] == [
        ("contribution", "2026-03-10T23:59:59.000Z", UKRAINE)
    ]
    assert ministries.rooms[UKRAINE].digest(now) == ()
    assert "О. Коваль" in kyiv.page(f"{path}?calls=all").text_of(".calls li")


def test_a_call_without_a_day_is_refused_and_keeps_what_was_typed(
    ministries: Ministries, kyiv: Visitor
) -> None:
    path = book(ministries)

    answer = kyiv.fill(
        f"{path}?item={ITEM}",
        f"{path}/call",
        part="press",
        role="secretariat",
        words="Два речення.",
    )

    page = kyiv.parsed(answer.text)
    assert answer.status_code == 422
    assert page.text_of("[role=alert] code") == "call-day"
    assert page.text_of("#call-words") == "Два речення."
