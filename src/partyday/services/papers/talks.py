"""The record of a warning talk (诫勉谈话), or its sheet before it is held."""

from collections.abc import Sequence
from typing import Any

from partyday.errors import BadInput, NothingToPrint
from partyday.forms import reminder as reminder_form
from partyday.forms import talk as talk_form
from partyday.i18n import _
from partyday.model.acts import Talk
from partyday.model.lives import Session
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.rules.case import Case
from partyday.rules.escalation import due_notices, due_talks, settles, unsettled
from partyday.rules.ladder import TALK_STAGE, stages_on
from partyday.rules.parameters import TALK
from partyday.rules.policy.reader import Dated
from partyday.rules.stages import Key
from partyday.services.cases import case_of
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.store.connection import Connection


def talk(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The talk of a day, else the sheet of the one that is due, else the last that was held."""
    if not ask.of_one:
        raise BadInput(_("A talk's record is of one member."), _("Name them, such as: --member 1"))
    branch, person = member_of(connection, branches, ask)
    case = case_of(connection, branches, branch, person.id, ask.today)
    held = [talk for talk in case.talks if not talk.waived and ask.covers(talk.held_on)]
    due = [] if ask.period else list(due_talks(case))
    if not held and not due:
        raise NothingToPrint(
            _("No talk with {name} is due, and none was held.").format(name=person.name),
            _("`partyday review {number}` shows how it stands.").format(number=person.number),
        )
    if due:
        last_stage = due[-1].stage  # where several talks are due, the last in the policy's order
        of_stage = [finding for finding in due if finding.stage == last_stage]
        absences: Sequence[Session] = [session for finding in of_stage for session in finding.days]
        clause, source = of_stage[0].clause, of_stage[0].source
        sheet = talk_form.build(branch, case.life.person, absences, clause, source, None, last_stage)
        return Paper(Period.of_day(ask.today), (sheet,), person.id)
    last = held[-1]
    earlier = case._replace(talks=[talk for talk in case.talks if (talk.held_on, talk.id) < (last.held_on, last.id)])
    value, key = _value_of(case, last)
    absences = [session for session in unsettled(earlier, key) if last.settles(session)]
    sheet = talk_form.build(branch, case.life.person, absences, value.clause, value.source, last, last.stage)
    return Paper(Period.of_day(last.held_on), (sheet,), person.id)


def _value_of(case: Case, talk: Talk) -> tuple[Dated[Any], Key]:
    """What the policy says of the stage a talk was recorded for, on its day."""
    for dated in stages_on(case.policy, talk.held_on):
        if settles(talk, dated.value.key):
            return dated, dated.value.key
    return case.policy.at(TALK, talk.held_on), TALK_STAGE.key


def reminder(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The notice of a stage that is due and is no talk; where several are, the last in the policy's order."""
    if not ask.of_one:
        raise BadInput(_("A notice is to one member."), _("Name them, such as: --member 1"))
    branch, person = member_of(connection, branches, ask)
    case = case_of(connection, branches, branch, person.id, ask.today)
    due = list(due_notices(case))
    if not due:
        raise NothingToPrint(
            _("No notice to {name} is due.").format(name=person.name),
            _("`partyday review {number}` shows how it stands.").format(number=person.number),
        )
    last = due[-1]
    sheet = reminder_form.build(
        branch, case.life.person, last.stage, last.days, last.clause, last.source, ask.today.isoformat()
    )
    return Paper(Period.of_day(ask.today), (sheet,), person.id)
