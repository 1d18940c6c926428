"""Where the records of a branch begin, a handling as it was proposed, and when an excuse was first recorded.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CORRECTED = sa.text("corrected_on IS NOT NULL")


def upgrade() -> None:
    op.add_column("branch", sa.Column("since", sa.Date))
    op.add_column("handling", sa.Column("decided_measure", sa.String(16)))
    op.add_column("handling", sa.Column("carried", sa.Boolean))
    op.add_column("mark", sa.Column("corrected_on", sa.Date))
    op.create_index(
        "ix_mark_corrected",
        "mark",
        ["member_id", "day_id", "corrected_on"],
        sqlite_where=CORRECTED,
        postgresql_where=CORRECTED,
    )


def downgrade() -> None:
    op.drop_index("ix_mark_corrected", "mark")
    op.drop_column("mark", "corrected_on")
    op.drop_column("handling", "carried")
    op.drop_column("handling", "decided_measure")
    op.drop_column("branch", "since")
