"""Letters: what is written on the pages is said here, at once or after a second role (R19).

Above the marking that the party has set, a letter is held in the internal store, and saying it
takes another role. Only here a draft becomes a record: it is sealed, signed and numbered anew.

A draft is forgotten after it was said, and the node may stop between the two. So the commit that
makes the records durable names the draft: whoever releases it again, or starts the node again, is
told by the journal what was said already, and says only the rest.
"""

import json
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comity.agreement.statements import STANCE
from comity.consultation.statements import ACCEPT, ANSWER, DELEGATION, DONE
from comity.errors import RefusedError
from comity.exchange.drafts import Held, Letter, need_other_role, need_role
from comity.exchange.station import Draft
from comity.initiatives.statements import COMMITMENT, MILESTONE, PARTNER, RISK
from comity.journal.writer import Writer
from comity.node.herald import Herald
from comity.node.internal import Internal
from comity.node.party import KINDS, PartyNode
from comity.node.together import TOGETHER, apart, checked, in_turns, together, with_hashes
from comity.positions.statements import POSITION
from comity.records.marking import Marking, marking_of
from comity.records.record import Record
from comity.sanctions.statements import MATCH
from comity.web.desk import Outcome

REMEMBERED = 1000
"""Pages of which it is remembered that their letter was sent."""

ABOUT_ACTION = ("decision", "action")

REGISTERS = {
    STANCE.name: ("object", "clause"),
    DELEGATION.name: ("meeting",),
    POSITION.name: ("question",),
    ACCEPT.name: ABOUT_ACTION,
    ANSWER.name: ABOUT_ACTION,
    DONE.name: ABOUT_ACTION,
    MATCH.name: ("decision", "action", "list", "key"),
    COMMITMENT.name: ("initiative", "commitment"),
    MILESTONE.name: ("initiative", "milestone"),
    RISK.name: ("initiative", "risk"),
    PARTNER.name: ("initiative", "partner"),
}
"""Kinds that say something whole and take the place of what was said before (R5), and what of."""

ONE_WORD = {ACCEPT.name: "action", ANSWER.name: "action", DONE.name: "action"}
"""Kinds that are one register together: the last word of an owner counts, whichever it is."""


class OvertakenError(RefusedError):
    """A draft says a register whole, and this party said it anew after the draft was written."""

    code = "draft-overtaken"
    template = (
        "this draft would undo what this party said of the same thing at {at}, after the draft was "
        "written; discard it, and write it anew from how things stand"
    )


@dataclass(frozen=True, slots=True)
class Release:
    """What is said because another role released a draft.

    Attributes:
        draft: its id.
        role: who releases it.
    """

    draft: str
    role: str


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
        self._forget_said()

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

    def say(self, letter: Letter, release: Release | None = None) -> Record:
        """Seal the files of a letter and say it; it is on the disk when this returns.

        Args:
            letter: what is said.
            release: of the draft that it was; None where nobody held it.
        """
        if letter.kind == TOGETHER:
            return self._say_all(apart(letter), release)[0]
        body: dict[str, Any] = dict(letter.body)
        if letter.files:
            body["attachments"] = [
                asdict(self.party.attachments.seal(letter.circle, one.name, one.type, one.path))
                for one in letter.files
            ]
        draft = Draft(letter.kind, body, letter.marking.text)
        return self._commit(letter.circle, [draft], release, 0)[0]

    def _say_all(self, letters: Sequence[Letter], release: Release | None) -> list[Record]:
        """Say letters in as few commits as can be; what a release has said already stays said."""
        records: list[Record] = []
        for number, turn in enumerate(in_turns(letters)):
            hashes = [record.hash for record in records]
            drafts = [
                Draft(one.kind, with_hashes(one.body, hashes), one.marking.text) for one in turn
            ]
            known = self._said(release.draft, number) if release is not None else []
            records += known or self._commit(letters[0].circle, drafts, release, number)
        return records

    def _commit(
        self, circle: str, drafts: Sequence[Draft], release: Release | None, turn: int
    ) -> list[Record]:
        """Say drafts in one commit, which names the released draft that they come from."""
        if release is None:
            return self.party.station.say(circle, drafts).result()
        key, role = _key(release.draft, turn), release.role

        def keep(writer: Writer, records: Sequence[Record]) -> None:
            said = {"role": role, "records": [record.hash for record in records]}
            writer.set_meta(key, json.dumps(said))

        return self.party.station.say(circle, drafts, keep).result()

    def _said(self, draft: str, turn: int) -> list[Record]:
        """Return what a turn of a draft's release has said already, [] for nothing."""
        kept = self.party.journal.meta(_key(draft, turn))
        if kept is None:
            return []
        return [self.party.record(hashed) for hashed in json.loads(kept)["records"]]

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
            said = self._said(name, 0)
            if not said:
                self._need_newest(held)
            more = held.letter.kind == TOGETHER or not said
            record = self.say(held.letter, Release(name, role)) if more else said[0]
            self._forget(held, role, record)
        self.herald.drafted()
        return Outcome(record=record.hash)

    def _forget(self, held: Held, role: str, record: Record) -> None:
        """Forget a draft that was said, and then that the journal remembered it."""
        self.internal.released(held, role, record.hash, record.at)

        def job(writer: Writer) -> None:
            for turn in range(_turns(held.letter)):
                writer.set_meta(_key(held.id, turn), None)

        self.party.journal.write(job)

    def _forget_said(self) -> None:
        """Forget the drafts that were said whole before the node stopped."""
        for held in self.internal.drafts():
            if all(self._said(held.id, turn) for turn in range(_turns(held.letter))):
                kept = json.loads(self.party.journal.meta(_key(held.id, 0)) or "{}")
                self._forget(held, kept["role"], self._said(held.id, 0)[0])

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


def _key(draft: str, turn: int) -> str:
    """Return where the journal keeps what a turn of a draft's release has said."""
    return f"released/{draft}/{turn}"


def _turns(letter: Letter) -> int:
    """Return in how many commits a letter is said."""
    return sum(1 for _ in in_turns(apart(letter))) if letter.kind == TOGETHER else 1


def _register(kind: str, body: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what names a register, () of what is none."""
    if kind not in REGISTERS:
        return ()
    return ONE_WORD.get(kind, kind), *(str(body.get(name)) for name in REGISTERS[kind])
