"""Messages are what their records add up to, in whatever order these arrived."""

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

import pytest

from comity.exchange.conversation import Condition, Conversation, Message
from comity.exchange.correspondence import Asked, Box, Correspondence
from comity.exchange.progress import Progress, Reach, Reached, reading_due
from comity.exchange.statements import KINDS, report
from comity.journal.book import Journal, open_journal
from comity.projection import Projections
from comity.records.kinds import Kinds
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import NOWHERE, Head, Record, write
from comity.records.tree import EMPTY, Frontier

UA, JP, KR = Party("ua"), Party("jp"), Party("kr")
CIRCLE, OTHER = "c" * 64, "d" * 64
KNOWN = Kinds(KINDS)
MEMBERS = {CIRCLE: (JP, KR, UA), OTHER: (JP, UA)}
NOON = "2026-11-24T12:00:00.000Z"
NOON_TIME = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


class Talk:
    """What several parties say, without keys: the journal checks chains, not signatures."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.heads: dict[tuple[str, Party], Head] = {}
        self.edges: dict[tuple[str, Party], Frontier] = {}

    def make(
        self,
        party: Party,
        kind: str,
        body: Mapping[str, Any],
        marking: str = "TLP:GREEN",
        *,
        circle: str = CIRCLE,
        cut: Mapping[Party, Head] | None = None,
        at: str = NOON,
    ) -> Record:
        key = (circle, party)
        head = self.heads.get(key, NOWHERE)
        record = write(
            circle=circle,
            party=party,
            seq=head.size + 1,
            prev=head.hash,
            cut=cut or {},
            kind=kind,
            body=body,
            at=at,
            marking=marking,
        )
        self.heads[key] = Head(record.seq, record.hash)
        return record

    def keep(self, record: Record) -> Record:
        key = (record.circle, record.party)
        edge = self.edges[key] = self.edges.get(key, EMPTY).append(bytes.fromhex(record.hash))
        note = f"comity/{record.circle}/{record.party}\n{record.seq}\n".encode()
        self.journal.write(lambda writer: writer.append([record], note, edge.root)).result()
        return record

    def say(
        self, party: Party, kind: str, body: Mapping[str, Any], *marking: str, **how: Any
    ) -> Record:
        return self.keep(self.make(party, kind, body, *marking, **how))

    def report(self, party: Party, subject: str, marking: str = "TLP:GREEN", **how: Any) -> Record:
        place = {name: how.pop(name) for name in ("circle", "cut", "at") if name in how}
        return self.say(party, "report/1", words(subject, **how), marking, **place)

    def receipt(self, member: Party, size: int) -> None:
        self.journal.write(
            lambda writer: writer.receipt(CIRCLE, UA, member, size, 1, b"signature")
        ).result()


def words(subject: str, precedence: Precedence = Precedence.ROUTINE, **how: Any) -> dict[str, Any]:
    return report(precedence=precedence, subject=subject, words="Текст", language="uk", **how)


@pytest.fixture
def journal() -> Iterator[Journal]:
    with open_journal(":memory:") as opened:
        yield opened


@pytest.fixture
def talk(journal: Journal) -> Talk:
    return Talk(journal)


def projected(journal: Journal) -> Projections:
    projections = Projections(journal, [Conversation(KNOWN)])
    projections.catch_up()
    return projections


def seen_by(party: Party, journal: Journal) -> Correspondence:
    projected(journal)
    return Correspondence(party, journal, KNOWN)


def message(record: Record, journal: Journal) -> Message:
    found = seen_by(UA, journal).message(record.hash)
    assert found is not None
    return found


def subjects(messages: Any) -> list[str]:
    return [one.subject for one in messages]


def test_a_report_is_in_the_outbox_of_its_author_and_in_the_inbox_of_the_others(
    journal: Journal, talk: Talk
) -> None:
    talk.report(UA, "Ешелон")

    assert subjects(seen_by(UA, journal).find(Box.OUTBOX, Asked()).messages) == ["Ешелон"]
    assert subjects(seen_by(UA, journal).find(Box.INBOX, Asked()).messages) == []
    assert subjects(seen_by(JP, journal).find(Box.INBOX, Asked()).messages) == ["Ешелон"]


def test_the_newest_message_stands_first_and_the_total_counts_them_all(
    journal: Journal, talk: Talk
) -> None:
    for number in range(5):
        talk.report(JP, f"№{number}")

    found = seen_by(UA, journal).find(Box.INBOX, Asked(first=1, most=2))

    assert (subjects(found.messages), found.total) == (["№3", "№2"], 5)


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        (Asked(party=KR), "Seoul"),
        (Asked(precedence=Precedence.FLASH), "FLASH"),
        (Asked(words="ЗАЛІЗНИЦЯ"), "Харківська залізниця"),
        (Asked(words="50%"), "50% збільшення"),
        (Asked(circle=OTHER), "elsewhere"),
    ],
)
def test_a_box_shows_what_is_asked_for(
    journal: Journal, talk: Talk, asked: Asked, subject: str
) -> None:
    talk.report(KR, "Seoul")
    talk.report(JP, "FLASH", precedence=Precedence.FLASH)
    talk.report(JP, "Харківська залізниця")
    talk.report(JP, "50% збільшення")
    talk.report(JP, "elsewhere", circle=OTHER)

    found = seen_by(UA, journal).find(Box.INBOX, asked)

    assert (subjects(found.messages), found.total) == ([subject], 1)


def test_a_record_of_an_unknown_kind_is_a_message_that_says_so(
    journal: Journal, talk: Talk
) -> None:
    record = talk.say(JP, "ping/7", {"subject": "щось", "n": 3})

    found = message(record, journal)

    assert (found.condition, found.kind, found.subject) == (Condition.UNKNOWN, "ping/7", "щось")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("report/1", {"subject": 7}),
        ("report/1", {}),
        ("read/1", {"record": "here"}),
        ("recall/1", {"record": "0" * 64}),
    ],
)
def test_a_record_with_a_malformed_body_is_a_message_that_says_so(
    journal: Journal, talk: Talk, kind: str, body: dict[str, Any]
) -> None:
    record = talk.say(JP, kind, body)

    assert message(record, journal).condition is Condition.MALFORMED


def test_a_well_formed_reading_is_no_message(journal: Journal, talk: Talk) -> None:
    sent = talk.report(UA, "Ешелон")
    talk.say(JP, "read/1", {"record": sent.hash})

    assert seen_by(UA, journal).find(Box.INBOX, Asked()).total == 0


# --- markings


def test_quoting_raises_a_marking_to_that_of_what_is_quoted(journal: Journal, talk: Talk) -> None:
    red = talk.report(JP, "red", "TLP:RED")
    quoting = talk.report(UA, "quotes it", "TLP:GREEN", quotes=[red.hash])

    found = message(quoting, journal)

    assert (found.marking, found.own, found.raised) == (Marking.RED, Marking.GREEN, True)


def test_quoting_never_lowers_a_marking(journal: Journal, talk: Talk) -> None:
    clear = talk.report(JP, "clear", "TLP:CLEAR")
    quoting = talk.report(UA, "quotes it", "TLP:AMBER", quotes=[clear.hash])

    found = message(quoting, journal)

    assert (found.marking, found.raised) == (Marking.AMBER, False)


def test_a_marking_is_raised_through_a_quote_of_a_quote(journal: Journal, talk: Talk) -> None:
    amber = talk.report(JP, "amber", "TLP:AMBER")
    middle = talk.report(UA, "middle", "TLP:CLEAR", quotes=[amber.hash])
    last = talk.report(KR, "last", "TLP:CLEAR", quotes=[middle.hash])

    assert message(last, journal).marking is Marking.AMBER


def test_what_is_quoted_and_not_here_counts_as_the_highest(journal: Journal, talk: Talk) -> None:
    quoting = talk.report(UA, "quotes it", "TLP:CLEAR", quotes=["e" * 64])

    assert message(quoting, journal).marking is Marking.RED


def test_a_marking_that_nobody_knows_counts_as_the_highest(journal: Journal, talk: Talk) -> None:
    record = talk.report(JP, "national", "GOKUHI")

    found = message(record, journal)

    assert (found.marking, found.word, found.raised) == (Marking.RED, "GOKUHI", False)


def test_the_order_of_arrival_does_not_change_a_marking() -> None:
    order: list[list[Marking]] = []
    for arrangement in permutations(range(3)):
        with open_journal(":memory:") as journal:
            talk = Talk(journal)
            amber = talk.make(JP, "report/1", words("amber"), "TLP:AMBER")
            middle = talk.make(UA, "report/1", words("middle", quotes=[amber.hash]), "TLP:CLEAR")
            last = talk.make(KR, "report/1", words("last", quotes=[middle.hash]), "TLP:CLEAR")
            made = (amber, middle, last)
            for place in arrangement:
                talk.keep(made[place])
            order.append([message(one, journal).marking for one in made])

    assert order == [[Marking.AMBER, Marking.AMBER, Marking.AMBER]] * 6


def test_what_is_no_message_can_be_quoted_with_its_marking(journal: Journal, talk: Talk) -> None:
    read = talk.say(JP, "read/1", {"record": "e" * 64}, "TLP:AMBER")
    quoting = talk.report(UA, "quotes it", "TLP:CLEAR", quotes=[read.hash])

    assert message(quoting, journal).marking is Marking.AMBER


# --- how far a message has come


def reached(record: Record, journal: Journal, early: Any = ()) -> dict[Party, Reached]:
    found = message(record, journal)
    rows = Progress(UA, journal).reached([found], MEMBERS, early)[record.hash]
    return {one.party: one for one in rows}


def test_a_message_is_queued_until_a_receipt_covers_it(journal: Journal, talk: Talk) -> None:
    talk.report(UA, "first")
    second = talk.report(UA, "second")
    talk.receipt(JP, 1)
    talk.receipt(KR, 2)

    found = reached(second, journal)

    assert {party: one.reach for party, one in found.items()} == {
        JP: Reach.QUEUED,
        KR: Reach.DELIVERED,
    }


def test_a_receipt_ahead_of_the_chain_delivers_one_message(journal: Journal, talk: Talk) -> None:
    talk.report(UA, "first")
    second = talk.report(UA, "second")

    found = reached(second, journal, early=[(second.hash, JP)])

    assert (found[JP].reach, found[JP].early, found[KR].reach) == (
        Reach.DELIVERED,
        True,
        Reach.QUEUED,
    )


def test_a_message_is_read_when_its_recipient_says_so_and_answered_when_it_answers(
    journal: Journal, talk: Talk
) -> None:
    sent = talk.report(UA, "request", answer_by=NOON)
    talk.say(JP, "read/1", {"record": sent.hash}, at="2026-11-24T12:05:00.000Z")
    answer = talk.report(KR, "answer", reply_to=sent.hash)

    found = reached(sent, journal)

    assert (found[JP].reach, found[JP].read_at) == (Reach.READ, "2026-11-24T12:05:00.000Z")
    assert (found[KR].reach, found[KR].answer) == (Reach.ANSWERED, answer.hash)


def test_only_the_first_reading_of_a_party_counts(journal: Journal, talk: Talk) -> None:
    sent = talk.report(UA, "sent")
    talk.say(JP, "read/1", {"record": sent.hash}, at="2026-11-24T12:05:00.000Z")
    talk.say(JP, "read/1", {"record": sent.hash}, at="2026-11-24T12:09:00.000Z")

    assert reached(sent, journal)[JP].read_at == "2026-11-24T12:05:00.000Z"


def test_an_author_reads_and_answers_its_own_message_for_nobody(
    journal: Journal, talk: Talk
) -> None:
    sent = talk.report(UA, "sent")
    talk.say(UA, "read/1", {"record": sent.hash})
    talk.report(UA, "my own answer", reply_to=sent.hash)

    assert {one.reach for one in reached(sent, journal).values()} == {Reach.QUEUED}


def test_what_is_said_in_another_circle_answers_nothing_here(journal: Journal, talk: Talk) -> None:
    sent = talk.report(UA, "sent")
    talk.report(JP, "answer", reply_to=sent.hash, circle=OTHER)
    talk.say(JP, "read/1", {"record": sent.hash}, circle=OTHER)
    talk.say(UA, "recall/1", {"record": sent.hash, "reason": "elsewhere"}, circle=OTHER)

    found = message(sent, journal)

    assert reached(sent, journal)[JP].reach is Reach.QUEUED
    assert not found.recalled
    assert [one.hash for _, one in seen_by(UA, journal).thread(found)] == [sent.hash]


# --- threads and recalls


def test_a_thread_begins_with_what_all_others_answer(journal: Journal, talk: Talk) -> None:
    root = talk.report(UA, "root")
    answer = talk.report(JP, "answer", reply_to=root.hash)
    talk.report(UA, "again", reply_to=answer.hash)
    talk.report(KR, "aside", reply_to=root.hash)

    found = seen_by(UA, journal).thread(message(answer, journal))

    assert [(depth, one.subject) for depth, one in found] == [
        (0, "root"),
        (1, "answer"),
        (2, "again"),
        (1, "aside"),
    ]


def test_a_recall_by_the_author_counts_with_the_answers_of_the_others(
    journal: Journal, talk: Talk
) -> None:
    sent = talk.report(UA, "wrong")
    recall = talk.say(UA, "recall/1", {"record": sent.hash, "reason": "line 12"})
    talk.say(JP, "recalled/1", {"recall": recall.hash, "done": False, "note": "printed"})
    talk.say(JP, "recalled/1", {"recall": recall.hash, "done": True, "note": "shredded"})

    found = message(sent, journal)
    (said,) = seen_by(UA, journal).recalls(found)

    assert found.recalled
    assert (said.reason, dict(said.answers)) == ("line 12", {JP: (NOON, True, "shredded")})


def test_nobody_recalls_what_another_party_said(journal: Journal, talk: Talk) -> None:
    sent = talk.report(UA, "right")
    talk.say(JP, "recall/1", {"record": sent.hash, "reason": "inconvenient"})

    found = message(sent, journal)

    assert not found.recalled
    assert seen_by(UA, journal).recalls(found) == []


def test_a_recall_that_came_before_its_message_counts_as_well(journal: Journal) -> None:
    talk = Talk(journal)
    sent = talk.make(UA, "report/1", words("wrong"))
    recall = talk.make(UA, "recall/1", {"record": sent.hash, "reason": "line 12"})
    conversation = Conversation(KNOWN)
    projected(journal)

    def both(writer: Any) -> None:
        with writer.session() as session:
            conversation.apply(session, 1, recall)
            conversation.apply(session, 2, sent)

    journal.write(both).result()

    found = Correspondence(UA, journal, KNOWN).message(sent.hash)
    assert found is not None
    assert found.recalled


# --- what is still to come


def test_a_request_waits_for_our_answer_until_we_answer(journal: Journal, talk: Talk) -> None:
    due = "2026-11-24T11:00:00.000Z"
    request = talk.report(JP, "request", answer_by=due)
    talk.report(KR, "later", answer_by="2026-11-25T11:00:00.000Z")
    progress = Progress(UA, journal)
    projected(journal)

    before = [(one.message.subject, one.overdue) for one in progress.to_answer(NOON)]
    talk.report(UA, "answer", reply_to=request.hash)
    projected(journal)
    after = [(one.message.subject, one.overdue) for one in progress.to_answer(NOON)]

    assert before == [("request", True), ("later", False)]
    assert after == [("later", False)]


def test_a_request_of_ours_waits_for_each_member_apart(journal: Journal, talk: Talk) -> None:
    request = talk.report(UA, "request", answer_by=NOON)
    talk.report(KR, "answer", reply_to=request.hash)
    projected(journal)

    waiting = Progress(UA, journal).to_be_answered(MEMBERS, NOON)

    assert [(one.party, one.overdue) for one in waiting] == [(JP, False)]


def test_a_request_waits_however_many_before_it_were_answered(
    journal: Journal, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comity.exchange.progress.MOST_OPEN", 2)
    for _ in range(4):
        asked = talk.report(UA, "settled", answer_by=NOON)
        for other in (JP, KR):
            talk.report(other, "answer", reply_to=asked.hash)
    talk.report(UA, "open", answer_by=NOON)
    projected(journal)

    waiting = Progress(UA, journal).to_be_answered(MEMBERS, NOON)

    assert {(one.message.subject, one.party) for one in waiting} == {("open", JP), ("open", KR)}


def test_nobody_waits_for_an_answer_to_what_was_recalled(journal: Journal, talk: Talk) -> None:
    request = talk.report(JP, "request", answer_by=NOON)
    talk.say(JP, "recall/1", {"record": request.hash, "reason": "settled"})
    projected(journal)

    assert Progress(UA, journal).to_answer(NOON) == []


def test_a_receipt_is_overdue_the_sooner_the_more_urgent_the_message(
    journal: Journal, talk: Talk
) -> None:
    at = "2026-11-24T11:57:00.000Z"
    talk.report(UA, "flash", precedence=Precedence.FLASH, at=at)
    talk.report(UA, "routine", at=at)
    talk.receipt(KR, 2)
    projected(journal)

    overdue = Progress(UA, journal).overdue_receipts(MEMBERS, NOON_TIME)

    assert [(one.message.subject, one.party) for one in overdue] == [("flash", JP)]


def test_a_person_should_read_a_flash_within_ten_minutes(journal: Journal, talk: Talk) -> None:
    asks = talk.report(JP, "asks", precedence=Precedence.FLASH, read_receipt=True)
    silent = talk.report(JP, "does not", precedence=Precedence.FLASH)

    assert reading_due(message(asks, journal)) == "2026-11-24T12:10:00.000Z"
    assert reading_due(message(silent, journal)) == ""


def test_a_flash_is_unread_until_somebody_opens_it(journal: Journal, talk: Talk) -> None:
    first = talk.report(JP, "first", precedence=Precedence.FLASH)
    talk.report(JP, "second", precedence=Precedence.FLASH)
    talk.report(UA, "own", precedence=Precedence.FLASH)
    talk.report(JP, "routine")

    found = seen_by(UA, journal).unread_flash([first.hash])

    assert subjects(found) == ["second"]


# --- ahead of their history


def test_a_record_whose_past_is_not_here_is_shown_ahead_of_its_history(
    journal: Journal, talk: Talk
) -> None:
    talk.report(JP, "flash", precedence=Precedence.FLASH, cut={KR: Head(3, "f" * 64)})

    messages = seen_by(UA, journal)

    assert messages.find(Box.INBOX, Asked()).total == 0
    assert [(one.subject, one.ahead) for one in messages.ahead(MEMBERS)] == [("flash", True)]


def test_a_record_that_overtook_its_chain_is_shown_until_the_chain_is_here(
    journal: Journal, talk: Talk
) -> None:
    first = talk.make(JP, "report/1", words("bulk"))
    flash = talk.make(JP, "report/1", words("flash", Precedence.FLASH))
    journal.write(
        lambda writer: writer.early(CIRCLE, JP, 2, flash.hash, flash.encoded, b"", b"")
    ).result()
    messages = seen_by(UA, journal)

    before = subjects(messages.ahead(MEMBERS))
    talk.keep(first)
    talk.keep(flash)
    projected(journal)

    assert before == ["flash"]
    assert messages.ahead(MEMBERS) == []
    assert subjects(messages.find(Box.INBOX, Asked()).messages) == ["flash", "bulk"]


# --- the projection itself


def test_a_rebuild_gives_the_same_rows(journal: Journal, talk: Talk) -> None:
    red = talk.report(JP, "red", "TLP:RED", answer_by=NOON)
    sent = talk.report(UA, "answer", "TLP:CLEAR", quotes=[red.hash], reply_to=red.hash)
    talk.say(JP, "read/1", {"record": sent.hash})
    recall = talk.say(UA, "recall/1", {"record": sent.hash, "reason": "line 12"})
    talk.say(JP, "recalled/1", {"recall": recall.hash, "done": True, "note": ""})
    talk.say(KR, "ping/7", {})
    projections = projected(journal)

    projections.check()


def test_a_kind_that_was_learnt_is_a_reason_to_rebuild() -> None:
    assert Conversation(KNOWN).version != Conversation(Kinds(KINDS[:2])).version
