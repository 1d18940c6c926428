"""The book's own row, the log and its chain, and at which migration the book stands."""

from sqlalchemy import String, bindparam, column, delete, func, insert, select, table, update
from sqlalchemy import literal_column as word

from partyday.store import tables as t
from partyday.store.among import among
from partyday.store.statements.parameters import count, member_id, name, number, row_key, row_keys_like, table_name
from partyday.store.statements.rows import raw

_book, _entry, _change = t.book.c, t.log_entry.c, t.log_change.c

_version = table("alembic_version", column("version_num", String()))
VERSION = select(_version.c.version_num)

#: The gate every writer passes.
NEXT_ENTRY = (
    update(t.book).values(entries=_book.entries + word("1")).returning(_book.entries, _book.head, _book.uid, _book.at)
)
NEW_HEAD = update(t.book).values(head=bindparam("head", type_=_book.head.type), at=bindparam("at", type_=_book.at.type))
#: Before a whole book is copied in, its own row with it.
DELETE_BOOK = delete(t.book)
INSERT_LOG_ENTRY = insert(t.log_entry)
INSERT_LOG_CHANGE = insert(t.log_change)

_ROWS = select(func.count().label("changes")).where(_change.entry_id == _entry.id).scalar_subquery().label("rows")
NEWEST_ENTRIES = select(t.log_entry, _ROWS).order_by(_entry.id.desc()).limit(count)
ENTRY = select(t.log_entry).where(_entry.id == number)
ENTRIES_OF_MEMBER = (
    select(t.log_entry)
    .where(_entry.id.in_(select(_change.entry_id).where(_change.member_id == member_id)))
    .order_by(_entry.id)
)
ALL_ENTRIES = select(t.log_entry).order_by(_entry.id)
ENTRY_HASHES = select(_entry.id, _entry.at, _entry.hash).order_by(_entry.id)
#: The entry that made a row.
ENTRY_OF_ROW = (
    select(_entry.id, _entry.hash)
    .join(t.log_change, _change.entry_id == _entry.id)
    .where(_change.table_name == table_name, _change.row_key == row_key, _change.before.is_(None))
    .order_by(_entry.id.desc())
    .limit(word("1"))
)
ANCHORS = select(t.filing.c.anchor).where(t.filing.c.anchor != word("''"))
FIRST_ENTRY = select(_entry.stand_in, _entry.at).order_by(_entry.id).limit(word("1"))

_CHANGES = select(t.log_change).order_by(_change.entry_id, _change.seq)
CHANGES = _CHANGES
CHANGES_OF_ENTRY = _CHANGES.where(_change.entry_id == number)
CHANGES_OF_MEMBER = _CHANGES.where(_change.member_id == member_id)

#: One of the entries after that number that touched one of these tables.
CHANGED_SINCE = (
    select(_change.entry_id)
    .where(_change.entry_id > number, among(_change.table_name, "table_names"))
    .order_by(_change.entry_id)
    .limit(word("1"))
)

CHANGE_COUNTS = (
    select(_change.row_key, func.count().label("changes"))
    .where(_change.table_name == table_name, among(_change.row_key, "row_keys"))
    .group_by(_change.row_key)
)
#: What became of the rows of a table whose key begins so (`3/%`).
CHANGES_OF_ROWS = _CHANGES.where(_change.table_name == table_name, _change.row_key.like(row_keys_like))

#: What the rows of a table were that were taken away.
TAKEN_AWAY = select(_change.before).where(_change.table_name == table_name, _change.after.is_(None))

STAMP = select(_book.uid, _book.entries, select(func.max(_entry.at).label("at")).scalar_subquery().label("written_at"))
GATE = select(_book.entries, _book.head)
RAW_ENTRIES = select(*raw(t.log_entry)).order_by(_entry.id)
#: Which entry took back which.
UNDOINGS = select(_entry.id, _entry.undoes).where(_entry.undoes.is_not(None)).order_by(_entry.id.desc())
LAST_TO_UNDO = select(func.max(_entry.id).label("id")).where(
    _entry.undoes.is_(None),
    ~among(_entry.id, "undone"),
    select(_change.seq).where(_change.entry_id == _entry.id, _change.seq == word("0")).exists(),
)

#: Forgetting a member: what an entry says, and what became of a row, without their particulars.
NEW_CHANGE = (
    update(t.log_change)
    .where(_change.entry_id == number, _change.seq == count)
    .values(before=bindparam("before", type_=_change.before.type), after=bindparam("after", type_=_change.after.type))
)
NEW_REASON = update(t.log_entry).where(_entry.id == number).values(reason=word("''"))
RAW_ENTRY = select(*raw(t.log_entry)).where(_entry.id == number)
REASONS_WITH = select(_entry.id).where(func.length(name) > word("0"), _entry.reason.contains(name)).order_by(_entry.id)
