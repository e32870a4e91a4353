"""Reports: what a command asks about messages: which there are, what one says, its files.

Reading here tells nobody anything. That a report was read is told to its sender only where that is
ordered, the sender asked for it and this party allows it.
"""

import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

from comity.errors import RefusedError
from comity.exchange.attachments import attached
from comity.exchange.conversation import MESSAGES, Condition, Message
from comity.exchange.correspondence import Asked, Box, Correspondence, NoMessageError
from comity.exchange.statements import READ, REPORT, Attachment
from comity.journal.files import FileNotHereError
from comity.node.control import Orders
from comity.node.folder import PathError
from comity.node.internal import Internal
from comity.node.party import KINDS, PartyNode
from comity.records.party import Party, party_of
from comity.records.precedence import precedence_of
from comity.records.record import Record

HEX = frozenset("0123456789abcdef")
LONGEST_NUMBER = 16
"""Digits of a number; more are the beginning of a hash."""
LONGEST_NAME = 200
"""Bytes of the name of a file that is saved; systems allow 255, and it is written beside first."""


class WhichReportError(RefusedError):
    """A report is named that is not there, or that is not one alone."""

    code = "which-report"
    template = (
        "{name!r} names {count} reports here; give its number, or the first letters of its hash, "
        "as comity report list has them"
    )


class FileThereError(RefusedError):
    """A file would be written where one is."""

    code = "file-there"
    template = "{file} is there already; nothing was saved, name another folder"


class Reports:
    """What may be asked of one node about its messages.

    Attributes:
        node: whose.
        messages: what the projection keeps of them.
    """

    def __init__(self, node: PartyNode) -> None:
        self.node = node
        self.messages = Correspondence(node.me, node.journal, KINDS)

    @property
    def orders(self) -> Orders:
        """Return what may be ordered."""
        return {"report.list": self.find, "report.show": self.show, "report.save": self.save}

    def find(
        self,
        *,
        box: str = Box.INBOX.value,
        circle: str = "",
        party: str = "",
        precedence: str = "",
        words: str = "",
        most: int = 25,
    ) -> dict[str, Any]:
        """Return messages, the newest first, before them those that overtook others."""
        self.node.projections.catch_up()
        asked = Asked(
            circle=self.node.circle(circle) if circle else "",
            party=party_of(party) if party else "",
            precedence=precedence_of(precedence) if precedence else None,
            words=words,
            most=most,
        )
        way = Box(box)
        found = self.messages.find(way, asked)
        ahead = [one for one in self._ahead() if way is Box.INBOX and asked_for(one, asked)]
        shown = [*ahead, *found.messages][:most]
        return {
            "total": found.total + len(ahead),
            "reports": [summary(message) for message in shown],
        }

    def show(self, name: str, *, acknowledge: bool = False) -> dict[str, Any]:
        """Return one report with its text; where that is ordered, tell its sender that it was read.

        Raises:
            WhichReportError: the name fits none, or several.
            NoMessageError: an own report was to be acknowledged.
        """
        message, record = self._named(name)
        well = message.condition is Condition.WELL and message.kind == REPORT.name
        told = self._acknowledge(message) if acknowledge else False
        files = self.node.attachments.files
        return {
            **summary(message),
            "text": record.body["text"] if well else json.dumps(record.body, ensure_ascii=False),
            "quotes": [hashed for hashed, _ in self.messages.quoted(message.hash)],
            "attachments": [
                {
                    "name": one.name,
                    "size": one.size,
                    "type": one.type,
                    "here": files.complete(message.circle, one.address),
                }
                for one in attached(record)
            ],
            "recalls": [asdict(one) for one in self.messages.recalls(message)],
            "told": told,
        }

    def save(self, name: str, folder: str) -> dict[str, Any]:
        """Write the attachments of a report in clear into a folder; all of them or none.

        Raises:
            WhichReportError: the name fits none, or several.
            FileThereError: a file of such a name is in the folder already.
            FileNotHereError: an attachment was not fetched yet.
            PathError: there can be no such folder.
        """
        message, record = self._named(name)
        attachments, into = attached(record), Path(folder)
        targets = [into / one for one in distinct(attachments)]
        for attachment, target in zip(attachments, targets, strict=True):
            if not self.node.attachments.files.complete(message.circle, attachment.address):
                raise FileNotHereError(address=attachment.address, circle=message.circle)
            if target.exists():
                raise FileThereError(file=target)
        try:
            into.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PathError(path=into, reason=error.strerror or error) from error
        done: list[Path] = []
        try:
            for attachment, target in zip(attachments, targets, strict=True):
                self.node.attachments.open(message.circle, attachment, target)
                done.append(target)
        except BaseException:
            for target in done:
                target.unlink(missing_ok=True)
            raise
        return {"files": [str(target) for target in targets]}

    def _ahead(self) -> Sequence[Message]:
        """Return messages of others that overtook what stands before them."""
        circles = self.node.station.roster.circles.values()
        return self.messages.ahead({circle.id: circle.members for circle in circles})

    def _named(self, name: str) -> tuple[Message, Record]:
        """Return the message that a number or the beginning of a hash names, and its record."""
        self.node.projections.catch_up()
        found = {one.hash: one for one in self._ahead() if name and one.hash.startswith(name)}
        for hashed in self._hashes(name):
            message = self.messages.message(hashed)
            if message is not None:
                found[hashed] = message
        if len(found) != 1:
            raise WhichReportError(name=name[:64], count=len(found))
        (message,) = found.values()
        record = self.node.journal.record(message.circle, message.party, message.seq)
        if record is None or record.hash != message.hash:
            record = self.messages.early(message)
        if record is None:
            raise WhichReportError(name=name[:64], count=0)
        return message, record

    def _hashes(self, name: str) -> Sequence[str]:
        """Return the hashes of admitted messages that a number or the beginning of one names."""
        if not name or set(name) - HEX or len(name) > 64:
            return []
        number = name.isdecimal() and len(name) <= LONGEST_NUMBER
        where = "number = ?" if number else "hash LIKE ?"
        with self.node.journal.session() as session:
            rows = session.all(
                f"SELECT hash FROM {MESSAGES} WHERE {where} LIMIT 2",  # noqa: S608 - our own names
                int(name) if number else f"{name}%",
            )
        return [row[0] for row in rows]

    def _acknowledge(self, message: Message) -> bool:
        """Remember that a report was read; say whether its sender was told."""
        node = self.node
        if message.party == node.me:
            raise NoMessageError(name=message.hash)
        tells = (
            message.wants_read
            and node.settings.read_receipts
            and message.hash not in self.messages.read_here()
        )
        if tells:
            body = {"record": message.hash}
            node.say(message.circle, READ.name, body, message.marking.text).result()
        with closing(Internal(node.folder.internal)) as internal:
            internal.open(message.hash, "", node.station.now())
        return tells


def asked_for(message: Message, asked: Asked) -> bool:
    """Say whether a message is among those that are asked for."""
    return (
        asked.circle in {"", message.circle}
        and asked.party in {"", message.party}
        and asked.precedence in {None, message.precedence}
        and asked.words.casefold() in message.subject.casefold()
    )


def summary(message: Message) -> dict[str, Any]:
    """Return what a list says of a message; number 0 for one that overtook others."""
    return {
        "number": message.number,
        "record": message.hash,
        "circle": message.circle,
        "party": Party(message.party),
        "seq": message.seq,
        "kind": message.kind,
        "condition": message.condition.value,
        "at": message.at,
        "precedence": message.precedence.word,
        "marking": message.marking.text,
        "subject": message.subject,
        "language": message.language,
        "reply_to": message.reply_to,
        "answer_by": message.answer_by,
        "read_receipt": message.wants_read,
        "files": message.files,
        "recalled": message.recalled,
    }


def distinct(attachments: Sequence[Attachment]) -> list[str]:
    """Return the names of files, each once and none longer than a system takes.

    >>> one = Attachment("список.pdf", 1, "application/pdf", "", "")
    >>> distinct([one, one])
    ['список.pdf', 'список-2.pdf']
    """
    taken: list[str] = []
    for attachment in attachments:
        path, count = Path(attachment.name), 1
        end = path.suffix.encode()[: LONGEST_NAME // 4].decode(errors="ignore")
        room = LONGEST_NAME - len(end.encode()) - 4
        stem = path.stem.encode()[:room].decode(errors="ignore")
        name = stem + end
        while name.casefold() in {one.casefold() for one in taken}:
            count += 1
            name = f"{stem}-{count}{end}"
        taken.append(name)
    return taken
