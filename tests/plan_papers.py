"""What the tests of plans share: a sheet made of rows, and what is read of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from partyday.model.plans import PlanRow
from partyday.model.problems import Problem
from partyday.sheets.plan import read_plan

NO_TIME = "This is not a time. Write it as 14:30–17:30, 上午, 下午 or 全天."
AFTERNOON = "Is this in the afternoon? Write it as a time of the 24-hour clock, such as 14:30."
UNDECIDED = "The date is not decided yet. Decide it first: `partyday day set -h`."


def sheet(path: Path, *rows: Sequence[Any], merge: Sequence[str] = ()) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for each in merge:
        book.worksheets[0].merge_cells(each)
    book.save(path)
    return path


TODAY = date(2026, 3, 6)


def read(tmp_path: Path, *rows: Sequence[Any], merge: Sequence[str] = ()) -> tuple[list[PlanRow], list[Problem]]:
    return taken(sheet(tmp_path / "a.xlsx", *rows, merge=merge))


def taken(path: Path) -> tuple[list[PlanRow], list[Problem]]:
    """The good rows, and what is wrong with the others, in the order of the file."""
    plan = read_plan(path, TODAY)
    return list(plan.rows), list(plan.rejected)


def at(tmp_path: Path, hours: Any, day: Any = "2026-03-06") -> tuple[str, str, str] | str:
    """What is understood of a cell of hours: (ref, starts, ends), or the problem."""
    planned, problems = read(tmp_path, ("日期", "时间", "主题"), (day, hours, "党课"))
    if problems:
        assert planned == []
        return f"{problems[0].column}: {problems[0].problem}"
    (one,) = planned
    return one.ref, one.texts.get("starts", ""), one.texts.get("ends", "")


def told(problems: Sequence[Problem]) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.value) for each in problems]
