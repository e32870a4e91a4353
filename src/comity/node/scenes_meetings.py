"""A scene of meetings: terms of reference in force, a meeting ahead, and one that is proposed.

Kyiv hosts, so that 09:00 is by its clock. The third consultation is confirmed and its agenda waits
for Tokyo's signature; Tokyo proposes a working group, which waits for Kyiv's. All is invented.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, Words, open_object, revise, sign
from comity.consultation.agenda import Item, agenda_effect
from comity.consultation.cadence import Cadence
from comity.consultation.delegations import Delegate, delegation_body
from comity.consultation.mechanism import terms_effect
from comity.consultation.statements import DELEGATION, ITEM
from comity.node.scenes_text import Say
from comity.records.party import Party
from comity.web.agendas import AGENDA, agenda_text, in_each, standing_title
from comity.web.consultforms import TERMS_TEXT, TERMS_TITLE

TONGUES = ("uk", "ja", "en")
ZONE = "Europe/Kyiv"
SILENCE = {"minutes": 72, "agenda": 48}
THIRD = {"uk": "Третя регулярна консультація", "ja": "第3回定期協議", "en": "Third consultation"}
GROUP = {
    "uk": "Робоча група з експортного контролю",
    "ja": "輸出管理作業部会",
    "en": "Working group on export control",
}
PLACE = {"uk": "Київ, МЗС України", "ja": "キーウ、外務省", "en": "Kyiv, Foreign Ministry"}
FLEET = {
    "uk": "Тіньовий флот: спільні індикатори ризику",
    "ja": "影の船団：リスク指標の共有",
    "en": "Shadow fleet: shared indicators of risk",
}
WHY = {
    "ja": "新たな船舶情報が得られたため。",
    "uk": "З’явилися нові відомості про судна.",
    "en": "There is new information on vessels.",
}
STATEMENT = {
    "uk": "Спільна заява: дужки, що лишилися",
    "ja": "共同声明：残るブラケット",
    "en": "Joint statement: remaining brackets",
}
FIRST, SECOND = dt.timedelta(days=9), dt.timedelta(days=23)


def play_meetings(kyiv: Say, tokyo: Say, now: dt.datetime, statement: str = "") -> str:
    """Play terms of reference and meetings ahead; return the id of the confirmed one.

    Args:
        kyiv: says records for Kyiv.
        tokyo: the same for Tokyo.
        now: when it is played.
        statement: the joint text that stands on the agenda, "" for none.
    """
    first = workday(now + FIRST)
    _terms(kyiv, tokyo, first)
    meeting, revision = _meeting(kyiv, THIRD, first, "directors-general", PLACE)
    tokyo([sign(meeting, revision)])
    item = {"title": FLEET, "mode": "decision", "minutes": 30, "why": WHY}
    (wanted,) = tokyo([Draft(ITEM.name, item)])
    items = [
        Item("opening", standing_title("opening", TONGUES), "decision", 5),
        Item(f"item:{wanted}", FLEET, "decision", 30),
        *([Item(f"text:{statement}", STATEMENT, "decision", 60)] if statement else []),
        Item("other", standing_title("other", TONGUES), "information", 10),
    ]
    title = in_each(TONGUES, AGENDA)
    _opened(kyiv, Type.AGENDA, title, agenda_text(items, TONGUES), agenda_effect(meeting, items))
    kyiv([Draft(DELEGATION.name, delegation_body(meeting, DELEGATES))])
    _meeting(tokyo, GROUP, workday(now + SECOND), "working-group", {})
    return meeting


DELEGATES = (
    Delegate(
        {"uk": "Олена Шевчук", "ja": "オレーナ・シェウチューク", "en": "Olena Shevchuk"},
        {"uk": "директорка департаменту", "ja": "局長", "en": "Director-General"},
        "head",
    ),
    Delegate(
        {"uk": "Тарас Ковальчук", "ja": "タラス・コワリチューク", "en": "Taras Kovalchuk"},
        {"uk": "начальник відділу", "ja": "課長", "en": "Head of division"},
        "member",
    ),
    Delegate(
        {"uk": "Ірина Мельник", "ja": "イリーナ・メリニク", "en": "Iryna Melnyk"},
        {},
        "interpreter",
    ),
)


def workday(moment: dt.datetime) -> dt.date:
    """Return the day of a moment, or the Monday after it at a weekend.

    >>> workday(dt.datetime(2026, 3, 7, tzinfo=dt.UTC)).isoformat()
    '2026-03-09'
    """
    day = moment.date()
    return day + dt.timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def _terms(kyiv: Say, tokyo: Say, first: dt.date) -> None:
    """Let both adopt terms of reference."""
    effect = terms_effect(
        levels=("deputy-ministers", "directors-general", "working-group"),
        languages=TONGUES,
        host=Party("ua"),
        cadence=Cadence(ZONE, f"{first}T09:00", "FREQ=MONTHLY;BYDAY=2TU", 180),
        silence=SILENCE,
    )
    title, text = in_each(TONGUES, TERMS_TITLE), in_each(TONGUES, TERMS_TEXT)
    about, revision = _opened(kyiv, Type.TERMS, title, text, effect)
    tokyo([sign(about, revision)])


def _meeting(say: Say, title: Words, day: dt.date, level: str, place: Words) -> tuple[str, str]:
    """Let a party propose a meeting at nine in Kyiv; return it and the text."""
    plan: dict[str, Any] = {
        "level": level,
        "zone": ZONE,
        "begins": f"{day}T09:00",
        "minutes": 180,
        "online": True,
    }
    if place:
        plan["place"] = dict(place)
    return _opened(say, Type.MEETING, title, title, {"meeting": plan})


def _opened(
    say: Say, of: Type, title: Words, text: Words, effect: Mapping[str, Any]
) -> tuple[str, str]:
    """Let a party open an object with a text that it signs; return both."""
    (about,) = say([open_object(of, title)])
    draft = revise(about, text, effect)
    revision = draft.body["revision"]
    say([draft, sign(about, revision)])
    return about, revision
