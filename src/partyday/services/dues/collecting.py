"""Dues taken in at a meeting: from everybody, by a filled-in sheet, or one by one. Amounts are fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _, listed
from partyday.model.dues import Handed, Payment
from partyday.model.money import yuan
from partyday.model.people import Person
from partyday.model.period import Month, in_few_words
from partyday.model.problems import Problem
from partyday.rules.account import owed, spread
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, accounts
from partyday.services.dues.ledgers import Owing, debtors_of, owing_of, roster_of
from partyday.services.dues.paying import How, write_payments
from partyday.services.lookup import find_all, find_day, refuse_future
from partyday.services.written import meant
from partyday.store.book import Unit


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
    """What one member owes at a meeting, and how much of it was taken in, in fen."""

    owing: Owing
    taken: int = 0


def collect(
    desk: Desk,
    how: How,
    *,
    everybody: bool = False,
    besides: Sequence[str] = (),
    sheet: Sequence[Handed] | None = None,
    rejected: Sequence[Problem] = (),
) -> tuple[list[Collected], list[Problem]]:
    """What everybody owes up to the month of a meeting, and how much of it is taken in, as one entry of the log.

    With `everybody` all of it is taken in, except from those in `besides`. With a filled-in `sheet`, what the sheet
    says; where any of its rows has a problem, or was `rejected` by the reader, nothing. With neither, nothing either.
    Raises NotFound or Ambiguous for handles, BadInput for a day to come.
    """
    with desk.writing(how.note) as unit:
        policy = policy_of(desk.branches, desk.branch)
        on_roster, account_of = roster_of(unit.connection, desk.branch, how.on)
        debtors = debtors_of(owing_of(on_roster, account_of, policy, Month.of(how.on)))
        if not everybody and sheet is None:
            return [Collected(debtor) for debtor in debtors], []
        refuse_future(how.on, desk.today)
        if sheet is None:
            spared = {
                person.id for person in find_all(on_roster, besides, _("in {branch}").format(branch=desk.branch.name))
            }
            given = {debtor.person.id: [_all_of(debtor)] for debtor in debtors if debtor.person.id not in spared}
        else:
            given, problems = _handed_in(debtors, on_roster, sheet)
            if rejected or problems:
                return [], sorted([*rejected, *problems], key=lambda problem: problem.row)
        for debtor in debtors:
            if debtor.person.id in given:
                payer = Payer(desk.branch, debtor.person, account_of[debtor.person.id], policy)
                _take(unit, payer, given[debtor.person.id], how)
    taken = {key: sum(part.amount for part in parts) for key, parts in given.items()}
    return [Collected(debtor, taken.get(debtor.person.id, 0)) for debtor in debtors], []


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
        refuse_future(how.on, desk.today)
        policy = policy_of(desk.branches, desk.branch)
        account = accounts(unit.connection, [person.id], desk.today)[person.id]
        debtor = Owing(person, tuple(owed(account, policy, Month.of(how.on))))
        row = Handed(row=0, who=person.name, number=person.number, amount=amount)
        part = _part(debtor if debtor.lines else None, person, row)
        return _take(unit, Payer(desk.branch, person, account, policy), [part], how), unit.entry_id


def _take(unit: Unit, payer: Payer, parts: Sequence[_Part], how: How) -> tuple[Payment, ...]:
    """Store what was handed in as payments, each part for its months, the oldest month first."""
    laid: dict[Month, int] = {}
    for part in parts:
        paid, _left = spread(payer.account, payer.policy, list(part.months), part.amount)
        laid |= paid
    return write_payments(unit, payer, sorted(laid.items()), how)
