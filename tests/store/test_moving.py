"""Copying a whole book between a file and a server: nothing is lost, added or changed, and nothing is left half."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from factories import add_member, desk, engine, start_branch
from partyday.errors import BookUnusable, Conflict
from partyday.model.watching import unwatched
from partyday.services import logs
from partyday.store import moving
from partyday.store.book import Store, open_book
from partyday.store.connection import Row


def whole(place: str) -> dict[str, list[Row]]:
    """Every row of every table of a book, as a file keeps it."""
    store = Store(place)
    with store.database.transaction(writing=False) as connection:
        rows = {table.name: list(connection.rows_of(table)) for table in moving.TABLES}
        rows["last_key"] = sorted(connection.last_keys().items())
    store.close()
    return rows


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, lively: Store, tmp_path: Path) -> str:
    """A place for a copy, on the other kind of database than the lively book's."""
    on_server = "://" in lively.place
    return str(tmp_path / "copy.partyday") if on_server else request.getfixturevalue("postgres_url")


@pytest.mark.slow  # four databases are made
def test_a_book_goes_to_the_other_kind_of_database_and_comes_back_as_it_was(
    lively: Store, elsewhere: str, tmp_path: Path
) -> None:
    before = whole(lively.place)
    assert all(before.values()), "a table without a row shows nothing"
    there = moving.copy(lively.place, elsewhere, unwatched)
    assert whole(elsewhere) == before
    back = moving.copy(elsewhere, str(tmp_path / "back.partyday"), unwatched)
    assert whole(str(tmp_path / "back.partyday")) == before
    assert there == back
    assert there.rows == {table: len(rows) for table, rows in before.items() if table != "last_key"}
    assert there.entries == there.rows["log_entry"]
    copied = open_book(elsewhere)
    assert logs.verify(desk(copied)) == []
    add_member(copied, "新来的", branch=desk(copied).branches[-1].name)
    assert logs.verify(desk(copied)) == []
    copied.close()
    engine(copied).dispose()


@pytest.mark.slow  # the same
def test_the_hash_over_a_copy_is_of_every_row_in_it(lively: Store, tmp_path: Path) -> None:
    first = moving.copy(lively.place, str(tmp_path / "one"), unwatched)
    changed = open_book(str(tmp_path / "one"))
    with engine(changed).begin() as connection:
        connection.exec_driver_sql("UPDATE mark SET recorded_by = recorded_by || '.'")
    changed.close()
    second = moving.copy(str(tmp_path / "one"), str(tmp_path / "two"), unwatched)
    assert second.rows == first.rows
    assert second.sha256 != first.sha256


def test_a_book_is_not_copied_over_another(lively: Store, book: Store) -> None:
    start_branch(book)
    before = whole(book.place)
    for source in (lively.place, book.place):
        with pytest.raises(Conflict, match="already"):
            moving.copy(source, book.place, unwatched)
    assert whole(book.place) == before


@pytest.mark.slow  # the same
def test_a_server_with_an_empty_book_takes_a_copy(sqlite_book: Store, postgres_url: str) -> None:
    from partyday.store import making

    start_branch(sqlite_book)
    making.create(postgres_url).close()
    moving.copy(sqlite_book.place, postgres_url, unwatched)
    assert whole(postgres_url) == whole(sqlite_book.place)


class BrokenOff(Exception):
    """Somebody pressed Ctrl-C."""


@pytest.mark.slow  # the same
def test_a_copy_that_is_broken_off_leaves_nothing_and_can_be_made_again(
    lively: Store, elsewhere: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_OFTEN", 1)
    rows = whole(lively.place)
    total = sum(map(len, rows.values())) - len(rows["last_key"])
    for stop in (total // 2, 2 * total):  # while it is written, and while it is read again

        def stops(done: int, of: int, stop: int = stop) -> None:
            assert of == 2 * total
            if done == stop:
                raise BrokenOff

        with pytest.raises(BrokenOff):
            moving.copy(lively.place, elsewhere, stops)
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(BookUnusable):
            open_book(elsewhere)
    moving.copy(lively.place, elsewhere, unwatched)
    assert whole(elsewhere) == whole(lively.place)


KILLED = """
import os, signal, sys
from partyday.store import moving
moving._OFTEN = 1
moving.copy(sys.argv[1], sys.argv[2], lambda done, of: done > of * 0.7 and os.kill(os.getpid(), signal.SIGKILL))
"""


@pytest.mark.slow  # a process of its own is killed
def test_a_copy_that_is_killed_leaves_nothing(lively: Store, elsewhere: str, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, lively.place, elsewhere], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    with pytest.raises(BookUnusable):
        open_book(elsewhere)
    moving.copy(lively.place, elsewhere, unwatched)
    assert whole(elsewhere) == whole(lively.place)
    assert [path.name for path in tmp_path.iterdir()] in ([], ["copy.partyday"])


# ---- what cannot be copied


def test_a_file_with_what_no_server_can_hold_is_refused_whole(sqlite_book: Store, postgres_url: str) -> None:
    start_branch(sqlite_book)
    with engine(sqlite_book).begin() as connection:
        connection.exec_driver_sql("UPDATE branch SET since = 'soon'")
    with pytest.raises(BookUnusable, match=r"does not take the rows of branch: .*date") as told:
        moving.copy(sqlite_book.place, postgres_url, unwatched)
    assert "verify" in told.value.hint
    with pytest.raises(BookUnusable, match="not a partyday book"):
        open_book(postgres_url)


@pytest.mark.parametrize(
    "place",
    [
        "postgresql+psycopg://clerk:geheim@127.0.0.1:1/school",
        "postgresql://clerk:geheim@127.0.0.1:1/school",
        "postgres//clerk:geheim@localhost/school",
        "postgresql:/clerk:geheim@localhost/school",
        "postgresql:clerk:geheim@localhost/school",
        "clerk:geheim@localhost/school",
        "mysql://clerk:geheim@localhost/school",
        "postgresql+psycopg://clerk@127.0.0.1:1/school?password=geheim",
        "://clerk:geheim@localhost/school",
    ],
)
def test_a_wrong_url_is_told_without_its_password_and_makes_no_file(
    place: str, sqlite_book: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    start_branch(sqlite_book)
    for ways in ((sqlite_book.place, place), (place, str(tmp_path / "copy"))):
        with pytest.raises(BookUnusable) as told:
            moving.copy(*ways, unwatched)
        assert "geheim" not in f"{told.value} {told.value.hint}"
    assert {path.name.partition("-")[0] for path in tmp_path.iterdir()} == {"book.partyday"}


@pytest.mark.parametrize("place", ["C:/党建/book.partyday", "postgres.partyday", "./a:b", "sql-2026/book"])
def test_a_path_with_odd_signs_is_still_a_path(place: str) -> None:
    from partyday.store.places import mistyped

    assert not mistyped(place)


def test_there_is_nothing_to_copy_where_there_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(BookUnusable, match="no book"):
        moving.copy(str(tmp_path / "nothing"), str(tmp_path / "copy"), unwatched)
    assert list(tmp_path.iterdir()) == []
