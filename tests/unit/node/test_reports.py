"""Reports on the command line: listed, read, acknowledged, their attachments saved."""

from pathlib import Path
from typing import Any

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, World

from comity.errors import ComityError
from comity.exchange.correspondence import NoMessageError
from comity.exchange.statements import Attachment
from comity.journal.files import FileNotHereError
from comity.node.folder import PathError
from comity.node.internal import Internal
from comity.node.orders import Desk
from comity.node.reports import FileThereError, Reports, WhichReportError, distinct
from comity.records.precedence import Precedence


def ask(world: World, order: str, **more: Any) -> Any:
    """Ask Tokyo's node."""
    return Desk(world.nodes[JAPAN]).orders[order](**more)


def test_the_newest_report_stands_first_with_its_number(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.settle()
    first, second = (two.report(UKRAINE, circle, words) for words in ("one", "two"))
    two.report(JAPAN, circle, "own")
    two.settle()

    found = ask(two, "report.list")
    sent = ask(two, "report.list", box="outbox")

    assert [row["record"] for row in found["reports"]] == [second.hash, first.hash]
    assert found["total"] == 2
    assert [row["party"] for row in sent["reports"]] == ["jp"]
    numbers = [row["number"] for row in found["reports"]]
    assert numbers == sorted(numbers, reverse=True)


def test_a_report_is_found_by_its_number_its_hash_and_the_beginning_of_it(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    sent = two.report(UKRAINE, circle, "They met on Thursday.")
    two.settle()
    (row,) = ask(two, "report.list")["reports"]

    for name in (str(row["number"]), sent.hash, f"{sent.hash[:20]}"):
        assert ask(two, "report.show", name=name)["text"] == "They met on Thursday."


def test_only_what_is_asked_for_is_listed(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "calm")
    two.report(UKRAINE, circle, "urgent", precedence=Precedence.FLASH)
    two.settle()

    flash = ask(two, "report.list", precedence="flash", circle="ua,jp", party="ua")
    none = ask(two, "report.list", words="aircraft")
    newest = ask(two, "report.list", most=1)

    assert [row["precedence"] for row in flash["reports"]] == ["flash"]
    assert none == {"total": 0, "reports": []}
    assert (newest["total"], len(newest["reports"])) == (2, 1)


@pytest.mark.parametrize("name", ["", "99999", "zz", "%", "0" * 64, "f" * 70])
def test_a_report_that_is_not_there_is_refused_by_name(two: World, name: str) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "there")
    two.settle()

    with pytest.raises(WhichReportError, match="names 0 reports here"):
        ask(two, "report.show", name=name)


def test_a_name_that_fits_several_is_refused(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    hashes = [two.report(UKRAINE, circle, f"report {number}").hash for number in range(60)]
    two.settle()
    shared = next(
        one[:1] for one in hashes if one[0] in "abcdef" and sum(h[0] == one[0] for h in hashes) > 1
    )

    with pytest.raises(WhichReportError, match="names 2 reports here"):
        ask(two, "report.show", name=shared)


def test_reading_tells_nobody_and_acknowledging_tells_once_who_asked(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    sent = two.report(UKRAINE, circle, "tell me", read_receipt=True)
    two.settle()

    ask(two, "report.show", name=sent.hash)
    silent = two.heads(JAPAN, circle).get(JAPAN)
    told = [ask(two, "report.show", name=sent.hash, acknowledge=True)["told"] for _ in range(2)]
    two.settle()

    assert silent is None
    assert told == [True, False]
    read = two.nodes[UKRAINE].journal.record(circle, JAPAN, 1)
    assert read is not None
    assert (read.kind, read.body) == ("read/1", {"record": sent.hash})


def test_an_acknowledged_report_counts_as_opened_on_the_pages(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    sent = two.report(UKRAINE, circle, "unasked")
    two.settle()

    told = ask(two, "report.show", name=sent.hash, acknowledge=True)["told"]

    internal = Internal(two.nodes[JAPAN].folder.internal)
    assert not told
    assert list(internal.opened_among([sent.hash])) == [sent.hash]
    internal.close()


def test_the_own_report_is_not_acknowledged(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.settle()
    own = two.report(JAPAN, circle, "own")

    with pytest.raises(NoMessageError):
        ask(two, "report.show", name=own.hash, acknowledge=True)


def attached(world: World, *contents: str, fetch: bool = True) -> str:
    """Let Kyiv send a report with files that have one name; return its hash."""
    circle, node = world.open(UKRAINE, JAPAN), world.nodes[UKRAINE]
    files = []
    for number, content in enumerate(contents):
        file = world.path / f"{number}" / "список.txt"
        file.parent.mkdir()
        file.write_text(content, "utf-8")
        files.append(node.attachments.seal(circle, "", "", file))
    sent = world.report(UKRAINE, circle, "with files", attachments=files)
    world.settle()
    if fetch:
        there = world.nodes[JAPAN].attachments
        for one in files:
            data = node.attachments.files.read(circle, one.address, 0, 1 << 20)
            there.files.write(circle, one.address, len(data), 0, data)
    return sent.hash


def test_attachments_are_saved_in_clear_each_under_its_own_name(two: World, tmp_path: Path) -> None:
    name = attached(two, "перший", "другий")

    done = ask(two, "report.save", name=name, folder=str(tmp_path / "saved"))

    saved = tmp_path / "saved"
    assert done["files"] == [str(saved / "список.txt"), str(saved / "список-2.txt")]
    assert [Path(one).read_text("utf-8") for one in done["files"]] == ["перший", "другий"]


def refused_to_save(world: World, name: str, folder: Path, error: type[ComityError]) -> None:
    """Check that nothing is saved."""
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(error):
        ask(world, "report.save", name=name, folder=str(folder))
    assert sorted(folder.parent.rglob("*")) == before


def test_a_file_that_is_there_is_not_written_over(two: World, tmp_path: Path) -> None:
    name = attached(two, "перший", "другий")
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "список-2.txt").write_text("mine", "utf-8")

    refused_to_save(two, name, saved, FileThereError)

    assert (saved / "список-2.txt").read_text("utf-8") == "mine"


def test_what_was_not_fetched_yet_is_said_and_nothing_saved(two: World, tmp_path: Path) -> None:
    refused_to_save(two, attached(two, "перший", fetch=False), tmp_path / "x", FileNotHereError)


def test_a_folder_that_cannot_be_is_named(two: World, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    refused_to_save(two, attached(two, "перший"), tmp_path / "file", PathError)


def test_a_long_name_is_cut_so_that_every_system_takes_it() -> None:
    long = Attachment("ї" * 250 + ".pdf", 1, "application/pdf", "", "")

    names = distinct([long, long])

    assert all(len(name.encode()) <= 200 and name.endswith(".pdf") for name in names)
    assert len(set(names)) == 2


def test_a_flash_that_overtook_its_chain_is_listed_and_read(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.settle()
    two.report(UKRAINE, circle, "slow")
    flash = two.report(UKRAINE, circle, "quick", precedence=Precedence.FLASH)
    station = two.nodes[UKRAINE].station
    made = station.carrier(JAPAN).early(circle, JAPAN, flash.seq, Precedence.FLASH, station.now())
    assert made is not None
    assert two.post(UKRAINE, JAPAN, "parcel", made.data)[0] == 200

    (row,) = ask(two, "report.list")["reports"]

    assert (row["number"], row["record"]) == (0, flash.hash)
    assert Reports(two.nodes[JAPAN]).show(flash.hash[:16])["text"] == "quick"
