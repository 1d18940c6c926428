"""What a day or a year should have at the least: how many took part, and how long it lasted."""

from datetime import date

import pytest

from factories import ONE_BRANCH, activity_day
from partyday.model.days import ActivityDay, Tally
from partyday.rules.least import asks_for_the_least, least_duties
from partyday.rules.policy.reader import Policy, load, parse

MARCH, APRIL, AS_OF = date(2026, 3, 6), date(2026, 4, 3), date(2026, 5, 1)


def own(**values: str) -> Policy:
    """A school's own policy on hebei, which asks for neither."""
    text = "".join(
        f'[[{key.replace("__", ".").replace("_", "-")}]]\nvalue = {value}\nsource = "house"\n'
        for key, value in values.items()
    )
    return parse(f'[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n{text}', "own")


def attended(per: str, percent: int = 80) -> Policy:
    return own(attendance__least=f'{{ share = "{percent}%", per = "{per}" }}')


def closed(held_on: date, key: int = 1) -> ActivityDay:
    return activity_day(held_on, id=key, closed_on=held_on)


def told(policy: Policy, *days: tuple[ActivityDay, Tally | None]) -> list[tuple[str, str, str]]:
    """What is found: its code, what, and since when; of each day its tally, None where it has none."""
    tallies = {day.id: tally for day, tally in days if tally}
    found = least_duties([day for day, _tally in days], tallies, ONE_BRANCH, policy, AS_OF)
    return [(one.code, str(one.what), str(one.since)) for one in found]


@pytest.mark.parametrize(
    ("policy", "asks"),
    [(load("hebei"), False), (attended("day"), True), (own(schedule__least_hours="2"), True)],
)
def test_a_policy_asks_for_attendance_or_for_hours(policy: Policy, asks: bool) -> None:
    assert asks_for_the_least(policy) is asks


@pytest.mark.parametrize(
    ("took_part", "expected", "what"),
    [(16, 20, ""), (15, 20, "15/20 = 75.0% < 80%"), (199, 250, "199/250 = 79.6% < 80%"), (0, 0, "")],
)
@pytest.mark.parametrize("per", ["day", "year"])
def test_attendance_is_too_low_where_it_is_under_the_share_that_is_asked_for(
    per: str, took_part: int, expected: int, what: str
) -> None:
    day = closed(MARCH), Tally(expected=expected, present=took_part, absent=expected - took_part)
    assert told(attended(per), day) == ([(f"attendance-{per}", what, "2026-03-06")] if what else [])


def test_a_year_is_the_days_of_it_that_are_counted_and_is_told_since_the_last_of_them() -> None:
    full, half = Tally(expected=20, present=20), Tally(expected=20, present=10, absent=10)
    year = attended("year")
    assert told(year, (closed(MARCH, 1), full), (closed(APRIL, 2), half)) == [
        ("attendance-year", "30/40 = 75.0% < 80%", "2026-04-03")
    ]
    assert told(year, (closed(MARCH, 1), half), (closed(APRIL, 2), None)) == [
        ("attendance-year", "10/20 = 50.0% < 80%", "2026-03-06")
    ]
    assert told(year, (closed(date(2025, 3, 7), 1), half), (closed(date(2026, 5, 8), 2), half)) == []
    assert told(year) == []


def test_nobody_asks_how_long_a_day_was_where_the_policy_does_not() -> None:
    short = activity_day(MARCH, closed_on=MARCH, starts="09:00", ends="09:30")
    assert told(load("hebei"), (short, None)) == []
    assert [code for code, _what, _since in told(own(schedule__least_hours="1"), (short, None))] == ["too-short"]
