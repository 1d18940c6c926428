"""Meetings, visits, and the pictures and scans of days."""

from sqlalchemy import select

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import as_of, branch_id, since

_meeting, _attendee, _visit, _attachment = t.meeting.c, t.attendee.c, t.visit.c, t.attachment.c

MEETINGS = (
    select(t.meeting)
    .where(among(_meeting.branch_id, "branch_ids"), _meeting.held_on >= since, _meeting.held_on <= as_of)
    .order_by(_meeting.held_on, _meeting.id)
)
ATTENDEES = select(t.attendee).where(among(_attendee.meeting_id, "meeting_ids"))

VISITS_FOR = select(t.visit).where(among(_visit.day_id, "day_ids")).order_by(_visit.held_on, _visit.id)
VISITS = (
    select(t.visit)
    .where(_visit.branch_id == branch_id, _visit.held_on >= since, _visit.held_on <= as_of)
    .order_by(_visit.held_on, _visit.id)
)

ATTACHMENTS_OF = (
    select(t.attachment).where(among(_attachment.day_id, "day_ids")).order_by(_attachment.day_id, _attachment.id)
)
ATTACHMENTS = (
    select(t.attachment)
    .where(among(_attachment.branch_id, "branch_ids"))
    .order_by(_attachment.branch_id, _attachment.day_id, _attachment.id)
)
#: Each file of the whole book once: its hash with the names it has.
FILES = select(_attachment.name, _attachment.sha256).distinct().order_by(_attachment.sha256, _attachment.name)
