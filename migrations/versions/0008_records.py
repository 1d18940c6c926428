"""Where the records of a branch begin, a handling as it was proposed, and when an excuse was first recorded.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("branch", sa.Column("since", sa.Date))


def downgrade() -> None:
    op.drop_column("branch", "since")
