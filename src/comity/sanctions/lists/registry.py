"""Registry: which lists there are, and which reader knows a file by its content.

A reader is a module with two functions: `recognise(source)` says whether a file is of its list, by
content and never by name, and must stay true for a damaged or changed copy, so that such a copy is
refused and not passed over; `read(source)` gives the whole file or raises.
"""

from collections.abc import Callable
from dataclasses import dataclass

from comity.sanctions.listing import Reading
from comity.sanctions.lists import (
    au_dfat,
    ca_sema,
    ch_seco,
    eu_fsf,
    eu_oj,
    jp_export_ban,
    jp_meti_eul,
    jp_mof,
    ua_gur,
    ua_nsdc,
    uk,
    uk_ofsi,
    un,
    us_ofac,
)
from comity.sanctions.lists.source import SourceFile


@dataclass(frozen=True, slots=True)
class Reader:
    """One authority's reader.

    Attributes:
        list: the list's name, as in every key and table.
        jurisdiction: whose list it is, ISO-like code in lower case ("us", "eu", "uk", "un", "jp").
        recognise: says whether a file is of this list.
        read: gives the whole file, or raises a `ListFileError`.
    """

    list: str
    jurisdiction: str
    recognise: Callable[[SourceFile], bool]
    read: Callable[[SourceFile], Reading]


READERS = tuple(
    Reader(module.LIST, module.JURISDICTION, module.recognise, module.read)
    for module in (
        us_ofac, eu_fsf, eu_oj, uk, uk_ofsi, un, jp_mof, jp_meti_eul, jp_export_ban,
        ua_nsdc, ua_gur, ch_seco, ca_sema, au_dfat,
    )
)  # fmt: skip

LISTS = {reader.list: reader for reader in READERS}


def reader_of(source: SourceFile) -> Reader | None:
    """Return the reader that knows this file by its content, None if none does."""
    return next((reader for reader in READERS if reader.recognise(source)), None)
