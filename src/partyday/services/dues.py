"""Dues (党费) as a secretary keeps them: assess, reduce, take in, give back, forward. Amounts are fen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from partyday.errors import Ambiguous, BadInput, Conflict, PartydayError
from partyday.i18n import _, listed
from partyday.model.codes import Circumstance, DuesKind, MembershipEnd, Method, Proxy
from partyday.model.dues import Account, Assessment, Line, Payment, Remittance, Waiver
from partyday.model.money import yuan
from partyday.model.people import Branch, Person, same_name
from partyday.model.period import Month
from partyday.model.problems import Problem
from partyday.rules.account import line_of, lines_of, owed, paid_until, spread
from partyday.rules.dues import monthly
from partyday.rules.parameters import BACK_PAYMENT, LARGE_VOLUNTARY, PREPAYMENT
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of
from partyday.services.lookup import find, find_all, find_day, find_person, refuse_future
from partyday.sheets.assessments import AssessmentRow
from partyday.sheets.collection import Handed
from partyday.store import dues, people
from partyday.store import tables as t
from partyday.store.book import Act, Store, Unit
from partyday.store.people import Record


def accounts(connection: Connection, member_ids: Collection[int], today: date) -> dict[int, Account]:
    """Member → their account."""
    assessments = dues.assessments(connection, member_ids)
    waivers = dues.waivers(connection, member_ids)
    payments = dues.payments(connection, member_ids)
    return {
        key: Account(
            member_id=key,
            first=Month.of(record.member["joined_on"] or record.memberships[0]["since"]),
            last=_last(record),
            free=_free(record, today),
            assessments=tuple(assessments.get(key, ())),
            waivers=tuple(waivers.get(key, ())),
            payments=tuple(payments.get(key, ())),
        )
        for key, record in people.records(connection, member_ids).items()
    }


def _last(record: Record) -> Month | None:
    """The last month dues are owed for here: of a transfer its own month, of death or removal the one before."""
    last = record.memberships[-1]
    if last["until"] is None:
        return None
    left = Month.of(last["until"])
    return left if last["ended_by"] == MembershipEnd.TRANSFERRED else left.shifted(-1)


def _free(record: Record, today: date) -> frozenset[Month]:
    """The months in which the member was suspended: no dues."""
    free: set[Month] = set()
    for spell in record.circumstances:
        if spell["kind"] == Circumstance.SUSPENDED:
            until = spell["until"] - timedelta(days=1) if spell["until"] else Month.of(today).shifted(24).first_day
            free |= set(Month.of(spell["since"]).until(Month.of(until)))
    return frozenset(free)


@dataclass(frozen=True)
class _Member:
    """Somebody with their account and what it is reckoned by."""

    branch: Branch
    person: Person
    account: Account
    policy: Policy


def _member(
    connection: Connection, branch_name: str | None, who: str, today: date, number: int | None = None
) -> _Member:
    """The member meant by `who`; of namesakes the one with that roster `number`."""
    branches = people.branches(connection)
    try:
        branch, person = find_person(connection, branches, branch_name, who, today)
    except Ambiguous:
        if number is None:
            raise
        branch, person = find_person(connection, branches, branch_name, str(number), today)
        if not same_name(person.name, who):
            raise
    account = accounts(connection, [person.id], today)[person.id]
    return _Member(branch, person, account, policy_of(branches, branch))


# ---- what is owed


def assess(
    store: Store,
    act: Act,
    branch_name: str | None,
    who: str,
    kind: DuesKind,
    income: int | None,
    since: Month,
    reason: str = "",
) -> tuple[Person, Assessment, int, bool]:
    """What a member's dues are reckoned from, from a month on: with the month's dues, and whether anything changed.

    A change within the year, or of what stands, needs its reason (Conflict). Raises WrongUsage or BadInput for an
    amount that cannot be, BadInput for a month before the member joined.
    """
    with store.writing(act, reason) as unit:
        member = _member(unit.connection, branch_name, who, act.today)
        return _assess(unit, member, kind, income, since, reason)


def assess_all(
    store: Store, act: Act, branch: Branch, rows: Sequence[AssessmentRow], since: Month | None, reason: str = ""
) -> tuple[list[tuple[Person, Assessment, int, bool]], list[Problem]]:
    """The assessments of a sheet, all of them or, where any row has a problem, none; `since` for rows without a month.

    Raises nothing for a row: what is wrong with it is among the problems.
    """
    done, problems = [], []
    with store.writing(act, reason) as unit:
        for row in rows:
            month = row.since or since
            handle = row.staff_number or row.name
            try:
                if month is None:
                    raise BadInput(_("From which month on is not said."), _("Give --from MONTH."))
                member = _member(unit.connection, branch.name, handle, act.today, row.number)
                done.append(_assess(unit, member, row.kind, row.income, month, reason))
            except PartydayError as error:
                sentence = f"{error} {error.hint}".rstrip()
                problems.append(Problem(row=row.row, column="", value=row.name, problem=sentence))
        if problems:
            unit.abandon()
    return ([] if problems else done), problems


def _assess(
    unit: Unit, member: _Member, kind: DuesKind, income: int | None, since: Month, reason: str
) -> tuple[Person, Assessment, int, bool]:
    if not member.person.standing.is_member:
        raise Conflict(_("{name} is not a member: no dues are owed.").format(name=member.person.name))
    if since < member.account.first:
        raise BadInput(
            _("{name} owes dues from {month} on, not before.").format(
                name=member.person.name, month=member.account.first
            )
        )
    amount = monthly(member.policy, kind, income, since.first_day).amount
    row: dict[str, Any] = {
        "member_id": member.person.id,
        "since": since,
        "kind": kind.value,
        "income": income,
        "reason": reason,
    }
    before = unit.get(t.assessment, row)
    changed = before is None or {**before, "reason": ""} != {**row, "reason": ""}
    if changed and not reason and _within_a_year(member.account.assessments, since):
        raise Conflict(
            _("The dues of {name} are assessed already; they are changed at the start of a year.").format(
                name=member.person.name
            ),
            _("A change within the year needs --reason TEXT."),
        )
    if changed:
        unit.put(t.assessment, row)
    return member.person, Assessment(**{**row, "kind": kind}), amount, changed


def _within_a_year(assessments: Sequence[Assessment], since: Month) -> bool:
    """Whether another assessment holds in that year already, or stands at that month."""
    return any(each.since == since or (each.since < since and since.number != 1) for each in assessments) or any(
        each.since > since for each in assessments
    )


def waive(
    store: Store,
    act: Act,
    branch_name: str | None,
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
    with store.writing(act, reason) as unit:
        member = _member(unit.connection, branch_name, who, act.today)
        refuse_future(approved_on, act.today)
        lines = [line_of(member.account, member.policy, month) for month in months]
        senseless = [line.month for line in lines if line.assessed <= amount]
        if senseless:
            raise Conflict(
                _("There is nothing to reduce to {amount} yuan in {months}.").format(
                    amount=yuan(amount), months=listed(senseless)
                ),
                _("`partyday dues ledger {number}` shows what is assessed.").format(number=member.person.number),
            )
        row: dict[str, Any] = {
            "id": unit.next_id(t.waiver),
            "member_id": member.person.id,
            "since": months[0],
            "until": months[-1],
            "amount": amount,
            "approved_by": approved_by,
            "approved_on": approved_on,
            "reason": reason,
        }
        unit.insert(t.waiver, row)
    return member.person, Waiver(**row)


@dataclass(frozen=True)
class Owing:
    """Who owes what: the months with their lines. Nobody assessed has `lines` None."""

    person: Person
    lines: tuple[Line, ...] | None

    @property
    def amount(self) -> int:
        """All of it."""
        return sum(line.balance for line in self.lines or ())


def owing(store: Store, branch: Branch, today: date, through: Month | None = None) -> list[Owing]:
    """The members of a branch who owe something up to a month (today's), and those not assessed, by number."""
    with store.reading() as connection:
        policy = policy_of(people.branches(connection), branch)
        return _owing(connection, branch, policy, today, through or Month.of(today))


def owing_on(connection: Connection, branch: Branch, on: date, through: Month) -> list[Owing]:
    """Who owes something up to a month, of the members a branch has on a day."""
    policy = policy_of(people.branches(connection), branch)
    return [each for each in _owing(connection, branch, policy, on, through) if each.lines]


def _owing(connection: Connection, branch: Branch, policy: Policy, today: date, until: Month) -> list[Owing]:
    members = [each for each in people.people_on(connection, branch.id, today) if each.standing.is_member]
    known = accounts(connection, [each.id for each in members], today)
    found = [
        Owing(each, tuple(owed(known[each.id], policy, until)) if known[each.id].assessments else None)
        for each in members
    ]
    return [each for each in found if each.lines is None or each.lines]


def ledger(store: Store, today: date, branch_name: str | None, who: str) -> tuple[Person, Account, list[Line]]:
    """One member's account, month by month."""
    with store.reading() as connection:
        member = _member(connection, branch_name, who, today)
    return member.person, member.account, lines_of(member.account, member.policy, Month.of(today))


def paid_until_of(store: Store, member_id: int, branch: Branch, today: date) -> Month | None:
    """The month up to which a member owes nothing any more; None where dues were not assessed or nothing is paid."""
    with store.reading() as connection:
        account = accounts(connection, [member_id], today)[member_id]
        return paid_until(account, policy_of(people.branches(connection), branch), Month.of(today))


def ledger_of_branch(store: Store, branch: Branch, today: date) -> list[tuple[Person, list[Line]]]:
    """Every member of a branch whose dues are assessed, with their account month by month, by number."""
    with store.reading() as connection:
        policy = policy_of(people.branches(connection), branch)
        members = [each for each in people.people_on(connection, branch.id, today) if each.standing.is_member]
        known = accounts(connection, [each.id for each in members], today)
    lines = [(each, lines_of(known[each.id], policy, Month.of(today))) for each in members]
    return [(each, months) for each, months in lines if months]


@dataclass(frozen=True)
class Till:
    """What a branch took in and forwarded. `in_hand` is what it still holds."""

    collected: tuple[Payment, ...]
    remitted: tuple[Remittance, ...]

    @property
    def in_hand(self) -> int:
        """Collected less forwarded."""
        return sum(each.amount for each in self.collected) - sum(each.amount for each in self.remitted)


def till(connection: Connection, branch: Branch) -> Till:
    """What a branch took in and forwarded."""
    return Till(tuple(dues.collected(connection, branch.id)), tuple(dues.remittances(connection, branch.id)))


def till_of(store: Store, branch: Branch) -> Till:
    """What a branch took in and forwarded."""
    with store.reading() as connection:
        return till(connection, branch)


# ---- paying


@dataclass(frozen=True)
class Paid:
    """What a payment did. `late` are months further back than is normal, `large` a voluntary part forwarded whole."""

    person: Person
    payments: tuple[Payment, ...]
    still_owed: int
    late: tuple[Month, ...] = ()
    large: bool = False

    @property
    def amount(self) -> int:
        """All that was paid."""
        return sum(payment.amount for payment in self.payments)


@dataclass(frozen=True)
class How:
    """How money changed hands."""

    on: date
    method: Method = Method.CASH
    collector: str = ""
    proxy: str = ""
    proxy_is: Proxy | None = None
    receipt: str = ""
    note: str = ""


def pay(
    store: Store,
    act: Act,
    branch_name: str | None,
    who: str,
    months: Sequence[Month],
    how: How,
    *,
    amount: int | None = None,
    ahead: bool = False,
    voluntary: bool = False,
) -> Paid:
    """Take in the dues of some months: all they owe, or `amount`, laid over them in order.

    What is more than they owe is paid `ahead` or `voluntary`, as was said. Raises Conflict for a month already paid,
    not assessed or too far ahead, and for more than is owed where it was not said what it is.
    """
    with store.writing(act, how.note) as unit:
        member = _member(unit.connection, branch_name, who, act.today)
        refuse_future(how.on, act.today)
        limit = Month.of(how.on).shifted(member.policy.at(PREPAYMENT, how.on).value)
        _refuse_months(member, months, limit)
        total = sum(line_of(member.account, member.policy, month).balance for month in months)
        given = total if amount is None else amount
        if given <= 0:
            raise BadInput(_("A payment is more than nothing."))
        laid, left = spread(member.account, member.policy, list(months), given)
        if left and ahead:
            following = [month for month in months[-1].shifted(1).until(limit) if month not in laid]
            more, left = spread(member.account, member.policy, following, left)
            laid |= more
        if left and not voluntary:
            raise Conflict(
                _("{amount} yuan are more than is owed.").format(amount=yuan(left)),
                _("Say what it is: for the months to come (--ahead), or beyond the dues (--voluntary)."),
            )
        parts: list[tuple[str | None, int]] = [*laid.items()]
        if left:
            parts.append((None, left))
        payments = _write(unit, member, parts, how)
        normal = Month.of(how.on).shifted(-member.policy.at(BACK_PAYMENT, how.on).value)
    return Paid(
        member.person,
        payments,
        total - sum(part for month, part in laid.items() if month in months),
        tuple(month for month in laid if month < normal),
        left >= member.policy.at(LARGE_VOLUNTARY, how.on).value,
    )


def meeting(store: Store, branch: Branch, ref: str | None, today: date) -> date:
    """The date dues are collected on: of the activity day that `ref` names, else today. Raises NotFound."""
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
    """What everybody owes up to the month of a meeting, and what of it is taken in as one act.

    With `everybody` that is all, but for `besides`; of a filled-in `sheet` what it says of each, all of it or, where
    any row has a problem, nothing. Raises NotFound or Ambiguous for handles, BadInput for a day to come.
    """
    with store.writing(act, how.note) as unit:
        policy = policy_of(people.branches(unit.connection), branch)
        found = owing_on(unit.connection, branch, how.on, Month.of(how.on))
        if not everybody and sheet is None:
            return [Collected(each) for each in found], []
        refuse_future(how.on, act.today)
        on_roster = people.people_on(unit.connection, branch.id, how.on)
        if sheet is None:
            spared = {person.id for person in find_all(on_roster, besides, _("in {branch}").format(branch=branch.name))}
            given = {each.person.id: each.amount for each in found if each.person.id not in spared}
        else:
            given, problems = _handed_in(found, on_roster, sheet)
            if problems:
                return [], problems
        known = accounts(unit.connection, list(given), act.today)
        for each in found:
            if each.person.id in given:
                member = _Member(branch, each.person, known[each.person.id], policy)
                _take(unit, member, each, given[each.person.id], how)
    return [Collected(each, given.get(each.person.id, 0)) for each in found], []


def _handed_in(
    found: Sequence[Owing], on_roster: Sequence[Person], sheet: Sequence[Handed]
) -> tuple[dict[int, int], list[Problem]]:
    """Member → the fen they handed in, by the rows of a filled-in sheet; and what is wrong with the rows."""
    owing = {each.person.id: each for each in found}
    given: dict[int, int] = {}
    problems = []
    for row in sheet:
        try:
            person = _of_row(on_roster, row)
            owed_by = owing.get(person.id)
            if person.id in given:
                raise Conflict(_("{name} stands in the sheet twice.").format(name=person.name))
            if owed_by is None:
                raise Conflict(_("{name} owes nothing up to this month.").format(name=person.name))
            if row.amount is None and row.owed not in (None, owed_by.amount):
                raise Conflict(
                    _("{amount} yuan are owed now, not what the sheet says.").format(amount=yuan(owed_by.amount)),
                    _("Write the amount that was handed in, or print the sheet anew."),
                )
            if row.amount == 0:
                raise BadInput(_("A payment is more than nothing."))
            given[person.id] = owed_by.amount if row.amount is None else row.amount
            if given[person.id] > owed_by.amount:
                raise Conflict(
                    _("{amount} yuan are owed.").format(amount=yuan(owed_by.amount)),
                    _("For what is over say what it is: partyday dues pay {number} --ahead or --voluntary.").format(
                        number=person.number
                    ),
                )
        except PartydayError as error:
            sentence = f"{error} {error.hint}".rstrip()
            problems.append(Problem(row=row.row, column="", value=row.who, problem=sentence))
    return given, problems


def _of_row(on_roster: Sequence[Person], row: Handed) -> Person:
    """Whom a row means: the roster number beside the name tells namesakes apart."""
    exact = [each for each in on_roster if each.number == row.number and same_name(each.name, row.who)]
    return exact[0] if exact else find(on_roster, row.who, _("on the roster"))


def collect_one(
    store: Store, act: Act, branch: Branch, person: Person, how: How, amount: int | None = None
) -> tuple[tuple[Payment, ...], int]:
    """Take in what one member owes up to the month of a meeting, or part of it; with the number of the log entry.

    Raises Conflict where nothing, or less than `amount`, is owed.
    """
    with store.writing(act) as unit:
        refuse_future(how.on, act.today)
        policy = policy_of(people.branches(unit.connection), branch)
        account = accounts(unit.connection, [person.id], act.today)[person.id]
        owing = Owing(person, tuple(owed(account, policy, Month.of(how.on))))
        row = Handed(row=0, who=person.name, number=person.number, amount=amount)
        given, problems = _handed_in([owing] if owing.lines else [], [person], [row])
        if problems:
            raise Conflict(problems[0].problem)
        return _take(unit, _Member(branch, person, account, policy), owing, given[person.id], how), unit.entry_id


def _take(unit: Unit, member: _Member, owing: Owing, amount: int, how: How) -> tuple[Payment, ...]:
    """Lay an amount over the months that are owed, oldest first."""
    laid, _left = spread(member.account, member.policy, [line.month for line in owing.lines or ()], amount)
    return _write(unit, member, list(laid.items()), how)


def refund(
    store: Store, act: Act, branch_name: str | None, who: str, month: Month | None, amount: int, how: How
) -> Paid:
    """Give back part of what was paid for a month (None: voluntarily). Raises Conflict where less was paid."""
    with store.writing(act, how.note) as unit:
        member = _member(unit.connection, branch_name, who, act.today)
        refuse_future(how.on, act.today)
        paid = sum(payment.amount for payment in member.account.payments if payment.for_month == month)
        if not 0 < amount <= paid:
            raise Conflict(
                _("{paid} yuan were paid for it: {amount} cannot be given back.").format(
                    paid=yuan(paid), amount=yuan(amount)
                )
            )
        return Paid(member.person, _write(unit, member, [(month, -amount)], how), 0)


def _refuse_months(member: _Member, months: Sequence[Month], limit: Month) -> None:
    lines = [line_of(member.account, member.policy, month) for month in months]
    hint = _("`partyday dues ledger {number}` shows the months.").format(number=member.person.number)
    none = [line.month for line in lines if not line.assessed]
    if none:
        raise Conflict(_("No dues are assessed for {months}.").format(months=listed(none)), hint)
    done = [line.month for line in lines if line.balance <= 0]
    if done:
        raise Conflict(_("Nothing is owed any more for {months}.").format(months=listed(done)), hint)
    far = [month for month in months if month > limit]
    if far:
        raise Conflict(_("That is too far ahead: dues may be paid until {month}.").format(month=limit), hint)


def _write(unit: Unit, member: _Member, parts: Sequence[tuple[str | None, int]], how: How) -> tuple[Payment, ...]:
    key = unit.next_id(t.payment)
    receipt = how.receipt or f"{how.on.year}-{key:05}"
    rows: list[dict[str, Any]] = [
        {
            "id": key + nth,
            "member_id": member.person.id,
            "branch_id": member.branch.id,
            "for_month": month,
            "amount": amount,
            "paid_on": how.on,
            "method": how.method.value,
            "collector": how.collector,
            "proxy": how.proxy,
            "proxy_is": how.proxy_is.value if how.proxy_is else None,
            "receipt": receipt,
            "note": how.note,
        }
        for nth, (month, amount) in enumerate(parts)
    ]
    unit.insert(t.payment, *rows)
    return tuple(Payment(**{**row, "method": how.method, "proxy_is": how.proxy_is}) for row in rows)


def remit(
    store: Store, act: Act, branch: Branch, on: date, amount: int | None, sent_to: str, note: str = ""
) -> tuple[Remittance, int]:
    """Record what was forwarded upward, by default all in hand; with what is in hand afterwards.

    Raises Conflict for more than is in hand, or where nothing is.
    """
    with store.writing(act, note) as unit:
        refuse_future(on, act.today)
        in_hand = till(unit.connection, branch).in_hand
        given = in_hand if amount is None else amount
        if not 0 < given <= in_hand:
            raise Conflict(
                _("{in_hand} yuan are in hand: {amount} cannot be forwarded.").format(
                    in_hand=yuan(in_hand), amount=yuan(given)
                ),
                _("`partyday dues ledger` shows what was collected and forwarded."),
            )
        row: dict[str, Any] = {
            "id": unit.next_id(t.remittance),
            "branch_id": branch.id,
            "remitted_on": on,
            "amount": given,
            "sent_to": sent_to,
            "note": note,
        }
        unit.insert(t.remittance, row)
    return Remittance(**row), in_hand - given
