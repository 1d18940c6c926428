"""What changes do to dues: transfers, deaths, gifts, what is overpaid, corrections of what has not begun; to the fen.

Every sum is counted by hand: a wage of 6500 is 97.50 a month, of 8000 120.00, of 4000 40.00.
"""

from datetime import date
from typing import Any

import pytest

from factories import act, add_member, branch_of, contents, desk, start_branch, till_of
from partyday.errors import Conflict, NotFound, WrongUsage
from partyday.model.codes import Circumstance, DuesKind, MembershipEnd, Rule, Standing, State
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services import agenda, branches, checkin, days, logs, members, schedule
from partyday.services.dues import assessing, collecting, ledgers, paying, remitting
from partyday.services.dues.paying import How
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.review import review
from partyday.services.story import story
from partyday.services.whom import Order
from partyday.store.book import Store

TODAY = date(2026, 3, 6)
SIDE = "学生党支部"


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    """张三, 李四, 王五, each with a wage of 6500 since January; and a second branch."""
    start_branch(sqlite_book, superior="学院党委")
    for name in ("张三", "李四", "王五"):
        add_member(sqlite_book, name)
        assess(sqlite_book, name, 650_000, "2026-01")
    branches.add(desk(sqlite_book), SIDE, None)
    return branch_of(sqlite_book)


def assess(
    store: Store, who: str, income: int | None, since: str, reason: str = "", kind: DuesKind = DuesKind.WAGE
) -> assessing.Assessed:
    return assessing.assess(desk(store), who, kind, income, Month(since), reason)


def pay(store: Store, who: str, first: str = "", last: str = "", on: date = TODAY, **others: Any) -> paying.Paid:
    months = Month(first).until(Month(last or first)) if first else []
    return paying.pay(desk(store, others.pop("branch", None), today=on), who, months, How(on), **others)


Ledger = dict[str, tuple[int, int, int, int, int, date | None]]


def ledger(store: Store, branch: Branch, today: date = TODAY) -> Ledger:
    """Name → what is due, paid, owed, overpaid, voluntary, and when they left."""
    with store.reading() as connection:
        found = ledgers.ledgers_of(connection, branches_of(store), branch, today, today)
    return {
        each.person.name: (
            sum(line.assessed - line.waived for line in each.lines),
            sum(line.paid for line in each.lines),
            sum(line.owed for line in each.lines),
            sum(line.overpaid for line in each.lines),
            each.voluntary,
            each.left,
        )
        for each in found
    }


def branches_of(store: Store) -> list[Branch]:
    return desk(store).branches


def owed(store: Store, branch: Branch, today: date = TODAY) -> dict[str, tuple[int, date | None]]:
    return {each.person.name: (each.amount, each.left) for each in ledgers.owing(desk(store, branch, today))}


def in_hand(store: Store, branch: Branch) -> int:
    return till_of(store, branch).in_hand


# ---- coming and going


def test_who_owes_nothing_while_suspended_stands_in_the_ledger_until_they_leave(
    sqlite_book: Store, branch: Branch
) -> None:
    here, since = desk(sqlite_book, branch), date(2026, 1, 1)
    full = (Standing.FULL, date(2010, 7, 1))
    members.add(here, "赵六", *full, since=since, circumstances=[Circumstance.SUSPENDED])
    assessing.assess(here, "赵六", DuesKind.WAGE, 650_000, Month("2026-01"), "")
    assert ledger(sqlite_book, branch)["赵六"] == (0, 0, 0, 0, 0, None)
    members.transfer(here, "赵六", "外校支部", TODAY, outside=True)
    assert "赵六" not in ledger(sqlite_book, branch)


def test_who_left_keeps_a_row_and_all_rows_come_to_what_was_collected(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-01", "2026-03")
    pay(sqlite_book, "李四", "2026-01", "2026-02", amount=15_000)
    pay(sqlite_book, "王五", "2026-01")
    pay(sqlite_book, "王五", amount=880_00, voluntary=True)
    members.transfer(desk(sqlite_book), "李四", "外校党支部", TODAY, outside=True)
    members.remove(desk(sqlite_book), "王五", TODAY, MembershipEnd.DIED, "")
    # 李四 owes the rest of February and March, 王五 February alone.
    assert ledger(sqlite_book, branch) == {
        "张三": (29_250, 29_250, 0, 0, 0, None),
        "李四": (29_250, 15_000, 14_250, 0, 0, TODAY),
        "王五": (19_500, 9_750, 9_750, 0, 88_000, TODAY),
    }
    assert in_hand(sqlite_book, branch) == 29_250 + 15_000 + 9_750 + 88_000
    assert owed(sqlite_book, branch) == {"李四": (14_250, TODAY), "王五": (9_750, TODAY)}
    ask = Ask(branch, Period("2026"), TODAY)
    [total] = [
        row.cells for row in make(desk(sqlite_book), "dues-ledger", ask).sheets[0].body if row.cells[0] == "合计"
    ]
    assert [str(cell) for cell in total[-8:]] == ["780", "540", "240", "0", "0", "0", "880", "1420"]
    publication = make(desk(sqlite_book), "dues-publication", ask).sheets[0]
    assert "本年实收 1420.00 元" in str(publication.body[-1].cells[4])
    assert [row.cells[1] for row in publication.body[:-1]] == [
        "张三",
        "李四（2026-03-06离开）",
        "王五（2026-03-06离开）",
    ]


def test_arrears_of_who_left_stay_in_the_review_until_they_are_paid(sqlite_book: Store, branch: Branch) -> None:
    members.remove(desk(sqlite_book), "王五", TODAY, MembershipEnd.DIED, "")
    members.transfer(desk(sqlite_book), "李四", SIDE, TODAY)
    april = date(2026, 4, 10)

    def found(*chosen: Branch) -> list[tuple[str, str, str, str]]:
        every = review(desk(sqlite_book), chosen, april)
        return [
            (each.person.name, each.code, each.branch.name, each.what)
            for each in every
            if each.rule is Rule.DUES and each.person
        ]

    side = branch_of(sqlite_book, SIDE)
    here = [("张三", "arrears", branch.name, "292.50"), ("王五", "arrears-left", branch.name, "195.00")]
    there = [("李四", "arrears", SIDE, "292.50")]
    assert found(branch) == here
    assert found(side) == there
    assert sorted(found(branch, side)) == sorted(here + there), "many branches are read in another way than one"
    assert [each.code for each in story(desk(sqlite_book), [branch], "王五", april).findings] == ["arrears-left"]
    pay(sqlite_book, "王五", "2026-01", "2026-02", on=april)
    assert found(branch) == here[:1]
    assert found(branch, side) == [*here[:1], *there]
    assert owed(sqlite_book, branch, april) == {"张三": (39_000, None)}


def test_what_was_paid_in_the_old_branch_stays_there_after_a_transfer(sqlite_book: Store, branch: Branch) -> None:
    side = branch_of(sqlite_book, SIDE)
    pay(sqlite_book, "张三", "2026-01", "2026-02", amount=10_000)
    members.transfer(desk(sqlite_book), "张三", SIDE, TODAY)
    pay(sqlite_book, "张三", "2026-02", "2026-03")
    pay(sqlite_book, "张三", branch=branch, amount=500, voluntary=True)
    # 100.00 there for January and a part of February; here the rest of February, 95.00, and March.
    assert ledger(sqlite_book, branch)["张三"] == (10_000, 10_000, 0, 0, 500, TODAY)
    assert ledger(sqlite_book, side) == {"张三": (9_500 + 9_750, 19_250, 0, 0, 0, None)}
    assert (in_hand(sqlite_book, branch), in_hand(sqlite_book, side)) == (10_500, 19_250)
    [standing] = ledgers.standings_of(desk(sqlite_book), [1], side, TODAY).values()
    assert (standing.paid_until, standing.owed) == ("2026-03", ())


def test_who_has_paid_up_is_published_of_all_they_owe_wherever_it_was_paid(sqlite_book: Store, branch: Branch) -> None:
    """The branch is divided on 1 March. What 张三 owes since February is asked for in the new one, where 李四, who paid
    until March here, owes nothing; both stand on both papers.
    """
    pay(sqlite_book, "张三", "2026-01")
    pay(sqlite_book, "李四", "2026-01", "2026-03")
    for who in ("张三", "李四"):
        members.transfer(desk(sqlite_book), who, SIDE, date(2026, 3, 1))

    def published(of: Branch) -> dict[object, tuple[object, ...]]:
        [sheet] = make(desk(sqlite_book), "dues-publication", Ask(of, Period("2026"), TODAY)).sheets
        assert any("现所在支部" in note for note in sheet.notes)
        return {row.cells[1]: row.cells[3:] for row in sheet.body[:-1]}

    old = published(branch)
    assert old["张三（2026-03-01离开）"] == ("未交齐", "2026-02")
    assert old["李四（2026-03-01离开）"] == ("已交齐", "—")
    assert published(branch_of(sqlite_book, SIDE)) == {"张三": ("未交齐", "2026-02至2026-03"), "李四": ("已交齐", "—")}
    ask = Ask(branch_of(sqlite_book, SIDE), Period("2026"), TODAY)
    assert [row.cells[1] for row in make(desk(sqlite_book), "dues-ledger", ask).sheets[0].body] == ["张三", None]


def test_a_removal_tells_what_is_owed_and_what_was_paid_ahead(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-02")
    pay(sqlite_book, "张三", "2026-05")
    card = members.remove(desk(sqlite_book), "张三", TODAY, MembershipEnd.DIED, "")
    [standing] = ledgers.standings_of(desk(sqlite_book), [card.person.id], branch, TODAY).values()
    assert [(line.month, line.owed) for line in standing.owed] == [("2026-01", 9_750)]
    assert [(line.month, line.overpaid) for line in standing.overpaid] == [("2026-05", 9_750)]
    assert ledger(sqlite_book, branch)["张三"] == (19_500, 19_500, 9_750, 9_750, 0, TODAY), "never set off"


# ---- gifts and what is overpaid


def test_a_gift_needs_no_month_and_a_large_one_is_forwarded_apart(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(WrongUsage, match="For which months"):
        pay(sqlite_book, "张三", amount=50_000)
    with pytest.raises(WrongUsage):
        pay(sqlite_book, "张三", voluntary=True)
    small = pay(sqlite_book, "张三", amount=99_999, voluntary=True)
    large = pay(sqlite_book, "李四", "2026-01", amount=9_750 + 100_000, voluntary=True)
    assert (small.large, small.receipts) == (False, ["2026-00001"])
    assert (large.large, large.receipts) == (True, ["2026-00002", "2026-00003"])
    till = till_of(sqlite_book, branch)
    assert (till.in_hand, till.dues_in_hand) == (209_749, 109_749)
    with pytest.raises(Conflict, match=r"1097\.49 yuan are in hand"):
        remitting.remit(desk(sqlite_book, branch), TODAY, 109_750, "学院党委")
    sent, left = remitting.remit(desk(sqlite_book, branch), TODAY, 50_000, "学院党委")
    assert ([(each.amount, each.receipt) for each in sent], left) == ([(50_000, "")], 159_749)
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    sent, left = remitting.remit(desk(sqlite_book, branch), TODAY, None, "学院党委")
    assert [(each.amount, each.receipt) for each in sent] == [(109_749, ""), (100_000, "2026-00003")]
    assert left == 0
    logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), None))
    sent, left = remitting.remit(desk(sqlite_book, branch), TODAY, None, "学院党委", receipt="2026-00003")
    assert ([(each.amount, each.receipt) for each in sent], left) == ([(100_000, "2026-00003")], 109_749)
    with pytest.raises(NotFound, match="No large gift"):
        remitting.remit(desk(sqlite_book, branch), TODAY, None, "学院党委", receipt="2026-00003")
    paying.refund(desk(sqlite_book), "张三", None, 99_999, How(TODAY, note="误交"))
    assert remitting.remit(desk(sqlite_book, branch), TODAY, None, "学院党委")[0][0].amount == 9_750


def test_a_part_of_a_large_gift_that_was_given_back_is_not_forwarded(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", amount=20_000, voluntary=True)
    pay(sqlite_book, "张三", amount=150_000, voluntary=True)
    paying.refund(desk(sqlite_book), "张三", None, 50_000, How(TODAY, note="误交"))
    till = till_of(sqlite_book, branch)
    assert [gift.amount for gift in till.gifts] == [120_000], "200.00 of it were the smaller gift"
    assert till.dues_in_hand == 0


def test_a_lower_assessment_says_what_is_overpaid_and_it_is_laid_over_the_months_to_come(
    sqlite_book: Store, branch: Branch
) -> None:
    pay(sqlite_book, "张三", "2026-01", "2026-03")
    done = assess(sqlite_book, "张三", 400_000, "2026-02", "工资调整")
    assert [(line.month, line.overpaid) for line in done.overpaid] == [("2026-02", 5_750), ("2026-03", 5_750)]
    assert ledger(sqlite_book, branch)["张三"] == (9_750 + 8_000, 29_250, 0, 11_500, 0, None)
    laid = paying.carry(desk(sqlite_book), "张三", How(TODAY))
    assert [(each.for_month, each.amount, each.receipt) for each in laid.payments] == [
        ("2026-02", -5_750, ""),
        ("2026-03", -5_750, ""),
        ("2026-04", 4_000, ""),
        ("2026-05", 4_000, ""),
        ("2026-06", 3_500, ""),
    ]
    assert (laid.amount, laid.still_owed, in_hand(sqlite_book, branch)) == (0, 0, 29_250)
    assert ledger(sqlite_book, branch)["张三"][3] == 0
    with pytest.raises(Conflict, match="has overpaid nothing"):
        paying.carry(desk(sqlite_book), "张三", How(TODAY))


def test_a_corrected_assessment_takes_the_place_of_that_of_its_month_to_the_fen(
    sqlite_book: Store, branch: Branch
) -> None:
    """1.5 % of 6499.00 is 97.485, half-up 97.49: one fen of the 97.50 paid is too much."""
    pay(sqlite_book, "张三", "2026-01", "2026-01")
    done = assess(sqlite_book, "张三", 649_900, "2026-01", "更正")
    assert [(line.month, line.overpaid) for line in done.overpaid] == [("2026-01", 1)]
    given = paying.refund(desk(sqlite_book), "张三", None, None, How(TODAY, note="多收"))
    assert [(each.for_month, each.amount) for each in given.payments] == [("2026-01", -1)]


def test_who_came_back_and_will_leave_again_owes_once(sqlite_book: Store, branch: Branch) -> None:
    for on, to, outside in (
        (date(2026, 2, 10), "外校党支部", True),
        (date(2026, 3, 1), branch.name, False),
        (date(2026, 12, 1), "外校党支部", True),
    ):
        members.transfer(desk(sqlite_book, branch, TODAY), "张三", to, on, outside=outside)
    found = [one for one in ledgers.owing(desk(sqlite_book, branch, TODAY)) if one.person.name == "张三"]
    assert [(one.left, len(one.lines or ())) for one in found] == [
        (None, Month("2026-01").distance(Month.of(TODAY)) + 1)
    ]


def test_a_waiver_of_what_was_paid_says_so_and_all_of_it_is_given_back(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-01", "2026-02")
    months = Month("2026-01").until(Month("2026-02"))
    done = assessing.waive(desk(sqlite_book), "张三", months, 1_000, "学院党委", TODAY, "家庭困难")
    assert [line.overpaid for line in done.overpaid] == [8_750, 8_750]
    assert owed(sqlite_book, branch)["张三"] == (9_750, None), "March is owed whatever was overpaid"
    given = paying.refund(desk(sqlite_book), "张三", None, None, How(TODAY, note="免交"))
    assert [(each.for_month, each.amount) for each in given.payments] == [("2026-01", -8_750), ("2026-02", -8_750)]
    assert (given.in_hand, given.receipts) == (2_000, [])
    assert ledger(sqlite_book, branch)["张三"] == (11_750, 2_000, 9_750, 0, 0, None)


def test_what_would_leave_less_than_nothing_in_hand_asks_for_a_reason(sqlite_book: Store, branch: Branch) -> None:
    paid = pay(sqlite_book, "张三", "2026-01")
    remitting.remit(desk(sqlite_book, branch), TODAY, 5_000, "学院党委")
    before = contents(sqlite_book)
    with pytest.raises(Conflict, match=r"would have -25\.00 yuan in hand"):
        paying.refund(desk(sqlite_book), "张三", Month("2026-01"), 7_250, How(TODAY))
    entry = next(each.id for each, _rows in logs.newest(desk(sqlite_book), 9) if each.id == 9)
    with pytest.raises(Conflict, match=r"would have -50\.00 yuan in hand"):
        logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), entry))
    with pytest.raises(Conflict, match="in hand"):
        logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), entry), " ")
    assert contents(sqlite_book) == before
    undone = logs.undo(desk(sqlite_book), logs.to_undo(desk(sqlite_book), entry), "重复录入")
    assert {one.name: has for one, has in undone.overdrawn.items()} == {branch.name: -5_000}
    assert in_hand(sqlite_book, branch) == -5_000
    assert paid.receipts == ["2026-00001"]
    last = logs.to_undo(desk(sqlite_book), None)
    assert logs.undo(desk(sqlite_book), last).overdrawn == {}  # the remittance: that asks nothing
    assert in_hand(sqlite_book, branch) == 0


def test_a_refund_is_of_what_the_branch_itself_took_in(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-01")
    members.transfer(desk(sqlite_book), "张三", SIDE, TODAY)
    with pytest.raises(Conflict, match="cannot be given back"):
        paying.refund(desk(sqlite_book), "张三", Month("2026-01"), 100, How(TODAY, note="多收"))
    paying.refund(desk(sqlite_book, branch), "张三", Month("2026-01"), 100, How(TODAY, note="多收"))
    assert in_hand(sqlite_book, branch) == 9_650


# ---- at the meeting


def test_dues_are_taken_from_those_who_are_there_and_the_others_are_listed(sqlite_book: Store, branch: Branch) -> None:
    schedule.make_year(desk(sqlite_book, branch), [branch], 2026)

    def collect(**others: Any) -> dict[str, tuple[int, State | None, bool]]:
        found, problems = collecting.collect(desk(sqlite_book, branch), How(TODAY), **others)
        assert not problems
        return {each.owing.person.name: (each.taken, each.state, each.left_out) for each in found}

    assert set(collect(everybody=True).values()) == {(0, None, True)}, "nobody is there before it is said"
    orders = [Order("张三", State.PRESENT), Order("李四", State.ONLINE), Order("王五", State.PRESENT)]
    checkin.check_in(desk(sqlite_book, branch), "2026-03-06", orders)
    assert collect(everybody=True, besides=["王五"]) == {
        "张三": (29_250, State.PRESENT, False),
        "李四": (0, State.ONLINE, True),
        "王五": (0, State.PRESENT, False),
    }
    assert collect(everybody=True, others=["李四"])["李四"] == (29_250, State.ONLINE, False)
    assert owed(sqlite_book, branch) == {}


def test_on_a_date_without_an_activity_day_all_is_taken_from_all_but_the_named(
    sqlite_book: Store, branch: Branch
) -> None:
    found, _problems = collecting.collect(desk(sqlite_book, branch), How(TODAY), everybody=True, besides=["王五"])
    assert [(each.owing.person.name, each.taken) for each in found] == [("张三", 29_250), ("李四", 29_250), ("王五", 0)]


def test_a_day_that_was_cancelled_is_none(sqlite_book: Store, branch: Branch) -> None:
    schedule.make_year(desk(sqlite_book, branch), [branch], 2026)
    days.cancel(desk(sqlite_book, branch), "2026-03-06", "停电")
    found, _problems = collecting.collect(desk(sqlite_book, branch), How(TODAY), everybody=True)
    assert [(each.owing.person.name, each.taken) for each in found] == [
        (name, 29_250) for name in ("张三", "李四", "王五")
    ]


# ---- what has not begun, and January


def test_what_has_not_begun_is_corrected_without_a_reason_by_month_kind_and_amount(
    sqlite_book: Store, branch: Branch
) -> None:
    assess(sqlite_book, "张三", 800_000, "2027-03", "晋级")
    assert assess(sqlite_book, "张三", 900_000, "2027-03").changed
    assert assess(sqlite_book, "张三", 900_000, "2027-02").replaced == ("2027-03",)
    assert assess(sqlite_book, "张三", 520_000, "2027-01", kind=DuesKind.RETIRED).replaced == ("2027-02",)
    account = ledgers.ledger(desk(sqlite_book), "张三")[1]
    assert [(each.since, each.kind, each.income) for each in account.assessments] == [
        ("2026-01", DuesKind.WAGE, 650_000),
        ("2027-01", DuesKind.RETIRED, 520_000),
    ]
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "张三", 800_000, "2026-03")
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "李四", 800_000, "2026-07")


def test_january_asks_for_the_years_assessment_of_those_whose_income_counts(sqlite_book: Store, branch: Branch) -> None:
    add_member(sqlite_book, "赵六", branch=branch.name)
    assess(sqlite_book, "赵六", None, "2026-01", kind=DuesKind.STUDENT)
    add_member(sqlite_book, "钱七", branch=branch.name)

    def asked(today: date) -> list[str]:
        return [item.text for item in agenda.agenda(desk(sqlite_book, branch, today)) if item.kind == "dues-assessment"]

    assert asked(date(2026, 12, 31)) == asked(date(2027, 2, 1)) == []
    [text] = asked(date(2027, 1, 1))
    assert "dues of 2027: 4 members are still to be assessed" in text, "not the student, and who never was"
    for name in ("张三", "李四"):
        assess(sqlite_book, name, 650_000, "2027-01")
    assert "2 members" in asked(date(2027, 1, 31))[0]
    assert act().today == TODAY


@pytest.mark.parametrize(
    ("income", "amount", "by_rate"),
    [
        (5_000_000, 100_000, None),
        (5_000_001, 100_000, None),
        (5_000_100, 100_000, 100_002),
        (9_999_999, 100_000, 200_000),
    ],
)
def test_a_sum_that_the_limit_made_less_tells_what_it_was(
    sqlite_book: Store, branch: Branch, income: int, amount: int, by_rate: int | None
) -> None:
    done = assess(sqlite_book, "张三", income, "2027-01")
    assert (done.monthly, done.dues.by_rate) == (amount, by_rate)
    assert (done.dues.limit is None) is (by_rate is None)


def test_the_last_fen_of_a_gift_is_still_to_be_forwarded(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", amount=100_000, voluntary=True)
    paying.refund(desk(sqlite_book), "张三", None, 99_999, How(TODAY, note="退还"))
    assert [gift.amount for gift in till_of(sqlite_book, branch, TODAY).gifts] == [1]
    assert paying.refund(desk(sqlite_book), "张三", None, 1, How(TODAY, note="退还")).amount == -1


def test_the_kind_of_income_is_that_of_the_last_assessment(sqlite_book: Store, branch: Branch) -> None:
    assess(sqlite_book, "张三", 600_000, "2026-02", "退休", DuesKind.RETIRED)
    kinds = {person.name: kind for person, kind in ledgers.assessed_as(desk(sqlite_book, branch))}
    assert kinds == {"张三": DuesKind.RETIRED, "李四": DuesKind.WAGE, "王五": DuesKind.WAGE}


def test_what_was_given_back_is_taken_off_the_last_gift_and_then_off_the_one_before(
    sqlite_book: Store, branch: Branch
) -> None:
    for amount in (100_000, 150_000):
        pay(sqlite_book, "张三", amount=amount, voluntary=True)
    paying.refund(desk(sqlite_book), "张三", None, 160_000, How(TODAY, note="退还"))
    assert [gift.amount for gift in till_of(sqlite_book, branch, TODAY).gifts] == [90_000]
