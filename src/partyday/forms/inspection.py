"""督查登记表: what was found at a branch or at the branches of a superior, and the sheet to take along.

The sheet has what the book says of each matter beside a blank for what was seen. Knows no workbook.
"""

from collections.abc import Iterator, Sequence

from partyday.model.money import yuan
from partyday.model.oversight import Inspection
from partyday.model.overview import OverviewLine
from partyday.model.paper import (
    NOT_APPLICABLE,
    SUPERIOR_SIGNATURES,
    Align,
    Orientation,
    PrintedColumn,
    Row,
    Sheet,
    file_stem,
)
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.words.periods import period_name
from partyday.words.rates import percent
from partyday.words.terms import official

#: Who signs when somebody looked: who looked, and the branch that was shown it.
_SIGNATURES = ("督查人：", "被督查党支部书记：", "督查日期：　　　年　　月　　日")

_OF_BRANCH = (
    PrintedColumn(heading="序号", width=4),
    PrintedColumn(heading="督查日期", width=11),
    PrintedColumn(heading="方式", width=9),
    PrintedColumn(heading="督查人", width=9),
    PrintedColumn(heading="发现的问题和意见", width=34, align=Align.LEFT),
    PrintedColumn(heading="整改期限", width=11),
    PrintedColumn(heading="整改情况", width=24, align=Align.LEFT),
    PrintedColumn(heading="整改日期", width=11),
)
_OF_SUPERIOR = (_OF_BRANCH[0], PrintedColumn(heading="党支部", width=20, align=Align.LEFT), *_OF_BRANCH[1:])

_CHECKED = (
    PrintedColumn(heading="序号", width=4),
    PrintedColumn(heading="督查内容", width=16, align=Align.LEFT),
    PrintedColumn(heading="台账情况", width=28, align=Align.LEFT),
    PrintedColumn(heading="核查结果", width=10, choices=("属实", "不符")),
    PrintedColumn(heading="备注", width=22, align=Align.LEFT),
)


def build(branch: Branch, period: Period, inspections: Sequence[Inspection], line: OverviewLine) -> tuple[Sheet, ...]:
    """The inspections of one branch in a period, and the sheet to take along with what the book says of it."""
    return _register(branch, period, [(branch, one) for one in inspections], several=False), _to_check(
        branch, period, line
    )


def build_for_all(
    superior: Branch, period: Period, inspections: Sequence[tuple[Branch, Inspection]], never: Sequence[str]
) -> Sheet:
    """The inspections of the branches of a superior by date; `never` are those that were not inspected."""
    return _register(superior, period, inspections, several=True, never=never)


def _register(
    unit: Branch,
    period: Period,
    inspections: Sequence[tuple[Branch, Inspection]],
    *,
    several: bool,
    never: Sequence[str] = (),
) -> Sheet:
    found = [one for _branch, one in inspections]
    to_mend = [one for one in found if one.due_on]
    mended = sum(one.mended_on is not None for one in to_mend)
    left = len(to_mend) - mended
    counted = f"督查 {len(found)} 次；要求整改 {len(to_mend)} 项，已整改 {mended} 项，待整改 {left} 项。"
    return Sheet(
        title=f"{unit.name}{period_name(period)}党员活动日督查登记表",
        tab="督查登记表",
        stem=file_stem(unit.name, "督查登记表", period),
        lines=((f"单位：{unit.name}", ""),),
        columns=_OF_SUPERIOR if several else _OF_BRANCH,
        body=tuple(_row(number, branch, one, several=several) for number, (branch, one) in enumerate(inspections, 1)),
        notes=(counted, *((f"本期尚未督查：{'、'.join(never)}。",) if never else ())),
        signatures=SUPERIOR_SIGNATURES if several else _SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=30,
    )


def _row(number: int, branch: Branch, one: Inspection, *, several: bool) -> Row:
    return Row(
        (
            number,
            *((branch.name,) if several else ()),
            one.inspected_on.isoformat(),
            official(one.way),
            one.inspected_by,
            one.found,
            one.due_on.isoformat() if one.due_on else NOT_APPLICABLE,
            one.mended or None,
            one.mended_on.isoformat() if one.mended_on else None,
        )
    )


def _to_check(branch: Branch, period: Period, line: OverviewLine) -> Sheet:
    """What is looked at, with what the book says of each."""
    return Sheet(
        title=f"{branch.name}{period_name(period)}党员活动日督查核查表",
        tab="督查核查表",
        stem=file_stem(branch.name, "督查核查表", period),
        lines=((f"单位：{branch.name}", "督查方式：□查阅记录　□电话抽查　□实地走访"),),
        columns=_CHECKED,
        body=tuple(Row((number, what, told, None, None)) for number, (what, told) in enumerate(_items(line), 1)),
        notes=("电话抽查党员（姓名、是否参加、意见）：" + "_" * 44, "发现的问题和整改意见：" + "_" * 52),
        signatures=_SIGNATURES,
        row_height=36,
    )


def _items(line: OverviewLine) -> Iterator[tuple[str, str]]:
    """What is looked at, and what the book says; what it does not tell is left blank."""
    yield "活动按计划开展", _count(line.days, "计划 {} 次") + _count(line.held, "，已开展 {} 次")
    yield "提前公布主题、内容", _count(line.announced, "已公布 {} 次")
    yield "签到与出勤登记", _count(line.closed, "已结束登记 {} 次")
    yield (
        "参加情况",
        _count(line.expected, "应到 {} 人次")
        + _count(line.took_part, "，参加 {} 人次")
        + ("" if line.rate is None else f"，出勤率 {percent(line.rate)}"),
    )
    yield "总结评估、征求意见", _count(line.summarised, "已总结 {} 次")
    yield "补课", _count(line.open_make_ups, "待补 {} 人次")
    yield "送学上门", _count(line.unreached, "待送学 {} 人次")
    yield "计划报送", f"应报 {line.plans_due} 份，已报 {line.plans_filed} 份，其中迟报 {line.plans_late} 份"
    yield "党费收缴", "" if line.dues_owed is None else f"尚欠 {yuan(line.dues_owed)} 元"
    yield "《党支部工作手册》", ""


def _count(count: int | None, words: str) -> str:
    return "" if count is None else words.format(count)
