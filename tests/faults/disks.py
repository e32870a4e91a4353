"""Disks: small ones of their own for nodes whose disk is to become full."""

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

SIZE = "48m"


class Disk:
    """A small file system in memory, mounted over a folder.

    Attributes:
        folder: over which it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mounted = False

    @property
    def filler(self) -> Path:
        """Return the file that takes the room."""
        return self.folder / "filler"

    def mount(self) -> None:
        """Mount it; only root can."""
        self.folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "comity-faults", str(self.folder)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own words
        self.mounted = True

    def fill(self, room: int) -> None:
        """Leave so many bytes free, and no more."""
        state = os.statvfs(self.folder)
        size = state.f_bavail * state.f_frsize - room
        with self.filler.open("wb") as file, suppress(OSError):
            if size > 0:
                os.posix_fallocate(file.fileno(), 0, size)

    def free(self) -> None:
        """Give the room back."""
        self.filler.unlink(missing_ok=True)

    def unmount(self, *, keep: bool) -> None:
        """Take it away; what is on it is kept beside it for whoever wants to know why."""
        if not self.mounted:
            return
        if keep:
            shutil.copytree(self.folder, self.folder.with_name(f"{self.folder.name}-disk"))
        command = ["umount", "-l", str(self.folder)]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603 - our own words
        self.mounted = False


def can_mount(folder: Path) -> bool:
    """Say whether this process may mount a small file system."""
    if not sys.platform.startswith("linux") or shutil.which("mount") is None:
        return False
    disk = Disk(folder)
    try:
        disk.mount()
    except (OSError, subprocess.CalledProcessError):
        return False
    disk.unmount(keep=False)
    return True


def can_limit() -> bool:
    """Say whether this system can limit the files of another process while it runs."""
    return sys.platform.startswith("linux")


def limit(pid: int, size: int) -> None:
    """Let a process make no file longer than that; -1 for no limit."""
    import resource  # noqa: PLC0415 - not on every system

    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size if size >= 0 else hard, hard))
