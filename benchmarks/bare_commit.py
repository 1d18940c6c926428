"""One row committed to SQLite through Python's own driver, safely: WAL, synchronous FULL."""

import sqlite3
import sys
from itertools import count
from pathlib import Path
from time import perf_counter


class Marks:
    """An open database with one table; `add` commits one more row."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute("CREATE TABLE mark (day_id INTEGER, member_id INTEGER, state TEXT NOT NULL)")
        self.numbers = count(1)

    def add(self) -> None:
        """Write a mark and wait until it is on the disk."""
        self.connection.execute("INSERT INTO mark VALUES (?, ?, ?)", (1, next(self.numbers), "present"))
        self.connection.commit()


if __name__ == "__main__":
    marks, begun = Marks(Path(sys.argv[1])), perf_counter()
    for _ in range(1000):
        marks.add()
    print(f"{(perf_counter() - begun) * 1000:.0f} µs a row")
