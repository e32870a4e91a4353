"""Evidence: what a proposal brings along of each target, so that the partner can check every value.

A pack is made from the explanation of a target and of its gap; nothing is added to what the lists
say. An entry names its list, its key, the day of its edition and where that day was read, the
SHA-256 of the file, and that of the entry as it was read. What is longer than a record may hold is
cut, and ends in `CUT`, so that a page can say so: the whole stands in the file.

Scores are whole thousandths, since a record has no fractions (RFC 8785); the points of a pair's
reasons add up to its score exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from comity.entities.score import Reason
from comity.entities.subject import Kind
from comity.errors import RefusedError
from comity.records.canonical import encode
from comity.records.record import LARGEST
from comity.sanctions.board import GapRow, Match, MatchedListing, MatchedPair
from comity.sanctions.listing import Measure
from comity.sanctions.listing_hash import listing_hash
from comity.sanctions.statements import MOST_TARGETS

CUT = " […]"
"""Ends a text that was longer than a record may hold."""

MOST_ENTRIES, MOST_PAIRS, MOST_REASONS, MOST_NAMES, MOST_NUMBERS = 12, 12, 20, 12, 12
LONGEST_KEY, LONGEST_REASONS = 200, 3000

AROUND = 8 << 10
"""Bytes that are left for what a record has beside its body: circle, cut, marking."""


class PackTooLargeError(RefusedError):
    """The evidence of one target is larger than a record may be."""

    code = "pack-too-large"
    template = (
        "the evidence on {name} takes {size} bytes, and a record holds {room}; shorten the case "
        "that is made for it, or leave this target out"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryEvidence:
    """One entry of a list.

    Attributes:
        list, key: which.
        as_of: day of the edition, "2026-04-27"; date_from: "content", "given" or "folder".
        file: SHA-256 of the file. listing: that of the entry as it was read.
        names: as printed, primary first.
        measures: what the entry means in law.
        announced: day, month or year as the list has it, "" where it does not say.
        act: the legal act. place: where in the file.
        identifiers: kind and number, "imo 9900017".
        reasons: the statement of reasons, as printed.
    """

    list: str
    key: str
    as_of: str
    date_from: str
    file: str
    listing: str
    names: tuple[str, ...]
    measures: tuple[str, ...]
    announced: str = ""
    act: str = ""
    place: str = ""
    identifiers: tuple[str, ...] = ()
    reasons: str = ""

    @property
    def lead(self) -> str:
        """Return how a decision names the entry: "eu-fsf/EU.1234.56"."""
        return f"{self.list}/{self.key}"

    @property
    def cut(self) -> bool:
        """Say whether the statement of reasons goes on in the file."""
        return self.reasons.endswith(CUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonEvidence:
    """One fact that speaks for or against two entries being one target.

    Attributes:
        field: what it is about. a, b: the two values as printed.
        points: thousandths. note: code of what it says, "" for none.
    """

    field: str
    a: str
    b: str
    points: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairEvidence:
    """Why two entries were taken for one target.

    Attributes:
        a, b: places of the entries in the pack.
        score: the sum of the points, thousandths.
        reasons: that make it up.
    """

    a: int
    b: int
    score: int
    reasons: tuple[ReasonEvidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetEvidence:
    """Everything that a proposal says of one target.

    Attributes:
        target: names it in the proposal.
        kind: of it. name: as it is called.
        entries: of the reference's lists first.
        pairs: why they were taken for one.
        listed_by: jurisdictions. since: day of the first of the reference's listings.
        score: of the gap, thousandths of a point out of 100.
    """

    target: str
    kind: str
    name: str
    entries: tuple[EntryEvidence, ...]
    pairs: tuple[PairEvidence, ...]
    listed_by: tuple[str, ...]
    since: str
    score: int

    @property
    def leads(self) -> tuple[str, ...]:
        """Return the names of its entries."""
        return tuple(one.lead for one in self.entries)

    @property
    def since_known(self) -> bool:
        """Say whether an entry states the day since which it is listed."""
        return any(one.announced.startswith(self.since) for one in self.entries)

    def body(self) -> dict[str, Any]:
        """Return it as a record has it."""
        said: dict[str, Any] = {
            "target": self.target,
            "kind": self.kind,
            "name": self.name,
            "entries": [_entry_body(one) for one in self.entries],
            "listed_by": list(self.listed_by),
            "since": self.since,
            "score": self.score,
        }
        if self.pairs:
            said["pairs"] = [_pair_body(one) for one in self.pairs]
        return said


def evidence_of(row: GapRow, match: Match, reference: Sequence[str]) -> TargetEvidence:
    """Return the pack of a gap.

    Args:
        row: the gap.
        match: why the entries of its target were taken for one.
        reference: jurisdictions that lead; their entries come first.
    """
    first = [*row.gap.listed_by, *reference]

    def place(numbered: tuple[int, MatchedListing]) -> tuple[int, int]:
        number, one = numbered
        whose = one.edition.jurisdiction
        return first.index(whose) if whose in first else len(first), number

    fitting = [
        (number, one)
        for number, one in enumerate(match.listings)
        if len(one.listing.key) <= LONGEST_KEY
    ]
    chosen = sorted(fitting, key=place)[:MOST_ENTRIES]
    places = {number: place for place, (number, _) in enumerate(chosen)}
    pairs = [one for one in match.pairs if one.a in places and one.b in places]
    return TargetEvidence(
        target="t1",
        kind=match.kind.value,
        name=shortened(match.name.main, 300),
        entries=tuple(_entry(one) for _, one in chosen),
        pairs=tuple(_pair(one, places) for one in pairs[:MOST_PAIRS]),
        listed_by=tuple(sorted(row.gap.target.held)),
        since=row.gap.since.isoformat(),
        score=round(1000 * row.gap.score),
    )


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many letters; what was cut off is marked.

    >>> shortened("procurement of drones", 11)
    'procure […]'
    """
    return text if len(text) <= most else text[: most - len(CUT)] + CUT


def _entry(one: MatchedListing) -> EntryEvidence:
    listing, edition = one.listing, one.edition
    names = dict.fromkeys(shortened(name.text, 300) for name in listing.names)
    numbers = dict.fromkeys(f"{number.kind} {number.value}" for number in listing.identifiers)
    return EntryEvidence(
        list=listing.list,
        key=listing.key,
        as_of=edition.date.isoformat(),
        date_from=edition.date_from,
        file=edition.sha256,
        listing=listing_hash(listing),
        names=tuple(names)[:MOST_NAMES],
        measures=tuple(dict.fromkeys(measure.value for measure in listing.measures)),
        announced=listing.announced.text if listing.announced else "",
        act=shortened(listing.legal_act, 300),
        place=shortened(listing.place, 200),
        identifiers=tuple(shortened(one, 120) for one in numbers)[:MOST_NUMBERS],
        reasons=shortened(listing.reasons, LONGEST_REASONS),
    )


def _pair(one: MatchedPair, places: Mapping[int, int]) -> PairEvidence:
    reasons = tuple(map(_reason, one.explanation.reasons[:MOST_REASONS]))
    return PairEvidence(
        a=places[one.a],
        b=places[one.b],
        score=sum(reason.points for reason in reasons),
        reasons=reasons,
    )


def _reason(one: Reason) -> ReasonEvidence:
    return ReasonEvidence(
        field=one.field,
        a=shortened(one.a, 300),
        b=shortened(one.b, 300),
        points=round(1000 * one.points),
        note=one.note[:60],
    )


def _entry_body(one: EntryEvidence) -> dict[str, Any]:
    said: dict[str, Any] = {
        "list": one.list,
        "key": one.key,
        "as_of": one.as_of,
        "date_from": one.date_from,
        "file": one.file,
        "listing": one.listing,
        "names": list(one.names),
        "measures": list(one.measures),
    }
    for name in ("announced", "act", "place", "reasons"):
        if text := getattr(one, name):
            said[name] = text
    if one.identifiers:
        said["identifiers"] = list(one.identifiers)
    return said


def _pair_body(one: PairEvidence) -> dict[str, Any]:
    return {
        "a": one.a,
        "b": one.b,
        "score": one.score,
        "reasons": [
            {"field": said.field, "a": said.a, "b": said.b, "points": said.points}
            | ({"note": said.note} if said.note else {})
            for said in one.reasons
        ],
    }


def read_targets(body: Mapping[str, Any]) -> tuple[TargetEvidence, ...]:
    """Return the targets of a proposal's body, which fits its kind."""
    return tuple(
        TargetEvidence(
            target=said["target"],
            kind=Kind(said["kind"]).value,
            name=said["name"],
            entries=tuple(_read_entry(one) for one in said["entries"]),
            pairs=tuple(_read_pairs(said.get("pairs", ()), len(said["entries"]))),
            listed_by=tuple(said["listed_by"]),
            since=said["since"],
            score=said["score"],
        )
        for said in body["targets"]
    )


def _read_entry(said: Mapping[str, Any]) -> EntryEvidence:
    return EntryEvidence(
        list=said["list"],
        key=said["key"],
        as_of=said["as_of"],
        date_from=said["date_from"],
        file=said["file"],
        listing=said["listing"],
        names=tuple(said["names"]),
        measures=tuple(Measure(one).value for one in said["measures"]),
        announced=said.get("announced", ""),
        act=said.get("act", ""),
        place=said.get("place", ""),
        identifiers=tuple(said.get("identifiers", ())),
        reasons=said.get("reasons", ""),
    )


def _read_pairs(said: Iterable[Mapping[str, Any]], entries: int) -> Iterable[PairEvidence]:
    """Yield the pairs between entries that are there; a pair of others says nothing."""
    for one in said:
        if one["a"] < entries and one["b"] < entries:
            reasons = tuple(
                ReasonEvidence(
                    field=why["field"],
                    a=why["a"],
                    b=why["b"],
                    points=why["points"],
                    note=why.get("note", ""),
                )
                for why in one["reasons"]
            )
            yield PairEvidence(a=one["a"], b=one["b"], score=one["score"], reasons=reasons)


def in_parts(
    targets: Sequence[TargetEvidence], around: Mapping[str, Any]
) -> tuple[tuple[TargetEvidence, ...], ...]:
    """Return targets in as many proposals as it takes, each within a record, named anew in each.

    Args:
        targets: in order.
        around: the rest of the body.

    Raises:
        PackTooLargeError: one target alone is larger than a record.
    """
    room = LARGEST - AROUND - len(encode(dict(around)))
    parts: list[list[TargetEvidence]] = [[]]
    used = 0
    for one in targets:
        named = replace(one, target=f"t{len(parts[-1]) + 1}")
        size = len(encode(named.body())) + 1
        if size > room:
            raise PackTooLargeError(name=one.name, size=size, room=max(room, 0))
        if parts[-1] and (used + size > room or len(parts[-1]) == MOST_TARGETS):
            parts.append([])
            used, named = 0, replace(one, target="t1")
        parts[-1].append(named)
        used += size
    return tuple(tuple(part) for part in parts if part)
