"""What each level took in, forwarded and has, year by year to the day; every sum is added up by hand, in yuan.

A 党委 over a 党总支 with five branches, and a branch of its own. The third has nothing at all, the fourth took
something in before 2026 alone, the fifth forwarded what it had before its records begin.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from factories import MADE, act, branch_of, desk, empty_book
from partyday.model.dues import MoneyOfYear
from partyday.services.dues.below import Below, money_below, money_of_branch
from partyday.store.book import Store

COMMITTEE, GENERAL = "中州大学党委", "计算机学院党总支"
FIRST, SECOND, THIRD, FOURTH, FIFTH = (f"教工{which}支部" for which in "一二三四五")
OFFICE = "机关党支部"
#: Branch → whom it stands under, in the order of their keys.
TREE = {
    COMMITTEE: None,
    GENERAL: COMMITTEE,
    **dict.fromkeys((FIRST, SECOND, THIRD, FOURTH, FIFTH), GENERAL),
    OFFICE: COMMITTEE,
}
GIFT = "2026-00009"

#: Who took in how much, and when.
COLLECTED = [
    (FIRST, 100, date(2025, 12, 31)),
    (FIRST, 50, date(2026, 1, 1)),
    (FIRST, 1000, date(2026, 2, 1)),
    (SECOND, 30, date(2025, 6, 6)),
    (FOURTH, 7, date(2025, 12, 5)),
    (OFFICE, 40, date(2026, 12, 31)),
    (OFFICE, 10, date(2027, 1, 1)),
]
#: Who forwarded how much to whom, and when; the receipt where it is a large gift.
FORWARDED = [
    (FIRST, 100, date(2026, 1, 1), GENERAL, ""),
    (FIRST, 1000, date(2026, 2, 2), GENERAL, GIFT),
    (FIRST, 20, date(2026, 3, 9), "学校财务处", ""),  # nobody above: it came to the nearest
    (SECOND, 10, date(2026, 5, 8), COMMITTEE, ""),  # past the 党总支
    (FIFTH, 5, date(2026, 6, 5), GENERAL, ""),
    (GENERAL, 60, date(2026, 6, 10), COMMITTEE, ""),
    (GENERAL, 1000, date(2026, 6, 11), COMMITTEE, f"{FIRST} {GIFT}"),
    (COMMITTEE, 50, date(2026, 7, 1), "市委组织部", ""),
    (OFFICE, 40, date(2026, 12, 31), COMMITTEE, ""),
    (OFFICE, 10, date(2027, 1, 1), COMMITTEE, ""),
]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = empty_book(tmp_path_factory.mktemp("below") / "book.partyday")
    keys = {name: key for key, name in enumerate(TREE, 1)}
    kinds = {COMMITTEE: "committee", GENERAL: "general"}
    with store.writing(act(MADE, stand_in=True)) as unit:
        for name, above in TREE.items():
            row = {"id": keys[name], "name": name, "kind": kinds.get(name, "branch"), "policy": "hebei"}
            unit.rows.insert("branch", row | ({"parent_id": keys[above]} if above else {}))
        unit.rows.insert("member", {"id": 1, "name": "张三", "joined_on": date(2010, 7, 1)})
        for key, (name, amount, on) in enumerate(COLLECTED, 1):
            row = {"id": key, "member_id": 1, "branch_id": keys[name], "amount": 100 * amount, "paid_on": on}
            unit.rows.insert("payment", row | {"method": "cash"})
        for key, (name, amount, on, to, receipt) in enumerate(FORWARDED, 1):
            row = {"id": key, "branch_id": keys[name], "amount": 100 * amount, "remitted_on": on}
            unit.rows.insert("remittance", row | {"sent_to": to, "receipt": receipt})
    yield store
    store.close()


LATER = date(2027, 6, 30)


def below(store: Store, name: str, year: int | None, today: date = LATER) -> Below:
    with store.reading() as connection:
        return money_below(connection, desk(store).branches, branch_of(store, name), today, year)


#: What was in hand before, what came in, what was forwarded; None: nothing is known.
Sums = tuple[int, int, list[int]] | None


def sums(money: MoneyOfYear | None) -> Sums:
    if money is None:
        return None
    return money.carried // 100, money.took_in // 100, [sent.amount // 100 for sent in money.forwarded]


BY_YEAR: dict[int | None, dict[str, Sums]] = {
    2025: {
        GENERAL: None,
        FIRST: (0, 100, []),
        SECOND: (0, 30, []),
        THIRD: None,
        FOURTH: (0, 7, []),
        FIFTH: None,
        OFFICE: None,
        COMMITTEE: (0, 0, []),
    },
    2026: {
        GENERAL: (0, 1125, [60, 1000]),
        FIRST: (100, 1050, [100, 1000, 20]),
        SECOND: (30, 0, [10]),
        THIRD: None,
        FOURTH: (7, 0, []),
        FIFTH: (0, 0, [5]),
        OFFICE: (0, 40, [40]),
        COMMITTEE: (0, 10 + 60 + 1000 + 40, [50]),
    },
    2027: {
        GENERAL: (65, 0, []),
        FIRST: (30, 0, []),
        SECOND: (20, 0, []),
        THIRD: None,
        FOURTH: (7, 0, []),
        FIFTH: (-5, 0, []),
        OFFICE: (0, 10, [10]),
        COMMITTEE: (1060, 10, []),
    },
    None: {
        GENERAL: (0, 1125, [60, 1000]),
        FIRST: (0, 1150, [100, 1000, 20]),
        SECOND: (0, 30, [10]),
        THIRD: None,
        FOURTH: (0, 7, []),
        FIFTH: (0, 0, [5]),
        OFFICE: (0, 50, [40, 10]),
        COMMITTEE: (0, 1120, [50]),
    },
}


@pytest.mark.parametrize("year", BY_YEAR)
def test_what_each_had_took_in_and_forwarded_in_a_year_and_in_all(school: Store, year: int | None) -> None:
    told = below(school, COMMITTEE, year)
    wanted = BY_YEAR[year]
    assert {COMMITTEE: sums(told.own), **{one.branch.name: sums(one.money) for one in told.every}} == wanted
    assert not any(one.by_ledger for one in told.every)
    general = below(school, GENERAL, year)
    assert sums(general.own) == (wanted[GENERAL] or (0, 0, [])), "of a superior itself what is not known is nothing"
    assert {one.branch.name: sums(one.money) for one in general.every} == {
        name: wanted[name] for name, above in TREE.items() if above == GENERAL
    }
    if year is not None:
        with school.reading() as connection:
            for name in (FIRST, SECOND, THIRD, FOURTH, FIFTH, OFFICE):
                own = money_of_branch(connection, branch_of(school, name), LATER, year)
                assert sums(own) == (wanted[name] or (0, 0, [])), name


@pytest.mark.parametrize(
    ("superior", "year", "received"),
    [
        (COMMITTEE, 2025, {}),
        (COMMITTEE, 2026, {GENERAL: [60, 1000], SECOND: [10], OFFICE: [40]}),
        (COMMITTEE, 2027, {OFFICE: [10]}),
        (COMMITTEE, None, {GENERAL: [60, 1000], SECOND: [10], OFFICE: [40, 10]}),
        (GENERAL, 2026, {FIRST: [100, 1000, 20], FIFTH: [5]}),
        (GENERAL, 2027, {}),
    ],
)
def test_what_came_to_a_superior_from_whom(
    school: Store, superior: str, year: int | None, received: dict[str, list[int]]
) -> None:
    told = below(school, superior, year)
    came = {one.branch.name: [sent.amount // 100 for sent in one.received] for one in told.every if one.received}
    assert came == received
    right_under = [name for name, above in TREE.items() if above == superior]
    remitting = [one.branch.name for one in told.remitting]
    assert set(remitting) == {*right_under, *received}
    assert remitting == [one.branch.name for one in told.every if one.branch.name in remitting], "in order of the tree"


@pytest.mark.parametrize(
    ("today", "gifts"),
    [
        (date(2026, 2, 1), []),
        (date(2026, 2, 2), [(f"{FIRST} {GIFT}", 1000)]),
        (date(2026, 6, 10), [(f"{FIRST} {GIFT}", 1000)]),
        (date(2026, 6, 11), []),
    ],
)
def test_a_gift_that_came_up_is_to_be_forwarded_until_it_was(
    school: Store, today: date, gifts: list[tuple[str, int]]
) -> None:
    told = below(school, GENERAL, None, today).gifts
    assert [(gift.receipt, gift.amount // 100) for gift in told] == gifts


@pytest.mark.parametrize(
    ("today", "forwarded"), [(date(2026, 1, 1), [100]), (date(2026, 3, 8), [100, 1000]), (LATER, [100, 1000, 20])]
)
def test_of_the_year_that_runs_what_was_forwarded_up_to_today_counts(
    school: Store, today: date, forwarded: list[int]
) -> None:
    with school.reading() as connection:
        own = money_of_branch(connection, branch_of(school, FIRST), today, 2026)
    [first] = [one.money for one in below(school, GENERAL, 2026, today).every if one.branch.name == FIRST]
    assert first == own
    assert [sent.amount // 100 for sent in own.forwarded] == forwarded
