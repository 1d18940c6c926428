"""Nothing that a branch does grows with the school around it: as many statements, and SQLite works as long on them.

Two schools, one ten times the other; `python -m benchmarks.growth` measures large ones in CPU time.
"""

import io
import sqlite3
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from benchmarks.growth import COMMANDS, counted, measure
from benchmarks.logged import write_log
from benchmarks.school import AS_OF, write_school

from partyday.__main__ import run
from partyday.store.sqlite import SQLiteDatabase

#: SQLite tells of itself after so many steps of its own.
STEPS = 50
#: What the large school may take more: its tree is read, a row for each branch.
MARGIN = 1.3


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How often SQLite has done its steps so far."""
    told = [0]
    connect = SQLiteDatabase._connect

    def tell() -> int:
        told[0] += 1
        return 0

    def connecting(database: SQLiteDatabase) -> sqlite3.Connection:
        driver = connect(database)
        driver.set_progress_handler(tell, STEPS)
        return driver

    monkeypatch.setattr(SQLiteDatabase, "_connect", connecting)
    return told


def silently(*words: str | Path) -> None:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        assert run([str(word) for word in words]) == 0, said.getvalue()


@pytest.fixture
def schools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setenv("PARTYDAY_TODAY", AS_OF.isoformat())
    books = []
    for branches in (4, 40):
        book = tmp_path / f"{branches}.partyday"
        write_school(book, silently, branches=branches, years=1, whole=True)
        write_log(book)
        books.append(str(book))
    return books[0], books[1]


@pytest.mark.slow  # two schools are made, with their logs
def test_a_branch_asks_and_reads_as_much_in_a_school_ten_times_the_size(
    schools: tuple[str, str], tmp_path: Path, steps: list[int]
) -> None:
    def took(book: str, words: Sequence[str]) -> float:
        before = steps[0]
        with counted() as sent:
            silently(*words, "--book", book, "--today", AS_OF.isoformat())
        asked.setdefault(book, []).append(tuple(sent))
        return steps[0] - before

    asked: dict[str, list[tuple[str, ...]]] = {}
    small, large = (measure(book, tmp_path, 3, took) for book in schools)
    assert asked[schools[0]] == asked[schools[1]]
    grown = {name: f"{small[name]} → {large[name]}" for name in COMMANDS if large[name] > MARGIN * small[name] + 40}
    assert grown == {}
