"""How the values of a policy are told: each in the language of the screen, and for scripts as its file writes it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from factories import speaking
from partyday.rules import values
from partyday.rules.parameters import PARAMETERS
from partyday.rules.policy.reader import in_force, load
from partyday.rules.policy.shipped import PACKAGED
from partyday.rules.policy.shown import as_json, as_text
from partyday.rules.stages import stages
from partyday.rules.values import Every

QUARTER, YEAR, MONTH = map(values.deadline, (Every.QUARTER, Every.YEAR, Every.MONTH))


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with speaking(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("key", "value", "english", "chinese"),
    [
        ("schedule.least-hours", values.hours(1.5), "1.5 hours", "1.5小时"),
        ("schedule.least-hours", values.hours(1), "1 hour", "1小时"),
        ("schedule.least-hours", values.hours("none"), "none", "未规定"),
        (
            "content.meetings",
            values.cadences({"党课": "quarter", "支委会": {"every": "year", "times": 4}}),
            "党课 every quarter, 支委会 4 times every year",
            "党课 每季度、支委会 每年4次",
        ),
        ("attendance.least", values.attendance({"share": "80%", "per": "day"}), "80% each day", "每次80%"),
        ("attendance.least", values.attendance({"share": "80%", "per": "year"}), "80% over the year", "全年80%"),
        ("filings.year-plan", YEAR({"by": "branch"}), "every year (each branch)", "每年（各党支部）"),
        (
            "filings.year-plan",
            YEAR({"by": "general-or-direct", "month": -1, "day": 30}),
            "every year (general branches, and branches that stand under none): day 30 of the month before",
            "每年（党总支、直属党支部）：前一个月30日",
        ),
        (
            "filings.dues-publication",
            YEAR({"by": "branch", "month": 11, "day": 31}),
            "every year (each branch): month 12, day 31",
            "每年（各党支部）：12月31日",
        ),
        (
            "filings.rollup",
            QUARTER({"by": "superior", "month": -2, "day": 20, "working-days": 5}),
            "every quarter (superiors): day 20, 2 months before and 5 working days",
            "每季度（上级党组织）：前2个月20日后5个工作日内",
        ),
        (
            "filings.quarter-plan",
            QUARTER({"by": "branch", "month": 1, "day": 5}),
            "every quarter (each branch): day 5 of its month 2",
            "每季度（各党支部）：第2个月5日",
        ),
        (
            "filings.attendance",
            QUARTER({"by": "branch", "month": 3, "day": 5}),
            "every quarter (each branch): day 5 of the month after",
            "每季度（各党支部）：期满后第一个月5日",
        ),
        (
            "filings.month-plan",
            MONTH({"by": "branch", "month": 2, "day": 5}),
            "every month (each branch): day 5, 2 months after",
            "每月（各党支部）：期满后第2个月5日",
        ),
        (
            "dues.remit-by",
            values.remit({"after": "activity-day", "working-days": 5, "months": {"6": 10}}),
            "5 working days after the activity day; in month 6: day 10",
            "活动日后5个工作日内；6月为10日",
        ),
        ("dues.remit-by", values.remit({"day": 10}), "every month: day 10", "每月：10日"),
        ("schedule.window", values.window("+7"), "up to 7 days later", "顺延7天以内"),
        (
            "schedule.window",
            values.window("±7 month"),
            "up to 7 days earlier or later, within the month",
            "前后7天以内，不出当月",
        ),
        ("schedule.window", values.window("1-10"), "1-10", "1-10"),
        (
            "escalation.stages",
            stages(
                [
                    {"name": "提醒", "at": 1, "counts": "in-a-row", "by": "branch"},
                    {
                        "name": "约谈",
                        "at": 3,
                        "counts": "cumulative",
                        "by": "secretary",
                        "kind": "talk",
                        "window": "calendar-year",
                    },
                    {"name": "除名", "at": 6, "counts": "months", "by": "meeting", "kind": "handling"},
                ]
            ),
            "提醒: 1 absence in a row (notice, the branch), "
            "约谈: 3 absences in all, in a calendar year (warning talk, the branch secretary), "
            "除名: 6 months without taking part (organisational handling, the branch meeting)",
            "提醒：连续1次（提醒，党支部）、约谈：累计3次，同一年度内（诫勉谈话，支部书记）、"
            "除名：连续6个月未参加（组织处理，支部党员大会）",
        ),
    ],
)
def test_a_value_is_told_in_the_language_of_the_screen(
    language: str, key: str, value: Any, english: str, chinese: str
) -> None:
    assert as_text(PARAMETERS[key], value) == (chinese if language == "zh" else english)


@pytest.mark.parametrize("written", [1, 1.5, 2, 4.1, "half-day"])
def test_hours_are_given_to_scripts_as_a_file_writes_them(written: object) -> None:
    assert as_json(values.hours(written)) == written


def test_no_policy_that_ships_is_told_with_english_words_of_time_on_a_chinese_screen() -> None:
    """But for codes, which a policy file names so."""
    english = {*Every, "day,", "per", "working", "days", "activity", "branch,", "superior,"} - {"month", "none"}
    with speaking("zh"):
        for name in PACKAGED:
            for parameter, dated, _layer in in_force(load(name), date(2026, 6, 1)):
                if isinstance(dated.value, str):
                    continue
                told = as_text(parameter, dated.value)
                assert not english & set(told.split()), f"{name} {parameter.key}: {told}"
