"""The book's own row, the log and its chains, and at which migration the book stands."""

from typing import Any

from sqlalchemy import (
    Select,
    String,
    bindparam,
    case,
    column,
    delete,
    false,
    func,
    insert,
    select,
    table,
    true,
    union_all,
    update,
)
from sqlalchemy import literal_column as word

from partyday.store import tables as t
from partyday.store.among import among, once_among
from partyday.store.chain import JOINING
from partyday.store.statements.parameters import (
    branch_id,
    branch_name,
    chain_id,
    code,
    count,
    entry_id,
    member_id,
    name,
    number,
    row_key,
    row_keys_like,
    table_name,
    uid,
)
from partyday.store.statements.rows import raw

_book, _chain, _entry, _change = t.book.c, t.chain.c, t.log_entry.c, t.log_change.c
_last = t.last_key.c

_version = table("alembic_version", column("version_num", String()))
VERSION = select(_version.c.version_num)

#: The gates of some branches, by key and by name, or the only one there is; in order, so that no two writers wait for
#: each other. Without a name the gate of the only 党支部.
_two = (
    select(t.branch.c.id)
    .where(branch_name.is_(None), t.branch.c.kind == code("branch"))
    .limit(word("2"))
    .subquery("two")
)
_only = select(case((func.count() < word("2"), func.min(_two.c.id))).label("only")).select_from(_two)
_of_name = select(t.branch.c.id).where(t.branch.c.name == branch_name)
_other = t.chain.alias("other")
_by_key = select(_other.c.branch_id).where(among(_other.c.branch_id, "branch_ids"))
_book_own: "Select[Any]" = select(word("0")).select_from(t.book).where(_book.each_chain.is_(false()))
GATES = (
    select(
        *(_chain.id, _chain.uid, _chain.branch_id, _chain.entries, _chain.head, _chain.at, _chain.began),
        *(_chain.branch_id.in_(union_all(_of_name, _only)).label("chosen"), _book.each_chain),
        _chain.trunk_id,
    )
    .select_from(t.chain)
    .join(t.book, _book.id == word("1"))
    .where(once_among(_chain.branch_id, union_all(_by_key, _of_name, _only, _book_own)))
    .order_by(_chain.id)
    .with_for_update(key_share=True, of=t.chain)
)
NEW_HEAD = (
    update(t.chain)
    .where(_chain.id == chain_id)
    .values({name: bindparam(name, type_=_chain[name].type) for name in ("entries", "head", "at")})
)
#: Whose rows are a branch's: those of its days, and of the members that belong to it now, or did last.
DAY_BRANCHES = select(t.day.c.id, t.day.c.branch_id).where(among(t.day.c.id, "day_ids"))
_membership = t.membership.c
KEEPERS = select(_membership.member_id, _membership.id, _membership.since, _membership.branch_id).where(
    among(_membership.member_id, "member_ids")
)
NEW_EACH_CHAIN = update(t.book).values(each_chain=true())
KEEP_KEY = update(t.last_key).where(_last.table_name == table_name, _last.last < count).values(last=count)
#: Before a whole book is copied in, these rows with it.
DELETE_BOOK, DELETE_CHAIN, DELETE_LAST_KEY = delete(t.book), delete(t.chain), delete(t.last_key)
INSERT_LOG_ENTRY = insert(t.log_entry)
INSERT_LOG_CHANGE = insert(t.log_change)

#: Every chain there is.
CHAINS = select(t.chain, _book.each_chain).select_from(t.chain).join(t.book, _book.id == word("1")).order_by(_chain.id)
INSERT_CHAIN = insert(t.chain)
CHAIN_NAMES = select(_chain.uid, _chain.id)
#: The newest number of the chains that came out of a branch's own file: what their files have beside it is not here.
JOINED_UNTIL = select(_chain.uid, _chain.entries).where(_chain["keys"] != word("''"))
#: A chain that goes on no more lets another have the place of its branch.
NEW_PAST = update(t.chain).where(_chain.id == chain_id).values(branch_id=-_chain.id, was_of=branch_id)
NEW_KEYS = update(t.chain).where(_chain.id == chain_id).values(keys=bindparam("keys", type_=_chain["keys"].type))
#: The chain that a branch's entries stand in.
CHAIN_OF = select(
    *(_chain.id, _chain.uid, _chain.entries, _chain.head, _chain.began, _chain.trunk_id),
).where(_chain.branch_id.in_(union_all(select(branch_id.label("branch_id")), _book_own)))

_in_chain = _entry.chain_id == chain_id
_ROWS = select(func.count().label("changes")).where(_change.entry_id == _entry.id).scalar_subquery().label("rows")
NEWEST_ENTRIES = select(t.log_entry, _ROWS).where(_in_chain).order_by(_entry.number.desc()).limit(count)
ENTRY = select(t.log_entry).where(_in_chain, _entry.number == number)
#: The newest entries of all chains, with the branch of each, but those that came with a branch's own file.
NEWEST_OF_ALL = (
    select(t.log_entry, _ROWS, _chain.branch_id, _chain.uid)
    .select_from(t.log_entry)
    .join(t.chain, _chain.id == _entry.chain_id)
    .where(_chain["keys"] == word("''"))
    .order_by(_entry.id.desc())
    .limit(count)
)
_its_chain = select(_chain.id).where(_chain.uid == uid).scalar_subquery()
#: An entry by the name of its chain.
HALF = select(t.log_entry).where(_entry.chain_id == _its_chain, _entry.number == number)
ENTRIES_OF_MEMBER = (
    select(t.log_entry)
    .where(_entry.id.in_(select(_change.entry_id).where(_change.member_id == member_id)))
    .order_by(_entry.id)
)
ENTRIES_OF_CHAIN = select(t.log_entry).where(_in_chain).order_by(_entry.id)
ENTRY_HASHES = select(_entry.number, _entry.at, _entry.hash).where(_in_chain).order_by(_entry.number)
#: The same, and the name of the book, of books before there were chains.
OLD_HASHES = select(_entry.id, _entry.at, _entry.hash).order_by(_entry.id)
OLD_NAME = select(_book.uid)
#: The entry that made a row, with the name of its chain; of one that was joined, where it was made.
ENTRY_OF_ROW = (
    select(_chain.uid, _entry.number, _entry.hash)
    .select_from(t.log_entry)
    .join(t.chain, _chain.id == _entry.chain_id)
    .join(t.log_change, _change.entry_id == _entry.id)
    .where(_change.table_name == table_name, _change.row_key == row_key, _change.before.is_(None))
    .where(_entry.command != code(JOINING))
    .order_by(_entry.id.desc())
    .limit(word("1"))
)
ANCHORS = select(t.filing.c.anchor).where(t.filing.c.anchor != word("''"))
FIRST_ENTRY = select(_entry.stand_in, _entry.at).order_by(_entry.id).limit(word("1"))

_columns = (_change.entry_id, _change.seq, _change.table_name, _change.row_key, _change.member_id)
_CHANGES = select(*_columns, _change.before, _change.after).order_by(_change.entry_id, _change.seq)
#: With the chain each one is said to stand in, as the only one.
CHANGES = _CHANGES.add_columns(_change.chain_id)
CHANGES_OF_CHAIN = _CHANGES.where(_change.chain_id == chain_id)
CHANGES_OF_ENTRY = _CHANGES.where(_change.entry_id == entry_id)
CHANGES_OF_MEMBER = _CHANGES.where(_change.member_id == member_id)

#: One of the entries after that one of the chain with that name, in whichever chain, that touched one of these tables.
_KEY = select(_entry.id).where(_entry.chain_id == _its_chain, _entry.number == number).scalar_subquery()
_by = select(_entry.command).where(_entry.id == _change.entry_id).scalar_subquery()
CHANGED_SINCE = (
    select(_change.entry_id)
    .where(_change.entry_id > _KEY, among(_change.table_name, "table_names"), _by != code(JOINING))
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

_ALL = select(func.sum(_chain.entries).label("entries")).scalar_subquery().label("entries")
STAMP = select(_book.uid, _ALL, select(func.max(_entry.at).label("at")).scalar_subquery().label("written_at"))
GATE = select(_chain.entries, _chain.head).where(_chain.id == chain_id)
RAW_ENTRIES = select(*raw(t.log_entry)).order_by(_entry.id)
#: Which entry of a chain took back which.
UNDOINGS = select(_entry.number, _entry.undoes).where(_in_chain, _entry.undoes.is_not(None))
#: From the end of the chain: a server reads all of it for the largest number.
LAST_TO_UNDO = (
    select(_entry.number)
    .where(
        _in_chain,
        _entry.undoes.is_(None),
        ~among(_entry.number, "undone"),
        select(_change.seq).where(_change.entry_id == _entry.id).exists(),
    )
    .order_by(_entry.number.desc())
    .limit(word("1"))
)

#: Forgetting a member: what an entry says, and what became of a row, without their particulars.
NEW_CHANGE = (
    update(t.log_change)
    .where(_change.entry_id == entry_id, _change.seq == count)
    .values(before=bindparam("before", type_=_change.before.type), after=bindparam("after", type_=_change.after.type))
)
NEW_REASON = update(t.log_entry).where(_entry.id == entry_id).values(reason=word("''"))
HASH_OF = select(_entry.hash).where(_in_chain, _entry.number == number)
RAW_ENTRY = select(*raw(t.log_entry)).where(_entry.id == entry_id)
REASONS_WITH = select(_entry.id).where(func.length(name) > word("0"), _entry.reason.contains(name)).order_by(_entry.id)
