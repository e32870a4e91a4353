"""XML of official lists: parsed without entities, without the network, and checked field by field.

A reader declares every path that it reads or leaves out on purpose; `check_known` walks the whole
tree once and stops at the first element or attribute that is on neither list. Paths are
"parent/child" for elements and "element@attribute" for attributes, without namespaces.
"""

from collections.abc import Container, Iterator

from lxml import etree

from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    ForeignFileError,
    HostileFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)

Element = etree._Element  # noqa: SLF001 - lxml names its element class so; the stubs agree

AGAIN = "Download the file again from the authority; if it stays so, the format has changed."


def is_markup(head: bytes) -> bool:
    """Say whether bytes begin as markup does: prose about a list is not the list."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def parse(source: SourceFile) -> Element:
    """Return the root element.

    Raises:
        EmptyFileError: no bytes.
        HostileFileError: a document type or entity declaration.
        ForeignFileError: an HTML page.
        DamagedFileError: not well-formed, for example truncated.
    """
    content = source.content
    if not content.strip():
        raise EmptyFileError(
            file=source.name, place="byte 0", expected="an XML list", found="nothing", action=AGAIN
        )
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise ForeignFileError(
            file=source.name,
            place="line 1",
            expected="an XML list",
            found="an HTML page, such as a web server sends in place of a file",
            action=AGAIN,
        )
    if b"<!doctype" in head or b"<!entity" in content[:65536].lower():
        raise HostileFileError(
            file=source.name,
            place="document type declaration",
            expected="no entity declarations",
            found="a DOCTYPE or ENTITY declaration",
            action="No official list has one; do not use this file.",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(
            file=source.name,
            place=f"line {error.lineno}",
            expected="well-formed XML",
            found=error.msg or "a syntax error",
            action="Download the file again; it is damaged or cut off. Do not repair it by hand.",
        ) from error


def local(element: Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(element).localname


def check_known(source: SourceFile, root: Element, known: Container[str]) -> None:
    """Stop at the first element or attribute whose path is not known.

    Raises:
        UnknownFieldError: names the path and the line.
    """
    for element in root.iter(etree.Element):
        name = local(element)
        parent = element.getparent()
        path = name if parent is None else f"{local(parent)}/{name}"
        if path not in known:
            raise unknown_field(source, element, path)
        for attribute in map(str, element.attrib):
            if attribute[:1] == "{":  # a qualified name, such as xsi:schemaLocation
                continue
            if f"{name}@{attribute}" not in known:
                raise unknown_field(source, element, f"{name}@{attribute}")


def unknown_field(source: SourceFile, element: Element, path: str) -> UnknownFieldError:
    """Return the error for a path that no reader knows."""
    return UnknownFieldError(
        file=source.name,
        place=place(element),
        expected="only fields that this reader knows",
        found=f"the field {path}",
        action="Read the entry, then add the path to READ or LEFT_OUT with a fixture.",
    )


def unknown_value(
    source: SourceFile, element: Element, field: str, value: str, expected: str
) -> UnknownValueError:
    """Return the error for a value that the reader has no meaning for."""
    return UnknownValueError(
        file=source.name,
        place=place(element),
        expected=f"{field} to be {expected}",
        found=repr(value),
        action="Read the entry, then teach the reader this value with a fixture.",
    )


def place(element: Element) -> str:
    """Return where an element stands in its file."""
    return f"line {element.sourceline}"


def children(element: Element, name: str) -> Iterator[Element]:
    """Yield the direct children of one local name, in order."""
    for child in element.iterchildren(etree.Element):
        if local(child) == name:
            yield child


def text(element: Element, name: str) -> str:
    """Return the text of the first direct child of that name, blanks normalised, "" without one."""
    for child in children(element, name):
        return tidy(child.text)
    return ""


def attribute(element: Element, name: str) -> str:
    """Return an attribute, blanks normalised, "" where it is missing or empty."""
    return tidy(element.get(name))


def tidy(value: str | None) -> str:
    """Return a text with every run of blanks made one, and none at the ends."""
    return " ".join(value.split()) if value else ""
