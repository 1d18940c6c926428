"""Reading the filled-in 党费收缴登记表: who handed in what. Imports no rules, store, services or cli."""

from dataclasses import dataclass
from pathlib import Path

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import State
from partyday.model.problems import Problem
from partyday.sheets.cells import (
    NOTHING,
    Cell,
    Unreadable,
    is_blank,
    opens_footer,
    optional,
    read_amount,
    read_count,
    read_name,
    read_text,
    required,
    shown,
)
from partyday.sheets.sign_in import day_named
from partyday.sheets.table import branch_named, read_table
from partyday.words.headings import HANDED, NAME, NUMBER, OWED
from partyday.words.terms import SYNONYMS


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What one person handed in, in fen; `amount` None: all they owe. `row` is the row of the file, from 1.

    `owed` is what the sheet says they owe, where it says so.
    """

    row: int
    who: str
    number: int | None = None
    amount: int | None = None
    owed: int | None = None


@dataclass(frozen=True)
class FilledCollection:
    """A filled-in sheet: what everybody handed in, and the day and branch named above its header, if any."""

    handed: tuple[Handed, ...]
    day: str | None = None
    branch: str | None = None


_HEADERS = {
    "number": (NUMBER, "编号"),
    "name": (NAME, "党员姓名", "交纳人"),
    "owed": (OWED, "应交", "应交金额", "应交党费", "应缴", "应收", "应收金额"),
    "amount": (HANDED, "实交", "实交金额", "实交党费", "实收", "实收金额", "实缴", "实缴金额", "交纳金额"),
}

_ALL = {*SYNONYMS[State][State.PRESENT], "全额", "已交", "交", "已交齐", "交齐", "是", "对", "对号", "收讫"}
_NOT_PAID = {*NOTHING, "未交", "欠", "否", "×", "0", "0.00"}


def _handed(cell: Cell) -> int | None:
    return None if read_text(cell) in _ALL else read_amount(cell)


def read_collection(path: Path) -> tuple[FilledCollection, list[Problem]]:
    """Who handed in what by the sheet at `path`, and every problem with it; who has no entry is not in it.

    Raises NotFound, and BadInput for a file that is no such sheet.
    """
    table = read_table(path, _HEADERS, required=("name", "amount"))
    readers = {
        "number": optional(read_count),
        "name": required(read_name),
        "owed": optional(read_amount),
        "amount": _handed,
    }
    handed, problems = [], []
    for row, cells in table.rows:
        told = dict(zip(table.fields, cells, strict=True))
        if opens_footer(cells) or is_blank(told["amount"]) or shown(told["amount"]) in _NOT_PAID:
            continue
        found: dict[str, object] = {}
        for field, cell in told.items():
            try:
                found[field] = readers[field](cell)
            except Unreadable as error:
                problems.append(table.problem(row, field, shown(cell), str(error)))
        if len(found) == len(told):
            handed.append(Handed(row=row, who=found.pop("name"), **found))  # type: ignore[arg-type]
    if not handed and not problems:
        raise BadInput(
            _("{file} says of nobody that they paid.").format(file=path.name),
            _("Fill in the column {column}: an amount, or √ for all that is owed.").format(column=HANDED),
        )
    return FilledCollection(tuple(handed), day_named(table.above), branch_named(table.above)), problems
