"""Word in: what stands in a .docx, with every revision, and nothing lost.

A word processor keeps what was deleted beside what was inserted, with who did it and when. All of
it is read: in tables, text boxes, notes, comments, headers, fields, links and content controls, and
what was moved. Whatever stands in an element that nobody here knows is read too, as a paragraph of
an unknown place. So the letters that come out are the letters that went in (a property test).

A text box is often written twice, for new and for old programs; the second copy is kept apart.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from comity.positions.word_document import Document, Mark, Paragraph, Segment
from comity.positions.word_package import (
    Element,
    Place,
    WordFileError,
    WordLargeError,
    open_package,
)

MOST_PARAGRAPHS = 5000
DEEPEST = 150
"""Elements inside each other; a document of people has some thirty."""

WORD = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""Names of elements as Word writes them, and as its strict form does."""

SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "cr": "\n",
    "br": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
HEXADECIMAL = re.compile(r"[0-9A-Fa-f]{1,6}", re.ASCII)
SETTINGS = frozenset(
    "sdtPr sdtEndPr tblPr tblGrid trPr tcPr sectPr rPr pPr rubyPr numPr framePr tblPrEx".split()
)
"""Elements that say how something looks; no words stand in them."""


def read_document(data: bytes) -> Document:
    """Return what stands in a .docx.

    Raises:
        WordFileError: it is none, or damaged.
        WordHostileError: it holds what can do harm.
        WordLargeError: it is too large.
    """
    package = open_package(data)
    reader = _Reader()
    for place, root in ((Place.BODY, package.body), *package.beside):
        reader.read(root, place)
        if len(reader.found) > MOST_PARAGRAPHS:
            raise WordLargeError(what="the number of paragraphs", most=MOST_PARAGRAPHS)
    return Document(
        tuple(one.done() for one in reader.found),
        tuple(one.done() for one in reader.repeated),
        tuple(sorted(package.properties.items())),
        reader.fields,
        package.macros,
        package.external,
        package.unread,
    )


@dataclass(frozen=True, slots=True)
class _Under:
    """What is so for everything inside an element."""

    place: Place
    inserted: Mark | None = None
    deleted: Mark | None = None
    formatted: Mark | None = None
    hidden: bool = False
    by: Mark | None = None
    depth: int = 0


@dataclass(slots=True)
class _Building:
    """A paragraph while it is read."""

    place: Place
    by: Mark | None
    segments: list[Segment] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    formatted: list[Mark] = field(default_factory=list)
    end: Segment = field(default_factory=lambda: Segment("\n", "end"))

    def done(self) -> Paragraph:
        """Return the paragraph; neighbours to which the same happened become one."""
        joined: list[Segment] = []
        for one in self.segments:
            if joined and replace(one, text="") == replace(joined[-1], text=""):
                joined[-1] = replace(one, text=joined[-1].text + one.text)
            else:
                joined.append(one)
        names, looks = frozenset(self.names), tuple(self.formatted)
        return Paragraph(self.place, (*joined, self.end), names, looks, self.by)


class _Reader:
    """Walks through the parts of a document."""

    def __init__(self) -> None:
        self.found: list[_Building] = []
        self.repeated: list[_Building] = []
        self.fields = 0
        self._now: list[_Building] = []
        self._open: dict[str, str] = {}
        self._endless: set[str] = set()
        self._seen: set[Element] = set()
        self._ways: dict[str, Callable[[Element, _Under], None]] = {
            "p": self._paragraph,
            "t": self._text,
            "delText": self._text,
            "ins": self._inserted,
            "moveTo": self._inserted,
            "del": self._deleted,
            "moveFrom": self._deleted,
            "r": self._run,
            "tbl": self._table,
            "tr": self._row,
            "tc": self._row,
            "txbxContent": self._box,
            "drawing": self._box,
            "pict": self._box,
            "comment": self._comment,
            "rt": self._reading,
            "AlternateContent": self._alternatives,
            "bookmarkStart": self._bookmark,
            "bookmarkEnd": self._bookmark,
            "instrText": self._field,
            "delInstrText": self._field,
            "fldSimple": self._field,
            "sym": self._sign,
            **dict.fromkeys(SIGNS, self._sign),
            **dict.fromkeys(SETTINGS, self._nothing),
        }

    def read(self, root: Element, place: Place) -> None:
        """Read one part."""
        self._open = {}
        self._seen = set()
        ends = {attribute(one, "id") for one in root.iterfind(".//{*}bookmarkEnd")}
        starts = {
            attribute(one, "name"): attribute(one, "id")
            for one in root.iterfind(".//{*}bookmarkStart")
        }
        self._endless = set(starts.values()) - ends
        self._walk(root, _Under(place))
        self._open = {}
        for one in [one for one in texts_of(root) if one not in self._seen]:
            self._text(one, _Under(Place.UNKNOWN))

    def _walk(self, element: Element, under: _Under) -> None:
        if under.depth > DEEPEST:
            raise WordFileError(reason=f"elements stand more than {DEEPEST} deep in each other")
        inner = replace(under, depth=under.depth + 1)
        read = self._ways.get(local(element), self._children)
        read(element, inner)

    def _nothing(self, element: Element, under: _Under) -> None:
        """Pass over what says how something looks."""

    def _inserted(self, element: Element, under: _Under) -> None:
        self._children(element, replace(under, inserted=mark_of(element)))

    def _deleted(self, element: Element, under: _Under) -> None:
        self._children(element, replace(under, deleted=mark_of(element)))

    def _run(self, element: Element, under: _Under) -> None:
        self._children(element, _under_run(element, under))

    def _table(self, element: Element, under: _Under) -> None:
        place = Place.TABLE if under.place is Place.BODY else under.place
        self._children(element, replace(under, place=place))

    def _row(self, element: Element, under: _Under) -> None:
        self._children(element, _under_row(element, under))

    def _box(self, element: Element, under: _Under) -> None:
        self._apart(element, replace(under, place=Place.TEXT_BOX))

    def _comment(self, element: Element, under: _Under) -> None:
        self._children(element, replace(under, by=mark_of(element)))

    def _reading(self, element: Element, under: _Under) -> None:
        self._apart(element, replace(under, place=Place.READING))

    def _field(self, element: Element, under: _Under) -> None:
        self.fields += 1
        self._children(element, under)

    def _children(self, element: Element, under: _Under) -> None:
        for child in element.iterchildren("*"):
            self._walk(child, under)

    def _paragraph(self, element: Element, under: _Under) -> None:
        building = _Building(under.place, under.by)
        self.found.append(building)
        self._now.append(building)
        building.end = replace(building.end, inserted=under.inserted, deleted=under.deleted)
        for one in element.iterfind("{*}pPr//*"):
            mark = _end_mark(one)
            if mark is not None and local(one) in {"ins", "moveTo"}:
                building.end = replace(building.end, inserted=mark)
            elif mark is not None and local(one) in {"del", "moveFrom"}:
                building.end = replace(building.end, deleted=mark)
            elif local(one).endswith("Change"):
                building.formatted.append(mark_of(one))
        building.names.update(self._open.values())
        self._children(element, under)
        self._now.pop()
        for number in self._endless & self._open.keys():
            del self._open[number]

    def _apart(self, element: Element, under: _Under) -> None:
        """Read what stands in a run but is no part of its line."""
        now, self._now = self._now, []
        opened, self._open = self._open, {}
        self._children(element, under)
        self._now, self._open = now, opened

    def _alternatives(self, element: Element, under: _Under) -> None:
        """Read the first of several ways to write a thing; the others mostly repeat it."""
        first, *rest = list(element.iterchildren("*")) or [element]
        before, line = len(self.found), self._now[-1] if self._now else _Building(under.place, None)
        written = len(line.segments)
        self._children(first, under)
        said = _words([*line.segments[written:], *_segments(self.found[before:])])
        for other in rest:
            start, now, self._now = len(self.found), self._now, []
            self._children(other, under)
            self._now = now
            copies = self.found[start:]
            if _words(_segments(copies)) == said:
                del self.found[start:]
                self.repeated += copies

    def _bookmark(self, element: Element, under: _Under) -> None:
        del under
        number = attribute(element, "id")
        if local(element) == "bookmarkEnd":
            self._open.pop(number, None)
            return
        name = attribute(element, "name")
        for other in [one for one, known in self._open.items() if known == name]:
            del self._open[other]  # a program begins it twice when it was split
        self._open[number] = name
        if self._now:
            self._now[-1].names.add(name)

    def _text(self, element: Element, under: _Under) -> None:
        self._seen.add(element)
        text = (element.text or "") + "".join(child.tail or "" for child in element)
        if local(element) == "delText" and under.deleted is None:
            under = replace(under, deleted=Mark("", ""))
        if text:
            self._add(text, "words" if namespace(element) in WORD else "sign", under)
        self._children(element, under)

    def _sign(self, element: Element, under: _Under) -> None:
        name, parent = local(element), element.getparent()
        if parent is None or local(parent) != "r":  # a tab stop is no tab
            return
        if name == "br" and attribute(element, "type") in {"page", "column"}:
            return
        text = SIGNS.get(name) or _sign_of(attribute(element, "char"))
        self._add(text, "sign", under)

    def _add(self, text: str, sort: str, under: _Under) -> None:
        if not self._now:
            self._now.append(_Building(under.place, under.by))
            self.found.append(self._now[-1])
            self._add(text, sort, under)
            self._now.pop()
            return
        marks = (under.inserted, under.deleted, under.formatted)
        around = frozenset(self._open.values())
        self._now[-1].segments.append(Segment(text, sort, *marks, under.hidden, around))


def texts_of(root: Element) -> Iterator[Element]:
    """Yield every element of a part that holds letters of the text, deleted or not."""
    for space in WORD:
        yield from root.iter(f"{{{space}}}t", f"{{{space}}}delText")


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def namespace(element: Element) -> str:
    """Return the namespace of an element, "" for none."""
    return str(element.tag).rpartition("}")[0].removeprefix("{")


def attribute(element: Element, name: str) -> str:
    """Return an attribute of Word's, "" where it is not there."""
    found = [element.get(f"{{{space}}}{name}") for space in WORD]
    return next((one for one in found if one is not None), "")


def mark_of(element: Element) -> Mark:
    """Return who made a change, and when, as its element says."""
    author, at = attribute(element, "author")[:300], attribute(element, "date")[:40]
    return Mark(author, at, local(element) in {"moveTo", "moveFrom"})


def _end_mark(element: Element) -> Mark | None:
    """Return who inserted or deleted the end of a paragraph, None where this says nothing of it."""
    parent = element.getparent()
    if parent is None or local(parent) != "rPr":
        return None
    return mark_of(element)


def _under_run(element: Element, under: _Under) -> _Under:
    """Return what is so inside a run."""
    settings = element.find("{*}rPr")
    if settings is None:
        return under
    changed, hidden = settings.find("{*}rPrChange"), settings.find("{*}vanish")
    off = hidden is None or attribute(hidden, "val") in {"0", "false", "off"}
    return replace(
        under,
        formatted=under.formatted if changed is None else mark_of(changed),
        hidden=under.hidden or not off,
    )


def _under_row(element: Element, under: _Under) -> _Under:
    """Return what is so inside a row or a cell, which may be inserted or deleted as a whole."""
    settings = element.find(f"{{*}}{local(element)}Pr")
    for one in () if settings is None else settings:
        if local(one) in {"ins", "cellIns"}:
            under = replace(under, inserted=mark_of(one))
        elif local(one) in {"del", "cellDel"}:
            under = replace(under, deleted=mark_of(one))
    return under


def _segments(paragraphs: Iterable[_Building]) -> Iterator[Segment]:
    for one in paragraphs:
        yield from one.segments


def _words(segments: Iterable[Segment]) -> str:
    return "".join(one.text for one in segments if one.sort == "words")


def _sign_of(code: str) -> str:
    """Return the sign of a code, or the one that stands for what cannot be shown."""
    number = int(code, 16) if HEXADECIMAL.fullmatch(code) else 0
    return chr(number) if 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE else "\ufffd"
