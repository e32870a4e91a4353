"""Years of work between two capitals, said through two nodes that run: for measuring pages.

    from bench.years import work

Of 100,000 records about 55 in 100 are messages, of which a fifth are asked and answered or read, 18
are wordings and stances on joint texts, 15 positions on 400 questions, 6 are about actions, 2 about
proposals and 3 about initiatives (see `undertakings`), and the rest meetings that were held, their
agendas and minutes, and items that were withdrawn. Of ten texts nine are adopted, of ten questions
nine are closed.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from bench.undertakings import actions, initiatives, proposals

from comity.agreement.effects import Type
from comity.agreement.statements import (
    Draft,
    alternative,
    open_object,
    revise,
    sign,
    take_stance,
)
from comity.consultation.agenda import Item, agenda_effect
from comity.consultation.meetings import Plan, meeting_effect
from comity.consultation.statements import ITEM, ITEM_WITHDRAWN
from comity.exchange.statements import report
from comity.node.scenes_text import Say
from comity.positions.statements import POSITION, QUESTION, QUESTION_CLOSED, STANCES
from comity.records.precedence import Precedence

TONGUES = {
    "uk": "У справі {n} Сторони обмінюються відомостями впродовж {h} годин, щойно стане відомо.",
    "ja": "第{n}の事項について、両当事者は、これを知った時から{h}時間以内に情報を共有する。",
    "en": "In matter {n} the Parties will share information within {h} hours of learning of it.",
}
AT_ONCE = 400
QUESTIONS, CLAUSES = 400, 6
OPEN = 10
"""Of so many texts, and of so many questions, one is still open."""


def words(n: int, hours: int = 24) -> dict[str, str]:
    """Return a sentence in each language."""
    return {language: one.format(n=n, h=hours) for language, one in TONGUES.items()}


def work(kyiv: Say, tokyo: Say, records: int, now: dt.datetime, tell: Callable[[str], None]) -> int:
    """Let both say so many records, about; return how many.

    Args:
        kyiv: says records for Kyiv; the other has them when it returns.
        tokyo: the same for Tokyo.
        records: how many.
        now: the end of the years.
        tell: told how far it has come.
    """
    both = (kyiv, tokyo)
    done = 0
    for part, share in SHARES:
        done += part(both, int(records * share), now)
        tell(f"{done} records said")
    return done


def _said(say: Say, drafts: Iterator[Draft] | Sequence[Draft]) -> list[str]:
    waiting, said = iter(drafts), list[str]()
    while some := list(islice(waiting, AT_ONCE)):
        said += say(some)
    return said


def _texts(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Joint texts of six clauses: two wordings of each, stances of both; every other is adopted."""
    del now
    each = 1 + CLAUSES * 8
    number, done = max(1, count // (each + 2)), 0
    texts = _said(both[0], [open_object(Type.TEXT, words(n)) for n in range(number)])
    pairs = [(about, n) for about in texts for n in range(CLAUSES)]
    first = _said(both[0], [alternative(about, words(n)) for about, n in pairs])
    second = _said(
        both[1],
        [alternative(a, words(n, 48), c) for (a, n), c in zip(pairs, first, strict=True)],
    )
    done += len(texts) + len(first) + len(second)
    for turn in range(3):
        for place, say in enumerate(both):
            stances = [
                take_stance(about, c, {c: "RSA"[(n + turn + place) % 3], other: "SAR"[turn]})
                for (about, n), c, other in zip(pairs, first, second, strict=True)
            ]
            done += len(_said(say, stances))
    agreed = [about for n, about in enumerate(texts) if n % OPEN]
    return done + _adopted(both, agreed, [None] * len(agreed))


def _positions(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Questions, and where both stood on them from time to time."""
    del now
    asked = _said(both[0], [Draft(QUESTION.name, {"title": words(n)}) for n in range(QUESTIONS)])
    done = len(asked)
    while done < count:
        for place, say in enumerate(both):
            turn = done // QUESTIONS + place
            positions = [
                {"question": one, "stance": STANCES[(n + turn) % 5], "words": words(n, turn + 1)}
                for n, one in enumerate(asked)
            ]
            done += len(_said(say, [Draft(POSITION.name, body) for body in positions]))
    closed = [{"question": one} for n, one in enumerate(asked) if n % OPEN]
    return done + len(_said(both[0], [Draft(QUESTION_CLOSED.name, body) for body in closed]))


def _meetings(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Meetings that were held, with agenda and minutes; and items that somebody withdrew."""
    held = max(1, count // 12)
    starts = [now - dt.timedelta(days=10 * (n + 1)) for n in range(held)]
    done = 0
    meetings = _said(both[0], [open_object(Type.MEETING, words(n)) for n in range(held)])
    plans = [
        Plan(
            level="working-group",
            zone="Europe/Kyiv",
            begins=f"{start:%Y-%m-%d}T10:00",
            minutes=120,
            start=None,
        )
        for start in starts
    ]
    effects = [meeting_effect(plan) for plan in plans]
    done += held + _adopted(both, meetings, effects)
    items = [Item("opening", words(1), "discussion", 60)]
    agendas = [agenda_effect(meeting, items) for meeting in meetings]
    minutes = [{"of": meeting} for meeting in meetings]
    for sort, effects in ((Type.AGENDA, agendas), (Type.MINUTES, minutes)):
        papers = _said(both[0], [open_object(sort, words(n)) for n in range(held)])
        done += held + _adopted(both, papers, effects)
    wanted = [{"title": words(n), "mode": "discussion", "minutes": 10} for n in range(held)]
    said = _said(both[1], [Draft(ITEM.name, body) for body in wanted])
    gone = _said(both[1], [Draft(ITEM_WITHDRAWN.name, {"item": one}) for one in said])
    return done + len(said) + len(gone)


def _adopted(
    both: tuple[Say, Say], objects: list[str], effects: Sequence[Mapping[str, Any] | None]
) -> int:
    """Let both sign a revision of each object."""
    revised = [
        revise(about, words(n), effect)
        for n, (about, effect) in enumerate(zip(objects, effects, strict=True))
    ]
    done = len(_said(both[0], revised))
    signed = [sign(one.body["object"], one.body["revision"]) for one in revised]
    return done + sum(len(_said(say, signed)) for say in both)


def _messages(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Messages of about 1 KB; of ten, one asks for an answer and gets it, one for being read."""
    due = (now - dt.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    done, at = 0, 0
    while done < count:
        say, other = both[at % 2], both[1 - at % 2]
        at += 1
        said = _said(say, [_message(n, due) for n in range(AT_ONCE)])
        answers = [
            Draft(
                "report/1",
                report(
                    precedence=Precedence.ROUTINE,
                    subject=f"Re: {n}",
                    words="Answered.",
                    language="en",
                    reply_to=said[n],
                ),
            )
            for n in range(0, AT_ONCE, 10)
        ]
        read = [Draft("read/1", {"record": said[n]}) for n in range(1, AT_ONCE, 10)]
        done += len(said) + len(_said(other, [*answers, *read]))
    return done


def _message(n: int, due: str) -> Draft:
    body = report(
        precedence=Precedence.ROUTINE,
        subject=f"Повідомлення {n}",
        words=" ".join(words(n + k)["uk"] for k in range(6)),
        language="uk",
        answer_by=due if n % 10 == 0 else "",
        read_receipt=n % 10 == 1,
    )
    return Draft("report/1", body)


SHARES = (
    (_texts, 0.18),
    (_positions, 0.15),
    (_meetings, 0.01),
    (actions, 0.06),
    (proposals, 0.02),
    (initiatives, 0.03),
    (_messages, 0.55),
)
"""What parts of the records are about what."""
