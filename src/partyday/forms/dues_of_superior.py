"""党费收缴台账 and 党费收缴情况公布 of a superior: what each under it took in and remitted. Names no member.

Knows no workbook.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from partyday.model.dues import MoneyOfYear
from partyday.model.money import yuan
from partyday.model.paper import (
    NOT_APPLICABLE,
    SUPERIOR_SIGNATURES,
    Align,
    Number,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    Value,
    file_stem,
    in_yuan,
)
from partyday.model.people import Branch


@dataclass(frozen=True)
class YearBelow:
    """The year of one under a superior: `came` is what it remitted to this superior, in fen by month (1 to 12).

    `money` is None where nobody knows; `by_ledger`: it is known from the ledger that was filed.
    """

    name: str
    money: MoneyOfYear | None
    came: tuple[int, ...]
    by_ledger: bool = False


def ledger(superior: Branch, year: int, below: Sequence[YearBelow]) -> Sheet:
    """What came in from each, month by month."""
    rows = []
    for number, one in enumerate(below, 1):
        months = [in_yuan(amount) if amount else None for amount in one.came]
        last = one.money.last_on if one.money else None
        source = NOT_APPLICABLE if one.money is None else "报送台账" if one.by_ledger else "本级记录"
        came: Value = NOT_APPLICABLE if one.money is None else in_yuan(sum(one.came))
        rows.append(Row((number, one.name, *months, came, last.isoformat() if last else None, source)))
    sums = [sum(one.came[month] for one in below) for month in range(12)]
    total = Row(("合计", None, *map(in_yuan, (*sums, sum(sums))), None, None), RowKind.TOTAL)
    return Sheet(
        title=f"{superior.name}{year}年党费收缴台账",
        tab="党费台账",
        stem=file_stem(superior.name, "党费收缴台账", str(year)),
        lines=((f"单位：{superior.name}", "金额单位：元"),),
        columns=(
            PrintedColumn(heading="序号", width=5),
            PrintedColumn(heading="党组织", width=20, align=Align.LEFT),
            *(
                PrintedColumn(heading=f"{month}月", width=9, number=Number.MONEY, group="各月收到上交")
                for month in range(1, 13)
            ),
            PrintedColumn(heading="本年实收", width=11, number=Number.MONEY),
            PrintedColumn(heading="最近上交", width=12),
            PrintedColumn(heading="依据", width=10),
        ),
        body=(*rows, total),
        signatures=SUPERIOR_SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def publication(superior: Branch, year: int, below: Sequence[YearBelow], own: MoneyOfYear) -> Sheet:
    """The year's publication of a level: what each took in, remitted, and has in hand; no member and no arrears."""
    known = [one.money for one in below if one.money]
    rows = [Row((number, one.name, *_year(one.money))) for number, one in enumerate(below, 1)]
    sums = [sum(money.took_in for money in known), sum(money.remitted for money in known)]
    in_hand = sum(money.in_hand for money in known)
    total = Row(("合计", None, *map(in_yuan, sums), None, in_yuan(in_hand)), RowKind.TOTAL)
    missing = [one.name for one in below if one.money is None]
    return Sheet(
        title=f"{superior.name}{year}年党费收缴情况公布",
        tab="党费公布",
        stem=file_stem(superior.name, "党费收缴情况公布", str(year)),
        lines=((f"单位：{superior.name}", "公布日期：　　　年　　月　　日"),),
        columns=(
            PrintedColumn(heading="序号", width=6),
            PrintedColumn(heading="党组织", width=24, align=Align.LEFT),
            PrintedColumn(heading="收缴（元）", width=13, number=Number.MONEY),
            PrintedColumn(heading="上交（元）", width=13, number=Number.MONEY),
            PrintedColumn(heading="最近上交", width=13),
            PrintedColumn(heading="结余（元）", width=13, number=Number.MONEY),
        ),
        body=(*rows, total),
        notes=(
            f"本级收到 {yuan(own.took_in)} 元，向上级上交 {yuan(own.remitted)} 元，结余 {yuan(own.in_hand)} 元。",
            *((f"未报送台账：{'、'.join(missing)}。",) if missing else ()),
            "本表不列个人交纳金额。",
        ),
        signatures=SUPERIOR_SIGNATURES,
    )


def _year(money: MoneyOfYear | None) -> tuple[Value, ...]:
    if money is None:
        return (NOT_APPLICABLE,) * 4
    last = money.last_on.isoformat() if money.last_on else NOT_APPLICABLE
    return in_yuan(money.took_in), in_yuan(money.remitted), last, in_yuan(money.in_hand)
