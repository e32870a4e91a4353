"""Word document: what a .docx says, as values: paragraphs, and who changed which words of them."""

from dataclasses import dataclass

from comity.positions.word_package import Place


@dataclass(frozen=True, slots=True)
class Mark:
    """Who changed something, and when; as the file says, which proves nothing.

    Attributes:
        author: as the program of whoever changed it calls them.
        at: as that program writes a moment, "" where it does not.
        moved: whether it was moved rather than inserted or deleted.
    """

    author: str
    at: str
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    r"""A stretch of text to which the same happened.

    Attributes:
        text: its letters; "\n" for the end of a paragraph.
        sort: "words" as they stand in the file; "sign" for a tab, a break, a formula; "end" for
            the end of a paragraph.
        inserted: who inserted it, None where it was there.
        deleted: who deleted it, None where it stays; what one inserted another may have deleted.
        formatted: who changed how it looks, None where nobody did.
        hidden: whether a word processor does not show it.
        names: bookmarks around it.
    """

    text: str
    sort: str = "words"
    inserted: Mark | None = None
    deleted: Mark | None = None
    formatted: Mark | None = None
    hidden: bool = False
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with everything that happened to it.

    Attributes:
        place: where it stands.
        segments: its text; the last one is its end.
        names: bookmarks that begin in it or reach into it, around words or not.
        formatted: changes of how the paragraph looks.
        by: who wrote it; only of a comment.
    """

    place: Place
    segments: tuple[Segment, ...]
    names: frozenset[str] = frozenset()
    formatted: tuple[Mark, ...] = ()
    by: Mark | None = None

    @property
    def words(self) -> str:
        """Return everything in it, deleted or not, without its end."""
        return "".join(one.text for one in self.segments[:-1])

    @property
    def changed(self) -> bool:
        """Say whether anybody inserted or deleted something in it."""
        return any(one.inserted or one.deleted for one in self.segments)


@dataclass(frozen=True, slots=True)
class Document:
    """A .docx as it was read.

    Attributes:
        paragraphs: of the body first, each where it begins, then of headers, notes and comments.
        repeated: second copies, for old programs, of text boxes that stand in `paragraphs`.
        properties: those that somebody added to the document.
        fields: how many fields it has, whose codes are no text.
        macros: whether it holds any; they were left alone.
        external: links that a word processor would follow by itself; nothing here is.
        unread: names of parts that may hold words and were not read.
    """

    paragraphs: tuple[Paragraph, ...]
    repeated: tuple[Paragraph, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()
    fields: int = 0
    macros: bool = False
    external: int = 0
    unread: tuple[str, ...] = ()
