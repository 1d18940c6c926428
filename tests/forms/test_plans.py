"""The plans of a half-year and a year, and the summing up: pure forms over the same rows."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from factories import activity_day
from partyday.forms import half_year_plan, rollup, xlsx, year_plan, year_schedule
from partyday.forms.plan import Planned, planned, taken_from
from partyday.model.codes import BranchKind, Part
from partyday.model.paper import Orientation, RowKind, Sheet
from partyday.model.people import Branch
from partyday.model.period import Period

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
GENERAL = Branch(id=2, name="理学院党总支", kind=BranchKind.GENERAL)
NAMES = {"party-spirit": "党性观念教育"}

DAYS = [
    activity_day(date(2026, 1, 9), theme="新年第一课", blocks=("party-spirit",), form="党课", host="张三"),
    activity_day(date(2026, 5, 8), part=Part.PM, theme="=重温誓词"),
]
PLAN = planned(BRANCH.name, DAYS, NAMES)
OTHER = planned("物理系党支部", [activity_day(date(2026, 1, 16), theme="参观")], NAMES)


def headings(sheet: Sheet) -> list[str]:
    return [column.heading for column in sheet.columns]


def forms() -> list[Sheet]:
    return [
        half_year_plan.build(
            BRANCH, "中州大学党委", Period("2026H1"), PLAN, {Period("2026Q1"): "学党章", Period("2026Q2"): "讲担当"}
        ),
        year_schedule.build(BRANCH, "中州大学党委", 2026, [PLAN]),
        year_schedule.build(GENERAL, "", 2026, [PLAN, OTHER]),
        year_plan.build(
            BRANCH,
            "中州大学党委",
            2026,
            [PLAN],
            {Period("2026"): "强党性", Period("2026Q2"): "讲担当"},
            members=22,
            collects=True,
        ),
        rollup.build(GENERAL, "中州大学党委", Period("2026Q1"), [PLAN, OTHER], ["化学系党支部"]),
    ]


@pytest.mark.parametrize("sheet", forms(), ids=lambda sheet: str(sheet.tab))
def test_each_is_a_broad_a4_page_with_its_header_repeated_and_lines_to_sign(sheet: Sheet, tmp_path: Path) -> None:
    xlsx.write(sheet, tmp_path / "form.xlsx")
    page = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
    told = sum(row.kind is RowKind.SECTION for row in sheet.body)
    header = len(sheet.lines) + told + 2
    assert page.print_title_rows == f"${header}:${header}"
    assert page["A1"].value == sheet.title
    assert str(page["A1"].coordinate) in {str(each).partition(":")[0] for each in page.merged_cells.ranges}
    assert "填表人：" in "".join(sheet.signatures)
    assert sheet.orientation is Orientation.LANDSCAPE
    assert not sheet.draft


def test_the_titles_are_the_official_ones() -> None:
    assert [sheet.title for sheet in forms()] == [
        "数学系党支部2026年上半年党员活动日活动计划",
        "数学系党支部2026年党员活动日计划日程表",
        "理学院党总支2026年党员活动日计划日程表",
        "数学系党支部2026年“党员活动日”活动方案",
        "理学院党总支2026年第一季度党员活动日活动计划汇总表",
    ]


def test_a_half_year_names_the_theme_of_each_quarter() -> None:
    sheet = forms()[0]
    assert sheet.lines[1][0] == "阶段性活动重点：2026年第一季度：学党章；2026年第二季度：讲担当"
    blank = half_year_plan.build(BRANCH, "", Period("2026H1"), PLAN, {})
    assert "____" in blank.lines[1][0]


def test_a_superiors_schedule_names_the_branch_of_each_day() -> None:
    own, all_of_them = forms()[1:3]
    assert "党支部" not in headings(own)
    assert [row.cells[:2] for row in all_of_them.body] == [
        (1, "数学系党支部"),
        (2, "数学系党支部"),
        (3, "物理系党支部"),
    ]
    assert all_of_them.signatures[1] == "负责人："
    assert own.signatures[1] == "支部书记："


def test_the_years_plan_has_a_theme_for_each_quarter_and_says_when_dues_are_paid() -> None:
    sheet = forms()[3]
    told = [str(row.cells[0]) for row in sheet.body if row.kind is RowKind.SECTION]
    assert told == [
        "一、年度主题：强党性",
        "二、参加对象：全体党员（22 名），根据活动主题可吸收入党积极分子、发展对象参加",
        "三、活动时间：2026-01-09、2026-05-08下午",
        "四、交纳党费：党员在活动日当天集中交纳党费",
        "五、季度主题和每月安排",
    ]
    rows = [row.cells[:4] for row in sheet.body if row.kind is RowKind.DATA]
    cancelled = activity_day(date(2026, 3, 6), cancelled_on=date(2026, 3, 1))
    page = year_plan.build(
        BRANCH, "", 2026, [planned(BRANCH.name, [*DAYS, cancelled], NAMES)], {}, members=0, collects=False
    )
    assert str(page.body[2].cells[0]) == "三、活动时间：2026-01-09、2026-05-08下午"
    assert str(page.body[1].cells[0]).startswith("二、参加对象：全体党员，")
    assert [row.cells[-1] for row in page.body if row.kind is RowKind.DATA and row.cells[2] == "2026-03-06"] == [
        "已取消"
    ]
    assert rows == [
        ("第一季度", None, "2026-01-09", "新年第一课"),
        ("第二季度", "讲担当", "2026-05-08下午", "=重温誓词"),
        ("第三季度", None, None, None),
        ("第四季度", None, None, None),
    ]
    without = year_plan.build(BRANCH, "", 2026, [PLAN, OTHER], {}, members=1, collects=False)
    assert "由各党支部按计划日程表开展" in str(without.body[2].cells[0])
    assert not any("党费" in str(row.cells[0]) for row in without.body)


def test_the_summing_up_counts_who_has_filed_and_names_who_has_not() -> None:
    sheet = forms()[4]
    assert sheet.body[-1].kind is RowKind.TOTAL
    assert sheet.body[-1].cells[0] == "合计：应报 3 个党支部，已报 2 个，未报 1 个；活动 3 场"
    assert sheet.notes == ("未报送：化学系党支部。",)
    assert rollup.build(GENERAL, "", Period("2026Q1"), [PLAN], []).notes == ()
    unsure = [activity_day(date(2026, 3, 6), cancelled_on=date(2026, 3, 1)), activity_day(None)]
    only = rollup.build(GENERAL, "", Period("2026Q1"), [planned(BRANCH.name, unsure, NAMES)], [])
    assert str(only.body[-1].cells[0]).endswith("活动 0 场")


def test_what_was_printed_is_read_back_as_it_was_planned() -> None:
    assert taken_from(forms()[1], BRANCH.name) == [PLAN]
    assert taken_from(forms()[2], GENERAL.name) == [PLAN, OTHER]
    assert taken_from(forms()[4], GENERAL.name) == [PLAN, OTHER], "the total is no day"
    empty = year_schedule.build(BRANCH, "", 2026, [Planned(BRANCH.name, ())])
    assert taken_from(empty, BRANCH.name) == [Planned(BRANCH.name, ())]
