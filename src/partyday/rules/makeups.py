"""What the branch owes a member who could not come: a make-up session (补课), a visit (送学)."""

from collections.abc import Iterator
from datetime import date, timedelta

from partyday.model.codes import Level, Office, Rule, State
from partyday.model.findings import Finding
from partyday.model.lives import Session
from partyday.rules.case import Case
from partyday.rules.parameters import MAKE_UP, MAKE_UP_DAYS, REACH_OUT
from partyday.rules.policy.reader import Policy


def make_ups(case: Case) -> Iterator[Finding]:
    """Each excused absence is made up (补课) within the days the policy gives."""
    for session in _not_made_up(case, State.EXCUSED):
        required = case.policy.at(MAKE_UP, session.on)
        if required.value:
            due = make_up_by(case.policy, session.on, case.corrected.get(session.day_id))
            level = Level.OVERDUE if case.as_of > due else Level.DUE
            days = (session,)
            yield case.finding(Rule.MAKE_UP, level, "make-up", Office.BRANCH, required, days, since=session.on, due=due)


def make_up_by(policy: Policy, on: date, corrected_on: date | None) -> date:
    """The last day for making up for an excused absence.

    The days run from the absence, or from when it was corrected into an excuse: before, nobody knew that one was owed.
    """
    return (corrected_on or on) + timedelta(days=policy.at(MAKE_UP_DAYS, on).value)


def reach_outs(case: Case) -> Iterator[Finding]:
    """Each day that was not brought to an infirm or ill member (待送学) is still to be brought.

    Where they made up for it before their illness was known, it has been.
    """
    for session in _not_made_up(case, State.UNREACHED):
        required = case.policy.at(REACH_OUT, session.on)
        if required.value:
            days = (session,)
            yield case.finding(Rule.REACH_OUT, Level.DUE, "reach-out", Office.BRANCH, required, days, since=session.on)


def _not_made_up(case: Case, state: State) -> list[Session]:
    made_up = {make_up.day_id for make_up in case.make_ups}
    return [session for session in case.having(state) if session.day_id not in made_up]
