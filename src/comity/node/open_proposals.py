"""Open proposals: which proposals of a circle stand on the next agenda by themselves.

A proposal is open until every one of its targets is decided by an adopted paper, or its author
withdraws it. What a decision is about is told by the entry that it names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.consultation.open_items import ProposedListings, proposal_item
from comity.journal.book import Journal
from comity.node.undertakings import Undertaken
from comity.records.party import Party
from comity.sanctions.proposals import Proposal, Proposed, proposals
from comity.web.proposaldesk import PATH


@dataclass(frozen=True, slots=True)
class Standing:
    """The proposals of a circle.

    Attributes:
        open: what stands on the next agenda.
        closed: items of those that do not.
    """

    open: tuple[ProposedListings, ...]
    closed: frozenset[str]


def names(target: Proposed, listing: str, action: str) -> bool:
    """Say whether a decision that names an entry, or only an action, is about a target."""
    return listing in target.entries if listing else action == target.target


def standing_proposals(
    journal: Journal, circle: str, members: Sequence[Party], actions: Iterable[Undertaken]
) -> Standing:
    """Return how the proposals of a circle stand.

    Args:
        journal: of this node.
        circle: id of it.
        members: its parties.
        actions: that adopted papers of it assign.
    """
    decided: dict[str, list[Undertaken]] = {}
    for one in actions:
        if one.assignment.proposal:
            decided.setdefault(one.assignment.proposal, []).append(one)
    found: list[ProposedListings] = []
    closed: set[str] = set()
    for proposal in proposals(journal, {circle: members}):
        left = len(undecided(proposal, decided.get(proposal.hash, ())))
        if proposal.withdrawn or not left:
            closed.add(proposal_item(proposal.hash))
            continue
        found.append(
            ProposedListings(
                record=proposal.hash,
                by=proposal.by,
                title=proposal.title,
                targets=left,
                at=proposal.at,
                marking=proposal.marking,
                path=f"{PATH}/{proposal.hash}",
            )
        )
    return Standing(tuple(found), frozenset(closed))


def undecided(proposal: Proposal, assigned: Sequence[Undertaken]) -> list[Proposed]:
    """Return the targets of a proposal that no adopted paper decides."""
    own = [one.assignment for one in assigned if one.assignment.owner == proposal.to]
    return [
        target
        for target in proposal.targets
        if not any(names(target, one.listing, one.action) for one in own)
    ]
