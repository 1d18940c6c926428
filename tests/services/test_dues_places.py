"""Where what somebody owes is asked for, and in whose ledger they stand, when they come, go and come back.

Everybody has a wage of 6500 since January: 97.50 a month.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from factories import MADE, act, desk, empty_book
from partyday.model.codes import MembershipEnd
from partyday.model.period import in_few_words
from partyday.services.dues import ledgers, receipts
from partyday.store.book import Store

HERE, SIDE = "教工第一党支部", "学生党支部"
TODAY, JULY = date(2026, 6, 5), date(2026, 7, 1)
LONG, FEBRUARY = date(2010, 7, 1), date(2026, 2, 10)

#: Who → branch, roster number, first day, first day no longer in it.
MEMBERSHIPS: dict[str, list[tuple[str, int, date, date | None]]] = {
    "留守": [(HERE, 1, LONG, None)],
    "转出": [(HERE, 2, LONG, FEBRUARY), (SIDE, 2, FEBRUARY, None)],
    "转出又离": [(HERE, 3, LONG, FEBRUARY), (SIDE, 3, FEBRUARY, date(2026, 3, 6))],
    "两度离开": [(HERE, 4, LONG, date(2026, 1, 15)), (HERE, 14, date(2026, 3, 1), date(2026, 4, 20))],
    "将来": [(SIDE, 5, LONG, JULY), (HERE, 15, JULY, date(2026, 12, 1)), (SIDE, 25, date(2026, 12, 1), None)],
    "离开将去": [(HERE, 6, LONG, FEBRUARY), (SIDE, 6, JULY, None)],
    "外人": [(SIDE, 7, LONG, date(2026, 4, 10))],
    "将离": [(HERE, 11, LONG, JULY)],
    "五月来": [(HERE, 8, date(2026, 5, 1), None)],
    "今日离": [(HERE, 9, LONG, TODAY)],
    "今日来": [(SIDE, 10, LONG, TODAY), (HERE, 10, TODAY, None)],
}
#: Who paid to which branch, for which months; 外人 by mistake to one they never belonged to, 将来 ahead to the next.
PAID = {
    "外人": (HERE, ["2026-01"]),
    "转出又离": (HERE, ["2026-01"]),
    "今日离": (HERE, ["2026-01", "2026-08"]),
    "将来": (HERE, ["2026-07"]),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = empty_book(tmp_path_factory.mktemp("places") / "book.partyday")
    keys = {HERE: 1, SIDE: 2}
    with store.writing(act(MADE, stand_in=True)) as unit:
        for name, key in keys.items():
            unit.rows.insert("branch", {"id": key, "name": name, "kind": "branch", "policy": "hebei"})
        membership = payment = 0
        for key, (who, spells) in enumerate(MEMBERSHIPS.items(), 1):
            unit.rows.insert("member", {"id": key, "name": who, "joined_on": spells[0][2]})
            unit.rows.insert("standing", {"member_id": key, "standing": "full", "since": spells[0][2]})
            unit.rows.insert("assessment", {"member_id": key, "since": "2026-01", "kind": "wage", "income": 650_000})
            for branch, number, since, until in spells:
                membership += 1
                row = {"id": membership, "member_id": key, "branch_id": keys[branch], "number": number, "since": since}
                ended = {"until": until, "ended_by": MembershipEnd.TRANSFERRED.value} if until else {}
                unit.rows.insert("membership", row | ended)
            branch, months = PAID.get(who, (HERE, []))
            for month in months:
                payment += 1
                row = {"id": payment, "member_id": key, "branch_id": keys[branch], "for_month": month, "amount": 9_750}
                receipt = {"method": "cash", "receipt": f"2026-{payment:05}"}
                unit.rows.insert("payment", row | {"paid_on": date(2026, 1, 9)} | receipt)
    yield store
    store.close()


def test_arrears_are_asked_for_where_somebody_is_or_else_was_last(book: Store) -> None:
    """domain.md 8: arrears stay visible after a transfer or a death; each month is owed once."""
    asked = {
        branch: [
            (one.person.number, one.person.name, in_few_words([line.month for line in one.lines or ()]), one.left)
            for one in ledgers.owing(desk(book, branch, TODAY))
        ]
        for branch in (HERE, SIDE)
    }
    assert asked == {
        HERE: [
            (1, "留守", ["2026-01..2026-06"], None),
            (6, "离开将去", ["2026-01..2026-02"], FEBRUARY),
            (8, "五月来", ["2026-05..2026-06"], None),
            (9, "今日离", ["2026-02..2026-06"], TODAY),
            (10, "今日来", ["2026-01..2026-06"], None),
            (11, "将离", ["2026-01..2026-06"], None),
            (14, "两度离开", ["2026-01", "2026-03..2026-04"], date(2026, 4, 20)),
        ],
        SIDE: [
            (2, "转出", ["2026-01..2026-06"], None),
            (3, "转出又离", ["2026-02..2026-03"], date(2026, 3, 6)),
            (5, "将来", ["2026-01..2026-06"], None),
            (7, "外人", ["2026-02..2026-04"], date(2026, 4, 10)),
        ],
    }


def standing(book: Store, branch: str, on: date) -> dict[str, tuple[date | None, list[str], list[str]]]:
    """Who stands in the ledger of a branch on a day → when they left it, its own months of them, and all of theirs."""
    at = desk(book, branch, TODAY)
    with at.reading() as connection:
        found = ledgers.ledgers_of(connection, at.branches, at.branch, on, TODAY)
    return {
        f"{one.person.number} {one.person.name}": (
            one.left,
            in_few_words([line.month for line in one.lines]),
            in_few_words([line.month for line in one.whole]),
        )
        for one in found
    }


def test_who_stands_in_the_ledger_of_a_branch(book: Store) -> None:
    assert standing(book, HERE, TODAY) == {
        "1 留守": (None, ["2026-01..2026-06"], ["2026-01..2026-06"]),
        "2 转出": (FEBRUARY, [], ["2026-01..2026-02"]),
        "3 转出又离": (FEBRUARY, ["2026-01"], ["2026-01..2026-02"]),
        "6 离开将去": (FEBRUARY, ["2026-01..2026-02"], ["2026-01..2026-02"]),
        "7 外人": (None, ["2026-01"], []),
        "11 将离": (None, ["2026-01..2026-06"], ["2026-01..2026-06"]),
        "15 将来": (None, ["2026-07"], []),
        "8 五月来": (None, ["2026-05..2026-06"], ["2026-05..2026-06"]),
        "9 今日离": (TODAY, ["2026-01..2026-06", "2026-08"], ["2026-01..2026-06", "2026-08"]),
        "10 今日来": (None, ["2026-01..2026-06"], ["2026-01..2026-06"]),
        "14 两度离开": (date(2026, 4, 20), ["2026-01", "2026-03..2026-04"], ["2026-01", "2026-03..2026-04"]),
    }


def test_a_receipt_names_who_paid_though_they_never_belonged_to_the_branch(book: Store) -> None:
    listed = {one.payer: one.member_number for one in receipts.receipts(desk(book, HERE, TODAY))}
    assert listed == {"转出又离": 3, "外人": None, "今日离": 9, "将来": 15}


def test_the_ledger_of_an_earlier_day_has_them_as_they_stood_then(book: Store) -> None:
    january = ["2026-01"]
    assert standing(book, HERE, date(2026, 1, 31)) == {
        **dict.fromkeys(("1 留守", "2 转出", "3 转出又离", "6 离开将去", "11 将离"), (None, january, january)),
        "7 外人": (None, january, []),
        "15 将来": (None, ["2026-07"], []),
        "9 今日离": (None, ["2026-01", "2026-08"], ["2026-01", "2026-08"]),
        "4 两度离开": (date(2026, 1, 15), january, january),  # the number they had then
    }


def test_the_ledger_has_who_came_back_under_their_new_number(book: Store) -> None:
    told = standing(book, HERE, date(2026, 3, 31))
    assert [who for who in told if "两度离开" in who] == ["14 两度离开"]
    left, _lines, owed = told["14 两度离开"]
    assert (left, owed) == (None, ["2026-01", "2026-03"])
