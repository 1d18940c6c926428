"""The plans of a superior's branches, gathered for its papers: what they filed, else what the book holds of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from partyday.forms.plan import Planned, lacking, planned
from partyday.forms.rollup import LATE
from partyday.i18n import N_, _, listed
from partyday.model.frozen import frozen
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.parameters import BLOCKS
from partyday.rules.policy.reader import Policy
from partyday.services.branches import below, lineage, policies_of
from partyday.services.filed_plans import FiledPlan, filed_plans, plan_form
from partyday.services.papers.ask import Incomplete, within
from partyday.services.papers_due import last_days
from partyday.store import days
from partyday.store.connection import Connection


@frozen
class Gathered:
    """The plans of a period, in the order of the tree.

    `missing` are the branches of which there is nothing, `unfiled` those whose plan comes out of the records.
    """

    plans: tuple[Planned, ...]
    missing: tuple[str, ...]
    unfiled: tuple[str, ...]

    @cached_property
    def incomplete(self) -> tuple[Incomplete, ...]:
        """Which of them do not say all of their sessions."""
        return tuple(one for plan in self.plans for one in incomplete(plan))

    @property
    def remarks(self) -> list[str]:
        """What whoever prints them is told."""
        remarks = [_("Missing: {branches}").format(branches=listed(self.missing))] if self.missing else []
        if self.unfiled:
            sentence = _("Not filed, taken from the records as they stand: {branches}")
            remarks.append(sentence.format(branches=listed(self.unfiled)))
        if self.incomplete:
            remarks.append(_("Incomplete: {plans}").format(plans=told(self.incomplete, branches=True)))
        return remarks


def gather(connection: Connection, branches: Sequence[Branch], superior: Branch, period: Period) -> Gathered:
    """What the branches filed, else what the book holds of them; who has neither is missing.

    A book that takes in files goes by what it took in; the book of a whole tree by its records. Raises BadInput for a
    period that is not summed up.
    """
    form = plan_form(period)
    beneath = [branch for branch in below(branches, superior) if not branch.is_dissolved(period.start)]
    filed = filed_plans(connection, branches, superior, form, period)
    takes_in = any(plan.filing.received_on for plan in filed.values())
    policies = policies_of(branches, beneath)
    by = last_days(connection, branches, beneath, policies, form, period)
    of_records = [] if takes_in else [branch for branch in beneath if branch.name not in filed]
    recorded = plans_of(connection, of_records, policies, period)
    themes = themes_of_all(connection, branches, of_records, period)
    plans, missing, unfiled = [], [], []
    for branch in beneath:
        if branch.name in filed:
            plan = _as_filed(filed[branch.name], branch, by.get(branch.id))
        else:
            plan = replace(recorded.get(branch.id, Planned(branch.name, ())), theme=themes.get(branch.id, ""))
        if not plan.rows:
            missing.append(branch.name)
            continue
        plans.append(plan)
        if branch.name not in filed:
            unfiled.append(branch.name)
    return Gathered(tuple(plans), tuple(missing), tuple(unfiled))


def _as_filed(filed: FiledPlan, branch: Branch, by: date | None) -> Planned:
    """A plan with the day on which the branch filed it, and whether that was after the last day for it.

    What a superior in between summed up says that itself.
    """
    plan, filing = filed.plan, filed.filing
    if filing.branch_id != branch.id:
        return plan
    late = by is not None and filing.filed_on > by
    return replace(plan, filed=filing.filed_on.isoformat() + (LATE if late else ""))


def plans_of(
    connection: Connection, branches: Sequence[Branch], policies: Mapping[int, Policy], period: Period
) -> dict[int, Planned]:
    """Branch → what it plans in a period by the records; without rows where it has no days."""
    days_by_branch = days.days_of_branches(connection, [branch.id for branch in branches], period.first, period.last)
    return {
        branch.id: planned(
            branch.name,
            within(days_by_branch.get(branch.id, ()), period),
            policies[branch.id].at(BLOCKS, period.start).value,
        )
        for branch in branches
    }


def themes_of_all(
    connection: Connection, branches: Sequence[Branch], chosen: Sequence[Branch], period: Period
) -> dict[int, str]:
    """Branch → the theme of a period: its own, else its nearest superior's; who has none is left out."""
    if not chosen:
        return {}
    own = {key: of.get(period, "") for key, of in days.themes(connection, [one.id for one in branches]).items()}
    found = {one.id: next((own[up.id] for up in lineage(branches, one) if own.get(up.id)), "") for one in chosen}
    return {key: theme for key, theme in found.items() if theme}


def incomplete(plan: Planned) -> list[Incomplete]:
    """Which sessions of a plan have no theme, place or person responsible."""
    return [Incomplete(plan.branch, tuple(sessions), lacks) for lacks, sessions in lacking(plan).items()]


#: The headings in words.
_WORDS = {"主题": N_("theme"), "地点": N_("place"), "负责人": N_("person responsible")}


def told(every: Iterable[Incomplete], *, branches: bool = False) -> str:
    """What plans do not say, in words; where they are of several branches, each once with all whose plan lacks it."""
    sentence = _("{branch} {sessions}: no {lacks}") if branches else _("{sessions}: no {lacks}")
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = defaultdict(list)
    for one in every:
        alike[one.sessions, one.lacks].append(one.branch)
    return _("; ").join(
        sentence.format(
            branch=listed(names),
            sessions=_few(sessions),
            lacks=_(" or ").join(_(_WORDS[heading]) for heading in lacks),
        )
        for (sessions, lacks), names in alike.items()
    )


def _few(sessions: tuple[str, ...]) -> str:
    """The dates, or of many the first few and how many they are: most of a year is planned later."""
    if len(sessions) <= _FEW:
        return listed(sessions)
    return _("{dates} … ({count} sessions)").format(dates=listed(sessions[:_FEW]), count=len(sessions))


_FEW = 3
