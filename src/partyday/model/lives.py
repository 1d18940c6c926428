"""What the rules read of a member: sessions, and their life.

The commands used at a meeting need none of it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from partyday.model.codes import Part, State
from partyday.model.days import ActivityDay
from partyday.model.members import Record
from partyday.model.people import Person
from partyday.model.period import Month, Period

if TYPE_CHECKING:
    from partyday.model.meetings import Meeting


class Session(NamedTuple):
    """One session as one member had it. `state` None: nothing recorded; `closed`: its attendance was closed.

    `alone`: its month has no other, so that a morning or an afternoon is the whole activity day.
    """

    on: date
    part: Part
    day_id: int
    branch_id: int
    state: State | None = None
    closed: bool = False
    alone: bool = False

    @property
    def half_days(self) -> int:
        """What it weighs, in half-days: one where its month has two of them (两个半天), else two."""
        return Part.FULL.half_days if self.alone else self.part.half_days

    @property
    def ref(self) -> Period:
        """How the commands name the session: `2026-03-06`, or `2026-03-06:am` for a half-day."""
        return Period.of_day(self.on, self.part)


class Content(NamedTuple):
    """What a session is planned for or was held with: its kinds of content, and its form, theme and content as text.

    `took_place`: somebody was marked on it, or it was closed. A cancelled session has no content. `beside`: it is no
    session of the activity day but a meeting held apart from it, and its `words` are what kind of meeting.
    """

    month: Month
    session: Session
    blocks: tuple[str, ...]
    words: str
    took_place: bool
    beside: bool = False


def contents_of(days: Iterable[ActivityDay], as_of: date, month: Month) -> list[Content]:
    """The contents of the sessions from a month on, as they stood on a day; none of undecided and cancelled ones."""
    return [
        Content(
            day.month,
            Session(day.held_on, day.part, day.id, day.branch_id),
            day.blocks,
            "\n".join((day.form, day.theme, day.content)),
            day.marked or (day.closed_on is not None and day.closed_on <= as_of),
        )
        for day in days
        if day.held_on and day.month >= month and (day.cancelled_on is None or day.cancelled_on > as_of)
    ]


def contents_of_meetings(meetings: "Iterable[Meeting]", month: Month) -> list[Content]:
    """The contents of meetings that were held beside the day, from a month on."""
    return [
        Content(
            Month.of(meeting.held_on),
            Session(meeting.held_on, Part.FULL, 0, meeting.branch_id),
            meeting.blocks,
            meeting.kind,
            True,
            beside=True,
        )
        for meeting in meetings
        if Month.of(meeting.held_on) >= month
    ]


class Life(NamedTuple):
    """A member of a branch on a day, with all that the book holds of them."""

    person: Person
    branch_id: int
    record: Record
