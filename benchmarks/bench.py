"""The folder a run works in: partyday and the small programs as commands, and the books that several rows share."""

import sqlite3
import sys
from contextlib import closing
from functools import cache
from itertools import product
from pathlib import Path

from benchmarks.measure import ROOT, Cost, environment, process
from benchmarks.samples import MEMBERS, roster, write_roster
from benchmarks.school import write_school

BRANCH = "计算机学院教工第一党支部"
#: All of it is past, and its holidays are published.
YEAR = 2025


class Bench:
    """A folder to work in, and both sides as commands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environ = environment(folder)
        self.demo = cache(self._demo)
        self.school = cache(self._school)

    def partyday(self, *words: str | Path) -> Cost:
        """Run partyday as it is installed."""
        return process([sys.executable, "-m", "partyday", *words], self.environ, self.folder)

    def bare(self, program: str, *words: str | Path, stdin: str = "") -> Cost:
        """Run a program of this package, started as an installed one is: from its compiled module."""
        start = f"from benchmarks.{program} import main; main()"
        return process([sys.executable, "-c", start, *words], self.environ, ROOT, stdin)

    def branch(self, book: str | Path, members: int) -> None:
        """Make a book, a file or a database URL, of one branch with its year and nobody marked."""
        sheet = self.folder / "branch.csv"
        write_roster(sheet, roster(members, MEMBERS))
        self.partyday("init", "--branch", BRANCH, "--book", book)
        self.partyday("member", "import", sheet, "--book", book)
        self.partyday("schedule", str(YEAR), "--book", book)

    def _demo(self) -> Path:
        """The book of the demo: a branch of 23 whose year was kept by the commands a secretary types."""
        self.partyday("demo", "-o", self.folder / "demo")
        return self.folder / "demo" / "demo.partyday"

    def _school(self, quiet_years: int = 0) -> Path:
        """The book of a school of 30,000, with so many more years before in which everybody was present."""
        book = self.folder / f"school-{quiet_years}.partyday"
        write_school(book, self.partyday, quiet_years=quiet_years)
        return book


def marks(book: Path) -> list[tuple[str, str]]:
    """The days of a book, each with each of its people, as `checkin` takes them."""
    with closing(sqlite3.connect(book)) as connection:
        days, names = (
            [text for (text,) in connection.execute(f"SELECT {column} FROM {table} ORDER BY 1")]  # noqa: S608
            for column, table in (("held_on", "day"), ("name", "member"))
        )
    return list(product(days, names))
