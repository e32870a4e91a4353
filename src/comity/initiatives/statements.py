"""Statements of initiatives: what each party writes by itself about what is done together.

A need or an offer is written by the party that has it, a commitment and its deliveries by the
giver, what was received by the beneficiary. Registers (a commitment, a milestone, a risk, a
partner) belong to their author, and the last one under a name counts (R5). Gates are decisions,
adopted by all: see `gate` in `comity.agreement.effects`.

An amount stands in decimal digits with its unit. Units are never converted, and amounts of two
units never added.
"""

from collections.abc import Mapping

from comity.entities.subject import Kind as Sort
from comity.records.kinds import (
    Check,
    Kind,
    amount,
    choice,
    day,
    fields,
    flag,
    hashed,
    languages,
    listing,
    optional,
    party,
    text,
    whole,
)

CATEGORIES = (
    "energy",
    "demining",
    "health",
    "shelter",
    "transport",
    "reconstruction",
    "equipment",
    "training",
    "cyber",
    "finance",
    "research",
    "other",
)

CURRENCIES = ("EUR", "USD", "JPY", "UAH", "GBP", "CHF", "CAD", "AUD", "KRW", "PLN")
MEASURES = (
    "piece",
    "set",
    "vehicle",
    "kg",
    "t",
    "l",
    "m",
    "km",
    "m2",
    "m3",
    "kW",
    "MW",
    "kWh",
    "MWh",
    "person",
    "person-day",
    "hour",
    "day",
)
UNITS = CURRENCIES + MEASURES

NAME = text(40)
"""Names something within an initiative, for its author."""

WISH: Mapping[str, Check] = {
    "category": choice(*CATEGORIES),
    "title": languages(300),
    "words": optional(languages(6000)),
    "unit": optional(choice(*UNITS)),
    "amount": optional(amount),
    "until": optional(day),
    "place": optional(languages(300)),
    "conditions": optional(languages(2000)),
}
NEED = Kind("need/1", WISH)
OFFER = Kind("offer/1", WISH)
WISH_CLOSED = Kind(
    "wish-closed/1",
    {
        "wish": hashed,
        "why": choice("met", "used", "withdrawn"),
        "words": optional(languages(2000)),
    },
)
"""The author of a need or an offer says that it stands no longer."""

INITIATIVE = Kind(
    "initiative/1",
    {
        "title": languages(300),
        "words": optional(languages(6000)),
        "category": choice(*CATEGORIES),
        "beneficiary": party,
        "needs": optional(listing(hashed, 20)),
        "offers": optional(listing(hashed, 20)),
    },
)
INITIATIVE_OF = {"initiative": hashed}

COMMITMENT = Kind(
    "commitment/1",
    {
        **INITIATIVE_OF,
        "commitment": NAME,
        "what": languages(2000),
        "unit": choice(*UNITS),
        "amount": amount,
        "due": day,
        "conditions": optional(languages(2000)),
    },
)
COMMITMENT_WITHDRAWN = Kind(
    "commitment-withdrawn/1", {**INITIATIVE_OF, "commitment": NAME, "reason": languages(2000)}
)
DELIVERY = Kind(
    "delivery/1",
    {
        **INITIATIVE_OF,
        "commitment": NAME,
        "unit": choice(*UNITS),
        "amount": amount,
        "on": day,
        "words": optional(languages(2000)),
    },
)
"""The giver reports that it delivered a part of its commitment."""

RECEIVED = Kind(
    "received/1",
    {
        **INITIATIVE_OF,
        "giver": party,
        "commitment": NAME,
        "delivery": optional(hashed),
        "unit": choice(*UNITS),
        "amount": amount,
        "on": day,
        "words": optional(languages(2000)),
    },
)
"""The beneficiary confirms what it received; nobody else can."""

TAKEN_BACK = Kind("taken-back/1", {"record": hashed, "reason": languages(2000)})
"""The author of a delivery or of a confirmation says that it was wrong."""

MILESTONE = Kind(
    "milestone/1",
    {
        **INITIATIVE_OF,
        "milestone": NAME,
        "title": languages(300),
        "on": day,
        "reached": optional(day),
        "dropped": optional(flag),
    },
)
RISK = Kind(
    "risk/1",
    {
        **INITIATIVE_OF,
        "risk": NAME,
        "title": languages(300),
        "likelihood": whole(1, 5),
        "impact": whole(1, 5),
        "response": optional(languages(2000)),
        "owner": optional(party),
        "closed": optional(flag),
    },
)
PARTNER = Kind(
    "partner/1",
    {
        **INITIATIVE_OF,
        "partner": NAME,
        "kind": choice(*Sort),
        "names": listing(text(300), 12, 1),
        "country": optional(text(2, 2)),
        "born": optional(day),
        "identifiers": optional(listing(fields({"kind": text(40), "value": text(80)}), 12)),
        "role": languages(300),
        "left": optional(day),
    },
)
"""Somebody outside the governments who takes part; screened against the lists by every node."""

KINDS = (
    NEED,
    OFFER,
    WISH_CLOSED,
    INITIATIVE,
    COMMITMENT,
    COMMITMENT_WITHDRAWN,
    DELIVERY,
    RECEIVED,
    TAKEN_BACK,
    MILESTONE,
    RISK,
    PARTNER,
)
