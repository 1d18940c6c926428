"""A member's account of dues: month by month what was assessed, waived and paid, and what is owed. All in fen."""

from collections import defaultdict
from datetime import date

from partyday.accounts import Account, Assessment, Line
from partyday.months import span
from partyday.rules.dues import monthly
from partyday.rules.policy import Policy


def assessed_by(account: Account, month: str) -> Assessment | None:
    """The assessment a month goes by: the last that has begun."""
    begun = [each for each in account.assessments if each.since <= month]
    return max(begun, key=lambda each: each.since, default=None)


def line_of(account: Account, policy: Policy, month: str) -> Line:
    """One month: assessed by the rates in force on its first day, less what was waived, and what was paid for it."""
    paid = sum(payment.amount for payment in account.payments if payment.for_month == month)
    found = assessed_by(account, month)
    owing = account.first <= month and (account.last is None or month <= account.last) and month not in account.free
    if found is None or not owing:
        return Line(month, 0, 0, paid)
    assessed = monthly(policy, found.kind, found.income, date.fromisoformat(month + "-01")).amount
    reduced = [each.amount for each in account.waivers if each.since <= month <= each.until]
    return Line(month, assessed, assessed - min([*reduced, assessed]), paid)


def lines_of(account: Account, policy: Policy, through: str) -> list[Line]:
    """Every month from the first that was assessed or paid for to `through`, or to the last paid for ahead."""
    known = [each.since for each in account.assessments]
    paid = [payment.for_month for payment in account.payments if payment.for_month]
    if not known and not paid:
        return []
    first = min([*(max(each, account.first) for each in known), *paid])
    return [line_of(account, policy, month) for month in span(first, max([through, *paid]))]


def owed(account: Account, policy: Policy, through: str) -> list[Line]:
    """The months up to `through` for which something is still owed."""
    return [line for line in lines_of(account, policy, through) if line.month <= through and line.balance > 0]


def spread(account: Account, policy: Policy, months: list[str], amount: int) -> tuple[dict[str, int], int]:
    """How an amount is laid over these months, each up to what it owes, in order; and what is left over."""
    laid: dict[str, int] = defaultdict(int)
    for month in months:
        part = min(amount, max(0, line_of(account, policy, month).balance))
        if part:
            laid[month] += part
            amount -= part
    return dict(laid), amount
