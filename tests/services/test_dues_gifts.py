"""Gifts, refunds and what is in hand, to the last fen; a wage of 6500 is 97.50 a month, of 60000 the most, 1000.00."""

from datetime import date

import pytest

from factories import ONE_BRANCH, branch_of, contents, desk, till_of
from partyday.errors import BadInput, Conflict, WrongUsage
from partyday.model.codes import DuesKind
from partyday.model.people import Branch
from partyday.model.period import Month
from partyday.services import branches, logs, members
from partyday.services.dues import ledgers, paying, receipts, remitting
from partyday.services.dues.paying import How
from partyday.store.book import Store
from services.dues_of_2026 import SIDE, TODAY, assess, balances, begun, pay

ABOVE = "学院党委"


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


def give(store: Store, who: str, amount: int) -> list[str]:
    """A gift, and the numbers of its receipts."""
    return paying.pay(desk(store, today=TODAY), who, [], How(TODAY), amount=amount, voluntary=True).receipts


def give_back(store: Store, who: str, month: str | None, amount: int | None, branch: str | None = None) -> paying.Paid:
    how = How(TODAY, note="退还")
    return paying.refund(desk(store, branch, TODAY), who, Month(month) if month else None, amount, how)


def gifts(store: Store, branch: Branch) -> list[int]:
    """What of the large gifts is still to be forwarded."""
    return [gift.amount for gift in till_of(store, branch, TODAY).gifts]


def test_a_large_gift_has_a_receipt_over_its_own_amount_and_the_dues_beside_it_another(
    sqlite_book: Store, branch: Branch
) -> None:
    paid = pay(sqlite_book, "张三", "2026-03", amount=9_750 + 100_000, voluntary=True)
    give(sqlite_book, "张三", 120_000)
    assert [(each.for_month, each.amount, each.receipt) for each in paid.payments] == [
        ("2026-03", 9_750, "2026-00001"),
        (None, 100_000, "2026-00002"),
    ]
    wanted = [("2026-00001", 9_750), ("2026-00002", 100_000), ("2026-00003", 120_000)]
    for void in (False, True):
        listed = receipts.receipts(desk(sqlite_book, branch, TODAY))
        assert [(each.number, each.amount) for each in listed] == wanted
        assert [each.void for each in listed] == [void] * 3
        assert [month for each in listed for month in each.months] == ([] if void else ["2026-03"])
        for _entry in range(0 if void else 2):
            logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None), "录入有误")


def test_an_older_gift_than_the_cash_in_hand_covers_went_with_other_money(sqlite_book: Store, branch: Branch) -> None:
    """97.50 were forwarded and then given back from the cash of the gifts: 2402.50 are left of 1000.00 and 1500.00."""
    pay(sqlite_book, "张三", "2026-03")
    give(sqlite_book, "张三", 100_000)
    give(sqlite_book, "张三", 150_000)
    remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, 9_750, ABOVE)
    assert gifts(sqlite_book, branch) == [100_000, 150_000]
    give_back(sqlite_book, "张三", "2026-03", 9_750)
    assert gifts(sqlite_book, branch) == [150_000]
    assert till_of(sqlite_book, branch, TODAY).dues_in_hand == 90_250


def test_what_is_left_of_two_gifts_is_all_that_is_in_hand(sqlite_book: Store, branch: Branch) -> None:
    give(sqlite_book, "张三", 100_000)
    give(sqlite_book, "张三", 150_000)
    give(sqlite_book, "张三", 200)
    assert gifts(sqlite_book, branch) == [100_000, 150_000], "a small one makes no large one larger"
    give_back(sqlite_book, "张三", None, 50_200)
    assert gifts(sqlite_book, branch) == [100_000, 100_000]
    assert till_of(sqlite_book, branch, TODAY).dues_in_hand == 0


def test_dues_are_no_gift_however_much_a_month_comes_to(sqlite_book: Store, branch: Branch) -> None:
    assert assess(sqlite_book, "王五", 6_000_000, "2026-01") == 100_000
    pay(sqlite_book, "王五", "2026-01", "2026-02")
    assert gifts(sqlite_book, branch) == []
    give(sqlite_book, "王五", 100_000)
    give_back(sqlite_book, "王五", None, 1)
    assert gifts(sqlite_book, branch) == [99_999], "what was given back was the gift's, and not of the dues"


def test_of_several_gifts_the_one_whose_receipt_is_named_is_forwarded(sqlite_book: Store, branch: Branch) -> None:
    [[first], [second]] = (give(sqlite_book, "张三", amount) for amount in (100_000, 150_000))
    sent, left = remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, None, ABOVE, receipt=first)
    assert ([(each.amount, each.receipt) for each in sent], left) == ([(100_000, first)], 150_000)
    assert [gift.receipt for gift in till_of(sqlite_book, branch, TODAY).gifts] == [second]


def test_a_till_that_lacks_one_fen_asks_for_a_reason_and_an_empty_one_does_not() -> None:
    with pytest.raises(Conflict, match=r"would have -0\.01 yuan in hand"):
        remitting.refuse_overdrawn(ONE_BRANCH, -1, " ")
    remitting.refuse_overdrawn(ONE_BRANCH, -1, "由上级垫付")
    remitting.refuse_overdrawn(ONE_BRANCH, 0, "")


def test_a_small_gift_stands_on_the_receipt_of_the_dues_beside_it(sqlite_book: Store, branch: Branch) -> None:
    paid = pay(sqlite_book, "张三", "2026-03", amount=9_750 + 99_999, voluntary=True)
    assert (paid.receipts, paid.large) == (["2026-00001"], False)
    [listed] = receipts.receipts(desk(sqlite_book, branch, TODAY))
    assert (listed.amount, listed.payer, listed.member_number) == (109_749, "张三", 1)


def test_one_fen_of_dues_beside_a_gift_is_forwarded_too(sqlite_book: Store, branch: Branch) -> None:
    assert pay(sqlite_book, "张三", "2026-03", amount=1).still_owed == 9_749
    [number] = give(sqlite_book, "张三", 100_000)
    sent, left = remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, None, ABOVE)
    assert ([(each.amount, each.receipt) for each in sent], left) == ([(1, ""), (100_000, number)], 0)


def test_a_sum_that_was_named_is_of_the_dues_and_not_of_a_gift(sqlite_book: Store, branch: Branch) -> None:
    give(sqlite_book, "张三", 100_000)
    with pytest.raises(Conflict, match=r"0\.00 yuan are in hand: 1\.00 cannot be forwarded"):
        remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, 100, ABOVE)
    pay(sqlite_book, "张三", "2026-03")
    for amount in (9_751, 0, -1):
        with pytest.raises(Conflict, match=r"97\.50 yuan are in hand"):
            remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, amount, ABOVE)


def test_the_last_fen_of_a_month_can_be_paid(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-03", amount=9_749)
    assert pay(sqlite_book, "张三", "2026-03").amount == 1


def test_a_gift_is_for_no_month_and_so_not_for_those_to_come(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(WrongUsage, match="For which months"):
        paying.pay(desk(sqlite_book, today=TODAY), "张三", [], How(TODAY), amount=1, voluntary=True, ahead=True)
    with pytest.raises(BadInput, match="more than nothing"):
        give(sqlite_book, "张三", 0)


def test_a_branch_gives_back_what_it_took_in_itself_and_of_the_month_that_was_named(
    sqlite_book: Store, branch: Branch
) -> None:
    """January to March were paid here; in the other branch nothing was, so that it has nothing to give back."""
    branches.add(desk(sqlite_book, today=TODAY), SIDE, None)
    pay(sqlite_book, "张三", "2026-01", "2026-03")
    members.transfer(desk(sqlite_book, branch, TODAY), "张三", SIDE, TODAY)
    assess(sqlite_book, "张三", 400_000, "2026-02", "工资调整")  # 40.00 a month: 57.50 too much, twice
    before = contents(sqlite_book)
    for month in (None, "2026-02"):
        with pytest.raises(Conflict, match="has overpaid nothing"):
            give_back(sqlite_book, "张三", month, None, SIDE)
    with pytest.raises(Conflict, match="has overpaid nothing"):
        give_back(sqlite_book, "张三", "2026-01", None, branch.name)
    assert contents(sqlite_book) == before
    back = give_back(sqlite_book, "张三", "2026-03", None, branch.name)
    assert [(each.for_month, each.amount) for each in back.payments] == [("2026-03", -5_750)]
    back = give_back(sqlite_book, "张三", None, None, branch.name)
    assert [(each.for_month, each.amount) for each in back.payments] == [("2026-02", -5_750)]


def test_of_what_is_overpaid_as_much_is_carried_as_the_months_to_come_owe(sqlite_book: Store, branch: Branch) -> None:
    """As a student he owes 0.20 a month, six months ahead 1.20: that much of the 97.30 of February, none of March."""
    pay(sqlite_book, "张三", "2026-02", "2026-03")
    assess(sqlite_book, "张三", None, "2026-02", "脱产读博", DuesKind.STUDENT)
    carried = paying.carry(desk(sqlite_book, today=TODAY), "张三", How(TODAY))
    coming = Month("2026-04").until(Month("2026-09"))
    assert [(each.for_month, each.amount) for each in carried.payments] == [
        ("2026-02", -120),
        *((month, 20) for month in coming),
    ]
    assert (carried.amount, carried.still_owed) == (0, 2 * 9_730 - 120)
    assert (balances(sqlite_book, "张三")["2026-02"], balances(sqlite_book, "张三")["2026-03"]) == (120 - 9_730, -9_730)


def test_who_was_never_assessed_and_gave_something_stands_in_the_ledger(sqlite_book: Store, branch: Branch) -> None:
    give(sqlite_book, "王五", 5_000)
    at = desk(sqlite_book, branch, TODAY)
    with at.reading() as connection:
        [ledger] = [
            one
            for one in ledgers.ledgers_of(connection, at.branches, branch_of(sqlite_book), TODAY, TODAY)
            if one.person.name == "王五"
        ]
    assert (ledger.lines, ledger.voluntary, ledger.has_money) == ((), 5_000, True)
    assert {one.person.name: one.amount for one in ledgers.owing(at)}["王五"] == 0
    through = {one.person.name: one.amount for one in ledgers.owing(at, Month("2025-11"))}
    assert through == {"张三": 2 * 9_750, "王五": 0}


def test_what_was_undone_in_another_branch_is_no_void_receipt_here(sqlite_book: Store, branch: Branch) -> None:
    branches.add(desk(sqlite_book, today=TODAY), SIDE, None)
    pay(sqlite_book, "张三", "2026-03")
    give_back(sqlite_book, "张三", "2026-03", 100)
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None), "录入有误")
    members.transfer(desk(sqlite_book, branch, TODAY), "李四", SIDE, date(2026, 3, 2))
    for _time in range(2):
        pay(sqlite_book, "李四", "2026-02")
        logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None), "录入有误")
    numbers = {
        name: [(each.number, each.void) for each in receipts.receipts(desk(sqlite_book, name, TODAY))]
        for name in (branch.name, SIDE)
    }
    assert numbers == {
        branch.name: [("2026-00001", False)],  # what is given back has no number, undone or not
        SIDE: [("2026-00001", True), ("2026-00002", True)],
    }
    assert pay(sqlite_book, "张三", "2026-02").receipts == ["2026-00002"]
