"""季度活动计划: the plan a branch reports to its superior by the 20th before the quarter. Knows no workbook."""

from partyday.forms.plan import Planned, body, columns
from partyday.model.paper import SIGNATURES, Orientation, Sheet, file_stem
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.words.periods import period_name


def build(branch: Branch, superior: str, period: Period, plan: Planned, theme: str = "") -> Sheet:
    """The plan of `period` (`2026Q2`) for `superior`, with the quarter's theme (both empty where there is none)."""
    name = period_name(period)
    return Sheet(
        title=f"{branch.name}{name}党员活动日活动计划",
        tab="活动计划",
        stem=file_stem(branch.name, "活动计划", period),
        lines=(
            (f"报送单位：{branch.name}", f"报：{superior}" if superior else ""),
            *(((f"季度主题：{theme}", ""),) if theme else ()),
        ),
        columns=columns(several=False),
        body=tuple(body([plan], several=False)),
        notes=() if plan.rows else (f"{name}尚未排定活动日。",),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=40,
    )
