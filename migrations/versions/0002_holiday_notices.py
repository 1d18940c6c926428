"""Holiday notices kept in the book, for years the installed calendar does not know.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("working", sa.Boolean, nullable=False),
        sa.Column("notice", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("day", name="pk_holiday"),
    )


def downgrade() -> None:
    op.drop_table("holiday")
