"""Folder: where one node keeps everything, and who may use it at a time.

party.json      whose node it is, and its settings
keys.locked     private keys, locked by a passphrase or a key file
journal.db      the journal (unless the settings name a PostgreSQL database)
internal.db     drafts, and what never leaves
notebook.db     notes of meetings and briefs, which never leave either
attachments/    sealed files, by circle and address
roots/          private root keys, locked, until each officer has taken one away
control.json    where a running node takes commands of this machine
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from comity.errors import RefusedError, UnavailableError
from comity.records.party import Party, PartyCodeError, party_of


class PathError(UnavailableError):
    """A path that was named cannot be opened."""

    code = "path"
    template = "{path} cannot be opened: {reason}. Check the path and its permissions."


class NotWrittenError(UnavailableError):
    """A file of a node cannot be written."""

    code = "not-written"
    template = (
        "{path} cannot be written: {reason}. See that the disk has room and that the folder is "
        "this user's, then do it again; what was there before is still there."
    )


class NoNodeError(RefusedError):
    """There is no node in a folder."""

    code = "no-node"
    template = "there is no node in {folder}; make one with: comity node init --party CODE"


class NodeThereError(RefusedError):
    """There is a node in a folder already."""

    code = "node-there"
    template = (
        "a node of {party} is in {folder} already; nothing was changed, choose another --data"
    )


class NodeBusyError(UnavailableError):
    """Another process uses the folder."""

    code = "node-busy"
    template = "the node in {folder} is in use by process {process}; stop it, or ask it"


class SettingsError(RefusedError):
    """The settings of a node cannot be read."""

    code = "node-settings"
    template = "the settings in {file} cannot be read: {reason}; mend the file"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a node is told once.

    Attributes:
        party: whose node it is.
        journal: "" for the file in the folder, or the address of a PostgreSQL database.
        four_eyes: the marking above which a release takes two persons.
        read_receipts: whether this party tells others that it read what they sent.
    """

    party: Party
    journal: str = ""
    four_eyes: str = "TLP:AMBER"
    read_receipts: bool = True


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of one node.

    Attributes:
        path: where it is.
    """

    path: Path

    @property
    def settings_file(self) -> Path:
        """Return the file of the settings."""
        return self.path / "party.json"

    @property
    def keys_file(self) -> Path:
        """Return the file of the locked keys."""
        return self.path / "keys.locked"

    @property
    def next_file(self) -> Path:
        """Return the file of the locked keys of a card that is about to come into force."""
        return self.path / "keys.next.locked"

    @property
    def former_file(self) -> Path:
        """Return the file of the locked keys of the card before."""
        return self.path / "keys.former.locked"

    @property
    def roots(self) -> Path:
        """Return the folder of the locked root keys."""
        return self.path / "roots"

    @property
    def internal(self) -> Path:
        """Return the database of drafts and of what never leaves."""
        return self.path / "internal.db"

    @property
    def notebook(self) -> Path:
        """Return the database of notes and briefs."""
        return self.path / "notebook.db"

    @property
    def attachments(self) -> Path:
        """Return the folder of sealed files."""
        return self.path / "attachments"

    def settings(self) -> Settings:
        """Return the settings.

        Raises:
            NoNodeError: there is no node here.
            SettingsError: they cannot be read.
        """
        if not self.settings_file.exists():
            raise NoNodeError(folder=self.path)
        try:
            said = json.loads(self.settings_file.read_text("utf-8"))
            return Settings(**{**said, "party": party_of(said["party"])})
        except (OSError, ValueError, TypeError, KeyError, PartyCodeError) as error:
            raise SettingsError(file=self.settings_file, reason=error) from error

    def write_settings(self, settings: Settings) -> None:
        """Keep the settings; whole or not at all."""
        write_whole(self.settings_file, json.dumps(asdict(settings), indent=1).encode() + b"\n")

    def journal(self, settings: Settings) -> Path | str:
        """Return where the journal lies."""
        return settings.journal or self.path / "journal.db"

    def in_use(self) -> bool:
        """Say whether a process uses the folder now."""
        try:
            with self.used():
                return False
        except NodeBusyError:
            return True

    @contextmanager
    def used(self) -> Iterator[None]:
        """Use the folder alone for a while.

        Raises:
            NodeBusyError: another process uses it.
            NotWrittenError: the file by which that is known cannot be made.
        """
        file = self.path / "node.lock"
        try:
            lock = file.open("a+")
        except OSError as error:
            raise NotWrittenError(path=file, reason=error.strerror) from error
        with lock:
            if not take(lock.fileno()):
                lock.seek(0)
                raise NodeBusyError(folder=self.path, process=lock.read(20).strip() or "?")
            with suppress(OSError):  # the number only tells people; the lock holds without it
                os.ftruncate(lock.fileno(), 0)
                os.write(lock.fileno(), str(os.getpid()).encode())
            yield


def take(descriptor: int) -> bool:
    """Take the lock on an open file; say whether it was free. The system frees it at the end."""
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415 - of that system alone

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415 - of the others

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def write_whole(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a file so that after any failure there is the old one or the new one, whole.

    Raises:
        NotWrittenError: it cannot be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise NotWrittenError(path=path, reason=error.strerror) from error


def default_folder() -> Path:
    """Return the data folder of this user on this platform."""
    return Path(platformdirs.user_data_dir("comity", appauthor=False))
