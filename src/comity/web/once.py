"""Once: what a double click sends twice is done once, and what somebody changed is another thing.

A form carries a token that is drawn when its page is made. A browser that goes back to the page
shows it again, token and all; whoever types something else there and sends it means something else.
So what is remembered is the token together with where it was sent and everything that was typed.

>>> first = once("/sign", {"token": "7f3a", "words": "Agreed."})
>>> first == once("/sign", {"words": "Agreed.", "token": "7f3a"})
True
>>> first == once("/sign", {"token": "7f3a", "words": "Not agreed."})
False
>>> once("/sign", {"words": "Agreed."})
''
"""

import json
from collections.abc import Mapping
from hashlib import sha256


def once(path: str, typed: Mapping[str, str]) -> str:
    """Return a name of what was sent from a page, "" where its form carries no token.

    Args:
        path: address that it was sent to.
        typed: the fields of the form.
    """
    if not typed.get("token"):
        return ""
    return sha256(json.dumps([path, dict(typed)], sort_keys=True).encode()).hexdigest()
