"""The book itself: its gates, its log, the papers filed, and what was forgotten."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, false
from sqlalchemy import literal_column as word

from partyday.store.tables.base import key, metadata, text_of

#: One row. `each_chain`: every branch has a gate and a chain of its own, as in a school's book on a server.
book = Table(
    "book", metadata, key(), text_of("uid"), Column("each_chain", Boolean, nullable=False, server_default=false())
)

#: A gate that writers pass, and the chain of entries behind it. The first is the book's own (`branch_id` 0): of all
#: there is, or where each branch has its own, of what belongs to no branch. `entries`, `head` and `at` are the number,
#: hash and time of the newest entry, `uid` the name that is in the hashes. A branch's chain goes on from another one:
#: behind the entry `trunk_number` of that, whose hash is `trunk_hash`; its own numbers go on from `began`. `branch_id`
#: refers to nothing: a chain outlives a branch that is undone. A chain that goes on no more has its own key there, but
#: negative, and in `was_of` the branch it was of: one of a file that was joined, whose keys in the file `keys` tells
#: (`store.keys`), and the one that the branch had until then.
chain = Table(
    "chain",
    metadata,
    key(),
    Column("uid", Text, nullable=False, server_default="", unique=True),
    Column("branch_id", Integer, nullable=False, server_default=word("0"), unique=True),
    Column("entries", Integer, nullable=False),
    text_of("head"),
    text_of("at"),
    Column("trunk_id", Integer),
    Column("trunk_number", Integer, nullable=False, server_default=word("0")),
    text_of("trunk_hash"),
    Column("began", Integer, nullable=False, server_default=word("0")),
    Column("was_of", Integer),
    text_of("keys"),
)

#: The last key that was given out in a table, so that none is given twice. A server has sequences for it.
last_key = Table(
    "last_key", metadata, Column("table_name", String(16), primary_key=True), Column("last", Integer, nullable=False)
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
    # Of a paper taken in: whom it is about, by number and name, since the member stands in the branch's book.
    text_of("of_member"),
)

#: The entries of the log that lost particulars of a member who was forgotten; `digest` is over what is left of one.
forgotten = Table("forgotten", metadata, key("entry_id"), Column("digest", String(64), nullable=False))

#: `number` is what people call an entry: its place in its chain. Where there is one chain, it is the key too. `beside`
#: names the other halves of an act that stands in several chains, as JSON: name of the chain → number, hash before.
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
    Column("chain_id", Integer, nullable=False, server_default=word("1")),
    Column("number", Integer, nullable=False, server_default=word("0")),
    text_of("beside"),
    Index("ix_log_entry_chain_id", "chain_id", "number", unique=True),
    Index("ix_log_entry_undoes", "chain_id", "undoes"),  # where undoes IS NOT NULL: few entries take back another
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
    # The chain of its entry once more: who may read a chain reads what it changed.
    Column("chain_id", Integer, nullable=False, server_default=word("1")),
    Index("ix_log_change_table_name_row_key", "table_name", "row_key"),
    Index("ix_log_change_gone", "table_name"),  # where after IS NULL: what was taken away
)
