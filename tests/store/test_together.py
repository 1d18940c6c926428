"""Several writers at one time."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from factories import act, add_member, contents, log_length, start_branch
from partyday.model.codes import State
from partyday.services import checkin, logs
from partyday.services.checkin import Order
from partyday.services.schedule import make_year
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
    assert logs.verify(book) == []


@pytest.mark.slow
def test_processes_that_write_at_one_time_lose_nothing_and_the_chain_holds(book: Store) -> None:
    start_branch(book)
    program = (
        "import sys; from datetime import date; from partyday.services import members;"
        "from partyday.store.book import Act, open_book; from partyday.model.codes import Standing;"
        "store = open_book(sys.argv[1]); sys.stdin.readline();"
        "[members.add(store, Act(command='test', by=sys.argv[2], today=date(2026, 3, 6)), None,"
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
    assert logs.verify(book) == []


def test_the_same_mark_from_two_desks_is_recorded_once(book: Store) -> None:
    branch = start_branch(book)
    for number in range(8):
        add_member(book, f"党员{chr(0x4E00 + number)}")
    make_year(book, act(), [branch], 2026)
    entries = log_length(book)
    ready = threading.Barrier(WRITERS)

    def call_everybody(desk: int) -> int:
        store = open_book(book.place)
        ready.wait()
        orders = [Order(str(number), State.PRESENT) for number in range(1, 9)]
        outcome = checkin.check_in(store, act(by=f"desk {desk}"), branch, None, orders)
        store.close()
        return sum(changed for _person, _state, changed in outcome.marks)

    with ThreadPoolExecutor(WRITERS) as pool:
        changed = list(pool.map(call_everybody, range(WRITERS)))
    assert sorted(changed) == [0] * (WRITERS - 1) + [8]
    assert log_length(book) == entries + 1
    assert logs.verify(book) == []


def test_a_reader_is_never_kept_waiting_by_a_writer(book: Store) -> None:
    start_branch(book)
    with book.writing(act()) as unit:
        unit.rows.insert("holiday", {"day": date(2026, 4, 3), "working": False, "notice": ""})
        other = open_book(book.place)
        assert contents(other)["holiday"] == set()
        other.close()
    assert len(contents(book)["holiday"]) == 1
