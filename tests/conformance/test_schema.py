"""Every file of vectors fits its schema.

What is checked here is the small part of JSON Schema (draft 2020-12) that our schemas use; a word
that is not known here is a fault of the schema.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
VECTORS = sorted(path.stem for path in (HERE / "vectors").glob("*.json"))

TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "boolean": lambda value: isinstance(value, bool),
}
OF_A_FILE = {"$schema", "title", "$defs"}
Schema = dict[str, Any]

PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "type": lambda wanted, value: TYPES[wanted](value),
    "const": lambda wanted, value: bool(value == wanted),
    "pattern": lambda wanted, value: re.search(wanted, value) is not None,
    "minimum": lambda least, value: bool(value >= least),
    "minLength": lambda least, value: len(value) >= least,
    "minItems": lambda least, value: len(value) >= least,
    "minProperties": lambda least, value: len(value) >= least,
    "maxProperties": lambda most, value: len(value) <= most,
    "required": lambda names, value: set(names) <= set(value),
}
INNER: dict[str, Callable[[Any, Any, Schema], bool]] = {
    "$ref": lambda name, value, whole: fits(value, whole["$defs"][name.split("/")[-1]], whole),
    "oneOf": lambda each, value, whole: sum(fits(value, one, whole) for one in each) == 1,
    "items": lambda wanted, value, whole: all(fits(one, wanted, whole) for one in value),
    "properties": lambda each, value, whole: all(
        fits(value[name], wanted, whole) for name, wanted in each.items() if name in value
    ),
}
"""Words that hold schemas, which may refer to the definitions of the whole."""


def fits(value: Any, schema: Schema, whole: Schema) -> bool:
    """Say whether a value fits a schema."""
    others = "additionalProperties"
    unknown = schema.keys() - PLAIN.keys() - INNER.keys() - OF_A_FILE - {others}
    assert unknown == set(), f"{unknown} are no words of a schema that are known here"
    plain = all(PLAIN[word](schema[word], value) for word in PLAIN if word in schema)
    inner = plain and all(
        INNER[word](schema[word], value, whole) for word in INNER if word in schema
    )
    if not inner or others not in schema:
        return inner
    more = value.keys() - schema.get("properties", {}).keys()
    wanted = schema[others]
    return all(wanted is not False and fits(value[name], wanted, whole) for name in more)


def schema_of(name: str) -> dict[str, Any]:
    """The schema of a file of vectors."""
    return dict(json.loads((HERE / "schema" / f"{name}.schema.json").read_text("utf-8")))


@pytest.mark.parametrize("name", VECTORS)
def test_a_file_of_vectors_fits_its_schema(name: str) -> None:
    held = json.loads((HERE / "vectors" / f"{name}.json").read_text("utf-8"))
    schema = schema_of(name)
    cases = schema["properties"].get("cases", {"items": {}})["items"]

    wrong = [case["id"] for case in held.get("cases", ()) if not fits(case, cases, schema)]

    assert wrong == []
    assert fits(held, schema, schema)


def test_every_schema_belongs_to_a_file_of_vectors() -> None:
    named = sorted(path.name.removesuffix(".schema.json") for path in (HERE / "schema").iterdir())

    assert named == VECTORS


@pytest.mark.parametrize(
    "fault",
    [
        {"refused": ["forged"]},
        {"what": "nothing"},
        {"input": {"bytes": {"text": "{}"}, "more": 1}},
        {"input": {"bytes": "{}"}},
        {"id": "record-1"},
        {"says": ""},
        {"colour": "red"},
    ],
)
def test_a_case_that_is_wrong_does_not_fit(fault: dict[str, Any]) -> None:
    schema = schema_of("canonical")
    case = {
        "id": "canonical-1",
        "says": "nothing in it",
        "command": "check",
        "what": "canonical",
        "input": {"bytes": {"text": "{}"}},
        "answer": {},
    }
    cases = schema["properties"]["cases"]["items"]

    assert fits(case, cases, schema)
    assert not fits({**case, **fault}, cases, schema)
