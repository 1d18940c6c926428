"""Several writers at one time, and copies made while they write."""

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from factories import act, add_member, branch_of, contents, desk, log_length, rows, start_branch
from partyday.errors import BadInput, BookUnusable, Conflict
from partyday.model.codes import State
from partyday.services import checkin, logs
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import copies
from partyday.store import tables as t
from partyday.store.book import Store, open_book

WRITERS = 6
TURNS = 5


def test_threads_that_write_at_one_time_lose_nothing_and_the_chain_holds(book: Store) -> None:
    start_branch(book)
    ready = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        store = open_book(book.place)
        ready.wait()
        for turn in range(TURNS):
            add_member(store, f"党员{chr(0x4E00 + writer)}{chr(0x5000 + turn)}")
        store.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    numbers = sorted(row[3] for row in contents(book)["membership"])
    assert numbers == list(range(1, WRITERS * TURNS + 1))
    assert log_length(book) == 1 + WRITERS * TURNS
    assert logs.verify(desk(book)) == []


@pytest.mark.slow
def test_processes_that_write_at_one_time_lose_nothing_and_the_chain_holds(book: Store) -> None:
    start_branch(book)
    program = (
        "import sys; from datetime import date; from partyday.services import members;"
        "from partyday.services.desk import Desk;"
        "from partyday.store.book import Act, open_book; from partyday.model.codes import Standing;"
        "store = open_book(sys.argv[1]); sys.stdin.readline();"
        "[members.add(Desk(store, Act(command='test', by=sys.argv[2], today=date(2026, 3, 6))),"
        " f'党员{sys.argv[2]}{chr(0x5000 + turn)}', Standing.FULL, date(2010, 7, 1)) for turn in range(5)]"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, book.place, chr(0x4E00 + writer)], stdin=subprocess.PIPE, text=True
        )
        for writer in range(4)
    ]
    for each in running:
        each.communicate("go\n")
    assert [each.returncode for each in running] == [0] * 4
    assert sorted(row[3] for row in contents(book)["membership"]) == list(range(1, 21))
    assert log_length(book) == 21
    assert logs.verify(desk(book)) == []


def test_the_same_mark_from_two_desks_is_recorded_once(book: Store) -> None:
    branch = start_branch(book)
    for number in range(8):
        add_member(book, f"党员{chr(0x4E00 + number)}")
    make_year(desk(book), [branch], 2026)
    entries = log_length(book)
    ready = threading.Barrier(WRITERS)

    def call_everybody(number: int) -> int:
        store = open_book(book.place)
        ready.wait()
        orders = [Order(str(number), State.PRESENT) for number in range(1, 9)]
        outcome = checkin.check_in(desk(store, branch, by=f"desk {number}"), None, orders)
        store.close()
        return sum(changed for _person, _state, changed in outcome.marks)

    with ThreadPoolExecutor(WRITERS) as pool:
        changed = list(pool.map(call_everybody, range(WRITERS)))
    assert sorted(changed) == [0] * (WRITERS - 1) + [8]
    assert log_length(book) == entries + 1
    assert logs.verify(desk(book)) == []


def test_a_reader_is_never_kept_waiting_by_a_writer(book: Store) -> None:
    start_branch(book)
    with book.writing(act()) as unit:
        unit.rows.insert("holiday", {"day": date(2026, 4, 3), "working": False, "notice": ""})
        other = open_book(book.place)
        assert contents(other)["holiday"] == set()
        other.close()
    assert len(contents(book)["holiday"]) == 1


# ---- copies


def test_a_copy_put_back_elsewhere_is_the_same_book_with_the_same_log(sqlite_book: Store, tmp_path: Path) -> None:
    branch = start_branch(sqlite_book)
    add_member(sqlite_book, "𠮷野")
    make_year(desk(sqlite_book), [branch], 2026)
    copy, elsewhere = tmp_path / "copy.partyday", tmp_path / "elsewhere.partyday"
    copies.copy(sqlite_book.place, copy)
    assert copies.restore(copy, str(elsewhere)) is None
    store = open_book(str(elsewhere))
    assert contents(store) == contents(sqlite_book)
    with store.reading() as here, sqlite_book.reading() as there:
        for table in (t.log_entry, t.log_change, t.book):
            assert rows(here, table) == rows(there, table)
    assert logs.verify(desk(store)) == []
    add_member(store, "李四")
    assert logs.verify(desk(store)) == []
    store.close()


def test_a_restored_book_is_as_it_was_and_what_it_replaces_is_kept(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    add_member(sqlite_book, "张三")
    sqlite_book.close()
    kept = copies.restore(copy, sqlite_book.place)
    assert contents(sqlite_book)["member"] == set()
    assert kept
    replaced = open_book(str(kept))
    assert {row[1] for row in contents(replaced)["member"]} == {"张三"}
    replaced.close()


def test_what_was_written_last_and_stands_only_beside_the_book_is_kept_with_what_is_replaced(
    sqlite_book: Store, tmp_path: Path
) -> None:
    """After a power cut the newest entries stand in the -wal file alone."""
    start_branch(sqlite_book)
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    book, wal = Path(sqlite_book.place), Path(sqlite_book.place + "-wal")
    with closing(sqlite3.connect(book)) as holding:
        holding.execute("SELECT * FROM branch").fetchall()
        add_member(sqlite_book, "张三")
        sqlite_book.close()
        torn, unwritten = book.read_bytes(), wal.read_bytes()
    book.write_bytes(torn)
    wal.write_bytes(unwritten)
    kept = copies.restore(copy, str(book))
    assert kept
    replaced = open_book(str(kept))
    assert {row[1] for row in contents(replaced)["member"]} == {"张三"}
    replaced.close()
    assert contents(sqlite_book)["member"] == set()


def test_a_copy_is_whole_while_another_writes(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set() and number < 400:
            add_member(sqlite_book, f"党员{chr(0x4E00 + number)}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        sizes = []
        for number in range(5):
            copy = tmp_path / f"copy{number}.partyday"
            copies.copy(sqlite_book.place, copy)
            store = open_book(str(copy))
            assert logs.verify(desk(store)) == []
            sizes.append(log_length(store))
            store.close()
    finally:
        stop.set()
        writer.join()
    assert sizes == sorted(sizes)


def test_only_a_book_is_put_back_and_a_refused_one_changes_nothing(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    before = contents(sqlite_book)
    text_file, other_db = tmp_path / "notes.txt", tmp_path / "contacts.db"
    text_file.write_text("hello " * 1000)
    with closing(sqlite3.connect(other_db)) as connection:
        connection.execute("CREATE TABLE contacts (name)")
        connection.commit()
    for source in (text_file, other_db):
        with pytest.raises(BookUnusable, match="is not a partyday book"):
            copies.restore(source, sqlite_book.place)
        assert contents(sqlite_book) == before
    assert list(tmp_path.glob("*.bak")) == []


def test_a_book_is_not_put_back_over_itself(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    with pytest.raises(Conflict, match="the book itself"):
        copies.restore(Path(sqlite_book.place), sqlite_book.place)
    assert branch_of(sqlite_book)


def test_a_copy_that_turns_out_damaged_leaves_the_book_in_place(sqlite_book: Store, tmp_path: Path) -> None:
    start_branch(sqlite_book)
    for number in range(60):
        add_member(sqlite_book, f"党员{chr(0x4E00 + number)}")
    copy = tmp_path / "copy.partyday"
    copies.copy(sqlite_book.place, copy)
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    with pytest.raises(BookUnusable):
        copies.restore(copy, sqlite_book.place)
    assert len(contents(sqlite_book)["member"]) == 60
    assert list(tmp_path.glob("*.bak")) + list(tmp_path.glob("*.new*")) == []


def test_a_copy_that_cannot_be_made_leaves_no_half_of_it(sqlite_book: Store, tmp_path: Path) -> None:
    with pytest.raises(BookUnusable, match="could not be copied"):
        copies.copy(sqlite_book.place, tmp_path / "no" / "folder" / "copy")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.partyday"]


def test_a_server_keeps_its_own_copies(postgres_url: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="server"):
        copies.copy(postgres_url, tmp_path / "copy")
    assert list(tmp_path.iterdir()) == []


def test_a_copy_over_an_older_copy_replaces_it_whole(sqlite_book: Store, tmp_path: Path) -> None:
    copy = tmp_path / "copy.partyday"
    copy.write_bytes(b"old" * 100_000)
    start_branch(sqlite_book)
    copies.copy(sqlite_book.place, copy)
    store = open_book(str(copy))
    with store.reading() as connection:
        assert len(rows(connection, t.branch)) == 1
        assert connection.damage() == []
    store.close()
