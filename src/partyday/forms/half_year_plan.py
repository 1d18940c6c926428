"""半年活动计划: what a branch means to do in half a year, with the theme of each quarter; also of a term or a month.

Knows no workbook."""

from collections.abc import Mapping

from partyday.forms.plan import Planned, body, columns
from partyday.model.paper import SIGNATURES, Orientation, Sheet, file_stem
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.words.periods import period_name


def build(branch: Branch, superior: str, period: Period, plan: Planned, themes: Mapping[Period, str]) -> Sheet:
    """The plan of `period` (`2026H1`) for `superior` (empty where there is none); `themes` by quarter (`2026Q1`)."""
    name = period_name(period)
    kind = "学期活动计划" if period.is_term else "月活动计划" if period.length == 1 else "半年活动计划"
    stressed = "；".join(f"{period_name(quarter)}：{theme}" for quarter, theme in sorted(themes.items()))
    return Sheet(
        title=f"{branch.name}{name}党员活动日活动计划",
        tab=kind,
        stem=file_stem(branch.name, kind, period),
        lines=(
            (f"报送单位：{branch.name}", f"报：{superior}" if superior else ""),
            (f"阶段性活动重点：{stressed or '_' * 60}", ""),
        ),
        columns=columns(several=False),
        body=tuple(body([plan], several=False)),
        notes=() if plan.rows else (f"{name}尚未排定活动日。",),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=36,
    )
