"""Orders: what a command of the command line asks of a node, whether it runs or not.

Each takes named arguments and gives what JSON can hold.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comity.agreement.effects import Type
from comity.agreement.standing import Matter, Procedure
from comity.agreement.statements import break_silence, open_object, revise, sign, withdraw
from comity.errors import NotAllowedError, RefusedError
from comity.exchange.courier import pack, unpack
from comity.exchange.statements import READ, report
from comity.exchange.station import Draft as Said
from comity.node.agreeing import OWN_MARKING
from comity.node.cards import Cards
from comity.node.control import Orders
from comity.node.folder import write_whole
from comity.node.party import PartyNode
from comity.node.proving import prove
from comity.node.reports import Reports
from comity.node.serving import Serving
from comity.records.marking import marking_of
from comity.records.party import Party, party_of
from comity.records.precedence import precedence_of
from comity.seal.fingerprint import words

LANGUAGES = ("uk", "ja", "en")
PATIENCE = 10.0
"""Seconds that an order waits for the event loop."""


class TwoRolesError(NotAllowedError):
    """A marking takes two roles, and a command has only one."""

    code = "two-roles"
    template = (
        "above {limit} a release takes two roles, and {marking} is; write it on the page Traffic, "
        "where another role releases it"
    )


class NoWordingError(RefusedError):
    """A text was proposed without words."""

    code = "no-wording"
    template = "a text needs its words in at least one language; nothing was opened or proposed"


class NoSilenceError(RefusedError):
    """There is no silence to break."""

    code = "no-silence"
    template = "{name!r} has no silence procedure that can be broken: {reason}; nothing was said"


class Desk:
    """Takes the orders of the command line for one node.

    Attributes:
        node: for whom.
        cards: takes what officers order about the card.
        reports: takes what is asked about messages.
        serving: while it runs; None for a node that a command opened for itself.
    """

    def __init__(self, node: PartyNode, serving: Serving | None = None) -> None:
        self.node = node
        self.cards = Cards(node)
        self.reports = Reports(node)
        self.serving = serving

    @property
    def orders(self) -> Orders:
        """Return everything that may be asked."""
        return {
            **self.cards.orders,
            **self.reports.orders,
            "party.add": self.add_party,
            "party.forget": self.forget_party,
            "party.list": self.list_parties,
            "circle.open": self.open_circle,
            "circle.list": self.list_circles,
            "report.send": self.send_report,
            "report.read": self.read_report,
            "exchange.status": self.status,
            "exchange.pack": self.pack,
            "exchange.unpack": self.unpack,
            "journal.prove": self.prove,
            "text.propose": self.propose_text,
            "text.sign": self.sign_text,
            "text.withdraw": self.withdraw_text,
            "text.break": self.break_silence,
            "text.list": self.list_texts,
            "record.say": self.say_records,
        }

    def add_party(self, card: str, address: str = "") -> dict[str, Any]:
        """Accept a card."""
        accepted = self.node.pair(card.encode())
        if address:
            key = f"address/{accepted.party}"
            self.node.journal.write(lambda writer: writer.set_meta(key, address)).result()
        if self.serving is not None and self.serving.loop is not None:
            self.serving.loop.call_soon_threadsafe(self.serving.meet)
        return {
            "party": accepted.party,
            "version": accepted.version,
            "fingerprint": accepted.fingerprint,
            "words": {
                language: " ".join(words(accepted.fingerprint, language)) for language in LANGUAGES
            },
        }

    def forget_party(self, party: str) -> dict[str, Any]:
        """Forget a party that was accepted by mistake, and speak with it no more."""
        named = party_of(party)
        self.node.forget(named)
        serving = self.serving
        if serving is not None and serving.loop is not None:
            asyncio.run_coroutine_threadsafe(part(serving, named), serving.loop).result(PATIENCE)
        return {"party": named}

    def list_parties(self) -> list[dict[str, Any]]:
        """Return the parties whose cards were accepted."""
        roster = self.node.station.roster
        return [
            {
                "party": party,
                "version": roster.card(party).version,
                "fingerprint": roster.card(party).fingerprint,
                "valid_until": roster.card(party).valid_until,
                "address": self.node.address(party),
            }
            for party in roster.peers()
        ]

    def open_circle(self, members: Sequence[str], purpose: str = "") -> dict[str, Any]:
        """Open a circle."""
        record = self.node.open_circle([party_of(member) for member in members], purpose)
        circle = self.node.station.roster.circle(record.circle)
        return {"circle": circle.id, "members": list(circle.members)}

    def list_circles(self) -> list[dict[str, Any]]:
        """Return the circles of this node."""
        return [
            {"circle": one.id, "members": list(one.members), "purpose": one.purpose}
            for one in self.node.station.roster.circles.values()
        ]

    def send_report(
        self,
        *,
        circle: str,
        subject: str,
        text: str,
        language: str,
        precedence: str,
        marking: str,
        files: Sequence[str] = (),
        reply_to: str = "",
        answer_by: str = "",
        read_receipt: bool = False,
    ) -> dict[str, Any]:
        """Say a report."""
        if marking_of(marking) > marking_of(self.node.settings.four_eyes):
            raise TwoRolesError(marking=marking, limit=self.node.settings.four_eyes)
        place = self.node.circle(circle)
        attached = [self.node.attachments.seal(place, "", "", Path(file)) for file in files]
        body = report(
            precedence=precedence_of(precedence),
            subject=subject,
            words=text,
            language=language,
            attachments=attached,
            reply_to=reply_to,
            answer_by=answer_by,
            read_receipt=read_receipt,
        )
        said = self.node.say(place, "report/1", body, marking).result()[0]
        return {"record": said.hash, "circle": place, "seq": said.seq, "at": said.at}

    def read_report(self, record: str) -> dict[str, Any]:
        """Tell the other members that a report was read."""
        found = self.node.record(record)
        said = self.node.say(found.circle, READ.name, {"record": record}, found.marking).result()
        return {"record": said[0].hash}

    def status(self) -> dict[str, Any]:
        """Return how far every chain is, here and there, and what is wrong."""
        node = self.node
        return {
            "party": node.me,
            "running": self.serving is not None,
            "behind": {circle: sorted(left) for circle, left in node.station.behind.items()},
            "circles": [
                {
                    "circle": circle.id,
                    "members": list(circle.members),
                    "chains": {p: h.size for p, h in node.journal.heads(circle.id).items()},
                    "admitted": {p: h.size for p, h in node.journal.admitted(circle.id).items()},
                    "received": {
                        member: one.size
                        for member, one in node.journal.receipts(circle.id, node.me).items()
                    },
                }
                for circle in node.station.roster.circles.values()
            ],
            "peers": [self._peer(party) for party in node.station.roster.peers()],
            "evidence": len(node.journal.evidence(0, 10_000)),
        }

    def _peer(self, party: Party) -> dict[str, Any]:
        link = self.serving.links.get(party) if self.serving is not None else None
        state = link.state if link is not None else None
        answered = state.answered if state else None
        return {
            "party": party,
            "address": self.node.address(party),
            "answered": answered.isoformat(timespec="seconds") if answered else None,
            "clock_difference": round(state.difference, 3) if state and answered else None,
            "round_trip": round(state.round_trip, 4) if state and answered else None,
            "trouble": str(state.trouble) if state and state.trouble else None,
        }

    def pack(self, to: str, file: str) -> dict[str, Any]:
        """Write a courier file for a party."""
        packed = pack(self.node.station, self.node.answers, party_of(to), Path(file))
        return {
            "file": file,
            "records": packed.records,
            "receipts": packed.receipts,
            "files": packed.files,
        }

    def unpack(self, file: str) -> dict[str, Any]:
        """Take in a courier file."""
        taken = unpack(self.node.station, self.node.answers, Path(file))
        return {
            "from": taken.party,
            "records": taken.records,
            "receipts": taken.receipts,
            "refused": [str(error) for error in taken.refused],
        }

    def prove(self, record: str, file: str) -> dict[str, Any]:
        """Write the proof of a record."""
        found = self.node.record(record)
        write_whole(Path(file), prove(self.node, found), mode=0o644)
        received = self.node.journal.receipts(found.circle, found.party)
        card = self.node.station.roster.card(found.party)
        return {
            "party": found.party,
            "seq": found.seq,
            "received": [member for member, one in received.items() if one.size >= found.seq],
            "card": card.fingerprint,
        }

    def propose_text(
        self, circle: str, title: str, about: str, words: dict[str, str], marking: str
    ) -> dict[str, Any]:
        """Open a text with a first wording, or propose another wording of one."""
        place = self.node.circle(circle)
        if not words or not all(words.values()):
            raise NoWordingError
        if about:
            about = self._text(place, about)
        else:
            named = {tongue: title or text.splitlines()[0][:300] for tongue, text in words.items()}
            opened = open_object(Type.TEXT, named)
            about = self.node.say(place, opened.kind, opened.body, marking).result()[0].hash
        draft = revise(about, words)
        self.node.say(place, draft.kind, draft.body, marking).result()
        return {"object": about, "revision": draft.body["revision"]}

    def say_records(
        self, circle: str, said: list[tuple[str, dict[str, Any]]], marking: str
    ) -> dict[str, Any]:
        """Say records of any kind in one commit."""
        drafts = [Said(kind, body, marking) for kind, body in said]
        records = self.node.station.say(self.node.circle(circle), drafts).result()
        return {"records": [record.hash for record in records]}

    def sign_text(self, circle: str, about: str, revision: str = "") -> dict[str, Any]:
        """Sign a wording of a text."""
        place = self.node.circle(circle)
        self.node.projections.catch_up()
        about = self._text(place, about)
        chosen = self.node.agreeing.revision(place, about, revision)
        draft = sign(about, chosen)
        self.node.agreeing.check_signature(place, draft)
        self.node.say(place, draft.kind, draft.body, OWN_MARKING).result()
        shown = {one["object"]: one for one in self.node.agreeing.show(place)}
        return {"revision": chosen, "adopted": bool(shown[about]["adopted"])}

    def withdraw_text(self, circle: str, about: str) -> dict[str, Any]:
        """Withdraw the standing signature on a text."""
        place = self.node.circle(circle)
        draft = withdraw(self._text(place, about))
        return {
            "record": self.node.say(place, draft.kind, draft.body, OWN_MARKING).result()[0].hash
        }

    def break_silence(self, circle: str, about: str, reason: str, language: str) -> dict[str, Any]:
        """Break the silence procedure of a text, by hand and in writing (R8)."""
        place = self.node.circle(circle)
        self.node.projections.catch_up()
        procedure, revision = self._procedure(place, about)
        draft = break_silence(procedure, {language: reason})
        said = self.node.say(place, draft.kind, draft.body, OWN_MARKING).result()[0]
        return {"record": said.hash, "procedure": procedure, "revision": revision}

    def _procedure(self, place: str, name: str) -> tuple[str, str]:
        """Return the one procedure that is not broken of a text, or that a name begins.

        Raises:
            NoSilenceError: there is none, or more than one.
        """
        about = self._text(place, name)
        agreement = self.node.agreeing.agreement(place)
        here = [
            (matter, one)
            for matter, one in agreement.procedures.values()
            if matter.id == about or (name and one.id.startswith(name))
        ]
        open_ones = [
            one
            for matter, one in here
            if not one.void and not one.breaks.links and not matter.completions
        ]
        if len(open_ones) != 1:
            states = ", ".join(f"{one.id[:12]} {state_of(matter, one)}" for matter, one in here)
            reason = states or "none was started"
            raise NoSilenceError(name=name[:64], reason=reason)
        return open_ones[0].id, open_ones[0].revision

    def _text(self, place: str, name: str) -> str:
        """Return the text that a name begins; what is whole is taken as it is."""
        matters = self.node.agreeing.agreement(place).matters
        found = [about for about in matters if about.startswith(name)]
        return found[0] if len(found) == 1 else name

    def list_texts(self, circle: str) -> list[dict[str, Any]]:
        """Return the texts of a circle with who signed what, and which silence runs."""
        place = self.node.circle(circle)
        shown = self.node.agreeing.show(place)
        matters = self.node.agreeing.agreement(place).matters
        for one in shown:
            matter = matters[one["object"]]
            one["silence"] = [
                {
                    "procedure": started.id,
                    "revision": started.revision,
                    "by": started.link.party,
                    "deadline": started.deadline,
                    "state": state_of(matter, started),
                }
                for started in matter.procedures.values()
            ]
        return shown


def state_of(matter: Matter, procedure: Procedure) -> str:
    """Return what has become of a silence procedure, in one word."""
    if procedure.void:
        return f"void ({procedure.void})"
    if matter.completions:
        return "adopted"
    return "broken" if procedure.breaks.links else "open"


async def part(serving: Serving, party: Party) -> None:
    """Speak with a party no more; on the event loop."""
    link = serving.links.pop(party, None)
    if link is not None:
        await link.stop()
