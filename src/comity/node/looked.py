"""Looked: how far each role here has looked at what changed.

It is nobody else's business who looked when, so that it lies in the internal store (R19): one row
for each role, in the file of `comity.node.internal`.
"""

from pathlib import Path

from comity.exchange.drafts import need_role
from comity.node.internal_store import InternalStore

TABLE = """CREATE TABLE IF NOT EXISTS looked (
    role TEXT PRIMARY KEY, number INTEGER NOT NULL, at TEXT NOT NULL) STRICT"""


class Looked(InternalStore):
    """How far each role has looked.

    Attributes:
        file: the internal store.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, (TABLE,))

    def of(self, role: str) -> tuple[int, str]:
        """Return the number of the last admission that a role has looked at, and when it did.

        Returns:
            (0, "") for a role that never has.
        """
        with self._session() as session:
            row: tuple[int, str] | None = session.execute(
                "SELECT number, at FROM looked WHERE role = ?", (role,)
            ).fetchone()
        return row or (0, "")

    def look(self, role: str, number: int, at: str) -> None:
        """Remember that a role has looked at everything up to a number; it never goes back.

        Raises:
            UnknownRoleError: there is no such role.
            InternalStoreError: it cannot be kept.
        """
        with self._session() as session:
            session.execute(
                "INSERT INTO looked VALUES (?, ?, ?) ON CONFLICT (role) DO UPDATE SET "
                "number = excluded.number, at = excluded.at WHERE excluded.number >= number",
                (need_role(role), number, at),
            )
