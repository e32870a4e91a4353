"""Word out: a joint text as a .docx whose revisions are the parties' own.

The base is the wording that is agreed, or else the first that somebody still supports. Every other
living wording stands over it as insertions and deletions in the name of the party that supports it,
at the time of its record, so that a word processor shows who wants what. Revisions of two parties
that touch could not be told apart again; then the second wording stands below, as a paragraph that
its party inserted. So does one that has little in common with the base.

Each clause has a bookmark with its name, by which `word_clauses` finds it again however it was
moved. Clause numbers are the word processor's, and no part of a wording.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from comity.agreement import differences as apart
from comity.agreement.packages import Status, StatusWord, statuses
from comity.agreement.text import Text
from comity.agreement.words import words_of
from comity.positions.word_package import Element
from comity.positions.word_parts import (
    FOOTER,
    HEADER,
    NUMBERING,
    SETTINGS,
    R,
    core,
    element,
    packed,
    printable,
    properties,
    run,
    styles,
    xml,
)
from comity.records.party import Party

LEAST_ALIKE = 0.35
"""Below it two wordings are shown whole, one below the other."""

CLAUSE, WORDING, TITLE = "c_", "a_", "comity_title"
"""How the bookmarks of clauses, of wordings that stand whole, and of the title begin."""
NAMED = 32
"""Digits of a hash in a bookmark, whose name has at most 40 letters."""

TEXT, TONGUE = "ComityText", "ComityLanguage"
"""Properties of the document: which joint text it is, and in which language."""

DELETE = {
    "uk": "[вилучити цей пункт]",
    "ja": "[この段落を削除する]",
    "en": "[delete this clause]",
    "ko": "[이 조항을 삭제]",
}
"""What stands for a wording that deletes its clause, where it cannot be shown as a deletion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands around the text.

    Attributes:
        text: id of the joint text.
        title: in the language of the document, or another one.
        language: of the document.
        marking: "TLP:AMBER".
        as_of: what the footer says of when it was written, in the language of the document.
        names: of each party, in the language of the document.
        times: when each wording was tabled, as records carry a moment, by its id.
    """

    text: str
    title: str
    language: str
    marking: str
    as_of: str
    names: Mapping[Party, str]
    times: Mapping[str, str]


def write_word(text: Text, cover: Cover) -> bytes:
    """Return a joint text as a .docx."""
    writer = _Writer(text, cover)
    body = element("body", writer.title(), *writer.clauses(), _section())
    marked = [element("p", _style("Marking"), run(cover.marking, "en", bold=True))]
    return packed(
        {
            "word/document.xml": xml(element("document", body)),
            "word/styles.xml": styles(cover.language),
            "word/numbering.xml": NUMBERING,
            "word/settings.xml": SETTINGS,
            "word/header1.xml": xml(element("hdr", *marked)),
            "word/footer1.xml": xml(element("ftr", _foot(cover))),
            "docProps/core.xml": core(cover.title, cover.language),
            "docProps/custom.xml": properties({TEXT: cover.text, TONGUE: cover.language}),
        }
    )


def _style(name: str, *more: Element) -> Element:
    return element("pPr", element("pStyle", val=name), *more)


def _section() -> Element:
    header, footer = (element(f"{one}Reference", type="default") for one in ("header", "footer"))
    header.set(f"{{{R}}}id", HEADER)
    footer.set(f"{{{R}}}id", FOOTER)
    return element(
        "sectPr",
        header,
        footer,
        element("pgSz", w=11906, h=16838),
        element("pgMar", top=1418, right=1418, bottom=1418, left=1418, header=709, footer=709),
    )


def _foot(cover: Cover) -> Element:
    page = element("fldSimple", run("1", "en"), instr=" PAGE ")
    marking = run(f"{cover.marking} · ", "en", bold=True)
    line = run(f"{cover.as_of} · {cover.text[:12]} · ", cover.language)
    return element("p", _style("Marking"), marking, line, page)


@dataclass(frozen=True, slots=True)
class _Edit:
    """A change over the base: words from `first` up to `last` give way to others."""

    first: int
    last: int
    words: str
    author: str
    at: str


class _Writer:
    """Writes the paragraphs of one text."""

    def __init__(self, text: Text, cover: Cover) -> None:
        self.text = text
        self.cover = cover
        self.numbers = count(1)

    def title(self) -> Element:
        """Return the paragraph of the title."""
        words = run(self.cover.title, self.cover.language)
        return element("p", _style("Title"), *self._bookmarked(TITLE, [words]))

    def clauses(self) -> Iterator[Element]:
        """Yield the paragraphs of all clauses that have something to say."""
        found = statuses(self.text)
        for clause in self.text.clauses:
            shown = shown_wordings(self.text, clause, found[clause])
            if shown:
                yield from self._clause(clause, shown)

    def _clause(self, clause: str, shown: Sequence[str]) -> Iterator[Element]:
        base, *others = shown
        words, language = self._words(base)
        tokens = tokens_of(words)
        edits: list[_Edit] = []
        below: list[str] = []
        for one in others:
            new = self._edits(one, tokens, language, edits)
            edits += new
            below += [] if new else [one]
        gone = _wholly_deleted(edits, len(tokens))
        end = [element("rPr", self._change("del", gone.author, gone.at))] if gone else []
        line = list(self._line(tokens, sorted(edits, key=lambda edit: edit.first), language))
        name = CLAUSE + clause[:NAMED]
        yield element("p", _style("Clause", *end), *self._bookmarked(name, line))
        for one in below:
            yield self._below(one)

    def _words(self, wording: str) -> tuple[str, str]:
        """Return a wording in the language of the document, or in another; and which it is."""
        words = self.text.alternatives[wording].words
        for language in (self.cover.language, *sorted(words)):
            if language in words:
                return printable(words[language]).strip(), language
        return "", self.cover.language

    def _author(self, wording: str) -> tuple[str, str]:
        """Return in whose name a wording stands, and since when."""
        holders = self.text.holders(wording, "S")
        by = self.text.alternatives[wording].by
        party = by if by in holders or not holders else holders[0]
        at = self.cover.times.get(wording, "")
        return printable(self.cover.names.get(party, party.upper())), at[:19] + "Z" if at else ""

    def _edits(
        self, wording: str, tokens: Sequence[str], tongue: str, placed: Sequence[_Edit]
    ) -> list[_Edit]:
        """Return the changes that make the base this wording; [] where they would not be clear."""
        words, language = self._words(wording)
        author, at = self._author(wording)
        if any(edit.author == author for edit in placed) or (words and language != tongue):
            return []
        new = tokens_of(words)
        found = [
            _Edit(first, last, "".join(new[start:end]), author, at)
            for first, last, start, end in differences(tokens, new)
        ]
        touching = (
            max(edit.first, other.first) <= min(edit.last, other.last)
            for edit in found
            for other in placed
        )
        return [] if any(touching) else found

    def _line(
        self, tokens: Sequence[str], edits: Sequence[_Edit], language: str
    ) -> Iterator[Element]:
        """Yield the runs of a base with the changes over it."""
        done = 0
        for edit in edits:
            if edit.first > done:
                yield run("".join(tokens[done : edit.first]), language)
            old = "".join(tokens[edit.first : edit.last])
            if old:
                words = run(old, language, deleted=True)
                yield self._change("del", edit.author, edit.at, words)
            if edit.words:
                yield self._change("ins", edit.author, edit.at, run(edit.words, language))
            done = edit.last
        if done < len(tokens):
            yield run("".join(tokens[done:]), language)

    def _below(self, wording: str) -> Element:
        """Return a wording as a paragraph that its party inserted."""
        words, language = self._words(wording)
        if not words:
            words, language = DELETE[self.cover.language], self.cover.language
        author, at = self._author(wording)
        inserted = self._change("ins", author, at, run(words, language))
        end = element("rPr", self._change("ins", author, at))
        name = WORDING + wording[:NAMED]
        return element("p", _style("Wording", end), *self._bookmarked(name, [inserted]))

    def _change(self, sort: str, author: str, at: str, *inside: Element) -> Element:
        when = {"date": at} if at else {}
        return element(sort, *inside, id=next(self.numbers), author=author, **when)

    def _bookmarked(self, name: str, inside: Sequence[Element]) -> list[Element]:
        number = next(self.numbers)
        start = element("bookmarkStart", id=number, name=name)
        return [start, *inside, element("bookmarkEnd", id=number)]


def shown_wordings(text: Text, clause: str, status: Status) -> tuple[str, ...]:
    """Return the wordings of a clause that a document shows, the base first; () for none.

    The base has words. A clause whose deletion is agreed is not shown, nor is a dropped one.
    """
    live = text.live(clause)
    if status.word is StatusWord.DROPPED:
        return ()
    if status.word in {StatusWord.AGREED, StatusWord.AD_REFERENDUM}:
        base = status.wordings[0]
        if not text.alternatives[base].words:
            return ()
        sought = (one for one in live if one != base)
        return (base, *sought) if status.sought else (base,)
    worded = [one for one in live if text.alternatives[one].words]
    if not worded:
        worded = [one for one in text.wordings[clause] if text.alternatives[one].words]
    base = worded[0] if worded else ""
    return (base, *(one for one in live if one != base)) if base else ()


def tokens_of(words: str) -> list[str]:
    """Return words and the spaces between them, each apart; together they are the text."""
    found: list[str] = []
    for word in words_of(words.strip()):
        found.append(word.text)
        if word.space:
            found.append(word.space)
    return found


def differences(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return where two lists of words differ; few equal ones between two differences go with them.

    Two that have little in common differ as a whole only where the new one is empty; else the list
    is empty, for they are better shown below each other.
    """
    if not new:
        return [(0, len(old), 0, 0)]
    compared = apart.differences(old, new)
    if compared.alike < LEAST_ALIKE:
        return []
    found: list[tuple[int, int, int, int]] = []
    for same, a, b, c, d in compared.stretches:
        if same:
            continue
        between = old[found[-1][1] : a] if found else []
        if found and sum(any(one.isalnum() for one in word) for word in between) < 2:
            first, _, third, _ = found.pop()
            found.append((first, b, third, d))
        else:
            found.append((a, b, c, d))
    return found


def _wholly_deleted(edits: Sequence[_Edit], length: int) -> _Edit | None:
    whole = (edit for edit in edits if (edit.first, edit.last, edit.words) == (0, length, ""))
    return next(whole, None)
