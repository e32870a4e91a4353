"""Word package: a .docx from anywhere, opened without believing a word of it.

A .docx is a zip archive of XML parts. It may have been made to do harm: to grow without end, to
fetch something, to run something. So parts are counted and unpacked up to a limit, whatever the
archive says of their size; a document type declaration is refused before anything of it is read;
nothing is fetched and nothing is run. Macros are left where they are, and that is said.

>>> open_package(b"PK not really")
Traceback (most recent call last):
comity.positions.word_package.WordFileError: this is no Word document (.docx): it is no zip \
archive; save it as .docx and hand it in again
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from posixpath import dirname, join, normpath

from lxml import etree

from comity.errors import RefusedError

Element = etree._Element  # noqa: SLF001 - lxml names its element class so; the stubs agree

MOST_BYTES = 20 << 20
"""Of the file as it is handed in."""
MOST_PARTS = 2000
LARGEST_PART = 16 << 20
MOST_UNPACKED = 48 << 20
"""Bytes of all parts that are read."""
MOST_TAGS = 1_000_000
"""Of one part, counted before it is parsed."""

OLD_WORD = b"\xd0\xcf\x11\xe0"
"""How a .doc begins, and a .docx that is locked by a password."""

MAIN = "document.main+xml"
UNREAD = ("glossary+xml",)


class WordFileError(RefusedError):
    """A file is not a Word document that can be read."""

    code = "word-file"
    template = "this is no Word document (.docx): {reason}; save it as .docx and hand it in again"


class WordHostileError(RefusedError):
    """A file holds what no document needs and what can do harm."""

    code = "word-hostile"
    template = (
        "this file was not read, for it holds what can do harm: {reason}; ask where it came from"
    )


class WordLargeError(RefusedError):
    """A file is larger than any joint text."""

    code = "word-large"
    template = "this file was not read: {what} is larger than {most}; hand in the text alone"


class Place(StrEnum):
    """Where in a document a paragraph stands."""

    BODY = "body"
    TABLE = "table"
    TEXT_BOX = "text-box"
    HEADER = "header"
    FOOTER = "footer"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    COMMENT = "comment"
    READING = "reading"
    UNKNOWN = "unknown"


PLACES = {
    "header+xml": Place.HEADER,
    "footer+xml": Place.FOOTER,
    "footnotes+xml": Place.FOOTNOTE,
    "endnotes+xml": Place.ENDNOTE,
    "comments+xml": Place.COMMENT,
}
"""What the end of a part's content type says of where its words stand."""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a document that hold words.

    Attributes:
        body: root of the main part.
        beside: roots of headers, footers, notes and comments, each with where it stands.
        properties: those that somebody added to the document, by name.
        macros: whether it holds any; they are never run, nor kept.
        external: links to elsewhere that a word processor would follow by itself; nothing here is.
        unread: names of parts that may hold words and are not read.
    """

    body: Element
    beside: tuple[tuple[Place, Element], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    macros: bool = False
    external: int = 0
    unread: tuple[str, ...] = ()


def open_package(data: bytes) -> Package:
    """Return the parts of a .docx.

    Raises:
        WordFileError: it is none, or damaged, or locked by a password.
        WordHostileError: it holds what can do harm.
        WordLargeError: it is too large, packed or unpacked.
    """
    if len(data) > MOST_BYTES:
        raise WordLargeError(what="the file", most=f"{MOST_BYTES >> 20} MB")
    if data.startswith(OLD_WORD):
        raise WordFileError(reason="it is an old .doc, or locked by a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Archive(archive).package()
    except zipfile.BadZipFile as error:
        known = data.startswith(b"PK") and "not a zip" not in str(error)
        reason = "the zip archive is damaged" if known else "it is no zip archive"
        raise WordFileError(reason=reason) from error
    except (
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
    ) as error:
        raise WordFileError(reason="the zip archive is damaged") from error


class _Archive:
    """A zip archive, read as far as the limits go."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left = MOST_UNPACKED
        infos = archive.infolist()
        if len(infos) > MOST_PARTS:
            raise WordLargeError(what="the number of parts", most=MOST_PARTS)
        self.infos = {one.filename.lstrip("/"): one for one in infos}
        if len(self.infos) != len(infos):
            raise WordHostileError(reason="two parts of one name")
        if any(one.flag_bits & 1 for one in infos):
            raise WordFileError(reason="it is locked by a password")

    def package(self) -> Package:
        """Return the parts that hold words."""
        types = self._types()
        mains = [name for name, media in types.items() if media.endswith(MAIN)]
        main = next((name for name in self._main_named() if name in mains), "")
        if not main:
            raise WordFileError(reason="it has no main part")
        beside = tuple(
            (place, self.parse(name))
            for name, media in sorted(types.items())
            for ending, place in PLACES.items()
            if media.endswith(f".{ending}") and name in self.infos
        )
        embedded = [name for name in self.infos if "/embeddings/" in f"/{name}"]
        unread = [name for name, media in types.items() if media.endswith(UNREAD)]
        return Package(
            body=self.parse(main),
            beside=beside,
            properties=self._properties(),
            macros=any("vbaproject" in name.lower() for name in self.infos),
            external=sum(self._external(name) for name in self.infos if name.endswith(".rels")),
            unread=tuple(sorted({*embedded, *unread, *self._chunks(main)})),
        )

    def _types(self) -> dict[str, str]:
        """Return the content type of each part."""
        root = self.parse("[Content_Types].xml")
        endings = {
            one.get("Extension", "").lower(): one.get("ContentType", "")
            for one in root.iterfind("{*}Default")
        }
        found = {name: endings.get(name.rpartition(".")[2].lower(), "") for name in self.infos}
        for one in root.iterfind("{*}Override"):
            found[one.get("PartName", "").lstrip("/")] = one.get("ContentType", "")
        return found

    def _main_named(self) -> Iterator[str]:
        """Yield the names that the package gives its main part, then the usual one."""
        if "_rels/.rels" in self.infos:
            for one in self.parse("_rels/.rels").iterfind("{*}Relationship"):
                if one.get("Type", "").endswith("/officeDocument"):
                    yield one.get("Target", "").lstrip("/")
        yield "word/document.xml"

    def _chunks(self, main: str) -> Iterator[str]:
        """Yield the names of foreign files that stand in for a part of the text."""
        for relation in self._relations(main):
            if relation.get("Type", "").endswith("/aFChunk"):
                yield normpath(join(dirname(main), relation.get("Target", ""))).lstrip("/")

    def _relations(self, name: str) -> Iterator[Element]:
        rels = f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels"
        if rels in self.infos:
            yield from self.parse(rels).iterfind("{*}Relationship")

    def _external(self, rels: str) -> int:
        return sum(
            one.get("TargetMode") == "External" and not one.get("Type", "").endswith("/hyperlink")
            for one in self.parse(rels).iterfind("{*}Relationship")
        )

    def _properties(self) -> dict[str, str]:
        if "docProps/custom.xml" not in self.infos:
            return {}
        root = self.parse("docProps/custom.xml")
        return {
            one.get("name", ""): "".join(map(str, one.itertext()))
            for one in root.iterfind("{*}property")
        }

    def parse(self, name: str) -> Element:
        """Return the root of a part."""
        if name not in self.infos:
            raise WordFileError(reason=f"it has no {name}")
        with self.archive.open(self.infos[name]) as file:
            data = file.read(min(LARGEST_PART, self.left) + 1)
        if len(data) > min(LARGEST_PART, self.left):
            raise WordLargeError(what=name[:80], most=f"{LARGEST_PART >> 20} MB")
        self.left -= len(data)
        return parse(data, name[:80])


def parse(data: bytes, name: str) -> Element:
    """Return the root of an XML part.

    Raises:
        WordFileError: it is no XML.
        WordHostileError: it declares a document type, or is written in an odd encoding.
        WordLargeError: it has too many elements.
    """
    plain = data.replace(b"\0", b"") if b"\0" in data[:4] else data
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise WordHostileError(reason=f"a document type declaration in {name}")
    if plain.count(b"<") > MOST_TAGS:
        raise WordLargeError(what=name, most=f"{MOST_TAGS} tags")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WordFileError(reason=f"{name} is no well-formed XML") from error
    info = root.getroottree().docinfo
    encoding = str(getattr(info, "encoding", None) or "UTF-8").upper()
    if getattr(info, "doctype", "") or encoding not in {"UTF-8", "UTF-16", "ASCII"}:
        raise WordHostileError(reason=f"an odd encoding or document type in {name}")
    return root
