"""What a branch took in and what it forwarded to its superior. Amounts are fen."""

from dataclasses import dataclass
from datetime import date

from partyday.errors import Conflict
from partyday.i18n import _
from partyday.model.dues import Payment, Remittance
from partyday.model.money import yuan
from partyday.model.people import Branch
from partyday.services.desk import Desk
from partyday.services.lookup import refuse_future
from partyday.store import dues
from partyday.store.connection import Connection


@dataclass(frozen=True)
class Till:
    """What a branch took in and forwarded. `in_hand` is what it still holds."""

    collected: tuple[Payment, ...]
    remitted: tuple[Remittance, ...]

    @property
    def in_hand(self) -> int:
        """Collected less forwarded, in fen."""
        received = sum(payment.amount for payment in self.collected)
        return received - sum(remittance.amount for remittance in self.remitted)


def till(connection: Connection, branch: Branch) -> Till:
    """What a branch took in and forwarded."""
    return Till(tuple(dues.collected(connection, branch.id)), tuple(dues.remittances(connection, branch.id)))


def till_of(desk: Desk) -> Till:
    """What a branch took in and forwarded."""
    with desk.reading() as connection:
        return till(connection, desk.branch)


def remit(desk: Desk, on: date, amount: int | None, sent_to: str, note: str = "") -> tuple[Remittance, int]:
    """Record what was forwarded to the superior; without `amount`, all that is in hand.

    Gives the remittance and what is in hand afterwards, in fen. Raises Conflict for more than is in hand, or where
    nothing is.
    """
    with desk.writing(note) as unit:
        refuse_future(on, desk.today)
        in_hand = till(unit.connection, desk.branch).in_hand
        given = in_hand if amount is None else amount
        if not 0 < given <= in_hand:
            raise Conflict(
                _("{in_hand} yuan are in hand: {amount} cannot be forwarded.").format(
                    in_hand=yuan(in_hand), amount=yuan(given)
                ),
                _("`partyday dues ledger` shows what was collected and forwarded."),
            )
        remittance = Remittance(
            id=unit.next_id(Remittance),
            branch_id=desk.branch.id,
            remitted_on=on,
            amount=given,
            sent_to=sent_to,
            note=note,
        )
        unit.insert(remittance)
    return remittance, in_hand - given
