"""Traffic: the desk of a party's messages, joined from its node, its links and its drafts.

What people do on the pages becomes records here, or drafts that wait for a second role. Nothing
here decides what counts: messages are added up by `comity.exchange.conversation`, and how the links
stand is read by `comity.exchange.watch`.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from typing import Any

from comity.exchange.attachments import attached
from comity.exchange.conversation import Condition, Conversation, Message, condition_of, message_of
from comity.exchange.correspondence import (
    Asked,
    Box,
    Correspondence,
    NoMessageError,
    NotOwnMessageError,
)
from comity.exchange.delivery import deliveries_of, proof_of
from comity.exchange.drafts import Held, Letter, need_role
from comity.exchange.progress import Progress
from comity.exchange.statements import READ, RECALL, RECALLED, REPORT, Attachment
from comity.exchange.watch import (
    NodeSeen,
    Peer,
    node_seen,
    peer_of,
)
from comity.journal.store import ClosedError
from comity.node.herald import Herald
from comity.node.internal import Internal
from comity.node.letters import Letters
from comity.node.party import KINDS, PartyNode
from comity.node.serving import Serving
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.records.record import Record
from comity.web.desk import MessageSeen, News, Outcome, Standing, TrafficSeen

AT_ONCE = 2000
"""Records that a page takes in before it answers; the rest is taken in beside it."""

GATHERING = 0.1
"""Seconds that new records wait for others; a page that is asked for does not wait."""


class Traffic:
    """The desk of one party's messages.

    Attributes:
        party: its node.
        serving: while the node runs; None where it does not.
        internal: drafts and what was opened.
        messages: what may be asked about them.
        progress: how far they have come.
        letters: says what people write.
        herald: remembers the news.
    """

    def __init__(self, party: PartyNode, serving: Serving | None = None) -> None:
        self.party = party
        self.serving = serving
        self.internal = Internal(party.folder.internal)
        self.projections = party.projections
        self.messages = Correspondence(party.me, party.journal, KINDS)
        self.progress = Progress(party.me, party.journal)
        self.herald = Herald(party.me, self.peers)
        self.letters = Letters(party, self.internal, self.herald)
        self._urgent: dict[str, Message] = {}
        self._catching = threading.Lock()
        self._waiting = threading.Event()
        self._closed = threading.Event()
        party.station.changed.append(self._changed)
        party.answers.received.append(self.herald.received)
        self._thread = threading.Thread(target=self._follow, name="conversation", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop following the journal."""
        self.party.station.changed.remove(self._changed)
        self.party.answers.received.remove(self.herald.received)
        self._closed.set()
        self._waiting.set()
        self._thread.join()
        self.internal.close()

    # --- following the journal

    def _changed(self, circle: str, records: Sequence[Record]) -> None:
        """Hear from any thread that there are new records."""
        del circle
        for record in records:
            condition = condition_of(record, KINDS)
            made = None
            if record.kind == READ.name and record.party == self.party.me:
                self.internal.open(str(record.body.get("record")), "", record.at)
            if record.kind == REPORT.name or condition is not Condition.WELL:
                made = message_of(record, condition)
                if made.precedence is Precedence.FLASH and record.party != self.party.me:
                    self._urgent[made.hash] = replace(made, ahead=True)
            self.herald.said(record.party, made)
        self._waiting.set()

    def _follow(self) -> None:
        """Take in what comes, beside everything else."""
        begun = False
        while not self._closed.is_set():
            with suppress(ClosedError):
                while not self._closed.is_set() and self._catch_up():
                    pass
                if not begun and not self._closed.is_set():
                    self._remember_read()
                    begun = True
            self._waiting.wait()
            self._closed.wait(GATHERING)  # what comes in bulk is taken in together
            self._waiting.clear()

    def _remember_read(self) -> None:
        """Let count as opened what this party told that it read, should the store be a new one."""
        told = self.messages.read_here()
        known = self.internal.opened_among(told)
        for hashed in told:
            if hashed not in known:
                self.internal.open(hashed, "", self.party.station.now())

    def _catch_up(self) -> int:
        with self._catching:
            return self.projections.catch_up(AT_ONCE)

    # --- what pages ask

    @property
    def _members(self) -> dict[str, tuple[Party, ...]]:
        return {one.id: one.members for one in self.party.station.roster.circles.values()}

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        return tuple(self.party.station.roster.circles.values())

    def peers(self) -> tuple[Peer, ...]:
        """Return how the nodes of the other parties look from here."""
        now = self.party.station.clock()
        links = self.serving.links if self.serving is not None else {}
        beat = self.serving.beat if self.serving is not None else 0.0
        return tuple(
            peer_of(
                party,
                links[party].state if party in links else None,
                self.party.address(party),
                now,
                beat,
            )
            for party in self.party.station.roster.peers()
        )

    def standing(self) -> Standing:
        """Return what stands around every page."""
        roster, heard = self.party.station.roster, self.herald.newest
        self._catch_up()
        candidates = [*self._ahead_flash(), *self.messages.unread_flash(())]
        opened = self.internal.opened_among(one.hash for one in candidates)
        return Standing(
            me=self.party.me,
            names={party: roster.card(party).names for party in roster.newest},
            flash=tuple(one for one in candidates if one.hash not in opened),
            unread=max(0, self.messages.received() - self.internal.opened_count()),
            drafts=len(self.internal.drafts()),
            peers=self.peers(),
            news=heard,
            now=self.party.station.clock(),
            on_the_way=self._on_the_way(),
        )

    def _on_the_way(self) -> dict[Party, int]:
        """Return how many records one of two nodes is known to have and the other to lack."""
        links = self.serving.links if self.serving is not None else {}
        me, journal, found = self.party.me, self.party.journal, dict[Party, int]()
        for circle in self.circles():
            heads, receipts = journal.heads(circle.id), journal.receipts(circle.id, me)
            ours = {one: heads[one].size if one in heads else 0 for one in circle.members}
            for party in circle.members:
                if party in links and (theirs := links[party].state.heads.get(circle.id)):
                    lacking = sum(max(0, theirs.get(one, 0) - ours[one]) for one in circle.members)
                    safe = receipts[party].size if party in receipts else 0
                    lacking += max(0, ours[me] - max(safe, theirs.get(me, 0)))
                    found[party] = found.get(party, 0) + lacking
        return found

    def _ahead(self) -> list[Message]:
        """Return messages that are ahead of something, or not among the messages yet."""
        found = {one.hash: one for one in self.messages.ahead(self._members)}
        for hashed, message in list(self._urgent.items()):
            if self.messages.message(hashed) is not None:
                del self._urgent[hashed]
                found.pop(hashed, None)
            else:
                found.setdefault(hashed, message)
        return list(found.values())

    def _ahead_flash(self) -> list[Message]:
        return [one for one in self._ahead() if one.precedence is Precedence.FLASH]

    def traffic(self, inbox: Asked, outbox: Asked) -> TrafficSeen:
        """Return the messages that are asked for, and what is still to come."""
        self._catch_up()
        station, members, early = self.party.station, self._members, self.herald.early
        coming, going = self.messages.find(Box.INBOX, inbox), self.messages.find(Box.OUTBOX, outbox)
        ahead = tuple(one for one in self._ahead() if fits(one, inbox)) if not inbox.first else ()
        answered = self.progress.reached(going.messages, members, early)
        to_answer = self.progress.to_answer(station.now())
        shown = [*coming.messages, *ahead, *(one.message for one in to_answer)]
        return TrafficSeen(
            inbox=coming,
            outbox=going,
            ahead=ahead,
            reached={**answered, **self.progress.reached(coming.messages, members)},
            opened=self.internal.opened_among(one.hash for one in shown),
            to_answer=tuple(to_answer),
            to_be_answered=tuple(self.progress.to_be_answered(members, station.now())),
            overdue=tuple(self.progress.overdue_receipts(members, station.clock(), early)),
            drafts=tuple(self.internal.drafts()),
            circles=self.circles(),
            behind=self.projections.behind(Conversation.name),
            four_eyes=self.four_eyes,
            now=station.now(),
        )

    @property
    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        return self.letters.four_eyes

    def message(self, hashed: str) -> MessageSeen | None:
        """Return one message, None where there is none of this hash."""
        self._catch_up()
        found = self.messages.message(hashed)
        if found is None:
            found = next((one for one in self._ahead() if one.hash == hashed), None)
        record = self._record(found) if found is not None else None
        if found is None or record is None:
            return None
        station, early = self.party.station, self.herald.early
        circle = station.roster.circle(found.circle)
        well = found.condition is Condition.WELL and found.kind == REPORT.name
        own = found.party == self.party.me
        attachments = tuple(attached(record))
        return MessageSeen(
            message=found,
            text=record.body["text"] if well else "",
            body="" if well else json.dumps(record.body, ensure_ascii=False, indent=1),
            attachments=attachments,
            here=tuple(
                self.party.attachments.files.complete(found.circle, one.address)
                for one in attachments
            ),
            quotes=tuple(self.messages.quoted(hashed)),
            thread=tuple(self.messages.thread(found)),
            reached=self.progress.reached([found], self._members, early)[found.hash],
            deliveries=deliveries_of(station, record, early) if own else (),
            proof=None
            if found.ahead
            else proof_of(station.journal, record.circle, record.party, record.seq),
            recalls=tuple(self.messages.recalls(found)),
            opened=self.internal.opened_among([found.hash]).get(found.hash),
            released=self.internal.release_of(found.hash),
            circle=circle,
            now=station.now(),
        )

    def _record(self, message: Message) -> Record | None:
        """Return the record of a message, which may be ahead of its chain."""
        journal = self.party.journal
        found = journal.record(message.circle, message.party, message.seq)
        if found is not None and found.hash == message.hash:
            return found
        return self.messages.early(message)

    def node(self) -> NodeSeen:
        """Return the node as it stands now."""
        self._catch_up()
        links = self.serving.links if self.serving is not None else {}
        seen = node_seen(
            self.party.station,
            self.peers(),
            {Party(party): link.state for party, link in links.items()},
            self.party.station.clock(),
            early=self.herald.early,
            running=self.serving is not None and self.serving.loop is not None,
        )
        circles = tuple(
            replace(
                circle,
                sent=tuple(
                    replace(sent, marking=self._level(sent.hash, sent.marking))
                    for sent in circle.sent
                ),
            )
            for circle in seen.circles
        )
        return replace(seen, circles=circles)

    def _level(self, hashed: str, own: Marking) -> Marking:
        """Return the marking that counts for a record."""
        message = self.messages.message(hashed)
        return message.marking if message is not None else own

    def heard(self) -> int:
        """Return the number of the newest piece of news, at once: nothing is looked up."""
        return self.herald.newest

    def news(self, after: int) -> list[News]:
        """Return what happened after a piece of news, as far as it is remembered."""
        return self.herald.news(after)

    # --- what people do

    def send(self, letter: Letter, role: str, token: str) -> Outcome:
        """Say a letter, or hold it for a second role."""
        outcome = self.letters.send(letter, role, token)
        if outcome.record:
            self._open_answered(letter, role)
        return outcome

    def release(self, name: str, role: str) -> Outcome:
        """Say what another role wrote."""
        held = self.internal.draft(name)
        outcome = self.letters.release(name, role)
        self._open_answered(held.letter, held.role)
        return outcome

    def _open_answered(self, letter: Letter, role: str) -> None:
        """Let count as opened what is answered, unless its sender asks to be told that it is."""
        self._catch_up()
        answered = self.messages.message(str(letter.body.get("reply_to", "")))
        if answered is None or answered.party == self.party.me or answered.wants_read:
            return
        self.internal.open(answered.hash, role, self.party.station.now())
        self.herald.drafted()

    def discard(self, name: str) -> None:
        """Forget a draft."""
        self.letters.discard(name)

    def draft(self, name: str) -> Held:
        """Return a draft that waits for a second role."""
        return self.internal.draft(name)

    def acknowledge(self, hashed: str, role: str) -> bool:
        """Remember that a message was read; say whether its sender is told."""
        seen = self._others(hashed)
        tells = (
            seen.message.wants_read
            and self.party.settings.read_receipts
            and all(not one.read_at for one in seen.reached if one.party == self.party.me)
        )
        if tells:
            circle, marking = seen.message.circle, seen.message.marking
            letter = Letter(kind=READ.name, circle=circle, body={"record": hashed}, marking=marking)
            self.letters.say(letter)
        self.internal.open(hashed, need_role(role), self.party.station.now())
        self.herald.drafted()
        return tells

    def recall(self, hashed: str, reason: str, role: str) -> Outcome:
        """Recall an own message."""
        seen = self.message(hashed)
        if seen is None:
            raise NoMessageError(name=hashed[:64])
        if seen.message.party != self.party.me:
            raise NotOwnMessageError(party=seen.message.party)
        return self._reply(seen.message, RECALL.name, {"record": hashed, "reason": reason}, role)

    def answer_recall(self, hashed: str, note: str, role: str, *, done: bool) -> Outcome:
        """Answer another party's recall."""
        self._catch_up()
        found = self.messages.recall(hashed)
        if found is None or found[0].party == self.party.me:
            raise NoMessageError(name=hashed[:64])
        body = {"recall": hashed, "done": done, "note": note}
        return self._reply(found[0], RECALLED.name, body, role)

    def _reply(self, message: Message, kind: str, body: Mapping[str, Any], role: str) -> Outcome:
        """Say something about a message, marked as it is."""
        letter = Letter(kind=kind, circle=message.circle, body=body, marking=message.marking)
        return self.send(letter, role, "")

    def _others(self, hashed: str) -> MessageSeen:
        seen = self.message(hashed)
        if seen is None or seen.message.party == self.party.me:
            raise NoMessageError(name=hashed[:64])
        return seen

    def file(self, hashed: str, number: int) -> tuple[Attachment, Iterator[bytes]]:
        """Return an attachment of a message, and its bytes as they are opened."""
        seen = self.message(hashed)
        if seen is None or not 0 <= number < len(seen.attachments):
            raise NoMessageError(name=hashed[:64])
        attachment = seen.attachments[number]
        parts = self.party.attachments.clear(seen.message.circle, attachment)
        first = next(parts, b"")  # what is not here, or damaged, is refused before anything is sent
        return attachment, chain([first], parts)


def fits(message: Message, asked: Asked) -> bool:
    """Say whether a message that is ahead is among those that are asked for."""
    return (
        asked.circle in {"", message.circle}
        and asked.party in {"", message.party}
        and asked.precedence in {None, message.precedence}
        and asked.words.casefold() in message.subject.casefold()
    )
