"""The nouns of dues (党费): what a member's are reckoned from, what is reduced, paid and forwarded.

Money is integer fen, months are `2026-03`. Standard library only.
"""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from partyday.model.codes import DuesKind, Method, Proxy
from partyday.model.frozen import frozen
from partyday.model.period import Month


@frozen(kw_only=True)
class Assessment:
    """What a member's dues are reckoned from, from the month `since` on (核定). `income` is fen a month."""

    member_id: int
    since: Month
    kind: DuesKind
    income: int | None = None
    reason: str = ""


@frozen(kw_only=True)
class Waiver:
    """Dues reduced to `amount` a month, or waived (0), from `since` to `until`, both included (少交、免交)."""

    id: int
    member_id: int
    since: Month
    until: Month
    amount: int
    approved_by: str
    approved_on: date
    reason: str = ""


@frozen(kw_only=True)
class Payment:
    """What was paid for one month; negative where it was given back. `for_month` None: voluntary, beyond what is owed.

    `proxy` paid for the member. What was paid together carries one `receipt` number.
    """

    id: int
    member_id: int
    branch_id: int
    for_month: Month | None
    amount: int
    paid_on: date
    method: Method = Method.CASH
    collector: str = ""
    proxy: str = ""
    proxy_is: Proxy | None = None
    receipt: str = ""
    note: str = ""


@frozen(kw_only=True)
class Receipt:
    """The number of a receipt (收据) that was given: to whom, when, over how much. It is never given again."""

    branch_id: int
    number: str
    payer: str
    issued_on: date
    amount: int


@frozen(kw_only=True)
class Remittance:
    """What a branch forwarded to its superior (上交). `receipt` is that of the one gift which is forwarded apart."""

    id: int
    branch_id: int
    remitted_on: date
    amount: int
    sent_to: str = ""
    note: str = ""
    receipt: str = ""


@frozen(kw_only=True)
class Account:
    """Everything that bears on one member's dues.

    They are owed from the month `first` to `last` (None: on and on), both included, but not in the `free` months.
    """

    member_id: int
    first: Month
    last: Month | None = None
    free: frozenset[Month] = frozenset()
    assessments: tuple[Assessment, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    payments: tuple[Payment, ...] = ()

    def until(self, on: date) -> "Account":
        """The account as it stood on a day: what was paid and approved by then."""
        return replace(
            self,
            waivers=tuple(waiver for waiver in self.waivers if waiver.approved_on <= on),
            payments=tuple(payment for payment in self.payments if payment.paid_on <= on),
        )


class PaidMonths(NamedTuple):
    """For how many months a member has paid, the first of them (empty: none), and the least for any, in fen."""

    months: int = 0
    first: str = ""
    least: int = 0


@frozen
class DuesLine:
    """One month of an account: what was assessed, what of it was waived, what was paid."""

    month: Month
    assessed: int
    waived: int
    paid: int

    @property
    def balance(self) -> int:
        """What is still owed; negative where more was paid than was owed in the end."""
        return self.assessed - self.waived - self.paid

    @property
    def owed(self) -> int:
        """What is still owed; nothing where more was paid: that is never set against another month."""
        return max(0, self.balance)

    @property
    def overpaid(self) -> int:
        """What was paid beyond what was owed in the end, by a changed assessment, a waiver, or leaving."""
        return max(0, -self.balance)


@frozen
class Forwarded:
    """What was forwarded to a superior on a day; `receipt` is that of the one large gift it was."""

    on: date
    amount: int
    to: str = ""
    receipt: str = ""
    note: str = ""


@frozen
class MoneyOfYear:
    """What somebody had in hand when a year began, took in within it, and forwarded."""

    carried: int
    took_in: int
    forwarded: tuple[Forwarded, ...]

    @property
    def remitted(self) -> int:
        """What was forwarded in all."""
        return sum(one.amount for one in self.forwarded)

    @property
    def in_hand(self) -> int:
        """What is left."""
        return self.carried + self.took_in - self.remitted

    @property
    def last_on(self) -> date | None:
        """When something was forwarded last."""
        return max((one.on for one in self.forwarded), default=None)
