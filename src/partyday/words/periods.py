"""Dates and periods as the forms word them, in Chinese. Imports no form and no workbook."""

import re
from datetime import date

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Part
from partyday.model.days import ActivityDay
from partyday.model.period import iso_date, valid_month
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

_QUARTERS = {"1": "第一季度", "2": "第二季度", "3": "第三季度", "4": "第四季度"}
_HALVES = {"1": "上半年", "2": "下半年"}


def period_name(period: str) -> str:
    """`2026`, `2026H1`, `2026Q2`, `2026-03` or a day's ref in words: 2026年第二季度; BadInput for anything else."""
    if re.fullmatch(r"\d{4}", period):
        return f"{period}年"
    if match := re.fullmatch(r"(\d{4})Q([1-4])", period):
        return f"{match[1]}年{_QUARTERS[match[2]]}"
    if match := re.fullmatch(r"(\d{4})H([12])", period):
        return f"{match[1]}年{_HALVES[match[2]]}"
    if re.fullmatch(r"\d{4}-\d{2}", period):
        valid_month(period)
        return f"{period[:4]}年{int(period[5:])}月"
    if match := re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?::(am|pm))?", period):
        day = iso_date(match[1])
        return f"{day.year}年{day.month}月{day.day}日" + (official(Part(match[2])) if match[2] else "")
    raise BadInput(
        _("“{text}” is not a period.").format(text=period),
        _("Write periods as 2026, 2026H1, 2026Q4, 2026-03 or 2026-03-06."),
    )


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
