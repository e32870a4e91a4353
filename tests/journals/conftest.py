"""One suite over three stores: in memory, in a file, and in PostgreSQL.

A throw-away PostgreSQL is started in a temporary folder, on a Unix socket, as a user who is not
root; where there is none, its part of the suite is left out and says so.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path

import psycopg
import pytest

from comity.journal.book import Journal, open_journal
from comity.records.circle import open_circle
from comity.records.party import Party
from comity.records.record import Head, Record, write
from comity.records.tree import EMPTY, inclusion_path, root_of
from comity.seal.checkpoint import Checkpoint, cosign, issue
from comity.seal.signing import PublicKeys, SigningKeys

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")
AT = "2026-03-05T09:30:00.000Z"
SECONDS = 1_772_703_000
INITDB = "-U comity -A trust -E UTF8 --locale=C.UTF-8 --no-sync".split()

KEYS = {
    party: SigningKeys.from_bytes(bytes([number]) * 64)
    for number, party in enumerate((UKRAINE, JAPAN, KOREA), 1)
}


class Author:
    """A party that writes its chain of one circle.

    Attributes:
        circle: id of the circle; "" until its first record is written.
        party: who writes.
        records: everything it wrote.
    """

    def __init__(self, circle: str, party: Party) -> None:
        self.circle = circle
        self.party = party
        self.records: list[Record] = []
        self._notes: dict[Checkpoint, bytes] = {}

    def say(self, text: str, *, seen: Mapping[Party, Head] | None = None) -> Record:
        """Write one record more."""
        seq = len(self.records) + 1
        record = write(
            circle=self.circle,
            party=self.party,
            seq=seq,
            prev=self.records[-1].hash if self.records else "",
            cut=seen or {},
            kind="report/1",
            body={"text": text},
            at=AT,
            marking="TLP:AMBER",
        )
        self.records.append(record)
        return record

    def say_all(self, number: int) -> list[Record]:
        """Write so many records more."""
        return [self.say(f"доповідь {len(self.records) + 1}") for _ in range(number)]

    def head(self, seq: int | None = None) -> Head:
        """The place of a record, of the last one by default."""
        seq = len(self.records) if seq is None else seq
        return Head(seq, self.records[seq - 1].hash)

    def checkpoint(self, size: int | None = None) -> Checkpoint:
        """What it says about its chain at a size."""
        size = len(self.records) if size is None else size
        leaves = [bytes.fromhex(record.hash) for record in self.records[:size]]
        return Checkpoint(self.circle, self.party, size, root_of(leaves) if leaves else EMPTY.root)

    def parcel(self, first: int = 1, last: int | None = None) -> tuple[list[Record], bytes, bytes]:
        """Records from one number to another, with the checkpoint over them and its root."""
        last = len(self.records) if last is None else last
        checkpoint = self.checkpoint(last)
        if checkpoint not in self._notes:  # ML-DSA signs differently each time
            self._notes[checkpoint] = issue(checkpoint, KEYS[self.party])
        return self.records[first - 1 : last], self._notes[checkpoint], checkpoint.root

    def proof(self, seq: int) -> bytes:
        """What leads from a record to the root over all records, as it is kept."""
        leaves = [bytes.fromhex(record.hash) for record in self.records]
        path = inclusion_path(seq - 1, len(leaves), lambda low, high: root_of(leaves[low:high]))
        return b"".join(path)

    def receipt(self, member: Party, size: int | None = None) -> bytes:
        """A member's receipt for its chain at a size."""
        return cosign(self.checkpoint(size), member, KEYS[member], SECONDS)

    def put(self, journal: Journal, first: int = 1, last: int | None = None) -> int:
        """Append records to a journal and wait for the disk; say how many were new."""
        parcel = self.parcel(first, last)
        return journal.write(lambda writer: writer.append(*parcel)).result(10)


KeysOf = Callable[[str, Party, int], PublicKeys]


@pytest.fixture
def keys_of() -> KeysOf:
    """The keys of each party, which never change."""
    return lambda _circle, party, _seq: KEYS[party].public


@pytest.fixture
def ukraine() -> Author:
    """Ukraine, which has opened a circle with Japan and Korea."""
    cards = dict.fromkeys((UKRAINE, JAPAN, KOREA), "cd" * 32)
    first = open_circle(opener=UKRAINE, cards=cards, purpose="sanctions", nonce="0f" * 16, at=AT)
    author = Author(first.circle, UKRAINE)
    author.records.append(first)
    return author


@pytest.fixture
def japan(ukraine: Author) -> Author:
    """Japan in that circle."""
    return Author(ukraine.circle, JAPAN)


@pytest.fixture
def korea(ukraine: Author) -> Author:
    """Korea in that circle."""
    return Author(ukraine.circle, KOREA)


@pytest.fixture(params=["memory", "file", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new journal is to lie."""
    if request.param == "memory":
        return ":memory:"
    if request.param == "file":
        return str(tmp_path / "journal.db")
    new_schema: Callable[[], str] = request.getfixturevalue("new_schema")
    return new_schema()


@pytest.fixture(params=["file", "postgresql"])
def lasting(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new journal is to lie that can be closed and opened again."""
    if request.param == "file":
        return str(tmp_path / "journal.db")
    new_schema: Callable[[], str] = request.getfixturevalue("new_schema")
    return new_schema()


@pytest.fixture
def journal(where: str) -> Iterator[Journal]:
    """A new journal."""
    with open_journal(where) as opened:
        yield opened


@pytest.fixture(scope="session")
def new_schema(postgresql: str) -> Callable[[], str]:
    """Make a schema of its own in the database, and give its address."""
    numbers = count(1)

    def new() -> str:
        name = f"journal_{next(numbers)}"
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}")
        return f"{postgresql}&options=-csearch_path%3D{name}"

    return new


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a database of our own."""
    programs = programs_of_postgresql()
    user = unprivileged()
    if programs is None or user is None:
        missing = "PostgreSQL is not installed" if programs is None else "there is no user postgres"
        pytest.skip(f"{missing}: the journal is not tested on it")
    folder = tempfile.mkdtemp(prefix="comity-pg-")
    other = user if os.geteuid() == 0 else None
    if other is not None:
        shutil.chown(folder, other)
    data = f"{folder}/data"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    subprocess.run(  # noqa: S603 - a program of the system, started on our own folder
        [programs / "initdb", *INITDB, "-D", data],
        check=True,
        stdout=subprocess.DEVNULL,
        env=clean,
        cwd=folder,
        user=other,
    )
    settings = {"listen_addresses": "", "unix_socket_directories": folder, "fsync": "off"}
    options = [f"--{name}={value}" for name, value in settings.items()]
    with Path(folder, "log").open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - the same
            [programs / "postgres", "-D", data, *options],
            stdout=log,
            stderr=log,
            env=clean,
            cwd=folder,
            user=other,
        )
    address = f"postgresql:///postgres?host={folder}&user=comity"
    try:
        wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def programs_of_postgresql() -> Path | None:
    """The folder with initdb and postgres; Debian keeps one for each version."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if on_path is not None:
        found.append(Path(on_path))
    return found[-1].parent if found else None


def unprivileged() -> str | None:
    """A user who may run PostgreSQL: ourselves, unless we are root."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid()).pw_name
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else None


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the database answers."""
    for _ in range(200):
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            assert server.poll() is None, "PostgreSQL ended at once"
            time.sleep(0.05)
        else:
            return
    pytest.fail("PostgreSQL did not answer within ten seconds")
