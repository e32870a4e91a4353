"""Position desk: what the pages of the matrix and of Word files ask for, and what people do there.

What is common is read from records; what people do becomes records of this party, or a draft that
waits for a second role. Internal notes are the one thing that stays here (R19).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from comity.positions.matrix import Note, Position, Question
from comity.positions.word_clauses import Reading
from comity.positions.word_document import Document
from comity.records.circle import Circle
from comity.records.marking import Marking
from comity.records.party import Party
from comity.web.desk import Outcome
from comity.web.textdesk import By, TextRow, TextSeen

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixSeen:
    """What the matrix shows.

    Attributes:
        questions: the open ones first.
        notes: internal ones, by question and party.
        unseen: hashes of questions whose positions changed since anybody here looked.
        since: of each circle, the moment since which changes are shown; "" for none.
        chosen: the day that a person chose for that, "" for the last meeting.
        texts: joint texts.
        circles: of this party.
        me: whose page it is.
        now: what this node's clock says.
    """

    questions: tuple[Question, ...]
    notes: Mapping[tuple[str, Party], Note]
    unseen: frozenset[str]
    since: Mapping[str, str]
    chosen: str
    texts: tuple[TextRow, ...]
    circles: tuple[Circle, ...]
    me: Party
    now: str


@dataclass(frozen=True, slots=True)
class Source:
    """The record in which a party said what it thinks.

    Attributes:
        title: of it, in each language; {} where it has none that can be shown.
        path: where it is shown, without the language; "" where nowhere.
        marking: of it.
    """

    title: Words
    path: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSeen:
    """What the page of a question shows.

    Attributes:
        question: with where the parties stand.
        circle: in which it was asked.
        history: what was said of it, the newest first.
        earlier: whether more was said before that.
        sources: records that positions name, by hash; those that are here.
        offered: messages and papers that this party can name as a source, with their titles.
        notes: internal ones, the newest first.
        drafts: letters about it that wait for a second role, by their names.
        four_eyes: the marking above which a release takes two roles.
        me: whose page it is.
        now: what this node's clock says.
    """

    question: Question
    circle: Circle
    history: tuple[Position, ...]
    earlier: bool
    sources: Mapping[str, Source]
    offered: tuple[tuple[str, Source], ...]
    notes: tuple[Note, ...]
    drafts: tuple[str, ...]
    four_eyes: Marking
    me: Party
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A question that is to be asked.

    Attributes:
        circle: in which.
        title, background: in each language.
        marking: of it.
    """

    circle: str
    title: Words
    background: Words
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A position that is to be stated.

    Attributes:
        stance: one of `comity.positions.statements.STANCES`.
        words: in each language.
        source: hash of the record in which it was said, "" for none.
        marking: of it, not below that of the question.
    """

    stance: str
    words: Words
    source: str
    marking: Marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A wording out of a file that a person chose.

    Attributes:
        clause: of which it is a wording, "" for a new clause.
        words: as they shall read; "" to delete the clause.
        language: of the words.
        stance: this party's on it: S, A or Q.
    """

    clause: str
    words: str
    language: str
    stance: str


@dataclass(frozen=True, slots=True)
class WordSeen:
    """A Word file, laid beside a joint text.

    Attributes:
        seen: the text.
        document: the file as it was read.
        reading: what it proposes.
    """

    seen: TextSeen
    document: Document
    reading: Reading


class PositionsDesk(Protocol):
    """What the pages of positions ask for, and what people do there.

    Each act raises a `ComityError` where nothing was said; a `StalePageError` where the page no
    longer showed how things stand.
    """

    def matrix(self, since: str, *, closed: bool) -> MatrixSeen:
        """Return the matrix.

        Args:
            since: the moment since which changes are shown, "" for the last meeting.
            closed: whether closed questions are shown too.
        """
        ...

    def question(self, hashed: str) -> QuestionSeen | None:
        """Return one question, None where there is none of this hash."""
        ...

    def looked(self, hashed: str, role: str) -> None:
        """Remember that a role has seen a question as it stands."""
        ...

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        ...

    def circles(self) -> tuple[Circle, ...]:
        """Return the circles that this party belongs to."""
        ...

    def ask(self, asking: Asking, by: By) -> Outcome:
        """Ask a question."""
        ...

    def state(self, hashed: str, stated: Stated, by: By) -> Outcome:
        """State this party's position."""
        ...

    def close(self, hashed: str, by: By) -> Outcome:
        """Close a question that this party asked."""
        ...

    def note(self, hashed: str, party: str, text: str, role: str) -> None:
        """Keep an internal note; it stays here."""
        ...


class WordDesk(Protocol):
    """What the page of a text's Word file asks for, and what people do there."""

    def four_eyes(self) -> Marking:
        """Return the highest marking that one role may release."""
        ...

    def text(self, hashed: str) -> TextSeen | None:
        """Return a joint text, None where there is none of this hash."""
        ...

    def word(self, hashed: str, language: str, names: Mapping[Party, str], as_of: str) -> bytes:
        """Return a joint text as a .docx."""
        ...

    def read_word(self, hashed: str, data: bytes) -> WordSeen:
        """Return what a .docx proposes for a joint text; nothing is kept."""
        ...

    def propose(self, hashed: str, chosen: Sequence[Chosen], by: By) -> Outcome:
        """Table wordings out of a file."""
        ...
