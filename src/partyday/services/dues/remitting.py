"""What a branch took in and what it forwarded to its superior. Amounts are fen."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from partyday.errors import Conflict, NotFound
from partyday.i18n import _
from partyday.model.codes import BranchKind
from partyday.model.dues import Forwarded, Payment, Remittance
from partyday.model.frozen import frozen
from partyday.model.money import yuan
from partyday.model.people import Branch
from partyday.rules.parameters import LARGE_VOLUNTARY
from partyday.rules.policy.reader import Policy
from partyday.services.branches import policy_of
from partyday.services.desk import Desk
from partyday.services.dues.below import money_below
from partyday.services.lookup import refuse_future
from partyday.store import dues
from partyday.store.connection import Connection


@frozen
class Till:
    """What a branch took in and forwarded. `gifts` are the large ones that are still to be forwarded, each apart.

    A superior collects nothing: `received`, in fen, is what those under it remitted to it.
    """

    collected: tuple[Payment, ...]
    remitted: tuple[Remittance, ...]
    gifts: tuple[Payment | Forwarded, ...] = ()
    received: int = 0

    @property
    def in_hand(self) -> int:
        """What came in less what was forwarded, in fen; the gifts are part of it."""
        came_in = self.received + sum(payment.amount for payment in self.collected)
        return came_in - sum(remittance.amount for remittance in self.remitted)

    @property
    def dues_in_hand(self) -> int:
        """What is in hand beside the large gifts."""
        return self.in_hand - sum(gift.amount for gift in self.gifts)


def till(connection: Connection, branches: Sequence[Branch], branch: Branch) -> Till:
    """What a branch took in and forwarded."""
    if branch.kind is not BranchKind.BRANCH:
        below = money_below(connection, branches, branch, date.max)
        remitted = tuple(dues.remittances(connection, branch.id))
        return Till((), remitted, gifts=below.gifts, received=below.own.took_in)
    plain = Till(tuple(dues.collected(connection, branch.id)), tuple(dues.remittances(connection, branch.id)))
    return replace(plain, gifts=tuple(_gifts(plain, policy_of(branches, branch))))


def _gifts(plain: Till, policy: Policy) -> Iterator[Payment]:
    """The large gifts still to be forwarded, oldest first, each less what was given back of it.

    What was given back is taken off the smaller voluntary payments first. An older gift than the cash in hand covers
    went with other money, before gifts were forwarded apart.
    """
    gone = {remittance.receipt for remittance in plain.remitted}
    voluntary = [payment for payment in plain.collected if payment.for_month is None]
    returned: defaultdict[int, int] = defaultdict(int)
    for payment in voluntary:
        if not _is_large(payment, policy):
            returned[payment.member_id] -= payment.amount
    found, left = [], plain.in_hand
    for gift in reversed([payment for payment in voluntary if _is_large(payment, policy)]):
        off = min(gift.amount, max(0, returned[gift.member_id]))
        returned[gift.member_id] -= off
        if gift.receipt not in gone and 0 < gift.amount - off <= left:
            found.append(replace(gift, amount=gift.amount - off))
            left -= gift.amount - off
    return reversed(found)


def _is_large(payment: Payment, policy: Policy) -> bool:
    return payment.amount >= policy.at(LARGE_VOLUNTARY, payment.paid_on).value


def refuse_overdrawn(branch: Branch, in_hand: int, reason: str) -> None:
    """Raises Conflict where more went out of a branch's till than came in and nobody said why."""
    if in_hand < 0 and not reason.strip():
        raise Conflict(
            _("{branch} would have {amount} yuan in hand.").format(branch=branch.name, amount=yuan(in_hand)),
            _("If that is so, say why, such as --reason 由上级垫付."),
        )


def remit(
    desk: Desk, on: date, amount: int | None, sent_to: str, note: str = "", receipt: str = ""
) -> tuple[tuple[Remittance, ...], int]:
    """Record what was forwarded to the superior; without `amount`, all that is in hand: large gifts each apart.

    With `receipt`, the one gift of that receipt. Gives the remittances and what is in hand afterwards, in fen. Raises
    Conflict for more than is in hand, or where nothing is, NotFound where no such gift is in hand.
    """
    with desk.writing(note) as unit:
        refuse_future(on, desk.today)
        before = till(unit.connection, desk.tree, desk.node)
        parts = _to_forward(before, amount, receipt)
        made = tuple(
            Remittance(
                id=unit.next_id(Remittance),
                branch_id=desk.node.id,
                remitted_on=on,
                amount=part,
                sent_to=sent_to,
                note=note,
                receipt=gift,
            )
            for part, gift in parts
        )
        unit.insert(*made)
    return made, before.in_hand - sum(part for part, _gift in parts)


def _to_forward(before: Till, amount: int | None, receipt: str) -> list[tuple[int, str]]:
    """The amounts that are forwarded, each with the receipt of the gift it is (empty: dues)."""
    gifts = [(gift.amount, gift.receipt) for gift in before.gifts if receipt in ("", gift.receipt)]
    if receipt:
        if not gifts:
            raise NotFound(
                _("No large gift with the receipt {number} is in hand.").format(number=receipt),
                _("`partyday dues receipts` lists them."),
            )
        return gifts
    dues_in_hand = before.dues_in_hand
    if amount is None and dues_in_hand <= 0 and gifts and sum(part for part, _gift in gifts) <= before.in_hand:
        return gifts
    given = dues_in_hand if amount is None else amount
    if not 0 < given <= dues_in_hand:
        raise Conflict(
            _("{in_hand} yuan are in hand: {amount} cannot be forwarded.").format(
                in_hand=yuan(dues_in_hand), amount=yuan(given)
            ),
            _("`partyday dues ledger` shows what was collected and forwarded."),
        )
    return [(given, ""), *(gifts if amount is None else ())]
