"""The parameters of the statements, each declared once with its type, and the pieces that several nouns share."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, String, Subquery, Table, and_, bindparam, or_
from sqlalchemy import literal_column as word

from partyday.store import tables as t

#: As of which day the book is looked at: what came later is left out.
as_of = bindparam("as_of", type_=Date())
#: A day, and a first day.
on = bindparam("on", type_=Date())
since = bindparam("since", type_=Date())
until = bindparam("until", type_=Date())
soon = bindparam("soon", type_=Date())
#: Months such as `2026-03`, both included.
first = bindparam("first", type_=String())
last = bindparam("last", type_=String())
#: A period of a filing: `2026Q2`.
period = bindparam("period", type_=String())

branch_id = bindparam("branch_id", type_=Integer())
branch_name = bindparam("branch_name", type_=String())
member_id = bindparam("member_id", type_=Integer())
#: The key of a chain, and of an entry in whichever chain.
chain_id = bindparam("chain_id", type_=Integer())
entry_id = bindparam("entry_id", type_=Integer())
#: The number of a log entry in its chain, and how many entries.
number = bindparam("number", type_=Integer())
count = bindparam("count", type_=Integer())
#: So many rows before.
back = bindparam("back", type_=Integer())
name = bindparam("name", type_=String())
staff_number = bindparam("staff_number", type_=String())
id_number = bindparam("id_number", type_=String())
#: The name of a chain.
uid = bindparam("uid", type_=String())
#: A table's name, as the log has it.
table_name = bindparam("table_name", type_=String())
#: A row's key, as the log has it.
row_key = bindparam("row_key", type_=String())
#: How the keys of some rows begin, as LIKE takes it.
row_keys_like = bindparam("row_keys_like", type_=String())

#: A kind of paper, as `settled` names it.
paper = bindparam("paper", type_=String())

day, mark, make_up = t.day.c, t.mark.c, t.make_up.c
member, membership, standing, circumstance = t.member.c, t.membership.c, t.standing.c, t.circumstance.c


def words(codes: Iterable[str]) -> ColumnElement[Any]:
    """Codes of the program as a list in the text itself."""
    listed: ColumnElement[Any] = word("(" + ", ".join(f"'{code}'" for code in codes) + ")")
    return listed


def code(of: str) -> ColumnElement[str]:
    """A code of the program, in the text itself."""
    return word(f"'{of}'", String())


def covers(table: Table | Subquery, when: Any) -> ColumnElement[bool]:
    """The rows of a dated table whose half-open period holds that day."""
    return and_(table.c.since <= when, or_(table.c.until.is_(None), table.c.until > when))
