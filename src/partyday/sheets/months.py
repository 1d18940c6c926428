"""Months as papers have them: in cells, in titles, as headers of columns, on the tabs of sheets.

Imports the nouns of reading and the vocabulary only; no rules, store, services or cli.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import takewhile
from typing import ClassVar

from partyday.errors import BadInput
from partyday.model.dates import half_width
from partyday.model.period import Month, Period, read_months
from partyday.sheets.above import year_named
from partyday.sheets.cells import Cell, Unreadable, in_one_line, read_date, shown
from partyday.sheets.day_columns import DAY, DayColumns
from partyday.sheets.pages import HEADER_ROWS, Row
from partyday.words.vocabulary import Vocabulary

_ALONE = re.compile(r"0?([1-9]|1[0-2])")
_RANGE = re.compile(r"(?:0?[1-9]|1[0-2])[-~—–至到](?:0?[1-9]|1[0-2])")
_BEHIND_MONTHS = re.compile(r"(?:的?党费|的?应[缴交]|的?实[缴交]|的)$")
_WHOLE = re.compile(r"(?:(\d{4})年?)?(?:第?([一二三四1-4])季度?|([上下])半年|全年|年度|整年)(?:度)?")
_IN_WORDS = re.compile(r"(?<![一二三四五六七八九十第])(十[一二]|[一二三四五六七八九十])(?=月)")
_NUMERALS = "一二三四五六七八九十"


def read_months_of(cell: Cell, within: date) -> tuple[Month, ...]:
    """The months a sum is for, as people write them: 3月, 3, 1-3月, 1、2、3月, 第一季度, 上半年, 2026.01-2026.02.

    Without a year they are of that of `within`. Raises Unreadable.
    """
    if isinstance(cell, date):
        return (Month.of(cell),)
    text = _digits(half_width(shown(cell)))
    text = _BEHIND_MONTHS.sub("", "".join(text.split()).replace("份", ""))
    if found := _ALONE.fullmatch(text):
        return (Month(f"{within.year:04}-{int(found[1]):02}"),)
    if _RANGE.fullmatch(text):
        text += "月"
    if found := _WHOLE.fullmatch(text):
        return months_of_period(_period(found, within.year))
    try:
        if not isinstance(cell, str):
            return (Month.of(read_date(cell).on),)
        return tuple(read_months(_completed(text), within))
    except BadInput as fault:
        raise Unreadable(str(fault)) from None


def _digits(text: str) -> str:
    """The months in words as digits: 三月 is 3月, 十二月 12月."""
    return _IN_WORDS.sub(lambda found: str(_number(found[1])), text)


def _number(word: str) -> int:
    return 10 + _NUMERALS.index(word[1]) + 1 if len(word) > 1 else _NUMERALS.index(word) + 1


def _completed(text: str) -> str:
    """1、2、3月 with 月 behind each of its months; 2026.1-2026.3 with a sign that stands between months alone."""
    text = re.sub(r"(\d{4}[年.]\d{1,2}月?)-(\d{4}[年.]\d{1,2}月?)", r"\1~\2", text)
    if not text.endswith("月"):
        return text
    return re.sub(r"(?<![\d年.])(\d{1,2})(?=[、,，;；])", r"\1月", text)


def _period(found: re.Match[str], year: int) -> Period:
    named, quarter, half = found.groups()
    return Period.read(f"{named or year}" + (f"年第{quarter}季度" if quarter else f"年{half}半年" if half else ""))


def months_of_period(period: Period) -> tuple[Month, ...]:
    """Its months in order."""
    return tuple(period.first.until(period.last))


_MONTHS_OF_A_YEAR = 12
_TITLE = re.compile("党费|收[缴交]|[缴交]纳|[缴交]费|月份|所属期")
_OF_ANOTHER_KIND = re.compile("日期|时间|填表|制表|单位|开户")
_MONTHS_IN_TITLE = re.compile(
    r"(?<!\d)(?:\d{4}\s*[年.])?\s*\d{1,2}\s*月?(?:\s*(?:[-~—–－至到、]\s*(?:\d{4}\s*[年.]\s*)?\d{1,2}\s*月?)+)?(?<=月)(?!\s*\d)"
)
_IN_NUMBERS = re.compile(r"(?<![\d.-])(20\d{2})[.\-/]?(0[1-9]|1[0-2]|(?<=[.\-/])[1-9])(?![\d.\-/])")
_PERIOD_IN_TITLE = re.compile(r"(?:(\d{4})\s*年?\s*)?(?:第?\s*([一二三四1-4])\s*季度|([上下])半年)")


def months_named(lines: Iterable[str], page: str, within: date) -> tuple[Month, ...]:
    """The months that a sheet's title or its tab says it is of: 2026年3月党费收缴表, 第一季度, 3月.

    None where it names none, a whole year, or several stretches that differ.
    """
    titles = [line for line in lines if _TITLE.search(line) and not _OF_ANOTHER_KIND.search(line)]
    found = {months for line in titles if (months := _months_in(line, within))}
    if not found and (months := _months_in(page, within)):
        found = {months}
    months = found.pop() if len(found) == 1 else ()
    return months if len(months) < _MONTHS_OF_A_YEAR else ()


def _months_in(line: str, within: date) -> tuple[Month, ...]:
    text = _digits(half_width(line))
    if found := _PERIOD_IN_TITLE.search(text):
        return months_of_period(_period(found, within.year))
    named = {found[0].strip() for found in _MONTHS_IN_TITLE.finditer(text)}
    named = named or {f"{year}年{month}月" for year, month in _IN_NUMBERS.findall(text)}
    if len(named) != 1:
        return ()
    try:
        return read_months_of(named.pop(), within)
    except Unreadable:
        return ()


# ---- columns that are months

#: How the field of a column begins that says what is owed for a month.
DUE = "due:"
#: What stands behind a month, or below it, and says what was handed in for it, or what is owed.
_HANDED_FOR = frozenset(
    {"", "交", "缴", "金额", "党费", "实交", "实缴", "实交金额", "实缴金额", "实交党费", "实缴党费", "已交", "已缴"}
    | {"交纳", "缴纳", "缴纳金额", "交费", "缴费", "缴费金额"}
)
_DUE_FOR = frozenset({"应交", "应缴", "应交金额", "应缴金额", "应交党费", "应缴党费", "标准", "缴纳标准"})
_MONTH_TITLE = re.compile(r"(?:\d{4}[年.-])?(?:\d{1,2}|十?[一二三四五六七八九十])月(?:份)?")


_WITH_YEAR = re.compile(r"20\d{2}[.\-/年]")
_PERIOD_TITLE = re.compile(r"(?:(\d{4})年?)?(?:第?([一二三四1-4])季度|([上下])半年)")
_RANGE_TITLE = re.compile(r"(?:(\d{4})年?)?(\d{1,2})月?[-~—–－至到]+(\d{1,2})月(?:份)?")
#: The first and the last month of what is a quarter, or a half of a year.
_RANGES = {
    ("1", "3"): "Q1",
    ("4", "6"): "Q2",
    ("7", "9"): "Q3",
    ("10", "12"): "Q4",
    ("1", "6"): "H1",
    ("7", "12"): "H2",
}


def _of_range(found: re.Match[str], year: int) -> Period | None:
    """The quarter or the half of a year that 1-3月 is; None for another range."""
    named, first, last = found.groups()
    span = _RANGES.get((first.lstrip("0"), last.lstrip("0")))
    return Period(f"{named or year}{span}") if span else None


class MonthColumns(DayColumns):
    """The vocabulary of a sheet with months in its headers: 1月, 一月份, 2026年1月, 1 … 12, 1月实缴, 实缴 below 1月.

    Quarters and half-years are such columns where there are no months; beside them they are their sums.
    """

    #: From how many numbers in a row, beginning with 1, a header counts months.
    _RUN: ClassVar = 3

    def __init__(self, words: Vocabulary, today: date) -> None:
        super().__init__(words, today)
        self._sums: dict[str, tuple[str, Period]] = {}

    def months(self, field: str) -> tuple[Month, ...]:
        """The months that a column is of."""
        return months_of_period(Period(self.refs[field][: len("2026-03")]))

    def find(self, sample: Sequence[Row]) -> None:
        """Learn the months in the rows among the first of a page that head people."""
        top = sample[:HEADER_ROWS]
        for at, row in enumerate(top):
            if not any(known.field == "name" for cell in row for known in self._words.meanings(shown(cell))):
                continue
            year = year_named(" ".join(map(shown, row)) for row in top[:at]) or self._today.year
            within = self._today.replace(year=year, month=1, day=1)
            below = top[at + 1] if at + 1 < len(top) else ()
            for cell in (*row, *below):
                title = in_one_line(cell)
                # 1.2 is a sum sooner than a day.
                if "月" in title or _WITH_YEAR.match(title):
                    self._learn(cell, within)
                self._month(title, within)
            self._numbered(row, within)
            self._numbered(below, within)
        if not any("-" in ref for ref in self.refs.values()):
            for title, (kind, period) in self._sums.items():
                self._know(title, kind, period)

    def _month(self, title: str, within: date) -> None:
        plain = half_width(title).replace(" ", "")
        found = _MONTH_TITLE.match(plain) or _PERIOD_TITLE.match(plain) or _RANGE_TITLE.match(plain)
        if found is None or (found.end() != len(plain) and self._words.meanings(title)):
            return
        rest = re.sub(r"\(元\)$|[(（]|[)）]", "", plain[found.end() :])
        if found.re is not _MONTH_TITLE:
            kind = DAY if rest in _HANDED_FOR else DUE if rest in _DUE_FOR else ""
            period = _period(found, within.year) if found.re is _PERIOD_TITLE else _of_range(found, within.year)
            if kind and period:
                self._sums[title] = (kind, period)
            return
        try:
            (month,) = read_months_of(found[0], within)
        except (Unreadable, ValueError):
            return
        for kind, words in ((DAY, _HANDED_FOR), (DUE, _DUE_FOR)):
            for word in words if not rest else {""} if rest in words else ():
                self._know(title + word, kind, month)

    def _numbered(self, row: Sequence[Cell], within: date) -> None:
        """Learn the numbers of a header that count from 1, one in each column."""
        titles = [shown(cell) for cell in row]
        for start, first in enumerate(titles):
            if first.lstrip("0") != "1":
                continue
            following = zip(titles[start:], range(1, _MONTHS_OF_A_YEAR + 1), strict=False)
            run = list(takewhile(lambda pair: pair[0].lstrip("0") == str(pair[1]), following))
            if len(run) >= self._RUN:
                for title, number in run:
                    self._know(title, DAY, Month(f"{within.year:04}-{number:02}"))
                return

    def _know(self, title: str, kind: str, period: str) -> None:
        self._by_title[title] = kind + period
        if kind == DAY:
            self.refs[DAY + period] = period
