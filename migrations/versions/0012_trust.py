"""What lets a book be trusted: the system's user beside the name given, anchors of papers taken in, disputed days.

`book.at` is the time of the newest entry, so that the next is never before it. `forgotten` says what is left of an
entry whose particulars were removed. Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("book", sa.Column("at", sa.Text, nullable=False, server_default=""))
    op.add_column("log_entry", sa.Column("login", sa.Text, nullable=False, server_default=""))
    op.add_column("filing", sa.Column("anchor", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("member_id", sa.Integer, sa.ForeignKey("member.id", name="fk_dispute_member_id"), nullable=False),
        sa.Column("day_id", sa.Integer, sa.ForeignKey("day.id", name="fk_dispute_day_id"), nullable=False),
        sa.Column("raised_on", sa.Date, nullable=False),
        sa.Column("said", sa.Text, nullable=False, server_default=""),
        sa.Column("settled_on", sa.Date),
        sa.Column("outcome", sa.Text, nullable=False, server_default=""),
        sa.Column("settled_by", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_dispute_member_id", "dispute", ["member_id"])
    op.create_index("ix_dispute_day_id", "dispute", ["day_id"])
    op.create_table(
        "forgotten",
        sa.Column("entry_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("forgotten")
    op.drop_table("dispute")
    op.drop_column("filing", "anchor")
    op.drop_column("log_entry", "login")
    op.drop_column("book", "at")
