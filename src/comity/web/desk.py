"""Desk: where the pages get their values from.

The page layer computes nothing about sanctions and decides nothing about traffic; `comity.node`
gives it desks that do. A desk answers from several threads at once and keeps what costs time, for a
page asks at every request.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from comity.exchange.conversation import Message
from comity.exchange.correspondence import Asked, Found, Recall
from comity.exchange.delivery import Delivery, Proof
from comity.exchange.drafts import ROLES, Held, Letter
from comity.exchange.progress import Reached, Waiting
from comity.exchange.statements import Attachment
from comity.exchange.watch import NodeSeen, Peer
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.sanctions.board import Board, Match

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""The moment of what nobody dated."""


class Desk(Protocol):
    """What the pages of the sanctions system ask for."""

    def parties(self) -> tuple[str, ...]:
        """Return the parties that a board can be shown for, () while nothing is imported."""
        ...

    def board(self, party: str) -> Board | None:
        """Return the party's board, None while nothing is imported."""
        ...

    def match(self, cluster: int, party: str) -> Match | None:
        """Return why the listings of a target were taken for one, None without such a target."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands around every page of a node that exchanges messages.

    Attributes:
        me: whose node it is.
        names: of each party in each language, as its card has them.
        flash: FLASH messages that nobody here has opened.
        unread: how many messages nobody here has opened.
        drafts: how many drafts wait for a second role.
        peers: the nodes of the other parties.
        news: number of the newest piece of news that the page surely shows.
        now: what this node's clock says.
        on_the_way: how many records one of the two nodes has and the other has not, by party.
        role: in which the person acts.
        counts: how much waits for this party in each system, by its code.
    """

    me: Party
    names: Mapping[Party, Mapping[str, str]]
    flash: tuple[Message, ...] = ()
    unread: int = 0
    drafts: int = 0
    peers: tuple[Peer, ...] = ()
    news: int = 0
    now: dt.datetime = EPOCH
    on_the_way: Mapping[Party, int] = field(default_factory=dict)
    role: str = ROLES[0]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficSeen:
    """What the page of all traffic shows.

    Attributes:
        inbox, outbox: messages that were asked for.
        ahead: messages that overtook what stands before them; the newest last.
        reached: how far messages of the outbox have come, by hash.
        opened: of those shown, by hash: which role opened them, and when.
        to_answer: requests that this party has not answered.
        to_be_answered: requests that others have not answered.
        overdue: messages that others should have received by now.
        drafts: that wait for a second role.
        circles: that this party belongs to.
        behind: records that are here and not yet among the messages.
        four_eyes: the marking above which a release takes two roles.
        now: what this node's clock says.
    """

    inbox: Found
    outbox: Found
    ahead: tuple[Message, ...]
    reached: Mapping[str, tuple[Reached, ...]]
    opened: Mapping[str, tuple[str, str]]
    to_answer: tuple[Waiting, ...]
    to_be_answered: tuple[Waiting, ...]
    overdue: tuple[Waiting, ...]
    drafts: tuple[Held, ...]
    circles: tuple[Circle, ...]
    behind: int
    four_eyes: Marking
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSeen:
    """What the page of one message shows.

    Attributes:
        message: which.
        text: of a report; "" of anything else.
        body: what stands in a record that could not be read as a report, as JSON.
        attachments: of the report.
        here: for each of them, whether it has been fetched.
        quotes: hashes of what it quotes, with the message where it is one and here.
        thread: the messages that answer each other, with how deep each stands.
        reached: how far it has come with each recipient.
        deliveries: of an own message, what proves that each recipient has it.
        proof: the checkpoint that signs it; None for one that is ahead of its chain.
        recalls: of it, with what the others said.
        opened: which role opened it here and when; None where nobody did.
        released: which roles wrote and released it; None where one person said it.
        circle: in which it was said.
        now: what this node's clock says.
    """

    message: Message
    text: str
    body: str
    attachments: tuple[Attachment, ...]
    here: tuple[bool, ...]
    quotes: tuple[tuple[str, Message | None], ...]
    thread: tuple[tuple[int, Message], ...]
    reached: tuple[Reached, ...]
    deliveries: tuple[Delivery, ...]
    proof: Proof | None
    recalls: tuple[Recall, ...]
    opened: tuple[str, str] | None
    released: tuple[str, str] | None
    circle: Circle
    now: str


@dataclass(frozen=True, slots=True)
class News:
    """Something that a page that is open should show.

    Attributes:
        number: later news have higher ones.
        what: "message", "record", "receipt", "link" or "draft".
        message: that came or was sent; None where it is no message.
        party: whom it is about, "" for nobody.
        well: of a link, whether it answers now.
    """

    number: int
    what: str
    message: Message | None = None
    party: str = ""
    well: bool = True


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter.

    Attributes:
        record: hash of the record that was said, "" where nothing was said yet.
        draft: the draft that waits for a second role, "" where it was said.
    """

    record: str = ""
    draft: str = ""


class TrafficDesk(Protocol):
    """What the pages of traffic and of the node ask for, and what people do there."""

    @property
    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        ...

    def standing(self) -> Standing:
        """Return what stands around every page."""
        ...

    def traffic(self, inbox: Asked, outbox: Asked) -> TrafficSeen:
        """Return the messages that are asked for, and what is still to come."""
        ...

    def message(self, hashed: str) -> MessageSeen | None:
        """Return one message, None where there is none of this hash."""
        ...

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        ...

    def draft(self, name: str) -> Held:
        """Return a draft that waits for a second role.

        Raises:
            NoDraftError: there is none of this name.
        """
        ...

    def node(self) -> NodeSeen:
        """Return the node as it stands now."""
        ...

    def heard(self) -> int:
        """Return the number of the newest piece of news, at once: nothing is looked up."""
        ...

    def news(self, after: int) -> list[News]:
        """Return what happened after a piece of news, as far as it is remembered."""
        ...

    def send(self, letter: Letter, role: str, token: str) -> Outcome:
        """Say a letter, or hold it for a second role.

        Args:
            letter: what is to be said.
            role: who wrote it.
            token: of the page that it was written on; what comes twice with one is said once.

        Raises:
            ComityError: nothing was said, nor held.
        """
        ...

    def release(self, name: str, role: str) -> Outcome:
        """Say what another role wrote.

        Raises:
            SameRoleError: the same role wrote it.
            NoDraftError: it is not there any more.
        """
        ...

    def discard(self, name: str) -> None:
        """Forget a draft.

        Raises:
            NoDraftError: it is not there any more.
        """
        ...

    def acknowledge(self, hashed: str, role: str) -> bool:
        """Remember that a message was read; say whether its sender is told.

        Raises:
            NoMessageError: there is no such message of another party.
        """
        ...

    def recall(self, hashed: str, reason: str, role: str) -> Outcome:
        """Recall an own message.

        Raises:
            NotOwnMessageError: another party sent it.
        """
        ...

    def answer_recall(self, hashed: str, note: str, role: str, *, done: bool) -> Outcome:
        """Answer another party's recall.

        Raises:
            NoMessageError: there is no such recall of another party.
        """
        ...

    def file(self, hashed: str, number: int) -> tuple[Attachment, Iterator[bytes]]:
        """Return an attachment of a message, and its bytes as they are opened.

        Raises:
            NoMessageError: there is no such message, or no such attachment.
            ComityError: it is not here yet, or cannot be opened.
        """
        ...
