"""Cases of parcels: what a node answers to one, after those that it took before."""

import json
from hashlib import sha256

from tests.conformance.making.cases import File, given
from tests.conformance.making.of_bad_parcels import refused_parcels
from tests.conformance.making.people import People
from tests.conformance.making.story import LATER, Story, node
from tests.conformance.making.wire import (
    AT,
    early_receipt,
    framed,
    leaf,
    note,
    note_text,
    parcel,
    record,
    root,
    sized,
)


def of_parcels(people: People) -> File:
    """Return the cases of parcels."""
    story = Story(people)
    three = story.run(1, 3)
    renewed = story.people.issue("ua", story.ua)
    body = record(story.circle, "ua", story.chain[2], renewed.body, "card/1", at=LATER)
    rotated = [*story.chain[:3], body]
    change = story.run(4, 4, rotated, signer=renewed.signing)
    shared = {
        "fresh": node(story),
        "three": node(story, three),
        "rotated": node(story, three, change),
    }
    file = File("parcel", "Parcels: what a node answers to one", shared)
    headers(file, story)
    taken(file, story, three, change, body)
    refused_parcels(file, story, rotated, renewed)
    return file


def headers(file: File, story: Story) -> None:
    """Add the worked example: header and what is sealed under it."""
    header = story.header(first=1, last=1, precedence="immediate")
    frame = framed(header)
    file.add(
        "encode",
        "header",
        "a header, and the `info` of sealing under it",
        {"header": json.loads(header)},
        answer={
            "bytes": given(header),
            "framed": {"hex": frame.hex()},
            "info": sha256(frame).hexdigest(),
        },
    )
    blobs = [b"first", b"", b"third"]
    packed = b"".join(map(sized, blobs))
    put = {"blobs": [given(one) for one in blobs]}
    file.add("encode", "blobs", "three, one of them empty", put, answer={"bytes": given(packed)})


def taken(file: File, story: Story, three: bytes, change: bytes, body: bytes) -> None:
    """Add parcels that are taken."""
    chain = story.chain
    korean, relayed = korean_parcel(story), relay(story)
    text = note_text(story.circle, "kr", 1, root([leaf(story.korean)]))
    rows = (
        ("the first record of a circle", "fresh", story.run(1, 1), story.text(1), chain[:1]),
        ("three records at once", "fresh", three, story.text(3), chain[:3]),
        ("the same parcel again", "three", three, story.text(3), chain[:3]),
        ("an old one after a new one", "three", story.run(1, 1), story.text(3), chain[:1]),
        ("a run that overlaps", "three", story.run(2, 4), story.text(4), chain[1:4]),
        ("a record of an unknown kind", "three", story.run(4, 4), story.text(4), chain[3:4]),
        ("another member's own chain", "three", korean, text, [story.korean]),
        ("a chain that another member carries", "fresh", relayed, story.text(3), chain[:3]),
        ("a new card, signed with its keys", "three", change, None, [body]),
    )
    for says, like, data, signed, records in rows:
        sign = signed or story.text(4, [*chain[:3], body])
        file.add(
            "open",
            "parcel",
            says,
            {"parcel": given(data)},
            answer=story.answer(sign, *records),
            like=like,
        )
    ahead = early_receipt(chain[3], "jp", AT, story.jp.signing)
    file.add(
        "open",
        "parcel",
        "an urgent record ahead of its chain",
        {"parcel": given(story.early(4, 4)), "before": [given(story.run(1, 1))]},
        answer={"receipt": given(ahead), "records": [leaf(chain[3]).hex()]},
        like="fresh",
    )


def korean_parcel(story: Story) -> bytes:
    """Return Korea's own first record, from Korea."""
    blobs = [story.korean, note([story.korean], story.kr.signing, story.circle)]
    header = story.header(chain="kr", carrier="kr", first=1, last=1)
    return parcel(header, blobs, story.jp.sealing, story.kr.signing)


def relay(story: Story) -> bytes:
    """Return Ukraine's records, sealed and carried by Korea."""
    header = story.header(carrier="kr")
    blobs = [*story.chain[:3], story.note(3)]
    return parcel(header, blobs, story.jp.sealing, story.kr.signing)
