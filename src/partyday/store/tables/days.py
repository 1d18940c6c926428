"""Activity days, who took part, what was made up, and what is held beside them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from partyday.store.tables.base import key, metadata, text_of

day = Table(
    "day",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("part", String(4), nullable=False),
    Column("nominal", Date),
    Column("held_on", Date),
    Column("occasions", Text, nullable=False),
    text_of("reasons"),
    Column("provisional", Boolean, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    text_of("theme"),
    text_of("content"),
    text_of("form"),
    text_of("place"),
    text_of("host"),
    text_of("responsible"),
    text_of("recorder"),
    text_of("starts"),
    text_of("ends"),
    text_of("blocks"),
    Column("announced_on", Date),
    text_of("guide"),
    text_of("superior_present"),
    text_of("resolutions"),
    text_of("summary"),
    text_of("opinions"),
    Column("summarised_on", Date),
    Column("closed_on", Date),
    Column("cancelled_on", Date),
    UniqueConstraint("branch_id", "month", "slot"),
    # By branch and date; the others are what a review asks of every day of a school, most of which it then leaves.
    Index(
        *("ix_day_branch_id_held_on", "branch_id", "held_on"),
        *("part", "closed_on", "cancelled_on", "announced_on", "summarised_on"),
    ),
)

#: The marks that some rule may have to look at. Most are not: an index of these alone, read where a query repeats the
#: condition word for word, keeps reviews short. That it is of these alone the migration says; to say it here as well
#: would load both databases' dialects at every start.
EXCEPTION = text("state IN ('absent', 'excused', 'unreached', 'unknown')")

#: The marks that were corrected into an excuse, likewise with an index of their own.
CORRECTED = text("corrected_on IS NOT NULL")

mark = Table(
    "mark",
    metadata,
    Column("day_id", ForeignKey("day.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("category", String(16)),
    text_of("detail"),
    Column("recorded_on", Date, nullable=False),
    Column("recorded_at", String(32), nullable=False),
    text_of("recorded_by"),
    # When an absence was corrected into an excuse: the time for its make-up runs from there.
    Column("corrected_on", Date),
    Index("ix_mark_member_id", "member_id"),
    Index("ix_mark_exception", "member_id", "day_id", "state"),  # where EXCEPTION
    Index("ix_mark_corrected", "member_id", "day_id", "corrected_on"),  # where CORRECTED
)

make_up = Table(
    "make_up",
    metadata,
    Column("day_id", ForeignKey("day.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("held_on", Date, nullable=False),
    text_of("how"),
    Index("ix_make_up_member_id", "member_id"),
)

#: A visit to a member for a day: by whom, in which of the ways (`hows`, codes between blanks), what the member said.
visit = Table(
    "visit",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    text_of("hows"),
    text_of("visited_by"),
    text_of("said"),
    Index("ix_visit_branch_id_held_on", "branch_id", "held_on"),
)

#: A picture or a scan of a day: its name and what is in it. The file is kept beside the book, under its hash.
attachment = Table(
    "attachment",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("added_on", Date, nullable=False),
    text_of("about"),
)

#: A meeting held beside the activity day. `kind` is what policies call it, such as 支委会; `blocks` as a day has them.
meeting = Table(
    "meeting",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    text_of("party_group"),
    text_of("starts"),
    text_of("ends"),
    text_of("theme"),
    text_of("content"),
    text_of("place"),
    text_of("host"),
    text_of("recorder"),
    text_of("guests"),
    text_of("resolutions"),
    text_of("blocks"),
    Index("ix_meeting_branch_id_held_on", "branch_id", "held_on"),
)

#: Who was at a meeting.
attendee = Table(
    "attendee",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("meeting_id", ForeignKey("meeting.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    UniqueConstraint("meeting_id", "member_id"),
)

#: The theme (主题) of a year (`2026`) or a quarter (`2026Q2`).
theme = Table(
    "theme",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("period", String(10), primary_key=True),
    text_of("text"),
)

#: What holiday notices said: working True is 班, False is 休.
holiday = Table(
    "holiday",
    metadata,
    Column("day", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    text_of("notice"),
)
