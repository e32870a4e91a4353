"""Finding pages: the part of an action's page about the list that proves it, as values.

A hash is shown where two files dispute each other, a key with the day of its edition where keys
are numbered anew; that an entry stands under another measure, kind or spelling is said in words.
"""

from functools import partial

from comity.sanctions.findings import LASTING_KEYS
from comity.sanctions.statements import VERDICTS
from comity.web.findingsdesk import EntrySeen, ListSeen
from comity.web.pages import Shell
from comity.web.sanctionlabels import KINDS, MEASURES
from comity.web.sanctions import PairShown, file_shown, place_shown, value_shown
from comity.web.words import Words


def list_values(shell: Shell, listed: object) -> dict[str, object]:
    """Return the values of the part of a page about a list; nothing where there is none.

    Args:
        shell: of the page.
        listed: what it shows of the list, None where no list proves the action.
    """
    if not isinstance(listed, ListSeen):
        return {"listed": None}
    spoken = shell.words
    return {
        "listed": listed,
        "match_verdicts": VERDICTS,
        "pair_of": partial(pair_of, listed),
        "traits_of": partial(traits_said, spoken, listed),
        "own_key": partial(own_key, listed.list),
        "shown": partial(value_shown, spoken),
        "placed": partial(place_shown, spoken),
        "named": file_shown,
        "kind_name": lambda code: spoken.label("kind", code) if code in KINDS else code,
    }


def pair_of(listed: ListSeen, entry: EntrySeen) -> PairShown | None:
    """Return the reference's entry beside an entry, None where one of both is not at hand."""
    if listed.target is None or entry.listing is None or entry.explanation is None:
        return None
    return PairShown(listed.target, entry.listing, entry.explanation)


def own_key(list_name: str, name: str) -> str:
    """Return the key of an entry as its list printed it.

    >>> own_key("jp-mof", "29#2@2022-05-12"), own_key("eu-fsf", "EU.9001.11")
    ('29#2', 'EU.9001.11')
    """
    return name if list_name in LASTING_KEYS else name.rpartition("@")[0] or name


def traits_said(spoken: Words, listed: ListSeen, entry: EntrySeen) -> list[str]:
    """Return in words what of an entry is other than agreed, or than the reference has it."""
    target, said = listed.target, []
    if "measure" in entry.traits:
        measures = spoken.together(
            spoken.label("measure", one) if one in MEASURES else one for one in entry.last.measures
        )
        agreed = spoken.label("measure", listed.measure) if listed.measure in MEASURES else ""
        said.append(
            spoken.gettext(
                "It stands under another measure than agreed: %(measures)s instead of %(agreed)s.",
                measures=measures,
                agreed=agreed or listed.measure,
            )
        )
    if "kind" in entry.traits and target is not None:
        said.append(
            spoken.gettext(
                "It stands as another kind: %(kind)s, where the reference has %(reference)s.",
                kind=spoken.label("kind", entry.last.kind),
                reference=spoken.label("kind", target.listing.kind),
            )
        )
    if "spelling" in entry.traits:
        said.append(
            spoken.gettext("It is spelled otherwise: no name is written as the reference has it.")
        )
    return said
