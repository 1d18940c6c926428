"""SQLite's own check of a file: that its pages, tables and indexes agree with each other."""

import sqlite3
import sys
from contextlib import closing


def main() -> None:
    """Check the file named on the command line and say what SQLite says."""
    with closing(sqlite3.connect(sys.argv[1])) as connection:
        print(*connection.execute("PRAGMA integrity_check").fetchone())


if __name__ == "__main__":
    main()
