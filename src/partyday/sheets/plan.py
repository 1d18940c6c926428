"""Reading a plan that somebody filled in: the quarter plan (季度活动计划) as `quarter_plan` prints it, or a table of a
branch's own.

Says what is planned for which date; which session that is, and what kinds of content there are, is for the services
to say. Tells all bad cells at once. Imports no rules, store, services or cli.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from partyday.errors import BadInput, Conflict
from partyday.i18n import _
from partyday.model.codes import DayStatus, Part
from partyday.model.problems import Problem
from partyday.sheets.cells import (
    NOTHING,
    Cell,
    Unreadable,
    is_blank,
    opens_footer,
    optional,
    read_date,
    read_text,
    required,
    shown,
)
from partyday.sheets.table import Table, branch_named, read_table
from partyday.words.terms import official, read_term


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """What one row plans for one day; `row` is the row of the file, from 1.

    `ref` names the session, 2026-03-06 or 2026-03-06:am. Without a part it is whichever session the date has.
    `texts` holds only what was filled in of theme, content, form, place, host, starts and ends; `blocks` the kinds of
    content as written, None where there are none.
    """

    row: int
    ref: str
    texts: Mapping[str, str]
    blocks: tuple[str, ...] | None


class _Hours(NamedTuple):
    """When a session is, as far as a cell says: its half of the day, its clock times as 14:30."""

    part: Part | None = None
    starts: str = ""
    ends: str = ""


# ---- the columns

_DATE = ("日期", "活动日期", "开展日期", "计划日期")
_TEXTS = {
    "theme": ("主题", "活动主题"),
    "content": ("内容", "活动内容", "主要内容", "内容安排"),
    "form": ("形式", "活动形式", "开展形式", "活动方式"),
    "place": ("地点", "活动地点", "开展地点", "活动场所"),
    "host": ("负责人", "主持人", "责任人", "活动负责人"),
}
_HEADERS = {
    "date": _DATE,
    **_TEXTS,
    "blocks": ("内容类别", "类别", "活动类别", "内容板块"),
    "hours": ("时间", "活动时间", "起止时间", "开展时间", "具体时间"),
}
#: Columns that plan nothing; a line under the table may begin in them.
_ASIDE = {"number": ("序号", "编号"), "month": ("月份",), "weekday": ("星期",), "remark": ("备注",)}

_PLANNING = (*_TEXTS, "blocks", "hours")


def _dated_by(*names: str) -> dict[str, tuple[str, ...]]:
    """The columns of a table that gives the date under one of `names`, the hours perhaps behind it."""
    hours = tuple(name for name in _HEADERS["hours"] if name not in names)
    return _HEADERS | _ASIDE | {"date": (*_DATE, *names), "hours": hours}


#: The tables there are, the usual one first: without a column of dates, they stand under 活动时间 or 时间.
_LAYOUTS = (_dated_by(), _dated_by("活动时间", "开展时间"), _dated_by("时间"))


def _table(path: Path) -> Table:
    refused = []
    for headers in _LAYOUTS:
        try:
            table = read_table(path, headers, required=("date",))
            if not set(table.fields) & set(_PLANNING):
                raise BadInput(
                    _("{file} has no column of a plan beside the date.").format(file=path.name),
                    _("Add one of the columns {columns}.").format(
                        columns="、".join(_HEADERS[field][0] for field in _PLANNING)
                    ),
                )
            return table
        except BadInput as error:
            refused.append(error)
    raise refused[0]


# ---- the cells

#: What people write where a plan is not made yet.
_UNDECIDED = frozenset({official(DayStatus.UNDECIDED), "未定", "另行通知"})
_SAYS_NOTHING = NOTHING | _UNDECIDED

_BETWEEN_BLOCKS = re.compile(r"[、,，;；\r\n]")
_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_FULL_DATE = re.compile(
    rf"([0-9]{{4}}\s*[-–—./。·年]\s*[0-9]{{1,2}}\s*[-–—./。·月]\s*[0-9]{{1,2}}\s*[日号]?|[0-9]{{8}})"
    rf"(?![0-9])[T\s]*{_WEEKDAY}\s*(.*)",
    re.DOTALL,
)
_WEEKDAY_BEFORE = re.compile(rf"^{_WEEKDAY}\s*")
_MIDNIGHT = re.compile(r"0?0:00(?::00(?:\.0+)?)?")

#: A word for a time of day → the hours people count from noon after it, and the hours that can begin it.
_TIMES_OF_DAY = {
    "上午": (range(0), range(13)),
    "早上": (range(0), range(13)),
    "早": (range(0), range(13)),
    "中午": (range(1, 6), range(11, 15)),
    "下午": (range(1, 10), range(11, 24)),
    "晚上": (range(5, 12), range(17, 24)),
    "晚": (range(5, 12), range(17, 24)),
}
_CLOCK = r"([0-9]{1,2})(?:[:.]([0-9]{2})(?::[0-9]{2})?|[点时](?:([0-9]{1,2})分?|(半)|整)?)"
_TIME = rf"(?:({'|'.join(_TIMES_OF_DAY)})[\s(,:]*)?{_CLOCK}"
_SPAN = re.compile(rf"(?:全天)?[\s(,:]*{_TIME}\s*(?:[-~–—―−〜至到]+\s*{_TIME}|开始|起)?[\s)]*")
_AS_PRINTED = re.compile(r"(上午|下午) [0-9]")
_SPEAKS_OF_A_CLOCK = re.compile(r"[0-9]\s*[:点时]")
_NIGHT = range(6)


def _plain(cell: Cell) -> str:
    return unicodedata.normalize("NFKC", read_text(cell)).strip()


def _read_day(cell: Cell) -> tuple[date, _Hours]:
    """The date, and the hours where they stand behind it: 2026年3月6日（星期五）14:30–17:30."""
    if isinstance(cell, datetime):
        return cell.date(), _Hours(starts="" if cell.time() == time() else f"{cell:%H:%M}")
    if isinstance(cell, str):
        text = _plain(cell)
        found = _FULL_DATE.fullmatch(text)
        if found and (hours := _hours_behind(found[2].strip())):
            return read_date(found[1]).on, hours
        if not found and any(word in text for word in _UNDECIDED):
            raise Unreadable(_("The date is not decided yet. Decide it first: `partyday day set DATE`."))
    day = read_date(cell)
    if day.month_only:
        raise Unreadable(_("This is only a month; write the day too, as 2026-03-06."))
    return day.on, _Hours()


def _hours_behind(text: str) -> _Hours | None:
    """The hours that stand behind a date; None for what does not look like any."""
    if not text or _MIDNIGHT.fullmatch(text):
        return _Hours()
    if _SPEAKS_OF_A_CLOCK.search(text) or read_term(Part, text):
        return _hours(text)
    return None


def _read_hours(cell: Cell) -> _Hours:
    """上午, 全天, 14:30–17:30, 8:00 开始, 下午2:30-4:30 or a time cell of Excel.

    The part is given only as the form prints that of a half-day: 上午 or 下午 alone, or before one blank and times of
    the 24-hour clock. 下午2:30-4:30 may be said of a full day as well and names none.
    """
    if isinstance(cell, timedelta):  # a time in the format [h]:mm
        hours, seconds = divmod(int(cell.total_seconds()), 3600)
        return _hours(f"{hours}:{seconds // 60:02}")
    if isinstance(cell, time):
        return _hours(f"{cell.hour}:{cell.minute:02}")
    return _hours(_plain(cell))


def _no_time() -> Unreadable:
    return Unreadable(_("This is not a time. Write it as 14:30–17:30, 上午, 下午 or 全天."))


def _hours(text: str) -> _Hours:
    text = _WEEKDAY_BEFORE.sub("", text)
    if part := read_term(Part, text):
        return _Hours(part=None if part is Part.FULL else part)
    span = _SPAN.fullmatch(text)
    if span is None:
        raise _no_time()
    of_day, hour, *minute = span.groups()[:5]
    later_of_day, later_hour, *later_minute = span.groups()[5:]
    starts = _minutes(of_day, hour, *minute, begins=True)
    ends = (
        _minutes(later_of_day or of_day, later_hour, *later_minute, begins=bool(later_of_day)) if later_hour else None
    )
    if ends is not None and ends <= starts:
        raise Unreadable(
            _("The day would end at {ends}, before it starts at {starts}.").format(
                ends=_as_clock(ends), starts=_as_clock(starts)
            )
        )
    half = None if later_of_day else _AS_PRINTED.match(text)
    as_written = _as_written(starts, hour) and (ends is None or _as_written(ends, later_hour))
    return _Hours(
        part=read_term(Part, half[1]) if half and as_written else None,
        starts=_as_clock(starts),
        ends="" if ends is None else _as_clock(ends),
    )


def _minutes(
    of_day: str | None, hour: str, minute: str | None, spoken: str | None, half: str | None, *, begins: bool
) -> int:
    """Minutes since midnight. `begins`: the word for the time of day stands before this very time."""
    hours, minutes = int(hour), 30 if half else int(minute or spoken or 0)
    if hours > 23 or minutes > 59:
        raise _no_time()
    if of_day:
        from_noon, possible = _TIMES_OF_DAY[of_day]
        hours += 12 if hours in from_noon else 0
        if begins and hours not in possible:
            raise _no_time()
    elif hours in _NIGHT and len(hour) == 1:
        raise Unreadable(_("Is this in the afternoon? Write it as a time of the 24-hour clock, such as 14:30."))
    return hours * 60 + minutes


def _as_written(minutes: int, hour: str) -> bool:
    """Whether the hour was written on the 24-hour clock."""
    return minutes // 60 == int(hour)


def _as_clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read_blocks(cell: Cell) -> tuple[str, ...] | None:
    """The kinds of content, each once, in the order written."""
    pieces = _BETWEEN_BLOCKS.split(cell) if isinstance(cell, str) else [cell]
    blocks = dict.fromkeys(text for piece in pieces if (text := _text(piece)))
    return tuple(blocks) or None


#: A text as one line: line breaks within a cell become blanks. Whatever it begins with, it stays text.
_text = optional(read_text, _SAYS_NOTHING)

_READERS: dict[str, Callable[[Cell], Any]] = {
    "date": required(_read_day),
    "hours": optional(_read_hours, _SAYS_NOTHING),
    "blocks": _read_blocks,
    **dict.fromkeys(_TEXTS, _text),
}


# ---- the rows


def read_plan(path: Path, branch: str | None = None) -> tuple[list[PlanRow], list[Problem]]:
    """What the plan at `path` says in its good rows, and every problem of the others.

    Raises Conflict where it names another `branch` above its header.

    A row that plans nothing is left out, whatever its date. Raises NotFound, and BadInput for a file that is no such
    table or plans nothing at all.
    """
    table = _table(path)
    named = branch_named(table.above)
    if branch and named not in (None, branch):
        raise Conflict(
            _("The sheet is of {sheet}, not of {branch}.").format(sheet=named, branch=branch),
            _("Take the sheet of this branch."),
        )
    planned: list[PlanRow] = []
    problems: list[Problem] = []
    row_of: dict[str, int] = {}
    for row, cells in table.rows:
        told = dict(zip(table.fields, cells, strict=True))
        found, faults = _read(told)
        if _plans_nothing(found, faults) or _is_under_the_table(told, dated="date" in found):
            continue
        one = None if {"date", "hours"} & faults.keys() else _planned(row, found)
        if one and row_of.setdefault(one.ref, row) != row:
            faults["date"] = _(
                "Row {row} already plans {ref}. Of two half-days, one has 上午 and the other 下午 under 时间."
            ).format(row=row_of[one.ref], ref=one.ref)
        problems += [
            table.problem(row, field, shown(told[field]), faults[field]) for field in table.fields if faults.get(field)
        ]
        if one and not faults:
            planned.append(one)
    if not planned and not problems:
        raise BadInput(
            _("Nothing is planned below the header."), _("Fill in what is planned beside the date of a day.")
        )
    return planned, problems


def _read(told: Mapping[str, Cell]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the cells mean, where they mean anything, and what is wrong with the others; by field."""
    found, faults = {}, {}
    for field, cell in told.items():
        if field not in _READERS:
            continue
        try:
            value = _READERS[field](cell)
        except Unreadable as fault:
            faults[field] = str(fault)
        else:
            if value:
                found[field] = value
    return found, faults


def _plans_nothing(found: Mapping[str, Any], faults: Mapping[str, str]) -> bool:
    """A date alone, with no more than its part; a heading, or a day that is not decided yet."""
    filled = any(field in found for field in (*_TEXTS, "blocks")) or _hours_of(found).starts
    return not filled and not any(sentence for field, sentence in faults.items() if field != "date")


def _is_under_the_table(told: Mapping[str, Cell], *, dated: bool) -> bool:
    """合计, 填表人 …; but a row with a date may begin with a theme like 说明会."""
    first = next(field for field, cell in told.items() if not is_blank(cell))
    return opens_footer(tuple(told.values())) and not (dated and first in _PLANNING)


def _hours_of(found: Mapping[str, Any]) -> _Hours:
    """The column of hours where it is filled in, else what stands behind the date; the half may stand in either."""
    behind: _Hours = found["date"][1] if "date" in found else _Hours()
    hours: _Hours = found.get("hours", behind)
    return hours._replace(part=hours.part or behind.part)


def _planned(row: int, found: Mapping[str, Any]) -> PlanRow:
    hours = _hours_of(found)
    times = {"starts": hours.starts, "ends": hours.ends}
    return PlanRow(
        row=row,
        ref=found["date"][0].isoformat() + (f":{hours.part}" if hours.part else ""),
        texts={field: found[field] for field in _TEXTS if field in found}
        | {end: clock for end, clock in times.items() if clock},
        blocks=found.get("blocks"),
    )
