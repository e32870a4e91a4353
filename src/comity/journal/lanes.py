"""Lanes: how far each chain of a circle, and each branch beside one, is admitted."""

from dataclasses import dataclass

from comity.journal.branches import MAIN, Branches
from comity.journal.store import Session
from comity.records.party import Party

WINDOW = 256
"""Records of one lane that are looked at together."""


@dataclass(slots=True)
class Lane:
    """How far one chain, or one branch beside it, is admitted.

    Attributes:
        party: whose.
        branch: id of the branch, `MAIN` for the chain itself.
        id: of the chain or the branch in this journal.
        size: number of the last record that is here.
        admitted: number of the last record that is admitted.
        head: hash of the latter, "" where none is, and for a branch.
        wait: party and number of the record that the next one waits for.
        stopped: number of a record whose cut cannot be followed: never, or, where the lane waits
            as well, not until what it names is here.
        window: how many records are looked at next.
        look: whether anything happened since it was looked at.
        changed: whether this differs from what is stored.
    """

    party: Party
    branch: int
    id: int
    size: int
    admitted: int
    head: str
    wait: tuple[Party, int] | None
    stopped: int | None
    window: int = WINDOW
    look: bool = True
    changed: bool = False

    def waits(self, party: Party, size: int) -> bool:
        """Wait for a record of a party; say that this one does not pass."""
        self.wait, self.stopped = (party, size), None
        return False

    @property
    def ended(self) -> bool:
        """Whether nothing more of it can be admitted, whatever else comes."""
        return self.admitted == self.size or (self.stopped is not None and self.wait is None)


def load(session: Session, circle: str, branches: Branches) -> dict[tuple[Party, int], Lane]:
    """Return the lanes of a circle, by party and branch."""
    rows = session.all(
        "SELECT party, id, size, admitted, admitted_head, wait_party, wait_size, stopped "
        "FROM chains WHERE circle = ?",
        circle,
    )
    window = 1 if branches.forked else WINDOW  # most of what waits there will wait on
    lanes = {
        (Party(row[0]), MAIN): Lane(
            party=Party(row[0]),
            branch=MAIN,
            id=row[1],
            size=row[2],
            admitted=row[3],
            head=row[4].hex(),
            wait=None if row[5] is None else (Party(row[5]), row[6]),
            stopped=row[7],
            window=window,
        )
        for row in rows
    }
    for branch in branches.all.values():
        lanes[branch.party, branch.id] = Lane(
            party=branch.party,
            branch=branch.id,
            id=branch.id,
            size=branch.size,
            admitted=branch.admitted,
            head="",
            wait=branch.wait,
            stopped=branch.stopped,
            window=window,
        )
    return lanes


def save(session: Session, lane: Lane) -> None:
    """Keep how far a lane is admitted."""
    state = (lane.admitted, *(lane.wait or (None, None)), lane.stopped)
    columns = "admitted = ?, wait_party = ?, wait_size = ?, stopped = ?"
    if lane.branch != MAIN:
        session.run(f"UPDATE branches SET {columns} WHERE id = ?", *state, lane.id)  # noqa: S608 - the names above
        return
    session.run(
        f"UPDATE chains SET {columns}, admitted_head = ? WHERE id = ?",  # noqa: S608 - the same
        *state,
        bytes.fromhex(lane.head),
        lane.id,
    )
