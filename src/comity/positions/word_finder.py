"""Word finder: the clause that a paragraph of a document is, by its bookmark or by its words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from comity.agreement.text import Text
from comity.positions.word_document import Document, Paragraph, Segment
from comity.positions.word_out import CLAUSE, NAMED, WORDING
from comity.positions.word_package import Place

ALIKE = 60
"""Of 100: two paragraphs that are less alike are two clauses."""

COMPARED = 4000
"""Letters of a paragraph that are compared."""
MOST_COMPARED = 2000
"""Paragraphs without a bookmark that are compared; what comes after them may be a new clause."""

LINES = frozenset({Place.BODY, Place.TABLE, Place.TEXT_BOX})
"""Places whose words may be those of a clause."""

SPACES = re.compile(r"[ \t\u00a0]+")
LINE_ENDS = re.compile(r" ?\n[ \n]*")

Target = tuple[str, str]
"""A clause, and the wording of it that stands apart, "" for the clause itself."""
NEW: Target = ("", "")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one paragraph.

    Attributes:
        segments: of it.
        clause: that it is, "" for none.
        wording: that it is, where a wording stands apart; "" else.
        found: "bookmark" or "words"; "" for none.
        whole: whether somebody inserted it as a wording or clause of its own.
    """

    segments: tuple[Segment, ...]
    clause: str
    wording: str
    found: str
    whole: bool = False


@dataclass(slots=True)
class Group:
    """Parts that belong together, while they are gathered.

    Attributes:
        clause, wording, found, whole: as of a part.
        after: the clause before it in the file.
        segments: of all its parts.
    """

    clause: str
    wording: str
    after: str
    found: str
    whole: bool = False
    segments: list[Segment] = field(default_factory=list)


class Finder:
    """Finds the clauses of one joint text in one document."""

    def __init__(self, document: Document, text: Text) -> None:
        self.targets: dict[str, Target] = {
            CLAUSE + clause[:NAMED]: (clause, "") for clause in text.clauses
        }
        for one in text.alternatives.values():
            self.targets[WORDING + one.id[:NAMED]] = (one.clause, one.id)
        self.said: list[tuple[str, str, str]] = [
            (tidy(words), one.clause, language)
            for one in text.alternatives.values()
            for language, words in one.words.items()
        ]
        self._choices = [words[:COMPARED] for words, _, _ in self.said]
        self.exact = {words: clause for words, clause, _ in reversed(self.said)}
        self.around = {
            name
            for paragraph in document.paragraphs
            for one in paragraph.segments
            if one.sort == "words" and one.text.strip()
            for name in self._ours(one.names)
        }
        self._compared = 0

    def parts(self, paragraph: Paragraph) -> list[Part]:
        """Return the parts of a paragraph, each with its clause; none where it says nothing."""
        named = [self._named(one) for one in paragraph.segments]
        targets = list(dict.fromkeys(one for one in named if one != NEW))
        if not targets:
            targets = self._emptied(paragraph)
        if targets:
            return list(_split(paragraph.segments, named, targets))
        if not says(paragraph):
            return []
        clause, whole = self._alike(paragraph)
        return [Part(paragraph.segments, clause, "", "words" if clause else "", whole)]

    def _named(self, segment: Segment) -> Target:
        """Return what the bookmark around a segment names; blanks say nothing."""
        if segment.sort == "end" or not segment.text.strip():
            return NEW
        ours = self._ours(segment.names)
        return self.targets[ours[0]] if ours else NEW

    def _ours(self, names: Iterable[str]) -> list[str]:
        """Return those bookmarks that are ours; a program adds to the name of a copied one."""
        cut = {name[: len(CLAUSE) + NAMED] for name in names}
        return sorted(cut & self.targets.keys())

    def _emptied(self, paragraph: Paragraph) -> list[Target]:
        """Return what a paragraph's bookmark names that has no words in it any more."""
        ours = [one for one in self._ours(paragraph.names) if one not in self.around]
        return [self.targets[one] for one in ours[:1]]

    def _alike(self, paragraph: Paragraph) -> tuple[str, bool]:
        """Return the clause with the most similar wording, and whether this stands for itself."""
        before = tidy("".join(one.text for one in paragraph.segments if not one.inserted))
        after = tidy("".join(one.text for one in paragraph.segments if not one.deleted))
        moved = any(one.inserted and one.inserted.moved for one in paragraph.segments)
        clause = self._most_alike(before) or self._most_alike(after)
        there = CLAUSE + clause[:NAMED] in self.around
        return clause, bool(clause and not moved and (there or not before))

    def _most_alike(self, words: str) -> str:
        if words in self.exact:
            return self.exact[words]
        self._compared += 1
        if not words or self._compared > MOST_COMPARED:
            return ""
        at = _best(words, self._choices, ALIKE)
        return "" if at is None else self.said[at][1]

    def language(self, clause: str, words: str) -> str:
        """Return the language of the wording of a clause that is most like some words."""
        own = [one for one in self.said if one[1] == clause]
        at = _best(words, [one[0] for one in own], 0)
        return "" if at is None else own[at][2]


def _best(words: str, choices: Sequence[str], least: float) -> int | None:
    """Return the place of the words that are most like some, None where none are enough."""
    found = process.extractOne(words[:COMPARED], choices, scorer=fuzz.ratio, score_cutoff=least)
    return None if found is None else int(found[2])


def _split(
    segments: Sequence[Segment], named: Sequence[Target], targets: Sequence[Target]
) -> Iterator[Part]:
    """Yield the parts of a paragraph; what has no bookmark goes with what stands before it."""
    now, gathered = targets[0], list[Segment]()
    for one, target in zip(segments, named, strict=True):
        if target not in {now, NEW} and gathered:
            yield Part(tuple(gathered), *now, "bookmark")
            gathered = []
        now = now if target == NEW else target
        gathered.append(one)
    yield Part(tuple(gathered), *now, "bookmark")


def says(paragraph: Paragraph) -> bool:
    """Say whether a paragraph holds anything."""
    return any(one.sort != "end" for one in paragraph.segments)


def tidy(words: str) -> str:
    """Return words with single spaces and line ends, as two wordings are compared."""
    return LINE_ENDS.sub("\n", SPACES.sub(" ", words)).strip()
