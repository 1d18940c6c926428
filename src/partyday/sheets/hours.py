"""When a session is: the date, the half of the day and the clock times, as the cells of a plan give them.

Imports the words and the cells only; no rules, store, services or cli.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import DayStatus, Part
from partyday.model.dates import half_width
from partyday.model.period import Month
from partyday.sheets.cells import NOTHING, Cell, Unreadable, read_date, read_text
from partyday.words.terms import official, read_term


class Hours(NamedTuple):
    """When a session is, as far as a cell says: its half of the day, its clock times as 14:30."""

    part: Part | None = None
    starts: str = ""
    ends: str = ""


class When(NamedTuple):
    """What a cell of dates says: the day, or only its month, and the hours behind it."""

    on: date | Month
    hours: Hours = Hours()


#: What people write where a plan is not made yet.
_UNDECIDED = frozenset({official(DayStatus.UNDECIDED), "未定", "另行通知"})
SAYS_NOTHING = NOTHING | _UNDECIDED

_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
_END_OF_DATE = r"\s*(?:[日号]|(?![0-9]))"
_FULL_DATE = re.compile(
    rf"([0-9]{{4}}\s*[-–—./。·年]\s*[0-9]{{1,2}}\s*[-–—./。·月]\s*[0-9]{{1,2}}{_END_OF_DATE}|[0-9]{{8}}(?![0-9])"
    rf"|[0-9]{{1,2}}\s*月\s*[0-9]{{1,2}}{_END_OF_DATE}|[0-9]{{1,2}}[./][0-9]{{1,2}}(?![0-9./]))[T\s]*{_WEEKDAY}\s*(.*)",
    re.DOTALL,
)
_OF_THIS_YEAR = re.compile(r"([0-9]{1,2})\s*[月./]\s*([0-9]{1,2})\s*[日号]?")
_TENTATIVE = re.compile("[暂拟]定")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = re.compile(
    r"(?:([0-9]{4})[年.-])?([0-9]{1,2}|十?[一二三四五六七八九十])月份?(?:上旬|中旬|下旬|初|底|末|第[一二三四五1-5]周)?"
)
_NO_MONTH = 13
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
    return half_width(read_text(cell)).strip()


def read_day(cell: Cell, within: date) -> When:
    """The date, or a month, and the hours that stand behind it: 2026年3月6日（星期五）14:30–17:30, 3月6日下午2:30.

    A date or a month without a year is of the year of `within`.
    """
    if isinstance(cell, datetime):
        return When(cell.date(), Hours(starts="" if cell.time() == time() else f"{cell:%H:%M}"))
    if isinstance(cell, str):
        text = _plain(cell)
        if any(word in text for word in _UNDECIDED):
            raise Unreadable(_("The date is not decided yet. Decide it first: `partyday day set -h`."))
        found = _FULL_DATE.fullmatch(text)
        if found and (hours := _hours_behind(found[2].strip())):
            return When(_date(found[1], within), hours)
        if month := _month(text, within):
            return When(month)
        if _TENTATIVE.search(text):
            raise Unreadable(_("This is not a date; write it as 2019-07-01."))
    if isinstance(cell, float) and 1 <= cell < _NO_MONTH:
        raise Unreadable(_("As a number this may be the 3rd or the 30th; write it as 4月3日."))
    day = read_date(cell)
    return When(Month.of(day.on) if day.month_only else day.on)


def _date(text: str, within: date) -> date:
    own = _OF_THIS_YEAR.fullmatch(text)
    return read_date(f"{within.year}-{own[1]}-{own[2]}" if own else text).on


def _month(text: str, within: date) -> Month | None:
    """4月, 五月份, 2026年6月, 4月上旬."""
    found = _MONTH.fullmatch("".join(text.split()))
    if found is None:
        return None
    number = found[2] if found[2].isdecimal() else str(_NUMERALS.index(found[2]) + 1)
    try:
        return Month.read(f"{found[1] or within.year}-{number}")
    except BadInput as error:
        raise Unreadable(str(error)) from None


def _hours_behind(text: str) -> Hours | None:
    """The hours that stand behind a date; None for what does not look like any."""
    if not text or _MIDNIGHT.fullmatch(text):
        return Hours()
    if _SPEAKS_OF_A_CLOCK.search(text) or read_term(Part, text):
        return _hours(text)
    return None


def read_hours(cell: Cell) -> Hours:
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


class InTheAfternoon(NamedTuple):
    """An end such as 4点, which is in the afternoon where the beginning is."""

    hours: Hours


def read_end(cell: Cell) -> Hours | InTheAfternoon:
    """When a session ends: as `read_hours`, or an hour that only its beginning makes clear."""
    try:
        return read_hours(cell)
    except Unreadable as fault:
        try:
            return InTheAfternoon(read_hours(f"下午{_plain(cell)}"))
        except Unreadable:
            raise fault from None


def _no_time() -> Unreadable:
    return Unreadable(_("This is not a time. Write it as 14:30–17:30, 上午, 下午 or 全天."))


def _hours(text: str) -> Hours:
    text = _WEEKDAY_BEFORE.sub("", text)
    if part := read_term(Part, text):
        return Hours(part=None if part is Part.FULL else part)
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
    return Hours(
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
