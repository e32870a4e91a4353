"""Digests: what traffic, the lists and the node itself say on "Today".

The other systems give theirs from their own desks. Nothing here computes what takes long: a board
that is not at hand is not waited for.
"""

import datetime as dt
from typing import Protocol

from comity.exchange.conversation import Message
from comity.exchange.correspondence import Asked, Box
from comity.exchange.progress import reading_due
from comity.exchange.station import moment
from comity.exchange.watch import EXPIRES_SOON, Contact
from comity.node.traffic import AT_ONCE, Traffic
from comity.records.marking import OFFICIAL_LISTS
from comity.records.party import Party
from comity.records.precedence import Precedence
from comity.sanctions.board import Board, Package
from comity.web.digest import Due, Urgency, urgency
from comity.web.words import Language, words

NEWEST = 60
"""Messages of the inbox, from the newest, among which unread ones are looked for."""

RECENT = dt.timedelta(days=45)
"""Packages this much older than the newest edition of all are no news."""


class Boards(Protocol):
    """What knows the boards of parties."""

    def held_board(self, party: str) -> Board | None:
        """Return the board of a party if it is at hand; nothing is computed or read for it."""
        ...


def cached_board(boards: Boards, party: Party) -> Board | None:
    """Return the board of a party if it is at hand."""
    return boards.held_board(party)


def unread(traffic: Traffic) -> list[Message]:
    """Return the newest messages that nobody here has opened, the most urgent first."""
    newest = traffic.messages.find(Box.INBOX, Asked(most=NEWEST)).messages
    opened = traffic.internal.opened_among(one.hash for one in newest)
    left = [one for one in newest if one.hash not in opened and not one.recalled]
    return sorted(left, key=lambda one: one.precedence)


class TrafficDigest:
    """What waits among the messages."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return requests on both sides, receipts that fail to come, and drafts."""
        traffic, me, here = self.traffic, self.traffic.party.me, moment(now)
        traffic.projections.catch_up(AT_ONCE)
        members = {one.id: one.members for one in traffic.circles()}
        asked = traffic.progress.to_answer(here)
        lines = [self._line("answer", one.message, me, one.due, now) for one in asked]
        requests = {one.message.hash for one in asked}
        for one in unread(traffic):
            if one.hash not in requests and (until := reading_due(one)):
                flash = one.precedence is Precedence.FLASH
                lines.append(self._line("read-flash" if flash else "read", one, me, until, now))
        for waiting in traffic.progress.to_be_answered(members, here):
            line = self._line("awaits-answer", waiting.message, waiting.party, waiting.due, now)
            lines.append(line)
        for waiting in traffic.progress.overdue_receipts(members, now, traffic.herald.early):
            message = waiting.message
            lines.append(self._line("awaits-receipt", message, waiting.party, waiting.due, now))
        for held in traffic.internal.drafts():
            body = held.letter.body
            said = body.get("subject")
            lines.append(
                Due(
                    system="traffic",
                    sort="release",
                    title=((str(body.get("language", "")), said),) if said else (),
                    of=me,
                    path=f"/traffic/draft/{held.id}",
                    urgency=Urgency.TODAY,
                    marking=max(held.letter.marking, held.letter.quoted),
                )
            )
        return tuple(lines)

    def _line(self, sort: str, message: Message, of: Party, due: str, now: dt.datetime) -> Due:
        return Due(
            system="traffic",
            sort=sort,
            title=((message.language, message.subject),),
            of=of,
            path=f"/traffic/message/{message.hash}",
            urgency=urgency(due, now),
            at=due,
            marking=message.marking,
        )


class ListsDigest:
    """What the official lists ask of this party."""

    def __init__(self, boards: Boards, me: Party) -> None:
        self.boards = boards
        self.me = me

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return the new gaps after the newest package of each list; nothing without a board."""
        del now
        board = self.boards.held_board(self.me)
        if board is None:
            return ()
        found: dict[str, Due] = {}
        for package in board.packages:  # the newest first
            fresh = board.newest - package.date <= RECENT
            if fresh and package.gaps and package.list not in found:
                found[package.list] = Due(
                    system="sanctions",
                    sort="new-gaps",
                    title=title_of(package),
                    of=self.me,
                    path=f"/sanctions?party={self.me}#gaps",
                    urgency=Urgency.OPEN,
                    marking=OFFICIAL_LISTS,
                    number=package.gaps,
                )
        return tuple(found.values())


def title_of(package: Package) -> tuple[tuple[str, str], ...]:
    """Return what a package is called in each language: whose list, the act, and the day."""
    spoken = [words(language) for language in Language]
    return tuple(
        (
            one.language.value,
            one.together(
                part
                for part in (
                    one.label("list", package.list),
                    package.name,
                    one.date(package.date),
                )
                if part
            ),
        )
        for one in spoken
    )


class NodeDigest:
    """What whoever looks after the node should see."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return nodes that do not answer, clocks that differ, keys that end, and silence here."""
        station, me = self.traffic.party.station, self.traffic.party.me
        roster = station.roster
        lines: list[Due] = []

        def add(sort: str, about: Party, how: Urgency, at: str = "") -> None:
            title = tuple(roster.card(about).names.items())
            lines.append(
                Due(system="node", sort=sort, title=title, of=me, path="/node", urgency=how, at=at)
            )

        for peer in self.traffic.peers():
            if peer.clocks_apart:
                add("clocks-apart", peer.party, Urgency.TODAY)
            if peer.contact is Contact.SILENT:
                add("node-silent", peer.party, Urgency.TODAY)
        ends = station.roster.card(me).valid_until
        if dt.datetime.fromisoformat(ends) - now < EXPIRES_SOON:
            add("card-ends", me, urgency(ends, now), ends)
        if station.behind:
            add("behind", me, Urgency.OVERDUE)
        return tuple(lines)
