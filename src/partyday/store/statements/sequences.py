"""The keys of new rows: a server has a sequence for each table, a file a row that tells the last one it gave.

Of several writers at once on a server none waits for another's keys; in a file there is one writer, who counts on and
keeps where he ended (`KEEP_KEY`). Only the statements import this.
"""

from typing import Any

from sqlalchemy import ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from partyday.store.statements.parameters import count


class NewKeys(ColumnElement[int]):
    """On a server a list of `count` new keys of the table, in a file the last one there was."""

    inherit_cache = False
    type = Integer()

    def __init__(self, table: str) -> None:
        self.table = table


@compiles(NewKeys, "sqlite")
def _on_sqlite(keys: NewKeys, _compiler: SQLCompiler, **_kw: Any) -> str:
    given = f"(SELECT last FROM last_key WHERE table_name = '{keys.table}')"  # noqa: S608  # a table of our own
    there = f"(SELECT max(id) FROM {keys.table})"  # noqa: S608
    return f"max(coalesce({given}, 0), coalesce({there}, 0))"


@compiles(NewKeys, "postgresql")
def _on_postgresql(keys: NewKeys, compiler: SQLCompiler, **kw: Any) -> str:
    each = f"nextval('{sequence_of(keys.table)}')"
    return f"(SELECT array_agg({each}) FROM generate_series(1, {compiler.process(count, **kw)}))"  # noqa: S608


def sequence_of(table: str) -> str:
    """The name of a table's sequence."""
    return f"{table}_id_seq"
