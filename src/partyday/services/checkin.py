"""At the meeting: who is expected, who is here, and closing the day.

Every mark, however it comes in (named, `--all`, a filled-in sheet, a pasted list, the roll-call), goes through
`_record`, so that they all obey the same rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from partyday.errors import BadInput, Conflict, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import DayStatus, Excuse, State
from partyday.model.days import ActivityDay, Roll, Tally
from partyday.model.people import Branch, Person
from partyday.rules import attendance
from partyday.services.lookup import find, find_all, find_day, matches, named
from partyday.store import days, people
from partyday.store import tables as t
from partyday.store.book import Act, Store, Unit, Values
from partyday.words.terms import term


@dataclass(frozen=True)
class Order:
    """One thing to record: whom, and what. A sheet gives the name and, to tell namesakes apart, the roster number."""

    who: str
    state: State
    category: Excuse | None = None
    detail: str = ""
    number: int | None = None

    @property
    def what(self) -> tuple[State, Excuse | None, str]:
        """What is to be recorded, without whom."""
        return self.state, self.category, self.detail


@dataclass(frozen=True)
class Outcome:
    """What a check-in did. `marks` are those it named, with whether they changed; `left_out` whom `--all` passed by."""

    roll: Roll
    tally: Tally
    marks: tuple[tuple[Person, State, bool], ...] = ()
    left_out: tuple[Person, ...] = ()
    late: bool = False


class Unmarked(Conflict):
    """A day cannot be closed without an answer while people are unmarked; `people` are they."""

    def __init__(self, people_of: Sequence[Person]) -> None:
        super().__init__(
            _("{count} not marked yet: {people}.").format(count=len(people_of), people=named(people_of)),
            _("Nothing was written. Mark them too, or close with --yes: they are kept as unknown, never as absent."),
        )
        self.people = tuple(people_of)


def roll_of(connection: Connection, day: ActivityDay) -> Roll:
    """The roll of a day: who is expected, who is invited, the marks. Raises Conflict where the day has no date."""
    if day.held_on is None:
        raise Conflict(
            _("{month} has no date yet.").format(month=day.month), _("Decide it with `partyday day set DATE`.")
        )
    everybody = people.people_on(connection, day.branch_id, day.held_on)
    return Roll(
        day,
        expected=tuple(person for person in everybody if attendance.is_expected(person)),
        invited=tuple(person for person in everybody if not person.standing.is_member),
        marks=days.marks_of(connection, day.id),
    )


def look(store: Store, branch: Branch, ref: str | None, today: date) -> Outcome:
    """The roll of a day, changing nothing."""
    with store.reading() as connection:
        roll = roll_of(connection, find_day(connection, branch, ref, today))
    return Outcome(roll, attendance.tally(roll))


def check_in(
    store: Store,
    act: Act,
    branch: Branch,
    ref: str | None,
    orders: Sequence[Order],
    *,
    everybody: bool = False,
    besides: Sequence[str] = (),
    reason: str = "",
    close: bool = False,
    keep_unknown: bool = False,
) -> Outcome:
    """Record all the orders, or none; with `everybody` the unmarked rest is present, but for `besides`.

    Raises NotFound or Ambiguous for handles, Conflict for what the records do not allow, `Unmarked` when closing
    would leave somebody without a mark and `keep_unknown` does not accept that.
    """
    with store.writing(act, reason) as unit:
        day = find_day(unit.connection, branch, ref, act.today)
        roll = roll_of(unit.connection, day)
        chosen = _resolve(unit.connection, branch, roll, orders)
        spared = {person.id for person in find_all(_on_roll(roll), besides, _on(day))}
        rest = [
            person
            for person in attendance.unmarked(roll)
            if everybody and person.id not in spared and person.id not in chosen
        ]
        left_out = [person for person in rest if attendance.is_named_only(person)]
        for person in rest:
            if person not in left_out:
                chosen[person.id] = (person, Order(person.name, State.PRESENT))
        marks = tuple(
            (person, *_record(unit, day, person, order, reason))
            for person, order in sorted(chosen.values(), key=lambda pair: pair[0].number)
        )
        if close:
            day = _close(unit, day, keep_unknown=keep_unknown)
        roll = Roll(day, roll.expected, roll.invited, days.marks_of(unit.connection, day.id))
    late = day.held_on is not None and act.today > day.held_on and any(changed for _p, _s, changed in marks)
    return Outcome(roll, attendance.tally(roll), marks, tuple(left_out), late)


def mark_one(
    store: Store, act: Act, day: ActivityDay, person: Person, order: Order, reason: str = ""
) -> tuple[State, int | None]:
    """One mark of the roll-call, committed at once: the state stored, and the log entry (None: nothing changed)."""
    with store.writing(act, reason) as unit:
        # The roll-call read the day a while ago: somebody else may have closed it since.
        row = unit.get(t.day, {"id": day.id}) or {}
        state, changed = _record(unit, replace(day, closed_on=row["closed_on"]), person, order, reason)
        return state, unit.entry_id if changed else None


def close_day(store: Store, act: Act, branch: Branch, ref: str, *, keep_unknown: bool) -> Outcome:
    """Close a day without further marks. Raises `Unmarked` as check_in does."""
    return check_in(store, act, branch, ref, (), close=True, keep_unknown=keep_unknown)


def _on(day: ActivityDay) -> str:
    return _("on the roll of {day}").format(day=day.ref)


def _on_roll(roll: Roll) -> list[Person]:
    return [*roll.expected, *roll.invited]


def _resolve(
    connection: Connection, branch: Branch, roll: Roll, orders: Sequence[Order]
) -> dict[int, tuple[Person, Order]]:
    """Member → what to record; raises WrongUsage where one person is told two different things."""
    on_roll = _on_roll(roll)
    numbered = {(person.number, person.name): person for person in on_roll}
    exact = [numbered.get((order.number or 0, order.who)) for order in orders]
    handles = [order.who for order, person in zip(orders, exact, strict=True) if person is None]
    _refuse_others(connection, branch, roll, handles)
    named_ones = iter(find_all(on_roll, handles, _on(roll.day)))
    chosen: dict[int, tuple[Person, Order]] = {}
    for order, known in zip(orders, exact, strict=True):
        person = known or next(named_ones)
        said = chosen.setdefault(person.id, (person, order))[1]
        if said.what != order.what:
            raise WrongUsage(
                _("{name} is named twice, as {one} and as {other}.").format(
                    name=person.name, one=term(said.state), other=term(order.state)
                ),
                _("Leave one of them out; nothing was written."),
            )
    return chosen


def _refuse_others(connection: Connection, branch: Branch, roll: Roll, handles: Sequence[str]) -> None:
    """Tell why somebody the branch knows is not on this roll: not a member that day, on leave, suspended."""
    day = roll.day
    assert day.held_on is not None
    strange = [who for who in handles if not any(matches(person, who) for person in _on_roll(roll))]
    if not strange:
        return
    known = [person for _id, person in people.rosters(connection, [branch.id], day.held_on, ended=True)]
    on_day = {person.id: person for person in people.people_on(connection, branch.id, day.held_on)}
    for who in strange:
        fitting = [person for person in known if matches(person, who)]
        if not fitting:
            continue
        person = find(fitting, who, _on(day))
        away = on_day.get(person.id)
        if away is None:
            why = _("did not belong to {branch} that day").format(branch=branch.name)
        else:
            why = listed(term(kind) for kind in sorted(away.circumstances & attendance.EXEMPTING))
        raise Conflict(
            _("{name} is not expected on {day}: {why}.").format(name=person.name, day=day.ref, why=why),
            _("If that is wrong, `partyday member show {number}` shows the dates.").format(number=person.number),
        )


def _record(unit: Unit, day: ActivityDay, person: Person, order: Order, reason: str) -> tuple[State, bool]:
    """Write one mark: the state that was stored, and whether anything changed."""
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
    before = unit.get(t.mark, {"day_id": day.id, "member_id": person.id})
    row = days.mark_row(day, person, state, order.category, order.detail)
    said = {**row, "state": order.state.value}
    told = before is not None and any(before == {**before, **each} for each in (row, said))
    if before is not None and (told or _adds_nothing(order, before)):
        return State(before["state"]), False
    if not reason and (before is not None or day.closed_on):
        raise Conflict(
            _("{name} is recorded as {state} on {day}.").format(
                name=person.name, state=term(State(before["state"])), day=day.ref
            )
            if before
            else _("{day} is closed.").format(day=day.ref),
            _("A correction needs --reason TEXT; the old value is kept in the log."),
        )
    made = {"recorded_on": unit.act.today, "recorded_at": unit.at, "recorded_by": unit.act.by}
    if before is None:
        unit.insert(t.mark, {**row, **made})
    else:
        unit.update(t.mark, before, **row, **made)
    return state, True


def _adds_nothing(order: Order, before: Values) -> bool:
    """A bare 请假, as a sheet prints it, of somebody whose excuse is known in more detail."""
    return order.what == (State.EXCUSED, None, "") and before["state"] == State.EXCUSED


def _close(unit: Unit, day: ActivityDay, *, keep_unknown: bool) -> ActivityDay:
    """The day closed: who was to be reached becomes 待送学; the others unmarked need an answer."""
    if day.status in (DayStatus.CANCELLED, DayStatus.UNDECIDED):
        raise Conflict(_("{day} is cancelled or has no date: there is nothing to close.").format(day=day.ref))
    if day.held_on and day.held_on > unit.act.today:
        raise BadInput(_("{day} has not come yet: it cannot be closed.").format(day=day.ref))
    roll = roll_of(unit.connection, day)
    missing = attendance.unmarked(roll)
    if day.closed_on and not missing:
        return day
    open_ones = [person for person in missing if not attendance.is_to_be_reached(person)]
    if open_ones and not keep_unknown:
        raise Unmarked(open_ones)
    made = {"recorded_on": unit.act.today, "recorded_at": unit.at, "recorded_by": unit.act.by}
    for person in missing:
        state = State.UNREACHED if attendance.is_to_be_reached(person) else State.UNKNOWN
        unit.insert(t.mark, {**days.mark_row(day, person, state, None, ""), **made})
    for person in roll.expected:
        if person.id in roll.marks and attendance.counted_state(person, roll.marks[person.id].state) is State.UNREACHED:
            before = unit.get(t.mark, {"day_id": day.id, "member_id": person.id}) or {}
            unit.update(t.mark, before, state=State.UNREACHED.value)
    closed_on = day.closed_on or unit.act.today
    unit.update(t.day, unit.get(t.day, {"id": day.id}) or {}, closed_on=closed_on)
    return replace(day, closed_on=closed_on)
