"""补课记录: who could not come on which day, and when and how they made up for it.

Kept by the branch. Says that somebody was excused, never why. Who has left has nothing to make up any more, and is told
as such. The `older_form` is that of papers filed before that. Knows no workbook.
"""

from collections.abc import Sequence
from datetime import date

from partyday.model.acts import MakeUp
from partyday.model.codes import Circumstance
from partyday.model.days import ActivityDay
from partyday.model.frozen import frozen
from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    Align,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    file_stem,
)
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.words.periods import period_name
from partyday.words.terms import official

_COLUMNS = (
    PrintedColumn(heading="序号", width=5),
    PrintedColumn(heading="姓名", width=11),
    PrintedColumn(heading="缺课日期", width=14),
    PrintedColumn(heading="活动主题", width=26, align=Align.LEFT),
    PrintedColumn(heading="补课日期", width=11),
    PrintedColumn(heading="补课方式", width=26, align=Align.LEFT),
    PrintedColumn(heading="办理情况", width=20),
)


@frozen
class Missed:
    """One absence that was made up or is to be. `due` is the last day for it; None where nothing asks for it.

    `gone` says how and when somebody left who has not made up for it; `on_leave`: they are on leave now.
    """

    person: Person
    day: ActivityDay
    make_up: MakeUp | None = None
    due: date | None = None
    gone: str = ""
    on_leave: bool = False


_WHO_LEFT = "说明：转出、去世、出党的，不再补课；应补 = 已补 + 待补 + 不再补。"


def is_older_form(sheet: Sheet) -> bool:
    """Whether a paper was printed before leavers were told."""
    return _WHO_LEFT not in sheet.notes


def build(
    branch: Branch,
    period: Period,
    missed: Sequence[Missed],
    today: date,
    *,
    of_one: Person | None = None,
    older_form: bool = False,
) -> Sheet:
    """A row for every absence of `period`, by date and roster number; `of_one`: whom the paper is about alone."""
    if older_form:
        missed = [one for one in missed if not one.gone]
    rows = sorted(missed, key=lambda one: (one.day.month, one.day.ref, one.person.number))
    body = [
        _row(one.person.number if older_form else number, one, today, older_form=older_form)
        for number, one in enumerate(rows, 1)
    ]
    owed = [one for one in rows if one.due]
    made_up = sum(one.make_up is not None for one in owed)
    gone = sum(bool(one.gone) for one in owed)
    text = f"应补 {len(owed)} 人次，已补 {made_up} 人次，待补 {len(owed) - made_up - gone} 人次"
    if not older_form:
        text += f"，不再补 {gone} 人次"
    return Sheet(
        title=f"{branch.name}{period_name(period)}党员活动日补课记录",
        tab="补课记录",
        stem=file_stem(branch.name, "补课记录", period, of_one.in_file_names if of_one else ""),
        lines=((f"单位：{branch.name}", f"截至：{today.isoformat()}"),),
        columns=_COLUMNS,
        body=(*body, Row(("合计", None, None, text, None, None, None), RowKind.TOTAL)),
        notes=() if older_form else (_WHO_LEFT,),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def _row(number: int, missed: Missed, today: date, *, older_form: bool) -> Row:
    held = missed.make_up
    return Row(
        (
            number,
            missed.person.name,
            missed.day.ref.replace(":am", "（上午）").replace(":pm", "（下午）"),
            missed.day.theme or NOT_APPLICABLE,
            held.held_on.isoformat() if held else None,
            (held.how or None) if held else None,
            _standing(missed, today, older_form=older_form),
        )
    )


def _standing(missed: Missed, today: date, *, older_form: bool) -> str:
    if missed.make_up:
        return "已补课"
    if missed.gone:
        return missed.gone
    if missed.due is None:
        return NOT_APPLICABLE
    by = f"{missed.due.isoformat()} 前"
    if missed.on_leave and not older_form:
        return f"待补（{official(Circumstance.LEAVE)}中，{by}）"
    return f"逾期（{by}）" if today > missed.due else f"待补（{by}）"
