"""党费收据: what a receipt says, its counterfoil beside it, three on a page."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from factories import person
from partyday.forms import receipt, xlsx
from partyday.forms.receipt import Slip
from partyday.model.codes import BranchKind, Method, Proxy
from partyday.model.dues import Payment
from partyday.model.money import in_capitals
from partyday.model.paper import RowKind, Sheet, Value
from partyday.model.people import Branch
from partyday.model.period import Month

BRANCH = Branch(id=1, name="数学系党支部", kind=BranchKind.BRANCH)
ZHANG = person(1, "张三")


def paid(amount: int, month: str | None, number: str = "2026-00007", **others: Any) -> Payment:
    facts: dict[str, Any] = {"collector": "陈志强", "paid_on": date(2026, 3, 6), **others}
    return Payment(
        id=1,
        member_id=ZHANG.id,
        branch_id=1,
        for_month=Month(month) if month else None,
        amount=amount,
        receipt=number,
        **facts,
    )


def rows(sheet: Sheet, kind: RowKind = RowKind.DATA) -> list[tuple[Value, ...]]:
    return [row.cells for row in sheet.body if row.kind is kind]


# The examples of 支付结算办法 (1997), 附一, 第四至六条; then the ends.
@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万零柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (20, "贰角整"),
        (5, "伍分"),
        (0, "零元整"),
        (1_000, "壹拾元整"),
        (9_750, "玖拾柒元伍角整"),
        (11_010, "壹佰壹拾元壹角整"),
        (100_000_000, "壹佰万元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (100_000_000_000_000, "壹万亿元整"),
        (-9_750, "负玖拾柒元伍角整"),
        (-1, "负壹分"),
    ],
)
def test_an_amount_in_capitals(fen: int, text: str) -> None:
    assert in_capitals(fen) == text


def test_a_receipt_says_who_paid_what_for_and_who_took_it_on_both_sides_of_the_line() -> None:
    others: dict[str, Any] = {"proxy": "张母", "proxy_is": Proxy.RELATIVE, "method": Method.ONLINE}
    payments = (paid(9_750, "2026-01", **others), paid(9_750, "2026-02", **others), paid(500, None, **others))
    [sheet] = receipt.build(BRANCH, [Slip(ZHANG.name, payments)], "2026-00007")
    assert [row[:2] for row in rows(sheet)] == [row[3:] for row in rows(sheet)]
    assert {row[2] for row in rows(sheet)} == {"┊"}
    assert [row[:2] for row in rows(sheet)] == [
        ("收据编号", "2026-00007"),
        ("交款人", "张三（由亲属 张母 代交）"),
        ("交款事由", "2026-01至2026-02党费，自愿多交党费5.00元"),
        ("金额（大写）", "人民币贰佰元整"),
        ("金额（小写）", "￥200.00"),
        ("交款日期", "2026年3月6日"),
        ("交款方式", "线上支付"),
        ("收款单位（盖章）", "数学系党支部"),
        ("收款人", "陈志强"),
    ]
    assert [column.group for column in sheet.columns] == [
        *("存根（支部留存）",) * 2,
        "",
        *("收据（交款人留存）",) * 2,
    ]


def test_who_took_it_in_is_left_to_be_signed_where_it_was_not_said() -> None:
    [sheet] = receipt.build(BRANCH, [Slip(ZHANG.name, (paid(100_000, None, collector=""),))], "x")
    assert rows(sheet)[2][1] == "自愿多交党费"
    assert rows(sheet)[-1][:2] == ("收款人", None)


def test_seven_receipts_stand_three_on_a_page_with_lines_to_cut_between(tmp_path: Path) -> None:
    every = [Slip(ZHANG.name, (paid(20, "2026-03", f"2026-{number:05}"),)) for number in range(1, 8)]
    sheets = receipt.build(BRANCH, every, "2026-03-06")
    assert [len(rows(sheet)) for sheet in sheets] == [27, 27, 9]
    assert [len(rows(sheet, RowKind.SECTION)) for sheet in sheets] == [2, 2, 0]
    assert all(str(row[0]).startswith("✂") for sheet in sheets for row in rows(sheet, RowKind.SECTION))
    xlsx.write(sheets, tmp_path / "receipts.xlsx")
    book = load_workbook(tmp_path / "receipts.xlsx")
    assert book.sheetnames[:3] == ["党费收据1", "党费收据2", "党费收据3"]
    assert book.worksheets[0].page_setup.fitToWidth == 1
    numbers = [row[1].value for page in book.worksheets[:3] for row in page.iter_rows() if row[0].value == "收据编号"]
    assert numbers == [f"2026-{number:05}" for number in range(1, 8)]
