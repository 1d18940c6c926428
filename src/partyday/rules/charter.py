"""The charter's clock (党章第九条): months in a row without any organisation life.

Two of the article's limbs can be read off the records: organisation life here, dues where they are kept. The third,
not doing what the Party assigned (不做党所分配的工作), is not recorded, and the wording says so. The clock runs apart
from missed days: it never proves anything, the branch establishes the facts (调查核实).
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import pairwise

from partyday.model.codes import Level, Office, Rule, State
from partyday.model.findings import Finding
from partyday.model.lives import Session
from partyday.model.members import Record
from partyday.model.period import months_later
from partyday.rules.attendance import NOT_IN_PERSON
from partyday.rules.case import Case
from partyday.rules.parameters import CHARTER_MONTHS, CHARTER_NOTICE


def last_kept_up(case: Case) -> date | None:
    """The last day the member took part, was at a meeting, was excused, made up, was away by right, or was decided on;
    None: never.

    Someone who came back from elsewhere is counted from their coming back, and nobody from before they were a member.
    """
    kept_up = [
        *(
            session.on
            for session in case.sessions
            if session.state and (session.state.took_part or session.state is State.EXCUSED)
        ),
        *(make_up.held_on for make_up in case.make_ups),
        *(on for on in case.met_on if on <= case.as_of),
        *(
            min(dated.until or case.as_of, case.as_of)
            for dated in case.life.record.circumstances
            if dated.kind in NOT_IN_PERSON and dated.since <= case.as_of
        ),
        *(
            then.since
            for before, then in pairwise(case.life.record.memberships)
            if before.until and before.until < then.since <= case.as_of
        ),
    ]
    decided = case.decided_until()
    last = max([*kept_up, decided] if decided > date.min else kept_up, default=None)
    return None if last is None else max(last, _became_member(case.life.record))


def _became_member(record: Record) -> date:
    """The first day on which somebody was a member of a branch of the book; invited before, they had no duty."""
    first, *later = record.standings
    since = [dated.since for dated in later if dated.standing.is_member] if not first.standing.is_member else []
    return max([record.memberships[0].since, *since[:1]])


def missed_since(case: Case) -> tuple[date, list[Session]] | None:
    """Since when the member has not kept up organisation life, and the sessions missed since; None: none.

    With no record at all it is counted from the first closed session.
    """
    last = last_kept_up(case)
    missed = [session for session in case.sessions if session.state in (State.ABSENT, State.UNKNOWN)]
    if last is None:
        last = next(
            (session.on for session in case.sessions if session.closed and session.state is not State.UNREACHED), None
        )
    else:
        missed = [session for session in missed if session.on > last]
    return (last, missed) if last is not None and missed else None


def charter_clock(case: Case) -> Iterator[Finding]:
    """Months in a row without organisation life or proper reason: the branch establishes the facts; before, a warning.

    It rests on sessions the member missed: a branch that holds none, or does not reach its ill, is not their fault.
    """
    since = missed_since(case) if case.complete else None
    if since is None:
        return
    last, missed = since
    months = case.policy.at(CHARTER_MONTHS, case.as_of)
    notice = case.policy.at(CHARTER_NOTICE, case.as_of)
    due, warned = (months_later(last, value.value) for value in (months, notice))
    found = partial(case.finding, Rule.CHARTER_CLOCK, by=Office.BRANCH, days=missed, about=last.isoformat())
    if case.as_of >= due:
        yield found(Level.DUE, "charter", value=months, since=due)
    elif case.as_of >= warned:
        yield found(Level.NOTICE, "charter-notice", value=notice, since=warned, due=due)
