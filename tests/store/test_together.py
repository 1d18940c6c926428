"""Several writers at one time."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from factories import act, add_member, contents, desk, log_length, start_branch
from partyday.errors import BookUnusable
from partyday.model.codes import State
from partyday.services import checkin, logs
from partyday.services.schedule import make_year
from partyday.services.whom import Order
from partyday.store import log
from partyday.store.book import Store, open_book
from partyday.store.making import create
from partyday.store.postgresql import PostgreSQLDatabase
from partyday.store.unit import in_order

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
        "import os, sys; from datetime import date; from partyday.services import members\n"
        "from partyday.services.desk import Desk\n"
        "from partyday.store import postgresql, sqlite; from partyday.store.book import Act, open_book\n"
        "from partyday.model.codes import Standing\n"
        "go, tell = os.pipe()\n"
        "def write(by):\n"
        "    store = open_book(sys.argv[1]); os.read(go, 1)\n"
        "    for turn in range(5):\n"
        "        desk = Desk(store, Act(command='test', by=by, today=date(2026, 3, 6)))\n"
        "        members.add(desk, f'党员{by}{chr(0x5000 + turn)}', Standing.FULL, date(2010, 7, 1))\n"
        "for writer in range(4):\n"
        "    if not os.fork():\n"
        "        code = 1\n"
        "        try: write(chr(0x4E00 + writer)); code = 0\n"
        "        finally: os._exit(code)\n"
        "os.write(tell, b'go!!')\n"
        "print(*(os.waitstatus_to_exitcode(os.wait()[1]) for _writer in range(4)))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, book.place], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0"] * 4, done.stderr
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


# ---- waiting

HOLDING = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
connection.close()
"""


@pytest.mark.slow
def test_a_writer_waits_as_long_as_another_writes_and_says_for_whom(sqlite_book: Store) -> None:
    start_branch(sqlite_book)
    told: list[str] = []
    sqlite_book.database.waits = told.append
    words = [sys.executable, "-c", HOLDING, sqlite_book.place, "7"]  # seconds, more than were waited before
    with subprocess.Popen(words, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"locked\n"
        add_member(sqlite_book, "李四")
    assert len(told) == 1
    assert str(other.pid) in told[0] or sys.platform != "linux"
    assert logs.verify(desk(sqlite_book)) == []


@pytest.mark.slow
def test_a_lock_on_a_server_that_is_not_released_is_told(postgres_url: str) -> None:
    store = create(postgres_url)
    start_branch(store)
    told: list[str] = []
    store.database.waits = told.append
    assert isinstance(store.database, PostgreSQLDatabase)
    store.database.patience = 0.5
    other = open_book(postgres_url)
    with other.database.transaction(writing=True) as holding:
        holding.run("GATES", branch_ids=(), branch_name=None)
        with pytest.raises(BookUnusable, match="being written by another program"):
            add_member(store, "张三")
        store.database.patience = 60
        threading.Timer(2, holding.commit).start()
        add_member(store, "李四")
    assert all("partyday" in who for who in told)
    assert len(told) == 1
    for each in (store, other):
        each.close()


def test_the_time_of_the_log_never_runs_backwards(book: Store) -> None:
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
    with book.reading() as connection:
        times = [entry.at for entry, _rows in log.newest(connection, 1000)]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("latest", "told"),
    [
        ("", "2026-03-06T08:00:00.000Z"),
        ("2026-03-06T07:59:59.999Z", "2026-03-06T08:00:00.000Z"),
        ("2026-03-06T08:00:02.000Z", "2026-03-06T08:00:02.000Z"),
        ("2027-03-06T08:00:02.000Z", "2026-03-06T08:00:00.000Z"),  # once the clock was a year ahead
    ],
)
def test_a_clock_that_was_set_back_a_little_is_not_followed(latest: str, told: str) -> None:
    assert in_order(latest, datetime(2026, 3, 6, 8, tzinfo=UTC)) == told
