"""Dues taken in at a meeting: from everybody, by a filled-in sheet, or one by one. Amounts are fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _
from partyday.model.dues import Payment
from partyday.model.money import yuan
from partyday.model.people import Branch, Person, same_name
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.rules.account import owed, spread
from partyday.services.branches import policy_of
from partyday.services.dues.accounts import Payer, accounts
from partyday.services.dues.ledgers import Owing, owing_on
from partyday.services.dues.paying import How, write_payments
from partyday.services.lookup import find, find_all, find_day, refuse_future
from partyday.sheets.collection import Handed
from partyday.store import people
from partyday.store.book import Act, Store, Unit


def meeting(store: Store, branch: Branch, ref: str | None, today: date) -> date:
    """The date on which dues are collected: that of the activity day `ref`, else today. Raises NotFound."""
    if ref is None:
        return today
    with store.reading() as connection:
        day = find_day(connection, branch, ref, today)
    assert day.held_on is not None
    return day.held_on


@dataclass(frozen=True)
class Collected:
    """What one member owes at a meeting, and how much of it was taken in, in fen."""

    owing: Owing
    taken: int = 0


def collect(
    store: Store,
    act: Act,
    branch: Branch,
    how: How,
    *,
    everybody: bool = False,
    besides: Sequence[str] = (),
    sheet: Sequence[Handed] | None = None,
) -> tuple[list[Collected], list[Problem]]:
    """What everybody owes up to the month of a meeting, and how much of it is taken in, as one entry of the log.

    With `everybody` all of it is taken in, except from those in `besides`. With a filled-in `sheet`, what the sheet
    says; where any of its rows has a problem, nothing. With neither, nothing is taken in.
    Raises NotFound or Ambiguous for handles, BadInput for a day to come.
    """
    with store.writing(act, how.note) as unit:
        policy = policy_of(people.branches(unit.connection), branch)
        debtors = owing_on(unit.connection, branch, how.on, Month.of(how.on))
        if not everybody and sheet is None:
            return [Collected(debtor) for debtor in debtors], []
        refuse_future(how.on, act.today)
        on_roster = people.people_on(unit.connection, branch.id, how.on)
        if sheet is None:
            spared = {person.id for person in find_all(on_roster, besides, _("in {branch}").format(branch=branch.name))}
            given = {debtor.person.id: debtor.amount for debtor in debtors if debtor.person.id not in spared}
        else:
            given, problems = _handed_in(debtors, on_roster, sheet)
            if problems:
                return [], problems
        account_of = accounts(unit.connection, list(given), act.today)
        for debtor in debtors:
            if debtor.person.id in given:
                payer = Payer(branch, debtor.person, account_of[debtor.person.id], policy)
                _take(unit, payer, debtor, given[debtor.person.id], how)
    return [Collected(debtor, given.get(debtor.person.id, 0)) for debtor in debtors], []


def _handed_in(
    debtors: Sequence[Owing], on_roster: Sequence[Person], sheet: Sequence[Handed]
) -> tuple[dict[int, int], list[Problem]]:
    """What members handed in by the rows of a filled-in sheet: member id → fen; and what is wrong with the rows."""
    debtor_of = {debtor.person.id: debtor for debtor in debtors}
    given: dict[int, int] = {}
    problems = []
    for row in sheet:
        try:
            person = _of_row(on_roster, row)
            debtor = debtor_of.get(person.id)
            if person.id in given:
                raise Conflict(_("{name} stands in the sheet twice.").format(name=person.name))
            if debtor is None:
                raise Conflict(_("{name} owes nothing up to this month.").format(name=person.name))
            if row.amount is None and row.owed not in (None, debtor.amount):
                raise Conflict(
                    _("{amount} yuan are owed now, not what the sheet says.").format(amount=yuan(debtor.amount)),
                    _("Write the amount that was handed in, or print the sheet anew."),
                )
            if row.amount == 0:
                raise BadInput(_("A payment is more than nothing."))
            given[person.id] = debtor.amount if row.amount is None else row.amount
            if given[person.id] > debtor.amount:
                raise Conflict(
                    _("{amount} yuan are owed.").format(amount=yuan(debtor.amount)),
                    _("For what is over say what it is: partyday dues pay {number} --ahead or --voluntary.").format(
                        number=person.number
                    ),
                )
        except PartydayError as error:
            sentence = f"{error} {error.hint}".rstrip()
            problems.append(Problem(row=row.row, column="", value=row.who, problem=sentence))
    return given, problems


def _of_row(on_roster: Sequence[Person], row: Handed) -> Person:
    """Whom a row means. The roster number beside the name tells people of the same name apart."""
    exact = [person for person in on_roster if person.number == row.number and same_name(person.name, row.who)]
    return exact[0] if exact else find(on_roster, row.who, _("on the roster"))


def collect_one(
    store: Store, act: Act, branch: Branch, person: Person, how: How, amount: int | None = None
) -> tuple[tuple[Payment, ...], int]:
    """Take in what one member owes up to the month of a meeting, or part of it (`amount`).

    Gives the payments and the number of the log entry. Raises Conflict where nothing, or less than `amount`, is owed.
    """
    with store.writing(act) as unit:
        refuse_future(how.on, act.today)
        policy = policy_of(people.branches(unit.connection), branch)
        account = accounts(unit.connection, [person.id], act.today)[person.id]
        debtor = Owing(person, tuple(owed(account, policy, Month.of(how.on))))
        row = Handed(row=0, who=person.name, number=person.number, amount=amount)
        given, problems = _handed_in([debtor] if debtor.lines else [], [person], [row])
        if problems:
            raise Conflict(problems[0].problem)
        return _take(unit, Payer(branch, person, account, policy), debtor, given[person.id], how), unit.entry_id


def _take(unit: Unit, payer: Payer, debtor: Owing, amount: int, how: How) -> tuple[Payment, ...]:
    """Store an amount as payments for the months that are owed, the oldest month first."""
    laid, _left = spread(payer.account, payer.policy, [line.month for line in debtor.lines or ()], amount)
    return write_payments(unit, payer, list(laid.items()), how)
