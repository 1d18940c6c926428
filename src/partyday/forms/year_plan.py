"""“党员活动日”活动方案: the year's plan, a theme for each quarter and what each day is for. Knows no workbook."""

import re
from collections.abc import Iterator, Mapping, Sequence

from partyday.forms.plan import Planned, takes_place, when
from partyday.model.codes import BranchKind
from partyday.model.paper import (
    SIGNATURES,
    SUPERIOR_SIGNATURES,
    Align,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
    file_stem,
)
from partyday.model.people import Branch
from partyday.model.period import Period

_QUARTER_MONTHS = 3
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


def build(
    branch: Branch,
    superior: str,
    year: int,
    plans: Sequence[Planned],
    themes: Mapping[Period, str],
    *,
    members: int,
    collects: bool,
    missing: Sequence[str] = (),
) -> Sheet:
    """The plan of a year for `superior` (empty where there is none).

    `plans` are the branch's, or its branches'; `themes` by period: the year's (`2026`) and each quarter's (`2026Q1`).
    `members` take part (0: nobody knows how many); `collects`: dues are collected on the day; `missing` are the
    branches of which there is nothing.
    """
    several = branch.kind is not BranchKind.BRANCH
    return Sheet(
        title=f"{branch.name}{year}年“党员活动日”活动方案",
        tab="活动方案",
        stem=file_stem(branch.name, "党员活动日活动方案", str(year)),
        lines=((f"填报单位：{branch.name}", f"报：{superior}" if superior else ""),),
        columns=(
            PrintedColumn(heading="季度", width=8),
            PrintedColumn(heading="季度主题", width=20, align=Align.LEFT),
            *((PrintedColumn(heading="党支部", width=16, align=Align.LEFT),) if several else ()),
            PrintedColumn(heading="日期", width=15),
            PrintedColumn(heading="活动主题", width=20, align=Align.LEFT),
            PrintedColumn(heading="活动内容", width=24, align=Align.LEFT),
            PrintedColumn(heading="内容类别", width=13),
            PrintedColumn(heading="形式", width=10),
            PrintedColumn(heading="负责人", width=9),
            PrintedColumn(heading="备注", width=18, align=Align.LEFT),
        ),
        body=(
            Row((f"一、年度主题：{themes.get(Period(year)) or '_' * 40}",), RowKind.SECTION),
            Row(
                (f"二、参加对象：全体党员{_counted(members)}，根据活动主题可吸收入党积极分子、发展对象参加",),
                RowKind.SECTION,
            ),
            Row((f"三、活动时间：{_days(plans)}",), RowKind.SECTION),
            *((Row(("四、交纳党费：党员在活动日当天集中交纳党费",), RowKind.SECTION),) if collects else ()),
            Row((f"{'五' if collects else '四'}、季度主题和每月安排",), RowKind.SECTION),
            *_quarters(year, plans, themes, several=several),
        ),
        notes=(f"未报送：{'、'.join(missing)}。",) if missing else (),
        signatures=SUPERIOR_SIGNATURES if several else SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=30,
    )


def members_told(sheet: Sheet) -> int:
    """How many members such a plan says take part, 0 where it does not say."""
    told = (_MEMBERS.search(str(row.cells[0])) for row in sheet.body if row.kind is RowKind.SECTION)
    return next((int(found[1]) for found in told if found), 0)


_MEMBERS = re.compile(r"全体党员（(\d{1,6}) 名）")


def themes_told(sheet: Sheet, year: Period) -> Iterator[tuple[Period, str]]:
    """The themes of quarters that such a plan says."""
    for row in sheet.body:
        if row.kind is RowKind.DATA and len(row.cells) > 1:
            quarter, theme, *_others = row.cells
            if quarter in _QUARTERS and theme:
                yield Period(f"{year}Q{_QUARTERS.index(str(quarter)) + 1}"), str(theme)


def _counted(members: int) -> str:
    return f"（{members} 名）" if members else ""


def _days(plans: Sequence[Planned]) -> str:
    """When it is held: the dates where all branches share them."""
    dates = {tuple(when(cells) for cells in plan.rows if takes_place(cells)) for plan in plans}
    return "、".join(dates.pop()) if len(dates) == 1 else "由各党支部按计划日程表开展"


def _quarters(year: int, plans: Sequence[Planned], themes: Mapping[Period, str], *, several: bool) -> Iterator[Row]:
    """A row for each session by quarter; the theme stands in the first of its quarter."""
    every = [(int(str(cells["月份"])[:-1]), plan.branch, cells) for plan in plans for cells in plan.rows]
    for quarter in range(1, 5):
        inside = [session for session in every if (session[0] - 1) // _QUARTER_MONTHS + 1 == quarter]
        theme: Value = themes.get(Period(f"{year}Q{quarter}"))
        name: Value = _QUARTERS[quarter - 1]
        for _month, branch, cells in sorted(inside, key=lambda session: session[0]) or [(0, "", {})]:
            planned = (cells.get(heading) for heading in ("主题", "内容", "内容类别", "形式", "负责人", "备注"))
            on = when(cells) if cells else None
            yield Row((name, theme, *((branch,) if several else ()), on, *planned))
            name = theme = None
