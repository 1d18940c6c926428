from datetime import date
from decimal import Decimal

from factories import person
from partyday.forms import dues
from partyday.forms.dues import MemberYear
from partyday.model.codes import BranchKind
from partyday.model.dues import DuesLine, Payment
from partyday.model.paper import Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Month

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
ZHANG, LI, WANG = person(1, "张三"), person(2, "李四"), person(3, "王五")


def paid(amount: int, month: str | None, on: str = "2026-03-06") -> Payment:
    of = Month(month) if month else None
    return Payment(id=1, member_id=1, branch_id=1, for_month=of, amount=amount, paid_on=date.fromisoformat(on))


MEMBERS = [
    MemberYear(
        LI,
        2026,
        (
            DuesLine(Month("2026-01"), 9750, 0, 9750),
            DuesLine(Month("2026-02"), 9750, 0, 0),
            DuesLine(Month("2026-03"), 9750, 5000, 5000),
        ),
        (paid(9_750, "2026-01"), paid(5_000, "2026-03", "2025-12-30"), paid(700, "2025-12"), paid(20_000, None)),
    ),
    MemberYear(
        ZHANG,
        2026,
        (DuesLine(Month("2026-01"), 20, 0, 20), DuesLine(Month("2026-02"), 20, 0, 20)),
        (paid(20, "2026-01"), paid(20, "2026-02")),
        date(2026, 3, 1),
    ),
    MemberYear(WANG, 2026, (DuesLine(Month("2026-01"), 0, 0, 0),)),
]


def rows(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


def test_the_ledger_adds_up_across_and_down_and_what_is_overpaid_is_not_set_against_what_is_owed() -> None:
    sheet = dues.ledger(BRANCH, 2026, MEMBERS)
    nothing = [None] * 9
    assert rows(sheet)[0] == (
        *(1, "张三（2026-03-01离开）", Decimal("0.2"), Decimal("0.2"), None, *nothing),
        *map(Decimal, ("0.4", "0.4", "0", "0", "0", "0", "0", "0.4")),
    )
    # 应交 97.50 + 97.50 + 47.50; paid 97.50 + 50.00, of it 50.00 last year; 7.00 for December; 200.00 given.
    assert rows(sheet)[1] == (
        *(2, "李四", Decimal("97.5"), None, Decimal("50"), *nothing),
        *map(Decimal, ("242.5", "147.5", "97.5", "2.5", "50", "7", "200", "304.5")),
    )
    [total] = rows(sheet, RowKind.TOTAL)
    assert total[2:5] == tuple(map(Decimal, ("97.7", "0.2", "50")))
    assert total[-8:] == tuple(map(Decimal, ("242.9", "147.9", "97.5", "2.5", "50", "7", "200", "304.9")))
    for column in range(2, 22):
        assert total[column] == sum(row[column] or 0 for row in rows(sheet))  # type: ignore[misc]
    assert "不得公示" in sheet.notes[0]
    assert sheet.orientation is Orientation.LANDSCAPE


def test_what_is_published_tells_who_paid_up_and_no_amount_of_anybody() -> None:
    sheet = dues.publication(BRANCH, 2026, MEMBERS, 9_770)
    assert [row[1:] for row in rows(sheet)] == [
        ("张三（2026-03-01离开）", "正式党员", "已交齐", "—"),
        ("李四", "正式党员", "未交齐", "2026-02"),
        ("王五", "正式党员", "无应交", "—"),
    ]
    [total] = rows(sheet, RowKind.TOTAL)
    assert total[4] == (
        "应交 242.90 元，已交 147.90 元，其中他年收 50.00 元，收他年月份 7.00 元，"
        "自愿多交 200.00 元，本年实收 304.90 元，上交 97.70 元"
    )
    assert not any("97.5" in str(cell) for row in rows(sheet) for cell in row)
