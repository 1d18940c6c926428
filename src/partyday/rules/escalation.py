"""From unexcused absences to the warning talk (诫勉谈话) and to organisational handling (组织处理).

Absences are weighed in half-days, since a session may be one; the policy's numbers are days. A number counts from
the day it is reached on (以上 includes it), judged by the policy in force on that day. The tool never concludes that
somebody lacks a reason: it counts what people recorded as 缺席.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from partyday.model.codes import Level, Office, Rule, State
from partyday.model.findings import Finding
from partyday.model.lives import Session
from partyday.model.period import months_later
from partyday.rules.case import Case
from partyday.rules.parameters import EXCUSED_BREAKS_RUN, RUN, SHORT, TALK, TALK_WINDOW
from partyday.rules.policy.reader import Dated, Policy


class Reached(NamedTuple):
    """Absences that reached a number: on which day, and which value it was."""

    days: Sequence[Session]
    since: date
    value: Dated[int]


def half_days(sessions: Sequence[Session]) -> int:
    """What these sessions weigh together."""
    return sum(session.part.half_days for session in sessions)


def unsettled(case: Case) -> list[Session]:
    """The unexcused absences that no talk, held or waived, is about."""
    return [absence for absence in case.having(State.ABSENT) if not any(talk.settles(absence) for talk in case.talks)]


def window_start(policy: Policy, on: date) -> date:
    """The first day of the time in which absences are counted together with one on this day."""
    match policy.at(TALK_WINDOW, on).value:
        case "calendar-year":
            return date(on.year, 1, 1)
        case "rolling-12-months":
            return months_later(on, -12) + timedelta(days=1)
        case _:
            return date.min


def talks_reached(policy: Policy, absences: Sequence[Session]) -> list[Reached]:
    """The groups of absences, by date, that call for a talk; absences counted together stand in one group."""
    if len(absences) < policy.least(TALK):
        return []
    on = [session.on for session in absences]
    weight = [0, *accumulate(session.part.half_days for session in absences)]
    groups: list[tuple[int, int, date, Dated[int]]] = []  # first, one past the last, since, value
    for end, last in enumerate(on, 1):
        limit = policy.at(TALK, last)
        if not limit.value:
            continue
        start = bisect_left(on, window_start(policy, last))
        if weight[end] - weight[start] < 2 * limit.value:
            continue
        if groups and start < groups[-1][1]:
            first, _end, since, value = groups.pop()
            groups.append((min(first, start), end, since, value))
        else:
            groups.append((start, end, last, limit))
    return [Reached(absences[first:end], since, value) for first, end, since, value in groups]


def near_talk(policy: Policy, absences: Sequence[Session], as_of: date) -> list[Session]:
    """The absences of the window in progress, where they are just short of a talk or more; else none."""
    limit, short = policy.at(TALK, as_of).value, policy.at(SHORT, as_of).value
    if not limit or len(absences) < limit - short:
        return []
    start = window_start(policy, as_of)
    counted = [absence for absence in absences if absence.on >= start]
    return counted if half_days(counted) >= 2 * (limit - short) else []


def short_of_talk(policy: Policy, absences: Sequence[Session], as_of: date) -> list[Session]:
    """The absences of the window in progress, where they are just short of a talk and none of them calls for one."""
    near = near_talk(policy, absences, as_of)
    called_for = {absence for reached in (talks_reached(policy, absences) if near else ()) for absence in reached.days}
    counted = [absence for absence in near if absence not in called_for]
    limit, short = policy.at(TALK, as_of).value, policy.at(SHORT, as_of).value
    return counted if _just_short(counted, limit, short) else []


def runs(case: Case) -> tuple[list[list[Session]], bool]:
    """Unexcused absences in a row since the last decision, and whether the last run still goes on.

    Taking part in any way ends a run, and so does an excuse where the policy says so. Sessions without a record,
    unknown or not yet brought to the member neither count nor end it.
    """
    all_runs: list[list[Session]] = []
    going_on = False
    after = case.decided_until()
    for session in case.sessions:
        if session.on <= after or session.state is None:
            continue
        if session.state is State.ABSENT:
            if not going_on:
                all_runs.append([])
            all_runs[-1].append(session)
            going_on = True
        elif session.state.took_part or (
            session.state is State.EXCUSED and case.policy.at(EXCUSED_BREAKS_RUN, session.on).value
        ):
            going_on = False
    return all_runs, going_on


def run_reached(policy: Policy, run: Sequence[Session]) -> Reached | None:
    """Whether a run of absences calls for handling, and since which day."""
    for session, weight in zip(run, accumulate(session.part.half_days for session in run), strict=True):
        limit = policy.at(RUN, session.on)
        if limit.value and weight >= 2 * limit.value:
            return Reached(run, session.on, limit)
    return None


def due_talks(case: Case) -> Iterator[Finding]:
    """Who was absent without proper reason so many times within the window is talked to by the secretary (诫勉谈话)."""
    for days, since, value in talks_reached(case.policy, unsettled(case)):
        yield case.finding(Rule.TALK, Level.DUE, "talk", Office.SECRETARY, value, days, since=since)


def due_handlings(case: Case) -> Iterator[Finding]:
    """Who was absent without proper reason so many times in a row: the branch considers handling (组织处理)."""
    if not case.complete:
        return
    code = "handling"
    if any(handling.decided_on is None for handling in case.handlings):
        code = "handling-proposed"
    for run in runs(case)[0]:
        reached = run_reached(case.policy, run)
        if reached:
            days, since, value = reached
            yield case.finding(Rule.HANDLING, Level.DUE, code, Office.MEETING, value, days, since=since)


def early_notices(case: Case) -> Iterator[Finding]:
    """Who is just short of a talk this year, or of handling in a run that still goes on, is reminded in time."""
    short = case.policy.at(SHORT, case.as_of)
    counted = short_of_talk(case.policy, unsettled(case), case.as_of)
    if counted:
        yield _early(case, "early-talk", short, counted)
    if case.complete:
        absent_runs, going_on = runs(case)
        if (
            going_on
            and not run_reached(case.policy, absent_runs[-1])
            and _just_short(absent_runs[-1], case.policy.at(RUN, case.as_of).value, short.value)
        ):
            yield _early(case, "early-handling", short, absent_runs[-1])


def counters(case: Case) -> tuple[int, int]:
    """The half-days that count towards a talk in the window of `as_of`, and those of the run that goes on."""
    start = window_start(case.policy, case.as_of)
    counted = half_days([absence for absence in unsettled(case) if absence.on >= start])
    absent_runs, going_on = runs(case)
    return counted, half_days(absent_runs[-1]) if going_on else 0


def _just_short(absences: Sequence[Session], limit: int, short: int) -> bool:
    """Whether these weigh less than the limit by at most `short` days."""
    return bool(absences) and 2 * (limit - short) <= half_days(absences) < 2 * limit


def _early(case: Case, code: str, value: Dated[int], days: Sequence[Session]) -> Finding:
    since = days[-1].on
    return case.finding(Rule.EARLY_NOTICE, Level.NOTICE, code, Office.SECRETARY, value, days, since=since)
