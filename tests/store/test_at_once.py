"""Several units of work with one commit: each an entry of its own, on a file all of them or none."""

import sqlite3
from contextlib import closing

import pytest

from factories import act, log_length
from partyday.errors import BookUnusable, Conflict
from partyday.store import checking, people
from partyday.store.book import Store
from partyday.store.sqlite import SQLiteDatabase
from store.test_unit_of_work import Interrupted, put_branch


def names(store: Store) -> list[str]:
    with store.reading() as connection:
        return [branch.name for branch in people.branches(connection)]


def break_off(store: Store, name: str, key: int) -> None:
    """A unit of work in which something goes wrong."""
    with store.writing(act()) as unit:
        unit.rows.insert("branch", {"id": key, "name": name, "kind": "branch"})
        raise Interrupted


def test_each_is_an_entry_of_its_own_and_seen_by_the_next(book: Store) -> None:
    with book.at_once():
        put_branch(book, "一支部", key=1)
        assert names(book) == ["一支部"]
        put_branch(book, "二支部", key=2, reason="增设")
    assert names(book) == ["一支部", "二支部"]
    assert log_length(book) == 2
    with book.reading() as connection:
        assert list(checking.faults(connection)) == []


def test_one_that_fails_or_is_only_tried_takes_back_what_is_its_own(book: Store) -> None:
    with book.at_once():
        put_branch(book, "一支部", key=1)
        with pytest.raises(Interrupted):
            break_off(book, "二支部", key=2)
        with pytest.raises(Conflict):
            put_branch(book, "又一支部", key=1)
        put_branch(book, "三支部", key=3, dry_run=True)
        put_branch(book, "四支部", key=4)
    assert names(book) == ["一支部", "四支部"]
    assert log_length(book) == 2


def test_on_a_file_what_is_broken_off_leaves_nothing_of_any(sqlite_book: Store) -> None:
    def broken_off() -> None:
        with sqlite_book.at_once():
            put_branch(sqlite_book, "一支部", key=1)
            raise Interrupted

    with pytest.raises(Interrupted):
        broken_off()
    assert names(sqlite_book) == []
    put_branch(sqlite_book, "二支部", key=1)
    assert names(sqlite_book) == ["二支部"]


def test_nobody_else_sees_any_before_the_end(sqlite_book: Store) -> None:
    with sqlite_book.at_once():
        put_branch(sqlite_book, "一支部", key=1)
        with closing(sqlite3.connect(sqlite_book.place)) as other:
            assert other.execute("SELECT count(*) FROM branch").fetchone() == (0,)
    with closing(sqlite3.connect(sqlite_book.place)) as other:
        assert other.execute("SELECT count(*) FROM branch").fetchone() == (1,)


def test_where_the_transaction_around_them_was_ended_none_begins(sqlite_book: Store) -> None:
    """As SQLite ends it on a full disk."""
    assert isinstance(sqlite_book.database, SQLiteDatabase)
    database = sqlite_book.database

    def ended() -> None:
        with sqlite_book.at_once():
            put_branch(sqlite_book, "一支部", key=1)
            assert database._around is not None
            database._around.execute("ROLLBACK")
            put_branch(sqlite_book, "二支部", key=2)

    with pytest.raises(BookUnusable):
        ended()
    assert names(sqlite_book) == []
