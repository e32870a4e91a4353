"""Hours: when a meeting is, on the clock of every capital that takes part."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from babel.dates import format_date

from comity.records.party import Party
from comity.web.capitals import ZONES
from comity.web.words import Words

LONG_DAY = {"uk": "EEEE, d MMMM y 'р'.", "ja": "y年M月d日（EEEE）", "en": "EEEE d MMMM y"}
SHORT_DAY = {"uk": "EEE, d MMM y", "ja": "y年M月d日（EEE）", "en": "EEE d MMM y"}


@dataclass(frozen=True, slots=True)
class Hours:
    """What one clock shows.

    Attributes:
        name: of the city.
        party: whose capital it is, None where nobody's.
        day: on which it begins there.
        short: the same, abbreviated.
        begins, ends: "09:00"; `ends` says so when it ends on the day after.
        begins_at, ends_at: the same as times of that zone, for a machine.
        here: whether the meeting is set by this clock.
        other_day: whether that day differs from the day where it is set.
    """

    name: str
    party: Party | None
    day: str
    short: str
    begins: str
    ends: str
    begins_at: str
    ends_at: str
    here: bool
    other_day: bool


def hours_of(
    start: dt.datetime | None, minutes: int, zone: str, parties: Iterable[Party], spoken: Words
) -> tuple[Hours, ...]:
    """Return what the clocks show: first where a meeting is set, then the capitals.

    Args:
        start: moment, None where no clock ever shows its local time: then there is no clock.
        minutes: how long.
        zone: by which it is set.
        parties: that meet; one without a capital that is known here has no clock.
        spoken: the words of the page.
    """
    if start is None:
        return ()
    capitals = [(party, ZONES[party]) for party in parties if party in ZONES]
    rows = sorted(capitals, key=lambda row: row[1] != zone)
    places: list[tuple[Party | None, str]] = [*rows]
    if zone not in {where for _, where in capitals}:
        places.insert(0, (None, zone))
    end = start + dt.timedelta(minutes=minutes)
    set_on = start.astimezone(ZoneInfo(zone)).date()
    return tuple(
        _hours((start, end), where, party, spoken, here=where == zone, set_on=set_on)
        for party, where in places
    )


def _hours(
    lasts: tuple[dt.datetime, dt.datetime],
    where: str,
    party: Party | None,
    spoken: Words,
    *,
    here: bool,
    set_on: dt.date,
) -> Hours:
    begins, ends = (at.astimezone(ZoneInfo(where)) for at in lasts)
    return Hours(
        name=city(where, party, spoken),
        party=party,
        day=long_day(begins.date(), spoken),
        short=format_date(begins.date(), SHORT_DAY[spoken.language], locale=spoken.language),
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M}" + ("" if ends.date() == begins.date() else " +1"),
        begins_at=begins.isoformat(timespec="minutes"),
        ends_at=ends.isoformat(timespec="minutes"),
        here=here,
        other_day=begins.date() != set_on,
    )


def city(zone: str, party: Party | None, spoken: Words) -> str:
    """Return what the place of a zone is called."""
    known = party or next((Party(code) for code, one in ZONES.items() if one == zone), None)
    if known is not None:
        return spoken.label("capital", known)
    return zone.rpartition("/")[2].replace("_", " ")


def long_day(day: dt.date, spoken: Words) -> str:
    """Return a day with its day of the week and its year."""
    return format_date(day, LONG_DAY[spoken.language], locale=spoken.language)
