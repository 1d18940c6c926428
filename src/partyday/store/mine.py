"""Everything the book holds of one member, and taking their particulars out of it, the log and the file.

What is taken out is not kept anywhere: the log holds what is left of each entry, the hash that it had, and the hash of
what is left, so that the chain still verifies. Counts and amounts stay.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from partyday.errors import Conflict
from partyday.i18n import _
from partyday.model.acts import Forgotten
from partyday.store.chain import Change, Values, canonical, entry_hash
from partyday.store.compiled import SQLITE, TABLES
from partyday.store.connection import Connection
from partyday.store.keys import FileKeys
from partyday.store.unit import Unit

#: Who was forgotten is called so, with their key.
NAME = "（已隐去）"

#: Table → the columns that hold particulars, and what is left in their place where that is no blank.
_PARTICULARS: Mapping[str, Mapping[str, Any]] = {
    "member": {**{name: TABLES["member"][1][name] for name in TABLES["member"][1] if name != "id"}, "name": NAME},
    "membership": {"note": ""},
    "mark": {"detail": ""},
    "make_up": {"how": ""},
    "talk": dict.fromkeys(("grounds", "said", "explained", "place", "time"), ""),
    "handling": {"grounds": "", "inquiry": "", "statement": None, "note": ""},
    "assessment": {"reason": "", "income": 0},
    "waiver": {"reason": ""},
    "payment": {"proxy": "", "note": ""},
    "receipt": {"payer": NAME},
    "dispute": {"said": "", "outcome": ""},
    "commendation": {"merit": ""},
    "visit": {"said": ""},
    "claim": {"said": "", "device": ""},
    "token": {"digest": ""},
}


def rows_of(connection: Connection, member_id: int) -> Iterator[tuple[str, Values]]:
    """Every row about a member, table by table, as it is kept."""
    for table in TABLES:
        if table == "member":
            found = connection.run("GET_MEMBER", id=member_id)
            names = SQLITE["GET_MEMBER"][2]
        elif f"OF_MEMBER_{table.upper()}" in SQLITE:
            found = connection.run(f"OF_MEMBER_{table.upper()}", member_id=member_id)
            names = SQLITE[f"OF_MEMBER_{table.upper()}"][2]
        else:
            continue
        yield from ((table, dict(zip(names, row, strict=False))) for row in found)
    names = SQLITE["GET_RECEIPT"][2]
    for branch_id, number in _receipts(connection, member_id):
        found = connection.run("GET_RECEIPT", branch_id=branch_id, number=number)
        yield from (("receipt", dict(zip(names, row, strict=False))) for row in found)


def _receipts(connection: Connection, member_id: int) -> list[tuple[int, str]]:
    """The keys of the receipts that a member has been given: a receipt names the payer, but has no key of theirs."""
    names = SQLITE["OF_MEMBER_PAYMENT"][2]
    paid = [dict(zip(names, row, strict=True)) for row in connection.run("OF_MEMBER_PAYMENT", member_id=member_id)]
    return sorted({(payment["branch_id"], payment["receipt"]) for payment in paid if payment["receipt"]})


def _undone_receipts(changes: Iterable[Change]) -> Iterator[tuple[int, str]]:
    """The keys of the receipts whose payment was undone: what was told of the payment knows its number."""
    for change in changes:
        if change.table == "payment" and change.after is None and change.before:
            payment = json.loads(change.before)
            if payment.get("receipt"):
                yield payment["branch_id"], payment["receipt"]


def forget(unit: Unit, member_id: int) -> int:
    """Take a member's particulars out of their rows and out of the log; how many entries lost some.

    Raises Conflict where the log is not sound as it is: what is wrong in it must be told before; and for a login that
    may only add to it.
    """
    with unit.connection.rewriting() as may:
        if not may:
            raise Conflict(
                _("The log of a book that many share only grows: its owner alone takes somebody's particulars out."),
                _("Ask the owner of the book to run this command with their own login in the book's URL."),
            )
        lost, known = _taken_out(unit.connection, member_id)
    for entry_id, after in lost.items():
        if entry_id in known:
            unit.update(Forgotten(entry_id=entry_id, digest=known[entry_id]), digest=after)
        else:
            unit.insert(Forgotten(entry_id=entry_id, digest=after))
    for table, row in list(rows_of(unit.connection, member_id)):
        blank = {key: value for key, value in _PARTICULARS.get(table, {}).items() if row[key] != value}
        if blank:
            unit.connection.run(f"UPDATE_{table.upper()}", **_typed(unit.connection, table, row), **blank)
    return len(lost)


def _taken_out(connection: Connection, member_id: int) -> tuple[dict[int, str], dict[int, str]]:
    """Take a member's particulars out of the log: entry → hash of what is left; and of those that lost some before."""
    touched: dict[int, list[tuple[int, Change]]] = {}
    for entry_id, seq, *told in connection.run("CHANGES_OF_MEMBER", member_id=member_id):
        touched.setdefault(entry_id, []).append((seq, Change(*told)))
    undone = _undone_receipts(change for changes in touched.values() for _seq, change in changes)
    for branch_id, receipt in sorted({*_receipts(connection, member_id), *undone}):
        row_key = f"{branch_id}/{receipt}"
        for entry_id, seq, *told in connection.run("CHANGES_OF_ROWS", table_name="receipt", row_keys_like=row_key):
            touched.setdefault(entry_id, []).append((seq, Change(*told)))
    names = names_of(connection, member_id)
    for name in sorted(names):
        for (entry_id,) in connection.run("REASONS_WITH", name=name):
            touched.setdefault(entry_id, [])
    known: dict[int, str] = dict(connection.run("FORGOTTEN"))
    chains = {row[0]: dict(zip(_CHAIN, row, strict=True)) for row in connection.run("CHAINS")}
    lost = {}
    for entry_id, changes in sorted(touched.items()):
        before = _digest(connection, chains, entry_id)
        if before != known.get(entry_id, _raw(connection, entry_id)["hash"]):
            raise Conflict(
                _("Log entry {number} is not as it was written: see `partyday verify`.").format(
                    number=_raw(connection, entry_id)["number"]
                )
            )
        for seq, change in changes:
            left = [_left(change.table, row) for row in (change.before, change.after)]
            if left != [change.before, change.after]:
                connection.run("NEW_CHANGE", entry_id=entry_id, count=seq, before=left[0], after=left[1])
        reason = _raw(connection, entry_id)["reason"]
        theirs = len(changes) == len(connection.run("CHANGES_OF_ENTRY", entry_id=entry_id))  # of nobody else
        if reason and ((changes and theirs) or any(name in reason for name in names)):
            connection.run("NEW_REASON", entry_id=entry_id)
        after = _digest(connection, chains, entry_id)
        if after == before:
            continue
        lost[entry_id] = after
    return lost, known


def _typed(connection: Connection, table: str, row: Values) -> Values:
    """A row as its update takes it, without the columns that are blanked."""
    key = {name: row[name] for name in TABLES[table][0]}
    [whole] = connection.run(f"GET_{table.upper()}", **key)
    columns = SQLITE[f"GET_{table.upper()}"][2]
    values = dict(zip(columns, whole, strict=True))
    return {name: values[name] for name in TABLES[table][1] if name not in _blanked(table, row)}


def _blanked(table: str, row: Values) -> set[str]:
    return {key for key, value in _PARTICULARS.get(table, {}).items() if row[key] != value}


def _left(table: str, row: str | None) -> str | None:
    """A row of the log without particulars."""
    if row is None or table not in _PARTICULARS:
        return row
    told = json.loads(row)
    return canonical({**told, **{key: value for key, value in _PARTICULARS[table].items() if key in told}})


def names_of(connection: Connection, member_id: int) -> set[str]:
    """What a member is called, and was called before."""
    told = connection.run("CHANGES_OF_ROWS", table_name="member", row_keys_like=str(member_id))
    rows = [row for *_told, before, after in told for row in (before, after) if row]
    return {str(json.loads(row)["name"]) for row in rows} - {NAME}


_ENTRY, _CHAIN = SQLITE["RAW_ENTRY"][2], SQLITE["CHAINS"][2]


def _digest(connection: Connection, chains: Mapping[int, Values], entry_id: int) -> str:
    """The hash over an entry as it stands now."""
    entry = _raw(connection, entry_id)
    changes = [Change(*told) for _id, _seq, *told in connection.run("CHANGES_OF_ENTRY", entry_id=entry_id)]
    chain = chains[entry["chain_id"]]
    if chain["keys"]:
        changes = list(map(FileKeys.read(chain["keys"]).back, changes))
    before = connection.run("HASH_OF", chain_id=entry["chain_id"], number=entry["number"] - 1)
    return entry_hash(before[0][0] if before else chain["trunk_hash"], chain["uid"], entry, changes)


def _raw(connection: Connection, entry_id: int) -> Values:
    """An entry of the log as it is kept."""
    [row] = connection.run("RAW_ENTRY", entry_id=entry_id)
    return dict(zip(_ENTRY, row, strict=True))
