"""Partner store: what was found of partners among everything listed, and what people made of it.

It lies in the internal store, in the file of `comity.node.internal`, and has no way out (R19): this
module knows no station, no outbox and no link. What is no longer found keeps its row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from comity.errors import RefusedError
from comity.exchange.drafts import need_role
from comity.initiatives.initiative import Partner
from comity.initiatives.screening import Found, Screened, Verdict, Why
from comity.node.internal_store import InternalStore

Key = tuple[str, str, str]
"""Initiative, party, and the partner's name for that party."""

WHO = "initiative TEXT NOT NULL, party TEXT NOT NULL, partner TEXT NOT NULL"
ENTRY = "list TEXT NOT NULL, key TEXT NOT NULL, listing TEXT NOT NULL"
TABLES = (
    f"""CREATE TABLE IF NOT EXISTS partner_looks ({WHO}, record TEXT NOT NULL,
        state TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (initiative, party, partner)) STRICT""",
    f"""CREATE TABLE IF NOT EXISTS partner_found ({WHO}, {ENTRY}, rest TEXT NOT NULL,
        PRIMARY KEY (initiative, party, partner, list, key, listing)) STRICT""",
    f"""CREATE TABLE IF NOT EXISTS partner_verdicts (number INTEGER PRIMARY KEY, {WHO}, {ENTRY},
        same INTEGER NOT NULL, reason TEXT NOT NULL, role TEXT NOT NULL, at TEXT NOT NULL)
        STRICT""",
)
NAMED = ("list", "key", "listing")
LONGEST = 2000
"""Letters of a reason."""


class NoReasonError(RefusedError):
    """Somebody says who an entry is, and not why."""

    code = "verdict-reason"
    template = "give a reason of 1 to {most} letters: whoever looks at this partner next needs it"


class PartnerStore(InternalStore):
    """What one party knows of partners from the lists.

    Attributes:
        file: the internal store.
    """

    def __init__(self, file: Path) -> None:
        super().__init__(file, TABLES)

    def looks(self) -> dict[Key, tuple[str, str]]:
        """Return of each partner which record and which state of the lists were looked at last."""
        with self._session() as session:
            rows = session.execute(
                "SELECT initiative, party, partner, record, state FROM partner_looks"
            )
            return {(row[0], row[1], row[2]): (row[3], row[4]) for row in rows.fetchall()}

    def look(self, key: Key, record: str, state: str, at: str, found: Sequence[Found]) -> None:
        """Keep what a look at the lists found; what it found no more is gone from then on.

        Args:
            key: of the partner.
            record: hash of what the partner is.
            state: name of the state of the lists.
            at: moment of the look.
            found: entries that come near.
        """
        with self._session() as session:
            session.execute("BEGIN IMMEDIATE")
            row = session.execute(
                "SELECT record, state FROM partner_looks WHERE initiative = ? AND party = ? "
                "AND partner = ?",
                key,
            ).fetchone()
            fresh = row is not None and row[0] == record and row[1] != state
            apart = row is not None and row[0] != record
            held = {_named(one): one for one in _found(session.execute(ONE, key).fetchall())}
            now = {_named(one): one for one in found}
            for name, one in now.items():
                before = held.get(name)
                if before is None or before.gone:
                    held[name] = replace(one, since=at, fresh=fresh)
                else:
                    held[name] = replace(one, since=before.since, fresh=before.fresh)
            for name, one in held.items():
                kept = one
                if name not in now and not one.gone:
                    kept = replace(one, gone=at, apart=apart)
                session.execute(KEEP, (*key, *name, _written(kept)))
            session.execute(
                "INSERT OR REPLACE INTO partner_looks VALUES (?, ?, ?, ?, ?, ?)",
                (*key, record, state, at),
            )
            session.execute("COMMIT")

    def judge(self, key: Key, entries: Iterable[tuple[str, str, str]], verdict: Verdict) -> None:
        """Remember what a person says of entries.

        Args:
            key: of the partner.
            entries: list, key and hash of each.
            verdict: what is said; its own entry is passed over.

        Raises:
            NoReasonError: there is no reason, or a very long one.
            UnknownRoleError: there is no such role.
        """
        need_role(verdict.role)
        if not 1 <= len(verdict.reason) <= LONGEST:
            raise NoReasonError(most=LONGEST)
        said = (int(verdict.same), verdict.reason, verdict.role, verdict.at)
        with self._session() as session:
            session.execute("BEGIN IMMEDIATE")
            session.executemany(
                "INSERT INTO partner_verdicts (initiative, party, partner, list, key, listing, "
                "same, reason, role, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [(*key, *entry, *said) for entry in entries],
            )
            session.execute("COMMIT")

    def screened(self, partners: Iterable[Partner]) -> tuple[Screened, ...]:
        """Return what is known of partners; of one that has changed since, that nobody looked."""
        with self._session() as session:
            looks = session.execute("SELECT * FROM partner_looks").fetchall()
            found = session.execute("SELECT * FROM partner_found").fetchall()
            said = session.execute(
                "SELECT initiative, party, partner, list, key, listing, same, reason, role, at "
                "FROM partner_verdicts ORDER BY number DESC"
            ).fetchall()
        looked = {(row[0], row[1], row[2]): row[3:] for row in looks}
        return tuple(
            Screened(
                partner=one,
                at=record[2] if record[0] == one.record else "",
                state=record[1],
                found=tuple(_found(row for row in found if row[:3] == one.key)),
                verdicts=tuple(_verdict(row) for row in said if row[:3] == one.key),
            )
            for one in partners
            for record in [looked.get(one.key, ("", "", ""))]
        )


ONE = "SELECT * FROM partner_found WHERE initiative = ? AND party = ? AND partner = ?"
KEEP = "INSERT OR REPLACE INTO partner_found VALUES (?, ?, ?, ?, ?, ?, ?)"


def _named(one: Found) -> tuple[str, str, str]:
    return one.list, one.key, one.listing


def _written(one: Found) -> str:
    rest = {name: value for name, value in asdict(one).items() if name not in NAMED}
    return json.dumps(rest, ensure_ascii=False)


def _found(rows: Iterable[Sequence[str]]) -> list[Found]:
    return [_read(dict(zip(NAMED, row[3:6], strict=True)), json.loads(row[6])) for row in rows]


def _read(named: Mapping[str, str], rest: Mapping[str, object]) -> Found:
    reasons = rest["reasons"]
    whys = tuple(Why(**one) for one in reasons) if isinstance(reasons, list) else ()
    measures = rest["measures"]
    values = {
        **rest,
        "reasons": whys,
        "measures": tuple(measures if isinstance(measures, list) else ()),
    }
    return Found(**named, **values)  # type: ignore[arg-type] # written by `_written` from the same fields


def _verdict(row: Sequence[object]) -> Verdict:
    listed, key, listing, same, reason, role, at = row[3:]
    return Verdict(
        list=str(listed),
        key=str(key),
        listing=str(listing),
        same=bool(same),
        reason=str(reason),
        role=str(role),
        at=str(at),
    )
