"""Attachments: files that belong to reports, sealed, fetched when somebody wants them."""

from collections.abc import AsyncIterator
from pathlib import Path

from comity.exchange.station import Station


class Attachments:
    """The sealed files of one node."""

    def __init__(self, station: Station, folder: Path) -> None:
        self.station = station
        self.folder = folder

    async def blocks(self, circle: str, address: str, offset: int) -> AsyncIterator[bytes]:
        """Yield the sealed bytes of a file from an offset on."""
        yield f"{circle}{address}{offset}".encode()
