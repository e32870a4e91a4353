"""Effects: what an adopted object does, beyond that its text is agreed.

An effect is hashed with the text, so that nobody is bound to one that they did not sign. The
systems read it; here is only what it must look like. A local time is written without a zone, which
stands beside it: "09:00 in Kyiv" stays what was agreed when the law changes the clocks.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from comity.records.kinds import (
    Check,
    Misfit,
    choice,
    fields,
    flag,
    hashed,
    language,
    languages,
    listing,
    mapping,
    optional,
    party,
    text,
    whole,
)


class Type(StrEnum):
    """What sort of thing is adopted."""

    TEXT = "text"
    STATEMENT = "statement"
    DECISION = "decision"
    AGENDA = "agenda"
    MINUTES = "minutes"
    MEETING = "meeting"
    TERMS = "terms"
    MEMBERSHIP = "membership"


LEVELS = ("heads", "ministers", "deputy-ministers", "directors-general", "working-group")
"""Levels of a consultation, the highest first."""

MODES = ("information", "discussion", "decision")
"""What an item stands on the agenda for."""

STAGES = ("idea", "scoped", "agreed", "under-way", "delivered", "closed")
"""Gates of an initiative, in their order; its stage is the last of those adopted without a gap."""

LOCAL = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]"
)
LONGEST_MEETING = 14 * 24 * 60
"""Minutes."""


def type_name(path: str, value: object) -> None:
    """Check for the type of an object."""
    choice(*Type)(path, value)


def local_time(path: str, value: object) -> None:
    """Check for a local time, to the minute."""
    if not isinstance(value, str) or not LOCAL.fullmatch(value):
        raise Misfit(path, value, "write 2026-12-01T09:00, the local time without its zone")


elsewhere = fields({"circle": hashed, "object": hashed})
"""An object of another circle, or of this one."""

MECHANISM: Mapping[str, Check] = {
    "levels": listing(choice(*LEVELS), len(LEVELS), 1),
    "languages": listing(language, 4, 1),
    "host": party,
    "zone": text(60),
    "begins": local_time,
    "cadence": optional(text(200)),
    "minutes": whole(5, LONGEST_MEETING),
}
"""What terms of reference say of the meetings: the first one, in the host's zone, and how they
repeat (RRULE of RFC 5545, without its name)."""

MEETING: Mapping[str, Check] = {
    "terms": optional(hashed),
    "level": choice(*LEVELS),
    "zone": text(60),
    "begins": local_time,
    "minutes": whole(5, LONGEST_MEETING),
    "place": optional(languages(300)),
    "online": optional(flag),
    "moves": optional(hashed),
}
"""When and where a meeting is; `moves` names the meeting of which this is the new time."""

ITEM: Mapping[str, Check] = {
    "item": text(200),
    "title": languages(300),
    "mode": choice(*MODES),
    "minutes": whole(0, LONGEST_MEETING),
}

ASSIGNED = fields(
    {
        "action": text(40),
        "owner": party,
        "what": languages(2000),
        "list": optional(text(40)),
        "listing": optional(text(200)),
        "proposal": optional(hashed),
        "measure": optional(text(40)),
    }
)


def assigned(path: str, value: object) -> None:
    """Check for actions, of which no two have one name: a name is all that later records say."""
    listing(ASSIGNED, 200)(path, value)
    names = [one["action"] for one in value] if isinstance(value, list) else []
    for number, name in enumerate(names):
        if name in names[:number]:
            raise Misfit(f"{path}[{number}].action", name, "give each action a name of its own")


EFFECT: Mapping[str, Check] = {
    "closed": optional(fields({"succeeded_by": optional(elsewhere)})),
    "retained": optional(listing(fields({"object": hashed, "clauses": listing(hashed, 500)}), 50)),
    "silence": optional(mapping(type_name, whole(1, 24 * 366), len(Type))),
    "assigned": optional(assigned),
    "mechanism": optional(fields(MECHANISM)),
    "meeting": optional(fields(MEETING)),
    "cancels": optional(hashed),
    "of": optional(hashed),
    "items": optional(listing(fields(ITEM), 100)),
    "gate": optional(fields({"initiative": hashed, "stage": choice(*STAGES)})),
}
"""`cancels` names a meeting that does not take place; `of` the meeting that an agenda, minutes or a
decision belong to; `items` what stands on an agenda, in order; `gate` the stage that an initiative
has reached. Of an action that a list will prove, `list` is the owner's list in which the target is
to stand, `listing` the reference's entry of it as "list/key", `proposal` the record that proposed
it, and `measure` the one that was agreed."""


def effect(path: str, value: object) -> None:
    """Check for at least one thing that the adopted object does."""
    fields(EFFECT)(path, value)
    if not value:
        raise Misfit(path, value, "name what it does, or leave it out")
