"""Word pages: a joint text goes out as a Word file, and what comes back is chosen from.

Nothing is created by handing a file in. The page shows every revision with its author and, for each
clause, the wordings that the file comes to; a person marks those that are proposed, mends them, and
only then they are tabled, in the name of this party. What the file says of authors is repeated as
what the file says.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from comity.errors import ComityError
from comity.exchange.drafts import ROLES
from comity.positions.views import Clause
from comity.positions.word_clauses import Proposal, Sort, Stretch
from comity.positions.word_document import Mark, Paragraph, Segment
from comity.positions.word_out import differences, tokens_of
from comity.records.marking import Marking
from comity.web.pages import Shell, render
from comity.web.positiondesk import WordSeen
from comity.web.textdesk import TextSeen
from comity.web.textpages import NATIVE
from comity.web.words import Language

TAKES = ("S", "A", "Q")
"""Stances that a person can take on a wording that they propose out of a file."""

MOST = 200
"""Proposals of one file that a page offers; of more it says how many are left."""

Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A proposal as a form shows it.

    Attributes:
        number: of the row.
        clause: of which it is a wording, "" for a new clause.
        sort: where it comes from.
        author, at: as the file calls them.
        base: the words without it.
        words: as they shall read; "" to delete the clause.
        language: of the words.
        stance: this party's on it.
        deletes: whether it deletes the clause.
        chosen: whether it is marked.
    """

    number: int
    clause: str
    sort: str
    author: str
    at: str
    base: str
    words: str
    language: str
    stance: str = "S"
    deletes: bool = False
    chosen: bool = False

    @property
    def pieces(self) -> list[tuple[str, str]]:
        """Return the words with what differs from the base: "", "ins" or "del" and a text."""
        return list(compared(self.base, self.words))


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the file with what it proposes.

    Attributes:
        stretch: of the file.
        clause: of the text, None where it is of none.
        line: its segments as they stand in the file, neighbours together.
        rows: proposals that are new.
        known: proposals that say what is on the table already.
    """

    stretch: Stretch
    clause: Clause | None
    line: tuple[Segment, ...]
    rows: tuple[Row, ...]
    known: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What was tried and not done.

    Attributes:
        rows: that were typed.
        seen: name of the state that the page was made from.
        file: name of the file.
        token: of the page.
        error: why it was not done; None where nothing was.
    """

    rows: Sequence[Row] = ()
    seen: str = ""
    file: str = ""
    token: str = ""
    error: ComityError | None = None


UNTRIED = Tried()


def compared(base: str, words: str) -> Iterator[tuple[str, str]]:
    """Yield words beside a base, as what is the same, deleted and inserted."""
    old, new = tokens_of(base), tokens_of(words)
    found = differences(old, new) if old != new else []
    if old != new and not found:
        found = [(0, len(old), 0, len(new))]
    done = 0
    for first, last, start, end in found:
        parts = (("", old[done:first]), ("del", old[first:last]), ("ins", new[start:end]))
        yield from ((sort, "".join(part)) for sort, part in parts if part)
        done = last
    if old[done:]:
        yield "", "".join(old[done:])


def word_page(
    language: Language,
    seen: TextSeen,
    role: str,
    token: str,
    limit: Marking,
    *,
    read: WordSeen | None = None,
    file: str = "",
    tried: Tried = UNTRIED,
) -> str:
    """Return the page of a text's Word file.

    Args:
        language: of the page.
        seen: the text.
        role: in which the person acts.
        token: of the page.
        limit: the highest marking that one role may release.
        read: the file that was handed in, None for none.
        file: its name.
        tried: what was tried and not done.
    """
    parts = tuple(parts_of(read, language)) if read is not None else ()
    rows = [row for part in parts for row in part.rows] if read is not None else tried.rows
    shell = Shell(language=language, path=f"/positions/text/{seen.hash}/word", marking=seen.marking)
    values = {
        "role": role,
        "roles": ROLES,
        "seen": seen,
        "read": read,
        "parts": parts,
        "said": facts(read) if read is not None else None,
        "rows": rows,
        "file": file or tried.file,
        "tried": tried,
        "token": tried.token or token,
        "state": tried.seen or seen.seen,
        "native": NATIVE,
        "tongues": tuple(dict.fromkeys((*seen.shown.languages, *(one.value for one in Language)))),
        "takes": TAKES,
        "missing": [
            shell.words.number(clause.number)
            for name in (read.reading.missing if read is not None else ())
            if (clause := seen.shown.clause(name)) is not None
        ],
        "clauses": seen.shown.clauses,
        "numbers": {one.id: one.number for one in seen.shown.clauses},
        "limit": limit,
    }
    return render("positions/word.html", shell, values)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a file as a whole.

    Attributes:
        revisions: how many it has.
        authors: whom it names.
        fresh: how many wordings it proposes that are not on the table.
        left: how many of these are not offered, for they are too many.
        unplaced: paragraphs that are part of no clause.
        hidden: whether words in it are hidden in a word processor.
    """

    revisions: int
    authors: tuple[str, ...]
    fresh: int
    left: int
    unplaced: tuple[Paragraph, ...]
    hidden: bool


def facts(read: WordSeen) -> Facts:
    """Return what is said of a file as a whole."""
    stretches, document = read.reading.stretches, read.document
    unplaced = (*read.reading.title, *read.reading.unplaced)
    marks = [one for stretch in stretches for one in stretch.revisions]
    authors = {one.author for stretch in stretches for one in _marks(stretch.segments)}
    authors |= {one.author for paragraph in unplaced for one in _marks(paragraph.segments)}
    fresh = sum(not one.alternative for stretch in stretches for one in stretch.proposals)
    return Facts(
        len(marks) + sum(paragraph.changed for paragraph in unplaced),
        tuple(sorted(authors)),
        fresh,
        max(0, fresh - MOST),
        unplaced,
        any(one.hidden for paragraph in document.paragraphs for one in paragraph.segments),
    )


def _marks(segments: Iterable[Segment]) -> Iterator[Mark]:
    for one in segments:
        yield from (mark for mark in (one.inserted, one.deleted, one.formatted) if mark)


def parts_of(read: WordSeen, language: Language) -> Iterator[Part]:
    """Yield the stretches of a file that say something, with the rows of a form."""
    number = 0
    for stretch in read.reading.stretches:
        rows = []
        for one in stretch.proposals:
            if one.alternative or number >= MOST:
                continue
            rows.append(
                Row(
                    number=number,
                    clause=stretch.clause,
                    sort=one.sort.value,
                    author=one.author,
                    at=one.at,
                    base=_base(read.seen, stretch, one),
                    words=one.words,
                    language=stretch.language or _usual(read, language),
                    deletes=not one.words,
                )
            )
            number += 1
        if stretch.revisions or stretch.proposals:
            known = tuple(one for one in stretch.proposals if one.alternative)
            clause = read.seen.shown.clause(stretch.clause)
            yield Part(stretch, clause, stretch.segments, tuple(rows), known)


def _base(seen: TextSeen, stretch: Stretch, one: Proposal) -> str:
    """Return what a proposal is compared with: the file's base, or what stands on the table."""
    if one.sort is not Sort.UNTRACKED:
        return stretch.base
    clause = seen.shown.clause(stretch.clause)
    live = clause.live if clause is not None else ()
    said = (seen.shown.text.alternatives[name].words for name in live)
    return next((words[stretch.language] for words in said if stretch.language in words), "")


def _usual(read: WordSeen, language: Language) -> str:
    """Return the language that the file says it is in, or the reader's."""
    known = dict(read.document.properties).get("ComityLanguage", "")
    return known if known in {*read.seen.shown.languages, "uk", "ja", "en"} else language.value


def rows_in(fields: Fields, known: Sequence[str]) -> list[Row]:
    """Return the rows that were typed.

    Args:
        fields: of the form.
        known: languages that may be chosen.
    """
    rows = []
    for number in range(MOST):
        if f"words-{number}" not in fields:
            continue

        def text(name: str, number: int = number) -> str:
            return fields.get(f"{name}-{number}", "")

        tongue, stance = text("language"), text("stance")
        rows.append(
            Row(
                number=number,
                clause="" if text("clause") == "new" else text("clause"),
                sort=text("sort") if text("sort") in set(Sort) else Sort.TRACKED.value,
                author=text("author")[:300],
                at=text("at")[:40],
                base=text("base"),
                words=text("words"),
                language=tongue if tongue in known else "en",
                stance=stance if stance in TAKES else "S",
                deletes=bool(text("deletes")),
                chosen=bool(text("chosen")),
            )
        )
    return rows
