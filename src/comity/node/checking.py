"""Checking: whether a node's journal is as it was signed, and its views what the journal gives."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comity.journal.book import open_journal
from comity.journal.report import Report
from comity.journal.verify import verify as verify_journal
from comity.node.folder import Folder
from comity.node.party import PartyNode, load_roster
from comity.projection import ProjectionDiffersError, Projections
from comity.records.party import Party
from comity.seal.signing import PublicKeys


@dataclass(frozen=True, slots=True)
class View:
    """What came of rebuilding one view.

    Attributes:
        name: of the projection.
        rows: of the rebuilt one.
        same: whether the one that was kept had the same rows.
    """

    name: str
    rows: int
    same: bool


def verify(data: Path) -> Report:
    """Verify the journal of a node, whether it runs or not; no key is needed.

    Raises:
        NoNodeError: there is no node in the folder.
    """
    folder = Folder(data)
    settings = folder.settings()
    with open_journal(folder.journal(settings)) as journal:
        roster = load_roster(journal, settings.party)

        def keys_of(circle: str, party: Party, size: int) -> PublicKeys:
            return roster.card_at(circle, party, size).signing

        def receipt_keys(_circle: str, member: Party, _at: int) -> Iterable[PublicKeys]:
            return [card.signing for card in roster.cards.values() if card.party == member]

        return verify_journal(journal, keys_of, receipt_keys)


def rebuild(node: PartyNode) -> list[View]:
    """Compare every view with what the journal gives, then build it anew.

    Raises:
        ProjectionDiffersError: a view that was built anew differs again: a fault of the program.
    """
    projections: Projections = node.projections
    projections.catch_up()
    try:
        projections.check()
        same = True
    except ProjectionDiffersError:
        same = False
    projections.rebuild()
    projections.check()
    views = []
    for name, projection in projections.projections.items():
        with projections.reading() as session:
            counts = (
                session.one(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
                for table in projection.tables
            )
            views.append(View(name, sum(int(row[0]) for row in counts if row), same))
    return views
