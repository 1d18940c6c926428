"""Few entries take back others, and few changes take a row away: each has an index, so that nobody reads the whole log.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNDOES = sa.text("undoes IS NOT NULL")
GONE = sa.text('"after" IS NULL')


def upgrade() -> None:
    op.create_index("ix_log_entry_undoes", "log_entry", ["undoes"], sqlite_where=UNDOES, postgresql_where=UNDOES)
    op.create_index("ix_log_change_gone", "log_change", ["table_name"], sqlite_where=GONE, postgresql_where=GONE)


def downgrade() -> None:
    op.drop_index("ix_log_change_gone", "log_change")
    op.drop_index("ix_log_entry_undoes", "log_entry")
