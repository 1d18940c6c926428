"""One member's payment is taken in, or part of it given back. Amounts are fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from partyday.errors import BadInput, Conflict
from partyday.i18n import _, listed
from partyday.model.codes import Method, Proxy
from partyday.model.dues import Payment
from partyday.model.money import yuan
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.rules.account import line_of, spread
from partyday.rules.parameters import BACK_PAYMENT, LARGE_VOLUNTARY, PREPAYMENT
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, payer_of
from partyday.services.lookup import refuse_future
from partyday.store.book import Unit


@dataclass(frozen=True)
class Paid:
    """What a payment did.

    `still_owed` is what these months lack after it. `late` are the months further back than is normal. `large` tells
    that the voluntary part is so large that it must be forwarded whole.
    """

    person: Person
    payments: tuple[Payment, ...]
    still_owed: int
    late: tuple[Month, ...] = ()
    large: bool = False

    @property
    def amount(self) -> int:
        """What was paid in all, in fen."""
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
    desk: Desk,
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
    with desk.writing(how.note) as unit:
        payer = payer_of(unit.connection, desk, who)
        refuse_future(how.on, desk.today)
        limit = Month.of(how.on).shifted(payer.policy.at(PREPAYMENT, how.on).value)
        _refuse_months(payer, months, limit)
        total = sum(line_of(payer.account, payer.policy, month).balance for month in months)
        given = total if amount is None else amount
        if given <= 0:
            raise BadInput(_("A payment is more than nothing."))
        laid, left = spread(payer.account, payer.policy, list(months), given)
        if left and ahead:
            following = [month for month in months[-1].shifted(1).until(limit) if month not in laid]
            more, left = spread(payer.account, payer.policy, following, left)
            laid |= more
        if left and not voluntary:
            raise Conflict(
                _("{amount} yuan are more than is owed.").format(amount=yuan(left)),
                _("Say what it is: for the months to come (--ahead), or beyond the dues (--voluntary)."),
            )
        parts: list[tuple[Month | None, int]] = [*laid.items()]
        if left:
            parts.append((None, left))
        payments = write_payments(unit, payer, parts, how)
        normal = Month.of(how.on).shifted(-payer.policy.at(BACK_PAYMENT, how.on).value)
    return Paid(
        payer.person,
        payments,
        total - sum(part for month, part in laid.items() if month in months),
        tuple(month for month in laid if month < normal),
        left >= payer.policy.at(LARGE_VOLUNTARY, how.on).value,
    )


def refund(desk: Desk, who: str, month: Month | None, amount: int, how: How) -> Paid:
    """Give back part of what was paid for a month (None: voluntarily). Raises Conflict where less was paid."""
    with desk.writing(how.note) as unit:
        payer = payer_of(unit.connection, desk, who)
        refuse_future(how.on, desk.today)
        paid = sum(payment.amount for payment in payer.account.payments if payment.for_month == month)
        if not 0 < amount <= paid:
            raise Conflict(
                _("{paid} yuan were paid for it: {amount} cannot be given back.").format(
                    paid=yuan(paid), amount=yuan(amount)
                )
            )
        return Paid(payer.person, write_payments(unit, payer, [(month, -amount)], how), 0)


def _refuse_months(payer: Payer, months: Sequence[Month], limit: Month) -> None:
    lines = [line_of(payer.account, payer.policy, month) for month in months]
    hint = _("`partyday dues ledger {number}` shows the months.").format(number=payer.person.number)
    none = [line.month for line in lines if not line.assessed]
    if none:
        raise Conflict(_("No dues are assessed for {months}.").format(months=listed(none)), hint)
    done = [line.month for line in lines if line.balance <= 0]
    if done:
        raise Conflict(_("Nothing is owed any more for {months}.").format(months=listed(done)), hint)
    far = [month for month in months if month > limit]
    if far:
        raise Conflict(_("That is too far ahead: dues may be paid until {month}.").format(month=limit), hint)


def write_payments(
    unit: Unit, payer: Payer, parts: Sequence[tuple[Month | None, int]], how: How
) -> tuple[Payment, ...]:
    """Store a payment laid over months (None: voluntary), all under one receipt; by default the next number."""
    key = unit.next_id(Payment)
    receipt = how.receipt or f"{how.on.year}-{key:05}"
    payments = tuple(
        Payment(
            id=key + nth,
            member_id=payer.person.id,
            branch_id=payer.branch.id,
            for_month=month,
            amount=amount,
            paid_on=how.on,
            method=how.method,
            collector=how.collector,
            proxy=how.proxy,
            proxy_is=how.proxy_is,
            receipt=receipt,
            note=how.note,
        )
        for nth, (month, amount) in enumerate(parts)
    )
    unit.insert(*payments)
    return payments
