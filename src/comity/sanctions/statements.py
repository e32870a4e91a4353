"""Statements of sanctions: what one party proposes to another, and what it read in which list.

A proposal carries its evidence, so that the partner can check every value without the proposer's
files: the entries with the hashes of the files that they stand in, and why they were taken for one
target. Whether a listing that was agreed on is made is read from the list itself (R18).
"""

from comity.entities.subject import Kind as Sort
from comity.records.kinds import (
    Kind,
    choice,
    day,
    fields,
    hashed,
    languages,
    listing,
    optional,
    party,
    text,
    whole,
)
from comity.sanctions.listing import Measure

MOST_TARGETS = 60
"""Targets of one proposal."""

DATED_BY = ("content", "given", "folder")
"""Where an edition's as-of date was read."""

VERDICTS = ("same", "different", "undecided")

ENTRY = fields(
    {
        "list": text(40),
        "key": text(200),
        "as_of": day,
        "date_from": choice(*DATED_BY),
        "file": hashed,
        "listing": hashed,
        "names": listing(text(300), 12, 1),
        "measures": listing(choice(*Measure), len(Measure), 1),
        "announced": optional(text(60)),
        "act": optional(text(300)),
        "place": optional(text(200)),
        "identifiers": optional(listing(text(120), 12)),
        "reasons": optional(text(3000)),
    }
)
"""One entry of a list: `file` and `listing` are SHA-256 of the file and of the entry as read."""

REASON = fields(
    {
        "field": text(60),
        "a": text(300, 0),
        "b": text(300, 0),
        "points": whole(-(10**6)),
        "note": optional(text(60)),
    }
)
"""A part of a match's score, in thousandths; `note` is the code of what it says."""

PAIR = fields(
    {"a": whole(0), "b": whole(0), "score": whole(-(10**6)), "reasons": listing(REASON, 20)}
)
"""Why two entries of a target, by their places, were taken for one; score in thousandths."""

TARGET = fields(
    {
        "target": text(40),
        "kind": choice(*Sort),
        "name": text(300),
        "entries": listing(ENTRY, 12, 1),
        "pairs": optional(listing(PAIR, 12)),
        "listed_by": listing(text(20), 20, 1),
        "since": day,
        "score": whole(0, 100_000),
    }
)
"""One target of a proposal; `target` names it there, `score` is the gap's, in thousandths."""

PROPOSAL = Kind(
    "proposal/1",
    {
        "to": party,
        "list": text(40),
        "measure": choice(*Measure),
        "title": languages(300),
        "words": optional(languages(6000)),
        "targets": listing(TARGET, MOST_TARGETS, 1),
    },
)
"""A party proposes that another lists targets: in which of its lists, under which measure."""

PROPOSAL_WITHDRAWN = Kind(
    "proposal-withdrawn/1", {"proposal": hashed, "reason": optional(languages(2000))}
)

ABOUT_ACTION = {"decision": hashed, "action": text(40)}

SHOWN = Kind(
    "shown/1",
    {
        **ABOUT_ACTION,
        "list": text(40),
        "as_of": day,
        "date_from": choice(*DATED_BY),
        "file": hashed,
        "key": text(200, 0),
        "listing": optional(hashed),
        "kind": optional(choice(*Sort)),
        "measures": optional(listing(choice(*Measure), len(Measure), 1)),
        "name": optional(text(300)),
        "place": optional(text(200)),
    },
)
"""What an edition shows of the target of an action (R18). Without `listing` the entry `key` is
absent there; an empty `key` says that nothing in the edition was taken for the target."""

MATCH = Kind(
    "match/1",
    {
        **ABOUT_ACTION,
        "list": text(40),
        "key": text(200),
        "listing": hashed,
        "verdict": choice(*VERDICTS),
        "words": optional(languages(2000)),
    },
)
"""A register: an analyst says whether an entry is the target of an action; the last word of a
party about a key counts."""

KINDS = (PROPOSAL, PROPOSAL_WITHDRAWN, SHOWN, MATCH)
