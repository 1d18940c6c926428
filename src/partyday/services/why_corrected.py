"""Why the records were corrected since a paper was filed: the reasons given with the commands that did it.

Read from the log, which keeps them; a command that was undone gave none. Imports no reader and no command.
"""

from collections.abc import Collection

from partyday.model.filings import Filing
from partyday.model.period import Period
from partyday.store import days, log, people
from partyday.store.connection import Connection

#: The rows a paper of days rests on, beside the marks of its days; other papers rest on all that is of a member.
_OF_DAYS = frozenset({"day", "make_up", "visit", "membership", "standing", "circumstance"})


def reasons_since(connection: Connection, filing: Filing, period: Period, *, of_days: bool) -> list[str]:
    """The reasons of what was corrected in a branch since a filing, oldest first; `of_days`: days are told by it."""
    anchor = log.anchor_of(connection, filing.id)
    if anchor is None:
        return []
    since = log.key_of(connection, anchor)
    of_period = days.days_between(connection, filing.branch_id, period.first, period.last)
    held = {str(day.id) for day in of_period}
    members = {one.member_id for one in people.memberships_in(connection, [filing.branch_id])}
    return [
        entry.reason
        for entry in log.entries_of(connection, filing.branch_id)
        if entry.key > since
        and entry.reason
        and any(
            _concerns(change.table, change.key, change.member_id, held, members, of_days) for change in entry.changes
        )
        and log.undone_by(connection, entry.id, entry.chain_id) is None
    ]


def _concerns(
    table: str, key: str, member_id: int | None, held: Collection[str], members: Collection[int], of_days: bool
) -> bool:
    """Whether a changed row may have changed the paper."""
    if table == "mark":
        return key.partition("/")[0] in held
    if table == "day":
        return key in held
    return member_id in members and (not of_days or table in _OF_DAYS)
