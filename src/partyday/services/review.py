"""Who needs what next, and why: what the rules find."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from partyday.model.codes import Rule
from partyday.model.findings import Finding
from partyday.model.lives import contents_of_meetings
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.rules.account import arrears, dues_clock
from partyday.rules.attendance import is_expected
from partyday.rules.branch_duties import (
    branch_duties,
    cancelled_months,
    is_not_done,
    left_unmarked,
    month_without_day,
)
from partyday.rules.cadence import cadences, first_needed, meetings_without
from partyday.rules.case import Case
from partyday.rules.charter import charter_clock
from partyday.rules.deadlines import filing_duties
from partyday.rules.escalation import (
    due_handlings,
    due_notices,
    due_talks,
    early_notices,
    may_reach_a_stage,
)
from partyday.rules.makeups import make_ups, reach_outs
from partyday.rules.parameters import ANNOUNCE_DAYS
from partyday.rules.policy.reader import Policy
from partyday.services.beginnings import beginnings
from partyday.services.branch_wants import wanted_of
from partyday.services.branches import policies_of
from partyday.services.cases import cases
from partyday.services.desk import Desk
from partyday.services.offices import officers_on, with_officers
from partyday.services.papers_due import unfiled_papers
from partyday.services.plan_lacks import contents_of_branch
from partyday.store import days, disputes, histories, log, meetings, people
from partyday.store.connection import Connection

_ORDER = {rule: place for place, rule in enumerate(Rule)}


def review(desk: Desk, chosen: Sequence[Branch], as_of: date) -> list[Finding]:
    """Everything due in these branches on a day, as the records stand now; of a superior what it has to file itself.

    In order of rule, what it says, branch, roster number and date.
    """
    with desk.reading() as connection:
        branches = people.with_lines(connection, desk.tree, [branch.id for branch in chosen])
        return review_on(connection, branches, chosen, as_of)


def review_on(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    as_of: date,
    policy: Policy | None = None,
) -> list[Finding]:
    """The same, on an open connection. `branches` are those chosen and all above them at least; `policy` stands in for
    those in force.
    """
    policies = {branch.id: policy for branch in chosen} if policy else policies_of(branches, chosen)
    officers = officers_on(connection, chosen, as_of)
    chosen = with_officers(chosen, officers)
    of_members = cases(connection, branches, chosen, policies, officers, as_of)
    findings = [
        *(finding for case in of_members for finding in findings_of(case)),
        *_of_branches(connection, branches, chosen, policies, as_of),
        *_left_unmarked(connection, chosen, policies, as_of),
        *_of_papers(connection, branches, chosen, policies, as_of),
        *wanted_of(connection, chosen, policies, as_of),
    ]
    return sorted(disputed(connection, findings), key=place)


def disputed(connection: Connection, findings: Sequence[Finding]) -> list[Finding]:
    """The findings, each with those of its sessions that the member disputes."""
    unsettled = disputes.unsettled(connection)
    if not unsettled:
        return list(findings)
    return [
        finding._replace(
            disputed=tuple(
                session
                for session in finding.days
                if finding.person and (finding.person.id, session.day_id) in unsettled
            ),
        )
        for finding in findings
    ]


def place(finding: Finding) -> tuple[int, str, int, int, date]:
    """Where a finding stands in a review."""
    number = finding.person.number if finding.person else 0
    return _ORDER[finding.rule], finding.code, finding.branch.id, number, finding.since or date.min


def findings_of(case: Case) -> Iterator[Finding]:
    """What every rule finds of one member. An early notice is not given where handling is due already.

    Of who has left it is the arrears alone.
    """
    if case.left:
        yield from arrears(case)
        return
    if not may_reach_a_stage(case):  # most of a school are read for an excuse or for their dues alone
        for rule in (dues_clock, make_ups, arrears, reach_outs):
            yield from rule(case)
        return
    due = list(due_handlings(case))
    yield from due
    for rule in (due_talks, due_notices, charter_clock, dues_clock, make_ups, arrears, reach_outs):
        yield from rule(case)
    if not due:
        yield from early_notices(case)


def _left_unmarked(
    connection: Connection, chosen: Sequence[Branch], policies: Mapping[int, Policy], as_of: date
) -> Iterator[Finding]:
    """Who came into a closed day afterwards, entered late or moved, and is unmarked there."""
    by_id = {branch.id: branch for branch in chosen}
    look = histories.unmarked if len(chosen) <= _A_COLLEGE else histories.unmarked_in_school
    unmarked = look(connection, as_of, by_id)
    if not unmarked:
        return
    records = people.records(connection, {key for members in unmarked.values() for key, _number in members})
    for session, members in unmarked.items():
        expected = [person for key, number in members if is_expected(person := records[key].person(number, session.on))]
        if expected:
            yield left_unmarked(session, expected, by_id[session.branch_id], policies[session.branch_id])


#: Of so many branches every mark is looked at; of a whole school only those of whom something may be unmarked.
_A_COLLEGE = 100


def _of_papers(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> Iterator[Finding]:
    by_id = {branch.id: branch for branch in chosen}
    for branch_id, due in unfiled_papers(connection, branches, chosen, policies, as_of).items():
        yield from filing_duties(due, by_id[branch_id], as_of)


def _of_branches(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    as_of: date,
) -> Iterator[Finding]:
    by_id = {branch.id: branch for branch in chosen}
    begun = beginnings(connection, branches, chosen, as_of)
    distinct = list(dict.fromkeys(policies.values()))
    ahead = max((ahead for policy in distinct for ahead in policy.ever(ANNOUNCE_DAYS)), default=0)
    soon = as_of + timedelta(days=ahead)
    since = Month.of(min((first_needed(policy, as_of) for policy in distinct), default=as_of))
    last = Month.of(as_of)
    if len(chosen) == 1:  # its days are asked for by other parts of the same command too
        of_branch = days.all_days(connection, chosen[0].id)
        not_done = [day for day in of_branch if is_not_done(day, soon, as_of)]
        [branch] = chosen
        contents_by_branch = {branch.id: contents_of_branch(connection, branch, policies[branch.id], since, as_of)}
        cancelled = [(chosen[0].id, month) for month in cancelled_months(of_branch, last.shifted(-1), last, as_of)]
    else:
        not_done = days.days_not_done(connection, by_id, soon, as_of)
        contents_by_branch = histories.contents_since(connection, as_of, by_id, since)
        for meeting in contents_of_meetings(meetings.meetings(connection, by_id, since.first_day, as_of), since):
            contents_by_branch[meeting.session.branch_id].append(meeting)
        cancelled = days.cancelled_months(connection, by_id, last.shifted(-1), last, as_of)
    book = log.book_began(connection)
    for day in not_done:
        made = begun[day.branch_id].made
        yield from branch_duties([day], by_id[day.branch_id], policies[day.branch_id], as_of, made, book)
    for branch_id, month in cancelled:
        of_month = days.days_between(connection, branch_id, month, month)
        yield from month_without_day(month, of_month, by_id[branch_id], policies[branch_id], as_of)
    checks = {policy: cadences(policy, as_of) for policy in distinct}
    standing = {key: of for key, of in contents_by_branch.items() if not by_id[key].is_dissolved(as_of)}

    def lacks(branch_id: int, without: Collection[str]) -> list[Finding]:
        check = checks[policies[branch_id]]
        return list(check(by_id[branch_id], standing[branch_id], min(begun[branch_id]), without))

    # How large a branch is, tells only which meetings it does not need: it is asked of those that lack one.
    lacking = [branch_id for branch_id in standing if lacks(branch_id, ())]
    sizes = _sizes(connection, lacking, as_of) if lacking else {}
    for branch_id in lacking:
        size = sizes.get(branch_id, people.Size())
        yield from lacks(branch_id, meetings_without(policies[branch_id], size.full, as_of, grouped=size.grouped))


def _sizes(connection: Connection, branch_ids: Sequence[int], as_of: date) -> Mapping[int, people.Size]:
    """How large these branches are; of a single one the roster is read by other parts of the same command too."""
    if len(branch_ids) == 1:
        return {branch_ids[0]: people.size_of(connection, branch_ids[0], as_of)}
    return people.sizes(connection, branch_ids, as_of)
