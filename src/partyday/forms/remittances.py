"""党费上交情况: what a branch or a superior took in and forwarded in a year, a sheet behind its ledger.

A superior that takes the ledger in reads there what was remitted and when. Amounts are fen. Knows no workbook.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from partyday.model.codes import BranchKind
from partyday.model.dues import Forwarded, MoneyOfYear
from partyday.model.paper import (
    SIGNATURES,
    SUPERIOR_SIGNATURES,
    Align,
    Number,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
    file_stem,
    in_yuan,
)
from partyday.model.people import Branch

TAB = "党费上交"

#: The lines under the remittances: last year's rest, what came in, what went out, this year's rest.
_CARRIED, _TOOK_IN, _REMITTED, _IN_HAND = "上年结余", "本年收入", "本年上交", "结余"


def build(branch: Branch, year: int, money: MoneyOfYear) -> Sheet:
    """The remittances of a year by date, and what they leave in hand."""
    rows = [
        Row((number, one.on.isoformat(), in_yuan(one.amount), one.to or None, one.receipt or None, one.note or None))
        for number, one in enumerate(money.forwarded, 1)
    ]
    sums = (
        (_CARRIED, money.carried),
        (_TOOK_IN, money.took_in),
        (_REMITTED, money.remitted),
        (_IN_HAND, money.in_hand),
    )
    return Sheet(
        title=f"{branch.name}{year}年党费上交情况",
        tab=TAB,
        stem=file_stem(branch.name, "党费上交情况", str(year)),
        lines=((f"单位：{branch.name}", "金额单位：元"),),
        columns=(
            PrintedColumn(heading="序号", width=6),
            PrintedColumn(heading="上交日期", width=14),
            PrintedColumn(heading="金额", width=12, number=Number.MONEY),
            PrintedColumn(heading="上交至", width=22, align=Align.LEFT),
            PrintedColumn(heading="大额党费收据", width=14),
            PrintedColumn(heading="备注", width=18, align=Align.LEFT),
        ),
        body=(
            *rows,
            *(Row((label, None, in_yuan(amount), None, None, None), RowKind.TOTAL) for label, amount in sums),
        ),
        notes=(f"{_IN_HAND} = {_CARRIED} + {_TOOK_IN} − {_REMITTED}。",),
        signatures=SIGNATURES if branch.kind is BranchKind.BRANCH else SUPERIOR_SIGNATURES,
    )


def money_in(ledger: Sequence[Sheet]) -> MoneyOfYear:
    """The same out of a filed ledger. Without such a sheet nothing was forwarded, and what came in stands in the total.

    What is not as `build` writes it is left out.
    """
    sheet = next((one for one in ledger if one.tab == TAB), None)
    if sheet is None:
        return MoneyOfYear(0, _received(ledger[0]), ())
    sums = {str(row.cells[0]): in_fen(row.cells[2]) for row in sheet.body if row.kind is RowKind.TOTAL}
    forwarded = []
    for row in sheet.body:
        if row.kind is RowKind.DATA and (on := _date(row.cells[1])):
            to, receipt, note = (str(cell or "") for cell in row.cells[3:6])
            forwarded.append(Forwarded(on, in_fen(row.cells[2]), to, receipt, note))
    return MoneyOfYear(sums.get(_CARRIED, 0), sums.get(_TOOK_IN, 0), tuple(forwarded))


def _received(sheet: Sheet) -> int:
    """What the total of a ledger says came in within the year."""
    headings = [column.heading for column in sheet.columns]
    total = next((row.cells for row in sheet.body if row.kind is RowKind.TOTAL), None)
    if total is None or "本年实收" not in headings:
        return 0
    return in_fen(total[headings.index("本年实收")])


def _date(cell: Value) -> date | None:
    try:
        return date.fromisoformat(str(cell))
    except ValueError:
        return None


def in_fen(cell: Value) -> int:
    """The amount in a cell, 0 where it holds none."""
    return int(cell * 100) if isinstance(cell, Decimal | int | float) else 0
