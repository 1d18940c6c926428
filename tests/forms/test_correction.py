from dataclasses import replace
from datetime import date
from decimal import Decimal

from partyday.forms.correction import build, differences
from partyday.model.codes import BranchKind
from partyday.model.paper import Column, Number, Row, RowKind, Sheet
from partyday.model.people import Branch

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
FILED = Sheet(
    title="数学系党支部2026年3月党员活动日出勤公示",
    tab="出勤公示",
    stem="数学系党支部-出勤公示-2026-03",
    lines=(("单位：数学系党支部", "公示日期："),),
    columns=(
        Column(heading="序号", width=5),
        Column(heading="姓名", width=10),
        Column(heading="3-6", width=6, group="活动日期"),
        Column(heading="出勤率", width=6, number=Number.PERCENT),
        Column(heading="党费", width=6, number=Number.MONEY),
    ),
    body=(
        Row((1, "张伟", "缺席", 0.0, Decimal("97.50"))),
        Row((2, "张伟", "到会", 1.0, None)),
        Row(("合计", "应到", 2, None, None), RowKind.TOTAL),
        Row((None, "到会", 1, None, None), RowKind.TOTAL),
    ),
    notes=("说明一。",),
)


def changed(**cells: Row) -> Sheet:
    return replace(FILED, body=tuple(cells.get(f"row{n}", row) for n, row in enumerate(FILED.body)))


def test_only_the_cells_that_differ_are_told_with_their_row_and_heading() -> None:
    now = changed(
        row0=Row((1, "张伟", "到会", 1.0, Decimal("1097.50"))), row3=Row((None, "到会", 2, None, None), RowKind.TOTAL)
    )
    assert list(differences(FILED, now)) == [
        ("1 张伟", "活动日期 3-6", "缺席", "到会"),
        ("1 张伟", "出勤率", "0.0%", "100.0%"),
        ("1 张伟", "党费", "97.50", "1,097.50"),
        ("合计 到会", "活动日期 3-6", "1", "2"),
    ]
    assert list(differences(FILED, FILED)) == []


def test_rows_that_came_or_went_are_told_whole() -> None:
    without = replace(FILED, body=FILED.body[1:])
    assert list(differences(FILED, without)) == [
        ("1 张伟", "整行", "序号：1；姓名：张伟；活动日期 3-6：缺席；出勤率：0.0%；党费：97.50", "—")
    ]
    assert next(differences(without, FILED))[2:] == (
        "—",
        "序号：1；姓名：张伟；活动日期 3-6：缺席；出勤率：0.0%；党费：97.50",
    )


def test_what_stands_outside_the_table_is_told_too() -> None:
    now = replace(FILED, title="另一个", notes=(), lines=(("单位：数学系党支部", "报：党委"),))
    assert [each[1] for each in differences(FILED, now)] == ["标题", "表头", "说明"]


def test_a_sheet_that_is_there_no_more_is_told_once() -> None:
    assert list(differences(FILED, None)) == [("出勤公示", "整页", "有", "—")]
    assert list(differences(None, FILED)) == [("出勤公示", "整页", "—", "有")]


def test_the_explanation_names_the_paper_and_both_dates() -> None:
    sheet = build(
        BRANCH, [FILED], [changed(row1=Row((2, "张伟", "请假", 0.0, None)))], date(2026, 3, 10), date(2026, 4, 1)
    )
    assert sheet.title == "关于“数学系党支部2026年3月党员活动日出勤公示”的更正说明"
    assert sheet.lines == (("单位：数学系党支部", "原报送日期：2026-03-10　更正日期：2026-04-01"),)
    assert [row.cells for row in sheet.body] == [
        (1, "2 张伟", "活动日期 3-6", "到会", "请假"),
        (2, "2 张伟", "出勤率", "100.0%", "0.0%"),
    ]
    assert sheet.notes[0].startswith("更正原因：")
    assert "填表人：" in sheet.signatures
