"""A branch's own file joined to a school's book: its log stays a chain of its own, with the keys it had there.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chain", sa.Column("was_of", sa.Integer))
    op.add_column("chain", sa.Column("keys", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("keys", "was_of"):
        op.drop_column("chain", column)
