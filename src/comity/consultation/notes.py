"""Notes: what note-takers keep of a meeting, and how the notes of two become one.

Notes are internal (R19): nothing here is a record. An entry is never overwritten. Each edit of it
has an id of its own and names the edits that its author had before them, so that the order in which
edits arrive, and how often, changes nothing: what nobody has edited further is what stands. Where
two people edited one entry at once both wordings stand, side by side, until somebody writes a third
that names both.

>>> first = Edit(id="1" * 32, entry="e" * 32, item="", sort="remark", words={"uk": "Вітання"})
>>> second = Edit(
...     id="2" * 32, entry="e" * 32, item="", sort="remark", words={"ja": "挨拶"}, base=("1" * 32,)
... )
>>> [(entry.words, entry.others) for entry in merged([second, first, second])]
[({'ja': '挨拶'}, ())]
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comity.records.kinds import (
    Check,
    Kind,
    Misfit,
    choice,
    flag,
    languages,
    listing,
    moment,
    optional,
    party,
    text,
)

SORTS = ("decision", "action", "remark")
"""What an entry is."""

ITEM = "item"
"""Sort of an entry that is itself an item, which a note-taker added to the agenda."""

NAME = re.compile(r"[0-9a-f]{32}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST = 4000
"""Letters of an entry in one language."""


def name(path: str, value: object) -> None:
    """Check for the name of an entry or an edit, which its author's browser draws by lot."""
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise Misfit(path, value, "give 32 hexadecimal digits")


def day(path: str, value: object) -> None:
    """Check for a day that exists."""
    try:
        if isinstance(value, str) and DAY.fullmatch(value):
            dt.date.fromisoformat(value)
            return
    except ValueError:
        pass
    raise Misfit(path, value, "write a day as 2026-12-01")


EDIT: Mapping[str, Check] = {
    "id": name,
    "entry": name,
    "base": optional(listing(name, 20)),
    "item": text(200, 0),
    "sort": choice(*SORTS, ITEM),
    "words": languages(LONGEST),
    "owner": optional(party),
    "due": optional(day),
    "struck": optional(flag),
    "at": moment,
}
NOTE = Kind("note", EDIT)
"""No kind of a record: only its checks are used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One wording of one entry.

    Attributes:
        id: of this edit.
        entry: which entry it is an edit of.
        base: edits that its author had before them, () for the first.
        item: id of the item of the agenda that it belongs to, "" for the meeting as a whole.
        sort: of `SORTS`, or `ITEM`.
        words: by language, of those that it is written in.
        owner: party of an action, "" where nobody is named.
        due: day of an action, "" where none is.
        struck: whether the entry is taken out.
        at: when it was written, by the clock of the browser.
        by: role of its author.
    """

    id: str
    entry: str
    base: tuple[str, ...] = ()
    item: str
    sort: str
    words: Mapping[str, str] = field(default_factory=dict)
    owner: str = ""
    due: str = ""
    struck: bool = False
    at: str = ""
    by: str = ""

    @property
    def said(self) -> tuple[object, ...]:
        """Return what it says, whoever says it and when."""
        words = tuple(sorted(self.words.items()))
        return self.item, self.sort, words, self.owner, self.due, self.struck


def edit_of(value: Mapping[str, Any], by: str) -> Edit:
    """Return an edit that a browser sent.

    Raises:
        BodyError: a part of it is missing or is not what it must be.
    """
    NOTE.check(value)
    given = {**value, "base": tuple(value.get("base", ()))}
    return Edit(**given, by=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry as it stands.

    Attributes:
        id: of the entry.
        now: the wording that stands.
        others: other wordings that stand beside it, because two people edited at once.
        since: when it was first written.
    """

    id: str
    now: Edit
    others: tuple[Edit, ...]
    since: str

    @property
    def words(self) -> Mapping[str, str]:
        """Return its words by language."""
        return self.now.words

    @property
    def tips(self) -> tuple[str, ...]:
        """Return what an edit of it must name as its base."""
        return tuple(sorted((self.now.id, *(one.id for one in self.others))))


def merged(edits: Iterable[Edit]) -> tuple[Entry, ...]:
    """Return the entries that edits add up to, in the order in which they were first written."""
    entries: dict[str, dict[str, Edit]] = {}
    for edit in edits:
        entries.setdefault(edit.entry, {})[edit.id] = edit
    found = [_entry(name, list(said.values())) for name, said in entries.items()]
    standing = [one for one in found if one.others or not one.now.struck]
    return tuple(sorted(standing, key=lambda one: (one.since, one.id)))


def _entry(name: str, edits: Sequence[Edit]) -> Entry:
    """Return what the edits of one entry add up to; the newest wording stands first."""
    replaced = {base for edit in edits for base in edit.base}
    tips = [edit for edit in edits if edit.id not in replaced] or list(edits)
    alike: dict[tuple[object, ...], Edit] = {}
    for edit in sorted(tips, key=lambda one: (one.at, one.id), reverse=True):
        alike.setdefault(edit.said, edit)
    now, *others = alike.values()
    return Entry(id=name, now=now, others=tuple(others), since=min(one.at for one in edits))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item of a meeting, as the note-taker works through it.

    Attributes:
        id: as the agenda names it, or of the entry by which a note-taker added it.
        title: by language.
        mode: what it stands there for, "" for one that was added.
        minutes: planned, 0 where none are.
        added: whether a note-taker added it.
        beside: whether it stands on no agenda now, though somebody here wrote about it.
    """

    id: str
    title: Mapping[str, str]
    mode: str = ""
    minutes: int = 0
    added: bool = False
    beside: bool = False


def items_of(
    planned: Sequence[Item], entries: Iterable[Entry], beside: Iterable[Item] = ()
) -> tuple[Item, ...]:
    """Return the items of a meeting, so that no note loses its item.

    Args:
        planned: of its agenda, in order.
        entries: that were noted; some of them are items themselves.
        beside: others that somebody here wrote about; they stand behind the agenda.
    """
    names = {one.id for one in planned}
    left = [replace(one, beside=True) for one in beside if one.id not in names]
    more = [Item(id=one.id, title=one.words, added=True) for one in entries if one.now.sort == ITEM]
    return (*planned, *left, *more)


def spoken_of(items: Iterable[Item], entries: Iterable[Entry], *, agreed: bool) -> tuple[Item, ...]:
    """Return the items of which minutes speak: of an agenda that is agreed all, else the noted.

    Args:
        items: of the meeting.
        entries: that were noted.
        agreed: whether all have signed its agenda.
    """
    noted = {one.now.item for one in entries}
    return tuple(
        one for one in items if one.id in noted or one.added or (agreed and not one.beside)
    )


def lacking(words: Mapping[str, str], tongues: Iterable[str]) -> tuple[str, ...]:
    """Return the languages in which something has no words."""
    return tuple(one for one in tongues if not words.get(one, "").strip())


def of_item(item: str, entries: Iterable[Entry], known: Iterable[Item]) -> tuple[Entry, ...]:
    """Return the entries of one item, "" for those that belong to none that is known."""
    names = {one.id for one in known}
    return tuple(
        one
        for one in entries
        if one.now.sort != ITEM
        and (one.now.item == item or (not item and one.now.item not in names))
    )
