"""The book itself: its gate, its log, the papers filed, and what was forgotten."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from partyday.store.tables.base import key, metadata, text_of

#: One row: the gate every writer passes. `entries`, `head` and `at` are the number, hash and time of the newest entry.
book = Table(
    "book", metadata, key(), text_of("uid"), Column("entries", Integer, nullable=False), text_of("head"), text_of("at")
)

#: Which column somebody said a header is, for the next paper with the same headers (`headers`: their SHA-256).
settled = Table(
    "settled",
    metadata,
    Column("paper", String(16), primary_key=True),
    Column("headers", String(64), primary_key=True),
    Column("header", String(200), primary_key=True),
    Column("means", String(200), nullable=False, server_default=""),
)

#: A paper as it was filed, never changed again: by this book's own branch, or taken in from one (`received_on`).
filing = Table(
    "filing",
    metadata,
    key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), index=True),
    Column("form", String(32), nullable=False),
    Column("period", String(16), nullable=False),
    Column("filed_on", Date, nullable=False),
    text_of("policy"),
    Column("sha256", String(64), nullable=False),
    text_of("content"),
    Column("received_on", Date),
    # Of a paper taken in: the name of the book it was filed in, the number of the entry and its hash.
    text_of("anchor"),
    # Of a paper taken in: whom it is about, by name, since the member stands in the branch's book.
    text_of("of_member"),
)

#: The entries of the log that lost particulars of a member who was forgotten; `digest` is over what is left of one.
forgotten = Table("forgotten", metadata, key("entry_id"), Column("digest", String(64), nullable=False))

log_entry = Table(
    "log_entry",
    metadata,
    key(),
    Column("at", String(32), nullable=False),
    Column("stand_in", Date),
    text_of("by"),
    Column("command", Text, nullable=False),
    text_of("reason"),
    Column("undoes", Integer),
    text_of("hash"),
    text_of("login"),
    Index("ix_log_entry_undoes", "undoes"),  # where undoes IS NOT NULL: few entries take back another
)

log_change = Table(
    "log_change",
    metadata,
    Column("entry_id", ForeignKey("log_entry.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("table_name", String(16), nullable=False),
    Column("row_key", Text, nullable=False),
    Column("member_id", Integer, index=True),
    Column("before", Text),
    Column("after", Text),
    Index("ix_log_change_table_name_row_key", "table_name", "row_key"),
    Index("ix_log_change_gone", "table_name"),  # where after IS NULL: what was taken away
)
