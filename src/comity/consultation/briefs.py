"""Briefs: what this party brings to each item of a meeting, and who is to write it until when.

Everything here is internal (R19) but one thing: what was said last time is quoted from adopted
records, and names them. A part is written by one person after another; each version is kept, and
who writes says which version they had before them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from comity.consultation.minutes import section
from comity.consultation.notes import Item
from comity.errors import RefusedError
from comity.records.marking import Marking

LONGEST_PART = 20_000
"""Letters of one part."""


class Part(StrEnum):
    """What a brief says of an item, in the order in which it is read."""

    OBJECTIVES = "objectives"
    ARGUMENTS = "arguments"
    THEIRS = "theirs"
    RESPONSE = "response"
    PRESS = "press"
    BACKGROUND = "background"


INTERNAL = Marking.AMBER_STRICT
"""Marking of a part for which nobody chose another one: for this party's own people."""


class LongPartError(RefusedError):
    """A part of a brief is too long."""

    code = "brief-long"
    template = "a part of a brief has at most {most} letters; this one has {count}. Shorten it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One version of one part.

    Attributes:
        item: id of the item, "" for the meeting as a whole.
        part: which.
        version: from 1.
        text: of it, "" where it was emptied.
        language: that it is written in.
        marking: how far it may be passed on.
        by: role of its author.
        at: when.
    """

    item: str
    part: Part
    version: int
    text: str
    language: str
    marking: Marking
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody is asked for a part by a day.

    Attributes:
        id: of the call.
        meeting: id.
        item: id of the item, "" for the meeting as a whole.
        part: that is asked for.
        role: in which the person who is asked acts.
        person: their name, "" for whoever acts in the role.
        words: what they are asked for.
        due: moment until which, as records carry one.
        by: role of who asks.
        at: when it was asked.
        answered: version of the part that answers it, 0 while none does.
    """

    id: str
    meeting: str
    item: str
    part: Part
    role: str
    person: str
    words: str
    due: str
    by: str
    at: str
    answered: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An adopted paper of an earlier meeting.

    Attributes:
        paper: id of the object.
        record: hash of the record that adopts it.
        type: "minutes" or "decision".
        meeting: id of the meeting that it belongs to.
        at: moment from which it is adopted.
        title: by language.
        text: by language.
        marking: of it.
    """

    paper: str
    record: str
    type: str
    meeting: str
    at: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    marking: Marking


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of an item last time.

    Attributes:
        source: where.
        text: of it, by language.
    """

    source: Source
    text: Mapping[str, str]


def last_time(item: Item, sources: Iterable[Source]) -> tuple[Said, ...]:
    """Return what earlier meetings said of an item, the newest first.

    Minutes speak of an item under its title, in whatever language both have one; a decision bears
    the title of its item.
    """
    found: list[Said] = []
    for source in sorted(sources, key=lambda one: (one.at, one.paper), reverse=True):
        if source.type == "decision":
            same = any(source.title.get(tongue) == text for tongue, text in item.title.items())
            parts = dict(source.text) if same else {}
        else:
            parts = {
                tongue: said
                for tongue, title in item.title.items()
                if (said := section(source.text.get(tongue, ""), title))
            }
        if parts:
            found.append(Said(source, parts))
    return tuple(found)


def open_calls(calls: Iterable[Call]) -> tuple[Call, ...]:
    """Return the calls that nobody has answered, the earliest deadline first."""
    return tuple(sorted((one for one in calls if not one.answered), key=lambda one: one.due))
