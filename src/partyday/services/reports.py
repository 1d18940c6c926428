"""Papers of every form, made from the records. A form's maker is loaded when a paper of it is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from partyday.errors import WrongUsage
from partyday.i18n import _
from partyday.model.codes import BranchKind
from partyday.model.forms import form_named
from partyday.model.people import Branch
from partyday.model.period import Period, Term
from partyday.rules.parameters import TERMS
from partyday.services.branches import below, policy_of
from partyday.services.desk import Desk
from partyday.services.names import named_on
from partyday.services.papers.ask import Ask, Paper
from partyday.store import disputes, people
from partyday.store.connection import Connection

#: form → the module of `services.papers` that makes its papers, and the function. The form itself is a row in
#: `model.forms`.
MAKERS: Mapping[str, tuple[str, str]] = {
    "year-plan": ("plans", "plan_of_year"),
    "year-schedule": ("plans", "schedule_of_year"),
    "half-year-plan": ("plans", "half_year"),
    "quarter-plan": ("plans", "quarter"),
    "month-plan": ("plans", "month"),
    "rollup": ("rollup", "rollup"),
    "sign-in": ("attendance", "sign_in"),
    "record": ("attendance", "record"),
    "meetings": ("meetings", "meetings"),
    "attendance": ("attendance", "attendance"),
    "appraisal": ("attendance", "appraisal"),
    "make-ups": ("attendance", "make_ups"),
    "talk": ("talks", "talk"),
    "handling": ("handlings", "handling"),
    "reminder": ("talks", "reminder"),
    "roster": ("roster", "roster"),
    "candidates": ("candidates", "candidates"),
    "my-record": ("mine", "my_record"),
    "dues-collect": ("dues", "collection"),
    "dues-ledger": ("dues", "ledger"),
    "dues-receipt": ("dues", "receipt"),
    "dues-publication": ("dues", "publication"),
    "inspection": ("oversight", "inspection"),
    "commendations": ("oversight", "commendations"),
    "overview": ("oversight", "overview"),
    "circular": ("oversight", "circular"),
}


def maker(form: str) -> Callable[[Connection, Sequence[Branch], Ask], Paper]:
    """What makes the papers of a form."""
    module, function = MAKERS[form]
    made: Callable[[Connection, Sequence[Branch], Ask], Paper]
    made = getattr(import_module(f"partyday.services.papers.{module}"), function)
    return made


def make(desk: Desk, form: str, ask: Ask) -> Paper:
    """A paper of a form. Raises NotFound for an unknown form, NothingToPrint where the records have nothing for it."""
    with desk.reading() as connection:
        of_one_branch = ask.branch.kind is BranchKind.BRANCH and form_named(form).name not in _BEYOND
        return make_on(connection, desk.tree if of_one_branch else desk.branches, form, ask)


#: The forms that tell what was in other branches too.
_BEYOND = ("appraisal", "make-ups", "my-record", "dues-receipt")


def make_on(connection: Connection, branches: Sequence[Branch], form: str, ask: Ask) -> Paper:
    """The same, on an open connection. `branches` is the whole tree, or of a branch what is above it.

    A paper goes by the names that branches bore at the end of its period, or today where that is still to come.
    """
    wanted = form_named(form)
    if ask.period and ask.period.is_term and not isinstance(ask.period, Term):
        terms = policy_of(branches, ask.branch).at(TERMS, ask.today).value
        ask = replace(ask, period=Period.read(ask.period, terms=terms))
    if ask.of_one and not wanted.personal:
        raise WrongUsage(_("The form “{form}” is of everybody.").format(form=form), _("Leave --member out."))
    make_paper = maker(wanted.name)
    paper = make_paper(connection, branches, ask)
    former = people.former_names(connection)
    then = named_on(branches, former, min(paper.period.end, ask.today)) if former else branches
    if then != branches:
        branch = next(branch for branch in then if branch.id == ask.branch.id)
        paper = make_paper(connection, then, replace(ask, branch=branch, period=paper.period))
    return _with_disputes(connection, below(branches, ask.branch), paper) if wanted.name in ON_DAYS else paper


#: The forms that rest on what is recorded of days.
ON_DAYS = ("sign-in", "record", "attendance", "appraisal", "make-ups", "talk", "reminder", "handling")


def _with_disputes(connection: Connection, chosen: Sequence[Branch], paper: Paper) -> Paper:
    """The paper of these branches with a note for each of its days that a member disputes; of one member all."""
    if paper.member_id is None:
        known = disputes.of_branches(connection, [branch.id for branch in chosen])
        known = [one for one in known if paper.period.contains(one.held_on)]
    else:
        known = disputes.of_member(connection, paper.member_id)
    open_ones = [one for one in known if one.dispute.settled_on is None]
    if not open_ones:
        return paper
    names = people.names(connection, [one.dispute.member_id for one in open_ones])
    told = "、".join(f"{names[one.dispute.member_id]} {one.ref}" for one in open_ones)
    *others, last = paper.sheets
    noted = replace(last, notes=(*last.notes, f"本人对所记有异议，尚未核实：{told}"))
    return paper._replace(sheets=(*others, noted))
