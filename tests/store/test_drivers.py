"""The drivers against SQLAlchemy on the same book: the same rows of the same types, and the same refusals."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection as Alchemy
from sqlalchemy import and_, delete, insert, select

from factories import BRANCH, TODAY, act, contents, engine, rows, start_branch, through
from partyday.errors import Conflict
from partyday.services.claims import fingerprint
from partyday.store import compiling
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import Broken, Connection, Refused, Row
from partyday.store.remembering import RememberingConnection
from partyday.store.sqlite import SQLiteConnection

STATEMENTS = compiling.statements()

KEYS = list(range(1, 40))

#: A value for every parameter, such that the lively book has rows for it.
VALUES: dict[str, Any] = {
    "as_of": date(2026, 12, 31),
    "on": TODAY,
    "since": TODAY,
    "soon": date(2026, 12, 31),
    "until": date(2026, 12, 31),
    "first": "2026-01",
    "last": "2026-12",
    "period": "2026-03-06",
    "branch_id": 2,
    "member_id": 3,
    "number": 3,
    "chain_id": 1,
    "entry_id": 3,
    "count": 3,
    "back": 0,
    "row_key": "2/2026-00001",
    "name": "张三",
    "branch_name": BRANCH,
    "staff_number": None,
    "id_number": "",
    "digest": fingerprint("ab" * 16),  # the cookie of a phone in the lively book
    "paper": "roster",
    "branch_ids": KEYS,
    "blank_ids": KEYS,
    "table_names": ["receipt", "payment"],
    "member_ids": KEYS,
    "corrected_ids": KEYS,
    "day_ids": KEYS,
    "meeting_ids": KEYS,
    "forms": ["talk", "attendance"],
    "undone": [1, 2],
    "table_name": "receipt",
    "row_keys": ["2/2026-00001", "2/2026-00002"],
    "row_keys_like": "2/%",
}


#: The lively book agrees with itself, and no file was joined to it (tests/services/test_joining.py).
FIND_NOTHING = ("CONTRADICTIONS", "JOINED_UNTIL")


class ThroughSQLAlchemy:
    """The third way to run the statements: as they are written, by SQLAlchemy itself."""

    def __init__(self, connection: Alchemy) -> None:
        self.connection = connection

    def run(self, name: str, /, **values: Any) -> list[Row]:
        result = self.connection.execute(STATEMENTS[name], values)
        return [tuple(row) for row in result] if result.returns_rows else []


def reads(name: str) -> bool:
    return name.partition("_")[0] not in ("INSERT", "UPDATE", "DELETE", "NEW", "KEEP", "NEXT") and name != "GATES"


def values_of(name: str, connection: Connection) -> dict[str, Any]:
    """A value for each parameter; of a single row, the key of one that is there."""
    kind, _underscore, table = name.partition("_")
    if kind == "GET" and table.lower() in TABLES:
        return rows(connection, t.metadata.tables[table.lower()])[-1]
    named = VALUES | {"uid": connection.run("BOOKS")[0][1]}
    values = {place: named[place] for place in SQLITE[name][1] if isinstance(place, str)}
    return values | {"table_name": "standing"} if name == "TAKEN_AWAY" else values


@pytest.mark.parametrize("name", [name for name in SQLITE if reads(name)])
def test_a_statement_gives_the_rows_and_types_that_sqlalchemy_gives(lively: Store, name: str) -> None:
    with lively.database.transaction(writing=False) as connection, engine(lively).connect() as alchemy:
        values = values_of(name, connection)
        found = connection.run(name, **values)
        assert bool(found) != (name in FIND_NOTHING), f"{name} finds nothing: the test would show nothing"
        streamed, expected = list(connection.stream(name, **values)), ThroughSQLAlchemy(alchemy).run(name, **values)
    if "ORDER BY" not in SQLITE[name][0]:  # a database gives them in whatever order it likes
        found, streamed, expected = (sorted(given, key=repr) for given in (found, streamed, expected))
    assert streamed == found
    assert [[type(value) for value in row] for row in found] == [[type(value) for value in row] for row in expected]
    assert found == expected


def let_references_dangle(connection: Any) -> None:
    """Within this transaction, which is taken back."""
    is_file = isinstance(connection, SQLiteConnection)
    connection.driver.execute(
        "PRAGMA defer_foreign_keys = ON" if is_file else "SET LOCAL session_replication_role = replica"
    )


@pytest.mark.parametrize("name", TABLES)
def test_a_row_written_by_name_is_the_row_that_sqlalchemy_writes(lively: Store, name: str) -> None:
    """Taken away, put back with other texts, put right: each time SQLAlchemy reads what the drivers wrote."""
    table, upper = t.metadata.tables[name], name.upper()
    with engine(lively).connect() as alchemy:
        connection = through(alchemy)
        row = dict(alchemy.execute(select(table)).mappings().all()[-1])
        let_references_dangle(connection)
        is_it = and_(*(column == row[column.name] for column in table.primary_key))
        others = [column.name for column in table.c if not column.primary_key]
        changed = {**row, **{each: f"{row[each]}𠮷'%s\n" for each in others if row[each] == ""}}

        def seen() -> list[Any]:
            return [dict(found) for found in alchemy.execute(select(table).where(is_it)).mappings()]

        connection.run(f"DELETE_{upper}", **row)
        assert seen() == []
        connection.run(f"INSERT_{upper}", **changed)
        assert seen() == [changed]
        connection.run(f"UPDATE_{upper}", **row)
        assert seen() == [row]
        connection.run(f"DELETE_{upper}", **row)
        connection.run_many(f"INSERT_{upper}", {name: [value] for name, value in row.items()})
        assert seen() == [row]
        alchemy.execute(delete(table).where(is_it))
        alchemy.execute(insert(table), [changed])
        [found] = connection.run(f"GET_{upper}", **row)
        assert found[: len(changed)] == tuple(changed.values())


# ---- what a database refuses


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("INSERT_BRANCH", {"id": 1, "name": "二支部", "kind": "branch", "parent_id": None}),  # its key
        ("INSERT_BRANCH", {"id": 99, "name": BRANCH, "kind": "branch", "parent_id": None}),  # its name
        ("INSERT_STANDING", {"member_id": 99, "since": TODAY, "standing": "full"}),  # a reference
        ("INSERT_CIRCUMSTANCE", {"member_id": 1, "kind": "ill", "since": TODAY, "until": date(2020, 1, 1)}),  # a check
        ("INSERT_MEMBER", {"id": 99, "name": None}),  # what must be there
    ],
)
def test_what_a_constraint_forbids_is_broken_and_not_refused(lively: Store, name: str, row: dict[str, Any]) -> None:
    whole = {**TABLES[name.partition("_")[2].lower()][1], **row}
    columns = {column: [value] for column, value in whole.items()}
    before = contents(lively)
    for write in ("run", "run_many"):
        with lively.database.transaction(writing=False) as connection, pytest.raises(Broken):
            connection.run(name, **whole) if write == "run" else connection.run_many(name, columns)
    with pytest.raises(Conflict, match=r"do not allow|has that name already"), lively.writing(act()) as unit:
        unit.connection.run(name, **whole)
    assert contents(lively) == before


def test_a_refusal_has_the_words_of_the_database(book: Store) -> None:
    with book.database.transaction(writing=False) as connection:
        taken: Any = connection
        taken.driver.execute("ALTER TABLE theme RENAME TO motto")
        with pytest.raises(Refused, match="theme"):
            connection.run("THEMES", branch_ids=[1])


def test_what_is_not_committed_is_gone_and_the_connection_serves_again(book: Store) -> None:
    start_branch(book)
    moved = {"chain_id": 1, "entries": 2, "head": "x", "at": ""}
    with book.database.transaction(writing=True) as connection:
        connection.run("NEW_HEAD", **moved)
    with book.database.transaction(writing=True) as connection:
        assert connection.run("GATE", chain_id=1)[0][0] == 1
        connection.run("NEW_HEAD", **moved)
        connection.commit()
    with book.database.transaction(writing=False) as connection:
        assert connection.run("GATE", chain_id=1)[0][0] == 2


def test_a_reader_beside_a_writer_has_a_connection_of_its_own(book: Store) -> None:
    with book.writing(act()) as unit, book.database.transaction(writing=False) as connection:
        unit.rows.insert("branch", {"id": 1, "name": "一支部", "kind": "branch"})
        assert connection.run("BRANCHES") == []
    with book.database.transaction(writing=False) as connection:
        assert len(connection.run("BRANCHES")) == 1


def test_a_list_may_be_empty_long_or_of_any_text(book: Store) -> None:
    start_branch(book)
    odd = ["𠮷野", 'a"b', "100%", "it's", "\\", "{x}", ""]
    with book.database.transaction(writing=False) as connection:
        assert connection.run("TAKEN_NUMBERS", branch_ids=[]) == []
        assert connection.run("NAMES", member_ids=range(200_000)) == []
        assert connection.run("FILED_OF", branch_ids={1}, forms=frozenset(odd), period="%s") == []


# ---- a reader


def test_a_reader_asks_the_same_question_once(book: Store) -> None:
    start_branch(book)
    with book.reading() as connection:
        assert isinstance(connection, RememberingConnection)
        first = connection.run("TAKEN_NUMBERS", branch_ids=[1, 2])
        names = connection.run("BRANCHES")
        names.clear()  # whoever asked may do with the answer what they like
        connection.behind = None  # type: ignore[assignment]  # nothing is asked any more
        assert connection.run("TAKEN_NUMBERS", branch_ids={2, 1}) == first
        assert [row[1] for row in connection.run("BRANCHES")] == [BRANCH]
        with pytest.raises(AttributeError):
            connection.run("TAKEN_NUMBERS", branch_ids=[1])


def test_a_reader_writes_nothing(book: Store) -> None:
    with book.reading() as connection:
        with pytest.raises(TypeError):
            connection.run_many("INSERT_HOLIDAY", {})
        with pytest.raises(TypeError):
            connection.commit()


def test_another_reader_asks_anew(book: Store) -> None:
    with book.reading() as connection:
        assert connection.run("BRANCHES") == []
    start_branch(book)
    with book.reading() as connection:
        assert len(connection.run("BRANCHES")) == 1
