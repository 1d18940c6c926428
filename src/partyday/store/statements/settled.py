"""Which column somebody said a header is."""

from sqlalchemy import select

from partyday.store import tables as t
from partyday.store.statements.parameters import paper

SETTLED = select(t.settled.c.headers, t.settled.c.header, t.settled.c.means).where(t.settled.c.paper == paper)
