"""Cadence: when a mechanism meets, in the host's zone, and what the clocks of the others show.

A meeting is agreed as a local time in the zone of its host: "09:00 in Kyiv" stays 09:00 in Kyiv
when the clocks change there, and moves by an hour in Tokyo, where they never do. A local time that
a change of clocks leaves out is read with the offset from before it, and of one that comes twice
the first counts (RFC 5545, 3.3.5).

>>> monthly = Cadence("Europe/Kyiv", "2026-10-20T09:00", "FREQ=MONTHLY", 120)
>>> tokyo = zone_of("Asia/Tokyo")
>>> after = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
>>> [at.astimezone(tokyo).strftime("%d.%m %H:%M") for at in occurrences(monthly, after, 2)]
['20.10 15:00', '20.11 16:00']
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrule, rrulestr

from comity.agreement.effects import LOCAL
from comity.errors import RefusedError

RULE = re.compile(
    r"FREQ=(YEARLY|MONTHLY|WEEKLY)"
    r"(;(INTERVAL=[1-9][0-9]?|COUNT=[1-9][0-9]{0,2}|UNTIL=[0-9]{8}(T[0-9]{6}Z?)?"
    r"|BYDAY=[+-]?[0-9]{0,2}[A-Z]{2}(,[+-]?[0-9]{0,2}[A-Z]{2}){0,6}"
    r"|(BYMONTHDAY|BYMONTH|BYSETPOS)=-?[1-9][0-9]{0,2}(,-?[1-9][0-9]{0,2}){0,30}|WKST=[A-Z]{2})){0,8}"
)
"""A rule of RFC 5545 that says on which days; the hour is that of the first meeting."""

UNTIL = re.compile(r";UNTIL=([0-9]{8})(T[0-9]{6}Z?)?(?=;|$)")
COUNT = re.compile(r";COUNT=([0-9]+)")
EARLIEST, LATEST = 2015, 2200
"""Years that a first meeting may be in."""
HORIZON = dt.timedelta(days=3 * 366)
"""How far ahead occurrences are looked for."""


class UnknownZoneError(RefusedError):
    """A zone is none that the tz database has."""

    code = "unknown-zone"
    template = "{zone!r} is no time zone; write one of the tz database, such as Europe/Kyiv"


class NoSuchTimeError(RefusedError):
    """A local time that no calendar has."""

    code = "no-such-time"
    template = "{time!r} is no local time; write one that exists, such as 2026-12-01T09:00"


class CadenceError(RefusedError):
    """A rule says nothing that meetings could follow."""

    code = "cadence"
    template = (
        "{rule!r} is no rule by which meetings repeat: {reason}; write one of RFC 5545, such as "
        "FREQ=MONTHLY;BYDAY=1TU"
    )


@dataclass(frozen=True, slots=True)
class Cadence:
    """When a mechanism meets.

    Attributes:
        zone: of the host, in the words of the tz database.
        begins: local time of the first meeting, "2026-12-01T09:00".
        rule: RRULE of RFC 5545 without its name, "" for one meeting alone.
        minutes: how long each is.
    """

    zone: str
    begins: str
    rule: str
    minutes: int


@lru_cache(maxsize=500)
def zone_of(name: str) -> ZoneInfo:
    """Return a time zone.

    Raises:
        UnknownZoneError: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZoneError(zone=name) from error


def moment_of(local: str, zone: str) -> dt.datetime:
    """Return the moment of a local time, in UTC.

    Raises:
        NoSuchTimeError: it is none, such as the 31st of February.
        UnknownZoneError: there is no such zone.
    """
    return _local(local).replace(tzinfo=zone_of(zone)).astimezone(dt.UTC)


def _local(text: str) -> dt.datetime:
    """Return a local time without its zone."""
    if not LOCAL.fullmatch(text):
        raise NoSuchTimeError(time=text[:40])
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise NoSuchTimeError(time=text) from error
    if not EARLIEST <= time.year <= LATEST:
        raise NoSuchTimeError(time=text)
    return time


def need_cadence(cadence: Cadence) -> None:
    """Check that meetings can follow a cadence.

    Raises:
        NoSuchTimeError: the first meeting has no time that exists.
        UnknownZoneError: there is no such zone.
        CadenceError: the rule says nothing, or not on which days.
    """
    first = moment_of(cadence.begins, cadence.zone)
    if cadence.rule and not occurrences(cadence, first - dt.timedelta(minutes=1), 1):
        raise CadenceError(rule=cadence.rule, reason="no day follows it")


def occurrences(cadence: Cadence, after: dt.datetime, most: int) -> tuple[dt.datetime, ...]:
    """Return when the next meetings begin by the rule, in UTC.

    Args:
        cadence: the rule.
        after: the moment after which they are looked for, not further than three years.
        most: how many.

    Raises:
        NoSuchTimeError: the first meeting has no time that exists.
        UnknownZoneError: there is no such zone.
        CadenceError: the rule cannot be read.
    """
    if not cadence.rule:
        found: tuple[dt.datetime, ...] = (moment_of(cadence.begins, cadence.zone),)
    else:
        # No two are on one day: three more than are wanted reach over the days before `after`.
        yesterday = after.astimezone(zone_of(cadence.zone)).date() - dt.timedelta(days=1)
        found = _from(cadence, yesterday, most + 3)
    return tuple(at for at in found if at > after)[:most]


@lru_cache(maxsize=200)
def _from(cadence: Cadence, day: dt.date, most: int) -> tuple[dt.datetime, ...]:
    """Return the first meetings by the rule from a day on; pages ask often for the same."""
    zone, first = zone_of(cadence.zone), _local(cadence.begins)
    start = dt.datetime.combine(day, dt.time())
    rule = _rule(cadence, first, max(start, first) + HORIZON)
    try:
        # How many there are is counted here, from the first on: dateutil takes no end beside it.
        every = islice(rule, int(count.group(1))) if (count := COUNT.search(cadence.rule)) else rule
        found = list(islice((time for time in every if time >= start), most))
    except IndexError as error:  # a 60th Monday is looked for only now
        raise CadenceError(rule=cadence.rule, reason="it counts too far") from error
    return tuple(time.replace(tzinfo=zone).astimezone(dt.UTC) for time in found)


def _rule(cadence: Cadence, first: dt.datetime, end: dt.datetime) -> rrule:
    """Return the rule over local times, ending where nobody looks any more."""
    if not RULE.fullmatch(cadence.rule):
        raise CadenceError(rule=cadence.rule[:80], reason="it has another form")
    said = UNTIL.search(cadence.rule)
    try:
        until = min(end, _until(cadence, said)) if said else end
        made = rrulestr(COUNT.sub("", UNTIL.sub("", cadence.rule)), dtstart=first)
        if not isinstance(made, rrule):
            raise CadenceError(rule=cadence.rule, reason="it holds several rules")
        return made.replace(until=until)
    except (ValueError, TypeError, OverflowError) as error:
        raise CadenceError(rule=cadence.rule, reason=error) from error


def _until(cadence: Cadence, said: "re.Match[str]") -> dt.datetime:
    """Return the last local time of a rule: a day as a whole, or a moment in UTC."""
    day, time = said.group(1), said.group(2)
    if not time:
        return dt.datetime.strptime(f"{day}235959", "%Y%m%d%H%M%S")  # noqa: DTZ007 - a local time
    read = dt.datetime.strptime(f"{day}{time.rstrip('Z')}", "%Y%m%dT%H%M%S")  # noqa: DTZ007
    if not time.endswith("Z"):
        return read
    return read.replace(tzinfo=dt.UTC).astimezone(zone_of(cadence.zone)).replace(tzinfo=None)
