"""Dues taken in at a meeting: from everybody, by a filled-in sheet, or one by one. Amounts are fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import PartydayError
from partyday.i18n import _
from partyday.model.codes import DayStatus, State
from partyday.model.days import ActivityDay
from partyday.model.dues import Payment
from partyday.model.dues_said import Handed
from partyday.model.people import Branch, Person
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.model.reading import Settled
from partyday.services import columns
from partyday.services.branches import policy_of
from partyday.services.checkin import mark_in
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, accounts
from partyday.services.dues.handed import Given, LaidOut, handed_in, laid_out
from partyday.services.dues.ledgers import Owing, debtors_of, owing_of, roster_of
from partyday.services.dues.paying import How, named, write_payments
from partyday.services.dues.receipts import ReceiptNumbers
from partyday.services.lookup import find_all, find_day, refuse_future
from partyday.services.whom import Order
from partyday.store import days
from partyday.store.book import Unit
from partyday.store.connection import Connection


def meeting(desk: Desk, ref: str | None) -> date:
    """The date on which dues are collected: that of the activity day `ref`, else today. Raises NotFound."""
    if ref is None:
        return desk.today
    with desk.reading() as connection:
        day = find_day(connection, desk.branch, ref, desk.today)
    assert day.held_on is not None
    return day.held_on


@dataclass(frozen=True)
class Collected:
    """What one member owes at a meeting, how much was taken in, in fen, and what is to be told of it.

    `state` is what the day's marks say of them, None where they have none. `left_out`: they were not there and it was
    not said that they handed it in.
    """

    owing: Owing
    taken: int = 0
    notes: tuple[str, ...] = ()
    state: State | None = None
    left_out: bool = False


def collect(
    desk: Desk,
    how: How,
    *,
    everybody: bool = False,
    besides: Sequence[str] = (),
    others: Sequence[str] = (),
    sheet: Sequence[Handed] | None = None,
    rejected: Sequence[Problem] = (),
    settled: Settled | None = None,
    partial: bool = False,
) -> tuple[list[Collected], list[Problem]]:
    """What everybody owes up to the month of a meeting, and how much of it is taken in, as one entry of the log.

    With `everybody` all of it is taken in from those who were present on the activity day of that date, and from the
    `others` of whom it is said that they handed it in, except from those in `besides`; on a date without a day, from
    everybody but these. With a filled-in `sheet`, what the sheet says; where any of its rows has a problem, or was
    `rejected` by the reader, nothing, but the good rows with `partial`. With neither, nothing either. Also who owes
    nothing and paid ahead is among the collected. `settled` is what was said of the sheet's headers.
    Raises NotFound or Ambiguous for handles, BadInput for a day to come.
    """
    with desk.writing(how.note) as unit:
        policy = policy_of(desk.tree, desk.branch)
        on_roster, account_of = roster_of(unit.connection, desk.tree, desk.branch, how.on)
        debtors = debtors_of(owing_of(on_roster, account_of, policy, Month.of(how.on)))
        states = _states(unit.connection, desk.branch, how.on)
        of = states or {}
        if not everybody and sheet is None:
            return [Collected(debtor, state=of.get(debtor.person.id)) for debtor in debtors], []
        refuse_future(how.on, desk.today)
        left_out: set[int] = set()
        if sheet is None:
            where = _("in {branch}").format(branch=desk.branch.name)
            spared = {person.id for person in find_all(on_roster, besides, where)}
            handed = {person.id for person in find_all(on_roster, others, where)}
            if states is not None:
                there = {key for key, state in states.items() if state is State.PRESENT}
                left_out = {debtor.person.id for debtor in debtors} - there - handed - spared
            paying = [debtor for debtor in debtors if debtor.person.id not in spared | left_out]
            given = Given({debtor.person.id: [_all_of(debtor, how)] for debtor in paying})
            problems = []
        else:
            given = handed_in(on_roster, account_of, policy, sheet, how)
            problems = sorted([*rejected, *given.problems], key=lambda problem: problem.row)
            if problems and not partial:
                return [], problems
        numbers = ReceiptNumbers(unit, desk.branch)
        for person in on_roster:
            if person.id in given.parts:
                payer = Payer(desk.branch, person, account_of[person.id], policy)
                _take(unit, payer, given.parts[person.id], numbers)
        if settled:
            columns.keep(unit, columns.COLLECTION, settled)
    owing = {debtor.person.id: debtor for debtor in debtors}
    owing |= {person.id: Owing(person, ()) for person in on_roster if person.id in given.parts.keys() - owing.keys()}
    collected = [
        Collected(
            debtor,
            sum(part.amount for part in given.parts.get(key, ())),
            tuple(given.notes.get(key, ())),
            of.get(key),
            key in left_out,
        )
        for key, debtor in owing.items()
    ]
    return sorted(collected, key=lambda debtor: debtor.owing.person.number), problems


def _states(connection: Connection, branch: Branch, on: date) -> dict[int, State] | None:
    """What the marks of the sessions of a date say of whom, present in one of them before all; None: no session."""
    sessions = [day for day in days.days_on(connection, branch.id, on) if day.status is not DayStatus.CANCELLED]
    if not sessions:
        return None
    found: dict[int, State] = {}
    for day in sessions:
        for member_id, mark in days.marks_of(connection, day.id).items():
            if found.get(member_id) is not State.PRESENT:
                found[member_id] = mark.state
    return found


def _all_of(debtor: Owing, how: How) -> LaidOut:
    return LaidOut({line.month: line.balance for line in debtor.lines or ()}, how)


def collect_one(desk: Desk, person: Person, how: How, amount: int | None = None) -> tuple[tuple[Payment, ...], int]:
    """Take in what one member owes up to the month of a meeting, or part of it (`amount`).

    Gives the payments and the number of the log entry. Raises Conflict where nothing, or less than `amount`, is owed.
    """
    with desk.writing() as unit:
        return take_one(unit, desk, person, how, amount), unit.entry_id


@dataclass(frozen=True)
class MarkedAndTaken:
    """What a line of the roll-call with dues did: the state stored, whether it is new, and the payments.

    `refused` is why there are none, `entry` the log entry; None: nothing changed.
    """

    state: State
    marked: bool
    payments: tuple[Payment, ...]
    refused: PartydayError | None
    entry: int | None


def mark_and_take(
    desk: Desk, day: ActivityDay, person: Person, order: Order, how: How, amount: int | None = None, reason: str = ""
) -> MarkedAndTaken:
    """Mark somebody and take in what they owe, as one entry; where nothing can be taken in they are still marked."""
    refused = None
    payments: tuple[Payment, ...] = ()
    with desk.writing(reason) as unit:
        state, marked = mark_in(unit, day, person, order, reason)
        try:
            payments = take_one(unit, desk, person, how, amount)
        except PartydayError as error:
            refused = error
    return MarkedAndTaken(state, marked, payments, refused, unit.entry_id if marked or payments else None)


def take_one(unit: Unit, desk: Desk, person: Person, how: How, amount: int | None = None) -> tuple[Payment, ...]:
    """The same, within a unit of work; where it raises, nothing was written."""
    refuse_future(how.on, desk.today)
    policy = policy_of(desk.tree, desk.branch)
    account = accounts(unit.connection, desk.tree, [person.id], desk.today)[person.id]
    row = Handed(row=0, who=person.name, number=person.number, amount=amount)
    part, _notes = laid_out(person, account, policy, row, how)
    return _take(unit, Payer(desk.branch, person, account, policy), [part], ReceiptNumbers(unit, desk.branch))


def _take(unit: Unit, payer: Payer, parts: Sequence[LaidOut], numbers: ReceiptNumbers) -> tuple[Payment, ...]:
    """Store what was handed in as payments, the oldest month first: what came the same way under one receipt."""
    ways: dict[How, dict[Month, int]] = {}
    for part in parts:
        ways.setdefault(named(unit.connection, payer, part.how), {}).update(part.laid)
    return tuple(
        payment
        for how, laid in ways.items()
        for payment in write_payments(unit, payer, sorted(laid.items()), how, numbers)
    )
