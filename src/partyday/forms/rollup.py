"""季度汇总表: what a superior sums up of its branches' plans. Knows no workbook."""

from collections.abc import Sequence

from partyday.forms.plan import Planned, body, columns, takes_place
from partyday.model.paper import SUPERIOR_SIGNATURES, Orientation, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.words.periods import period_name


def build(branch: Branch, superior: str, period: Period, plans: Sequence[Planned], missing: Sequence[str]) -> Sheet:
    """The plans of `period` of all branches under `branch`, for its own `superior` (empty where there is none).

    `missing` are the branches that have not filed.
    """
    name = period_name(period)
    table = columns(several=True)
    counted = f"应报 {len(plans) + len(missing)} 个党支部，已报 {len(plans)} 个，未报 {len(missing)} 个"
    sessions = f"活动 {sum(takes_place(cells) for plan in plans for cells in plan.rows)} 场"
    total = Row((f"合计：{counted}；{sessions}", *[None] * (len(table) - 1)), RowKind.TOTAL)
    return Sheet(
        title=f"{branch.name}{name}党员活动日活动计划汇总表",
        tab="汇总表",
        stem=file_stem(branch.name, "活动计划汇总表", period),
        lines=((f"汇总单位：{branch.name}", f"报：{superior}" if superior else ""),),
        columns=table,
        body=(*body(plans, several=True), total),
        notes=(f"未报送：{'、'.join(missing)}。",) if missing else (),
        signatures=SUPERIOR_SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=30,
    )
