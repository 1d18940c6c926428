"""The index of days by branch and date holds what a review asks of every day, so that it looks at few of them whole.

Never edited once it has landed.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_NAME = "ix_day_branch_id_held_on"
_KEY = ["branch_id", "held_on"]
_CARRIED = ["part", "closed_on", "cancelled_on", "announced_on", "summarised_on"]


def upgrade() -> None:
    op.drop_index(_NAME, table_name="day")
    op.create_index(_NAME, "day", [*_KEY, *_CARRIED])


def downgrade() -> None:
    op.drop_index(_NAME, table_name="day")
    op.create_index(_NAME, "day", _KEY)
