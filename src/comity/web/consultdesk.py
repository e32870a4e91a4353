"""Consultdesk: what the pages of consultations ask for, and what people do there.

Everything that is shown is derived from records; `comity.node.consulting` adds it up. What people
do becomes records of this party, or a draft that waits for a second role.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from comity.consultation.agenda import Agenda, Item
from comity.consultation.cadence import Cadence
from comity.consultation.delegations import Delegate, Delegation
from comity.consultation.mechanism import Mechanism
from comity.consultation.meetings import Meeting, Plan
from comity.consultation.open_items import OpenItem
from comity.consultation.proposals import Words
from comity.exchange.drafts import Held
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.papers import Line
from comity.web.room import Inside


@dataclass(frozen=True, slots=True)
class Signing:
    """How this party stands towards one text.

    Attributes:
        own: whether its signature stands on this text.
        other: the text of the same object that its signature stands on instead, "" for none.
        void: why its signature would be void now, "" where it would be good.
        locked: parties whose acknowledgement of its withdrawal is awaited first.
    """

    own: bool = False
    other: str = ""
    void: str = ""
    locked: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CircleSeen:
    """The consultations of one circle.

    Attributes:
        circle: whose.
        mechanism: in force, None without one.
        proposed: mechanisms that not all have signed.
        following: when the next regular meetings begin.
        meetings: all of them, in the order of their times.
        items: that are open.
        signing: how this party stands towards each text that is not adopted, by its hash.
        agendas: of meetings to come, those that not all have signed, by meeting.
        missing: meetings to come for which this party has named no delegation.
    """

    circle: Circle
    mechanism: Mechanism | None
    proposed: tuple[Mechanism, ...]
    following: tuple[dt.datetime, ...]
    meetings: tuple[Meeting, ...]
    items: tuple[OpenItem, ...]
    signing: Mapping[str, Signing]
    agendas: Mapping[str, tuple[Agenda, ...]]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationsSeen:
    """What the page of all consultations shows.

    Attributes:
        me: whose node it is.
        circles: of this party.
        held: what waits for a second role.
        limit: marking above which a release takes two roles.
        now: what this node's clock says.
    """

    me: Party
    circles: tuple[CircleSeen, ...]
    held: tuple[Held, ...]
    limit: Marking
    now: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingSeen:
    """What the page of one meeting shows.

    Attributes:
        me: whose node it is.
        circle: whose parties meet.
        meeting: which.
        mechanism: of the circle, None without one.
        delegations: by party.
        agenda: that all have signed, None while there is none.
        proposed: agendas that not all have signed, the newest first.
        items: that are open and do not stand on the agenda.
        signing: how this party stands towards each text that is not adopted, by its hash.
        before: title of the meeting that it moves; after: of the one that takes its place.
        papers: that belong to it, the newest first.
        inside: how much this party has of it that is its own.
        held: what waits for a second role.
        limit: marking above which a release takes two roles.
        state: names everything that is known of the time and place of the meeting.
        agenda_state: the same of its agenda.
        last: who gave the last text about it.
        now: what this node's clock says.
    """

    me: Party
    circle: Circle
    meeting: Meeting
    mechanism: Mechanism | None
    delegations: Mapping[Party, Delegation]
    agenda: Agenda | None
    proposed: tuple[Agenda, ...]
    items: tuple[OpenItem, ...]
    signing: Mapping[str, Signing]
    before: Meeting | None
    after: Meeting | None
    papers: tuple[Line, ...]
    inside: Inside
    held: tuple[Held, ...]
    limit: Marking
    state: str
    agenda_state: str
    last: Party
    now: dt.datetime

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the working languages; those of the pages where no terms name any."""
        return WORKING if self.mechanism is None else self.mechanism.languages


WORKING = ("uk", "ja", "en")
"""Languages of a circle that has no terms of reference yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who does something, and from which page.

    Attributes:
        role: in which the person acts.
        token: of the page; what comes twice with one is done once.
        marking: of what is said.
        quoted: highest marking of what it quotes.
        seen: name of the state that the page was made from.
        what: is changed, in the person's words.
    """

    role: str
    token: str = ""
    marking: Marking = Marking.CLEAR
    quoted: Marking = Marking.CLEAR
    seen: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Terms of reference that a person proposes.

    Attributes:
        circle: id of it.
        title, text: by language.
        levels, languages, silence: as `comity.consultation.mechanism` has them.
        host: party in whose zone the meetings are set.
        cadence: of the meetings.
    """

    circle: str
    title: Words
    text: Words
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    host: Party
    cadence: Cadence
    silence: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """An item that a person asks for.

    Attributes:
        circle: id of it.
        meeting: id of one meeting, "" for the next.
        title, why: by language.
        mode: code of `comity.agreement.effects.MODES`.
        minutes: that it would take.
    """

    circle: str
    meeting: str
    title: Words
    why: Words
    mode: str
    minutes: int


class ConsultationDesk(Protocol):
    """What the pages of consultations ask for, and what people do there."""

    def consultations(self) -> ConsultationsSeen:
        """Return the consultations of every circle."""
        ...

    def meeting(self, hashed: str) -> MeetingSeen | None:
        """Return a meeting, None where there is none of this hash."""
        ...

    def propose_terms(self, terms: Terms, by: By) -> Outcome:
        """Propose terms of reference, with this party's signature."""
        ...

    def call(self, circle: str, title: Words, plan: Plan, about: str, by: By) -> Outcome:
        """Propose a meeting, or another time for one.

        Args:
            circle: id of it.
            title: by language.
            plan: when and where; what it `moves` is moved once all have signed.
            about: meeting that is proposed but not confirmed, for another text of it; "" for none.
            by: who.

        Raises:
            StalePageError: the meeting has changed since the page was made.
            ComityError: it cannot be done; nothing was said.
        """
        ...

    def cancel(self, meeting: str, words: Words, by: By) -> Outcome:
        """Propose that a meeting is cancelled.

        Raises:
            StalePageError: the meeting has changed since the page was made.
        """
        ...

    def sign(self, about: str, revision: str, by: By) -> Outcome:
        """Sign a text.

        Raises:
            VoidSignatureError: the signature would not count.
        """
        ...

    def withdraw(self, about: str, by: By) -> Outcome:
        """Withdraw this party's signature on an object."""
        ...

    def name_delegation(self, meeting: str, members: Sequence[Delegate], by: By) -> Outcome:
        """Say whom this party sends.

        Raises:
            StalePageError: somebody here has named another one since the page was made.
        """
        ...

    def ask_for(self, wish: Wish, by: By) -> Outcome:
        """Ask for an item on the agenda."""
        ...

    def ask_no_more(self, record: str, by: By) -> Outcome:
        """Withdraw an item that this party asked for."""
        ...

    def propose_agenda(
        self, meeting: str, items: Sequence[Item], title: Words, text: Words, by: By
    ) -> Outcome:
        """Propose an agenda, with this party's signature.

        Raises:
            StalePageError: the agenda has changed since the page was made.
            TooLongError: it takes longer than the meeting.
        """
        ...
