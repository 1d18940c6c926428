"""Reading the filled-in 党费收缴登记表, or an office's own sheet of dues: who handed in what, for which months.

Imports no rules, store, services or cli.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.dues import Handed
from partyday.model.period import Month, read_months
from partyday.model.problems import Problem
from partyday.model.reading import Settled
from partyday.sheets.above import branch_named, day_named
from partyday.sheets.cells import (
    Cell,
    Unreadable,
    is_blank,
    optional,
    read_amount,
    read_code,
    read_count,
    read_date,
    read_text,
    required,
    shown,
)
from partyday.sheets.day_columns import DayColumns
from partyday.sheets.declared import Column, Line, Recall, SentSheet
from partyday.sheets.names import read_person
from partyday.sheets.pages import Row
from partyday.words.headings import HANDED
from partyday.words.vocabulary import Vocabulary, vocabulary

_WORDS = vocabulary("collection")

#: What stands for an amount where a tick says that all that is owed was handed in.
_ALL = "all"


@dataclass(frozen=True)
class FilledCollection:
    """A filled-in sheet: what everybody handed in, the day and branch above its header, and what is told of it.

    `settled` is which columns somebody said its headers are.
    """

    handed: tuple[Handed, ...]
    day: str | None = None
    branch: str | None = None
    rejected: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    settled: Settled = field(default_factory=Settled)


def _handed(cell: Cell) -> int | str | None:
    """An amount in fen, a tick for all that is owed, or None where nothing was handed in."""
    word = _WORDS.word("handed", shown(cell))
    if word or is_blank(cell):
        return _ALL if word == "all" else None
    return read_amount(cell)


def _number(cell: Cell) -> int | None:
    try:
        return optional(read_count)(cell)
    except Unreadable:
        return None


class Collection(SentSheet[list[Handed]]):
    """A sheet of dues. `today` stands in for a year that is not named."""

    vocabulary = "collection"

    number = Column(read=_number)
    name = Column(read=required(read_person), needed=True)
    staff_number = Column(read=optional(read_code))
    covers = Column(read=shown)
    months = Column(read=shown)
    owed = Column(read=optional(read_amount), telling=True)
    monthly = Column(read=optional(read_amount), telling=True)
    amount = Column(read=_handed, telling=True)
    total = Column(read=optional(read_amount))
    remark = Column(read=optional(read_text), many=True)

    #: The columns whose sums can stand beside a tick.
    _SUMS: ClassVar = ("owed", "monthly")

    def __init__(self, today: date) -> None:
        self.today = today
        self.days = DayColumns(super().words, today)
        self.columns = dict(type(self).columns)

    @property
    def words(self) -> Vocabulary:
        """What offices call the columns, and the columns that are months."""
        return self.days.words

    def look_ahead(self, samples: Sequence[Sequence[Row]]) -> None:
        """Find the columns that are months."""
        for sample in samples:
            self.days.find(sample)
        months = {field: Column(read=_handed, telling=True) for field in self.days.refs}
        self.columns = {**type(self).columns, **months}

    def lacking(self, fields: frozenset[str]) -> str:
        """A column of what was handed in, or of months."""
        return "" if "amount" in fields or any(map(self.days.is_day, fields)) else HANDED

    def nobody_there(self, path: Path) -> None:
        """Raise where nobody handed in anything."""
        raise BadInput(
            _("{file} says of nobody that they paid.").format(file=path.name),
            _("Fill in the column {column}: an amount, or √ for all that is owed.").format(column=HANDED),
        )

    def row(self, line: Line) -> list[Handed] | None:
        """What one person handed in: once, or for each month that has a column."""
        months = [field for field in line.cells if self.days.is_day(field)]
        if remark := line.values.get("remark"):
            line.note(f"{line.titles['remark']}: {remark}")
        if months:
            return self._by_month(line, months)
        given = line.values.get("amount")
        if given is None:
            line.problems = [problem for problem in line.problems if problem.column == line.titles["amount"]]
            return None
        return [self._handed(line, "amount", given, self._months(line))]

    def _by_month(self, line: Line, fields: Sequence[str]) -> list[Handed] | None:
        given = {field: amount for field in fields if (amount := line.values.get(field)) is not None}
        total = line.values.get("total")
        sums = [amount for amount in given.values() if isinstance(amount, int)]
        if total is not None and len(sums) == len(given) and total != sum(sums):
            line.reject("total", _("The months do not add up to this."))
        if not given:
            return None
        return [
            self._handed(line, field, amount, (Month(self.days.refs[field][: len("2026-03")]),))
            for field, amount in given.items()
        ]

    def _months(self, line: Line) -> tuple[Month, ...]:
        cell = line.cells.get("months")
        if is_blank(cell):
            return ()
        try:
            text = read_date(cell).on.isoformat()[: len("2026-03")] if not isinstance(cell, str | int) else shown(cell)
            return tuple(read_months(text, self.today))
        except (BadInput, Unreadable) as fault:
            line.reject("months", str(fault))
            return ()

    def _handed(self, line: Line, field: str, given: Any, months: tuple[Month, ...]) -> Handed:
        owed = next((sum_ for each in self._SUMS if (sum_ := line.values.get(each)) is not None), None)
        if given == _ALL and owed is None and not line.problems:
            line.reject(field, _("There is no sum beside this: how much was it? Write the amount."))
        return Handed(
            row=line.number,
            who=line.values.get("name") or "",
            number=line.values.get("number"),
            code=line.values.get("staff_number") or "",
            amount=None if given == _ALL else given,
            owed=owed,
            months=months,
        )


def read_collection(
    path: Path,
    today: date,
    *,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> FilledCollection:
    """Who handed in what by the sheet at `path`, and every problem with it; who has no entry is not in it.

    For `sheets`, `settled` and `recall` see `SentSheet.read`. Raises NotFound, and BadInput for a file that is no such sheet.
    """
    reading = Collection(today).read(path, sheets=sheets, settled=settled, recall=recall)
    day = day_named(reading.above, today)
    return FilledCollection(
        tuple(handed for row in reading.rows for handed in row),
        day.ref if day else None,
        branch_named(reading.above),
        tuple(reading.rejected),
        reading.unread,
        reading.notes,
        reading.settled,
    )
