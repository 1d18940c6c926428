from decimal import Decimal

from factories import person
from partyday.forms import dues
from partyday.forms.dues import MemberYear
from partyday.model.codes import BranchKind
from partyday.model.dues import DuesLine
from partyday.model.paper import Orientation, RowKind, Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Month

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
ZHANG, LI, WANG = person(1, "张三"), person(2, "李四"), person(3, "王五")
MEMBERS = [
    MemberYear(
        LI,
        (
            DuesLine(Month("2026-01"), 9750, 0, 9750),
            DuesLine(Month("2026-02"), 9750, 0, 0),
            DuesLine(Month("2026-03"), 9750, 5000, 0),
        ),
        20_000,
    ),
    MemberYear(ZHANG, (DuesLine(Month("2026-01"), 20, 0, 20), DuesLine(Month("2026-02"), 20, 0, 20))),
    MemberYear(WANG, (DuesLine(Month("2026-01"), 0, 0, 0),)),
]


def rows(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


def test_the_ledger_adds_up_across_and_down() -> None:
    sheet = dues.ledger(BRANCH, 2026, MEMBERS)
    nothing = [None] * 9
    assert rows(sheet)[0] == (
        *(1, "张三", Decimal("0.2"), Decimal("0.2"), None, *nothing),
        *map(Decimal, ("0.4", "0.4", "0", "0")),
    )
    assert rows(sheet)[1] == (
        *(2, "李四", Decimal("97.5"), None, None, *nothing),
        *map(Decimal, ("242.5", "97.5", "145", "200")),
    )
    [total] = rows(sheet, RowKind.TOTAL)
    assert total[2:5] == tuple(map(Decimal, ("97.7", "0.2", "0")))
    assert total[-4:] == tuple(map(Decimal, ("242.9", "97.9", "145", "200")))
    for column in range(2, 14):
        assert total[column] == sum(row[column] or 0 for row in rows(sheet))  # type: ignore[misc]
    assert "不得公示" in sheet.notes[0]
    assert sheet.orientation is Orientation.LANDSCAPE


def test_what_is_published_tells_who_paid_up_and_no_amount_of_anybody() -> None:
    sheet = dues.publication(BRANCH, 2026, MEMBERS, 9_790, 9_770)
    assert [row[1:] for row in rows(sheet)] == [
        ("张三", "正式党员", "已交齐", "—"),
        ("李四", "正式党员", "未交齐", "2026-02至2026-03"),
        ("王五", "正式党员", "无应交", "—"),
    ]
    [total] = rows(sheet, RowKind.TOTAL)
    assert total[4] == "应交 242.90 元，已交 97.90 元，自愿多交 200.00 元，上交 97.70 元"
    assert sheet.notes[0].startswith("本年度实收 97.90 元（")
    assert not any("97.5" in str(cell) for row in rows(sheet) for cell in row)
