"""Capitals: the clocks of the parties, since two capitals never share a working day by chance.

The zone is that of the law of the place, by its name in the IANA database; its rules change, and
the database with them. What a capital is called stands in `comity.web.labels`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.records.party import Party

ZONES: Mapping[str, str] = {
    "ua": "Europe/Kyiv",
    "jp": "Asia/Tokyo",
    "kr": "Asia/Seoul",
    "us": "America/New_York",
    "ca": "America/Toronto",
    "au": "Australia/Sydney",
    "de": "Europe/Berlin",
    "fr": "Europe/Paris",
    "it": "Europe/Rome",
    "pl": "Europe/Warsaw",
    "lt": "Europe/Vilnius",
    "lv": "Europe/Riga",
    "ee": "Europe/Tallinn",
    "eu": "Europe/Brussels",
    "gb": "Europe/London",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock on the top bar.

    Attributes:
        party: whose capital.
        zone: by which it goes.
    """

    party: Party
    zone: str


def clocks(parties: Iterable[Party]) -> tuple[Clock, ...]:
    """Return the clocks of these parties, in the order of the table.

    A party that is no state has no capital, and no clock.

    >>> [one.zone for one in clocks([Party("jp"), Party("ua"), Party("ngo")])]
    ['Europe/Kyiv', 'Asia/Tokyo']
    """
    wanted = set(parties)
    return tuple(Clock(Party(code), zone) for code, zone in ZONES.items() if code in wanted)
