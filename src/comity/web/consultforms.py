"""Consultforms: what people type about terms, meetings, delegations and items, and what is wrong.

What was typed is kept as it was typed; each fault is named at its field and the page comes back
with everything in it.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from comity.agreement.effects import LEVELS, LONGEST_MEETING, MODES
from comity.consultation.cadence import (
    Cadence,
    CadenceError,
    NoSuchTimeError,
    UnknownZoneError,
    moment_of,
    need_cadence,
    zone_of,
)
from comity.consultation.delegations import MOST, Delegate
from comity.consultation.mechanism import MAY_BE_SILENT, Mechanism
from comity.consultation.meetings import Meeting, Plan
from comity.consultation.statements import ROLES_OF_DELEGATES
from comity.records.circle import Circle
from comity.records.kinds import LANGUAGES
from comity.records.marking import TEXTS, Marking
from comity.records.party import Party
from comity.web.agendas import in_each
from comity.web.capitals import ZONES
from comity.web.compose import Fault
from comity.web.consultdesk import WORKING, Terms, Wish

Typed = Mapping[str, str]
"""The fields of a form, as they were typed."""
T = TypeVar("T")
Read = tuple[T | None, dict[str, Fault]]

SPARE = 3
"""Empty rows at the end of a delegation."""


def _(message: str) -> str:
    """Mark a message for the catalogue; it is looked up in each language later."""
    return message


CONSULTATION = _("Consultation")
CANCELLED = _("The meeting does not take place.")
TERMS_TITLE = _("Terms of reference of the consultations")
TERMS_TEXT = _(
    "1. The parties consult regularly on matters of common concern.\n"
    "2. The levels, the working languages, the rhythm of the meetings and the papers that may be "
    "adopted by silence are those that are stated with this text.\n"
    "3. Each party names its own delegation. Order and time of an agenda are agreed by all."
)


def token() -> str:
    """Return the token of a new page."""
    return uuid.uuid4().hex


def words_typed(typed: Typed, name: str, tongues: Iterable[str]) -> dict[str, str]:
    """Return a text by language, from the fields `name_uk`, `name_ja` ..."""
    said = {tongue: typed.get(f"{name}_{tongue}", "").strip() for tongue in tongues}
    return {tongue: text for tongue, text in said.items() if text}


def tongues_typed(
    typed: Typed, tongues: Sequence[str], names: Iterable[str] = ("title", "place", "why")
) -> tuple[str, ...]:
    """Return the working languages, and those in which something is written beside them.

    A meeting may be called in a language that is none any more, and a form may be filled in before
    another circle is chosen: what is written stays and is said.

    >>> tongues_typed({"title_en": "Talks", "title_ko": " "}, ("uk", "ja"))
    ('uk', 'ja', 'en')
    """
    written = {
        tongue
        for tongue in LANGUAGES - set(tongues)
        if any(typed.get(f"{name}_{tongue}", "").strip() for name in names)
    }
    return (*tongues, *sorted(written))


def with_words(name: str, said: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a text by language."""
    return {f"{name}_{tongue}": text for tongue, text in said.items()}


def whole(text: str, least: int, most: int) -> int | None:
    """Return a whole number between two, None where it is none."""
    text = text.strip()
    if not text.isdecimal() or len(text) > 6 or not least <= int(text) <= most:
        return None
    return int(text)


def marking_typed(typed: Typed, faults: dict[str, Fault]) -> Marking:
    """Return the marking that was chosen."""
    if typed.get("marking") not in TEXTS:
        faults["marking"] = Fault("marking-missing")
    return TEXTS.get(typed.get("marking", ""), Marking.AMBER)


def need_words(
    said: Mapping[str, str], name: str, most: int, tongues: Sequence[str], faults: dict[str, Fault]
) -> None:
    """Note that a text is missing in all languages, or too long in one."""
    if not said:
        faults[f"{name}_{tongues[0]}"] = Fault("words-missing")
    for tongue, text in said.items():
        if len(text) > most:
            faults[f"{name}_{tongue}"] = Fault("words-long", {"most": most, "count": len(text)})


# --- terms of reference


def fresh_terms(circle: Circle, me: Party, before: Mechanism | None) -> dict[str, str]:
    """Return the form of terms: those in force to be changed, else a first draft."""
    typed = {"token": token(), "circle": circle.id, "marking": Marking.AMBER.text}
    if before is None:
        return {
            **typed,
            **with_words("title", in_each(WORKING, TERMS_TITLE)),
            **with_words("text", in_each(WORKING, TERMS_TEXT)),
            **{f"level_{level}": "1" for level in LEVELS[3:]},
            **{f"language_{tongue}": "1" for tongue in WORKING},
            "host": me,
            "zone": ZONES.get(me, "UTC"),
            "minutes": "180",
            "rhythm": "FREQ=MONTHLY",
        }
    return {
        **typed,
        **with_words("title", before.title),
        **with_words("text", before.terms.text),
        **{f"level_{level}": "1" for level in before.levels},
        **{f"language_{tongue}": "1" for tongue in before.languages},
        **{f"silence_{kind}": str(hours) for kind, hours in before.silence.items()},
        "host": before.host,
        "zone": before.cadence.zone,
        "begins": before.cadence.begins,
        "minutes": str(before.cadence.minutes),
        "rhythm": before.cadence.rule,
        "marking": before.marking.text,
    }


def read_terms(typed: Typed, circles: Mapping[str, Circle]) -> Read[tuple[Terms, Marking]]:
    """Return terms that were typed, or what is wrong with them."""
    faults: dict[str, Fault] = {}
    circle = circles.get(typed.get("circle", ""))
    if circle is None:
        faults["circle"] = Fault("circle-missing")
    tongues = tuple(one for one in sorted(LANGUAGES) if typed.get(f"language_{one}"))
    tongues = tuple(one for one in (*WORKING, "ko") if one in tongues)
    if not tongues:
        faults[f"language_{WORKING[0]}"] = Fault("languages-missing")
    shown = tongues or WORKING
    title, text = words_typed(typed, "title", shown), words_typed(typed, "text", shown)
    need_words(title, "title", 300, shown, faults)
    need_words(text, "text", 60_000, shown, faults)
    levels = tuple(level for level in LEVELS if typed.get(f"level_{level}"))
    if not levels:
        faults[f"level_{LEVELS[0]}"] = Fault("levels-missing")
    host = typed.get("host", "")
    if circle is not None and host not in circle.members:
        faults["host"] = Fault("host-missing")
    cadence = read_cadence(typed, faults)
    silence: dict[str, int] = {}
    for kind in MAY_BE_SILENT:
        hours = typed.get(f"silence_{kind}", "").strip()
        read = whole(hours, 1, 24 * 366)
        if hours and read is None:
            faults[f"silence_{kind}"] = Fault("silence-hours")
        elif read is not None:
            silence[kind.value] = read
    marking = marking_typed(typed, faults)
    if faults or circle is None or cadence is None:
        return None, faults
    terms = Terms(
        circle=circle.id,
        title=title,
        text=text,
        levels=levels,
        languages=tongues,
        host=Party(host),
        cadence=cadence,
        silence=silence,
    )
    return (terms, marking), {}


def read_cadence(typed: Typed, faults: dict[str, Fault]) -> Cadence | None:
    """Return a cadence that was typed; a rule of one's own counts before a chosen one."""
    minutes = whole(typed.get("minutes", ""), 5, LONGEST_MEETING)
    if minutes is None:
        faults["minutes"] = Fault("minutes", {"most": LONGEST_MEETING})
    rule = typed.get("rule", "").strip().upper().removeprefix("RRULE:") or typed.get("rhythm", "")
    cadence = Cadence(typed.get("zone", ""), typed.get("begins", ""), rule, minutes or 60)
    try:
        need_cadence(cadence)
    except NoSuchTimeError:
        faults["begins"] = Fault("begins")
    except UnknownZoneError:
        faults["zone"] = Fault("zone")
    except CadenceError as error:
        faults["rule"] = Fault("cadence", {"reason": error.facts["reason"]})
    return cadence if minutes is not None else None


# --- meetings


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A meeting that was typed."""

    circle: str
    title: Mapping[str, str]
    plan: Plan
    marking: Marking


def fresh_call(
    circle: Circle, tongues: Sequence[str], mechanism: Mechanism | None, me: Party, begins: str
) -> dict[str, str]:
    """Return the form of a meeting that nobody has typed in."""
    typed = {
        "token": token(),
        "circle": circle.id,
        "marking": Marking.AMBER.text,
        "zone": ZONES.get(me, "UTC"),
        "minutes": "120",
        "level": LEVELS[3],
        "begins": begins,
        "online": "1",
        **with_words("title", in_each(tongues, CONSULTATION)),
    }
    if mechanism is not None:
        typed |= {
            "zone": mechanism.cadence.zone,
            "minutes": str(mechanism.cadence.minutes),
            "level": mechanism.levels[0],
            "terms": mechanism.terms.object,
        }
    return typed


def changed_call(meeting: Meeting, state: str, *, moves: bool) -> dict[str, str]:
    """Return the form for another time of a meeting: to move it, or before it is confirmed."""
    plan = meeting.plan
    return {
        "token": token(),
        "seen": state,
        "circle": meeting.circle,
        "marking": meeting.chosen.marking.text,
        "zone": plan.zone,
        "minutes": str(plan.minutes),
        "level": plan.level,
        "begins": plan.begins,
        "terms": plan.terms,
        "moves" if moves else "about": meeting.id,
        **({"online": "1"} if plan.online else {}),
        **with_words("title", meeting.title),
        **with_words("place", plan.place),
    }


def read_call(typed: Typed, circles: Mapping[str, Circle], tongues: Sequence[str]) -> Read[Called]:
    """Return a meeting that was typed, or what is wrong with it."""
    faults: dict[str, Fault] = {}
    circle = circles.get(typed.get("circle", ""))
    if circle is None:
        faults["circle"] = Fault("circle-missing")
    title, place = words_typed(typed, "title", tongues), words_typed(typed, "place", tongues)
    need_words(title, "title", 300, tongues, faults)
    if place:
        need_words(place, "place", 300, tongues, faults)
    elif not typed.get("online"):
        faults["online"] = Fault("place-missing")
    if typed.get("level") not in LEVELS:
        faults["level"] = Fault("levels-missing")
    minutes = whole(typed.get("minutes", ""), 5, LONGEST_MEETING)
    if minutes is None:
        faults["minutes"] = Fault("minutes", {"most": LONGEST_MEETING})
    zone, begins, start = typed.get("zone", ""), typed.get("begins", ""), None
    try:
        zone_of(zone)
        start = moment_of(begins, zone)
    except UnknownZoneError:
        faults["zone"] = Fault("zone")
    except NoSuchTimeError:
        faults["begins"] = Fault("begins")
    marking = marking_typed(typed, faults)
    if faults or circle is None or minutes is None:
        return None, faults
    plan = Plan(
        level=typed["level"],
        zone=zone,
        begins=begins,
        minutes=minutes,
        start=start,
        place=place,
        online=bool(typed.get("online")),
        terms=typed.get("terms", ""),
        moves=typed.get("moves", ""),
    )
    return Called(circle=circle.id, title=title, plan=plan, marking=marking), {}


# --- delegations


def fresh_delegation(
    members: Sequence[Delegate], record: str, marking: Marking, rows: int = 0
) -> dict[str, str]:
    """Return the form of a delegation, with some empty rows at its end."""
    typed = {
        "token": token(),
        "seen": record,
        "marking": marking.text,
        "rows": str(max(rows, len(members) + SPARE)),
    }
    for number, one in enumerate(members):
        typed |= with_words(f"name-{number}", one.name)
        typed |= with_words(f"office-{number}", one.office)
        typed[f"role-{number}"] = one.role
    return typed


def moved_row(typed: Typed, act: str, tongues: Sequence[str]) -> dict[str, str]:
    """Return the form after one of its buttons: "up-2", "down-2", "out-2" or "more"."""
    what, _, place = act.partition("-")
    count = whole(typed.get("rows", ""), 1, MOST) or SPARE
    if what == "more":
        return {
            **typed,
            "rows": str(min(MOST, count + SPARE)),
            "focus": f"name-{count}_{tongues[0]}",
        }
    at = whole(place, 0, count - 1)
    other = None if at is None else {"up": at - 1, "down": at + 1}.get(what)
    fresh = dict(typed)
    if what == "out" and at is not None:
        order = [number for number in range(count) if number != at]
    elif other is not None and at is not None and 0 <= other < count:
        order = list(range(count))
        order[at], order[other] = order[other], order[at]
    else:
        return fresh
    names = [*(f"name_{one}" for one in tongues), *(f"office_{one}" for one in tongues), "role"]
    for number in range(count):
        for name in names:
            field, _, tongue = name.partition("_")
            end = f"_{tongue}" if tongue else ""
            source = order[number] if number < len(order) else -1
            fresh[f"{field}-{number}{end}"] = typed.get(f"{field}-{source}{end}", "")
    goal = other if other is not None else at or 0
    back = {"up": "up" if goal else "down", "down": "down" if goal < count - 1 else "up"}
    fresh["focus"] = f"{back.get(what, 'out')}-{goal}"
    return fresh


def read_delegation(
    typed: Typed, tongues: Sequence[str]
) -> Read[tuple[tuple[Delegate, ...], Marking]]:
    """Return a delegation that was typed, or what is wrong with it; empty rows are left out."""
    faults: dict[str, Fault] = {}
    members: list[Delegate] = []
    for number in range(whole(typed.get("rows", ""), 1, MOST) or 0):
        name = words_typed(typed, f"name-{number}", tongues)
        office = words_typed(typed, f"office-{number}", tongues)
        role = typed.get(f"role-{number}", "member")
        if not name and not office:
            continue
        need_words(name, f"name-{number}", 300, tongues, faults)
        if office:
            need_words(office, f"office-{number}", 300, tongues, faults)
        if role not in ROLES_OF_DELEGATES:
            faults[f"role-{number}"] = Fault("delegate-role")
        members.append(Delegate(name, office, role))
    if sum(one.role == "head" for one in members) > 1:
        faults["role-0"] = Fault("one-head")
    marking = marking_typed(typed, faults)
    return (None, faults) if faults else ((tuple(members), marking), {})


# --- items that are asked for


def read_wish(
    typed: Typed, circles: Mapping[str, Circle], tongues: Sequence[str]
) -> Read[tuple[Wish, Marking]]:
    """Return an item that was typed, or what is wrong with it."""
    faults: dict[str, Fault] = {}
    circle = circles.get(typed.get("circle", ""))
    if circle is None:
        faults["circle"] = Fault("circle-missing")
    title, why = words_typed(typed, "title", tongues), words_typed(typed, "why", tongues)
    need_words(title, "title", 300, tongues, faults)
    if why:
        need_words(why, "why", 1000, tongues, faults)
    if typed.get("mode") not in MODES:
        faults["mode"] = Fault("mode-missing")
    minutes = whole(typed.get("minutes", "") or "0", 0, 24 * 60)
    if minutes is None:
        faults["minutes"] = Fault("minutes", {"most": 24 * 60})
    marking = marking_typed(typed, faults)
    if faults or circle is None or minutes is None:
        return None, faults
    wish = Wish(
        circle=circle.id,
        meeting=typed.get("meeting", ""),
        title=title,
        why=why,
        mode=typed["mode"],
        minutes=minutes,
    )
    return (wish, marking), {}
