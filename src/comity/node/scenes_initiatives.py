"""A scene of initiatives: generators for hospitals, partly delivered and partly confirmed.

A need and an offer have become an initiative with three gates that both have signed and one that
waits for Tokyo. One commitment is under way, one is overdue, one milestone is reached. Of the two
carriers one has a name like a company on the lists, so that Kyiv's "Today" asks who it is. Another
initiative is only proposed. All of it is invented, but for the listed name.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.statements import Draft, open_object, revise, sign
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

Words = Mapping[str, str]

NEED_OF: Words = {
    "uk": "Генератори для лікарень на зиму",
    "ja": "病院用発電機（冬季）",
    "en": "Generators for hospitals in winter",
}
OFFER_OF: Words = {
    "uk": "Дизельні генератори, 100 кВт",
    "ja": "ディーゼル発電機（100kW）",
    "en": "Diesel generators of 100 kW",
}
CLEARING: Words = {
    "uk": "Машини для розмінування полів",
    "ja": "農地用地雷除去機",
    "en": "Machines to clear fields of mines",
}
PLACE: Mapping[str, Words] = {"ua": {"uk": "Харків"}, "jp": {"ja": "ハルキウ"}}
TITLE: Words = {
    "uk": "Резервне живлення для лікарень Харкова",
    "ja": "ハルキウの病院のための非常用電源",
    "en": "Backup power for the hospitals of Kharkiv",
}
PURPOSE: Words = {
    "uk": "Забезпечити сорок лікарень живленням на три доби без мережі.",
    "ja": "40の病院に、送電が途絶えても3日間使える電源を備える。",
    "en": "Give forty hospitals power for three days without the grid.",
}
SECOND: Words = {
    "uk": "Навчання саперів",
    "ja": "地雷除去要員の研修",
    "en": "Training of deminers",
}
GATES: Mapping[str, Words] = {
    "idea": {
        "uk": "Сторони починають роботу над ініціативою.",
        "ja": "双方は本イニシアティブの検討を開始する。",
        "en": "The parties begin work on the initiative.",
    },
    "scoped": {
        "uk": "Ініціатива охоплює сорок лікарень області.",
        "ja": "対象は州内の40病院とする。",
        "en": "The initiative covers forty hospitals of the region.",
    },
    "agreed": {
        "uk": "Сторони узгоджують графік поставок.",
        "ja": "双方は納入計画に合意する。",
        "en": "The parties agree on the plan of deliveries.",
    },
    "under-way": {
        "uk": "Поставки розпочато.",
        "ja": "納入を開始した。",
        "en": "Deliveries have begun.",
    },
}
GENERATORS: Words = {
    "uk": "Генератори з пуском до −25 °C",
    "ja": "−25℃まで始動可能な発電機",
    "en": "Generators that start down to −25 °C",
}
TRAINING: Words = {
    "uk": "Навчання техніків з обслуговування",
    "ja": "保守技術者の研修",
    "en": "Training of technicians in upkeep",
}
SENT: Words = {"ja": "横浜港より発送した。", "en": "Shipped from Yokohama."}
CAME: Words = {
    "uk": "Дванадцять прийнято; два мають пошкоджений кожух, їх оглядають.",
    "en": "Twelve accepted; two have a damaged casing and are being looked at.",
}
FIRST: Words = {"uk": "Перша партія на складі", "ja": "第1便の到着", "en": "First lot in store"}
LAST: Words = {"uk": "Усі лікарні підключено", "ja": "全病院の接続完了", "en": "All connected"}
DELAY: Words = {
    "uk": "Затримка на кордоні",
    "ja": "国境での遅延",
    "en": "Delay at the border",
}
ANSWER: Words = {
    "uk": "Окремий коридор погоджено з митницею.",
    "en": "A lane of its own is cleared with customs.",
}
STORES: Words = {"uk": "Обстріл складів", "ja": "倉庫への攻撃", "en": "Stores under fire"}
CARRIES: Words = {"uk": "Перевезення", "ja": "輸送", "en": "Carries the goods"}
LIKE_A_LISTED_NAME = "Ibex Shipping"
CARRIER = "青葉国際物流"


def play_initiatives(kyiv: Say, tokyo: Say, now: dt.datetime) -> str:
    """Play an initiative under way and one that is proposed; return the first.

    Args:
        kyiv: says records for Kyiv.
        tokyo: the same for Tokyo.
        now: when it is played.
    """

    def day(days: int) -> str:
        return (now.astimezone(dt.UTC).date() + dt.timedelta(days=days)).isoformat()

    wish = {"category": "energy", "unit": "piece", "until": day(75)}
    need = {**wish, "title": NEED_OF, "amount": "40", "place": PLACE["ua"]}
    offer = {**wish, "title": OFFER_OF, "amount": "25", "place": PLACE["jp"]}
    fields = {"category": "demining", "title": CLEARING, "unit": "vehicle", "amount": "6"}
    (needed, _) = kyiv([Draft(NEED.name, need), Draft(NEED.name, fields)])
    (offered,) = tokyo([Draft(OFFER.name, offer)])
    opened = {
        "title": TITLE,
        "words": PURPOSE,
        "category": "energy",
        "beneficiary": "ua",
        "needs": [needed],
        "offers": [offered],
    }
    proposed = {"title": SECOND, "category": "training", "beneficiary": "ua"}
    (initiative, _) = kyiv([Draft(INITIATIVE.name, opened), Draft(INITIATIVE.name, proposed)])
    for stage in ("idea", "scoped", "agreed"):
        _gate(kyiv, tokyo, initiative, stage)
    _gate(kyiv, None, initiative, "under-way")

    def of(kind: str, **body: Any) -> Draft:  # noqa: ANN401 - any part of a body
        return Draft(kind, {"initiative": initiative, **body})

    generators = {"commitment": "generators", "unit": "piece"}
    delivered, *_ = tokyo(
        [
            of(DELIVERY.name, **generators, amount="14", on=day(-6), words=SENT),
            of(COMMITMENT.name, **generators, what=GENERATORS, amount="25", due=day(40)),
            of(
                COMMITMENT.name,
                commitment="training",
                what=TRAINING,
                unit="person-day",
                amount="60",
                due=day(-4),
            ),
            of(MILESTONE.name, milestone="last", title=LAST, on=day(60)),
            _carrier(initiative, "listed", LIKE_A_LISTED_NAME),
            _carrier(initiative, "carrier", CARRIER),
        ]
    )
    risk = {"likelihood": 3, "impact": 4, "owner": "ua"}
    kyiv(
        [
            of(
                RECEIVED.name,
                **generators,
                giver="jp",
                delivery=delivered,
                amount="12",
                on=day(-2),
                words=CAME,
            ),
            of(MILESTONE.name, milestone="first", title=FIRST, on=day(-3), reached=day(-2)),
            of(RISK.name, risk="border", title=DELAY, response=ANSWER, **risk),
            of(RISK.name, risk="stores", title=STORES, likelihood=2, impact=5),
        ]
    )
    return initiative


def _gate(kyiv: Say, tokyo: Say | None, initiative: str, stage: str) -> None:
    """Let Kyiv propose a gate and sign it, and Tokyo sign it where it speaks."""
    (about,) = kyiv([open_object(Type.DECISION, TITLE)])
    draft = revise(about, GATES[stage], {"gate": {"initiative": initiative, "stage": stage}})
    signature = sign(about, draft.body["revision"])
    kyiv([draft, signature])
    if tokyo is not None:
        tokyo([signature])


def _carrier(initiative: str, name: str, called: str) -> Draft:
    body = {"initiative": initiative, "partner": name, "kind": "organisation", "names": [called]}
    return Draft(PARTNER.name, {**body, "role": CARRIES})
