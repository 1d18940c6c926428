"""Dates, months and periods as people type them: every style that the interface names, and what is refused."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from partyday.errors import BadInput
from partyday.model.codes import Part
from partyday.model.dates import Day, NoSuchDay, NotADate, read_date, read_day
from partyday.model.period import Month, Period, in_few_words, months_later, read_months, read_session, read_span

TODAY = date(2026, 11, 26)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-03-06",
            "2026-3-6",
            "2026/3/6",
            "2026.3.6",
            "20260306",
            "2026年3月6日",
            "2026年3月6号",
            "3月6日",
            "3/6",
        ),
        *("３月６日", "２０２６－０３－０６", " 2026-03-06 ", "2026年 3月 6日", "3月6日（周五）", "二〇二六年三月六日"),
        *("2026-03-06 14:30", "2026年3月6日（星期五）", "3月6号"),
    ],
)
def test_a_date_is_read_as_people_type_it(text: str) -> None:
    assert read_date(text, TODAY) == date(2026, 3, 6)


@pytest.mark.parametrize(("text", "on"), [("今天", TODAY), ("昨天", TODAY - timedelta(days=1))])
def test_today_and_yesterday_are_dates(text: str, on: date) -> None:
    assert read_date(text, TODAY) == on


@pytest.mark.parametrize("text", ["", "2026-03", "202603", "2026", "spring", "3月", "12026-03-06", "1-2-3"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(NotADate):
        read_date(text, TODAY)


@pytest.mark.parametrize("text", ["2026-02-30", "20260230", "2月30日", "2026年13月1日"])
def test_a_day_that_no_calendar_has_is_told_as_such(text: str) -> None:
    with pytest.raises(NoSuchDay):
        read_date(text, TODAY)


def test_what_fits_two_dates_is_refused_with_both() -> None:
    with pytest.raises(BadInput, match="fits two dates: 2026-03-06, 2026-06-03"):
        read_date("06/03/2026", TODAY)
    assert read_date("13/06/2026", TODAY) == date(2026, 6, 13)
    assert read_date("06.06.2026", TODAY) == date(2026, 6, 6)


def test_without_a_today_a_date_needs_its_year() -> None:
    with pytest.raises(NotADate):
        read_date("3月6日")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("98.6", Day(date(1998, 6, 1), month_only=True)),
        ("08.06.20", Day(date(2008, 6, 20))),
        ("2008、6、20", Day(date(2008, 6, 20))),
        ("二〇〇八年六月", Day(date(2008, 6, 1), month_only=True)),
        ("二〇〇八年十二月三十一日", Day(date(2008, 12, 31))),
        ("一九九八年十月廿三日", Day(date(1998, 10, 23))),
        ("201907", Day(date(2019, 7, 1), month_only=True)),
    ],
)
def test_a_roster_may_shorten_its_dates(text: str, day: Day) -> None:
    assert read_day(text, TODAY, short_years=True) == day


@given(DAYS)
def test_every_day_is_read_from_every_style(on: date) -> None:
    styles = (f"{on}", f"{on:%Y%m%d}", f"{on.year}年{on.month}月{on.day}日", f"{on.year}.{on.month}.{on.day}")
    assert {read_date(text, TODAY) for text in styles} == {on}


@pytest.mark.parametrize(
    "text", ["2026-03", "2026-3", "202603", "2026.3", "2026.03", "2026年3月", "3月", "２０２６年３月", "2026/3"]
)
def test_a_month_is_read_as_people_type_it(text: str) -> None:
    assert Month.read(text, TODAY) == "2026-03"


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "13月", "2026-03-06", "20263", "march"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Month.read(text, TODAY)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2026-01..2026-03", ["2026-01..2026-03"]),
        ("2026-01至2026-03", ["2026-01..2026-03"]),
        ("2026年1月-3月", ["2026-01..2026-03"]),
        ("2026年1-3月", ["2026-01..2026-03"]),
        ("1-3月", ["2026-01..2026-03"]),
        ("1月至3月", ["2026-01..2026-03"]),
        ("202601-202603", ["2026-01..2026-03"]),
        ("2025.11—2026.2", ["2025-11..2026-02"]),
        ("2026-01-2026-03", ["2026-01..2026-03"]),
        ("2026-05,2026-01、2026-02", ["2026-01..2026-02", "2026-05"]),
        ("3月", ["2026-03"]),
    ],
)
def test_months_are_read_as_ranges_and_lists(text: str, months: list[str]) -> None:
    assert in_few_words(read_months(text, TODAY)) == months


@pytest.mark.parametrize("text", ["", "2026-03-06", "2026-03..2026-01", "2026-01..02..03", "soon", "2026-01,,2026-02"])
def test_what_names_no_months_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_months(text, TODAY)


def test_a_stretch_of_months_has_no_gaps() -> None:
    with pytest.raises(BadInput, match="leaves months out"):
        read_span("2026-01,2026-03", TODAY)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        *(("2026", "2026"), ("2026年", "2026"), ("2026H1", "2026H1"), ("2026h2", "2026H2"), ("2026年上半年", "2026H1")),
        *(("2026Q1", "2026Q1"), ("2026年第一季度", "2026Q1"), ("2026年一季度", "2026Q1"), ("2026年第4季度", "2026Q4")),
        *(("2026-03", "2026-03"), ("2026年3月", "2026-03"), ("2026-3-6", "2026-03-06"), ("3月6日", "2026-03-06")),
        *(("2026-03-06:am", "2026-03-06:am"), ("3月6日上午", "2026-03-06:am"), ("２０２６Ｑ３", "2026Q3")),
    ],
)
def test_a_period_is_read_as_people_type_it(text: str, period: str) -> None:
    assert Period.read(text, TODAY) == period


@pytest.mark.parametrize("text", ["", "2026Q5", "2026H3", "2026-13", "2026-02-30", "2026-03-06:noon", "spring", "26Q1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        Period.read(text, TODAY)


@pytest.mark.parametrize(
    ("period", "start", "end", "length"),
    [
        ("2026", "2026-01-01", "2026-12-31", 12),
        ("2026H2", "2026-07-01", "2026-12-31", 6),
        ("2026Q1", "2026-01-01", "2026-03-31", 3),
        ("2026-02", "2026-02-01", "2026-02-28", 1),
        ("2026-03-06:pm", "2026-03-06", "2026-03-06", 0),
    ],
)
def test_a_period_knows_its_days(period: str, start: str, end: str, length: int) -> None:
    read = Period(period)
    assert (str(read.start), str(read.end), read.length) == (start, end, length)


@given(DAYS, st.sampled_from([1, 3, 6, 12]), st.integers(-5, 5))
def test_the_period_at_a_day_contains_it_and_the_next_follows(on: date, months: int, ahead: int) -> None:
    if months == 1:
        return
    here, there = Period.at(on, months), Period.at(on, months, ahead)
    assert here.contains(on)
    assert here.first.distance(there.first) == ahead * months
    assert Period.read(here) == here


@given(DAYS)
def test_no_period_holds_a_day_that_another_of_its_length_holds(on: date) -> None:
    for months in (3, 6, 12):
        following = Period.at(on, months, 1)
        assert Period.at(on, months).end + timedelta(days=1) == following.start
        assert not following.contains(on)


def test_a_session_names_its_half() -> None:
    assert read_session("2026-03-06：PM") == (date(2026, 3, 6), Part.PM)
    assert read_session("3月6日下午", TODAY) == (date(2026, 3, 6), Part.PM)
    assert read_session("2026-03-06") == (date(2026, 3, 6), None)


@given(DAYS, st.integers(-60, 60))
def test_months_later_is_what_dateutil_makes_of_it(day: date, months: int) -> None:
    assert months_later(day, months) == day + relativedelta(months=months)
