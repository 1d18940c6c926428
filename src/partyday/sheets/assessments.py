"""A branch's assessment of dues as a sheet: who, what kind of income, how much. Tells all bad cells at once.

Imports no rules, store, services or cli.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import DuesKind
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.sheets.cells import (
    Cell,
    Unreadable,
    is_blank,
    opens_footer,
    optional,
    read_amount,
    read_code,
    read_count,
    read_date,
    read_name,
    read_one_of,
    required,
    shown,
)
from partyday.sheets.table import read_table

HEADERS = {
    "name": ("姓名", "党员姓名"),
    "number": ("序号", "编号"),
    "staff_number": ("工号", "学号", "工号/学号", "职工号"),
    "kind": ("收入类别", "党费类别", "交纳类别", "类别", "人员类型"),
    "income": ("月收入", "月工资", "税后月工资", "月工资收入", "计算基数", "党费基数", "收入", "养老金", "金额"),
    "since": ("起始月份", "起始月", "自何月起", "执行月份"),
}


@dataclass(frozen=True, kw_only=True)
class AssessmentRow:
    """One person's assessment as the sheet gives it; `row` is the row of the file, from 1. `income` is fen a month."""

    row: int
    name: str
    kind: DuesKind
    number: int | None = None
    staff_number: str | None = None
    income: int | None = None
    since: Month | None = None


def _read_month(cell: Cell) -> Month:
    try:
        return Month.of(read_date(cell).on)
    except BadInput as error:
        raise Unreadable(str(error)) from None


_READERS: dict[str, Any] = {
    "name": required(read_name),
    "number": optional(read_count),
    "staff_number": optional(read_code),
    "kind": required(lambda cell: read_one_of(DuesKind, cell)),
    "income": optional(read_amount),
    "since": optional(_read_month),
}


def read_assessments(path: Path) -> tuple[list[AssessmentRow], list[Problem]]:
    """The good rows of the sheet at `path`, and every problem of the others. Raises NotFound, and BadInput for a file
    that is no such sheet."""
    table = read_table(path, HEADERS, required=("name", "kind"), codes=("staff_number",))
    rows, problems = [], []
    for number, cells in table.rows:
        as_seen = dict(zip(table.fields, cells, strict=True))
        if (is_blank(as_seen["name"]) and is_blank(as_seen["kind"])) or opens_footer(cells):
            continue
        found: dict[str, Any] = {}
        for field, cell in as_seen.items():
            try:
                found[field] = _READERS[field](cell)
            except Unreadable as error:
                value = "***" if field == "income" else shown(cell)
                problems.append(table.problem(number, field, value, str(error)))
        if len(found) == len(as_seen):
            rows.append(AssessmentRow(row=number, **found))
    if not rows and not problems:
        raise BadInput(_("There is no person below the header."), _("Fill in a row for each person."))
    return rows, problems
