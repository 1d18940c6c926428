"""Single rows of every table: what a unit of work sends, and what checks the log. Made in a loop over the tables.

GET_, INSERT_, UPDATE_, DELETE_ take or give a whole row: an update sets every column but the key. NEXT_ gives a key
that was never given before, OF_MEMBER_ all rows of a member. CHECKED_ gives all rows as they are kept, so that a text
where a date should be is read and not stumbled over, each with what the log said of it last.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Executable,
    Integer,
    ScalarSelect,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    delete,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy import literal_column as word
from sqlalchemy.types import TypeEngine

from partyday.store import tables as t
from partyday.store.statements.days import MARKED
from partyday.store.statements.parameters import code, member_id
from partyday.store.statements.sequences import NewKeys

#: The tables whose rows the log keeps: undo replays them, `verify` compares them.
LOGGED = (
    *(t.branch, t.member, t.membership, t.standing, t.circumstance, t.day, t.mark, t.holiday),
    *(t.make_up, t.talk, t.handling, t.assessment, t.waiver, t.payment, t.receipt, t.remittance),
    *(t.theme, t.filing, t.settled, t.former_name, t.tenure, t.policy),
    *(t.dispute, t.forgotten, t.inspection, t.commendation),
    *(t.visit, t.attachment, t.meeting, t.attendee, t.claim, t.token),
)

#: The tables whose keys are given out, and never twice.
KEYED = (*(table for table in LOGGED if "id" in table.c), t.log_entry, t.chain)

#: What a noun tells beside the columns of its row.
_COMPUTED = {"day": [MARKED]}


def _of_row(table: Table) -> ColumnElement[bool]:
    return and_(*(column == bindparam(column.name, type_=column.type) for column in table.primary_key))


def raw(table: Table) -> list[ColumnElement[Any]]:
    """The columns of a table as they are kept."""
    kept_as: dict[type, type[TypeEngine[Any]]] = {Date: Text, Boolean: Integer}
    return [
        type_coerce(column, kept_as.get(type(column.type), type(column.type))).label(column.name) for column in table.c
    ]


def key_of(table: Table) -> ColumnElement[str]:
    """The key of a row as the log has it, such as `12/3`."""
    first, *others = (cast(column, Text) for column in table.primary_key)
    key: ColumnElement[str] = first
    for other in others:
        key = key.concat(word("'/'")).concat(other)
    return key


def _said_of(table: Table) -> ScalarSelect[Any]:
    """The row as the newest entry about it left it."""
    change = t.log_change.c
    return (
        select(change.after)
        .where(change.table_name == code(table.name), change.row_key == key_of(table))
        .order_by(change.entry_id.desc(), change.seq.desc())
        .limit(word("1"))
        .scalar_subquery()
    )


def of_tables() -> dict[str, Executable]:
    """The statements on single rows by name, such as GET_MARK."""
    made: dict[str, Executable] = {}
    for table in LOGGED:
        name = table.name.upper()
        others = [column for column in table.c if not column.primary_key]
        made[f"GET_{name}"] = select(table, *_COMPUTED.get(table.name, ())).where(_of_row(table))
        made[f"INSERT_{name}"] = insert(table)
        made[f"UPDATE_{name}"] = (
            update(table)
            .where(_of_row(table))
            .values({column: bindparam(column.name, type_=column.type) for column in others})
        )
        made[f"DELETE_{name}"] = delete(table).where(_of_row(table))
        made[f"CHECKED_{name}"] = select(*raw(table), _said_of(table).label("said"))
        if "member_id" in table.c:
            in_order = list(table.primary_key)
            made[f"OF_MEMBER_{name}"] = select(table).where(table.c.member_id == member_id).order_by(*in_order)
    for table in KEYED:
        made[f"NEXT_{table.name.upper()}"] = select(NewKeys(table.name).label("keys"))
    return made
