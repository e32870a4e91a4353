"""Shelf: where one downloaded file stands, and what is remembered of it for the next download.

The file is always one whole version: a newer one grows beside it and takes its name when it is
complete. Names that begin with a dot are notes and broken downloads, never lists.

    folder/us-ofac/SDN.CSV              the file
    folder/us-ofac/.SDN.CSV.json        its address, validators and hash
    folder/us-ofac/.SDN.CSV.part        the first bytes of a newer one, and .part.json beside it
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from comity.sanctions.answers import Part, anchor_of, length_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of one file.

    Attributes:
        path: where the whole file stands, or will stand.
    """

    path: Path

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(f".{self.path.name}{ending}")

    @property
    def partial(self) -> Path:
        """Where the newer file grows."""
        return self._beside(".part")

    def part(self, url: str) -> Part | None:
        """Return what a broken download left, None where nothing can be gone on with."""
        note = read_note(self._beside(".part.json"))
        held = self.partial.stat().st_size if self.partial.is_file() else 0
        noted = note.get("total", "")
        total = int(noted) if noted.isdecimal() else None
        if not held or not note.get("anchor") or note.get("url") != url:
            return None
        return Part(held, note["anchor"], total) if total is None or held < total else None

    def begin(self, url: str, headers: Mapping[str, str]) -> None:
        """Make room for a new version, and note first which version it is.

        In this order a crash leaves bytes without a note at worst, and such bytes are not used.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.drop()
        total = length_of(headers)
        note = {
            "url": url,
            "anchor": anchor_of(headers),
            "total": "" if total is None else f"{total}",
        }
        write_note(self._beside(".part.json"), note)

    def drop(self) -> None:
        """Throw away what a download left."""
        self._beside(".part.json").unlink(missing_ok=True)
        self.partial.unlink(missing_ok=True)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the request headers that ask for the file only if it is not the one at hand.

        There are none when the file at hand is not, byte for byte, what was downloaded from there.
        """
        note = read_note(self._beside(".json"))
        if note.get("url") != url or note.get("sha256") != sha256_of(self.path):
            return {}
        asked = {"If-None-Match": note.get("etag"), "If-Modified-Since": note.get("modified")}
        return {name: value for name, value in asked.items() if value}

    def keep(self, url: str, headers: Mapping[str, str]) -> bool:
        """Give the finished download its name, and say whether its bytes are new."""
        sha256 = sha256_of(self.partial)
        new = sha256 != sha256_of(self.path)
        if new:
            self.partial.replace(self.path)
        self.drop()
        etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
        note = {"url": url, "etag": etag, "modified": modified, "sha256": sha256}
        write_note(self._beside(".json"), note)
        return new


def read_note(path: Path) -> dict[str, str]:
    """Return a note, empty where there is none to read: then the file is simply asked for again."""
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    pairs = note.items() if isinstance(note, dict) else ()
    return {name: value for name, value in pairs if isinstance(value, str)}


def write_note(path: Path, note: Mapping[str, str]) -> None:
    """Write a note."""
    path.write_text(json.dumps(note, indent=1), encoding="utf-8")


def sha256_of(path: Path) -> str:
    """Return the hexadecimal hash of a file, "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
