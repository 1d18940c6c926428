"""What is planned: the plans of a quarter, a half-year and a year."""

from collections.abc import Mapping, Sequence

from partyday.errors import NotFound
from partyday.forms import half_year_plan, quarter_plan, year_plan, year_schedule
from partyday.forms.plan import Planned, planned
from partyday.i18n import _, listed
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.parameters import BLOCKS, COLLECT_ON
from partyday.rules.policy.reader import Policy
from partyday.services.branches import below, lineage, policies_of, policy_of, superior_of
from partyday.services.papers.ask import Ask, Paper, within
from partyday.services.plan_lacks import lacks_of_plan
from partyday.store import days, people
from partyday.store.connection import Connection

_PLANNING_FROM = 9  # September: the papers of the next year are due on 30 December


def quarter(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next quarter's plan, with what it still lacks."""
    period = ask.of_length(3, Period.at(ask.today, 3, ahead=1))
    [plan] = _plans(connection, branches, [ask.branch], period)
    theme = themes_of(connection, branches, ask.branch).get(period, "")
    sheet = quarter_plan.build(ask.branch, superior_of(branches, ask.branch), period, plan, theme)
    return Paper(period, (sheet,), remarks=_lacks(connection, branches, ask, period))


def half_year(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next half-year's plan, or a term's, with what it still lacks."""
    return _plan_beside_quarters(connection, branches, ask, ask.of_length(6, Period.at(ask.today, 6, ahead=1)))


def month(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next month's plan, with what it still lacks."""
    return _plan_beside_quarters(connection, branches, ask, ask.of_length(1, Period.at(ask.today, 1, ahead=1)))


def _plan_beside_quarters(connection: Connection, branches: Sequence[Branch], ask: Ask, period: Period) -> Paper:
    """The plan of a half-year, a term or a month."""
    [plan] = _plans(connection, branches, [ask.branch], period)
    themes = themes_of(connection, branches, ask.branch)
    within = {part: theme for part, theme in themes.items() if period.covers(part)}
    sheet = half_year_plan.build(ask.branch, superior_of(branches, ask.branch), period, plan, within)
    return Paper(period, (sheet,), remarks=_lacks(connection, branches, ask, period))


def schedule_of_year(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next year's 计划日程表, of a branch or of all under a superior."""
    year = _next_year(ask)
    plans = _plans(connection, branches, below(branches, ask.branch), year)
    sheet = year_schedule.build(ask.branch, superior_of(branches, ask.branch), year.first.year, plans)
    return Paper(year, (sheet,))


def plan_of_year(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next year's 活动方案, with the quarters that have no theme."""
    year = _next_year(ask)
    beneath = below(branches, ask.branch)
    themes = themes_of(connection, branches, ask.branch)
    roster = people.rosters(connection, [branch.id for branch in beneath], ask.today)
    sheet = year_plan.build(
        ask.branch,
        superior_of(branches, ask.branch),
        year.first.year,
        _plans(connection, branches, beneath, year),
        themes,
        members=sum(person.standing.is_member for _branch, person in roster),
        collects=policy_of(branches, ask.branch).at(COLLECT_ON, year.start).value == "activity-day",
    )
    quarters = [Period(f"{year}Q{number}") for number in range(1, 5)]
    bare = [quarter for quarter in quarters if quarter not in themes]
    remark = _("No theme yet: {quarters} (partyday day plan {quarter} --theme TEXT).")
    return Paper(year, (sheet,), remarks=(remark.format(quarters=listed(bare), quarter=bare[0]),) if bare else ())


def plans_of(
    connection: Connection, branches: Sequence[Branch], policies: Mapping[int, Policy], period: Period
) -> dict[int, Planned]:
    """Branch → what it plans in a period; without rows where it has no days."""
    days_by_branch = days.days_of_branches(connection, [branch.id for branch in branches], period.first, period.last)
    return {
        branch.id: planned(
            branch.name,
            within(days_by_branch.get(branch.id, ()), period),
            policies[branch.id].at(BLOCKS, period.start).value,
        )
        for branch in branches
    }


def _plans(
    connection: Connection, branches: Sequence[Branch], beneath: Sequence[Branch], period: Period
) -> list[Planned]:
    """The plans of those branches that have days in a period. Raises NotFound where none has."""
    plans = [
        plan for plan in plans_of(connection, beneath, policies_of(branches, beneath), period).values() if plan.rows
    ]
    if not plans:
        raise NotFound(
            _("{period} has no days yet.").format(period=period),
            _("`partyday schedule {year}` makes them.").format(year=period.first.year),
        )
    return plans


def _next_year(ask: Ask) -> Period:
    """The year asked for; by default the one that is planned now: from the autumn on the next."""
    return ask.of_length(12, Period.at(ask.today, 12, ahead=int(ask.today.month > _PLANNING_FROM)))


def themes_of(connection: Connection, branches: Sequence[Branch], branch: Branch) -> dict[Period, str]:
    """Period → its theme: the branch's own, else its superior's."""
    line = lineage(branches, branch)
    themes_by_branch = days.themes(connection, [one.id for one in line])
    themes: dict[Period, str] = {}
    for one in reversed(line):
        themes |= themes_by_branch.get(one.id, {})
    return themes


def _lacks(connection: Connection, branches: Sequence[Branch], ask: Ask, period: Period) -> tuple[str, ...]:
    lacks = lacks_of_plan(connection, branches, ask.branch, period, ask.today)
    sentence = _("The plan lacks: {lacks}. `partyday schedule {year} --suggest` proposes where.")
    return (sentence.format(lacks=listed(lacks), year=period.first.year),) if lacks else ()
