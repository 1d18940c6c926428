"""The papers of dues beside a plain sum of the payments in the book."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

from factories import act, desk
from partyday.errors import NotFound
from partyday.model.dues import Payment, Remittance
from partyday.model.paper import NOT_APPLICABLE, RowKind, Sheet
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.store.book import Store
from services import paper_oracle as oracle
from services.paper_histories import DATES, INCOMES, KEYS, MONTHS, SUPERIOR, branch_at, cells
from services.paper_oracle import Book

# ---- dues


class Money(NamedTuple):
    """Somebody's assessments by month, a waiver, and what they paid for which months (None: beyond the dues)."""

    assessed: tuple[tuple[str, str, int | None], ...] = ()
    waived: tuple[str, str, int] | None = None
    paid: tuple[tuple[str | None, int, date], ...] = ()


@st.composite
def accounts(draw: st.DrawFn) -> tuple[Money, ...]:
    """The accounts of the first three; nobody pays further ahead than the next month."""
    kinds = [("wage", INCOMES[0]), ("wage", INCOMES[1]), ("retired", INCOMES[2]), ("student", None)]
    months = st.sampled_from(MONTHS)
    found = []
    for _one in range(3):
        since = sorted(draw(st.lists(months, max_size=2, unique=True)))
        first, last = sorted((draw(months), draw(months)))
        waiver = st.sampled_from([None, (first, last, 0), (first, last, 1_500)])
        payment = st.tuples(
            st.one_of(st.none(), months), st.sampled_from([20, 1_492, 9_186, 12_345]), st.sampled_from(DATES)
        )
        paid = [
            (month, amount, on)
            for month, amount, on in draw(st.lists(payment, max_size=5))
            if month is None or month <= oracle.after(f"{on:%Y-%m}", 1)
        ]
        assessed = tuple((month, *draw(st.sampled_from(kinds))) for month in since)
        found.append(Money(assessed, draw(waiver), tuple(paid)))
    return tuple(found)


def write_money(store: Store, money: Sequence[Money]) -> Book:
    """The accounts of those who are there, and what their branches forwarded: ten fen at a time."""
    with store.writing(act()) as unit:
        book = oracle.read(unit.connection)
        there = sorted(row["id"] for row in book.members)
        for key, account in zip(there, money, strict=False):
            for since, kind, income in account.assessed:
                row: dict[str, Any] = {"member_id": key, "since": since, "kind": kind, "income": income}
                unit.rows.insert("assessment", row)
            if account.waived:
                since, until, amount = account.waived
                row = {"id": key, "member_id": key, "since": since, "until": until, "amount": amount}
                unit.rows.insert("waiver", {**row, "approved_by": SUPERIOR, "approved_on": date(2026, 2, 10)})
            for month, amount, on in account.paid:
                branch_id = KEYS[(key + on.month) % 3]
                row = {"id": unit.next_id(Payment), "member_id": key, "branch_id": branch_id, "for_month": month}
                row |= {"amount": amount, "paid_on": on, "method": "cash", "receipt": f"{on.year}-{key:05}"}
                unit.rows.insert("payment", row)
                row = {"id": unit.next_id(Remittance), "branch_id": branch_id, "remitted_on": on, "amount": 10}
                unit.rows.insert("remittance", row)
    with store.reading() as connection:
        return oracle.read(connection)


class Paid(NamedTuple):
    """A member's year: number, name, standing, their months, and what they gave beyond."""

    number: int
    name: str
    standing: str
    key: int
    lines: list[oracle.Month]
    voluntary: int


def members_of_year(book: Book, branch_id: int, year: int, today: date) -> list[Paid]:
    """Everybody of the branch at the end of a year, or today, with an account in it."""
    on = min(today, date(year, 12, 31))
    found = []
    for each in oracle.everybody(book, branch_id, on):
        if each.standing not in ("full", "probationary"):
            continue
        lines = oracle.account(book, each.key, today, f"{on:%Y-%m}")
        lines = [line for line in lines if line.month.startswith(str(year))]
        paid = oracle.payments_of(book, each.key, today)
        beyond = [row["amount"] for row in paid if row["for_month"] is None and row["paid_on"].year == year]
        if lines or beyond:
            found.append(Paid(each.number, each.name, each.standing, each.key, lines, sum(beyond)))
    return found


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def check_dues(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for year in (2025, 2026):
            found = members_of_year(book, key, year, today)
            ask = Ask(branch, Period(year), today)
            if not found:
                with pytest.raises(NotFound):
                    make(desk(store), "dues-ledger", ask)
                continue
            check_ledger(book, make(desk(store), "dues-ledger", ask).sheets[0], year, found, today)
            sent = [row["amount"] for row in book.remittances if row["branch_id"] == key and at(row, year, today)]
            check_publication(make(desk(store), "dues-publication", ask).sheets[0], found, sum(sent))
        for on in (today, date(2026, 3, 6)):
            check_collection(store, book, branch, on, today)


def at(row: oracle.Row, year: int, today: date) -> bool:
    return bool(row["remitted_on"].year == year and row["remitted_on"] <= today)


def check_ledger(book: Book, sheet: Sheet, year: int, found: list[Paid], today: date) -> None:
    months = oracle.months_from(f"{year}-01", f"{year}-12")
    rows = []
    for each in found:
        paid = {line.month: line.paid for line in each.lines}
        figures = [sum(line.owed for line in each.lines), sum(paid.values())]
        figures += [figures[0] - figures[1], each.voluntary]
        by_month = [yuan(paid[month]) if paid.get(month) else None for month in months]
        rows.append((each.number, each.name, *by_month, *map(yuan, figures)))
    assert cells(sheet, RowKind.DATA) == rows
    [total] = cells(sheet, RowKind.TOTAL)
    assert total == ("合计", None, *(sum((row[place] or 0 for row in rows), Decimal(0)) for place in range(2, 18)))
    here = [each.key for each in found]
    paid_for = [
        row["amount"]
        for key in here
        for row in oracle.payments_of(book, key, today)
        if row["for_month"] and row["for_month"].startswith(str(year))
    ]
    assert total[15] == sum(total[2:14]) == yuan(sum(paid_for)), "what was paid is what the payments come to"
    assert total[16] == total[14] - total[15]


def check_publication(sheet: Sheet, found: list[Paid], sent: int) -> None:
    rows = []
    for each in found:
        behind = [line.month for line in each.lines if line.owed > line.paid]
        said = "未交齐" if behind else "已交齐" if any(line.assessed for line in each.lines) else "无应交"
        rows.append((each.number, each.name, oracle.STANDINGS[each.standing], said, in_words(behind)))
    assert cells(sheet, RowKind.DATA) == rows
    owed = sum(line.owed for each in found for line in each.lines)
    paid = sum(line.paid for each in found for line in each.lines)
    beyond = sum(each.voluntary for each in found)
    amounts = {"应交": owed, "已交": paid, "自愿多交": beyond, "上交": sent}
    told = "，".join(f"{word} {yuan(amount):.2f} 元" for word, amount in amounts.items())
    assert cells(sheet, RowKind.TOTAL) == [("合计", None, None, None, told)]


def in_words(months: list[str]) -> str:
    """2026-01至2026-03、2026-05, or a dash."""
    runs: list[list[str]] = []
    for month in months:
        if runs and oracle.after(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(run[0] if len(run) == 1 else f"{run[0]}至{run[-1]}" for run in runs) or NOT_APPLICABLE


def check_collection(store: Store, book: Book, branch: Branch, on: date, today: date) -> None:
    """Who owes what up to the month of the meeting, whenever it was paid."""
    rows = []
    through = f"{on:%Y-%m}"
    for each in oracle.everybody(book, branch.id, on):
        assessed = any(row["member_id"] == each.key for row in book.assessments)
        if each.standing in ("full", "probationary") and assessed:
            lines = oracle.account(book, each.key, date.max, through)
            behind = [line for line in lines if line.month <= through and line.owed > line.paid]
            if behind:
                owed = sum(line.owed - line.paid for line in behind)
                rows.append((each.number, each.name, in_words([line.month for line in behind]), yuan(owed), None, None))
    ask = Ask(branch, Period(on), today)
    if not rows:
        with pytest.raises(NotFound):
            make(desk(store), "dues-collect", ask)
        return
    [sheet] = make(desk(store), "dues-collect", ask).sheets
    whole = sum((row[3] for row in rows), Decimal(0))
    assert cells(sheet) == [*rows, ("合计", None, None, whole, None, None)]
