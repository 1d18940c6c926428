"""What a member's dues are calculated from, and what was reduced or waived. Amounts are fen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _, listed
from partyday.model.codes import DuesKind
from partyday.model.dues import Assessment, DuesLine, Waiver
from partyday.model.dues_said import AssessmentRow
from partyday.model.money import yuan
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.model.reading import Settled
from partyday.rules.account import line_of, overpaid
from partyday.rules.dues import Monthly, monthly
from partyday.rules.values import percent
from partyday.services import columns
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, accounts, payer_of
from partyday.services.lookup import refuse_future
from partyday.services.written import meant, with_numbers
from partyday.store import people
from partyday.store.book import Unit
from partyday.store.connection import Connection
from partyday.words.terms import term
from partyday.words.vocabulary import vocabulary


class Assessed(NamedTuple):
    """A member's assessment as it stands now, the dues of a month and where they come from, whether the book changed.

    `replaced` are the months of assessments that had not begun and gave way, `overpaid` the months for which more is
    paid now than is owed, `notes` what else is told.
    """

    person: Person
    assessment: Assessment
    dues: Monthly
    changed: bool
    replaced: tuple[Month, ...] = ()
    overpaid: tuple[DuesLine, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def monthly(self) -> int:
        """The dues of a month, in fen."""
        return self.dues.amount

    @property
    def rate(self) -> str:
        """The rate they come from, as people write it; empty where they are set as an amount."""
        return self.dues.rate


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


def kinds_kept(connection: Connection, member_ids: Iterable[int]) -> dict[int, DuesKind]:
    """Member → the kind of income that the staff kind of the roster means (身份类别: 在职, 离退休, 本科 …)."""
    words = vocabulary("roster")
    header = words.official("staff_kind")
    kept = {key: record.member.kept.get(header, "") for key, record in people.records(connection, member_ids).items()}
    return {key: DuesKind(kind) for key, text in kept.items() if (kind := words.word("staff_kind", text))}


def knows_kinds(desk: Desk) -> bool:
    """Whether the roster told a staff kind of anybody in the branch."""
    header = vocabulary("roster").official("staff_kind")
    with desk.reading() as connection:
        records = people.records_in(connection, [desk.branch.id])
    return any(record.member.kept.get(header) for record in records.values())


def kind_of(desk: Desk, who: str) -> DuesKind | None:
    """The kind of income of a member by the staff kind of the roster. Raises NotFound or Ambiguous."""
    with desk.reading() as connection:
        member_id = payer_of(connection, desk, who).person.id
        return kinds_kept(connection, [member_id]).get(member_id)


def assess_all(
    desk: Desk,
    rows: "Sequence[AssessmentRow]",
    since: Month | None,
    reason: str = "",
    *,
    rejected: Sequence[Problem] = (),
    settled: Settled | None = None,
) -> tuple[list[Assessed], list[Problem]]:
    """Record the assessments of a sheet: all of them or, where any row has a problem or was `rejected`, none.

    `since` is for rows without a month; `settled` what was said of the sheet's headers. A row raises nothing: what is
    wrong with it is among the problems, those of the reader with them.
    """
    done, problems = [], list(rejected)
    with desk.writing(reason) as unit:
        payers = _payers(unit.connection, desk, rows)
        unsaid = [payer for row, payer in zip(rows, payers, strict=True) if row.kind is None]
        kept = kinds_kept(unit.connection, [payer.person.id for payer in unsaid if isinstance(payer, Payer)])
        for row, payer in zip(rows, payers, strict=True):
            month = row.since or since
            try:
                if month is None:
                    raise BadInput(
                        _("From which month on is not said."),
                        _("Say it, such as: --from {month}").format(month=Month.of(desk.today)),
                    )
                if isinstance(payer, PartydayError):
                    raise payer
                kind, income, notes = _by_the_book(row, kept.get(payer.person.id))
                assessed = _assess(unit, payer, kind, income, month, reason)
                done.append(assessed._replace(notes=(*notes, *_disagreeing(row, assessed))))
            except PartydayError as error:
                problems.append(Problem(row=row.row, column="", value=row.name, problem=error.whole, name=row.name))
        if settled:
            columns.keep(unit, columns.ASSESSMENT, settled)
        if problems:
            unit.abandon()
    return ([] if problems else done), sorted(problems, key=lambda problem: problem.row)


def _by_the_book(row: AssessmentRow, kept: DuesKind | None) -> tuple[DuesKind, int | None, tuple[str, ...]]:
    """The kind and the income of a row, and what is told of them where the kind is the book's."""
    if row.kind is not None:
        return row.kind, row.income, ()
    if kept is None:
        raise BadInput(
            _("Neither the sheet nor the book tells the kind of income."), _("Add the column, or say it with --kind.")
        )
    note = _("{name}: {kind}, as the roster has it.").format(name=row.name, kind=term(kept))
    if not kept.needs_amount and row.income is not None:
        aside = _("{kind}: the amount beside it was left aside.").format(kind=term(kept))
        return kept, None, (note, f"{row.name}: {aside}")
    return kept, row.income, (note,)


def _payers(connection: Connection, desk: Desk, rows: Sequence[AssessmentRow]) -> list[Payer | PartydayError]:
    """Whom each row means, or why nobody: who has left, where nobody there has the name."""
    places = people.places(connection, [desk.branch.id], desk.today)
    names_here = {place.person.name for place in places if place.is_open(desk.today)}
    able = people.once(place for place in places if place.is_open(desk.today) or place.person.name not in names_here)
    known = [person for _branch, person in able]
    account_of = accounts(connection, desk.tree, [person.id for person in known], desk.today)
    policy = policy_of(desk.tree, desk.branch)
    where = _("in {branch}").format(branch=desk.branch.name)
    payers: list[Payer | PartydayError] = []
    for row in with_numbers(known, rows):
        try:
            person = meant(known, row.who, row.number, row.staff_number or "", where)
            payers.append(Payer(desk.branch, person, account_of[person.id], policy))
        except PartydayError as error:
            payers.append(error)
    return payers


def _disagreeing(row: AssessmentRow, assessed: Assessed) -> Iterator[str]:
    """What the sheet says of the dues and is not what they come to."""
    reckoned = _("{amount} yuan a month").format(amount=yuan(assessed.monthly))
    reckoned += f" ({assessed.rate})" if assessed.rate else ""
    amount = row.stated and row.stated.number != assessed.monthly
    rate = row.rate and percent(row.rate.number) != assessed.rate
    for stated, differs in ((row.stated, amount), (row.rate, rate)):
        if stated and differs:
            yield _("Row {row}: {sentence}").format(
                row=f"{row.row} ({row.name})",
                sentence=_("{column} is “{text}” in the sheet; reckoned were {amount}.").format(
                    column=stated.column, text=stated.text, amount=reckoned
                ),
            )


def _assess(unit: Unit, payer: Payer, kind: DuesKind, income: int | None, since: Month, reason: str) -> Assessed:
    if not payer.person.standing.is_member:
        raise Conflict(_("{name} is not a member: no dues are owed.").format(name=payer.person.name))
    if since < payer.account.first:
        raise BadInput(
            _("{name} owes dues from {month} on, not before.").format(name=payer.person.name, month=payer.account.first)
        )
    dues = monthly(payer.policy, kind, income, since.first_day)
    assessment = Assessment(member_id=payer.person.id, since=since, kind=kind, income=income, reason=reason)
    before = unit.get(Assessment, payer.person.id, since)
    if before is not None and (before.kind, before.income) == (kind, income):
        return Assessed(payer.person, assessment, dues, changed=False)
    account, now = payer.account, Month.of(unit.act.today)
    # What has not begun is corrected, and not changed: the new one takes the place of those of the same year.
    coming = [other for other in account.assessments if other.since > now and other.since.year == since.year]
    begun = [other for other in account.assessments if other.since <= now]
    if not reason and _within_a_year(begun, since) and not (coming and since > now):
        raise Conflict(
            _("The dues of {name} are assessed already; they are changed at the start of a year.").format(
                name=payer.person.name
            ),
            _("A change within the year needs a reason, such as --reason 收入变动."),
        )
    unit.put(assessment)
    replaced = [] if reason else [other for other in coming if other.since != since]
    for other in replaced:
        unit.delete(other)
    kept = [other for other in account.assessments if other not in replaced and other.since != since]
    after = replace(account, assessments=tuple(sorted([*kept, assessment], key=lambda other: other.since)))
    return Assessed(
        payer.person,
        assessment,
        dues,
        changed=True,
        replaced=tuple(other.since for other in replaced),
        overpaid=tuple(overpaid(after, payer.policy)),
    )


def _within_a_year(assessments: Sequence[Assessment], since: Month) -> bool:
    """Whether an assessment from `since` on changes one that stands: any but an earlier one, at a new year."""
    new_year = since.number == 1
    return any(standing.since >= since or not new_year for standing in assessments)


class Waived(NamedTuple):
    """A waiver, and the months for which more is paid with it than is owed."""

    person: Person
    waiver: Waiver
    overpaid: tuple[DuesLine, ...]


def waive(
    desk: Desk,
    who: str,
    months: Sequence[Month],
    amount: int,
    approved_by: str,
    approved_on: date,
    reason: str,
) -> Waived:
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
    after = replace(payer.account, waivers=(*payer.account.waivers, waiver))
    return Waived(payer.person, waiver, tuple(overpaid(after, payer.policy)))
