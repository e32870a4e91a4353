"""Bodies of the systems: what parties say of actions, listings and initiatives.

Each kind has one body that is as small as it may be, one with all that it may have, and some that
do not fit.
"""

from typing import Any

Body = tuple[str, str, dict[str, Any], bool]
"""What it is about, its kind, the body, and whether it fits."""

ONE, TWO, FILE = "1" * 64, "2" * 64, "f" * 64
WORDS = {"uk": "Так", "ja": "はい", "en": "Yes", "ko": "예"}
ACTION = {"decision": ONE, "action": "a1"}
ACCEPT = {**ACTION, "due": "2026-04-09"}
SHOWN = {
    **ACTION,
    "list": "jp-mof",
    "as_of": "2026-04-27",
    "date_from": "content",
    "file": FILE,
    "key": "",
}
MATCH = {**ACTION, "list": "jp-mof", "key": "29#7", "listing": TWO, "verdict": "same"}
ENTRY = {
    "list": "eu-fsf",
    "key": "EU.9001.11",
    "as_of": "2026-03-01",
    "date_from": "content",
    "file": FILE,
    "listing": TWO,
    "names": ["Viktor NIGHTJAR"],
    "measures": ["asset-freeze"],
}
TARGET = {
    "target": "t1",
    "kind": "person",
    "name": "Viktor NIGHTJAR",
    "entries": [ENTRY],
    "listed_by": ["eu"],
    "since": "2026-02-01",
    "score": 61_500,
}
PROPOSAL = {
    "to": "jp",
    "list": "jp-mof",
    "measure": "asset-freeze",
    "title": WORDS,
    "targets": [TARGET],
}
WISH = {"category": "energy", "title": WORDS}
OF_INITIATIVE = {"initiative": ONE}
COMMITMENT = {
    **OF_INITIATIVE,
    "commitment": "c1",
    "what": WORDS,
    "unit": "piece",
    "amount": "12",
    "due": "2026-09-01",
}
DELIVERY = {
    **OF_INITIATIVE,
    "commitment": "c1",
    "unit": "JPY",
    "amount": "1500000.5",
    "on": "2026-08-01",
}
MILESTONE = {**OF_INITIATIVE, "milestone": "m1", "title": WORDS, "on": "2026-08-01"}
RISK = {**OF_INITIATIVE, "risk": "r1", "title": WORDS, "likelihood": 1, "impact": 5}
PARTNER = {
    **OF_INITIATIVE,
    "partner": "p1",
    "kind": "organisation",
    "names": ["Nightjar Trading"],
    "role": WORDS,
}


def decided(*actions: dict[str, Any]) -> dict[str, Any]:
    """Return a revision that assigns actions."""
    assigned = [{"action": "a1", "owner": "jp", "what": WORDS, **one} for one in actions]
    return {"object": ONE, "text": WORDS, "revision": TWO, "effect": {"assigned": assigned}}


OF_ACTIONS: list[Body] = [
    ("an acceptance", "accept/1", ACCEPT, True),
    (
        "an acceptance with all that it may have",
        "accept/1",
        {**ACCEPT, "measure": "asset-freeze", "words": WORDS},
        True,
    ),
    ("a due day that is in no calendar", "accept/1", {**ACCEPT, "due": "2026-02-30"}, False),
    ("a due day in full-width digits", "accept/1", {**ACCEPT, "due": "２０２６-04-09"}, False),
    ("a due moment", "accept/1", {**ACCEPT, "due": "2026-04-09T00:00:00.000Z"}, False),
    ("an acceptance without a day", "accept/1", ACTION, False),
    ("an action of 41 letters", "accept/1", {**ACCEPT, "action": "a" * 41}, False),
    ("an answer", "answer/1", {**ACTION, "answer": "needs-law", "words": WORDS}, True),
    ("an answer without words", "answer/1", {**ACTION, "answer": "no"}, False),
    ("an answer that is none", "answer/1", {**ACTION, "answer": "yes", "words": WORDS}, False),
    ("progress", "progress/1", {**ACTION, "words": WORDS}, True),
    ("progress in a language without a code here", "progress/1",
     {**ACTION, "words": {"fr": "Oui"}}, False),
    ("a report that it is done", "done/1", ACTION, True),
    ("a report of nothing", "done/1", {"decision": ONE}, False),
    ("a verdict", "checked/1", {**ACTION, "done": TWO, "verdict": "disputed"}, True),
    ("a verdict on no report", "checked/1", {**ACTION, "verdict": "confirmed"}, False),
    ("two actions", "revision/1", decided({}, {"action": "a2"}), True),
    ("an action that a list will prove", "revision/1",
     decided({"list": "jp-mof", "listing": "eu-fsf/EU.9001.11", "proposal": TWO,
              "measure": "asset-freeze"}), True),
    ("two actions of one name", "revision/1", decided({}, {"owner": "ua"}), False),
    ("a gate", "revision/1",
     {**decided(), "effect": {"gate": {"initiative": ONE, "stage": "under-way"}}}, True),
    ("a gate that is none", "revision/1",
     {**decided(), "effect": {"gate": {"initiative": ONE, "stage": "half-way"}}}, False),
]  # fmt: skip

OF_SANCTIONS: list[Body] = [
    ("a proposal", "proposal/1", PROPOSAL, True),
    ("a proposal with all that it may have", "proposal/1",
     {**PROPOSAL, "words": WORDS, "targets": [{
         **TARGET,
         "entries": [{**ENTRY, "announced": "2026-02-01", "act": "32026R0101", "place": "line 9",
                      "identifiers": ["passport 000000000"], "reasons": "Ran a shipyard."}],
         "pairs": [{"a": 0, "b": 1, "score": -1_000_000,
                    "reasons": [{"field": "names", "a": "", "b": "", "points": 700,
                                 "note": "same"}]}],
     }]}, True),
    ("a proposal of nothing", "proposal/1", {**PROPOSAL, "targets": []}, False),
    ("13 names of an entry", "proposal/1",
     {**PROPOSAL, "targets": [{**TARGET, "entries": [{**ENTRY, "names": ["NAI"] * 13}]}]}, False),
    ("an entry without its hash", "proposal/1",
     {**PROPOSAL, "targets": [{**TARGET, "entries": [{**ENTRY, "listing": ""}]}]}, False),
    ("a measure that is none", "proposal/1", {**PROPOSAL, "measure": "warning"}, False),
    ("a proposal is withdrawn", "proposal-withdrawn/1", {"proposal": ONE}, True),
    ("nothing in an edition was taken for the target", "shown/1", SHOWN, True),
    ("an entry is absent", "shown/1", {**SHOWN, "key": "29#7"}, True),
    ("an entry is there", "shown/1",
     {**SHOWN, "key": "29#7", "listing": TWO, "kind": "person", "measures": ["asset-freeze"],
      "name": "ナイトジャー", "place": "sheet 17, row 12"}, True),
    ("no measures at all", "shown/1", {**SHOWN, "measures": []}, False),
    ("a date from nowhere", "shown/1", {**SHOWN, "date_from": "memory"}, False),
    ("a match", "match/1", MATCH, True),
    ("a match with no entry", "match/1", {**MATCH, "key": ""}, False),
    ("a verdict that is true", "match/1", {**MATCH, "verdict": True}, False),
]  # fmt: skip

OF_INITIATIVES: list[Body] = [
    ("a need", "need/1", WISH, True),
    ("an offer with all that it may have", "offer/1",
     {**WISH, "words": WORDS, "unit": "MWh", "amount": "999999999999999.999999",
      "until": "2026-12-31", "place": WORDS, "conditions": WORDS}, True),
    ("a need of no category", "need/1", {**WISH, "category": "arms"}, False),
    ("a need is met", "wish-closed/1", {"wish": ONE, "why": "met"}, True),
    ("an initiative", "initiative/1",
     {"title": WORDS, "category": "health", "beneficiary": "ua"}, True),
    ("a beneficiary in capitals", "initiative/1",
     {"title": WORDS, "category": "health", "beneficiary": "UA"}, False),
    ("a commitment", "commitment/1", COMMITMENT, True),
    ("a commitment of nothing", "commitment/1", {**COMMITMENT, "amount": "0.000"}, False),
    ("a commitment of less than nothing", "commitment/1", {**COMMITMENT, "amount": "-1"}, False),
    ("an amount as a number", "commitment/1", {**COMMITMENT, "amount": 12}, False),
    ("an amount with a comma", "commitment/1", {**COMMITMENT, "amount": "1,5"}, False),
    ("an amount with a zero before it", "commitment/1", {**COMMITMENT, "amount": "012"}, False),
    ("an amount with an exponent", "commitment/1", {**COMMITMENT, "amount": "1e9"}, False),
    ("an amount of 16 digits", "commitment/1", {**COMMITMENT, "amount": "1" * 16}, False),
    ("seven decimals", "commitment/1", {**COMMITMENT, "amount": "0.1234567"}, False),
    ("a unit that is none", "commitment/1", {**COMMITMENT, "unit": "truckload"}, False),
    ("a commitment is withdrawn", "commitment-withdrawn/1",
     {**OF_INITIATIVE, "commitment": "c1", "reason": WORDS}, True),
    ("a delivery", "delivery/1", DELIVERY, True),
    ("a receipt", "received/1", {**DELIVERY, "giver": "jp", "delivery": TWO, "words": WORDS}, True),
    ("a receipt from nobody", "received/1", DELIVERY, False),
    ("a delivery is taken back", "taken-back/1", {"record": ONE, "reason": WORDS}, True),
    ("a milestone", "milestone/1", MILESTONE, True),
    ("a milestone that was reached", "milestone/1",
     {**MILESTONE, "reached": "2026-07-30", "dropped": False}, True),
    ("a risk", "risk/1", RISK, True),
    ("a risk of likelihood 6", "risk/1", {**RISK, "likelihood": 6}, False),
    ("a partner", "partner/1", PARTNER, True),
    ("a partner with all that it may have", "partner/1",
     {**PARTNER, "country": "jp", "born": "1999-01-01", "left": "2026-08-01",
      "identifiers": [{"kind": "registration", "value": "000000"}]}, True),
    ("a partner without a name", "partner/1", {**PARTNER, "names": []}, False),
]  # fmt: skip

OF_SYSTEMS = [*OF_ACTIONS, *OF_SANCTIONS, *OF_INITIATIVES]
