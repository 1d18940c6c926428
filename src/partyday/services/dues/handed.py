"""What a filled-in sheet of dues comes to: for which months each sum is, and what is wrong with a row.

Reads and writes nothing: the accounts are given. Amounts are fen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _, listed
from partyday.model.dues import Account, DuesLine
from partyday.model.dues_said import Handed
from partyday.model.money import yuan
from partyday.model.people import Person
from partyday.model.period import Month, in_few_words
from partyday.model.problems import Problem
from partyday.rules.account import line_of, owed, spread
from partyday.rules.parameters import PREPAYMENT
from partyday.rules.policy.reader import Policy
from partyday.services.dues.paying import How
from partyday.services.written import meant, with_numbers


@dataclass(frozen=True)
class LaidOut:
    """A sum handed in, laid over months (month → fen), and how it was handed in."""

    laid: Mapping[Month, int]
    how: How

    @property
    def amount(self) -> int:
        """What was handed in, in fen."""
        return sum(self.laid.values())


@dataclass
class Given:
    """What the rows of a sheet come to: member id → parts, what is told of each of them, what is wrong with rows."""

    parts: dict[int, list[LaidOut]] = field(default_factory=dict)
    notes: dict[int, list[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def handed_in(
    on_roster: Sequence[Person], accounts: Mapping[int, Account], policy: Policy, sheet: Sequence[Handed], how: How
) -> Given:
    """What members handed in by the rows of a filled-in sheet. `how` is for what a row does not say itself."""
    given = Given()
    for row in with_numbers(on_roster, sheet):
        try:
            person = meant(on_roster, row.who, row.number, row.code, _("on the roster"))
            part, notes = laid_out(person, accounts[person.id], policy, row, how)
            taken = {month for other in given.parts.get(person.id, ()) for month in other.laid}
            if not taken.isdisjoint(part.laid):
                raise Conflict(_("{name} stands in the sheet twice.").format(name=person.name))
            given.parts.setdefault(person.id, []).append(part)
            given.notes.setdefault(person.id, []).extend(notes)
        except PartydayError as error:
            problem = Problem(row=row.row, column=row.column, value=row.who, problem=error.whole, name=row.who)
            if problem not in given.problems:
                given.problems.append(problem)
    _tell_what_is_ahead(given, {person.id: person for person in on_roster}, Month.of(how.on))
    return given


def _tell_what_is_ahead(given: Given, people: Mapping[int, Person], through: Month) -> None:
    """Name the months to come that somebody paid for."""
    for member_id, parts in given.parts.items():
        if ahead := sorted(month for part in parts for month in part.laid if month > through):
            given.notes[member_id].append(
                _("{name}: paid ahead for {months}.").format(
                    name=people[member_id].name, months=listed(in_few_words(ahead))
                )
            )


def laid_out(person: Person, account: Account, policy: Policy, row: Handed, how: How) -> tuple[LaidOut, list[str]]:
    """The months that what one row says is for, and what is to be told of it.

    Raises Conflict for what is not owed, or not what the sheet says is.
    """
    through = Month.of(how.on)
    limit = through.shifted(policy.at(PREPAYMENT, how.on).value)
    named = row.months or row.of
    lines = [line_of(account, policy, month) for month in named] if named else owed(account, policy, through)
    lines = [line for line in lines if line.balance > 0]
    if not lines:
        raise _nothing_owed(person, named)
    far = [line.month for line in lines if line.month > limit]
    if far and (row.months or len(far) == len(lines)):
        raise Conflict(
            _("{months} is too far ahead: dues may be paid until {month}.").format(
                months=listed(in_few_words(far)), month=limit
            )
        )
    lines = [line for line in lines if line.month <= limit]
    before = [line for line in owed(account, policy, through) if line.month not in named] if row.of else []
    amount = _amount(row, lines, before)
    if amount == 0:
        raise BadInput(_("A payment is more than nothing."))
    # Of a sheet of some months that says what is owed, more than that is not for other months unless it says so.
    most = _sum(lines) + (_sum(before) if row.owed is None or amount <= row.owed else 0)
    if amount > most:
        raise Conflict(
            _("{amount} yuan are owed.").format(amount=yuan(most)),
            _("For what is over say what it is: partyday dues pay {number} --ahead or --voluntary.").format(
                number=person.number
            ),
        )
    laid, _left = spread(account, policy, [line.month for line in (*lines, *before)], amount)
    part = LaidOut(
        laid,
        replace(
            how,
            on=row.paid_on or how.on,
            method=row.method or how.method,
            collector=row.collector or how.collector,
        ),
    )
    return part, [f"{person.name}: {sentence}" for sentence in _told(row, part, lines, before)]


def _nothing_owed(person: Person, months: Sequence[Month]) -> Conflict:
    if not months:
        return Conflict(_("{name} owes nothing up to this month.").format(name=person.name))
    return Conflict(
        _("{name} owes nothing for {months}.").format(name=person.name, months=listed(in_few_words(months))),
        _("`partyday dues ledger {number}` shows the months.").format(number=person.number),
    )


def _amount(row: Handed, lines: Sequence[DuesLine], before: Sequence[DuesLine]) -> int:
    """The sum of a row; of a tick, what is owed. Raises Conflict where the sheet says that another sum is."""
    if row.amount is not None:
        return row.amount
    complete = len(lines) == len(row.months) or not row.months
    for owed_now in (_sum(lines), _sum(lines) + _sum(before)):
        if complete and row.owed in (None, owed_now):
            return owed_now
    raise Conflict(
        _("{amount} yuan are owed now, not what the sheet says.").format(amount=yuan(_sum(lines))),
        _("Write the amount that was handed in, or print the sheet anew."),
    )


def _told(row: Handed, part: LaidOut, lines: Sequence[DuesLine], before: Sequence[DuesLine]) -> Iterator[str]:
    """That it is a part only, or more than the months of the sheet owe; or that the sheet has another sum as owed."""
    months = listed(in_few_words(sorted(part.laid)))
    owed_now = _sum(lines)
    if part.amount < owed_now:
        yield _("{amount} of the {owed} yuan owed, booked for {months}.").format(
            amount=yuan(part.amount), owed=yuan(owed_now), months=months
        )
    elif part.amount > owed_now and before:
        yield _("{amount} yuan, booked for {months}.").format(amount=yuan(part.amount), months=months)
    elif row.owed not in (None, owed_now, owed_now + _sum(before), *(line.assessed for line in lines)):
        yield _("{sheet} yuan are owed by the sheet, {owed} by the book.").format(
            sheet=yuan(row.owed or 0), owed=yuan(owed_now)
        )


def _sum(lines: Sequence[DuesLine]) -> int:
    return sum(line.balance for line in lines)
