"""An act in a book where each branch has a chain: an entry in the chain of every branch whose rows it changed.

The halves name each other, and with it where the neighbour's chain stood: `beside`, JSON of the chain's name → the
number and the hash before. Imports the chain, the owners and the connection alone.
"""

import json
import os
from collections.abc import Collection, Mapping, Sequence

from partyday.errors import Again
from partyday.store.chain import Change, Gate, Half
from partyday.store.connection import Connection
from partyday.store.owners import NOBODY, owned


def halves(connection: Connection, gates: Mapping[int, Gate], changes: Sequence[Change]) -> list[Half]:
    """What each chain tells of these changes, in the order of their gates. Raises Again where a gate is not held."""
    told = owned(connection, changes)
    held = dict(gates)
    for branch, superior in told.new.items():
        if branch not in held and not connection.run("CHAIN_OF", branch_id=branch):
            held[branch] = _begun(connection, branch, superior)
    touched: frozenset[int] = frozenset().union(*told.owners)
    if not touched:  # a look at what is masked
        touched = frozenset(gate.branch_id for gate in gates.values() if gate.chosen) or frozenset({NOBODY})
    if not (touched | told.beside) <= held.keys():
        raise Again(touched | told.beside | gates.keys())
    of: dict[int, list[int]] = {branch: [] for branch in touched}
    for place, owners in enumerate(told.owners):
        for branch in owners:
            of[branch].append(place)
    in_order = sorted((held[branch] for branch in touched), key=lambda gate: gate.chain_id)
    return [
        Half(gate, [told.changes[place] for place in places], places, _beside(gate, in_order))
        for gate, places in ((gate, of[gate.branch_id]) for gate in in_order)
    ]


def _beside(one: Gate, gates: Collection[Gate]) -> str:
    others = {gate.uid: [gate.entries + 1, gate.head] for gate in gates if gate is not one}
    return json.dumps(others, sort_keys=True, separators=(",", ":")) if others else ""


def _begun(connection: Connection, branch: int, superior: int | None) -> Gate:
    """A chain for a new branch, hung on its superior's as it stands."""
    above = connection.run("CHAIN_OF", branch_id=NOBODY if superior is None else superior)
    [(trunk_id, _uid, number, head, *_where)] = above or connection.run("CHAIN_OF", branch_id=NOBODY)
    return begin(connection, branch, trunk_id, number, head, 0)


def begin(connection: Connection, branch: int, trunk_id: int, number: int, head: str, began: int) -> Gate:
    """A chain of its own for a branch, behind an entry of another; its numbers go on from `began`."""
    key = next_chain(connection)
    uid = os.urandom(16).hex()
    connection.run(
        "INSERT_CHAIN",
        id=key,
        uid=uid,
        branch_id=branch,
        entries=began,
        head=head,
        at="",
        trunk_id=trunk_id,
        trunk_number=number,
        trunk_hash=head,
        began=began,
        was_of=None,
        keys="",
    )
    return Gate(key, uid, branch, began, head, "", began, chosen=False, each_chain=True, trunk_id=trunk_id)


def next_chain(connection: Connection) -> int:
    """A key for a new chain."""
    [(given,)] = connection.run("NEXT_CHAIN", count=1)
    return int(given + 1 if isinstance(given, int) else given[0])


def part(connection: Connection) -> list[Gate]:
    """Let every branch of a book have a gate and a chain of its own from now on. What was written stays one chain.

    It is called inside a transaction for writing, of which it is the first thing. Gives the new gates; where it is so
    already it does nothing.
    """
    connection.run("GATES", branch_ids=(NOBODY,), branch_name=None)
    if connection.run("BOOKS")[0][2]:
        return []
    [(trunk_id, _uid, number, head, *_where)] = connection.run("CHAIN_OF", branch_id=NOBODY)
    gates = [begin(connection, branch, trunk_id, number, head, number) for branch, *_row in connection.run("BRANCHES")]
    if number:
        connection.run("NEXT_LOG_ENTRY", count=number)  # until now the keys were the numbers
    connection.run("NEW_EACH_CHAIN")
    return gates
