"""Statements about one initiative, as a test writes them."""

import itertools
from typing import Any

from comity.initiatives.said import Statement
from comity.records.marking import Marking
from comity.records.party import Party

UKRAINE, JAPAN, KOREA = Party("ua"), Party("jp"), Party("kr")
MEMBERS = {"circle": (JAPAN, KOREA, UKRAINE)}
ABOUT = "a" * 64
NUMBERS = itertools.count(1)


def said(party: Party, seq: int, kind: str, hashed: str = "", **body: Any) -> Statement:
    """Return a statement of a party at a place of its chain."""
    return Statement(
        hash=hashed or f"{party}-{seq}-{kind}",
        circle="circle",
        about=ABOUT,
        party=party,
        seq=seq,
        kind=kind,
        body=body,
        at=f"2026-03-05T09:{seq:02}:00.000Z",
        marking=Marking.GREEN,
        number=next(NUMBERS),
    )


def opened(beneficiary: Party = UKRAINE) -> Statement:
    """Return what opens the initiative."""
    title = {"en": "Backup power"}
    return said(
        UKRAINE,
        1,
        "initiative/1",
        ABOUT,
        title=title,
        category="energy",
        beneficiary=beneficiary,
    )


def pledge(
    party: Party = JAPAN,
    *,
    seq: int = 1,
    amount: str = "40",
    unit: str = "piece",
    name: str = "c",
    due: str = "2026-04-30",
) -> Statement:
    """Return a commitment."""
    what = {"ja": "発電機"}
    return said(
        party, seq, "commitment/1", commitment=name, what=what, unit=unit, amount=amount, due=due
    )


def delivery(
    seq: int, amount: str, unit: str = "piece", party: Party = JAPAN, name: str = "c"
) -> Statement:
    """Return the report of a delivery."""
    return said(
        party, seq, "delivery/1", commitment=name, unit=unit, amount=amount, on="2026-03-05"
    )


def receipt(
    seq: int, amount: str, unit: str = "piece", party: Party = UKRAINE, name: str = "c"
) -> Statement:
    """Return the confirmation of what was received."""
    return said(
        party,
        seq,
        "received/1",
        giver="jp",
        commitment=name,
        unit=unit,
        amount=amount,
        on="2026-03-05",
    )


def back(party: Party, seq: int, record: str) -> Statement:
    """Return what takes a record back."""
    return said(party, seq, "taken-back/1", record=record, reason={"en": "Wrong."})


def withdrawal(seq: int, party: Party = JAPAN, name: str = "c") -> Statement:
    """Return what withdraws a commitment."""
    return said(party, seq, "commitment-withdrawn/1", commitment=name, reason={"en": "Budget."})
