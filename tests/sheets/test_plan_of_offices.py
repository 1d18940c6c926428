"""Plans as offices have them: other columns, dates without a year, months alone, what a half-year stresses."""

from datetime import time
from pathlib import Path

import pytest

from partyday.sheets.plan import read_plan
from plan_papers import TODAY, read, sheet

# ---- plans as offices have them


@pytest.mark.parametrize(
    ("day", "ref", "starts"),
    [
        ("3月6日下午2:30", "2026-03-06", "14:30"),
        ("4月3日14:30", "2026-04-03", "14:30"),
        ("2026年4月3日14:30", "2026-04-03", "14:30"),
        ("5月8日（星期五）上午9：00", "2026-05-08", "09:00"),
        ("5月8日", "2026-05-08", ""),
        ("4月", "2026-04", ""),
        ("五月份", "2026-05", ""),
        ("十二月", "2026-12", ""),
        ("2026年6月", "2026-06", ""),
        ("2026-06", "2026-06", ""),
        ("4月上旬", "2026-04", ""),
    ],
)
@pytest.mark.parametrize("header", ["时间", "日期", "计划时间", "活动时间"])
def test_dates_without_a_year_with_times_and_months_alone(
    tmp_path: Path, header: str, day: str, ref: str, starts: str
) -> None:
    planned, problems = read(tmp_path, (header, "主题"), (day, "党课"))

    assert problems == []
    assert [(each.ref, each.texts.get("starts", "")) for each in planned] == [(ref, starts)]


@pytest.mark.parametrize("title", ["2027年上半年活动计划", "二〇二七年第一季度计划"])
def test_the_year_stands_above_the_table(tmp_path: Path, title: str) -> None:
    planned, _problems = read(tmp_path, (title, None), ("时间", "主题"), ("1月8日", "党课"))

    assert planned[0].ref == "2027-01-08"


def test_a_column_of_months_dates_the_rows_where_there_is_no_date(tmp_path: Path) -> None:
    assert [each.ref for each in read(tmp_path, ("月份", "主题"), (4, "党课"), ("5月", "参观"))[0]] == [
        "2026-04",
        "2026-05",
    ]
    planned, _problems = read(tmp_path, ("月份", "日期", "主题"), ("4月", "2026-04-03", "党课"), ("5月", None, "参观"))
    assert [each.ref for each in planned] == ["2026-04-03", "2026-05"]


def test_times_may_have_columns_of_their_own(tmp_path: Path) -> None:
    rows = [("日期", "开始时间", "结束时间", "主题"), ("2026-04-03", "14:30", time(16), "党课")]

    assert read(tmp_path, *rows)[0][0].texts == {"theme": "党课", "starts": "14:30", "ends": "16:00"}


def test_host_and_person_responsible_are_two(tmp_path: Path) -> None:
    rows = [("日期", "主题", "主持人", "负责人"), ("2026-04-03", "党课", "张三", "李四")]
    plan = read_plan(sheet(tmp_path / "a.xlsx", *rows), TODAY)

    assert (plan.rows[0].texts["host"], plan.rows[0].texts["responsible"]) == ("张三", "李四")


def test_the_better_of_two_like_columns_is_read_and_the_rest_is_told(tmp_path: Path) -> None:
    rows = [
        ("日期", "主题", "责任人", "负责人", "参加范围", "备注"),
        ("2026-04-03", "党课", "张三", "李四", "全体", "带党章"),
    ]
    plan = read_plan(sheet(tmp_path / "a.xlsx", *rows), TODAY)

    assert plan.rows[0].texts["responsible"] == "李四"
    assert set(plan.unread) == {"责任人", "参加范围"}
    assert any("带党章" in note for note in plan.notes)


def test_what_a_half_year_stresses_is_its_theme(tmp_path: Path) -> None:
    rows = [
        ("时间", "阶段性活动重点", "主题"),
        ("1月", "通读原文", "学党章"),
        ("2月", None, "学准则"),
        ("4月", "对照检查", "评议"),
        ("7月", "总结", "交流"),
    ]
    plan = read_plan(sheet(tmp_path / "a.xlsx", *rows, merge=["B2:B3"]), TODAY)

    assert plan.rejected == ()
    assert plan.themes == {"2026H1": "1月至2月 通读原文；4月 对照检查", "2026H2": "7月 总结"}


def test_the_theme_of_a_quarter_stands_above_its_table(tmp_path: Path) -> None:
    rows = [("2026年第二季度活动计划", None), ("季度主题：学党章", None), ("日期", "主题"), ("2026-04-03", "党课")]

    assert read_plan(sheet(tmp_path / "a.xlsx", *rows), TODAY).themes == {"2026Q2": "学党章"}


@pytest.mark.parametrize(
    ("line", "themes"),
    [
        ("阶段性活动重点：____________", {}),
        ("阶段性活动重点：抓学习；促整改", {"2026H1": "抓学习；促整改"}),
        (
            "阶段性活动重点：2026年第一季度：抓学习；2026年第二季度：促整改；强服务",
            {"2026Q1": "抓学习", "2026Q2": "促整改；强服务"},
        ),
    ],
)
def test_what_is_stressed_may_stand_above_the_table_as_it_is_printed(
    tmp_path: Path, line: str, themes: dict[str, str]
) -> None:
    rows = [("2026年上半年活动计划", None), (line, None), ("日期", "主题"), ("2026-04-03", "党课")]

    assert read_plan(sheet(tmp_path / "a.xlsx", *rows), TODAY).themes == themes


def test_the_rows_of_one_month_under_one_theme_are_one_day(tmp_path: Path) -> None:
    rows = [
        ("月份", "主题", "学习内容", "地点"),
        ("4月", "祭英烈", "重温誓词", "陵园"),
        (None, None, "讲英烈故事", "陵园"),
        ("5月", "爱劳动", "义务劳动", None),
    ]

    planned, problems = read(tmp_path, *rows, merge=["A2:A3", "B2:B3"])

    assert problems == []
    assert [(each.ref, each.texts.get("content"), each.texts.get("place")) for each in planned] == [
        ("2026-04", "重温誓词；讲英烈故事", "陵园"),
        ("2026-05", "义务劳动", None),
    ]


def test_two_themes_of_one_merged_day_are_asked_about(tmp_path: Path) -> None:
    rows = [("日期", "主题"), ("2026-03-06", "党课"), (None, "参观")]

    planned, problems = read(tmp_path, *rows, merge=["A2:A3"])

    assert len(planned) == 1
    assert [(problem.row, problem.column) for problem in problems] == [(3, "日期")]


@pytest.mark.parametrize(
    ("cell", "ref"),
    [("4.3", "2026-04-03"), ("5.8(周五)", "2026-05-08"), ("6/5", "2026-06-05"), ("12.04", "2026-12-04")],
)
def test_a_day_of_the_year_in_numbers_alone(tmp_path: Path, cell: str, ref: str) -> None:
    planned, problems = read(tmp_path, ("日期", "主题"), (cell, "党课"))

    assert problems == []
    assert [each.ref for each in planned] == [ref]


def test_a_number_is_no_day_of_the_year(tmp_path: Path) -> None:
    planned, problems = read(tmp_path, ("日期", "主题"), (4.3, "党课"), ("4月3日", "党课"))

    assert [each.ref for each in planned] == ["2026-04-03"]
    assert "the 3rd or the 30th" in problems[0].problem


@pytest.mark.parametrize(
    ("starts", "ends", "end"), [("14:30", "4点", "16:00"), ("下午2点半", "4:30", "16:30"), ("14:30", "16:00", "16:00")]
)
def test_an_end_after_an_afternoon_beginning_is_in_the_afternoon(
    tmp_path: Path, starts: str, ends: str, end: str
) -> None:
    planned, problems = read(tmp_path, ("日期", "开始时间", "结束时间", "主题"), ("2026-03-06", starts, ends, "党课"))

    assert problems == []
    assert planned[0].texts["ends"] == end


def test_an_end_that_may_be_at_night_is_asked_about(tmp_path: Path) -> None:
    for starts in ("9:00", ""):
        planned, problems = read(
            tmp_path, ("日期", "开始时间", "结束时间", "主题"), ("2026-03-06", starts, "4点", "党课")
        )

        assert planned == []
        assert [problem.column for problem in problems] == ["结束时间"]
