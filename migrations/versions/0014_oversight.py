"""What a superior does beside the papers: inspections and commendations. Never edited once it has landed."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _branch(of: str) -> sa.Column[int]:
    return sa.Column("branch_id", sa.Integer, sa.ForeignKey("branch.id", name=f"fk_{of}_branch_id"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "inspection",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _branch("inspection"),
        sa.Column("inspected_on", sa.Date, nullable=False),
        sa.Column("way", sa.String(16), nullable=False),
        sa.Column("inspected_by", sa.Text, nullable=False, server_default=""),
        sa.Column("found", sa.Text, nullable=False, server_default=""),
        sa.Column("due_on", sa.Date),
        sa.Column("mended_on", sa.Date),
        sa.Column("mended", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_inspection_branch_id", "inspection", ["branch_id"])
    op.create_table(
        "commendation",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _branch("commendation"),
        sa.Column("member_id", sa.Integer, sa.ForeignKey("member.id", name="fk_commendation_member_id")),
        sa.Column("commended_on", sa.Date, nullable=False),
        sa.Column("merit", sa.Text, nullable=False, server_default=""),
        sa.Column("commended_by", sa.Text, nullable=False, server_default=""),
    )
    op.create_index("ix_commendation_branch_id", "commendation", ["branch_id"])
    op.create_index("ix_commendation_member_id", "commendation", ["member_id"])


def downgrade() -> None:
    op.drop_table("commendation")
    op.drop_table("inspection")
