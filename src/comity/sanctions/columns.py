"""Columns: listings as a table, so that they can be stored and read a column at a time.

`to_frame` and `from_frame` are each other's inverse; a property test proves it.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any

import polars as pl

from comity.entities.subject import Identifier, Kind, Name, Precision, Role, When
from comity.sanctions.listing import Address, Listing, Measure

WHEN = pl.Struct({"start": pl.Date, "end": pl.Date, "precision": pl.String})
NAME = pl.Struct(
    {
        "text": pl.String,
        "script": pl.String,
        "language": pl.String,
        "role": pl.String,
        "family": pl.String,
    }
)
IDENTIFIER = pl.Struct({"kind": pl.String, "value": pl.String, "country": pl.String})
ADDRESS = pl.Struct({"text": pl.String, "country": pl.String})

LISTING_SCHEMA: dict[str, Any] = {
    "list": pl.String,
    "key": pl.String,
    "kind": pl.String,
    "names": pl.List(NAME),
    "measures": pl.List(pl.String),
    "programmes": pl.List(pl.String),
    "announced": WHEN,
    "in_effect": WHEN,
    "ended": WHEN,
    "legal_act": pl.String,
    "birth_dates": pl.List(WHEN),
    "birth_places": pl.List(pl.String),
    "nationalities": pl.List(pl.String),
    "countries": pl.List(pl.String),
    "addresses": pl.List(ADDRESS),
    "identifiers": pl.List(IDENTIFIER),
    "gender": pl.String,
    "positions": pl.List(pl.String),
    "reasons": pl.String,
    "place": pl.String,
}


def to_frame(listings: Sequence[Listing]) -> pl.DataFrame:
    """Return a table with one row for each listing, in order."""
    return pl.DataFrame(
        {
            name: column(name, dtype, [getattr(entry, name) for entry in listings])
            for name, dtype in LISTING_SCHEMA.items()
        }
    )


def column(name: str, dtype: pl.DataType, values: Sequence[Any]) -> pl.Series:
    """Return one field of every listing as a column of its type."""
    if isinstance(dtype, pl.List):
        return nested(name, dtype, values)
    if isinstance(dtype, pl.Struct):
        return nested(name, pl.List(dtype), [(v,) if v else () for v in values]).list.first()
    return pl.Series(name, values, dtype=dtype)


def nested(name: str, dtype: pl.List, values: Sequence[Sequence[Any]]) -> pl.Series:
    """Return a column of lists, built flat and folded: ten times as fast as from Python lists.

    A listing without any has null, which `from_frame` reads as none.
    """
    rows = [row for row, items in enumerate(values) for _ in items]
    items = [item for items in values for item in items]
    inner = dtype.inner
    if isinstance(inner, pl.Struct):
        fields = {
            field.name: pl.Series([getattr(item, field.name) for item in items], dtype=field.dtype)
            for field in inner.fields
        }
        flat = pl.DataFrame(fields).to_struct("items")
    else:
        flat = pl.Series("items", items, dtype=inner)
    folded = pl.DataFrame({"row": pl.Series(rows, dtype=pl.UInt32), "items": flat})
    folded = folded.group_by("row", maintain_order=True).agg("items")
    every = pl.DataFrame({"row": pl.Series(range(len(values)), dtype=pl.UInt32)})
    return every.join(folded, on="row", how="left", maintain_order="left")["items"].alias(name)


def when_of(value: dict[str, Any] | None) -> When | None:
    """Return a date from its struct."""
    if value is None:
        return None
    return When(value["start"], value["end"], Precision(value["precision"]))


def one_when(start: dt.date, end: dt.date, precision: str) -> When:
    """Return a date from the fields of its struct."""
    return When(start, end, PRECISIONS[precision])


def one_name(text: str, script: str, language: str, role: str, family: str) -> Name:
    """Return a name from the fields of its struct."""
    return Name(text, script, language, ROLES[role], family)


PRECISIONS = {precision.value: precision for precision in Precision}
ROLES = {role.value: role for role in Role}
MAKERS: dict[str, Callable[..., Any]] = {
    "names": one_name,
    "birth_dates": one_when,
    "announced": one_when,
    "in_effect": one_when,
    "ended": one_when,
    "identifiers": Identifier,
    "addresses": Address,
    "measures": Measure,
}
"""What makes the values of a field from the columns of its struct, or from its text."""


def from_frame(frame: pl.DataFrame) -> Iterator[Listing]:
    """Yield the listing of each row, in order."""
    columns = [values_of(frame[name], name, dtype) for name, dtype in LISTING_SCHEMA.items()]
    for row in zip(*columns, strict=True):
        yield Listing(**dict(zip(LISTING_SCHEMA, row, strict=True)))


def values_of(column: pl.Series, name: str, dtype: pl.DataType) -> list[Any]:
    """Return one field of every listing."""
    if isinstance(dtype, pl.List):
        return unfolded(column, name, dtype)
    if isinstance(dtype, pl.Struct):
        return [when_of(value) for value in column.to_list()]
    if name == "kind":
        return [Kind(value) for value in column.to_list()]
    return column.to_list()


def unfolded(column: pl.Series, name: str, dtype: pl.List) -> list[tuple[Any, ...]]:
    """Return the items of every row, made from flat columns: far faster than from dictionaries."""
    lengths = column.list.len().fill_null(0).to_list()
    flat = column.filter(column.list.len().fill_null(0) > 0).explode()
    if isinstance(dtype.inner, pl.Struct):
        fields = [flat.struct.field(field.name).to_list() for field in dtype.inner.fields]
        items = list(map(MAKERS[name], *fields))
    else:
        items = flat.to_list()
        if name in MAKERS:
            items = list(map(MAKERS[name], items))
    ends = accumulate(lengths)
    return [tuple(items[end - length : end]) for length, end in zip(lengths, ends, strict=True)]
