"""What a branch was called before, who held its offices and when, when it ended; a member who comes back has the old
number.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NUMBERS = "uq_membership_branch_id"


def upgrade() -> None:
    op.add_column("branch", sa.Column("until", sa.Date))
    op.create_table(
        "former_name",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "until", name="pk_former_name"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_former_name_branch_id"),
    )
    op.create_table(
        "tenure",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("office", sa.String(16), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("member_id", sa.Integer),
        sa.Column("name", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("branch_id", "office", "since", name="pk_tenure"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_tenure_branch_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_tenure_member_id"),
    )
    op.create_index("ix_tenure_member_id", "tenure", ["member_id"])
    _number_by("branch_id", "number", "since")


def downgrade() -> None:
    _number_by("branch_id", "number")
    op.drop_table("tenure")
    op.drop_table("former_name")
    op.drop_column("branch", "until")


def _number_by(*columns: str) -> None:
    """Let these columns together be given once. SQLite cannot change a constraint: the table is made anew."""
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(_NUMBERS, "membership", type_="unique")
        op.create_unique_constraint(_NUMBERS, "membership", list(columns))
        return
    op.create_table(
        "membership_new",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("ended_by", sa.String(16)),
        sa.Column("note", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint(*columns, name=_NUMBERS),
        sa.CheckConstraint("until IS NULL OR until >= since", name=sa.schema.conv("ck_membership_period")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_membership_member_id"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_membership_branch_id"),
    )
    op.execute("INSERT INTO membership_new SELECT * FROM membership")
    op.drop_table("membership")
    op.rename_table("membership_new", "membership")
    op.create_index("ix_membership_member_id", "membership", ["member_id"])
