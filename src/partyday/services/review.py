"""Who needs what next, and why: the facts gathered for the rules, and what the rules find in them."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from partyday.errors import Conflict
from partyday.i18n import _
from partyday.model.codes import BranchOffice, Rule, State
from partyday.model.dues import Account
from partyday.model.findings import Finding
from partyday.model.lives import Session, contents_of_meetings
from partyday.model.members import Record
from partyday.model.people import Branch, Person
from partyday.model.period import Month, months_later
from partyday.rules.account import arrears, dues_clock, settled_by
from partyday.rules.attendance import TO_BE_REACHED, is_expected, own_sessions
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
    least_run,
    may_reach_a_stage,
    month_limits,
    perhaps_count,
)
from partyday.rules.makeups import make_ups, reach_outs
from partyday.rules.parameters import ANNOUNCE_DAYS, CHARTER_MONTHS, CHARTER_NOTICE
from partyday.rules.policy.reader import Policy
from partyday.services.beginnings import beginnings
from partyday.services.branch_wants import of_the_least
from partyday.services.branches import policies_of
from partyday.services.desk import Desk
from partyday.services.dues.accounts import accounts_of
from partyday.services.offices import Officers, officers_on, with_officers
from partyday.services.papers_due import open_papers
from partyday.services.plan_lacks import contents_of_branch
from partyday.store import days, disputes, dues, histories, log, meetings, people
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
    cases = _cases(connection, branches, chosen, policies, officers, as_of)
    findings = [
        *(finding for case in cases for finding in findings_of(case)),
        *_of_branches(connection, branches, chosen, policies, as_of),
        *_left_unmarked(connection, chosen, policies, as_of),
        *_of_papers(connection, branches, chosen, policies, as_of),
        *of_the_least(connection, chosen, policies, as_of),
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


def _cases(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    policies: Mapping[int, Policy],
    officers: Mapping[int, Officers],
    as_of: date,
) -> Iterator[Case]:
    """A case for everybody of whom a rule may find something, who has left too; the others are not read further."""
    by_id = {branch.id: branch for branch in chosen}
    distinct = list({id(policy): policy for policy in policies.values()}.values())
    if len(chosen) == 1:  # a branch is read whole: other parts of the same command ask for all of it too
        records = people.records_in(connection, by_id)
        beside = histories.exceptions(connection, as_of, by_id, records)
        in_full = _worth_reading(connection, by_id, _absences(beside), distinct, as_of)
        in_full |= {key for key, record in records.items() if _may_be_reached(record)}
        owing = worth = may_be_made_up = set(records)
    else:
        theirs = None if people.are_most(connection, by_id) else by_id
        absences = histories.absences(connection, as_of, theirs)
        in_full = _worth_reading(connection, by_id, absences, distinct, as_of)
        in_full |= histories.circumstanced(connection, as_of, by_id, TO_BE_REACHED)
        counting = perhaps_count(distinct, as_of, absences)
        beside = histories.exceptions(connection, as_of, theirs, counting)
        owing = _may_owe(connection, by_id, distinct, as_of)
        worth = in_full | counting | owing | beside.keys()
        # The excuses read here are those that were not made up: what was, matters only to a whole history and a visit.
        may_be_made_up = in_full | _having(beside, State.UNREACHED)
        left = dues.left_assessed(connection, as_of, by_id)
        owing |= left
        records = people.records(connection, worth | left)
    lives = histories.lives(records, as_of, by_id)
    whole, met = histories.histories(connection, as_of, in_full, in_full)
    made_up, corrected = histories.afterwards(connection, as_of, may_be_made_up, worth)
    spoken = histories.talks(connection, as_of, worth)
    handled = histories.handlings(connection, as_of, worth)
    kept = accounts_of(connection, branches, {key: record for key, record in records.items() if key in owing}, as_of)
    for member_id, life in lives.items():
        complete = member_id in in_full
        yield Case(
            life=life,
            branch=by_id[life.branch_id],
            policy=policies[life.branch_id],
            as_of=as_of,
            sessions=own_sessions(life, whole.get(member_id, ()) if complete else beside.get(member_id, ())),
            complete=complete,
            make_ups=made_up.get(member_id, ()),
            talks=spoken.get(member_id, ()),
            handlings=handled.get(member_id, ()),
            account=kept[member_id].until(as_of) if member_id in kept and kept[member_id].assessments else None,
            corrected=corrected.get(member_id, {}),
            met_on=met.get(member_id, ()),
            secretary=officers[life.branch_id].get(BranchOffice.SECRETARY),
        )
    yield from _leavers(records, by_id, policies, kept, as_of)


def _leavers(
    records: Mapping[int, Record],
    by_id: Mapping[int, Branch],
    policies: Mapping[int, Policy],
    kept: Mapping[int, Account],
    as_of: date,
) -> Iterator[Case]:
    """A case for everybody who has left the book from one of these branches: their dues are all that is asked of it."""
    left = {
        key: record
        for key, record in records.items()
        if key in kept
        and kept[key].assessments
        and record.membership_from(as_of) is None
        and record.memberships[-1].branch_id in by_id
    }
    for member_id, life in histories.lives(left, as_of, by_id, ended=True).items():
        yield Case(
            life=life,
            branch=by_id[life.branch_id],
            policy=policies[life.branch_id],
            as_of=as_of,
            sessions=(),
            account=kept[member_id].until(as_of),
        )


def _absences(sessions_by_member: Mapping[int, Sequence[Session]]) -> list[tuple[int, date]]:
    """The absences among these sessions, as member and day."""
    every = ((member, session) for member, sessions in sessions_by_member.items() for session in sessions)
    return [(member, session.on) for member, session in every if session.state is State.ABSENT]


def _having(sessions_by_member: Mapping[int, Sequence[Session]], state: State) -> set[int]:
    """The members with a session in that state."""
    return {
        member for member, sessions in sessions_by_member.items() if any(session.state is state for session in sessions)
    }


def _may_be_reached(record: Record) -> bool:
    """Whether their absence, or that nothing was recorded of them, may count as the branch's: infirm or ill at some
    time.
    """
    return any(dated.kind in TO_BE_REACHED for dated in record.circumstances)


def refuse_outsider(connection: Connection, person: Person, on: date) -> None:
    """Raises Conflict where somebody belonged to no branch of the book on that day."""
    if people.records(connection, [person.id])[person.id].membership_on(on) is None:
        raise Conflict(
            _("{name} did not belong to the branch on {date}.").format(name=person.name, date=on),
            _("If that is wrong, `partyday member show {number}` shows the dates.").format(number=person.number),
        )


def case_of(connection: Connection, branches: Sequence[Branch], branch: Branch, member_id: int, as_of: date) -> Case:
    """Everything the rules know of one member of a branch on a day, who may have left it since."""
    life = histories.life(connection, as_of, member_id, branch.id)
    account = accounts_of(connection, branches, {member_id: life.record}, as_of)[member_id]
    whole, met = histories.histories(connection, as_of, [member_id], [member_id])
    made_up, corrected = histories.afterwards(connection, as_of, [member_id], [member_id])
    return Case(
        life=life,
        branch=branch,
        policy=policies_of(branches, [branch])[branch.id],
        as_of=as_of,
        sessions=own_sessions(life, whole.get(member_id, ())),
        make_ups=made_up.get(member_id, ()),
        talks=histories.talks(connection, as_of, [member_id]).get(member_id, ()),
        handlings=histories.handlings(connection, as_of, [member_id]).get(member_id, ()),
        account=account.until(as_of) if account.assessments else None,
        corrected=corrected.get(member_id, {}),
        met_on=met.get(member_id, ()),
        secretary=officers_on(connection, [branch], as_of)[branch.id].get(BranchOffice.SECRETARY),
    )


def _worth_reading(
    connection: Connection,
    branch_ids: Collection[int],
    absences: Iterable[tuple[int, date]],
    policies: Sequence[Policy],
    as_of: date,
) -> set[int]:
    """The members whose whole history may matter: nearly as many absences in a row as count, or nothing for months.

    For a member left out no rule can find such a thing; for the others the rules decide. `absences`: members and days.
    """
    found: set[int] = set()
    if limits := list(filter(None, map(least_run, policies))):
        least = min(limits)
        times_absent = Counter(member for member, _on in absences)
        often = [member for member, times in times_absent.items() if times >= least]
        found = histories.long_runs(connection, as_of, often, least) if often else found
    clocks = [
        months for policy in policies for clock in (CHARTER_MONTHS, CHARTER_NOTICE) for months in policy.ever(clock)
    ]
    clocks += [months for policy in policies for months in month_limits(policy)]
    if clocks:
        # The ends of the months differ by up to three days: nobody whose time is up is left out.
        since = months_later(as_of, -min(clocks)) + timedelta(days=4)
        found |= histories.quiet(connection, as_of, branch_ids, since)
    return found


def _may_owe(connection: Connection, branch_ids: Collection[int], policies: Sequence[Policy], as_of: date) -> set[int]:
    """The members whose account may show something owed, or months unpaid: all of those, and perhaps a few more."""
    if not dues.keeping(connection, branch_ids):
        return set()
    assessed = dues.assessed(connection, as_of, branch_ids)
    until = Month.of(as_of).shifted(-1)
    if min((months for policy in policies for months in policy.ever(CHARTER_NOTICE)), default=0) < _MONTH_NOT_OVER:
        return set(assessed)
    settled = settled_by(policies, until)
    paid = dues.paid_months(connection, as_of, branch_ids, until)
    return {member for member, dues_of in assessed.items() if not settled(dues_of, paid.get(member, (0, "", 0)))}


#: One month unpaid, the one that still runs, is no sign yet; a policy that warned of it would need every account.
_MONTH_NOT_OVER = 2


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
    for branch_id, due in open_papers(connection, branches, chosen, policies, as_of).items():
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
    distinct = {id(policy): policy for policy in policies.values()}
    ahead = max((ahead for policy in distinct.values() for ahead in policy.ever(ANNOUNCE_DAYS)), default=0)
    soon = as_of + timedelta(days=ahead)
    since = Month.of(min((first_needed(policy, as_of) for policy in distinct.values()), default=as_of))
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
    checks = {key: cadences(policy, as_of) for key, policy in distinct.items()}
    standing = {key: of for key, of in contents_by_branch.items() if not by_id[key].is_dissolved(as_of)}

    def lacks(branch_id: int, without: Collection[str]) -> list[Finding]:
        check = checks[id(policies[branch_id])]
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
