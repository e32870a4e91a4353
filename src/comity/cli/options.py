"""Values of the command line, read strictly."""

import argparse
import datetime as dt

from comity.sanctions.lists.registry import LISTS


def day(text: str) -> dt.date:
    """Read a date of the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date such as 2026-03-05") from None


def positive(text: str) -> int:
    """Read a number above zero."""
    if not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number above zero")
    return int(text)


def references(text: str) -> tuple[str, ...]:
    """Read jurisdictions divided by commas."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    known = {reader.jurisdiction for reader in LISTS.values()}
    if not names or set(names) - known:
        raise argparse.ArgumentTypeError(f"{text!r}: choose from {', '.join(sorted(known))}")
    return names
