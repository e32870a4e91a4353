"""Paperwork: what was said about a paper, who has received it, and whose signature stands.

Everything is read from the agreement of a circle, whose lock the caller holds.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256

from comity.agreement.adoption import Agreement
from comity.agreement.history import Link
from comity.agreement.standing import Act, Hold, Matter
from comity.agreement.statements import ANNEX, BREAK, SIGN, WITHDRAW
from comity.exchange.delivery import deliveries_of
from comity.node.party import PartyNode
from comity.records.party import Party
from comity.records.record import Record
from comity.web.papers import Received, Signature, Step

BESIDE = 500
"""Records beside a chain that are read at once."""

Said = tuple[Link, Record]


def said_about(party: PartyNode, agreement: Agreement, matter: Matter) -> list[Said]:
    """Return every record about an object with its place, the newest first."""
    links = agreement.history.links
    found: dict[str, Said] = {matter.record.hash: (matter.link, matter.record)}
    for record in matter.revisions.values():
        found[record.hash] = links[record.hash], record
    for procedure in matter.procedures.values():
        found[procedure.id] = procedure.link, procedure.record
        for link in procedure.breaks.links.values():
            found.setdefault(link.hash, (link, record_of(party, agreement, link)))
    for act in acts_of(matter):
        found[act.record.hash] = act.link, act.record
    for link, record in matter.others:
        found[record.hash] = link, record
    return sorted(found.values(), key=lambda one: (one[0].height, one[1].hash), reverse=True)


def record_of(party: PartyNode, agreement: Agreement, link: Link) -> Record:
    """Return an admitted record: of a chain, or beside it where its author spoke twice.

    Raises:
        NoRecordError: it is not here.
    """
    after, circle = 0, agreement.circle.id
    while party.journal.by_hash(link.hash) is None and (
        others := party.journal.beside(circle, after, BESIDE)
    ):
        after = others[-1][0]
        for _, record in others:
            if record.hash == link.hash:
                return record
    return party.record(link.hash)


def acts_of(matter: Matter) -> Iterator[Act]:
    """Yield every signature, withdrawal and completion of an object."""
    for acts in matter.acts.values():
        yield from acts


def state_of(said: list[Said]) -> str:
    """Return a name of everything that was said about an object."""
    return sha256("".join(sorted(record.hash for _, record in said)).encode()).hexdigest()[:32]


def steps_of(matter: Matter, said: list[Said]) -> tuple[Step, ...]:
    """Return what was said about an object as steps of its history."""
    acts = {act.record.hash: act for act in acts_of(matter)}
    return tuple(_step(matter, record, acts.get(record.hash)) for _, record in said)


def _step(matter: Matter, record: Record, act: Act | None) -> Step:
    body, sort = record.body, ""
    words: Mapping[str, str] = {}
    if record.kind in {BREAK.name, WITHDRAW.name}:
        words = body.get("reason", {})
    elif record.kind == ANNEX.name:
        sort, words = body["type"], body["text"]
    elif record.kind == SIGN.name:
        tacit, later = "procedure" in body, body.get("ad_referendum", False)
        sort = "tacit" if tacit else "ad-referendum" if later else "by-hand"
    void = act.void if act is not None else ""
    if record.hash in matter.procedures:
        void = matter.procedures[record.hash].void
    return Step(
        record=record.hash,
        kind=record.kind,
        party=record.party,
        at=record.at,
        words=words,
        sort=sort,
        revision=body.get("revision", ""),
        void=void,
        completes=act is not None and bool(act.completes),
    )


def received(
    party: PartyNode,
    agreement: Agreement,
    link: Link,
    record: Record,
    early: set[tuple[str, Party]],
) -> tuple[Received, ...]:
    """Return who has a record: by its receipt, or because a later record of theirs shows it."""
    receipts: dict[Party, str] = {}
    if record.party == party.me:
        receipts = {
            one.party: one.receipted.isoformat() if one.receipted else ""
            for one in deliveries_of(party.station, record, early)
            if one.receipted or one.early
        }
    tips = agreement.history.present.tips
    found: list[Received] = []
    for member in agreement.circle.members:
        if member == record.party:
            how = "author"
        elif member in receipts:
            how = "receipt"
        elif member == party.me:
            how = "here"
        else:
            how = "shown" if any(tip.knows(link) for tip in tips.get(member, ())) else ""
        found.append(Received(party=member, how=how, at=receipts.get(member, "")))
    return tuple(found)


def signatures_of(
    agreement: Agreement, matter: Matter, on: Mapping[Party, Hold]
) -> tuple[Signature, ...]:
    """Return the signature of each party that has one, counting or still to be confirmed.

    Args:
        agreement: of the circle.
        matter: the object.
        on: signatures that count.
    """
    records = {act.link.hash: act.record for act in acts_of(matter)}
    found: list[Signature] = []
    for party in agreement.circle.members:
        hold = on.get(party) or _provisional(agreement, matter, party)
        if hold is not None:
            found.append(
                Signature(
                    party=party,
                    revision=hold.revision,
                    at=records[hold.link.hash].at,
                    tacit=bool(hold.procedure),
                    ad_referendum=hold.ad_referendum,
                    valid_until=hold.valid_until,
                )
            )
    return tuple(found)


def _provisional(agreement: Agreement, matter: Matter, party: Party) -> Hold | None:
    """Return a party's signature that is not withdrawn and waits to be confirmed."""
    for tip in agreement.history.present.tips.get(party, ()):
        for hold in reversed(matter.holds(tip)):
            if hold.withdrawn is None and hold.ad_referendum:
                return hold
    return None
