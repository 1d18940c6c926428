"""The record of a warning talk (诫勉谈话), or its sheet before it is held."""

from collections.abc import Sequence
from dataclasses import replace

from partyday.errors import BadInput, NotFound
from partyday.forms import talk as talk_form
from partyday.i18n import _
from partyday.model.lives import Session
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.escalation import due_talks, unsettled
from partyday.rules.parameters import TALK
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.services.review import case_of
from partyday.store.connection import Connection


def talk(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The talk of a day, else the sheet of the one that is due, else the last that was held."""
    if not ask.of_one:
        raise BadInput(_("A talk's record is of one member."), _("Name them with --member WHO."))
    branch, person = member_of(connection, branches, ask)
    case = case_of(connection, branches, branch, person.id, ask.today)
    held = [talk for talk in case.talks if not talk.waived and ask.covers(talk.held_on)]
    due = [] if ask.period else list(due_talks(case))
    if not held and not due:
        raise NotFound(
            _("No talk with {name} is due, and none was held.").format(name=person.name),
            _("`partyday review {number}` shows how it stands.").format(number=person.number),
        )
    if due:
        absences: Sequence[Session] = [session for finding in due for session in finding.days]
        sheet = talk_form.build(branch, case.life.person, absences, due[0].clause, due[0].source, None)
        return Paper(Period.of_day(ask.today), (sheet,), person.id)
    last = held[-1]
    earlier = replace(case, talks=[talk for talk in case.talks if (talk.held_on, talk.id) < (last.held_on, last.id)])
    absences = [session for session in unsettled(earlier) if last.settles(session)]
    value = case.policy.at(TALK, last.held_on)
    sheet = talk_form.build(branch, case.life.person, absences, value.clause, value.source, last)
    return Paper(Period.of_day(last.held_on), (sheet,), person.id)
