"""Reading: what is in the journals of a trial in the end, read from their files."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults.checker import Finding, Held, Place, Row

from comity.journal.book import Journal, open_journal
from comity.journal.entries import Evidence
from comity.node.checking import verify
from comity.records.party import Party
from comity.records.record import Record

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Found:
    """What a journal holds.

    Attributes:
        chains: in the order in which their records came to count.
        evidence: that the node kept.
        early: of each author, records that came before their turn and never got it.
        findings: what the journal itself finds wrong.
    """

    chains: Held
    evidence: tuple[Evidence, ...]
    early: Counter[Party]
    findings: tuple[Finding, ...]


def read(party: Party, folder: Path) -> Found:
    """Read a journal that no node has open."""
    findings: list[Finding] = []
    early: Counter[Party] = Counter()
    with open_journal(folder / "journal.db") as journal:
        chains = _chains(journal)
        for circle in journal.circles():
            for author, head in journal.heads(circle).items():
                counted = len(chains.get((circle, author), ()))
                if counted != head.size:
                    about = f"{head.size} records of {author} are here and {counted} count"
                    findings.append(Finding("not admitted", party, about))
                early[author] += len(journal.early(circle, author))
        evidence = journal.evidence(0, 10_000)
    report = verify(folder)
    findings += [Finding("journal verify", party, str(fault)) for fault in report.faults]
    return Found(
        chains=chains,
        evidence=tuple(evidence),
        early=+early,
        findings=tuple(findings),
    )


def _chains(journal: Journal) -> Held:
    """Return every chain as people see it: in the order of admission."""
    chains: dict[Place, list[Row]] = {}
    after = 0
    while found := journal.admissions(after, AT_ONCE):
        for number, record in found:
            chains.setdefault((record.circle, record.party), []).append(_row(record))
            after = number
    return chains


def _row(record: Record) -> Row:
    label = str(record.body.get("subject", "")) if record.kind == "report/1" else ""
    return Row(record.seq, record.hash, record.prev, label, record.encoded)
