"""A member's account of dues: what each month was assessed, waived and paid, in which branch, and what is owed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from factories import ONE_BRANCH, ONE_LIFE
from partyday.model.codes import DuesKind
from partyday.model.dues import Account, Assessment, DuesLine, PaidMonths, Payment, Waiver
from partyday.model.period import Month
from partyday.rules.account import (
    arrears,
    dues_clock,
    line_of,
    lines_in,
    lines_of,
    overpaid,
    owed,
    paid_until,
    settled_by,
)
from partyday.rules.case import Case
from partyday.rules.policy.reader import load
from rules.histories import own

HEBEI = load("hebei")
#: Dues of a month by wage (domain.md 8): 50.00 of 5000.00, 97.50 of 6500.00.
OF_5000, OF_6500 = 50_00, 97_50


def wage(since: str, income: int = 6500) -> Assessment:
    return Assessment(member_id=1, since=Month(since), kind=DuesKind.WAGE, income=income * 100)


def waived(since: str, until: str, amount: int) -> Waiver:
    return Waiver(
        id=1,
        member_id=1,
        since=Month(since),
        until=Month(until),
        amount=amount,
        approved_by="党委",
        approved_on=date(2026, 1, 1),
    )


def paid(month: str, amount: int, on: str = "2026-01-09", branch: int = 1) -> Payment:
    """An amount in fen for a month; "" is voluntary."""
    for_month = Month(month) if month else None
    day = date.fromisoformat(on)
    return Payment(id=1, member_id=1, branch_id=branch, for_month=for_month, amount=amount, paid_on=day)


def account(*payments: Payment, first: str = "2026-01", last: str | None = None, **others: Any) -> Account:
    """Assessed on 6500.00 from January 2026 on, unless told."""
    facts: dict[str, Any] = {"assessments": (wage("2026-01"),)} | others
    return Account(member_id=1, first=Month(first), last=Month(last) if last else None, payments=payments, **facts)


# ---- a month


@pytest.mark.parametrize(
    ("of", "month", "assessed"),
    [
        (account(), "2025-12", 0),
        (account(), "2026-01", OF_6500),
        (account(first="2026-02"), "2026-01", 0),
        (account(first="2026-02"), "2026-02", OF_6500),
        (account(last="2026-03"), "2026-03", OF_6500),
        (account(last="2026-03"), "2026-04", 0),
        (account(free=frozenset({Month("2026-03")})), "2026-03", 0),
        (account(free=frozenset({Month("2026-03")})), "2026-04", OF_6500),
        (account(assessments=()), "2026-03", 0),
        (account(assessments=(wage("2026-03", 5000), wage("2026-01"))), "2026-02", OF_6500),
        (account(assessments=(wage("2026-03", 5000), wage("2026-01"))), "2026-03", OF_5000),
        (account(assessments=(wage("2026-03", 5000), wage("2026-01"))), "2026-04", OF_5000),
    ],
    ids=[
        *("before the assessment", "from its month on", "before they were a member", "their first month"),
        *("their last month", "after it", "a free month", "the month after", "never assessed"),
        *("before another assessment", "from its month on again", "and later"),
    ],
)
def test_a_month_is_assessed_while_dues_are_owed(of: Account, month: str, assessed: int) -> None:
    assert line_of(of, HEBEI, Month(month)) == DuesLine(Month(month), assessed, 0, 0)


@pytest.mark.parametrize(
    ("waivers", "month", "left"),
    [
        ([waived("2026-02", "2026-03", 20_00)], "2026-01", OF_6500),
        ([waived("2026-02", "2026-03", 20_00)], "2026-02", 20_00),
        ([waived("2026-02", "2026-03", 20_00)], "2026-03", 20_00),
        ([waived("2026-02", "2026-03", 20_00)], "2026-04", OF_6500),
        ([waived("2026-02", "2026-03", 0)], "2026-02", 0),
        ([waived("2026-02", "2026-03", 200_00)], "2026-02", OF_6500),
        ([waived("2026-02", "2026-03", 20_00), waived("2026-03", "2026-05", 10_00)], "2026-03", 10_00),
    ],
)
def test_dues_are_reduced_from_the_first_month_to_the_last_of_a_waiver(
    waivers: list[Waiver], month: str, left: int
) -> None:
    """少交、免交: to so much a month, and never to more than was assessed; of two the lower holds."""
    line = line_of(account(waivers=tuple(waivers)), HEBEI, Month(month))
    assert (line.assessed, line.balance) == (OF_6500, left)


def test_what_was_paid_stands_in_its_month_also_where_nothing_is_owed() -> None:
    gone = account(paid("2026-02", 10_00), paid("2026-02", -4_00), paid("2026-03", 7_00), last="2026-01")
    assert line_of(gone, HEBEI, Month("2026-02")) == DuesLine(Month("2026-02"), 0, 0, 6_00)


@pytest.mark.parametrize(
    ("of", "through", "first", "last"),
    [
        (account(), "2026-03", "2026-01", "2026-03"),
        (account(first="2026-02"), "2026-03", "2026-02", "2026-03"),
        (account(first="2025-07"), "2026-03", "2026-01", "2026-03"),
        (account(paid("2026-06", OF_6500)), "2026-03", "2026-01", "2026-06"),
        (account(paid("2025-11", OF_6500)), "2026-03", "2025-11", "2026-03"),
        (account(assessments=(wage("2026-03"), wage("2026-02"))), "2026-03", "2026-02", "2026-03"),
        (account(paid("2026-02", 10_00), assessments=()), "2026-03", "2026-02", "2026-03"),
        (account(paid("", 10_00)), "2026-02", "2026-01", "2026-02"),
    ],
    ids=[
        *("assessed", "a member later", "assessed later", "paid ahead", "paid for before", "two assessments"),
        *("paid without an assessment", "voluntary"),
    ],
)
def test_an_account_runs_from_the_first_month_that_was_assessed_or_paid_for(
    of: Account, through: str, first: str, last: str
) -> None:
    lines = lines_of(of, HEBEI, Month(through))
    assert [line.month for line in lines] == Month(first).until(Month(last))
    assert lines == [line_of(of, HEBEI, line.month) for line in lines]


def test_an_account_of_which_nothing_is_known_has_no_months() -> None:
    assert lines_of(account(paid("", 10_00), assessments=()), HEBEI, Month("2026-03")) == []


# ---- the ledger of one branch


HALF = OF_6500 - 40_00


@pytest.mark.parametrize(
    ("payments", "waivers", "ledgers"),
    [
        ([], [], {1: (OF_6500, 0, 0)}),
        ([(1, OF_6500)], [], {1: (OF_6500, 0, OF_6500)}),
        ([(2, OF_6500)], [], {2: (OF_6500, 0, OF_6500)}),
        ([(2, 40_00)], [], {2: (40_00, 0, 40_00), 1: (HALF, 0, 0)}),
        ([(2, 40_00), (1, HALF)], [], {2: (40_00, 0, 40_00), 1: (HALF, 0, HALF)}),
        ([(2, 120_00)], [], {2: (OF_6500, 0, 120_00)}),
        ([(2, OF_6500), (1, 5_00)], [], {2: (OF_6500, 0, OF_6500), 1: (0, 0, 5_00)}),
        ([(2, 40_00), (2, -50_00)], [], {2: (0, 0, -10_00), 1: (OF_6500, 0, 0)}),
        ([(2, 40_00), (3, 70_00)], [], {2: (40_00, 0, 40_00), 3: (HALF, 0, 70_00)}),
        ([(3, 70_00), (2, 40_00), (1, 1_00)], [], {2: (40_00, 0, 40_00), 3: (HALF, 0, 70_00), 1: (0, 0, 1_00)}),
        ([], [0], {1: (OF_6500, OF_6500, 0)}),
        ([(2, 15_00)], [20_00], {2: (15_00, 0, 15_00), 1: (OF_6500 - 15_00, OF_6500 - 20_00, 0)}),
    ],
    ids=[
        *("nothing", "paid here", "paid elsewhere", "in part elsewhere", "in part in both", "too much elsewhere"),
        *("the rest voluntary here", "given back elsewhere", "in two other branches", "in three"),
        *("waived", "reduced and in part elsewhere"),
    ],
)
def test_each_fen_owed_and_paid_stands_in_one_branch(
    payments: list[tuple[int, int]], waivers: list[int], ledgers: dict[int, tuple[int, int, int]]
) -> None:
    """The member is of branch 1. A branch answers for what it took in, theirs for the rest (domain.md 8)."""
    of = account(
        *(paid("2026-01", amount, branch=branch) for branch, amount in payments),
        waivers=tuple(waived("2026-01", "2026-01", amount) for amount in waivers),
    )
    january = Month("2026-01")
    found = {
        branch: (line.assessed, line.waived, line.paid)
        for branch in (1, 2, 3)
        for line in lines_in(of, HEBEI, branch, 1, january)
    }
    assert found == ledgers
    assert (
        sum(assessed - less - given for assessed, less, given in found.values()) == line_of(of, HEBEI, january).balance
    )


# ---- what is owed, overpaid, settled


def test_what_is_owed_and_what_was_overpaid() -> None:
    """January is paid, February overpaid, March paid in part, May ahead; April is open. It is asked through April."""
    payments = [
        *(paid("2026-01", OF_6500), paid("2026-02", OF_6500 + 1), paid("2026-03", OF_6500 - 1)),
        paid("2026-05", OF_6500 - 1),
    ]
    of, april = account(*payments), Month("2026-04")
    assert [(line.month, line.balance) for line in owed(of, HEBEI, april)] == [("2026-03", 1), ("2026-04", OF_6500)]
    assert [(line.month, line.overpaid) for line in overpaid(of, HEBEI)] == [("2026-02", 1)]


@pytest.mark.parametrize(
    ("payments", "until"),
    [
        ([], None),
        ([paid("2026-01", OF_6500)], "2026-01"),
        ([paid("2026-01", OF_6500 - 1)], None),
        ([paid("2026-01", OF_6500), paid("2026-02", OF_6500 + 5)], "2026-02"),
        ([paid("2026-01", OF_6500), paid("2026-03", OF_6500)], "2026-01"),
        ([paid(f"2026-0{month}", OF_6500) for month in range(1, 6)], "2026-05"),
    ],
    ids=["nothing", "January", "a fen short", "two months", "a gap", "ahead"],
)
def test_dues_are_paid_up_to_the_month_before_the_first_that_is_open(
    payments: list[Payment], until: str | None
) -> None:
    """党费交至."""
    assert paid_until(account(*payments), HEBEI, Month("2026-03")) == until


@pytest.mark.parametrize(
    ("since", "until", "told", "settled"),
    [
        ("2026-01", "2026-01", PaidMonths(1, "2026-01", OF_6500), True),
        ("2026-01", "2026-01", PaidMonths(1, "2026-01", OF_6500 - 1), False),
        ("2026-06", "2026-03", PaidMonths(), True),
        ("2026-06", "2026-03", PaidMonths(1, "2026-06", OF_6500), False),
    ],
    ids=["the one month", "a fen short", "assessed later", "paid ahead"],
)
def test_of_a_month_or_none_it_is_told_as_well_whether_it_can_be_owed(
    since: str, until: str, told: PaidMonths, settled: bool
) -> None:
    assert settled_by([HEBEI], Month(until))([wage(since)], told) is settled


def test_rates_that_change_on_the_first_of_a_month_are_those_of_that_month() -> None:
    dearer = own(
        'dues.income-rates = [{ rate = "1%" }]',
        'dues.income-rates = [{ rate = "2%" }] since 2026-03-01',
        base="national",
    )
    settled = settled_by([dearer], Month("2026-03"))([wage("2026-01")], PaidMonths(3, "2026-01", 65_00))
    assert not settled
    assert settled_by([dearer], Month("2026-02"))([wage("2026-01")], PaidMonths(2, "2026-01", 65_00))


# ---- findings


def case(of: Account | None, as_of: str) -> Case:
    day = date.fromisoformat(as_of)
    return Case(life=ONE_LIFE, branch=ONE_BRANCH, policy=HEBEI, as_of=day, sessions=(), account=of)


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2026-01-31", []),
        ("2026-02-01", [("arrears", "2026-02-01", "2026-01", "97.50")]),
        ("2026-03-31", [("arrears", "2026-02-01", "2026-01 2026-02", "195.00")]),
    ],
)
def test_a_month_that_is_over_and_was_not_paid_is_owed(as_of: str, told: list[tuple[str, str, str, str]]) -> None:
    found = [(one.code, str(one.since), " ".join(one.months), one.what) for one in arrears(case(account(), as_of))]
    assert found == told
    assert [*arrears(case(None, as_of))] == []


def test_who_has_left_still_owes_what_was_not_paid_and_it_is_told_as_such() -> None:
    """domain.md 8: arrears stay visible after a transfer or a death."""
    [membership] = ONE_LIFE.record.memberships
    record = replace(ONE_LIFE.record, memberships=(replace(membership, until=date(2026, 2, 1)),))
    gone = case(account(last="2026-01"), "2026-05-01")._replace(life=ONE_LIFE._replace(record=record))
    assert [(one.code, one.months) for one in arrears(gone)] == [("arrears-left", ("2026-01",))]


@pytest.mark.parametrize(
    ("of", "as_of", "told"),
    [
        (account(), "2026-04-30", []),
        (account(), "2026-05-01", [("charter-dues-notice", "2026-05-01", "2026-07-01", 5)]),
        (account(), "2026-06-30", [("charter-dues-notice", "2026-05-01", "2026-07-01", 6)]),
        (account(), "2026-07-01", [("charter-dues", "2026-07-01", "None", 7)]),
        (
            account(paid("2026-01", OF_6500, "2026-01-09")),
            "2026-07-08",
            [("charter-dues-notice", "2026-05-09", "2026-07-09", 6)],
        ),
        (account(paid("2026-01", OF_6500, "2026-01-09")), "2026-07-09", [("charter-dues", "2026-07-09", "None", 6)]),
        (account(paid("2026-01", OF_6500, "2025-06-20")), "2026-07-01", [("charter-dues", "2026-07-01", "None", 6)]),
        (
            account(paid("2026-01", OF_6500, "2025-06-20")),
            "2026-06-30",
            [("charter-dues-notice", "2026-05-01", "2026-07-01", 5)],
        ),
        (
            account(paid("2026-01", OF_6500, "2026-02-20"), paid("2026-02", OF_6500, "2026-01-09")),
            "2026-08-19",
            [("charter-dues-notice", "2026-06-20", "2026-08-20", 6)],
        ),
        (account(paid("2026-02", 1, "2026-01-09")), "2026-08-09", [("charter-dues", "2026-08-01", "None", 6)]),
        (
            account(paid("2026-01", OF_6500, "2026-01-09"), paid("2026-01", -OF_6500, "2026-05-08")),
            "2026-07-09",
            [("charter-dues", "2026-07-09", "None", 7)],
        ),
        (account(paid("2026-12", OF_6500, "2026-01-09")), "2026-07-09", [("charter-dues", "2026-07-09", "None", 7)]),
        (account(paid("", 10_00, "2026-05-08")), "2026-07-09", []),
        (account(paid("2026-07", OF_6500, "2026-01-09")), "2026-07-31", []),
        (account(last="2026-05"), "2026-07-31", []),
        (account(waivers=(waived("2026-07", "2026-07", 0),)), "2026-07-31", []),
        (
            account(waivers=(waived("2026-07", "2026-07", 1),)),
            "2026-07-31",
            [("charter-dues", "2026-07-01", "None", 7)],
        ),
    ],
    ids=[
        *("four months, one of which runs", "four months over", "the last day of warning", "six months over"),
        *("warned from the payment on", "due from the payment on"),
        *("paid long ago for January", "the day before", "two payments, from the later on", "a fen is paying"),
        *("what was given back is no payment", "paid for a month to come", "a voluntary payment"),
        *("this month is paid", "owes no more", "nothing is owed this month", "a fen is owed this month"),
    ],
)
def test_months_in_a_row_without_paying_are_told(
    of: Account, as_of: str, told: list[tuple[str, str, str, int]]
) -> None:
    """domain.md 7, rule 5: the last payment six calendar months back, and six months owed; a warning at four."""
    found = dues_clock(case(of, as_of))
    assert [(one.code, str(one.since), str(one.due), len(one.months)) for one in found] == told
    assert [*dues_clock(case(None, as_of))] == []
