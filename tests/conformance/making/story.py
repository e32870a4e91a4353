"""Story: what three parties say to each other in the cases of parcels, and the parcels of it."""

from collections.abc import Sequence
from typing import Any

from tests.conformance.making.cases import given
from tests.conformance.making.material import Sealer, Signer
from tests.conformance.making.people import Issued, People
from tests.conformance.making.wire import (
    AT,
    SEAL,
    SECONDS,
    canonical,
    genesis,
    leaf,
    note,
    note_text,
    parcel,
    path,
    receipt,
    record,
    report,
    root,
)

LATER = "2026-03-05T09:31:00.000Z"
EARLIER = "2026-03-05T09:29:59.999Z"


class Story:
    """What Ukraine, Japan and Korea say to each other in one circle.

    Attributes:
        ua, jp, kr: their cards.
        circle: its id.
        chain: Ukraine's first four records.
        korean: Korea's first record.
    """

    def __init__(self, people: People) -> None:
        self.people = people
        self.ua, self.jp, self.kr = (people.issue(party) for party in ("ua", "jp", "kr"))
        cards = {one.party: one.fingerprint for one in (self.ua, self.jp, self.kr)}
        first = genesis("ua", cards)
        self.circle = leaf(first).hex()
        self.chain = [first]
        for body in (
            report("Vessel seen", "IMO 0000000 left port.", "flash"),
            report("Agenda", "Порядок денний / 議題"),
        ):
            self.chain.append(record(self.circle, "ua", self.chain[-1], body, at=LATER))
        weather = {"wind": [3, "NW"]}
        self.chain.append(
            record(self.circle, "ua", self.chain[-1], weather, "x-weather/1", at=LATER)
        )
        cut = {"ua": self.chain[1]}
        self.korean = record(self.circle, "kr", None, report("Seen"), cut=cut, at=LATER)

    def header(self, **fields: object) -> bytes:
        """Return the header of a parcel from Ukraine to Japan, with some fields otherwise."""
        usual = {
            "v": 1,
            "seal": SEAL,
            "sign": "ed25519",
            "circle": self.circle,
            "chain": "ua",
            "carrier": "ua",
            "recipient": "jp",
            "card": self.jp.fingerprint,
            "form": "run",
            "first": 1,
            "last": 3,
            "precedence": "routine",
            "created": LATER,
        }
        return canonical({**usual, **fields})

    def run(
        self,
        first: int,
        last: int,
        chain: Sequence[bytes] = (),
        *,
        signer: Signer | None = None,
        carrier: Signer | None = None,
        to: Sealer | None = None,
        **fields: object,
    ) -> bytes:
        """Return a parcel of records from one number to another, and the checkpoint there."""
        records = list(chain or self.chain)
        blobs = [*records[first - 1 : last], self.note(last, records, signer)]
        return self.sealed(blobs, carrier=carrier, to=to, first=first, last=last, **fields)

    def note(self, size: int, records: Sequence[bytes] = (), signer: Signer | None = None) -> bytes:
        """Return Ukraine's checkpoint of so many records."""
        held = list(records or self.chain)[:size]
        return note(held, signer or self.ua.signing, self.circle)

    def sealed(
        self,
        blobs: Sequence[bytes],
        *,
        carrier: Signer | None = None,
        to: Sealer | None = None,
        **fields: object,
    ) -> bytes:
        """Return a parcel of these blobs."""
        header = self.header(**fields)
        return parcel(header, blobs, to or self.jp.sealing, carrier or self.ua.signing)

    def early(self, seq: int, size: int, steps: Sequence[bytes] | None = None) -> bytes:
        """Return a parcel of one record ahead of its chain, under the checkpoint of a size."""
        leaves = [leaf(one) for one in self.chain[:size]]
        way = path(seq - 1, leaves) if steps is None else steps
        blobs = [self.chain[seq - 1], self.note(size), b"".join(way)]
        return self.sealed(blobs, form="early", first=seq, last=seq, precedence="flash")

    def text(self, size: int, records: Sequence[bytes] = ()) -> bytes:
        """Return the text of Ukraine's checkpoint of so many records."""
        leaves = [leaf(one) for one in list(records or self.chain)[:size]]
        return note_text(self.circle, "ua", size, root(leaves))

    def answer(self, text: bytes, *records: bytes) -> dict[str, Any]:
        """Return what Japan answers once these records are safe."""
        given_for = receipt(text, "jp", SECONDS, self.jp.signing)
        hashes = [leaf(one).hex() for one in records]
        return {"receipt": given(given_for), "records": hashes}


def node(story: Story, *before: bytes, cards: Sequence[Issued] = ()) -> dict[str, Any]:
    """Return Japan's node, which has these cards and took these parcels before."""
    known = cards or (story.ua, story.jp, story.kr)
    return {
        "me": "jp",
        "keys": story.jp.keys,
        "cards": [given(one.encoded) for one in known],
        "now": AT,
        "before": [given(one) for one in before],
    }
