"""What people do at a desk becomes records, and what comes in is shown to them."""

import time
from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE
from tests.unit.node.desks import Desks

from comity.exchange.correspondence import Asked, NoMessageError, NotOwnMessageError
from comity.exchange.drafts import File, NoDraftError, SameRoleError
from comity.exchange.progress import Reach
from comity.exchange.watch import Contact
from comity.node.traffic import Traffic
from comity.records.kinds import BodyError
from comity.records.marking import Marking
from comity.records.precedence import Precedence

ALL = Asked()


def inbox(desk: Traffic) -> list[str]:
    return [one.subject for one in desk.traffic(ALL, ALL).inbox.messages]


def reach_of(desk: Traffic, record: str) -> list[Reach]:
    return [one.reach for one in desk.traffic(ALL, ALL).reached[record]]


def test_a_letter_goes_from_one_desk_to_the_other(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter("Ешелон"), "desk-officer", "token")

    before = reach_of(desks.kyiv, sent.record)
    desks.world.deliver()

    assert (before, reach_of(desks.kyiv, sent.record)) == ([Reach.QUEUED], [Reach.DELIVERED])
    assert inbox(desks.tokyo) == ["Ешелон"]


def test_a_letter_that_comes_twice_from_one_page_is_said_once(desks: Desks) -> None:
    first = desks.kyiv.send(desks.letter(), "desk-officer", "token")

    again = desks.kyiv.send(desks.letter(), "desk-officer", "token")

    assert again == first
    assert desks.kyiv.traffic(ALL, ALL).outbox.total == 1


def test_a_letter_whose_body_does_not_fit_is_refused_before_it_is_held(desks: Desks) -> None:
    letter = desks.letter(marking=Marking.RED)
    letter.body["subject"] = ""  # type: ignore[index]

    with pytest.raises(BodyError):
        desks.kyiv.send(letter, "desk-officer", "token")

    assert desks.kyiv.traffic(ALL, ALL).drafts == ()


# --- four eyes (R19)


def test_a_letter_above_the_set_marking_is_held_and_leaves_no_trace(desks: Desks) -> None:
    before = desks.world.nodes[UKRAINE].journal.heads(desks.circle)

    outcome = desks.kyiv.send(desks.letter(marking=Marking.RED), "desk-officer", "token")

    assert (outcome.record, len(desks.kyiv.traffic(ALL, ALL).drafts)) == ("", 1)
    assert desks.world.nodes[UKRAINE].journal.heads(desks.circle) == before


def test_a_letter_that_quotes_above_the_set_marking_is_held_as_well(desks: Desks) -> None:
    letter = desks.letter(marking=Marking.AMBER, quoted=Marking.RED)

    assert desks.kyiv.send(letter, "desk-officer", "token").draft


def test_the_role_that_wrote_a_letter_may_not_release_it(desks: Desks) -> None:
    held = desks.kyiv.send(desks.letter(marking=Marking.RED), "desk-officer", "token")

    with pytest.raises(SameRoleError):
        desks.kyiv.release(held.draft, "desk-officer")

    assert desks.kyiv.traffic(ALL, ALL).outbox.total == 0


def test_another_role_releases_a_letter_once(desks: Desks) -> None:
    held = desks.kyiv.send(desks.letter("Таємне", Marking.RED), "desk-officer", "token")

    released = desks.kyiv.release(held.draft, "head-of-delegation")
    desks.world.deliver()

    seen = desks.kyiv.message(released.record)
    assert seen is not None
    assert seen.released == ("desk-officer", "head-of-delegation")
    assert inbox(desks.tokyo) == ["Таємне"]
    with pytest.raises(NoDraftError):
        desks.kyiv.release(held.draft, "head-of-delegation")


def test_a_recall_of_a_message_above_the_set_marking_takes_two_roles_too(desks: Desks) -> None:
    held = desks.kyiv.send(desks.letter(marking=Marking.RED), "desk-officer", "token")
    sent = desks.kyiv.release(held.draft, "secretariat").record

    recall = desks.kyiv.recall(sent, "line 12", "desk-officer")

    assert recall.draft
    assert recall.record == ""


# --- reading


def test_reading_is_told_to_a_sender_who_asked(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(read_receipt=True), "desk-officer", "token").record
    desks.world.deliver()

    told = desks.tokyo.acknowledge(sent, "secretariat")
    desks.world.deliver()

    assert told
    assert reach_of(desks.kyiv, sent) == [Reach.READ]


def test_reading_is_not_told_to_a_sender_who_did_not_ask(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(), "desk-officer", "token").record
    desks.world.deliver()
    before = desks.world.heads(JAPAN, desks.circle)

    told = desks.tokyo.acknowledge(sent, "secretariat")

    assert not told
    assert desks.world.heads(JAPAN, desks.circle) == before
    seen = desks.tokyo.message(sent)
    assert seen is not None
    assert seen.opened is not None


def test_reading_is_told_once_however_often_it_is_acknowledged(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(read_receipt=True), "desk-officer", "token").record
    desks.world.deliver()

    told = [desks.tokyo.acknowledge(sent, "secretariat") for _ in range(2)]

    assert told == [True, False]


def test_what_is_answered_counts_as_read_unless_its_sender_asks_to_be_told(desks: Desks) -> None:
    asked, told = (
        desks.kyiv.send(desks.letter(read_receipt=wanted), "desk-officer", "").record
        for wanted in (False, True)
    )
    desks.world.deliver()

    for record in (asked, told):
        desks.tokyo.send(desks.letter("Re", reply_to=record), "desk-officer", "")

    assert set(desks.tokyo.traffic(ALL, ALL).opened) == {asked}
    assert desks.tokyo.standing().unread == 1


def test_what_is_answered_under_four_eyes_counts_as_read_once_the_answer_is_released(
    desks: Desks,
) -> None:
    asked = desks.kyiv.send(desks.letter(), "desk-officer", "").record
    desks.world.deliver()
    answer = desks.letter("Re", marking=Marking.RED, reply_to=asked)
    held = desks.tokyo.send(answer, "desk-officer", "").draft
    before = dict(desks.tokyo.traffic(ALL, ALL).opened)

    desks.tokyo.release(held, "head-of-delegation")

    (opened,) = desks.tokyo.traffic(ALL, ALL).opened.values()
    assert (before, opened[0]) == ({}, "desk-officer")


def test_nobody_acknowledges_reading_an_own_message(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(), "desk-officer", "token").record

    with pytest.raises(NoMessageError):
        desks.kyiv.acknowledge(sent, "desk-officer")


def test_a_flash_stands_around_every_page_until_it_is_acknowledged(desks: Desks) -> None:
    letter = desks.letter("Третє", precedence=Precedence.FLASH)
    sent = desks.kyiv.send(letter, "desk-officer", "token").record
    desks.world.deliver()

    before = desks.tokyo.standing()
    desks.tokyo.acknowledge(sent, "desk-officer")
    after = desks.tokyo.standing()

    assert ([one.subject for one in before.flash], before.unread) == (["Третє"], 1)
    assert (after.flash, after.unread) == ((), 0)


def test_what_was_told_as_read_is_not_unread_after_the_internal_store_is_lost(
    desks: Desks,
) -> None:
    sent = desks.kyiv.send(desks.letter(read_receipt=True), "desk-officer", "token").record
    desks.world.deliver()
    desks.tokyo.acknowledge(sent, "desk-officer")
    desks.tokyo.close()
    desks.world.nodes[JAPAN].folder.internal.unlink()

    desks.tokyo = desks.desk(JAPAN, UKRAINE)

    end = time.monotonic() + 10
    while desks.tokyo.standing().unread and time.monotonic() < end:
        time.sleep(0.01)
    assert desks.tokyo.standing().unread == 0


# --- recalls


def test_a_recall_reaches_the_other_desk_and_its_answer_comes_back(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(), "desk-officer", "token").record
    recall = desks.kyiv.recall(sent, "line 12", "desk-officer").record
    desks.world.deliver()

    desks.tokyo.answer_recall(recall, "shredded", "secretariat", done=True)
    desks.world.deliver()

    seen = desks.kyiv.message(sent)
    assert seen is not None
    assert [(said, note) for _, said, note in seen.recalls[0].answers.values()] == [
        (True, "shredded")
    ]


def test_nobody_recalls_what_the_other_party_said(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(), "desk-officer", "token").record
    desks.world.deliver()

    with pytest.raises(NotOwnMessageError):
        desks.tokyo.recall(sent, "inconvenient", "desk-officer")


def test_nobody_answers_an_own_recall(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(), "desk-officer", "token").record
    recall = desks.kyiv.recall(sent, "line 12", "desk-officer").record

    with pytest.raises(NoMessageError):
        desks.kyiv.answer_recall(recall, "", "desk-officer", done=True)


# --- files


def test_a_file_is_opened_again_as_it_was_attached(desks: Desks, tmp_path: Path) -> None:
    path = tmp_path / "plan"
    path.write_bytes(b"train" * 500_000)
    file = File("план.pdf", "application/pdf", path.stat().st_size, path)
    sent = desks.kyiv.send(desks.letter(files=(file,)), "desk-officer", "token").record

    attachment, parts = desks.kyiv.file(sent, 0)

    assert (attachment.name, b"".join(parts)) == ("план.pdf", path.read_bytes())


def test_there_is_no_second_file_where_one_was_attached(desks: Desks) -> None:
    sent = desks.kyiv.send(desks.letter(), "desk-officer", "token").record

    with pytest.raises(NoMessageError):
        desks.kyiv.file(sent, 0)


# --- the node


def test_the_node_shows_what_left_it_word_for_word_and_when_it_was_receipted(
    desks: Desks,
) -> None:
    desks.kyiv.send(desks.letter("Ешелон"), "desk-officer", "token")
    desks.world.deliver()

    (circle,) = desks.kyiv.node().circles
    newest = circle.sent[0]

    assert '"subject": "Ешелон"' in newest.clear
    assert [(one.party, one.left, one.receipted) for one in newest.deliveries] == [
        (JAPAN, True, desks.world.clock())
    ]


def test_the_node_shows_whose_clock_differs(desks: Desks) -> None:
    desks.world.beat(UKRAINE, JAPAN)
    desks.world.links[UKRAINE, JAPAN].state.difference = -61.0

    (peer,) = desks.kyiv.node().peers

    assert (peer.contact, peer.clocks_apart) == (Contact.ANSWERING, True)


def test_a_party_that_missed_three_heartbeats_counts_as_silent(desks: Desks) -> None:
    desks.world.beat(UKRAINE, JAPAN)
    desks.world.clock.forward(31)

    (peer,) = desks.kyiv.node().peers

    assert peer.contact is Contact.SILENT


def test_without_links_nobody_is_connected(desks: Desks) -> None:
    alone = Traffic(desks.world.nodes[UKRAINE])

    assert [one.contact for one in alone.node().peers] == [Contact.STOPPED]
    alone.close()


def test_a_node_that_is_behind_says_for_whom_it_waits(desks: Desks) -> None:
    desks.world.nodes[UKRAINE].station.hold(desks.circle)

    (circle,) = desks.kyiv.node().circles

    assert (circle.behind, circle.waiting) == (True, (JAPAN,))


# --- news


def test_a_message_that_comes_is_news_and_a_repeated_receipt_is_not(desks: Desks) -> None:
    desks.kyiv.send(desks.letter("Ешелон"), "desk-officer", "token")
    desks.world.deliver()
    heard = desks.tokyo.heard()
    news = [one.message.subject for one in desks.tokyo.news(0) if one.message is not None]
    known = desks.kyiv.heard()

    desks.world.beat(UKRAINE, JAPAN)
    desks.world.beat(UKRAINE, JAPAN)

    assert news == ["Ешелон"]
    assert [one.what for one in desks.kyiv.news(known) if one.what == "receipt"] == []
    assert desks.tokyo.news(heard) == []


def test_a_link_that_breaks_is_news(desks: Desks) -> None:
    desks.world.beat(UKRAINE, JAPAN)
    desks.kyiv.news(0)
    known = desks.kyiv.heard()

    desks.world.clock.forward(31)

    assert [(one.what, one.party, one.well) for one in desks.kyiv.news(known)] == [
        ("link", JAPAN, False)
    ]
