"""Reading meetings, visits, and what the pictures and scans of days are called, out of the book."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from partyday.model.meetings import Attendee, Meeting
from partyday.model.visits import Attachment, Visit
from partyday.store.connection import Connection
from partyday.store.records import read


def meetings(connection: Connection, branch_ids: Collection[int], since: date, as_of: date) -> list[Meeting]:
    """The meetings of these branches between two days, both included, by date."""
    return read(Meeting, connection.run("MEETINGS", branch_ids=branch_ids, since=since, as_of=as_of))


def meeting(connection: Connection, key: int) -> Meeting:
    """The meeting with a key that some row refers to."""
    return read(Meeting, connection.run("GET_MEETING", id=key))[0]


def attendees(connection: Connection, meeting_ids: Collection[int]) -> dict[int, list[Attendee]]:
    """Meeting → who was there."""
    attendees_by_meeting: dict[int, list[Attendee]] = defaultdict(list)
    for attendee in read(Attendee, connection.run("ATTENDEES", meeting_ids=meeting_ids)):
        attendees_by_meeting[attendee.meeting_id].append(attendee)
    return attendees_by_meeting


def visits_for(connection: Connection, day_ids: Collection[int]) -> dict[int, list[Visit]]:
    """Day → the visits for it, by date."""
    visits_by_day: dict[int, list[Visit]] = defaultdict(list)
    for visit in read(Visit, connection.run("VISITS_FOR", day_ids=day_ids)):
        visits_by_day[visit.day_id].append(visit)
    return visits_by_day


def visits(connection: Connection, branch_id: int, since: date, as_of: date) -> list[Visit]:
    """The visits of a branch between two days, both included, by date."""
    return read(Visit, connection.run("VISITS", branch_id=branch_id, since=since, as_of=as_of))


def attachments_of(connection: Connection, day_ids: Collection[int]) -> dict[int, list[Attachment]]:
    """Day → its pictures and scans, as they were added."""
    attachments_by_day: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in read(Attachment, connection.run("ATTACHMENTS_OF", day_ids=day_ids)):
        attachments_by_day[attachment.day_id].append(attachment)
    return attachments_by_day


def every_attachment(connection: Connection) -> list[Attachment]:
    """The pictures and scans of the whole book. Of the branches no more is read than their keys."""
    return attachments(connection, [key for key, *_rest in connection.run("BRANCHES")])


def attachments(connection: Connection, branch_ids: Collection[int]) -> list[Attachment]:
    """The pictures and scans of all days of these branches."""
    return read(Attachment, connection.run("ATTACHMENTS", branch_ids=branch_ids))
