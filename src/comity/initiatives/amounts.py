"""Amounts: how an amount is written by a person, and how it is shown.

A point stands before decimals and blanks may group digits; a comma is refused, because "1,500" is
one and a half to some readers and one thousand five hundred to others.
"""

import unicodedata
from decimal import Decimal

from comity.errors import RefusedError
from comity.records.kinds import AMOUNT


class AmountError(RefusedError):
    """What was typed is no amount above nothing."""

    code = "initiative-amount"
    template = (
        "{given!r} is no amount above 0; write digits with a point before decimals, such as 12, "
        "1500 or 0.5: at most 15 digits before the point and 6 after it"
    )


def amount_of(typed: str) -> str:
    """Return an amount as a record carries it.

    Digits of Japanese keyboards are taken as digits.

    Raises:
        AmountError: it is no amount, or not above nothing.

    >>> amount_of(" 1 500.50 ")
    '1500.50'
    """
    text = "".join(unicodedata.normalize("NFKC", typed).split())
    if not AMOUNT.fullmatch(text) or not text.strip("0."):
        raise AmountError(given=typed.strip()[:40])
    return text


def plain(amount: Decimal) -> str:
    """Return an amount in digits, without an exponent and without zeros that say nothing.

    >>> plain(Decimal("1500.50")), plain(Decimal("100"))
    ('1500.5', '100')
    """
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
