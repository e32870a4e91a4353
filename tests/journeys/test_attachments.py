"""Files that belong to reports: sealed in Kyiv, fetched and opened in Tokyo."""

from pathlib import Path

import pytest
from tests.journeys.capitals import JAPAN, UKRAINE, Way, World

from comity.exchange.attachments import AttachmentError
from comity.exchange.statements import Attachment
from comity.journal.files import FileNotHereError
from comity.records.precedence import Precedence
from comity.seal.chunks import CHUNK, DamagedChunkError, sealed_size

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7]


def sent(world: World, path: Path, content: bytes) -> tuple[str, Attachment]:
    """Let Kyiv send a file; return the circle and what the report says of it."""
    file = path / "minutes.txt"
    file.write_bytes(content)
    circle = world.open(UKRAINE, JAPAN)
    attachment = world.nodes[UKRAINE].attachments.seal(circle, "", "", file)
    world.report(UKRAINE, circle, "see there", attachments=(attachment,))
    world.settle()
    return circle, attachment


def fetched(world: World, circle: str, attachment: Attachment) -> bool:
    """Let Tokyo fetch a file from Kyiv."""
    line = Way(JAPAN, UKRAINE, world.network)
    size = sealed_size(attachment.size)
    tokyo = world.nodes[JAPAN].attachments
    return world.run(tokyo.fetch(circle, attachment.address, size, line))


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_comes_as_it_was(two: World, tmp_path: Path, size: int) -> None:
    content = bytes(number % 251 for number in range(size))
    circle, attachment = sent(two, tmp_path, content)

    assert fetched(two, circle, attachment)
    two.nodes[JAPAN].attachments.open(circle, attachment, tmp_path / "opened")

    assert (tmp_path / "opened").read_bytes() == content
    assert (attachment.name, attachment.type) == ("minutes.txt", "text/plain")


def test_what_a_report_names_is_wanted_until_it_is_here(two: World, tmp_path: Path) -> None:
    circle, attachment = sent(two, tmp_path, b"minutes")
    journal = two.nodes[JAPAN].journal
    wanted = [one.address for one in journal.files_in(circle, "wanted")]

    fetched(two, circle, attachment)

    assert wanted == [attachment.address]
    assert journal.files_in(circle, "wanted") == []


def test_fetching_goes_on_where_it_was_broken_off(two: World, tmp_path: Path) -> None:
    content = bytes(2 * CHUNK)
    circle, attachment = sent(two, tmp_path, content)
    kyiv, tokyo = two.nodes[UKRAINE].attachments, two.nodes[JAPAN].attachments
    size = sealed_size(attachment.size)
    first = kyiv.files.read(circle, attachment.address, 0, 1000)
    tokyo.files.write(circle, attachment.address, size, 0, first)

    assert fetched(two, circle, attachment)

    asked = [one for one in two.network.passed if one.path == "file"]
    assert [len(one.answer) for one in asked] == [size - 1000]
    assert b"".join(tokyo.clear(circle, attachment)) == content


def test_a_file_that_was_not_fetched_is_said_to_be_missing(two: World, tmp_path: Path) -> None:
    circle, attachment = sent(two, tmp_path, b"minutes")

    with pytest.raises(FileNotHereError):
        two.nodes[JAPAN].attachments.open(circle, attachment, tmp_path / "opened")

    assert list(tmp_path.glob("opened*")) == []


def test_another_key_opens_nothing(two: World, tmp_path: Path) -> None:
    circle, attachment = sent(two, tmp_path, b"minutes")
    fetched(two, circle, attachment)
    other = Attachment(
        attachment.name, attachment.size, attachment.type, "00" * 32, attachment.address
    )

    with pytest.raises(DamagedChunkError):
        two.nodes[JAPAN].attachments.open(circle, other, tmp_path / "opened")

    assert list(tmp_path.glob("opened*")) == []


def test_the_same_file_in_two_circles_is_two_files(two: World, tmp_path: Path) -> None:
    file = tmp_path / "minutes.txt"
    file.write_bytes(b"minutes")
    one, other = two.open(UKRAINE, JAPAN), two.open(UKRAINE, JAPAN, nonce="0e" * 16)
    kyiv = two.nodes[UKRAINE].attachments

    sealed = kyiv.seal(one, "", "", file), kyiv.seal(other, "", "", file)

    assert sealed[0].address != sealed[1].address
    assert not kyiv.files.complete(other, sealed[0].address)


def test_what_is_no_file_cannot_be_attached(two: World, tmp_path: Path) -> None:
    circle = two.open(UKRAINE, JAPAN)

    with pytest.raises(AttachmentError, match="there is no such file"):
        two.nodes[UKRAINE].attachments.seal(circle, "", "", tmp_path)


def test_a_report_that_names_no_good_attachment_wants_nothing(two: World) -> None:
    circle = two.open(UKRAINE, JAPAN)
    two.report(UKRAINE, circle, "nothing there", precedence=Precedence.FLASH)
    two.settle()

    assert two.nodes[JAPAN].journal.files_in(circle, "wanted") == []
