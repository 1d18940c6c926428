"""Reading the filled-in plan: what is planned for which session, and every cell that is not clear."""

import csv
from dataclasses import replace
from datetime import date, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from factories import activity_day
from partyday.errors import BadInput, NotFound, PartydayError
from partyday.forms import plan as plans
from partyday.forms import quarter_plan, xlsx
from partyday.model.codes import BranchKind, Occasion, Part
from partyday.model.days import ActivityDay
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.model.plans import PlanRow
from partyday.model.problems import Problem
from plan_papers import UNDECIDED, read, sheet, taken, told
from profiles import examples

BLOCKS = {"party-spirit": "党性观念教育", "deliberation": "议政议事"}
HEADER = ("日期", "时间", "地点", "主题", "内容", "内容类别", "形式", "负责人")

# ---- the form partyday prints

APRIL = activity_day(
    date(2026, 4, 3),
    place="301 室",
    theme="学习全会精神",
    content="=专题党课；集中学习",
    form="党课",
    host="张三",
    starts="14:30",
    ends="17:30",
    blocks=("party-spirit", "deliberation", "unheard-of"),
)
MORNING = activity_day(date(2026, 5, 8), Part.AM, theme="参观", starts="08:00", ends="12:00")
AFTERNOON_OF_MAY = activity_day(date(2026, 5, 8), Part.PM, theme="座谈", starts="12:00", ends="17:00", slot=1)
NO_HOURS = activity_day(date(2026, 5, 15), Part.PM, theme="义务劳动", slot=2)
JUNE = activity_day(date(2026, 6, 5), place="操场", starts="08:00")
NOT_PLANNED = activity_day(date(2026, 6, 12), slot=1)
UNDECIDED_DAY = activity_day(None, month=Month("2026-06"), nominal=None, slot=2)
MERGED = activity_day(date(2026, 6, 19), slot=3, occasions=(Occasion.CONSTITUTION,), theme="-开头的主题")


def printed(path: Path, *days: ActivityDay) -> Path:
    branch = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
    plan = plans.planned(branch.name, days, BLOCKS)
    xlsx.write(quarter_plan.build(branch, "中州大学党委", Period("2026Q2"), plan), path)
    return path


def test_the_printed_plan_is_read_back_as_it_was_planned(tmp_path: Path) -> None:
    days = (APRIL, MORNING, AFTERNOON_OF_MAY, NO_HOURS, JUNE, NOT_PLANNED, UNDECIDED_DAY, MERGED)

    planned, problems = taken(printed(tmp_path / "printed.xlsx", *days))

    assert problems == []
    assert planned == [
        PlanRow(
            row=4,
            ref="2026-04-03",
            texts={
                "theme": "学习全会精神",
                "content": "=专题党课；集中学习",
                "form": "党课",
                "place": "301 室",
                "responsible": "张三",
                "starts": "14:30",
                "ends": "17:30",
            },
            blocks=("党性观念教育", "议政议事", "unheard-of"),
        ),
        PlanRow(row=5, ref="2026-05-08:am", texts={"theme": "参观", "starts": "08:00", "ends": "12:00"}, blocks=None),
        PlanRow(row=6, ref="2026-05-08:pm", texts={"theme": "座谈", "starts": "12:00", "ends": "17:00"}, blocks=None),
        PlanRow(row=7, ref="2026-05-15:pm", texts={"theme": "义务劳动"}, blocks=None),
        PlanRow(row=8, ref="2026-06-05", texts={"place": "操场", "starts": "08:00"}, blocks=None),
        PlanRow(row=10, ref="2026-06-19", texts={"theme": "-开头的主题"}, blocks=None),
    ]


def test_the_printed_plan_filled_in_by_hand_is_read(tmp_path: Path) -> None:
    path = printed(tmp_path / "printed.xlsx", NOT_PLANNED)
    book = load_workbook(path)
    cells = book.worksheets[0][4]
    for place, value in ((4, time(14, 30)), (5, "三楼"), (7, "学习\n讨论"), (8, "议政议事\n推进工作")):
        cells[place].value = value
    book.save(path)

    assert taken(path) == (
        [
            PlanRow(
                row=4,
                ref="2026-06-12",
                texts={"content": "学习 讨论", "place": "三楼", "starts": "14:30"},
                blocks=("议政议事", "推进工作"),
            )
        ],
        [],
    )


def test_a_plan_nobody_filled_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Nothing is planned below the header"):
        taken(printed(tmp_path / "a.xlsx", NOT_PLANNED, UNDECIDED_DAY))
    with pytest.raises(BadInput, match="Nothing is planned below the header"):
        taken(printed(tmp_path / "b.xlsx"))


def test_an_undecided_day_with_a_plan_is_told_to_be_decided_first(tmp_path: Path) -> None:
    planned, problems = taken(printed(tmp_path / "a.xlsx", JUNE, replace(UNDECIDED_DAY, theme="党课")))

    assert [each.ref for each in planned] == ["2026-06-05"]
    assert problems == [Problem(row=5, column="日期", value="待定", problem=UNDECIDED)]


CLOCKS = st.times().map(lambda at: f"{at:%H:%M}")
MORNINGS = st.times(min_value=time(6), max_value=time(12)).map(lambda at: f"{at:%H:%M}")
AFTERNOONS = st.times(min_value=time(12), max_value=time(20)).map(lambda at: f"{at:%H:%M}")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(30))
@given(data=st.data(), part=st.sampled_from(Part))
def test_whatever_hours_are_printed_are_read_back_for_the_same_session(
    tmp_path: Path, data: st.DataObject, part: Part
) -> None:
    clocks = {Part.FULL: CLOCKS, Part.AM: MORNINGS, Part.PM: AFTERNOONS}[part]
    starts, ends = sorted(data.draw(st.lists(clocks, min_size=2, max_size=2, unique=True)))
    day = activity_day(date(2026, 5, 8), part, theme="党课", starts=starts, ends=data.draw(st.sampled_from(["", ends])))

    ((one,), problems) = taken(printed(tmp_path / "a.xlsx", day))

    assert problems == []
    assert one.ref == day.ref
    assert (one.texts["starts"], one.texts.get("ends", "")) == (day.starts, day.ends)


# ---- the other cells


def test_blank_cells_are_left_out(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("2026-03-06", None, "", " ", "/", "—", "无", "李四"),
        ("2026-04-03", "待定", "待定", None, None, "、", None, "张三"),
    ]

    planned, problems = read(tmp_path, *rows)

    assert problems == []
    assert [(each.ref, each.texts, each.blocks) for each in planned] == [
        ("2026-03-06", {"responsible": "李四"}, None),
        ("2026-04-03", {"responsible": "张三"}, None),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-12", "@all", "=HYPERLINK(1)"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    book = Workbook()
    for row in (HEADER, ("2026-03-06", None, None, "主题", text)):
        book.worksheets[0].append(row)
    book.worksheets[0]["E2"].data_type = "s"
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text(f"日期,内容\n2026-03-06,{text}\n", encoding="utf-8")

    for name in ("a.xlsx", "a.csv"):
        assert taken(tmp_path / name)[0][0].texts["content"] == text


def test_texts_are_one_line_each(tmp_path: Path) -> None:
    planned, _problems = read(tmp_path, HEADER, ("2026-03-06", None, " 三楼   会议室 ", 2026, "一、学习\n\n二、讨论"))

    assert planned[0].texts == {"place": "三楼 会议室", "theme": "2026", "content": "一、学习 二、讨论"}


@pytest.mark.parametrize(
    "written",
    ["党课、劳动", "党课,劳动", "党课，劳动", "党课; 劳动", "党课；劳动；", "党课\n劳动", " 党课 、、 劳动、党课"],
)
def test_kinds_of_content_are_separated_as_people_do(tmp_path: Path, written: str) -> None:
    planned, _problems = read(tmp_path, HEADER, ("2026-03-06", None, None, None, None, written))

    assert planned[0].blocks == ("党课", "劳动")


# ---- the whole table


def test_the_columns_are_known_by_their_usual_names(tmp_path: Path) -> None:
    headers = [
        ("日期", "时间", "地点", "主题", "内容", "内容类别", "形式", "负责人"),
        ("活动日期", "活动时间", "活动地点", "活动主题", "活动内容", "类别", "活动形式", "主持人"),
        ("日 期", "起止时间", "活动地点", "主题：", "主要内容", "活动类别", "形式（必填）", "责任人"),
    ]
    texts = {"theme": "丙", "content": "丁", "form": "己", "place": "乙", "starts": "14:30", "ends": "16:00"}
    for header in headers:
        whose = "host" if header[-1] == "主持人" else "responsible"
        expected = [PlanRow(row=2, ref="2026-03-06", texts={**texts, whose: "庚"}, blocks=("戊",))]
        row = ("2026-03-06", "14:30-16:00", "乙", "丙", "丁", "戊", "己", "庚")
        assert read(tmp_path, header, row) == (expected, []), header


@pytest.mark.parametrize("name", ["活动时间", "时间"])
def test_dates_may_stand_under_the_time_where_there_is_no_column_of_dates(tmp_path: Path, name: str) -> None:
    rows = [(name, "活动主题"), ("2026-03-06", "党课"), ("2026年4月3日下午2:30–4:30", "参观")]

    planned, problems = read(tmp_path, *rows)

    assert problems == []
    assert [(each.ref, each.texts) for each in planned] == [
        ("2026-03-06", {"theme": "党课"}),
        ("2026-04-03", {"theme": "参观", "starts": "14:30", "ends": "16:30"}),
    ]


def test_dates_and_hours_may_stand_under_two_kinds_of_time(tmp_path: Path) -> None:
    planned, _problems = read(tmp_path, ("活动时间", "起止时间", "主题"), ("2026-03-06", "14:30-16:00", "党课"))

    assert [(each.ref, each.texts["ends"]) for each in planned] == [("2026-03-06", "16:00")]


def test_a_line_with_a_date_above_the_header_is_no_table(tmp_path: Path) -> None:
    rows = [("日期：", "2026-03-20"), ("活动时间", "主题", "地点"), ("2026-04-03", "党课", "三楼")]

    assert [each.ref for each in read(tmp_path, *rows)[0]] == ["2026-04-03"]


def test_titles_headings_sums_and_signatures_are_no_days(tmp_path: Path) -> None:
    rows = [
        ("第一党支部2026年第二季度活动计划", None, None, None),
        ("报送单位：第一党支部", None, "日期", "2026-03-20"),
        ("序号", "日期", "主题", "地点"),
        (1, "2026-04-03", "党课", "三楼"),
        ("五月份", None, None, None),
        (2, "2026-05-08", "合计", None),
        ("序号", "日期", "主题", "地点"),
        (3, None, None, None),
        (4, "待定", None, None),
        (5, "2026-13-01", None, None),
        ("合计", None, "2 次", None),
        ("填表人：张三", "2026-03-20", "支部书记：李四", None),
        ("说明：略", None, "略", None),
        ("请按时报送", None, None, None),
    ]

    planned, problems = read(tmp_path, *rows, merge=["A1:D1", "A5:D5", "A14:D14"])

    assert problems == []
    assert [(each.row, each.ref) for each in planned] == [(4, "2026-04-03"), (6, "2026-05-08")]


def test_lines_under_a_table_that_begins_with_its_dates_are_no_days(tmp_path: Path) -> None:
    rows = [
        ("主题", "日期", "地点"),
        ("说明会", "2026-04-03", "三楼"),
        ("审核材料", "2026-05-08", None),
        ("填表人：张三", None, "盖章"),
        ("注：以通知为准", None, None),
    ]

    planned, problems = read(tmp_path, *rows, merge=["A5:C5"])

    assert problems == []
    assert [(each.ref, each.texts["theme"]) for each in planned] == [
        ("2026-04-03", "说明会"),
        ("2026-05-08", "审核材料"),
    ]
    dates_first = [("日期", "主题"), ("2026-04-03", "党课"), ("支部书记：李四", "电话 1234")]
    assert read(tmp_path, *dates_first)[1] == []


def test_every_problem_is_told_at_once_and_the_good_rows_are_given(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ("2026-03-06", "14:30–17:30", "三楼", "党课", None, None, None, None),
        ("春天", "课后", None, date(2026, 3, 8), "#REF!", date(2026, 3, 8), None, None),
        (None, None, "三楼", None, None, None, None, None),
        ("2026-04", None, None, "参观", None, None, None, None),
        ("待定", "14:30", None, None, None, None, None, None),
        ("2026-03-06", None, None, "座谈", None, None, None, None),
        ("2026-05-08", "上午", None, "座谈", None, None, None, None),
        ("2026-05-08", "下午", None, "参观", None, None, None, None),
        ("2026-05-08", "上午 9:00", "操场", "a\x7fb", None, None, None, None),
    ]

    planned, problems = read(tmp_path, *rows)

    assert [(each.row, each.ref) for each in planned] == [
        *((2, "2026-03-06"), (5, "2026-04"), (8, "2026-05-08:am"), (9, "2026-05-08:pm")),
    ]
    assert told(problems) == [
        (3, "日期", "春天"),
        (3, "时间", "课后"),
        (3, "主题", "2026-03-08"),
        (3, "内容", "#REF!"),
        (3, "内容类别", "2026-03-08"),
        (4, "日期", ""),
        (6, "日期", "待定"),
        (7, "日期", "2026-03-06"),
        (10, "主题", "a\x7fb"),
        (10, "日期", "2026-05-08"),
    ]
    assert problems[7].problem.startswith("Row 2 already plans 2026-03-06. ")
    assert problems[9].problem.startswith("Row 8 already plans 2026-05-08:am. ")


def test_merged_cells_hold_for_each_of_their_rows_and_are_told(tmp_path: Path) -> None:
    rows = [
        ("日期", "地点", "主题"),
        ("2026-03-06", "三楼", "党课"),
        ("2026-04-03", None, "参观"),
        ("2026-05-08", "操场", "劳动"),
    ]

    planned, problems = read(tmp_path, *rows, merge=["B2:B3"])

    assert problems == []
    assert [each.texts["place"] for each in planned] == ["三楼", "三楼", "操场"]


def test_a_workbook_with_real_dates_and_times_is_read(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["日期", "时间", "主题"])
    page.append([date(2026, 3, 6), time(14, 30), "党课"])
    page.append([46115, 0.604166666666667, "参观"])
    page["A3"].number_format = "yyyy年m月d日"
    page["B3"].number_format = "h:mm AM/PM"
    book.save(tmp_path / "a.xlsx")

    planned, problems = taken(tmp_path / "a.xlsx")

    assert problems == []
    assert [(each.ref, each.texts["starts"]) for each in planned] == [("2026-03-06", "14:30"), ("2026-04-03", "14:30")]


def test_a_text_file_of_an_old_machine_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    text = '第二季度计划,,\n活动日期,活动时间,主要内容\n2026/4/3,14：30～17：30,"学习,讨论"\n2026/5/8 0:00,上午,㛃𠮷\n'
    path.write_bytes(text.encode("gb18030"))

    assert taken(path) == (
        [
            PlanRow(
                row=3,
                ref="2026-04-03",
                texts={"content": "学习,讨论", "starts": "14:30", "ends": "17:30"},
                blocks=None,
            ),
            PlanRow(row=4, ref="2026-05-08:am", texts={"content": "㛃𠮷"}, blocks=None),
        ],
        [],
    )


# ---- files that are no plan


def test_a_table_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="has no column 日期"):
        read(tmp_path, ("序号", "主题", "地点"), (1, "党课", "三楼"))
    with pytest.raises(BadInput, match="has no column of a plan beside the date") as refused:
        read(tmp_path, ("序号", "日期", "备注"), (1, "2026-03-06", "x"))
    assert refused.value.hint == "Add one of the columns 主题、内容、形式、地点、主持人、负责人、内容类别、时间."
    with pytest.raises(NotFound):
        taken(tmp_path / "b.xlsx")


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\n", b"PK\x03\x04broken", b"\0\1\2", b"\xff\xfe\x00", b"hello", "日期".encode()]
)
def test_garbage_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput):
        taken(path)


WORDS = (
    *(
        "2026-03-06",
        "2026-03-06 14:30",
        "2026年3月6日（星期五）下午",
        "待定",
        "14:30–17:30",
        "下午2点半-",
        "上午",
        "全天",
    ),
    *(
        "合计",
        "填表人：",
        "=1+1",
        "@",
        "—",
        "、，；",
        "党课\n劳动",
        "3月",
        "25:61",
        "（）",
        "半",
        "序号",
        "日期",
        "#N/A",
    ),
)
CELLS = (
    st.none()
    | st.sampled_from(WORDS)
    | st.text(max_size=12)
    | st.lists(st.sampled_from([*WORDS, "-", " ", "1", "9", "(", "午"]), max_size=4).map("".join)
)
VALUES = st.integers() | st.floats(allow_nan=False) | st.booleans() | st.dates(date(1901, 1, 1)) | st.times()


def tell(path: Path) -> None:
    """Read the plan: a sound result, or a sentence why there is none."""
    try:
        planned, problems = taken(path)
    except PartydayError:
        return
    assert planned or problems
    assert len({each.ref for each in planned}) == len(planned)
    assert not {each.row for each in planned} & {each.row for each in problems}
    for each in planned:
        assert each.blocks is None or all(each.blocks)
        assert all(each.texts.values())
        assert each.texts.get("starts", "00:00") < each.texts.get("ends", "24:00")
    assert all(each.problem for each in problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=8, max_size=8), max_size=5))
def test_no_mix_of_texts_lets_anything_but_a_sentence_out(tmp_path: Path, rows: list[list[str | None]]) -> None:
    text = StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    path = tmp_path / "plan.csv"
    path.write_bytes(text.getvalue().encode("utf-8", "ignore"))
    tell(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(50))
@given(rows=st.lists(st.lists(VALUES | st.sampled_from(WORDS), min_size=8, max_size=8), min_size=1, max_size=4))
def test_no_mix_of_values_lets_anything_but_a_sentence_out(tmp_path: Path, rows: list[list[Any]]) -> None:
    tell(sheet(tmp_path / "plan.xlsx", HEADER, *rows))
