"""Proposal desk: what the pages of proposals ask for, and what people do there.

A proposal and what became of it are read from records; what a reader's own lists show beside them
is read from the lists of this node, says so, and is never taken for what the proposal says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.sanctions.evidence import TargetEvidence
from comity.sanctions.proposals import Group, Proposal, Proposed, group_of
from comity.web.desk import Outcome
from comity.web.textdesk import By

PATH = "/sanctions/proposal"

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An entry of the party's own lists that this node takes for a proposed target.

    Attributes:
        list, key: which.
        measures: under which it stands there.
        day: when it was announced, "" where the list does not say.
        as_of: day of the edition that shows it.
    """

    list: str
    key: str
    measures: tuple[str, ...]
    day: str
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLists:
    """What this node's own lists show of a proposed target now.

    Attributes:
        entries: of each entry of the pack, by "list/key": "same" where it says the same,
            "changed" where it says something else, "absent" where the list has it no more, "older"
            where it has it not yet, since the edition here is older, and "unread" where this node
            has no such list.
        as_of: of each entry, the day of the edition here, "" for none.
        clusters: the targets that they stand for here; more than one where they were split.
        further: other entries that are taken for the same target now.
        listed: the party's own entries of it.
        newest: day of the newest of the party's lists here.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    as_of: Mapping[str, str] = field(default_factory=dict)
    clusters: tuple[int, ...] = ()
    further: tuple[str, ...] = ()
    listed: tuple[Listed, ...] = ()
    newest: str = ""

    def count(self, code: str) -> int:
        """Return how many entries of the pack stand so."""
        return sum(one == code for one in self.entries.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetState:
    """What became of one proposed target.

    Attributes:
        target: which.
        state: code of `comity.sanctions.proposals.STATES`.
        decision: object that decides it, adopted or not, "" for none.
        action: its name there.
        due: day until which the owner undertook it, "" where it did not.
        since: moment of the record that makes the state, "" for none.
        listed: day on which the party listed it, as this node's lists have it; "" where unknown.
        shown: whether a list of the party here shows it.
    """

    target: Proposed
    state: str
    decision: str = ""
    action: str = ""
    due: str = ""
    since: str = ""
    listed: str = ""
    shown: bool = False

    @property
    def group(self) -> Group:
        """Return what became of it, as a chart shows it."""
        return group_of(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRow:
    """A proposal with what became of its targets.

    Attributes:
        proposal: itself.
        states: of its targets, in order.
    """

    proposal: Proposal
    states: tuple[TargetState, ...]

    @property
    def open(self) -> int:
        """Return how many targets are not decided."""
        return sum(one.group is Group.OPEN for one in self.states)

    def count(self, group: Group) -> int:
        """Return how many targets a chart counts so."""
        return sum(one.group is group for one in self.states)


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """A meeting that a decision can belong to.

    Attributes:
        id: object. title: by language. begins: when, as records carry a moment; "" for never.
        held: whether it has begun.
    """

    id: str
    title: Words
    begins: str
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalsSeen:
    """What the board of proposals shows.

    Attributes:
        rows: every proposal, the newest first.
        meetings: of each circle those that were held, the oldest first.
        me: whose page it is.
        circles: of this party.
        now: what this node's clock says.
    """

    rows: tuple[ProposalRow, ...]
    meetings: Mapping[str, tuple[MeetingChoice, ...]]
    me: Party
    circles: tuple[Circle, ...]
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSeen:
    """What the page of a proposal shows.

    Attributes:
        row: it, with what became of its targets.
        case: why they should be listed, by language.
        evidence: the pack.
        here: what this node's lists show of each target, by its name; {} without any lists.
        circle: in which it was made.
        meetings: that a decision can belong to, the next first.
        tongues: working languages.
        drafts: letters about it that wait for a second role.
        decisions: titles of the decisions about it, by object.
        four_eyes: the marking above which a release takes two roles.
        state: names how it stands.
        me: whose page it is.
        now: what this node's clock says.
    """

    row: ProposalRow
    case: Words
    evidence: tuple[TargetEvidence, ...]
    here: Mapping[str, OnLists]
    circle: Circle
    meetings: tuple[MeetingChoice, ...]
    tongues: tuple[str, ...]
    drafts: tuple[str, ...]
    decisions: Mapping[str, Words]
    four_eyes: Marking
    state: str
    me: Party
    now: str

    @property
    def proposal(self) -> Proposal:
        """Return the proposal."""
        return self.row.proposal

    @property
    def marking(self) -> Marking:
        """Return the marking of the proposal."""
        return self.row.proposal.marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A chosen target that cannot be proposed any more.

    Attributes:
        pick: as it was chosen, "list/key".
        name: as it is called here, "" where the entry is in no list any more.
        why: "listed" where the party lists it now, "not-a-gap", or "absent".
    """

    pick: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What can be proposed of the targets that were chosen.

    Attributes:
        party: whose board it is.
        targets: with their packs, in the order of the board.
        picks: of each target, how it was chosen.
        gone: what cannot.
        already: of a target by its pick, hashes of proposals that name it and are not settled.
        circles: shared with the party.
        lists: of the party, that it can be proposed for.
        measures: that the party has for such targets.
        as_of: day of the party's edition against which gaps are judged, "" without any.
        seen: names all packs as they are.
        quoted: highest marking of the proposals that `already` names.
        four_eyes: the marking above which a release takes two roles.
        me: whose page it is.
    """

    party: Party
    targets: tuple[TargetEvidence, ...]
    picks: tuple[str, ...]
    gone: tuple[Gone, ...]
    already: Mapping[str, tuple[str, ...]]
    circles: tuple[Circle, ...]
    lists: tuple[str, ...]
    measures: tuple[str, ...]
    as_of: str
    seen: str
    quoted: Marking
    four_eyes: Marking
    me: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposing:
    """A proposal that is to be made.

    Attributes:
        circle: in which. to: who is to list.
        offered: every target that the page showed, as it was chosen.
        picks: those of them that are proposed.
        list, measure: in which list, under which measure.
        title, case: by language.
        marking: of it.
    """

    circle: str
    to: str
    offered: tuple[str, ...]
    picks: tuple[str, ...]
    list: str
    measure: str
    title: Words
    case: Words
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """A decision on a proposal that is to be put before the parties.

    Attributes:
        targets: names of those that are decided.
        meeting: object of the meeting that it belongs to, "" for none.
        title, text: by language.
        marking: of it.
        sign: whether this party signs it at once.
    """

    targets: tuple[str, ...]
    meeting: str
    title: Words
    text: Words
    marking: Marking
    sign: bool


HAPPENED = ("proposed", "withdrawn", "decided", "due")
"""What can happen about a target between the parties, in the order in which it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was proposed or decided about a target.

    Attributes:
        at: moment. what: one of `HAPPENED`.
        by: party. path: where it is shown, without the language.
        title: by language. marking: of it.
    """

    at: str
    what: str
    by: Party
    path: str
    title: Words
    marking: Marking


class ProposalsDesk(Protocol):
    """What the pages of proposals ask for, and what people do there.

    Each act raises a `ComityError` where nothing was said; a `StalePageError` where the page no
    longer showed how things stand.
    """

    def can_propose(self, party: str) -> bool:
        """Say whether something can be proposed to a party: it shares a circle with this one."""
        ...

    def open_about(self, party: str, entries: Sequence[str]) -> Mapping[str, Marking]:
        """Return those of some entries that are proposed to a party already, and not settled.

        Each has the highest marking of its proposals: that it is proposed is not public.
        """
        ...

    def chosen(self, party: str, picks: Sequence[str]) -> Chosen:
        """Return what can be proposed of some targets, named by an entry as "list/key".

        Raises:
            ProposeToSelfError: the party is this one.
            NotMemberError: the party shares no circle with this one.
        """
        ...

    def proposals(self) -> ProposalsSeen:
        """Return every proposal."""
        ...

    def proposal(self, hashed: str) -> ProposalSeen | None:
        """Return one proposal, None where there is none of this hash."""
        ...

    def propose(self, proposing: Proposing, by: By) -> Outcome:
        """Propose targets."""
        ...

    def withdraw(self, hashed: str, reason: Words, by: By) -> Outcome:
        """Withdraw an own proposal."""
        ...

    def decide(self, hashed: str, deciding: Deciding, by: By) -> Outcome:
        """Put a decision on a proposal before the parties; the outcome names the paper."""
        ...

    def happenings(self, entries: Sequence[str]) -> tuple[Happening, ...]:
        """Return what was proposed and decided about a target, the oldest first."""
        ...
