"""The bounds of what a policy file may say: each at its edge, and one beyond it."""

from datetime import date
from typing import Any

import pytest

from partyday.rules import values
from partyday.rules.values import Deadline, Every, Filer, LeastAttendance, Length, Often, Remit, Share

PAPER = values.deadline(Every.QUARTER)


@pytest.mark.parametrize(
    ("read", "value", "wanted"),
    [
        (values.whole_number(12), 0, 0),
        (values.whole_number(12), 12, 12),
        (values.months(120), 1, 1),
        (values.months(120), 120, 120),
        (values.share, "1/1", Share(1, 1)),
        (values.share, "1/2", Share(1, 2)),
        (values.share, "100/999", Share(100, 999)),
        (values.names, {"work": "推进工作"}, {"work": "推进工作"}),
        (values.forms, {"work": ["支委会", "党小组会"]}, {"work": ("支委会", "党小组会")}),
        (values.cadences, {"党课": "quarter"}, {"党课": Often(Every.QUARTER)}),
        (values.cadences, {"党课": {"every": "year", "times": 366}}, {"党课": Often(Every.YEAR, 366)}),
        (PAPER, "none", None),
        (PAPER, {"by": "branch"}, Deadline(Every.QUARTER, Filer.BRANCH)),
        (PAPER, {"by": "branch", "month": -12, "day": 1}, Deadline(Every.QUARTER, Filer.BRANCH, -12, 1)),
        (
            PAPER,
            {"by": "superior", "month": 24, "day": 31, "working-days": 60, "every": "year"},
            Deadline(Every.YEAR, Filer.SUPERIOR, 24, 31, 60),
        ),
        (values.attendance, {"share": "1%", "per": "day"}, LeastAttendance(1, "day")),
        (values.attendance, {"share": "100%", "per": "year"}, LeastAttendance(100, "year")),
        (values.hours, 0.5, Length(30)),
        (values.hours, 24, Length(1440)),
        (values.hours, 1 / 60, Length(1)),
        (values.hours, 2.05, Length(123)),
        (values.hours, 4.1, Length(246)),
        (values.hours, "half-day", "half-day"),
        (values.remit, {"after": "activity-day", "working-days": 0}, Remit(0, None)),
        (
            values.remit,
            {"after": "activity-day", "working-days": 5, "months": {"1": 1, "12": 31}},
            Remit(5, None, ((1, 1), (12, 31))),
        ),
        (values.remit, {"day": 10}, Remit(None, Deadline(Every.MONTH, Filer.BRANCH, 0, 10))),
        (values.day_of_year, "07-01", (7, 1)),
        (values.day_of_year, "12-31", (12, 31)),
        (values.amounts, "0.20-0.20", (20, 20)),
        (values.window, "31-31", (31, 31)),
        (values.words, " 支部书记 ", "支部书记"),
        (values.recurrences, "none", ("none",)),
        (values.recurrences, ["FREQ=MONTHLY;BYDAY=1FR:am", "none:pm"], ("FREQ=MONTHLY;BYDAY=1FR:am", "none:pm")),
    ],
)
def test_what_lies_at_the_edge_is_read(read: Any, value: Any, wanted: Any) -> None:
    assert read(value) == wanted


@pytest.mark.parametrize(
    ("every", "months"), [("month", 1), ("two-months", 2), ("quarter", 3), ("half-year", 6), ("year", 12), ("term", 6)]
)
def test_how_many_months_a_period_has_of_a_term_about_so_many(every: str, months: int) -> None:
    assert Every(every).months == months


MONTHS_BEYOND: tuple[Any, ...] = (
    *([], 3, {"0": 1}, {"13": 1}, {"6": 0}, {"6": 32}, {"6": "1"}, {"6": True}, {"June": 1}),
)
#: What each reader refuses, and the sentence it says then.
BEYOND: tuple[tuple[Any, str, tuple[Any, ...]], ...] = (
    (values.whole_number(12), "a whole number is needed, 12 at most", (-1, 13, True, "3", 1.0)),
    (values.months(120), "a number of months is needed", (0, 121, True, "3")),
    (values.share, "a fraction such as “1/2” is needed", ("0/2", "2/1", "1/1000", "1:2", 0.5)),
    (values.names, "a table of code = name is needed", ({}, [], 3, {"a": 3}, {"a": "x", "b": 3})),
    (values.names, "a code has no blanks", ({"a b": "x"}, {"": "x"}, {"work": "推进工作", "old work": "旧"})),
    (
        values.forms,
        r"a table of code = \[forms\] is needed",
        ([], 3, {"a": []}, {"a": "x"}, {"a": [" "]}, {"a": [3]}, {"a": ["党课", " "]}, {"a": ["党课"], "b": [3]}),
    ),
    (values.cadences, "a table of what = how often is needed", ([], 3)),
    (
        values.cadences,
        "a table of what = how often is needed, one of month, two-months, quarter, half-year, year, term",
        ({"a": "week"}, {"a": {"times": 2}}, {"a": 3}, {"a": {"every": "year", "colour": "red"}}),
    ),
    (
        values.cadences,
        "how many times is a whole number from 1 to 366",
        tuple({"a": {"every": "year", "times": times}} for times in (0, 367, True, "2")),
    ),
    (
        PAPER,
        "“none” is needed, or by, with every, month, day and working-days as they are given",
        ([], 3, {}, {"day": 3}, {"by": "branch", "colour": 1}),
    ),
    (PAPER, "one of branch, general-or-direct, superior is needed", ({"by": "dean"},)),
    (
        PAPER,
        "month is from -12 to 24, day from 1 to 31, working-days come after a day",
        (
            *({"by": "branch", "month": month, "day": 1} for month in (-13, 25, True, "1")),
            *({"by": "branch", "day": day} for day in (-1, 32, True, "1")),
            *({"by": "branch", "day": 1, "working-days": days} for days in (-1, 61, True, "1")),
            {"by": "branch", "working-days": 3},
        ),
    ),
    (
        PAPER,
        "every is one of month, quarter, half-year, year, term",
        ({"by": "branch", "every": "two-months"}, {"by": "branch", "every": "week"}),
    ),
    (
        values.attendance,
        "“none” is needed, or a share such as 80% and per, one of day, year",
        (
            *({"share": share, "per": "day"} for share in ("0%", "101%", "80", 80)),
            *("some", 3, {"share": "80%"}, {"share": "80%", "per": "month"}),
            {"share": "80%", "per": "day", "colour": "red"},
        ),
    ),
    (
        values.hours,
        "“none” is needed, a number of hours, “half-day” or “day”",
        (0, -1, 24.1, 24.5, 25, True, "three", 1.0001, float("nan"), float("inf")),
    ),
    (
        values.remit,
        "“none” is needed, or after and working-days, or every, month and day",
        ("some", [], 3, {"month": 1}),
    ),
    (
        values.remit,
        "after is “activity-day”, with working-days",
        (
            {"after": "activity-day"},
            {"after": "month-end", "working-days": 5},
            {"after": "activity-day", "working-days": 5, "colour": "red"},
            *({"after": "activity-day", "working-days": days} for days in (-1, True, "5")),
        ),
    ),
    (
        values.remit,
        "months is a table of a month's number = the day",
        tuple({"after": "activity-day", "working-days": 5, "months": months} for months in MONTHS_BEYOND),
    ),
    (values.day_of_year, "a day of the year such as “07-01” is needed", ("02-29", "13-01", "7-1", "07-001", 3)),
    (values.amounts, "1.00 comes after 0.20", ("1.00-0.20",)),
    (values.amounts, "is not an amount", ("x", "", "0.20-")),
    (values.window, "days of the month such as “1-10” are needed", ("0-3", "3-32", "5-4", "3", "a-b", "a-3", "3-b", 3)),
    (
        values.terms,
        "a table of terms such as 2026春",
        (
            [],
            3,
            {"2026": [date(2026, 2, 1), date(2026, 7, 1)]},
            {"春天": [date(2026, 2, 1), date(2026, 7, 1)]},
            *(
                {"2026春": dates}
                for dates in (
                    *([], 3, ["2026-02-01", "2026-07-01"], [date(2026, 2, 1), "2026-07-01"]),
                    *([date(2026, 7, 1), date(2026, 7, 1)], [date(2026, 7, 2), date(2026, 7, 1)]),
                    [date(2026, 2, 1), date(2026, 7, 1), date(2026, 8, 1)],
                )
            ),
        ),
    ),
    (
        values.recurrences_by_name,
        "a table of a word in the branch's name = its recurrences is needed",
        ([], 3, {" ": ["FREQ=MONTHLY;BYDAY=1FR"]}, {"学生": ["FREQ=MONTHLY;BYDAY=1FR"], "": ["none"]}),
    ),
    (values.recurrences_by_name, "a list of texts is needed", ({"学生": []},)),
    (values.recurrences, "is not a recurrence", (["FREQ=MONTHLY;BYDAY=1FR", "FREQ=DAILY"],)),
    (values.texts, "a list of texts is needed", ([], 3, ["a", ""], ["a", 1], "a")),
    (values.bands, "a rising list of up-to", (3, [], {}, [{"rate": "1%"}, {"up-to": 5000, "rate": "2%"}])),
    (values.some_of("later", "earlier"), "one of later, earlier is needed", (["later", "sooner"],)),
    (values.truth, "true or false is needed", (0, 1, "true")),
    (values.words, "a text is needed", (3, None, [])),
)


@pytest.mark.parametrize(
    ("read", "sentence", "value"),
    [(read, sentence, value) for read, sentence, refused in BEYOND for value in refused],
)
def test_what_lies_beyond_it_is_refused_with_what_is_needed(read: Any, sentence: str, value: Any) -> None:
    with pytest.raises(ValueError, match=sentence):
        read(value)


@pytest.mark.parametrize("written", ["+7", "±7", "+7 month", "±3 month"])
def test_a_window_around_the_day_is_shown_as_it_is_written(written: str) -> None:
    assert str(values.window(written)) == written
