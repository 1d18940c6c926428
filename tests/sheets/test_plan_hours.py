"""The dates and hours of a plan, as people write them."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from plan_papers import AFTERNOON, NO_TIME, UNDECIDED, at

# ---- the hours


@pytest.mark.parametrize(
    ("hours", "starts", "ends"),
    [
        ("14:30–17:30", "14:30", "17:30"),
        ("14:30-17:30", "14:30", "17:30"),
        ("14：30～17：30", "14:30", "17:30"),
        ("１４：３０—１７：３０", "14:30", "17:30"),
        ("14:30 至 17:30", "14:30", "17:30"),
        ("14:30:00-17:30:00", "14:30", "17:30"),
        ("14.30-17.30", "14:30", "17:30"),
        ("8:00 开始", "08:00", ""),
        ("8:00", "08:00", ""),
        ("14点30分到17点", "14:30", "17:00"),
        ("14时起", "14:00", ""),
        ("下午2:30-4:30", "14:30", "16:30"),
        ("下午 2:30-4:30", "14:30", "16:30"),
        ("下午2点半-下午4点", "14:30", "16:00"),
        ("下午14:30-17:00", "14:30", "17:00"),
        ("下午（14:30–17:00）", "14:30", "17:00"),
        ("上午8:30-下午4:30", "08:30", "16:30"),
        ("上午 8:30 - 下午 4:30", "08:30", "16:30"),
        ("上午 8:30 - 下午 16:30", "08:30", "16:30"),
        ("上午9:00-11:30", "09:00", "11:30"),
        ("中午12:30-1:30", "12:30", "13:30"),
        ("晚上7:00-9:00", "19:00", "21:00"),
        ("周五下午2:30", "14:30", ""),
        ("05:30", "05:30", ""),
        ("全天", "", ""),
        ("全天 8:00–17:00", "08:00", "17:00"),
        ("待定", "", ""),
        ("/", "", ""),
        (time(14, 30), "14:30", ""),
        (timedelta(hours=8, minutes=5), "08:05", ""),
    ],
)
def test_hours_are_read_as_people_write_them_and_name_no_half(
    tmp_path: Path, hours: Any, starts: str, ends: str
) -> None:
    assert at(tmp_path, hours) == ("2026-03-06", starts, ends)


@pytest.mark.parametrize(
    ("hours", "read_as"),
    [
        ("上午", ("2026-03-06:am", "", "")),
        ("下午", ("2026-03-06:pm", "", "")),
        ("下午 14:30–17:00", ("2026-03-06:pm", "14:30", "17:00")),
        ("下午 14:30-17:00", ("2026-03-06:pm", "14:30", "17:00")),
        ("上午 08:30–11:30", ("2026-03-06:am", "08:30", "11:30")),
        ("下午 14:30 开始", ("2026-03-06:pm", "14:30", "")),
    ],
)
def test_the_half_is_named_only_as_the_form_prints_it(
    tmp_path: Path, hours: str, read_as: tuple[str, str, str]
) -> None:
    assert at(tmp_path, hours) == read_as


@pytest.mark.parametrize(
    ("hours", "problem"),
    [
        ("课后", NO_TIME),
        ("半天", NO_TIME),
        ("晚上", NO_TIME),
        ("25:00", NO_TIME),
        ("14:70", NO_TIME),
        ("下午 1", NO_TIME),
        ("1430", NO_TIME),
        (1430, NO_TIME),
        (14.3, NO_TIME),
        ("上午14:30", NO_TIME),
        ("晚上12:00", NO_TIME),
        ("上午8:30–11:30，下午14:30–17:00", NO_TIME),
        (timedelta(days=2), NO_TIME),
        (timedelta(hours=-1), NO_TIME),
        ("2:30-4:30", AFTERNOON),
        ("9:00-4:30", AFTERNOON),
        (time(2, 30), AFTERNOON),
        ("17:30–14:30", "The day would end at 14:30, before it starts at 17:30."),
        ("14:30-14:30", "The day would end at 14:30, before it starts at 14:30."),
        (
            datetime(2026, 3, 6, 14, 30),  # noqa: DTZ001  # as a workbook holds it
            "Excel took this for a date or a time. Give the column the format Text and write it again.",
        ),
    ],
)
def test_hours_that_are_not_clear_are_told(tmp_path: Path, hours: Any, problem: str) -> None:
    assert at(tmp_path, hours) == f"时间: {problem}"


# ---- the date


@pytest.mark.parametrize(
    "day",
    [
        "2026-03-06",
        "2026.3.6",
        "2026/3/6",
        "2026年3月6日",
        "２０２６年３月６日",
        "20260306",
        "2026-03-06（星期五）",
        "2026年3月6日 周五",
        "2026/3/6 0:00",
        "2026-03-06 00:00:00",
        "\u200b2026-03-06",
        date(2026, 3, 6),
        datetime(2026, 3, 6),  # noqa: DTZ001  # as a workbook holds it
        46087,
        20260306,
    ],
)
def test_a_date_is_read_in_all_styles(tmp_path: Path, day: Any) -> None:
    assert at(tmp_path, None, day) == ("2026-03-06", "", "")


@pytest.mark.parametrize(
    ("day", "hours", "read_as"),
    [
        ("2026年3月6日（星期五）下午2:30", None, ("2026-03-06", "14:30", "")),
        ("2026-03-06 14:30-16:30", None, ("2026-03-06", "14:30", "16:30")),
        ("20260306 14:30", None, ("2026-03-06", "14:30", "")),
        ("\u200b2026-03-06 14:30", None, ("2026-03-06", "14:30", "")),
        (datetime(2026, 3, 6, 14, 30), None, ("2026-03-06", "14:30", "")),  # noqa: DTZ001  # as a workbook holds it
        ("2026-03-06 14:30", "15:00–16:00", ("2026-03-06", "15:00", "16:00")),
        ("2026-03-06 14:30", "全天", ("2026-03-06", "", "")),
        ("2026-03-06 上午", None, ("2026-03-06:am", "", "")),
        ("2026-03-06 上午", "8:30–11:30", ("2026-03-06:am", "08:30", "11:30")),
    ],
)
def test_hours_behind_the_date_count_where_their_own_cell_is_blank(
    tmp_path: Path, day: Any, hours: Any, read_as: tuple[str, str, str]
) -> None:
    assert at(tmp_path, hours, day) == read_as


@pytest.mark.parametrize(
    ("day", "problem"),
    [
        ("2026-03-06（暂定）", "This is not a date; write it as 2019-07-01."),
        ("2026-03-06（待定）", UNDECIDED),
        ("2026年3月6-7日", "This is not a date; write it as 2019-07-01."),
        ("2026-02-30", "No calendar has this day."),
        ("2026-03-06 25:00", NO_TIME),
        ("待定", UNDECIDED),
        ("5月待定", UNDECIDED),
        ("另行通知", UNDECIDED),
        (None, "This cell must be filled in."),
        ("#N/A", "The cell holds an error of Excel; write the value itself."),
    ],
)
def test_what_is_no_date_is_told(tmp_path: Path, day: Any, problem: str) -> None:
    assert at(tmp_path, None, day) == f"日期: {problem}"
