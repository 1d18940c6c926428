"""A month's dues: the worked figures of the regulations, both sides of each band, rounding, dated rates."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyday.errors import BadInput, WrongUsage
from partyday.model.codes import DuesKind
from partyday.model.dues import Account, Assessment, PaidMonths, Payment
from partyday.model.money import fen, yuan
from partyday.model.period import Month, read_span
from partyday.rules.account import settled_by, spread
from partyday.rules.dues import monthly
from partyday.rules.policy.reader import load, parse

NATIONAL = load("national")
ON = date(2026, 3, 6)


def dues(kind: DuesKind, amount: str | None = None) -> str:
    return yuan(monthly(NATIONAL, kind, fen(amount) if amount else None, ON).amount)


@pytest.mark.parametrize(
    ("amount", "wanted"),
    [  # domain.md 8
        *(("3000", "15.00"), ("3000.01", "30.00"), ("5000", "50.00"), ("5000.01", "75.00")),
        *(("10000", "150.00"), ("10000.01", "200.00"), ("6500", "97.50")),
        *(("0", "0.00"), ("0.99", "0.00"), ("1", "0.01"), ("50000", "1000.00"), ("50000.01", "1000.00")),
        ("88888", "1000.00"),  # normally at most 1000: more is voluntary
    ],
)
def test_dues_on_wages_are_a_rate_of_the_whole(amount: str, wanted: str) -> None:
    for kind in (DuesKind.WAGE, DuesKind.SALARY, DuesKind.SELF_EMPLOYED):
        assert dues(kind, amount) == wanted


@pytest.mark.parametrize(
    ("amount", "wanted"), [("5000", "25.00"), ("5000.01", "50.00"), ("3000", "15.00"), ("10000.01", "100.00")]
)
def test_dues_on_pensions_have_two_rates(amount: str, wanted: str) -> None:
    assert dues(DuesKind.RETIRED, amount) == wanted


def test_who_has_no_income_pays_twenty_fen_and_farmers_what_was_set() -> None:
    assert dues(DuesKind.STUDENT) == dues(DuesKind.HARDSHIP) == "0.20"
    assert dues(DuesKind.FARMER, "0.20") == "0.20"
    assert dues(DuesKind.FARMER, "1.00") == "1.00"
    for outside in ("0.19", "1.01"):
        with pytest.raises(BadInput, match=r"0\.20-1\.00"):
            dues(DuesKind.FARMER, outside)
    for kind in (DuesKind.FARMER, DuesKind.WAGE, DuesKind.RETIRED):
        with pytest.raises(WrongUsage):
            dues(kind)


@pytest.mark.parametrize(("income", "by_rate"), [("50000", None), ("50000.24", None), ("50000.25", 100_001)])
def test_what_the_rate_comes_to_is_told_only_where_the_limit_made_it_less(income: str, by_rate: int | None) -> None:
    found = monthly(NATIONAL, DuesKind.WAGE, fen(income), ON)
    assert (found.amount, found.by_rate, found.limit is None) == (100_000, by_rate, by_rate is None)


def test_who_pays_a_fixed_amount_pays_that_and_no_other() -> None:
    assert dues(DuesKind.STUDENT, "0.20") == "0.20"
    for other in ("0.19", "0.21", "1.00"):
        with pytest.raises(BadInput, match=r"is not what such a member pays: 0\.20"):
            dues(DuesKind.STUDENT, other)


def test_where_it_stands_is_told_with_the_rate() -> None:
    found = monthly(NATIONAL, DuesKind.WAGE, fen("6500"), ON)
    assert found.rate == "1.5%"
    assert found.value.source.number == "中组发〔2008〕3号"
    assert not found.value.source.house


@pytest.mark.parametrize(
    ("kind", "income", "article", "words"),
    [  # 中组发〔2008〕3号: 第六条 sets the fixed amounts; 第七条 is about paying less or nothing
        (DuesKind.STUDENT, None, "第六条", "学生党员"),
        (DuesKind.HARDSHIP, None, "第六条", "下岗失业的党员"),
        (DuesKind.FARMER, "1.00", "第六条", "农民党员"),
        (DuesKind.RETIRED, "5000", "第五条", "离退休党员"),
    ],
)
def test_each_kind_of_dues_cites_its_own_article(kind: DuesKind, income: str | None, article: str, words: str) -> None:
    value = monthly(NATIONAL, kind, fen(income) if income else None, ON).value
    assert value.source.article == article
    assert words in value.clause


@given(st.integers(0, 3_000_000))
def test_dues_are_the_rate_of_the_whole_rounded_half_up(amount: int) -> None:
    percent = Fraction(1, 2) if amount <= 300_000 else Fraction(1) if amount <= 500_000 else Fraction(3, 2)
    percent = percent if amount <= 1_000_000 else Fraction(2)
    exact = amount * percent / 100
    wanted = int(exact) + (exact - int(exact) >= Fraction(1, 2))
    assert monthly(NATIONAL, DuesKind.WAGE, amount, ON).amount == wanted


SCHOOL = '[policy]\nname = "x"\ntitle = "x"\nbase = "national"\n'


@pytest.mark.parametrize(
    ("unit", "amount", "wanted"),
    [
        *(("角", "6503", "97.50"), ("角", "6504", "97.60"), ("角", "6503.33", "97.50"), ("元", "6500", "98.00")),
        *(("元", "6499", "97.00"), ("分", "6503.33", "97.55")),
        *(("元", "100", "1.00"), ("元", "99.99", "0.00")),  # half a yuan, and 0.00005 less
    ],
)
def test_a_school_may_round_to_a_larger_unit(unit: str, amount: str, wanted: str) -> None:
    policy = parse(SCHOOL + f'[[dues.rounding]]\nvalue = "{unit}"\nsource = "house"\n', "x.toml")
    assert yuan(monthly(policy, DuesKind.WAGE, fen(amount), ON).amount) == wanted


def test_changed_rates_are_a_dated_value_and_old_months_keep_their_old_rate() -> None:
    policy = parse(
        SCHOOL + '[[dues.income-rates]]\nsince = 2027-01-01\nsource = "house"\nvalue = [{ rate = "1%" }]\n', "x.toml"
    )
    assert monthly(policy, DuesKind.WAGE, fen("20000"), date(2026, 12, 31)).amount == fen("400")
    assert monthly(policy, DuesKind.WAGE, fen("20000"), date(2027, 1, 1)).amount == fen("200")


@pytest.mark.parametrize(
    "value",
    [
        '[{ up-to = 3000, rate = "1%" }]',
        '[{ rate = "1%" }, { rate = "2%" }]',
        '[{ up-to = 5000, rate = "1%" }, { up-to = 3000, rate = "2%" }, { rate = "3%" }]',
        '[{ up-to = 3000, rate = "1%" }, { up-to = 3000, rate = "2%" }, { rate = "3%" }]',
        *('[{ rate = "1" }]', '[{ rate = "0.555%" }]', "[{ rate = 1 }]", '[{ up = 3, rate = "1%" }]'),
        *("[]", '"1%"', "[3]", '[{ up-to = -3, rate = "1%" }, { rate = "2%" }]'),
    ],
)
def test_rates_that_cannot_be_are_refused(value: str) -> None:
    with pytest.raises(BadInput, match="line 6"):
        parse(SCHOOL + f"[[dues.income-rates]]\nvalue = {value}\nsource = 'house'\n", "x.toml")


def test_bounds_that_cannot_be_are_refused() -> None:
    for value in ('"1.00-0.20"', '"x"', "-1", '""'):
        with pytest.raises(BadInput, match="line 6"):
            parse(SCHOOL + f"[[dues.farmer]]\nvalue = {value}\nsource = 'house'\n", "x.toml")


# ---- money and months


@given(st.integers(0, 10**13))
def test_an_amount_comes_back_from_its_text(amount: int) -> None:
    assert fen(yuan(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("6,500.5", 650050),
        ("￥ 97.5 元", 9750),
        ("0", 0),
        ("1，000", 100000),
        ("6,500.00", 650000),
        ("６５００", 650000),
        ("¥6500", 650000),
        ("12,345,678.90", 1234567890),
        (" 3000.01", 300001),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert fen(text) == amount


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1.234", "-5", "1.2.3", "1e3", "97,5", "1,00", "1,0000", "10,00.00", ",500", ".5", "五百", "1" * 13],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        fen(text)


@pytest.mark.parametrize("text", ["97,5", "1,00", "1,0000", "10,00.00", ",500", "1234,567", "1,234,56"])
def test_a_comma_stands_between_groups_of_three_or_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        fen(text)


def test_a_negative_balance_shows_its_sign_once() -> None:
    assert [yuan(-1), yuan(-5), yuan(-12345)] == ["-0.01", "-0.05", "-123.45"]


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(-400, 400))
def test_months_go_forth_and_back(year: int, month: int, by: int) -> None:
    start = Month(f"{year}-{month:02}")
    assert start.distance(start.shifted(by)) == by
    assert start.shifted(by).shifted(-by) == start
    assert len(start.until(start.shifted(by))) == max(0, by + 1)


def test_a_span_of_months_is_read_from_its_ends() -> None:
    assert read_span("2025-11..2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert read_span("2026-03") == ["2026-03"]
    for text in ("2026-13", "2026-02..2026-01", "2026", "2026-01..2026-02..2026-03", ""):
        with pytest.raises(BadInput):
            read_span(text)


DEARER = """[policy]
name = "dearer"
title = "自二〇二六年二月十五日起"
base = "hebei"
[sources.notice]
document = "本校通知"
[[dues.income-rates]]
value = [{ rate = "1%" }]
source = "notice"
[[dues.income-rates]]
since = 2026-02-15
value = [{ rate = "2%" }]
source = "notice"
"""


@pytest.mark.parametrize(
    ("paid", "settled"),
    [
        (PaidMonths(3, "2026-01", 9750), True),
        (PaidMonths(3, "2026-01", 9751), True),
        (PaidMonths(3, "2026-01", 9749), False),
        (PaidMonths(2, "2026-01", 9750), False),
        (PaidMonths(3, "2025-12", 9750), False),
        (PaidMonths(), False),
    ],
)
def test_an_account_need_not_be_read_where_each_month_has_all_that_was_assessed(
    paid: PaidMonths, settled: bool
) -> None:
    wage = [Assessment(member_id=1, since=Month("2026-01"), kind=DuesKind.WAGE, income=650_000)]
    assert settled_by([load("hebei")], Month("2026-03"))(wage, paid) is settled


def test_it_is_held_against_the_highest_of_several_assessments_and_of_the_rates_of_that_time() -> None:
    wages = [
        Assessment(member_id=1, since=Month("2026-01"), kind=DuesKind.WAGE, income=650_000),
        Assessment(member_id=1, since=Month("2026-03"), kind=DuesKind.WAGE, income=660_000),
    ]
    assert not settled_by([load("hebei")], Month("2026-03"))(wages, PaidMonths(3, Month("2026-01"), 9750))
    assert settled_by([load("hebei")], Month("2026-03"))(wages, PaidMonths(3, Month("2026-01"), 9900))
    dearer = parse(DEARER, "dearer.toml")
    assert settled_by([dearer], Month("2026-02"))(wages[:1], PaidMonths(2, Month("2026-01"), 6500)), (
        "from March on it is two in a hundred"
    )
    assert not settled_by([dearer], Month("2026-03"))(wages[:1], PaidMonths(3, Month("2026-01"), 6500))
    both = settled_by([load("hebei"), dearer], Month("2026-02"))
    assert not both(wages[:1], PaidMonths(2, Month("2026-01"), 6500)), "of two policies both"


def test_who_is_assessed_from_this_month_on_owes_nothing_before() -> None:
    wage = [Assessment(member_id=1, since=Month("2026-04"), kind=DuesKind.WAGE, income=650_000)]
    assert settled_by([load("hebei")], Month("2026-03"))(wage, PaidMonths())


def test_a_sum_is_laid_over_what_each_month_owes_and_an_overpaid_or_settled_month_takes_nothing() -> None:
    months = Month("2026-01").until(Month("2026-04"))
    paid = [("2026-01", 10_000), ("2026-02", 9_750), ("2026-03", 750)]  # overpaid, settled, in part; April is open
    account = Account(
        member_id=1,
        first=Month("2026-01"),
        assessments=(Assessment(member_id=1, since=Month("2026-01"), kind=DuesKind.WAGE, income=650_000),),
        payments=tuple(
            Payment(id=key, member_id=1, branch_id=1, for_month=Month(month), amount=amount, paid_on=ON)
            for key, (month, amount) in enumerate(paid, 1)
        ),
    )
    for amount, laid, left in (
        (9_001, {"2026-03": 9_000, "2026-04": 1}, 0),
        (9_000, {"2026-03": 9_000}, 0),
        (18_751, {"2026-03": 9_000, "2026-04": 9_750}, 1),
        (0, {}, 0),
    ):
        assert spread(account, NATIONAL, months, amount) == (laid, left)
