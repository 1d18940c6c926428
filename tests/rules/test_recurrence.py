"""When the day is held by rule (RFC 5545): what is read, what is refused, and which days a rule names."""

from calendar import monthrange
from datetime import date, timedelta

import pytest

from partyday.errors import BadInput
from partyday.model.codes import Part
from partyday.rules.recurrence import fullest_month, read_recurrence

FIRST_FRIDAY = "FREQ=MONTHLY;BYDAY=1FR"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "garbage",
        ":am",
        "FREQ=MONTHLY;BYDAY=1FR:noon",
        "FREQ=DAILY",
        "FREQ=YEARLY;BYMONTH=3",
        "FREQ=MONTHLY;BYDAY=1FR;COUNT=3",
        "FREQ=MONTHLY;BYDAY=1FR;UNTIL=20261231",
        "FREQ=MONTHLY;BYDAY=XX",
        "FREQ=MONTHLY;BYDAY=",
        "FREQ=MONTHLY;NONSENSE=1",
        "FREQ=WEEKLY",
        "FREQ=MONTHLY;INTERVAL=0",
        "FREQ=MONTHLY;INTERVAL=5;BYDAY=1FR",
        "FREQ=MONTHLY;BYDAY=1FR;WEEKS=odd",
        "FREQ=WEEKLY;BYDAY=TH;WEEKS=0",
        "FREQ=WEEKLY;BYDAY=TH;WEEKS=some",
        "FREQ=WEEKLY;BYDAY=TH;DTSTART=20260231",
        "FREQ=WEEKLY;INTERVAL=0;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=1FR;BYHOUR=9,14",
        "FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=1FR",
        "FREQ=MONTHLY;BYDAY=6FR",
        "FREQ=MONTHLY;BYDAY=1FR;BYDAY=2FR",
        "DTSTART:2200000000",
        "FREQ=MONTHLY;BYMONTHDAY=99999999999999999999",
        "FREQ=MONTHLY;BYDAY=1FR\nRRULE:FREQ=MONTHLY;BYDAY=2FR",
        "FREQ=MONTHLY;BYDAY=1FR\nEXDATE:20260306",
    ],
)
def test_what_is_no_rule_for_every_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="recurrence"):
        read_recurrence(text)


@pytest.mark.parametrize(
    ("text", "rule", "part"),
    [
        ("FREQ=MONTHLY;BYDAY=1FR", FIRST_FRIDAY, Part.FULL),
        ("FREQ=MONTHLY;BYDAY=1FR:full", FIRST_FRIDAY, Part.FULL),
        ("FREQ=MONTHLY;BYDAY=1FR:am", FIRST_FRIDAY, Part.AM),
        (" RRULE:FREQ=MONTHLY;BYDAY=1FR:PM ", FIRST_FRIDAY, Part.PM),
        ("freq=monthly;byday=1fr", FIRST_FRIDAY, Part.FULL),
    ],
)
def test_a_recurrence_is_read_with_its_part_of_the_day(text: str, rule: str, part: Part) -> None:
    assert read_recurrence(text)[:2] == (rule, part)


@pytest.mark.parametrize(
    ("recurrence", "half_days"),
    [
        (["FREQ=MONTHLY;BYDAY=1FR"], 2),
        (["FREQ=MONTHLY;BYDAY=1FR:am"], 1),
        (["FREQ=MONTHLY;BYDAY=1FR,3FR:am"], 2),
        (["FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=1FR:pm"], 2),
        (["FREQ=MONTHLY;BYDAY=FR:am"], 5),
        (["FREQ=MONTHLY;BYMONTHDAY=1,15"], 4),
        (["FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=30"], 4),
        (["FREQ=MONTHLY;BYDAY=1FR", "FREQ=WEEKLY;BYDAY=TH"], 2),
        (["FREQ=WEEKLY;BYDAY=TH"], 0),
        (["none:am", "FREQ=MONTHLY;BYDAY=1FR:pm"], 2),
    ],
)
def test_what_recurrences_ask_of_the_fullest_month_is_counted_in_half_days(
    recurrence: list[str], half_days: int
) -> None:
    assert fullest_month(recurrence) == half_days


@pytest.mark.parametrize(
    ("text", "every_month"),
    [
        (FIRST_FRIDAY, True),
        ("none", True),
        ("FREQ=MONTHLY;INTERVAL=1;BYDAY=1FR", True),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", False),
        ("FREQ=MONTHLY;INTERVAL=12;BYDAY=1FR", False),
        ("FREQ=MONTHLY;BYMONTH=3;BYDAY=1FR", False),
        ("FREQ=WEEKLY;BYDAY=TH", False),
    ],
)
def test_only_a_rule_by_months_may_ask_for_a_day_in_each_of_them(text: str, every_month: bool) -> None:
    assert read_recurrence(text).every_month is every_month


@pytest.mark.parametrize("interval", [2, 3, 5])
def test_weeks_are_counted_from_one_monday_in_both_directions(interval: int) -> None:
    """The week of Monday 1 January 2024 counts, and each so many weeks before and after it."""
    rule = read_recurrence(f"FREQ=WEEKLY;INTERVAL={interval};BYDAY=TH")
    counted = [date(2024, 1, 4) + timedelta(weeks=interval * number) for number in range(-110, 111)]
    for first, last in ((2023, 2024), (2022, 2022), (2026, 2026)):
        begins, ends = date(first, 1, 1), date(last, 12, 31)
        assert rule.days(begins, ends) == [day for day in counted if begins <= day <= ends]
    assert rule.days(date(2024, 1, 4), date(2024, 1, 4)) == [date(2024, 1, 4)]
    assert rule.days(date(2024, 1, 5), date(2024, 1, 10)) == []


def test_every_week_of_a_month_counts_where_no_number_is_given() -> None:
    days = read_recurrence("FREQ=WEEKLY;BYDAY=TH").days(date(2026, 3, 1), date(2026, 3, 31))
    assert [day.day for day in days] == [5, 12, 19, 26]


def test_a_rule_may_begin_in_years_to_come() -> None:
    rule = read_recurrence("FREQ=MONTHLY;BYDAY=1FR;DTSTART=20400101")
    assert rule.begins == date(2040, 1, 1)
    assert rule.days(date(2039, 12, 1), date(2040, 2, 29)) == [date(2040, 1, 6), date(2040, 2, 3)]


@pytest.mark.parametrize(("interval", "months"), [(2, [1, 3, 5, 7, 9, 11]), (3, [1, 4, 7, 10]), (12, [1])])
def test_months_are_counted_from_january_of_each_year(interval: int, months: list[int]) -> None:
    rule = read_recurrence(f"FREQ=MONTHLY;INTERVAL={interval};BYDAY=1FR")
    for year in (2025, 2026):
        ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, 13)]
        assert [last.month for last in ends if rule.days(last.replace(day=1), last)] == months
