"""Which numbers of receipts a branch has given, and the gift that a remittance forwards apart.

Numbers given before this one stand in the payments themselves. Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("payer", sa.Text, nullable=False, server_default=""),
        sa.Column("issued_on", sa.Date, nullable=False),
        sa.Column("amount", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("branch_id", "number", name="pk_receipt"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_receipt_branch_id"),
    )
    op.add_column("remittance", sa.Column("receipt", sa.Text, nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("remittance", "receipt")
    op.drop_table("receipt")
