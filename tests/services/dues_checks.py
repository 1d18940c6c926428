"""The papers of dues beside a plain sum of the payments in the book."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

from factories import act, desk
from partyday.errors import NotFound
from partyday.model.codes import Office, Rule
from partyday.model.dues import Payment, Remittance
from partyday.model.findings import Finding
from partyday.model.paper import NOT_APPLICABLE, RowKind, Sheet
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.store.book import Store
from services import paper_oracle as oracle
from services.dues_oracle import Behind
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
    """A member's year with a branch: number, name, standing, month → what was due and paid here, all payments here.

    `behind` are the months while they were here that they have not paid anywhere.
    """

    number: int
    name: str
    standing: str
    key: int
    lines: dict[str, tuple[int, int]]
    payments: list[oracle.Row]
    assessed: bool
    behind: list[str]


def members_of_year(book: Book, branch_id: int, year: int, today: date) -> list[Paid]:
    """Everybody who owed or paid something in a year, whether they are there or not; here, or while they were here."""
    on = min(today, date(year, 12, 31))
    found = []
    for member in book.members:
        key = member["id"]
        spells = sorted((row for row in book.memberships if row["member_id"] == key), key=lambda row: row["since"])
        here = [row for row in spells if row["branch_id"] == branch_id]
        paid = [row for row in oracle.payments_of(book, key, today) if row["branch_id"] == branch_id]
        if not here and not paid:
            continue
        there = [row for row in here if oracle.holds(row, on)]
        gone = [row for row in here if row["until"] and row["until"] <= on]
        begun = [row for row in spells if row["since"] <= on]
        home = ([row for row in begun if oracle.holds(row, on)] or begun[-1:] or spells[-1:])[0]["branch_id"]
        last = (there or gone or here or spells)[-1]
        lines, behind = {}, []
        assessed = known = False
        for line in oracle.account(book, key, today, f"{on:%Y-%m}"):
            share = share_of(book, key, line, branch_id, home, today)
            while_here = home == branch_id or bool(gone and not there and f"{line.month}-01" < str(gone[-1]["until"]))
            counts = line.month <= f"{on:%Y-%m}" or line.paid != 0
            if while_here and counts and line.month.startswith(str(year)) and (line.assessed or line.paid):
                known = True
                assessed = assessed or line.assessed > 0
                behind += [line.month] if line.owed > line.paid else []
            if gone and not there and not line.assessed and share and not share[1]:
                continue  # the months after somebody left
            if share and line.month.startswith(str(year)) and (line.month <= f"{on:%Y-%m}" or share[1]):
                lines[line.month] = share
                waived = line.assessed - line.owed if branch_id == home else 0
                assessed = assessed or share[0] + waived > 0
        money = [row for row in paid if row["paid_on"].year == year or (row["for_month"] or "")[:4] == str(year)]
        if lines or money or known:
            name = member["name"] + ("" if there or not gone else f"（{gone[-1]['until']}离开）")
            standing = oracle.standing_of(book, key, on)
            found.append(Paid(last["number"], name, standing, key, lines, money, assessed, behind))
    return sorted(found, key=lambda each: (each.number, each.key))


def share_of(
    book: Book, key: int, line: oracle.Month, branch_id: int, home: int, today: date
) -> tuple[int, int] | None:
    """What of a month's dues is one branch's, and what it took in for it: first those who were paid, then the home."""
    here: dict[int, int] = {}
    for row in oracle.payments_of(book, key, today):
        if row["for_month"] == line.month:
            here[row["branch_id"]] = here.get(row["branch_id"], 0) + row["amount"]
    left = line.owed
    for other in sorted(set(here) - {home}):
        part = min(left, here[other])
        left -= part
        if other == branch_id:
            return part, here[other]
    if branch_id != home or (left == 0 and line.owed > 0 and home not in here):
        return None
    return left, here.get(home, 0)


def yuan(fen: int) -> Decimal:
    return Decimal(fen) / 100


def check_dues(store: Store, book: Book, today: date) -> None:
    for key in KEYS:
        branch = branch_at(store, key)
        for year in (2025, 2026):
            found = members_of_year(book, key, year, today)
            ask = Ask(branch, Period(year), today)
            sent = [row["amount"] for row in book.remittances if row["branch_id"] == key and at(row, year, today)]
            check_year(store, book, ask, key, year, found, sum(sent), today)
        for on in (today, date(2026, 3, 6)):
            check_collection(store, book, branch, on, today)


def check_year(
    store: Store, book: Book, ask: Ask, key: int, year: int, found: list[Paid], sent: int, today: date
) -> None:
    """The ledger of a branch and what it publishes; where nobody stands in one there is no such paper."""
    here = [each for each in found if each.lines or each.payments]
    for form, rows in (("dues-ledger", here), ("dues-publication", found)):
        if not rows:
            with pytest.raises(NotFound):
                make(desk(store), form, ask)
    if here:
        check_ledger(book, make(desk(store), "dues-ledger", ask).sheets[0], key, year, here, today)
    if found:
        check_publication(make(desk(store), "dues-publication", ask).sheets[0], year, found, sent)


def at(row: oracle.Row, year: int, today: date) -> bool:
    return bool(row["remitted_on"].year == year and row["remitted_on"] <= today)


def check_ledger(book: Book, sheet: Sheet, branch_id: int, year: int, found: list[Paid], today: date) -> None:
    months = oracle.months_from(f"{year}-01", f"{year}-12")
    rows = []
    for each in found:
        by_month = [yuan(each.lines.get(month, (0, 0))[1]) or None for month in months]
        rows.append((each.number, each.name, *by_month, *map(yuan, figures_of(each, year))))
    assert cells(sheet, RowKind.DATA) == rows
    [total] = cells(sheet, RowKind.TOTAL)
    assert total == ("合计", None, *(sum((row[place] or 0 for row in rows), Decimal(0)) for place in range(2, 22)))
    cash = [
        row["amount"]
        for row in book.payments
        if row["branch_id"] == branch_id and row["paid_on"].year == year and row["paid_on"] <= today
    ]
    assert total[21] == yuan(sum(cash)), "what came in has a row, to the fen"
    assert total[14] - total[15] == total[16] - total[17], "what is owed is not set against what is overpaid"


def figures_of(each: Paid, year: int) -> list[int]:
    """应交, 已交, 尚欠, 多交, 其中他年收, 收他年月份, 自愿多交, 本年实收."""
    this = str(year)
    gave = [(row["for_month"] or "", row["paid_on"].year == year, row["amount"]) for row in each.payments]
    return [
        sum(due for due, _paid in each.lines.values()),
        sum(paid for _due, paid in each.lines.values()),
        sum(max(0, due - paid) for due, paid in each.lines.values()),
        sum(max(0, paid - due) for due, paid in each.lines.values()),
        sum(amount for month, within, amount in gave if month[:4] == this and not within),
        sum(amount for month, within, amount in gave if month and month[:4] != this and within),
        sum(amount for month, within, amount in gave if not month and within),
        sum(amount for _month, within, amount in gave if within),
    ]


SUMS = ("应交", "已交", "尚欠", "多交", "其中他年收", "收他年月份", "自愿多交", "本年实收")


def check_publication(sheet: Sheet, year: int, found: list[Paid], sent: int) -> None:
    rows = []
    for each in found:
        said = "未交齐" if each.behind else "已交齐" if each.assessed else "无应交"
        rows.append((each.number, each.name, oracle.STANDINGS[each.standing], said, in_words(each.behind)))
    assert cells(sheet, RowKind.DATA) == rows
    sums = [sum(figures) for figures in zip(*(figures_of(each, year) for each in found), strict=True)]
    amounts = {**dict(zip(SUMS, sums, strict=True)), "上交": sent}
    del amounts["尚欠"], amounts["多交"]
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


def check_collection(
    store: Store, book: Book, branch: Branch, on: date, today: date, *, key: int | None = None
) -> None:
    """Who owes what up to the month of the meeting, whenever it was paid; `key` is the branch's in these rows."""
    rows = []
    through = f"{on:%Y-%m}"
    for each in oracle.everybody(book, branch.id if key is None else key, on):
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


# ---- what a review says


def put_behind(found: Finding) -> Behind:
    """A finding about dues, as the oracle puts one."""
    assert found.person
    assert found.rule is (Rule.DUES if found.code.startswith("arrears") else Rule.CHARTER_CLOCK)
    assert found.by is Office.BRANCH
    return Behind(
        found.person.name,
        found.branch.id,
        found.code,
        found.level.value,
        tuple(map(str, found.months)),
        found.what,
        found.since or date.min,
        found.due,
        found.clause,
        found.source.house,
    )
