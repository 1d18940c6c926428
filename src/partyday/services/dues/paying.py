"""One member's payment is taken in, part of it given back, or what was overpaid laid over the months to come.

Amounts are fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from partyday.errors import BadInput, Conflict, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Method, Proxy
from partyday.model.dues import Payment
from partyday.model.money import yuan
from partyday.model.people import Person
from partyday.model.period import Month
from partyday.rules.account import line_of, overpaid, spread
from partyday.rules.parameters import BACK_PAYMENT, LARGE_VOLUNTARY, PREPAYMENT
from partyday.services.desk import Desk
from partyday.services.dues.accounts import Payer, payer_of
from partyday.services.dues.receipts import ReceiptNumbers
from partyday.services.dues.remitting import refuse_overdrawn, till
from partyday.services.lookup import name_of, refuse_future
from partyday.store import people
from partyday.store.book import Unit
from partyday.store.connection import Connection


@dataclass(frozen=True)
class Paid:
    """What a payment did.

    `still_owed` is what these months lack after it (a refund does not say). `late` are the months further back than is
    normal. `large` tells that the voluntary part is so large that it has a receipt of its own and is forwarded apart.
    `in_hand` is what the branch holds after a refund.
    """

    person: Person
    payments: tuple[Payment, ...]
    still_owed: int = 0
    late: tuple[Month, ...] = ()
    large: bool = False
    in_hand: int | None = None

    @property
    def amount(self) -> int:
        """What was paid in all, in fen."""
        return sum(payment.amount for payment in self.payments)

    @property
    def receipts(self) -> list[str]:
        """The numbers of its receipts, in order; a refund has none."""
        return list(dict.fromkeys(payment.receipt for payment in self.payments if payment.receipt))


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
    """Take in the dues of some months: all they owe, or `amount`, laid over them in order; without months, a gift.

    What is more than they owe is paid `ahead` or `voluntary`, as was said. Raises Conflict for a month already paid,
    not assessed or too far ahead, and for more than is owed where it was not said what it is; WrongUsage where neither
    months nor a gift was said.
    """
    if not months and not (voluntary and amount is not None and not ahead):
        raise WrongUsage(
            _("For which months is it?"),
            _("Say --months MONTH[..MONTH]; or --amount YUAN --voluntary for what is beyond the dues."),
        )
    with desk.writing(how.note) as unit:
        payer = payer_of(unit.connection, desk, who)
        refuse_future(how.on, desk.today)
        if not payer.person.standing.is_member:
            raise Conflict(_("{name} is not a member and pays no dues.").format(name=payer.person.name))
        limit = Month.of(how.on).shifted(payer.policy.at(PREPAYMENT, how.on).value)
        _refuse_months(payer, months, limit)
        total = sum(line_of(payer.account, payer.policy, month).balance for month in months)
        given = total if amount is None else amount
        if given <= 0:
            raise BadInput(_("A payment is more than nothing."))
        laid, left = spread(payer.account, payer.policy, list(months), given)
        if left and ahead:
            following = [month for month in months[-1].until(limit) if month not in laid]
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
        payments = write_payments(
            unit, payer, parts, named(unit.connection, payer, how), ReceiptNumbers(unit, payer.branch)
        )
        normal = Month.of(how.on).shifted(-payer.policy.at(BACK_PAYMENT, how.on).value)
    return Paid(
        payer.person,
        payments,
        total - sum(part for month, part in laid.items() if month in months),
        tuple(month for month in laid if month < normal),
        _is_large(payer, left, how.on),
    )


def _is_large(payer: Payer, voluntary: int, on: date) -> bool:
    return voluntary >= payer.policy.at(LARGE_VOLUNTARY, on).value


def refund(desk: Desk, who: str, month: Month | None, amount: int | None, how: How) -> Paid:
    """Give back part of what was paid to this branch for a month (None: voluntarily); without `amount`, all that is
    overpaid.

    Raises Conflict where less was paid, or nothing is overpaid; and where the cash in hand does not reach and no
    reason was given.
    """
    with desk.writing(how.note) as unit:
        payer = payer_of(unit.connection, desk, who)
        refuse_future(how.on, desk.today)
        if amount is None:
            over = _overpaid_here(payer, month)
            parts: list[tuple[Month | None, int]] = [(part.month, -part.amount) for part in over]
        else:
            paid = _paid_here(payer, month)
            if not 0 < amount <= paid:
                raise Conflict(
                    _("{paid} yuan were paid for it: {amount} cannot be given back.").format(
                        paid=yuan(paid), amount=yuan(amount)
                    )
                )
            parts = [(month, -amount)]
        payments = _write(unit, payer, [(part, "") for part in parts], named(unit.connection, payer, how))
        in_hand = till(unit.connection, desk.tree, payer.branch).in_hand
        refuse_overdrawn(payer.branch, in_hand, how.note)
    return Paid(payer.person, payments, in_hand=in_hand)


def carry(desk: Desk, who: str, how: How) -> Paid:
    """Lay what a member overpaid over the coming months, from that of the day on: no money moves.

    Raises Conflict where nothing is overpaid, or nothing is owed for the months to come.
    """
    with desk.writing(how.note) as unit:
        payer = payer_of(unit.connection, desk, who)
        refuse_future(how.on, desk.today)
        over = _overpaid_here(payer, None)
        limit = Month.of(how.on).shifted(payer.policy.at(PREPAYMENT, how.on).value)
        coming = Month.of(how.on).until(limit)
        laid, left = spread(payer.account, payer.policy, coming, sum(part.amount for part in over))
        if not laid:
            raise Conflict(
                _("{name} owes nothing for the months to come.").format(name=payer.person.name),
                _("Give it back: partyday dues refund {number} --reason 多交退还").format(number=payer.person.number),
            )
        taken, parts = sum(laid.values()), []
        for month, amount in over:
            part = min(taken, amount)
            taken -= part
            parts.append((month, -part))
        every: list[tuple[Month | None, int]] = [*((month, part) for month, part in parts if part), *laid.items()]
        payments = _write(unit, payer, [(part, "") for part in every], named(unit.connection, payer, how))
    return Paid(payer.person, payments, left)


def _paid_here(payer: Payer, month: Month | None) -> int:
    """What the payer's branch itself took in for a month (None: voluntarily)."""
    return sum(
        payment.amount
        for payment in payer.account.payments
        if payment.for_month == month and payment.branch_id == payer.branch.id
    )


class Overpaid(NamedTuple):
    """What was paid beyond what is owed for a month, in fen."""

    month: Month
    amount: int


def _overpaid_here(payer: Payer, month: Month | None) -> list[Overpaid]:
    """The overpaid months (of `month` alone, where one is named), as far as this branch took them in.

    Raises Conflict where there are none.
    """
    found = []
    for line in overpaid(payer.account, payer.policy):
        here = min(line.overpaid, _paid_here(payer, line.month))
        if here > 0 and month in (None, line.month):
            found.append(Overpaid(line.month, here))
    if not found:
        raise Conflict(
            _("{name} has overpaid nothing.").format(name=payer.person.name),
            _("`partyday dues ledger {number}` shows the months.").format(number=payer.person.number),
        )
    return found


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


def named(connection: Connection, payer: Payer, how: How) -> How:
    """The same, with the collector by name where a number, pinyin or initials of one of the branch were given."""
    if not how.collector:
        return how
    return replace(how, collector=name_of(people.people_on(connection, payer.branch.id, how.on), how.collector))


def write_payments(
    unit: Unit, payer: Payer, parts: Sequence[tuple[Month | None, int]], how: How, numbers: ReceiptNumbers
) -> tuple[Payment, ...]:
    """Store a payment laid over months (None: voluntary) under one receipt; a large gift has a receipt of its own."""
    gift = sum(amount for month, amount in parts if month is None)
    apart = gift if _is_large(payer, gift, how.on) else 0
    together = sum(amount for _month, amount in parts) - apart
    first = numbers.issue(payer.person.name, how.on, together or apart, how.receipt)
    second = numbers.issue(payer.person.name, how.on, apart) if together and apart else first
    return _write(unit, payer, [(part, second if part[0] is None else first) for part in parts], how)


def _write(
    unit: Unit, payer: Payer, parts: Sequence[tuple[tuple[Month | None, int], str]], how: How
) -> tuple[Payment, ...]:
    """Store what was paid for each month, with the number of its receipt."""
    payments = tuple(
        Payment(
            id=unit.next_id(Payment),
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
        for (month, amount), receipt in parts
    )
    unit.insert(*payments)
    return payments
