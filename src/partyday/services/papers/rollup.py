"""A superior's summing up (汇总表) of its branches' plans."""

from collections.abc import Sequence

from partyday.errors import BadInput
from partyday.forms import rollup as rollup_form
from partyday.i18n import _
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.branches import superior_of
from partyday.services.papers.ask import Ask, Paper
from partyday.services.papers.gathered import gather, themes_of_all
from partyday.store.connection import Connection


def rollup(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """What the branches filed, else what the book holds of them; who has neither is missing."""
    if ask.branch.kind is BranchKind.BRANCH:
        raise BadInput(
            _("{branch} has no branches under it to sum up.").format(branch=ask.branch.name),
            _("Name the superior with --branch NAME."),
        )
    period = ask.period or Period.at(ask.today, 3, ahead=1)
    found = gather(connection, branches, ask.branch, period)
    sheet = rollup_form.build(
        ask.branch,
        superior_of(branches, ask.branch),
        period,
        found.plans,
        found.missing,
        found.unfiled,
        themes_of_all(connection, branches, [ask.branch], period).get(ask.branch.id, ""),
    )
    return Paper(period, (sheet,), remarks=tuple(found.remarks), missing=found.missing, incomplete=found.incomplete)
