"""A superior's summing up (汇总表) of its branches' plans."""

from collections.abc import Sequence

from partyday.errors import BadInput
from partyday.forms import rollup as rollup_form
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.branches import below, policies_of, superior_of
from partyday.services.filed_plans import filed_plans, plan_form
from partyday.services.papers.ask import Ask, Paper
from partyday.services.papers.plans import plans_of
from partyday.store.connection import Connection


def rollup(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """What the branches filed, else what the book holds of them; who has neither is missing."""
    if ask.branch.kind is BranchKind.BRANCH:
        raise BadInput(
            _("{branch} has no branches under it to sum up.").format(branch=ask.branch.name),
            _("Name the superior with --branch NAME."),
        )
    period = ask.period or Period.at(ask.today, 3, ahead=1)
    beneath = [branch for branch in below(branches, ask.branch) if not branch.is_dissolved(period.start)]
    filed = filed_plans(connection, branches, ask.branch, plan_form(period), period)
    # A book that takes in files goes by what it took in; the book of a whole tree by its records.
    takes_in = any(plan.filing.received_on for plan in filed.values())
    unfiled = [] if takes_in else [branch for branch in beneath if branch.name not in filed]
    recorded = plans_of(connection, unfiled, policies_of(branches, unfiled), period)
    plans, missing, taken_from_records = [], [], []
    for branch in beneath:
        plan = filed[branch.name].plan if branch.name in filed else recorded.get(branch.id)
        if not plan or not plan.rows:
            missing.append(branch.name)
            continue
        plans.append(plan)
        if branch.name not in filed:
            taken_from_records.append(branch.name)
    sheet = rollup_form.build(ask.branch, superior_of(branches, ask.branch), period, plans, missing)
    remarks = []
    if missing:
        remarks.append(_("Missing: {branches}").format(branches=listed(missing)))
    if taken_from_records:
        sentence = _("Not filed, taken from the records as they stand: {branches}")
        remarks.append(sentence.format(branches=listed(taken_from_records)))
    return Paper(period, (sheet,), remarks=tuple(remarks), missing=tuple(missing))
