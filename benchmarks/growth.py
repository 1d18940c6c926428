"""Does what a branch does cost more in a large school? The same commands in a small school and in a large one.

`python -m benchmarks.growth SMALL LARGE [--rounds N]` takes two books of `python -m benchmarks.school`, files or
database URLs, and tells for each command of one branch the CPU time in the large one over that in the small, and the
statements that it sends in both. It works on copies of files; what it does to a database it takes back.

With `--server` it starts a PostgreSQL server, copies both files there and measures them there; the CPU time is then the
command's and the server's for it together. `--csv` adds a row for each command and book to a file of figures.
"""

import argparse
import csv
import io
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.measure import environment, process
from benchmarks.school import AS_OF, LAST_YEAR
from benchmarks.server import server
from partyday.store.connection import Connection

#: What the ratio is held to.
LIMIT = 1.2

#: The branch is the first of the school; `{n}` is another of its members in each round.
_HERE = ("--branch", "第1党支部")
_DAY = f"{LAST_YEAR}-12-05"
_PAY = ("dues", "pay", "{n}", "--months", f"{LAST_YEAR}-12", *_HERE)
_UNDO = ("undo", "--yes")


class Command(NamedTuple):
    """What is measured; `before`, not measured, makes it possible, and so many entries are taken back `after`."""

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: int = 0


COMMANDS: dict[str, Command] = {
    "checkin": Command(
        ("checkin", "--online", "{n}", "--day", _DAY, "--reason", "更正", "--yes", *_HERE),
        after=1,
    ),
    "day show": Command(("day", "show", _DAY, *_HERE)),
    "day close": Command(
        ("day", "close", _DAY, "--yes", *_HERE), before=("day", "reopen", _DAY, "--reason", "更正", *_HERE), after=2
    ),
    "agenda": Command(("agenda", *_HERE)),
    "review": Command(("review", *_HERE)),
    "attendance": Command(
        ("report", "attendance", "--period", str(LAST_YEAR), *_HERE, "-o", "{folder}/attendance.xlsx", "--yes")
    ),
    "member list": Command(("member", "list", *_HERE)),
    "dues collect": Command(("dues", "collect", "--all", "--yes", *_HERE), after=1),
    "dues owed": Command(("dues", "owed", *_HERE)),
    "dues pay": Command(_PAY, after=1),
    "dues ledger": Command(("dues", "ledger", *_HERE)),
    "log WHO": Command(("log", "{n}", *_HERE)),
    "undo": Command(_UNDO, before=_PAY),
}

#: Runs one command on a book, and tells what it took.
Run = Callable[[str, Sequence[str]], float]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The names of the statements sent meanwhile, on either database."""
    from partyday.store.postgresql import PostgreSQLConnection
    from partyday.store.sqlite import SQLiteConnection

    sent: list[str] = []

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def note(self: Any, name: str, /, *rest: Any, **values: Any) -> Any:
            sent.append(name)
            return method(self, name, *rest, **values)

        return note

    with ExitStack() as patches:
        for store in (SQLiteConnection, PostgreSQLConnection):
            for method in ("run", "run_many", "stream"):
                patches.enter_context(patch.object(store, method, noting(getattr(store, method))))
        yield sent


def _words(book: str, words: Sequence[str]) -> list[str]:
    return [*words, "--book", book, "--today", AS_OF.isoformat()]


def statements(book: str, words: Sequence[str]) -> float:
    """How many statements a command sends; it runs in this process. Raises RuntimeError with what it said."""
    from partyday.__main__ import run

    said = io.StringIO()
    with counted() as sent, redirect_stdout(said), redirect_stderr(said):
        code = run(_words(book, words))
    if code:
        raise RuntimeError(f"{' '.join(words)} ended with {code}: {said.getvalue()}")
    return len(sent)


def cold(environ: Mapping[str, str], folder: Path) -> Run:
    """Run commands as they are installed, each from a cold start; the CPU seconds of one."""

    def take(book: str, words: Sequence[str]) -> float:
        return process([sys.executable, "-m", "partyday", *_words(book, words)], environ, folder).seconds

    return take


def reaped(postmaster: int) -> tuple[float, int]:
    """The CPU seconds of all connections that a server has had and that are closed, and how many are open."""
    fields = Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2].split()
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK"), len(children)


def with_server(run: Run, postmaster: int) -> Run:
    """The same, with the CPU seconds of the server's side of its connections, which are closed when it ends."""

    _seconds, without = reaped(postmaster)

    def settled() -> float:
        while (now := reaped(postmaster))[1] > without:
            time.sleep(0.002)
        return now[0]

    def take(book: str, words: Sequence[str]) -> float:
        before = settled()
        own = run(book, words)
        return own + settled() - before

    return take


def measure(book: str, folder: Path, number: int, run: Run) -> dict[str, float]:
    """What every command took, with the member of that roster number; what was written is taken back."""
    took = {}
    for name, command in COMMANDS.items():
        words, before = ([word.format(n=number, folder=folder) for word in one] for one in command[:2])
        if before:
            statements(book, before)
        took[name] = run(book, words)
        for _ in range(command.after):
            statements(book, _UNDO)
    return took


class Grown(NamedTuple):
    """A command: its CPU in the large school over that in the small one, the statements and CPU seconds in both."""

    ratio: float
    small: float
    large: float
    seconds: tuple[float, float] = (0, 0)

    @property
    def is_over(self) -> bool:
        """Whether it costs more, or sends more statements."""
        return self.ratio > LIMIT or self.large > self.small


def compare(books: tuple[str, str], folder: Path, rounds: int, run: Run) -> dict[str, Grown]:
    """The commands by turns in both: the medians of the ratios of CPU, and the statements of a turn before."""
    sent = [measure(book, folder, 1, statements) for book in books]
    turns = [[measure(book, folder, number, run) for book in books] for number in range(2, rounds + 2)]
    return {
        name: Grown(
            median(theirs[name] / ours[name] for ours, theirs in turns),
            sent[0][name],
            sent[1][name],
            (median(ours[name] for ours, _theirs in turns), median(theirs[name] for _ours, theirs in turns)),
        )
        for name in COMMANDS
    }


def main() -> int:
    """Print the table; 1 where a command of a branch grows with the school."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=main.__doc__)
    parser.add_argument("small")
    parser.add_argument("large")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--server", action="store_true", help="copy both to a PostgreSQL server, and measure there")
    parser.add_argument("--csv", type=Path, help="add the figures to this file")
    asked = parser.parse_args()
    os.environ["PARTYDAY_LANG"] = "zh"
    with TemporaryDirectory(prefix="partyday-growth-") as made, ExitStack() as open_server:
        folder = Path(made)
        run, given = cold(environment(folder), folder), (asked.small, asked.large)
        if asked.server:
            url = open_server.enter_context(server(_SETTINGS))
            small, large = (_on_server(book, url, name) for book, name in zip(given, ("small", "large"), strict=True))
            run = with_server(run, _postmaster(url))
        else:
            small, large = (_copy(book, folder / f"{nth}.partyday") for nth, book in enumerate(given))
        grown = compare((small, large), folder, asked.rounds, run)
        sizes = [_size(book) for book in (small, large)]
    if asked.csv:
        _add_figures(asked.csv, "postgresql" if "://" in small else "sqlite", sizes, grown)
    print(f"{'a branch, large / small school':32}{'CPU':>6}{'statements':>14}")
    for name, one in grown.items():
        over = "  GROWS" if one.is_over else ""
        print(f"{name:32}{one.ratio:>6.2f}{f'{one.small:.0f} → {one.large:.0f}':>14}{over}")
    return 1 if any(one.is_over for one in grown.values()) else 0


#: Of the server that is started: nothing works there unasked, and a commit does not wait for the disk.
_SETTINGS = {"autovacuum": "off", "fsync": "off", "shared_buffers": "256MB", "max_wal_size": "4GB"}


def _on_server(book: str, url: str, name: str) -> str:
    """A file as a database of its own on the server, with the statistics that its planner wants."""
    import psycopg

    from partyday.store import moving

    plain = url.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    place = url.replace("/postgres?", f"/{name}?")
    moving.copy(book, place, lambda _done, _of: None)
    with psycopg.connect(plain.replace("/postgres?", f"/{name}?"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return place


def _postmaster(url: str) -> int:
    home = url.partition("host=")[2].partition("&")[0]
    return int(Path(home, "data", "postmaster.pid").read_text().split()[0])


def _size(book: str) -> tuple[int, int]:
    """How many members a school has, and of how many years days."""
    from partyday.store.book import Store

    store = Store(book)
    with store.reading() as connection:
        members = sum(1 for _row in connection.stream("MEMBERS"))
        [branch, *_rest] = [row[0] for row in connection.run("BRANCHES") if row[2] == "branch"]
        years = {str(held_on.year) for held_on in _held(connection, branch)}
    store.close()
    return members, len(years)


def _held(connection: Connection, branch: int) -> Iterator[date]:
    from partyday.store.days import all_days

    return (day.held_on for day in all_days(connection, branch) if day.held_on)


#: The columns of the figures.
FIGURES = ("store", "command", "members", "years", "cpu_ms", "statements", "ratio")


def _add_figures(path: Path, store: str, sizes: Sequence[tuple[int, int]], grown: Mapping[str, Grown]) -> None:
    """Put the figures of a store into a file of figures, in place of those that it had of it."""
    rows = []
    if path.exists():
        with path.open(newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["store"] != store]
    for name, one in grown.items():
        sides = zip(sizes, one.seconds, (one.small, one.large), (1.0, one.ratio), strict=True)
        for (members, years), seconds, sent, ratio in sides:
            figures = (store, name, members, years, f"{1000 * seconds:.0f}", f"{sent:.0f}", f"{ratio:.2f}")
            rows.append(dict(zip(FIGURES, map(str, figures), strict=True)))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIGURES, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _copy(book: str, to: Path) -> str:
    if "://" in book:
        return book
    shutil.copy(book, to)
    return str(to)


if __name__ == "__main__":
    sys.exit(main())
