"""Rail: the systems that a node has, and what the palette can do in them.

A system stands on the rail once it has pages, so that no link leads nowhere.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A system, as the rail shows it.

    Attributes:
        code: of its label, and of its address.
        icon: of the sprite.
        key: the letter that leads to it after g.
    """

    code: str
    icon: str
    key: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that the palette does or opens.

    Attributes:
        code: of its label.
        icon: of the sprite.
        path: where it leads, "" for what the page itself does.
    """

    code: str
    icon: str
    path: str = ""


PLACES = (
    Place("today", "today", "t"),
    Place("consultations", "consult", "c"),
    Place("follow-up", "followup", "f"),
    Place("traffic", "traffic", "m"),
    Place("positions", "positions", "p"),
    Place("initiatives", "initiatives", "i"),
    Place("sanctions", "sanctions", "s"),
    Place("node", "node", "n"),
)

DEEDS = (
    Deed("call-meeting", "consult", "/consultations/call"),
    Deed("ask-item", "consult", "/consultations/ask"),
    Deed("terms", "consult", "/consultations/terms"),
    Deed("write", "write", "/traffic/compose"),
    Deed("inbox", "traffic", "/traffic?box=inbox"),
    Deed("outbox", "outbox", "/traffic?box=outbox"),
    Deed("raise-question", "question", "/positions/ask"),
    Deed("texts", "positions", "/positions/texts"),
    Deed("open-text", "write", "/positions/texts/new"),
    Deed("overdue-actions", "followup", "/follow-up?state=late"),
    Deed("answer-actions", "followup", "/follow-up?state=ours-to-answer"),
    Deed("open-initiative", "initiatives", "/initiatives/new"),
    Deed("needs-and-offers", "link", "/initiatives/needs"),
    Deed("write-need", "write", "/initiatives/need"),
    Deed("write-offer", "write", "/initiatives/offer"),
    Deed("find-target", "search", "/sanctions#q"),
    Deed("proposals", "sanctions", "/sanctions/proposals"),
    Deed("theme", "theme"),
    Deed("keys", "keys"),
)


def places_among(paths: Collection[str]) -> tuple[Place, ...]:
    """Return the systems that have a page among these addresses, in the order of the rail."""
    return tuple(place for place in PLACES if f"/{place.code}" in paths)


def deeds_among(paths: Collection[str]) -> tuple[Deed, ...]:
    """Return what leads to one of these addresses, and what every page does.

    >>> [deed.code for deed in deeds_among({"/sanctions"})]
    ['find-target', 'theme', 'keys']
    """
    return tuple(deed for deed in DEEDS if not deed.path or bare(deed.path) in paths)


def bare(path: str) -> str:
    """Return an address without its query and its place on the page."""
    return path.partition("#")[0].partition("?")[0]
