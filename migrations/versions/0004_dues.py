"""Dues: what they are reckoned from, what is reduced, what was paid and what was forwarded.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("since", sa.String(7), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("income", sa.BigInteger),
        text("reason"),
        sa.PrimaryKeyConstraint("member_id", "since", name="pk_assessment"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_assessment_member_id"),
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("since", sa.String(7), nullable=False),
        sa.Column("until", sa.String(7), nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        text("approved_by"),
        sa.Column("approved_on", sa.Date, nullable=False),
        text("reason"),
        sa.PrimaryKeyConstraint("id", name="pk_waiver"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_waiver_member_id"),
    )
    op.create_index("ix_waiver_member_id", "waiver", ["member_id"])
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("for_month", sa.String(7)),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.Column("paid_on", sa.Date, nullable=False),
        sa.Column("method", sa.String(16), nullable=False),
        text("collector"),
        text("proxy"),
        sa.Column("proxy_is", sa.String(16)),
        text("receipt"),
        text("note"),
        sa.PrimaryKeyConstraint("id", name="pk_payment"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_payment_member_id"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_payment_branch_id"),
    )
    op.create_index("ix_payment_member_id", "payment", ["member_id"])
    op.create_index("ix_payment_branch_id", "payment", ["branch_id"])
    op.create_table(
        "remittance",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("remitted_on", sa.Date, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        text("sent_to"),
        text("note"),
        sa.PrimaryKeyConstraint("id", name="pk_remittance"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_remittance_branch_id"),
    )
    op.create_index("ix_remittance_branch_id", "remittance", ["branch_id"])


def downgrade() -> None:
    for table in ("remittance", "payment", "waiver", "assessment"):
        op.drop_table(table)
