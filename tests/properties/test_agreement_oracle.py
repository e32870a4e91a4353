"""The engine against an oracle: the same rules, written again as slowly and plainly as they read.

The oracle knows nothing of branches, holds or first links. It looks through all records for each
question, and asks again each time. It reads only histories in which nobody speaks twice.
"""

import datetime as dt
from collections.abc import Iterator

import pytest
from tests.unit.agreement.histories import EVERYBODY, World, fresh, proven, seeded

from comity.agreement.adoption import adopted
from comity.records.party import Party
from comity.records.record import Record


class Oracle:
    """All records of a history, and what R1 to R12 say of them."""

    def __init__(self, records: list[Record], parties: tuple[Party, ...], text: str) -> None:
        self.records = sorted(records, key=lambda record: (record.party, record.seq))
        self.parties = parties
        self.text = text
        self.verdicts: dict[str, bool] = {}
        self.adoptions: dict[str, str | None] = {}

    def valid(self, record: Record) -> bool:
        """Whether a signature is valid, asked once."""
        if record.hash not in self.verdicts:
            self.verdicts[record.hash] = self.is_valid(record)
        return self.verdicts[record.hash]

    def adopts(self, record: Record) -> str | None:
        """The revision that a record adopts, asked once."""
        if record.hash not in self.adoptions:
            self.adoptions[record.hash] = self.what_it_adopts(record)
        return self.adoptions[record.hash]

    def knows(self, one: Record, other: Record) -> bool:
        """R1: whether a record is the other or lies after it."""
        if one.party == other.party:
            return other.seq <= one.seq
        return other.party in one.cut and one.cut[other.party].size >= other.seq

    def past(self, one: Record) -> Iterator[Record]:
        """What the author knew before it wrote, own records in order."""
        return (other for other in self.records if other is not one and self.knows(one, other))

    def about(self, record: Record, kind: str) -> bool:
        """Whether a record is of a kind and about the text."""
        return record.kind == kind and record.body.get("object") == self.text

    def broken(self, procedure: str, seen: list[Record]) -> bool:
        """R8: a break in writing, or another revision from somebody who knew the procedure."""
        start = next(record for record in self.records if record.hash == procedure)
        for record in seen:
            if record.kind == "break/1" and record.body["procedure"] == procedure:
                return True
            other = self.about(record, "silence/1") or self.about(record, "revision/1")
            rival = other and record.body["revision"] != start.body["revision"]
            tabled = self.about(record, "alternative/1")
            opposed = self.about(record, "stance/1") and "O" in {
                said["stance"] for said in record.body["stances"].values()
            }
            if (rival or tabled or opposed) and self.knows(record, start):
                return True
        return False

    def silent(self, record: Record) -> bool:
        """R8: whether a procedure lasts for the hour that the terms of reference ask for."""
        start, end = record.at, record.body["deadline"]
        hour = dt.timedelta(hours=1)
        long = dt.datetime.fromisoformat(end) - dt.datetime.fromisoformat(start) >= hour
        return long and not any(self.adopts(other) for other in self.past(record))

    def is_valid(self, record: Record) -> bool:
        """R8, R9, R10: whether a signature is valid."""
        seen, body = list(self.past(record)), record.body
        if any(self.adopts(other) for other in seen):
            return False
        if "procedure" in body:
            starts = [one for one in seen if one.hash == body["procedure"]]
            if not starts or starts[0].body["revision"] != body["revision"]:
                return False
            late = record.at >= starts[0].body["deadline"]
            if not late or not self.silent(starts[0]) or self.broken(body["procedure"], seen):
                return False
        for former in seen:
            if former.party != record.party or not self.about(former, "sign/1"):
                continue
            if former.body["revision"] == body["revision"] or "ad_referendum" in former.body:
                continue
            if self.valid(former) and not self.released(former, seen, record.party):
                return False
        return True

    def takes_back(self, record: Record) -> bool:
        """R8, R11: whether its author's signature is withdrawn by it."""
        if record.kind == "break/1":
            name = record.body["procedure"]
            start = next(one for one in self.records if one.hash == name)
            return self.standing_revision(record) == str(start.body["revision"])
        return self.about(record, "withdraw/1")

    def standing_revision(self, record: Record) -> str | None:
        """The revision of the last valid signature before a record, if it was not taken back."""
        live: list[Record] = []
        for one in self.records:
            if one.party == record.party and one.seq < record.seq:
                if self.about(one, "sign/1") and self.valid(one):
                    live.append(one)
                elif self.takes_back(one):
                    live = []
        return str(live[-1].body["revision"]) if live else None

    def released(self, former: Record, seen: list[Record], party: Party) -> bool:
        """R9: whether a signature was withdrawn, and every other party's chain shows it."""
        for record in seen:
            after = record.party == party and record.seq > former.seq
            if after and self.takes_back(record):
                return all(
                    any(other.party == peer and self.knows(other, record) for other in seen)
                    for peer in self.parties
                    if peer != party
                )
        return False

    def standing(self, party: Party, seen: list[Record]) -> str | None:
        """R7, R8, R11, R12, R20: the revision on which a party's signature counts."""
        live: list[Record] = []
        for record in seen:
            if record.party == party and self.about(record, "sign/1") and self.valid(record):
                live.append(record)
            elif record.party == party and self.takes_back(record):
                live = []
        for record in reversed(live):
            body = record.body
            procedure = body.get("procedure")
            if "ad_referendum" in body or (procedure and self.broken(procedure, seen)):
                continue
            if not self.void(record, seen):
                return str(body["revision"])
        return None

    def void(self, record: Record, seen: list[Record]) -> bool:
        """R20: whether somebody has proved that the record does not count."""
        proofs = [proof for other in seen if (proof := proven(other))]
        return any(
            proof.party == record.party
            and proof.since <= record.seq
            and (proof.until is None or record.seq < proof.until)
            for proof in proofs
        )

    def what_it_adopts(self, record: Record) -> str | None:
        """R7: the revision that a record adopts."""
        if not (self.about(record, "complete/1") or self.about(record, "sign/1")):
            return None
        if record.kind == "sign/1" and ("ad_referendum" in record.body or not self.valid(record)):
            return None
        seen = [*self.past(record), record]
        seen.sort(key=lambda one: (one.party, one.seq))
        revision = str(record.body["revision"])
        all_signed = all(self.standing(party, seen) == revision for party in self.parties)
        return revision if all_signed and not self.void(record, seen) else None


@pytest.mark.parametrize(("parties", "size"), [(2, 120), (2, 240), (3, 240), (4, 320)])
def test_the_engine_says_what_the_oracle_says(parties: int, size: int) -> None:
    compared = 0
    for seed in range(5000, 5012):
        world = World(seeded(seed, size), EVERYBODY[:parties]).run()
        engine = fresh(world, world.records)
        oracle = Oracle(world.records, EVERYBODY[:parties], world.start.text)
        acts = [
            act
            for acts in engine.matter(world.start.text).acts.values()
            for act in acts
            if act.record.kind in {"sign/1", "complete/1"}
        ]

        for act in acts:
            if act.record.kind == "sign/1":
                assert (act.void == "") == oracle.valid(act.record), (seed, act.link)
            assert (act.completes or None) == oracle.adopts(act.record), (seed, act.link)
            compared += 1
        adopted_by_oracle = {found for act in acts if (found := oracle.adopts(act.record))}
        assert {one.revision for one in adopted(engine, world.start.text)} == adopted_by_oracle

    assert compared > 50
