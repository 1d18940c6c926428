"""Meetings held beside the day and who was there, visits to members, pictures and scans of a day.

A day has somebody responsible beside its host, and who of the superior is to come; a member the way they usually take
part. Never edited once it has landed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("day", _text("responsible"))
    op.add_column("day", _text("guide"))
    op.add_column("member", sa.Column("usual", sa.String(16)))
    op.create_table(
        "visit",
        _key(),
        _to("visit", "branch"),
        _to("visit", "day"),
        _to("visit", "member"),
        sa.Column("held_on", sa.Date, nullable=False),
        *map(_text, ("hows", "visited_by", "said")),
    )
    op.create_index("ix_visit_branch_id_held_on", "visit", ["branch_id", "held_on"])
    op.create_index("ix_visit_day_id", "visit", ["day_id"])
    op.create_index("ix_visit_member_id", "visit", ["member_id"])
    op.create_table(
        "attachment",
        _key(),
        _to("attachment", "branch"),
        _to("attachment", "day"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("added_on", sa.Date, nullable=False),
        _text("about"),
    )
    op.create_index("ix_attachment_branch_id", "attachment", ["branch_id"])
    op.create_index("ix_attachment_day_id", "attachment", ["day_id"])
    op.create_table(
        "meeting",
        _key(),
        _to("meeting", "branch"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("held_on", sa.Date, nullable=False),
        *map(_text, ("party_group", "starts", "ends", "theme", "content", "place")),
        *map(_text, ("host", "recorder", "guests", "resolutions", "blocks")),
    )
    op.create_index("ix_meeting_branch_id_held_on", "meeting", ["branch_id", "held_on"])
    op.create_table(
        "attendee",
        _key(),
        _to("attendee", "branch"),
        _to("attendee", "meeting"),
        _to("attendee", "member"),
        sa.UniqueConstraint("meeting_id", "member_id", name="uq_attendee_meeting_id"),
    )
    op.create_index("ix_attendee_branch_id", "attendee", ["branch_id"])
    op.create_index("ix_attendee_member_id", "attendee", ["member_id"])


def downgrade() -> None:
    for table in ("attendee", "meeting", "attachment", "visit"):
        op.drop_table(table)
    op.drop_column("member", "usual")
    op.drop_column("day", "guide")
    op.drop_column("day", "responsible")


def _key() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=False)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _to(table: str, other: str) -> "sa.Column[int]":
    reference = sa.ForeignKey(f"{other}.id", name=f"fk_{table}_{other}_id")
    return sa.Column(f"{other}_id", sa.Integer, reference, nullable=False)
