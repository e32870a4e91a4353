"""Positions: the desk of the matrix of questions and parties.

Everything that is said goes through the letters of the node; notes stay in the internal store.
"""

import datetime as dt
import threading
from collections.abc import Callable, Iterable, Mapping

from comity.consultation.meetings import meetings
from comity.errors import RefusedError
from comity.exchange.correspondence import Asked, Box
from comity.exchange.drafts import Letter, need_marking
from comity.exchange.statements import REPORT
from comity.exchange.station import moment
from comity.node.party import PartyNode
from comity.node.position_notes import PositionNotes
from comity.node.texts import Texts
from comity.node.traffic import AT_ONCE, Traffic
from comity.positions.matrix import Note, Question, history, questions
from comity.positions.statements import POSITION, QUESTION, QUESTION_CLOSED
from comity.records.circle import Circle
from comity.records.marking import TEXTS, Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.digest import Due, Urgency
from comity.web.positiondesk import (
    Asking,
    MatrixSeen,
    QuestionSeen,
    Source,
    Stated,
)
from comity.web.stale import need_fresh
from comity.web.textdesk import By
from comity.web.today import Question as QuestionLine

OFFERED = 30
"""Messages that a page offers as the source of a position, from the newest."""

LISTED = 12
"""Joint texts that stand below the matrix."""

SHOWN = 60
"""Positions that the history of a question shows, from the newest."""

Parts = dict[str, object]


class NoQuestionError(RefusedError):
    """There is no such question."""

    code = "no-such-question"
    template = "there is no question {name} here; it may not have arrived yet, or is of no circle"


class QuestionClosedError(RefusedError):
    """A position is stated on a question that is closed."""

    code = "question-closed"
    template = "this question was closed by {party}; ask it anew if it is open again"


class NotAskerError(RefusedError):
    """Somebody else than who asked a question closes it."""

    code = "question-by-other"
    template = "{party} asked this question, and closes it; ask {party} to do so"


class Positions:
    """The desk of one party's positions.

    Attributes:
        party: its node.
        traffic: its desk of messages, with the letters.
        texts: its desk of joint texts.
        notes: the internal ones.
    """

    def __init__(self, party: PartyNode, traffic: Traffic, texts: Texts) -> None:
        self.party = party
        self.traffic = traffic
        self.texts = texts
        self.notes = PositionNotes(party.folder.internal)
        self._acting = threading.Lock()

    def close_store(self) -> None:
        """Close the store of the notes."""
        self.notes.close()

    # --- what pages ask

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        return self.traffic.circles()

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        return self.traffic.four_eyes

    def last_meeting(self, circle: str) -> str:
        """Return when the last meeting of a circle ended that was held, "" where none was."""
        now = self.party.station.clock()
        with self.party.agreeing.reading(circle) as agreement:
            ends = [one.plan.end for one in meetings(agreement) if one.held(now)]
        last = max((one for one in ends if one is not None), default=None)
        return "" if last is None else moment(last)

    def _questions(
        self, since: Callable[[str], str], hashed: str = "", *, closed: bool = True
    ) -> tuple[Question, ...]:
        self.party.projections.catch_up(AT_ONCE)
        members = {one.id: one.members for one in self.circles()}
        return questions(self.party.journal, members, since, hashed, closed=closed)

    def matrix(self, since: str, *, closed: bool) -> MatrixSeen:
        """Return the matrix.

        Args:
            since: the moment since which changes are shown, "" for the last meeting.
            closed: whether closed questions are shown too.
        """
        moments = {one.id: since or self.last_meeting(one.id) for one in self.circles()}
        found = self._questions(moments.__getitem__, closed=closed)
        return MatrixSeen(
            questions=found,
            notes=self.notes.notes(),
            unseen=frozenset(one.hash for one in self._unseen(found)),
            since=moments,
            chosen=since,
            texts=self.texts.texts(LISTED),
            circles=self.circles(),
            me=self.party.me,
            now=self.party.station.now(),
        )

    def _unseen(self, found: Iterable[Question]) -> list[Question]:
        """Return the questions on which others said something since anybody here looked."""
        looked = self.notes.looked()
        return [one for one in found if _newest(one, self.party.me) > looked.get(one.hash, 0)]

    def question(self, hashed: str) -> QuestionSeen | None:
        """Return one question, None where there is none of this hash."""
        found = self._questions(self.last_meeting, hashed)
        if not found:
            return None
        (one,) = found
        course = history(self.party.journal, one, SHOWN + 1)
        named = (self._source(said.source) for said in course if said.source)
        return QuestionSeen(
            question=one,
            circle=self.party.station.roster.circle(one.circle),
            history=course[:SHOWN],
            earlier=len(course) > SHOWN,
            sources={name: source for name, source in named if source is not None},
            offered=self._offered(one.circle),
            notes=tuple(self.notes.of(hashed)),
            drafts=tuple(self._drafts(hashed)),
            four_eyes=self.four_eyes(),
            me=self.party.me,
            now=self.party.station.now(),
        )

    def _source(self, hashed: str) -> tuple[str, Source | None]:
        """Return what a position names as its source, None where it is not here."""
        record = self.party.journal.by_hash(hashed)
        if record is None or record.circle not in self.party.station.roster.circles:
            return hashed, None
        marking = TEXTS.get(record.marking, Marking.RED)
        if record.kind == REPORT.name:
            title = {str(record.body.get("language")): str(record.body.get("subject"))}
            return hashed, Source(title, f"/traffic/message/{hashed}", marking)
        about = record.body.get("object", hashed)
        opened = self.party.journal.by_hash(str(about))
        words = opened.body.get("title") if opened is not None else None
        if not isinstance(words, Mapping):
            return hashed, Source({}, "", marking)
        return hashed, Source(dict(words), f"/consultations/paper/{about}", marking)

    def _offered(self, circle: str) -> tuple[tuple[str, Source], ...]:
        """Return own messages of a circle that can be named as a source, the newest first."""
        asked = Asked(circle=circle, party=self.party.me, most=OFFERED)
        newest = self.traffic.messages.find(Box.OUTBOX, asked).messages
        return tuple(
            (
                one.hash,
                Source({one.language: one.subject}, f"/traffic/message/{one.hash}", one.marking),
            )
            for one in newest
            if one.kind == REPORT.name
        )

    def _drafts(self, hashed: str) -> Iterable[str]:
        """Yield the names of letters about a question that wait for a second role."""
        for held in self.traffic.internal.drafts():
            if held.letter.body.get("question") == hashed:
                yield held.id

    def looked(self, hashed: str, role: str) -> None:
        """Remember that a role has seen a question as it stands."""
        for one in self._questions(_never, hashed):
            self.notes.look(hashed, role, _newest(one, self.party.me))

    # --- what people do

    def _say(self, circle: str, kind: str, body: Parts, marking: Marking, by: By) -> Outcome:
        letter = Letter(kind=kind, circle=circle, body=body, marking=marking)
        return self.traffic.letters.send(letter, by.role, by.token)

    def _need(self, hashed: str) -> Question:
        for one in self._questions(_never, hashed):
            return one
        raise NoQuestionError(name=hashed[:12])

    def ask(self, asking: Asking, by: By) -> Outcome:
        """Ask a question."""
        body: Parts = {"title": dict(asking.title)}
        if asking.background:
            body["background"] = dict(asking.background)
        return self._say(asking.circle, QUESTION.name, body, asking.marking, by)

    def state(self, hashed: str, stated: Stated, by: By) -> Outcome:
        """State this party's position.

        Raises:
            NoQuestionError: there is no such question.
            QuestionClosedError: it is closed.
            StalePageError: somebody said something of it since the page was opened.
            LoweredMarkingError: it is marked lower than the question.
        """
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            found = self._need(hashed)
            if found.closed:
                raise QuestionClosedError(party=found.by.upper())
            need_fresh(by.seen, found.seen, what="", who="")
            need_marking(stated.marking, [found.own])
            body: Parts = {"question": hashed, "stance": stated.stance}
            body |= {"words": dict(stated.words)} if stated.words else {}
            body |= {"source": stated.source} if stated.source else {}
            return self._say(found.circle, POSITION.name, body, stated.marking, by)

    def close(self, hashed: str, by: By) -> Outcome:
        """Close a question that this party asked.

        Raises:
            NotAskerError: another party asked it.
        """
        with self._acting:
            done = self.traffic.letters.sent(by.token)
            if done is not None:
                return done
            found = self._need(hashed)
            if found.by != self.party.me:
                raise NotAskerError(party=found.by.upper())
            if found.closed:
                raise QuestionClosedError(party=found.by.upper())
            need_fresh(by.seen, found.seen, what="", who="")
            body: Parts = {"question": hashed}
            return self._say(found.circle, QUESTION_CLOSED.name, body, found.own, by)

    def note(self, hashed: str, party: str, text: str, role: str) -> None:
        """Keep an internal note; it stays here."""
        found = self._need(hashed)
        if party not in found.parties:
            raise NoQuestionError(name=hashed[:12])
        self.notes.keep(Note(hashed, Party(party), text, role, self.party.station.now()))

    # --- what "Today" asks

    def questions(self, most: int) -> tuple[tuple[QuestionLine, ...], int]:
        """Return the questions that are open, those that are far apart first, and how many."""
        left = self._questions(_never, closed=False)
        order = sorted(left, key=lambda one: (APART[one.standing.value], one.at))
        lines = tuple(
            QuestionLine(
                title=tuple(one.title.items()),
                stances={party: held.stance for party, held in one.now.items()},
                state=one.standing.value,
                path=f"/positions/question/{one.hash}",
                marking=one.marking,
            )
            for one in order[:most]
        )
        return lines, len(left)

    def digest(self, now: dt.datetime) -> tuple[Due, ...]:
        """Return questions without our position, and those where others moved unseen."""
        del now
        me = self.party.me
        left = self._questions(_never, closed=False)
        changed = {one.hash for one in self._unseen(left)}
        lines = [(one, "state-position") for one in left if me not in one.now]
        lines += [(one, "position-moved") for one in left if me in one.now and one.hash in changed]
        return tuple(
            Due(
                system="positions",
                sort=sort,
                title=tuple(one.title.items()),
                of=me,
                path=f"/positions/question/{one.hash}",
                urgency=Urgency.SOON if sort == "state-position" else Urgency.OPEN,
                marking=one.marking,
            )
            for one, sort in lines
        )


APART = {"open": 0, "close": 1, "agreed": 2}


def _never(circle: str) -> str:
    """Return no moment: no changes are asked for."""
    del circle
    return ""


def _newest(question: Question, me: Party) -> int:
    """Return the number of the newest thing that others said of a question, 0 for nothing."""
    return max((one.number for party, one in question.now.items() if party != me), default=0)
