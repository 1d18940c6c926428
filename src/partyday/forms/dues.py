"""党费收缴台账, 党费收缴情况公布: the accounts of dues as papers. No income stands on any of them. Knows no workbook.

The ledger is the branch's own and shows amounts; what is published shows who has paid up, and amounts of the branch as
a whole, because a member's dues tell their income.
"""

from collections.abc import Sequence
from datetime import date

from partyday.model.dues import DuesLine, Payment
from partyday.model.frozen import frozen
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
    in_yuan,
)
from partyday.model.people import Branch, Person
from partyday.model.period import Month, in_few_words
from partyday.words.terms import official


@frozen
class MemberYear:
    """One member's year with a branch: the lines of its months, and all that the branch took in of their money.

    `payments` are those in the year or for a month of it; `left` is the day on which they left the branch, in or before
    the year. `whole` are the months of the year while they were in the branch, wherever they were paid.
    """

    person: Person
    year: int
    lines: tuple[DuesLine, ...]
    payments: tuple[Payment, ...] = ()
    left: date | None = None
    whole: tuple[DuesLine, ...] = ()

    @property
    def due(self) -> int:
        """What was assessed for the year, less what was waived, in fen."""
        return sum(line.assessed - line.waived for line in self.lines)

    @property
    def paid(self) -> int:
        """What was paid for its months, in whatever year."""
        return sum(line.paid for line in self.lines)

    @property
    def owed(self) -> int:
        """What is open of its months."""
        return sum(line.owed for line in self.lines)

    @property
    def overpaid(self) -> int:
        """What was paid beyond what its months owe."""
        return sum(line.overpaid for line in self.lines)

    @property
    def voluntary(self) -> int:
        """What was given beyond the dues in the year."""
        return sum(payment.amount for payment in self._in_year if payment.for_month is None)

    @property
    def of_other_years(self) -> int:
        """What came in within the year for months of other years."""
        return sum(
            payment.amount for payment in self._in_year if payment.for_month and payment.for_month.year != self.year
        )

    @property
    def in_other_years(self) -> int:
        """What came in within other years for months of this one."""
        return self.paid + self.of_other_years + self.voluntary - self.received

    @property
    def received(self) -> int:
        """What came in within the year, for whatever."""
        return sum(payment.amount for payment in self._in_year)

    @property
    def _in_year(self) -> list[Payment]:
        return [payment for payment in self.payments if payment.paid_on.year == self.year]


#: The columns of sums behind the months: 本年实收 = 本年月份已交 − 其中他年收 + 收他年月份 + 自愿多交.
_SUMS: tuple[tuple[str, str], ...] = (
    ("应交", "due"),
    ("已交", "paid"),
    ("尚欠", "owed"),
    ("多交", "overpaid"),
    ("其中他年收", "in_other_years"),
    ("收他年月份", "of_other_years"),
    ("自愿多交", "voluntary"),
    ("本年实收", "received"),
)


def _sums(members: Sequence[MemberYear]) -> list[int]:
    return [sum(getattr(member, name) for member in members) for _heading, name in _SUMS]


def ledger(branch: Branch, year: int, members: Sequence[MemberYear], of_one: Person | None = None) -> Sheet:
    """What each member paid for each month of a year, what they owed, what is open, and every fen that came in; for the
    branch alone. `of_one`: whom the paper is about alone.
    """
    months = Month(f"{year}-01").until(Month(f"{year}-12"))
    rows = []
    for member in sorted(members, key=lambda member: member.person.number):
        paid = {line.month: line.paid for line in member.lines}
        cells = (in_yuan(paid[month]) if paid.get(month) else None for month in months)
        rows.append(Row((member.person.number, _named(member), *cells, *map(in_yuan, _sums([member])))))
    of_months = [
        sum(line.paid for member in members for line in member.lines if line.month == month) for month in months
    ]
    total = Row(("合计", None, *map(in_yuan, (*of_months, *_sums(members)))), RowKind.TOTAL)
    return Sheet(
        title=f"{branch.name}{year}年党费收缴台账",
        tab="党费台账",
        stem=file_stem(branch.name, "党费收缴台账", str(year), of_one.in_file_names if of_one else ""),
        lines=((f"单位：{branch.name}", "金额单位：元"),),
        columns=(
            PrintedColumn(heading="序号", width=5),
            PrintedColumn(heading="姓名", width=10),
            *(
                PrintedColumn(heading=f"{month.number}月", width=7, number=Number.MONEY, group="各月已交")
                for month in months
            ),
            *(PrintedColumn(heading=heading, width=9, number=Number.MONEY) for heading, _name in _SUMS),
        ),
        body=(*rows, total),
        notes=(
            "内部资料，不得公示。应交为核定数减去批准少交、免交的部分；尚欠与多交分列，不相抵销。",
            "本年实收 = 已交 − 其中他年收 + 收他年月份 + 自愿多交。",
        ),
        signatures=SIGNATURES,
        orientation=Orientation.LANDSCAPE,
    )


def _named(member: MemberYear) -> str:
    return f"{member.person.name}（{member.left}离开）" if member.left else member.person.name


def publication(branch: Branch, year: int, members: Sequence[MemberYear], remitted: int) -> Sheet:
    """The year's publication to the members: who has paid up to which month, and the branch's amounts as a whole."""
    rows = [
        Row((member.person.number, _named(member), official(member.person.standing), *_standing(member)))
        for member in sorted(members, key=lambda member: member.person.number)
    ]
    # What is open of the months stands as months alone: where one member is behind, the sum would be theirs.
    sums = "，".join(
        f"{heading} {yuan(amount)} 元"
        for (heading, name), amount in zip(_SUMS, _sums(members), strict=True)
        if name not in ("owed", "overpaid")
    )
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
        body=(*rows, Row(("合计", None, None, None, f"{sums}，上交 {yuan(remitted)} 元"), RowKind.TOTAL)),
        notes=(
            "含本年度离开的党员。本年实收 = 已交 − 其中他年收 + 收他年月份 + 自愿多交。",
            *(
                ("交纳情况含在别的支部交的党费；转出的党员只看转出以前的月份，未交的由现所在支部收。",)
                if any(
                    _behind(member.whole) != _behind(member.lines) or (member.whole and not member.lines)
                    for member in members
                )
                else ()
            ),
            "本表不列个人收入和个人交纳金额。",
        ),
        signatures=SIGNATURES,
    )


def _standing(member: MemberYear) -> tuple[str, str]:
    """In words whether a member has paid up, and the months they have not."""
    if not any(line.assessed for line in (*member.lines, *member.whole)):
        return ("无应交", NOT_APPLICABLE)
    behind = _behind(member.whole or member.lines)
    return ("未交齐", _months(behind)) if behind else ("已交齐", NOT_APPLICABLE)


def _behind(lines: Sequence[DuesLine]) -> list[Month]:
    return [line.month for line in lines if line.balance > 0]


def _months(months: Sequence[Month]) -> str:
    """Months as a form prints them: 2026-01至2026-03、2026-05."""
    return "、".join(in_few_words(months)).replace("..", "至")
