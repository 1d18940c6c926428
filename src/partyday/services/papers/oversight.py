"""A superior's papers: the overview of its branches, inspections, commendations."""

from collections.abc import Sequence

from partyday.errors import BadInput, NothingToPrint
from partyday.forms import circular as circular_form
from partyday.forms import commendations as commendations_form
from partyday.forms import inspection as inspection_form
from partyday.forms import overview as overview_form
from partyday.i18n import _
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.branches import under
from partyday.services.commendations import commended
from partyday.services.inspections import inspected
from partyday.services.overview import overview_on
from partyday.services.papers.ask import Ask, Paper
from partyday.store.connection import Connection


def overview(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The branches under a superior side by side; of this quarter unless told."""
    found = overview_on(connection, branches, ask.branch, ask.period, ask.today, whole_year=True)
    return Paper(found.period, overview_form.build(found))


def circular(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """A superior's circular on a period, this quarter's unless told."""
    if ask.branch.kind is BranchKind.BRANCH:
        raise BadInput(
            _("{branch} has no branches under it to tell.").format(branch=ask.branch.name),
            _("Name the superior with --branch NAME."),
        )
    found = overview_on(connection, branches, ask.branch, ask.period, ask.today)
    chosen = under(branches, ask.branch)
    looked = [(one.branch, one.inspection) for one in inspected(connection, chosen, found.period)]
    praised = [
        (f"{one.branch.name}{one.person.name if one.person else ''}", one.commendation)
        for one in commended(connection, chosen, ask.today, found.period)
    ]
    return Paper(found.period, (circular_form.build(found, looked, praised, ask.today),))


def inspection(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The inspections of a branch with the sheet to take along, or those of a superior's branches; this year's unless
    told.
    """
    period = ask.period or Period.at(ask.today, 12)
    if ask.branch.kind is BranchKind.BRANCH:
        found = overview_on(connection, branches, ask.branch, period, ask.today)
        own = [one.inspection for one in inspected(connection, [ask.branch], period)]
        return Paper(period, inspection_form.build(ask.branch, period, own, found.lines[0]))
    chosen = under(branches, ask.branch)
    every = inspected(connection, chosen, period)
    looked_at = {one.branch.id for one in every}
    never = [
        branch.name
        for branch in chosen
        if branch.kind is BranchKind.BRANCH and branch.id not in looked_at and not branch.is_dissolved(period.start)
    ]
    sheet = inspection_form.build_for_all(ask.branch, period, [(one.branch, one.inspection) for one in every], never)
    return Paper(period, (sheet,))


def commendations(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Who was commended in a branch or under a superior, this year unless told. Raises NothingToPrint for nobody."""
    period = ask.period or Period.at(ask.today, 12)
    found = commended(connection, under(branches, ask.branch), ask.today, period)
    if not found:
        raise NothingToPrint(
            _("Nobody was commended in {period}.").format(period=period),
            _("Record it, such as: partyday commend add 1 --on {day} --for 优秀共产党员 --by 学校党委").format(
                day=ask.today
            ),
        )
    listed = [commendations_form.OnList(one.branch, one.person, one.commendation) for one in found]
    return Paper(period, (commendations_form.build(ask.branch, period, listed),))
