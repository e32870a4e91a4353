"""Example: the worked example on the page of the protocol, from the story of the parcels."""

import textwrap
from hashlib import sha256

from tests.conformance.making.people import People
from tests.conformance.making.story import Story
from tests.conformance.making.wire import SECONDS, cosignature, framed, key_id, leaf

BEGIN, END = "## Worked example\n", "## Vectors\n"

EXAMPLE = """## Worked example

Cases `parcel-1` and `parcel-3`. Ukraine opens a circle with Japan and Korea. The record is one
line of {size} bytes, divided here:

```
{record}
```

Its hash, which is the circle's id and the root of the tree of one record:

```
{hash}
```

The text of the checkpoint, which Ukraine signs; the key id of its Ed25519 key
`{key}` is `{key_id}` here:

```
{text}
```

Magic and length, then the header of the parcel to Japan, {header_size} bytes:

```
{magic} {length}
{header}
```

`info` of sealing, the SHA-256 of all of that:

```
{info}
```

What Japan signs with the seed `{seed}`
once the record is safe, at second {seconds}, and below the empty line, which is not signed, its
cosignature:

```
cosignature/v1
time {seconds}
{text}

{cosignature}
```

"""


def example(people: People) -> str:
    """Return the section."""
    story = Story(people)
    first, text, signing = story.chain[0], story.text(1), story.jp.signing
    header = story.header(first=1, last=1, precedence="immediate")
    frame = framed(header)
    name, key = text.decode().split("\n")[0], story.ua.signing.ed25519
    divided = first.decode()
    for after in ('"members":{', '",', '"},', '"cut":{},'):
        for before in ('"', '"kr"', '"ua"', '"nonce"', '"kind"'):
            if len(before) > 1 or after == '"members":{':
                divided = divided.replace(after + before, f"{after}\n{before}")
    return EXAMPLE.format(
        size=len(first),
        record=divided,
        hash=leaf(first).hex(),
        key=key.hex(),
        key_id=key_id(name, b"\x01", key).hex(),
        text=text.decode().rstrip(),
        header_size=len(header),
        magic=frame[:8].hex(),
        length=frame[8:12].hex(),
        header="\n".join(textwrap.wrap(header.hex(), 112)),
        info=sha256(frame).hexdigest(),
        seed=signing.seed[:32].hex(),
        seconds=SECONDS,
        cosignature="\n".join(textwrap.wrap(cosignature(text, SECONDS, signing).hex(), 112)),
    )


def with_example(page: str, people: People) -> str:
    """Return the page of the protocol with the example as it is now."""
    before, after = page.split(BEGIN, maxsplit=1)[0], page.split(END)[1]
    return before + example(people) + END + after
