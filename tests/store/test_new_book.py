"""Making a book: whole or absent, one of several who make it, what a killed `init` of before left."""

import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from factories import branch_of, desk, log_length, rows, start_branch
from partyday.errors import BookUnusable, Conflict
from partyday.services import logs
from partyday.store import tables as t
from partyday.store.book import open_book

#: Four processes that have read the program and make a book when they are told; their exit codes.
MAKING = """
import os, sys
from datetime import date
from partyday.errors import Conflict
from partyday.services import branches
from partyday.services.desk import Desk
from partyday.store import making, postgresql, schema, sqlite
from partyday.store.book import Act

def make(number):
    os.read(go, 1)
    try:
        with making.building(sys.argv[1]) as store:
            desk = Desk(store, Act(command="init", by="x", today=date(2026, 3, 6)))
            branches.start(desk, f"第{number}支部", None, "hebei", ())
    except Conflict:
        return 13
    return 0

go, tell = os.pipe()
makers = []
for number in range(4):
    if not (child := os.fork()):
        code = 1
        try:
            code = make(number)
        finally:
            os._exit(code)
    makers.append(child)
os.write(tell, b"go!!")
print(*(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in makers))
"""


def made_by_four(place: str) -> list[int]:
    done = subprocess.run([sys.executable, "-c", MAKING, place], capture_output=True, text=True, check=True)
    return list(map(int, done.stdout.split()))


@pytest.mark.slow
@pytest.mark.parametrize("half_made", [False, True])
def test_of_four_who_make_a_book_at_one_time_one_wins(tmp_path: Path, half_made: bool) -> None:
    place = tmp_path / "book.partyday"
    if half_made:
        place.write_bytes(b"")
    codes = made_by_four(str(place))
    assert sorted(codes) == [0, 13, 13, 13]
    store = open_book(str(place))
    assert branch_of(store, f"第{codes.index(0)}支部")
    assert logs.verify(desk(store)) == []
    assert log_length(store) == 1
    store.close()
    assert [path.name for path in tmp_path.iterdir()] == ["book.partyday"]


@pytest.mark.slow
def test_of_four_who_make_a_book_on_a_server_one_wins(postgres_url: str) -> None:
    codes = made_by_four(postgres_url)
    assert sorted(codes) == [0, 13, 13, 13]
    store = open_book(postgres_url)
    assert branch_of(store, f"第{codes.index(0)}支部")
    assert logs.verify(desk(store)) == []
    store.close()


def empty_file(place: Path) -> None:
    place.write_bytes(b"")


def only_the_mode(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def tables_without_the_book(place: Path) -> None:
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('0006')")
        connection.execute("CREATE TABLE book (id, uid, entries, head)")
        connection.execute("CREATE TABLE branch (id, name)")


def book_without_a_branch(place: Path) -> None:
    tables_without_the_book(place)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("INSERT INTO book VALUES (1, 'x', 0, '')")


@pytest.mark.parametrize("half", [empty_file, only_the_mode, tables_without_the_book, book_without_a_branch])
def test_what_a_killed_init_of_an_older_version_left_is_told_and_made_anew(
    tmp_path: Path, half: Callable[[Path], None]
) -> None:
    from partyday.store import making

    place = tmp_path / "book.partyday"
    half(place)
    with pytest.raises(BookUnusable, match="never finished") as told:
        open_book(str(place))
    assert "partyday init" in told.value.hint
    with making.building(str(place)) as store:
        start_branch(store)
    store = open_book(str(place))
    assert logs.verify(desk(store)) == []
    store.close()


def test_what_only_looks_half_made_is_left_alone(tmp_path: Path) -> None:
    from partyday.store import making

    place = tmp_path / "book.partyday"
    book_without_a_branch(place)
    with closing(sqlite3.connect(place)) as connection, connection:
        connection.execute("INSERT INTO branch VALUES (1, '一支部')")
    before = place.read_bytes()
    with pytest.raises(Conflict), making.building(str(place)):
        pass
    assert place.read_bytes() == before


def test_a_book_is_its_owners_alone(tmp_path: Path) -> None:
    from partyday.store import making

    place = tmp_path / "党建" / "book.partyday"
    store = making.create(str(place))
    start_branch(store)
    with store.reading() as connection:
        rows(connection, t.branch)
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in place.parent.iterdir()}
    assert modes == dict.fromkeys(("book.partyday", "book.partyday-wal", "book.partyday-shm"), 0o600)
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    store.close()
