"""What is planned: the plans of a quarter, a half-year and a year, and a superior's summing up of its branches'."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection

from partyday.errors import BadInput, NotFound
from partyday.forms import half_year_plan, quarter_plan, rollup, year_plan, year_schedule
from partyday.forms.plan import Planned, planned, taken_from
from partyday.i18n import _, listed
from partyday.model.archive import unpack
from partyday.model.codes import BranchKind
from partyday.model.filings import Filing
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.rules.cadence import lacks_between
from partyday.rules.parameters import BLOCKS, COLLECT_ON
from partyday.rules.policy.reader import Policy
from partyday.services.branches import below, lineage, policies_of, policy_of, under
from partyday.services.papers.ask import Ask, Paper
from partyday.store import days, filings, histories, people


def quarter(connection: Connection, ask: Ask) -> Paper:
    """The next quarter's plan, with what it still lacks."""
    branches = people.branches(connection)
    period = ask.of_length(3, Period.at(ask.today, 3, ahead=1))
    plan = _planned(connection, ask.branch, policy_of(branches, ask.branch), period)
    theme = themes_of(connection, branches, ask.branch).get(period, "")
    sheet = quarter_plan.build(ask.branch, superior_of(branches, ask.branch), period, plan, theme)
    return Paper(period, (sheet,), remarks=_lacks(connection, branches, ask, period))


def half_year(connection: Connection, ask: Ask) -> Paper:
    """The next half-year's plan, with what it still lacks."""
    branches = people.branches(connection)
    period = ask.of_length(6, Period.at(ask.today, 6, ahead=1))
    plan = _planned(connection, ask.branch, policy_of(branches, ask.branch), period)
    within = {each: text for each, text in themes_of(connection, branches, ask.branch).items() if period.covers(each)}
    sheet = half_year_plan.build(ask.branch, superior_of(branches, ask.branch), period, plan, within)
    return Paper(period, (sheet,), remarks=_lacks(connection, branches, ask, period))


def schedule_of_year(connection: Connection, ask: Ask) -> Paper:
    """The next year's 计划日程表, of a branch or of all under a superior."""
    branches = people.branches(connection)
    year = _next_year(ask)
    plans = _all_planned(connection, branches, ask.branch, year)
    sheet = year_schedule.build(ask.branch, superior_of(branches, ask.branch), year.first.year, plans)
    return Paper(year, (sheet,))


def plan_of_year(connection: Connection, ask: Ask) -> Paper:
    """The next year's 活动方案, with the quarters that have no theme."""
    branches = people.branches(connection)
    year = _next_year(ask)
    plans = _all_planned(connection, branches, ask.branch, year)
    themes = themes_of(connection, branches, ask.branch)
    policy = policy_of(branches, ask.branch)
    beneath = below(branches, ask.branch)
    sheet = year_plan.build(
        ask.branch,
        superior_of(branches, ask.branch),
        year.first.year,
        plans,
        themes,
        members=sum(
            person.standing.is_member
            for _branch, person in people.rosters(connection, [each.id for each in beneath], ask.today)
        ),
        collects=policy.at(COLLECT_ON, year.start).value == "activity-day",
    )
    bare = [f"{year}Q{n}" for n in range(1, 5) if f"{year}Q{n}" not in themes]
    remark = _("No theme yet: {quarters} (partyday day plan {quarter} --theme TEXT).")
    return Paper(year, (sheet,), remarks=(remark.format(quarters=listed(bare), quarter=bare[0]),) if bare else ())


#: The plans a superior sums up: the months they cover → the form.
SUMMED_UP = {3: "quarter-plan", 6: "half-year-plan", 12: "year-schedule"}

#: The papers that go upward.
UPWARD = {*SUMMED_UP.values(), "year-plan", "rollup"}


def summed_up(connection: Connection, ask: Ask) -> Paper:
    """A superior's 汇总表: what its branches filed, else what the book holds of them; who has neither is missing."""
    if ask.branch.kind is BranchKind.BRANCH:
        raise BadInput(
            _("{branch} has no branches under it to sum up.").format(branch=ask.branch.name),
            _("Name the superior with --branch NAME."),
        )
    branches = people.branches(connection)
    period = ask.period or Period.at(ask.today, 3, ahead=1)
    form = plan_form(period)
    beneath = below(branches, ask.branch)
    filed = filed_plans(connection, branches, ask.branch, form, period)
    # A book that takes in files goes by what it took in; the book of a whole tree by its records.
    takes_in = any(each.filing.received_on for each in filed.values())
    live = [] if takes_in else [each for each in beneath if each.name not in filed]
    own = _planned_of(connection, live, policies_of(branches, live), period.first, period.last)
    found = {each.name: filed[each.name].plan if each.name in filed else own.get(each.id) for each in beneath}
    plans = [plan for plan in found.values() if plan and plan.rows]
    missing = tuple(name for name, plan in found.items() if not plan or not plan.rows)
    sheet = rollup.build(ask.branch, superior_of(branches, ask.branch), period, plans, missing)
    unfiled = [each.name for each in live if own[each.id].rows]
    remarks = []
    if missing:
        remarks.append(_("Missing: {branches}").format(branches=listed(missing)))
    if unfiled:
        remarks.append(
            _("Not filed, taken from the records as they stand: {branches}").format(branches=listed(unfiled))
        )
    return Paper(period, (sheet,), remarks=tuple(remarks), missing=missing)


def plan_form(period: Period) -> str:
    """The form of the plans of a period that a superior sums up. Raises BadInput."""
    if period.length in SUMMED_UP:
        return SUMMED_UP[period.length]
    raise BadInput(_("Plans are summed up by the quarter, half-year or year."), _("Name it with --period 2026Q2."))


class FiledPlan(NamedTuple):
    """A branch's plan and the filing it stands in: its own, or that of a superior in between."""

    plan: Planned
    filing: Filing


def filed_plans(
    connection: Connection, branches: Sequence[Branch], superior: Branch, form: str, period: Period
) -> dict[str, FiledPlan]:
    """Branch → its plan of a period as it came last, by itself or summed up by a superior in between."""
    names = {each.id: each.name for each in under(branches, superior) if each != superior}
    return _latest(names, filings.filed(connection, names, [form, "rollup"], period))


def _latest(names: Mapping[int, str], found: Sequence[Filing]) -> dict[str, FiledPlan]:
    return {
        plan.branch: FiledPlan(plan, filing)
        for filing in found
        for plan in taken_from(unpack(filing.content)[0], names[filing.branch_id])
    }


def against(
    connection: Connection,
    branches: Sequence[Branch],
    superior: Branch,
    branch: Branch,
    plans: Sequence[Planned],
    period: Period,
) -> Filing | None:
    """What was taken in before from another level and says another thing of these branches, if anything does.

    Of a branch's own plan that is what superiors in between summed up; of such a sum what its branches filed.
    """
    levels = [
        each for each in lineage(branches, branch)[1:] if each != superior and superior in lineage(branches, each)
    ]
    if branch.kind is not BranchKind.BRANCH:
        levels += [each for each in under(branches, branch) if each != branch]
    names = {each.id: each.name for each in levels}
    if not names:
        return None
    known = _latest(names, filings.filed(connection, names, [plan_form(period), "rollup"], period))
    other = (known[plan.branch] for plan in plans if plan.branch in known and known[plan.branch].plan != plan)
    return next((each.filing for each in other), None)


def superior_of(branches: Sequence[Branch], branch: Branch) -> str:
    """The name of whom a branch reports to, empty where there is nobody."""
    return next((each.name for each in branches if each.id == branch.parent_id), "")


def themes_of(connection: Connection, branches: Sequence[Branch], branch: Branch) -> dict[Period, str]:
    """Period → its theme: the branch's own, else its superior's."""
    kept = days.themes(connection, [each.id for each in lineage(branches, branch)])
    found: dict[Period, str] = {}
    for each in reversed(lineage(branches, branch)):
        found |= kept.get(each.id, {})
    return found


def _next_year(ask: Ask) -> Period:
    """The year asked for; by default the one that is planned now: from the autumn on the next."""
    return ask.of_length(12, Period.at(ask.today, 12, ahead=int(ask.today.month > _PLANNING_FROM)))


_PLANNING_FROM = 9  # September: the papers are due on 30 December


def _planned(connection: Connection, branch: Branch, policy: Policy, period: Period) -> Planned:
    first, last = period.first, period.last
    plan = _planned_of(connection, [branch], {branch.id: policy}, first, last)[branch.id]
    if not plan.rows:
        raise NotFound(
            _("{period} has no days yet.").format(period=period),
            _("`partyday schedule {year}` makes them.").format(year=first.year),
        )
    return plan


def _all_planned(connection: Connection, branches: Sequence[Branch], branch: Branch, year: Period) -> list[Planned]:
    beneath = below(branches, branch)
    own = _planned_of(connection, beneath, policies_of(branches, beneath), year.first, year.last)
    found = [own[each.id] for each in beneath if own[each.id].rows]
    if not found:
        raise NotFound(
            _("{period} has no days yet.").format(period=year),
            _("`partyday schedule {year}` makes them.").format(year=year),
        )
    return found


def _planned_of(
    connection: Connection, branches: Sequence[Branch], policies: Mapping[int, Policy], first: Month, last: Month
) -> dict[int, Planned]:
    """Branch → what it plans from one month to another."""
    found = days.days_of_branches(connection, [each.id for each in branches], first, last)
    begins = first.first_day
    return {
        each.id: planned(each.name, found.get(each.id, ()), policies[each.id].at(BLOCKS, begins).value)
        for each in branches
    }


def lacks_of_plan(
    connection: Connection, branches: Sequence[Branch], branch: Branch, period: Period, today: date
) -> list[str]:
    """What the plan of a period lacks against the cadences, each with the days by which it comes."""
    first, last = period.first, period.last
    begins = first.first_day.replace(month=1, day=1)
    contents = histories.contents_since(connection, today, [branch.id], Month.of(begins))[branch.id]
    policy = policy_of(branches, branch)
    by: dict[str, list[date]] = {}
    for lack in lacks_between(policy, contents, first.first_day, last.last_day, today):
        for name in lack.names:
            by.setdefault(name, []).append(lack.wanted.last)
    together: dict[tuple[date, ...], list[str]] = {}
    for name, ends in by.items():
        together.setdefault(tuple(ends), []).append(name)
    return [
        _("{names} (by {days})").format(names="、".join(names), days=listed(map(str, ends)))
        for ends, names in together.items()
    ]


def _lacks(connection: Connection, branches: Sequence[Branch], ask: Ask, period: Period) -> tuple[str, ...]:
    lacks = lacks_of_plan(connection, branches, ask.branch, period, ask.today)
    sentence = _("The plan lacks: {lacks}. `partyday schedule {year} --suggest` proposes where.")
    return (sentence.format(lacks=listed(lacks), year=period.first.year),) if lacks else ()
