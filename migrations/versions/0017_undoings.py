"""The entries that took back others have an index of their own: undoing does not read the whole log.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNDOES = sa.text("undoes IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_log_entry_undoes", "log_entry", ["undoes"], sqlite_where=UNDOES, postgresql_where=UNDOES)


def downgrade() -> None:
    op.drop_index("ix_log_entry_undoes", "log_entry")
