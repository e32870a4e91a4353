"""Changes: what the others said since somebody here last looked, told by what it is about.

Receipts of reading, acknowledgements and what only keeps the chains together tell a person nothing
new, and are left out. Only the newest admissions are looked at: who was away for long begins with
what waits, not with history.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from comity.agreement.effects import Type
from comity.agreement.statements import ACK, BREAK, KNOWN, OPEN
from comity.errors import RefusedError
from comity.exchange.statements import READ, RECALL, RECALLED, REPORT
from comity.initiatives.statements import INITIATIVE as OPENED
from comity.initiatives.statements import NEED, OFFER
from comity.node.agreeing import Agreeing
from comity.node.dossier import is_summary
from comity.node.looked import Looked
from comity.node.party import PartyNode
from comity.records.marking import TEXTS, Marking
from comity.records.record import Record
from comity.sanctions.statements import PROPOSAL
from comity.sanctions.statements import SHOWN as SHOWN_IN_LIST
from comity.web.today import Change, Changes, Pairs

LOOKED_AT = 400
"""Newest admissions that are looked at."""

SHOWN = 8
SILENT = frozenset(
    {READ.name, ACK.name, SHOWN_IN_LIST.name, "card/1", "epoch/1", "circle/1", "fork/1", "revoke/1"}
)
"""Kinds that are no news to people, or that other places tell of."""

PLACES: Mapping[Type, str] = {
    Type.TEXT: "/positions/text/",
    Type.STATEMENT: "/positions/text/",
    Type.MEETING: "/consultations/meeting/",
}
"""Where an object is shown; a type that is not here, as a paper of a consultation."""

PAPER = "/consultations/paper/"
INITIATIVE = "/initiatives/initiative/"
PROPOSED = "/sanctions/proposal/"
WISHES = frozenset({NEED.name, OFFER.name})


def path_of(kind: Type, about: str) -> str:
    """Return where an object is shown, without the language."""
    return PLACES.get(kind, PAPER) + about


def joined(newer: Change, older: Change) -> Change:
    """Return two changes of one thing as one."""
    return replace(
        newer,
        kinds=tuple(dict.fromkeys((*newer.kinds, *older.kinds))),
        title=newer.title or older.title,
        marking=max(newer.marking, older.marking),
    )


def _words(said: object) -> Pairs:
    """Return a text by language; () of what is none, for a body may hold anything."""
    if not isinstance(said, Mapping):
        return ()
    return tuple((tongue, text) for tongue, text in said.items() if isinstance(text, str))


class Recent:
    """What is new to a role.

    Attributes:
        party: whose node.
        agreeing: knows the objects.
        looked: how far each role has looked.
    """

    def __init__(self, party: PartyNode, agreeing: Agreeing, looked: Looked) -> None:
        self.party = party
        self.agreeing = agreeing
        self.looked = looked

    def since(self, role: str) -> Changes:
        """Return what the others said since a role last looked."""
        after, at = self.looked.of(role)
        last = self.party.journal.last_admission()
        found: dict[tuple[str, str], Change] = {}
        newest = self.party.journal.admissions(max(after, last - LOOKED_AT), LOOKED_AT)
        for _, record in reversed(newest):
            change = self._change(record) if record.party != self.party.me else None
            if change is not None:
                key = (change.party, change.path)
                found[key] = joined(found[key], change) if key in found else change
        rows = tuple(found.values())
        return Changes(since=at, rows=rows[:SHOWN], more=max(0, len(rows) - SHOWN), number=last)

    def _change(self, record: Record) -> Change | None:
        """Return a record as a person meets it; None where it is no news."""
        if record.kind in SILENT:
            return None
        title, path, marking = self._about(record)
        own = TEXTS.get(record.marking, Marking.RED)
        return Change(
            party=record.party,
            at=record.at,
            kinds=(record.kind,),
            title=title,
            path=path,
            marking=max(own, marking),
        )

    def _about(self, record: Record) -> tuple[Pairs, str, Marking]:
        """Return the title of what a record is about, where it is shown, and its marking."""
        body = record.body
        if record.kind in {REPORT.name, RECALL.name, RECALLED.name}:
            return self._message(record)
        if about := self._object(record):
            return self._matter(record, about)
        if decision := str(body.get("decision", "")):
            title, _, marking = self._matter(record, decision)
            action = quote(str(body.get("action", "")), safe="")
            return title, f"/follow-up/action/{decision}/{action}", marking
        for name in ("question", "meeting", "item", "initiative", "proposal", "wish", "record"):
            if name in body and (first := self.party.journal.by_hash(str(body[name]))) is not None:
                return self._named(first)
        return self._named(record)

    def _matter(self, record: Record, about: str) -> tuple[Pairs, str, Marking]:
        """Return the title of an object of a record's circle, where it is shown, its marking."""
        try:
            agreement = self.agreeing.agreement(record.circle)
            matter = agreement.matter(about)
        except RefusedError:
            return (), PAPER + about, Marking.CLEAR
        title = tuple(matter.record.body["title"].items())
        paper = is_summary(agreement, matter)
        path = PAPER + about if paper else path_of(matter.type, about)
        return title, path, TEXTS.get(matter.record.marking, Marking.RED)

    def _named(self, record: Record) -> tuple[Pairs, str, Marking]:
        """Return the title that a record itself has, and where it is shown."""
        title = _words(record.body.get("title"))
        marking = TEXTS.get(record.marking, Marking.RED)
        if record.kind == OPEN.name:
            known = KNOWN.fits(record)
            path = path_of(Type(record.body["type"]), record.hash) if known else "/consultations"
            return title, path, marking
        if record.kind.startswith("question"):
            return title, f"/positions/question/{record.hash}", marking
        own = {OPENED.name: INITIATIVE, PROPOSAL.name: PROPOSED}.get(record.kind)
        if own is not None or record.kind in WISHES:
            return title, own + record.hash if own else "/initiatives/needs", marking
        whole = str(record.body.get("initiative", ""))
        first = self.party.journal.by_hash(whole) if whole else None
        if first is not None and first.kind == OPENED.name:
            return self._named(first)
        meeting = record.body.get("meeting")
        path = f"/consultations/meeting/{meeting}" if meeting else "/consultations"
        return title, path, marking

    def _object(self, record: Record) -> str:
        """Return the object that a record is about, "" where it is about none."""
        if record.kind == OPEN.name:
            return record.hash
        if record.kind == BREAK.name:
            begun = self.party.journal.by_hash(str(record.body.get("procedure", "")))
            return str(begun.body.get("object", "")) if begun is not None else ""
        return str(record.body.get("object", ""))

    def _message(self, record: Record) -> tuple[Pairs, str, Marking]:
        body = record.body
        if record.kind == REPORT.name:
            said = ((str(body.get("language", "")), str(body.get("subject", ""))),)
            return said, f"/traffic/message/{record.hash}", Marking.CLEAR
        told = str(body.get("record", body.get("recall", "")))
        first = self.party.journal.by_hash(told)
        if first is not None and first.kind == RECALL.name:
            first = self.party.journal.by_hash(str(first.body.get("record", "")))
        if first is None or first.kind != REPORT.name:
            return (), "/traffic", Marking.CLEAR
        title, path, _ = self._message(first)
        return title, path, TEXTS.get(first.marking, Marking.RED)
