"""Reading the log, taking an entry back, checking the book against it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from partyday.errors import Conflict, NotFound
from partyday.i18n import _
from partyday.model.anchors import Anchor
from partyday.model.codes import BranchKind
from partyday.model.people import Branch
from partyday.model.watching import Watch, unwatched
from partyday.services.desk import Desk
from partyday.services.lookup import find_person
from partyday.store import days, filings, log
from partyday.store.book import Unit
from partyday.store.chain import Change, read_beside
from partyday.store.connection import BOOKS_OWN, Connection
from partyday.store.log import LogEntry
from partyday.words.log import record_name


def newest(desk: Desk, limit: int) -> list[log.Entered]:
    """The last entries, newest first.

    Where each branch has a chain, those of the branch that is chosen. Raises Ambiguous where none is.
    """
    with desk.reading() as connection:
        chain_id, began, past_id = _chain(connection, desk)
        found = log.newest(connection, limit, chain_id)
        if not began or len(found) == limit:
            return found
        since, _head = log.gate(connection, past_id)
        common = log.newest(connection, limit + since - began, past_id)
        return [*found, *(told for told in common if told.entry.id <= began)][:limit]


class EnteredIn(NamedTuple):
    """An act with the number of rows it changed, and the names of the branches it is of."""

    entry: LogEntry
    rows: int
    branches: list[str]


def newest_of_all(desk: Desk, limit: int) -> list[EnteredIn] | None:
    """The last acts of all branches; None where there is one chain, or a branch was chosen."""
    with desk.reading() as connection:
        if not log.is_parted(connection) or desk.branch_name is not None or _only(desk):
            return None
        names = {branch.id: branch.name for branch in desk.branches}
        return [
            EnteredIn(act.entry, act.rows, [names.get(branch, "") for branch in act.branches])
            for act in log.newest_of_all(connection, limit)
        ]


def _only(desk: Desk) -> bool:
    return sum(branch.kind is BranchKind.BRANCH for branch in desk.branches) == 1


def _chain(connection: Connection, desk: Desk) -> log.Stands:
    """The chain the command is about, the number behind which it goes on by itself, and the chain before.

    Raises NotFound where this login does not see it.
    """
    if not log.is_parted(connection):
        return log.Stands(BOOKS_OWN, 0, BOOKS_OWN)
    stands = log.chain_of(connection, desk.node.id)
    if stands is None:
        raise NotFound(
            _("This login does not see the log of {branch}.").format(branch=desk.node.name),
            _("Name a branch that it was given with --branch."),
        )
    return stands


@dataclass(frozen=True)
class MemberLog:
    """What the log tells of one member, oldest first; `days` names the days that its marks are of.

    So many `earlier` entries are left out.
    """

    name: str
    entries: tuple[LogEntry, ...]
    days: Mapping[int, str]
    earlier: int = 0


def of_member(desk: Desk, who: str, last: int | None = None) -> MemberLog:
    """Every entry that concerns one member, or the last so many. Raises NotFound or Ambiguous."""
    with desk.reading() as connection:
        branch, person = find_person(connection, desk, who)
        refs = {day.id: day.ref for day in days.all_days(connection, branch.id)}
        entries = tuple(log.of_member(connection, person.id))
    shown = entries[-last:] if last else entries
    return MemberLog(person.name, shown, refs, len(entries) - len(shown))


class WholeLog(NamedTuple):
    """Every entry with what it changed, oldest first, as they are read; where the log stands, and the days by id."""

    head: Anchor
    entries: Iterator[LogEntry]
    days: Mapping[int, str]


@contextmanager
def whole(desk: Desk) -> Iterator[WholeLog]:
    """The whole log, while this is open."""
    with desk.reading() as connection:
        chain_id = _chain(connection, desk).chain_id
        number, head = log.gate(connection, chain_id)
        refs = {day.id: day.ref for branch in desk.branches for day in days.all_days(connection, branch.id)}
        yield WholeLog(Anchor(log.uid_of(connection, chain_id), number, head), log.entries(connection, chain_id), refs)


def to_undo(desk: Desk, number: int | None) -> LogEntry:
    """The entry that would be taken back: the one named, or the newest. Raises NotFound or Conflict."""
    with desk.reading() as connection:
        stands = _chain(connection, desk)
        chosen = log.last_to_undo(connection, stands.chain_id) if number is None else number
        entry = None if chosen is None else log.entry(connection, chosen, stands.of(chosen))
        if entry is None and number is None and stands.began:
            raise NotFound(
                _("{branch} has nothing to take back since each branch has its own numbers.").format(
                    branch=desk.node.name
                ),
                _("What is older is taken back by its number, as `partyday log` lists it."),
            )
        if entry is None:
            raise NotFound(_("There is no such entry to take back."), _("`partyday log` lists them."))
        if not entry.changes:
            raise Conflict(_("Entry {number} changed nothing: there is nothing to take back.").format(number=entry.id))
        if log.is_forgotten(connection, entry):
            raise Conflict(
                _("Entry {number} lost particulars of a member who was forgotten: it cannot be taken back.").format(
                    number=entry.id
                )
            )
        again = log.undone_by(connection, entry.id, stands.chain_id)
        if again is None and entry.chain_id != stands.chain_id:
            again = log.undone_by(connection, entry.id, entry.chain_id)
    if again:
        raise Conflict(_("Entry {number} was taken back by entry {again}.").format(number=entry.id, again=again))
    return entry


class Undone(NamedTuple):
    """The number of the entry that took one back, and the branches whose till is below nothing by it, in fen."""

    number: int
    overdrawn: Mapping[Branch, int]


def undo(desk: Desk, entry: LogEntry, reason: str = "") -> Undone:
    """Take an entry back, whole.

    Raises Conflict where its records were changed later, where a half of it is not seen, and where a branch would have
    paid out more than it took in and no reason is given.
    """
    with desk.writing(reason) as unit:
        halves = log.halves(unit.connection, entry)
        if len(halves) <= len(list(read_beside(entry.beside))):
            raise Conflict(
                _("Entry {number} stands in another branch too, which this login does not see.").format(
                    number=entry.id
                ),
                _("The superior of both branches takes it back."),
            )
        changes = [change for half in halves for change in half.changes]
        before = _tills(unit, desk, changes)
        touched = log.replay_backwards(unit, halves)
        if touched:
            raise Conflict(
                _("Entry {number} cannot be taken back: {row} was changed later.").format(
                    number=entry.id, row=_row(touched)
                ),
                _("Take the later entries back first, newest first: `partyday log` lists them."),
            )
        lower = {branch: has for branch, has in _tills(unit, desk, changes).items() if has < min(before[branch], 0)}
        for branch, in_hand in lower.items():
            _refuse_overdrawn(branch, in_hand, reason)
        return Undone(unit.entry_id, lower)


#: The tables whose rows are money in a branch's till.
_MONEY = ("payment", "remittance")


def _tills(unit: Unit, desk: Desk, changes: Sequence[Change]) -> dict[Branch, int]:
    """The branches whose money these changes moved, and what each has in hand, in fen.

    What was forwarded is those above them's too. So may be what was paid, where a ledger that came in says otherwise.
    """
    moved: dict[str, set[int]] = {table: set() for table in _MONEY}
    for change in changes:
        if change.table in moved:
            moved[change.table].add(json.loads(change.after or change.before or "{}").get("branch_id"))
    keys = set().union(*moved.values())
    if not keys:
        return {}
    from partyday.services.branches import lineage
    from partyday.services.dues.remitting import till

    ledgers = filings.filed(unit.connection, list(moved["payment"]), ["dues-ledger"])
    upwards = moved["remittance"] | {filing.branch_id for filing in ledgers if filing.received_on}
    # The till of a superior is what all below it have forwarded.
    branches = desk.branches if upwards or not keys <= {one.id for one in desk.tree} else desk.tree
    keys |= {above.id for one in branches if one.id in upwards for above in lineage(branches, one)}
    return {one: till(unit.connection, branches, one).in_hand for one in branches if one.id in keys}


def _refuse_overdrawn(branch: Branch, in_hand: int, reason: str) -> None:
    from partyday.services.dues.remitting import refuse_overdrawn

    refuse_overdrawn(branch, in_hand, reason)


def verify(desk: Desk, watch: Watch = unwatched) -> list[str]:
    """Everything in which the book and its log do not agree, in sentences; nothing where all is well."""
    from partyday.store import checking

    with desk.reading() as connection:
        found = [_fault(fault.kind, fault.what) for fault in checking.faults(connection, watch)]
    return found if found else _altered_files(desk)


def _altered_files(desk: Desk) -> list[str]:
    """The pictures and scans whose files are not what they were. Where one is not here nothing is said of it."""
    from partyday.services.attachments import every

    return [
        _("The file {name} is not what it was: {path}").format(name=attached.attachment.name, path=attached.path)
        for attached in every(desk)
        if attached.whole is False
    ]


def _fault(kind: str, what: str) -> str:
    """A fault of the book as a sentence."""
    sentence = {
        "damage": _("The database is damaged: {what}"),
        "added": _("The database holds what belongs to no book: {what}"),
        "missing": _("The database lacks a part: {what}"),
        "book": _("The table {what} does not hold the one row that belongs there."),
        "reference": _("A record refers to something that is not there: {what}"),
        "link": _("Log entry {what} does not follow from the one before it."),
        "row": _("The record {what} was changed past partyday."),
        "value": _("The record {what} holds a value that partyday does not know."),
        "paper": _("What was filed is not what its hash says: {what}"),
        "dates": _("The dates of the record {what} contradict each other, or those of another."),
        "sums": _("The figures of the record {what} contradict each other."),
    }[kind]
    return sentence.format(what=_row(what) if kind in ("row", "value", "paper", "dates", "sums") else what)


def _row(named: str) -> str:
    """`mark 3/7` in the words of the screen."""
    table, _space, key = named.partition(" ")
    return f"{record_name(table)} {key}"
