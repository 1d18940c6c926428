"""What `verify` asks: the rows of which there is one, and records that contradict each other.

A contradiction is told as the table and the key of a record.
"""

from sqlalchemy import ColumnElement, Select, Table, Text, cast, func, or_, select, union_all
from sqlalchemy import literal_column as word

from partyday.store import tables as t
from partyday.store.statements.parameters import branch_id, code, table_name
from partyday.store.statements.rows import LOGGED, key_of

BOOKS = select(t.book.c.id, t.book.c.uid, t.book.c.each_chain)
FORGOTTEN = select(t.forgotten.c.entry_id, t.forgotten.c.digest)
PAPERS = select(t.filing.c.id, t.filing.c.sha256, t.filing.c.content).order_by(t.filing.c.id)

_change, _chain = t.log_change.c, t.chain.c
_joined = select(_chain.id).where(_chain["keys"] != word("''"))
#: What became of the rows of a table; what a file said of them before it was joined aside.
CHANGES_OF_TABLE = (
    select(_change.row_key, _change.after)
    .where(_change.table_name == table_name, _change.chain_id.not_in(_joined))
    .order_by(_change.entry_id, _change.seq)
)


def _record(table: Table, key: ColumnElement[str] | None = None) -> "Select[str, str]":
    return select(code(table.name).label("table_name"), (key_of(table) if key is None else key).label("row_key"))


#: What a superior keeps of a branch: it may stand before the branch's own records are there.
_OF_SUPERIOR = (t.inspection, t.commendation, t.policy, t.former_name)
_own = {
    table: [table.c.branch_id == branch_id, *([table.c.received_on.is_(None)] if table is t.filing else [])]
    for table in LOGGED
    if "branch_id" in table.c and table not in _OF_SUPERIOR
}
#: How many records a branch has of its own, table by table.
OWN_OF_BRANCH = union_all(
    *(
        select(code(table.name).label("table_name"), func.count().label("records")).select_from(table).where(*which)
        for table, which in _own.items()
    )
)

_handling, _payment = t.handling.c, t.payment.c

_IN_FIGURES = (
    # Of a month more was given back than was paid.
    _record(t.payment, cast(func.min(_payment.id), Text))
    .group_by(_payment.member_id, _payment.for_month)
    .having(func.sum(_payment.amount) < word("0")),
    _record(t.handling).where(or_(_handling.in_favour > _handling.present, _handling.present > _handling.entitled)),
)
CONTRADICTIONS = union_all(*(found.add_columns(code("sums").label("kind")) for found in _IN_FIGURES))
