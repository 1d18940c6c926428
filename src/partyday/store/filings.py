"""Reading filings out of the book. A command that only asks which papers were filed does not load what they hold."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from partyday.store import people
from partyday.store.connection import Connection
from partyday.store.records import read

if TYPE_CHECKING:
    from partyday.model.filings import Filing, Whose


def filed(
    connection: Connection, branch_ids: Collection[int], forms: Collection[str] | None = None, period: str | None = None
) -> "list[Filing]":
    """The filings of these branches, of these forms (None: all) and a period (None: any), the oldest first."""
    from partyday.model.filings import Filing

    if forms is None or period is None:
        rows = connection.run("FILED", branch_ids=branch_ids)
    else:
        rows = connection.run("FILED_OF", branch_ids=branch_ids, forms=forms, period=period)
    every = read(Filing, rows)
    return [filing for filing in every if (forms is None or filing.form in forms) and period in (None, filing.period)]


def about(connection: Connection, filing: "Filing") -> "Whose":
    """Whom a filing is about, with their number on the branch's roster when it was filed."""
    from partyday.model.filings import Whose

    if not filing.member_id:
        return filing.of_whom
    record = people.records(connection, [filing.member_id])[filing.member_id]
    here = [one for one in record.memberships if one.branch_id == filing.branch_id]
    last = max(here, key=lambda one: (one.since <= filing.filed_on, one.since), default=None)
    return Whose(record.member.name, last.number if last else None)


def papers_filed(connection: Connection, branch_ids: Collection[int], as_of: date) -> set[tuple[int, str, str]]:
    """Which papers were filed by a day: branch, form, period."""
    rows = connection.run("PAPERS_FILED", branch_ids=branch_ids, as_of=as_of)
    return {(branch_id, form, period) for branch_id, form, period in rows}


def first_filed(connection: Connection, branch_ids: Collection[int], as_of: date) -> dict[tuple[int, str, str], date]:
    """Branch, form, period of every paper filed by a day → when it was filed first."""
    rows = connection.run("FIRST_FILED", branch_ids=branch_ids, as_of=as_of)
    return {(branch_id, form, period): filed_on for branch_id, form, period, filed_on in rows}
