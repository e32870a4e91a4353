"""Word clauses: which clause each stretch of a document is, and what is proposed for it.

A stretch belongs to the clause whose bookmark is around it, wherever it was moved to; where the
bookmark is gone, because somebody typed the paragraph anew or the file is not ours, to the clause
with the most similar wording. What is similar to none may become a new clause. All other words (in
headers, notes, comments) are listed as not placed. So every word of the document is in exactly one
place of the result.

A file never speaks for a party. Whoever is named as the author of a revision, it is a proposal of
the side that hands the file in, if and when a person there says so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from comity.agreement.text import Text
from comity.positions.word_document import Document, Mark, Paragraph, Segment
from comity.positions.word_finder import LINES, Finder, Group, Part, says, tidy
from comity.positions.word_out import DELETE, TEXT, TITLE


class Sort(StrEnum):
    """Where a proposal comes from."""

    TRACKED = "tracked"
    TOGETHER = "together"
    UNTRACKED = "untracked"
    WHOLE = "whole"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Revision:
    """One change in the file.

    Attributes:
        mark: who made it, and when.
        what: "inserted", "deleted", "moved-here", "moved-away", "undone" (inserted by one and
            deleted by another) or "formatted".
        words: that it is about.
        by: of "undone", who deleted what `mark` inserted.
    """

    mark: Mark
    what: str
    words: str
    by: Mark | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A wording that the file proposes.

    Attributes:
        sort: where it comes from.
        author: of its revisions, as the file calls them; "" for untracked ones and for several.
        at: of the last of its revisions, as the file says it.
        words: as it would read; "" to delete the clause.
        alternative: the wording on the table that reads the same, "" for none.
    """

    sort: Sort
    author: str
    at: str
    words: str
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the file that is one clause, or one wording of it.

    Attributes:
        clause: id of the clause, "" for what may become a new one.
        after: the clause before it in the file, "" at the beginning.
        language: of its words, where that can be told; "" else.
        segments: all of it, in order.
        base: its words without the revisions.
        final: its words with all of them.
        revisions: each of them.
        proposals: what they come to.
        found: "bookmark", or "words" where it was found by its wording alone; "" for a new one.
    """

    clause: str
    after: str
    language: str
    segments: tuple[Segment, ...]
    base: str
    final: str
    revisions: tuple[Revision, ...]
    proposals: tuple[Proposal, ...]
    found: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, laid beside a joint text.

    Attributes:
        stretches: parts that are clauses, or may become ones.
        unplaced: paragraphs that are neither, with their places.
        title: the paragraphs of the title, as we had written it.
        missing: clauses with a living wording that the file does not have at all.
        other_text: id of another joint text that the file says it is, "" for none.
    """

    stretches: tuple[Stretch, ...]
    unplaced: tuple[Paragraph, ...]
    title: tuple[Paragraph, ...]
    missing: tuple[str, ...]
    other_text: str


def lay_beside(document: Document, text: Text, about: str = "") -> Reading:
    """Return what a document proposes for a joint text.

    Args:
        document: as it was read.
        text: the joint text as it stands.
        about: its id, to see whether the file says that it is another one; "" not to look.
    """
    finder = Finder(document, text)
    unplaced: list[Paragraph] = []
    title: list[Paragraph] = []
    parts: list[Part] = []
    for paragraph in document.paragraphs:
        if paragraph.place not in LINES:
            unplaced += [paragraph] if says(paragraph) else []
        elif TITLE in paragraph.names:
            title.append(paragraph)
        else:
            parts += finder.parts(paragraph)
    stretches = tuple(read_group(group, text, finder) for group in gathered(parts))
    there = {one.clause for one in stretches}
    known = dict(document.properties).get(TEXT, about)
    return Reading(
        stretches,
        tuple(unplaced),
        tuple(title),
        tuple(one for one in text.clauses if text.live(one) and one not in there),
        known if about and known != about else "",
    )


def gathered(parts: Iterable[Part]) -> list[Group]:
    """Return parts as groups, one for each clause and for whatever stands for itself.

    What somebody typed in the place of a clause that they deleted, or pasted after they had cut
    it, is the same clause.
    """
    groups: dict[tuple[str, str, int], Group] = {}
    after = ""
    for number, part in enumerate(parts):
        apart = number + 1 if part.whole or not part.clause else 0
        key = (part.clause, part.wording, apart)
        group = groups.setdefault(key, Group(part.clause, part.wording, after, part.found))
        group.segments += part.segments
        group.whole = part.whole
        after = part.clause or after
    for key, group in list(groups.items()):
        main = groups.get((group.clause, "", 0))
        if group.whole and main is not None and not kept(main.segments, all_accepted):
            main.segments += groups.pop(key).segments
    return list(groups.values())


def read_group(group: Group, text: Text, finder: Finder) -> Stretch:
    """Return what a group of segments comes to."""
    segments = tuple(group.segments)
    owner = ""
    if group.wording:
        owner = next((one.inserted.author for one in segments if one.inserted), "")
    base = kept(segments, lambda one: one.inserted is None or one.inserted.author == owner)
    final = kept(segments, all_accepted)
    known = known_words(text, group.clause)
    language = finder.language(group.clause, base or final)
    return Stretch(
        group.clause,
        group.after,
        language,
        segments,
        base,
        final,
        tuple(revisions(segments)),
        tuple(proposed(group, owner, base, final, known)),
        group.found,
    )


def proposed(
    group: Group, owner: str, base: str, final: str, known: Mapping[str, str]
) -> Iterator[Proposal]:
    """Yield what a group proposes: what was changed untracked, what each author wants, and all."""
    seen = {base}
    tracked = Sort.WHOLE if group.whole else Sort.TRACKED
    if not group.clause:
        tracked = Sort.NEW
    if base and (not group.clause or words_meant(base) not in known):
        sort = Sort.UNTRACKED if group.clause else Sort.NEW
        yield proposal(sort, "", group.segments, base, known)
    authors = list(dict.fromkeys(mark.author for mark in marks_of(group.segments)))
    for author in authors:
        words = kept(group.segments, partial(wants, inserts={owner or author, author}, of=author))
        if words not in seen and (words or not (group.whole or not group.clause)):
            seen.add(words)
            yield proposal(tracked, author, group.segments, words, known)
    if len(authors) > 1 and final not in seen and (final or group.clause):
        yield proposal(Sort.TOGETHER, "", group.segments, final, known)


def proposal(
    sort: Sort, author: str, segments: Iterable[Segment], words: str, known: Mapping[str, str]
) -> Proposal:
    """Return a proposal of some words."""
    dates = [mark.at for mark in marks_of(segments) if not author or mark.author == author]
    at = max(dates, default="") if sort is not Sort.UNTRACKED else ""
    meant = words_meant(words)
    return Proposal(sort, author, at, meant, known.get(meant, ""))


def wants(segment: Segment, inserts: AbstractSet[str], of: str) -> bool:
    """Say whether a segment stands in the wording that one author wants.

    What others inserted does not stand in it, what others deleted does.
    """
    if segment.inserted is not None and segment.inserted.author not in inserts:
        return False
    return segment.deleted is None or segment.deleted.author != of


def all_accepted(segment: Segment) -> bool:
    """Say whether a segment stands in the wording with every revision."""
    return segment.deleted is None


def kept(segments: Iterable[Segment], stays: Callable[[Segment], bool]) -> str:
    """Return the words of those segments that stay, tidy."""
    return tidy("".join(one.text for one in segments if stays(one)))


def words_meant(words: str) -> str:
    """Return a wording; "" where it says in a language that the clause is to be deleted."""
    return "" if words in DELETE.values() else words


def known_words(text: Text, clause: str) -> dict[str, str]:
    """Return the wordings of a clause that are on the table, by their words in any language."""
    found: dict[str, str] = {}
    for one in text.wordings.get(clause, ()):
        words = text.alternatives[one].words
        for said in words.values() or ("",):
            found.setdefault(tidy(said), one)
    return found


def marks_of(segments: Iterable[Segment]) -> Iterator[Mark]:
    """Yield who inserted or deleted something, each time."""
    for one in segments:
        yield from (mark for mark in (one.inserted, one.deleted) if mark is not None)


def revisions(segments: Sequence[Segment]) -> Iterator[Revision]:
    """Yield each change, neighbours of one kind together."""
    before: Revision | None = None
    for one in segments:
        now = revision_of(one)
        if before is not None and now is not None and replace(before, words=now.words) == now:
            before = replace(before, words=before.words + now.words)
            continue
        if before is not None:
            yield before
        before = now
    if before is not None:
        yield before


def revision_of(segment: Segment) -> Revision | None:
    """Return what happened to a segment, None for nothing."""
    inserted, deleted = segment.inserted, segment.deleted
    if inserted and deleted:
        return Revision(inserted, "undone", segment.text, deleted)
    if inserted:
        return Revision(inserted, "moved-here" if inserted.moved else "inserted", segment.text)
    if deleted:
        return Revision(deleted, "moved-away" if deleted.moved else "deleted", segment.text)
    if segment.formatted:
        return Revision(segment.formatted, "formatted", segment.text)
    return None
