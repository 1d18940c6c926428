from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from partyday.forms import quarter_plan, xlsx
from partyday.forms.plan import planned
from partyday.model.codes import BranchKind, Occasion, Part
from partyday.model.days import ActivityDay, Reason
from partyday.model.paper import Orientation, Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Month, Period

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
BLOCKS = {"party-spirit": "党性观念教育", "deliberation": "议政议事"}


def day(held_on: date | None, month: str = "2026-04", part: Part = Part.FULL) -> ActivityDay:
    return ActivityDay(id=1, branch_id=1, month=Month(month), slot=0, part=part, nominal=held_on, held_on=held_on)


APRIL = replace(
    day(date(2026, 4, 3)),
    place="301 室",
    theme="学习全会精神",
    content="专题党课；集中学习",
    form="党课",
    host="张三",
    starts="14:30",
    ends="17:30",
    blocks=("party-spirit", "deliberation", "unheard-of"),
)
MAY = replace(
    day(date(2026, 5, 8), "2026-05"),
    reasons=(Reason("off", (("nominal", "2026-05-01"), ("holiday", "Labour Day"))), Reason("same-weekday-later")),
)
JUNE = day(date(2026, 6, 5), "2026-06")


def plan(*days: ActivityDay, superior: str = "中州大学党委") -> Sheet:
    return quarter_plan.build(BRANCH, superior, Period("2026Q2"), planned(BRANCH.name, days, BLOCKS))


def cells(one: ActivityDay) -> dict[str, Value]:
    sheet = plan(one)
    return dict(zip((column.heading for column in sheet.columns), sheet.body[0].cells, strict=True))


def test_it_is_the_quarter_of_a_branch_for_its_superior_on_a_broad_page() -> None:
    sheet = plan(APRIL)
    assert sheet.title == "数学系党支部2026年第二季度党员活动日活动计划"
    assert sheet.lines == (("报送单位：数学系党支部", "报：中州大学党委"),)
    assert sheet.orientation is Orientation.LANDSCAPE
    assert "".join(sheet.signatures).startswith("填表人：支部书记：（盖章）填表日期")
    assert not sheet.draft
    assert plan(APRIL, superior="").lines == (("报送单位：数学系党支部", ""),)


def test_everything_planned_for_a_day_is_in_its_row() -> None:
    assert cells(APRIL) == {
        "序号": 1,
        "月份": "4月",
        "日期": "2026-04-03",
        "星期": "星期五",
        "时间": "14:30–17:30",
        "地点": "301 室",
        "主题": "学习全会精神",
        "内容": "专题党课；集中学习",
        "内容类别": "党性观念教育、议政议事、unheard-of",
        "形式": "党课",
        "负责人": "张三",
        "备注": None,
    }


def test_days_stand_by_date_and_the_undecided_at_the_end_of_their_month() -> None:
    undecided = day(None, "2026-05", Part.PM)
    dates = [row.cells[2] for row in plan(JUNE, undecided, MAY, APRIL).body]
    assert dates == ["2026-04-03", "2026-05-08", "待定", "2026-06-05"]
    assert [row.cells[0] for row in plan(JUNE, MAY).body] == [1, 2]


@pytest.mark.parametrize(
    ("one", "hours"),
    [
        (day(date(2026, 4, 3)), "全天"),
        (day(date(2026, 4, 3), part=Part.AM), "上午"),
        (replace(day(date(2026, 4, 3), part=Part.PM), starts="14:30", ends="17:00"), "下午 14:30–17:00"),
        (replace(day(date(2026, 4, 3)), starts="8:00"), "8:00 开始"),
        (replace(day(date(2026, 4, 3)), ends="12:00"), "全天"),
    ],
)
def test_the_time_is_the_hours_where_they_are_known(one: ActivityDay, hours: str) -> None:
    assert cells(one)["时间"] == hours


@pytest.mark.parametrize(
    ("one", "remark"),
    [
        (APRIL, None),
        (MAY, "2026-05-01 逢劳动节休息；顺延至期限内下一个相同星期"),
        (
            replace(JUNE, cancelled_on=date(2026, 5, 1), reasons=(Reason("cancelled", (("why", "高考"),)),)),
            "已取消；取消：高考",
        ),
        (
            replace(day(None), reasons=(Reason("no-day", (("first", "2026-04-01"), ("last", "2026-04-10"))),)),
            "待定；2026-04-01 至 2026-04-10 无可用工作日，请研究确定日期",
        ),
        (replace(JUNE, provisional=True), "暂定"),
        (
            replace(JUNE, provisional=True, reasons=(Reason("provisional", (("year", "2026"),)),)),
            "暂定：2026 年放假安排尚未公布",
        ),
        (replace(JUNE, occasions=(Occasion.ACTIVITY_DAY, Occasion.CONSTITUTION)), "与党章学习日合并开展"),
        (
            replace(
                JUNE,
                occasions=(Occasion.ACTIVITY_DAY, Occasion.CONSTITUTION),
                reasons=(Reason("constitution"),),
            ),
            "与“七一”党章学习日合并开展",
        ),
    ],
)
def test_the_remark_tells_truthfully_how_a_day_stands(one: ActivityDay, remark: str | None) -> None:
    assert cells(one)["备注"] == remark


def test_an_empty_quarter_says_that_it_is_empty() -> None:
    assert plan().body == ()
    assert plan().notes == ("2026年第二季度尚未排定活动日。",)
    assert plan(APRIL).notes == ()


def test_it_lands_in_the_workbook_with_long_text_wrapped(tmp_path: Path) -> None:
    xlsx.write(plan(replace(APRIL, content="=1；" + "集中学习全会公报，" * 10), MAY), tmp_path / "form.xlsx")
    page = load_workbook(tmp_path / "form.xlsx").worksheets[0]
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$3:$3"
    assert (page["A1"].value, page["A2"].value) == (plan().title, "报送单位：数学系党支部")
    assert (page["H4"].data_type, page["H4"].alignment.wrap_text) == ("s", True)
    long, short = (page.row_dimensions[row].height for row in (4, 5))
    assert long is not None
    assert short is not None
    assert long > 90 > short
