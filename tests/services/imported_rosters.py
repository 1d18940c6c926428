"""Rosters as tests import them, and what became of their rows."""

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from factories import (
    TODAY,
    bring_in,
    desk,
    start_branch,
)
from partyday.services import branches, members
from partyday.services.importing import RosterImport, Verdict
from partyday.store.book import Store

Row = dict[str, str]

UPPER, SIDE = "计算机学院党总支", "学生第一党支部"
ID_NUMBERS = ("11010519491231002X", "440524188001010014")  # the examples of GB 11643-1999


def one(name: str, joined: str = "2010-07-01", standing: str = "正式党员", **others: str) -> Row:
    """A row of a roster; other cells by their headers."""
    return {"姓名": name, "人员类别": standing, "加入党组织日期": joined, **others}


def write(path: Path, rows: Sequence[Row]) -> Path:
    headers = list(dict.fromkeys(header for row in rows for header in row))
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


class Office:
    """A book and a folder to write rosters in."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.file = store, folder / "花名册.csv"

    def take(
        self,
        *rows: Row,
        on: date = TODAY,
        branch: str | None = None,
        since: date | None = None,
        partial: bool = False,
        create_branches: bool = False,
        dry_run: bool = False,
    ) -> RosterImport:
        """Import a roster of these rows."""
        return bring_in(
            desk(self.store, branch, on, command="member import"),
            write(self.file, rows),
            since=since,
            partial=partial,
            create_branches=create_branches,
            dry_run=dry_run,
        )


def one_branch(sqlite_book: Store, tmp_path: Path) -> Office:
    """A book of one branch."""
    start_branch(sqlite_book)
    return Office(sqlite_book, tmp_path)


def two_branches(sqlite_book: Store, tmp_path: Path) -> Office:
    """A book of two branches under a superior."""
    start_branch(sqlite_book, superior=UPPER)
    branches.add(desk(sqlite_book), SIDE, None)
    return Office(sqlite_book, tmp_path)


def counts(outcome: RosterImport) -> tuple[int, int, int, int]:
    """New, changed, same, rejected rows."""
    new, changed, same = (outcome.count(verdict) for verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.SAME))
    return new, changed, same, len({problem.row for problem in outcome.rejected})


def told(outcome: RosterImport) -> list[tuple[int, str, str]]:
    return [(problem.row, problem.column, problem.problem) for problem in outcome.rejected]


def member_of(store: Store, who: str, branch: str | None = None) -> members.Card:
    return members.show(desk(store, branch, TODAY), who)


def standings(store: Store, who: str) -> list[tuple[str, str]]:
    return [(row.since.isoformat(), row.standing) for row in member_of(store, who).record.standings]
