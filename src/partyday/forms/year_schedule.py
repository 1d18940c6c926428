"""《党员活动日计划日程表》: the year's days of a branch, or of all branches of a 党总支. Knows no workbook."""

from collections.abc import Sequence

from partyday.forms.plan import Planned, body, columns
from partyday.model.codes import BranchKind
from partyday.model.paper import SIGNATURES, SUPERIOR_SIGNATURES, Orientation, Sheet, file_stem
from partyday.model.people import Branch


def build(branch: Branch, superior: str, year: int, plans: Sequence[Planned], missing: Sequence[str] = ()) -> Sheet:
    """The schedule of a year for `superior` (empty where there is none); `plans` are the branch's, or its branches'.

    `missing` are the branches of which there is nothing.
    """
    several = branch.kind is not BranchKind.BRANCH
    return Sheet(
        title=f"{branch.name}{year}年党员活动日计划日程表",
        tab="计划日程表",
        stem=file_stem(branch.name, "党员活动日计划日程表", str(year)),
        lines=((f"填报单位：{branch.name}", f"报：{superior}" if superior else ""),),
        columns=columns(several=several),
        body=tuple(body(plans, several=several)),
        notes=(f"未报送：{'、'.join(missing)}。",) if missing else (),
        signatures=SUPERIOR_SIGNATURES if several else SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=32,
    )
