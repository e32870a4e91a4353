"""Party: a government that takes part, by a short code such as `ua` or `jp`."""

import re
from typing import NewType

from comity.errors import RefusedError

Party = NewType("Party", str)
"""Two to ten small Latin letters, as in ISO 3166-1 where the party is a state."""

FORM = re.compile(r"[a-z]{2,10}")


class PartyCodeError(RefusedError):
    """A text is no code of a party."""

    code = "party-code"
    template = "{text!r} is no code of a party; write two to ten small Latin letters, such as ua"


def party_of(text: object) -> Party:
    """Return the party that a text names.

    Raises:
        PartyCodeError: it has not the form of a code.

    >>> party_of("ua")
    'ua'
    """
    if not isinstance(text, str) or not FORM.fullmatch(text):
        raise PartyCodeError(text=text)
    return Party(text)
