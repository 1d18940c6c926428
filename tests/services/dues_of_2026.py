"""A branch with dues as tests begin with it, and what is then owed."""

from datetime import date
from typing import Any

from factories import add_member, branch_of, desk, start_branch
from partyday.model.codes import DuesKind, Standing
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.services.dues import assessing, ledgers, paying
from partyday.services.dues.paying import How
from partyday.store.book import Store

TODAY = date(2026, 3, 6)
SIDE = "学生党支部"


def begun(sqlite_book: Store) -> Branch:
    """张三 has a wage of 6500 since 2025-10, 李四 is a student accepted in February, 王五 is not assessed."""
    start_branch(sqlite_book, superior="学院党委")
    for name, joined in (("张三", date(2010, 7, 1)), ("王五", date(2000, 7, 1))):
        add_member(sqlite_book, name, joined=joined)
    add_member(sqlite_book, "李四", standing=Standing.PROBATIONARY, joined=date(2026, 2, 10))
    assess(sqlite_book, "张三", 650_000, "2025-10")
    assess(sqlite_book, "李四", None, "2026-02", kind=DuesKind.STUDENT)
    return branch_of(sqlite_book)


def assess(
    store: Store, who: str, income: int | None, since: str, reason: str = "", kind: DuesKind = DuesKind.WAGE
) -> int:
    """The month's dues."""
    return assessing.assess(desk(store, today=TODAY), who, kind, income, Month(since), reason).monthly


def pay(store: Store, who: str, first: str, last: str = "", on: date = TODAY, **others: Any) -> paying.Paid:
    return paying.pay(desk(store, today=on), who, Month(first).until(Month(last or first)), How(on), **others)


def owed(store: Store, branch: Branch, today: date = TODAY) -> dict[str, tuple[str, str, int] | None]:
    """Name → first and last month and amount; None for who is not assessed."""
    return {
        each.person.name: (each.lines[0].month, each.lines[-1].month, each.amount) if each.lines else None
        for each in ledgers.owing(desk(store, branch, today))
    }


def balances(store: Store, who: str, today: date = TODAY) -> dict[str, int]:
    return {line.month: line.balance for line in ledgers.ledger(desk(store, today=today), who)[2]}
