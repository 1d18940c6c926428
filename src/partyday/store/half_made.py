"""Telling a book whose making was cut off. Versions before schema 0012 left such files where `init` was killed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from partyday.store.compiled import TABLES

_OURS = {*TABLES, "book", "log_entry", "log_change", "chain", "last_key", "alembic_version"}


def never_begun(place: str) -> bool:
    """Whether a file is a book whose `init` was cut off: its tables may be there, but nothing was ever recorded."""
    path = Path(place)
    try:
        if not path.is_file():
            return False
        if path.stat().st_size == 0:
            return not Path(f"{place}-wal").exists()
        with closing(sqlite3.connect(path)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables:
                return True
            if "alembic_version" not in tables or tables - _OURS:
                return False
            return not any(
                connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchall()  # noqa: S608  # names of our own
                for name in tables - {"alembic_version", "book", "chain", "last_key"}
            )
    except (sqlite3.Error, OSError):
        return False
