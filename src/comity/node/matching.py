"""Matching: the desk of analysts who say whether an entry of a list is the target of an action.

Any member of the decision's circle may say it; its last word about an entry counts (R5), and an
entry counts once two parties took it for the target (R18). What is shown was told by nodes; beside
it stands what the files that are at hand here say.
"""

import datetime as dt
import threading
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from comity.agreement.followup import State
from comity.entities.score import explain
from comity.errors import RefusedError
from comity.exchange.drafts import Letter
from comity.node.followupletters import UnknownActionError, title_of
from comity.node.traffic import AT_ONCE, Traffic
from comity.node.undertakings import Undertaken, Undertakings
from comity.node.verifying import Verifying
from comity.records.marking import highest
from comity.records.party import Party
from comity.sanctions.board import MatchedListing
from comity.sanctions.editions import folded
from comity.sanctions.findings import Told, Word, entry_names
from comity.sanctions.listing_hash import listing_hash
from comity.sanctions.statements import MATCH
from comity.web.digest import Due, Urgency
from comity.web.findingsdesk import EditionSeen, EntrySeen, FileSeen, ListSeen, Name
from comity.web.followupdesk import action_path
from comity.web.stale import need_fresh
from comity.web.textdesk import By

Words = Mapping[str, str]

SHOWN = 24
"""Days of editions that a page shows, from the newest."""


class NotListedError(RefusedError):
    """An action is matched that no list proves."""

    code = "match-without-list"
    template = "no list proves this action; on its page the other parties say whether it is done"


class NoEntryError(RefusedError):
    """An entry is named that nobody told of, and that is not at hand."""

    code = "match-no-entry"
    template = (
        "{list} has no entry {key} in any edition since the decision that is here; look at the key "
        "in the newest edition, capitals and signs matter"
    )


class EntryGoneError(RefusedError):
    """An entry is confirmed that the newest edition does not have."""

    code = "match-entry-gone"
    template = (
        "the edition of {as_of} does not have the entry {key} any more, so it cannot be confirmed; "
        "look for the target in that edition, or say that the entry is another one"
    )


class Matching:
    """The desk of one party's analysts.

    Attributes:
        traffic: its desk of messages, with the letters.
        editions: the files of lists that are at hand.
        findings: what was told and said of lists.
        undertakings: what is assigned, and what became of it.
    """

    def __init__(self, traffic: Traffic, verifying: Verifying, undertakings: Undertakings) -> None:
        self.traffic = traffic
        self.party = traffic.party
        self.editions = verifying.editions
        self.findings = verifying.findings
        self.undertakings = undertakings
        self._acting = threading.Lock()

    # --- what pages ask

    def listed(self, found: Undertaken) -> ListSeen:
        """Return what the page of an action shows of the list that proves it."""
        one, name = found.assignment, found.assignment.name
        said = self.findings.said(one.circle, name)
        told = [word for word in said if isinstance(word, Told)]
        target = self.editions.reference(one.listing)
        entries = self._entries(found, told, [word for word in said if isinstance(word, Word)])
        members = self.party.station.roster.circle(one.circle).members
        spoken = {party for entry in entries for party in entry.words}
        took = {
            party
            for entry in entries
            for party, word in entry.words.items()
            if word.verdict == "same"
        }
        done = any(entry.counts for entry in entries)
        return ListSeen(
            action=name,
            list=one.list,
            measure=found.outcome.measure,
            reference=one.listing,
            target=target,
            entries=entries,
            editions=editions_of(told, one.since[:10]),
            waiting=() if done or not took else tuple(p for p in members if p not in spoken),
            members=members,
            me=self.party.me,
            here=tuple(page.date.isoformat() for page in self.editions.in_force(one.list)),
            state=state_of(entries),
            marking=highest([one.marking, *(word.marking for word in said)]),
            four_eyes=self.traffic.four_eyes,
        )

    def _entries(
        self, found: Undertaken, told: Sequence[Told], words: Sequence[Word]
    ) -> tuple[EntrySeen, ...]:
        """Return the entries that were told of, those that are there first."""
        first = entry_names(told)
        groups: dict[str, list[Told]] = {}
        for one in told:
            if one.key and one.as_of >= found.assignment.since[:10]:
                groups.setdefault(first.get(one.key, one.key), []).append(one)
        spoken: dict[str, dict[Party, Word]] = {}
        for word in sorted(words, key=lambda one: one.seq):
            spoken.setdefault(first.get(word.key, word.key), {})[word.party] = word
        made = [
            self._entry(found, key, group, spoken.get(key, {}))
            for key, group in groups.items()
            if any(one.present for one in group)
        ]
        return tuple(sorted(made, key=lambda one: (one.there is None, not one.counts, one.key)))

    def _entry(
        self, found: Undertaken, key: str, told: Sequence[Told], words: Mapping[Party, Word]
    ) -> EntrySeen:
        newest = max(one.as_of for one in told)
        readings = tuple(one for one in told if one.as_of == newest)
        there = next((one for one in readings if one.present), None)
        last = max((one for one in told if one.present), key=lambda one: one.as_of)
        looked = {word.listing for word in words.values() if word.verdict == "same"}
        listing = self.editions.listing(last)
        target = self.editions.reference(found.assignment.listing)
        alike = None
        if listing is not None and target is not None:
            alike = explain(target.listing.subject(), listing.listing.subject())
        told_listings = {one.listing for one in readings}
        return EntrySeen(
            key=key,
            readings=readings,
            there=there,
            last=last,
            words=words,
            counts=key in found.outcome.keys,
            differ=len(told_listings) > 1 and len({one.file for one in readings}) > 1,
            changed=bool(looked) and there is not None and there.listing not in looked,
            listing=listing,
            explanation=alike,
            traits=tuple(traits(last, listing, target, found.outcome.measure)),
        )

    # --- what people do

    def match(self, action: Name, key: str, verdict: str, words: Words, by: By) -> str:
        """Say whether an entry is the target; return the draft that waits, or "".

        Raises:
            UnknownActionError: no adopted object of this party's circles assigns it.
            NotListedError: no list proves it.
            StalePageError: what lists show, or what was said of it, changed meanwhile.
            NoEntryError: there is no such entry.
            EntryGoneError: it is confirmed although the newest edition does not have it.
        """
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done.draft
            found = self._need(action)
            seen = self.listed(found)
            need_fresh(by.seen, seen.state, what=title_of(found), who=_last(seen))
            key, listing = self._named(found, seen, key, verdict)
            body: dict[str, object] = {
                "decision": action[0],
                "action": action[1],
                "list": seen.list,
                "key": key,
                "listing": listing,
                "verdict": verdict,
            }
            letter = Letter(
                kind=MATCH.name,
                circle=found.assignment.circle,
                body=body | ({"words": dict(words)} if words else {}),
                marking=found.assignment.marking,
            )
            return self.traffic.letters.send(letter, by.role, by.token).draft

    def _need(self, action: Name) -> Undertaken:
        self.party.projections.catch_up(AT_ONCE)
        circle = self.findings.circle_of(action[0])
        found = self.undertakings.of_circle(circle).get(action) if circle else None
        if found is None:
            raise UnknownActionError(action=action[1][:40], decision=action[0][:12])
        if not found.assignment.listed:
            raise NotListedError
        return found

    def _named(self, found: Undertaken, seen: ListSeen, key: str, verdict: str) -> tuple[str, str]:
        """Return the name of an entry and the hash of what it says."""
        for entry in seen.entries:
            if entry.key == key:
                if entry.there is None and verdict == "same":
                    raise EntryGoneError(as_of=entry.as_of, key=key)
                return key, (entry.there or entry.last).listing
        for edition in self.editions.since(seen.list, found.assignment.since[:10]):
            entry_here = edition.by_key.get(key)
            if entry_here is not None:
                name = self.editions.named(edition, entry_here, _told(seen))
                return name, listing_hash(entry_here)
        raise NoEntryError(list=seen.list, key=key[:60])

    # --- what "Today" asks

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return actions of which an entry stands in the list that no analyst has looked at."""
        me = self.party.me
        lines = []
        for found in self.undertakings.every(now):
            if not found.assignment.listed or found.outcome.keys:
                continue
            if found.outcome.state is State.ONE_ANALYST:
                continue  # the desk of actions says so
            said = self.findings.said(found.assignment.circle, found.assignment.name)
            fresh = unspoken(said, me, found.assignment.since[:10])
            if fresh:
                lines.append(
                    Due(
                        system="follow-up",
                        sort="confirm-match",
                        title=tuple(found.assignment.what.items()),
                        of=me,
                        path=action_path(*found.assignment.name),
                        urgency=Urgency.SOON,
                        marking=found.assignment.marking,
                    )
                )
        return tuple(lines)


def unspoken(said: Iterable[Told | Word], me: Party, since: str) -> set[str]:
    """Return the entries of the newest editions of which a party has said nothing."""
    said = list(said)
    told = [one for one in said if isinstance(one, Told) and one.key and one.as_of >= since]
    first = entry_names(told)
    newest: dict[str, Told] = {}
    for one in told:
        key = first.get(one.key, one.key)
        if key not in newest or one.as_of >= newest[key].as_of:
            newest[key] = one
    mine = {
        first.get(one.key, one.key) for one in said if isinstance(one, Word) and one.party == me
    }
    return {key for key, one in newest.items() if one.present and key not in mine}


def traits(
    last: Told, listing: MatchedListing | None, target: MatchedListing | None, measure: str
) -> Iterable[str]:
    """Yield what of an entry is other than agreed, or than the reference has it."""
    if measure and last.measures and measure not in last.measures:
        yield "measure"
    if target is None:
        return
    if last.kind and last.kind != target.listing.kind.value:
        yield "kind"
    if listing is not None:
        names = {folded(one.text) for one in target.listing.names}
        if not names & {folded(one.text) for one in listing.listing.names}:
            yield "spelling"


def editions_of(told: Iterable[Told], since: str) -> tuple[EditionSeen, ...]:
    """Return the files that nodes told of by day, the newest first."""
    days: dict[str, dict[str, list[Told]]] = {}
    for one in told:
        days.setdefault(one.as_of, {}).setdefault(one.file, []).append(one)
    return tuple(
        EditionSeen(
            as_of=day,
            counts=day >= since,
            files=tuple(_file(file, here) for file, here in sorted(files.items())),
        )
        for day, files in sorted(days.items(), reverse=True)[:SHOWN]
    )


def _file(file: str, told: Sequence[Told]) -> FileSeen:
    return FileSeen(
        sha256=file,
        date_from=told[0].date_from,
        by=tuple(sorted({one.party for one in told})),
        found=tuple(sorted({one.key for one in told if one.present})),
        missing=tuple(sorted({one.key for one in told if one.key and not one.present})),
    )


def state_of(entries: Iterable[EntrySeen]) -> str:
    """Return a name of how entries stand: another reading or another word gives another name."""
    facts = sorted(
        (
            one.key,
            one.as_of,
            sorted({reading.listing for reading in one.readings}),
            sorted((party, word.record) for party, word in one.words.items()),
        )
        for one in entries
    )
    return sha256(repr(facts).encode()).hexdigest()[:32]


def _told(seen: ListSeen) -> list[Told]:
    return [one for entry in seen.entries for one in (*entry.readings, entry.last)]


def _last(seen: ListSeen) -> str:
    """Return who said or told the last thing."""
    said = [
        (one.number, one.party)
        for entry in seen.entries
        for one in (*entry.readings, *entry.words.values())
    ]
    return max(said, default=(0, seen.me))[1].upper()
