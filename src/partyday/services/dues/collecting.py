"""Dues taken in at a meeting: from everybody, by a filled-in sheet, or one by one. Amounts are fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _, listed
from partyday.model.codes import DayStatus, State
from partyday.model.days import ActivityDay
from partyday.model.dues import Handed, Payment
from partyday.model.money import yuan
from partyday.model.people import Branch, Person
from partyday.model.period import Month, in_few_words
from partyday.model.problems import Problem
from partyday.rules.account import owed, spread
from partyday.services.branches import policy_of
from partyday.services.checkin import mark_in
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, accounts
from partyday.services.dues.ledgers import Owing, debtors_of, owing_of, roster_of
from partyday.services.dues.paying import How, named, write_payments
from partyday.services.dues.receipts import Numbers
from partyday.services.lookup import find_all, find_day, refuse_future
from partyday.services.whom import Order
from partyday.services.written import meant
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
    """What one member owes at a meeting, and how much of it was taken in, in fen.

    `state` is what the day's marks say of them, None where they have none. `left_out`: they were not there and it was
    not said that they handed it in.
    """

    owing: Owing
    taken: int = 0
    state: State | None = None
    left_out: bool = False


def collect(
    desk: Desk,
    how: How,
    *,
    everybody: bool = False,
    besides: Sequence[str] = (),
    handed_in: Sequence[str] = (),
    sheet: Sequence[Handed] | None = None,
    rejected: Sequence[Problem] = (),
) -> tuple[list[Collected], list[Problem]]:
    """What everybody owes up to the month of a meeting, and how much of it is taken in, as one entry of the log.

    With `everybody` all of it is taken in from those who were present on the activity day of that date, and from those
    of whom it is said that they `handed_in` theirs, except from those in `besides`; on a date without one, from
    everybody else. With a filled-in `sheet`, what the sheet says; where any of its rows has a problem, or was
    `rejected` by the reader, nothing. With neither, nothing either.
    Raises NotFound or Ambiguous for handles, BadInput for a day to come.
    """
    with desk.writing(how.note) as unit:
        policy = policy_of(desk.branches, desk.branch)
        on_roster, account_of = roster_of(unit.connection, desk.branch, how.on)
        debtors = debtors_of(owing_of(on_roster, account_of, policy, Month.of(how.on)))
        states = _states(unit.connection, desk.branch, how.on)
        if not everybody and sheet is None:
            return [Collected(debtor, 0, (states or {}).get(debtor.person.id)) for debtor in debtors], []
        refuse_future(how.on, desk.today)
        left_out: set[int] = set()
        if sheet is None:
            where = _("in {branch}").format(branch=desk.branch.name)
            spared = {person.id for person in find_all(on_roster, besides, where)}
            handed = {person.id for person in find_all(on_roster, handed_in, where)}
            if states is not None:
                there = {key for key, state in states.items() if state is State.PRESENT}
                left_out = {debtor.person.id for debtor in debtors} - there - handed - spared
            given = {
                debtor.person.id: [_all_of(debtor)]
                for debtor in debtors
                if debtor.person.id not in spared and debtor.person.id not in left_out
            }
        else:
            given, problems = _handed_in(debtors, on_roster, sheet)
            if rejected or problems:
                return [], sorted([*rejected, *problems], key=lambda problem: problem.row)
        numbers = Numbers(unit, desk.branch)
        for debtor in debtors:
            if debtor.person.id in given:
                payer = Payer(desk.branch, debtor.person, account_of[debtor.person.id], policy)
                _take(unit, payer, given[debtor.person.id], named(unit.connection, payer, how), numbers)
    taken = {key: sum(part.amount for part in parts) for key, parts in given.items()}
    return [
        Collected(debtor, taken.get(key, 0), (states or {}).get(key), key in left_out)
        for debtor, key in ((debtor, debtor.person.id) for debtor in debtors)
    ], []


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


@dataclass(frozen=True)
class _Part:
    """An amount handed in for some months, in fen; the oldest month first."""

    months: tuple[Month, ...]
    amount: int


def _all_of(debtor: Owing) -> _Part:
    return _Part(tuple(line.month for line in debtor.lines or ()), debtor.amount)


def _handed_in(
    debtors: Sequence[Owing], on_roster: Sequence[Person], sheet: Sequence[Handed]
) -> tuple[dict[int, list[_Part]], list[Problem]]:
    """What members handed in by the rows of a filled-in sheet: member id → parts; and what is wrong with the rows."""
    debtor_of = {debtor.person.id: debtor for debtor in debtors}
    given: dict[int, list[_Part]] = {}
    problems = []
    for row in sheet:
        try:
            person = meant(on_roster, row.who, row.number, row.code, _("on the roster"))
            part = _part(debtor_of.get(person.id), person, row)
            taken = {month for other in given.get(person.id, ()) for month in other.months}
            if not taken.isdisjoint(part.months):
                raise Conflict(_("{name} stands in the sheet twice.").format(name=person.name))
            given.setdefault(person.id, []).append(part)
        except PartydayError as error:
            sentence = f"{error} {error.hint}".rstrip()
            problems.append(Problem(row=row.row, column="", value=row.who, problem=sentence))
    return given, problems


def _part(debtor: Owing | None, person: Person, row: Handed) -> _Part:
    """What one row says was handed in. Raises Conflict for what is not owed, or not what the sheet says is."""
    lines = [line for line in (debtor.lines if debtor else None) or () if not row.months or line.month in row.months]
    missing = set(row.months) - {line.month for line in lines}
    if not lines:
        raise Conflict(
            _("{name} owes nothing for {months}.").format(name=person.name, months=listed(in_few_words(row.months)))
            if row.months
            else _("{name} owes nothing up to this month.").format(name=person.name),
            _("For what is paid ahead: partyday dues pay {number} --ahead.").format(number=person.number)
            if row.months
            else "",
        )
    owed_now = sum(line.balance for line in lines)
    if row.amount is None and (row.owed not in (None, owed_now) or missing):
        raise Conflict(
            _("{amount} yuan are owed now, not what the sheet says.").format(amount=yuan(owed_now)),
            _("Write the amount that was handed in, or print the sheet anew."),
        )
    if row.amount == 0:
        raise BadInput(_("A payment is more than nothing."))
    amount = owed_now if row.amount is None else row.amount
    if amount > owed_now:
        raise Conflict(
            _("{amount} yuan are owed.").format(amount=yuan(owed_now)),
            _("For what is over say what it is: partyday dues pay {number} --ahead or --voluntary.").format(
                number=person.number
            ),
        )
    return _Part(tuple(line.month for line in lines), amount)


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
    policy = policy_of(desk.branches, desk.branch)
    account = accounts(unit.connection, [person.id], desk.today)[person.id]
    debtor = Owing(person, tuple(owed(account, policy, Month.of(how.on))))
    row = Handed(row=0, who=person.name, number=person.number, amount=amount)
    part = _part(debtor if debtor.lines else None, person, row)
    payer = Payer(desk.branch, person, account, policy)
    return _take(unit, payer, [part], named(unit.connection, payer, how), Numbers(unit, desk.branch))


def _take(unit: Unit, payer: Payer, parts: Sequence[_Part], how: How, numbers: Numbers) -> tuple[Payment, ...]:
    """Store what was handed in as payments, each part for its months, the oldest month first."""
    laid: dict[Month, int] = {}
    for part in parts:
        paid, _left = spread(payer.account, payer.policy, list(part.months), part.amount)
        laid |= paid
    return write_payments(unit, payer, sorted(laid.items()), how, numbers)
