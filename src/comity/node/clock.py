"""Clock: the one place where this program asks what time it is.

`COMITY_CLOCK_SKEW=-90` lets this node's clock go 90 seconds slow, for tests of what a wrong clock
does.
"""

import datetime as dt
import os

SKEW = dt.timedelta(seconds=float(os.environ.get("COMITY_CLOCK_SKEW") or 0))


def now() -> dt.datetime:
    """Return the time in UTC."""
    return dt.datetime.now(tz=dt.UTC) + SKEW  # noqa: TID251 - this is the one place


def today() -> dt.date:
    """Return the day in UTC."""
    return now().date()
