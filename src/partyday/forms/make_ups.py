"""补课记录: who could not come on which day, and when and how they made up for it.

Kept by the branch. Says that somebody was excused, never why. Knows no workbook.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.model.acts import MakeUp
from partyday.model.days import ActivityDay
from partyday.model.paper import NOT_APPLICABLE, SIGNATURES, Align, Column, Orientation, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.words.periods import period_name

_COLUMNS = (
    Column(heading="序号", width=5),
    Column(heading="姓名", width=11),
    Column(heading="缺课日期", width=14),
    Column(heading="活动主题", width=26, align=Align.LEFT),
    Column(heading="补课日期", width=11),
    Column(heading="补课方式", width=26, align=Align.LEFT),
    Column(heading="办理情况", width=20),
)


@dataclass(frozen=True)
class Missed:
    """One absence that was made up or is to be. `due` is the last day for it; None where nothing asks for it."""

    person: Person
    day: ActivityDay
    make_up: MakeUp | None = None
    due: date | None = None


def build(branch: Branch, period: Period, missed: Sequence[Missed], today: date) -> Sheet:
    """A row for every absence of `period`, by date and roster number."""
    rows = sorted(missed, key=lambda each: (each.day.month, each.day.ref, each.person.number))
    body = [_row(each, today) for each in rows]
    owed = [each for each in rows if each.due]
    made_up = sum(each.make_up is not None for each in owed)
    text = f"应补 {len(owed)} 人次，已补 {made_up} 人次，待补 {len(owed) - made_up} 人次"
    return Sheet(
        title=f"{branch.name}{period_name(period)}党员活动日补课记录",
        tab="补课记录",
        stem=file_stem(branch.name, "补课记录", period),
        lines=((f"单位：{branch.name}", f"截至：{today.isoformat()}"),),
        columns=_COLUMNS,
        body=(*body, Row(("合计", None, None, text, None, None, None), RowKind.TOTAL)),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def _row(each: Missed, today: date) -> Row:
    held = each.make_up
    return Row(
        (
            each.person.number,
            each.person.name,
            each.day.ref.replace(":am", "（上午）").replace(":pm", "（下午）"),
            each.day.theme or NOT_APPLICABLE,
            held.held_on.isoformat() if held else None,
            (held.how or None) if held else None,
            _standing(each, today),
        )
    )


def _standing(each: Missed, today: date) -> str:
    if each.make_up:
        return "已补课"
    if each.due is None:
        return NOT_APPLICABLE
    return f"逾期（{each.due.isoformat()} 前）" if today > each.due else f"待补（{each.due.isoformat()} 前）"
