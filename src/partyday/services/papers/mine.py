"""党员本人记录: everything the book holds of one member, for them to see and check."""

from collections.abc import Sequence

from partyday.forms import my_record as form
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.services.papers.ask import Ask, Paper, member_of
from partyday.store import days, log, meetings, mine, people
from partyday.store.connection import Connection
from partyday.words.log import is_known, official_column, official_record, official_value

#: Columns that say nothing to a person, or name what stands in another row.
NOT_TOLD = (
    "id",
    "member_id",
    "day_id",
    "meeting_id",
    "branch_id",
    "content",
    "recorded_at",
    "sha256",
    "anchor",
    "claimed_at",
    "device",
    "digest",
    "pinyin",
    "initials",
)

_YES_NO = ("waived", "approved", "proven")


def my_record(connection: Connection, branches: Sequence[Branch], ask: Ask) -> Paper:
    """Every row about the member, numbers in full: it is theirs. Raises NotFound or Ambiguous."""
    branch, person = member_of(connection, branches, ask)
    names = {one.id: one.name for one in branches}
    refs = {day.id: day.ref for key in names for day in days.all_days(connection, key)}
    rows = []
    for table, row in mine.rows_of(connection, person.id):
        told = [
            f"{official_column(name)}：{official_value(name, bool(value) if name in _YES_NO else value)}"
            for name, value in row.items()
            if name not in NOT_TOLD and is_known(value)
        ]
        about = [str(refs[row["day_id"]])] if row.get("day_id") in refs else []
        about += [_met(connection, row["meeting_id"])] if "meeting_id" in row else []
        about += [names[row["branch_id"]]] if row.get("branch_id") in names else []
        rows.append((official_record(table), " ".join(about), "；".join(told)))
    written = len(log.of_member(connection, person.id))
    asked = people.records(connection, [person.id])[person.id].member
    sheet = form.build(branch, person, rows, written, ask.today)
    return Paper(Period.of_day(ask.today), (sheet,), asked.id)


def _met(connection: Connection, key: int) -> str:
    """A meeting as a row names it: its date and what it was."""
    meeting = meetings.meeting(connection, key)
    return f"{meeting.held_on} {meeting.kind}"
