"""Papers about one member are taken in too: whom they are about stands beside them by name.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("filing", sa.Column("of_member", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("filing", "of_member")
