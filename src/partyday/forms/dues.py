"""党费收缴台账, 党费收缴情况公布: the accounts of dues as papers. No income stands on any of them. Knows no workbook.

The ledger is the branch's own and shows amounts; what is published shows who has paid up, and amounts of the branch as
a whole, because a member's dues tell their income.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from partyday.model.dues import DuesLine
from partyday.model.money import yuan
from partyday.model.paper import (
    NOT_APPLICABLE,
    SIGNATURES,
    Number,
    Orientation,
    PrintedColumn,
    Row,
    RowKind,
    Sheet,
    file_stem,
)
from partyday.model.people import Branch, Person
from partyday.model.period import Month, in_few_words
from partyday.words.terms import official


@dataclass(frozen=True)
class MemberYear:
    """One member's months of a year, in order; `voluntary` what was paid in it beyond the dues, in fen."""

    person: Person
    lines: tuple[DuesLine, ...]
    voluntary: int = 0

    def total(self, name: str) -> int:
        """The sum of `assessed`, `waived`, `paid` or `balance`."""
        return sum(getattr(line, name) for line in self.lines)


def _money(fen: int) -> Decimal:
    return Decimal(fen) / 100


def ledger(branch: Branch, year: int, members: Sequence[MemberYear]) -> Sheet:
    """What each member paid for each month of a year, what they owed, what is open; for the branch alone."""
    months = Month(f"{year}-01").until(Month(f"{year}-12"))
    rows = []
    for member in sorted(members, key=lambda member: member.person.number):
        paid = {line.month: line.paid for line in member.lines}
        totals = [member.total("assessed") - member.total("waived"), member.total("paid"), member.total("balance")]
        cells = (_money(paid[month]) if paid.get(month) else None for month in months)
        rows.append(
            Row((member.person.number, member.person.name, *cells, *map(_money, totals), _money(member.voluntary)))
        )
    of_months = [
        sum(line.paid for member in members for line in member.lines if line.month == month) for month in months
    ]
    whole = [
        sum(member.total("assessed") - member.total("waived") for member in members),
        sum(member.total("paid") for member in members),
        sum(member.total("balance") for member in members),
        sum(member.voluntary for member in members),
    ]
    total = Row(("合计", None, *map(_money, (*of_months, *whole))), RowKind.TOTAL)
    return Sheet(
        title=f"{branch.name}{year}年党费收缴台账",
        tab="党费台账",
        stem=file_stem(branch.name, "党费收缴台账", str(year)),
        lines=((f"单位：{branch.name}", "金额单位：元"),),
        columns=(
            PrintedColumn(heading="序号", width=5),
            PrintedColumn(heading="姓名", width=10),
            *(
                PrintedColumn(heading=f"{month.number}月", width=7, number=Number.MONEY, group="各月已交")
                for month in months
            ),
            *(
                PrintedColumn(heading=name, width=9, number=Number.MONEY)
                for name in ("应交", "已交", "尚欠", "自愿多交")
            ),
        ),
        body=(*rows, total),
        notes=("内部资料，不得公示。应交为核定数减去批准少交、免交的部分。",),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def publication(branch: Branch, year: int, members: Sequence[MemberYear], collected: int, remitted: int) -> Sheet:
    """The year's publication to the members: who has paid up to which month, and the branch's amounts as a whole.

    `collected` is what the branch took in within the year, from whomever and for whatever month.
    """
    rows = [
        Row((member.person.number, member.person.name, official(member.person.standing), *_standing(member)))
        for member in sorted(members, key=lambda member: member.person.number)
    ]
    owed = sum(member.total("assessed") - member.total("waived") for member in members)
    paid = sum(member.total("paid") for member in members)
    voluntary = sum(member.voluntary for member in members)
    text = f"应交 {yuan(owed)} 元，已交 {yuan(paid)} 元，自愿多交 {yuan(voluntary)} 元，上交 {yuan(remitted)} 元"
    return Sheet(
        title=f"{branch.name}{year}年党费收缴情况公布",
        tab="党费公布",
        stem=file_stem(branch.name, "党费收缴情况公布", str(year)),
        lines=((f"单位：{branch.name}", "公布日期：　　　年　　月　　日"),),
        columns=(
            PrintedColumn(heading="序号", width=6),
            PrintedColumn(heading="姓名", width=14),
            PrintedColumn(heading="人员类别", width=14),
            PrintedColumn(heading="交纳情况", width=14),
            PrintedColumn(heading="未交月份", width=34),
        ),
        body=(*rows, Row(("合计", None, None, None, text), RowKind.TOTAL)),
        notes=(
            f"本年度实收 {yuan(collected)} 元（含已离开的党员所交和所交其他年度的），上交 {yuan(remitted)} 元。",
            "本表不列个人收入和个人交纳金额。",
        ),
        signatures=SIGNATURES,
    )


def _standing(member: MemberYear) -> tuple[str, str]:
    """In words whether a member has paid up, and the months they have not."""
    if not any(line.assessed for line in member.lines):
        return ("无应交", NOT_APPLICABLE)
    behind = [line.month for line in member.lines if line.balance > 0]
    return ("未交齐", _months(behind)) if behind else ("已交齐", NOT_APPLICABLE)


def _months(months: Sequence[Month]) -> str:
    """Months as a form prints them: 2026-01至2026-03、2026-05."""
    return "、".join(in_few_words(months)).replace("..", "至")
