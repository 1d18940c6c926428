"""The columns of a grid that are days: 3月6日, 2026.1.9, 3月, a date of Excel.

No word names such a column, so its header is read as a date. Imports the nouns of reading and the vocabulary; no
rules, store, services or cli.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from itertools import pairwise

from partyday.errors import BadInput
from partyday.model.dates import half_width
from partyday.model.period import Month, Period
from partyday.sheets.above import year_named
from partyday.sheets.cells import Cell, in_one_line, shown
from partyday.sheets.pages import HEADER_ROWS, Row
from partyday.words.vocabulary import Known, Vocabulary

#: How the field of such a column begins; behind it stands the day, or the month.
DAY = "day:"
#: Columns for the halves of the day a sheet is of.
_HALVES = {"上午": ":am", "下午": ":pm", "上午签到": ":am", "下午签到": ":pm", "上午签名": ":am", "下午签名": ":pm"}

#: 第一次 in front of the day.
_TIMES = re.compile(r"^第\s*[一二三四五六七八九十\d]{1,3}\s*[次期周场](?:活动|党日)?\s*[:：]?\s*(?=\d)")
_BEHIND = re.compile(
    r"\s*(?:[(（\[]?\s*(?:星期|周)[一二三四五六日天]\s*[)）\]]?)?\s*(?:党员活动日|主题党日|党日|活动日|活动|学习|签到|考勤)?$"
)


class DayColumns:
    """The vocabulary of a sheet with the days in its headers. Days without a year are of the year above the header."""

    def __init__(self, words: Vocabulary, today: date) -> None:
        self._words, self._today = words, today
        self.refs: dict[str, str] = {}
        self._by_title: dict[str, str] = {}

    @property
    def words(self) -> Vocabulary:
        """The vocabulary that knows them too."""
        return _WithDays(self._words, self._by_title)

    @property
    def titles(self) -> dict[str, str]:
        """The header of each such column, and the day it is."""
        return {title: field.removeprefix(DAY) for title, field in self._by_title.items() if field.startswith(DAY)}

    def is_day(self, field: str) -> bool:
        """Whether a field is one of them."""
        return field in self.refs

    def find(self, sample: Sequence[Row]) -> None:
        """Learn the days in the rows among the first of a page that head people."""
        top = sample[:HEADER_ROWS]
        for at, row in enumerate(top):
            heads = any(
                known.field == "name"
                for near in (row, *top[max(0, at - 1) : at])
                for cell in near
                for known in self._words.meanings(shown(cell))
            )
            if heads:
                year = year_named(" ".join(map(shown, row)) for row in top[:at]) or self._today.year
                within = self._today.replace(year=year, month=1, day=1)
                for cell in row:
                    self._learn(cell, within)
                for upper, lower in pairwise(top[max(0, at - 1) : at + 2]):
                    for above, below in zip(upper, lower, strict=False):
                        if shown(below):
                            self._learn(f"{shown(above)}{shown(below)}", within)

    def _learn(self, cell: Cell, within: date) -> None:
        title = in_one_line(cell)
        ref = _HALVES.get(title) or _ref(_TIMES.sub("", title), within)
        if ref and all(known.rank for known in self._words.meanings(title)):
            self._by_title[title] = DAY + ref
            self.refs[DAY + ref] = ref


class _WithDays(Vocabulary):
    """A vocabulary, and days as columns of it."""

    def __init__(self, words: Vocabulary, days: dict[str, str]) -> None:
        self.__dict__ = dict(words.__dict__)
        self._days = days

    def meanings(self, header: str) -> list[Known]:
        """As the vocabulary has it, or the day that the header is."""
        if field := self._days.get(header):
            return [Known(field, 0, 0, sure=True)]
        return super().meanings(header)


def _ref(title: str, within: date) -> str | None:
    """The day, the half-day or the month a header names (2026-03-06, 2026-03-06:am, 2026-03), or None."""
    if not re.match(r"\d", half_width(title)):
        return None
    bare = _BEHIND.sub("", title).replace("\n", "")
    for text in dict.fromkeys((title, bare)):
        with suppress(BadInput):
            return Month.read(text, within)
        with suppress(BadInput):
            period = Period.read(text, within)
            return period if period.is_day else None
    return None
