"""Sign-in sheet, attendance, make-ups: what is printed of who was there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from partyday.errors import BadInput, NotFound, NothingToPrint
from partyday.forms import appraisal as appraisal_form
from partyday.forms import attendance as attendance_form
from partyday.forms import make_ups as make_ups_form
from partyday.forms import record as record_form
from partyday.forms import sign_in as sign_in_form
from partyday.forms.commendations import in_words
from partyday.i18n import _
from partyday.model.acts import MakeUp
from partyday.model.codes import BranchKind, Circumstance, DayStatus, MembershipEnd, State
from partyday.model.days import ActivityDay, Roll
from partyday.model.members import Belonging, Membership
from partyday.model.oversight import Commendation
from partyday.model.overview import DaysOfBranch
from partyday.model.paper import Sheet
from partyday.model.people import Branch, Person, by_number
from partyday.model.period import Period, read_session
from partyday.rules import attendance as counting
from partyday.rules.makeups import make_up_by
from partyday.rules.parameters import BLOCKS, MAKE_UP
from partyday.rules.policy.reader import Policy
from partyday.services.branches import below, policy_of
from partyday.services.lookup import find_day
from partyday.services.names import named_on
from partyday.services.papers import meetings
from partyday.services.papers.ask import Ask, Paper, has_come, member_of, within
from partyday.services.rolls import roll_of
from partyday.store import claims, days, histories, oversight, people
from partyday.store import meetings as beside
from partyday.store.connection import Connection
from partyday.words.terms import official

#: form → whether a paper of it was filed before the form changed. Such papers are compared with what was printed then.
IS_OLDER_FORM: Mapping[str, Callable[[Sheet], bool]] = {
    "attendance": attendance_form.is_older_form,
    "appraisal": appraisal_form.is_older_form,
    "make-ups": make_ups_form.is_older_form,
}


def sign_in(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The sheet to sign on at the day, today's or the next unless told."""
    if ask.period is None or ask.period.is_day:
        day = _day(connection, ask, ask.period or _next_ref(connection, ask))
    else:
        first, last = ask.period.first, ask.period.last
        held = [day for day in days.days_between(connection, ask.branch.id, first, last) if day.held_on]
        if len(held) != 1:
            raise BadInput(
                _("A sign-in sheet is of one day."),
                _("Name it, such as: --period {day}").format(day=held[0].ref if held else ask.today),
            )
        day = held[0]
    roll = _roll(connection, day)
    return Paper(day.ref, (sign_in_form.build(ask.branch, roll, counting.tally(roll)),))


def _day(connection: Connection, ask: Ask, ref: str | None) -> ActivityDay:
    """The session a paper is asked for. Raises NothingToPrint where there is none, Ambiguous for several."""
    try:
        return find_day(connection, ask.branch, ref, ask.today)
    except NotFound as error:
        raise NothingToPrint(str(error), error.hint) from None


def _next_ref(connection: Connection, ask: Ask) -> str | None:
    """Today's day, else the next one."""
    standing = (DayStatus.PLANNED, DayStatus.HELD, DayStatus.CLOSED)
    ahead = [
        day
        for day in days.all_days(connection, ask.branch.id)
        if day.held_on and day.held_on >= ask.today and day.status in standing
    ]
    return ahead[0].ref if ahead else None


def attendance(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Who took part in the days of a period; of the last one's quarter unless told. Of a superior, in all branches."""
    if ask.branch.kind is not BranchKind.BRANCH:
        return _attendance_of_all(connection, branches, ask)
    period = ask.period or Period.at(_last_held(connection, ask), 3)
    held = _held(connection, ask, period)
    rolls = [_roll(connection, day) for day in held]
    tallies = [counting.tally(roll) for roll in rolls]
    made_up = _made_up(connection, rolls, ask.today)
    died = {key for key, left in _leavers(connection, ask).items() if left.ended_by is MembershipEnd.DIED}
    sheet = attendance_form.build(ask.branch, period, rolls, tallies, made_up, died, older_form=ask.older_form)
    return Paper(period, (sheet,))


def _leavers(connection: Connection, ask: Ask) -> dict[int, Membership]:
    """Who has left the branch by today, by their key → the membership that ended."""
    return _left(people.memberships_in(connection, [ask.branch.id]), ask.today)


def _left(memberships: Iterable[Membership], today: date) -> dict[int, Membership]:
    """Of all memberships of a branch, the last of each who does not belong to it on a day, nor later."""
    last: dict[int, Membership] = {}
    for membership in sorted(memberships, key=lambda one: one.since):
        last[membership.member_id] = membership
    return {key: one for key, one in last.items() if one.until is not None and one.until <= today}


#: So many branches are read together: a school's, all at once, would fill the memory.
_TOGETHER = 100


def _attendance_of_all(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    beneath = below(branches, ask.branch)
    period = ask.period or Period.at(ask.today, 3)
    if period.is_day:
        raise BadInput(
            _("Of several branches this form is of a month or longer."),
            _("Name it, such as: --period {month}").format(month=Period.at(ask.today, 1)),
        )
    found_branches: list[DaysOfBranch] = []
    for start in range(0, len(beneath), _TOGETHER):
        found_branches += of_branches(connection, beneath[start : start + _TOGETHER], period, ask.today)
    if not found_branches:
        raise NothingToPrint(
            _("Nothing has been held in {period} yet.").format(period=period), _("Name another period with --period.")
        )
    standing = sum(not branch.is_dissolved(period.start) for branch in beneath)
    sheet = attendance_form.build_for_all(ask.branch, period, found_branches, standing, older_form=ask.older_form)
    return Paper(period, (sheet,))


def of_branches(
    connection: Connection, branches: Sequence[Branch], period: Period, today: date
) -> Iterator[DaysOfBranch]:
    """What each branch that held a day is counted by: its days, and the states of its members on them."""
    planned = days.days_of_branches(connection, [branch.id for branch in branches], period.first, period.last)
    held = {
        key: [day for day in within(of_branch, period) if has_come(day, today)] for key, of_branch in planned.items()
    }
    keys = [day.id for of_branch in held.values() for day in of_branch]
    states = days.states_of_days(connection, keys)
    made_up: dict[int, set[int]] = {}
    for make_up in histories.make_ups_for(connection, keys, today):
        made_up.setdefault(make_up.member_id, set()).add(make_up.day_id)
    belongings = people.belongings(connection, [key for key, of_branch in held.items() if of_branch])
    for branch in branches:
        of_branch = held.get(branch.id, [])
        if of_branch:
            rows = sorted(_rows(belongings.get(branch.id, ()), of_branch, states), key=lambda row: by_number(row[0]))
            is_open = any(day.closed_on is None for day in of_branch) or _somebody_unmarked(rows, of_branch, states)
            left = _left((belonging.membership for belonging in belongings.get(branch.id, ())), today)
            died = frozenset(key for key, membership in left.items() if membership.ended_by is MembershipEnd.DIED)
            yield DaysOfBranch(branch.name, tuple(of_branch), tuple(rows), made_up, is_open, died)


def _somebody_unmarked(
    rows: Iterable[tuple[Person, Sequence[State | None]]],
    held: Sequence[ActivityDay],
    states: Mapping[int, Mapping[int, State]],
) -> bool:
    """Whether nothing at all was recorded of a member on a day they were expected on."""
    return any(
        state is State.UNKNOWN and person.id not in states.get(day.id, {})
        for person, row in rows
        for day, state in zip(held, row, strict=True)
    )


def _rows(
    belongings: Iterable[Belonging], held: Sequence[ActivityDay], states: Mapping[int, Mapping[int, State]]
) -> Iterator[tuple[Person, tuple[State | None, ...]]]:
    """Each member with their state on each day; None where they were not expected.

    Who came back to a branch has one row, under the number of the last day they were expected on.
    """
    of_days = [(day, day.held_on, states.get(day.id, {})) for day in held if day.held_on]
    spells: dict[int, list[Belonging]] = {}
    for belonging in belongings:
        spells.setdefault(belonging.person.id, []).append(belonging)
    for key, own in spells.items():
        person: Person | None = own[0].person
        if len(own) == 1 and own[0].is_steady:
            if not counting.is_expected(own[0].person):
                continue
            covers = own[0].membership.covers
            always = covers(of_days[0][1]) and covers(of_days[-1][1])
            row = [marks.get(key, State.UNKNOWN) if always or covers(on) else None for _day, on, marks in of_days]
        else:
            then = [_expected_of(own, on) for _day, on, _marks in of_days]
            row = [
                _counted(member, day, marks.get(key, State.UNKNOWN)) if member else None
                for member, (day, _on, marks) in zip(then, of_days, strict=True)
            ]
            person = next((member for member in reversed(then) if member), None)
        if person and any(row):
            yield person, tuple(row)


def _expected_of(own: Sequence[Belonging], on: date) -> Person | None:
    """Who they were on a day, where they counted in 应到."""
    return next((person for belonging in own if (person := belonging.on(on)) and counting.is_expected(person)), None)


def _counted(person: Person, day: ActivityDay, state: State) -> State:
    """A mark as it counts: of a closed day what is known of the member by now goes before what was marked then."""
    return counting.counted_state(person, state) if day.closed_on else state


def _roll(connection: Connection, day: ActivityDay) -> Roll:
    """The roll of a day with its marks as they count."""
    roll = roll_of(connection, day)
    counted = {
        person.id: replace(roll.marks[person.id], state=state)
        for person in roll.expected
        if (state := counting.as_it_counts(roll, person))
    }
    return replace(roll, marks={**roll.marks, **counted})


def record(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """The page of a day, the last one unless told; of a longer period the handbook with a page for each."""
    policy = policy_of(branches, ask.branch)
    period = ask.period or Period.of_day(_last_held(connection, ask))
    if period.is_day:
        (day,) = _held(connection, ask, period)
        assert day.held_on is not None
        names = policy.at(BLOCKS, day.held_on).value
        return Paper(day.ref, (record_form.build(ask.branch, _page(connection, day, ask.today), names),))
    year = ask.of_length(12, period)
    held = _held(connection, ask, year)
    pages = [_page(connection, day, ask.today) for day in held]
    names = policy.at(BLOCKS, year.first.first_day).value
    former = people.former_names(connection)

    def named(on: date) -> Branch:
        return named_on([ask.branch], former, on)[0]

    sheets = record_form.handbook(ask.branch, int(year), pages, names, named)
    if met := meetings.pages_of(connection, ask.branch, year.start, min(year.end, ask.today)):
        sheets += meetings.sheets_of(connection, branches, ask.branch, year, met)
    return Paper(year, sheets)


def _page(connection: Connection, day: ActivityDay, today: date) -> record_form.RecordPage:
    roll = _roll(connection, day)
    visits = [visit for visit in beside.visits_for(connection, [day.id])[day.id] if visit.held_on <= today]
    pictures = beside.attachments_of(connection, [day.id])[day.id]
    made_up = _made_up(connection, [roll], today)
    said = claims.learnt(connection, day.id)
    return record_form.RecordPage(roll, counting.tally(roll), tuple(made_up), tuple(visits), tuple(pictures), said)


def appraisal(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """How each member took part in a year (this one unless told), or one of them day by day."""
    period = ask.period or Period.at(ask.today, 12)
    rolls = [_roll(connection, day) for day in _held(connection, ask, period)]
    made_up = {(make_up.member_id, make_up.day_id) for make_up in _made_up(connection, rolls, ask.today)}
    members: dict[int, list[tuple[ActivityDay, State | None]]] = {}
    latest: dict[int, Person] = {}
    for roll in rolls:
        for person in roll.expected:
            mark = roll.marks.get(person.id)
            state = mark.state if mark else None
            members.setdefault(person.id, []).append((roll.day, state))
            latest[person.id] = person
    left, on_leave = _leavers(connection, ask), _on_leave(connection, ask.branch, period)
    praised: dict[int, list[Commendation]] = {}
    for one in oversight.commendations(
        connection, [branch.id for branch in branches], period.start, min(period.end, ask.today)
    ):
        if one.member_id is not None:
            praised.setdefault(one.member_id, []).append(one)
    attended = [
        appraisal_form.Attended(
            person=latest[key],
            days=tuple(days_of),
            made_up=frozenset(day.id for day, _state in days_of if (key, day.id) in made_up),
            remark="；".join([*on_leave.get(key, ()), *([how_left(left[key])] if key in left else [])]),
            died=key in left and left[key].ended_by is MembershipEnd.DIED,
            commended=in_words(praised.get(key, ())),
        )
        for key, days_of in members.items()
    ]
    if not ask.of_one:
        return Paper(period, (appraisal_form.build(ask.branch, period, attended, older_form=ask.older_form),))
    _branch, person = member_of(connection, branches, ask)
    own = next((member for member in attended if member.person.id == person.id), None)
    if own is None:
        raise NothingToPrint(
            _("{name} was not expected on any day of {period}.").format(name=person.name, period=period),
            _("Name another period with --period."),
        )
    return Paper(period, (appraisal_form.build_for_one(ask.branch, period, own, older_form=ask.older_form),), person.id)


def _made_up(connection: Connection, rolls: Sequence[Roll], today: date) -> list[MakeUp]:
    """The make-ups for these days by those who were expected on them."""
    expected = {(roll.day.id, person.id) for roll in rolls for person in roll.expected}
    make_ups = histories.make_ups_for(connection, [roll.day.id for roll in rolls], today)
    return [make_up for make_up in make_ups if (make_up.day_id, make_up.member_id) in expected]


def _held(connection: Connection, ask: Ask, period: Period) -> list[ActivityDay]:
    """The days of a period that have come and were not cancelled. Raises NothingToPrint where there is none."""
    if period.is_day:
        chosen = [_day(connection, ask, period)]
    else:
        chosen = within(days.days_between(connection, ask.branch.id, period.first, period.last), period)
    held = [day for day in chosen if has_come(day, ask.today)]
    if not held:
        raise NothingToPrint(
            _("Nothing has been held in {period} yet.").format(period=period),
            _("Name another period with --period."),
        )
    return held


def make_ups(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """What the present members have made up or still to make up, in whichever branch they missed it.

    Of those who have left since, what they made up while they were here, and that they have nothing more to.
    """
    period = ask.period or Period.at(ask.today, 12)
    here = {person.id: person for person in people.people_on(connection, ask.branch.id, ask.today)}
    missed = _missed(connection, branches, ask.branch, ask)
    left = _leavers(connection, ask)
    missed = [
        one
        if one.person.id in here or one.make_up
        else replace(one, gone=how_left(left[one.person.id]) if one.person.id in left else official(_LEFT))
        for one in missed
    ]
    for other in branches:
        if other.id != ask.branch.id and other.kind is BranchKind.BRANCH:
            elsewhere = _missed(connection, branches, other, ask) if _came_from(connection, here, other) else []
            missed += [replace(one, person=here[one.person.id]) for one in elsewhere if one.person.id in here]
    only = member_of(connection, branches, ask)[1] if ask.of_one else None
    missed = [one for one in missed if only is None or only.id == one.person.id]
    on_leave = {key for key, person in here.items() if Circumstance.LEAVE in person.circumstances}
    missed = [replace(one, on_leave=one.person.id in on_leave) for one in missed]
    sheet = make_ups_form.build(ask.branch, period, missed, ask.today, of_one=only, older_form=ask.older_form)
    return Paper(period, (sheet,), only.id if only else None)


_LEFT = MembershipEnd.TRANSFERRED


def how_left(membership: Membership) -> str:
    """How somebody left and when, as papers say it: 转出（2026-09-10）."""
    return f"{official(membership.ended_by or _LEFT)}（{membership.until}）"


def _on_leave(connection: Connection, branch: Branch, period: Period) -> dict[int, list[str]]:
    """Member → their leaves in a period, each with its days: 长假（2026-03-01 至 2026-08-31）."""
    told: dict[int, list[str]] = {}
    for belonging in people.belongings(connection, [branch.id]).get(branch.id, ()):
        for dated in belonging.circumstances:
            within_it = dated.since <= period.end and (dated.until is None or dated.until > period.start)
            if dated.kind is Circumstance.LEAVE and within_it:
                until = f"至 {dated.until - timedelta(days=1)}" if dated.until else "起"
                said = f"{official(Circumstance.LEAVE)}（{dated.since} {until}）"
                if said not in told.setdefault(belonging.person.id, []):
                    told[belonging.person.id].append(said)
    return told


def _came_from(connection: Connection, here: Collection[int], branch: Branch) -> bool:
    """Whether any of these members once belonged to that branch."""
    return any(person.id in here for _id, person in people.rosters(connection, [branch.id], date.min, ended=True))


def _missed(connection: Connection, branches: Sequence[Branch], branch: Branch, ask: Ask) -> list[make_ups_form.Missed]:
    """What was made up, or is to be, for the days of one branch in the period."""
    period = ask.period or Period.at(ask.today, 12)
    if period.is_day:
        on, _part = read_session(period)
        chosen = [day for day in days.days_on(connection, branch.id, on) if period in (day.ref, on.isoformat())]
    else:
        chosen = within(days.days_between(connection, branch.id, period.first, period.last), period)
    policy = policy_of(branches, branch)
    missed_by_all = []
    for day in (day for day in chosen if has_come(day, ask.today)):
        roll = roll_of(connection, day)
        held = {make_up.member_id: make_up for make_up in histories.make_ups_for(connection, [day.id], ask.today)}
        for person in roll.expected:
            missed = _of_member(person, roll, held.get(person.id), policy)
            missed_by_all += [missed] if missed else []
    return missed_by_all


def _of_member(person: Person, roll: Roll, held: MakeUp | None, policy: Policy) -> make_ups_form.Missed | None:
    """What a member has to make up, or has made up, for a day; None where there is nothing."""
    mark, on = roll.marks.get(person.id), roll.day.held_on
    assert on is not None
    excused = mark is not None and counting.counted_state(person, mark.state) is State.EXCUSED
    required = excused and policy.at(MAKE_UP, on).value
    if not required and held is None:
        return None
    due = make_up_by(policy, on, mark.corrected_on) if required and mark else None
    return make_ups_form.Missed(person, roll.day, held, due)


def _last_held(connection: Connection, ask: Ask) -> date:
    """The last day that counts, or today where there is none."""
    held = [day.held_on for day in days.all_days(connection, ask.branch.id) if day.held_on and has_come(day, ask.today)]
    return max(held, default=ask.today)
