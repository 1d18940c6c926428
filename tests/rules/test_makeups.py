"""What a branch owes a member who could not come: a make-up for an excuse, a visit for a day not brought to them."""

from datetime import date

import pytest

from partyday.model.acts import MakeUp
from partyday.rules.case import Case
from partyday.rules.makeups import make_ups, reach_outs
from partyday.rules.policy.reader import load
from rules.histories import case

DAYS = "2026-01-09 e, 2026-02-06 e, 2026-03-06 r, 2026-04-03 r, 2026-05-08 a"


def made_up(*day_ids: int) -> list[MakeUp]:
    return [MakeUp(member_id=1, day_id=key, held_on=date(2026, 4, 10)) for key in day_ids]


def told(of: Case) -> list[str]:
    return [
        f"{one.level} {one.code} {one.since:%m-%d} {one.due}" for rule in (make_ups, reach_outs) for one in rule(of)
    ]


@pytest.mark.parametrize(("as_of", "level"), [("2026-02-07", "due"), ("2026-02-08", "due"), ("2026-02-09", "overdue")])
def test_an_excuse_is_made_up_within_thirty_days(as_of: str, level: str) -> None:
    """domain.md 7, rule 1: overdue after 30 days [house]."""
    assert told(case("2026-01-09 e", as_of)) == [f"{level} make-up 01-09 2026-02-08"]


def test_the_days_of_an_excuse_that_was_corrected_run_from_the_correction() -> None:
    corrected = case("2026-01-09 e", "2026-03-22", corrected={1: date(2026, 2, 20)})
    assert told(corrected) == ["due make-up 01-09 2026-03-22"]


def test_each_day_is_asked_for_until_it_is_made_up() -> None:
    """domain.md 7, rules 1 and 6; an absence is neither, and S1 asks for no make-up."""
    assert told(case(DAYS, "2026-02-20")) == [
        *("overdue make-up 01-09 2026-02-08", "due make-up 02-06 2026-03-08"),
        *("due reach-out 03-06 None", "due reach-out 04-03 None"),
    ]
    assert told(case(DAYS, "2026-02-20", make_ups=made_up(1, 4))) == [
        *("due make-up 02-06 2026-03-08", "due reach-out 03-06 None")
    ]
    assert [*make_ups(case(DAYS, "2026-02-20", load("zhongzhou")))] == []
