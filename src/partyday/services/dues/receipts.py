"""The numbers of receipts (收据): for each branch and year in a row without gaps, and none is given twice.

A number is a row of its own. Undo takes the row away, and the log still knows the key: so a number whose payment was
undone is never free again, and is listed as void. Books made before numbers had rows kept them in the payments alone:
there the log of the payments knows. Amounts are fen.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count

from partyday.errors import Conflict
from partyday.i18n import _
from partyday.model.dues import Payment, Receipt
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services.desk import Desk
from partyday.store import dues, log, people
from partyday.store.book import Unit
from partyday.store.chain import Values
from partyday.store.connection import Connection

#: A number of the branch's own series: year and place in it.
_OF_SERIES = re.compile(r"(\d{4})-(\d{5,})")
#: So many numbers at once are looked up in the log; more are only asked for where as many in a row are void.
_AT_ONCE = 20


class ReceiptNumbers:
    """Gives a branch's receipts their numbers, within one unit of work."""

    def __init__(self, unit: Unit, branch: Branch) -> None:
        self.unit = unit
        self.branch = branch
        self._used = dues.receipts_in_use(unit.connection, branch.id) | _undone(unit.connection, branch).keys()
        self._of_year = cache(self._series)

    def issue(self, payer: str, on: date, amount: int, wanted: str = "") -> str:
        """The number of the receipt over `amount`: the one `wanted`, or the next of the year of `on`.

        Raises Conflict for one that is in use or was, and for one of the series that is not the next: a gap.
        """
        number = self._taken(wanted) if wanted else next(self._of_year(on.year))
        self._used.add(number)
        self.unit.insert(
            Receipt(branch_id=self.branch.id, number=number, payer=payer, issued_on=on, amount=amount),
        )
        return number

    def _taken(self, wanted: str) -> str:
        if wanted in self._used or _ever_given(self.unit.connection, self.branch, [wanted]):
            raise Conflict(
                _("The receipt {number} was given already.").format(number=wanted),
                _("A number is never given twice: leave --receipt out, and the next one is taken."),
            )
        series = _OF_SERIES.fullmatch(wanted)
        if series and (following := next(self._of_year(int(series[1])))) != wanted:
            raise Conflict(
                _("{number} would leave a gap: the next receipt is {following}.").format(
                    number=wanted, following=following
                ),
                _("Leave --receipt out, and it is taken."),
            )
        return wanted

    def _series(self, year: int) -> Iterator[str]:
        begin = max((_place(number, year) for number in self._used), default=0) + 1
        for first in count(begin, _AT_ONCE):
            batch = [f"{year}-{place:05}" for place in range(first, first + _AT_ONCE)]
            given = _ever_given(self.unit.connection, self.branch, batch)
            yield from (number for number in batch if number not in given)


def _place(number: str, year: int) -> int:
    """Which place a number has in the series of a year; 0 where it is not of it."""
    series = _OF_SERIES.fullmatch(number)
    return int(series[2]) if series and int(series[1]) == year else 0


def _ever_given(connection: Connection, branch: Branch, numbers: Sequence[str]) -> set[str]:
    """Those of these numbers that the branch gave at some time, undone or not."""
    keys = {f"{branch.id}/{number}": number for number in numbers}
    return {keys[key] for key in log.change_counts(connection, "receipt", list(keys))}


def _undone(connection: Connection, branch: Branch) -> dict[str, list[Values]]:
    """The numbers of receipts of a branch's payments that were undone → the rows of these payments."""
    payments: dict[str, list[Values]] = {}
    for row in log.taken_away(connection, "payment"):
        if row["branch_id"] == branch.id and row["receipt"]:
            payments.setdefault(row["receipt"], []).append(row)
    return payments


@dataclass(frozen=True, kw_only=True)
class Issued:
    """One receipt in the list: its payments, or none where it is `void`. `member_number` is that of the roster."""

    number: str
    on: date
    payer: str
    amount: int
    payments: tuple[Payment, ...] = ()
    member_number: int | None = None

    @property
    def months(self) -> list[Month]:
        """The months it is for, in order."""
        return sorted(payment.for_month for payment in self.payments if payment.for_month)

    @property
    def collector(self) -> str:
        """Who took the money in."""
        return self.payments[0].collector if self.payments else ""

    @property
    def void(self) -> bool:
        """Whether its payment was undone."""
        return not self.payments


def receipts(desk: Desk, period: Period | None = None) -> list[Issued]:
    """The receipts of a branch in a period (None: all), by number; the void ones among them."""
    with desk.reading() as connection:
        found = list(_in_use(connection, desk.branch, desk.today))
        found += _void(connection, desk.branch, {receipt.number for receipt in found})
    chosen = [receipt for receipt in found if period is None or period.contains(receipt.on)]
    return sorted(chosen, key=lambda receipt: receipt.number)


def _in_use(connection: Connection, branch: Branch, today: date) -> Iterator[Issued]:
    payments: dict[str, list[Payment]] = {}
    for payment in dues.collected(connection, branch.id):
        if payment.receipt:
            payments.setdefault(payment.receipt, []).append(payment)
    payers = {person.id: person for _id, person in people.rosters(connection, [branch.id], today, ended=True)}
    # Who paid here may have no membership of this branch any more.
    strangers = {payment.member_id for together in payments.values() for payment in together} - payers.keys()
    names = people.names(connection, strangers) if strangers else {}
    for number, together in payments.items():
        first = together[0]
        payer = payers.get(first.member_id)
        yield Issued(
            number=number,
            on=first.paid_on,
            payer=payer.name if payer else names[first.member_id],
            amount=sum(payment.amount for payment in together),
            payments=tuple(together),
            member_number=payer.number if payer else None,
        )


def _void(connection: Connection, branch: Branch, in_use: Collection[str]) -> Iterator[Issued]:
    """The numbers that were given and whose payment was undone."""
    with_row = {row["number"]: row for row in log.gone(connection, "receipt", f"{branch.id}/")}
    for number, row in with_row.items():
        yield Issued(number=number, on=row["issued_on"], payer=row["payer"], amount=row["amount"])
    without = {
        number: rows
        for number, rows in _undone(connection, branch).items()
        if number not in with_row and number not in in_use
    }
    names = people.names(connection, {row["member_id"] for rows in without.values() for row in rows}) if without else {}
    for number, rows in without.items():
        paid = {row["id"]: row for row in rows}.values()  # undone twice it is still one payment
        yield Issued(
            number=number,
            on=rows[0]["paid_on"],
            payer=names.get(rows[0]["member_id"], ""),
            amount=sum(row["amount"] for row in paid),
        )
