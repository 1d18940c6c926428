"""Joining a branch's own file to a school's book that already has the branch, empty: whether it may be, and what came.

Everything that stands against it is told at once, before anything is written. How it is written: store.joining.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from partyday.errors import Conflict
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind
from partyday.model.members import Member, Record
from partyday.model.people import Branch
from partyday.model.watching import Watch
from partyday.services.beginnings import beginnings, since_of
from partyday.services.branches import lineage, policy_of, recurrence_of
from partyday.services.desk import Desk
from partyday.services.names import choose_branch
from partyday.store import days, joining, log, people
from partyday.store.connection import Connection
from partyday.store.joining import FileLog, Joined, KnownFile
from partyday.store.owners import NOBODY
from partyday.store.places import shown
from partyday.store.records import as_row
from partyday.words.log import record_name
from partyday.words.typed import as_typed


@dataclass(frozen=True)
class JoinedBranch:
    """A file that was joined to a branch of the book, and what to look at: sentences in `told`.

    `joined` is None where all the file holds was there already; `number` is the entry that joined it.
    """

    branch: str
    file: FileLog
    number: int
    joined: Joined | None
    told: tuple[str, ...] = ()


def join(file: Desk, school: Desk, watch: Watch) -> JoinedBranch:
    """Join the branch of a file to the branch that the other desk is about.

    Raises NotFound or Ambiguous where either is not one branch, Conflict for all that stands against it.
    """
    with file.reading() as source, school.reading() as book:
        if source.sight() is not None:
            raise Conflict(
                _("This login sees only a part of the book {place}.").format(place=shown(file.store.place)),
                _("The owner of the book copies it whole."),
            )
        if log.is_parted(source):
            raise Conflict(
                _("{file} is a school's book: each branch has a chain of its own in it.").format(
                    file=shown(file.store.place)
                ),
                _("Copy it whole, to where no book is: `partyday copy --help` says how."),
            )
        _refuse_several(file)
        target = school.branch
        known = _known(source, book, file, target)
        if known and known.undone is None:
            return JoinedBranch(target.name, joining.log_of(source), known.joined, None)
        gates = {NOBODY, target.id} if log.is_parted(book) else set()
    with file.reading() as source, school.holding(gates).writing() as unit:
        own = choose_branch(file.branches, None)
        connection = unit.connection
        branches = people.branches(connection)
        target = choose_branch(branches, target.name)
        known = _known(source, connection, file, target)
        there = list(joining.holidays_of(source))
        kept = {holiday["day"]: holiday for holiday in joining.holidays_of(connection)}
        problems = [
            *_of_file(file, own),
            *_open_days(source, own),
            *_of_target(connection, target, own, school.today),
            *_of_policy(file, own, branches, target),
            *(
                _("The notices of holidays differ: {date}.").format(date=row["day"])
                for row in there
                if row["day"] in kept and kept[row["day"]]["working"] != row["working"]
            ),
        ]
        told = list(_of_members(source, connection, branches, school.today, problems))
        if problems:
            raise Conflict(
                _("{file} cannot be joined to {branch}. {problems}").format(
                    file=shown(file.store.place), branch=target.name, problems=" ".join(problems)
                ),
                _("Nothing was written. Settle this and repeat the command."),
            )
        if own.name != target.name:
            told.append(_("In the file the branch is called {name}.").format(name=own.name))
        after = _after(source, file, own, branches, target)
        before, changed = as_row(target), as_row(after)
        of = joining.Branches(own.id, before, changed)
        new = [row for row in there if row["day"] not in kept]
        with joining.files_brought(source, file.store.place, unit, school.store.place) as (count, absent):
            joined = joining.join(unit, source, of, new, known, watch)._replace(files=count, absent=absent)
            return JoinedBranch(target.name, joined.file, joined.number, joined, tuple(told))


def _refuse_several(file: Desk) -> None:
    """Raises Conflict where the file is of more than one branch."""
    several = [branch.name for branch in file.branches if branch.kind is BranchKind.BRANCH]
    if len(several) > 1:
        raise Conflict(
            _("{file} holds several branches: {names}.").format(file=shown(file.store.place), names=listed(several)),
            _("The own file of one branch is joined; this one is copied whole, to where no book is."),
        )


def _known(source: Connection, book: Connection, file: Desk, target: Branch) -> KnownFile | None:
    """What the book knows of the file. Raises Conflict where that is another past, or more or less than the file has
    while the file is joined.
    """
    own = joining.log_of(source)
    known = joining.known_of(book, own.uid)
    if known is None:
        return None
    place = shown(file.store.place)
    if not known.chain_id:
        raise Conflict(
            _("The book is a copy of {file}: there is nothing to join.").format(file=place),
            _("Work in one of the two from now on."),
        )
    if known.branch_id != target.id:
        raise Conflict(
            _("{file} was joined to another branch already.").format(file=place), _("Name that branch with --branch.")
        )
    if own.entries < known.entries:
        raise Conflict(
            _("{file} ends at entry {last}, and the book has its entries up to {until}: it is an older copy.").format(
                file=place, last=own.entries, until=known.entries
            ),
            _("Nothing was written. Name the newest file."),
        )
    if joining.hash_at(source, known.entries) != known.head:
        raise Conflict(
            _("{file} does not have the past that was joined: its log was written anew.").format(file=place),
            _("Nothing was written. Look at it with partyday verify --against."),
        )
    if own.entries > known.entries and known.undone is None:
        raise Conflict(
            _(
                "{file} went on after it was joined: its entries {first} to {last} are not in the book, which has gone "
                "on by itself."
            ).format(file=place, first=known.entries + 1, last=own.entries),
            _(
                "Nothing was written. Enter them in the book, or take the joining back first, where nothing was "
                "written there since: partyday undo {number} --branch {branch}"
            ).format(number=known.joined, branch=as_typed(target.name)),
        )
    return known


def _of_file(file: Desk, own: Branch) -> Iterator[str]:
    """What a file holds that is no branch's own."""
    with file.reading() as source:
        line = {above.id for above in lineage(file.branches, own)}
        for branch in file.branches:
            if branch.id == own.id:
                continue
            if branch.id not in line:
                yield _("The file holds {branch} too.").format(branch=branch.name)
                continue
            kept = joining.own_records(source, branch.id).keys() - {"tenure", "theme", "filing"}
            if kept:
                yield _("The file holds records of {branch}: {records}.").format(
                    branch=branch.name, records=listed(map(record_name, sorted(kept)))
                )


def _open_days(source: Connection, own: Branch) -> Iterator[str]:
    """The roll-calls that are not over."""
    open_days = [
        day for day in days.all_days(source, own.id) if day.marked and not day.closed_on and not day.cancelled_on
    ]
    for day in open_days:
        yield _("The roll-call of {date} is open: partyday day close {date}").format(date=day.ref)


def _of_target(connection: Connection, target: Branch, own: Branch, today: date) -> Iterator[str]:
    """What the branch has already in the book."""
    if target.is_dissolved(today):
        yield _("{branch} is dissolved.").format(branch=target.name)
    records = joining.own_records(connection, target.id)
    if records:
        yield _("{branch} has records of its own already: {records}.").format(
            branch=target.name,
            records=listed(f"{record_name(table)} {count}" for table, count in sorted(records.items())),
        )
    if target.policy and own.policy:
        yield _("{branch} has a policy of its own already, and so has the file.").format(branch=target.name)


def _of_policy(file: Desk, own: Branch, branches: Sequence[Branch], target: Branch) -> Iterator[str]:
    """Another policy than the branch would go by in the book."""
    if own.policy:
        return  # which comes along
    one, other = policy_of(file.branches, own), policy_of(branches, target)
    if one.edition != other.edition:
        yield _(
            "The file goes by the policy {one}, the book by {other}: give the branch its own in the file, which comes "
            "along: partyday policy set {name} --branch {branch}"
        ).format(one=one.edition, other=other.edition, name=as_typed(one.name), branch=as_typed(own.name))


def _of_members(
    source: Connection, connection: Connection, branches: Sequence[Branch], today: date, problems: list[str]
) -> Iterator[str]:
    """Who of the file is in the book already; who belongs to a branch in both with one number is a problem."""
    names = {branch.id: branch.name for branch in branches}
    for record in people.records(source).values():
        member = record.member
        alike = people.alike(connection, member.name, member.staff_number, member.id_number)
        same = [other for other in alike if _is_same(member, other)]
        others = people.records(connection, [other.id for other in same]) if same else {}
        for other in others.values():
            where = listed(names[membership.branch_id] for membership in other.memberships[-1:])
            if _belongs(record, today) and _belongs(other, today) and _number(member, other.member):
                sentence = _("{name} ({number}) belongs to {branch} in the book already.")
                if other.member.name != member.name:
                    sentence = _("{name} has the number {number}, in the book that of {other} in {branch}.")
                problems.append(
                    sentence.format(
                        name=member.name,
                        number=_number(member, other.member),
                        other=other.member.name,
                        branch=where,
                    )
                )
            else:
                yield _("{name} is in the book already, as one of {branch}: see `partyday member merge`.").format(
                    name=member.name, branch=where
                )


def _number(one: Member, other: Member) -> str:
    """The staff number that two have in common, or else the end of the ID number."""
    if one.staff_number and one.staff_number == other.staff_number:
        return one.staff_number
    return f"…{one.id_number[-4:]}" if one.id_number and one.id_number == other.id_number else ""


def _is_same(one: Member, other: Member) -> bool:
    return bool(_number(one, other)) or (one.name == other.name and one.joined_on == other.joined_on)


def _belongs(record: Record, today: date) -> bool:
    return any(membership.until is None or membership.until > today for membership in record.memberships)


def _after(source: Connection, file: Desk, own: Branch, branches: Sequence[Branch], target: Branch) -> Branch:
    """The branch of the book as it is with what the file says of it."""
    begins = since_of(file.branches, own)
    if begins is None:
        begins = min(beginnings(source, file.branches, [own], file.today)[own.id])
    recurrence = recurrence_of(file.branches, own)
    return replace(
        target,
        kind=BranchKind.BRANCH,
        policy=own.policy or target.policy,
        recurrence=target.recurrence if recurrence == recurrence_of(branches, target) else recurrence,
        secretary=own.secretary or target.secretary,
        organiser=own.organiser or target.organiser,
        since=begins if target.since is None else min(target.since, begins),
        until=own.until,
    )
