"""From unexcused absences to the stages (措施) of a policy: a notice, a warning talk, organisational handling.

Absences are weighed in half-days, since a session may be one; the policy's numbers are days, or months. A number
counts from the day it is reached on (以上 includes it), judged by the policy in force on that day. Each stage counts by
itself: what settles one leaves the others as they are. The tool never concludes that somebody lacks a reason: it counts
what people recorded as 缺席.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from partyday.model.acts import Talk
from partyday.model.codes import Level, Office, Rule, State
from partyday.model.findings import Finding
from partyday.model.lives import Session
from partyday.model.period import months_later
from partyday.rules.case import Case
from partyday.rules.charter import missed_since
from partyday.rules.ladder import HANDLING_STAGE, TALK_STAGE, keys_ever, least_of, stage_on, stages_ever, stages_on
from partyday.rules.parameters import EXCUSED_BREAKS_RUN, SHORT
from partyday.rules.policy.reader import Dated, Policy
from partyday.rules.stages import CountingWindow, Counts, Key, Stage, StageKind


class Reached(NamedTuple):
    """Absences that reached a stage: on which day, as which value, and since when nothing was attended (months)."""

    days: Sequence[Session]
    since: date
    value: Dated[Stage]
    last: date | None = None


def half_days(sessions: Sequence[Session]) -> int:
    """What these sessions weigh together."""
    return sum(session.half_days for session in sessions)


# ---- what is settled


def settles(talk: Talk, key: Key) -> bool:
    """Whether a talk is about a stage: the one it names; naming none, those recorded with a talk."""
    return talk.stage == key.name if talk.stage else key.kind is StageKind.TALK


def unsettled(case: Case, key: Key = TALK_STAGE.key) -> list[Session]:
    """The unexcused absences that nothing has settled for a stage: no talk, held or waived; no decision."""
    absences = case.having(State.ABSENT)
    if key.kind is StageKind.HANDLING:
        after = case.decided_until()
        return [absence for absence in absences if absence.on > after]
    said = [talk for talk in case.talks if settles(talk, key)]
    return [absence for absence in absences if not any(talk.settles(absence) for talk in said)] if said else absences


# ---- counting together within a window


def window_start(window: str, on: date) -> date:
    """The first day of the time in which absences are counted together with one on this day."""
    match window:
        case CountingWindow.CALENDAR_YEAR:
            return date(on.year, 1, 1)
        case CountingWindow.ROLLING_YEAR:
            return months_later(on, -12) + timedelta(days=1)
        case _:
            return date.min


def together(policy: Policy, key: Key, absences: Sequence[Session]) -> list[Reached]:
    """The groups of absences, by date, that reach a stage; absences counted together stand in one group.

    None do where the policy has no such stage at any time.
    """
    least = least_of(policy, key)
    if least is None or len(absences) < least:
        return []
    on = [session.on for session in absences]
    weight = [0, *accumulate(session.half_days for session in absences)]
    groups: list[tuple[int, int, date, Dated[Stage]]] = []  # first, one past the last, since, value
    for end, last in enumerate(on[least - 1 :], least):  # none before can have reached it: each weighs a day at most
        limit = stage_on(policy, key, last)
        if limit is None:
            continue
        start = bisect_left(on, window_start(limit.value.window, last))
        if weight[end] - weight[start] < 2 * limit.value.at:
            continue
        if groups and start < groups[-1][1]:
            first, _end, since, value = groups.pop()
            groups.append((min(first, start), end, since, value))
        else:
            groups.append((start, end, last, limit))
    return [Reached(absences[first:end], since, value) for first, end, since, value in groups]


def _short_of(policy: Policy, stage: Stage, short: int, absences: Sequence[Session], as_of: date) -> list[Session]:
    """The absences of the window in progress, where they are just short of a stage and none of them reached it."""
    start = window_start(stage.window, as_of)
    counted = [absence for absence in absences if absence.on >= start]
    if half_days(counted) < 2 * (stage.at - short):
        return []
    reached = {day for group in together(policy, stage.key, absences) for day in group.days}
    left = [absence for absence in counted if absence not in reached]
    return left if _just_short(left, stage.at, short) else []


def perhaps_count(policies: Sequence[Policy], as_of: date, absences: Sequence[tuple[int, date]]) -> set[int]:
    """The members whose absences may come to something that is counted together, or nearly, under one of the policies.

    All of those, and perhaps a few others: `absences` are members and days, and each may weigh a day.
    """
    ever: dict[str, int] = {}
    now: dict[date, int] = {}
    for policy in policies:
        short = policy.at(SHORT, as_of).value
        for stage in stages_ever(policy):
            if stage.counts is Counts.CUMULATIVE:
                ever[stage.window] = min(stage.at, ever.get(stage.window, stage.at))
        for dated in stages_on(policy, as_of):
            stage = dated.value
            if stage.counts is Counts.CUMULATIVE and stage.at > short:
                start = window_start(stage.window, as_of)
                now[start] = min(stage.at - short, now.get(start, stage.at))
    found: set[int] = set()
    for start, least in now.items():
        times_since = Counter(member for member, on in absences if on >= start)
        found |= {member for member, times in times_since.items() if times >= least}
    in_order = sorted(absences)
    for window, least in ever.items():
        found |= {
            member
            for (member, first), (same, last) in zip(in_order, in_order[least - 1 :], strict=False)
            if member == same and first >= window_start(window, last)
        }
    return found


def may_reach_a_stage(case: Case) -> bool:
    """Whether any stage or clock may find something: a whole history, or absences, of which only some are read."""
    return case.complete or bool(case.having(State.ABSENT))


# ---- in a row


def runs(case: Case, key: Key = HANDLING_STAGE.key) -> tuple[list[list[Session]], bool]:
    """Unexcused absences in a row that are not settled for a stage, and whether the last run still goes on.

    Taking part in any way ends a run, and so does an excuse where the policy says so. Sessions without a record,
    unknown or not yet brought to the member neither count nor end it.
    """
    open_days = {session.day_id for session in unsettled(case, key)}
    all_runs: list[list[Session]] = []
    going_on = False
    for session in case.sessions:
        if session.day_id in open_days:
            if not going_on:
                all_runs.append([])
            all_runs[-1].append(session)
            going_on = True
        elif session.state and (
            session.state.took_part
            or (session.state is State.EXCUSED and case.policy.at(EXCUSED_BREAKS_RUN, session.on).value)
        ):
            going_on = False
    return all_runs, going_on


def run_reached(policy: Policy, key: Key, run: Sequence[Session]) -> Reached | None:
    """Whether a run of absences reaches a stage, and since which day."""
    for session, weight in zip(run, accumulate(session.half_days for session in run), strict=True):
        limit = stage_on(policy, key, session.on)
        if limit and weight >= 2 * limit.value.at:
            return Reached(run, session.on, limit)
    return None


# ---- in months


def _months(case: Case, key: Key) -> tuple[date, list[Session]] | None:
    """Since when nothing was attended that is not settled for a stage, and the absences since; None: none."""
    missed = missed_since(case)
    if missed is None:
        return None
    last, sessions = missed
    said = [talk for talk in case.talks if settles(talk, key)] if key.kind is not StageKind.HANDLING else []
    named = {day_id for talk in said for day_id in talk.day_ids}
    settled = [talk.held_on for talk in said if not talk.day_ids]
    settled += [session.on for session in case.sessions if session.day_id in named]
    began = max([last, *settled])
    absent = [
        session
        for session in sessions
        if session.state is State.ABSENT and (session.on > began or (not settled and session.on == last))
    ]
    return (began, absent) if absent else None


# ---- findings


def reached(case: Case, key: Key) -> Iterator[Reached]:
    """What has reached a stage and is not settled."""
    match key.counts:
        case Counts.CUMULATIVE:
            yield from together(case.policy, key, unsettled(case, key))
        case Counts.IN_A_ROW if case.complete:
            yield from filter(None, (run_reached(case.policy, key, run) for run in runs(case, key)[0]))
        case Counts.MONTHS if case.complete:
            limit, missed = stage_on(case.policy, key, case.as_of), _months(case, key)
            if limit and missed:
                due = months_later(missed[0], limit.value.at)
                if due <= case.as_of:
                    yield Reached(missed[1], due, limit, missed[0])


def measures(case: Case, *kinds: StageKind) -> Iterator[Finding]:
    """Every stage of these kinds that the member has reached, until it is settled."""
    for key in keys_ever(case.policy):
        if key.kind in kinds:
            for group in reached(case, key):
                yield _due(case, key, group)


def due_talks(case: Case) -> Iterator[Finding]:
    """What is recorded with a talk: the warning talk (诫勉谈话), and what a policy names so."""
    return measures(case, StageKind.TALK)


def due_handlings(case: Case) -> Iterator[Finding]:
    """What the branch decides on: organisational handling (组织处理)."""
    return measures(case, StageKind.HANDLING)


def due_notices(case: Case) -> Iterator[Finding]:
    """What the member is only told: a notice (提醒通知书), criticism (批评教育)."""
    return measures(case, StageKind.NOTICE)


_RULES = {StageKind.TALK: Rule.TALK, StageKind.HANDLING: Rule.HANDLING, StageKind.NOTICE: Rule.STAGE}

#: The two stages that have sentences of their own: code of the finding, and of its early notice.
_OWN = {TALK_STAGE.key: ("talk", "early-talk"), HANDLING_STAGE.key: ("handling", "early-handling")}


def _due(case: Case, key: Key, group: Reached) -> Finding:
    days, since, value, last = group
    code = _OWN[key][0] if key in _OWN else f"{key.kind}-{key.counts}"
    if key.kind is StageKind.HANDLING and any(handling.decided_on is None for handling in case.handlings):
        code = "handling-proposed" if key in _OWN else "stage-proposed"
    return case.finding(_RULES[key.kind], Level.DUE, code, value.value.by, value, days, since=since, **_told(key, last))


def _told(key: Key, last: date | None) -> dict[str, Any]:
    since = {"about": last.isoformat()} if last else {}
    return since if key in _OWN else {"stage": key.name, **since}


def early_notices(case: Case) -> Iterator[Finding]:
    """Who is just short of a stage, in the window or the run that still goes on, is reminded in time."""
    short = case.policy.at(SHORT, case.as_of)
    # By counting and in the policy's order: first what is counted together, then what is in a row.
    for counts in Counts:
        for dated in stages_on(case.policy, case.as_of):
            stage = dated.value
            if stage.counts is counts and stage.at > short.value:
                days, last = _nearly(case, stage, short.value)
                if days:
                    code = _OWN[stage.key][1] if stage.key in _OWN else f"early-{counts}"
                    since = days[-1].on
                    yield case.finding(
                        Rule.EARLY_NOTICE,
                        Level.NOTICE,
                        code,
                        Office.SECRETARY,
                        short,
                        days,
                        since=since,
                        **_told(stage.key, last),
                    )


def _nearly(case: Case, stage: Stage, short: int) -> tuple[Sequence[Session], date | None]:
    """The absences that are just short of a stage and have not reached it; none where they are not."""
    if not case.complete and stage.counts is not Counts.CUMULATIVE:
        return (), None
    key = stage.key
    if stage.counts is Counts.CUMULATIVE:
        return _short_of(case.policy, stage, short, unsettled(case, key), case.as_of), None
    if stage.counts is Counts.IN_A_ROW:
        absent_runs, going_on = runs(case, key)
        near = going_on and not run_reached(case.policy, key, absent_runs[-1])
        return (absent_runs[-1], None) if near and _just_short(absent_runs[-1], stage.at, short) else ((), None)
    missed = _months(case, key)
    if missed is None:
        return (), None
    near = months_later(missed[0], stage.at - short) <= case.as_of < months_later(missed[0], stage.at)
    return (missed[1], missed[0]) if near else ((), None)


def _just_short(absences: Sequence[Session], limit: int, short: int) -> bool:
    """Whether these weigh less than the limit by at most `short` days."""
    return 2 * (limit - short) <= half_days(absences) < 2 * limit


def counters(case: Case) -> tuple[int, int]:
    """The half-days that count together in the window of `as_of`, and those of the run that goes on.

    Towards the first stage of the policy that counts so; where it has none, as the warning talk and handling would.
    """
    keys = {stage.counts: stage for stage in reversed([dated.value for dated in stages_on(case.policy, case.as_of)])}
    counted_as = keys.get(Counts.CUMULATIVE, TALK_STAGE._replace(window=CountingWindow.CALENDAR_YEAR))
    start = window_start(counted_as.window, case.as_of)
    counted = half_days([absence for absence in unsettled(case, counted_as.key) if absence.on >= start])
    absent_runs, going_on = runs(case, keys.get(Counts.IN_A_ROW, HANDLING_STAGE).key)
    return counted, half_days(absent_runs[-1]) if going_on else 0


# ---- whose history is read


def least_run(policy: Policy) -> int | None:
    """From how many days in a row on something may be found or warned of; None: never."""
    limits = [stage.at for stage in stages_ever(policy) if stage.counts is Counts.IN_A_ROW]
    return max(1, min(limits) - _widest_notice(policy)) if limits else None


def month_limits(policy: Policy) -> list[int]:
    """After how many months without taking part something may be found or warned of."""
    short = _widest_notice(policy)
    return [max(0, stage.at - short) for stage in stages_ever(policy) if stage.counts is Counts.MONTHS]


def _widest_notice(policy: Policy) -> int:
    """How far ahead of a number a warning is given at most; a policy that is silent of it is refused by its day."""
    return max(policy.ever(SHORT), default=0)
