"""Dues, whatever is done: every fen is accounted for, and a review that reads few accounts misses none."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import branch_of, copy_of, desk, till_of
from partyday.errors import Conflict, PartydayError
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.services import branches, logs, members
from partyday.services.dues import assessing, collecting, ledgers, paying, remitting
from partyday.services.dues.paying import How
from partyday.services.review import review
from partyday.store import people
from partyday.store.book import Store
from profiles import examples
from services import paper_oracle as oracle
from services.dues_checks import put_behind
from services.dues_of_2026 import SIDE, TODAY, assess, balances, begun, pay
from services.dues_oracle import behind


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


# ---- every fen, whatever is done

NAMES = st.sampled_from(["张三", "李四", "王五"])
MONTHS = st.sampled_from(Month("2025-10").until(Month("2026-10")))
MONEY = st.integers(1, 30_000)
INCOMES = st.sampled_from([100_000, 300_000, 300_001, 650_000, 1_000_001])
Do = Callable[[Store], object]


def an_assessment(who: str, income: int, since: str) -> Do:
    return lambda store: assess(store, who, income, since, "变动")


def a_payment(who: str, first: str, more: int, amount: int | None, ahead: bool, voluntary: bool) -> Do:
    return lambda store: pay(
        store, who, first, Month(first).shifted(more), amount=amount, ahead=ahead, voluntary=voluntary
    )


def a_refund(who: str, month: str | None, amount: int) -> Do:
    return lambda store: paying.refund(
        desk(store, today=TODAY), who, Month(month) if month else None, amount, How(TODAY)
    )


def a_waiver(who: str, first: str, more: int, amount: int) -> Do:
    months = Month(first).until(Month(first).shifted(more))
    return lambda store: assessing.waive(desk(store, today=TODAY), who, months, amount, "党委", TODAY, "困难")


def forwarding(amount: int | None) -> Do:
    return lambda store: remitting.remit(desk(store, branch_of(store), TODAY), TODAY, amount, "党委")


def moving(who: str) -> Do:
    return lambda store: members.transfer(desk(store, today=TODAY), who, SIDE, TODAY)


ACTS = st.one_of(
    st.builds(an_assessment, NAMES, INCOMES, MONTHS),
    st.builds(a_payment, NAMES, MONTHS, st.integers(0, 4), st.one_of(st.none(), MONEY), st.booleans(), st.booleans()),
    st.builds(a_refund, NAMES, st.one_of(st.none(), MONTHS), MONEY),
    st.builds(a_waiver, NAMES, MONTHS, st.integers(0, 3), st.integers(0, 5_000)),
    st.builds(forwarding, st.one_of(st.none(), MONEY)),
    st.builds(moving, NAMES),
)


@pytest.mark.slow
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=1, max_size=10))
def test_every_fen_is_accounted_for_whatever_is_done(
    sqlite_book: Store, branch: Branch, tmp_path: Path, acts: list[Do]
) -> None:
    with suppress(Conflict):
        branches.add(desk(sqlite_book, today=TODAY), SIDE, None)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        for do in acts:
            before = {who: balances(store, who) for who in ("张三", "李四", "王五")}
            with suppress(PartydayError):
                done = do(store)
                if isinstance(done, paying.Paid):
                    after = balances(store, done.person.name)
                    for payment in done.payments:
                        if payment.for_month and payment.amount > 0:
                            owed_before = before[done.person.name].get(payment.for_month, payment.amount)
                            assert payment.amount <= owed_before, "a month takes in no more than it owes"
                            assert after[payment.for_month] == owed_before - payment.amount or (
                                payment.for_month not in before[done.person.name]
                            )
        everybody = 0
        for who in ("张三", "李四", "王五"):
            _person, account, lines = ledgers.ledger(desk(store, today=TODAY), who)
            for line in lines:
                assert line.balance == line.assessed - line.waived - line.paid
                assert 0 <= line.waived <= line.assessed
                assert line.paid >= 0
            voluntary = sum(each.amount for each in account.payments if each.for_month is None)
            assert sum(line.paid for line in lines) + voluntary == sum(each.amount for each in account.payments)
            assert voluntary >= 0
            everybody += sum(each.amount for each in account.payments)
        tills = [till_of(store, branch_of(store, name)) for name in (branch.name, SIDE)]
        collected = sum(each.amount for till in tills for each in till.collected)
        remitted = sum(each.amount for till in tills for each in till.remitted)
        assert collected == everybody == remitted + sum(till.in_hand for till in tills)
        assert logs.verify(desk(store)) == []


DEARER = """[policy]
name = "dearer"
title = "自二〇二六年二月起"
base = "hebei"
[sources.notice]
document = "本校通知"
[[dues.income-rates]]
value = [{ rate = "1%" }]
source = "notice"
[[dues.income-rates]]
since = 2026-02-01
value = [{ rate = "1.5%" }]
source = "notice"
"""


def a_collection(store: Store) -> object:
    return collecting.collect(desk(store, branch_of(store), TODAY), How(TODAY), everybody=True)


DAYS = st.sampled_from([date(2026, 1, 20), TODAY, date(2026, 4, 1), date(2026, 8, 31), date(2026, 12, 20)])


@pytest.mark.slow
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.one_of(ACTS, st.just(a_collection)), min_size=1, max_size=10), as_of=DAYS, dearer=st.booleans())
def test_a_review_finds_what_a_plain_reading_of_the_accounts_says(
    sqlite_book: Store, branch: Branch, tmp_path: Path, acts: list[Do], as_of: date, dearer: bool
) -> None:
    with suppress(Conflict):
        branches.add(desk(sqlite_book, today=TODAY), SIDE, None)
    with copy_of(sqlite_book, tmp_path / "example.partyday") as store:
        if dearer:
            (tmp_path / "dearer.toml").write_text(DEARER, "utf-8")
            branches.change(desk(store, today=TODAY), branch.name, policy=str(tmp_path / "dearer.toml"))
        for do in acts:
            with suppress(PartydayError):
                do(store)
        with store.reading() as connection:
            book, tree = oracle.read(connection), people.branches(connection)
        rates = {branch.id: of_the_dearer} if dearer else {}
        wanted = {
            each
            for home in (row["id"] for row in book.branches)
            for each in behind(book, as_of, rates.get(home, oracle.dues_of_month))
            if each.branch_id == home
        }
        for chosen in (tree, *([each] for each in tree)):  # of several branches few accounts are read, of one all
            keys = {each.id for each in chosen}
            said = {put_behind(each) for each in review(desk(store), chosen, as_of) if each.months}
            assert said == {each for each in wanted if each.branch_id in keys}


def of_the_dearer(kind: str, income: int | None, month: str) -> int:
    """One in a hundred of wages, from February 2026 on one and a half."""
    if kind != "wage" or income is None:
        return oracle.dues_of(kind, income)
    thousandths = 10 if month < "2026-02" else 15
    return min((income * thousandths + 500) // 1000, 100_000)
