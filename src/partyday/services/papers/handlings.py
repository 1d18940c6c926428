"""The record of an organisational handling (组织处理), or its sheet before anything was proposed."""

from collections.abc import Sequence

from partyday.errors import BadInput, NothingToPrint
from partyday.forms import handling as handling_form
from partyday.i18n import _
from partyday.model.acts import Handling
from partyday.model.codes import Level
from partyday.model.findings import Finding
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.rules.account import dues_clock
from partyday.rules.case import Case
from partyday.rules.charter import charter_clock
from partyday.rules.escalation import due_handlings
from partyday.rules.parameters import CORRECTION, MAJORITY
from partyday.services.branches import superior_of
from partyday.services.cases import case_of
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.store import histories
from partyday.store.connection import Connection


def handling(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The last handling of a member that was proposed (in the period, where one is named), else the sheet of the one
    that is due.

    Raises NothingToPrint where there is neither.
    """
    if not ask.of_one:
        raise BadInput(_("A handling is of one member."), _("Name them, such as: --member 1"))
    branch, person = member_of(connection, branches, ask)
    proposed = histories.handlings(connection, ask.today, [person.id]).get(person.id, [])
    kept = [one for one in proposed if ask.covers(one.proposed_on)]
    if kept:
        case = case_of(connection, branches, branch, person.id, kept[-1].proposed_on)
        # A proposal that is decided on its own day would settle what it was made for.
        before = case._replace(handlings=tuple(one for one in case.handlings if one.id != kept[-1].id))
        return _paper(before, branches, ask, case.life.person, kept[-1])
    case = case_of(connection, branches, branch, person.id, ask.today)
    if ask.period or not _reasons(case):
        raise NothingToPrint(
            _("No handling of {name} is due, and none was proposed.").format(name=person.name),
            _("`partyday review {number}` shows how it stands.").format(number=person.number),
        )
    return _paper(case, branches, ask, case.life.person, None)


def _paper(case: Case, branches: Sequence[Branch], ask: Ask, person: Person, proposed: Handling | None) -> Paper:
    on = proposed.proposed_on if proposed else ask.today
    voted_on = (proposed and proposed.decided_on) or ask.today
    reasons = _reasons(case)
    in_a_row = [session for finding in reasons[-1:] for session in finding.days]
    value = reasons[-1] if reasons else case.policy.at(CORRECTION, on)
    sheet = handling_form.build(
        case.branch,
        person,
        in_a_row,
        value.clause,
        value.source,
        proposed,
        superior_of(branches, case.branch),
        handling_form.HALF if ask.older_form else case.policy.at(MAJORITY, voted_on).value,
    )
    return Paper(Period.of_day(on), (sheet,), person.id)


def _reasons(case: Case) -> list[Finding]:
    """What calls for handling somebody: the absences in a row, else what is to be established of a charter's clock."""
    due = list(due_handlings(case))
    return due or [
        finding for rule in (charter_clock, dues_clock) for finding in rule(case) if finding.level is Level.DUE
    ]
