"""Orders: what a command of the command line asks of a node, whether it runs or not.

Each takes named arguments and gives what JSON can hold.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comity.agreement.statements import Type, open_object, revise, sign, withdraw
from comity.errors import NotAllowedError, RefusedError
from comity.exchange.courier import pack, unpack
from comity.exchange.statements import READ, report
from comity.node.agreeing import OWN_MARKING
from comity.node.control import Orders
from comity.node.folder import write_whole
from comity.node.party import PartyNode
from comity.node.proving import prove
from comity.node.serving import Serving
from comity.records.marking import marking_of
from comity.records.party import Party, party_of
from comity.records.precedence import precedence_of
from comity.seal.fingerprint import words

LANGUAGES = ("uk", "ja", "en")


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


class Desk:
    """Takes the orders of the command line for one node.

    Attributes:
        node: for whom.
        serving: while it runs; None for a node that a command opened for itself.
    """

    def __init__(self, node: PartyNode, serving: Serving | None = None) -> None:
        self.node = node
        self.serving = serving

    @property
    def orders(self) -> Orders:
        """Return everything that may be asked."""
        return {
            "party.add": self.add_party,
            "party.list": self.list_parties,
            "circle.open": self.open_circle,
            "circle.list": self.list_circles,
            "report.send": self.send_report,
            "report.read": self.read_report,
            "exchange.status": self.status,
            "exchange.pack": self.pack,
            "exchange.unpack": self.unpack,
            "card.renew": self.renew,
            "circle.epoch": self.open_epoch,
            "journal.prove": self.prove,
            "text.propose": self.propose_text,
            "text.sign": self.sign_text,
            "text.withdraw": self.withdraw_text,
            "text.list": self.list_texts,
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

    def renew(self, roots: Sequence[str]) -> dict[str, Any]:
        """Issue the next card, signed by officers with their root keys, in every circle."""
        card = self.node.renew([Path(root) for root in roots])
        return {"version": card.version, "fingerprint": card.fingerprint}

    def open_epoch(self, circle: str, roots: Sequence[str], reason: str) -> dict[str, Any]:
        """Write again in a circle after a restore, before all have answered."""
        place = self.node.circle(circle)
        record = self.node.open_epoch(place, [Path(root) for root in roots], reason)
        return {"circle": place, "record": record.hash, "waiting": record.body["waiting"]}

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

    def _text(self, place: str, name: str) -> str:
        """Return the text that a name begins; what is whole is taken as it is."""
        matters = self.node.agreeing.agreement(place).matters
        found = [about for about in matters if about.startswith(name)]
        return found[0] if len(found) == 1 else name

    def list_texts(self, circle: str) -> list[dict[str, Any]]:
        """Return the texts of a circle with who signed what."""
        return self.node.agreeing.show(self.node.circle(circle))
