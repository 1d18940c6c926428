"""The tables, the migrations and what becomes of a book at another version."""

import re
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, DefaultClause, Table, insert, inspect, select, text, update
from sqlalchemy.exc import IntegrityError

from factories import act, contents, desk, engine, log_length, rows, start_branch
from partyday.errors import BookUnusable, Conflict
from partyday.services import logs
from partyday.store import making, schema
from partyday.store import tables as t
from partyday.store.book import Store, open_book
from partyday.store.sqlite import SQLiteConnection

REVISIONS = [each.revision for each in ScriptDirectory(str(schema.migrations_dir())).walk_revisions()][::-1]


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.migrations_dir()))
    config.set_main_option("path_separator", "os")
    return config


def migrate(store: Store, revision: str, *, down: bool = False) -> None:
    """Alembic itself, not partyday's own use of it."""
    config = alembic_config()
    with engine(store).begin() as connection:
        config.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(config, revision)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database without a table is, once on each kind."""
    if request.param == "sqlite":
        return str(tmp_path / "new.partyday")
    return str(request.getfixturevalue("postgres_url"))


def old_book(place: str) -> None:
    """A book at the first migration, written through the gate, with a branch, a member and a mark in it."""
    store = Store(place)
    migrate(store, t.SCHEMA)
    with engine(store).begin() as connection:
        connection.execute(insert(t.book), {"id": 1, "uid": "old"})
        connection.execute(insert(t.chain), {"id": 1, "uid": "old", "entries": 0})
    with store.writing(act(command="init", login="")) as unit:
        unit.rows.insert("branch", {"id": 1, "name": "一支部", "kind": "branch"})
    with store.writing(act(command="member add", login="")) as unit:
        unit.rows.insert("member", {"id": 1, "name": "𠮷野", "staff_number": "007", "joined_on": date(2010, 7, 1)})
        unit.rows.insert(
            "membership", {"id": 1, "member_id": 1, "branch_id": 1, "number": 7, "since": date(2010, 7, 1)}
        )
        unit.rows.insert("standing", {"member_id": 1, "since": date(2010, 7, 1), "standing": "full"})
    # The gate writes every column of today, so the later ones are taken away only now.
    migrate(store, "0001", down=True)
    store.close()


# ---- the tables are what the migrations make


def test_the_schema_this_program_knows_is_the_newest_migration() -> None:
    assert t.SCHEMA == schema.head() == REVISIONS[-1]


def test_there_is_one_line_of_migrations_in_order_of_their_names() -> None:
    assert sorted(REVISIONS) == REVISIONS
    assert ScriptDirectory(str(schema.migrations_dir())).get_heads() == [t.SCHEMA]


def test_the_migrations_make_the_tables_the_program_uses(book: Store) -> None:
    with engine(book).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), t.metadata) == []


def test_the_index_of_exceptions_holds_only_those_and_is_what_a_review_reads(book: Store) -> None:
    """The condition must stand there word for word, else the database reads every mark."""
    is_sqlite = engine(book).dialect.name == "sqlite"
    of_indexes = "SELECT sql FROM sqlite_master" if is_sqlite else "SELECT indexdef FROM pg_indexes"
    with engine(book).connect() as connection:
        made = " ".join(filter(None, connection.execute(text(of_indexes)).scalars()))
        assert re.search(r"INDEX ix_mark_exception [^;]*? WHERE", made)
        if is_sqlite:
            wanted = select(t.mark.c.member_id).where(t.EXCEPTION)
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {wanted}"))
            assert "ix_mark_exception" in str(plan.all())


def test_a_column_that_may_be_left_out_is_empty_in_the_database_as_in_the_program(book: Store) -> None:
    """Alembic's own comparison of defaults does not work on SQLite."""
    with engine(book).connect() as connection:
        inspector = inspect(connection)
        made = {
            (table.name, column["name"]): (column["default"] or "").split("::")[0].replace("false", "0")
            for table in t.metadata.tables.values()
            for column in inspector.get_columns(table.name)
        }
    wanted = {(table.name, column.name): _default(column) for table in t.metadata.tables.values() for column in table.c}
    assert made == wanted


def _default(column: Column[object]) -> str:
    if not isinstance(column.server_default, DefaultClause):
        return ""
    return str(column.server_default.arg).replace("false", "0") or "''"


def test_the_comparison_would_notice_a_missing_column_and_index(book: Store) -> None:
    """Guards the test above: the same comparison after the database was changed under it."""
    with engine(book).begin() as connection:
        connection.exec_driver_sql("DROP INDEX ix_mark_member_id")
        connection.exec_driver_sql("ALTER TABLE member DROP COLUMN phone")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        told = {difference[0] for difference in compare_metadata(context, t.metadata) if isinstance(difference, tuple)}
    assert told == {"add_index", "add_column"}


@pytest.mark.parametrize("table", [t.membership, t.circumstance])
def test_periods_that_end_before_they_begin_are_refused_by_the_database(book: Store, table: Table) -> None:
    facts = {"id": 1, "member_id": 1, "branch_id": 1, "number": 1, "kind": "mobile", "since": date(2026, 3, 2)}
    row = {column.name: facts[column.name] for column in table.c if column.name in facts}
    with engine(book).connect() as connection:
        connection.execute(insert(t.branch), {"id": 1, "name": "一支部", "kind": "branch"})
        connection.execute(insert(t.member), {"id": 1, "name": "张三"})
        connection.execute(insert(table), {**row, "until": date(2026, 3, 2)})
        with pytest.raises(IntegrityError, match="period"):
            connection.execute(update(table).values(until=date(2026, 3, 1)))


def test_rows_that_name_nobody_are_refused_by_the_database(book: Store) -> None:
    with engine(book).connect() as connection, pytest.raises(IntegrityError):
        connection.execute(insert(t.standing), {"member_id": 99, "since": date(2026, 3, 2), "standing": "full"})


def test_every_migration_can_be_taken_back_and_made_again(empty_database: str) -> None:
    store = Store(empty_database)
    for revision in REVISIONS:
        migrate(store, revision)
        migrate(store, "-1", down=True)
        migrate(store, revision)
    migrate(store, "base", down=True)
    with engine(store).connect() as connection:
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    store.close()


# ---- a new book


def test_a_new_book_is_empty_and_opens(book: Store) -> None:
    opened = open_book(book.place)
    assert all(rows == set() for rows in contents(opened).values())
    assert logs.verify(desk(opened)) == []
    opened.close()


def test_two_new_books_have_names_of_their_own(tmp_path: Path) -> None:
    uids = set()
    for name in ("one", "two"):
        store = making.create(str(tmp_path / name))
        with store.reading() as connection:
            uids.add(rows(connection, t.book)[0]["uid"])
        store.close()
    assert len(uids) == 2


def test_a_new_book_is_not_made_over_another(book: Store) -> None:
    start_branch(book)
    with pytest.raises(Conflict, match="already"):
        making.create(book.place)


def test_a_new_book_makes_its_folder(tmp_path: Path) -> None:
    place = tmp_path / "党建" / "2026" / "book.partyday"
    making.create(str(place)).close()
    assert place.is_file()


def test_a_new_book_below_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BookUnusable, match="folder"):
        making.create(str(tmp_path / "file" / "book.partyday"))


def test_a_book_writes_through_to_the_disk(tmp_path: Path) -> None:
    store = making.create(str(tmp_path / "book.partyday"))
    with store.database.transaction(writing=False) as connection:
        assert isinstance(connection, SQLiteConnection)
        pragmas = {
            name: connection.driver.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    store.close()


# ---- an older book


def test_an_older_book_is_refused_and_told_how_to_upgrade(empty_database: str) -> None:
    old_book(empty_database)
    with pytest.raises(BookUnusable, match=r"older version \(0001\)") as told:
        open_book(empty_database)
    assert told.value.exit_code == 14
    assert "partyday upgrade" in told.value.hint


def test_an_upgrade_keeps_every_row_and_the_log(empty_database: str) -> None:
    old_book(empty_database)
    before, now, _kept = schema.upgrade(empty_database)
    assert (before, now) == ("0001", t.SCHEMA)
    store = open_book(empty_database)
    assert contents(store)["membership"] == {(1, 1, 1, 7, date(2010, 7, 1), None, None, "")}
    assert {row[:2] for row in contents(store)["member"]} == {(1, "𠮷野")}
    assert log_length(store) == 2
    assert logs.verify(desk(store)) == []
    store.close()


def test_an_upgraded_book_has_the_tables_of_a_new_one(empty_database: str) -> None:
    old_book(empty_database)
    schema.upgrade(empty_database)
    store = open_book(empty_database)
    with engine(store).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), t.metadata) == []
    store.close()


def test_an_upgrade_copies_the_book_first(tmp_path: Path) -> None:
    place = tmp_path / "book.partyday"
    old_book(str(place))
    _before, _now, kept = schema.upgrade(str(place))
    assert kept
    assert kept.parent == tmp_path
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert copy.execute("SELECT name, staff_number FROM member").fetchall() == [("𠮷野", "007")]


def test_an_upgrade_of_an_up_to_date_book_does_nothing(sqlite_book: Store, tmp_path: Path) -> None:
    assert schema.upgrade(sqlite_book.place) == (t.SCHEMA, t.SCHEMA, None)
    assert list(tmp_path.glob("*.bak")) == []


def test_an_upgrade_that_fails_on_its_way_leaves_the_old_book(tmp_path: Path) -> None:
    """A table of the second migration stands in its way."""
    place = tmp_path / "book.partyday"
    old_book(str(place))
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("CREATE TABLE holiday (x)")
        connection.commit()
    with pytest.raises(BookUnusable):
        schema.upgrade(str(place))
    with pytest.raises(BookUnusable, match=r"older version \(0001\)"):
        open_book(str(place))


def test_there_is_nothing_to_upgrade_where_there_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(BookUnusable, match="no book"):
        schema.upgrade(str(tmp_path / "nothing"))
    assert list(tmp_path.iterdir()) == []


# ---- a newer book


def test_a_newer_book_is_refused_and_nothing_is_changed(book: Store) -> None:
    with engine(book).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for open_it in (open_book, schema.upgrade):
        with pytest.raises(BookUnusable, match="newer partyday") as told:
            open_it(book.place)
        assert told.value.exit_code == 14
    with engine(book).begin() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "9999"
