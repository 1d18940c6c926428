"""Bringing in a roster: who is new, who changed, who stays the same, who is missing, and what cannot be taken.

Whom a row speaks of is for `identity` to say. What a roster does not say (a missing column, a blank cell) is left as
the book has it.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from partyday.errors import Ambiguous, PartydayError
from partyday.i18n import _, listed
from partyday.model.codes import BranchKind, BranchOffice, Circumstance
from partyday.model.members import PLAIN, DatedCircumstance, DatedStanding, Member, Membership, Record, RosterRow
from partyday.model.people import Branch, bare_number
from partyday.model.problems import Problem
from partyday.model.reading import Reading
from partyday.model.watching import Watch, unwatched
from partyday.services import columns, members
from partyday.services.branches import add_branch, superiors, usual_superior
from partyday.services.desk import Desk
from partyday.services.identity import OneRowEach, People, Rejected, double, fuller
from partyday.services.names import choose_branch
from partyday.services.offices import appoint, officers_on, recognise_officers, rename_officers
from partyday.store import people
from partyday.store.book import Unit
from partyday.store.chain import Change
from partyday.words.log import column_name, record_name
from partyday.words.typed import as_typed

#: So many rows are taken between two words to whoever watches.
_OFTEN = 200


class Verdict(StrEnum):
    """What the import makes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass
class RosterImport:
    """How an import went: a verdict and what changed for each good row, every problem, and all that is to be told.

    `absent` are the branch's present members who are not in the file, with their numbers.
    """

    verdicts: list[tuple[RosterRow, Verdict, str]] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    written: bool = False
    unread: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    absent: list[tuple[int, str]] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        """How many rows got that verdict."""
        return [got for _row, got, _what in self.verdicts].count(verdict)


def import_roster(
    desk: Desk,
    roster: Reading[RosterRow],
    *,
    since: date | None = None,
    partial: bool = False,
    create_branches: bool = False,
    dry_run: bool = False,
    watch: Watch = unwatched,
) -> RosterImport:
    """Take in a roster as one entry. With any problem nothing is written, unless `partial` takes the good rows.

    `since` is the day memberships begin instead of the joining dates; `create_branches` adds the branches that only
    the roster knows. What was said of its headers is remembered. Problems of single rows are in the outcome.
    """
    with desk.writing(dry_run=dry_run) as unit:
        importer = _Importer(unit, desk, since, roster.rows, create_branches=create_branches)
        outcome = importer.take(watch, {problem.name for problem in roster.rejected})
        outcome.rejected = sorted([*roster.rejected, *outcome.rejected], key=lambda problem: problem.row)
        outcome.unread, outcome.notes = roster.unread, [*roster.notes, *outcome.notes]
        outcome.written = not dry_run and (partial or not outcome.rejected)
        if outcome.rejected and not partial:
            unit.abandon()
        else:
            importer.write_new()
            columns.keep(unit, columns.ROSTER, roster.settled)
    return outcome


class _Newcomer(NamedTuple):
    """Somebody new: what the roster says of them, and how they come to a branch. What is kept of them follows."""

    row: RosterRow
    branch: Branch
    member_id: int
    membership_id: int
    number: int
    since: date

    def member(self) -> Member:
        row, told = self.row, vars(self.row)
        said = {name: told[name] for name in PLAIN if told[name]} | members.spelled(row.name)
        return Member(
            id=self.member_id, name=row.name, joined_on=row.joined, full_on=row.full_on, kept=row.kept, **said
        )

    def membership(self) -> Membership:
        return Membership(
            id=self.membership_id,
            member_id=self.member_id,
            branch_id=self.branch.id,
            number=self.number,
            since=self.since,
        )

    def standings(self) -> list[DatedStanding]:
        row = self.row
        return members.dated_standings(self.member_id, row.standing, self.since, row.joined, row.full_on)

    def circumstances(self) -> list[DatedCircumstance]:
        return [
            DatedCircumstance(member_id=self.member_id, kind=kind, since=self.since)
            for kind, applies in _circumstances(self.row).items()
            if applies
        ]


class _Importer:
    """Compares rows with the book; changes of known people are written at once, new people all together at the end."""

    def __init__(
        self,
        unit: Unit,
        desk: Desk,
        since: date | None,
        rows: Sequence[RosterRow],
        *,
        create_branches: bool,
    ) -> None:
        self.rows = rows
        self.unit, self.since, self.create_branches = unit, since, create_branches
        self.branch_name, self.called = desk.branch_name, desk.called
        self.branches = [*desk.branches]
        given = people.taken_numbers(unit.connection, [each.id for each in self.branches])
        self.taken = defaultdict(members.Numbers, {key: members.Numbers(numbers) for key, numbers in given.items()})
        self.today = unit.act.today
        self.people = People(people.records(unit.connection), self.branches, self.today, rows)
        self.newcomers: list[_Newcomer] = []
        self.named: dict[str | None, Branch] = {}
        self.spoken_of: dict[int, RosterRow] = {}
        self.officers: dict[tuple[int, str], RosterRow] = {}
        self.notes: list[str] = []

    def take(self, watch: Watch, rejected: Collection[str]) -> RosterImport:
        """A verdict for each row that can be taken, a problem for each that cannot.

        `rejected` are they whose rows were not understood: nobody of these is absent.
        """
        outcome = RosterImport()
        once = OneRowEach(self.rows)
        for place, row in enumerate(self.rows):
            if place % _OFTEN == _OFTEN - 1:
                watch(place, len(self.rows))
            try:
                branch = self._branch(row)
                once.check(row, branch)
                record = self.people.recognise(row, branch)
                self._check_office(row, branch)
                what = ""
                if record is None:
                    verdict = Verdict.NEW
                    self._tell_namesakes(row)
                    self._tell_namesake_above(row, once.namesake(row, branch))
                    self._add(row, branch)
                elif (first := self.spoken_of.setdefault(record.member.id, row)) is not row:
                    raise double("name", row.name, first)
                else:
                    row = fuller(row, record.member)  # noqa: PLW2901  # the book knows the days
                    what = self._compare(row, branch, record)
                    verdict = Verdict.CHANGED if what else Verdict.SAME
                outcome.verdicts.append((row, verdict, what))
            except Rejected as no:
                outcome.rejected.append(
                    Problem(row=row.row, column=no.column, value=no.value, problem=str(no), name=row.name)
                )
        outcome.notes = self.notes
        outcome.absent = self._absent(rejected)
        return outcome

    def _tell_namesakes(self, row: RosterRow) -> None:
        if others := self.people.namesakes(row):
            self.notes.append(
                _("Row {row}: {name} is new; somebody of that name is there already: {people}.").format(
                    row=row.row, name=row.name, people=listed(others)
                )
            )

    def _tell_namesake_above(self, row: RosterRow, above: RosterRow | None) -> None:
        if above:
            self.notes.append(
                _("Row {row}: {name} stands in row {first} as well, with another date of joining: two people?").format(
                    row=row.row, name=row.name, first=above.row
                )
            )

    def _absent(self, rejected: Collection[str]) -> list[tuple[int, str]]:
        """The present members of the branches the roster is of whom no row speaks."""
        names = {row.name for row in self.rows}.union(rejected) if self.people.records else set()
        of_branches = {branch.id for branch in self.named.values()}
        absent = []
        for key, record in self.people.records.items():
            membership = record.membership_from(self.today)
            if membership is None or membership.branch_id not in of_branches or membership.since > self.today:
                continue
            if key in self.spoken_of or record.member.name in names:
                continue
            if record.standing_on(self.today).is_member:
                absent.append((membership.number, record.member.name))
        return sorted(absent)

    def _branch(self, row: RosterRow) -> Branch:
        """The branch a row belongs to: the one its column names, else the one the command is for."""
        if row.branch in self.named:
            return self.named[row.branch]
        try:
            branch = choose_branch(self.branches, self.called(row.branch) if row.branch else self.branch_name)
        except PartydayError as no:
            if row.branch is None:
                raise
            taken = any(each.name == row.branch for each in self.branches)
            if not self.create_branches or taken or isinstance(no, Ambiguous):
                raise Rejected("branch", row.branch, no.whole) from None
            try:
                superior = usual_superior(self.branches, row.branch, BranchKind.BRANCH)
            except Ambiguous as several:
                add = _("Add it under one of them: partyday branch add {branch} --superior {superior}").format(
                    branch=as_typed(row.branch), superior=as_typed(superiors(self.branches)[0].name)
                )
                raise Rejected("branch", row.branch, f"{several} {add}") from None
            branch = add_branch(self.unit, row.branch, BranchKind.BRANCH, superior)
            self.branches.append(branch)
        self.named[row.branch] = branch
        return branch

    # ---- offices

    def _check_office(self, row: RosterRow, branch: Branch) -> None:
        for office in row.offices:
            first = self.officers.setdefault((branch.id, office), row)
            if first is not row:
                raise Rejected(
                    "office",
                    row.name,
                    _("row {row} ({name}) has that office too").format(row=first.row, name=first.name),
                )

    def _put_in_office(self, row: RosterRow, branch: Branch, member_id: int) -> None:
        """Let somebody who is in the book hold the offices that the roster gives them, unless they do already."""
        if not row.offices:
            return
        branch = self.unit.expect(Branch, branch.id)
        held = officers_on(self.unit.connection, [branch], self.today)[branch.id]
        for office in map(BranchOffice, row.offices):
            if office not in held or not held[office].is_person(member_id, row.name):
                appoint(self.unit, branch, office, member_id, row.name, None)
                rename_officers(self.unit, [branch.id])

    # ---- new people

    def _add(self, row: RosterRow, branch: Branch) -> None:
        member_id, membership_id = self.unit.next_id(Member), self.unit.next_id(Membership)
        number = self.taken[branch.id].give(row.number)
        since = self.since or row.arrived or row.joined or self.today
        self.newcomers.append(_Newcomer(row, branch, member_id, membership_id, number, since))

    def write_new(self) -> None:
        """Insert everybody new, table by table."""
        for some in _by_thousands(self.newcomers):
            self.unit.insert(*(one.member() for one in some))
        for some in _by_thousands(self.newcomers):
            self.unit.insert(*(one.membership() for one in some), told=members.NEW)
        for some in _by_thousands(self.newcomers):
            self.unit.insert(*(standing for one in some for standing in one.standings()))
        for some in _by_thousands(self.newcomers):
            self.unit.insert(*(circumstance for one in some for circumstance in one.circumstances()))
        for one in self.newcomers:
            self._put_in_office(one.row, one.branch, one.member_id)
        recognise_officers(self.unit, {one.branch.id for one in self.newcomers})

    def _compare(self, row: RosterRow, branch: Branch, record: Record) -> str:
        """Write what the roster says otherwise than the book; gives the names of what changed."""
        before = len(self.unit.changes)
        member = record.member
        for membership in self._begun_by_joining(row, record, member):
            if row.joined and membership.until and membership.until < row.joined:
                left = _("lies after {date}, when the member left a branch").format(date=membership.until)
                raise Rejected("joined", row.joined.isoformat(), left)
        self._check_arrival(row, record)
        values: dict[str, object] = {name: getattr(row, name) for name in PLAIN if getattr(row, name) is not None}
        if bare_number(row.staff_number) == bare_number(member.staff_number):
            self._tell_zeros(row, member)
            values.pop("staff_number", None)
        if row.kept:
            values["kept"] = {**member.kept, **row.kept}
        if row.name != member.name:
            values |= {"name": row.name, **members.spelled(row.name)}
        moved = row.joined is not None and row.joined != member.joined_on
        confirmed = row.full_on is not None and row.full_on != member.full_on
        if moved:
            values["joined_on"] = row.joined
        if confirmed:
            values["full_on"] = row.full_on
        record = replace(record, member=self.unit.update(member, **values))
        if moved or confirmed:
            self._rewrite_standings(row, record, member)
            record = self._shift_membership(row, record, member)
        elif record.standing_on(self._settled_on(member)) is not row.standing:
            members.put_standing(self.unit, record, row.standing, self.today)
        current = record.membership_from(self.today)
        on = max(self.today, current.since) if current else self.today
        now = record.circumstances_on(on)
        for kind, applies in _circumstances(row).items():
            if applies and kind not in now:
                members.begin_circumstance(self.unit, record, kind, on)
            elif not applies and kind in now:
                members.end_circumstance(self.unit, record, kind, on)
        self.people.records[member.id] = self._move_arrival(row, record)
        self._put_in_office(row, branch, member.id)
        return listed(dict.fromkeys(_told(change) for change in self.unit.changes[before:]))

    def _settled_on(self, member: Member) -> date:
        """Today, or the day to come on which a joining or confirmation already entered takes place."""
        return max(self.today, member.joined_on or self.today, member.full_on or self.today)

    def _rewrite_standings(self, row: RosterRow, record: Record, before: Member) -> None:
        """Dates of joining and confirmation were corrected: the member standings follow, earlier ones stay."""
        joined, full_on = row.joined or before.joined_on, row.full_on or before.full_on
        wanted = members.dated_standings(before.id, row.standing, self.today, joined, full_on)
        starts = {dated.since for dated in wanted}
        for old in record.standings:
            if old.since not in starts and (old.standing.is_member or old.since > min(starts)):
                self.unit.delete(old)
        for dated in wanted:
            self.unit.put(dated)

    def _shift_membership(self, row: RosterRow, record: Record, before: Member) -> Record:
        shifted = self._begun_by_joining(row, record, before)
        memberships = [
            self.unit.update(each, since=row.joined) if each in shifted else each for each in record.memberships
        ]
        return replace(record, memberships=tuple(memberships))

    def _check_arrival(self, row: RosterRow, record: Record) -> None:
        current = record.membership_from(self.today)
        if row.arrived is None or current is None:
            return
        for membership in record.memberships:
            if membership is not current and membership.until and membership.until > row.arrived:
                left = _("lies before {date}, when the member left another branch").format(date=membership.until)
                raise Rejected("arrived", row.arrived.isoformat(), left)

    def _move_arrival(self, row: RosterRow, record: Record) -> Record:
        """Where the roster tells when somebody came, their membership of the branch begins then."""
        current = record.membership_from(self.today)
        if row.arrived is None or current is None:
            return record
        arrived = self.unit.update(current, since=row.arrived)
        memberships = [arrived if membership is current else membership for membership in record.memberships]
        return replace(record, memberships=tuple(memberships))

    def _tell_zeros(self, row: RosterRow, member: Member) -> None:
        if row.staff_number and row.staff_number != member.staff_number:
            self.notes.append(
                _(
                    "Row {row}: {name}: “{number}” is {known} in the book, zeros in front and case aside; that stays."
                ).format(row=row.row, name=row.name, number=row.staff_number, known=member.staff_number)
            )

    def _begun_by_joining(self, row: RosterRow, record: Record, before: Member) -> list[Membership]:
        """The memberships that follow the date of joining, where the roster has another."""
        joined = before.joined_on
        if joined is None or row.joined in (None, joined) or not record.standing_on(joined).is_member:
            return []
        return [each for each in record.memberships if each.since == joined]


def _by_thousands(newcomers: Sequence[_Newcomer]) -> Iterator[Sequence[_Newcomer]]:
    """What is kept of a school's newcomers needs much room: it is made of a thousand at a time."""
    for first in range(0, len(newcomers), 1000):
        yield newcomers[first : first + 1000]


def _told(change: Change) -> str:
    before, after = json.loads(change.before or "{}"), json.loads(change.after or "{}")
    if change.table != "member":
        return record_name(change.table)
    return listed(
        column_name(name) for name in after if before.get(name) != after[name] and name not in ("pinyin", "initials")
    )


def _circumstances(row: RosterRow) -> dict[Circumstance, bool]:
    """What a row says of circumstances, by kind; kinds it says nothing of are left out."""
    said: dict[Circumstance, bool] = {}
    if row.circumstances is not None:
        said |= {kind: kind in row.circumstances for kind in Circumstance}
    if row.mobile is not None:
        said[Circumstance.MOBILE] = row.mobile or said.get(Circumstance.MOBILE, False)
    if row.suspended is not None:
        said[Circumstance.SUSPENDED] = row.suspended or said.get(Circumstance.SUSPENDED, False)
    for kind, applies in row.single.items():
        said[kind] = applies or said.get(kind, False)
    return said
