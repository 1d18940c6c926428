"""概览: a superior's branches side by side, their rates month by month, and the line of all. Knows no workbook.

Counts only: branches stand in the order of the tree, and nothing is ranked.
"""

from collections.abc import Sequence

from partyday.forms.rate_line import rate_line
from partyday.model.overview import Drawn, Overview, OverviewLine, rate
from partyday.model.paper import (
    NOT_APPLICABLE,
    SUPERIOR_SIGNATURES,
    Align,
    Number,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    file_stem,
    in_yuan,
    or_dash,
)
from partyday.model.period import Month
from partyday.words.periods import period_name

#: What a line rests on, as the paper says it.
SOURCES = {Drawn.RECORDS: "本册记录", Drawn.FILED: "报送材料", Drawn.NOTHING: "无"}

_WHO = (PrintedColumn(heading="序号", width=4), PrintedColumn(heading="党支部", width=22, align=Align.LEFT))
_COLUMNS = (
    *_WHO,
    *(
        PrintedColumn(heading=heading, width=6, group="活动开展（次）")
        for heading in ("计划", "已开展", "结束登记", "提前公布", "总结")
    ),
    *(PrintedColumn(heading=heading, width=6, group="参加情况（人次）") for heading in ("应到", "参加")),
    PrintedColumn(heading="出勤率", width=7, group="参加情况（人次）", number=Number.PERCENT),
    PrintedColumn(heading="待送学", width=6, group="参加情况（人次）"),
    PrintedColumn(heading="待补课", width=6, group="参加情况（人次）"),
    *(PrintedColumn(heading=heading, width=5, group="计划报送（份）") for heading in ("应报", "已报", "迟报")),
    PrintedColumn(heading="欠交党费（元）", width=9, number=Number.MONEY),
    PrintedColumn(heading="最近督查", width=10),
    PrintedColumn(heading="数据来源", width=9),
)

#: The counts of a line, in the order of the columns, before the rate and behind it.
_BEFORE = ("days", "held", "closed", "announced", "summarised", "expected", "took_part")
_BEHIND = ("unreached", "open_make_ups", "plans_due", "plans_filed", "plans_late")

_HOW_IT_COUNTS = (
    "说明：结束登记、提前公布、总结均按已开展的活动计；参加含到会、线上、送学；出勤率 = 参加 ÷ 应到；"
    "已报含迟报；欠交党费为截至期末各月尚欠；“—”为所据材料未载。"
)


def build(overview: Overview) -> tuple[Sheet, ...]:
    """The counts of the period, the rates month by month, and the line of all together."""
    return _counts(overview), _months(overview), _line(overview)


def whose(overview: Overview) -> str:
    """Whose branches they are; of a book with several tops nobody's."""
    return overview.superior.name if overview.superior else "各党支部"


def _counts(overview: Overview) -> Sheet:
    name, lines = whose(overview), overview.lines
    return Sheet(
        title=f"{name}{period_name(overview.period)}党员活动日开展情况概览",
        tab="概览",
        stem=file_stem(name, "活动开展情况概览", overview.period),
        lines=((f"单位：{name}", f"截至：{overview.as_of.isoformat()}"),),
        columns=_COLUMNS,
        body=(*(_branch(number, line) for number, line in enumerate(lines, 1)), _total(lines)),
        notes=(_HOW_IT_COUNTS, *_sources(lines)),
        signatures=SUPERIOR_SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        frozen_columns=len(_WHO),
    )


def _branch(number: int, line: OverviewLine) -> Row:
    return Row(
        (
            number,
            line.branch.name,
            *(or_dash(getattr(line, name)) for name in _BEFORE),
            or_dash(line.rate),
            *(or_dash(getattr(line, name)) for name in _BEHIND),
            NOT_APPLICABLE if line.dues_owed is None else in_yuan(line.dues_owed),
            line.inspected_on.isoformat() if line.inspected_on else NOT_APPLICABLE,
            SOURCES[line.drawn],
        )
    )


def _total(lines: Sequence[OverviewLine]) -> Row:
    sums = {name: sum(getattr(line, name) or 0 for line in lines) for name in (*_BEFORE, *_BEHIND)}
    return Row(
        (
            "合计",
            None,
            *(sums[name] for name in _BEFORE),
            or_dash(rate(sums["took_part"], sums["expected"])),
            *(sums[name] for name in _BEHIND),
            in_yuan(sum(line.dues_owed or 0 for line in lines)),
            NOT_APPLICABLE,
            NOT_APPLICABLE,
        ),
        RowKind.TOTAL,
    )


def _sources(lines: Sequence[OverviewLine]) -> tuple[str, ...]:
    """What the counts rest on, branch by branch where they differ."""
    nothing = "、".join(line.branch.name for line in lines if line.drawn is Drawn.NOTHING)
    return (f"尚无记录，也未收到报送材料：{nothing}。",) if nothing else ()


def _months(overview: Overview) -> Sheet:
    """The heat map: branches by months, with each branch's and each month's rate of all."""
    months, name = overview.months, whose(overview)
    body = [
        Row(
            (
                number,
                line.branch.name,
                *(or_dash(line.rate_in(month)) for month in months),
                or_dash(line.whole),
            )
        )
        for number, line in enumerate(overview.lines, 1)
    ]
    total = ("合计", None, *(or_dash(overview.rate_in(month)) for month in months), or_dash(overview.whole))
    return Sheet(
        title=f"{name}{overview.period.first.year}年各月出勤率",
        tab="各月出勤率",
        stem=file_stem(name, "各月出勤率", overview.period),
        lines=((f"单位：{name}", f"截至：{overview.as_of.isoformat()}"),),
        columns=(
            *_WHO,
            *(PrintedColumn(heading=_month(month), width=7, number=Number.PERCENT) for month in months),
            PrintedColumn(heading="合计", width=7, number=Number.PERCENT),
        ),
        body=(*body, Row(total, RowKind.TOTAL, Number.PERCENT)),
        notes=("说明：出勤率 = 参加 ÷ 应到；“—”为当月没有活动或没有材料；颜色深浅只表示出勤率高低，不作排名。",),
        orientation=Orientation.LANDSCAPE,
        frozen_columns=len(_WHO),
        heat=(len(_WHO), len(_WHO) + len(months)),
    )


def _line(overview: Overview) -> Sheet:
    """The line of all branches together; it shows what the heat map says at its foot."""
    name = whose(overview)
    turnouts = [turnout for line in overview.lines for turnout in line.turnouts]
    by_month = [(month, [one for one in turnouts if Month.of(one.on) == month]) for month in overview.months]
    return rate_line(
        f"{name}{overview.period.first.year}年出勤率走势",
        file_stem(name, "出勤率走势", overview.period),
        [
            (month, sum(one.expected for one in own), sum(one.took_part for one in own))
            for month, own in by_month
            if own
        ],
    )


def _month(month: Month) -> str:
    return f"{month.number}月"
