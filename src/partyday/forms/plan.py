"""The table that every plan of activity days is made of: one row for each session, of one branch or of several.

Lists every session as it stands, the cancelled and the undecided too. Knows no workbook.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date

from partyday.model.codes import DayStatus, Occasion, Part
from partyday.model.days import ActivityDay
from partyday.model.frozen import frozen
from partyday.model.paper import NOT_APPLICABLE, Align, PrintedColumn, Row, RowKind, Sheet, Value
from partyday.words.periods import half_day, hours, weekday_name
from partyday.words.reasons import reasons
from partyday.words.terms import official

NUMBER, BRANCH, THEME, FILED = "序号", "党支部", "季度主题", "报送日期"

_COLUMNS = (
    PrintedColumn(heading="月份", width=5),
    PrintedColumn(heading="日期", width=11),
    PrintedColumn(heading="星期", width=7),
    PrintedColumn(heading="时间", width=12),
    PrintedColumn(heading="地点", width=13),
    PrintedColumn(heading="主题", width=18, align=Align.LEFT),
    PrintedColumn(heading="内容", width=24, align=Align.LEFT),
    PrintedColumn(heading="内容类别", width=13),
    PrintedColumn(heading="形式", width=11),
    PrintedColumn(heading="负责人", width=9),
    PrintedColumn(heading="备注", width=24, align=Align.LEFT),
)


@frozen
class Planned:
    """What one branch plans: for each session what stands under which heading.

    `theme` is that of the whole period, `filed` when it was filed, as a sum prints it; neither makes another plan.
    """

    branch: str
    rows: tuple[Mapping[str, Value], ...]
    theme: str = field(default="", compare=False)
    filed: str = field(default="", compare=False)


def planned(branch: str, days: Iterable[ActivityDay], block_names: Mapping[str, str]) -> Planned:
    """A branch's days as its plan lists them, by date.

    `block_names` words the content blocks of the policy (`{"party-spirit": "党性观念教育"}`).
    """
    ordered = sorted(days, key=lambda day: (day.month, day.held_on or date.max, day.slot))
    return Planned(branch, tuple(_cells(day, block_names) for day in ordered))


def takes_place(cells: Mapping[str, Value]) -> bool:
    """Whether a session of a plan has its date and is not cancelled."""
    cancelled = str(cells.get("备注") or "").startswith(official(DayStatus.CANCELLED))
    return not cancelled and cells.get("日期") != official(DayStatus.UNDECIDED)


def when(cells: Mapping[str, Value]) -> str:
    """A session of a plan by its date, and its half of the day where it is one."""
    halves = (official(Part.AM), official(Part.PM))
    return str(cells["日期"]) + next((half for half in halves if str(cells.get("时间") or "").startswith(half)), "")


#: What a plan has to say of each session that takes place.
WANTED = ("主题", "地点", "负责人")


def lacking(plan: Planned) -> dict[tuple[str, ...], list[str]]:
    """Which of these headings are empty → at which sessions, each by its date."""
    found: dict[tuple[str, ...], list[str]] = {}
    for cells in filter(takes_place, plan.rows):
        if empty := tuple(heading for heading in WANTED if not cells.get(heading)):
            found.setdefault(empty, []).append(when(cells))
    return found


def taken_from(sheet: Sheet, branch: str) -> list[Planned]:
    """The same out of a plan as it was printed, by `branch` or, where it lists several, by each of them.

    A branch's name stands in the first of its rows alone, or, as older sums have it, in each.
    """
    headings = [column.heading for column in sheet.columns]
    known = {column.heading for column in _COLUMNS}
    several = BRANCH in headings
    rows_by_branch: dict[str, list[Mapping[str, Value]]] = {} if several else {branch: []}
    beside: dict[str, Mapping[str, Value]] = {}
    of = branch
    for row in sheet.body:
        if row.kind is not RowKind.DATA:
            continue
        cells = dict(zip(headings, row.cells, strict=True))
        of = str(cells.get(BRANCH) or of)
        beside.setdefault(of, cells)
        of_branch = {heading: value for heading, value in cells.items() if heading in known}
        rows_by_branch.setdefault(of, []).append(of_branch)
    return [
        Planned(
            of,
            tuple(rows),
            theme=_told(beside[of], THEME) if THEME in headings else _theme(sheet),
            filed=_told(beside[of], FILED) if several else "",
        )
        for of, rows in rows_by_branch.items()
    ]


def _told(cells: Mapping[str, Value], heading: str) -> str:
    return str(cells.get(heading) or "").removeprefix(NOT_APPLICABLE)


#: What stands before the theme of a whole period, above the table of a plan.
_BEFORE_THEME = ("季度主题：", "阶段性活动重点：")


def _theme(sheet: Sheet) -> str:
    """The theme above the table, empty where it was left to the pen."""
    told = (left.removeprefix(words) for left, _right in sheet.lines for words in _BEFORE_THEME if words in left)
    return next(told, "").strip("_")


def columns(*, several: bool) -> tuple[PrintedColumn, ...]:
    """The columns of the table; with one for the branch where it lists several."""
    of_branch = (PrintedColumn(heading=BRANCH, width=18, align=Align.LEFT),) if several else ()
    return (PrintedColumn(heading=NUMBER, width=4), *of_branch, *_COLUMNS)


def columns_of_sum(*, themed: bool, filed: bool) -> tuple[PrintedColumn, ...]:
    """The columns where a superior sums up: a branch's name over its rows, with its theme, and when it filed."""
    return (
        PrintedColumn(heading=NUMBER, width=4),
        PrintedColumn(heading=BRANCH, width=14, spans=True),
        *((PrintedColumn(heading=THEME, width=12, spans=True),) if themed else ()),
        *_COLUMNS,
        *((PrintedColumn(heading=FILED, width=11, spans=True),) if filed else ()),
    )


def body(plans: Iterable[Planned], *, several: bool) -> Iterator[Row]:
    """The rows of the table, numbered through."""
    every = ((plan.branch, cells) for plan in plans for cells in plan.rows)
    for number, (branch, cells) in enumerate(every, 1):
        of_branch = (branch,) if several else ()
        yield Row((number, *of_branch, *(cells.get(column.heading) for column in _COLUMNS)))


def body_of_sum(plans: Iterable[Planned], headings: Iterable[str]) -> Iterator[Row]:
    """The rows where a superior sums up, numbered through; what is of the whole plan stands in its first row."""
    named = list(headings)
    number = 0
    for plan in plans:
        whole: Mapping[str, Value] = {
            BRANCH: plan.branch,
            THEME: plan.theme or NOT_APPLICABLE,
            FILED: plan.filed or NOT_APPLICABLE,
        }
        for first, cells in enumerate(plan.rows):
            number += 1
            told = {**cells, NUMBER: number, **(whole if not first else {})}
            yield Row(tuple(told.get(heading) for heading in named))


_REASONS_OF_A_MERGE = {"constitution", "constitution-nominal"}


def _cells(day: ActivityDay, block_names: Mapping[str, str]) -> dict[str, Value]:
    return {
        "月份": f"{day.month.number}月",
        "日期": day.held_on.isoformat() if day.held_on else official(DayStatus.UNDECIDED),
        "星期": weekday_name(day.held_on) if day.held_on else None,
        "时间": _time(day),
        "地点": day.place or None,
        "主题": day.theme or None,
        "内容": day.content or None,
        "内容类别": "、".join(block_names.get(block, block) for block in day.blocks) or None,
        "形式": day.form or None,
        "负责人": day.in_charge or None,
        "备注": _remark(day) or None,
    }


def _time(day: ActivityDay) -> str:
    return f"{half_day(day)} {hours(day)}".strip() if hours(day) else official(day.part)


def _remark(day: ActivityDay) -> str:
    """Why the day is not simply the nominal one, and what is not settled about it."""
    given = {reason.code for reason in day.reasons}
    merged = Occasion.CONSTITUTION in day.occasions and not given & _REASONS_OF_A_MERGE
    remarks = [
        official(day.status) if day.status in (DayStatus.CANCELLED, DayStatus.UNDECIDED) else "",
        "暂定" if day.provisional and "provisional" not in given else "",
        f"与{official(Occasion.CONSTITUTION)}合并开展" if merged else "",
        reasons(day.reasons, chinese=True),
        f"到会指导：{day.guide}" if day.guide else "",
    ]
    return "；".join(remark for remark in remarks if remark)
