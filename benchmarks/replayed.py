"""The gates alone: `python -m benchmarks.replayed [--seconds 5] [--plain]`.

`benchmarks.gates` writes with clients in Python, which want the processor that the server needs; a school's clients
have processors of their own. Here one unit of work is recorded as partyday sends it, statement by statement, and
PostgreSQL's own `pgbench`, a program in C, sends it again with other keys, as many times as it can: the same
transaction, the same locks, the same pauses while the gate is held. The hashes of its entries are no hashes, so that
no chain verifies afterwards: that no mark is lost and that every number of every chain is there once is looked at.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from benchmarks import gates
from benchmarks.gates import DAYS, MEMBERS, PAUSE, RUNS, Written
from benchmarks.server import SLOW_FLUSH, programs, server
from partyday.store.book import Store
from partyday.store.compiled import POSTGRESQL
from partyday.store.postgresql import PostgreSQLConnection

#: A statement by name with its parameters.
Sent = tuple[str, Mapping[str, Any]]

#: The pauses of a client stand before these.
_RECKONS_BEFORE = ("GET_DAY", "GET_MEMBER", "INSERT_MARK")

#: What the answer of a statement is kept as.
_KEPT = {"GATES": "gate_", "NEXT_LOG_ENTRY": "entry_"}

#: Which keys are meant, of the client's next mark and of the gate it holds. `id` is another in each statement.
_KEYS = {
    "branch_name": "('第' || :branch::text || '党支部')",
    "day_id": ":day",
    "day_ids": "ARRAY[:day]",
    "member_id": ":member",
    "chain_id": ":gate_id",
    "entries": "(:gate_entries + 1)",
    "number": "(:gate_entries + 1)",
    "entry_id": "(:entry_keys::bigint[])[1]",
}
_IDS = {"GET_DAY": "day_id", "GET_MEMBER": "member_id", "INSERT_LOG_ENTRY": "entry_id"}

#: The keys of a client's next mark. The schools of `gates.make_school` have the keys of a branch one after another.
_NEXT = f"""\
\\set n :n + 1
\\set branch 1 + mod(:client_id, :branches)
\\set place :client_id / :branches + :n * :sharing
\\set day (:branch - 1) * {DAYS} + :place / {MEMBERS} + 1
\\set member (:branch - 1) * {MEMBERS} + mod(:place, {MEMBERS}) + 1
"""


def recorded(url: str) -> list[Sent]:
    """The statements of one unit that marks a member, as they were sent. It is not kept."""
    sent: list[Sent] = []

    def noting(method: Callable[..., Any], name: str, /, *rest: Any, **values: Any) -> Any:
        rows = [values]
        if rest:
            [columns] = rest
            rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        sent.extend((name, row) for row in rows)
        return method(name, *rest, **values)

    store = Store(url)
    [(branch, [(day_id, member_id), *_rest])] = gates.work_of(url, 1, 1)
    with store.writing(gates.act("checkin"), branch_name=branch) as unit:
        raw = unit.connection
        assert isinstance(raw, PostgreSQLConnection)
        # The gate was taken when the unit was begun.
        sent.append(("GATES", {"branch_name": branch, "branch_ids": []}))
        for method in ("run", "run_many"):
            setattr(raw, method, partial(noting, getattr(raw, method)))
        gates.mark(unit, day_id, member_id)
        unit.record()
        unit.abandon()
    store.close()
    return sent


def script(unit: list[Sent]) -> str:
    """The unit as pgbench sends it, with the keys of each client's next mark."""
    lines = [_NEXT, "BEGIN;"]
    for name, values in unit:
        if name in _RECKONS_BEFORE:
            lines.append(f"\\sleep {PAUSE * 1_000_000:.0f} us")
        text = POSTGRESQL[name][0] % {place: _expression(name, place, value) for place, value in values.items()}
        lines.append(f"{text} \\gset {_KEPT[name]}" if name in _KEPT else f"{text};")
    return "\n".join([*lines, "COMMIT;", ""])


def _expression(name: str, place: str, value: Any) -> str:
    key = _IDS.get(name, "") if place == "id" else place
    return _KEYS[key] if key in _KEYS else literal(value)


def literal(value: Any) -> str:
    """A value in the text of a statement. A colon would begin a variable of pgbench."""
    if value is None or isinstance(value, bool | int):
        return "NULL" if value is None else str(value).lower()
    if isinstance(value, list):
        return f"ARRAY[{', '.join(map(literal, value))}]"
    text = value.isoformat() if isinstance(value, date) else str(value)
    for char, written in (("\\", "\\\\"), ("'", "''"), (":", "\\x3a")):
        text = text.replace(char, written)
    return f"E'{text}'"


def replay(url: str, unit: str, clients: int, branches: int, seconds: int) -> Written:
    """One run of so many clients in so many branches. Raises AssertionError where a mark is lost or a number twice."""
    where = psycopg.conninfo.conninfo_to_dict(url.replace("+psycopg", ""))
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("DELETE FROM mark")
        connection.execute("VACUUM ANALYZE")
        numbered = "SELECT coalesce(sum(entries), 0), (SELECT count(*) FROM mark) FROM chain WHERE branch_id > 0"
        before, _none = connection.execute(numbered).fetchone() or (0, 0)
        with TemporaryDirectory(prefix="partyday-pgbench-") as folder:
            Path(folder, "unit.sql").write_text(unit, encoding="utf-8")
            given = {"n": -1, "branches": branches, "sharing": -(-clients // branches)}
            command = [
                *(pgbench(), "-n", "-M", "prepared", "-f", "unit.sql", "-c", clients, "-j", 2, "-T", seconds, "-l"),
                *("-h", where["host"], "-p", where["port"], "-U", where["user"], where["dbname"]),
                *(f"-D{name}={value}" for name, value in given.items()),
            ]
            subprocess.run(list(map(str, command)), cwd=folder, check=True, capture_output=True)
            logs = [
                line.split() for path in Path(folder).glob("pgbench_log.*") for line in path.read_text().splitlines()
            ]
        after, marks = connection.execute(numbered).fetchone() or (0, 0)
        wrong = connection.execute(
            "SELECT c.id FROM chain c JOIN log_entry e ON e.chain_id = c.id"
            " GROUP BY c.id, c.entries, c.began HAVING count(DISTINCT e.number) <> c.entries - c.began"
        ).fetchall()
    assert len(logs) == marks == after - before, f"{len(logs)} units, {marks} marks, {after - before} entries"
    assert not wrong, f"the numbers of these chains are not whole: {wrong}"
    took = sorted(int(line[2]) / 1000 for line in logs)
    return Written(clients, branches, len(took), seconds, gates.at(took, 0.5), gates.at(took, 0.99))


def pgbench() -> str:
    """The program that sends; it stands beside PostgreSQL's others, or is found as any program."""
    folder = programs()
    beside = folder / "pgbench" if folder else None
    found = str(beside) if beside and beside.exists() else shutil.which("pgbench")
    assert found is not None, "pgbench is not installed"
    return found


def main() -> int:
    """Print a table of the runs and the ratio of fifty branches to one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.replayed", description=main.__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--plain", action="store_true", help="a flush as quick as the disk")
    parser.add_argument("--show", action="store_true", help="show what pgbench sends, and do nothing else")
    asked = parser.parse_args()
    flush = {"fsync": "on"} if asked.plain else SLOW_FLUSH
    with server({**flush, "max_connections": "300", "shared_buffers": "256MB"}) as url:
        gates.make_school(url, max(branches for _clients, branches in RUNS))
        unit = script(recorded(url))
        if asked.show:
            print(unit)
            return 0
        print(gates.HEAD)
        rate = {}
        for clients, branches in RUNS:
            run = replay(url, unit, clients, branches, asked.seconds)
            rate[clients, branches] = run.rate
            print(run.line(), flush=True)
        print(f"50 branches against one: {rate[50, 50] / rate[50, 1]:.1f}; no mark lost, every number once")
    return 0


if __name__ == "__main__":
    sys.exit(main())
