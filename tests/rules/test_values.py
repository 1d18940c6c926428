"""The bounds of what a policy file may say: each at its edge, and one beyond it."""

from datetime import date
from typing import Any

import pytest

from partyday.rules import values
from partyday.rules.values import Deadline, Every, Filer, LeastAttendance, Often, Remit, Share

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
        (values.hours, 0.5, 30),
        (values.hours, 24, 1440),
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
    ],
)
def test_what_lies_at_the_edge_is_read(read: Any, value: Any, wanted: Any) -> None:
    assert read(value) == wanted


#: What each reader refuses.
BEYOND: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (
        values.whole_number(12),
        (
            -1,
            13,
            True,
            "3",
            1.0,
        ),
    ),
    (
        values.months(120),
        (
            0,
            121,
            True,
            "3",
        ),
    ),
    (
        values.share,
        (
            "0/2",
            "2/1",
            "1/1000",
            "1:2",
            0.5,
        ),
    ),
    (
        values.names,
        (
            {},
            [],
            {"a": 3},
            {"a b": "x"},
            {"": "x"},
        ),
    ),
    (
        values.forms,
        (
            [],
            {"a": []},
            {"a": "x"},
            {"a": [" "]},
            {"a": [3]},
        ),
    ),
    (
        values.cadences,
        (
            [],
            {"a": "week"},
            {"a": {"times": 2}},
            {"a": 3},
        ),
    ),
    (
        values.cadences,
        (
            {"a": {"every": "year", "times": 0}},
            {"a": {"every": "year", "times": 367}},
            {"a": {"every": "year", "times": True}},
            {"a": {"every": "year", "times": "2"}},
        ),
    ),
    (values.cadences, ({"a": {"every": "year", "colour": "red"}},)),
    (
        PAPER,
        (
            [],
            {},
            {"day": 3},
            {"by": "branch", "colour": 1},
            {"by": "dean"},
        ),
    ),
    (
        PAPER,
        (
            {"by": "branch", "month": -13, "day": 1},
            {"by": "branch", "month": 25, "day": 1},
            {"by": "branch", "month": True, "day": 1},
            {"by": "branch", "month": "1", "day": 1},
        ),
    ),
    (
        PAPER,
        (
            {"by": "branch", "day": -1},
            {"by": "branch", "day": 32},
            {"by": "branch", "day": True},
            {"by": "branch", "day": "1"},
        ),
    ),
    (
        PAPER,
        (
            {"by": "branch", "day": 1, "working-days": -1},
            {"by": "branch", "day": 1, "working-days": 61},
            {"by": "branch", "day": 1, "working-days": True},
        ),
    ),
    (PAPER, ({"by": "branch", "working-days": 3},)),
    (
        PAPER,
        (
            {"by": "branch", "every": "two-months"},
            {"by": "branch", "every": "week"},
        ),
    ),
    (
        values.attendance,
        (
            {"share": "0%", "per": "day"},
            {"share": "101%", "per": "day"},
            {"share": "80", "per": "day"},
            {"share": 80, "per": "day"},
        ),
    ),
    (
        values.attendance,
        (
            "some",
            {"share": "80%"},
            {"share": "80%", "per": "month"},
        ),
    ),
    (
        values.hours,
        (
            0,
            -1,
            24.5,
            25,
            True,
            "three",
            1.0001,
        ),
    ),
    (
        values.remit,
        (
            "some",
            [],
            {"after": "activity-day"},
            {"month": 1},
            "x",
        ),
    ),
    (
        values.remit,
        (
            {"after": "activity-day", "working-days": -1},
            {"after": "activity-day", "working-days": True},
            {"after": "activity-day", "working-days": "5"},
        ),
    ),
    (values.remit, ({"after": "month-end", "working-days": 5},)),
    (
        values.remit,
        (
            {"after": "activity-day", "working-days": 5, "months": []},
            {"after": "activity-day", "working-days": 5, "months": {"0": 1}},
            {"after": "activity-day", "working-days": 5, "months": {"13": 1}},
            {"after": "activity-day", "working-days": 5, "months": {"6": 0}},
            {"after": "activity-day", "working-days": 5, "months": {"6": 32}},
            {"after": "activity-day", "working-days": 5, "months": {"6": "1"}},
            {"after": "activity-day", "working-days": 5, "months": {"June": 1}},
        ),
    ),
    (
        values.day_of_year,
        (
            "02-29",
            "13-01",
            "7-1",
            3,
        ),
    ),
    (
        values.amounts,
        (
            "1.00-0.20",
            "x",
            "",
        ),
    ),
    (
        values.window,
        (
            "0-3",
            "3-32",
            "5-4",
            "3",
            "a-b",
            3,
        ),
    ),
    (
        values.terms,
        (
            [],
            {"2026春": []},
            {"2026": [date(2026, 2, 1), date(2026, 7, 1)]},
        ),
    ),
    (values.terms, ({"2026春": [date(2026, 7, 1), date(2026, 7, 1)]},)),
    (
        values.recurrences_by_name,
        (
            [],
            {" ": ["FREQ=MONTHLY;BYDAY=1FR"]},
            {"学生": []},
        ),
    ),
    (
        values.words,
        (
            3,
            None,
            [],
        ),
    ),
)


@pytest.mark.parametrize(("read", "value"), [(read, value) for read, refused in BEYOND for value in refused])
def test_what_lies_beyond_it_is_refused(read: Any, value: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(value)


def test_every_code_of_a_table_is_without_blanks() -> None:
    with pytest.raises(ValueError, match="no blanks"):
        values.names({"work": "推进工作", "old work": "旧"})


@pytest.mark.parametrize("written", ["+7", "±7", "+7 month", "±3 month"])
def test_a_window_around_the_day_is_shown_as_it_is_written(written: str) -> None:
    assert str(values.window(written)) == written


@pytest.mark.parametrize("value", [[], ["a", ""], ["a", 1], "a"])
def test_a_list_of_texts_has_no_blank_one(value: Any) -> None:
    with pytest.raises(ValueError, match="a list of texts"):
        values.texts(value)
