"""Clock: the one place where this program asks what time it is."""

import datetime as dt


def now() -> dt.datetime:
    """Return the time in UTC."""
    return dt.datetime.now(tz=dt.UTC)  # noqa: TID251 - this is the one place


def today() -> dt.date:
    """Return the day in UTC."""
    return now().date()
