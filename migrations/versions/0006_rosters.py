"""What a roster says of a member beside the columns of the book, and which column a header was settled to be.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("kept", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "settled",
        sa.Column("paper", sa.String(16), nullable=False),
        sa.Column("headers", sa.String(64), nullable=False),
        sa.Column("header", sa.String(200), nullable=False),
        sa.Column("means", sa.String(200), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("paper", "headers", "header", name="pk_settled"),
    )


def downgrade() -> None:
    op.drop_table("settled")
    op.drop_column("member", "kept")
