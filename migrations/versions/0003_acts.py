"""What people do about absences: make-up sessions, talks, handlings. An index of the marks that rules look at.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EXCEPTION = sa.text("state IN ('absent', 'excused', 'unreached', 'unknown')")


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    op.create_index(
        "ix_mark_exception",
        "mark",
        ["member_id", "day_id", "state"],
        sqlite_where=EXCEPTION,
        postgresql_where=EXCEPTION,
    )
    op.create_table(
        "make_up",
        sa.Column("day_id", sa.Integer, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        text("how"),
        sa.PrimaryKeyConstraint("day_id", "member_id", name="pk_make_up"),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name="fk_make_up_day_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_make_up_member_id"),
    )
    op.create_index("ix_make_up_member_id", "make_up", ["member_id"])
    op.create_table(
        "talk",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        sa.Column("waived", sa.Boolean, nullable=False),
        text("day_ids"),
        text("held_by"),
        text("held_by_office"),
        text("notes_by"),
        text("notes_by_office"),
        text("time"),
        text("place"),
        text("grounds"),
        text("said"),
        text("explained"),
        sa.PrimaryKeyConstraint("id", name="pk_talk"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_talk_member_id"),
    )
    op.create_index("ix_talk_member_id", "talk", ["member_id"])
    op.create_table(
        "handling",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("measure", sa.String(16), nullable=False),
        sa.Column("proposed_on", sa.Date, nullable=False),
        text("grounds"),
        sa.Column("filed_on", sa.Date, nullable=False),
        sa.Column("inquired_on", sa.Date, nullable=False),
        text("inquiry"),
        sa.Column("statement", sa.Text),
        sa.Column("decided_on", sa.Date),
        sa.Column("entitled", sa.Integer),
        sa.Column("present", sa.Integer),
        sa.Column("in_favour", sa.Integer),
        sa.Column("until", sa.Date),
        sa.Column("approved", sa.Boolean),
        sa.Column("answered_on", sa.Date),
        text("answered_by"),
        text("note"),
        sa.PrimaryKeyConstraint("id", name="pk_handling"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_handling_member_id"),
    )
    op.create_index("ix_handling_member_id", "handling", ["member_id"])


def downgrade() -> None:
    for table in ("handling", "talk", "make_up"):
        op.drop_table(table)
    op.drop_index("ix_mark_exception", "mark")
