"""Papers of every form, made from the records."""

from collections.abc import Callable, Mapping, Sequence

from partyday.errors import WrongUsage
from partyday.i18n import _
from partyday.model.forms import form_named
from partyday.model.people import Branch
from partyday.services.desk import Desk
from partyday.services.papers import attendance, dues, plans, rollup, roster, talks
from partyday.services.papers.ask import Ask, Paper
from partyday.store.connection import Connection

#: form → what makes its papers. The form itself is a row in `model.forms`.
MAKERS: Mapping[str, Callable[[Connection, Sequence[Branch], Ask], Paper]] = {
    "year-plan": plans.plan_of_year,
    "year-schedule": plans.schedule_of_year,
    "half-year-plan": plans.half_year,
    "quarter-plan": plans.quarter,
    "rollup": rollup.rollup,
    "sign-in": attendance.sign_in,
    "record": attendance.record,
    "attendance": attendance.attendance,
    "appraisal": attendance.appraisal,
    "make-ups": attendance.make_ups,
    "talk": talks.talk,
    "roster": roster.roster,
    "dues-collect": dues.collection,
    "dues-ledger": dues.ledger,
    "dues-receipt": dues.receipt,
    "dues-publication": dues.publication,
}


def make(desk: Desk, form: str, ask: Ask) -> Paper:
    """A paper of a form. Raises NotFound for an unknown form or where there is nothing to print."""
    with desk.reading() as connection:
        return make_on(connection, desk.branches, form, ask)


def make_on(connection: Connection, branches: Sequence[Branch], form: str, ask: Ask) -> Paper:
    """The same, on an open connection. `branches` is the whole tree."""
    wanted = form_named(form)
    if ask.of_one and not wanted.personal:
        raise WrongUsage(_("The form “{form}” is of everybody.").format(form=form), _("Leave --member out."))
    return MAKERS[wanted.name](connection, branches, ask)
