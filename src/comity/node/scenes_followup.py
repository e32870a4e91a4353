"""A scene of follow-up: a decision that both have signed, and what became of its actions.

One is accepted, one is overdue, one is reported done and waits for Kyiv's word, one is under study,
and one waits for Kyiv's own answer. All of it is invented.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, Words, open_object, revise, sign
from comity.consultation.statements import ACCEPT, ANSWER, DONE, PROGRESS
from comity.node.scenes_text import Say

TITLE = {
    "uk": "Рішення про тіньовий флот",
    "ja": "影の船団に関する決定",
    "en": "Decision on the shadow fleet",
}
TEXT = {
    "uk": "Сторони звіряють переліки суден щомісяця й виконують доручення, що додаються.",
    "ja": "双方は船舶の一覧を毎月照合し、付属するフォローアップ事項を実施する。",
    "en": "The parties compare lists of vessels each month and carry out the actions attached.",
}
ACTIONS: Mapping[str, tuple[str, Words]] = {
    "vessel-list": (
        "jp",
        {
            "uk": "Передати перелік суден із портами заходу за останній квартал.",
            "ja": "直近四半期の寄港地を付した船舶一覧を送付する。",
            "en": "Send the list of vessels with their ports of call of the last quarter.",
        },
    ),
    "indicators": (
        "jp",
        {
            "uk": "Надати зауваження до спільних індикаторів ризику.",
            "ja": "共通のリスク指標案に対する意見を提出する。",
            "en": "Comment on the shared indicators of risk.",
        },
    ),
    "course": (
        "jp",
        {
            "uk": "Провести курс для аналітиків митниці.",
            "ja": "税関分析官向けの研修を実施する。",
            "en": "Hold the course for customs analysts.",
        },
    ),
    "insurers": (
        "jp",
        {
            "uk": "Зобов’язати страховиків повідомляти про зміну прапора.",
            "ja": "船籍変更の通報を保険会社に義務付ける。",
            "en": "Oblige insurers to report a change of flag.",
        },
    ),
    "contact": (
        "ua",
        {
            "uk": "Назвати контактну особу для цілодобового зв’язку.",
            "ja": "常時連絡の担当者を通報する。",
            "en": "Name a point of contact for calls at any hour.",
        },
    ),
}
CLEARED = {
    "ja": "国土交通省との調整を終え、最終確認中である。",
    "en": "Cleared with the transport ministry; in the last check.",
}
HELD = {
    "ja": "先月、キーウの税関職員12名を対象に実施した。",
    "en": "Held last month for twelve officers of Kyiv's customs.",
}
STUDIED = {
    "ja": "保険業法の改正が必要か検討中である。",
    "en": "It is being studied whether the insurance law has to change.",
}
AHEAD, BEHIND = dt.timedelta(days=21), dt.timedelta(days=9)


def play_followup(kyiv: Say, tokyo: Say, now: dt.datetime, meeting: str = "") -> str:
    """Play a decision with its actions and what became of them; return the decision.

    Args:
        kyiv: says records for Kyiv.
        tokyo: the same for Tokyo.
        now: when it is played.
        meeting: that the decision belongs to, "" for none.
    """
    assigned = [
        {"action": name, "owner": owner, "what": dict(what)}
        for name, (owner, what) in ACTIONS.items()
    ]
    effect: dict[str, Any] = {"assigned": assigned, **({"of": meeting} if meeting else {})}
    (decision,) = kyiv([open_object(Type.DECISION, TITLE)])
    draft = revise(decision, TEXT, effect)
    signature = sign(decision, draft.body["revision"])
    kyiv([draft, signature])
    tokyo([signature])

    def of(kind: str, action: str, **more: Any) -> Draft:  # noqa: ANN401 - any part of a body
        return Draft(kind, {"decision": decision, "action": action, **more})

    tokyo(
        [
            of(ACCEPT.name, "vessel-list", due=day(now + AHEAD)),
            of(ACCEPT.name, "indicators", due=day(now - BEHIND)),
            of(ACCEPT.name, "course", due=day(now + AHEAD)),
            of(PROGRESS.name, "vessel-list", words=CLEARED),
            of(DONE.name, "course", words=HELD),
            of(ANSWER.name, "insurers", answer="under-study", words=STUDIED),
        ]
    )
    return decision


def day(moment: dt.datetime) -> str:
    """Return the day of a moment, in UTC."""
    return moment.astimezone(dt.UTC).date().isoformat()
