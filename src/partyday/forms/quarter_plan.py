"""季度活动计划: the plan a branch reports to its superior by the 20th before the quarter.

Lists every session as it stands, the cancelled and the undecided too. Knows no workbook.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from partyday.forms.periods import half_day, period_name, weekday_name
from partyday.forms.sheet import SIGNATURES, Align, Column, Orientation, Row, Sheet, file_stem
from partyday.model import ActivityDay, Branch, DayStatus, Occasion
from partyday.wording import official, reasons

COLUMNS = (
    Column(heading="序号", width=4),
    Column(heading="月份", width=5),
    Column(heading="日期", width=11),
    Column(heading="星期", width=7),
    Column(heading="时间", width=12),
    Column(heading="地点", width=13),
    Column(heading="主题", width=18, align=Align.LEFT),
    Column(heading="内容", width=24, align=Align.LEFT),
    Column(heading="内容类别", width=13),
    Column(heading="形式", width=11),
    Column(heading="负责人", width=9),
    Column(heading="备注", width=24, align=Align.LEFT),
)

_REASONS_OF_A_MERGE = {"constitution", "constitution-nominal"}


def build(
    branch: Branch, superior: str, period: str, days: Sequence[ActivityDay], block_names: Mapping[str, str]
) -> Sheet:
    """The plan of `period` (`2026Q2`) for `superior` (empty where there is none).

    `block_names` words the content blocks of the policy (`{"party-spirit": "党性观念教育"}`).
    """
    name = period_name(period)
    ordered = sorted(days, key=lambda day: (day.month, day.held_on or date.max, day.slot))
    return Sheet(
        title=f"{branch.name}{name}党员活动日活动计划",
        tab="活动计划",
        stem=file_stem(branch.name, "活动计划", period),
        lines=((f"报送单位：{branch.name}", f"报：{superior}" if superior else ""),),
        columns=COLUMNS,
        body=tuple(_row(number, day, block_names) for number, day in enumerate(ordered, 1)),
        notes=() if days else (f"{name}尚未排定活动日。",),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
        row_height=40,
    )


def _row(number: int, day: ActivityDay, block_names: Mapping[str, str]) -> Row:
    return Row(
        (
            number,
            f"{int(day.month[5:])}月",
            day.held_on.isoformat() if day.held_on else official(DayStatus.UNDECIDED),
            weekday_name(day.held_on) if day.held_on else None,
            _hours(day),
            day.place or None,
            day.theme or None,
            day.content or None,
            "、".join(block_names.get(block, block) for block in day.blocks) or None,
            day.form or None,
            day.host or None,
            _remark(day) or None,
        )
    )


def _hours(day: ActivityDay) -> str:
    hours = f"{day.starts}–{day.ends}" if day.starts and day.ends else day.starts and f"{day.starts} 开始"
    if not hours:
        return official(day.part)
    return f"{half_day(day)} {hours}".strip()


def _remark(day: ActivityDay) -> str:
    """Why the day is not simply the nominal one, and what is not settled about it."""
    given = {reason.code for reason in day.reasons}
    merged = Occasion.CONSTITUTION in day.occasions and not given & _REASONS_OF_A_MERGE
    remarks = [
        official(day.status) if day.status in (DayStatus.CANCELLED, DayStatus.UNDECIDED) else "",
        "暂定" if day.provisional and "provisional" not in given else "",
        f"与{official(Occasion.CONSTITUTION)}合并开展" if merged else "",
        reasons(day.reasons, chinese=True),
    ]
    return "；".join(remark for remark in remarks if remark)
