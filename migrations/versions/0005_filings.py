"""Filings as they were filed, and the themes of quarters and years.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "theme",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        text("text"),
        sa.PrimaryKeyConstraint("branch_id", "period", name="pk_theme"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_theme_branch_id"),
    )
    op.create_table(
        "filing",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("member_id", sa.Integer),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("period", sa.String(16), nullable=False),
        sa.Column("filed_on", sa.Date, nullable=False),
        text("policy"),
        sa.Column("sha256", sa.String(64), nullable=False),
        text("content"),
        sa.Column("received_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_filing"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_filing_branch_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_filing_member_id"),
    )
    op.create_index("ix_filing_branch_id", "filing", ["branch_id"])
    op.create_index("ix_filing_member_id", "filing", ["member_id"])


def downgrade() -> None:
    for table in ("filing", "theme"):
        op.drop_table(table)
