"""What the lines above a table say of it: which day it is of, which year, which branch.

Imports the nouns and the words only; no rules, store, services or cli.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from partyday.model.codes import Part
from partyday.model.dates import half_width
from partyday.words.terms import read_term

_DATE = re.compile(
    r"(?:(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d|\s*月)|(\d{1,2})\s*月\s*(\d{1,2})(?=\s*[日号]))\s*[日号]?"
)
_CLOCK = r"(?!\s*[\d一二三四五六七八九十两])"
_HALF = re.compile(rf"[\s()]*(?:(?:星期|周)[一二三四五六日天])?[\s(),]*(上午|下午){_CLOCK}")
_HOUR = re.compile(r"[^\d]{0,12}?(上午|下午)?\s*(\d{1,2})\s*[:点时]\s*(\d{2})?")
_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?=\s*[年-]|\s*$)")
#: Lines that tell when a file was made, not when people met.
_OF_THE_FILE = re.compile(
    r"\s*(?:导出|打印|下载|制表|填表|填报|创建|生成|更新|统计|截止|提交|数据|起始(?:时间|日期).*终止(?:时间|日期))"
)
_UNIT = re.compile(r"(?:报送|填报)?单位\s*[:：]\s*(?!(?:万?元|人民币|人|人次)(?:\s|$|[/、]))(\S+)")


class DayNamed(NamedTuple):
    """The day a paper is of, 2026-03-06 or 2026-03-06:am, and when it began (14:30), blank where that is not said."""

    ref: str
    starts: str = ""


def day_named(lines: Iterable[str], today: date) -> DayNamed | None:
    """The first date in the lines; one without a year is of today's.

    上午 or 下午 behind it names the half, but not where it tells a time (下午3:00).
    """
    for line in lines:
        plain = half_width(line)
        if _OF_THE_FILE.match(plain):
            continue
        for found in _DATE.finditer(plain):
            year, month, day, own_month, own_day = found.groups()
            try:
                on = date(int(year or today.year), int(month or own_month), int(day or own_day))
            except ValueError:
                continue
            half = _HALF.match(plain, found.end())
            part = f":{read_term(Part, half[1])}" if half else ""
            return DayNamed(on.isoformat() + part, _starts(plain, found.end()))
    return None


def _starts(line: str, after: int) -> str:
    found = _HOUR.match(line, after)
    if found is None:
        return ""
    hour, minute = int(found[2]), int(found[3] or 0)
    hour += 12 if found[1] == "下午" and hour < 12 else 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def year_named(lines: Iterable[str]) -> int | None:
    """The first year in the lines, None where they name none."""
    return next((year for line in lines if (year := _year_in(half_width(line)))), None)


#: The second term of a school's year is in the later of its two: 2025-2026学年第二学期.
_SCHOOL_YEAR = re.compile(r"(20\d{2})\s*[-—–~至/]+\s*(20\d{2})\s*学?年")
_SECOND_TERM = re.compile("第二学期|下学期|春季|第2学期")


def _year_in(line: str) -> int | None:
    if found := _SCHOOL_YEAR.search(line):
        return int(found[2] if _SECOND_TERM.search(line) else found[1])
    named = _YEAR.search(line)
    return int(named[1]) if named else None


_OF_BRANCH = re.compile(
    r"(?:党?支部|党组织|单位)(?:名称)?\s*[:：]\s*([\u4e00-\u9fff\d]{2,}?支部)"
    r"|([\u4e00-\u9fff\d]{2,}?支部)(?:委员会)?(?:正式|预备)?(?:党员)?(?:花?名[册单]|信息|情况|登记|一览)"
)


def branch_spoken_of(lines: Iterable[str]) -> str:
    """The branch that a label or a title names: 支部：教工第一党支部, 软件系教工党支部党员名册. Blank for none."""
    found = next(filter(None, map(_OF_BRANCH.search, lines)), None)
    return (found[1] or found[2]).removeprefix("中共").removeprefix("中国共产党") if found else ""


def branch_named(lines: Iterable[str]) -> str | None:
    """The branch that the lines above a header name (单位：…), None where they name none."""
    return next((found[1] for line in lines if (found := _UNIT.search(line))), None)
