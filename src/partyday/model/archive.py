"""Sheets as text, for a filing to be kept and printed again exactly as it was. Knows no workbook.

Everything a `Sheet` holds is in it, widths too; numbers in yuan as text that says so.
"""

import json
from decimal import Decimal
from typing import Any

from partyday.model.paper import Align, Number, Orientation, PrintedColumn, Row, RowKind, Sheet, Value

#: What the text is written in; a later way of writing gets another number, and this one stays readable.
_FORMAT = 1

_YUAN = "yuan"


def pack(sheets: tuple[Sheet, ...]) -> str:
    """The sheets as one line of JSON, the same whenever they are."""
    packed = {"format": _FORMAT, "sheets": [_packed(sheet) for sheet in sheets]}
    return json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def unpack(text: str) -> tuple[Sheet, ...]:
    """The sheets again. Raises ValueError for what `pack` did not write."""
    try:
        packed = json.loads(text)
        if packed["format"] == _FORMAT:
            return tuple(_unpacked(sheet) for sheet in packed["sheets"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ArithmeticError) as error:
        raise ValueError(f"no sheets of this kind: {error}") from error
    raise ValueError(f"no sheets of this kind: format {packed['format']}")


def _packed(sheet: Sheet) -> dict[str, Any]:
    plain = {name: getattr(sheet, name) for name in _PLAIN}
    columns = [
        # Shading is told where there is some: a sheet without any is packed as it was before there was any.
        {name: getattr(column, name) for name in _COLUMN} | ({"shaded": column.shaded} if column.shaded else {})
        for column in sheet.columns
    ]
    body = [[row.kind, row.number, [_value(cell) for cell in row.cells]] for row in sheet.body]
    return {**plain, "columns": columns, "body": body}


_PLAIN = ("title", "tab", "stem", "lines", "notes", "signatures", "orientation", "row_height", "draft")
_COLUMN = ("heading", "width", "group", "align", "number", "choices")


def _value(cell: Value) -> Any:
    return {_YUAN: str(cell)} if isinstance(cell, Decimal) else cell


def _unpacked(packed: dict[str, Any]) -> Sheet:
    columns = [
        PrintedColumn(
            **{
                **column,
                "align": Align(column["align"]),
                "number": Number(column["number"]),
                "choices": tuple(column["choices"]),
                "shaded": tuple(column.get("shaded", ())),
            }
        )
        for column in packed["columns"]
    ]
    rows = [
        Row(tuple(map(_cell, cells)), RowKind(kind), Number(number) if number else None)
        for kind, number, cells in packed["body"]
    ]
    lines = tuple((str(left), str(right)) for left, right in packed["lines"])
    return Sheet(
        **{
            **{name: packed[name] for name in _PLAIN},
            "lines": lines,
            "notes": tuple(packed["notes"]),
            "signatures": tuple(packed["signatures"]),
            "orientation": Orientation(packed["orientation"]),
            "columns": tuple(columns),
            "body": tuple(rows),
        }
    )


def _cell(value: Any) -> Value:
    if isinstance(value, dict):
        return Decimal(value[_YUAN])
    if not isinstance(value, str | int | float | None):
        raise ValueError(value)
    return value
