from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.model.codes import BranchKind, Level, Office
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.calendar import Calendar
from partyday.rules.deadlines import Due, due_on, filing_duties, open_filings
from partyday.rules.parameters import FILINGS
from partyday.rules.policy.reader import load, parse
from partyday.rules.values import Deadline, Every, Filer

CALENDAR = Calendar()
LONG_AGO = date(2020, 1, 1)


def papers(policy: str, as_of: str, *filers: Filer, began: date = LONG_AGO, since: date = LONG_AGO) -> set[str]:
    found = open_filings(load(policy), filers, began, since, date.fromisoformat(as_of), CALENDAR)
    return {f"{each.form} {each.period} {each.by}" for each in found}


# domain.md 9: the quarterly plan by the 20th, the superior's summing up five working days later (start day not counted,
# working weekends counted)
@pytest.mark.parametrize(
    ("quarter", "plan", "summed_up"),
    [
        (date(2026, 4, 1), date(2026, 3, 20), date(2026, 3, 27)),
        (date(2026, 7, 1), date(2026, 6, 20), date(2026, 6, 26)),
        (date(2026, 10, 1), date(2026, 9, 20), date(2026, 9, 28)),
        (date(2027, 1, 1), date(2026, 12, 20), date(2026, 12, 25)),
    ],
)
def test_the_plan_is_due_on_the_20th_and_its_summing_up_five_working_days_later(
    quarter: date, plan: date, summed_up: date
) -> None:
    policy = load("hebei")
    for form, by in (("quarter-plan", plan), ("rollup", summed_up)):
        deadline = policy.at(FILINGS[form], quarter).value
        assert deadline is not None
        assert due_on(deadline, quarter, CALENDAR) == by


@given(st.dates(date(2015, 1, 1), date(2026, 11, 30)), st.integers(0, 15))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    end = CALENDAR.working_days_after(start, count)
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(map(CALENDAR.is_working, between)) == count
    assert end == start or CALENDAR.is_working(end)


def test_a_paper_without_a_date_is_reminded_of_a_fortnight_before_its_period_begins() -> None:
    found = [{each[:18] for each in papers("chongqing-shi", f"2026-05-{day}", Filer.BRANCH)} for day in (17, 18)]
    assert ["month-plan 2026-06" in told for told in found] == [False, True]


def test_a_plan_is_reminded_of_a_fortnight_ahead_and_stays_until_its_quarter_is_over() -> None:
    plan = "quarter-plan 2026Q2 2026-03-20"
    assert plan not in papers("hebei", "2026-03-05", Filer.BRANCH)
    assert plan in papers("hebei", "2026-03-06", Filer.BRANCH)
    assert plan in papers("hebei", "2026-06-30", Filer.BRANCH)
    assert plan not in papers("hebei", "2026-07-01", Filer.BRANCH)


def test_the_two_papers_of_a_year_are_due_on_30_december_from_a_general_branch_or_a_direct_one() -> None:
    both = {"year-plan 2027 2026-12-30", "year-schedule 2027 2026-12-30"}
    assert both <= papers("zhongzhou", "2026-12-16", Filer.TOP)
    assert both.isdisjoint(papers("zhongzhou", "2026-12-15", Filer.TOP))
    assert both.isdisjoint(papers("zhongzhou", "2026-12-30", Filer.BRANCH, Filer.SUPERIOR))


def test_a_paper_without_a_date_is_never_overdue() -> None:
    assert "half-year-plan 2026H1 None" in papers("hebei", "2026-06-30", Filer.BRANCH)
    branch = Branch(id=1, name="第一党支部", kind=BranchKind.BRANCH)
    policy = load("hebei")
    due = open_filings(policy, [Filer.BRANCH], LONG_AGO, LONG_AGO, date(2026, 6, 30), CALENDAR)
    levels = {each.what: each.level for each in filing_duties(due, branch, date(2026, 6, 30))}
    assert levels["2026H1 半年活动计划"] is Level.NOTICE
    assert levels["2026Q3 季度活动计划"] is Level.OVERDUE


def test_what_is_made_public_after_its_year_stays_due_through_the_next() -> None:
    for as_of in ("2026-12-31", "2027-01-01", "2027-12-30"):
        assert "dues-publication 2026 2026-12-31" in papers("national", as_of, Filer.BRANCH)
    assert "dues-publication 2026 2026-12-31" not in papers("national", "2028-01-01", Filer.BRANCH)


def test_nobody_owes_a_paper_of_a_time_before_the_records() -> None:
    assert "quarter-plan 2026Q2 2026-03-20" not in papers("hebei", "2026-04-01", Filer.BRANCH, began=date(2026, 3, 21))
    assert "quarter-plan 2026Q2 2026-03-20" in papers("hebei", "2026-04-01", Filer.BRANCH, began=date(2026, 3, 20))
    assert "dues-publication 2025 2025-12-31" not in papers(
        "national", "2026-02-01", Filer.BRANCH, since=date(2026, 1, 1)
    )


@pytest.mark.parametrize(
    ("as_of", "level"), [("2026-03-19", Level.NOTICE), ("2026-03-20", Level.DUE), ("2026-03-21", Level.OVERDUE)]
)
def test_it_is_due_on_its_day_and_overdue_after_it(as_of: str, level: Level) -> None:
    branch = Branch(id=1, name="第一党支部", kind=BranchKind.BRANCH)
    policy = load("hebei")
    value = policy.at(FILINGS["quarter-plan"], date(2026, 3, 1))
    due = [Due("quarter-plan", Period("2026Q2"), date(2026, 6, 30), date(2026, 3, 20), value)]
    (finding,) = filing_duties(due, branch, date.fromisoformat(as_of))
    assert (finding.level, finding.due, finding.what) == (level, date(2026, 3, 20), "2026Q2 季度活动计划")
    assert "20日前" in finding.clause
    assert not finding.source.house


def test_another_deadline_is_a_dated_value_of_a_policy() -> None:
    text = """
[policy]
name = "ours"
title = "本校"
base = "hebei"
[sources.notice]
document = "本校通知"
[[filings.quarter-plan]]
value = { month = -1, day = 31, working-days = 2, by = "branch" }
source = "notice"
"""
    deadline = parse(text, "ours.toml").at(FILINGS["quarter-plan"], date(2026, 1, 1)).value
    assert deadline == Deadline(Every.QUARTER, Filer.BRANCH, -1, 31, 2)
    assert deadline is not None
    assert due_on(deadline, date(2026, 7, 1), CALENDAR) == date(2026, 7, 2), "the last day of June, and two more"


@pytest.mark.parametrize(("kind", "by"), [(BranchKind.BRANCH, Office.BRANCH), (BranchKind.GENERAL, Office.SUPERIOR)])
def test_a_branch_files_for_itself_and_a_superior_for_itself(kind: BranchKind, by: Office) -> None:
    value = load("hebei").at(FILINGS["rollup"], date(2026, 3, 1))
    due = [Due("rollup", Period("2026Q2"), date(2026, 6, 30), date(2026, 3, 27), value)]
    assert [each.by for each in filing_duties(due, Branch(id=1, name="x", kind=kind), date(2026, 3, 27))] == [by]


def test_a_dated_paper_is_due_since_its_day_and_an_undated_one_since_its_period_ended() -> None:
    branch = Branch(id=1, name="第一党支部", kind=BranchKind.BRANCH)
    value = load("hebei").at(FILINGS["quarter-plan"], date(2026, 3, 1))
    last = date(2026, 6, 30)
    due = [Due("quarter-plan", Period("2026Q2"), last, by, value) for by in (date(2026, 3, 20), None)]
    told = [(each.code, each.level, each.since, each.due) for each in filing_duties(due, branch, date(2026, 3, 21))]
    assert told == [
        ("filing", Level.OVERDUE, date(2026, 3, 20), date(2026, 3, 20)),
        ("filing-undated", Level.NOTICE, last, None),
    ]


def test_a_deadline_beyond_one_period_ahead_or_back_is_still_told() -> None:
    """A paper of a quarter that is due two quarters before it, and one due four months after its month began."""
    far = """
[policy]
name = "far"
title = "x"
base = "national"
[[filings.quarter-plan]]
value = { month = -6, day = 20, by = "branch" }
source = "house"
[[filings.month-plan]]
value = { month = 4, day = 5, by = "branch" }
source = "house"
"""
    policy = parse(far, "far.toml")

    def told(as_of: str) -> set[str]:
        on = date.fromisoformat(as_of)
        found = open_filings(policy, [Filer.BRANCH], LONG_AGO, LONG_AGO, on, CALENDAR)
        return {f"{each.form} {each.period} {each.by}" for each in found}

    assert "quarter-plan 2026Q4 2026-04-20" in told("2026-04-06")
    assert "quarter-plan 2026Q4 2026-04-20" not in told("2026-04-05")
    assert "quarter-plan 2026Q4 2026-04-20" in told("2026-12-31")
    assert "month-plan 2026-03 2026-07-05" in told("2026-08-05")
    assert "month-plan 2026-03 2026-07-05" not in told("2026-08-06")
