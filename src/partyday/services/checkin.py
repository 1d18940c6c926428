"""At the meeting: who is expected, who is here, and closing the day.

Every mark, however it comes in (named, `--all`, a filled-in sheet, a pasted list, the roll-call), goes through
`_record`, so that they all obey the same rules.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from partyday.errors import Ambiguous, BadInput, Conflict, PartydayError
from partyday.i18n import _
from partyday.model.codes import DayStatus, Excuse, Part, State
from partyday.model.days import ActivityDay, Mark, Roll, Tally
from partyday.model.frozen import frozen
from partyday.model.people import Branch, Person
from partyday.model.period import month_or_none
from partyday.rules import attendance
from partyday.services.desk import Desk
from partyday.services.lookup import find_all, find_day, named, only_day_of
from partyday.services.rolls import roll_of
from partyday.services.whom import Chosen, Order, as_named, choose, on_roll, refuse_well, where
from partyday.store import days, people
from partyday.store.book import Unit
from partyday.store.connection import Connection
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.problems import Problem
    from partyday.model.said import Attendance


class Marked(NamedTuple):
    """What is recorded of somebody whom a check-in named, and whether it is new."""

    person: Person
    state: State
    changed: bool


@frozen
class Outcome:
    """What a check-in did. `marks` are those of whom it named; `left_out` whom `--all` passed by.

    `asked` are they whom a paper set down as not there, by no word that makes an absence: they stay unmarked.
    `rejected` is what could not be taken of the paper, `entry` the number in the log (None: nothing changed). `claimed`
    are they whose claim (自报) of the check-in page nobody had answered when the day was closed.
    """

    roll: Roll
    tally: Tally
    marks: tuple[Marked, ...] = ()
    left_out: tuple[Person, ...] = ()
    late: bool = False
    asked: tuple[Person, ...] = ()
    rejected: "tuple[Problem, ...]" = ()
    entry: int | None = None
    claimed: tuple[Person, ...] = ()

    @property
    def visited_well(self) -> list[Person]:
        """Who was recorded as visited just now, and is neither infirm nor long-term ill."""
        return [
            person
            for person, state, changed in self.marks
            if changed and state is State.VISITED and not attendance.is_to_be_reached(person)
        ]


class NeedsReason(Conflict):
    """A mark is to be changed, or made after the closing, and nobody said why."""


class Unmarked(Conflict):
    """A day cannot be closed without an answer while people are unmarked; `people` are they."""

    def __init__(self, people_of: Sequence[Person]) -> None:
        super().__init__(
            _("{count} not marked yet: {people}.").format(count=len(people_of), people=named(people_of)),
            _("Nothing was written. Mark them too, or close with --yes: they are kept as unknown, never as absent."),
        )
        self.people = tuple(people_of)


def look(desk: Desk, ref: str | None) -> Outcome:
    """The roll of a day, changing nothing."""
    with desk.reading() as connection:
        roll = roll_of(connection, find_day(connection, desk.branch, ref, desk.today))
    return Outcome(roll, attendance.tally(roll))


def check_in(
    desk: Desk,
    ref: str | None,
    orders: Sequence[Order],
    *,
    paper: "Attendance | None" = None,
    partial: bool = False,
    everybody: bool = False,
    besides: Sequence[str] = (),
    reason: str = "",
    close: bool = False,
    keep_unknown: bool = False,
    well_too: bool = False,
) -> Outcome:
    """Record all the orders, or none; with `everybody` the unmarked rest takes part as usual, but for `besides`.

    `paper` is a sheet or a list of this one day. Where anything of it is rejected nothing is written, unless `partial`
    takes the rest. Raises NotFound or Ambiguous for handles, Conflict for what the records do not allow, `Unmarked`
    when closing would leave somebody without a mark and `keep_unknown` does not accept that, `NotToBeReached` where
    somebody well was named as visited and `well_too` does not accept that.
    """
    said = [entry for entries in paper.days.values() for entry in entries] if paper else []
    with desk.writing(reason) as unit:
        day = _day(unit.connection, desk.branch, ref, desk.today, paper.starts if paper else "")
        before = roll_of(unit.connection, day)
        chosen = as_named(unit.connection, desk.branch, before, orders)
        assert day.held_on is not None  # a day without a date has no roll
        if not well_too and day.held_on <= desk.today:
            refuse_well(before, chosen.values())
        spared = {person.id for person in find_all(on_roll(before), besides, where(day))}
        asked: tuple[Person, ...] = ()
        flaws: list[Problem] = []
        if paper is not None:
            from partyday.services.written import as_written

            written = as_written(unit.connection, desk.branch, before, said, paper.column, chosen)
            for person, order in written.chosen.values():
                choose(chosen, person, order)
            asked, flaws = written.asked, [*paper.rejected, *written.rejected]
        spared |= {person.id for person in asked}
        rest = [
            person for person in before.unmarked if everybody and person.id not in spared and person.id not in chosen
        ]
        left_out = []
        for person in rest:
            state = attendance.taken_for(person)
            if state is None:
                left_out.append(person)
            else:
                chosen[person.id] = (person, Order(person.name, state))
        marks, rejected = _record_all(unit, before, chosen, reason, flaws, paper.column if paper else "")
        if rejected and not partial:
            unit.abandon()
            return Outcome(before, attendance.tally(before), rejected=rejected)
        if paper is not None:
            _keep_columns(unit, paper)
        if close:
            day = close_in(unit, day, keep_unknown=keep_unknown)
        outcome = _outcome(unit, before, day, marks, tuple(left_out), asked, rejected)
        return replace(outcome, claimed=claimed_in(unit, outcome.roll)) if close else outcome


def check_in_days(
    desk: Desk, paper: "Attendance", *, partial: bool = False, reason: str = ""
) -> "tuple[list[Outcome], tuple[Problem, ...]]":
    """Record what a sheet says of several days as one act; and what of it was rejected, as `check_in` does."""
    from partyday.services.written import as_written

    outcomes: list[Outcome] = []
    rejected = list(paper.rejected)
    with desk.writing(reason) as unit:
        branch = desk.branch
        for ref, said in paper.days.items():
            try:
                before = roll_of(unit.connection, _day(unit.connection, branch, ref, desk.today, paper.starts))
                written = as_written(unit.connection, branch, before, said, paper.column)
                marks, flaws = _record_all(unit, before, written.chosen, reason, written.rejected, paper.column)
            except NeedsReason:
                raise
            except PartydayError as error:
                title = paper.titles.get(ref or "", ref or "")
                rejected.append(_problem(said[0].row, title, title, error))
                continue
            rejected += [problem for problem in flaws if problem not in rejected]
            outcomes.append(_outcome(unit, before, before.day, marks, asked=written.asked))
        _keep_columns(unit, paper)
        if rejected and not partial:
            unit.abandon()
            outcomes = []
    return outcomes, tuple(sorted(rejected, key=lambda problem: problem.row))


def _keep_columns(unit: Unit, paper: "Attendance") -> None:
    from partyday.services import columns

    columns.keep(unit, columns.ATTENDANCE, paper.settled)


def _day(connection: Connection, branch: Branch, ref: str | None, today: date, starts: str) -> ActivityDay:
    """The session a paper is of: the only one of a month it names, or of two on a date the one its hour falls in."""
    if ref and (month := month_or_none(ref)):
        return only_day_of(connection, branch, month)
    try:
        return find_day(connection, branch, ref, today)
    except Ambiguous:
        if not starts:
            raise
        part = Part.AM if starts < "12:00" else Part.PM
        return find_day(connection, branch, f"{ref or today}:{part}", today)


def _outcome(
    unit: Unit,
    before: Roll,
    day: ActivityDay,
    marks: tuple[Marked, ...],
    left_out: tuple[Person, ...] = (),
    asked: tuple[Person, ...] = (),
    rejected: "tuple[Problem, ...]" = (),
) -> Outcome:
    """What was done, with the roll as it is now."""
    roll = Roll(day, before.expected, before.invited, days.marks_of(unit.connection, day.id))
    late = day.held_on is not None and unit.act.today > day.held_on and any(mark.changed for mark in marks)
    entry = unit.entry_id if any(mark.changed for mark in marks) else None
    return Outcome(roll, attendance.tally(roll), marks, left_out, late, asked, rejected, entry)


def _record_all(
    unit: Unit, roll: Roll, chosen: Chosen, reason: str, flaws: "Sequence[Problem]", column: str
) -> "tuple[tuple[Marked, ...], tuple[Problem, ...]]":
    """Write the marks, in the order of the roster. What a paper says and cannot be is told beside its other `flaws`.

    Raises what is wrong with what was typed, and NeedsReason where nothing but a reason is missing.
    """
    marks = []
    rejected = list(flaws)
    corrections: list[Problem] = []
    first: NeedsReason | None = None
    for person, order in sorted(chosen.values(), key=lambda pair: pair[0].number):
        try:
            marks.append(Marked(person, *_record(unit, roll.day, person, order, reason, roll.marks.get(person.id))))
        except (BadInput, NeedsReason) as error:
            if order.row is None:
                raise
            problem = _problem(order.row, column, order.who, error, order.who)
            if isinstance(error, NeedsReason):
                corrections.append(problem)
                first = first or error
            else:
                rejected.append(problem)
    if first and not rejected:
        raise first
    return tuple(marks), tuple(sorted([*rejected, *corrections], key=lambda problem: problem.row))


def _problem(row: int, column: str, value: str, error: PartydayError, name: str = "") -> "Problem":
    from partyday.model.problems import Problem

    return Problem(row=row, column=column, value=value, problem=error.whole, name=name)


def mark_one(desk: Desk, day: ActivityDay, person: Person, order: Order, reason: str = "") -> tuple[State, int | None]:
    """One mark of the roll-call, committed at once: the state stored, and the log entry (None: nothing changed)."""
    with desk.writing(reason) as unit:
        state, changed = mark_in(unit, day, person, order, reason)
        return state, unit.entry_id if changed else None


def mark_in(unit: Unit, day: ActivityDay, person: Person, order: Order, reason: str = "") -> tuple[State, bool]:
    """The same within a unit of work: the state stored, and whether anything changed."""
    # The roll-call read the day a while ago: somebody else may have closed it since.
    day = unit.expect(ActivityDay, day.id)
    return _record(unit, day, person, order, reason, unit.get(Mark, day.id, person.id))


def close_day(desk: Desk, ref: str, *, keep_unknown: bool) -> Outcome:
    """Close a day without further marks. Raises `Unmarked` as check_in does."""
    return check_in(desk, ref, (), close=True, keep_unknown=keep_unknown)


def _record(
    unit: Unit, day: ActivityDay, person: Person, order: Order, reason: str, before: Mark | None
) -> tuple[State, bool]:
    """Write one mark in the place of the one `before`: the state that was stored, and whether anything changed."""
    if day.cancelled_on:
        raise Conflict(
            _("The activity day of {day} is cancelled.").format(day=day.ref),
            _("`partyday day reopen` takes that back."),
        )
    if day.held_on is None or (day.held_on > unit.act.today and order.state is not State.EXCUSED):
        raise BadInput(
            _("{day} has not come yet: only an excuse can be entered ahead.").format(day=day.ref),
            _("Use --excuse, or wait for the day."),
        )
    if order.state is State.UNKNOWN or (order.state is State.UNREACHED and not attendance.is_to_be_reached(person)):
        raise BadInput(
            _("{name} cannot be recorded as {state}.").format(name=person.name, state=term(order.state)),
            _("Say present, online, visited, excused or absent."),
        )
    # An excuse entered ahead stays one until the day is closed: the visit may still come.
    state = order.state if day.held_on > unit.act.today else attendance.counted_state(person, order.state)
    counted = (state, order.category, order.detail)
    if before is not None and (before.what in (counted, order.what) or _adds_nothing(order, before)):
        return before.state, False
    if not reason and (before is not None or day.closed_on):
        raise NeedsReason(
            _("{name} is recorded as {state} on {day}.").format(name=person.name, state=term(before.state), day=day.ref)
            if before
            else _("{day} is closed.").format(day=day.ref),
            _("A correction needs its reason, such as: --reason 登记有误; the old value is kept in the log."),
        )
    made = replace(mark_of(unit, day, person, *counted), corrected_on=_corrected_on(before, state, unit.act.today))
    if before is None:
        unit.insert(made)
    else:
        unit.update(before, **vars(made))
    return state, True


def _corrected_on(before: Mark | None, state: State, today: date) -> date | None:
    """When what was taken for an absence became an excuse; an excuse that is only told in more detail keeps it."""
    if before is None or state is not State.EXCUSED:
        return None
    return today if before.state in (State.ABSENT, State.UNKNOWN) else before.corrected_on


def mark_of(
    unit: Unit, day: ActivityDay, person: Person, state: State, category: Excuse | None = None, detail: str = ""
) -> Mark:
    """A mark made now."""
    return Mark(
        day_id=day.id,
        member_id=person.id,
        state=state,
        category=category,
        detail=detail,
        recorded_on=unit.act.today,
        recorded_at=unit.at,
        recorded_by=unit.act.by,
    )


def _adds_nothing(order: Order, before: Mark) -> bool:
    """A bare 请假, as a sheet prints it, of somebody whose excuse is known in more detail."""
    return order.what == (State.EXCUSED, None, "") and before.state is State.EXCUSED


def claimed_in(unit: Unit, roll: Roll) -> tuple[Person, ...]:
    """Whose claims of a day wait: a closed day takes no more, and those that came in are still to be answered."""
    from partyday.store import claims

    members = claims.waiting(unit.connection, [roll.day.id]).get(roll.day.id, [])
    if not members:
        return ()
    # Not the roll: somebody may have left it since they claimed.
    roster = people.rosters(unit.connection, [roll.day.branch_id], unit.act.today, ended=True)
    persons = {person.id: person for _branch, person in roster}
    return tuple(persons[member] for member in members if member in persons)


def close_in(unit: Unit, day: ActivityDay, *, keep_unknown: bool) -> ActivityDay:
    """The day closed: who was to be reached becomes 待送学; the others unmarked need an answer."""
    if day.status in (DayStatus.CANCELLED, DayStatus.UNDECIDED):
        raise Conflict(_("{day} is cancelled or has no date: there is nothing to close.").format(day=day.ref))
    if day.held_on and day.held_on > unit.act.today:
        raise BadInput(_("{day} has not come yet: it cannot be closed.").format(day=day.ref))
    roll = roll_of(unit.connection, day)
    missing = roll.unmarked
    if day.closed_on and not missing:
        return day
    open_ones = [person for person in missing if not attendance.is_to_be_reached(person)]
    if open_ones and not keep_unknown:
        raise Unmarked(open_ones)
    for person in missing:
        state = State.UNREACHED if attendance.is_to_be_reached(person) else State.UNKNOWN
        unit.insert(mark_of(unit, day, person, state))
    for person in roll.expected:
        mark = roll.marks.get(person.id)
        if mark and attendance.counted_state(person, mark.state) is State.UNREACHED:
            unit.update(mark, state=State.UNREACHED)
    return unit.update(day, closed_on=day.closed_on or unit.act.today)
