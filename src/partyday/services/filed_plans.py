"""The plans that branches filed: by themselves, or summed up by a superior in between."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.forms.plan import Planned, taken_from
from partyday.forms.year_plan import members_told, themes_told
from partyday.i18n import _
from partyday.model.archive import unpack
from partyday.model.codes import BranchKind
from partyday.model.filings import Filing
from partyday.model.forms import SUMMED_UP
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.branches import under
from partyday.services.names import name_in_tree
from partyday.store import filings, people
from partyday.store.connection import Connection


class FiledPlan(NamedTuple):
    """A branch's plan and the filing it stands in: its own, or that of a superior in between."""

    plan: Planned
    filing: Filing


def plan_form(period: Period) -> str:
    """The form of the plans of a period that a superior sums up. Raises BadInput."""
    if period.length in SUMMED_UP:
        return SUMMED_UP[period.length]
    raise BadInput(
        _("Plans are summed up by the quarter, half-year or year."),
        _("Name it, such as: --period {quarter}").format(quarter=Period.at(period.start, 3)),
    )


def filed_plans(
    connection: Connection, branches: Sequence[Branch], superior: Branch, form: str, period: Period
) -> dict[str, FiledPlan]:
    """Branch → its plan of a period as it came last, by itself or summed up by a superior in between."""
    names = {branch.id: branch.name for branch in under(branches, superior) if branch != superior}
    known = name_in_tree(branches, people.former_names(connection))
    return _latest(names, known, filings.filed(connection, names, [form, "rollup"], period))


class OfYearPlans(NamedTuple):
    """What the 活动方案 of branches say beside their days: branch → members, and the themes on which all agree."""

    members: Mapping[str, int]
    themes: Mapping[Period, str]


def of_year_plans(connection: Connection, branches: Sequence[Branch], superior: Branch, year: Period) -> OfYearPlans:
    """What branches under a superior filed as their 活动方案 of a year and this book took in."""
    names = {branch.id: branch.name for branch in under(branches, superior) if branch != superior}
    taken = [one for one in filings.filed(connection, names, ["year-plan"], year) if one.received_on]
    latest = {names[filing.branch_id]: unpack(filing.content)[0] for filing in taken}
    members = {name: count for name, sheet in latest.items() if (count := members_told(sheet))}
    agreed: dict[Period, set[str]] = {}
    for sheet in latest.values():
        for period, theme in themes_told(sheet, year):
            agreed.setdefault(period, set()).add(theme)
    return OfYearPlans(members, {period: said.pop() for period, said in agreed.items() if len(said) == 1})


def against(
    connection: Connection,
    branches: Sequence[Branch],
    superior: Branch,
    line: Sequence[Branch],
    plans: Sequence[Planned],
    period: Period,
) -> Filing | None:
    """What was taken in before from another level and says another thing of these branches, if anything does.

    `line` is the branch that sent the plans, with its superiors. Of its own plan that is what superiors in between
    summed up; of such a sum what its branches filed.
    """
    branch = line[0]
    levels = list(takewhile(lambda above: above.id != superior.id, line[1:]))
    if branch.kind is not BranchKind.BRANCH:
        levels += [below for below in under(branches, branch) if below != branch]
    names = {level.id: level.name for level in levels}
    if not names:
        return None
    known = name_in_tree(branches, people.former_names(connection))
    latest = _latest(names, known, filings.filed(connection, names, [plan_form(period), "rollup"], period))
    for plan in _renamed(plans, known):
        if plan.branch in latest and latest[plan.branch].plan != plan:
            return latest[plan.branch].filing
    return None


def _renamed(plans: Iterable[Planned], known: Mapping[str, str]) -> Iterator[Planned]:
    """Plans by the names that branches have now: a paper of before goes by the old one."""
    for plan in plans:
        now = known.get(plan.branch, plan.branch)
        yield plan if now == plan.branch else replace(plan, branch=now)


def _latest(names: Mapping[int, str], known: Mapping[str, str], filed: Sequence[Filing]) -> dict[str, FiledPlan]:
    """Branch → the last of these filings, oldest first, that has its plan."""
    return {
        plan.branch: FiledPlan(plan, filing)
        for filing in filed
        for plan in _renamed(taken_from(unpack(filing.content)[0], names[filing.branch_id]), known)
    }
