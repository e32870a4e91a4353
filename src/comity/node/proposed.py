"""Proposed: how the proposals of this party's circles stand, for pages that ask.

A proposal is read from its record, what became of its targets from the decisions that name it and
from what is known of their actions (R18). A decision names a target by an entry of its pack. What
this node's lists show is added as what it is: the reader's own look into the lists.
"""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.agreement.adoption import Agreement
from comity.consultation.meetings import State as MeetingState
from comity.exchange.station import moment
from comity.node.gathering import Gathering
from comity.node.open_proposals import names
from comity.node.ownlists import Indexed, OwnLists, Stored, listed_in
from comity.node.papers import Papers
from comity.node.party import PartyNode
from comity.node.traffic import AT_ONCE, Traffic
from comity.node.undertakings import Undertaken
from comity.records.circle import Circle
from comity.records.marking import Marking, highest
from comity.records.party import Party
from comity.sanctions.evidence import read_targets
from comity.sanctions.proposals import (
    GONE,
    OPEN,
    TABLED,
    Group,
    Proposal,
    Proposed,
    proposals,
    proposed_about,
    seen_as,
    state_code,
)
from comity.web.digest import Due, Urgency
from comity.web.proposaldesk import (
    HAPPENED,
    PATH,
    Happening,
    Listed,
    MeetingChoice,
    ProposalRow,
    ProposalSeen,
    ProposalsSeen,
    TargetState,
)

UNSETTLED = frozenset({Group.OPEN, Group.UNDER_WAY})
"""What became of a target that need not be proposed again yet."""


@dataclass(frozen=True, slots=True)
class Tabled:
    """An action that a paper would assign once all have signed it.

    Attributes:
        decision: the paper. action: its name there.
        proposal: hash of the record that proposes it. listing: "list/key". owner: whose.
        at: moment of the paper's text. title: of the paper.
    """

    decision: str
    action: str
    proposal: str
    listing: str
    owner: str
    at: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """What papers of a circle say of proposals.

    Attributes:
        adopted: actions that adopted papers assign, by the proposal that they name.
        tabled: the same of papers that not all have signed.
    """

    adopted: Mapping[str, Sequence[Undertaken]]
    tabled: Mapping[str, Sequence[Tabled]]


class ProposedDesk:
    """How the proposals of one party's circles stand.

    Attributes:
        party: its node.
        traffic: its desk of messages, with the letters.
        papers: the desk of what is adopted.
        gathering: what is open, with what became of actions.
        own: what this node's lists show.
        acting: held by whoever does something, so that nobody does it meanwhile.
    """

    def __init__(
        self,
        party: PartyNode,
        traffic: Traffic,
        lists: Stored,
        *,
        papers: Papers | None = None,
        gathering: Gathering | None = None,
    ) -> None:
        self.party = party
        self.traffic = traffic
        self.papers = papers or Papers(party, traffic)
        self.gathering = gathering or Gathering(traffic)
        self.own = OwnLists(lists)
        self.acting = threading.Lock()
        self._tabled: dict[str, tuple[int, Mapping[str, Sequence[Tabled]]]] = {}

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        return self.traffic.circles()

    def can_propose(self, party: str) -> bool:
        """Say whether something can be proposed to a party: it shares a circle with this one."""
        return party != self.party.me and any(party in one.members for one in self.circles())

    def _proposals(self, hashed: str = "") -> tuple[Proposal, ...]:
        self.party.projections.catch_up(AT_ONCE)
        members = {one.id: one.members for one in self.circles()}
        return proposals(self.party.journal, members, hashed)

    # --- how targets stand

    def _decided(self, circle: str, now: dt.datetime) -> Decided:
        adopted: dict[str, list[Undertaken]] = {}
        for one in self.gathering.undertakings.of_circle(circle, now).values():
            if one.assignment.proposal:
                adopted.setdefault(one.assignment.proposal, []).append(one)
        with self.party.agreeing.reading(circle) as agreement:
            size = len(agreement.history.links)
            held = self._tabled.get(circle)
            if held is None or held[0] != size:
                held = self._tabled[circle] = size, tabled(agreement)
        return Decided(adopted, held[1])

    def _rows(
        self, found: Iterable[Proposal], now: dt.datetime, lists: Indexed | None = None
    ) -> tuple[ProposalRow, ...]:
        """Return proposals with what became of their targets.

        Args:
            found: the proposals.
            now: for which day.
            lists: of this node, to be looked into as well; None where nobody asks for that.
        """
        known: dict[str, Decided] = {}
        rows: list[ProposalRow] = []
        for one in found:
            if one.circle not in known:
                known[one.circle] = self._decided(one.circle, now)
            states = tuple(_state(one, target, known[one.circle], lists) for target in one.targets)
            rows.append(ProposalRow(proposal=one, states=states))
        return tuple(rows)

    # --- what pages ask

    def proposals(self) -> ProposalsSeen:
        """Return every proposal."""
        now = self.party.station.clock()
        found = self._proposals()
        return ProposalsSeen(
            rows=self._rows(found, now, self.own.indexed()),
            meetings={
                one.id: tuple(held for held in self._meetings(one.id, now) if held.held)[::-1]
                for one in self.circles()
            },
            me=self.party.me,
            circles=self.circles(),
            now=self.party.station.now(),
        )

    def _meetings(self, circle: str, now: dt.datetime) -> tuple[MeetingChoice, ...]:
        """Return the meetings of a circle that take or took place, the last first."""
        with self.party.agreeing.reading(circle) as agreement:
            every = self.gathering.common(agreement).meetings
        found = [
            MeetingChoice(one.id, one.title, moment(one.plan.start), one.held(now))
            for one in every
            if one.plan.start and one.state in {MeetingState.PROPOSED, MeetingState.CONFIRMED}
        ]
        return tuple(sorted(found, key=lambda one: (one.begins, one.id), reverse=True))

    def proposal(self, hashed: str) -> ProposalSeen | None:
        """Return one proposal, None where there is none of this hash."""
        found = self._proposals(hashed)
        record = self.party.journal.by_hash(hashed) if found else None
        if record is None:
            return None
        now = self.party.station.clock()
        (row,) = self._rows(found, now, self.own.indexed())
        evidence = read_targets(record.body)
        circle = self.party.station.roster.circle(row.proposal.circle)
        decisions = {one.decision for one in row.states if one.decision}
        return ProposalSeen(
            row=row,
            case=record.body.get("words", {}),
            evidence=evidence,
            here=self.own.beside(row.proposal.to, evidence),
            circle=circle,
            meetings=self._meetings(circle.id, now),
            tongues=self._tongues(circle.id),
            drafts=tuple(self._drafts(hashed)),
            decisions={one: self._title(one) for one in decisions},
            four_eyes=self.traffic.four_eyes,
            state=state_of(row),
            me=self.party.me,
            now=self.party.station.now(),
        )

    def _tongues(self, circle: str) -> tuple[str, ...]:
        """Return the working languages of a circle; those of its newest terms."""
        with self.party.agreeing.reading(circle) as agreement:
            filed = self.papers.dossiers.filed(agreement).tongues
        return tuple(filed) or WORKING

    def _drafts(self, hashed: str) -> Iterable[str]:
        """Yield the names of letters about a proposal that wait for a second role."""
        for held in self.traffic.internal.drafts():
            if hashed in str(held.letter.body):
                yield held.id

    def _title(self, about: str) -> Mapping[str, str]:
        record = self.party.journal.by_hash(about)
        title = record.body.get("title") if record is not None else None
        return dict(title) if isinstance(title, Mapping) else {}

    def open_about(self, party: str, entries: Sequence[str]) -> Mapping[str, Marking]:
        """Return those of some entries that are proposed to a party already, and not settled.

        Each has the highest marking of its proposals: that it is proposed is not public.
        """
        return {
            entry: highest(one.marking for one in found)
            for entry, found in self.already(party, entries).items()
        }

    def already(self, party: str, entries: Sequence[str]) -> Mapping[str, tuple[Proposal, ...]]:
        """Return the proposals to a party that name an entry and are not settled, by the entry."""
        self.party.projections.catch_up(AT_ONCE)
        hashes = proposed_about(self.party.journal, entries)
        if not hashes:
            return {}
        own = [one for one in self._proposals() if one.hash in hashes and one.to == party]
        wanted, found = set(entries), dict[str, list[Proposal]]()
        for row in self._rows(own, self.party.station.clock()):
            for one in row.states:
                if one.group in UNSETTLED:
                    for entry in wanted.intersection(one.target.entries):
                        found.setdefault(entry, []).append(row.proposal)
        return {entry: tuple(names) for entry, names in found.items()}

    def happenings(self, entries: Sequence[str]) -> tuple[Happening, ...]:
        """Return what was proposed and decided about a target, the oldest first."""
        self.party.projections.catch_up(AT_ONCE)
        hashes, wanted = proposed_about(self.party.journal, entries), set(entries)
        own = [one for one in self._proposals() if one.hash in hashes] if hashes else []
        found: list[Happening] = []
        for row in self._rows(own, self.party.station.clock()):
            for one in row.states:
                if wanted.intersection(one.target.entries):
                    found += self._happened(row.proposal, one)
        return tuple(sorted(found, key=lambda one: (one.at, HAPPENED.index(one.what))))

    def _happened(self, proposal: Proposal, state: TargetState) -> Iterable[Happening]:
        path = f"{PATH}/{proposal.hash}"

        def happening(at: str, what: str, by: Party, where: str = path) -> Happening:
            return Happening(
                at=at, what=what, by=by, path=where, title=proposal.title, marking=proposal.marking
            )

        yield happening(proposal.at, "proposed", proposal.by)
        if proposal.withdrawn:
            yield happening(proposal.withdrawn, "withdrawn", proposal.by)
        if state.state not in {OPEN, TABLED, GONE}:
            paper = f"/consultations/paper/{state.decision}"
            yield happening(state.since, "decided", proposal.to, paper)
            if state.due:
                yield happening(state.due, "due", proposal.to, paper)

    # --- what Today asks

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return proposals whose targets nobody has put to a decision yet."""
        me = self.party.me
        lines: list[Due] = []
        for row in self._rows(self._proposals(), now):
            count = sum(one.state == OPEN for one in row.states)
            if count:
                ours = row.proposal.to == me
                lines.append(
                    Due(
                        system="sanctions",
                        sort="proposal" if ours else "proposal-theirs",
                        title=tuple(row.proposal.title.items()),
                        of=row.proposal.to,
                        path=f"{PATH}/{row.proposal.hash}",
                        urgency=Urgency.SOON if ours else Urgency.OPEN,
                        marking=row.proposal.marking,
                    )
                )
        return tuple(lines)


WORKING = ("uk", "ja")
"""Languages of a paper where no terms of reference name any."""


def _state(
    proposal: Proposal, target: Proposed, known: Decided, lists: Indexed | None
) -> TargetState:
    """Return what became of a target, with what this node's lists show of it."""
    listed = () if lists is None else listed_in(lists, proposal.to, target.entries)
    day = first_day(listed)
    assigned = [
        one
        for one in known.adopted.get(proposal.hash, ())
        if one.assignment.owner == proposal.to
        and names(target, one.assignment.listing, one.assignment.action)
    ]
    if assigned:
        last = max(assigned, key=lambda one: (one.assignment.since, one.assignment.name))
        return TargetState(
            target=target,
            state=state_code(last.outcome.state),
            decision=last.assignment.decision,
            action=last.assignment.action,
            due=last.outcome.due,
            since=last.assignment.since,
            listed=day,
            shown=bool(listed),
        )
    if proposal.withdrawn:
        return TargetState(
            target=target,
            state=GONE,
            since=proposal.withdrawn,
            listed=day,
            shown=bool(listed),
        )
    for one in known.tabled.get(proposal.hash, ()):
        if one.owner == proposal.to and names(target, one.listing, one.action):
            return TargetState(
                target=target,
                state=TABLED,
                decision=one.decision,
                action=one.action,
                since=one.at,
                listed=day,
                shown=bool(listed),
            )
    return TargetState(target=target, state=OPEN, listed=day, shown=bool(listed))


def state_of(row: ProposalRow) -> str:
    """Return a name of how a proposal stands."""
    said = (f"{one.state}:{one.decision}:{one.due}" for one in row.states)
    return seen_as(row.proposal, said)


def first_day(listed: Iterable[Listed]) -> str:
    """Return the first day on which one of some entries was announced; "" where no day is known."""
    return min((one.day for one in listed if len(one.day) == len("2026-03-05")), default="")


def tabled(agreement: Agreement) -> Mapping[str, Sequence[Tabled]]:
    """Return the actions that papers which are not adopted would assign, by proposal."""
    found: dict[str, list[Tabled]] = {}
    for matter in agreement.matters.values():
        if matter.completions:
            continue
        for record in matter.revisions.values():
            for one in record.body.get("effect", {}).get("assigned", ()):
                if proposal := one.get("proposal"):
                    found.setdefault(proposal, []).append(
                        Tabled(
                            matter.id,
                            one["action"],
                            proposal,
                            one.get("listing", ""),
                            one["owner"],
                            record.at,
                            matter.record.body["title"],
                        )
                    )
    return found
