"""Where a day goes that does not stay where it falls: how far it may be moved, and what is told of the way."""

from datetime import date

import pytest

from partyday.model.period import Month
from partyday.rules.calendar import Calendar
from partyday.rules.policy.reader import Policy, load, parse
from partyday.rules.schedule import PlannedSession, plan_year, window_of

HEAD = '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'


def own(**schedule: str) -> Policy:
    """The Hebei policy with some values of the schedule replaced: `window='"1-3"'` as TOML."""
    lines = (
        f'[[schedule.{key.replace("_", "-")}]]\nvalue = {value}\nsource = "house"' for key, value in schedule.items()
    )
    return parse(HEAD + "\n".join(lines), "own")


def of_march(policy: Policy, notice: dict[date, bool], *rules: str) -> list[PlannedSession]:
    return [one for one in plan_year(2026, rules, policy, Calendar(notice)) if one.month == "2026-03"]


@pytest.mark.parametrize(
    ("written", "nominal", "first", "last"),
    [
        ("+7", "02-24", "02-24", "03-03"),
        ("+7 month", "02-24", "02-24", "02-28"),
        ("±7", "02-24", "02-17", "03-03"),
        ("±7", "02-03", "01-27", "02-10"),
        ("±7 month", "02-03", "02-01", "02-10"),
        ("±7 month", "02-24", "02-17", "02-28"),
    ],
)
def test_a_window_around_the_day_ends_with_its_month_where_it_says_so(
    written: str, nominal: str, first: str, last: str
) -> None:
    wanted = date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}")
    assert window_of(own(window=f'"{written}"'), date.fromisoformat(f"2026-{nominal}"), Month("2026-02")) == wanted


def test_a_working_weekend_that_was_passed_over_is_told() -> None:
    """In October 2022 the 8th and 9th, a weekend, were worked; the day is held on Monday the 10th."""
    year = plan_year(2022, None, load("hebei"), Calendar())
    told = {str(one.month): dict(one.reasons[-1].values).get("passed") for one in year if one.reasons}
    assert told.pop("2022-10") == "2022-10-08"
    assert set(told.values()) <= {None}


THIRD, FOURTH = "FREQ=MONTHLY;BYDAY=3FR", "FREQ=MONTHLY;BYDAY=4FR"


@pytest.mark.parametrize(
    ("worked", "rules", "held_on", "passed"),
    [
        ([21], [FOURTH], 20, "2026-03-21"),
        ([21], [FOURTH, THIRD], 19, "2026-03-21"),
        ([], [FOURTH], 20, None),
        ([], [FOURTH, THIRD], 19, None),
    ],
)
def test_a_working_weekend_is_told_on_the_way_back_too_and_an_ordinary_day_that_is_taken_is_not(
    worked: list[int], rules: list[str], held_on: int, passed: str | None
) -> None:
    """The fourth Friday, 27 March 2026, is off, and so are the days around it but for Saturday the 21st, if worked."""
    notice = dict.fromkeys((date(2026, 3, day) for day in range(23, 32)), False)
    notice |= dict.fromkeys((date(2026, 3, day) for day in worked), True)
    policy = own(window='"1-31"', shift_order='["later", "earlier"]')
    fourth = of_march(policy, notice, *rules)[0]
    assert fourth.held_on == date(2026, 3, held_on)
    assert dict(fourth.reasons[-1].values).get("passed") == passed


def test_a_day_that_goes_back_over_the_end_of_a_month_leaves_that_month_its_own_day() -> None:
    """1 October 2026 is off; 30 September is another session's, so it is 29 September."""
    policy = own(window='"±7"', shift_order='["earlier"]')
    year = plan_year(2026, ["FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=30"], policy, Calendar())
    held = {(one.month, one.slot): one.held_on for one in year}
    assert held[Month("2026-09"), 1] == date(2026, 9, 30)
    assert held[Month("2026-10"), 0] == date(2026, 9, 29)


@pytest.mark.parametrize(("year", "why"), [(2003, "before-calendar"), (2004, None), (2035, "provisional")])
def test_a_year_that_is_reckoned_says_whether_it_lies_before_the_calendar_or_after(year: int, why: str | None) -> None:
    told = [
        [one for one in session.reasons if one.code in ("before-calendar", "provisional")]
        for session in plan_year(year, None, load("hebei"), Calendar())
    ]
    assert [[(one.code, dict(one.values)) for one in of_session] for of_session in told] == [
        [(why, {"year": str(year)})] if why else []
    ] * 12
