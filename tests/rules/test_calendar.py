from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.rules.calendar import Calendar

DAYS_OF_PUBLISHED_YEARS = [date(2004, 1, 1) + timedelta(days=number) for number in range(365 * 23 + 6)]


def test_every_published_day_works_or_rests_as_the_published_calendar_says() -> None:
    calendar = Calendar()
    assert DAYS_OF_PUBLISHED_YEARS[-1] == date(2026, 12, 31)
    differing = [
        day for day in DAYS_OF_PUBLISHED_YEARS if calendar.is_working(day) != bool(chinese_calendar.is_workday(day))
    ]
    assert differing == []


def test_a_day_off_says_which_holiday_it_is() -> None:
    calendar = Calendar()
    assert calendar.day_off(date(2026, 10, 2)) == "National Day"
    assert calendar.day_off(date(2026, 3, 7)) == "weekend"
    assert calendar.day_off(date(2026, 3, 6)) is None


def test_a_working_weekend_works_but_is_not_ordinary() -> None:
    calendar = Calendar()
    working_saturday = date(2026, 10, 10)
    assert chinese_calendar.is_workday(working_saturday)
    assert calendar.is_working(working_saturday)
    assert not calendar.is_ordinary(working_saturday)
    assert calendar.is_ordinary(date(2026, 10, 9))


def test_a_friday_off_is_not_ordinary() -> None:
    """2 October 2026, within the days off for National Day."""
    assert not Calendar().is_ordinary(date(2026, 10, 2))


@pytest.mark.parametrize(
    ("day", "working", "reckoned"),
    [("10-01", False, False), ("10-02", False, True), ("09-30", False, True), ("10-01", True, True)],
)
def test_a_notice_covers_a_year_where_it_names_its_national_day_as_off(day: str, working: bool, reckoned: bool) -> None:
    assert Calendar({date.fromisoformat(f"2035-{day}"): working}).is_reckoned(2035) is reckoned


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.booleans())
def test_a_notice_is_believed_whatever_the_year(day: date, working: bool) -> None:
    assert Calendar({day: working}).is_working(day) is working


@pytest.mark.parametrize("year", [1999, 2003, 2027, 2060])
def test_a_year_nobody_published_is_reckoned_and_never_an_error(year: int) -> None:
    calendar = Calendar()
    assert calendar.is_reckoned(year)
    every = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]
    off = [day for day in every if day.weekday() < 5 and not calendar.is_working(day)]
    assert all(date(year, 10, number) in off for number in range(1, 8) if date(year, 10, number).weekday() < 5)
    assert any(day.month == 1 and day.day == 1 for day in off) == (date(year, 1, 1).weekday() < 5)
    assert not any(calendar.is_working(day) for day in every if day.weekday() >= 5)
    assert [day for day in off if day.month in (3, 7, 8, 11, 12)] == []


def test_a_notice_that_names_national_day_tells_of_its_whole_week() -> None:
    """5 October 2035 is a Friday: off while the year is reckoned, at work where the notice does not name it."""
    assert Calendar().day_off(date(2035, 10, 5)) == "National Day week"
    told = Calendar({date(2035, 10, number): False for number in (1, 2, 3, 4)})
    assert (told.day_off(date(2035, 10, 4)), told.day_off(date(2035, 10, 5))) == ("notice", None)


def test_of_two_holidays_on_one_reckoned_day_the_first_is_named() -> None:
    """3 October 2028 is the Mid-Autumn Festival and within National Day's days (holidays of 国务院, by computation)."""
    calendar = Calendar()
    assert calendar.day_off(date(2028, 10, 3)) == "Mid-Autumn Festival"
    assert calendar.day_off(date(2028, 10, 2)) == "National Day"
    assert calendar.day_off(date(2028, 10, 4)) == "National Day week"
    assert calendar.day_off(date(2028, 10, 9)) is None


def test_no_holiday_of_a_reckoned_year_is_a_day_in_lieu() -> None:
    """Which working days are given in lieu, only the arrangement of that year says."""
    for year in (1999, 2000, 2001, 2002, 2003, 2027, 2028):
        assert not any("substituted" in (Calendar().day_off(date(year, 1, 1) + timedelta(n)) or "") for n in range(365))
