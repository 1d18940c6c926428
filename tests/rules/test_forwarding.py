"""When a branch is told of dues to forward."""

from datetime import date

import pytest

from factories import ONE_BRANCH
from partyday.model.codes import Level
from partyday.rules.calendar import Calendar
from partyday.rules.forwarding import forwarding_duties
from partyday.rules.policy.reader import Policy, parse

HEAD = '[policy]\nname = "own"\ntitle = "own"\nbase = "hebei"\n'


@pytest.mark.parametrize(("day", "level"), [("09", Level.NOTICE), ("10", Level.DUE), ("11", Level.OVERDUE)])
def test_dues_are_due_on_the_last_day_on_which_they_are_forwarded(day: str, level: Level) -> None:
    """Those of a quarter by the 10th of the month behind it."""
    text = '[[dues.remit-by]]\nvalue = { every = "quarter", month = 3, day = 10 }\nsource = "house"\n'
    as_of = date.fromisoformat(f"2026-04-{day}")
    held = [date(2026, 3, 6)]
    [found] = forwarding_duties(parse(HEAD + text, "own"), ONE_BRANCH, held, [], as_of, Calendar())
    assert found.level is level


def test_a_branch_that_never_held_anything_has_nothing_to_forward() -> None:
    value = '{ after = "activity-day", working-days = 5, months = { "6" = 10 } }'
    text = f'[[dues.remit-by]]\nvalue = {value}\nsource = "house"\n'
    own, as_of = parse(HEAD + text, "own"), date(2026, 6, 5)
    assert [*forwarding_duties(own, ONE_BRANCH, [], [], as_of, Calendar())] == []
    [told] = forwarding_duties(own, ONE_BRANCH, [as_of], [], as_of, Calendar())
    assert (told.since, told.due) == (date(2026, 6, 1), date(2026, 6, 10))


def by_quarter(more: str = "") -> Policy:
    """Dues of a quarter are forwarded by the 10th of the month behind it."""
    value = f'{{ every = "quarter", month = 3, day = 10{more} }}'
    return parse(f'{HEAD}[[dues.remit-by]]\nvalue = {value}\nsource = "house"\n', "own")


@pytest.mark.parametrize(
    ("held", "told"),
    [
        (["2025-12-31"], []),
        (["2026-01-01"], ["2026Q1"]),
        (["2026-03-31"], ["2026Q1"]),
        (["2026-04-01"], []),
        (["2025-12-05", "2026-02-06", "2026-04-03"], ["2026Q1"]),
    ],
)
def test_dues_of_a_quarter_are_asked_of_who_held_a_day_in_it(held: list[str], told: list[str]) -> None:
    days = [date.fromisoformat(on) for on in held]
    found = forwarding_duties(by_quarter(), ONE_BRANCH, days, [], date(2026, 4, 9), Calendar())
    assert [one.what for one in found] == told


def test_a_month_with_a_day_of_its_own_goes_by_that_also_where_dues_are_those_of_a_quarter() -> None:
    by = [
        next(forwarding_duties(policy, ONE_BRANCH, [date(2026, 3, 6)], [], date(2026, 4, 9), Calendar())).due
        for policy in (by_quarter(), by_quarter(', months = { "4" = 20 }'), by_quarter(', months = { "3" = 20 }'))
    ]
    assert by == [date(2026, 4, 10), date(2026, 4, 20), date(2026, 4, 10)]


@pytest.mark.parametrize(("as_of", "told"), [("06-15", []), ("06-16", ["2026-06"])])
def test_the_last_day_of_a_month_of_its_own_is_reminded_of_a_fortnight_before(as_of: str, told: list[str]) -> None:
    value = '{ after = "activity-day", working-days = 5, months = { "6" = 31 } }'
    own = parse(f'{HEAD}[[dues.remit-by]]\nvalue = {value}\nsource = "house"\n', "own")
    on = date.fromisoformat(f"2026-{as_of}")
    found = [*forwarding_duties(own, ONE_BRANCH, [date(2026, 6, 5)], [], on, Calendar())]
    assert [one.what for one in found] == told
    assert {one.due for one in found} <= {date(2026, 6, 30)}


def test_dues_may_be_asked_for_on_the_activity_day_itself() -> None:
    value = '{ after = "activity-day", working-days = 0 }'
    own = parse(f'{HEAD}[[dues.remit-by]]\nvalue = {value}\nsource = "house"\n', "own")
    on = date(2026, 6, 5)
    [found] = forwarding_duties(own, ONE_BRANCH, [on], [], on, Calendar())
    assert (found.level, found.since, found.due) == (Level.DUE, on, on)
