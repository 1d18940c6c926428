"""Many who write at once on a server: `python -m benchmarks.gates [--seconds 5] [--plain]`.

Each client is a connection of its own that marks one member after another, each mark a unit of work with its entry in
the log. A client reckons on a machine of its own, so that here it pauses for as long (three times 2.5 ms) while it
holds the gate. The clients are threads of a few processes. Prints units a second and the time of a unit, over one
branch and over fifty; then checks that no mark is lost or there twice, and every chain.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product
from typing import Any, NamedTuple

from benchmarks.server import SLOW_FLUSH, server
from partyday.model.codes import State
from partyday.model.days import ActivityDay, Mark
from partyday.model.members import Member, Membership
from partyday.model.people import Branch
from partyday.services import checkin
from partyday.services.desk import Desk
from partyday.services.whom import Order
from partyday.store.book import Act, Store, Unit, open_book
from partyday.store.checking import faults
from partyday.store.connection import Connection
from partyday.store.halves import part
from partyday.store.making import create

TODAY = date(2026, 3, 6)
#: Seconds that a client reckons at a time, three times a unit.
PAUSE = 0.0025
#: Clients and the branches they write in.
RUNS = ((1, 1), (50, 1), (50, 50), (200, 1), (200, 50))
#: Most connections of one process.
_IN_ONE = 25
MEMBERS, DAYS = 20, 400


class Written(NamedTuple):
    """A run: how many units in how many seconds, the milliseconds of the middle one and of the hundredth longest."""

    clients: int
    branches: int
    units: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Units a second."""
        return self.units / self.seconds

    def line(self) -> str:
        """The run as a line of the table."""
        return f"{self.clients:>8}{self.branches:>10}{self.rate:>10.0f}{self.p50:>10.0f}{self.p99:>10.0f}"


#: The head of that table.
HEAD = f"{'clients':>8}{'branches':>10}{'units/s':>10}{'p50 ms':>10}{'p99 ms':>10}"


def act(command: str) -> Act:
    """Who writes."""
    return Act(command=command, by="school", today=TODAY, login="school")


def make_school(url: str, branches: int) -> None:
    """A book with so many branches below one superior, each with a gate, a few members and many days."""
    store = create(url)
    with store.writing(act("init")) as unit:
        top = unit.next_id(Branch)
        unit.rows.insert("branch", {"id": top, "name": "党委", "kind": "committee", "parent_id": None})
        for nth in range(1, branches + 1):
            branch = unit.next_id(Branch)
            unit.rows.insert("branch", {"id": branch, "name": f"第{nth}党支部", "kind": "branch", "parent_id": top})
            _fill(unit, branch)
    with store.database.transaction(writing=True) as connection:
        part(connection)
        connection.commit()
    store.close()


def _fill(unit: Unit, branch_id: int) -> None:
    members = [unit.next_id(Member) for _nth in range(MEMBERS)]
    unit.rows.insert("member", *({"id": key, "name": f"人{key}"} for key in members))
    of = {"branch_id": branch_id, "since": TODAY}
    unit.rows.insert(
        "membership",
        *(
            {"id": unit.next_id(Membership), "member_id": key, "number": nth, **of}
            for nth, key in enumerate(members, 1)
        ),
    )
    unit.rows.insert("standing", *({"member_id": key, "since": TODAY, "standing": "full"} for key in members))
    plain = {"branch_id": branch_id, "part": "pm", "occasions": "activity-day", "provisional": False, "by_hand": False}
    on = [TODAY + timedelta(nth) for nth in range(DAYS)]
    unit.rows.insert(
        "day",
        *(
            {**plain, "id": unit.next_id(ActivityDay), "month": f"{day:%Y-%m}", "slot": nth, "held_on": day}
            for nth, day in enumerate(on, 1)
        ),
    )


def client(store: Store, branch: str, work: Iterable[tuple[int, int]], until: float) -> list[float]:
    """Mark one after another until the time is up; the seconds each unit took."""
    took = []
    for day_id, member_id in work:
        began = time.perf_counter()
        if began >= until:
            break
        with store.writing(act("checkin"), branch_name=branch) as unit:
            mark(unit, day_id, member_id, PAUSE)
        took.append(time.perf_counter() - began)
    return took


def mark(unit: Unit, day_id: int, member_id: int, pause: float = 0) -> None:
    """Mark somebody in a unit of work, with three pauses of so many seconds in which a client reckons."""
    time.sleep(pause)
    unit.expect(ActivityDay, day_id)
    time.sleep(pause)
    unit.expect(Member, member_id)
    time.sleep(pause)
    unit.insert(present(day_id, member_id))


def present(day_id: int, member_id: int) -> Mark:
    """A mark: the member was there."""
    at = {"recorded_on": TODAY, "recorded_at": "2026-03-06T08:00:00Z", "recorded_by": "school"}
    return Mark(day_id=day_id, member_id=member_id, state=State.PRESENT, **at)  # type: ignore[arg-type]


def work_of(url: str, clients: int, branches: int) -> list[tuple[str, list[tuple[int, int]]]]:
    """The branch and the marks of each client: no two have the same to write, and none what is written already."""
    store = Store(url)
    with store.reading() as connection:
        names = [(row[0], row[1]) for row in connection.run("BRANCHES") if row[2] == "branch"][:branches]
        days = {key: [row[0] for row in connection.run("ALL_DAYS", branch_id=key)] for key, _name in names}
        places: dict[int, list[int]] = {key: [] for key, _name in names}
        for member, _key, _since, branch in connection.run("KEEPERS", member_ids=list(range(1, 100_000))):
            if branch in places:
                places[branch].append(member)
        done = {(row[0], row[1]) for row in connection.stream("CHECKED_MARK")}
    store.close()
    free = {key: [pair for pair in product(days[key], places[key]) if pair not in done] for key, _name in names}
    sharing = [names[nth % len(names)] for nth in range(clients)]
    turns = {key: [nth for nth, (of, _name) in enumerate(sharing) if of == key] for key, _name in names}
    return [(name, free[key][turns[key].index(nth) :: len(turns[key])]) for nth, (key, name) in enumerate(sharing)]


def one_process(url: str) -> None:
    """The clients of one process, each a thread; told on standard input, answered on standard output as JSON."""
    asked = json.loads(sys.stdin.readline())
    stores = [Store(url) for _client in asked["work"]]
    took: list[float] = []
    for store in stores:
        with store.reading():
            pass
    print("ready", flush=True)
    begin = float(sys.stdin.readline())
    time.sleep(max(0.0, begin - time.time()))
    until = time.perf_counter() + asked["seconds"]

    def run(store: Store, name: str, work: list[tuple[int, int]]) -> None:
        took.extend(client(store, name, work, until))

    given = zip(stores, asked["work"], strict=True)
    clients = [threading.Thread(target=run, args=(store, name, work)) for store, (name, work) in given]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    print(json.dumps(took))


def measured(url: str, clients: int, branches: int, seconds: float) -> Written:
    """One run: so many clients write in so many branches for so long."""
    work = work_of(url, clients, branches)
    shares = [work[nth : nth + _IN_ONE] for nth in range(0, len(work), _IN_ONE)]
    command = [sys.executable, "-m", "benchmarks.gates", "--one-process", url]
    processes = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _share in shares
    ]
    for process, share in zip(processes, shares, strict=True):
        _tell(process, json.dumps({"work": share, "seconds": seconds}))
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    begin = time.time() + 0.2
    for process in processes:
        _tell(process, str(begin))
    took = sorted(second for process in processes for second in json.loads(process.communicate()[0]))
    whole = max(seconds, time.time() - begin)
    return Written(clients, branches, len(took), whole, 1000 * at(took, 0.5), 1000 * at(took, 0.99))


def _tell(process: "subprocess.Popen[str]", line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def at(took: Sequence[float], place: float) -> float:
    """The time at a place among many in order: 0.5 is the middle."""
    return took[min(int(place * len(took)), len(took) - 1)]


def checked(url: str, units: int) -> None:
    """Raises AssertionError where a mark is lost or too many, or a chain is not whole."""
    store = Store(url)
    with store.reading() as connection:
        marks = sum(1 for _row in connection.stream("CHECKED_MARK"))
        assert marks == units, f"{units} marks were written, {marks} are there"
        assert list(faults(connection)) == []
    store.close()


def checkin_sends(url: str) -> tuple[list[str], int]:
    """What one check-in sends, from the opening of the book to its end: the statements by name, and the round trips.

    Each statement is one, or those that are sent in one go, and so is each beginning and end of a transaction.
    """
    store = open_book(url)
    names, round_trips = ["VERSION"], 3
    in_one_go: list[int] = []
    plain = store.database.transaction

    @contextmanager
    def noting(*, writing: bool) -> Iterator[Connection]:
        nonlocal round_trips
        with plain(writing=writing) as connection:
            round_trips += 2
            yield _Noting(connection, names, in_one_go)

    store.database.transaction = noting  # type: ignore[method-assign]
    name, pairs = work_of(url, 1, 1)[0]
    day_id, member_id = pairs[0]
    beside = Store(url)
    with beside.reading() as connection:
        [day] = connection.run("GET_DAY", id=day_id)
        [member] = connection.run("GET_MEMBER", id=member_id)
    beside.close()
    when_all_have_come = TODAY + timedelta(DAYS)
    desk = Desk(store, Act(command="checkin", by="school", today=when_all_have_come, login="school"), name)
    checkin.check_in(desk, str(day[6]), [Order(member[1], State.PRESENT)])
    store.close()
    return names, round_trips + len(names) - sum(many - 1 for many in in_one_go)


class _Noting:
    """A connection that notes the names of the statements that go through it, and how many of them in one go."""

    def __init__(self, behind: Connection, names: list[str], in_one_go: list[int]) -> None:
        self.behind, self.names, self.in_one_go = behind, names, in_one_go

    @contextmanager
    def together(self) -> Iterator[None]:
        before = len(self.names)
        with self.behind.together():
            yield
        self.in_one_go.append(len(self.names) - before)

    def __getattr__(self, method: str) -> Any:
        behind = getattr(self.behind, method)
        if method not in ("run", "run_many", "stream"):
            return behind

        def noting(name: str, /, *rest: Any, **values: Any) -> Any:
            self.names.append(name)
            return behind(name, *rest, **values)

        return noting


def main() -> int:
    """Print a table of the runs and the ratio of fifty branches to one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gates", description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--plain", action="store_true", help="a flush as quick as the disk")
    parser.add_argument("--one-process", metavar="URL", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one_process:
        one_process(asked.one_process)
        return 0
    flush = {"fsync": "on"} if asked.plain else SLOW_FLUSH
    with server({**flush, "max_connections": "300", "shared_buffers": "256MB"}) as url:
        make_school(url, max(branches for _clients, branches in RUNS))
        runs = []
        print(HEAD)
        for clients, branches in RUNS:
            run = measured(url, clients, branches, asked.seconds)
            runs.append(run)
            print(run.line(), flush=True)
        names, round_trips = checkin_sends(url)
        checked(url, sum(run.units for run in runs) + 1)
        print(f"a check-in: {len(names)} statements, {round_trips} round trips")
        rate = {(run.clients, run.branches): run.rate for run in runs}
        print(f"50 branches against one: {rate[50, 50] / rate[50, 1]:.1f}; no mark lost, every chain whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
