from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from factories import activity_day, person
from partyday.forms import make_ups, xlsx
from partyday.forms.make_ups import Missed
from partyday.model.acts import MakeUp
from partyday.model.codes import BranchKind, Part
from partyday.model.paper import Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Period

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
MARCH = replace(activity_day(date(2026, 3, 6)), theme="学习两会精神")
APRIL = activity_day(date(2026, 4, 3), Part.AM)
ZHANG, LI = person(1, "张三"), person(2, "李四")

HELD = MakeUp(member_id=ZHANG.id, day_id=MARCH.id, held_on=date(2026, 3, 20), how="自学并交流心得")
MISSED = (
    Missed(LI, APRIL, due=date(2026, 5, 3)),
    Missed(ZHANG, MARCH, HELD, due=date(2026, 4, 5)),
    Missed(LI, MARCH, due=date(2026, 4, 5)),
    Missed(ZHANG, APRIL, replace(HELD, held_on=date(2026, 4, 30), how="")),
)


def form(*missed: Missed, today: date = date(2026, 4, 30)) -> Sheet:
    return make_ups.build(BRANCH, Period("2026"), missed or MISSED, today, older_form=True)


def rows(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


def test_every_absence_stands_by_date_and_number_with_how_it_was_made_up() -> None:
    assert rows(form()) == [
        (1, "张三", "2026-03-06", "学习两会精神", "2026-03-20", "自学并交流心得", "已补课"),
        (2, "李四", "2026-03-06", "学习两会精神", None, None, "逾期（2026-04-05 前）"),
        (1, "张三", "2026-04-03（上午）", "—", "2026-04-30", None, "已补课"),
        (2, "李四", "2026-04-03（上午）", "—", None, None, "待补（2026-05-03 前）"),
    ]


def test_the_last_day_is_still_in_time() -> None:
    for today, standing in ((date(2026, 5, 3), "待补（2026-05-03 前）"), (date(2026, 5, 4), "逾期（2026-05-03 前）")):
        assert rows(form(MISSED[0], today=today))[0][-1] == standing


def test_the_total_counts_what_is_owed_and_not_what_was_made_up_besides() -> None:
    [total] = rows(form(), RowKind.TOTAL)
    assert total[3] == "应补 3 人次，已补 1 人次，待补 2 人次"


def test_no_reason_of_an_excuse_is_on_it_and_it_prints_on_a_broad_page(tmp_path: Path) -> None:
    sheet = form()
    assert sheet.title == "数学系党支部2026年党员活动日补课记录"
    assert sheet.orientation is Orientation.LANDSCAPE
    assert not {"请假类别", "原因"} & {column.heading for column in sheet.columns}
    xlsx.write(sheet, tmp_path / "form.xlsx")
    page = load_workbook(tmp_path / "form.xlsx").active
    assert page is not None
    assert page.page_setup.fitToWidth == 1
    assert page.print_title_rows
    assert any("支部书记" in str(cell.value) for row in page.iter_rows() for cell in row)
