"""Does a branch's command touch one partition in a province? `python -m benchmarks.province URL BRANCHES`.

It fills an empty database of a server with schools of 500 branches, each a book in a schema of its own, attached as a
partition to the province's tables by the SQL of `docs/scale.md`. Then it runs the commands of one branch as that
branch's login, asks the server for the plan of every statement as it is sent, and by the server's own counters which
tables were touched, within functions and triggers too. In the end check-ins in many schools: what one costs the server.

URL names the server's administrator (`CREATE ROLE`, `session_replication_role`); the login it makes is dropped again.
"""

import argparse
import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.parse import quote

import psycopg

from benchmarks.growth import COMMANDS, measure
from benchmarks.logged import write_log
from benchmarks.measure import ROOT
from benchmarks.school import AS_OF, write_school
from benchmarks.server import programs
from partyday.__main__ import run as partyday
from partyday.store import postgresql
from partyday.store.compiled import POSTGRESQL
from partyday.store.places import address

#: The branches of a school, and the members of a branch where nothing else is asked for.
SCHOOL, EACH = 500, 2
LOGIN = "partyday_province"
BRANCH = "第1党支部"
_DAY = f"{AS_OF.year}-12-05"
#: In at most so many schools somebody checks in, to know what it costs: each keeps a connection in the end.
CHECK_INS = 30


def attaching() -> str:
    """The SQL by which a school becomes a partition of the province, as the document has it."""
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    [found] = [
        block for block in re.findall(r"```sql\n(.*?)```", page, re.DOTALL) if "FUNCTION province.attach" in block
    ]
    return str(found)


def schema(top: int) -> str:
    """The schema of a school."""
    return f"top_{top}"


def url_of(url: str, top: int, login: str | None = None) -> str:
    """The book of a school; by a login its own, which needs no more than its name."""
    if login:
        url = re.sub(r"//[^@/]*@", f"//{login}@", url)
    sign = "&" if "?" in url else "?"
    return f"{url}{sign}options={quote(f'-csearch_path={schema(top)}')}"


def _silently(*words: str | Path) -> None:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = partyday([str(word) for word in words])
    if code:
        raise RuntimeError(f"{' '.join(map(str, words))} ended with {code}: {said.getvalue()}")


def connect(url: str) -> "psycopg.Connection[Any]":
    """The server's administrator."""
    where: Any = address(url)
    return psycopg.connect(**where.for_postgresql, autocommit=True)


def build(url: str, folder: Path, schools: int, branches: int, each: int = EACH) -> None:
    """A province of so many schools: the first is made and copied as any book, the others are copied from it.

    The schools are alike; each has its own tables, keys, log, policies and triggers.
    """
    file = folder / "school.partyday"
    write_school(file, _silently, branches=branches, each=each, years=1, whole=True)
    write_log(file)
    with closing(connect(url)) as server:
        server.execute(attaching().encode())
        server.execute(f"CREATE SCHEMA {schema(1)}".encode())
        _silently("copy", file, url_of(url, 1))
        _silently("server", "init", "--book", url_of(url, 1))
        server.execute(f"CREATE ROLE {LOGIN} LOGIN".encode())
        _silently("server", "grant", LOGIN, "--branch", BRANCH, "--book", url_of(url, 1))
        dump, tables, sequences = _dumped(url), _names(server, "r"), _names(server, "S")
        server.execute(b"SET session_replication_role = replica")  # the rows come from where they were checked
        for top in range(2, schools + 1):
            server.pgconn.exec_(re.sub(rf"\b{schema(1)}\b", schema(top), dump).encode())
            for table in tables:
                server.execute(f"INSERT INTO {schema(top)}.{table} SELECT * FROM {schema(1)}.{table}".encode())  # noqa: S608
            for sequence in sequences:
                server.execute(
                    f"SELECT setval('{schema(top)}.{sequence}', last_value, is_called)"  # noqa: S608
                    f" FROM {schema(1)}.{sequence}".encode()
                )
        server.execute(b"RESET session_replication_role")
        for top in range(1, schools + 1):
            server.execute(b"SELECT province.attach(%s, %s)", (schema(top), top))
        server.execute(b"ANALYZE")


def _dumped(url: str) -> str:
    """The first school's tables, functions, policies and triggers as SQL."""
    where: Any = address(url)
    parts = where.for_postgresql
    given = {"dbname": "-d", "host": "-h", "port": "-p", "user": "-U"}
    folder = programs()
    assert folder is not None, "PostgreSQL's programs are not installed"
    command = [str(folder / "pg_dump"), "--schema-only", f"--schema={schema(1)}"]
    words = [word for name, flag in given.items() if name in parts for word in (flag, str(parts[name]))]
    made = subprocess.check_output([*command, *words], text=True)
    return "\n".join(line for line in made.splitlines() if not line.startswith("\\"))


def _names(server: "psycopg.Connection[Any]", kind: str) -> list[str]:
    asked = b"SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = %s ORDER BY relname"
    return [name for (name,) in server.execute(asked, (schema(1), kind))]


class Planned(NamedTuple):
    """A statement as it was sent: its name, the schemas its plan reads or writes, the milliseconds of planning."""

    name: str
    schemas: frozenset[str]
    planning: float


@contextmanager
def planned() -> Iterator[list[Planned]]:
    """The plan of every statement that is sent meanwhile, asked for with the same parameters just before it is."""
    plans: list[Planned] = []

    def ask(connection: Any, name: str, values: Mapping[str, Any]) -> None:
        text, places, _columns, _letters = POSTGRESQL[name]
        asked = f"EXPLAIN (VERBOSE, SUMMARY, FORMAT JSON) {text}".encode()
        [((told,),)] = connection.driver.execute(asked, postgresql._arguments(places, values)).fetchall()
        found = frozenset(node["Schema"] for node in _nodes(told["Plan"]) if "Relation Name" in node)
        plans.append(Planned(name, found, told["Planning Time"]))

    def one(method: Callable[..., Any]) -> Callable[..., Any]:
        def asking(self: Any, name: str, /, **values: Any) -> Any:
            ask(self, name, values)
            return method(self, name, **values)

        return asking

    def many(method: Callable[..., Any]) -> Callable[..., Any]:
        def asking(self: Any, name: str, columns: Mapping[str, Sequence[Any]], /) -> Any:
            ask(self, name, {column: values[0] for column, values in columns.items()})
            return method(self, name, columns)

        return asking

    store = postgresql.PostgreSQLConnection
    with ExitStack() as patches:
        for name, kind in (("run", one), ("stream", one), ("run_many", many)):
            patches.enter_context(patch.object(store, name, kind(getattr(store, name))))
        yield plans


def _nodes(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


#: So many seconds the connections of others may take to end.
_PATIENCE = 10.0


def touched(server: "psycopg.Connection[Any]") -> dict[str, int]:
    """Schema → how often its tables were scanned and written, as the server counts it, triggers and functions too."""
    others = b"SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    deadline = time.monotonic() + _PATIENCE
    while server.execute(others).fetchall() and time.monotonic() < deadline:
        time.sleep(0.05)  # a connection's counts arrive when it ends, of whomever
    told = server.execute(
        b"SELECT schemaname, sum(seq_scan + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del)"
        b" FROM pg_stat_user_tables GROUP BY schemaname"
    )
    return {name: int(count) for name, count in told}


def commands(url: str, folder: Path, top: int) -> tuple[dict[str, list[Planned]], set[str]]:
    """The plans of each command of a branch of that school, and the schemas whose tables were touched meanwhile."""
    plans: list[list[Planned]] = []

    def take(book: str, words: Sequence[str]) -> float:
        with planned() as found:
            _silently(*words, "--book", book, "--today", AS_OF.isoformat())
        plans.append(found)
        return float(len(found))

    with closing(connect(url)) as server:
        before = touched(server)
        measure(url_of(url, top, LOGIN), folder, 1, take)
        after = touched(server)
    found = {name for name, count in after.items() if count != before.get(name, 0)}
    return dict(zip(COMMANDS, plans, strict=True)), found


def strays(plans: Mapping[str, Sequence[Planned]], top: int) -> list[str]:
    """The statements whose plan touches another schema than that of their school."""
    return [
        f"{command}: {one.name}: {', '.join(sorted(one.schemas - {schema(top)}))}"
        for command, sent in plans.items()
        for one in sent
        if one.schemas - {schema(top)}
    ]


class Spent(NamedTuple):
    """What a check-in cost: milliseconds of the server's CPU where that is known, bytes of its log of changes (WAL)."""

    how: str
    cpu: float | None
    wal: float


def check_ins(url: str, schools: Sequence[int], each: int) -> Iterator[Spent]:
    """Rounds of one check-in in each of these schools, of all `each` members of a branch in one unit of work.

    Into pages untouched so far, again, and by connections kept.
    """
    rounds = {
        "a new connection, pages untouched": ("--online", f"1-{each}"),
        "a new connection": ("--absent", f"1-{each}"),
        "the connection kept": ("--online", f"1-{each}"),
    }
    with closing(connect(url)) as server, ExitStack() as pooled:
        server.execute(b"CHECKPOINT")
        for how, mark in rounds.items():
            if how == "the connection kept":
                pooled.enter_context(_pool())
                _each(url, schools, "day", "show", _DAY)
            cpu, place = _cpu(server), server.execute(b"SELECT pg_current_wal_insert_lsn()").fetchall()[0][0]
            _each(url, schools, "checkin", *mark, "--day", _DAY, "--reason", "更正", "--yes")
            if how != "the connection kept":
                touched(server)  # all have ended
            used = _cpu(server)
            [(wal,)] = server.execute(b"SELECT pg_current_wal_insert_lsn() - %s::pg_lsn", (place,)).fetchall()
            spent = None if cpu is None or used is None else 1000 * (used - cpu) / len(schools)
            yield Spent(how, spent, float(wal) / len(schools))


def _each(url: str, schools: Sequence[int], *words: str) -> None:
    for top in schools:
        where = ("--branch", BRANCH, "--today", AS_OF.isoformat(), "--book", url_of(url, top, LOGIN))
        _silently(*words, *where)


@contextmanager
def _pool() -> Iterator[None]:
    """Connections stay open from one command to the next, as a pooler in front of the server keeps them."""
    kept: dict[str, Any] = {}
    new = psycopg.connect

    def connecting(**where: Any) -> Any:
        key = str(sorted(where.items()))
        if key not in kept:
            kept[key] = new(**where)
        return kept[key]

    with (
        patch.object(psycopg, "connect", connecting),
        patch.object(postgresql.PostgreSQLDatabase, "close", lambda _database: None),
    ):
        yield
    for connection in kept.values():
        connection.close()


def _cpu(server: "psycopg.Connection[Any]") -> float | None:
    """The CPU seconds of the server and of all its connections so far; None where it is on another machine."""
    folder = server.execute(b"SHOW data_directory").fetchall()[0][0]
    try:
        main = (Path(folder) / "postmaster.pid").read_text().split()[0]
    except OSError:
        return None
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if pid == main:
            ticks += sum(map(int, rest[11:15]))  # and those of its connections that have ended
        elif rest[1] == main:
            ticks += sum(map(int, rest[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


#: What a superior asks of the province's tables, with the key and without.
READS = {
    "marks of a school, by the key": "SELECT state, count(*) FROM province.mark WHERE top_id = {top} GROUP BY state",
    "marks of a day of a school, by the key": "SELECT state FROM province.mark WHERE top_id = {top} AND day_id = 7",
    "the same, named by its schema": "SELECT state FROM top_{top}.mark WHERE day_id = 7",
    "marks of the province": "SELECT state, count(*) FROM province.mark GROUP BY state",
}


def reads(url: str, top: int) -> Iterator[tuple[str, int, float, float]]:
    """Each of the superior's queries: the partitions its plan has, milliseconds of planning and of execution."""
    with closing(connect(url)) as server:
        for name, query in READS.items():
            asked = f"EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) {query.format(top=top)}".encode()
            for _turn in range(3):  # the first one fills the caches
                [((told,),)] = server.execute(asked).fetchall()
            parts = {node["Schema"] for node in _nodes(told["Plan"]) if "Relation Name" in node}
            yield name, len(parts), told["Planning Time"], told["Execution Time"]


def sizes(url: str) -> Iterator[tuple[str, int, int]]:
    """The largest tables of the province: name, rows, bytes with their indexes."""
    asked = b"""
        SELECT p.relname, sum(c.reltuples)::bigint, sum(pg_total_relation_size(c.oid))::bigint
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
        WHERE p.relnamespace = 'province'::regnamespace AND c.relkind = 'r'
        GROUP BY p.relname ORDER BY 3 DESC LIMIT 8"""
    with closing(connect(url)) as server:
        yield from ((name, rows, size) for name, rows, size in server.execute(asked))


def forget_login(url: str) -> None:
    """Drop the login that the commands ran as."""
    with closing(connect(url)) as server:
        server.execute(f"DROP OWNED BY {LOGIN}".encode())
        server.execute(f"DROP ROLE {LOGIN}".encode())


def _tell(columns: str, rows: Iterable[Sequence[Any]], *heads: str) -> None:
    """A table, its columns as `format` takes them."""
    print(f"\n{columns.replace(',', '').replace('.2f', '').replace('.1f', '').replace('.0f', '').format(*heads)}")
    for row in rows:
        print(columns.format(*row), flush=True)


def main() -> int:
    """Print what was built, the commands with their plans, a superior's queries, and what a check-in costs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.province", description=main.__doc__)
    parser.add_argument("url", help="an empty database, as the server's administrator")
    parser.add_argument("branches", type=int, help="how many branches in all")
    parser.add_argument("--school", type=int, default=SCHOOL, help="branches of a school")
    parser.add_argument("--each", type=int, default=EACH, help="members of a branch")
    asked = parser.parse_args()
    schools = max(2, asked.branches // asked.school)
    top = schools // 2 + 1
    os.environ.update(PARTYDAY_LANG="zh", PARTYDAY_CONFIG=os.devnull)
    with TemporaryDirectory(prefix="partyday-province-") as made:
        began = time.monotonic()
        build(asked.url, Path(made), schools, asked.school, asked.each)
        took = time.monotonic() - began
        print(f"{schools * asked.school} branches in {schools} schools, built in {took:.0f} s", flush=True)
        try:
            return tell(asked.url, Path(made), schools, top, asked.each)
        finally:
            forget_login(asked.url)


def tell(url: str, folder: Path, schools: int, top: int, each: int) -> int:
    """Print all figures of a province that was built; 1 where something touched another school than `top`."""
    plans, found = commands(url, folder, top)
    rows = [
        (name, len(sent), len(frozenset().union(*(one.schemas for one in sent))), sum(one.planning for one in sent))
        for name, sent in plans.items()
    ]
    _tell("{:16}{:>12}{:>12}{:>14.1f}", rows, "command", "statements", "partitions", "planning, ms")
    print(f"touched by the server's own count: {', '.join(sorted(found))}")
    wrong = [*strays(plans, top), *(f"touched: {name}" for name in sorted(found - {schema(top)}))]
    for one in wrong:
        print(f"ELSEWHERE: {one}")
    heads = ("query", "partitions", "planning, ms", "execution, ms")
    _tell("{:42}{:>12}{:>14.2f}{:>15.2f}", reads(url, top), *heads)
    tables = ((name, count, size / 1e6, size / max(1, count)) for name, count, size in sizes(url))
    _tell("{:16}{:>14,}{:>10.0f}{:>14.0f}", tables, "table", "rows", "MB", "bytes a row")
    others = [nth for nth in range(1, schools + 1) if nth != top][:CHECK_INS]
    rounds = ((how, float("nan") if cpu is None else cpu, wal) for how, cpu, wal in check_ins(url, others, each))
    _tell("{:42}{:>14.1f}{:>14,.0f}", rounds, "a check-in", "CPU, ms", "WAL, bytes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
