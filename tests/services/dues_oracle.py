"""What is owed and what the charter's clock of dues says, read off the rows in the plainest way: domain.md 7 and 8.

Shares nothing with the rules: the accounts are those of `paper_oracle`, the words those of the policy's own file.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from services import paper_oracle as oracle
from services.paper_oracle import Book
from services.review_oracle import SHIPPED, months_after

Rates = Callable[[str, int | None, str], int]
HEBEI = SHIPPED["hebei"]


class Behind(NamedTuple):
    """What a review says of somebody's dues: the months, `what` the yuan owed (arrears alone)."""

    name: str
    branch_id: int
    code: str
    level: str
    months: tuple[str, ...]
    what: str
    since: date
    due: date | None
    clause: str
    house: bool


def first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def behind(book: Book, as_of: date, rates: Rates = oracle.dues_of_month) -> list[Behind]:
    """Of everybody what is owed for months that are over, and whether nothing was paid for months."""
    found: list[Behind] = []
    this = f"{as_of:%Y-%m}"
    for member in book.members:
        key = member["id"]
        spells = sorted((row for row in book.memberships if row["member_id"] == key), key=lambda row: row["since"])
        here = [row for row in spells if oracle.holds(row, as_of)]
        gone = not here and all(row["until"] and row["until"] <= as_of for row in spells)
        if not any(row["member_id"] == key for row in book.assessments) or not (here or gone):
            continue
        home = (here or spells[-1:])[0]["branch_id"]
        lines = [line for line in oracle.account(book, key, as_of, this, rates) if line.month <= this]

        def said(
            code: str, level: str, months: list[str], what: str, since: date, due: date | None, number: str
        ) -> None:
            clause, _article, house = HEBEI.words(number)
            told = Behind(member["name"], home, code, level, tuple(months), what, since, due, clause, house)  # noqa: B023
            found.append(told)

        owed = [line for line in lines if line.month < this and line.owed > line.paid]
        if owed:
            whole = sum(line.owed - line.paid for line in owed)
            since = first_of(oracle.after(owed[0].month, 1))
            months = [line.month for line in owed]
            what = f"{whole // 100}.{whole % 100:02}"
            code = "arrears-left" if gone else "arrears"
            said(code, "overdue", months, what, since, None, "dues.back-payment-months")
        if gone:
            continue
        unpaid: list[str] = []
        for line in reversed(lines):
            if line.owed <= line.paid or line.paid > 0:
                break
            unpaid.insert(0, line.month)
        if not unpaid:
            continue
        paid_on = [row["paid_on"] for row in oracle.payments_of(book, key, as_of) if row["amount"] > 0]
        last = max(paid_on, default=first_of(unpaid[0]))

        def reached(months: int) -> date:
            """That many months unpaid have begun, and the last payment lies as many months back."""
            return max(months_after(last, months), first_of(oracle.after(unpaid[0], months - 1)))  # noqa: B023

        if as_of >= reached(6):
            said("charter-dues", "due", unpaid, "", reached(6), None, "charter.months")
        elif as_of >= reached(4):
            said("charter-dues-notice", "notice", unpaid, "", reached(4), reached(6), "charter.notice-months")
    return found
