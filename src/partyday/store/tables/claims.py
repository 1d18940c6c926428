"""What came in by the check-in page, and by what a phone is known there."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, Table

from partyday.store.tables.base import key, metadata, text_of

#: What somebody says of themselves (自报); it waits until there is an `answer`.
claim = Table(
    "claim",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False),
    Column("claimed_on", Date, nullable=False),
    Column("claimed_at", String(32), nullable=False),
    text_of("said"),
    text_of("device"),
    Column("proven", Boolean, nullable=False),
    Column("answer", String(16)),
    Column("settled_on", Date),
    text_of("settled_by"),
)

#: A personal link of a day, or without `day_id` the cookie of a phone: the SHA-256 of what is sent.
token = Table(
    "token",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("day_id", ForeignKey("day.id"), index=True),
    Column("digest", String(64), nullable=False, index=True),
    Column("made_on", Date, nullable=False),
)
