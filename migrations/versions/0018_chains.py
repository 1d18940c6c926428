"""A gate and a chain for each branch: what the book's row held of its log moves into a chain of its own.

A book keeps its one chain, and its entries their numbers and hashes. Talks and handling say whose act they are.
Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TALK_LIKE = ("talk", "handling")
_UNDOES = sa.text("undoes IS NOT NULL")


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def whole(name: str, default: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False, server_default=sa.text(default))


def upgrade() -> None:
    op.create_table(
        "chain",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        text("uid"),
        whole("branch_id", "0"),
        sa.Column("entries", sa.Integer, nullable=False),
        text("head"),
        text("at"),
        sa.Column("trunk_id", sa.Integer),
        whole("trunk_number", "0"),
        text("trunk_hash"),
        whole("began", "0"),
        sa.UniqueConstraint("uid", name="uq_chain_uid"),
        sa.UniqueConstraint("branch_id", name="uq_chain_branch_id"),
    )
    op.create_table(
        "last_key",
        sa.Column("table_name", sa.String(16), primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
    )
    op.execute("INSERT INTO chain (id, uid, entries, head, at) SELECT id, uid, entries, head, at FROM book")
    for column in ("entries", "head", "at"):
        op.drop_column("book", column)
    op.add_column("book", sa.Column("each_chain", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("log_entry", whole("chain_id", "1"))
    op.add_column("log_entry", whole("number", "0"))
    op.add_column("log_entry", text("beside"))
    op.execute("UPDATE log_entry SET number = id")
    op.create_index("ix_log_entry_chain_id", "log_entry", ["chain_id", "number"], unique=True)
    # Few entries take back others: so that nobody reads the whole log.
    op.create_index(
        "ix_log_entry_undoes", "log_entry", ["chain_id", "undoes"], sqlite_where=_UNDOES, postgresql_where=_UNDOES
    )
    op.add_column("log_change", whole("chain_id", "1"))
    for table in _TALK_LIKE:
        reference = f"CONSTRAINT fk_{table}_branch_id REFERENCES branch (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN branch_id INTEGER {reference}")
        op.create_index(f"ix_{table}_branch_id", table, ["branch_id"])


def downgrade() -> None:
    for table in _TALK_LIKE:
        op.drop_index(f"ix_{table}_branch_id", table)
        op.drop_column(table, "branch_id")
    op.drop_column("log_change", "chain_id")
    op.drop_index("ix_log_entry_undoes", "log_entry")
    op.drop_index("ix_log_entry_chain_id", "log_entry")
    for column in ("beside", "number", "chain_id"):
        op.drop_column("log_entry", column)
    op.drop_column("book", "each_chain")
    op.add_column("book", whole("entries", "0"))
    op.add_column("book", text("head"))
    op.add_column("book", text("at"))
    for column in ("entries", "head", "at"):
        op.execute(f"UPDATE book SET {column} = (SELECT {column} FROM chain WHERE chain.id = book.id)")  # noqa: S608
    op.drop_table("last_key")
    op.drop_table("chain")
