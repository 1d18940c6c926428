"""Sheets as text, for a filing to be kept and printed again exactly as it was. Knows no workbook.

Everything a `Sheet` holds is in it, widths too; numbers in yuan as text that says so.
"""

import json
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any

from partyday.model.paper import (
    UNPRINTED,
    Align,
    LineOf,
    Number,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
)

#: What the text is written in; a later way of writing gets another number, and this one stays readable.
_FORMAT = 1

_YUAN = "yuan"

_MOST_YUAN = 10**12


def pack(sheets: tuple[Sheet, ...]) -> str:
    """The sheets as one line of JSON, the same whenever they are."""
    packed = {"format": _FORMAT, "sheets": [_packed(sheet) for sheet in sheets]}
    return json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def unpack(text: str) -> tuple[Sheet, ...]:
    """The sheets again. Raises ValueError for what `pack` did not write."""
    return _remembered(text) if len(text) <= _SHORT else _unpacked(text)


def _unpacked(text: str) -> tuple[Sheet, ...]:
    try:
        packed = json.loads(text)
        if packed["format"] == _FORMAT:
            return tuple(map(_sheet, packed["sheets"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        raise ValueError(f"no sheets of this kind: {error}") from error
    raise ValueError(f"no sheets of this kind: format {packed['format']}")


#: A branch's paper is taken out of its file, and of the book again where it is summed up.
_remembered = lru_cache(maxsize=512)(_unpacked)
_SHORT = 10_000  # characters


def _packed(sheet: Sheet) -> dict[str, Any]:
    plain = {name: getattr(sheet, name) for name in _PLAIN}
    columns = [
        # What is told where there is some: a sheet without any is packed as it was before there was any.
        {name: getattr(column, name) for name in _COLUMN}
        | ({"spans": True} if column.spans else {})
        | ({"shaded": column.shaded} if column.shaded else {})
        for column in sheet.columns
    ]
    body = [[row.kind, row.number, [_value(cell) for cell in row.cells]] for row in sheet.body]
    looks: Looks = {"heat": sheet.heat} if sheet.heat else {}
    looks |= {"line": vars(sheet.line)} if sheet.line else {}
    looks |= {"drawn": True} if sheet.drawn else {}
    return {**plain, **looks, "columns": columns, "body": body}


#: How a sheet looks, beside what it says: there only where it is told, so that what was packed before stays the same.
Looks = dict[str, object]

_PLAIN = ("title", "tab", "stem", "lines", "notes", "signatures", "orientation", "row_height", "draft")
_COLUMN = ("heading", "width", "group", "align", "number", "choices")


def _value(cell: Value) -> Any:
    return {_YUAN: str(cell)} if isinstance(cell, Decimal) else cell


def _sheet(packed: dict[str, Any]) -> Sheet:
    columns = [
        _column(**{**column, "choices": tuple(column["choices"]), "shaded": tuple(column.get("shaded", ()))})
        for column in packed["columns"]
    ]
    rows = [
        Row(tuple(map(_cell, cells)), RowKind(kind), Number(number) if number else None)
        for kind, number, cells in packed["body"]
    ]
    lines = tuple((str(left), str(right)) for left, right in packed["lines"])
    texts = (packed["title"], packed["tab"], packed["stem"], *packed["notes"], *packed["signatures"])
    _refuse_unprintable(texts, packed["row_height"])
    if not columns:
        raise ValueError("no columns")
    return Sheet(
        **{
            **{name: packed[name] for name in _PLAIN},
            "lines": lines,
            "notes": tuple(packed["notes"]),
            "signatures": tuple(packed["signatures"]),
            "orientation": Orientation(packed["orientation"]),
            "columns": tuple(columns),
            "body": tuple(rows),
            **_looks(packed, len(columns)),
        }
    )


@lru_cache(maxsize=512, typed=True)
def _column(*, align: str, number: str, **told: Any) -> PrintedColumn:
    """A column; papers of one form have the same. Raises ValueError for what no form builds."""
    column = PrintedColumn(**told, align=Align(align), number=Number(number))
    _refuse_unprintable((column.heading, column.group, *column.shaded), column.width)
    if any('"' in text for text in column.shaded):
        raise ValueError(column)
    return column


def _looks(packed: Looks, columns: int) -> Looks:
    """How a sheet looks. Raises ValueError for columns that it has not."""
    heat, line = packed.get("heat"), packed.get("line")
    told = LineOf(**line) if isinstance(line, dict) else None
    at = [*(heat if isinstance(heat, list) else []), *((told.texts, told.values) if told else [])]
    if not all(type(place) is int and 0 <= place < columns for place in at) or len(at) % 2:
        raise ValueError(at)
    if told and UNPRINTED.search(told.title):
        raise ValueError(told.title)
    return {"heat": tuple(at[:2]) if heat else None, "line": told, "drawn": packed.get("drawn") is True}


def _refuse_unprintable(texts: Iterable[Any], length: Any) -> None:
    """Raises ValueError for what no form builds, and what could not be printed again: a width or a height is none."""
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("no text")
    if not (isinstance(length, int | float) and 0 < length < _WIDEST):
        raise ValueError(length)


#: No column is as wide, and no row as high.
_WIDEST = 1000


_KINDS = (str, int, float, NoneType)


def _cell(value: Any) -> Value:
    if isinstance(value, dict):
        yuan = Decimal(value[_YUAN])
        if not abs(yuan) < _MOST_YUAN:  # what is no number neither
            raise ValueError(value)
        return yuan
    if not isinstance(value, _KINDS):
        raise ValueError(value)
    return value
