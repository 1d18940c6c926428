"""Dues: assessed, reduced, paid, given back, followed through a transfer, found by the review, forwarded."""

from datetime import date
from typing import Any

import pytest

from factories import act, add_member, branch_of, contents, desk, log_length, start_branch, till_of
from partyday.errors import BadInput, Conflict, NotFound, PartydayError, WrongUsage
from partyday.model.codes import Circumstance, DuesKind, MembershipEnd, Method, Proxy, Standing
from partyday.model.members import PAID_UNTIL, DatedStanding, Member
from partyday.model.people import Branch
from partyday.model.period import Month, Period, in_few_words
from partyday.services import branches, members
from partyday.services.dues import assessing, collecting, ledgers, paying, remitting
from partyday.services.dues.paying import How
from partyday.services.papers.ask import Ask
from partyday.services.reports import make
from partyday.services.review import review
from partyday.store import people
from partyday.store.book import Store
from services.dues_of_2026 import SIDE, TODAY, assess, balances, begun, owed, pay


@pytest.fixture
def branch(sqlite_book: Store) -> Branch:
    return begun(sqlite_book)


# ---- assessing


def test_todays_month_is_owed_too_and_who_is_not_assessed_is_named(sqlite_book: Store, branch: Branch) -> None:
    assert owed(sqlite_book, branch) == {
        "张三": ("2025-10", "2026-03", 6 * 9750),
        "李四": ("2026-02", "2026-03", 40),
        "王五": None,
    }


def test_dues_are_owed_from_the_month_of_acceptance_and_not_before(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(BadInput, match="from 2026-02 on"):
        assess(sqlite_book, "李四", None, "2026-01", kind=DuesKind.STUDENT)


def test_a_first_assessment_may_reach_back_and_a_new_year_needs_no_reason(sqlite_book: Store, branch: Branch) -> None:
    assess(sqlite_book, "王五", 300_000, "2024-05")
    assess(sqlite_book, "王五", 300_001, "2025-01")
    assess(sqlite_book, "王五", 500_001, "2026-01")
    found = balances(sqlite_book, "王五")
    assert [found[month] for month in ("2024-05", "2024-12", "2025-01", "2025-12", "2026-01", "2026-03")] == [
        *(1500, 1500, 3000, 3000, 7500, 7500)
    ]


@pytest.mark.parametrize("since", ["2026-03", "2025-10", "2025-12", "2025-09", "2025-01"])
def test_a_change_within_the_year_or_of_what_stands_needs_its_reason(
    sqlite_book: Store, branch: Branch, since: str
) -> None:
    before = contents(sqlite_book)
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "张三", 800_000, since)
    assert contents(sqlite_book) == before
    assert assess(sqlite_book, "张三", 800_000, since, "晋级") == 12_000


def test_the_same_assessment_twice_changes_nothing(sqlite_book: Store, branch: Branch) -> None:
    entries = log_length(sqlite_book)
    assess(sqlite_book, "张三", 650_000, "2025-10")
    assert log_length(sqlite_book) == entries


def test_what_cannot_be_assessed_is_refused(sqlite_book: Store, branch: Branch) -> None:
    add_member(sqlite_book, "赵六", standing=Standing.ACTIVIST, joined=None)
    with pytest.raises(Conflict, match="not a member"):
        assess(sqlite_book, "赵六", 650_000, "2026-01")
    with pytest.raises(WrongUsage):
        assess(sqlite_book, "王五", None, "2026-01")
    with pytest.raises(NotFound):
        assess(sqlite_book, "无此人", 1, "2026-01")


def test_a_waiver_lessens_what_is_owed_in_its_months(sqlite_book: Store, branch: Branch) -> None:
    def waive(first: str, last: str, amount: int) -> None:
        assessing.waive(
            desk(sqlite_book, today=TODAY),
            "张三",
            Month(first).until(Month(last)),
            amount,
            "学院党委",
            TODAY,
            "家庭困难",
        )

    waive("2025-12", "2026-01", 0)
    waive("2026-02", "2026-02", 5_000)
    assert balances(sqlite_book, "张三") == {
        **dict.fromkeys(("2025-10", "2025-11", "2026-03"), 9750),
        "2025-12": 0,
        "2026-01": 0,
        "2026-02": 5000,
    }
    for months, amount in ((("2026-03", "2026-03"), 9750), (("2025-09", "2025-10"), 0)):
        with pytest.raises(Conflict, match="nothing to reduce"):
            waive(*months, amount)


# ---- paying


def test_a_payment_is_laid_over_its_months_and_none_is_paid_twice(sqlite_book: Store, branch: Branch) -> None:
    paid = pay(sqlite_book, "张三", "2025-10", "2025-12")
    assert [(each.for_month, each.amount) for each in paid.payments] == [
        *(("2025-10", 9750), ("2025-11", 9750), ("2025-12", 9750))
    ]
    assert len({each.receipt for each in paid.payments}) == 1
    with pytest.raises(Conflict, match="Nothing is owed any more for 2025-12"):
        pay(sqlite_book, "张三", "2025-12", "2026-01")
    assert owed(sqlite_book, branch)["张三"] == ("2026-01", "2026-03", 3 * 9750)


def test_a_part_is_taken_in_order_and_the_rest_stays_owed(sqlite_book: Store, branch: Branch) -> None:
    paid = pay(sqlite_book, "张三", "2025-10", "2025-12", amount=10_000)
    assert (paid.amount, paid.still_owed) == (10_000, 2 * 9750 + 9500 - 9750)
    assert [balances(sqlite_book, "张三")[month] for month in ("2025-10", "2025-11", "2025-12")] == [0, 9500, 9750]
    assert pay(sqlite_book, "张三", "2025-11").amount == 9500


def test_what_is_over_must_be_said_to_be_ahead_or_voluntary(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(Conflict, match=r"250\.00 yuan are more"):
        pay(sqlite_book, "张三", "2026-03", amount=34_750)
    ahead = pay(sqlite_book, "张三", "2026-03", amount=34_750, ahead=True)
    assert [(each.for_month, each.amount) for each in ahead.payments] == [
        *(("2026-03", 9750), ("2026-04", 9750), ("2026-05", 9750), ("2026-06", 5500))
    ]
    more = pay(sqlite_book, "张三", "2026-02", amount=9750 + 100_000, voluntary=True)
    assert [(each.for_month, each.amount) for each in more.payments] == [("2026-02", 9750), (None, 100_000)]
    assert more.large
    assert not pay(sqlite_book, "张三", "2026-01", amount=9750 + 99_999, voluntary=True).large


def test_what_is_ahead_is_for_months_after_the_last_that_was_named(sqlite_book: Store, branch: Branch) -> None:
    """February is owed too, but was not named: it stays owed."""
    named = (Month("2026-01"), Month("2026-03"))
    paid = paying.pay(desk(sqlite_book, today=TODAY), "张三", named, How(TODAY), amount=3 * 9_750, ahead=True)
    assert [each.for_month for each in paid.payments] == ["2026-01", "2026-03", "2026-04"]
    assert balances(sqlite_book, "张三")["2026-02"] == 9_750


def test_months_are_paid_six_ahead_and_no_further(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(Conflict, match="too far ahead: dues may be paid until 2026-09"):
        pay(sqlite_book, "张三", "2026-10")
    assert pay(sqlite_book, "张三", "2026-09").amount == 9750
    with pytest.raises(Conflict, match="more than is owed"):
        pay(sqlite_book, "张三", "2026-03", amount=9750 * 7, ahead=True)  # September is paid already


def test_dues_of_more_than_six_months_back_are_taken_and_flagged(sqlite_book: Store, branch: Branch) -> None:
    assert pay(sqlite_book, "张三", "2025-10", "2025-11", on=date(2026, 4, 30)).late == ()
    assert pay(sqlite_book, "张三", "2025-12", on=date(2026, 7, 1)).late == ("2025-12",)


def test_who_paid_for_the_member_how_and_to_whom_is_kept(sqlite_book: Store, branch: Branch) -> None:
    how = How(TODAY, Method.ONLINE, "李华", "张母", Proxy.RELATIVE, "收字7号", "现场")
    paying.pay(desk(sqlite_book, today=TODAY), "张三", [Month("2026-03")], how)
    [kept] = ledgers.ledger(desk(sqlite_book, today=TODAY), "张三")[1].payments
    assert (kept.method, kept.collector, kept.proxy, kept.proxy_is, kept.receipt, kept.note) == (
        *(Method.ONLINE, "李华", "张母", Proxy.RELATIVE, "收字7号", "现场"),
    )


@pytest.mark.parametrize(
    ("who", "month", "others", "error"),
    [
        ("王五", "2026-03", {}, Conflict),  # not assessed
        ("张三", "2025-09", {}, Conflict),
        ("张三", "2026-03", {"amount": 0}, BadInput),
    ],
)
def test_a_payment_that_cannot_be_is_refused(
    sqlite_book: Store, branch: Branch, who: str, month: str, others: dict[str, Any], error: type[PartydayError]
) -> None:
    before = contents(sqlite_book)
    with pytest.raises(error):
        pay(sqlite_book, who, month, **others)
    with pytest.raises(BadInput, match="has not come yet"):
        paying.pay(desk(sqlite_book, today=TODAY), "张三", [Month("2026-03")], How(date(2026, 3, 7)))
    assert contents(sqlite_book) == before


def test_at_the_meeting_all_is_taken_in_but_for_the_few_as_one_act(sqlite_book: Store, branch: Branch) -> None:
    assess(sqlite_book, "王五", 300_000, "2026-02")
    entries = log_length(sqlite_book)

    def collect(**others: Any) -> list[tuple[str, int, bool]]:
        found, problems = collecting.collect(desk(sqlite_book, branch, TODAY), How(TODAY, collector="陈志强"), **others)
        assert not problems
        return [(each.owing.person.name, each.owing.amount, each.taken == each.owing.amount) for each in found]

    owing = [("张三", 58_500), ("王五", 3_000), ("李四", 40)]
    assert collect() == [(*each, False) for each in owing]
    assert log_length(sqlite_book) == entries
    with pytest.raises(NotFound):
        collect(everybody=True, besides=["无此人"])
    assert collect(everybody=True, besides=["王五"]) == [(*each, each[0] != "王五") for each in owing]
    assert log_length(sqlite_book) == entries + 1
    assert owed(sqlite_book, branch) == {"王五": ("2026-02", "2026-03", 3_000)}
    assert till_of(sqlite_book, branch).in_hand == 58_540
    receipts = {each.member_id: each.receipt for each in till_of(sqlite_book, branch).collected}
    assert len(set(receipts.values())) == 2, "everybody has a receipt of their own"


def test_a_refund_opens_the_month_again_and_keeps_the_payment(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-03")
    paying.refund(desk(sqlite_book, today=TODAY), "张三", Month("2026-03"), 1_000, How(TODAY, note="多收"))
    assert balances(sqlite_book, "张三")["2026-03"] == 1_000
    assert [each.amount for each in ledgers.ledger(desk(sqlite_book, today=TODAY), "张三")[1].payments] == [9750, -1000]
    for month, amount in (("2026-03", 8_751), ("2026-02", 1), (None, 1), ("2026-03", 0)):
        with pytest.raises(Conflict, match="cannot be given back"):
            paying.refund(desk(sqlite_book, today=TODAY), "张三", Month(month) if month else None, amount, How(TODAY))
    assert pay(sqlite_book, "张三", "2026-03").amount == 1_000


# ---- coming and going


def test_dues_follow_the_member_into_another_branch(sqlite_book: Store, branch: Branch) -> None:
    branches.add(desk(sqlite_book, today=TODAY), SIDE, None)
    pay(sqlite_book, "张三", "2025-10")
    members.transfer(desk(sqlite_book, today=TODAY), "张三", SIDE, TODAY)
    assert "张三" not in owed(sqlite_book, branch)
    assert owed(sqlite_book, branch_of(sqlite_book, SIDE)) == {"张三": ("2025-11", "2026-03", 5 * 9750)}
    pay(sqlite_book, "张三", "2025-11")
    tills = [till_of(sqlite_book, each).in_hand for each in (branch, branch_of(sqlite_book, SIDE))]
    assert tills == [9750, 9750], "each branch answers for what it took in"


@pytest.mark.parametrize(
    ("end", "last"), [(MembershipEnd.DIED, 0), (MembershipEnd.REMOVED, 0), (MembershipEnd.TRANSFERRED, 9750)]
)
def test_death_and_removal_end_dues_and_a_transfer_after_its_month(
    sqlite_book: Store, branch: Branch, end: MembershipEnd, last: int
) -> None:
    members.remove(desk(sqlite_book, today=TODAY), "张三", TODAY, end, "")
    found = balances(sqlite_book, "张三", date(2026, 5, 1))
    assert [found[month] for month in ("2026-02", "2026-03", "2026-04")] == [9750, last, 0]


def test_who_is_suspended_owes_nothing_for_those_months(sqlite_book: Store, branch: Branch) -> None:
    members.change(
        desk(sqlite_book, today=TODAY),
        "张三",
        values={},
        circumstances=[Circumstance.SUSPENDED],
        since=date(2025, 12, 15),
        until=date(2026, 2, 1),
    )
    assert [month for month, balance in balances(sqlite_book, "张三").items() if not balance] == ["2025-12", "2026-01"]


# ---- what the review says of it


def said(store: Store, as_of: date) -> list[tuple[str, str, str, tuple[str, ...], date | None]]:
    with store.reading() as connection:
        tree = people.branches(connection)
    found = review(desk(store), [each for each in tree if each.kind == "branch"], as_of)
    return [
        (each.rule, each.level, each.person.name, tuple(in_few_words(each.months)), each.since)
        for each in found
        if each.person and each.months
    ]


def test_months_that_are_over_are_arrears_and_this_one_is_not(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2025-10", "2026-01")
    assert said(sqlite_book, date(2026, 3, 31)) == [
        ("dues", "overdue", "张三", ("2026-02",), date(2026, 3, 1)),
        ("dues", "overdue", "李四", ("2026-02",), date(2026, 3, 1)),
    ]
    assert [each[2] for each in said(sqlite_book, date(2026, 3, 5))] == ["张三", "张三", "李四"], (
        "as of the day before it was paid there were five months, and a warning of the charter's clock"
    )


def test_after_six_months_without_paying_the_facts_are_established_and_after_four_a_warning(
    sqlite_book: Store, branch: Branch
) -> None:
    pay(sqlite_book, "李四", "2026-02", on=date(2026, 2, 20))

    def clock(as_of: date) -> list[tuple[str, tuple[str, ...], date | None]]:
        return [
            each[1:2] + each[3:]
            for each in said(sqlite_book, as_of)
            if each[0] == "charter-clock" and each[2] == "李四"
        ]

    assert clock(date(2026, 6, 19)) == []
    assert clock(date(2026, 6, 20)) == [("notice", ("2026-03..2026-06",), date(2026, 6, 20))]
    assert clock(date(2026, 8, 19)) == [("notice", ("2026-03..2026-08",), date(2026, 6, 20))]
    assert clock(date(2026, 8, 20)) == [("due", ("2026-03..2026-08",), date(2026, 8, 20))]
    pay(sqlite_book, "李四", "2026-05", on=date(2026, 8, 20))
    assert clock(date(2026, 8, 20)) == []


def test_who_paid_ahead_or_was_let_off_is_not_behind(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "李四", "2026-02", "2026-08", on=TODAY)
    assessing.waive(
        desk(sqlite_book, today=TODAY), "张三", Month("2025-10").until(Month("2026-12")), 0, "党委", TODAY, "困难"
    )
    assert said(sqlite_book, date(2026, 8, 31)) == []
    assert [each[:4] for each in said(sqlite_book, date(2026, 11, 1))] == [
        ("dues", "overdue", "李四", ("2026-09..2026-10",))
    ]


# ---- forwarding


def test_what_is_forwarded_is_what_was_collected(sqlite_book: Store, branch: Branch) -> None:
    with pytest.raises(Conflict, match="cannot be forwarded"):
        remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, None, "学院党委")
    pay(sqlite_book, "张三", "2026-02", "2026-03")
    sent, left = remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, 10_000, "学院党委")
    assert ([each.amount for each in sent], left) == ([10_000], 9_500)
    with pytest.raises(Conflict, match="cannot be forwarded"):
        remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, 9_501, "学院党委")
    assert remitting.remit(desk(sqlite_book, branch, TODAY), TODAY, None, "学院党委")[1] == 0


def test_a_month_paid_far_ahead_leaves_nothing_open_before_it_on_the_papers(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2025-10", "2026-03")
    pay(sqlite_book, "张三", "2026-08")
    publication, ledger = (
        make(desk(sqlite_book), form, Ask(branch, Period("2026"), TODAY)).sheets[0]
        for form in ("dues-publication", "dues-ledger")
    )
    assert publication.body[0].cells[1:] == ("张三", "正式党员", "已交齐", "—")
    sums = ledger.body[0].cells[-8:]
    # For January to March and August; three months more came in, of 2025.
    assert [str(each) for each in sums] == ["390", "390", "0", "0", "0", "292.5", "0", "682.5"]


def test_dues_begin_with_admission_and_not_with_the_membership_of_an_activist(sqlite_book: Store) -> None:
    """domain.md 8: from the month the branch meeting accepts the probationary member."""
    start_branch(sqlite_book)
    add_member(sqlite_book, "周一", standing=Standing.PROBATIONARY, joined=date(2026, 2, 10), since=date(2025, 9, 1))
    with pytest.raises(BadInput, match="2026-02"):
        assess(sqlite_book, "周一", None, "2026-01", kind=DuesKind.STUDENT)
    assert assess(sqlite_book, "周一", None, "2026-02", kind=DuesKind.STUDENT) == 20
    assert owed(sqlite_book, branch_of(sqlite_book))["周一"] == ("2026-02", "2026-03", 40)


def test_all_that_was_paid_for_a_month_can_be_given_back_and_not_a_fen_more(sqlite_book: Store, branch: Branch) -> None:
    pay(sqlite_book, "张三", "2026-01")
    with pytest.raises(Conflict, match=r"97\.51"):
        paying.refund(desk(sqlite_book, today=TODAY), "张三", Month("2026-01"), 9_751, How(TODAY))
    back = paying.refund(desk(sqlite_book, today=TODAY), "张三", Month("2026-01"), 9_750, How(TODAY))
    assert (back.amount, balances(sqlite_book, "张三")["2026-01"]) == (-9_750, 9_750)


def test_what_is_paid_ahead_does_not_lessen_what_the_named_months_still_lack(
    sqlite_book: Store, branch: Branch
) -> None:
    part = pay(sqlite_book, "张三", "2026-01", amount=9_000, ahead=True)
    assert part.still_owed == 750
    rest = pay(sqlite_book, "张三", "2026-01", amount=10_000, ahead=True)
    assert (rest.still_owed, {each.for_month: each.amount for each in rest.payments}) == (
        0,
        {"2026-01": 750, "2026-02": 9_250},
    )


@pytest.mark.parametrize(("paid", "since"), [("2026-02", "2026-03"), ("2026-01", "2025-10")])
def test_what_a_roster_says_was_paid_holds_unless_the_book_took_some_of_it(
    sqlite_book: Store, branch: Branch, paid: str, since: str
) -> None:
    """党费缴纳至 2026-01: the months until then are not owed, but where January was paid here those before are."""
    pay(sqlite_book, "张三", paid)
    paying.pay(desk(sqlite_book, today=TODAY), "张三", [], How(TODAY), amount=100, voluntary=True)  # for no month
    with sqlite_book.writing(act()) as unit:
        unit.update(unit.expect(Member, 1), kept={PAID_UNTIL: "2026-01"})
    [first, _last, _amount] = owed(sqlite_book, branch)["张三"] or ("", "", 0)
    assert first == since


def test_who_left_before_they_joined_the_party_owes_nothing_and_cannot_be_assessed_before(
    sqlite_book: Store, branch: Branch
) -> None:
    """Kept here as an activist until January; accepted in February, elsewhere."""
    card = add_member(sqlite_book, "赵六", standing=Standing.ACTIVIST, joined=None, since=date(2025, 9, 1))
    members.transfer(desk(sqlite_book, today=TODAY), "赵六", "外校党支部", date(2026, 1, 10), outside=True)
    with sqlite_book.writing(act()) as unit:
        unit.update(unit.expect(Member, card.person.id), joined_on=date(2026, 2, 10))
        standing = unit.expect(DatedStanding, card.person.id, date(2025, 9, 1))
        unit.update(standing, standing=Standing.PROBATIONARY)
    with pytest.raises(BadInput, match="from 2026-02 on"):
        assess(sqlite_book, "赵六", None, "2026-01", kind=DuesKind.STUDENT)
    assess(sqlite_book, "赵六", None, "2026-02", kind=DuesKind.STUDENT)
    assert "赵六" not in owed(sqlite_book, branch)


def test_what_was_assessed_from_a_new_year_or_this_month_on_is_changed_with_a_reason_alone(
    sqlite_book: Store, branch: Branch
) -> None:
    assess(sqlite_book, "张三", 700_000, "2026-01")
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "张三", 800_000, "2026-01")
    assess(sqlite_book, "王五", 300_000, "2026-03")
    with pytest.raises(Conflict, match="assessed already"):
        assess(sqlite_book, "王五", 400_000, "2026-04")
