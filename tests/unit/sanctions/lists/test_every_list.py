"""Every real file is read whole, with as many records as its manifest says, or refused by name."""

import json
from pathlib import Path

import pytest

from comity.sanctions.intake import take
from comity.sanctions.lists import registry
from comity.sanctions.lists.source import DamagedFileError, SourceFile
from comity.sanctions.snapshots import Snapshots

NO_LIST = ("truth/", ".pdf")
REFUSED = {"un/2025-08-16/consolidated.xml.gz"}


def manifest_of(folder: Path) -> dict[str, int]:
    """Return the official files of the folder with their records."""
    files = json.loads((folder / "manifest.json").read_text("utf-8"))
    return {
        name: page["records"]
        for name, page in files.items()
        if not name.startswith(NO_LIST[0]) and not name.endswith(NO_LIST[1])
    }


@pytest.mark.kit
@pytest.mark.parametrize("list_name", sorted(registry.LISTS))
def test_every_file_of_a_list_has_the_records_of_its_manifest(kit: Path, list_name: str) -> None:
    wanted = {
        name: records
        for name, records in manifest_of(kit).items()
        if name.startswith(f"{list_name}/") and name not in REFUSED
    }

    found = {}
    for name in wanted:
        source = SourceFile.of(name, (kit / name).read_bytes())
        reader = registry.reader_of(source)
        assert reader is not None, name
        assert reader.list == list_name
        reading = reader.read(source)
        keys = [listing.key for listing in reading.listings]
        assert len(keys) == len(set(keys)), name
        assert all(listing.names and listing.measures for listing in reading.listings), name
        found[name] = reading.records

    assert wanted
    assert found == wanted


@pytest.mark.kit
def test_the_damaged_copy_of_the_un_list_is_recognised_and_refused(
    kit: Path, tmp_path: Path
) -> None:
    name = "un/2025-08-16/consolidated.xml.gz"

    taken = take(name, (kit / name).read_bytes(), Snapshots(tmp_path / "data"))

    assert isinstance(taken.error, DamagedFileError)
    assert taken.recognised
    assert not (tmp_path / "data").exists()


@pytest.mark.kit
def test_pages_and_truth_of_the_kit_are_no_lists(kit: Path, tmp_path: Path) -> None:
    store = Snapshots(tmp_path / "data")
    strangers = [*kit.glob("*.*"), *kit.glob("truth/*"), *kit.rglob("*.pdf")]

    taken = [take(str(path), path.read_bytes(), store) for path in strangers]

    assert len(taken) > 10
    assert all(item.skipped for item in taken)
