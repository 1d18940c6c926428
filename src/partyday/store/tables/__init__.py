"""The tables of the book, as SQLAlchemy Core sees them.

A change here needs a migration (`migrations/versions/`); a test compares the two. Keys are given out by the unit of
work, so that an undone entry can come back under its own key on any database.
"""

from partyday.store.tables.acts import commendation, dispute, handling, inspection, talk
from partyday.store.tables.base import SCHEMA, metadata
from partyday.store.tables.branches import branch, former_name, policy, tenure
from partyday.store.tables.claims import claim, token
from partyday.store.tables.days import (
    CORRECTED,
    EXCEPTION,
    attachment,
    attendee,
    day,
    holiday,
    make_up,
    mark,
    meeting,
    theme,
    visit,
)
from partyday.store.tables.keeping import book, chain, filing, forgotten, last_key, log_change, log_entry, settled
from partyday.store.tables.money import assessment, payment, receipt, remittance, waiver
from partyday.store.tables.people import circumstance, member, membership, standing

__all__ = [
    "CORRECTED",
    "EXCEPTION",
    "SCHEMA",
    "assessment",
    "attachment",
    "attendee",
    "book",
    "branch",
    "chain",
    "circumstance",
    "claim",
    "commendation",
    "day",
    "dispute",
    "filing",
    "forgotten",
    "former_name",
    "handling",
    "holiday",
    "inspection",
    "last_key",
    "log_change",
    "log_entry",
    "make_up",
    "mark",
    "meeting",
    "member",
    "membership",
    "metadata",
    "payment",
    "policy",
    "receipt",
    "remittance",
    "settled",
    "standing",
    "talk",
    "tenure",
    "theme",
    "token",
    "visit",
    "waiver",
]
