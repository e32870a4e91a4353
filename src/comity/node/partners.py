"""Partners: everybody who takes part in an initiative, looked up among everything that is listed.

A partner is looked at once it is entered or changed, and again whenever the state of the lists is
another one. What is found stays in the internal store (R19): a hit is this party's own reading, and
no page sends it anywhere; a person may tell the others in a message.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from comity.entities.screen import Hit, Index
from comity.errors import ComityError
from comity.initiatives.initiative import Partner
from comity.initiatives.screening import Found, Screened, Verdict, Why, subject_of
from comity.initiatives.statements import PARTNER
from comity.node.lists import Lists
from comity.node.partner_store import Key, PartnerStore
from comity.records.record import Record
from comity.sanctions.listing_hash import listing_hash
from comity.sanctions.overview import Overview

log = logging.getLogger(__name__)

PAUSE = 20.0
"""Seconds between two looks at whether the lists have changed."""

MOST = 40
"""Entries that are kept of one look, the likeliest first."""


class Partners:
    """Looks partners up, and remembers what was found and said of them.

    Attributes:
        lists: the official lists; None where there are none.
        store: what is known.
        partners: gives everybody who takes part.
        clock: gives the moment, as records carry one.
    """

    def __init__(
        self,
        file: Path,
        lists: Lists | None,
        partners: Callable[[], Sequence[Partner]],
        clock: Callable[[], str],
    ) -> None:
        self.lists = lists
        self.store = PartnerStore(file)
        self.partners = partners
        self.clock = clock
        self._index: tuple[str, Index] | None = None
        self._looking = threading.Lock()
        self._waking = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    # --- beside everything else

    def start(self) -> None:
        """Look by itself from now on, beside everything else."""
        self._thread = threading.Thread(target=self._follow, name="partners", daemon=True)
        self._thread.start()

    def heard(self, circle: str, records: Sequence[Record]) -> None:
        """Hear of new records, from any thread."""
        del circle
        if any(record.kind == PARTNER.name for record in records):
            self._waking.set()

    def close(self) -> None:
        """Stop looking."""
        self._closed.set()
        self._waking.set()
        if self._thread is not None:
            self._thread.join()
        self.store.close()

    def _follow(self) -> None:
        while not self._closed.is_set():
            try:
                self.catch_up()
            except ComityError as error:
                log.warning("partners were not looked up: %s", error)
            self._waking.wait(PAUSE)
            self._waking.clear()

    # --- what is found

    def catch_up(self) -> int:
        """Look up every partner that was not looked up as it is in the lists as they are.

        Returns:
            How many were looked up.
        """
        with self._looking:
            overview = self.lists.stored() if self.lists is not None else None
            if self.lists is None or overview is None:
                return 0
            state, looks = overview.state.name, self.store.looks()
            waiting = [
                one
                for one in self.partners()
                if not one.left and looks.get(one.key) != (one.record, state)
            ]
            for one in waiting:
                if self._closed.is_set():
                    break
                found = self._found(self.lists, overview, one)
                self.store.look(one.key, one.record, state, self.clock(), found)
            return len(waiting)

    def _found(self, lists: Lists, overview: Overview, partner: Partner) -> tuple[Found, ...]:
        """Return the entries that come near a partner; none where its day of birth is no day."""
        state = overview.state
        if self._index is None or self._index[0] != state.name:
            self._index = state.name, state.index(lists.store)
        with suppress(ValueError):
            hits = self._index[1].query(subject_of(partner), MOST)
            return tuple(found_of(overview, one) for one in hits)
        return ()

    def screened(self, partners: Iterable[Partner]) -> tuple[Screened, ...]:
        """Return what is known of some partners."""
        return self.store.screened(partners)

    def judge(
        self,
        key: Key,
        entries: Iterable[tuple[str, str, str]],
        role: str,
        reason: str,
        *,
        same: bool,
    ) -> None:
        """Remember what a person says of entries: that they are the partner, or another one.

        Raises:
            NoReasonError: there is no reason.
        """
        verdict = Verdict(
            list="", key="", listing="", same=same, reason=reason, role=role, at=self.clock()
        )
        self.store.judge(key, entries, verdict)


def found_of(overview: Overview, hit: Hit) -> Found:
    """Return a hit as it is kept, with its reasons."""
    entry, said = overview.entries[hit.position], hit.explanation
    (listing,) = overview.state.listings([hit.position])
    return Found(
        list=entry.list,
        key=entry.key,
        listing=listing_hash(listing),
        jurisdiction=entry.jurisdiction,
        target=entry.cluster,
        name=listing.names[0].text,
        likely=said.verdict.value,
        score=said.score,
        reasons=tuple(Why(one.field, one.a, one.b, one.points, one.note) for one in said.reasons),
        measures=tuple(one.value for one in entry.measures),
        since="",
    )
