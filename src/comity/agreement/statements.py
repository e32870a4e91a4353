"""Statements of agreement: what a party can say about a common object, and how to word it.

Each function returns a draft, the kind and body of a record; nobody puts a body together by hand.
An object is known by the hash of the record that opened it, a silence procedure by the hash of the
record that started it, a clause by the hash of its first alternative. All members of the circle
are the parties of each object.

What an adopted object does (closes a text, keeps clauses for the next meeting, allows silence) is
its `effect`. It is hashed with the text, so that nobody is bound to an effect that they did not
sign.

>>> draft = sign("ab" * 32, revision_hash({"en": "The mechanism meets twice a year."}))
>>> draft.kind, sorted(draft.body)
('sign/1', ['object', 'revision'])
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from comity.agreement.effects import Type, effect, elsewhere, type_name
from comity.records.canonical import encode
from comity.records.kinds import (
    Kind,
    Kinds,
    choice,
    fields,
    flag,
    hashed,
    languages,
    listing,
    mapping,
    moment,
    optional,
)

NEVER_SILENT = frozenset({Type.STATEMENT})
"""A statement of ministers is signed by hand, whatever the terms of reference say."""

STANCES = {
    "S": "support",
    "A": "can accept",
    "Q": "ad referendum",
    "R": "reserve",
    "O": "object",
}

ANNEXES = ("reservation", "interpretation", "explanation")
"""Annexed to a signature; none of them is a condition (R12)."""


stance_on = fields(
    {
        "stance": choice(*STANCES),
        "only_if": optional(listing(hashed, 50, 1)),
    }
)

OPEN = Kind(
    "open/1",
    {"type": type_name, "title": languages(300), "succeeds": optional(elsewhere)},
)
REVISION = Kind(
    "revision/1",
    {
        "object": hashed,
        "text": languages(60_000),
        "effect": optional(effect),
        "revision": hashed,
    },
)
SIGN = Kind(
    "sign/1",
    {
        "object": hashed,
        "revision": hashed,
        "procedure": optional(hashed),
        "ad_referendum": optional(flag),
        "valid_until": optional(moment),
        "condition": optional(languages(2000)),
    },
)
COMPLETE = Kind("complete/1", {"object": hashed, "revision": hashed})
WITHDRAW = Kind("withdraw/1", {"object": hashed, "reason": optional(languages(2000))})
SILENCE = Kind("silence/1", {"object": hashed, "revision": hashed, "deadline": moment})
BREAK = Kind("break/1", {"procedure": hashed, "reason": languages(2000)})
ACK = Kind("ack/1", {})
ANNEX = Kind("annex/1", {"object": hashed, "type": choice(*ANNEXES), "text": languages(10_000)})
ALIGN = Kind("align/1", {"circle": hashed, "object": hashed, "revision": hashed})
ALTERNATIVE = Kind(
    "alternative/1",
    {"object": hashed, "clause": optional(hashed), "text": optional(languages(20_000))},
)
STANCE = Kind(
    "stance/1",
    {"object": hashed, "clause": hashed, "stances": mapping(hashed, stance_on, 50)},
)
ORDER = Kind("order/1", {"object": hashed, "clauses": listing(hashed, 1000)})

KINDS = (
    OPEN,
    REVISION,
    SIGN,
    COMPLETE,
    WITHDRAW,
    SILENCE,
    BREAK,
    ACK,
    ANNEX,
    ALIGN,
    ALTERNATIVE,
    STANCE,
    ORDER,
)
KNOWN = Kinds(KINDS)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a record is going to say.

    Attributes:
        kind: of the record.
        body: of the record.
    """

    kind: str
    body: Mapping[str, Any]


Words = Mapping[str, str]
"""A text in one or more languages."""


def _draft(kind: Kind, **parts: object) -> Draft:
    """Return a draft without the parts that are None.

    Raises:
        BodyError: a part is not what it must be.
    """
    body = {name: value for name, value in parts.items() if value is not None}
    kind.check(body)
    return Draft(kind.name, body)


def revision_hash(words: Words, does: Mapping[str, Any] | None = None) -> str:
    """Return what is signed: the hash of a text in all its languages, and of what it does."""
    signed: Mapping[str, Any] = {"text": dict(words), "effect": does} if does else dict(words)
    return sha256(encode(signed)).hexdigest()


def open_object(
    kind_of_object: Type, title: Words, succeeds: tuple[str, str] | None = None
) -> Draft:
    """Return a draft that opens an object.

    Args:
        kind_of_object: what sort of thing it is.
        title: in each language.
        succeeds: circle and id of the object that it goes on from (R13).
    """
    before = None if succeeds is None else {"circle": succeeds[0], "object": succeeds[1]}
    return _draft(OPEN, type=kind_of_object.value, title=dict(title), succeeds=before)


def revise(about: str, words: Words, does: Mapping[str, Any] | None = None) -> Draft:
    """Return a draft of a revision: the exact text that can be signed, and what it does."""
    hashed_text = revision_hash(words, does)
    return _draft(REVISION, object=about, text=dict(words), effect=does, revision=hashed_text)


def close(about: str, words: Words, succeeded_by: tuple[str, str] | None = None) -> Draft:
    """Return a revision that, once adopted, closes an object instead of adopting its text (R13).

    Being a revision of the same object it is exclusive with every other one (R9, R10).

    Args:
        about: the object.
        words: what the parties sign, "closed, succeeded by ...".
        succeeded_by: circle and id of the object that goes on from it.
    """
    heir = None if succeeded_by is None else succeeded_by
    named = {} if heir is None else {"succeeded_by": {"circle": heir[0], "object": heir[1]}}
    return revise(about, words, {"closed": named})


def sign(
    about: str,
    revision: str,
    *,
    procedure: str | None = None,
    ad_referendum: bool = False,
    valid_until: str | None = None,
) -> Draft:
    """Return a draft of a signature; to confirm one made ad referendum, sign again without it.

    Args:
        about: the object.
        revision: hash of the text.
        procedure: that of a tacit signature (R8); None when signed by hand.
        ad_referendum: counts only once it is confirmed (R12).
        valid_until: when the author's node will withdraw it (R11).
    """
    return _draft(
        SIGN,
        object=about,
        revision=revision,
        procedure=procedure,
        ad_referendum=True if ad_referendum else None,
        valid_until=valid_until,
    )


def complete(about: str, revision: str) -> Draft:
    """Return a draft that says: I hold the standing signature of every party (R7)."""
    return _draft(COMPLETE, object=about, revision=revision)


def withdraw(about: str, reason: Words | None = None) -> Draft:
    """Return a draft that takes back the author's standing signature on an object."""
    return _draft(WITHDRAW, object=about, reason=None if reason is None else dict(reason))


def silence(about: str, revision: str, deadline: str) -> Draft:
    """Return a draft that starts a silence procedure (R8)."""
    return _draft(SILENCE, object=about, revision=revision, deadline=deadline)


def break_silence(procedure: str, reason: Words) -> Draft:
    """Return a draft that breaks a silence procedure (R8)."""
    return _draft(BREAK, procedure=procedure, reason=dict(reason))


def acknowledge() -> Draft:
    """Return a draft that says nothing but what its cut says: I have received (R9)."""
    return _draft(ACK)


def annex(about: str, sort: str, words: Words) -> Draft:
    """Return a draft of a reservation, interpretative statement or explanation of position."""
    return _draft(ANNEX, object=about, type=sort, text=dict(words))


def align(circle: str, about: str, revision: str) -> Draft:
    """Return a draft by which a late joiner aligns with what others adopted (R13)."""
    return _draft(ALIGN, circle=circle, object=about, revision=revision)


def alternative(about: str, words: Words | None, clause: str | None = None) -> Draft:
    """Return a draft of one wording of a clause.

    Args:
        about: the joint text.
        words: the wording; None to delete the clause.
        clause: which one it is a wording of; None for a new clause, named by this record's hash.
    """
    return _draft(
        ALTERNATIVE, object=about, clause=clause, text=None if words is None else dict(words)
    )


def take_stance(
    about: str,
    clause: str,
    stances: Mapping[str, str],
    only_if: Mapping[str, Sequence[str]] | None = None,
) -> Draft:
    """Return a draft of all that a party thinks of a clause; it replaces what it said before.

    Args:
        about: the joint text.
        clause: which one.
        stances: a letter for each alternative that the party has a stance on.
        only_if: for an alternative, those of other clauses that must be agreed with it (R14).
    """
    conditions = only_if or {}
    said = {
        one: {"stance": letter, **({"only_if": list(conditions[one])} if one in conditions else {})}
        for one, letter in stances.items()
    }
    return _draft(STANCE, object=about, clause=clause, stances=said)


def arrange(about: str, clauses: Sequence[str]) -> Draft:
    """Return a draft of an order of clauses (R17)."""
    return _draft(ORDER, object=about, clauses=list(clauses))
