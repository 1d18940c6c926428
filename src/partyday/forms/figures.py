"""The figures of printed papers, read back from what was filed: how sessions were attended, what is still open.

The other direction of `attendance`, `record`, `make_ups` and `dues`: a superior counts with what its branches filed.
What a paper of a later edition words otherwise is left out, never guessed. Knows no workbook.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from partyday.model.codes import State
from partyday.model.overview import Turnout
from partyday.model.paper import RowKind, Sheet, Value
from partyday.model.period import Period
from partyday.words.terms import official


class SessionTold(NamedTuple):
    """A session that a paper tells of, and whether its summary is written there (None: it has no place for one)."""

    turnout: Turnout
    half: str
    summarised: bool | None = None


_HEADING = re.compile(r"(?:(\d{4})[-年.])?(\d{1,2})[-月.](\d{1,2})日?\s*(上午|下午)?")
_TAKING_PART = [official(state) for state in State if state.took_part]


def sessions_of_attendance(sheet: Sheet, period: Period) -> Iterator[SessionTold]:
    """The sessions of a branch's 出勤公示, from the totals under each date."""
    totals: dict[str, tuple[Value, ...]] = {
        row.cells[1]: row.cells
        for row in sheet.body
        if row.kind is RowKind.TOTAL and len(row.cells) > 1 and isinstance(row.cells[1], str)
    }
    if "应到" not in totals:
        return
    for place, column in enumerate(sheet.columns):
        dated = _HEADING.fullmatch(column.heading.strip()) if column.group else None
        on = _date(dated, period.first.year) if dated else None
        if dated is None or on is None:
            continue

        def count(word: str, at: int = place) -> int:
            value = totals.get(word, ())[at : at + 1]
            return value[0] if value and isinstance(value[0], int) else 0

        took_part = sum(map(count, _TAKING_PART))
        yield SessionTold(Turnout(on, count("应到"), took_part, count(official(State.UNREACHED))), dated[4] or "")


def _date(found: re.Match[str], year: int) -> date | None:
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError:
        return None


_WHEN = re.compile(r"(\d{4}-\d{2}-\d{2})（[^）]*）(上午|下午)?")
_BALANCE = re.compile(r"应到 (\d+) 人，实到 (\d+) 人")
_UNREACHED = re.compile(rf"{official(State.UNREACHED)} (\d+) 人")


def sessions_of_records(sheets: tuple[Sheet, ...]) -> Iterator[SessionTold]:
    """The sessions of 活动记录: of one page, or of a year's handbook."""
    for sheet in sheets:
        items = {str(row.cells[0]): str(row.cells[1] or "") for row in sheet.body if len(row.cells) == 2}
        when, balance = _WHEN.match(items.get("活动时间", "")), _BALANCE.match(items.get("应到/实到", ""))
        if not when or not balance:
            continue
        unreached = _UNREACHED.search(items["应到/实到"])
        turnout = Turnout(
            date.fromisoformat(when[1]), int(balance[1]), int(balance[2]), int(unreached[1]) if unreached else 0
        )
        yield SessionTold(turnout, when[2] or "", bool(items.get("总结评估", "").strip()))


def open_make_ups(sheet: Sheet) -> list[date]:
    """The days for which a 补课记录 still has somebody to make up, once for each."""
    places: Mapping[str, int] = {column.heading: place for place, column in enumerate(sheet.columns)}
    missed, standing = places.get("缺课日期"), places.get("办理情况")
    if missed is None or standing is None:
        return []
    return [
        date.fromisoformat(str(row.cells[missed])[:10])
        for row in sheet.body
        if row.kind is RowKind.DATA and str(row.cells[standing]).startswith(("待补", "逾期"))
    ]


def owed(sheet: Sheet) -> int | None:
    """What a 党费收缴台账 has as open at its foot, in fen."""
    places = {column.heading: place for place, column in enumerate(sheet.columns)}
    totals = [row.cells for row in sheet.body if row.kind is RowKind.TOTAL]
    if "尚欠" not in places or not totals:
        return None
    value = totals[-1][places["尚欠"]]
    return int(value * 100) if isinstance(value, Decimal | int) else None
