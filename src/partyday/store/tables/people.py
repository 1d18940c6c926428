"""Members, and what holds of them from one day to another."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint

from partyday.store.tables.base import key, metadata, text_of

member = Table(
    "member",
    metadata,
    key(),
    Column("name", Text, nullable=False, index=True),
    text_of("pinyin"),
    text_of("initials"),
    Column("staff_number", Text, nullable=False, server_default="", index=True),
    Column("id_number", Text, nullable=False, server_default="", index=True),
    text_of("gender"),
    text_of("ethnicity"),
    Column("born_on", Date),
    Column("joined_on", Date),
    Column("full_on", Date),
    text_of("party_group"),
    text_of("post"),
    text_of("phone"),
    text_of("education"),
    # How they usually take part, where not in the room: online, visited.
    Column("usual", String(16)),
    # What a roster says beside these columns: JSON, official header → text; blank where it says nothing more.
    text_of("kept"),
)

membership = Table(
    "membership",
    metadata,
    key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("ended_by", String(16)),
    text_of("note"),
    # Who comes back to a branch has the old number again.
    UniqueConstraint("branch_id", "number", "since"),
    CheckConstraint("until IS NULL OR until >= since", name="period"),
)

standing = Table(
    "standing",
    metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("standing", String(16), nullable=False),
)

circumstance = Table(
    "circumstance",
    metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    CheckConstraint("until IS NULL OR until >= since", name="period"),
)
