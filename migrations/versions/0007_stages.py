"""Which stage of its policy a talk was recorded for; empty: one that is recorded with a talk, as all were before.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("talk", sa.Column("stage", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("talk", "stage")
