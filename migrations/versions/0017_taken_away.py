"""Few changes take a row away: they have an index, so that nobody reads the whole log.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

GONE = sa.text('"after" IS NULL')


def upgrade() -> None:
    op.create_index("ix_log_change_gone", "log_change", ["table_name"], sqlite_where=GONE, postgresql_where=GONE)


def downgrade() -> None:
    op.drop_index("ix_log_change_gone", "log_change")
