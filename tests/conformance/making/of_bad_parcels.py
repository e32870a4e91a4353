"""Cases of parcels that are refused, each by name."""

import json
import struct
from collections.abc import Sequence
from hashlib import sha256

from tests.conformance.making.cases import File, given
from tests.conformance.making.people import Issued
from tests.conformance.making.story import EARLIER, LATER, Story
from tests.conformance.making.wire import (
    MAGIC,
    author_lines,
    canonical,
    framed,
    genesis,
    leaf,
    note,
    note_text,
    path,
    record,
    report,
    root,
    signed_parcel,
    sized,
)


def refused_parcels(file: File, story: Story, rotated: Sequence[bytes], renewed: Issued) -> None:
    """Add all of them.

    Args:
        file: to which.
        story: that is told.
        rotated: Ukraine's chain up to its next card.
        renewed: that card.
    """
    refused_clear(file, story, story.run(1, 3))
    refused_sealed(file, story)
    refused_place(file, story)
    refused_keys(file, story, rotated, renewed)


def refuse(file: File, like: str, rows: Sequence[tuple[str, str | list[str], bytes]]) -> None:
    """Add parcels that are refused."""
    for says, codes, data in rows:
        file.add("open", "parcel", says, {"parcel": given(data)}, refused=codes, like=like)


def refused_clear(file: File, story: Story, three: bytes) -> None:
    """Add what is refused before anything is opened."""
    frame = framed(story.header())
    cut = len(frame) + 32
    sealed = three[cut + 64 :]

    def under(**fields: object) -> bytes:
        return signed_parcel(framed(story.header(**fields)), sealed, story.ua.signing)

    other = bytearray(three)
    other[-1] ^= 1
    forged = bytearray(three)
    forged[cut] ^= 1
    long = MAGIC + struct.pack(">I", 4097) + b" " * 4097 + bytes(96)
    spaced = framed(story.header().replace(b":", b": ", 1))
    stranger = story.people.signer("stranger")
    refuse(
        file,
        "fresh",
        [
            ("no bytes", "parcel", b""),
            ("something else", "parcel", b"PK\3\4" + bytes(200)),
            ("it ends in the magic", "parcel", three[:5]),
            ("it ends before its header", "parcel", three[:10]),
            ("it ends before its sealed part", "parcel", three[: cut + 63]),
            ("version 2 of parcels", "unknown-version", b"COMITY2\n" + three[8:]),
            ("version 2 in the header", "unknown-version", under(v=2)),
            ("another way of sealing", "unknown-version", under(seal="hpke-x25519")),
            ("another way of signing", "unknown-version", under(sign="rsa")),
            ("a header of 4,097 bytes", "oversize", long),
            ("1,025 records", "oversize", under(last=1025)),
            ("16,777,217 bytes", "oversize", three + b"x" * (16_777_217 - len(three))),
            ("a header that is not canonical", "not-canonical",
             signed_parcel(spaced, sealed, story.ua.signing)),
            ("a field more in the header", "parcel", under(note="x")),
            ("the last before the first", "parcel", under(first=3, last=1)),
            ("number 0", "parcel", under(first=0)),
            ("a form that is none", "parcel", under(form="bulk")),
            ("two records ahead of their chain", "parcel", under(form="early", last=2)),
            ("a precedence that is none", "parcel", under(precedence="urgent")),
            ("a precedence that is a list", "parcel", under(precedence=[])),
            ("for somebody else", "wrong-audience", under(recipient="kr")),
            ("from a party without a card here", "unpaired-sender", under(carrier="pl")),
            ("the signature is another", "forged", bytes(forged)),
            ("a stranger signed", "forged", signed_parcel(frame, sealed, stranger)),
            ("one bit of the sealed part is another", "damaged-parcel", bytes(other)),
            ("another header was put over the sealed part", "cannot-open",
             under(precedence="flash")),
        ],
    )  # fmt: skip


def refused_sealed(file: File, story: Story) -> None:
    """Add what is refused once it was opened."""
    chain, mine = story.chain, story.note(3)
    leaves = [leaf(one) for one in chain]
    other = record("1" * 64, "ua", chain[1], report("Agenda"), at=LATER)
    swapped = [chain[0], chain[2], chain[1], mine]
    lone = b"".join(map(sized, [*chain[:3], mine]))[:-1]
    circle = genesis("ua", {"ua": story.ua.fingerprint, "jp": "1" * 64})
    elsewhere = genesis("ua", {"ua": story.ua.fingerprint, "kr": story.kr.fingerprint})
    wrong_note = [*chain[:3], note([story.korean], story.kr.signing, story.circle)]
    unknown = genesis(
        "ua", {"ua": story.ua.fingerprint, "jp": story.jp.fingerprint, "pl": "3" * 64}
    )
    lone_circle = genesis("ua", {"ua": story.ua.fingerprint})
    informed = canonical({**json.loads(chain[0]), "cut": {"jp": [1, "1" * 64]}})
    without = genesis("ua", {"jp": story.jp.fingerprint, "kr": story.kr.fingerprint})

    def blobs(held: Sequence[bytes], last: int = 3) -> bytes:
        return story.sealed(held, last=last)

    kr = story.kr.sealing
    refuse(
        file,
        "fresh",
        [
            ("sealed to another party", "cannot-open", story.run(1, 3, to=kr)),
            ("a record less than it says", "parcel", blobs([*chain[:2], mine])),
            ("a length inside leads beyond the end", "parcel",
             parcel_of(story, story.header(), lone)),
            ("a record that is none", "malformed-record",
             blobs([*chain[:2], canonical({"seq": 3}), mine])),
            ("a record that is not canonical", "not-canonical",
             blobs([*chain[:2], chain[2] + b" ", mine])),
            ("a record of another circle", "foreign-record", blobs([*chain[:2], other, mine])),
            ("records in another order", "foreign-record", blobs(swapped)),
            ("a checkpoint of another chain", "foreign-record", blobs(wrong_note)),
            ("a checkpoint that is none", "checkpoint-note", blobs([*chain[:3], b"none\n"])),
            ("it ends before its checkpoint", "truncated",
             blobs([*chain[:2], mine], last=2)),
            ("a checkpoint that its author did not sign", "forged",
             story.run(1, 3, signer=story.kr.signing)),
            ("a circle without this party", "not-a-member", opening(story, elsewhere)),
            ("a circle with another card of this party", "other-card",
             opening(story, circle)),
            ("a circle with a party whose card is not here", "unpaired-sender",
             opening(story, unknown)),
            ("a circle of one party", "circle", opening(story, lone_circle)),
            ("a circle without its opener", "circle", opening(story, without)),
            ("a circle whose opener had received something in it", "circle",
             opening(story, informed)),
        ],
    )  # fmt: skip
    refuse(
        file,
        "three",
        [
            ("a record ahead of its chain, and a path to another root", "not-included",
             story.early(4, 4, path(2, leaves))),
            ("a record ahead of its chain, and half a path", "not-included",
             story.early(4, 4, path(3, leaves)[:1])),
        ],
    )  # fmt: skip


def opening(story: Story, first: bytes) -> bytes:
    """Return a parcel of the first record of another circle."""
    circle = leaf(first).hex()
    text = note_text(circle, "ua", 1, root([leaf(first)]))
    signed = text + b"\n" + b"".join(author_lines(text, story.ua.signing))
    return story.sealed([first, signed], circle=circle, first=1, last=1)


def parcel_of(story: Story, header: bytes, inside: bytes) -> bytes:
    """Return a parcel of bytes that need not be blobs."""
    frame = framed(header)
    sealed = story.jp.sealing.seal(inside, sha256(frame).digest())
    return signed_parcel(frame, sealed, story.ua.signing)


def refused_place(file: File, story: Story) -> None:
    """Add what does not fit to the records that are there."""
    chain, circle = story.chain, story.circle
    lie = record(circle, "ua", chain[1], report("Another agenda"), at=LATER)
    astray = record(circle, "ua", lie, report("More"), at=LATER)
    back = record(circle, "ua", chain[2], report("Yesterday"), at=EARLIER)
    seen = record(circle, "ua", chain[2], report("Seen"), cut={"kr": story.korean}, at=LATER)
    forgot = record(circle, "ua", seen, report("Forgotten"), at=LATER)
    wrong = [*chain[:2], lie, chain[3]]
    longer = [*chain, record(circle, "ua", chain[3], report("Fifth"), at=LATER)]
    root_of_another = note(wrong, story.ua.signing, circle)
    refuse(
        file,
        "three",
        [
            ("a record is missing before it", "gap", story.run(5, 5, longer)),
            ("another record under a number", "two-stories", story.run(3, 3, [*chain[:2], lie])),
            ("it follows another record", "broken-link",
             story.run(4, 4, [*chain[:2], lie, astray])),
            ("it is older than the one before it", "back-dated",
             story.run(4, 4, [*chain[:3], back])),
            ("it forgot what the one before had received", "cut-goes-back",
             story.run(4, 5, [*chain[:3], seen, forgot])),
            ("a checkpoint of other records", "wrong-root",
             story.sealed([chain[3], root_of_another], first=4, last=4)),
        ],
    )  # fmt: skip
    refuse(file, "fresh", [("a circle that is not here yet", "unknown-circle", story.run(2, 3))])


def refused_keys(file: File, story: Story, rotated: Sequence[bytes], renewed: Issued) -> None:
    """Add what is signed with keys that were given up."""
    after = record(story.circle, "ua", rotated[-1], report("After"), at=LATER)
    longer = [*rotated, after]
    refuse(
        file,
        "rotated",
        [
            ("a checkpoint with the keys of the card before", "revoked-key",
             story.run(5, 5, longer, carrier=renewed.signing)),
        ],
    )  # fmt: skip
