"""What a member's dues are calculated from, and what was reduced or waived. Amounts are fen."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _, listed
from partyday.model.codes import DuesKind
from partyday.model.dues import Assessment, AssessmentRow, Waiver
from partyday.model.money import yuan
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.rules.account import line_of
from partyday.rules.dues import monthly
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, payer_of, payer_of_row
from partyday.services.lookup import refuse_future
from partyday.store.book import Unit


class Assessed(NamedTuple):
    """A member's assessment as it stands now, the dues of a month in fen, and whether the book changed."""

    person: Person
    assessment: Assessment
    monthly: int
    changed: bool


def assess(
    desk: Desk,
    who: str,
    kind: DuesKind,
    income: int | None,
    since: Month,
    reason: str = "",
) -> Assessed:
    """Record what a member's dues are calculated from, from the month `since` on.

    A change within a year, or of an assessment that stands, needs a reason (Conflict). Raises WrongUsage or BadInput
    for an amount that cannot be, BadInput for a month before the member joined.
    """
    with desk.writing(reason) as unit:
        payer = payer_of(unit.connection, desk, who)
        return _assess(unit, payer, kind, income, since, reason)


def assess_all(
    desk: Desk, rows: "Sequence[AssessmentRow]", since: Month | None, reason: str = ""
) -> tuple[list[Assessed], list[Problem]]:
    """Record the assessments of a sheet: all of them or, where any row has a problem, none.

    `since` is for rows without a month. A row raises nothing: what is wrong with it is among the problems.
    """
    done, problems = [], []
    with desk.writing(reason) as unit:
        branch = desk.branch
        for row in rows:
            month = row.since or since
            handle = row.staff_number or row.name
            try:
                if month is None:
                    raise BadInput(_("From which month on is not said."), _("Give --from MONTH."))
                payer = payer_of_row(unit.connection, desk, branch, handle, row.number)
                done.append(_assess(unit, payer, row.kind, row.income, month, reason))
            except PartydayError as error:
                sentence = f"{error} {error.hint}".rstrip()
                problems.append(Problem(row=row.row, column="", value=row.name, problem=sentence))
        if problems:
            unit.abandon()
    return ([] if problems else done), problems


def _assess(unit: Unit, payer: Payer, kind: DuesKind, income: int | None, since: Month, reason: str) -> Assessed:
    if not payer.person.standing.is_member:
        raise Conflict(_("{name} is not a member: no dues are owed.").format(name=payer.person.name))
    if since < payer.account.first:
        raise BadInput(
            _("{name} owes dues from {month} on, not before.").format(name=payer.person.name, month=payer.account.first)
        )
    amount = monthly(payer.policy, kind, income, since.first_day).amount
    assessment = Assessment(member_id=payer.person.id, since=since, kind=kind, income=income, reason=reason)
    before = unit.get(Assessment, payer.person.id, since)
    changed = before is None or (before.kind, before.income) != (kind, income)
    if changed and not reason and _within_a_year(payer.account.assessments, since):
        raise Conflict(
            _("The dues of {name} are assessed already; they are changed at the start of a year.").format(
                name=payer.person.name
            ),
            _("A change within the year needs --reason TEXT."),
        )
    if changed:
        unit.put(assessment)
    return Assessed(payer.person, assessment, amount, changed)


def _within_a_year(assessments: Sequence[Assessment], since: Month) -> bool:
    """Whether an assessment from `since` on changes one that stands: any but an earlier one, at a new year."""
    new_year = since[5:] == "01"
    return any(standing.since >= since or not new_year for standing in assessments)


def waive(
    desk: Desk,
    who: str,
    months: Sequence[Month],
    amount: int,
    approved_by: str,
    approved_on: date,
    reason: str,
) -> tuple[Person, Waiver]:
    """Dues reduced to `amount` a month, or waived (0), for some months, as the next level approved.

    Raises Conflict where nothing is assessed, or what remains is not less than was assessed.
    """
    with desk.writing(reason) as unit:
        payer = payer_of(unit.connection, desk, who)
        refuse_future(approved_on, desk.today)
        lines = [line_of(payer.account, payer.policy, month) for month in months]
        senseless = [line.month for line in lines if line.assessed <= amount]
        if senseless:
            raise Conflict(
                _("There is nothing to reduce to {amount} yuan in {months}.").format(
                    amount=yuan(amount), months=listed(senseless)
                ),
                _("`partyday dues ledger {number}` shows what is assessed.").format(number=payer.person.number),
            )
        waiver = Waiver(
            id=unit.next_id(Waiver),
            member_id=payer.person.id,
            since=months[0],
            until=months[-1],
            amount=amount,
            approved_by=approved_by,
            approved_on=approved_on,
            reason=reason,
        )
        unit.insert(waiver)
    return payer.person, waiver
