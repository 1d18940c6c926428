"""A member's account of dues: month by month what was assessed, waived and paid, and what is owed. All in fen."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import pairwise, takewhile

from partyday.model.codes import Level, Office, Rule
from partyday.model.dues import Account, Assessment, DuesLine, PaidMonths
from partyday.model.findings import Finding
from partyday.model.money import yuan
from partyday.model.period import Month, months_later
from partyday.rules.case import Case
from partyday.rules.dues import monthly
from partyday.rules.parameters import BACK_PAYMENT, CHARTER_MONTHS, CHARTER_NOTICE
from partyday.rules.policy.reader import Policy, beginnings


def assessed_by(account: Account, month: Month) -> Assessment | None:
    """The assessment a month goes by: the last that has begun."""
    begun = [assessment for assessment in account.assessments if assessment.since <= month]
    return max(begun, key=lambda assessment: assessment.since, default=None)


def line_of(account: Account, policy: Policy, month: Month) -> DuesLine:
    """One month: assessed by the rates in force on its first day, less what was waived, and what was paid for it."""
    return _line(
        account, policy, month, sum(payment.amount for payment in account.payments if payment.for_month == month)
    )


def _line(account: Account, policy: Policy, month: Month, paid: int) -> DuesLine:
    assessment = assessed_by(account, month)
    owing = account.first <= month and (account.last is None or month <= account.last) and month not in account.free
    if assessment is None or not owing:
        return DuesLine(month, 0, 0, paid)
    assessed = monthly(policy, assessment.kind, assessment.income, month.first_day).amount
    reduced = [waiver.amount for waiver in account.waivers if waiver.since <= month <= waiver.until]
    return DuesLine(month, assessed, assessed - min([*reduced, assessed]), paid)


def lines_of(account: Account, policy: Policy, through: Month) -> list[DuesLine]:
    """Every month from the first that was assessed or paid for to `through`, or to the last paid for ahead."""
    known = [assessment.since for assessment in account.assessments]
    paid: Counter[Month] = Counter()
    for payment in account.payments:
        if payment.for_month:
            paid[payment.for_month] += payment.amount
    if not known and not paid:
        return []
    first = min([*(max(since, account.first) for since in known), *paid])
    return [_line(account, policy, month, paid[month]) for month in first.until(max([through, *paid]))]


def lines_in(account: Account, policy: Policy, branch_id: int, home: int, through: Month) -> Iterator[DuesLine]:
    """The months of an account as the ledger of one branch has them: each fen owed and paid stands in one branch alone.

    A branch answers for what it took in, and the member's `home` (the branch they are in, or were in last) for what is
    left: what was paid elsewhere is no part of its lines.
    """
    paid: dict[Month, Counter[int]] = defaultdict(Counter)
    for payment in account.payments:
        if payment.for_month:
            paid[payment.for_month][payment.branch_id] += payment.amount
    for line in lines_of(account, policy, through):
        left = line.assessed - line.waived
        for other in sorted(paid[line.month].keys() - {home}):
            share = min(left, max(0, paid[line.month][other]))
            left -= share
            if other == branch_id:
                yield DuesLine(line.month, share, 0, paid[line.month][other])
        elsewhere = line.assessed - line.waived - left
        if branch_id == home and (left or home in paid[line.month] or not elsewhere):
            yield DuesLine(line.month, line.assessed - elsewhere, line.waived, paid[line.month][home])


def owed(account: Account, policy: Policy, through: Month) -> list[DuesLine]:
    """The months up to `through` for which something is still owed."""
    return [line for line in lines_of(account, policy, through) if line.month <= through and line.balance > 0]


def overpaid(account: Account, policy: Policy) -> list[DuesLine]:
    """The months, those to come too, for which more was paid than is owed in the end."""
    return [line for line in lines_of(account, policy, account.first) if line.overpaid]


def paid_until(account: Account, policy: Policy, through: Month) -> Month | None:
    """The month up to which nothing is owed any more (党费交至), looking no further than was paid; None: no month."""
    lines = lines_of(account, policy, through)
    settled = list(takewhile(lambda line: line.balance <= 0, lines))
    return settled[-1].month if settled else None


def settled_by(policies: Sequence[Policy], until: Month) -> Callable[[Sequence[Assessment], PaidMonths], bool]:
    """Whether nothing can be owed up to a month, told without the account; False says nothing.

    Of a member it asks the assessments and the months paid for. It is enough where each month since the first
    assessment has as much as the highest of them comes to.
    """

    @cache
    def reckoned(since: Month) -> list[tuple[Policy, date]]:
        """The days whose rates matter: that of the first month, and of each from which on they may be others."""
        days = [month.first_day for month in since.until(until)]
        begins = [(policy, beginnings(policy)) for policy in policies]
        return [
            (policy, day)
            for policy, changes in begins
            for before, day in pairwise([date.min, *days])
            if before == date.min or any(before < change <= day for change in changes)
        ]

    def settled(assessments: Sequence[Assessment], paid: PaidMonths) -> bool:
        since = assessments[0].since
        if paid.months != max(0, since.distance(until) + 1) or (paid.months and paid.first != since):
            return False
        return all(
            monthly(policy, assessment.kind, assessment.income, day).amount <= paid.least
            for assessment in assessments
            for policy, day in reckoned(since)
        )

    return settled


def spread(account: Account, policy: Policy, months: list[Month], amount: int) -> tuple[dict[Month, int], int]:
    """How an amount is laid over these months, each up to what it owes, in order; and what is left over."""
    laid: dict[Month, int] = defaultdict(int)
    for month in months:
        part = min(amount, max(0, line_of(account, policy, month).balance))
        if part:
            laid[month] += part
            amount -= part
    return dict(laid), amount


def arrears(case: Case) -> Iterator[Finding]:
    """Who has not paid the dues of a month that is over owes them (欠缴), also when they have left since."""
    if case.account is None:
        return
    lines = owed(case.account, case.policy, Month.of(case.as_of).shifted(-1))
    if lines:
        months = tuple(line.month for line in lines)
        yield case.finding(
            Rule.DUES,
            Level.OVERDUE,
            "arrears-left" if case.left else "arrears",
            Office.BRANCH,
            case.policy.at(BACK_PAYMENT, case.as_of),
            (),
            since=months[0].shifted(1).first_day,
            months=months,
            about=yuan(sum(line.balance for line in lines)),
        )


def dues_clock(case: Case) -> Iterator[Finding]:
    """Months in a row without paying dues: the branch establishes the facts (党章第九条); before, a warning.

    The months are those owed for which nothing was paid, this one included, and the last payment must lie as far back.
    """
    if case.account is None:
        return
    lines = [
        line for line in lines_of(case.account, case.policy, Month.of(case.as_of)) if line.month <= Month.of(case.as_of)
    ]
    unpaid = list(takewhile(lambda line: line.balance > 0 and line.paid <= 0, reversed(lines)))[::-1]
    if not unpaid:
        return
    months = tuple(line.month for line in unpaid)
    last = max(
        (payment.paid_on for payment in case.account.payments if payment.amount > 0), default=months[0].first_day
    )
    limit, notice = case.policy.at(CHARTER_MONTHS, case.as_of), case.policy.at(CHARTER_NOTICE, case.as_of)
    due, warned = (
        max(months_later(last, value.value), months[0].shifted(value.value - 1).first_day) for value in (limit, notice)
    )
    found = partial(case.finding, Rule.CHARTER_CLOCK, by=Office.BRANCH, days=(), months=months)
    if case.as_of >= due:
        yield found(Level.DUE, "charter-dues", value=limit, since=due)
    elif case.as_of >= warned:
        yield found(Level.NOTICE, "charter-dues-notice", value=notice, since=warned, due=due)
