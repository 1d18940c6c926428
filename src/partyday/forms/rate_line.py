"""出勤率走势: the rate month by month, with a line drawn through it. Part of other papers; knows no workbook."""

from collections.abc import Sequence

from partyday.model.overview import rate
from partyday.model.paper import LineOf, Number, PrintedColumn, Row, Sheet, or_dash
from partyday.model.period import Month


def rate_line(title: str, stem: str, months: Sequence[tuple[Month, int, int]]) -> Sheet:
    """A sheet with the line of the rate over some months: each with who was expected and who took part, in heads."""
    return Sheet(
        title=title,
        tab="出勤率走势",
        stem=stem,
        columns=(
            PrintedColumn(heading="月份", width=16),
            PrintedColumn(heading="应到（人次）", width=16),
            PrintedColumn(heading="参加（人次）", width=16),
            PrintedColumn(heading="出勤率", width=16, number=Number.PERCENT),
        ),
        body=tuple(
            Row((f"{month.number}月", expected, took_part, or_dash(rate(took_part, expected))))
            for month, expected, took_part in months
        ),
        line=LineOf(title="各月出勤率", texts=0, values=3) if months else None,
        drawn=True,
    )
