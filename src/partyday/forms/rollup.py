"""季度汇总表: what a superior sums up of its branches' plans. Knows no workbook."""

from collections.abc import Sequence

from partyday.forms.plan import Planned, body_of_sum, columns_of_sum, takes_place
from partyday.model.paper import SUPERIOR_SIGNATURES, Orientation, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.words.periods import period_name

#: What stands behind the day of a plan that came after the last day for it.
LATE = "\n（迟报）"


def build(
    branch: Branch,
    superior: str,
    period: Period,
    plans: Sequence[Planned],
    missing: Sequence[str],
    unfiled: Sequence[str] = (),
    theme: str = "",
) -> Sheet:
    """The plans of `period` of all branches under `branch`, for its own `superior` (empty where there is none).

    `missing` are the branches of which there is nothing, `unfiled` those whose plan stands here although they have not
    filed it. `theme` is the superior's own for the period; where branches have others, these stand beside their names.
    """
    name = period_name(period)
    themed = any(plan.theme not in ("", theme) for plan in plans)
    table = columns_of_sum(themed=themed, filed=True)
    due, filed = len(plans) + len(missing), len(plans) - len(unfiled)
    late = sum(plan.filed.endswith(LATE) for plan in plans)
    counted = f"应报 {due} 个党支部，已报 {filed} 个" + (f"（其中迟报 {late} 个）" if late else "")
    sessions = f"活动 {sum(takes_place(cells) for plan in plans for cells in plan.rows)} 场"
    total = Row((f"合计：{counted}，未报 {due - filed} 个；{sessions}", *[None] * (len(table) - 1)), RowKind.TOTAL)
    return Sheet(
        title=f"{branch.name}{name}党员活动日活动计划汇总表",
        tab="汇总表",
        stem=file_stem(branch.name, "活动计划汇总表", period),
        lines=(
            (f"汇总单位：{branch.name}", f"报：{superior}" if superior else ""),
            *(((f"季度主题：{theme}", ""),) if theme else ()),
        ),
        columns=table,
        body=(*body_of_sum(plans, [column.heading for column in table]), total),
        notes=(
            *((f"未报送：{'、'.join(missing)}。",) if missing else ()),
            *((f"未报送，按记录填列：{'、'.join(unfiled)}。",) if unfiled else ()),
        ),
        signatures=SUPERIOR_SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=30,
    )
