"""Consultpages: the pages of consultations, from values to HTML.

Each function takes the values of a desk and gives a page. A meeting is always shown on the clock of
every capital, the place where it is set first; the marking of a page is the highest of everything
on it.
"""

from collections.abc import Callable, Mapping, Sequence
from zoneinfo import ZoneInfo

from comity.agreement.effects import LEVELS, MODES, Type
from comity.consultation.agenda import Agenda, Item, timetable
from comity.consultation.mechanism import MAY_BE_SILENT, Mechanism
from comity.consultation.meetings import Meeting, Plan, State, plan_of
from comity.consultation.statements import ROLES_OF_DELEGATES
from comity.errors import ComityError
from comity.exchange.station import moment
from comity.records.circle import Circle
from comity.records.kinds import LANGUAGES
from comity.records.marking import TEXTS, Marking, highest
from comity.records.party import Party
from comity.web.agendas import Sheet, left_out
from comity.web.calendars import has_entry
from comity.web.capitals import ZONES
from comity.web.compose import Faults
from comity.web.consultdesk import WORKING, CircleSeen, ConsultationsSeen, MeetingSeen
from comity.web.consultforms import Typed
from comity.web.consultlabels import CONVENED
from comity.web.hours import Hours, city, hours_of
from comity.web.pages import Shell, render
from comity.web.traffic import base, fault_text
from comity.web.words import Language, Words, words

PATH = "/consultations"
PAST, OPEN = 10, 25
"""Meetings of the past, and open items, that are shown at once."""

RHYTHMS = (
    "",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=1TU",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;BYDAY=3TH",
    "FREQ=MONTHLY;INTERVAL=2",
    "FREQ=MONTHLY;INTERVAL=3",
    "FREQ=MONTHLY;INTERVAL=6",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=WEEKLY",
    "FREQ=YEARLY",
)
"""Rules that a person can choose; any other one is written."""

OTHERS = tuple(sorted(LANGUAGES - set(WORKING)))
"""Languages of records that the pages do not speak; terms offer them where a party does."""

TONGUE_OF: Mapping[str, str] = {"kr": "ko"}


def meeting_path(about: str) -> str:
    """Return where a meeting is shown, without the language."""
    return f"{PATH}/meeting/{about}"


def clocks_of(parties: Sequence[Party], spoken: Words) -> Callable[[Plan], tuple[Hours, ...]]:
    """Return what says when a plan is, on every clock."""
    return lambda plan: hours_of(plan.start, plan.minutes, plan.zone, parties, spoken)


def index_page(language: Language, seen: ConsultationsSeen, role: str, *, done: str = "") -> str:
    """Return the page of all consultations."""
    held = [level for one in seen.held for level in (one.letter.marking, one.letter.quoted)]
    shell = Shell(
        language=language,
        path=PATH,
        marking=highest([*(level for one in seen.circles for level in markings_of(one)), *held]),
    )
    values = {
        **base(shell, role),
        "seen": seen,
        "now": seen.now,
        "hours": lambda circle, plan: clocks_of(circle.members, shell.words)(plan),
        "following": lambda one, at: hours_of(
            at,
            one.mechanism.cadence.minutes,
            one.mechanism.cadence.zone,
            one.circle.members,
            shell.words,
        ),
        "ahead": lambda one: [
            meeting
            for meeting in one.meetings
            if not meeting.over(seen.now) and not meeting.only_moves
        ],
        "past": lambda one: [
            meeting
            for meeting in reversed(one.meetings)
            if meeting.over(seen.now) and not meeting.only_moves
        ],
        "most_past": PAST,
        "most_items": OPEN,
        "city": lambda zone: city(zone, None, shell.words),
        "rhythm": lambda rule: rhythm(rule, shell.words),
        "moment_of": moment,
        "done": done if done in CONVENED else "",
    }
    return render("consultations/index.html", shell, values)


def markings_of(one: CircleSeen) -> list[Marking]:
    """Return the markings of everything that is shown of a circle."""
    terms = [one.mechanism] if one.mechanism is not None else []
    agendas = [agenda.proposal.marking for own in one.agendas.values() for agenda in own]
    return [
        *(known.marking for known in (*terms, *one.proposed)),
        *(meeting.marking for meeting in one.meetings),
        *(item.marking for item in one.items),
        *agendas,
    ]


def rhythm(rule: str, spoken: Words) -> str:
    """Return a rule in words, where it is one of those that can be chosen; else as it is."""
    return spoken.label("rhythm", rule) if rule in RHYTHMS else rule


def meeting_page(language: Language, seen: MeetingSeen, role: str, *, done: str = "") -> str:
    """Return the page of one meeting."""
    meeting = seen.meeting
    agendas = [*([seen.agenda] if seen.agenda else []), *seen.proposed]
    shell = Shell(
        language=language,
        path=meeting_path(meeting.id),
        marking=highest(
            [
                meeting.marking,
                *(one.proposal.marking for one in agendas),
                *(one.marking for one in seen.delegations.values()),
                *(one.marking for one in seen.items),
                *(one.marking for one in seen.papers),
                *(one.marking for one in (seen.before, seen.after) if one is not None),
            ]
        ),
    )
    hours, upcoming = clocks_of(meeting.parties, shell.words), not meeting.over(seen.now)
    values = {
        **base(shell, role),
        "seen": seen,
        "meeting": meeting,
        "hours": hours,
        "others": [
            one for one in reversed(meeting.proposals) if one.revision != meeting.chosen.revision
        ]
        if meeting.state is State.PROPOSED
        else [],
        "plans": plans_of(meeting),
        "timetable": lambda agenda: timed(agenda, meeting, shell.words),
        "can_change": meeting.state in {State.PROPOSED, State.CONFIRMED} and upcoming,
        "upcoming": upcoming,
        "done": done if done in CONVENED else "",
        "link": meeting_path,
        "at_now": moment(seen.now),
        "state": "held" if meeting.held(seen.now) else meeting.state,
        "entry": has_entry(meeting) and (meeting.cancelled_by is not None or upcoming),
        "entry_moved": seen.after is not None and not seen.after.over(seen.now),
        "no_minutes": not any(one.type is Type.MINUTES for one in seen.papers),
        "begun": meeting.plan.start is not None and meeting.plan.start <= seen.now,
        "most_items": OPEN,
        "moment_of": moment,
    }
    return render("consultations/meeting.html", shell, values)


def day_of(plan: Plan, spoken: Words) -> str:
    """Return the day of a plan where it is set; as it is written where no clock shows it."""
    if plan.start is None:
        return plan.begins[:10]
    return spoken.date(plan.start.astimezone(ZoneInfo(plan.zone)).date())


def plans_of(meeting: Meeting) -> Mapping[str, Plan]:
    """Return the plan of every text about a meeting that has one, by the hash of the text."""
    texts = (*meeting.proposals, *meeting.moving)
    return {one.revision: read for one in texts if (read := plan_in(one.effect)) is not None}


def plan_in(effect: Mapping[str, object]) -> Plan | None:
    """Return the plan that an effect has, None where it has none."""
    said = effect.get("meeting")
    return plan_of(said) if isinstance(said, Mapping) else None


def timed(agenda: Agenda, meeting: Meeting, spoken: Words) -> list[tuple[Item, tuple[Hours, ...]]]:
    """Return the items of an agenda, each with what the clocks show when it begins."""
    return [
        (item, hours_of(at, item.minutes, meeting.plan.zone, meeting.parties, spoken))
        for item, at in timetable(agenda.items, meeting.plan.start)
    ]


def form_page(
    language: Language,
    template: str,
    path: str,
    typed: Typed,
    role: str,
    *,
    faults: Faults | None = None,
    error: ComityError | None = None,
    marking: Marking = Marking.CLEAR,
    query: tuple[tuple[str, str], ...] = (),
    values: Mapping[str, object] | None = None,
) -> str:
    """Return a page with a form.

    Args:
        language: of the page.
        template: of the page.
        path: of the page, without the language.
        typed: what stands in the fields.
        role: in which the person acts.
        faults: what is wrong with fields.
        error: why it could not be done although they are right.
        marking: of what else the page shows.
        query: of its address.
        values: what the template needs beside.
    """
    chosen = TEXTS.get(typed.get("marking", ""), Marking.CLEAR)
    shell = Shell(language=language, path=path, query=query, marking=highest([chosen, marking]))
    spoken = shell.words
    shown = {
        **base(shell, role),
        "typed": typed,
        "faults": {name: fault_text(spoken, one) for name, one in (faults or {}).items()},
        "error": error,
        "markings": [(one.text, one.text) for one in Marking],
        "levels": LEVELS,
        "modes": [(one, spoken.label("mode", one)) for one in MODES],
        "zones": zones(typed.get("zone", ""), spoken),
        **(values or {}),
    }
    return render(template, shell, shown)


def zones(chosen: str, spoken: Words) -> list[tuple[str, str]]:
    """Return the zones that can be chosen, by the names of their cities."""
    known = {zone: f"{city(zone, None, spoken)} ({zone})" for zone in ZONES.values()}
    known["UTC"] = "UTC"
    if chosen and chosen not in known:
        known[chosen] = chosen
    return list(known.items())


def terms_values(
    circles: Sequence[Circle], before: Mechanism | None, typed: Typed, spoken: Words
) -> dict[str, object]:
    """Return what the form of terms needs beside what was typed."""
    spoken_there = {TONGUE_OF.get(member) for one in circles for member in one.members}
    return {
        "circles": circles,
        "before": before,
        "all_tongues": [
            *WORKING,
            *(one for one in OTHERS if one in spoken_there or typed.get(f"language_{one}")),
        ],
        "kinds": [(one.value, spoken.label("paper", one.value)) for one in MAY_BE_SILENT],
        "rhythms": [(rule, spoken.label("rhythm", rule)) for rule in RHYTHMS],
    }


def agenda_page(
    language: Language,
    seen: MeetingSeen,
    sheet: Sheet,
    role: str,
    *,
    faults: Faults | None = None,
    error: ComityError | None = None,
) -> str:
    """Return the page on which an agenda is put together."""
    items = left_out(sheet, seen)
    shown = [seen.meeting.marking, *(one.marking for one in seen.items)]
    planned = [Item(row.id, row.titles, row.mode, row.length) for row in sheet.rows]
    begins = [
        hours_of(at, item.minutes, seen.meeting.plan.zone, seen.meeting.parties, words(language))
        for item, at in timetable(planned, seen.meeting.plan.start)
    ]
    return form_page(
        language,
        "consultations/agenda.html",
        f"{meeting_path(seen.meeting.id)}/agenda",
        {"marking": sheet.marking},
        role,
        faults=faults,
        error=error,
        marking=highest(shown),
        values={
            "seen": seen,
            "sheet": sheet,
            "begins": begins,
            "left": items,
            "open_items": {one.id: one for one in seen.items},
            "tongues": seen.languages,
            "length": seen.meeting.plan.minutes,
            "moment_of": moment,
        },
    )


def delegation_page(
    language: Language,
    seen: MeetingSeen,
    typed: Typed,
    role: str,
    *,
    faults: Faults | None = None,
    error: ComityError | None = None,
) -> str:
    """Return the page on which this party names its delegation."""
    rows = typed.get("rows", "")
    return form_page(
        language,
        "consultations/delegation.html",
        f"{meeting_path(seen.meeting.id)}/delegation",
        typed,
        role,
        faults=faults,
        error=error,
        marking=seen.meeting.marking,
        values={
            "seen": seen,
            "rows": min(100, int(rows)) if rows.isdecimal() else 0,
            "tongues": seen.languages,
            "roles_of": ROLES_OF_DELEGATES,
        },
    )
