"""Consultfields: what the addresses of consultations take from a request, and where they lead."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.web.consultdesk import WORKING, By, CircleSeen, ConsultationDesk, MeetingSeen
from comity.web.desk import Outcome
from comity.web.mailroom import after, role_of, to
from comity.web.once import once
from comity.web.words import Language

Hash = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Maybe = Annotated[str, Query(pattern="^([0-9a-f]{64})?$")]
Local = Annotated[str, Query(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2})?$")]
Answer = RedirectResponse | HTMLResponse

MOST_FIELDS = 2000
LONGEST_FIELD = 1_000_000


async def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a form, lines ended alike."""
    async with request.form(max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD) as form:
        return {
            name: value.replace("\r\n", "\n")
            for name, value in form.items()
            if isinstance(value, str)
        }


def by_of(
    request: Request,
    typed: Mapping[str, str],
    marking: Marking = Marking.CLEAR,
    what: str = "",
    quoted: Marking = Marking.CLEAR,
) -> By:
    """Return who acts, from which page."""
    return By(
        role=role_of(request),
        token=once(request.url.path, typed),
        marking=marking,
        quoted=quoted,
        seen=typed.get("seen", "")[:64],
        what=what,
    )


def seen_circles(desk: ConsultationDesk) -> dict[str, CircleSeen]:
    """Return the consultations of each circle, by its id."""
    return {one.circle.id: one for one in desk.consultations().circles}


def need_circle(circles: Mapping[str, CircleSeen], wanted: str) -> CircleSeen:
    """Return the circle that an address names, the first where it names none."""
    if not circles or (wanted and wanted not in circles):
        raise HTTPException(404)
    return circles[wanted] if wanted else next(iter(circles.values()))


def circles_in(seen: Mapping[str, CircleSeen]) -> dict[str, Circle]:
    """Return the circles themselves."""
    return {name: one.circle for name, one in seen.items()}


def tongues_of(seen: CircleSeen | None) -> tuple[str, ...]:
    """Return the working languages of a circle."""
    if seen is None or seen.mechanism is None:
        return WORKING
    return seen.mechanism.languages


def need_meeting(desk: ConsultationDesk, hashed: str) -> MeetingSeen:
    """Return a meeting, or say that there is no such page."""
    seen = desk.meeting(hashed)
    if seen is None:
        raise HTTPException(404)
    return seen


def title_in(said: Mapping[str, str], language: Language) -> str:
    """Return a text in a language, else in another."""
    return said.get(language) or next(iter(said.values()), "")


def led(language: Language, outcome: Outcome, path: str) -> RedirectResponse:
    """Lead to what was done, or to the draft that is held."""
    return to(language, after(outcome.draft, path))
