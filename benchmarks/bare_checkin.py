"""The least that Typer and Python's own driver can do for one check-in: two selects, an upsert, a commit.

It starts as partyday does, without garbage collection, and opens SQLite with the same pragmas. It keeps no log.
"""

import gc
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

SCHEMA = """
CREATE TABLE member (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE day (id INTEGER PRIMARY KEY, held_on DATE NOT NULL);
CREATE TABLE mark (
    day_id INTEGER REFERENCES day, member_id INTEGER REFERENCES member, state TEXT NOT NULL,
    PRIMARY KEY (day_id, member_id)
);
CREATE INDEX member_name ON member (name);
CREATE INDEX day_held_on ON day (held_on);
"""


@app.command()
def checkin(
    who: Annotated[str, typer.Argument(help="Who is present.")],
    day: Annotated[str, typer.Option(help="Which day.")],
    book: Annotated[Path, typer.Option(help="The SQLite file.")],
) -> None:
    """Record that somebody was present on a day."""
    with closing(sqlite3.connect(book)) as connection:
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "busy_timeout = 5000"):
            connection.execute(f"PRAGMA {pragma}")
        (day_id,) = connection.execute("SELECT id FROM day WHERE held_on = ?", (day,)).fetchone()
        (member_id,) = connection.execute("SELECT id FROM member WHERE name = ?", (who,)).fetchone()
        connection.execute("INSERT OR REPLACE INTO mark VALUES (?, ?, 'present')", (day_id, member_id))
        connection.commit()
    typer.echo(f"√ {who} {day}")


def make_book(path: Path, days: Iterable[str], names: Iterable[str]) -> None:
    """A new SQLite file with those days and members."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO day (held_on) VALUES (?)", [(day,) for day in days])
        connection.executemany("INSERT INTO member (name) VALUES (?)", [(name,) for name in names])
        connection.commit()


def main() -> None:
    """Run the program as partyday is run."""
    gc.disable()
    try:
        app(prog_name="bare_checkin")
    finally:
        gc.freeze()


if __name__ == "__main__":
    main()
