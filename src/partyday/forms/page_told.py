"""What a printed page says of itself, whose it is and of which period, held against the seal it came with.

A seal is data beside the page: whoever takes a paper in by its seal would file one branch's page as another's. Knows no
workbook.
"""

import re
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache

from partyday.model.codes import DayStatus
from partyday.model.forms import FORMS
from partyday.model.paper import RowKind, Sheet
from partyday.model.period import Period
from partyday.model.seal import Sealed
from partyday.words.periods import period_name
from partyday.words.terms import official


def other_told(sealed: Sealed, names: Collection[str], beneath: Collection[str] = ()) -> str:
    """What the pages say that is not what the seal says, in words; empty where nothing speaks against it.

    `names` are those of the branch that the seal names, today's and those before; further pages may be of those
    `beneath` it.
    """
    for number, sheet in enumerate(sealed.sheets):
        allowed = {*names, *beneath} if number else names
        for told in (_other_branch(sheet, allowed), _other_period(sheet, sealed)):
            if told:
                return told
    return ""


#: What stands behind the branch in a title.
_BEHIND = r"(?:关于)?\d{4}年|党员活动日|“党员活动日|党费收|党员名册"

#: How the line above a table names whose paper it is.
_UNIT = re.compile(r"(?:填报|报送|汇总)?单位：(.*)")


def _other_branch(sheet: Sheet, names: Collection[str]) -> str:
    for left, _right in sheet.lines:
        if (unit := _UNIT.fullmatch(left)) and unit[1] not in names:
            return left
    own = [name for name in names if sheet.title.startswith(name)]
    if any(re.match(_BEHIND, sheet.title.removeprefix(name)) for name in own):
        return ""
    begins = re.match(rf"(.+?)(?:{_BEHIND})", sheet.title)
    return sheet.title if begins else ""


_PART_OF_YEAR = "|".join(
    ("上半年", "下半年", "第[一二三四]季度", "[春秋]季学期", r"\d{1,2}月(?:\d{1,2}日(?:上午|下午)?)?")
)
_PERIOD = re.compile(rf"\d{{4}}年(?:{_PART_OF_YEAR})?")


def _other_period(sheet: Sheet, sealed: Sealed) -> str:
    """What names another period: the title, the only day that the page is of, a row of a plan."""
    for words in _PERIOD.findall(sheet.title):
        if words != period_name(sealed.period) and not _covers(words, sealed.period):
            return sheet.title
    form = FORMS[sealed.form]
    if form.dated and sealed.period.is_day and sheet is sealed.sheets[0] and not _says(sheet, sealed.period.day):
        return sheet.title
    if form.upward and not sealed.period.is_term:
        return next(_rows_elsewhere(sheet, sealed.period), "")
    return ""


def _covers(words: str, period: Period) -> bool:
    """Whether a year, half-year or quarter in words holds the period."""
    wider = [Period(f"{period.first.year}{part}") for part in ("", "H1", "H2", "Q1", "Q2", "Q3", "Q4")]
    return any(words == period_name(one) and one.covers(period) for one in wider)


def _says(sheet: Sheet, day: date) -> bool:
    texts = [*(text for line in sheet.lines for text in line), *(str(cell) for row in sheet.body for cell in row.cells)]
    return any(day.isoformat() in text for text in texts)


def _rows_elsewhere(sheet: Sheet, period: Period) -> Iterator[str]:
    """The dates and months of a plan's rows that lie outside the period, or are none."""
    headings = [column.heading for column in sheet.columns]
    at = {heading: headings.index(heading) for heading in ("月份", "日期") if heading in headings}
    months, begins, ends = _span(period)
    for row in sheet.body:
        if row.kind is not RowKind.DATA:
            continue
        told = {heading: str(row.cells[place] or "") for heading, place in at.items()}
        if "月份" in told and told["月份"] not in months:
            yield told["月份"] or "月份"
        on = told.get("日期", "")
        if on and not on.startswith(official(DayStatus.UNDECIDED)) and not _within(on, begins, ends):
            yield on


@lru_cache(maxsize=16)
def _span(period: Period) -> tuple[frozenset[str], date, date]:
    """The months of a period as its plan names them, its first day and its last; all branches file for the same."""
    months = frozenset(f"{month.number}月" for month in period.first.until(period.last))
    return months, period.start, period.end


def _within(text: str, begins: date, ends: date) -> bool:
    try:
        return begins <= date.fromisoformat(text[:10]) <= ends
    except ValueError:
        return False
