"""What is done about a member or a branch: talks, handling, disputes, inspections, commendations."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from partyday.store.tables.base import key, metadata, text_of

#: `day_ids`: the days a talk is about, as keys; empty for all up to its date. `waived`: not held, for `grounds`.
talk = Table(
    "talk",
    metadata,
    key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("waived", Boolean, nullable=False),
    text_of("day_ids"),
    text_of("held_by"),
    text_of("held_by_office"),
    text_of("notes_by"),
    text_of("notes_by_office"),
    text_of("time"),
    text_of("place"),
    text_of("grounds"),
    text_of("said"),
    text_of("explained"),
    text_of("stage"),
    # The branch whose act it is; None in older rows: the one that keeps the member.
    Column("branch_id", ForeignKey("branch.id"), index=True),
)

handling = Table(
    "handling",
    metadata,
    key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("measure", String(16), nullable=False),
    Column("proposed_on", Date, nullable=False),
    text_of("grounds"),
    Column("filed_on", Date, nullable=False),
    Column("inquired_on", Date, nullable=False),
    text_of("inquiry"),
    Column("statement", Text),
    Column("decided_on", Date),
    Column("entitled", Integer),
    Column("present", Integer),
    Column("in_favour", Integer),
    Column("until", Date),
    Column("approved", Boolean),
    Column("answered_on", Date),
    text_of("answered_by"),
    text_of("note"),
    Column("decided_measure", String(16)),
    Column("carried", Boolean),
    # The branch whose act it is; None in older rows: the one that keeps the member.
    Column("branch_id", ForeignKey("branch.id"), index=True),
)

#: A day a member disputes: what they say of it, and how it was settled.
dispute = Table(
    "dispute",
    metadata,
    key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("raised_on", Date, nullable=False),
    text_of("said"),
    Column("settled_on", Date),
    text_of("outcome"),
    text_of("settled_by"),
)

#: How a superior found a branch, and what became of what was to be mended.
inspection = Table(
    "inspection",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("inspected_on", Date, nullable=False),
    Column("way", String(16), nullable=False),
    text_of("inspected_by"),
    text_of("found"),
    Column("due_on", Date),
    Column("mended_on", Date),
    text_of("mended"),
)

#: A member, or without one the branch itself, that was commended.
commendation = Table(
    "commendation",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), index=True),
    Column("commended_on", Date, nullable=False),
    text_of("merit"),
    text_of("commended_by"),
)
