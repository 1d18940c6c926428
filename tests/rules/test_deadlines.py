from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.model.codes import BranchKind, Level, Office
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.calendar import Calendar
from partyday.rules.deadlines import Due, due_between, due_on, filing_duties, open_filings
from partyday.rules.parameters import FILINGS
from partyday.rules.policy.reader import Policy, load, parse
from partyday.rules.values import Deadline, Every, Filer

CALENDAR = Calendar()
LONG_AGO = date(2020, 1, 1)


def papers(
    policy: str | Policy, as_of: str, *filers: Filer, began: date = LONG_AGO, since: date = LONG_AGO
) -> set[str]:
    by = load(policy) if isinstance(policy, str) else policy
    found = open_filings(by, filers, began, since, date.fromisoformat(as_of), CALENDAR)
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
        return papers(policy, as_of, Filer.BRANCH)

    assert "quarter-plan 2026Q4 2026-04-20" in told("2026-04-06")
    assert "quarter-plan 2026Q4 2026-04-20" not in told("2026-04-05")
    assert "quarter-plan 2026Q4 2026-04-20" in told("2026-12-31")
    assert "month-plan 2026-03 2026-07-05" in told("2026-08-05")
    assert "month-plan 2026-03 2026-07-05" not in told("2026-08-06")


def filed_between(
    policy: Policy, start: str, end: str, *filers: Filer, began: date = LONG_AGO, since: date = LONG_AGO
) -> set[str]:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    found = due_between(policy, filers, began, since, first, last, CALENDAR)
    return {f"{due.form} {due.period} {due.by}" for due in found}


@pytest.mark.parametrize(
    ("policy", "start", "end", "filer", "told"),
    [
        ("hebei", "2026-03-20", "2026-03-20", Filer.BRANCH, {"quarter-plan 2026Q2 2026-03-20"}),
        ("hebei", "2026-03-21", "2026-06-19", Filer.BRANCH, set()),
        (
            "hebei",
            "2026-03-20",
            "2026-12-31",
            Filer.BRANCH,
            {
                *(f"quarter-plan {quarter}-20" for quarter in ("2026Q2 2026-03", "2026Q3 2026-06", "2026Q4 2026-09")),
                *("quarter-plan 2027Q1 2026-12-20", "dues-publication 2026 2026-12-31"),
            },
        ),
        ("hebei", "2026-03-01", "2026-03-31", Filer.SUPERIOR, {"rollup 2026Q2 2026-03-27"}),
        ("hebei", "2026-03-01", "2026-03-31", Filer.TOP, set()),
        (
            "zhongzhou",
            "2026-12-30",
            "2026-12-30",
            Filer.TOP,
            {"year-plan 2027 2026-12-30", "year-schedule 2027 2026-12-30"},
        ),
    ],
    ids=["on its day", "in between", "most of a year", "what is summed up", "nobody's", "the papers of a year"],
)
def test_what_had_to_be_filed_within_a_time_was_due_on_one_of_its_days(
    policy: str, start: str, end: str, filer: Filer, told: set[str]
) -> None:
    """domain.md 2, row 6: the plans by the 20th and by 30 December; the half-year plan has no date and is in none."""
    assert filed_between(load(policy), start, end, filer) == told


@pytest.mark.parametrize(
    ("began", "since", "told"),
    [
        ("2026-03-20", "2020-01-01", True),
        ("2026-03-21", "2020-01-01", False),
        ("2020-01-01", "2026-06-30", True),
        ("2020-01-01", "2026-07-01", False),
    ],
)
def test_a_paper_is_asked_for_from_the_day_on_which_the_book_began_and_the_last_of_its_period(
    began: str, since: str, told: bool
) -> None:
    """The plan of the second quarter: due on 20 March, and over on 30 June."""
    begins = {"began": date.fromisoformat(began), "since": date.fromisoformat(since)}
    plan = "quarter-plan 2026Q2 2026-03-20"
    assert (plan in filed_between(load("hebei"), "2026-03-01", "2026-03-31", Filer.BRANCH, **begins)) is told
    assert (plan in papers("hebei", "2026-06-30", Filer.BRANCH, **begins)) is told


def of_own(form: str, **deadline: object) -> Policy:
    """A policy by which branches file a paper so."""
    value = ", ".join(f"{key.replace('_', '-')} = {told}" for key, told in deadline.items())
    text = f'[[filings.{form}]]\nvalue = {{ {value}, by = "branch" }}\nsource = "house"\n'
    return parse(f'[policy]\nname = "own"\ntitle = "x"\nbase = "national"\n{text}', "own")


@pytest.mark.parametrize(
    ("form", "deadline", "paper", "by", "last"),
    [
        ("month-plan", {"month": -6, "day": 20}, "2026-10", "2026-04-20", "2026-10-31"),
        ("month-plan", {"month": 4, "day": 5}, "2026-03", "2026-07-05", "2026-08-05"),
        ("month-plan", {"month": -1, "day": 31, "working_days": 30}, "2026-03", "2026-04-13", "2026-05-15"),
        ("month-plan", {"day": 31, "working_days": 11}, "2026-03", "2026-04-16", "2026-05-19"),
        ("month-plan", {"day": 31, "working_days": 60}, "2026-03", "2026-06-29", "2026-07-28"),
        ("quarter-plan", {"month": 3, "day": 10, "working_days": 5}, "2026Q1", "2026-04-17", "2026-07-17"),
        ("year-plan", {"month": 12, "day": 31, "working_days": 5}, "2023", "2024-02-06", "2025-02-10"),
    ],
    ids=[
        *("half a year before", "four months after", "thirty working days later", "eleven working days later"),
        *("sixty working days later", "after its quarter", "after its year"),
    ],
)
def test_however_far_a_paper_is_due_from_its_period_it_is_told_until_the_next_is_due(
    form: str, deadline: dict[str, object], paper: str, by: str, last: str
) -> None:
    policy, told = of_own(form, **deadline), f"{form} {paper} {by}"
    after = date.fromisoformat(last) + timedelta(days=1)
    for as_of, is_open in ((by, True), (last, True), (str(after), False)):
        assert (told in papers(policy, as_of, Filer.BRANCH)) is is_open
    assert told in filed_between(policy, by, by, Filer.BRANCH)


def test_the_paper_of_a_term_is_reminded_of_in_time_though_its_term_begins_late_in_the_month() -> None:
    """Due on 1 March, the term begins on the 9th: told a fortnight ahead, as every paper."""
    text = '[[school.terms]]\nvalue = { "2026春" = [2026-03-09, 2026-07-10] }\nsource = "house"\n'
    text += '[[filings.quarter-plan]]\nvalue = { every = "term", day = 1, by = "branch" }\nsource = "house"\n'
    policy = parse(f'[policy]\nname = "own"\ntitle = "x"\nbase = "national"\n{text}', "own")
    plan = "quarter-plan 2026春 2026-03-01"
    assert [plan in papers(policy, as_of, Filer.BRANCH) for as_of in ("2026-02-14", "2026-02-15")] == [False, True]
    assert plan in filed_between(policy, "2026-03-01", "2026-03-01", Filer.BRANCH)


def test_a_month_without_a_day_says_nothing_of_when_a_paper_is_filed() -> None:
    """A fortnight before its period begins it is reminded of, as one without a month."""
    policy, plan = of_own("month-plan", month=2), "month-plan 2026-06 None"
    told = [plan in papers(policy, as_of, Filer.BRANCH) for as_of in ("2026-05-17", "2026-05-18", "2026-06-30")]
    assert told == [False, True, True]
