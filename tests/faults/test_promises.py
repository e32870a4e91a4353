"""What a dead node must have on its disk."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.faults.checker import Fault, Finding, History, Place, Said
from tests.faults.nodes import Node
from tests.faults.processes import Starter
from tests.faults.promises import broken

from comity.records.party import Party

UKRAINE, JAPAN = Party("ua"), Party("jp")
CHAIN: Place = ("c1" * 32, UKRAINE)


def node(folder: Path, party: Party, size: int, *, received: int = 0) -> Node:
    """Return a node that is dead and holds so much of Kyiv's chain, and receipts for so much."""
    (folder / party).mkdir()
    with closing(sqlite3.connect(folder / party / "journal.db")) as journal:
        journal.execute("CREATE TABLE chains (id, circle, party, size)")
        journal.execute("CREATE TABLE deliveries (chain, member, received)")
        journal.execute("INSERT INTO chains VALUES (1, ?, ?, ?)", (*CHAIN, size))
        journal.execute("INSERT INTO deliveries VALUES (1, 'jp', ?)", (received,))
        journal.commit()
    return Node(party, folder / party, folder / "log", Starter())


def test_what_was_acknowledged_and_receipted_is_on_the_disk(tmp_path: Path) -> None:
    kyiv, tokyo = node(tmp_path, UKRAINE, 3, received=2), node(tmp_path, JAPAN, 2)
    history = History(said=[Said(CHAIN, "ua/0", "ua/0/1", 3, "hash")])

    assert broken(kyiv, [tokyo], history) == []
    assert broken(tokyo, [kyiv], history) == []


def test_an_acknowledged_record_that_is_not_on_the_disk_is_found(tmp_path: Path) -> None:
    kyiv, tokyo = node(tmp_path, UKRAINE, 2), node(tmp_path, JAPAN, 2)
    history = History(said=[Said(CHAIN, "ua/0", "ua/0/1", 3, "hash")])

    found = broken(kyiv, [tokyo], history)

    about = "acknowledged 3 records of ua in c1c1c1c1, 2 are on its disk"
    assert found == [Finding(Fault.PROMISE_BROKEN, "ua", about)]


def test_a_receipt_for_what_is_not_on_the_disk_is_found(tmp_path: Path) -> None:
    kyiv, tokyo = node(tmp_path, UKRAINE, 3, received=3), node(tmp_path, JAPAN, 2)

    found = broken(tokyo, [kyiv], History())

    about = "receipted 3 records of ua in c1c1c1c1, 2 are on its disk"
    assert found == [Finding(Fault.PROMISE_BROKEN, "jp", about)]
