"""Proposals: the desk on which gaps become proposals, and proposals decisions.

A proposal is made from this node's lists as they are when it is said: what changed since the page
was opened is told, and nothing is said. Everything goes through the letters of the node, so that
what is marked high takes two roles. A decision on a proposal is a paper like any other: it assigns
one action for each target to the party that is to list it, and binds nobody before all have signed.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, revision_hash, sign
from comity.errors import NotAllowedError, RefusedError
from comity.exchange.drafts import Letter, need_marking
from comity.node.acts import NoWordsError
from comity.node.proposed import ProposedDesk, state_of
from comity.node.room import NOWHERE, about
from comity.records.circle import Circle
from comity.records.marking import highest
from comity.records.party import Party
from comity.sanctions.evidence import TargetEvidence, in_parts
from comity.sanctions.listing import Measure
from comity.sanctions.lists.registry import LISTS
from comity.sanctions.proposals import OPEN, Proposed
from comity.sanctions.statements import PROPOSAL, PROPOSAL_WITHDRAWN
from comity.web.desk import Outcome
from comity.web.proposaldesk import Chosen, Deciding, ProposalSeen, Proposing
from comity.web.proposalwords import action_words, numbered_title
from comity.web.stale import need_fresh
from comity.web.textdesk import By

MOST_CHOSEN = 200
"""Targets that are proposed at once; a decision assigns as many actions."""

LONGEST_LEAD = 200
"""Letters of an entry's name in a decision."""


class ProposeToSelfError(RefusedError):
    """A party would propose a listing to itself."""

    code = "proposal-to-self"
    template = (
        "{party} is our own side: what it should list is decided at home, and is no proposal to "
        "another party; choose the board of the party that is to list it"
    )


class NotMemberError(RefusedError):
    """A proposal would go to a party outside the circle."""

    code = "proposal-outside-circle"
    template = (
        "{party} is in no circle with us in which this could be proposed; open a circle with "
        "{party} first, or choose a circle that it belongs to"
    )


class NothingChosenError(RefusedError):
    """Nothing is chosen that could be proposed or decided."""

    code = "no-target-chosen"
    template = "no target is chosen; nothing was said. Tick at least one, and send it again"


class TooManyChosenError(RefusedError):
    """More targets are chosen than can be proposed at once."""

    code = "too-many-targets"
    template = "{count} targets are chosen, and at most {most} are proposed at once; untick some"


class TargetsChangedError(RefusedError):
    """What was shown of the chosen targets does not stand so any more."""

    code = "targets-changed"
    template = (
        "lists were imported, or something was proposed, after this page was opened, and the pack "
        "is another one now (no gap any more: {gone}); nothing was proposed. What you typed is "
        "still here: look at the pack, and send it again"
    )


class NoProposalError(RefusedError):
    """A proposal is named that is not there."""

    code = "no-proposal"
    template = "there is no proposal {name} here; it may not have arrived yet"


class NotAuthorError(NotAllowedError):
    """Somebody else than its author withdraws a proposal."""

    code = "proposal-of-other"
    template = "{party} made this proposal, and alone withdraws it; ask {party} to do so"


class ProposalClosedError(RefusedError):
    """A proposal is withdrawn."""

    code = "proposal-withdrawn"
    template = "{party} has withdrawn this proposal; nothing can be done with it any more"


class TargetDecidedError(RefusedError):
    """A decision would be about a target that a paper decides already."""

    code = "target-decided"
    template = (
        "a paper decides on {name} already ({state}); untick it here, or propose another text of "
        "that paper"
    )


class NoSuchListError(RefusedError):
    """A proposal names a list that is not the party's."""

    code = "list-of-other"
    template = "{list} is no list of {party} that this program knows; choose from {known}"


class Proposals(ProposedDesk):
    """The desk of one party's proposals; what pages ask is in `ProposedDesk`."""

    # --- to propose

    def chosen(self, party: str, picks: Sequence[str]) -> Chosen:
        """Return what can be proposed of some targets, named by an entry as "list/key".

        Raises:
            ProposeToSelfError: the party is this one.
            NotMemberError: the party shares no circle with this one.
            TooManyChosenError: they are too many.
        """
        circles = self._shared(party)
        if len(picks) > MOST_CHOSEN:
            raise TooManyChosenError(count=len(picks), most=MOST_CHOSEN)
        made, gone = self.own.chosen(party, picks)
        entries = [entry for _, one in made for entry in one.leads]
        open_now = self.already(party, entries) if entries else {}
        known = {one.hash: one for found in open_now.values() for one in found}
        naming = {
            pick: tuple(
                sorted({found.hash for entry in one.leads for found in open_now.get(entry, ())})
            )
            for pick, one in made
        }
        already = {pick: names for pick, names in naming.items() if names}
        indexed = self.own.indexed()
        own_lists = tuple(name for name, one in LISTS.items() if one.jurisdiction == party)
        as_of = indexed.newest(own_lists) if indexed else None
        return Chosen(
            party=Party(party),
            targets=tuple(one for _, one in made),
            picks=tuple(pick for pick, _ in made),
            gone=tuple(gone),
            already=already,
            circles=circles,
            lists=own_lists,
            measures=self._measures(party),
            as_of=as_of.isoformat() if as_of else "",
            seen=name_of(made, already),
            quoted=highest(one.marking for one in known.values()),
            four_eyes=self.traffic.four_eyes,
            me=self.party.me,
        )

    def _shared(self, party: str) -> tuple[Circle, ...]:
        """Return the circles in which something can be proposed to a party."""
        if party == self.party.me:
            raise ProposeToSelfError(party=party.upper())
        found = tuple(one for one in self.circles() if party in one.members)
        if not found:
            raise NotMemberError(party=party.upper())
        return found

    def _measures(self, party: str) -> tuple[str, ...]:
        """Return the measures under which a party lists anything, all where none is known."""
        indexed = self.own.indexed()
        had = indexed.overview.possible.get(party, frozenset()) if indexed else frozenset()
        known = {measure for _, measure in had}
        return tuple(one.value for one in Measure if not known or one in known)

    def propose(self, proposing: Proposing, by: By) -> Outcome:
        """Propose targets; in several records where one cannot hold them.

        Returns:
            What became of the first record.

        Raises:
            ProposeToSelfError: the party is this one.
            NotMemberError: it is not in the circle.
            NothingChosenError: nothing is proposed.
            NoSuchListError: the list is not the party's.
            TargetsChangedError: the targets do not stand as the page showed them.
            PackTooLargeError: one target is larger than a record may be.
        """
        with self.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            if proposing.circle not in {one.id for one in self._shared(proposing.to)}:
                raise NotMemberError(party=proposing.to.upper())
            if not proposing.title:
                raise NoWordsError(what="title")
            if not proposing.picks:
                raise NothingChosenError
            chosen = self.chosen(proposing.to, proposing.offered)
            if proposing.list not in chosen.lists:
                known = ", ".join(chosen.lists) or "–"
                raise NoSuchListError(list=proposing.list, party=proposing.to.upper(), known=known)
            if chosen.seen != by.seen:
                gone = ", ".join(one.name or one.pick for one in chosen.gone) or "–"
                raise TargetsChangedError(gone=gone)
            wanted = [
                one
                for pick, one in zip(chosen.picks, chosen.targets, strict=True)
                if pick in proposing.picks
            ]
            if not wanted:
                raise NothingChosenError
            letters = list(_letters(proposing, wanted))
            return self.traffic.letters.send_all(letters, by.role, by.token)

    # --- to withdraw

    def _need(self, hashed: str) -> ProposalSeen:
        seen = self.proposal(hashed)
        if seen is None:
            raise NoProposalError(name=hashed[:12])
        return seen

    def withdraw(self, hashed: str, reason: Mapping[str, str], by: By) -> Outcome:
        """Withdraw an own proposal.

        Raises:
            NoProposalError: there is none of this hash.
            NotAuthorError: another party made it.
            ProposalClosedError: it is withdrawn already.
            StalePageError: something was said about it since the page was opened.
        """
        with self.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            proposal = self._need_standing(hashed, by)
            if proposal.proposal.by != self.party.me:
                raise NotAuthorError(party=proposal.proposal.by.upper())
            body: dict[str, object] = {"proposal": hashed}
            if reason:
                body["reason"] = dict(reason)
            letter = Letter(
                kind=PROPOSAL_WITHDRAWN.name,
                circle=proposal.circle.id,
                body=body,
                marking=proposal.marking,
            )
            return self.traffic.letters.send(letter, by.role, by.token)

    def _need_standing(self, hashed: str, by: By) -> ProposalSeen:
        seen = self._need(hashed)
        if seen.proposal.withdrawn:
            raise ProposalClosedError(party=seen.proposal.by.upper())
        need_fresh(by.seen, state_of(seen.row), what="", who="")
        return seen

    # --- to decide

    def decide(self, hashed: str, deciding: Deciding, by: By) -> Outcome:
        """Put a decision on a proposal before the parties; the outcome names the paper.

        Raises:
            NoProposalError: there is none of this hash.
            ProposalClosedError: it is withdrawn.
            StalePageError: something was said about it since the page was opened.
            NothingChosenError: no target is decided.
            TargetDecidedError: a paper decides one of them already.
            NoWordsError: it has no title, or no text.
            LoweredMarkingError: it is marked lower than the proposal.
        """
        with self.acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            seen = self._need_standing(hashed, by)
            drafts = list(self._drafted(seen, deciding))
            need_marking(deciding.marking, [seen.marking])
            letters = [
                Letter(
                    kind=one.kind,
                    circle=seen.circle.id,
                    body=one.body,
                    marking=deciding.marking,
                    quoted=seen.marking,
                )
                for one in drafts
            ]
            return self.traffic.letters.send_all(letters, by.role, by.token)

    def _drafted(self, seen: ProposalSeen, deciding: Deciding) -> Iterator[Draft]:
        """Yield what is said: the paper is opened, then it gets its text, then it is signed."""
        states = {one.target.target: one for one in seen.row.states}
        wanted = [states[name].target for name in deciding.targets if name in states]
        if not wanted:
            raise NothingChosenError
        for one in wanted:
            if (state := states[one.target].state) != OPEN:
                raise TargetDecidedError(name=one.name, state=state)
        if not deciding.title:
            raise NoWordsError(what="title")
        if not deciding.text:
            raise NoWordsError(what="text")
        effect = effect_of(seen, wanted, deciding.meeting)
        yield open_object(Type.DECISION, deciding.title)
        yield about(0, revise(NOWHERE, deciding.text, effect))
        if deciding.sign:
            yield about(0, sign(NOWHERE, revision_hash(deciding.text, effect)))


def effect_of(seen: ProposalSeen, targets: Sequence[Proposed], meeting: str) -> dict[str, Any]:
    """Return what a decision on targets does once it is adopted: it assigns an action for each."""
    proposal = seen.proposal
    known = {one.id for one in seen.meetings}
    effect: dict[str, Any] = {"of": meeting} if meeting in known else {}
    effect["assigned"] = [
        {
            "action": one.target,
            "owner": proposal.to,
            "what": action_words(one, proposal.list, proposal.measure, seen.tongues),
            "list": proposal.list,
            "listing": next((lead for lead in one.entries if len(lead) <= LONGEST_LEAD), ""),
            "proposal": proposal.hash,
            "measure": proposal.measure,
        }
        for one in targets
    ]
    for action in effect["assigned"]:
        if not action["listing"]:
            del action["listing"]
    return effect


def _letters(proposing: Proposing, targets: Sequence[TargetEvidence]) -> Iterator[Letter]:
    """Yield the records of a proposal, each within what a record may hold."""
    around: dict[str, Any] = {
        "to": proposing.to,
        "list": proposing.list,
        "measure": proposing.measure,
        "title": numbered_title(proposing.title, 10, 100),
    }
    if proposing.case:
        around["words"] = dict(proposing.case)
    parts = in_parts(targets, around)
    for number, part in enumerate(parts, 1):
        title = numbered_title(proposing.title, number, len(parts))
        body = {**around, "title": title, "targets": [one.body() for one in part]}
        yield Letter(
            kind=PROPOSAL.name, circle=proposing.circle, body=body, marking=proposing.marking
        )


def name_of(
    made: Sequence[tuple[str, TargetEvidence]], already: Mapping[str, Sequence[str]]
) -> str:
    """Return a name of packs as a page shows them: it changes whenever a list says otherwise."""
    said = [[pick, one.body(), list(already.get(pick, ()))] for pick, one in made]
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]
