"""Years of what was agreed between two capitals: actions, proposals and initiatives, for `years`.

Of ten actions nine are closed; a third of them are to be proved by a list, with findings of both
nodes and matches of both parties. A proposal names ten targets, which one decision assigns. An
initiative has two gates, four commitments with deliveries that are confirmed, milestones, risks and
a partner. All of it is invented.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
from comity.consultation.statements import ACCEPT, ANSWER, CHECKED, DONE, PROGRESS
from comity.initiatives.statements import (
    COMMITMENT,
    DELIVERY,
    INITIATIVE,
    MILESTONE,
    NEED,
    OFFER,
    PARTNER,
    RECEIVED,
    RISK,
)
from comity.node.scenes_text import Say
from comity.sanctions.statements import MATCH, PROPOSAL, SHOWN

AT_ONCE = 400
EACH = 5
"""Actions of a decision."""

TARGETS = 10
"""Targets of a proposal."""

FREEZE = "asset-freeze"
Named = tuple[str, str]
"""Names an action: the object, and its name there."""


def words(n: int, what: str) -> dict[str, str]:
    """Return words about something, in each language."""
    return {"uk": f"{what} {n}: виконати й повідомити.", "ja": f"{what} {n}：実施して報告する。",
            "en": f"{what} {n}: to be done and reported."}  # fmt: skip


def said_all(say: Say, drafts: Sequence[Draft]) -> list[str]:
    """Say drafts some at a time; return their hashes."""
    return [one for at in range(0, len(drafts), AT_ONCE) for one in say(drafts[at : at + AT_ONCE])]


def decided(both: tuple[Say, Say], effects: Sequence[Mapping[str, Any]]) -> list[str]:
    """Let both adopt a decision for each effect; return the objects."""
    opened = said_all(
        both[0], [open_object(Type.DECISION, words(n, "Рішення")) for n in range(len(effects))]
    )
    revised = [
        revise(about, words(n, "Рішення"), effect)
        for n, (about, effect) in enumerate(zip(opened, effects, strict=True))
    ]
    said_all(both[0], revised)
    for say in both:
        said_all(say, [sign(one.body["object"], one.body["revision"]) for one in revised])
    return opened


def actions(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Decisions of five actions each, and what became of them; about so many records."""
    each = 4 + EACH * 5
    number = max(1, count // each)
    effects = [
        {
            "assigned": [
                {
                    "action": f"a{place}",
                    "owner": ("jp", "ua")[place % 2],
                    "what": words(n * EACH + place, "Доручення"),
                    **({"list": "jp-mof", "measure": FREEZE} if place == 0 else {}),
                }
                for place in range(EACH)
            ]
        }
        for n in range(number)
    ]
    opened = decided(both, effects)
    done = 4 * number
    for place in range(EACH):
        named = [(about, f"a{place}") for about in opened]
        done += _course(both, named, place, now)
    return done


def _course(both: tuple[Say, Say], named: Sequence[Named], place: int, now: dt.datetime) -> int:
    """What owners say of some actions, and what others and lists answer."""
    owner, other = (both[1], both[0]) if place % 2 == 0 else both
    about = [{"decision": decision, "action": action} for decision, action in named]
    day = now.date()
    due = [(day + dt.timedelta(days=20 - n % 40)).isoformat() for n in range(len(about))]
    open_still = {n for n in range(len(about)) if n % 10 == 0}
    declined = {n for n in range(len(about)) if n % 10 == 1}
    said = [
        Draft(ANSWER.name, {**one, "answer": "no", "words": words(n, "Відповідь")})
        if n in declined
        else Draft(ACCEPT.name, {**one, "due": due[n]})
        for n, one in enumerate(about)
    ]
    rest = [one for n, one in enumerate(about) if n not in open_still | declined]
    said += [
        Draft(PROGRESS.name, {**one, "words": words(n, "Перебіг")}) for n, one in enumerate(rest)
    ]
    done = len(said_all(owner, said))
    reports = said_all(owner, [Draft(DONE.name, one) for one in rest])
    if place == 0:
        return done + len(reports) + _proved(both, rest, day)
    verdicts = [
        Draft(CHECKED.name, {**one, "done": report, "verdict": "confirmed"})
        for one, report in zip(rest, reports, strict=True)
    ]
    return done + len(reports) + len(said_all(other, verdicts))


def _proved(both: tuple[Say, Say], about: Sequence[Mapping[str, str]], day: dt.date) -> int:
    """Findings of both nodes in one edition, and matches of both."""
    done, file = 0, sha256(b"edition").hexdigest()
    entries = [
        {"list": "jp-mof", "key": f"{n}#1@{day}", "listing": sha256(f"{n}".encode()).hexdigest()}
        for n in range(len(about))
    ]
    shown = {"as_of": day.isoformat(), "date_from": "given", "file": file, "kind": "person",
             "measures": [FREEZE], "name": "イワン・ナイトジャー"}  # fmt: skip
    for say in both:
        told = [
            Draft(SHOWN.name, {**one, **entry, **shown})
            for one, entry in zip(about, entries, strict=True)
        ]
        matches = [
            Draft(MATCH.name, {**one, **entry, "verdict": "same"})
            for one, entry in zip(about, entries, strict=True)
        ]
        done += len(said_all(say, [*told, *matches]))
    return done


def proposals(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Proposals of ten targets each; of ten proposals nine are decided, and answered."""
    number = max(1, count // (5 + TARGETS))
    made = said_all(both[0], [Draft(PROPOSAL.name, _proposal(n, now)) for n in range(number)])
    chosen = [(n, one) for n, one in enumerate(made) if n % 10]
    effects = [
        {
            "assigned": [
                {
                    "action": f"t{place}",
                    "owner": "jp",
                    "what": words(place, "Внести до списку"),
                    "list": "jp-mof",
                    "listing": f"eu-fsf/EU.{n}.{place}",
                    "proposal": hashed,
                    "measure": FREEZE,
                }
                for place in range(TARGETS)
            ]
        }
        for n, hashed in chosen
    ]
    opened = decided(both, effects)
    due = (now.date() + dt.timedelta(days=28)).isoformat()
    answers = [
        Draft(ACCEPT.name, {"decision": about, "action": f"t{place}", "due": due})
        for about in opened
        for place in range(TARGETS)
    ]
    return len(made) + 4 * len(opened) + len(said_all(both[1], answers))


def _proposal(n: int, now: dt.datetime) -> dict[str, Any]:
    targets = []
    for place in range(TARGETS):
        named = sha256(f"{n} {place}".encode()).hexdigest()
        entry = {
            "list": "eu-fsf",
            "key": f"EU.{n}.{place}",
            "as_of": now.date().isoformat(),
            "date_from": "content",
            "file": sha256(b"eu").hexdigest(),
            "listing": named,
            "names": [f"Ivan NIGHTJAR {n}-{place}", f"Іван НАЙТДЖАР {n}-{place}"],
            "measures": [FREEZE],
            "announced": "2026-02-01",
            "act": "32026R0101",
            "reasons": "Runs a shipyard that repairs vessels of the shadow fleet. " * 4,
        }
        other = {**entry, "list": "us-ofac", "key": f"{n * 100 + place}"}
        targets.append(
            {
                "target": f"t{place}",
                "kind": "person",
                "name": f"Ivan NIGHTJAR {n}-{place}",
                "entries": [entry, other],
                "listed_by": ["eu", "us"],
                "since": "2026-02-01",
                "score": 50_000 + place,
            }
        )
    return {
        "to": "jp",
        "list": "jp-mof",
        "measure": FREEZE,
        "title": words(n, "Пропозиція"),
        "targets": targets,
    }


def initiatives(both: tuple[Say, Say], count: int, now: dt.datetime) -> int:
    """Initiatives for Ukraine, with what Japan gives; about so many records."""
    number = max(1, count // 60)
    kyiv, tokyo = both
    wishes = [{"category": "energy", "title": words(n, "Потреба")} for n in range(number)]
    needs = said_all(kyiv, [Draft(NEED.name, one) for one in wishes])
    offers = said_all(tokyo, [Draft(OFFER.name, one) for one in wishes])
    opened = said_all(
        kyiv,
        [
            Draft(
                INITIATIVE.name,
                {
                    "title": words(n, "Ініціатива"),
                    "category": "energy",
                    "beneficiary": "ua",
                    "needs": [needs[n]],
                    "offers": [offers[n]],
                },
            )
            for n in range(number)
        ],
    )
    gates = [
        {"gate": {"initiative": one, "stage": stage}}
        for one in opened
        for stage in ("idea", "scoped")
    ]
    decided(both, gates)
    done = 3 * number + 4 * len(gates)
    done += len(said_all(tokyo, list(_given(opened, now))))
    received = [
        Draft(RECEIVED.name, {**one.body, "giver": "jp"})
        for one in _given(opened, now)
        if one.kind == DELIVERY.name
    ]
    done += len(said_all(kyiv, [one for n, one in enumerate(received) if n % 4]))
    return done + len(said_all(kyiv, list(_beside(opened, now))))


def _given(opened: Sequence[str], now: dt.datetime) -> Iterator[Draft]:
    """Yield four commitments to each initiative, with four deliveries on each."""
    day = now.date()
    for n, one in enumerate(opened):
        for place in range(4):
            named = {
                "initiative": one,
                "commitment": f"c{place}",
                "unit": ("piece", "JPY")[place % 2],
            }
            due = (day + dt.timedelta(days=30 - n % 60)).isoformat()
            yield Draft(
                COMMITMENT.name,
                {**named, "what": words(place, "Генератори"), "amount": "400", "due": due},
            )
            for part in range(4):
                on = (day - dt.timedelta(days=part)).isoformat()
                yield Draft(DELIVERY.name, {**named, "amount": str(50 + part), "on": on})


def _beside(opened: Sequence[str], now: dt.datetime) -> Iterator[Draft]:
    """Yield milestones, risks and a partner of each initiative."""
    day = now.date()
    for one in opened:
        for place in range(5):
            on = (day + dt.timedelta(days=10 * place)).isoformat()
            yield Draft(
                MILESTONE.name,
                {
                    "initiative": one,
                    "milestone": f"m{place}",
                    "title": words(place, "Віха"),
                    "on": on,
                },
            )
        for place in range(3):
            yield Draft(
                RISK.name,
                {
                    "initiative": one,
                    "risk": f"r{place}",
                    "title": words(place, "Ризик"),
                    "likelihood": 1 + place,
                    "impact": 4,
                },
            )
        yield Draft(
            PARTNER.name,
            {
                "initiative": one,
                "partner": "p",
                "kind": "organisation",
                "names": ["Nightjar Trading"],
                "role": words(1, "Перевізник"),
            },
        )
