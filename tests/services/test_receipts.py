"""Receipts: a number for each payment, in a row by branch and year, none given twice, the void ones listed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import act, add_member, branch_of, contents, desk, start_branch
from partyday.errors import Conflict, NotFound
from partyday.model.codes import DuesKind, Method
from partyday.model.dues import Payment
from partyday.model.members import Member
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import branches, logs, members
from partyday.services.dues import assessing, collecting, paying, receipts
from partyday.services.dues.paying import How
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.store import people
from partyday.store.book import Store

TODAY = date(2026, 3, 6)
SIDE = "学生党支部"


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """张三, 李四, 王五, each with a wage of 6500 since January: 97.50 a month; and a second branch."""
    start_branch(sqlite_book, superior="学院党委")
    for name in ("张三", "李四", "王五"):
        add_member(sqlite_book, name)
        assessing.assess(desk(sqlite_book), name, DuesKind.WAGE, 650_000, Month("2026-01"))
    branches.add(desk(sqlite_book), SIDE, None)
    return branch_of(sqlite_book)


def pay(store: Store, who: str, month: str | None, on: date = TODAY, **others: Any) -> list[str]:
    how = How(on, collector=others.pop("collector", ""), receipt=others.pop("receipt", ""))
    return paying.pay(desk(store, today=on), who, [Month(month)] if month else [], how, **others).receipts


def undo(store: Store, number: int | None = None) -> int:
    return logs.undo(desk(store), logs.to_undo(desk(store), number), "录入有误").number


def listed(store: Store, branch: Branch, period: str = "2026") -> list[tuple[str, str, int, bool]]:
    found = receipts.receipts(desk(store, branch), Period(period))
    return [(each.number, each.payer, each.amount, each.void) for each in found]


def test_a_payment_of_many_months_has_one_number_and_the_next_one_the_next(sqlite_book: Store, branch: Branch) -> None:
    months = Month("2026-01").until(Month("2026-03"))
    first = paying.pay(desk(sqlite_book), "张三", months, How(TODAY))
    assert [each.receipt for each in first.payments] == ["2026-00001"] * 3
    paying.refund(desk(sqlite_book), "张三", Month("2026-03"), 100, How(TODAY, note="多收"))
    assert pay(sqlite_book, "李四", "2026-01") == ["2026-00002"], "what is given back takes no number"
    assert pay(sqlite_book, "李四", "2026-02", on=date(2027, 1, 8)) == ["2027-00001"], "each year begins anew"
    assert pay(sqlite_book, "王五", "2026-01") == ["2026-00003"]
    assert listed(sqlite_book, branch) == [
        ("2026-00001", "张三", 29_250, False),
        ("2026-00002", "李四", 9_750, False),
        ("2026-00003", "王五", 9_750, False),
    ]


def test_each_branch_has_numbers_of_its_own(sqlite_book: Store, branch: Branch) -> None:
    assert pay(sqlite_book, "张三", "2026-01") == ["2026-00001"]
    members.transfer(desk(sqlite_book), "张三", SIDE, TODAY)
    assert pay(sqlite_book, "张三", "2026-02") == ["2026-00001"]
    assert pay(sqlite_book, "李四", "2026-01") == ["2026-00002"]
    assert listed(sqlite_book, branch) == [("2026-00001", "张三", 9_750, False), ("2026-00002", "李四", 9_750, False)]
    assert listed(sqlite_book, branch_of(sqlite_book, SIDE)) == [("2026-00001", "张三", 9_750, False)]


def test_a_number_whose_payment_was_undone_is_void_and_never_given_again(sqlite_book: Store, branch: Branch) -> None:
    before = contents(sqlite_book)
    pay(sqlite_book, "张三", "2026-01")
    undo(sqlite_book)
    pay(sqlite_book, "张三", "2026-01")
    again = undo(sqlite_book)
    assert contents(sqlite_book) == before
    assert listed(sqlite_book, branch) == [("2026-00001", "张三", 9_750, True), ("2026-00002", "张三", 9_750, True)]
    assert pay(sqlite_book, "李四", "2026-01") == ["2026-00003"]
    with pytest.raises(Conflict, match="2026-00002 was given already"):
        pay(sqlite_book, "王五", "2026-01", receipt="2026-00002")
    undo(sqlite_book)
    undo(sqlite_book, again)
    assert [each[3] for each in listed(sqlite_book, branch)] == [True, False, True], "put in again it is not void"


def test_a_number_of_ones_own_is_taken_once_and_none_may_leave_a_gap(sqlite_book: Store, branch: Branch) -> None:
    assert pay(sqlite_book, "张三", "2026-01", receipt="收字7号") == ["收字7号"]
    assert pay(sqlite_book, "张三", "2026-02", receipt="2026-00001") == ["2026-00001"]
    before = contents(sqlite_book)
    for taken in ("收字7号", "2026-00001"):
        with pytest.raises(Conflict, match="given already"):
            pay(sqlite_book, "李四", "2026-01", receipt=taken)
    with pytest.raises(Conflict, match="the next receipt is 2026-00002"):
        pay(sqlite_book, "李四", "2026-01", receipt="2026-00003")
    assert contents(sqlite_book) == before
    undo(sqlite_book, 9)
    with pytest.raises(Conflict, match="given already"):
        pay(sqlite_book, "李四", "2026-01", receipt="收字7号")
    assert ("收字7号", "张三", 9_750, True) in listed(sqlite_book, branch)


def test_more_void_numbers_in_a_row_than_are_looked_up_at_once(sqlite_book: Store, branch: Branch) -> None:
    for _time in range(25):
        pay(sqlite_book, "张三", "2026-01")
        undo(sqlite_book)
    assert pay(sqlite_book, "张三", "2026-01") == ["2026-00026"]
    assert [each[0] for each in listed(sqlite_book, branch)] == [f"2026-{number:05}" for number in range(1, 27)]


def test_the_collector_stands_by_name(sqlite_book: Store, branch: Branch) -> None:
    for typed, name in (("3", "王五"), ("ls", "李四"), ("陈志强", "陈志强"), ("", "")):
        paying.pay(desk(sqlite_book), "张三", [], How(TODAY, collector=typed), amount=100, voluntary=True)
        found = receipts.receipts(desk(sqlite_book, branch))[-1]
        assert found.collector == name, typed


def test_all_receipts_of_a_day_are_one_paper_and_a_members_last_ones_too(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(NotFound, match="No dues were taken in then"):
        make(desk(sqlite_book), "dues-receipt", Ask(branch, None, TODAY))
    pay(sqlite_book, "王五", "2026-01", on=date(2026, 2, 6))
    collecting.collect(desk(sqlite_book, branch), How(TODAY, collector="陈志强"), everybody=True, besides=["李四"])
    pay(sqlite_book, "王五", None, amount=100_000, voluntary=True)
    undo(sqlite_book)
    pay(sqlite_book, "张三", None, amount=100_000, voluntary=True)

    def printed(ask: Ask) -> list[tuple[object, ...]]:
        sheets = make(desk(sqlite_book), "dues-receipt", ask).sheets
        wanted = ("收据编号", "交款人", "金额（小写）")
        cells = [row.cells[1] for sheet in sheets for row in sheet.body if row.cells[0] in wanted]
        return [tuple(cells[at : at + 3]) for at in range(0, len(cells), 3)]

    of_day = [
        ("2026-00002", "张三", "￥292.50"),
        ("2026-00003", "王五", "￥195.00"),
        ("2026-00005", "张三", "￥1000.00"),
    ]
    assert printed(Ask(branch, None, TODAY)) == of_day, "the void one is not printed"
    assert printed(Ask(branch, Period("2026-03-06"), TODAY)) == of_day
    assert printed(Ask(branch, Period("2026"), TODAY)) == [("2026-00001", "王五", "￥97.50"), *of_day]
    assert printed(Ask(branch, None, TODAY, "张三")) == [of_day[0], of_day[2]]
    assert printed(Ask(branch, Period("2026-02"), TODAY, "王五")) == [("2026-00001", "王五", "￥97.50")]


def test_in_an_older_book_the_numbers_go_on_behind_those_that_stand(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-01")
    pay(sqlite_book, "张三", "2026-02")
    with sqlite_book.writing(desk(sqlite_book).act) as unit:
        for old, number in zip(
            unit.connection.run("COLLECTED", branch_id=branch.id), ("2026-00041", "2026-00045"), strict=True
        ):
            row = dict(unit.rows.get("payment", {"id": old[0]}) or {})
            unit.rows.update("payment", row, {**row, "receipt": number})
    assert pay(sqlite_book, "李四", "2026-01") == ["2026-00046"]


def test_in_an_older_book_a_number_of_ones_own_is_not_taken_twice_either(sqlite_book: Store, branch: Branch) -> None:
    with sqlite_book.writing(desk(sqlite_book).act) as unit:
        unit.insert(old_payment(sqlite_book, 1, "2026-01", "收字7号"))
    with pytest.raises(Conflict, match="收字7号 was given already"):
        pay(sqlite_book, "张三", "2026-01", receipt="收字7号")
    undo(sqlite_book)
    assert listed(sqlite_book, branch) == [("收字7号", "李四", 9_750, True)]


def test_a_number_that_only_an_undone_payment_had_is_void_too(sqlite_book: Store, branch: Branch) -> None:
    """Books made before receipts had rows of their own kept the number in the payments alone."""
    pay(sqlite_book, "张三", "2026-01")
    old = old_payment(sqlite_book, 2, "2026-01", "2026-00002")
    for undone in (True, False):
        with sqlite_book.writing(act(command="dues pay")) as unit:
            unit.insert(old, replace(old, id=3, for_month=Month("2026-02")))
        assert listed(sqlite_book, branch)[1:] == [("2026-00002", "李四", 19_500, False)]
        if undone:
            undo(sqlite_book)
            assert listed(sqlite_book, branch)[1:] == [("2026-00002", "李四", 19_500, True)]
            with pytest.raises(Conflict, match="2026-00002"):
                pay(sqlite_book, "王五", "2026-01", receipt="2026-00002")
    undo(sqlite_book)
    assert pay(sqlite_book, "王五", "2026-01") == ["2026-00003"]
    assert listed(sqlite_book, branch)[1:] == [
        ("2026-00002", "李四", 19_500, True),
        ("2026-00003", "王五", 9_750, False),
    ]


def old_payment(store: Store, key: int, month: str, number: str) -> Payment:
    """A payment of 李四's whose receipt has no row."""
    [member] = [person for person in records(store) if person.name == "李四"]
    return Payment(
        id=key,
        member_id=member.id,
        branch_id=branch_of(store).id,
        for_month=Month(month),
        amount=9_750,
        paid_on=TODAY,
        method=Method.CASH,
        receipt=number,
    )


def records(store: Store) -> list[Member]:
    with store.reading() as connection:
        return [record.member for record in people.records(connection).values()]
