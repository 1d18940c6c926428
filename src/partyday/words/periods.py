"""Dates and periods as the forms word them, in Chinese. Imports no form and no workbook."""

from datetime import date

from partyday.model.codes import Part
from partyday.model.days import ActivityDay
from partyday.model.period import Period
from partyday.words.terms import official

WEEKDAYS = (
    ("Mon", "一"),
    ("Tue", "二"),
    ("Wed", "三"),
    ("Thu", "四"),
    ("Fri", "五"),
    ("Sat", "六"),
    ("Sun", "日"),
)

#: How a weekday is written behind 星期 or 周 → its number, Monday is 0.
WEEKDAY_OF = {name: number for number, (_short, name) in enumerate(WEEKDAYS)} | {"天": 6}

_PARTS_OF_YEAR = {
    "H1": "上半年",
    "H2": "下半年",
    "Q1": "第一季度",
    "Q2": "第二季度",
    "Q3": "第三季度",
    "Q4": "第四季度",
    "春": "春季学期",
    "秋": "秋季学期",
}


def period_name(period: Period) -> str:
    """A period in words: 2026年, 2026年上半年, 2026年第二季度, 2026年3月, 2026年3月6日上午."""
    if period.is_day:
        day, half = period.day, period.part
        return f"{day.year}年{day.month}月{day.day}日" + ("" if half is Part.FULL else official(half))
    if period.length == 1:
        return f"{period.first.year}年{period.first.number}月"
    return f"{period.first.year}年{_PARTS_OF_YEAR.get(period[4:], '')}"


def weekday_name(day: date) -> str:
    """星期一 to 星期日."""
    return f"星期{WEEKDAYS[day.weekday()][1]}"


def hours(day: ActivityDay) -> str:
    """From when to when: 14:30–16:30, or 14:30 开始 where the end is not known; empty where nothing is."""
    return f"{day.starts}–{day.ends}" if day.starts and day.ends else f"{day.starts} 开始" if day.starts else ""


def half_day(day: ActivityDay) -> str:
    """上午 or 下午, empty for a full day."""
    return "" if day.part is Part.FULL else official(day.part)


def short_date(day: ActivityDay) -> str:
    """A date as the head of a column: 3-6, or 3-6上午 for a half-day; 待定 while undecided."""
    if day.held_on is None:
        return official(day.status)
    return f"{day.held_on.month}-{day.held_on.day}{half_day(day)}"


def month_and_day(day: ActivityDay) -> str:
    """A date as it heads a column: 3月6日, or 3月6日上午 for a half-day; 待定 while undecided."""
    if day.held_on is None:
        return official(day.status)
    return f"{day.held_on.month}月{day.held_on.day}日{half_day(day)}"
