"""One command at a time, from a cold start, as a person or a script runs it."""

import os
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from itertools import repeat
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.bare_checkin import make_book
from benchmarks.bench import Bench, marks
from benchmarks.measure import EMPTY, Go, Result, SkippedError, compare, process
from partyday.cli.asking_shell import VARIABLE

TURNS = 1 + 20
MEMBERS = 23
#: The last day of the demo's year is open, with others behind it that wait for something.
TODAY = "2026-12-04"


def _empty(bench: Bench) -> Go:
    return partial(process, EMPTY, bench.environ, bench.folder)


def command(*words: str) -> Callable[[Bench], Result]:
    """A command that reads the book of the demo, beside an empty Python."""

    def measure(bench: Bench) -> Result:
        ours = partial(bench.partyday, *words, "--today", TODAY, "--book", bench.demo())
        return compare(repeat((ours, _empty(bench)), TURNS))

    return measure


def check_in(bench: Bench) -> Result:
    """One mark in a branch with a year of days, beside an empty Python."""
    book = bench.folder / "checkin.partyday"
    bench.branch(book, MEMBERS)
    return _check_in(bench, book, marks(book))


def complete(bench: Bench) -> Result:
    """What a shell asks at Tab behind `checkin z`, in the book of the demo, beside an empty Python."""
    asked = {"COMP_WORDS": "partyday checkin z", "COMP_CWORD": "2", VARIABLE: "complete_bash"}
    environ = {**bench.environ, **asked, "PARTYDAY_BOOK": str(bench.demo())}
    ours = partial(process, [sys.executable, "-m", "partyday"], environ, bench.folder)
    return compare(repeat((ours, _empty(bench)), TURNS))


def check_in_on_postgresql(bench: Bench) -> Result:
    """The same in a database of its own on the server that `tests/with-postgres` starts or was given."""
    url = _new_database()
    book = bench.folder / "same.partyday"
    for place in (url, book):
        bench.branch(place, MEMBERS)
    return _check_in(bench, url, marks(book))


def check_in_beside_the_least(bench: Bench) -> Result:
    """One mark, beside a minimal program of Typer and sqlite3."""
    book, bare = bench.folder / "least.partyday", bench.folder / "bare.sqlite"
    bench.branch(book, MEMBERS)
    unmarked = marks(book)
    make_book(bare, sorted({day for day, _who in unmarked}), sorted({who for _day, who in unmarked}))
    return compare(
        (
            partial(bench.partyday, "checkin", who, "--day", day, "--book", book),
            partial(bench.bare, "bare_checkin", who, "--day", day, "--book", bare),
        )
        for day, who in unmarked[:TURNS]
    )


def show_help(bench: Bench) -> Result:
    """`partyday --help` beside that of a minimal Typer program."""
    return compare(repeat((partial(bench.partyday, "--help"), partial(bench.bare, "bare_help", "--help")), TURNS))


def _check_in(bench: Bench, book: str | Path, unmarked: list[tuple[str, str]]) -> Result:
    return compare(
        (partial(bench.partyday, "checkin", who, "--day", day, "--book", book), _empty(bench))
        for day, who in unmarked[:TURNS]
    )


def _new_database() -> str:
    """The URL of a new, empty database on the server."""
    server = os.environ.get("PARTYDAY_TEST_POSTGRES")
    if not server:
        raise SkippedError("no PostgreSQL: install it, or name a server in PARTYDAY_TEST_POSTGRES")
    try:
        import psycopg
    except ImportError:
        raise SkippedError("no PostgreSQL: psycopg is not installed") from None
    with closing(psycopg.connect(server.replace("postgresql+psycopg:", "postgresql:", 1), autocommit=True)) as admin:
        admin.execute("DROP DATABASE IF EXISTS partyday_bench")
        admin.execute("CREATE DATABASE partyday_bench")
    return urlsplit(server)._replace(path="/partyday_bench").geturl()
