"""Reading the filled-in 党费收缴登记表, or an office's own sheet of dues: who handed in what, for which months.

Imports no rules, store, services or cli.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.codes import Method
from partyday.model.dues_said import Handed
from partyday.model.period import Month, in_few_words
from partyday.model.problems import Problem
from partyday.model.reading import Settled
from partyday.sheets.above import branch_named, day_named, year_named
from partyday.sheets.attendance_words import TICKS
from partyday.sheets.cells import (
    Cell,
    Unreadable,
    is_blank,
    optional,
    read_amount,
    read_code,
    read_count,
    read_text,
    required,
    shown,
)
from partyday.sheets.collection_cells import (
    ALL,
    comes_in,
    method_named,
    read_handed,
    read_method,
    read_paid_on,
    says_nothing_was_given,
    says_unpaid,
)
from partyday.sheets.declared import Column, ColumnLacking, Line, Recall, SentSheet
from partyday.sheets.frame import says_nothing
from partyday.sheets.headers import Header
from partyday.sheets.months import DUE, MonthColumns, months_named, read_months_of
from partyday.sheets.names import read_person
from partyday.sheets.pages import Page, PageSource, Row
from partyday.words.headings import HANDED
from partyday.words.terms import term
from partyday.words.vocabulary import Vocabulary, plain, without_asides


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
    count = Column(read=shown)
    months = Column(read=shown)
    owed = Column(read=optional(read_amount), telling=True)
    monthly = Column(read=optional(read_amount), telling=True)
    amount = Column(read=read_handed, telling=True)
    state = Column(read=read_handed, telling=True)
    paid_on = Column(read=shown)
    method = Column(read=optional(read_method), telling=True)
    collector = Column(read=optional(read_text))
    signed = Column(read=shown)
    total = Column(read=optional(read_amount))
    flow = Column(read=shown)
    paid_out = Column(read=optional(read_amount), telling=True)
    remark = Column(read=optional(read_text), many=True)

    #: The columns whose sums can stand beside a tick.
    _SUMS: ClassVar = ("owed", "monthly")
    #: Which of the columns say what was handed in; what else is wrong with who gave nothing is of no matter.
    _GIVEN: ClassVar = ("amount", "state")
    #: What is said once in a row; the day is not of each month.
    _OF_ONE_PAYMENT: ClassVar = ("paid_on", "method", "collector")

    def __init__(self, today: date) -> None:
        self.today = self.within = today
        self.days = MonthColumns(super().words, today)
        self.of: tuple[Month, ...] = ()
        self.of_what_is_owed = False
        #: How all was paid that a bill or an account lists.
        self.way: Method | None = None
        self.of_an_app = False
        #: Whether the sums say neither that they are owed nor that they were given, so that a signature decides.
        self.by_signature = False
        self.have_signed: set[int] = set()
        self.have_not: dict[int, str] = {}
        self.columns = {
            **type(self).columns,
            "paid_on": Column(read=optional(lambda cell: read_paid_on(cell, today)), telling=True),
        }

    @property
    def words(self) -> Vocabulary:
        """What offices call the columns, and the columns that are months."""
        return self.days.words

    # ---- the sheet as a whole

    def look_ahead(self, samples: Sequence[Sequence[Row]]) -> None:
        """Find the columns that are months."""
        for sample in samples:
            self.days.find(sample)
        months = {field: Column(read=read_handed, telling=True) for field in self.days.refs}
        due = {DUE + ref: Column(read=optional(read_amount), telling=True) for ref in self.days.refs.values()}
        self.columns = {**self.columns, **months, **due}

    def begin(self, page: Page, above: Sequence[str]) -> None:
        """The title or the tab names the months that the page is of."""
        self.within, self.of = self._named(page.name, above)
        self.of_an_app = any(map(_OF_AN_APP.search, above))
        self.of_what_is_owed = any(map(_OF_WHAT_IS_OWED.search, above)) and not any(
            map(_OF_WHAT_WAS_PAID.search, above)
        )

    def _named(self, page: str, above: Sequence[str]) -> tuple[date, tuple[Month, ...]]:
        year = year_named([*above, page])
        within = self.today.replace(year=year, month=1, day=1) if year else self.today
        return within, months_named(above, page, within)

    def part_of(self) -> str:
        """Sheets of several months may hold the same people."""
        return " ".join(self.of)

    def _first_and_like(self, good: Sequence[tuple[PageSource, Header]]) -> list[tuple[PageSource, Header]]:
        """The first such page, or all with the same columns where each is of other months."""
        months = []
        like = [(source, header) for source, header in good if header.titles == good[0][1].titles]
        for source, header in like:
            above = [" ".join(map(shown, row)) for row in source.sample()[: header.first - 1]]
            months.append(self._named(source.name, above)[1])
        every = [month for several in months for month in several]
        apart = all(months) and len(every) == len(set(every)) and not any(source.hidden for source, _header in like)
        return like if apart else super()._first_and_like(good)

    def lacking(self, fields: frozenset[str]) -> str:
        """A column of what was handed in, or of months."""
        return "" if fields & {*self._GIVEN} or any(map(self.days.is_day, fields)) else HANDED

    def prepare(self, header: Header) -> list[str]:
        """Say which months all is for, and which column was taken for what was handed in where that is not sure.

        Raises ColumnLacking where it is not, under a title that speaks of what is owed.
        """
        notes = []
        if any("借" in column.title for name in ("flow", "paid_out") for column in header.blocks[0].get(name, ())):
            self.way = Method.BANK
        elif "flow" in header.fields and self.of_an_app:
            self.way = Method.ONLINE
        if self.way:
            notes.append(
                _(
                    "These are lines of a bill or an account: the way of paying is {way} where no column says another."
                ).format(way=term(self.way))
            )
        if header.fields & {"months", "covers"} or any(map(self.days.is_day, header.fields)):
            self.of = self.of if "months" in header.fields else ()
        elif self.of:
            months = listed(in_few_words(self.of))
            notes.append(_("The sheet is of {months}: what was handed in is for these months.").format(months=months))
        block = header.blocks[0]
        self.by_signature = False
        if any(map(self.days.is_day, header.fields)):
            return notes
        if "amount" in block and without_asides(plain(block["amount"][0].title)) in _UNSURE:
            title = block["amount"][0].title
            if self.of_what_is_owed and "state" not in block:
                raise ColumnLacking("amount")
            self.by_signature = "state" not in block
            notes.append(_("“{title}” was taken for what was handed in.").format(title=title))
        return notes

    def _unread(self, header: Header, notes: list[str]) -> tuple[str, ...]:
        """Signatures are read only where they say who paid, a number of months only beside a sum of each."""
        block = header.blocks[0]
        aside = {"signed": self.by_signature, "count": "monthly" in block}
        unused = [column.title for field, used in aside.items() if not used for column in block.get(field, ())]
        return (*super()._unread(header, notes), *unused)

    def nobody_there(self, path: Path) -> None:
        """Raise where nobody handed in anything."""
        raise BadInput(
            _("{file} says of nobody that they paid.").format(file=path.name),
            _("Fill in the column {column}: an amount, or √ for all that is owed.").format(column=HANDED),
        )

    # ---- one row

    def row(self, line: Line) -> list[Handed] | None:
        """What one person handed in: once, or for each month that has a column. Blank where it was nothing."""
        months = [field for field in line.cells if self.days.is_day(field)]
        remark = line.values.get("remark")
        if went_out := self._went_out(line):
            line.problems = []
            line.note(_("{column}: “{word}”, nothing was booked.").format(column=went_out[0], word=went_out[1]))
            return []
        if remark:
            line.note(f"{line.titles['remark']}: {remark}")
        return self._by_month(line, months) if months else self._at_once(line, remark or "")

    @staticmethod
    def _went_out(line: Line) -> tuple[str, str] | None:
        """Header and value by which a line of a bill or an account says that nothing came in; None for others."""
        if not is_blank(flow := line.cells.get("flow")) and not comes_in(flow):
            return line.titles["flow"], shown(flow)
        if line.values.get("paid_out"):
            return line.titles["paid_out"], shown(line.cells["paid_out"])
        return None

    def _at_once(self, line: Line, remark: str) -> list[Handed]:
        given = self._given(line)
        if given is None:
            self._tell_signed_for_nothing(line)
            columns = {line.titles.get(field) for field in self._GIVEN}
            line.problems = [problem for problem in line.problems if problem.column in columns]
            return []
        if self.by_signature and "signed" in line.cells:
            self._signature(line)
        monthly, count = line.values.get("monthly"), line.cells.get("count")
        if monthly and not is_blank(count) and isinstance(given, int) and given != monthly * _count_of(count):
            line.note(f"{line.titles['count']}: {shown(count)}")
        field_name = "amount" if "amount" in line.cells else "state"
        return [self._handed(line, field_name, given, self._months(line), method_named(remark) if remark else None)]

    @staticmethod
    def _tell_signed_for_nothing(line: Line) -> None:
        """Tell who signed although no sum stands beside it."""
        signed = line.cells.get("signed")
        if line.values.get("name") and not says_nothing(signed):
            line.note(
                _("{column} “{text}”, yet no sum says what was handed in: nothing was booked.").format(
                    column=line.titles["signed"], text=shown(signed)
                )
            )

    def _signature(self, line: Line) -> None:
        """Remember whether the person signed for the sum; another's name there is told."""
        text = shown(line.cells["signed"])
        if says_nothing(line.cells["signed"]):
            blank = _("{column} is blank: nothing was booked.").format(column=line.titles["signed"])
            self.have_not[line.number] = line.told(blank)
            return
        self.have_signed.add(line.number)
        if "".join(text.split()) != line.values.get("name") and text not in TICKS:
            line.note(f"{line.titles['signed']}: {text}")

    def of_who_signed(self, handed: Iterable[Handed]) -> tuple[list[Handed], list[str]]:
        """Without those who did not sign on a sheet that others signed, and what is to be told of them."""
        if not self.have_signed or not self.have_not:
            return list(handed), []
        return [one for one in handed if one.row not in self.have_not], list(self.have_not.values())

    def _given(self, line: Line) -> int | str | None:
        """What was handed in by the column of the amount and the column that says whether it was."""
        for given in self._GIVEN:
            self._tell_unpaid(line, given)
        amount, state = (line.values.get(field) for field in self._GIVEN)
        if "state" not in line.cells or "amount" not in line.cells:
            return self._unless_unpaid(line, state if amount is None else amount)
        if line.titles["state"] in {problem.column for problem in line.problems}:
            return None
        if is_blank(line.cells["state"]):
            if amount is None or _is_a_fact(line.titles["amount"]):
                return amount
            line.note(_("{column} is blank: nothing was booked.").format(column=line.titles["state"]))
            return None
        unpaid = says_nothing_was_given(line.cells["state"])
        if (unpaid and amount is not None and _is_a_fact(line.titles["amount"])) or (
            not unpaid and says_nothing_was_given(line.cells["amount"])
        ):
            line.reject("state", _("The columns of this row speak against each other."))
            return None
        if isinstance(state, int) and isinstance(amount, int) and state != amount:
            line.reject("state", _("The columns of this row speak against each other."))
        return None if unpaid else state if amount is None else amount

    def _unless_unpaid(self, line: Line, given: int | str | None) -> int | str | None:
        """What was given, unless the remark alone says that nothing was: 未缴."""
        if given is None or not says_unpaid(line.values.get("remark")):
            return given
        if "amount" not in line.cells or _is_a_fact(line.titles["amount"]):
            line.reject("remark", _("The columns of this row speak against each other."))
            return given
        self._tell_unpaid(line, "remark")
        return None

    def _tell_unpaid(self, line: Line, field_name: str) -> None:
        if word := says_unpaid(line.values.get(field_name) if field_name == "remark" else line.cells.get(field_name)):
            line.note(_("{column}: “{word}”, nothing was booked.").format(column=line.titles[field_name], word=word))

    def _by_month(self, line: Line, fields: Sequence[str]) -> list[Handed]:
        for field_name in fields:
            self._tell_unpaid(line, field_name)
        if len(fields) > 1 and not is_blank(cell := line.cells.get("paid_on")):
            line.note(
                _("{column}: {text} was not taken: it does not say for which month.").format(
                    column=line.titles["paid_on"], text=shown(cell)
                )
            )
        given = {field: amount for field in fields if (amount := line.values.get(field)) is not None}
        if given and not self._says_paid(line, fields):
            return []
        total = line.values.get("total")
        sums = [amount for amount in given.values() if isinstance(amount, int)]
        if total is not None and len(sums) == len(given) and total != sum(sums):
            line.reject("total", _("The months do not add up to this."))
        return [
            self._handed(
                line, field, amount, self.days.months(field), ref=self.days.refs[field], paid_once=len(fields) == 1
            )
            for field, amount in given.items()
        ]

    def _says_paid(self, line: Line, fields: Sequence[str]) -> bool:
        """Whether the column of the state lets the sums of the months be booked. 是否缴清 speaks of all of them."""
        if "state" not in line.cells:
            return True
        title = line.titles["state"]
        facts = any(_is_a_fact(line.titles[field]) for field in fields)
        if is_blank(line.cells["state"]):
            if facts or len(fields) > 1:
                return True
            line.note(_("{column} is blank: nothing was booked.").format(column=title))
            return False
        if not says_nothing_was_given(line.cells["state"]):
            return True
        if len(fields) > 1 and any(char in title for char in "清齐全"):
            self._tell_what_it_says(line)
            return True
        if facts or len(fields) > 1:
            line.reject("state", _("The columns of this row speak against each other."))
        else:
            self._tell_unpaid(line, "state")
        return False

    @staticmethod
    def _tell_what_it_says(line: Line) -> None:
        line.note(f"{line.titles['state']}: {shown(line.cells['state'])}")

    def _months(self, line: Line) -> tuple[Month, ...]:
        cell = line.cells.get("months")
        if is_blank(cell):
            return ()
        try:
            return read_months_of(cell, self.within)
        except Unreadable as fault:
            line.reject("months", str(fault))
            return ()

    def _handed(
        self,
        line: Line,
        field: str,
        given: Any,
        months: tuple[Month, ...],
        method: Any = None,
        *,
        ref: str = "",
        paid_once: bool = True,
    ) -> Handed:
        owed = next(self._owed(line, months, ref or (months[0] if len(months) == 1 else "")), None)
        if given == ALL and owed is None and not line.problems:
            line.reject(field, _("There is no sum beside this: how much was it? Write the amount."))
        of_each = self._OF_ONE_PAYMENT if paid_once else self._OF_ONE_PAYMENT[1:]
        how = {name: line.values.get(name) for name in of_each}
        return Handed(
            row=line.number,
            who=line.values.get("name") or "",
            number=line.values.get("number"),
            code=line.values.get("staff_number") or "",
            amount=None if given == ALL else given,
            owed=owed,
            months=months,
            of=() if months else self.of,
            paid_on=how.get("paid_on"),
            method=how.get("method") or method or self.way,
            collector=how.get("collector") or "",
            column=line.prefix and line.prefix + line.titles["name"],
        )

    def _owed(self, line: Line, months: Sequence[Month], ref: str) -> Iterator[int]:
        """The sums that the row says are owed, the closest first; so much a month is for as many as it counts."""
        unsure = ("amount",) if ref and without_asides(plain(line.titles.get("amount", ""))) in _UNSURE else ()
        for name in (DUE + ref, *self._SUMS, *unsure):
            if isinstance(amount := line.values.get(name), int):
                yield amount * max(_count_of(line.cells.get("count")), len(months)) if name == "monthly" else amount


_OF_WHAT_IS_OWED = re.compile("应[缴交]|欠[缴交费]|待[缴交]|未[缴交]|标准|核定|催[缴交]")
_OF_AN_APP = re.compile("微信支付账单|支付宝")
_OF_WHAT_WAS_PAID = re.compile("[实已][缴交收]|收[缴交]|登记")
#: Headers that say of a sum neither that it is owed nor that it was given.
_UNSURE = ("金额", "党费")


def _count_of(cell: Cell) -> int:
    """How many months a cell counts: 3, 3个月. One where it names them, or is blank."""
    found = re.fullmatch(r"(1[0-2]|[1-9])(?:个月)?", shown(cell))
    return int(found[1]) if found else 1


def _is_a_fact(title: str) -> bool:
    """Whether a header says that its sums were given: 实缴, 已交, 收款金额."""
    return any(char in title for char in "实已收")


def read_collection(
    path: Path,
    today: date,
    *,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> FilledCollection:
    """Who handed in what by the sheet at `path`, and every problem with it; who has no entry is not in it.

    For `sheets`, `settled` and `recall` see `SentSheet.read`. Raises NotFound, and BadInput for a file that is no such
    sheet.
    """
    sheet = Collection(today)
    reading = sheet.read(path, sheets=sheets, settled=settled, recall=recall)
    handed, unsigned = sheet.of_who_signed(handed for row in reading.rows for handed in row)
    if not handed and not reading.rejected:
        sheet.nobody_there(path)
    day = day_named(reading.above, today)
    return FilledCollection(
        tuple(handed),
        day.ref if day else None,
        branch_named(reading.above),
        tuple(reading.rejected),
        reading.unread,
        (*reading.notes, *unsigned),
        reading.settled,
    )
