"""Hours of learning: how much the branch is told of, to the minute."""

from datetime import date

import pytest

from factories import ONE_BRANCH, activity_day
from partyday.model.days import ActivityDay
from partyday.rules.learning import learning
from partyday.rules.policy.reader import load

HEBEI = load("hebei")
MARCH, OCTOBER = date(2026, 3, 6), date(2026, 10, 1)


def closed(starts: str, ends: str, on: date = MARCH, closed_on: date = MARCH) -> ActivityDay:
    return activity_day(on, closed_on=closed_on, starts=starts, ends=ends)


LONG = [closed("08:00", "18:00")] * 3


@pytest.mark.parametrize(
    ("days", "as_of", "told"),
    [
        pytest.param([closed("09:00", "11:00")], OCTOBER, ["2/32 (56)"], id="two hours"),
        pytest.param([closed("09:15", "11:30"), closed("14:50", "15:05")], OCTOBER, ["2.5/32 (56)"], id="two sessions"),
        pytest.param(
            [closed("11:00", "09:00"), closed("09:00", "10:00")], OCTOBER, ["1/32 (56)"], id="a slip counts none"
        ),
        pytest.param([*LONG, closed("14:30", "16:29")], OCTOBER, ["31.9833/32 (56)"], id="a minute short of 32 hours"),
        pytest.param([*LONG, closed("14:30", "16:30")], OCTOBER, [], id="32 hours are enough"),
        pytest.param([closed("09:00", "11:00")], date(2026, 9, 30), [], id="before October nothing is told"),
        pytest.param([closed("09:00", "11:00", OCTOBER, OCTOBER)], OCTOBER, ["2/32 (56)"], id="closed today"),
        pytest.param([closed("", "11:00")], OCTOBER, [], id="a beginning that is not known"),
        pytest.param([], OCTOBER, [], id="no day at all"),
        pytest.param([activity_day(MARCH, starts="09:00", ends="11:00")], OCTOBER, [], id="no day that is closed"),
    ],
)
def test_the_hours_of_learning_of_a_year_are_told_from_october_on_where_they_fall_short(
    days: list[ActivityDay], as_of: date, told: list[str]
) -> None:
    assert [one.what for one in learning(days, ONE_BRANCH, HEBEI, as_of)] == told
