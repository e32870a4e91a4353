"""Crash: killed at any point of a commit, the journal holds what was answered, and no half job."""

import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from comity.journal.book import open_journal
from comity.journal.verify import verify
from comity.journal.writing import NotWrittenError
from comity.records.party import Party

if TYPE_CHECKING:
    from tests.journals.conftest import Author, KeysOf

UKRAINE = Party("ua")

PROGRAM = """
import os, signal, sys, pickle
from comity.journal.book import open_journal

where, point, after = sys.argv[1], sys.argv[2], int(sys.argv[3])
passed = 0

def crash(at):
    global passed
    passed += at == point
    if passed > after:
        os.kill(os.getpid(), signal.SIGKILL)

journal = open_journal(where, crash=crash)
for parcel in pickle.load(sys.stdin.buffer):
    journal.write(lambda writer: writer.append(*parcel)).result()
    os.write(1, b"%d\\n" % parcel[0][-1].seq)
"""


def run(where: str, point: str, after: int, stdin: bytes) -> list[int]:
    """Append parcels in a process that kills itself; return which sizes it had answered."""
    command = [sys.executable, "-c", PROGRAM, where, point, str(after)]
    ended = subprocess.run(command, input=stdin, capture_output=True, check=False, timeout=60)  # noqa: S603 - our own program
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    return [int(line) for line in ended.stdout.split()]


@pytest.mark.parametrize(
    ("point", "kept"), [("before-commit", 20), ("after-commit", 30), ("before-resolve", 30)]
)
def test_a_node_that_is_killed_in_a_commit_has_all_of_it_or_nothing(
    lasting: str, ukraine: "Author", keys_of: "KeysOf", point: str, kept: int
) -> None:
    ukraine.say_all(99)
    parcels = [ukraine.parcel(first, first + 9) for first in range(1, 100, 10)]

    answered = run(lasting, point, 2, pickle.dumps(parcels))

    assert answered == [10, 20]
    with open_journal(lasting) as journal:
        assert journal.head(ukraine.circle, UKRAINE) == ukraine.head(kept)
        assert journal.admitted(ukraine.circle)[UKRAINE] == ukraine.head(kept)
        assert verify(journal, keys_of).sound
        assert ukraine.put(journal) == 100 - kept


def test_a_full_disk_at_the_commit_itself_is_said(tmp_path: Path, ukraine: "Author") -> None:
    resource = pytest.importorskip("resource")
    ukraine.say_all(400)
    with open_journal(tmp_path / "journal.db") as journal:
        ukraine.put(journal, 1, 1)
        size = (tmp_path / "journal.db-wal").stat().st_size
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, hard))
        try:
            with pytest.raises(NotWrittenError):
                ukraine.put(journal, 2, 401)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

        assert journal.head(ukraine.circle, UKRAINE) == ukraine.head(1)
        assert ukraine.put(journal, 2, 401) == 400
