"""Reading a plan that somebody filled in: the one that `quarter_plan` prints (季度活动计划), or an office's own.

Says what is planned for which date or month, and what a half-year is to stress (阶段性活动重点); which session that is,
and what kinds of content there are, is for the services to say. Imports no rules, store, services or cli.
"""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import ClassVar

from partyday.errors import BadInput, Conflict
from partyday.i18n import _, listed
from partyday.model.dates import half_width
from partyday.model.period import Month, Period
from partyday.model.plans import PlanRow, PlanSheet
from partyday.sheets.above import branch_named, year_named
from partyday.sheets.cells import Cell, Unreadable, is_blank, opens_footer, optional, read_count, read_text, shown
from partyday.sheets.declared import Column, Line, Recall, SentSheet
from partyday.sheets.headers import Header
from partyday.sheets.hours import SAYS_NOTHING, Hours, InTheAfternoon, When, read_day, read_end, read_hours
from partyday.sheets.months import read_months_of
from partyday.sheets.pages import Page, PageSource
from partyday.words.periods import WEEKDAY_OF, weekday_name

#: A part of a month, which is no day.
_ABOUT = re.compile("[上中下]旬|月[初底末]|第[一二三四五1-5]周")
_WEEKDAY = re.compile("(?:星期|周|礼拜)([一二三四五六日天])")
#: Words in brackets beside a date that are no weekday, no half and no time of day.
_ASIDE = re.compile(r"[(（]\s*((?!星期|周|礼拜|[上下]午|全天|晚|早|中午)[^()（）\d]+)[)）]")
_CALLED_OFF = re.compile("取消|停|延期|改期|推迟")
_MONTH_NUMBER = re.compile("0?[1-9]|1[0-2]")
_MEETING = re.compile("支委|支部委员|党员大会|支部大会|小组会|党课|民主评议|组织生活会")
_ACTIVITY_DAY = re.compile("党日|活动日")
_BETWEEN_BLOCKS = re.compile(r"[、,，;；\r\n]")

#: A text as one line: line breaks within a cell become blanks. Whatever it begins with, it stays text.
_text = optional(read_text, SAYS_NOTHING)


def _read_blocks(cell: Cell) -> tuple[str, ...] | None:
    """The kinds of content, each once, in the order written."""
    pieces = _BETWEEN_BLOCKS.split(cell) if isinstance(cell, str) else [cell]
    blocks = dict.fromkeys(text for piece in pieces if (text := _text(piece)))
    return tuple(blocks) or None


def _number(cell: Cell) -> int | None:
    try:
        return optional(read_count)(cell)
    except Unreadable:
        return None


class PlanOfDays(SentSheet[PlanRow]):
    """A plan of activity days. Days and months without a year are of the year above the table, else of today's."""

    vocabulary = "plan"
    key = "date"

    number = Column(read=_number)
    date = Column(read=shown, telling=True, fills=True)
    month = Column(read=shown, fills=True)
    hours = Column(read=optional(read_hours, SAYS_NOTHING), telling=True)
    starts = Column(read=optional(read_hours, SAYS_NOTHING), telling=True)
    ends = Column(read=optional(read_end, SAYS_NOTHING), telling=True)
    theme = Column(read=_text, telling=True, fills=True)
    content = Column(read=_text, telling=True)
    meeting = Column(read=_text, fills=True)
    form = Column(read=_text, telling=True, fills=True)
    place = Column(read=_text, telling=True, fills=True)
    host = Column(read=_text, telling=True, fills=True)
    responsible = Column(read=_text, telling=True, fills=True)
    blocks = Column(read=_read_blocks, telling=True)
    stage = Column(read=_text, telling=True, fills=True)
    quarter = Column(read=shown, fills=True)
    weekday = Column(read=shown)
    remark = Column(read=optional(read_text), many=True)

    TEXTS: ClassVar = ("theme", "content", "form", "place", "host", "responsible")
    PLANNING: ClassVar = (*TEXTS, "blocks", "hours", "starts", "ends")

    def __init__(self, today: datetime.date) -> None:
        self.within = today
        self.columns = {**type(self).columns, "date": Column(read=optional(self._when), telling=True, fills=True)}
        self.row_of: dict[str, int] = {}
        self.stages: list[tuple[Month, str]] = []
        self.themes: dict[str, tuple[int, str]] = {}
        self.further: dict[int, dict[str, list[str]]] = {}
        self.told_of_stages: list[str] = []

    def _when(self, cell: Cell) -> When | tuple[Month, ...]:
        """The day or month a cell names, or the months of a stage: 1-2月, 第一季度."""
        try:
            return read_day(cell, self.within)
        except Unreadable as fault:
            with suppress(Unreadable):
                if len(months := read_months_of(cell, self.within)) > 1:
                    return months
            raise fault from None

    def begin(self, page: Page, above: Sequence[str]) -> None:
        """The year of the plan stands above it."""
        del page
        if year := year_named(above) or _year_in_words(above):
            self.within = self.within.replace(year=year, month=1, day=1)

    def lacking(self, fields: frozenset[str]) -> str:
        """Days or months, and something planned for them; or quarters, and what is stressed in them."""
        if not fields & {"date", "month"} and not fields >= {"quarter", "stage"}:
            return self.words.official("date")
        return "" if fields & {*self.PLANNING, "stage"} else self.words.official("theme")

    def _refusal(
        self, path: Path, found: Sequence[tuple[PageSource, Header | None]], missing: Sequence[str] = ()
    ) -> BadInput:
        if not any(header and header.fields & {"date", "month"} for _source, header in found):
            return super()._refusal(path, found, missing)
        return BadInput(
            _("{file} has no column of a plan beside the date.").format(file=path.name),
            _("Add one of the columns {columns}.").format(
                columns="、".join(self.words.official(field) for field in (*self.TEXTS, "blocks", "hours"))
            ),
        )

    def nobody_there(self, path: Path) -> None:
        """Raise where nothing is planned."""
        if self.stages:
            return
        raise BadInput(
            _("Nothing is planned below the header."), _("Fill in what is planned beside the date of a day.")
        )

    # ---- one row

    def row(self, line: Line) -> PlanRow | None:
        """What one row plans; None for one that plans nothing, whatever its date."""
        when = self._day(line)
        if self._plans_nothing(line) or self._is_under_the_table(line, dated=when is not None):
            line.problems = []
            return None
        if self._is_a_meeting(line):
            line.problems = []
            return None
        if remark := line.values.get("remark"):
            line.note(f"{line.titles['remark']}: {remark}")
        of_date = next(name for name in ("date", "month", "quarter") if name in line.cells)
        if isinstance(when, tuple) and not isinstance(when, When):
            self._stage(line, of_date, when)
            return None
        if when is None:
            if not any(problem.column == line.prefix + line.titles[of_date] for problem in line.problems):
                line.reject(of_date, _("This cell must be filled in."))
            return None
        hours = self._hours(line, when)
        ref = when.on.isoformat() if isinstance(when.on, datetime.date) else str(when.on)
        ref += f":{hours.part}" if hours.part else ""
        if self._continues(line, ref):
            return None
        if self.row_of.setdefault(ref, line.number) != line.number:
            line.reject(
                of_date,
                _(
                    "Row {row} already plans {ref}. Of two half-days, one has 上午 and the other 下午 under 时间."
                ).format(row=self.row_of[ref], ref=ref),
            )
        written = shown(line.cells["month" if is_blank(line.cells.get(of_date)) else of_date])
        if isinstance(when.on, Month) and _ABOUT.search(written):
            line.note(_("“{text}”: taken for the activity day of {month}.").format(text=written, month=when.on))
        if isinstance(when.on, datetime.date):
            self._check_aside(line, of_date, written)
            self._tell_weekday(line, when.on, written)
        if stage := line.values.get("stage"):
            self.stages.append((when.on if isinstance(when.on, Month) else Month.of(when.on), stage))
        texts = {name: text for name in self.TEXTS if (text := line.values.get(name))}
        times = {"starts": hours.starts, "ends": hours.ends}
        return PlanRow(
            row=line.number,
            ref=ref,
            texts=texts | {end: clock for end, clock in times.items() if clock},
            blocks=line.values.get("blocks"),
            written=written,
        )

    @staticmethod
    def _check_aside(line: Line, of_date: str, written: str) -> None:
        """Tell what stands in brackets beside a date (雨天顺延); reject a day that is called off there."""
        aside = _ASIDE.search(written)
        if aside is None:
            return
        if _CALLED_OFF.search(aside[1]):
            line.reject(of_date, _("Is the day called off? Then leave the row out, and see `partyday day cancel -h`."))
        else:
            line.note(_("“{text}”: what is in brackets was left aside.").format(text=written))

    @staticmethod
    def _tell_weekday(line: Line, day: datetime.date, written: str) -> None:
        """Tell a weekday beside a date that is another's: one of the two is a slip."""
        for text in (written, shown(line.cells.get("weekday"))):
            said = _WEEKDAY.search(text)
            if said and WEEKDAY_OF[said[1]] != day.weekday():
                line.note(_("“{text}”: {date} is {weekday}.").format(text=text, date=day, weekday=weekday_name(day)))

    def _is_a_meeting(self, line: Line) -> bool:
        """Whether the row plans a meeting of another kind (支委会, 党课), which is no activity day; told."""
        kind = line.values.get("meeting") or ""
        if not _MEETING.search(kind) or _ACTIVITY_DAY.search(kind):
            return False
        line.note(
            _("{column}: “{text}” is no activity day; the row was left out.").format(
                column=line.titles["meeting"], text=kind
            )
        )
        self.told_of_stages += line.notes
        return True

    def _continues(self, line: Line, ref: str) -> bool:
        """Whether the row says more of the day and the theme of an earlier one: their cells are merged over both."""
        theme = line.values.get("theme") or ""
        first, of = self.themes.setdefault(ref, (line.number, theme))
        if first == line.number or not theme or theme != of or line.problems:
            return False
        texts = self.further.setdefault(first, {})
        for name in self.TEXTS:
            if name != "theme" and (text := line.values.get(name)):
                texts.setdefault(name, []).append(text)
        return True

    def with_further(self, row: PlanRow) -> PlanRow:
        """A row with what the rows below it say of the same theme."""
        more = self.further.get(row.row, {})
        texts = {
            name: "；".join(dict.fromkeys(filter(None, (row.texts.get(name, ""), *further))))
            for name, further in more.items()
        }
        return replace(row, texts={**row.texts, **texts})

    def _stage(self, line: Line, of_date: str, months: Sequence[Month]) -> None:
        """What is stressed in several months; days are planned one by one."""
        stage = line.values.get("stage")
        if not stage:
            line.reject(of_date, _("These are several months: plan each day in a row of its own."))
            return
        self.stages += [(month, stage) for month in months]
        aside = [line.titles[name] for name in (*self.TEXTS, "blocks") if line.values.get(name)]
        if aside:
            line.note(_("Left aside, as it is said of several months: {columns}.").format(columns=listed(aside)))
        self.told_of_stages += line.notes

    def told(self) -> list[str]:
        """What is to be told of rows that plan no day."""
        notes, self.told_of_stages = self.told_of_stages, []
        return notes

    def _day(self, line: Line) -> When | tuple[Month, ...] | None:
        """The day or month a row is of: its date, else its month; the months of a stage."""
        when: When | tuple[Month, ...] | None = line.values.get("date")
        if when or not is_blank(line.cells.get("date")):
            return when
        for name in ("month", "quarter"):
            cell = line.cells.get(name)
            if is_blank(cell) or (name == "quarter" and {"date", "month"} & line.cells.keys()):
                continue
            try:
                return self._when(f"{shown(cell)}月" if _MONTH_NUMBER.fullmatch(shown(cell)) else cell)
            except Unreadable as fault:
                line.reject(name, str(fault))
                return None
        return None

    def _hours(self, line: Line, when: When) -> Hours:
        """The columns of hours where they are filled in, else what stands behind the date; the half from either."""
        hours: Hours = line.values.get("hours") or when.hours
        first: Hours | None = line.values.get("starts")
        last: Hours | InTheAfternoon | None = line.values.get("ends")
        hours = hours._replace(part=hours.part or when.hours.part)
        if first and first.starts:
            hours = hours._replace(starts=first.starts)
        if isinstance(last, InTheAfternoon):
            last = last.hours
            if not "12:00" <= hours.starts < last.starts:
                line.reject(
                    "ends", _("Is this in the afternoon? Write it as a time of the 24-hour clock, such as 14:30.")
                )
        return hours._replace(ends=last.starts) if last and last.starts else hours

    def _plans_nothing(self, line: Line) -> bool:
        """A date alone, with no more than its part; a heading, or a day that is not decided yet."""
        filled = any(line.values.get(field) for field in (*self.TEXTS, "blocks", "stage"))
        hours = [line.values.get(field) for field in ("date", "hours", "starts", "ends")]
        timed = any(
            (told.hours if isinstance(told, When) else told).starts for told in hours if isinstance(told, When | Hours)
        )
        dates = {line.titles.get("date"), line.titles.get("month")}
        return not (filled or timed or any(wrong.column not in dates and wrong.problem for wrong in line.problems))

    def _is_under_the_table(self, line: Line, *, dated: bool) -> bool:
        """合计, 填表人 …; but a row with a date may begin with a theme like 说明会."""
        first = next((name for name, cell in line.cells.items() if not is_blank(cell)), "")
        return opens_footer(tuple(line.cells.values())) and not (dated and first in self.PLANNING)


def read_plan(
    path: Path,
    today: datetime.date,
    branch: str | None = None,
    *,
    sheets: Sequence[str] = (),
    settled: Mapping[str, str] | None = None,
    recall: Recall | None = None,
) -> PlanSheet:
    """What the plan at `path` says in its good rows, and every problem of the others.

    For `sheets`, `settled` and `recall` see `SentSheet.read`. Raises Conflict where it names another `branch` above its
    header, NotFound, and BadInput for a file that is no such table or plans nothing at all.
    """
    plan = PlanOfDays(today)
    reading = plan.read(path, sheets=sheets, settled=settled, recall=recall)
    named = branch_named(reading.above)
    if branch and named not in (None, branch):
        raise Conflict(
            _("The sheet is of {sheet}, not of {branch}.").format(sheet=named, branch=branch),
            _("Take the sheet of this branch."),
        )
    themes = _above(reading.above, plan.within, plan.stages) | _of_half_years(plan.stages)
    rows = tuple(map(plan.with_further, reading.rows))
    return PlanSheet(rows, themes, tuple(reading.rejected), reading.unread, reading.notes, reading.settled)


# ---- what a half-year is to stress

_STRESSED = re.compile(r"(阶段性?(?:活动|工作)?重点|季度主题)\s*[:：]\s*(.+)")
_QUARTER = re.compile(r"(\d{4})?\s*年?\s*第?([一二三四1-4])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_HALVES = {"上": 1, "下": 2}
_HALF = re.compile(r"(\d{4})?\s*年?\s*([上下])半年")
_OF_PERIOD = re.compile(r"\s*([^:：；;]{2,12})[:：]\s*(.+)", re.DOTALL)
_YEAR_IN_WORDS = re.compile("二[〇零○][〇零○一二三四五六七八九]{2}(?=年)")
_DIGITS = dict(zip("〇零○一二三四五六七八九", "0001234567890", strict=False))


def _year_in_words(lines: Iterable[str]) -> int | None:
    """二〇二六年."""
    found = next((found for line in lines if (found := _YEAR_IN_WORDS.search(line))), None)
    return int("".join(_DIGITS[char] for char in found[0])) if found else None


def _above(lines: Sequence[str], within: datetime.date, stages: Sequence[tuple[Month, str]]) -> dict[Period, str]:
    """What is stressed above the table: the theme of each period named there, else of the one the plan is of."""
    found = next((found for line in lines if (found := _STRESSED.search(line))), None)
    if found is None or not found[2].strip(" _　"):
        return {}
    begins = stages[0][0].first_day if stages else within
    of_quarter = found[1] == "季度主题"
    period = _named(lines, within, _QUARTER if of_quarter else _HALF) or Period.at(begins, 3 if of_quarter else 6)
    themes: dict[Period, list[str]] = {}
    for piece in re.split("[；;]", found[2].strip(" _　")):
        named = _OF_PERIOD.match(piece)
        other = _period(named[1]) if named else None
        period = other or period
        themes.setdefault(period, []).append((named[2] if named and other else piece).strip())
    return {of: "；".join(filter(None, texts)) for of, texts in themes.items()}


def _named(lines: Iterable[str], within: datetime.date, pattern: re.Pattern[str]) -> Period | None:
    """The quarter or half-year that the lines name."""
    for line in lines:
        if found := pattern.search(half_width(line)):
            half = found[2] in _HALVES
            number = _HALVES[found[2]] if half else _QUARTERS.get(found[2], found[2])
            return Period(f"{found[1] or within.year}{'H' if half else 'Q'}{number}")
    return None


def _period(text: str) -> Period | None:
    try:
        period = Period.read(text)
    except BadInput:
        return None
    return None if period.is_day else period


def _of_half_years(stages: Sequence[tuple[Month, str]]) -> dict[Period, str]:
    """Month and what it stresses → the theme of each half-year: 1月至2月 通读原文；4月 对照检查."""
    themes: dict[Period, list[str]] = {}
    for (half, text), group in groupby(stages, key=lambda stage: (Period.at(stage[0].first_day, 6), stage[1])):
        months = [month for month, _text in group]
        span = f"{months[0].number}月" + (f"至{months[-1].number}月" if months[-1] != months[0] else "")
        themes.setdefault(half, []).append(f"{span} {text}")
    return {half: "；".join(texts) for half, texts in themes.items()}
