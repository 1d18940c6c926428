"""The tables of the book, as SQLAlchemy Core sees them.

A change here needs a migration (`migrations/versions/`); a test compares the two. Keys are given out by the unit of
work, so that an undone entry can come back under its own key on any database.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

#: The newest migration. A book at another one is refused; a test holds this equal to Alembic's head.
SCHEMA = "0016"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _key(name: str = "id") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


#: One row: the gate every writer passes. `entries`, `head` and `at` are the number, hash and time of the newest entry.
book = Table(
    "book", metadata, _key(), _text("uid"), Column("entries", Integer, nullable=False), _text("head"), _text("at")
)

branch = Table(
    "branch",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("parent_id", ForeignKey("branch.id"), index=True),
    Column("policy", Text),
    Column("recurrence", Text),
    _text("secretary"),
    _text("organiser"),
    # Where the records begin: before it the branch had no day. None: as its superior's, or nowhere said.
    Column("since", Date),
    Column("until", Date),
)

#: What a branch was called before: the name it bore until that day, the first on which it no longer did.
former_name = Table(
    "former_name",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("until", Date, primary_key=True),
    Column("name", Text, nullable=False),
)

#: Who holds an office of a branch from a day on: a member, or somebody else by name; neither where nobody does.
tenure = Table(
    "tenure",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("office", String(16), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("member_id", ForeignKey("member.id"), index=True),
    _text("name"),
)

member = Table(
    "member",
    metadata,
    _key(),
    Column("name", Text, nullable=False, index=True),
    _text("pinyin"),
    _text("initials"),
    Column("staff_number", Text, nullable=False, server_default="", index=True),
    Column("id_number", Text, nullable=False, server_default="", index=True),
    _text("gender"),
    _text("ethnicity"),
    Column("born_on", Date),
    Column("joined_on", Date),
    Column("full_on", Date),
    _text("party_group"),
    _text("post"),
    _text("phone"),
    _text("education"),
    # How they usually take part, where not in the room: online, visited.
    Column("usual", String(16)),
    # What a roster says beside these columns: JSON, official header → text; blank where it says nothing more.
    _text("kept"),
)

#: Which column somebody said a header is, for the next paper with the same headers (`headers`: their SHA-256).
settled = Table(
    "settled",
    metadata,
    Column("paper", String(16), primary_key=True),
    Column("headers", String(64), primary_key=True),
    Column("header", String(200), primary_key=True),
    Column("means", String(200), nullable=False, server_default=""),
)

membership = Table(
    "membership",
    metadata,
    _key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("since", Date, nullable=False),
    Column("until", Date),
    Column("ended_by", String(16)),
    _text("note"),
    # Who comes back to a branch has the old number again.
    UniqueConstraint("branch_id", "number", "since"),
    CheckConstraint("until IS NULL OR until >= since", name="period"),
)

standing = Table(
    "standing",
    metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("standing", String(16), nullable=False),
)

circumstance = Table(
    "circumstance",
    metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    CheckConstraint("until IS NULL OR until >= since", name="period"),
)

day = Table(
    "day",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("month", String(7), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("part", String(4), nullable=False),
    Column("nominal", Date),
    Column("held_on", Date),
    Column("occasions", Text, nullable=False),
    _text("reasons"),
    Column("provisional", Boolean, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    _text("theme"),
    _text("content"),
    _text("form"),
    _text("place"),
    _text("host"),
    _text("responsible"),
    _text("recorder"),
    _text("starts"),
    _text("ends"),
    _text("blocks"),
    Column("announced_on", Date),
    _text("guide"),
    _text("superior_present"),
    _text("resolutions"),
    _text("summary"),
    _text("opinions"),
    Column("summarised_on", Date),
    Column("closed_on", Date),
    Column("cancelled_on", Date),
    UniqueConstraint("branch_id", "month", "slot"),
    Index("ix_day_branch_id_held_on", "branch_id", "held_on"),
)

#: The marks that some rule may have to look at. Most are not: an index of these alone, read where a query repeats the
#: condition word for word, keeps reviews short. That it is of these alone the migration says; to say it here as well
#: would load both databases' dialects at every start.
EXCEPTION = text("state IN ('absent', 'excused', 'unreached', 'unknown')")

#: The marks that were corrected into an excuse, likewise with an index of their own.
CORRECTED = text("corrected_on IS NOT NULL")

mark = Table(
    "mark",
    metadata,
    Column("day_id", ForeignKey("day.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("category", String(16)),
    _text("detail"),
    Column("recorded_on", Date, nullable=False),
    Column("recorded_at", String(32), nullable=False),
    _text("recorded_by"),
    # When an absence was corrected into an excuse: the time for its make-up runs from there.
    Column("corrected_on", Date),
    Index("ix_mark_member_id", "member_id"),
    Index("ix_mark_exception", "member_id", "day_id", "state"),  # where EXCEPTION
    Index("ix_mark_corrected", "member_id", "day_id", "corrected_on"),  # where CORRECTED
)

make_up = Table(
    "make_up",
    metadata,
    Column("day_id", ForeignKey("day.id"), primary_key=True),
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    Column("held_on", Date, nullable=False),
    _text("how"),
    Index("ix_make_up_member_id", "member_id"),
)

#: A visit to a member for a day: by whom, in which of the ways (`hows`, codes between blanks), what the member said.
visit = Table(
    "visit",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    _text("hows"),
    _text("visited_by"),
    _text("said"),
    Index("ix_visit_branch_id_held_on", "branch_id", "held_on"),
)

#: A picture or a scan of a day: its name and what is in it. The file is kept beside the book, under its hash.
attachment = Table(
    "attachment",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("added_on", Date, nullable=False),
    _text("about"),
)

#: A meeting held beside the activity day. `kind` is what policies call it, such as 支委会; `blocks` as a day has them.
meeting = Table(
    "meeting",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    _text("party_group"),
    _text("starts"),
    _text("ends"),
    _text("theme"),
    _text("content"),
    _text("place"),
    _text("host"),
    _text("recorder"),
    _text("guests"),
    _text("resolutions"),
    _text("blocks"),
    Index("ix_meeting_branch_id_held_on", "branch_id", "held_on"),
)

#: Who was at a meeting.
attendee = Table(
    "attendee",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("meeting_id", ForeignKey("meeting.id"), nullable=False),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    UniqueConstraint("meeting_id", "member_id"),
)

#: `day_ids`: the days a talk is about, as keys; empty for all up to its date. `waived`: not held, for `grounds`.
talk = Table(
    "talk",
    metadata,
    _key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("held_on", Date, nullable=False),
    Column("waived", Boolean, nullable=False),
    _text("day_ids"),
    _text("held_by"),
    _text("held_by_office"),
    _text("notes_by"),
    _text("notes_by_office"),
    _text("time"),
    _text("place"),
    _text("grounds"),
    _text("said"),
    _text("explained"),
    _text("stage"),
)

handling = Table(
    "handling",
    metadata,
    _key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("measure", String(16), nullable=False),
    Column("proposed_on", Date, nullable=False),
    _text("grounds"),
    Column("filed_on", Date, nullable=False),
    Column("inquired_on", Date, nullable=False),
    _text("inquiry"),
    Column("statement", Text),
    Column("decided_on", Date),
    Column("entitled", Integer),
    Column("present", Integer),
    Column("in_favour", Integer),
    Column("until", Date),
    Column("approved", Boolean),
    Column("answered_on", Date),
    _text("answered_by"),
    _text("note"),
    Column("decided_measure", String(16)),
    Column("carried", Boolean),
)


def _month(name: str, *, nullable: bool = False, key: bool = False) -> Column[str]:
    return Column(name, String(7), nullable=nullable, primary_key=key)


#: What a member's dues are reckoned from, from a month on. `income` is in fen a month; for farmers what was set.
assessment = Table(
    "assessment",
    metadata,
    Column("member_id", ForeignKey("member.id"), primary_key=True),
    _month("since", key=True),
    Column("kind", String(16), nullable=False),
    Column("income", BigInteger),
    _text("reason"),
)

#: Dues reduced to `amount` fen a month, or waived (0), from one month to another, both included.
waiver = Table(
    "waiver",
    metadata,
    _key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    _month("since"),
    _month("until"),
    Column("amount", BigInteger, nullable=False),
    _text("approved_by"),
    Column("approved_on", Date, nullable=False),
    _text("reason"),
)

#: One month of one payment, in fen; a refund is negative. Without `for_month` it is voluntary.
payment = Table(
    "payment",
    metadata,
    _key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    _month("for_month", nullable=True),
    Column("amount", BigInteger, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("method", String(16), nullable=False),
    _text("collector"),
    _text("proxy"),
    Column("proxy_is", String(16)),
    _text("receipt"),
    _text("note"),
)

#: The number of a receipt, once given: to whom, when, over how many fen.
receipt = Table(
    "receipt",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("number", Text, primary_key=True),
    _text("payer"),
    Column("issued_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
)

#: What a branch forwarded to its superior, in fen; `receipt`: of the one gift that is forwarded apart.
remittance = Table(
    "remittance",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("remitted_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    _text("sent_to"),
    _text("note"),
    _text("receipt"),
)

#: The theme (主题) of a year (`2026`) or a quarter (`2026Q2`).
theme = Table(
    "theme",
    metadata,
    Column("branch_id", ForeignKey("branch.id"), primary_key=True),
    Column("period", String(10), primary_key=True),
    _text("text"),
)

#: A paper as it was filed, never changed again: by this book's own branch, or taken in from one (`received_on`).
filing = Table(
    "filing",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), index=True),
    Column("form", String(32), nullable=False),
    Column("period", String(16), nullable=False),
    Column("filed_on", Date, nullable=False),
    _text("policy"),
    Column("sha256", String(64), nullable=False),
    _text("content"),
    Column("received_on", Date),
    # Of a paper taken in: the name of the book it was filed in, the number of the entry and its hash.
    _text("anchor"),
    # Of a paper taken in: whom it is about, by name, since the member stands in the branch's book.
    _text("of_member"),
)

#: A day a member disputes: what they say of it, and how it was settled.
dispute = Table(
    "dispute",
    metadata,
    _key(),
    Column("member_id", ForeignKey("member.id"), nullable=False, index=True),
    Column("day_id", ForeignKey("day.id"), nullable=False, index=True),
    Column("raised_on", Date, nullable=False),
    _text("said"),
    Column("settled_on", Date),
    _text("outcome"),
    _text("settled_by"),
)

#: How a superior found a branch, and what became of what was to be mended.
inspection = Table(
    "inspection",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("inspected_on", Date, nullable=False),
    Column("way", String(16), nullable=False),
    _text("inspected_by"),
    _text("found"),
    Column("due_on", Date),
    Column("mended_on", Date),
    _text("mended"),
)

#: A member, or without one the branch itself, that was commended.
commendation = Table(
    "commendation",
    metadata,
    _key(),
    Column("branch_id", ForeignKey("branch.id"), nullable=False, index=True),
    Column("member_id", ForeignKey("member.id"), index=True),
    Column("commended_on", Date, nullable=False),
    _text("merit"),
    _text("commended_by"),
)

#: The entries of the log that lost particulars of a member who was forgotten; `digest` is over what is left of one.
forgotten = Table("forgotten", metadata, _key("entry_id"), Column("digest", String(64), nullable=False))

#: What holiday notices said: working True is 班, False is 休.
holiday = Table(
    "holiday",
    metadata,
    Column("day", Date, primary_key=True),
    Column("working", Boolean, nullable=False),
    _text("notice"),
)

log_entry = Table(
    "log_entry",
    metadata,
    _key(),
    Column("at", String(32), nullable=False),
    Column("stand_in", Date),
    _text("by"),
    Column("command", Text, nullable=False),
    _text("reason"),
    Column("undoes", Integer),
    _text("hash"),
    _text("login"),
)

log_change = Table(
    "log_change",
    metadata,
    Column("entry_id", ForeignKey("log_entry.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("table_name", String(16), nullable=False),
    Column("row_key", Text, nullable=False),
    Column("member_id", Integer, index=True),
    Column("before", Text),
    Column("after", Text),
    Index("ix_log_change_table_name_row_key", "table_name", "row_key"),
)
