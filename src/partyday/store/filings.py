"""Reading filings out of the book."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, select

from partyday.model.filings import Filing
from partyday.model.period import Period
from partyday.store import tables as t


def filed(
    connection: Connection, branch_ids: Collection[int], forms: Collection[str] | None = None, period: str | None = None
) -> list[Filing]:
    """The filings of these branches, of these forms (None: all) and a period (None: any), as they came."""
    wanted = select(t.filing).where(t.filing.c.branch_id.in_(branch_ids))
    if forms is not None:
        wanted = wanted.where(t.filing.c.form.in_(forms))
    if period is not None:
        wanted = wanted.where(t.filing.c.period == period)
    return [
        Filing(**{**row._mapping, "period": Period(row.period)})
        for row in connection.execute(wanted.order_by(t.filing.c.id))
    ]


def papers_filed(connection: Connection, branch_ids: Collection[int], as_of: date) -> set[tuple[int, str, str]]:
    """Which papers were filed by a day: branch, form, period."""
    filing = t.filing.c
    wanted = select(filing.branch_id, filing.form, filing.period).where(
        filing.branch_id.in_(branch_ids), filing.filed_on <= as_of
    )
    return {(row.branch_id, row.form, row.period) for row in connection.execute(wanted)}


def book_began(connection: Connection) -> date:
    """The day of the book's first entry: a stand-in where one was given, else the clock's."""
    first = select(t.log_entry.c.stand_in, t.log_entry.c.at).order_by(t.log_entry.c.id).limit(1)
    row = connection.execute(first).first()
    if row is None:
        return date.min
    return row.stand_in or date.fromisoformat(row.at[: len("2026-03-06")])
