"""党费收据: receipts as they are handed out, each beside its counterfoil (存根), with lines to cut along.

Amounts stand in capitals (大写) and in figures. Knows no workbook.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from partyday.model.dues import Payment
from partyday.model.frozen import frozen
from partyday.model.money import in_capitals, yuan
from partyday.model.paper import Align, PrintedColumn, Row, RowKind, Sheet, file_stem
from partyday.model.people import Branch
from partyday.model.period import in_few_words
from partyday.words.terms import official

#: So many stand on a page of A4.
_ON_A_PAGE = 3
_STUB, _OURS, _THEIRS = "┊", "存根（支部留存）", "收据（交款人留存）"
_CUT = "✂" + " ┄" * 46


@frozen
class Slip:
    """One receipt: who paid, and the payments under its number; all were paid together."""

    payer: str
    payments: tuple[Payment, ...]


def build(branch: Branch, receipts: Sequence[Slip], stem: str) -> tuple[Sheet, ...]:
    """The receipts of a branch, three on a page, each page a sheet; `stem` names the file behind the branch."""
    pages = [receipts[first : first + _ON_A_PAGE] for first in range(0, len(receipts), _ON_A_PAGE)]
    return tuple(
        Sheet(
            title=f"{branch.name}党费收据",
            tab="党费收据" if len(pages) == 1 else f"党费收据{number}",
            stem=file_stem(branch.name, "党费收据", stem),
            columns=(
                PrintedColumn(heading="项目", width=14, group=_OURS),
                PrintedColumn(heading="内容", width=28, align=Align.LEFT, group=_OURS),
                PrintedColumn(heading="✂", width=3),
                PrintedColumn(heading="项目", width=14, group=_THEIRS),
                PrintedColumn(heading="内容", width=28, align=Align.LEFT, group=_THEIRS),
            ),
            body=tuple(_rows(branch, page)),
            row_height=20,
        )
        for number, page in enumerate(pages, 1)
    )


def _rows(branch: Branch, receipts: Sequence[Slip]) -> Iterator[Row]:
    for number, receipt in enumerate(receipts):
        if number:
            yield Row((_CUT,), RowKind.SECTION)
        for what, told in _lines(branch, receipt):
            yield Row((what, told, _STUB, what, told))


def _lines(branch: Branch, receipt: Slip) -> Iterator[tuple[str, str | None]]:
    """What one receipt says, on either side of the line."""
    first = receipt.payments[0]
    amount = sum(payment.amount for payment in receipt.payments)
    yield "收据编号", first.receipt
    yield "交款人", receipt.payer + _through(first)
    yield "交款事由", _purpose(receipt.payments)
    yield "金额（大写）", f"人民币{in_capitals(amount)}"
    yield "金额（小写）", f"￥{yuan(amount)}"
    yield "交款日期", _in_full(first.paid_on)
    yield "交款方式", official(first.method)
    yield "收款单位（盖章）", branch.name
    yield "收款人", first.collector or None


def _through(payment: Payment) -> str:
    return f"（由{official(payment.proxy_is)} {payment.proxy} 代交）" if payment.proxy_is else ""


def _purpose(payments: Sequence[Payment]) -> str:
    """What the money is for: the months of dues, and what is beyond them with its amount where both are."""
    months = sorted(payment.for_month for payment in payments if payment.for_month)
    voluntary = sum(payment.amount for payment in payments if not payment.for_month)
    parts = []
    if months:
        parts.append("、".join(in_few_words(months)).replace("..", "至") + "党费")
    if voluntary:
        parts.append("自愿多交党费" + (f"{yuan(voluntary)}元" if months else ""))
    return "，".join(parts)


def _in_full(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
