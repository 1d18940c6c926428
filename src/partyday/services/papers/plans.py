"""What is planned: the plans of a quarter, a half-year and a year."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from partyday.errors import NothingToPrint
from partyday.forms import half_year_plan, quarter_plan, year_plan, year_schedule
from partyday.forms.plan import Planned
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.parameters import COLLECT_ON
from partyday.services.beginnings import since_of
from partyday.services.branches import below, lineage, policies_of, policy_of, superior_of
from partyday.services.filed_plans import of_year_plans
from partyday.services.papers.ask import Ask, Paper
from partyday.services.papers.gathered import Gathered, gather, incomplete, plans_of, told
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
    return _with_lacks(connection, branches, ask, Paper(period, (sheet,)), plan)


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
    return _with_lacks(connection, branches, ask, Paper(period, (sheet,)), plan)


def schedule_of_year(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next year's 计划日程表, of a branch, or of all under a superior as they filed theirs."""
    year = _next_year(ask)
    found = _of_year(connection, branches, ask.branch, year)
    sheet = year_schedule.build(
        ask.branch, superior_of(branches, ask.branch), year.first.year, found.plans, found.missing
    )
    return _gathered(Paper(year, (sheet,)), ask, found)


def plan_of_year(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The next year's 活动方案, with the quarters that have no theme; a superior's out of what its branches filed."""
    year = _next_year(ask)
    found = _of_year(connection, branches, ask.branch, year)
    filed = of_year_plans(connection, branches, ask.branch, year)
    themes = {**filed.themes, **themes_of(connection, branches, ask.branch)}
    beneath = below(branches, ask.branch)
    names = {branch.id: branch.name for branch in beneath}
    on_roster = Counter(
        names[key] for key, person in people.rosters(connection, names, ask.today) if person.standing.is_member
    )
    members = {name: on_roster[name] or filed.members.get(name, 0) for name in names.values()}
    sheet = year_plan.build(
        ask.branch,
        superior_of(branches, ask.branch),
        year.first.year,
        found.plans,
        themes,
        members=sum(members.values()) if all(members[plan.branch] for plan in found.plans) else 0,
        collects=policy_of(branches, ask.branch).at(COLLECT_ON, year.start).value == "activity-day",
        missing=found.missing,
    )
    quarters = [Period(f"{year}Q{number}") for number in range(1, 5)]
    since = since_of(branches, ask.branch) or date.min
    bare = [quarter for quarter in quarters if quarter not in themes and quarter.end > since]
    remark = _("No theme yet: {quarters} (such as: partyday day plan {quarter} --theme 学习党章).")
    remarks = (remark.format(quarters=listed(bare), quarter=bare[0]),) if bare else ()
    return _gathered(Paper(year, (sheet,), remarks=remarks), ask, found)


def _of_year(connection: Connection, branches: Sequence[Branch], branch: Branch, year: Period) -> Gathered:
    """The plans of a year: of a branch its own, of a superior those of its branches. Raises NothingToPrint for none."""
    if branch.kind is BranchKind.BRANCH:
        return Gathered(tuple(_plans(connection, branches, [branch], year)), (), ())
    found = gather(connection, branches, branch, year)
    if not found.plans:
        raise NothingToPrint(
            _("None of the branches has filed its 计划日程表 of {year}.").format(year=year),
            _("partyday rollup 报送 takes them in; for branches of this book: partyday schedule {year}.").format(
                year=year
            ),
        )
    return found


def _gathered(paper: Paper, ask: Ask, found: Gathered) -> Paper:
    """The paper with what is told of the plans that were gathered for it; of a branch alone, what its own lacks."""
    if ask.branch.kind is BranchKind.BRANCH:
        return _told_incomplete(paper, found.plans)
    some_filed = len(found.unfiled) < len(found.plans)
    remarks = found.remarks if some_filed else replace(found, unfiled=()).remarks
    return paper._replace(remarks=(*paper.remarks, *remarks), missing=found.missing, incomplete=found.incomplete)


def _plans(
    connection: Connection, branches: Sequence[Branch], beneath: Sequence[Branch], period: Period
) -> list[Planned]:
    """The plans of those branches that have days in a period. Raises NothingToPrint where none has."""
    plans = [
        plan for plan in plans_of(connection, beneath, policies_of(branches, beneath), period).values() if plan.rows
    ]
    if not plans:
        raise NothingToPrint(
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


def _with_lacks(connection: Connection, branches: Sequence[Branch], ask: Ask, paper: Paper, plan: Planned) -> Paper:
    """The paper with what its plan lacks: of what the policy wants, and of what is said of each session."""
    lacks = lacks_of_plan(connection, branches, ask.branch, paper.period, ask.today)
    sentence = _("The plan lacks: {lacks}. `partyday schedule {year} --suggest` proposes where.")
    remarks = (sentence.format(lacks=listed(lacks), year=paper.period.first.year),) if lacks else ()
    return _told_incomplete(paper._replace(remarks=remarks), [plan])


def _told_incomplete(paper: Paper, plans: Sequence[Planned]) -> Paper:
    lacks = tuple(one for plan in plans for one in incomplete(plan))
    if not lacks:
        return paper
    sentence = _("Incomplete: {plans}").format(plans=told(lacks))
    return paper._replace(remarks=(*paper.remarks, sentence), incomplete=lacks)
