"""A school's own policy in the book, with its editions. Books made before keep the path of a file.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("branch_id", sa.Integer, sa.ForeignKey("branch.id", name="fk_policy_branch_id"), nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("set_on", sa.Date, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False, server_default=""),
        sa.Column("below", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_policy_branch_id", "policy", ["branch_id"])


def downgrade() -> None:
    op.drop_table("policy")
