"""Agendas: the form on which an agenda is put together, and the words in which it is signed.

Rows are moved, left out and taken in by buttons of the form; each comes back as the same page with
everything in it, so that it works by keyboard, without a script, and loses nothing. What is
proposed says the same in every working language.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from comity.agreement.effects import LONGEST_MEETING, MODES
from comity.consultation.agenda import Item, written
from comity.consultation.open_items import OpenItem, suggested
from comity.consultation.proposals import Words
from comity.exchange.drafts import LoweredMarkingError, need_marking
from comity.records.kinds import LANGUAGES
from comity.records.marking import TEXTS, Marking, highest
from comity.web.compose import Fault
from comity.web.consultdesk import MeetingSeen
from comity.web.sanctionlabels import JURISDICTIONS
from comity.web.words import Language, words

MOST_ROWS = 100
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An item of the form, as it was typed.

    Attributes:
        id: of the open item, or one of its own.
        titles: by language.
        mode: code.
        minutes: as typed.
    """

    id: str
    titles: Mapping[str, str]
    mode: str
    minutes: str

    @property
    def length(self) -> int:
        """Return its minutes, 0 where they are no number."""
        return int(self.minutes) if self.minutes.isdecimal() and len(self.minutes) < 6 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole form, as it was typed.

    Attributes:
        rows: in order.
        marking: of what will be said.
        seen: state of the agenda that the page was made from.
        token: of the page.
        focus: id of the control that was used last, "" for none.
    """

    rows: tuple[Row, ...]
    marking: str
    seen: str
    token: str
    focus: str = ""

    @property
    def minutes(self) -> int:
        """Return how long all rows take."""
        return sum(row.length for row in self.rows)


def fresh_sheet(seen: MeetingSeen) -> Sheet:
    """Return a form that nobody has typed in: the newest proposal, else one from the open items."""
    tongues = seen.languages
    if seen.proposed:
        items: Sequence[Item] = seen.proposed[0].items
    elif seen.agenda is not None:
        items = seen.agenda.items
    else:
        items, _ = suggested(
            seen.items, seen.meeting.plan.minutes, lambda code: standing_title(code, tongues)
        )
    marking = highest([Marking.AMBER, seen.meeting.marking, *known_markings(seen, items)])
    return Sheet(
        rows=tuple(row_of(one) for one in items),
        marking=marking.text,
        seen=seen.agenda_state,
        token=uuid.uuid4().hex,
    )


def row_of(item: Item) -> Row:
    """Return an item as a row of the form."""
    return Row(id=item.id, titles=dict(item.title), mode=item.mode, minutes=str(item.minutes))


def known_markings(seen: MeetingSeen, items: Iterable[Item | Row]) -> list[Marking]:
    """Return the markings of the open items that stand on an agenda."""
    markings = {one.id: one.marking for one in seen.items}
    return [markings[one.id] for one in items if one.id in markings]


def typed_sheet(fields: Mapping[str, str], tongues: Sequence[str]) -> Sheet:
    """Return what was typed."""
    count = int(fields.get("rows", "0")) if fields.get("rows", "0").isdecimal() else 0
    rows = [
        Row(
            id=fields[f"id-{number}"][:200],
            titles=titles_typed(fields, number, tongues),
            mode=fields.get(f"mode-{number}", ""),
            minutes=fields.get(f"minutes-{number}", "").strip(),
        )
        for number in range(min(count, MOST_ROWS))
        if fields.get(f"id-{number}")
    ]
    return Sheet(
        rows=tuple(rows),
        marking=fields.get("marking", ""),
        seen=fields.get("seen", "")[:64],
        token=fields.get("token", "")[:64],
    )


def titles_typed(fields: Mapping[str, str], number: int, tongues: Sequence[str]) -> dict[str, str]:
    """Return the titles of a row: in the working languages, and in others that it came with."""
    said = {
        tongue: " ".join(fields.get(f"title-{number}-{tongue}", "").split())
        for tongue in (*tongues, *sorted(LANGUAGES - set(tongues)))
    }
    return {tongue: text for tongue, text in said.items() if text or tongue in tongues}


def changed(sheet: Sheet, act: str, seen: MeetingSeen) -> Sheet:
    """Return the form after one of its buttons.

    Args:
        sheet: as it was typed.
        act: "up-2", "down-2", "out-2", "in-0", "add" or anything else, which changes nothing.
        seen: the meeting, with what is open.
    """
    what, _, place = act.partition("-")
    at = int(place) if place.isdecimal() else -1
    rows = list(sheet.rows)
    focus = "recount"
    if what == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
        focus = f"up-{at - 1}" if at > 1 else f"down-{at - 1}"
    elif what == "down" and 0 <= at < len(rows) - 1:
        rows[at + 1], rows[at] = rows[at], rows[at + 1]
        focus = f"down-{at + 1}" if at + 2 < len(rows) else f"up-{at + 1}"
    elif what == "out" and 0 <= at < len(rows):
        del rows[at]
        focus = f"out-{min(at, len(rows) - 1)}" if rows else "add"
    elif what == "in" and 0 <= at < len(left_out(sheet, seen)) and len(rows) < MOST_ROWS:
        one = left_out(sheet, seen)[at]
        last = len(rows) - 1 if rows and rows[-1].id == "other" else len(rows)
        rows.insert(last, row_of(Item(one.id, one.title, one.mode, one.minutes)))
        focus = f"up-{last}" if last else "add"
    elif what == "add" and len(rows) < MOST_ROWS:
        last = len(rows) - 1 if rows and rows[-1].id == "other" else len(rows)
        rows.insert(
            last, Row(id=f"own:{uuid.uuid4().hex[:16]}", titles={}, mode="discussion", minutes="10")
        )
        focus = f"title-{last}-{seen.languages[0]}"
    return replace(sheet, rows=tuple(rows), focus=focus)


def left_out(sheet: Sheet, seen: MeetingSeen) -> tuple[OpenItem, ...]:
    """Return the open items that do not stand on the form."""
    there = {row.id for row in sheet.rows}
    return tuple(one for one in seen.items if one.id not in there)


def read_sheet(sheet: Sheet, seen: MeetingSeen) -> tuple[tuple[Item, ...], dict[str, Fault]]:
    """Return the items that were typed, or what is wrong with them."""
    faults: dict[str, Fault] = {}
    if not sheet.rows:
        faults["add"] = Fault("agenda-empty")
    if len({row.id for row in sheet.rows}) != len(sheet.rows):
        faults["add"] = Fault("item-twice")
    items = [_item(number, row, seen.languages[0], faults) for number, row in enumerate(sheet.rows)]
    over = sheet.minutes - seen.meeting.plan.minutes
    if over > 0:
        faults["recount"] = Fault("agenda-long", {"over": over})
    if sheet.marking not in TEXTS:
        faults["marking"] = Fault("marking-missing")
    else:
        try:
            need_marking(TEXTS[sheet.marking], known_markings(seen, sheet.rows))
        except LoweredMarkingError as error:
            faults["marking"] = Fault("marking-lowered", error.facts)
    return tuple(items), faults


def _item(number: int, row: Row, tongue: str, faults: dict[str, Fault]) -> Item:
    """Return one item that was typed; what is wrong with it is noted."""
    title = {tongue: text for tongue, text in row.titles.items() if text}
    if not title:
        faults[f"title-{number}-{tongue}"] = Fault("item-title", {"n": number + 1})
    elif max(map(len, title.values())) > LONGEST_TITLE:
        facts = {"n": number + 1, "most": LONGEST_TITLE}
        faults[f"title-{number}-{tongue}"] = Fault("item-title-long", facts)
    if row.mode not in MODES:
        faults[f"mode-{number}"] = Fault("item-mode", {"n": number + 1})
    if not row.minutes.isdecimal() or row.length > LONGEST_MEETING or len(row.minutes) > 5:
        faults[f"minutes-{number}"] = Fault("item-minutes", {"n": number + 1})
    return Item(row.id, title, row.mode, row.length)


# --- words in every working language


def in_each(tongues: Iterable[str], message: str) -> dict[str, str]:
    """Return a message of the catalogue in each language that the pages speak."""
    return {
        tongue: words(Language(tongue)).gettext(message)
        for tongue in tongues
        if tongue in set(Language)
    }


def _(message: str) -> str:
    """Mark a message for the catalogue; it is looked up in each language later."""
    return message


STANDING_TITLES = {
    "opening": _("Opening and adoption of the agenda"),
    "other": _("Any other business"),
}
AGENDA = _("Agenda")


def standing_title(code: str, tongues: Iterable[str]) -> Words:
    """Return the title of an item that every agenda may have."""
    return in_each([*tongues, "en"], STANDING_TITLES[code])


def agenda_title(seen: MeetingSeen) -> Words:
    """Return what an agenda is called, in each working language."""
    meeting = seen.meeting.title
    return {
        tongue: f"{said}: {meeting.get(tongue) or next(iter(meeting.values()))}"[:LONGEST_TITLE]
        for tongue, said in in_each([*seen.languages, "en"], AGENDA).items()
    }


def agenda_text(items: Sequence[Item], tongues: Iterable[str]) -> Words:
    """Return the words of an agenda that are signed, in each working language."""
    found: dict[str, str] = {}
    for tongue in dict.fromkeys([*tongues, "en"]):
        if tongue in set(Language):
            spoken = words(Language(tongue))
            lines = {
                mode: f"{spoken.label('mode', mode)}, {{minutes}} {spoken.gettext('min')}"
                for mode in MODES
            }
            found[tongue] = written(items, lines, tongue)
    return found


def package_title(jurisdiction: str, name: str, day: dt.date) -> Words:
    """Return the title of an item about a sanctions package, in every language of the pages."""
    found: dict[str, str] = {}
    for language in Language:
        spoken = words(language)
        authority = (
            spoken.label("jurisdiction", jurisdiction)
            if jurisdiction in JURISDICTIONS
            else jurisdiction.upper()
        )
        said = spoken.gettext(
            "Sanctions after the package of %(day)s (%(authority)s)",
            day=spoken.date(day),
            authority=authority,
        )
        found[language.value] = f"{said}: {name}"[:LONGEST_TITLE] if name else said
    return found
