"""YAML of a list: parsed to nodes only, and read field by field against what the reader knows.

No object is ever built from the file: a reader asks for the fields that it knows, so that aliases
inside aliases cannot multiply, and a field that it does not ask for stops it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from comity.sanctions.lists.source import (
    DamagedFileError,
    EmptyFileError,
    HostileFileError,
    SourceFile,
    UnknownFieldError,
    UnknownValueError,
)

AGAIN = "Take the file again from where it was made; do not repair it by hand."
MOST = 10_000
"""Brackets or anchors of one sort in a file; a long announcement has two hundred."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of the file.

    Attributes:
        source: the file, for errors.
        name: what the mapping is called: "entity", "entity/name".
        line: where it begins, counted as a person sees it.
        nodes: the value of each field.
    """

    source: SourceFile
    name: str
    line: int
    nodes: dict[str, yaml.Node]

    def text(self, field: str) -> str:
        """Return a field as text, blanks normalised, "" where it is missing or null.

        Raises:
            UnknownValueError: the field is a mapping or a list.
        """
        node = self.nodes.get(field)
        if node is None or is_null(node):
            return ""
        if not isinstance(node, yaml.ScalarNode):
            raise self.wrong(field, node, "text")
        return " ".join(node.value.split())

    def fields(self, field: str, known: Iterable[str]) -> "Fields":
        """Return a field that is a mapping; an empty one where it is missing or null."""
        node = self.nodes.get(field)
        if node is None or is_null(node):
            return Fields(self.source, f"{self.name}/{field}", self.line, {})
        return mapping(self.source, f"{self.name}/{field}", node, known)

    def items(self, field: str) -> list[yaml.Node]:
        """Return the items of a field that is a list; none where it is missing or null.

        Raises:
            UnknownValueError: the field is no list.
        """
        node = self.nodes.get(field)
        if node is None or is_null(node):
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise self.wrong(field, node, "a list")
        return list(node.value)

    def texts(self, field: str) -> list[str]:
        """Return the items of a field that is a list of texts."""
        nodes = self.items(field)
        for node in nodes:
            if not isinstance(node, yaml.ScalarNode):
                raise self.wrong(field, node, "a list of texts")
        return [" ".join(node.value.split()) for node in nodes]

    def wrong(self, field: str, node: yaml.Node, expected: str) -> UnknownValueError:
        """Return the error for a field that is not what it should be."""
        return self.unknown(field, expected, shape(node), node)

    def unknown(
        self, field: str, expected: str, found: str, node: yaml.Node | None = None
    ) -> UnknownValueError:
        """Return the error for a value that the reader has no meaning for."""
        node = node or self.nodes.get(field)
        line = node.start_mark.line + 1 if node else self.line
        return UnknownValueError(
            file=self.source.name,
            place=f"line {line}",
            expected=f"{self.name}/{field} to be {expected}",
            found=found,
            action="Read the entry, then teach the reader this value with a test.",
        )


def shape(node: yaml.Node) -> str:
    """Return what sort of thing a node is: a scalar, a sequence, a mapping."""
    return "a " + type(node).__name__.removesuffix("Node").lower()


def is_null(node: yaml.Node) -> bool:
    """Say whether a value is null or not there."""
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def document(source: SourceFile, known: Iterable[str]) -> Fields:
    """Return the outermost mapping of a file.

    Raises:
        EmptyFileError: no content.
        HostileFileError: nested so deep that only an attack would be.
        DamagedFileError: not UTF-8, or not YAML, for example cut off.
        UnknownFieldError: a field that the reader does not know.
    """
    text = source.text()
    if any(text.count(bracket) > MOST for bracket in "[{&*"):
        raise HostileFileError(
            file=source.name,
            place="document",
            expected="an announcement",
            found=f"more than {MOST} brackets or anchors",
            action="No announcement is like this; do not use this file.",
        )
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise DamagedFileError(
            file=source.name,
            place=f"line {mark.line + 1}" if mark else "document",
            expected="well-formed YAML",
            found=getattr(error, "problem", None) or type(error).__name__,
            action=AGAIN,
        ) from error
    if node is None:
        raise EmptyFileError(
            file=source.name,
            place="line 1",
            expected="an announcement",
            found="nothing",
            action=AGAIN,
        )
    return mapping(source, "document", node, known)


def mapping(source: SourceFile, name: str, node: yaml.Node, known: Iterable[str]) -> Fields:
    """Return a node as a mapping of known fields.

    Raises:
        UnknownFieldError: a field is not known, or stands twice.
        UnknownValueError: the node is no mapping.
    """
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise UnknownValueError(
            file=source.name,
            place=f"line {line}",
            expected=f"{name} to be a mapping",
            found=shape(node),
            action="Read the entry, then teach the reader this value with a test.",
        )
    fields: dict[str, yaml.Node] = {}
    for key, value in node.value:
        text = key.value if isinstance(key, yaml.ScalarNode) else shape(key)
        if text not in known or text in fields:
            raise UnknownFieldError(
                file=source.name,
                place=f"line {key.start_mark.line + 1}",
                expected="only fields that this reader knows, each once",
                found=f"the field {name}/{text}",
                action="Read the entry, then add the field to the reader with a test.",
            )
        fields[text] = value
    return Fields(source, name, line, fields)
