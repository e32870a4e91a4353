"""Verifying: this party's node tells by itself what the lists show of the actions they prove (R18).

For each action with a list, and each file in force of that list since the day of the decision, it
writes `shown/1` into the circle of the decision: of every entry that an analyst of any party took
for the target, what the file shows, or that it does not have it; and while none of them stands
there, the entries that this node's own resolution puts into the cluster of the reference's entry,
or that nothing there was taken for the target.

It is this party's own record and no judgement: it says what a published file shows, with the hash
of the file. It never writes the same of one file twice, which it reads from its own chain; it
writes nothing in a circle where this node is behind what it once said, nor while a tacit signature
there is held back because the others are not heard or the clocks are apart.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from comity.agreement.duties import due
from comity.consultation.assignments import Assignment
from comity.errors import ComityError
from comity.exchange.station import BehindError, Draft
from comity.journal.store import ClosedError
from comity.node.editions import Editions
from comity.node.findings import ListFindings
from comity.node.lists import Lists
from comity.node.party import PartyNode
from comity.node.serving import Serving
from comity.sanctions.editions import Body, Edition, Known, known_of
from comity.sanctions.findings import LASTING_KEYS, Told, Word, entry_names
from comity.sanctions.listing import Listing
from comity.sanctions.statements import SHOWN

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks at whether anything is new."""

LATER = 10.0
"""Seconds until the next look while nothing may be written."""

TROUBLE = frozenset({"not-heard", "clock-off", "behind"})
"""Why a tacit signature is held back that makes this node write nothing by itself; see
`comity.agreement.duties`."""

LARGEST = 200
"""Records that are said in one commit, so that nothing urgent waits."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was there at the last look.

    Attributes:
        files: names of the snapshots.
        circles: of each circle, how many records it had and the last thing told of lists.
    """

    files: tuple[str, ...]
    circles: Mapping[str, tuple[int, int]]


class Verifying:
    """Looks into lists for one party, again and again, beside everything else.

    Attributes:
        party: its node.
        editions: the files of lists that are at hand.
        findings: what was told already, by anybody.
        serving: while the node runs; None where nobody is heard.
    """

    def __init__(
        self,
        party: PartyNode,
        lists: Lists,
        findings: ListFindings | None = None,
        serving: Serving | None = None,
    ) -> None:
        self.party = party
        self.editions = Editions(lists)
        self.findings = findings or ListFindings(party)
        self.serving = serving
        self._seen: Seen | None = None
        self._looking = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="verifying", daemon=True)

    def start(self) -> None:
        """Begin to look again and again."""
        self._thread.start()

    def close(self) -> None:
        """Look no more; a state that is being computed is not waited for, and nothing is said."""
        self._closed.set()
        self._thread.join(LOOK)

    def _follow(self) -> None:
        files: tuple[str, ...] = ()
        while not self._closed.wait(LOOK):
            try:
                if files != (files := self.editions.names()):
                    continue  # files are being imported: wait until no more come
                self.look()
                if self._seen is None:  # the others are not heard: that does not change at once
                    self._closed.wait(LATER)
            except ClosedError:
                return
            except ComityError as error:
                log.warning("lists were not looked into: %s", error)
            except Exception:  # a fault in one look must not end all of them
                log.exception("lists were not looked into")

    def look(self) -> int:
        """Tell what is new; return how many records were written.

        Raises:
            ComityError: lists cannot be read, or nothing can be written; the next look tries again.
        """
        with self._looking:
            self.party.projections.catch_up()
            seen = self._now()
            if seen == self._seen:
                return 0
            written, whole = 0, True
            for circle in seen.circles:
                if circle in self.party.station.behind or self._troubled(circle):
                    whole = False  # the next look comes back to it
                    continue
                with suppress(BehindError):
                    written += self._tell(circle)
            # What came meanwhile is not in `seen`: the next look finds it new.
            self._seen = seen if whole else None
            return written

    def _now(self) -> Seen:
        """Return what is there now."""
        circles: dict[str, tuple[int, int]] = {}
        for circle in self.party.agreeing.circles():
            if listed := self.findings.listed(circle):
                facts = sorted((*name, one.list, one.since) for name, one in listed.items())
                circles[circle] = (hash(tuple(facts)), self.findings.last(circle))
        return Seen(self.editions.names(), circles)

    def _troubled(self, circle: str) -> bool:
        """Say whether a tacit signature is held back for want of the others."""
        answers = self.serving.heard(circle) if self.serving is not None else {}
        agreeing, now = self.party.agreeing, self.party.station.clock()
        with agreeing.reading(circle) as agreement:
            if not agreement.procedures:
                return False
            since = agreeing.seen(circle, ())
            _, withheld = due(agreement, self.party.me, now, answers, since)
        return any(one.code in TROUBLE for one in withheld)

    def _tell(self, circle: str) -> int:
        """Tell what is new in a circle."""
        drafts = [
            Draft(SHOWN.name, {"decision": name[0], "action": name[1], **body}, one.marking.text)
            for name, one in self.findings.listed(circle).items()
            for body in self._bodies(one, self.findings.said(circle, name))
        ]
        for first in range(0, len(drafts), LARGEST):
            if self._closed.is_set():
                return first
            self.party.station.say(circle, drafts[first : first + LARGEST]).result()
        return len(drafts)

    # --- what is to be told

    def _bodies(self, one: Assignment, said: Sequence[Told | Word]) -> Iterator[Body]:
        """Yield what this node has not told of one action yet."""
        told = [word for word in said if isinstance(word, Told)]
        first = entry_names(told)
        mine = {
            (word.file, word.as_of, first.get(word.key, word.key))
            for word in told
            if word.party == self.party.me
        }
        for body in self._shown(one, told, [word for word in said if isinstance(word, Word)]):
            if (body["file"], body["as_of"], body["key"]) not in mine:
                yield body

    def _shown(
        self, one: Assignment, told: Sequence[Told], words: Sequence[Word]
    ) -> Iterator[Body]:
        """Yield what the files in force show of one action, whether or not it was told."""
        editions = self.editions.since(one.list, one.since[:10])
        if not editions:
            return
        standing = gone = False
        for known in followed(one.list, told, words):
            for edition in editions:
                entry = edition.find(known, self.editions.earlier(one.list, known))
                if entry is not None:
                    standing = True
                    yield edition.present(known.name, entry)
                elif edition.whole and self.editions.had(edition, known):
                    gone = True
                    yield edition.absent(known.name)
        if standing:
            return
        candidates = self._candidates(one, editions)
        for edition, entry in candidates or ():
            yield edition.present(self.editions.named(edition, entry, told), entry)
        if candidates == [] and not gone:
            newest = max(editions, key=lambda edition: (edition.page.date, edition.page.number))
            yield newest.absent()

    def _candidates(
        self, one: Assignment, editions: Sequence[Edition]
    ) -> list[tuple[Edition, Listing]] | None:
        """Return the entries that are taken for the target; None where nobody knows whom to seek.

        That is where the reference's entry is not in force here.
        """
        clusters = self.editions.clusters(wait=True) if one.listing else None
        if clusters is None or clusters.place(one.listing) is None:
            return None
        by_number = {edition.page.number: edition for edition in editions}
        return [
            (edition, edition.by_key[key])
            for number, key in clusters.same_target(one.listing, one.list)
            if (edition := by_number.get(number)) is not None and key in edition.by_key
        ]


def followed(list_name: str, told: Sequence[Told], words: Sequence[Word]) -> Iterator[Known]:
    """Yield the entries that an analyst of any party took for the target, each once.

    Args:
        list_name: whose entries.
        told: of the action, by anybody.
        words: of analysts, as they were admitted.
    """
    last: dict[tuple[str, str], Word] = {}
    for word in sorted(words, key=lambda one: one.seq):
        last[word.party, word.key] = word
    first = entry_names(told)
    names = {first.get(word.key, word.key) for word in last.values() if word.verdict != "different"}
    for name in sorted(names):
        if list_name in LASTING_KEYS:
            yield Known(name)
            continue
        mine = [one for one in told if first.get(one.key, one.key) == name]
        known = known_of(name, mine)
        looked = {w.listing for w in words if first.get(w.key, w.key) == name}
        yield Known(name, known.hashes | looked, known.names, known.files)
