"""Scenes of papers: a meeting that was held, its minutes and its decision, and what is ours of it.

Everything is invented. The minutes were adopted by hand; the chair's second text of them runs in
silence, where the terms of reference of the demonstration allow that.
"""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comity.agreement.duties import written
from comity.agreement.effects import Type
from comity.agreement.statements import Words, annex, open_object, revise, sign, silence
from comity.consultation.briefs import INTERNAL, Part, Written
from comity.node.notebook import Notebook
from comity.node.scenes_text import Say

DRONES, FLEET = "demo-drones", "demo-fleet"
TOPIC = {"uk": "Захист від дронів", "ja": "無人機対策", "en": "Counter-drone sensing"}
ITEMS = [
    {
        "item": DRONES,
        "title": TOPIC,
        "mode": "decision",
        "minutes": 40,
    },
    {
        "item": FLEET,
        "title": {"uk": "Тіньовий флот", "ja": "影の船団", "en": "Shadow fleet"},
        "mode": "discussion",
        "minutes": 30,
    },
]
MINUTES = {
    "uk": "1. Захист від дронів\n"
    "Рішення: провести другий етап випробувань у січні.\n"
    "Доручення (Японія): подати план випробувань.\n\n"
    "2. Тіньовий флот\n"
    "Сторони обмінялися списками суден і домовилися звіряти їх щомісяця.",
    "ja": "1. 無人機対策\n"
    "決定：第2段階の試験を1月に実施する。\n"
    "フォローアップ事項（日本）：試験計画を提出する。\n\n"
    "2. 影の船団\n"
    "双方は船舶の一覧を交換し、毎月照合することとした。",
    "en": "1. Counter-drone sensing\n"
    "Decision: hold the second stage of trials in January.\n"
    "Action (Japan): hand in the plan of the trials.\n\n"
    "2. Shadow fleet\n"
    "The parties exchanged lists of vessels and agreed to compare them each month.",
}
DECISION = {
    "uk": "Провести другий етап випробувань у січні.",
    "ja": "第2段階の試験を1月に実施する。",
    "en": "Hold the second stage of trials in January.",
}
PLAN = {
    "uk": "Подати план випробувань.",
    "ja": "試験計画を提出する。",
    "en": "Hand in the plan of the trials.",
}
SUMMARY = {
    "uk": "Зустріч була діловою. Голова відзначає поступ за обома пунктами.",
    "ja": "会合は実務的であった。議長は2議題とも進展があったと認める。",
    "en": "The meeting was businesslike. The chair notes progress on both items.",
}
HELD_BEFORE = dt.timedelta(days=12)
SILENCE = dt.timedelta(days=5)


def play_papers(kyiv: Say, tokyo: Say, now: dt.datetime, notebook: Path) -> str:
    """Play a meeting that was held, with its papers; return its id.

    Args:
        kyiv: says records for Kyiv.
        tokyo: the same for Tokyo.
        now: when it is played.
        notebook: file of Kyiv's notes and briefs.
    """
    meeting = _held(kyiv, tokyo, now - HELD_BEFORE)
    agenda = {"of": meeting, "items": ITEMS}
    title = {"uk": "Порядок денний", "ja": "議題", "en": "Agenda"}
    _adopted(kyiv, tokyo, Type.AGENDA, title, title, agenda)
    title = {
        "uk": "Протокол другого засідання",
        "ja": "第2回会合合意議事録",
        "en": "Minutes of the second meeting",
    }
    minutes, _ = _adopted(kyiv, tokyo, Type.MINUTES, title, MINUTES, {"of": meeting})
    note = {
        "ja": "第2項は国内法の範囲内で実施する。",
        "en": "Item 2 is carried out as our law allows.",
    }
    tokyo([annex(minutes, "interpretation", note)])
    assigned = [{"action": "trial-plan", "owner": "jp", "what": PLAN}]
    effect = {"of": meeting, "assigned": assigned}
    (decision,) = kyiv([open_object(Type.DECISION, TOPIC)])
    draft = revise(decision, DECISION, effect)
    kyiv([draft, sign(decision, draft.body["revision"])])
    title = {"uk": "Резюме голови", "ja": "議長サマリー", "en": "Chair's summary"}
    (summary,) = kyiv([open_object(Type.MINUTES, title)])
    draft = revise(summary, SUMMARY, {"of": meeting})
    revision = draft.body["revision"]
    deadline = written(now + SILENCE)
    kyiv([draft, sign(summary, revision), silence(summary, revision, deadline)])
    _inside(notebook, meeting, written(now))
    return meeting


def _held(kyiv: Say, tokyo: Say, at: dt.datetime) -> str:
    """Let both adopt a meeting; return its id."""
    title = {"uk": "Друге засідання", "ja": "第2回会合", "en": "Second meeting"}
    plan = {
        "level": "directors-general",
        "zone": "Europe/Kyiv",
        "begins": f"{at:%Y-%m-%d}T10:00",
        "minutes": 120,
        "place": {"uk": "Київ", "ja": "キーウ", "en": "Kyiv"},
    }
    meeting, _ = _adopted(kyiv, tokyo, Type.MEETING, title, title, {"meeting": plan})
    return meeting


def _adopted(  # noqa: PLR0917 - all of one object
    kyiv: Say,
    tokyo: Say,
    of: Type,
    title: Words,
    text: Words,
    effect: Mapping[str, Any],
) -> tuple[str, str]:
    """Let both adopt an object; return it and the revision."""
    (about,) = kyiv([open_object(of, title)])
    draft = revise(about, text, effect)
    revision = draft.body["revision"]
    kyiv([draft, sign(about, revision)])
    tokyo([sign(about, revision)])
    return about, revision


def _inside(file: Path, meeting: str, at: str) -> None:
    """Let Kyiv have parts of a brief that never leave it."""
    notebook = Notebook(file)
    parts = {
        Part.OBJECTIVES: "Закріпити дату випробувань: не пізніше кінця січня.",
        Part.ARGUMENTS: "Полігон зарезервовано; витрати вже погоджено.",
        Part.THEIRS: "Зберегти свободу рішення до нового бюджетного року.",
        Part.PRESS: "Сторони домовилися продовжити випробування.",
    }
    for part, text in parts.items():
        notebook.write(
            meeting,
            Written(
                item=DRONES,
                part=part,
                version=0,
                text=text,
                language="uk",
                marking=INTERNAL,
                by="desk-officer",
                at=at,
            ),
        )
    notebook.close()
