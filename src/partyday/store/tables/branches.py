"""The tree of Party organisations: names, offices, and the policies of a school's own."""

from sqlalchemy import Column, Date, ForeignKey, String, Table, Text

from partyday.store.tables.base import key, metadata, text_of

branch = Table(
    "branch",
    metadata,
    key(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("parent_id", ForeignKey("branch.id"), index=True),
    Column("policy", Text),
    Column("recurrence", Text),
    text_of("secretary"),
    text_of("organiser"),
    # Where the records begin: before it the branch had no day. None: as its superior's, or nowhere said.
    Column("since", Date),
    Column("until", Date),
)

#: What a branch was called before: the name it bore until that day, the first on which it no longer did.
former_name = Table(
    "former_name",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("until", Date, primary_key=True),
    Column("name", Text, nullable=False),
)

#: Who holds an office of a branch from a day on: a member, or somebody else by name; neither where nobody does.
tenure = Table(
    "tenure",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("office", String(16), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("member_id", ForeignKey("member.id"), index=True),
    text_of("name"),
)

#: The policies a branch was given, each edition with the day from which on it holds (`since`; NULL: ever since).
policy = Table(
    "policy",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("since", Date),
    Column("set_on", Date, nullable=False),
    Column("name", Text, nullable=False),
    text_of("text"),
    # The texts of the files it stands on, the nearest first: JSON, blank where there are none.
    text_of("below"),
)
