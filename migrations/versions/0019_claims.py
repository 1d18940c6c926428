"""Claims of the check-in page (自报), personal links and the cookies of phones.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *(_to("claim", table) for table in ("branch", "day", "member")),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("claimed_on", sa.Date, nullable=False),
        sa.Column("claimed_at", sa.String(32), nullable=False),
        sa.Column("said", sa.Text, nullable=False, server_default=""),
        sa.Column("device", sa.Text, nullable=False, server_default=""),
        sa.Column("proven", sa.Boolean, nullable=False),
        sa.Column("answer", sa.String(16)),
        sa.Column("settled_on", sa.Date),
        sa.Column("settled_by", sa.Text, nullable=False, server_default=""),
    )
    op.create_table(
        "token",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *(_to("token", table) for table in ("branch", "member")),
        _to("token", "day", nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("made_on", sa.Date, nullable=False),
    )
    for table, columns in (
        ("claim", ("branch_id", "day_id", "member_id")),
        ("token", ("branch_id", "day_id", "member_id", "digest")),
    ):
        for column in columns:
            op.create_index(f"ix_{table}_{column}", table, [column])


def downgrade() -> None:
    op.drop_table("token")
    op.drop_table("claim")


def _to(table: str, other: str, *, nullable: bool = False) -> "sa.Column[int]":
    reference = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{other}_id")
    return sa.Column(f"{other}_id", sa.Integer, reference, nullable=nullable)
