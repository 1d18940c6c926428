"""The one construct for "is one of a list": a list of any length is one parameter, and the text stays the same.

SQLite takes the list as JSON and reads it as a table, PostgreSQL takes it as an array. SQLAlchemy's own `in_` writes a
statement anew for every length. Only the statements import this.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Dialect, SelectBase, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine


class Keys(TypeDecorator[Collection[Any]]):
    """The type of a parameter that is a list: JSON text for SQLite, an array for PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, of: TypeEngine[Any]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """How the list travels."""
        return dialect.type_descriptor(ARRAY(self.of) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        """The list as the driver takes it."""
        keys = list(value or ())
        return keys if dialect.name == "postgresql" else json.dumps(keys, ensure_ascii=False)


class _Elements(ColumnElement[Any]):
    """The elements of a list as a subquery."""

    inherit_cache = False

    def __init__(self, keys: ColumnElement[Any]) -> None:
        self.keys = keys


@compiles(_Elements, "sqlite")
def _on_sqlite(elements: _Elements, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(elements.keys, **kw)}))"  # noqa: S608  # a parameter's place


@compiles(_Elements, "postgresql")
def _on_postgresql(elements: _Elements, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT unnest({compiler.process(elements.keys, **kw)}))"


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether a column is one of the list that is given as the parameter `name`."""
    # `bool_op` makes a comparison; an element of its own with the type Boolean would read `… = 1` on SQLite and no
    # index would serve it.
    return column.bool_op("IN")(_Elements(bindparam(name, type_=Keys(column.type))))


class _Found(ColumnElement[Any]):
    """The values of a query, worked out once and before everything else."""

    inherit_cache = False

    def __init__(self, query: SelectBase) -> None:
        self.query = query


@compiles(_Found, "sqlite")
def _once_on_sqlite(found: _Found, compiler: SQLCompiler, **kw: Any) -> str:
    return f"IN ({compiler.process(found.query, **kw)})"


@compiles(_Found, "postgresql")
def _once_on_postgresql(found: _Found, compiler: SQLCompiler, **kw: Any) -> str:
    # Who waited for a row looks at its condition again, and does not find the rows of a subquery then.
    return f"= ANY (ARRAY({compiler.process(found.query, **kw)}))"


def once_among(column: ColumnElement[Any], query: SelectBase) -> ColumnElement[bool]:
    """Whether a column is one of the values of a query that does not depend on it; for rows that are locked."""
    return column.bool_op("")(_Found(query))
