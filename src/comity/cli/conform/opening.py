"""Opening: what a node makes of what it is handed.

The node of a case lives in memory: it has keys, it accepted cards, it took parcels before.
"""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comity.cli.conform.case import Ask, data, shown, signing_keys
from comity.exchange.answers import Answers
from comity.exchange.attachments import Attachments
from comity.exchange.courier import unpack
from comity.exchange.intake import open_parcel
from comity.exchange.parcel import read
from comity.exchange.roster import Roster
from comity.exchange.station import Station
from comity.journal.book import open_journal
from comity.node.party import KINDS
from comity.records.party import party_of
from comity.seal.card import read_card, verify_first
from comity.seal.chunks import SEALED_CHUNK, count, open_chunk
from comity.seal.keystore import NodeKeys
from comity.seal.sealing import SealingKeys

Put = Mapping[str, Any]
Said = dict[str, Any]


@contextmanager
def node(put: Put) -> Iterator[Answers]:
    """Give the node of a case, which took its earlier parcels."""
    keys = NodeKeys(
        signing_keys(put["keys"]["signing"]),
        SealingKeys.from_bytes(bytes.fromhex(put["keys"]["sealing"])),
    )
    roster = Roster(party_of(put["me"]))
    for encoded in put["cards"]:
        roster = roster.with_card(verify_first(read_card(data(encoded))))
    now = dt.datetime.fromisoformat(put["now"])
    journal = open_journal(":memory:")
    station = Station(journal, keys, roster, kinds=KINDS, clock=lambda: now)
    try:
        answers = Answers(station, Attachments(station, Path("attachments")))
        for earlier in put["before"]:
            asyncio.run(answers.parcel(data(earlier)))
        yield answers
    finally:
        journal.close()


def parcel(put: Put) -> Said:
    """Take a parcel; give the receipt and the hashes of what was in it."""
    taken = data(put["parcel"])
    with node(put) as answers:
        station = answers.station
        opened = open_parcel(read(taken), station.roster, station.keys)
        receipt = asyncio.run(answers.parcel(taken))
    return {"receipt": shown(receipt), "records": [one.hash for one in opened.records]}


def courier(put: Put) -> Said:
    """Take a courier file; say what was new and what was refused of it."""
    with tempfile.TemporaryDirectory() as folder, node(put) as answers:
        file = Path(folder) / "courier"
        file.write_bytes(data(put["file"]))
        taken = unpack(answers.station, answers, file)
    return {
        "from": taken.party,
        "records": taken.records,
        "receipts": taken.receipts,
        "refused_entries": [error.code for error in taken.refused],
    }


def attachment(put: Put) -> Said:
    """Open a sealed file of a stated size."""
    sealed, key = data(put["sealed"]), bytes.fromhex(put["key"])
    last = count(put["size"]) - 1
    chunks = [
        open_chunk(
            key,
            index,
            sealed[index * SEALED_CHUNK : None if index == last else (index + 1) * SEALED_CHUNK],
            last=index == last,
        )
        for index in range(last + 1)
    ]
    return {"clear": shown(b"".join(chunks))}


ASKED: dict[str, Ask] = {"parcel": parcel, "courier": courier, "attachment": attachment}
