"""The book: branches, members, days, marks and the log.

Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def upgrade() -> None:
    op.create_table(
        "book",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        text("uid"),
        sa.Column("entries", sa.Integer, nullable=False),
        text("head"),
        sa.PrimaryKeyConstraint("id", name="pk_book"),
    )
    op.create_table(
        "branch",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("parent_id", sa.Integer),
        sa.Column("policy", sa.Text),
        sa.Column("recurrence", sa.Text),
        text("secretary"),
        text("organiser"),
        sa.PrimaryKeyConstraint("id", name="pk_branch"),
        sa.UniqueConstraint("name", name="uq_branch_name"),
        sa.ForeignKeyConstraint(["parent_id"], ["branch.id"], name="fk_branch_parent_id"),
    )
    op.create_index("ix_branch_parent_id", "branch", ["parent_id"])
    op.create_table(
        "member",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        text("pinyin"),
        text("initials"),
        text("staff_number"),
        text("id_number"),
        text("gender"),
        text("ethnicity"),
        sa.Column("born_on", sa.Date),
        sa.Column("joined_on", sa.Date),
        sa.Column("full_on", sa.Date),
        text("party_group"),
        text("post"),
        text("phone"),
        text("education"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    for column in ("name", "staff_number", "id_number"):
        op.create_index(f"ix_member_{column}", "member", [column])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.Column("ended_by", sa.String(16)),
        text("note"),
        sa.PrimaryKeyConstraint("id", name="pk_membership"),
        sa.UniqueConstraint("branch_id", "number", name="uq_membership_branch_id"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_membership_period"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_membership_member_id"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_membership_branch_id"),
    )
    op.create_index("ix_membership_member_id", "membership", ["member_id"])
    op.create_table(
        "standing",
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("member_id", "since", name="pk_standing"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_standing_member_id"),
    )
    op.create_table(
        "circumstance",
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
        sa.PrimaryKeyConstraint("member_id", "kind", "since", name="pk_circumstance"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="ck_circumstance_period"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_circumstance_member_id"),
    )
    op.create_table(
        "day",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("branch_id", sa.Integer, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("part", sa.String(4), nullable=False),
        sa.Column("nominal", sa.Date),
        sa.Column("held_on", sa.Date),
        sa.Column("occasions", sa.Text, nullable=False),
        text("reasons"),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        text("theme"),
        text("content"),
        text("form"),
        text("place"),
        text("host"),
        text("recorder"),
        text("starts"),
        text("ends"),
        text("blocks"),
        sa.Column("announced_on", sa.Date),
        text("superior_present"),
        text("resolutions"),
        text("summary"),
        text("opinions"),
        sa.Column("summarised_on", sa.Date),
        sa.Column("closed_on", sa.Date),
        sa.Column("cancelled_on", sa.Date),
        sa.PrimaryKeyConstraint("id", name="pk_day"),
        sa.UniqueConstraint("branch_id", "month", "slot", name="uq_day_branch_id"),
        sa.ForeignKeyConstraint(["branch_id"], ["branch.id"], name="fk_day_branch_id"),
    )
    op.create_index("ix_day_branch_id_held_on", "day", ["branch_id", "held_on"])
    op.create_table(
        "mark",
        sa.Column("day_id", sa.Integer, nullable=False),
        sa.Column("member_id", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("category", sa.String(16)),
        text("detail"),
        sa.Column("recorded_on", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False),
        text("recorded_by"),
        sa.PrimaryKeyConstraint("day_id", "member_id", name="pk_mark"),
        sa.ForeignKeyConstraint(["day_id"], ["day.id"], name="fk_mark_day_id"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_mark_member_id"),
    )
    op.create_index("ix_mark_member_id", "mark", ["member_id"])
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("stand_in", sa.Date),
        text("by"),
        sa.Column("command", sa.Text, nullable=False),
        text("reason"),
        sa.Column("undoes", sa.Integer),
        text("hash"),
        sa.PrimaryKeyConstraint("id", name="pk_log_entry"),
    )
    op.create_table(
        "log_change",
        sa.Column("entry_id", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(16), nullable=False),
        sa.Column("row_key", sa.Text, nullable=False),
        sa.Column("member_id", sa.Integer),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("entry_id", "seq", name="pk_log_change"),
        sa.ForeignKeyConstraint(["entry_id"], ["log_entry.id"], name="fk_log_change_entry_id"),
    )
    op.create_index("ix_log_change_member_id", "log_change", ["member_id"])
    op.create_index("ix_log_change_table_name_row_key", "log_change", ["table_name", "row_key"])


def downgrade() -> None:
    for table in (
        "log_change",
        "log_entry",
        "mark",
        "day",
        "circumstance",
        "standing",
        "membership",
        "member",
        "branch",
        "book",
    ):
        op.drop_table(table)
