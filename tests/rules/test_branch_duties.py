"""What a branch owes each of its days: by when it is announced, closed and summed up, and months that had none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import ONE_BRANCH, activity_day, person
from partyday.model.codes import Part
from partyday.model.days import ActivityDay, Reason
from partyday.model.lives import Session
from partyday.model.period import Month
from partyday.rules.branch_duties import (
    branch_duties,
    cancelled_months,
    left_unmarked,
    month_without_day,
    open_duties,
)
from partyday.rules.policy.reader import load
from rules.histories import own

HEBEI = load("hebei")
MARCH, MONTH = date(2026, 3, 6), Month("2026-03")


def of_march(**acts: str | bool) -> ActivityDay:
    """6 March 2026, with what was done for it and when."""
    facts: dict[str, Any] = {
        key: date.fromisoformat(told) if isinstance(told, str) else told for key, told in acts.items()
    }
    return activity_day(MARCH, **facts)


@pytest.mark.parametrize(
    ("acts", "as_of", "duties"),
    [
        ({}, "2026-02-01", ["announce 03-03"]),
        ({}, "2026-03-06", ["announce 03-03"]),
        ({}, "2026-03-07", ["close 03-06"]),
        ({"announced_on": "2026-03-02"}, "2026-03-02", []),
        ({"announced_on": "2026-03-02"}, "2026-03-01", ["announce 03-03"]),
        ({"announced_on": "2026-03-02"}, "2026-03-06", []),
        ({"announced_on": "2026-03-02", "marked": True}, "2026-03-05", []),
        ({"announced_on": "2026-03-02", "marked": True}, "2026-03-06", ["close 03-06", "summary 03-13"]),
        ({"closed_on": "2026-03-06"}, "2026-03-07", ["summary 03-13"]),
        ({"closed_on": "2026-03-09"}, "2026-03-08", ["close 03-06"]),
        ({"closed_on": "2026-03-06", "summarised_on": "2026-03-08"}, "2026-03-07", ["summary 03-13"]),
        ({"closed_on": "2026-03-06", "summarised_on": "2026-03-08"}, "2026-03-08", []),
        ({"marked": True, "summarised_on": "2026-03-08"}, "2026-03-08", ["close 03-06"]),
        ({"cancelled_on": "2026-03-02"}, "2026-03-02", []),
        ({"cancelled_on": "2026-03-02"}, "2026-03-01", ["announce 03-03"]),
    ],
)
def test_a_day_is_announced_until_it_comes_then_closed_and_summed_up(
    acts: dict[str, str | bool], as_of: str, duties: list[str]
) -> None:
    """domain.md 7, rule 7: announced three days ahead, the summary within seven days [house]."""
    found = open_duties(of_march(**acts), HEBEI, date.fromisoformat(as_of))
    assert [f"{duty.kind} {duty.by:%m-%d}" for duty in found] == duties


def test_a_school_may_give_some_days_for_closing_and_others_for_the_summary() -> None:
    slow = own("duties.close-days = 2", "duties.summary-days = 4")
    found = open_duties(of_march(marked=True), slow, date(2026, 3, 7))
    assert [f"{duty.kind} {duty.by:%m-%d}" for duty in found] == ["close 03-08", "summary 03-10"]


def test_a_month_that_awaits_its_decision_has_no_day_to_announce() -> None:
    assert [*open_duties(activity_day(None, month=MONTH), HEBEI, MARCH)] == []


@pytest.mark.parametrize(
    ("made", "book", "by"),
    [
        ("2026-01-01", "2026-01-01", "03-03"),
        ("2026-03-04", "2026-01-01", "03-04"),
        ("2026-01-01", "2026-03-05", "03-05"),
        ("2026-01-01", "2026-03-09", "03-06"),
    ],
    ids=["both before", "the records made later", "the book begun later", "the book begun after it"],
)
def test_nobody_is_late_in_announcing_what_was_not_yet_kept(made: str, book: str, by: str) -> None:
    """The day itself is soon enough where the book was begun after it."""
    begun = date.fromisoformat(made), date.fromisoformat(book)
    [duty] = open_duties(of_march(), HEBEI, MARCH, *begun)
    assert f"{duty.kind} {duty.by:%m-%d}" == f"announce {by}"


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2026-03-02", []),
        ("2026-03-03", ["due announce 2026-03-03"]),
        ("2026-03-04", ["overdue announce 2026-03-03"]),
    ],
)
def test_it_is_told_on_the_last_day_for_it_and_is_overdue_after(as_of: str, told: list[str]) -> None:
    found = branch_duties([of_march()], ONE_BRANCH, HEBEI, date.fromisoformat(as_of))
    assert [f"{one.level} {one.code} {one.due}" for one in found] == told


def test_who_came_into_a_closed_day_is_told_by_number_and_name() -> None:
    session = Session(MARCH, Part.FULL, 1, 1, None, True)
    found = left_unmarked(session, [person(3, "张三"), person(4, "李四")], ONE_BRANCH, HEBEI)
    assert (found.what, found.since, found.days) == ("3 张三、4 李四", MARCH, (session,))


# ---- months without a day


def half(part: Part, cancelled_on: str | None, *reasons: str, month: str = "2026-03") -> ActivityDay:
    off = date.fromisoformat(cancelled_on) if cancelled_on else None
    on = Month(month).first_day.replace(day=6)
    return activity_day(
        on, part, month=Month(month), cancelled_on=off, reasons=tuple(Reason(reason) for reason in reasons)
    )


@pytest.mark.parametrize(
    ("halves", "as_of", "months"),
    [
        ([("2026-03", "2026-03-02"), ("2026-03", "2026-03-04")], "2026-03-04", ["2026-03"]),
        ([("2026-03", "2026-03-02"), ("2026-03", "2026-03-04")], "2026-03-03", []),
        ([("2026-03", "2026-03-02"), ("2026-03", None)], "2026-03-31", []),
        ([("2026-03", "2026-03-02")], "2026-03-31", []),
        ([(month, "2026-01-02") for month in ("2026-01", "2026-01", "2026-04", "2026-04")], "2026-05-01", []),
        (
            [(month, "2026-01-02") for month in ("2026-03", "2026-02", "2026-02", "2026-03")],
            "2026-05-01",
            ["2026-02", "2026-03"],
        ),
    ],
    ids=["both", "one of them later", "one alone", "a day that is whole", "outside", "the first and the last month"],
)
def test_a_month_of_two_halves_has_no_day_where_both_were_cancelled(
    halves: list[tuple[str, str | None]], as_of: str, months: list[str]
) -> None:
    days = [half(Part.AM, cancelled_on, month=month) for month, cancelled_on in halves]
    assert cancelled_months(days, Month("2026-02"), MONTH, date.fromisoformat(as_of)) == months


BOTH_OFF = [half(Part.AM, "2026-03-02"), half(Part.PM, "2026-03-02")]


@pytest.mark.parametrize(
    ("days", "as_of", "told"),
    [
        (BOTH_OFF, "2026-03-31", ["due no-day 2026-03 2"]),
        (BOTH_OFF, "2026-04-01", ["overdue no-day 2026-03 2"]),
        ([BOTH_OFF[0], replace(BOTH_OFF[1], held_on=None)], "2026-03-31", ["due no-day 2026-03 1"]),
        ([BOTH_OFF[0], half(Part.PM, "2026-03-02", "moved", "closure-skip")], "2026-04-01", []),
        ([half(Part.AM, "2026-03-02", "moved"), BOTH_OFF[1]], "2026-03-31", ["due no-day 2026-03 2"]),
    ],
    ids=["while it runs", "once it is over", "one without a date", "the school was closed", "for another reason"],
)
def test_a_month_without_a_day_is_told_unless_the_school_was_closed(
    days: list[ActivityDay], as_of: str, told: list[str]
) -> None:
    found = month_without_day(MONTH, days, ONE_BRANCH, HEBEI, date.fromisoformat(as_of))
    assert [f"{one.level} {one.code} {one.what} {len(one.days)}" for one in found] == told
