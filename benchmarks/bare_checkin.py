"""The least Typer and SQLAlchemy Core can do for one check-in: two selects, an upsert, a commit.

It starts as light as partyday does (the database library imported when the command runs, no garbage collection) and
opens SQLite with the same pragmas. No roll, no log, no undo.
"""

import gc
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

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
    from sqlalchemy import Column, Date, ForeignKey, Integer, MetaData, Table, Text, select
    from sqlalchemy.dialects.sqlite import insert

    metadata = MetaData()
    member = Table("member", metadata, Column("id", Integer, primary_key=True), Column("name", Text))
    days = Table("day", metadata, Column("id", Integer, primary_key=True), Column("held_on", Date))
    mark = Table(
        "mark",
        metadata,
        Column("day_id", ForeignKey("day.id"), primary_key=True),
        Column("member_id", ForeignKey("member.id"), primary_key=True),
        Column("state", Text, nullable=False),
    )
    with open_book(book).connect() as connection:
        day_id = connection.execute(select(days.c.id).where(days.c.held_on == date.fromisoformat(day))).scalar_one()
        member_id = connection.execute(select(member.c.id).where(member.c.name == who)).scalar_one()
        row = insert(mark).values(day_id=day_id, member_id=member_id, state="present")
        connection.execute(row.on_conflict_do_update(index_elements=["day_id", "member_id"], set_={"state": "present"}))
        connection.commit()
    typer.echo(f"√ {who} {day}")


def open_book(path: Path) -> "Engine":
    """The engine of a SQLite file: foreign keys on, synchronous FULL; WAL is kept in the file."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("foreign_keys = ON", "synchronous = FULL", "busy_timeout = 5000"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


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
