import tomllib
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.errors import BadInput
from partyday.model.codes import Occasion, Part
from partyday.rules.calendar import Calendar
from partyday.rules.policy import reader as policies
from partyday.rules.policy.reader import Policy
from partyday.rules.recurrence import read_recurrence
from partyday.rules.schedule import Closure, PlannedSession, plan_year

FIRST_FRIDAY = "FREQ=MONTHLY;BYDAY=1FR"
HEBEI = policies.load("hebei")
ZHONGZHOU = policies.load("zhongzhou")

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "schedule.toml").read_text("utf-8"))["case"]


def example(**values: str) -> Policy:
    """The Hebei policy with some values of the schedule replaced: `window='"1-3"'` as TOML."""
    lines = [
        f'[[schedule.{key.replace("_", "-")}]]\nvalue = {value}\nsource = "house"' for key, value in values.items()
    ]
    return policies.parse("\n".join(['[policy]\nname = "x"\ntitle = "x"\nbase = "hebei"', *lines]), "x.toml")


def plan(
    year: int,
    *recurrence: str,
    policy: Policy = HEBEI,
    notice: dict[date, bool] | None = None,
    closures: tuple[Closure, ...] = (),
) -> list[PlannedSession]:
    return plan_year(year, recurrence or (FIRST_FRIDAY,), policy, Calendar(notice or {}), closures)


def of_month(sessions: list[PlannedSession], month: str) -> list[PlannedSession]:
    return [session for session in sessions if session.month == month]


def codes(session: PlannedSession) -> list[str]:
    return [why.code for why in session.reasons]


# ---- worked cases


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_worked_case(case: dict[str, Any]) -> None:
    sessions = plan(case["year"], policy=policies.load(case["policy"]))
    assert case["source"]
    if "whole_year" in case:
        assert [session.held_on for session in sessions] == case["whole_year"]
    for month, wanted in case.get("days", {}).items():
        [session] = of_month(sessions, month)
        assert session.held_on == wanted["date"]
        assert session.nominal == wanted["nominal"]
        assert codes(session) == wanted["reasons"]
        assert (Occasion.CONSTITUTION in session.occasions) == wanted.get("merged", False)
        assert Occasion.ACTIVITY_DAY in session.occasions


def test_known_first_fridays_off_are_all_of_2024_to_2026_that_collide() -> None:
    off = [
        session.nominal
        for year in (2024, 2025, 2026)
        for session in plan(year)
        if session.nominal and "off" in codes(session)
    ]
    assert [day.isoformat() for day in off] == [
        *("2024-04-05", "2024-05-03", "2024-10-04"),
        *("2025-04-04", "2025-05-02", "2025-10-03"),
        *("2026-01-02", "2026-05-01", "2026-10-02"),
    ]


# ---- the oracle: steps 1 to 4 of domain.md 4 in the plainest way, over another reading of the calendar


def days_of(year: int, month: int) -> list[date]:
    return [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]


def step_by_step(
    year: int, month: int, works: Callable[[date], bool], first_day: int = 1, last_day: int = 10, merge: bool = True
) -> date | None:
    every = days_of(year, month)
    fridays = [day for day in every if day.weekday() == 4]
    nominal = fridays[0]
    if merge and month == 7 and works(date(year, 7, 1)):
        return date(year, 7, 1)
    if works(nominal):
        return nominal
    window = [day for day in every if first_day <= day.day <= last_day]
    for day in window:
        if day > nominal and day.weekday() == 4 and works(day):
            return day
    for day in window:
        if day > nominal and day.weekday() < 5 and works(day):
            return day
    for day in reversed(window):
        if day < nominal and day.weekday() < 5 and works(day):
            return day
    for day in window:
        if day > nominal and day.weekday() >= 5 and works(day):
            return day
    for day in reversed(window):
        if day < nominal and day.weekday() >= 5 and works(day):
            return day
    return None


@pytest.mark.parametrize("year", range(2014, 2027))
def test_every_day_of_a_published_year_is_where_the_plain_reading_of_the_steps_puts_it(year: int) -> None:
    planned = {session.month: session.held_on for session in plan(year)}
    worked_out = {
        f"{year}-{month:02}": step_by_step(year, month, chinese_calendar.is_workday) for month in range(1, 13)
    }
    assert planned == worked_out


@pytest.mark.parametrize("year", range(2014, 2027))
def test_the_first_system_with_its_whole_month_follows_the_plain_reading_too(year: int) -> None:
    planned = {session.month: session.held_on for session in plan(year, policy=ZHONGZHOU)}
    worked_out = {
        f"{year}-{month:02}": step_by_step(year, month, chinese_calendar.is_workday, 1, 31, merge=False)
        for month in range(1, 13)
    }
    assert planned == worked_out


YEAR = 2026
ANY_NOTICE = st.dictionaries(
    st.integers(0, 364).map(lambda number: date(YEAR, 1, 1) + timedelta(days=number)), st.booleans(), max_size=120
)
HOLIDAY_MONTHS = st.lists(st.integers(1, 12), max_size=6, unique=True).map(
    lambda months: {day: False for month in months for day in days_of(YEAR, month)}
)


@given(notice=ANY_NOTICE, closed=HOLIDAY_MONTHS, first=st.integers(1, 14), length=st.integers(0, 16))
def test_any_notice_and_any_window_give_what_the_plain_reading_gives(
    notice: dict[date, bool], closed: dict[date, bool], first: int, length: int
) -> None:
    said = closed | notice

    def works(day: date) -> bool:
        return said.get(day, bool(chinese_calendar.is_workday(day)))

    sessions = plan(YEAR, policy=example(window=f'"{first}-{first + length}"'), notice=said)
    assert [session.held_on for session in sessions] == [
        step_by_step(YEAR, month, works, first, first + length) for month in range(1, 13)
    ]


def test_each_step_of_the_search_is_taken_in_its_turn_and_told() -> None:
    """March 2026 (first Friday the 6th, window 1 to 10), the days before taken away one by one."""
    rest = dict.fromkeys(days_of(2026, 3), False)
    friday_13 = example(window='"1-13"')
    steps = {
        "same-weekday-later": ({date(2026, 3, 6): False}, friday_13, date(2026, 3, 13)),
        "later": ({date(2026, 3, 6): False}, HEBEI, date(2026, 3, 9)),
        "earlier": (rest | {date(2026, 3, 4): True, date(2026, 3, 7): True}, HEBEI, date(2026, 3, 4)),
        "working-weekend-later": (
            rest | {date(2026, 3, 1): True, date(2026, 3, 7): True, date(2026, 3, 8): True},
            HEBEI,
            date(2026, 3, 7),
        ),
        "working-weekend-earlier": (rest | {date(2026, 3, 1): True}, HEBEI, date(2026, 3, 1)),
    }
    for step, (notice, policy, wanted) in steps.items():
        [session] = of_month(plan(2026, policy=policy, notice=notice), "2026-03")
        assert (session.held_on, codes(session)) == (wanted, ["off", step])


def test_the_order_of_the_search_is_a_parameter() -> None:
    earlier_first = example(shift_order='["earlier", "later"]')
    [april] = of_month(plan(2024, policy=earlier_first), "2024-04")
    assert (april.held_on, codes(april)) == (date(2024, 4, 3), ["off", "earlier"])


def test_a_nominal_day_outside_the_window_is_held_when_it_is_a_working_day() -> None:
    [march] = of_month(plan(2026, "FREQ=MONTHLY;BYDAY=3FR"), "2026-03")
    assert (march.held_on, codes(march)) == (date(2026, 3, 20), [])


def test_a_nominal_day_off_beyond_the_window_goes_to_the_nearest_earlier_working_day_inside_it() -> None:
    notice = {date(2026, 3, 20): False}
    [march] = of_month(plan(2026, "FREQ=MONTHLY;BYDAY=3FR", notice=notice), "2026-03")
    assert (march.held_on, codes(march)) == (date(2026, 3, 10), ["off", "earlier"])


def test_a_window_that_a_short_month_does_not_reach_leaves_the_month_undecided() -> None:
    [february] = of_month(plan(2026, "FREQ=MONTHLY;BYDAY=1SU", policy=example(window='"30-31"')), "2026-02")
    assert (february.held_on, codes(february)[-1]) == (None, "no-day")


# ---- no date is invented


def test_a_month_without_a_working_day_in_its_window_is_undecided_and_says_where_it_looked() -> None:
    [october] = of_month(plan(2026, policy=example(window='"1-7"')), "2026-10")
    assert october.held_on is None
    assert october.nominal == date(2026, 10, 2)
    assert codes(october) == ["off", "no-day"]
    assert dict(october.reasons[-1].values) == {"first": "2026-10-01", "last": "2026-10-07"}


def test_a_month_whose_recurrence_names_no_day_is_undecided() -> None:
    sessions = plan(2026, "FREQ=MONTHLY;BYMONTHDAY=31", policy=ZHONGZHOU)
    undecided = [session.month for session in sessions if session.held_on is None]
    assert undecided == ["2026-02", "2026-04", "2026-06", "2026-09", "2026-11"]
    assert all(codes(session) == ["no-nominal"] for session in sessions if session.held_on is None)
    assert len(sessions) == 12


# ---- July


def test_the_merged_day_is_one_day_that_carries_both_occasions() -> None:
    [july] = of_month(plan(2026), "2026-07")
    assert july.occasions == (Occasion.ACTIVITY_DAY, Occasion.CONSTITUTION)
    assert july.nominal == date(2026, 7, 3)


@pytest.mark.parametrize(
    ("way", "held_on", "merged"),
    [("constitution", date(2026, 7, 1), True), ("nominal", date(2026, 7, 3), True), ("off", date(2026, 7, 3), False)],
)
def test_whether_and_where_july_is_merged_is_a_parameter(way: str, held_on: date, merged: bool) -> None:
    [july] = of_month(plan(2026, policy=example(constitution_merge=f'"{way}"')), "2026-07")
    assert (july.held_on, Occasion.CONSTITUTION in july.occasions) == (held_on, merged)


def test_a_notice_that_makes_the_saturday_1_july_2023_a_working_day_brings_the_merged_day_there() -> None:
    [july] = of_month(plan(2023, notice={date(2023, 7, 1): True}), "2023-07")
    assert (july.held_on, codes(july)) == (date(2023, 7, 1), ["constitution"])


def test_no_other_month_is_merged() -> None:
    for year in range(2014, 2027):
        merged = [session.month for session in plan(year) if Occasion.CONSTITUTION in session.occasions]
        assert merged == [f"{year}-07"]


# ---- two half-days


def test_both_halves_of_one_date_stay_together_when_it_is_a_day_off() -> None:
    january = of_month(plan(2026, f"{FIRST_FRIDAY}:am", f"{FIRST_FRIDAY}:pm", policy=ZHONGZHOU), "2026-01")
    assert [(each.slot, each.part, each.held_on) for each in january] == [
        (0, Part.AM, date(2026, 1, 9)),
        (1, Part.PM, date(2026, 1, 9)),
    ]


def test_two_mornings_of_a_month_are_two_sessions() -> None:
    march = of_month(plan(2026, "FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=3FR:am", policy=ZHONGZHOU), "2026-03")
    assert [(each.slot, each.part, each.held_on) for each in march] == [
        (0, Part.AM, date(2026, 3, 6)),
        (1, Part.AM, date(2026, 3, 20)),
    ]


def test_one_rule_may_name_both_mornings() -> None:
    march = of_month(plan(2026, "FREQ=MONTHLY;BYDAY=1FR,3FR:am", policy=ZHONGZHOU), "2026-03")
    assert [(each.slot, each.part, each.held_on) for each in march] == [
        (0, Part.AM, date(2026, 3, 6)),
        (1, Part.AM, date(2026, 3, 20)),
    ]


def test_a_morning_that_must_move_does_not_push_out_the_one_that_stays() -> None:
    january = of_month(
        plan(2026, "FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=2FR:am", policy=ZHONGZHOU), "2026-01"
    )
    assert [each.held_on for each in january] == [date(2026, 1, 16), date(2026, 1, 9)]
    assert [codes(each) for each in january] == [["off", "same-weekday-later"], []]


def test_a_morning_that_must_move_may_join_an_afternoon() -> None:
    january = of_month(
        plan(2026, "FREQ=MONTHLY;BYDAY=1FR:am", "FREQ=MONTHLY;BYDAY=2FR:pm", policy=ZHONGZHOU), "2026-01"
    )
    assert [each.held_on for each in january] == [date(2026, 1, 9), date(2026, 1, 9)]


def test_two_sessions_named_for_the_same_half_do_not_fall_together() -> None:
    march = of_month(plan(2026, f"{FIRST_FRIDAY}:am", "FREQ=MONTHLY;BYMONTHDAY=6:am", policy=ZHONGZHOU), "2026-03")
    assert [each.held_on for each in march] == [date(2026, 3, 6), date(2026, 3, 13)]
    assert codes(march[1]) == ["taken", "same-weekday-later"]


def test_the_merged_july_session_keeps_its_half_day_from_another_session_of_1_july() -> None:
    july = of_month(plan(2026, "FREQ=MONTHLY;BYDAY=1SA:am", "FREQ=MONTHLY;BYDAY=1WE:am"), "2026-07")
    assert july[0].held_on == date(2026, 7, 1)
    assert july[1].held_on == date(2026, 7, 8)
    assert codes(july[1]) == ["taken", "same-weekday-later"]


ORDINALS = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(["MO", "WE", "FR", "SA", "SU"]))
MONTH_DAYS = st.integers(1, 31).map("BYMONTHDAY={}".format)
RULES = st.one_of(ORDINALS.map("BYDAY={}".format), MONTH_DAYS).map("FREQ=MONTHLY;{}".format)
HALVES = st.builds("{}:{}".format, RULES, st.sampled_from(["am", "pm"]))


@given(
    recurrence=st.one_of(st.tuples(RULES), st.tuples(HALVES), st.tuples(HALVES, HALVES)),
    year=st.integers(2004, 2035),
    notice=ANY_NOTICE,
    policy=st.sampled_from([HEBEI, ZHONGZHOU, example(window='"5-25"')]),
)
def test_whatever_the_recurrence_every_month_has_its_sessions_and_none_share_their_hours(
    recurrence: tuple[str, ...], year: int, notice: dict[date, bool], policy: Policy
) -> None:
    calendar = Calendar(notice)
    sessions = plan_year(year, recurrence, policy, calendar)
    months = [f"{year}-{month:02}" for month in range(1, 13)]
    assert [(each.month, each.slot) for each in sessions] == [
        (month, slot) for month in months for slot in range(len(recurrence))
    ]
    hours = [(each.held_on, half) for each in sessions if each.held_on for half in _halves(each.part)]
    assert len(hours) == len(set(hours))
    for each in sessions:
        if each.held_on:
            assert each.held_on.isoformat()[:7] == each.month
            assert calendar.is_working(each.held_on)
        else:
            assert codes(each)[-1 - each.provisional] in ("no-day", "no-nominal")


def _halves(part: Part) -> list[str]:
    return ["am", "pm"] if part is Part.FULL else [part.value]


# ---- unpublished years and notices


def test_an_unpublished_year_is_provisional_and_takes_1_to_7_october_as_off() -> None:
    sessions = plan(2029)
    assert all(each.provisional and codes(each)[-1] == "provisional" for each in sessions)
    [october] = of_month(sessions, "2029-10")
    assert october.nominal == date(2029, 10, 5)
    assert october.held_on == date(2029, 10, 8)
    calendar = Calendar()
    assert [day for day in days_of(2029, 10)[:8] if calendar.is_working(day)] == [date(2029, 10, 8)]


def test_a_published_year_is_not_provisional() -> None:
    assert not any(each.provisional for each in plan(2026))


def test_a_notice_ends_the_provisional_state_of_its_year_only() -> None:
    notice = {date(2029, 10, number): False for number in range(1, 8)}
    assert not any(each.provisional for each in plan(2029, notice=notice))
    assert all(each.provisional for each in plan(2030, notice=notice))


def test_a_notice_overrides_the_calendar_both_ways() -> None:
    """6 March 2026 is a working Friday; 10 October 2026 a working Saturday; the notice turns both round."""
    off = plan(2026, notice={date(2026, 3, 6): False})
    assert of_month(off, "2026-03")[0].held_on == date(2026, 3, 9)
    assert dict(of_month(off, "2026-03")[0].reasons[0].values)["holiday"] == "notice"
    working = plan(2026, notice={date(2026, 10, 2): True})
    assert of_month(working, "2026-10")[0].held_on == date(2026, 10, 2)


def test_a_working_weekend_of_a_notice_is_taken_only_when_nothing_else_is_left() -> None:
    rest = dict.fromkeys(days_of(2029, 10), False)
    [october] = of_month(plan(2029, notice=rest | {date(2029, 10, 6): True}), "2029-10")
    assert (october.held_on, codes(october)) == (date(2029, 10, 6), ["off", "working-weekend-later"])


# ---- closures


WINTER = Closure("寒假", date(2026, 1, 20), date(2026, 2, 28), online=True)


def test_a_day_in_a_closure_held_online_stays_where_it_is() -> None:
    [february] = of_month(plan(2026, closures=(WINTER,)), "2026-02")
    assert (february.held_on, february.online, february.skipped) == (date(2026, 2, 6), True, False)
    assert february.reasons[-1].code == "closure-online"
    assert dict(february.reasons[-1].values) == {"name": "寒假"}


def test_a_day_in_a_closure_that_skips_it_is_not_held_and_says_why() -> None:
    skipping = Closure("寒假", WINTER.first, WINTER.last, online=False)
    [february] = of_month(plan(2026, closures=(skipping,)), "2026-02")
    assert (february.held_on, february.online, february.skipped) == (date(2026, 2, 6), False, True)
    assert february.reasons[-1].code == "closure-skip"


def test_a_closure_holds_its_first_and_last_day_and_no_other() -> None:
    on_6_march = date(2026, 3, 6)
    for first, last, inside in (
        (on_6_march, on_6_march, True),
        (date(2026, 3, 1), on_6_march, True),
        (on_6_march, date(2026, 3, 31), True),
        (date(2026, 3, 7), date(2026, 3, 31), False),
        (date(2026, 3, 1), date(2026, 3, 5), False),
    ):
        [march] = of_month(plan(2026, closures=(Closure("x", first, last, online=True),)), "2026-03")
        assert march.online is inside


# ---- any recurrence


PIECES = (
    *("FREQ=MONTHLY", "BYDAY", "=", "1FR", ";", ":am", ":", "BYMONTHDAY=-1", "BYSETPOS=1", ",", "\n", "31"),
    *("RRULE:", "DTSTART:20260101", "BYHOUR=9", "EXRULE", "WKST=MO", "INTERVAL=", "0", "-", "TZID", "BYSETPOS="),
)


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    try:
        read = read_recurrence(text)
    except BadInput:
        return
    months = {session.month for session in plan(2026, text)}
    assert len(months) == 12 or not read.every_month
