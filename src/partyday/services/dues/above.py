"""The dues of a superior: what its branches forwarded to it, what it forwarded in its turn, what each has. Fen."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from partyday.model.dues import Remittance
from partyday.model.people import Branch
from partyday.services.branches import lineage, under
from partyday.services.names import name_in_tree
from partyday.store import dues, people
from partyday.store.connection import Connection


@dataclass(frozen=True)
class BranchTill:
    """What a branch below took in, from members or from its own branches, and what of it it forwarded."""

    branch: Branch
    collected: int
    remitted: int

    @property
    def in_hand(self) -> int:
        """What it still has."""
        return self.collected - self.remitted


@dataclass(frozen=True)
class TillAbove:
    """What a superior received and forwarded. `gifts` are the large ones still to be forwarded, each apart.

    The receipt of a gift is told with the branch that gave it: each branch counts its own.
    """

    received: tuple[Remittance, ...]
    remitted: tuple[Remittance, ...]
    branches: tuple[BranchTill, ...]
    gifts: tuple[Remittance, ...] = ()

    @property
    def in_hand(self) -> int:
        """Received less forwarded, in fen; the gifts are part of it."""
        return sum(one.amount for one in self.received) - sum(one.amount for one in self.remitted)

    @property
    def dues_in_hand(self) -> int:
        """What is in hand beside the large gifts."""
        return self.in_hand - sum(gift.amount for gift in self.gifts)


def till_above(connection: Connection, branches: Sequence[Branch], node: Branch, on: date) -> TillAbove:
    """What a superior received from below up to a day, and forwarded. A branch's dues went to whom it named, if that is
    one above it in the book; else to its superior.
    """
    beneath = [branch for branch in under(branches, node) if branch != node]
    by_id = {branch.id: branch for branch in beneath}
    known = name_in_tree(branches, people.former_names(connection))
    collected = dues.collected_sums(connection, by_id, on)
    received, forwarded = defaultdict[int, list[Remittance]](list), defaultdict[int, int](int)
    for one in dues.remittances_of(connection, [node.id, *by_id]):
        if one.remitted_on > on:
            continue
        forwarded[one.branch_id] += one.amount
        if one.branch_id != node.id and (to := _sent_to(branches, by_id[one.branch_id], one, known)):
            received[to.id].append(one)
    remitted = [one for one in dues.remittances_of(connection, [node.id]) if one.remitted_on <= on]
    tills = [
        BranchTill(
            branch, collected.get(branch.id, 0) + sum(one.amount for one in received[branch.id]), forwarded[branch.id]
        )
        for branch in beneath
    ]
    gone = {one.receipt for one in remitted}
    gifts = [
        replace(one, receipt=f"{by_id[one.branch_id].name} {one.receipt}") for one in received[node.id] if one.receipt
    ]
    return TillAbove(
        tuple(received[node.id]),
        tuple(remitted),
        tuple(tills),
        tuple(gift for gift in gifts if gift.receipt not in gone),
    )


def _sent_to(branches: Sequence[Branch], branch: Branch, sent: Remittance, known: dict[str, str]) -> Branch | None:
    """Who above a branch got what it forwarded; None where it stands at the top."""
    above = lineage(branches, branch)[1:]
    name = known.get(sent.sent_to, sent.sent_to)
    return next((one for one in above if one.name == name), above[0] if above else None)
