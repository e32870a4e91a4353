"""Labels of needs, offers and initiatives; see `comity.web.labels`, which has the others."""

from collections.abc import Mapping

CATEGORIES = {
    "energy": "Energy",
    "demining": "Demining",
    "health": "Health",
    "shelter": "Shelter",
    "transport": "Transport",
    "reconstruction": "Reconstruction",
    "equipment": "Equipment",
    "training": "Training",
    "cyber": "Cyber security",
    "finance": "Finance",
    "research": "Research",
    "other": "Other",
}
"""What a need, an offer or an initiative is about."""

MEASURING = {
    "EUR": "EUR",
    "USD": "USD",
    "JPY": "JPY",
    "UAH": "UAH",
    "GBP": "GBP",
    "CHF": "CHF",
    "CAD": "CAD",
    "AUD": "AUD",
    "KRW": "KRW",
    "PLN": "PLN",
    "piece": "pieces",
    "set": "sets",
    "vehicle": "vehicles",
    "kg": "kg",
    "t": "t",
    "l": "litres",
    "m": "metres",
    "km": "km",
    "m2": "m²",
    "m3": "m³",
    "kW": "kW",
    "MW": "MW",
    "kWh": "kWh",
    "MWh": "MWh",
    "person": "persons",
    "person-day": "person-days",
    "hour": "hours",
    "day": "days",
}
"""Units of amounts."""

STAGES = {
    "proposed": "Proposed",
    "idea": "Idea",
    "scoped": "Scoped",
    "agreed": "Agreed on",
    "under-way": "Under way",
    "delivered": "Delivered",
    "closed": "Over",
}
"""How far an initiative has come."""

COMMITMENT_STATES = {
    "open": "Nothing delivered yet",
    "part": "Partly delivered",
    "late": "Overdue",
    "awaits-confirmation": "Delivered, awaits confirmation",
    "fulfilled": "Received in full",
    "withdrawn": "Withdrawn",
}
"""How far a commitment has come."""

LEFT = {
    "taken-back": "taken back: not counted",
    "other-unit": "another unit than the commitment: shown, not counted",
    "not-beneficiary": "not said by the beneficiary: not counted",
    "no-commitment": "belongs to no commitment: not counted",
}
"""Why a delivery or a confirmation is shown and not counted."""

MATCH_REASONS = {
    "category-same": "same category",
    "category-open": "both under “other”: read the words",
    "unit-same": "same unit",
    "unit-open": "one of the two names no unit",
    "unit-other": "another unit; nothing is converted",
    "amount-covers": "the offer covers the need",
    "amount-part": "the offer covers a part of the need",
    "amount-open": "one of the two names no amount",
    "time-fits": "both stand now",
    "time-open": "neither names a day",
    "offer-ended": "the offer has ended",
    "need-passed": "the day of the need has passed",
    "place-same": "the places sound alike",
    "place-other": "the places do not sound alike",
}
"""Why a need and an offer fit each other, or do not."""

MILESTONE_STATES = {
    "ahead": "Ahead",
    "late": "Late",
    "reached": "Reached",
    "dropped": "Dropped",
}

RISK_LEVELS = {
    "low": "Low",
    "medium": "Medium",
    "high": "High",
    "severe": "Severe",
}
"""Likelihood times impact, as a word."""

PARTNER_STANDINGS = {
    "listed": "Listed: a person here confirmed it",
    "alert": "May be listed: look at it",
    "not-screened": "Not looked up yet",
    "struck-off": "No longer listed",
    "cleared": "Others of a like name are listed, not this one",
    "clear": "Nobody of a like name is listed",
}
"""How a partner stands, as this party reads the lists."""

WISH_CLOSINGS = {
    "met": "met",
    "used": "used in an initiative",
    "withdrawn": "withdrawn",
}
"""Why a need or an offer stands no longer."""

BOARD_ONLY = {
    "": "All",
    "late": "With something overdue",
    "unconfirmed": "With something to confirm",
    "unsigned": "With a gate to sign",
    "listed": "With a partner who may be listed",
}
"""What the board can be narrowed to."""

INITIATIVE_DONE = {
    "opened": "The initiative is opened. The others receive it now.",
    "wished": "It is signed and on its way. The others see it among needs and offers.",
    "closed": "It is closed.",
    "commit": "The commitment is signed and on its way.",
    "revise": "The commitment is revised.",
    "withdraw": "The commitment is withdrawn. What was delivered stays as it was said.",
    "deliver": "The delivery is reported. The beneficiary is asked to confirm it.",
    "receive": "What was received is confirmed.",
    "take-back": "It is taken back; it stays to be seen and counts no more.",
    "milestone": "The milestone is signed.",
    "risk": "The risk is signed.",
    "partner": "The partner is entered, and looked up in the lists now.",
    "leave": "The partner no longer takes part.",
    "judged": "Kept here. Nothing of it leaves this node.",
}
"""What a person has just done."""

INITIATIVE_TABLES: Mapping[str, Mapping[str, str]] = {
    "category": CATEGORIES,
    "unit": MEASURING,
    "stage": STAGES,
    "commitment": COMMITMENT_STATES,
    "left": LEFT,
    "match-reason": MATCH_REASONS,
    "milestone": MILESTONE_STATES,
    "risk": RISK_LEVELS,
    "partner": PARTNER_STANDINGS,
    "wish-closed": WISH_CLOSINGS,
    "board-only": BOARD_ONLY,
    "initiative-done": INITIATIVE_DONE,
}
"""Every table by the context of its messages."""
