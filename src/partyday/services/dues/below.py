"""What those under a superior remitted, by the records of this book or by the ledgers they filed. Amounts are fen.

Only reads. Money goes to whom the remittance names where that is a superior of the branch, else to the nearest one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from partyday.forms.remittances import money_in
from partyday.model.archive import unpack
from partyday.model.codes import BranchKind
from partyday.model.dues import Forwarded, MoneyOfYear, Remittance
from partyday.model.people import Branch
from partyday.services.branches import lineage, under
from partyday.services.names import name_in_tree
from partyday.store import dues, filings, people
from partyday.store.connection import Connection


@dataclass(frozen=True)
class OneBelow:
    """A branch, or a superior in between, under a superior. `money` is None where neither records nor a ledger tell.

    `received` is what of it came to the superior that is looked from.
    """

    branch: Branch
    money: MoneyOfYear | None
    received: tuple[Forwarded, ...] = ()
    by_ledger: bool = False


@dataclass(frozen=True)
class Below:
    """Everybody under a superior in the order of the tree, and the superior's own money."""

    superior: Branch
    every: tuple[OneBelow, ...]
    own: MoneyOfYear

    @property
    def gifts(self) -> tuple[Forwarded, ...]:
        """The large gifts it received and has not forwarded yet; their receipts are told with who gave them."""
        gone = {one.receipt for one in self.own.forwarded}
        told = [
            replace(one, receipt=f"{below.branch.name} {one.receipt}")
            for below in self.every
            for one in below.received
            if one.receipt
        ]
        return tuple(one for one in told if one.receipt not in gone)

    @property
    def remitting(self) -> tuple[OneBelow, ...]:
        """Those who remit to it: who stand right under it, and who remitted to it past another."""
        return tuple(one for one in self.every if one.branch.parent_id == self.superior.id or one.received)


def money_below(
    connection: Connection, branches: Sequence[Branch], superior: Branch, today: date, year: int | None = None
) -> Below:
    """Who took in, forwarded and has what under a superior up to today; of one year, or of all the time."""
    since = date(year, 1, 1) if year else date.min
    until = min(today, date(year, 12, 31)) if year else today
    beneath = [branch for branch in under(branches, superior) if branch != superior]
    every = sorted(beneath, key=lambda branch: [one.id for one in reversed(lineage(branches, branch))])
    keys = [branch.id for branch in (*every, superior)]
    took_in = dues.collected_in(connection, keys, since, until)
    before = dues.collected_in(connection, keys, date.min, since - timedelta(days=1)) if year else {}
    forwarded: dict[int, list[Forwarded]] = {}
    for remittance in dues.remittances_of(connection, keys, until):
        forwarded.setdefault(remittance.branch_id, []).append(_forwarded(remittance))
    ledgers, names = _by_ledger(connection, beneath), name_in_tree(branches, people.former_names(connection))
    found: dict[int, OneBelow] = {}
    flows: list[tuple[Branch, int, Forwarded]] = []
    # From the lowest up: what a superior in between took in is what those under it remitted.
    for branch in (*reversed(every), superior):
        sent = forwarded.get(branch.id, [])
        came = [one for _from, key, one in flows if key == branch.id]
        recorded = branch == superior or bool(sent) or branch.id in took_in or branch.id in before
        if recorded or (came and branch.id not in ledgers):
            early = sum(one.amount for one in came if one.on < since)
            carried = before.get(branch.id, 0) + early - sum(one.amount for one in sent if one.on < since)
            came_in = took_in.get(branch.id, 0) + sum(one.amount for one in came) - early
            money = MoneyOfYear(carried, came_in, tuple(one for one in sent if one.on >= since))
            found[branch.id] = OneBelow(branch, money)
        else:
            years = ledgers.get(branch.id, {})
            sent = [one for of_year in years.values() for one in of_year.forwarded if one.on <= until]
            of_ledger = years.get(year) if year else _together(years)
            found[branch.id] = OneBelow(branch, of_ledger, by_ledger=of_ledger is not None)
        flows += [(branch, _to(branches, branch, one, names), one) for one in sent]
    received: dict[int, list[Forwarded]] = {}
    for of, key, one in flows:
        if key == superior.id and one.on >= since:
            received.setdefault(of.id, []).append(one)
    own = found[superior.id].money
    assert own is not None
    return Below(
        superior,
        tuple(_with(found[branch.id], received.get(branch.id, [])) for branch in every),
        own,
    )


def _forwarded(remittance: Remittance) -> Forwarded:
    return Forwarded(remittance.remitted_on, remittance.amount, remittance.sent_to, remittance.receipt, remittance.note)


def _with(one: OneBelow, received: Sequence[Forwarded]) -> OneBelow:
    return OneBelow(one.branch, one.money, tuple(received), one.by_ledger)


def _to(branches: Sequence[Branch], branch: Branch, forwarded: Forwarded, names: Mapping[str, str]) -> int:
    """Whose till a remittance came into, 0 where there is nobody above; `names` has those borne before too."""
    above = lineage(branches, branch)[1:]
    to = names.get(forwarded.to, forwarded.to)
    return next((one.id for one in above if one.name == to), above[0].id if above else 0)


def _by_ledger(connection: Connection, beneath: Sequence[Branch]) -> dict[int, dict[int, MoneyOfYear]]:
    """Branch → year → what its ledger says that it filed and this book took in, the last one of each year."""
    found: dict[int, dict[int, MoneyOfYear]] = {}
    for filing in filings.filed(connection, [branch.id for branch in beneath], ["dues-ledger"]):
        if filing.received_on and not filing.of_member:
            found.setdefault(filing.branch_id, {})[filing.period.first.year] = money_in(unpack(filing.content))
    return found


def _together(years: Mapping[int, MoneyOfYear]) -> MoneyOfYear | None:
    """Several years as one, None of no year."""
    if not years:
        return None
    return MoneyOfYear(
        years[min(years)].carried,
        sum(one.took_in for one in years.values()),
        tuple(one for year in sorted(years) for one in years[year].forwarded),
    )


def money_of_branch(connection: Connection, branch: Branch, today: date, year: int) -> MoneyOfYear:
    """What a 党支部 took in and forwarded in a year, by its records."""
    assert branch.kind is BranchKind.BRANCH
    since, until = date(year, 1, 1), min(today, date(year, 12, 31))
    every = dues.remittances_of(connection, [branch.id], until)
    early = sum(one.amount for one in every if one.remitted_on < since)
    before = dues.collected_in(connection, [branch.id], date.min, since - timedelta(days=1)).get(branch.id, 0)
    return MoneyOfYear(
        before - early,
        dues.collected_in(connection, [branch.id], since, until).get(branch.id, 0),
        tuple(_forwarded(one) for one in every if one.remitted_on >= since),
    )
