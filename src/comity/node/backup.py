"""Backup: a copy of a node while it runs, and the way back.

A backup is a folder: the journal as it was at one moment, the locked keys, the card, the settings,
drafts, notes and briefs, and the sealed attachments. It opens with the same passphrase or key file
as the node.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from comity.exchange.station import moment
from comity.journal.backup import back_up
from comity.journal.backup import restore as restore_journal
from comity.journal.book import open_journal
from comity.node.clock import now
from comity.node.folder import Folder, NodeThereError

BESIDE = ("party.json", "keys.locked", "keys.former.locked", "card.json")
"""Files that are copied as they are; the key that locks the keys is not among them."""
FOLDERS = ("attachments", "internal-files")
INTERNAL = ("internal.db", "notebook.db")
"""Databases of what never leaves."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup holds.

    Attributes:
        records: how many.
    """

    records: int


def backup(folder: Folder, target: Path) -> Copied:
    """Back up a node, whether it runs or not.

    Raises:
        NoNodeError: there is no node in the folder.
        BackupThereError: something is at the target already.
        BackupFailedError: the journal could not be copied.
    """
    settings = folder.settings()
    target.mkdir(parents=True, exist_ok=True)
    with open_journal(folder.journal(settings)) as journal:
        back_up(journal, target / "journal.db", moment(now()))
        records = sum(
            head.size for circle in journal.circles() for head in journal.heads(circle).values()
        )
    for name in BESIDE:
        if (folder.path / name).exists():
            shutil.copy2(folder.path / name, target / name)
    for name in INTERNAL:
        copy_database(folder.path / name, target / name)
    copy_folders(folder.path, target)
    for file in target.rglob("*"):
        file.chmod(0o700 if file.is_dir() else 0o600)
    return Copied(records)


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite database that may be in use, as it is at one moment."""
    if source.exists():
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)


def copy_folders(source: Path, target: Path) -> None:
    """Copy the folders of sealed files and of files that belong to drafts."""
    for name in FOLDERS:
        if (source / name).exists():
            shutil.copytree(source / name, target / name, dirs_exist_ok=True)


def restore(source: Path, folder: Folder) -> Copied:
    """Restore a backup into an empty folder.

    Raises:
        NodeThereError: a node is there.
        NoNodeError: the source is no backup of a node.
        BackupFailedError: the journal could not be copied.
    """
    saved = Folder(source)
    settings = saved.settings()
    if folder.settings_file.exists():
        raise NodeThereError(folder=folder.path, party=folder.settings().party)
    folder.path.mkdir(parents=True, exist_ok=True)
    restore_journal(source / "journal.db", folder.journal(settings), moment(now()))
    for name in INTERNAL:
        copy_database(source / name, folder.path / name)
    copy_folders(source, folder.path)
    for name in reversed(BESIDE):  # the settings last: with them there is a node
        if (source / name).exists():
            shutil.copy2(source / name, folder.path / name)
    with open_journal(folder.journal(settings)) as journal:
        return Copied(
            sum(head.size for one in journal.circles() for head in journal.heads(one).values())
        )
