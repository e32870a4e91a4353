"""The pages of traffic: what they show, what they take, and from whom."""

import asyncio
import re
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.journeys.capitals import JAPAN, UKRAINE
from tests.unit.node.desks import Desks
from tests.unit.web.conftest import Node, Parsed

from comity.exchange.drafts import Letter
from comity.exchange.outbox import Carrier
from comity.exchange.receipt import read as read_receipt
from comity.exchange.station import BehindError
from comity.node.today import Today
from comity.node.traffic import Traffic
from comity.records.marking import Marking
from comity.records.precedence import Precedence
from comity.web.app import create_app
from comity.web.desk import News
from comity.web.jobs import Jobs
from comity.web.ours import address_of
from comity.web.traffic import told
from comity.web.words import Language

if TYPE_CHECKING:
    from fastapi import FastAPI

HERE = {"sec-fetch-site": "same-origin"}


class NoLists:
    """A desk of the sanctions system with nothing in it."""

    def parties(self) -> tuple[str, ...]:
        return ()

    def board(self, party: str) -> None:
        del party

    def match(self, cluster: int, party: str) -> None:
        del cluster, party


class Person:
    """Somebody with a browser at one desk.

    Attributes:
        cookies: that the browser keeps.
    """

    def __init__(self, desk: Traffic, parsed: Parsed, today: Today | None = None) -> None:
        self.app: FastAPI = create_app(NoLists(), Jobs(), desk, today=today)
        self.parsed = parsed
        self.cookies = httpx.Cookies()

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        return asyncio.run(self._ask(method, path, how))

    async def _ask(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        inside = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=inside, base_url="http://localhost:8600", cookies=self.cookies
        ) as asking:
            answer = await asking.request(method, path, **how)
            self.cookies = asking.cookies
            return answer

    def page(self, path: str) -> Node:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return self.parsed(answer.text)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.ask("POST", path, **{"headers": HERE, **how})

    def act_as(self, role: str) -> None:
        self.post("/en/role", data={"role": role, "back": "/traffic"})


@pytest.fixture
def kyiv(desks: Desks, parsed: Parsed) -> Person:
    return Person(desks.kyiv, parsed)


@pytest.fixture
def tokyo(desks: Desks, parsed: Parsed) -> Person:
    return Person(desks.tokyo, parsed)


def form(desks: Desks, **changes: str) -> dict[str, str]:
    return {
        "token": "a",
        "circle": desks.circle,
        "precedence": "priority",
        "marking": "TLP:GREEN",
        "language": "uk",
        "subject": "Ешелон",
        "text": "Пройшов о 04:10.",
        **changes,
    }


def send(desks: Desks, letter: Letter | None = None) -> str:
    sent = desks.kyiv.send(letter or desks.letter(), "desk-officer", "").record
    desks.world.deliver()
    return sent


# --- the shell


def test_the_start_leads_to_today(desks: Desks, parsed: Parsed) -> None:
    with closing(Today(desks.kyiv)) as today:
        kyiv = Person(desks.kyiv, parsed, today)

        answer = kyiv.ask("GET", "/", headers={"accept-language": "uk"})

    assert (answer.status_code, answer.headers["location"]) == (302, "/uk/today")


def test_the_board_of_sanctions_has_a_way_to_traffic_and_to_the_node(kyiv: Person) -> None:
    rail = kyiv.page("/ja/sanctions").all(".rail a")

    assert [one.get("href") for one in rail] == ["/ja/traffic", "/ja/sanctions", "/ja/node"]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", ["traffic", "traffic/compose", "node", "traffic?box=outbox"])
def test_every_page_answers_in_every_language_while_nothing_was_sent(
    kyiv: Person, language: Language, path: str
) -> None:
    answer = kyiv.ask("GET", f"/{language}/{path}")

    assert (answer.status_code, answer.headers["content-language"]) == (200, language)


def test_a_flash_stands_above_every_page_and_marks_it(desks: Desks, tokyo: Person) -> None:
    letter = desks.letter("Третє", Marking.AMBER, Precedence.FLASH)
    sent = send(desks, letter)

    pages = [tokyo.page(path) for path in ("/ja/sanctions", "/ja/node", "/ja/traffic")]

    assert [page.text_of(".flash .subj") for page in pages] == ["Третє"] * 3
    assert [page.text_of("#banner") for page in pages] == ["TLP:AMBER"] * 3
    assert {one.get("href") for one in pages[0].all(".flash .subj")} == {
        f"/ja/traffic/message/{sent}"
    }


def test_a_flash_that_was_read_stands_there_no_more(desks: Desks, tokyo: Person) -> None:
    sent = send(desks, desks.letter("Третє", precedence=Precedence.FLASH))

    tokyo.post(f"/en/traffic/message/{sent}/read")

    assert tokyo.page("/en/traffic").all(".flash") == []


# --- the lists


def test_an_unread_message_is_said_to_be_unread_until_somebody_reads_it(
    desks: Desks, tokyo: Person
) -> None:
    sent = send(desks)

    before = tokyo.page("/en/traffic").text_of("#inbox .subj")
    tokyo.post(f"/en/traffic/message/{sent}/read")
    after = tokyo.page("/en/traffic").text_of("#inbox .subj")

    assert (before, after) == ("unread: Ешелон", "Ешелон")


def test_the_subject_of_a_message_carries_its_language(desks: Desks, tokyo: Person) -> None:
    send(desks)

    assert [one.get("lang") for one in tokyo.page("/ja/traffic").all("#inbox .subj bdi")] == ["uk"]


def test_the_seal_of_a_recipient_is_filled_by_its_receipt(desks: Desks, kyiv: Person) -> None:
    desks.kyiv.send(desks.letter(), "desk-officer", "")

    before = kyiv.page("/en/traffic")
    desks.world.deliver()
    after = kyiv.page("/en/traffic")

    assert before.text_of("#outbox .seals .sr") == "Ukraine: signed, Japan: not receipted"
    assert after.text_of("#outbox .seals .sr") == "Ukraine: signed, Japan: receipted"
    assert (len(before.all(".seals .is-signed")), len(after.all(".seals .is-signed"))) == (1, 2)


def test_how_far_a_message_has_come_is_said_in_words(desks: Desks, kyiv: Person) -> None:
    sent = send(desks, desks.letter(read_receipt=True))
    delivered = kyiv.page("/en/traffic").text_of("#outbox .reach")

    desks.tokyo.acknowledge(sent, "desk-officer")
    desks.world.deliver()

    assert (delivered, kyiv.page("/en/traffic").text_of("#outbox .reach")) == ("Delivered", "Read")


def test_what_is_overdue_stands_on_top(desks: Desks, tokyo: Person) -> None:
    send(desks, desks.letter("later", answer_by="2026-03-09T12:00:00.000Z"))
    send(desks, desks.letter("overdue", answer_by="2026-03-05T09:00:00.000Z"))

    waiting = tokyo.page("/en/traffic").all("#waiting li")

    assert [one.text_of(".subj") for one in waiting] == ["overdue", "later"]
    assert waiting[0].text_of(".when") == "UA overdue by 30 minutes"


def test_a_message_without_a_receipt_is_pointed_out(desks: Desks, kyiv: Person) -> None:
    desks.kyiv.send(desks.letter(precedence=Precedence.FLASH), "desk-officer", "")
    desks.world.clock.forward(180)

    waiting = kyiv.page("/en/traffic").text_of("#waiting li .when")

    assert waiting == "JP receipt overdue by 2 minutes"


def test_the_list_shows_what_its_address_asks_for(desks: Desks, tokyo: Person) -> None:
    send(desks, desks.letter("flash", precedence=Precedence.FLASH))
    send(desks, desks.letter("routine"))

    page = tokyo.page("/en/traffic?box=inbox&precedence=flash&q=FLA")

    assert [one.text_of("bdi") for one in page.all("#inbox .subj")] == ["flash"]
    assert page.all("#outbox") == []


@pytest.mark.parametrize(
    "path",
    [
        "/en/traffic?precedence=loud",
        "/en/traffic?box=attic",
        "/en/traffic?page=0",
        "/en/traffic?circle=..",
    ],
)
def test_an_address_that_cannot_be_is_refused(kyiv: Person, path: str) -> None:
    assert kyiv.ask("GET", path).status_code == 422


def test_a_list_alone_has_pages(desks: Desks, kyiv: Person) -> None:
    for number in range(26):
        desks.kyiv.send(desks.letter(f"№{number}"), "desk-officer", "")

    page = kyiv.page("/en/traffic?box=outbox&page=2")

    assert [one.text for one in page.all("#outbox .subj")] == ["№0"]
    assert page.text_of(".pages span") == "Page 2 of 2"


def test_a_page_is_marked_as_the_highest_of_what_it_shows(desks: Desks, tokyo: Person) -> None:
    send(desks, desks.letter(marking=Marking.GREEN))
    send(desks, desks.letter(marking=Marking.AMBER))

    answer = tokyo.ask("GET", "/en/traffic").text

    assert 'data-marking="amber"' in answer
    assert answer.count("marking-amber") == 2


# --- one message


def test_a_message_shows_its_text_in_its_language(desks: Desks, tokyo: Person) -> None:
    sent = send(desks)

    (text,) = tokyo.page(f"/ja/traffic/message/{sent}").all(".letter")

    assert (text.text, text.get("lang")) == ("Текст", "uk")


def test_markup_in_a_message_stays_text(desks: Desks, tokyo: Person) -> None:
    sent = send(desks, desks.letter("<script>alert(1)</script>"))

    page = tokyo.page(f"/en/traffic/message/{sent}")

    assert page.text_of("h1") == "<script>alert(1)</script>"
    ours = [address_of("theme.js"), address_of("app.js")]
    assert [one.get("src") for one in page.all("script")] == ours


def test_a_record_of_an_unknown_kind_is_shown_as_it_came(desks: Desks, tokyo: Person) -> None:
    node = desks.world.nodes[UKRAINE]
    record = node.say(desks.circle, "ping/7", {"words": "щось"}, "TLP:GREEN").result()[0]
    desks.world.deliver()

    page = tokyo.page(f"/en/traffic/message/{record.hash}")

    assert page.text_of("pre") == '{ "words": "щось" }'
    assert "does not know records of kind ping/7" in page.text_of(".notice")


def overtake(desks: Desks) -> str:
    """Let a FLASH of Kyiv overtake what stands before it; return its hash."""
    station = desks.world.nodes[UKRAINE].station
    desks.kyiv.send(desks.letter("bulk"), "desk-officer", "")
    letter = desks.letter("Третє", precedence=Precedence.FLASH)
    sent = desks.kyiv.send(letter, "desk-officer", "").record
    carrier = Carrier(station.journal, station.roster, station.signing_for(JAPAN))
    size = station.journal.head(desks.circle, UKRAINE).size
    made = carrier.early(desks.circle, JAPAN, size, Precedence.FLASH, station.now())
    assert made is not None
    status, answer = desks.world.post(UKRAINE, JAPAN, "parcel", made.data)
    assert status == 200
    answers = desks.world.nodes[UKRAINE].answers
    desks.world.run(answers.keep_receipt(read_receipt(answer)))
    return sent


def test_a_message_that_overtook_its_chain_says_so_until_the_chain_is_here(
    desks: Desks, tokyo: Person
) -> None:
    sent = overtake(desks)

    list_before = tokyo.page("/en/traffic").text_of("#inbox .who-from")
    page_before = tokyo.page(f"/en/traffic/message/{sent}").text_of(".notice")
    desks.world.deliver()

    assert "Ahead of its history" in list_before
    assert "has overtaken others" in page_before
    assert "Ahead of its history" not in tokyo.page("/en/traffic").text_of("#inbox")
    assert tokyo.page(f"/en/traffic/message/{sent}").all(".notice") == []


def test_a_receipt_ahead_of_the_chain_fills_the_seal_of_that_one_message(
    desks: Desks, kyiv: Person
) -> None:
    overtake(desks)

    reaches = [one.text for one in kyiv.page("/en/traffic").all("#outbox .reach")]

    assert reaches == ["Delivered ahead of its history", "Queued"]


def test_a_marking_raised_by_quoting_is_explained(desks: Desks, tokyo: Person) -> None:
    node = desks.world.nodes[UKRAINE]
    amber = send(desks, desks.letter(marking=Marking.AMBER))
    quoting = desks.letter(quotes=[amber])
    record = node.say(desks.circle, "report/1", quoting.body, "TLP:CLEAR").result()[0]
    desks.world.deliver()

    page = tokyo.page(f"/en/traffic/message/{record.hash}")

    assert page.text_of("#banner").startswith("TLP:AMBER")
    assert "quoting lowers no marking: TLP:AMBER counts" in page.text_of(".notice")


def test_an_own_message_shows_when_it_was_receipted(desks: Desks, kyiv: Person) -> None:
    sent = send(desks)

    signers = kyiv.page(f"/en/traffic/message/{sent}").text_of("#reached .signers")

    assert "receipt of 5 Mar 2026, 09:30:00 UTC, for the chain up to 2" in signers


def test_a_message_that_is_not_here_is_not_found(kyiv: Person) -> None:
    assert kyiv.ask("GET", f"/en/traffic/message/{'e' * 64}").status_code == 404


def test_a_recall_and_its_answer_go_over_the_pages(
    desks: Desks, kyiv: Person, tokyo: Person
) -> None:
    sent = send(desks)
    kyiv.post(f"/en/traffic/message/{sent}/recall", data={"reason": "Line 12 is wrong"})
    desks.world.deliver()
    (asked,) = tokyo.page(f"/ja/traffic/message/{sent}").all(".is-failed form")

    tokyo.post(asked.get("action"), data={"answer": "done", "note": "shredded"})
    desks.world.deliver()

    page = kyiv.page(f"/en/traffic/message/{sent}")
    assert "Line 12 is wrong" in page.text_of(".is-failed")
    assert page.text_of(".answers li").startswith("JP It was done. shredded")


def test_a_recall_without_a_reason_keeps_what_was_there_and_says_what_is_missing(
    desks: Desks, kyiv: Person, parsed: Parsed
) -> None:
    sent = send(desks)

    answer = kyiv.post(f"/en/traffic/message/{sent}/recall", data={"reason": " "})

    assert answer.status_code == 422
    assert parsed(answer.text).text_of(".fault") == "Give a reason, of at most 1,000 letters."


# --- writing


def test_what_is_written_is_sent_and_shown(desks: Desks, kyiv: Person, tokyo: Person) -> None:
    answer = kyiv.post("/uk/traffic/compose", data=form(desks, answer_by="2026-03-09T12:00"))
    desks.world.deliver()

    assert answer.status_code == 303
    assert kyiv.page(answer.headers["location"]).text_of(".done") == (
        "Підписано й надіслано. Печатки заповнюються, коли надходять квитанції."
    )
    assert "by 9 Mar 2026, 12:00 UTC" in tokyo.page("/en/traffic").text_of("#waiting")


def test_loading_the_answer_to_a_form_again_sends_nothing_twice(desks: Desks, kyiv: Person) -> None:
    for _ in range(2):
        kyiv.post("/en/traffic/compose", data=form(desks))

    assert len(kyiv.page("/en/traffic").all("#outbox .subj")) == 1


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("subject", " ", "Give it a subject."),
        ("subject", "л" * 301, "A subject has at most 300 letters; this one has 301."),
        ("text", "", "Write a text, or attach a file."),
        ("marking", "", "Choose how far it may be passed on."),
        ("marking", "SECRET", "Choose how far it may be passed on."),
        ("circle", "e" * 64, "Choose the circle that it goes to."),
        ("precedence", "loud", "Choose how urgent it is."),
        ("language", "xx", "Choose the language of the text."),
        ("answer_by", "2026-02-31T12:00", "Give a day and a time that exist."),
        ("answer_by", "soon", "Give a day and a time that exist."),
    ],
)
def test_a_fault_is_named_at_its_field_and_nothing_typed_is_lost(
    desks: Desks, kyiv: Person, field: str, typed: str, fault: str
) -> None:
    typed_in = form(desks, **{field: typed})

    answer = kyiv.post("/en/traffic/compose", data=typed_in)

    page = kyiv.parsed(answer.text)
    (named,) = page.all(f"#{field}")
    assert answer.status_code == 422
    assert page.text_of(f"#fault-{field}") == fault
    assert f"fault-{field}" in named.get("aria-describedby").split()
    assert page.text_of("textarea") == typed_in["text"]
    if field != "subject":
        assert page.all("#subject")[0].get("value") == "Ешелон"
    assert kyiv.page("/en/traffic").all("#outbox .subj") == []


def test_an_answer_is_marked_at_least_as_high_as_what_it_quotes(
    desks: Desks, tokyo: Person, parsed: Parsed
) -> None:
    sent = send(desks, desks.letter(marking=Marking.AMBER))
    typed = form(desks, reply_to=sent, quote="1", marking="TLP:GREEN")

    answer = tokyo.post("/en/traffic/compose", data=typed)

    assert parsed(answer.text).text_of("#fault-marking") == (
        "It quotes something marked TLP:AMBER: choose that or a higher marking."
    )


def test_an_answer_begins_as_urgent_and_as_guarded_as_what_it_answers(
    desks: Desks, tokyo: Person
) -> None:
    sent = send(desks, desks.letter("Ешелон", Marking.AMBER, Precedence.IMMEDIATE))

    page = tokyo.page(f"/en/traffic/compose?reply_to={sent}")

    chosen = [one.text for one in page.all("option") if one.element.get("selected") is not None]
    assert {"O · Immediate", "TLP:AMBER", "English"} <= set(chosen)
    assert page.all("#subject")[0].get("value") == "Re: Ешелон"


def test_an_answer_stays_in_the_circle_of_what_it_answers(
    desks: Desks, tokyo: Person, parsed: Parsed
) -> None:
    other = desks.world.open(UKRAINE, JAPAN, nonce="ab" * 16)
    desks.world.settle()
    sent = send(desks)

    answer = tokyo.post("/en/traffic/compose", data=form(desks, reply_to=sent, circle=other))

    assert "stays in the circle" in parsed(answer.text).text_of("#fault-circle")


def test_what_the_node_refuses_is_said_on_the_page_with_everything_still_there(
    desks: Desks, kyiv: Person, parsed: Parsed
) -> None:
    desks.world.nodes[UKRAINE].station.hold(desks.circle)

    answer = kyiv.post("/en/traffic/compose", data=form(desks))

    page = parsed(answer.text)
    assert answer.status_code == 422
    assert BehindError.code in page.text_of("[role=alert]")
    assert page.text_of("textarea") == "Пройшов о 04:10."


def test_files_go_along_and_come_out_as_they_went_in(desks: Desks, kyiv: Person) -> None:
    files = [
        ("files", ("план маршруту.pdf", b"%PDF train", "application/pdf")),
        ("files", ("..\\..\\evil.html", b"<script>", "text/html")),
    ]

    answer = kyiv.post("/en/traffic/compose", data=form(desks), files=files)

    page = kyiv.page(answer.headers["location"])
    links = page.all(".files a")
    got = [kyiv.ask("GET", one.get("href")) for one in links]
    assert [one.text for one in links] == ["план маршруту.pdf", "evil.html"]
    assert [one.content for one in got] == [b"%PDF train", b"<script>"]
    assert {one.headers["content-type"] for one in got} == {"application/octet-stream"}
    assert all(one.headers["content-disposition"].startswith("attachment;") for one in got)


def test_a_fault_beside_files_says_that_they_must_be_chosen_again(
    desks: Desks, kyiv: Person, parsed: Parsed
) -> None:
    files = [("files", ("plan.pdf", b"%PDF", "application/pdf"))]

    answer = kyiv.post("/en/traffic/compose", data=form(desks, subject=""), files=files)

    assert "Choose the files again" in parsed(answer.text).text_of("#fault-files")


# --- two roles


def test_above_the_set_marking_the_page_leads_to_the_draft_and_nothing_leaves(
    desks: Desks, kyiv: Person
) -> None:
    answer = kyiv.post("/en/traffic/compose", data=form(desks, marking="TLP:RED"))

    page = kyiv.page(answer.headers["location"])
    assert page.text_of(".done") == (
        "Held until another role releases it. Nothing has left this node."
    )
    assert "may not release it" in page.text_of(".notice")
    assert page.text_of("#banner") == "TLP:RED"


def test_a_second_role_sees_the_whole_draft_and_releases_it(
    desks: Desks, kyiv: Person, tokyo: Person
) -> None:
    held = kyiv.post("/en/traffic/compose", data=form(desks, marking="TLP:RED"))
    address = held.headers["location"].partition("?")[0]
    kyiv.act_as("head-of-delegation")
    shown = kyiv.page(address).text_of(".letter")

    answer = kyiv.post(f"{address}/release")
    desks.world.deliver()

    assert shown == "Пройшов о 04:10."
    assert answer.status_code == 303
    assert tokyo.page("/en/traffic").text_of("#inbox .subj bdi") == "Ешелон"
    assert kyiv.page(answer.headers["location"]).text.count("Released by: Head of delegation") == 1


def test_the_same_role_is_refused_even_by_hand(desks: Desks, kyiv: Person) -> None:
    held = kyiv.post("/en/traffic/compose", data=form(desks, marking="TLP:RED"))
    address = held.headers["location"].partition("?")[0]

    answer = kyiv.post(f"{address}/release")

    assert (answer.status_code, "same-role" in answer.text) == (403, True)
    assert kyiv.page("/en/traffic").all("#outbox .subj") == []


def test_a_role_that_does_not_exist_is_nobodys(kyiv: Person) -> None:
    answer = kyiv.post("/en/role", data={"role": "president", "back": "/traffic"})

    assert (answer.status_code, "set-cookie" in answer.headers) == (422, False)


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/traffic\\..\\x", ""])
def test_choosing_a_role_leads_nowhere_else(kyiv: Person, back: str) -> None:
    answer = kyiv.post("/en/role", data={"role": "secretariat", "back": back})

    assert answer.headers["location"] == "/en/traffic"


# --- who may send


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
    ],
)
def test_what_another_site_sends_changes_nothing(
    desks: Desks, kyiv: Person, headers: dict[str, str]
) -> None:
    answer = kyiv.post("/en/traffic/compose", data=form(desks), headers=headers)

    assert (answer.status_code, "cross-site-post" in answer.text) == (403, True)
    assert kyiv.page("/en/traffic").all("#outbox .subj") == []


def test_a_browser_that_says_only_where_it_comes_from_is_believed(
    desks: Desks, kyiv: Person
) -> None:
    here = {"origin": "http://localhost:8600"}

    assert kyiv.post("/en/traffic/compose", data=form(desks), headers=here).status_code == 303


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_no_other_method_gets_past(kyiv: Person, method: str) -> None:
    assert kyiv.ask(method, "/en/traffic").status_code == 403


# --- news


def test_a_new_message_is_announced_in_the_language_of_the_page(desks: Desks) -> None:
    send(desks, desks.letter("Третє", precedence=Precedence.FLASH))
    standing, news = desks.tokyo.standing(), desks.tokyo.news(0)

    said = [told(language, standing, news) for language in Language]

    assert said == [
        ["Нове повідомлення, Україна: Блискавка. Третє"],
        ["ウクライナから新しい通信：緊急。Третє"],
        ["New message from Ukraine: Flash. Третє"],
    ]


def test_of_many_messages_only_the_number_and_the_urgent_ones_are_announced(
    desks: Desks,
) -> None:
    for number in range(3):
        send(desks, desks.letter(f"№{number}"))
    send(desks, desks.letter("Третє", precedence=Precedence.FLASH))

    said = told(Language.ENGLISH, desks.tokyo.standing(), desks.tokyo.news(0))

    assert said == ["4 new messages.", "New message from Ukraine: Flash. Третє"]


def test_what_this_party_says_is_not_announced_to_itself(desks: Desks) -> None:
    desks.kyiv.send(desks.letter(), "desk-officer", "")

    assert told(Language.ENGLISH, desks.kyiv.standing(), desks.kyiv.news(0)) == []


def test_a_link_that_breaks_is_announced(desks: Desks) -> None:
    news = [News(1, "link", None, "jp", well=False), News(2, "receipt", None, "jp")]

    assert told(Language.ENGLISH, desks.kyiv.standing(), news) == [
        "The node of Japan does not answer.",
        "Japan has receipted what was sent.",
    ]


def test_a_page_follows_the_news_from_before_it_was_drawn(
    desks: Desks, kyiv: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = desks.kyiv.traffic

    def meanwhile(*boxes: Any) -> Any:
        seen = asked(*boxes)
        desks.kyiv.send(desks.letter("said while the page was drawn"), "desk-officer", "")
        return seen

    monkeypatch.setattr(desks.kyiv, "traffic", meanwhile)

    address = kyiv.page("/en/traffic").all("body")[0].get("data-news")

    assert [one.what for one in desks.kyiv.news(int(address.partition("=")[2]))] == ["message"]


# --- the node


def test_the_node_page_shows_who_answers_and_what_left(desks: Desks, kyiv: Person) -> None:
    send(desks)
    desks.world.beat(UKRAINE, JAPAN)

    page = kyiv.page("/en/node")

    assert "Japan Answers" in page.text_of("#peers .peer-name")
    assert "JP receipted 5 Mar 2026, 09:30:00 UTC" in page.text_of("#left")
    assert '"subject": "Ешелон"' in page.text_of("#left pre")


def test_the_node_page_warns_of_a_clock_that_is_more_than_a_minute_apart(
    desks: Desks, kyiv: Person
) -> None:
    desks.world.beat(UKRAINE, JAPAN)
    state = desks.world.links[UKRAINE, JAPAN].state
    state.difference = 61.2

    page = kyiv.page("/en/node")

    assert "+61.2 s" in page.text_of("#peers .state")
    assert "more than 60 seconds apart" in page.text_of("#peers .notice")


def test_the_node_page_reads_fingerprints_aloud_in_three_languages(kyiv: Person) -> None:
    page = kyiv.page("/en/node")

    spoken = [(one.get("lang"), len(one.text.split())) for one in page.all(".aloud dd[lang]")]

    assert spoken == [("uk", 12), ("ja", 12), ("en", 12)] * 2


def test_the_node_page_explains_evidence(desks: Desks, kyiv: Person) -> None:
    details: dict[str, Any] = {"seq": 7, "at": "2026-03-05T09:00:00.000Z"}
    desks.world.nodes[UKRAINE].journal.write(
        lambda writer: writer.evidence("two-stories", JAPAN, desks.circle, details, b"proof")
    ).result()

    page = kyiv.page("/en/node")

    assert "told two stories" in page.text_of("#evidence .is-grave")
    assert "5 bytes are kept as proof." in page.text_of("#evidence")


def test_the_node_page_says_that_a_restored_node_must_wait(desks: Desks, kyiv: Person) -> None:
    node = desks.world.nodes[UKRAINE]
    node.station.hold(desks.circle)
    restored = "2026-03-04T00:00:00.000Z"
    node.journal.write(lambda writer: writer.set_meta("restored", restored)).result()

    said = kyiv.page("/en/node").text_of("#condition")

    assert "This node came from a backup of 4 Mar 2026, 00:00 UTC." in said
    assert "Nothing can be written in JP, UA: waiting for an answer from JP." in said


def test_every_address_of_a_page_is_local(desks: Desks, kyiv: Person) -> None:
    sent = send(desks)

    for path in ("/uk/traffic", "/uk/node", f"/uk/traffic/message/{sent}"):
        text = kyiv.ask("GET", path).text
        assert re.findall(r' (?:href|src|action)="(?!/|#|data:)[^"]*"', text) == []
        assert " style=" not in text


def test_a_held_letter_is_never_changed_by_what_is_shown(desks: Desks) -> None:
    letter = desks.letter(marking=Marking.RED)
    held = desks.kyiv.send(letter, "desk-officer", "")

    assert replace(desks.kyiv.draft(held.draft).letter, files=()) == letter
