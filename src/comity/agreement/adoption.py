"""Adoption: one engine for joint texts, decisions, agendas, minutes, terms and membership.

A revision is adopted by a record, a signature or a `complete`, whose author held a standing
signature of every party on it (R7). Each act is weighed once, when it is admitted, from its own
causal past; so a set of records gives one result, whatever the order they came in, and a larger
set never takes an adoption back (R1).

>>> from comity.records.circle import circle_of, open_circle
>>> first = open_circle(
...     opener=Party("ua"), cards={Party("ua"): "1" * 64, Party("jp"): "2" * 64},
...     purpose="Consultations", nonce="0" * 32, at="2026-03-05T09:30:00.000Z",
... )
>>> agreement = Agreement(circle_of(first))
>>> [record.kind for record in agreement.take([first, first])]
['circle/1']
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from comity.agreement import signing, silence
from comity.agreement.effects import Type
from comity.agreement.history import Branch, History, Link, Past, past_of
from comity.agreement.standing import (
    RULES,
    Act,
    First,
    Hold,
    Matter,
    Procedure,
    Proven,
    Rules,
    Voided,
    after_signing,
    after_withdrawing,
    nothing,
    standing,
    voided,
)
from comity.agreement.statements import (
    ALIGN,
    ALTERNATIVE,
    ANNEX,
    BREAK,
    COMPLETE,
    KNOWN,
    OPEN,
    ORDER,
    REVISION,
    SIGN,
    SILENCE,
    STANCE,
    WITHDRAW,
    Draft,
    revision_hash,
)
from comity.errors import RefusedError
from comity.records.circle import Circle
from comity.records.party import Party
from comity.records.record import Record

ABOUT_AN_OBJECT = frozenset(
    kind.name
    for kind in (REVISION, SIGN, COMPLETE, WITHDRAW, SILENCE, STANCE, ALTERNATIVE, ANNEX, ORDER)
)


class UnknownObjectError(RefusedError):
    """Nothing that is admitted opened this object."""

    code = "unknown-object"
    template = (
        "no record here opens the object {object}; wait until its opening record has arrived, "
        "or look in the circle that it belongs to"
    )


class Agreement:
    """The records of one circle and what they add up to; it only grows.

    Attributes:
        circle: whose parties agree.
        history: which records are admitted.
        rules: all of them; tests switch one off.
        matters: each object, by id.
        terms: the objects that are terms of reference.
        procedures: each silence procedure with its object, by id.
        proofs: that void a stretch of a chain, with the place of each.
        malformed: admitted records whose body does not fit their kind; every rule ignores them.
        alignments: by which late joiners align with what other circles adopted.
        withdrawals: the last withdrawal on each branch, for those who have not acknowledged it.
    """

    def __init__(self, circle: Circle, proven: Proven = nothing, rules: Rules = RULES) -> None:
        self.circle = circle
        self.history = History(circle)
        self.rules = rules
        self.matters: dict[str, Matter] = {}
        self.terms: list[Matter] = []
        self.procedures: dict[str, tuple[Matter, Procedure]] = {}
        self.proofs: list[tuple[Link, Voided]] = []
        self.malformed: dict[str, Record] = {}
        self.withdrawals: dict[Branch, Link] = {}
        self.alignments: list[tuple[Link, Record]] = []
        self._proven = proven

    def take(self, records: Iterable[Record]) -> list[Record]:
        """Take records in; return those that are admitted by it, each after its whole past."""
        admitted = self.history.take(records)
        for link, record in admitted:
            self._take(link, record)
        return [record for _, record in admitted]

    def matter(self, about: str) -> Matter:
        """Return an object with everything that was said about it.

        Raises:
            UnknownObjectError: no admitted record opens it.
        """
        if about not in self.matters:
            raise UnknownObjectError(object=about)
        return self.matters[about]

    def moment(self, matter: Matter, party: Party, at: str) -> signing.Moment:
        """Return the moment at which a party would sign now, knowing all that is admitted."""
        own = self.history.links.get(self.history.head(party).hash)
        holds = matter.holds(own)
        members = self.circle.members
        return signing.Moment(party, at, self.history.present, holds, members, self.proofs)

    def _take(self, link: Link, record: Record) -> None:
        """Weigh a record that was admitted just now."""
        if KNOWN.fits(record) is False or not _hashed_right(record):
            self.malformed[record.hash] = record
            return
        proof = self._proven(record)
        if proof is not None:
            self.proofs.append((link, proof))
        if record.kind == OPEN.name:
            opened = Matter(record.hash, link, record, Type(record.body["type"]))
            self.matters[opened.id] = opened
            if opened.type is Type.TERMS:
                self.terms.append(opened)
        elif record.kind == BREAK.name:
            self._break(link, record)
        elif record.kind == ALIGN.name:
            self.alignments.append((link, record))
        elif record.kind in ABOUT_AN_OBJECT:
            matter = self.matters.get(record.body["object"])
            if matter is not None and link.knows(matter.link):
                self._weigh(matter, link, record)

    def _break(self, link: Link, record: Record) -> None:
        """Break a procedure; what its author had signed of that revision is withdrawn by it."""
        if record.body["procedure"] not in self.procedures:
            return
        matter, procedure = self.procedures[record.body["procedure"]]
        if not link.knows(procedure.link):
            return
        procedure.breaks.add(link)
        holds = matter.holds(link.before)
        if any(hold.withdrawn is None and hold.revision == procedure.revision for hold in holds):
            self.withdrawals[link.branch] = link
            act = Act(link, record, "", after_withdrawing(holds, link))
            matter.acts.setdefault(link.branch, []).append(act)

    def _weigh(self, matter: Matter, link: Link, record: Record) -> None:
        """Weigh a record about an object that its author knew."""
        for procedure in matter.procedures.values():
            if silence.is_break(procedure, link, record):
                procedure.breaks.add(link)
        match record.kind:
            case REVISION.name:
                matter.revisions.setdefault(record.body["revision"], record)
                matter.revised.setdefault(record.body["revision"], First()).add(link)
            case SILENCE.name:
                self._start_silence(matter, link, record)
            case SIGN.name | COMPLETE.name | WITHDRAW.name:
                self._act(matter, link, record)
            case _:
                matter.others.append((link, record))

    def _start_silence(self, matter: Matter, link: Link, record: Record) -> None:
        past, body = past_of(link), record.body
        hours = silence.least_hours(self.terms, matter.type, past)
        void = silence.why_void(matter, record, past, hours)
        procedure = Procedure(link, record, body["revision"], body["deadline"], void)
        matter.procedures[record.hash] = procedure
        self.procedures[record.hash] = (matter, procedure)

    def _act(self, matter: Matter, link: Link, record: Record) -> None:
        """Weigh a signature, a completion or a withdrawal, and keep it with what it adopts."""
        past, body = past_of(link), record.body
        holds, void = matter.holds(link.before), ""
        if record.kind == WITHDRAW.name:
            holds = after_withdrawing(holds, link)
            self.withdrawals[link.branch] = link
        elif record.kind == SIGN.name:
            moment = signing.Moment(
                link.party, record.at, past, holds, self.circle.members, self.proofs
            )
            void = signing.why_void(matter, body, moment, self.rules)
            if not void:
                holds = after_signing(holds, hold_of(link, body))
        act = Act(link, record, void, holds)
        matter.acts.setdefault(link.branch, []).append(act)
        if record.kind == WITHDRAW.name or void or body.get("ad_referendum"):
            return
        counted = self.counted(matter, past)
        if counted and counted[0].revision == body["revision"]:
            if voided(link, past, self.proofs):
                return
            done = replace(act, completes=body["revision"], rests_on=tuple(h.link for h in counted))
            matter.acts[link.branch][-1] = done
            matter.completions.setdefault(body["revision"], []).append(done)
            matter.adopting.add(link)

    def counted(self, matter: Matter, past: Past) -> list[Hold]:
        """Return the signatures of all parties on one revision, none if one is missing (R7)."""
        found = [
            hold
            for party in self.circle.members
            if (hold := standing(matter, party, past, self.proofs)) is not None
        ]
        same = {hold.revision for hold in found}
        return found if len(found) == len(self.circle.members) and len(same) == 1 else []


def hold_of(link: Link, body: Mapping[str, Any]) -> Hold:
    """Return the hold of a valid signature."""
    return Hold(
        link,
        body["revision"],
        body.get("procedure", ""),
        body.get("ad_referendum", False),
        body.get("valid_until", ""),
    )


def _hashed_right(record: Record) -> bool:
    """Say whether a revision has the hash that it says it has; any other record has."""
    if record.kind != REVISION.name:
        return True
    body = record.body
    return bool(revision_hash(body["text"], body.get("effect")) == body["revision"])


@dataclass(frozen=True, slots=True)
class Adoption:
    """A revision that all parties have signed.

    Attributes:
        object: what it is a revision of.
        revision: hash of the text.
        text: in each language.
        effect: what it does, {} for nothing.
        by: hash of a record that completes it.
        signatures: hashes of the signatures that this record counts, in the order of the parties.
        disputed: True while everything that completes it rests on a record that a proof voids, of
            which its author did not know (R2, R20), or while two revisions are adopted.
    """

    object: str
    revision: str
    text: Mapping[str, str]
    effect: Mapping[str, Any]
    by: str
    signatures: tuple[str, ...]
    disputed: bool


def adopted(agreement: Agreement, about: str) -> tuple[Adoption, ...]:
    """Return what is adopted of an object: nothing, or one revision.

    There can be two only where a party has spoken twice; then both are disputed, until people
    decide.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    several = len(matter.completions) > 1
    present = agreement.history.present
    found = []
    for revision, acts in sorted(matter.completions.items()):
        clean = [act for act in acts if not _shaken(act, present, agreement.proofs)]
        act = min(clean or acts, key=lambda act: (act.link.height, act.link.hash))
        body = matter.revisions[revision].body
        found.append(
            Adoption(
                about,
                revision,
                body["text"],
                body.get("effect", {}),
                act.link.hash,
                tuple(link.hash for link in act.rests_on),
                several or not clean,
            )
        )
    return tuple(found)


def _shaken(act: Act, present: Past, proofs: list[tuple[Link, Voided]]) -> bool:
    """Say whether a proof that we hold voids something that an adoption rests on."""
    return any(voided(link, present, proofs) for link in (act.link, *act.rests_on))


def completable(agreement: Agreement, about: str) -> str | None:
    """Return the revision that a `complete` written now would adopt, None for none.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    counted = agreement.counted(matter, agreement.history.present)
    return counted[0].revision if counted and not matter.completions else None


def signed(agreement: Agreement, about: str) -> dict[Party, Hold]:
    """Return the signature of each party that counts now.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter, present = agreement.matter(about), agreement.history.present
    holds = {
        party: standing(matter, party, present, agreement.proofs)
        for party in agreement.circle.members
    }
    return {party: hold for party, hold in holds.items() if hold is not None}


def awaiting(agreement: Agreement, about: str, revision: str) -> list[Party]:
    """Return the parties without a signature on a revision that counts now.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    on = signed(agreement, about)
    return [
        party
        for party in agreement.circle.members
        if party not in on or on[party].revision != revision
    ]


def why_void(agreement: Agreement, party: Party, draft: Draft, at: str) -> str:
    """Return why a signature would be void if a party wrote it now, "" when it would be valid.

    Raises:
        UnknownObjectError: no admitted record opens its object.
    """
    matter = agreement.matter(draft.body["object"])
    moment = agreement.moment(matter, party, at)
    return signing.why_void(matter, draft.body, moment, agreement.rules)


def locked_by(agreement: Agreement, party: Party, about: str, revision: str) -> list[Party] | None:
    """Return whose acknowledgement keeps a party from signing a revision (R9).

    None: nothing does. An empty list: its own signature on another revision does, which it has not
    withdrawn.

    Raises:
        UnknownObjectError: no admitted record opens it.
    """
    matter = agreement.matter(about)
    locks = signing.locked_by(revision, agreement.moment(matter, party, ""), agreement.rules)
    if not locks:
        return None
    return sorted({party for awaited in locks.values() for party in awaited})
