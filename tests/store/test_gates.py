"""Many who write at once into a school's book on a server: whom a writer waits for, and what comes of it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from benchmarks import gates, replayed
from benchmarks.server import SLOW_FLUSH, programs, server

from factories import act, rows
from partyday.errors import Again, BookUnusable
from partyday.store import tables as t
from partyday.store.book import Store
from partyday.store.checking import faults
from partyday.store.postgresql import PostgreSQLConnection, PostgreSQLDatabase

FIRST, SECOND = "第1党支部", "第2党支部"


@pytest.fixture(scope="module")
def school(shared_postgres_url: str) -> Iterator[Store]:
    """A book with eight branches, each with a gate."""
    gates.make_school(shared_postgres_url, 8)
    store = Store(shared_postgres_url)
    yield store
    store.close()


def test_who_writes_in_another_branch_does_not_wait_and_who_writes_in_the_same_does(school: Store) -> None:
    other = Store(school.place)
    assert isinstance(other.database, PostgreSQLDatabase)
    other.database.patience = 0.1
    day, member = gates.work_of(school.place, 1, 1)[0][1][0]
    with school.writing(act(), branch_name=FIRST):
        with other.writing(act(), branch_name=SECOND) as unit:
            assert [gate.chosen for gate in unit.gates.values()] == [True]
        with (
            pytest.raises(BookUnusable, match="being written by another program"),
            other.writing(act(), branch_name=FIRST),
        ):
            pass
    with other.writing(act(), branch_name=FIRST) as unit:
        unit.insert(gates.present(day, member))
    other.close()


def test_a_deadlock_is_begun_anew(school: Store) -> None:
    """Two who lock rows in another order: the one that the server breaks off is told to begin anew."""
    both = threading.Barrier(2)
    broken: list[str] = []

    def lock(keys: list[int]) -> None:
        with school.database.transaction(writing=True) as connection:
            assert isinstance(connection, PostgreSQLConnection)
            connection.driver.execute("SET LOCAL lock_timeout = 0")
            connection.driver.execute("SET LOCAL deadlock_timeout = '50ms'")
            try:
                connection.run("GATES", branch_ids=keys[:1], branch_name="")
                both.wait()
                connection.run("NEW_HEAD", chain_id=keys[1] + 1, entries=0, head="", at="")
            except Again:
                broken.append("again")

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lock, ([3, 4], [4, 3])))
    assert broken == ["again"]


def test_no_mark_is_lost_where_many_write_at_once(school: Store) -> None:
    before = len(marks(school))
    work = gates.work_of(school.place, 24, 8)

    def write(nth: int) -> int:
        name, pairs = work[nth]
        store = Store(school.place)
        for day, member in pairs[:3]:
            with store.writing(act(), branch_name=name) as unit:
                unit.insert(gates.present(day, member))
        store.close()
        return 3

    with ThreadPoolExecutor(len(work)) as pool:
        written = sum(pool.map(write, range(len(work))))
    assert len(marks(school)) == before + written
    with school.reading() as connection:
        assert list(faults(connection)) == []


def marks(store: Store) -> list[object]:
    with store.reading() as connection:
        return list(rows(connection, t.mark))


def test_a_check_in_sends_its_entry_in_one_go(school: Store) -> None:
    names, round_trips = gates.checkin_sends(school.place)
    assert (len(names), round_trips) == (14, 17)


def test_what_pgbench_sends_is_the_unit_as_it_was_sent(school: Store) -> None:
    before = len(marks(school))
    unit = replayed.recorded(school.place)
    assert len(marks(school)) == before
    asked = ["GATES", "GET_DAY", "GET_MEMBER", "INSERT_MARK", "DAY_BRANCHES", "NEXT_LOG_ENTRY"]
    assert [name for name, _values in unit] == [*asked, "INSERT_LOG_ENTRY", "INSERT_LOG_CHANGE", "NEW_HEAD"]
    lines = replayed.script(unit).splitlines()
    sent = [line.replace(" \\gset gate_", ";") for line in lines[lines.index("BEGIN;") :] if "\\sleep" not in line]
    assert len(sent) == len(unit) + len(("BEGIN", "COMMIT"))
    assert sent[-2].endswith("WHERE chain.id = :gate_id::INTEGER;")
    assert replayed.literal("{\"a\":'\\'}") == """E'{"a"\\x3a''\\\\''}'"""


@pytest.mark.long  # a server of its own whose flush takes 5 ms; that branches do not wait for each other is told above
@pytest.mark.slow
@pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed")
def test_writers_of_fifty_branches_share_the_flush_and_two_hundred_lose_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with server({**SLOW_FLUSH, "max_connections": "300"}) as url:
        gates.make_school(url, 50)
        one, fifty = (gates.measured(url, 50, of, 0.75) for of in (1, 50))
        monkeypatch.setattr(gates, "_IN_ONE", 50)  # how fast they are is not asked of these
        most = gates.measured(url, 200, 50, 0.75)
        gates.checked(url, one.units + fifty.units + most.units)
        unit = replayed.script(replayed.recorded(url))
        one_in_c, fifty_in_c = (replayed.replay(url, unit, 50, of, 1) for of in (1, 50))
    # Ten and more on a machine that does nothing else (docs/performance.md); here others share the processor. With one
    # gate for all it is as fast as in one branch.
    assert fifty.rate >= 2 * one.rate
    assert fifty_in_c.rate >= 2 * one_in_c.rate
