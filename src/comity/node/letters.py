"""Letters: what is written on the pages is said here, at once or after a second role (R19).

Above the marking that the party has set, a letter is held in the internal store, and saying it
takes another role. Only here a draft becomes a record: it is sealed, signed and numbered anew.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from comity.agreement.statements import STANCE
from comity.consultation.statements import DELEGATION
from comity.errors import RefusedError
from comity.exchange.drafts import Held, Letter, need_other_role, need_role
from comity.exchange.station import Draft
from comity.node.herald import Herald
from comity.node.internal import Internal
from comity.node.party import KINDS, PartyNode
from comity.node.together import TOGETHER, apart, checked, in_turns, together, with_hashes
from comity.positions.statements import POSITION
from comity.records.marking import Marking, marking_of
from comity.records.record import Record
from comity.web.desk import Outcome

REMEMBERED = 1000
"""Pages of which it is remembered that their letter was sent."""

REGISTERS = {
    STANCE.name: ("object", "clause"),
    DELEGATION.name: ("meeting",),
    POSITION.name: ("question",),
}
"""Kinds that say something whole and take the place of what was said before (R5), and what of."""


class OvertakenError(RefusedError):
    """A draft says a register whole, and this party said it anew after the draft was written."""

    code = "draft-overtaken"
    template = (
        "this draft would undo what this party said of the same thing at {at}, after the draft was "
        "written; discard it, and write it anew from how things stand"
    )


class Letters:
    """Says letters, or holds them.

    Attributes:
        party: whose node says them.
        internal: where they are held.
        herald: hears of what is held.
    """

    def __init__(self, party: PartyNode, internal: Internal, herald: Herald) -> None:
        self.party = party
        self.internal = internal
        self.herald = herald
        self._sent: dict[str, Outcome] = {}
        self._writing = threading.Lock()

    @property
    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        return marking_of(self.party.settings.four_eyes)

    def send(self, letter: Letter, role: str, token: str) -> Outcome:
        """Say a letter, or hold it for a second role.

        Args:
            letter: what is to be said.
            role: who wrote it.
            token: of the page that it was written on; what comes twice with one is said once.

        Raises:
            ComityError: nothing was said, nor held.
        """
        need_role(role)
        if letter.kind != TOGETHER:
            KINDS.known[letter.kind].check(letter.body)
        with self._writing:
            if token and token in self._sent:
                return self._sent[token]
            outcome = self._send(letter, role)
            if token:
                self._sent[token] = outcome
                for old in list(self._sent)[:-REMEMBERED]:
                    del self._sent[old]
            return outcome

    def sent(self, token: str) -> Outcome | None:
        """Return what became of what came with a token; None where nothing has come yet."""
        return self._sent.get(token) if token else None

    def send_all(self, letters: Sequence[Letter], role: str, token: str) -> Outcome:
        """Say letters of one circle that belong together, or hold them all for a second role.

        A later one may name one before it, whose hash nobody knows yet: see
        `comity.node.together.said`.

        Returns:
            The outcome of the first.

        Raises:
            ComityError: nothing was said, nor held; unless the journal fails between two turns.
        """
        checked(letters)
        return self.send(letters[0] if len(letters) == 1 else together(letters), role, token)

    def _send(self, letter: Letter, role: str) -> Outcome:
        if letter.needs_two(self.four_eyes):
            held = self.internal.hold(letter, role, self.party.station.now())
            self.herald.drafted()
            return Outcome(draft=held.id)
        return Outcome(record=self.say(letter).hash)

    def say(self, letter: Letter) -> Record:
        """Seal the files of a letter and say it; it is on the disk when this returns."""
        if letter.kind == TOGETHER:
            return self._say_all(apart(letter))[0]
        body: dict[str, Any] = dict(letter.body)
        if letter.files:
            body["attachments"] = [
                asdict(self.party.attachments.seal(letter.circle, one.name, one.type, one.path))
                for one in letter.files
            ]
        said = self.party.say(letter.circle, letter.kind, body, letter.marking.text)
        return said.result()[0]

    def _say_all(self, letters: Sequence[Letter]) -> list[Record]:
        """Say letters in as few commits as can be."""
        records: list[Record] = []
        for turn in in_turns(letters):
            hashes = [record.hash for record in records]
            drafts = [
                Draft(one.kind, with_hashes(one.body, hashes), one.marking.text) for one in turn
            ]
            records += self.party.station.say(letters[0].circle, drafts).result()
        return records

    def release(self, name: str, role: str) -> Outcome:
        """Say what another role wrote.

        Raises:
            SameRoleError: the same role wrote it.
            NoDraftError: it is not there any more.
            OvertakenError: it would undo what this party said since.
        """
        with self._writing:
            held = self.internal.draft(name)
            need_other_role(held.role, role)
            self._need_newest(held)
            record = self.say(held.letter)
            self.internal.released(held, role, record.hash, record.at)
        self.herald.drafted()
        return Outcome(record=record.hash)

    def _need_newest(self, held: Held) -> None:
        """Check that a draft undoes nothing that was said after it was written."""
        letter = held.letter
        said = [letter] if letter.kind != TOGETHER else apart(letter)
        written = {named for one in said if (named := _register(one.kind, one.body))}
        journal, me = self.party.journal, self.party.me
        for seq in range(journal.head(letter.circle, me).size if written else 0, 0, -1):
            record = journal.record(letter.circle, me, seq)
            if record is None or record.at <= held.at:
                return
            if _register(record.kind, record.body) in written:
                raise OvertakenError(at=record.at)

    def discard(self, name: str) -> None:
        """Forget a draft.

        Raises:
            NoDraftError: it is not there any more.
        """
        with self._writing:
            self.internal.discard(name)
        self.herald.drafted()


def _register(kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what names a register, () of what is none."""
    return (kind, *(str(body.get(name)) for name in REGISTERS[kind])) if kind in REGISTERS else ()
