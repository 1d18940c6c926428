"""Bringing in a roster: who is new, who changed, who stays the same, and every row that cannot be taken.

A person is recognised by staff/student number, else by ID number, else by name and date of joining within the branch.
What a roster does not say (a missing column, a blank cell) is left as the book has it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from partyday.errors import Ambiguous, PartydayError
from partyday.i18n import _, listed
from partyday.model.codes import Circumstance, Standing
from partyday.model.people import Branch
from partyday.model.problems import Problem
from partyday.services import members
from partyday.services.branches import add_row, kind_of
from partyday.services.lookup import choose_branch
from partyday.sheets.roster import RosterRow, open_roster, understand
from partyday.store import people
from partyday.store import tables as t
from partyday.store.book import Act, Store, Unit, Values
from partyday.store.people import Record
from partyday.words.log import column_name, record_name

#: Column of the member ← field of the roster.
_COLUMNS = {
    "gender": "gender",
    "ethnicity": "ethnicity",
    "born_on": "born_on",
    "id_number": "id_number",
    "staff_number": "staff_number",
    "party_group": "group",
    "post": "post",
    "phone": "phone",
    "education": "education",
}

#: What a column of the roster is called in a problem.
_HEADERS = {
    "staff_number": "工号/学号",
    "id_number": "公民身份号码",
    "branch": "所在党支部",
    "name": "姓名",
    "joined": "加入党组织日期",
}


class Verdict(StrEnum):
    """What the import makes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass
class Outcome:
    """How an import went: a verdict and what changed for each good row, every problem, columns and sheets not read."""

    verdicts: list[tuple[RosterRow, Verdict, str]] = field(default_factory=list)
    rejected: list[Problem] = field(default_factory=list)
    written: bool = False
    unused: tuple[str, ...] = ()

    def count(self, verdict: Verdict) -> int:
        """How many rows got that verdict."""
        return sum(1 for _row, got, _what in self.verdicts if got is verdict)


class _Rejected(Exception):
    def __init__(self, column: str, value: str, problem: str) -> None:
        super().__init__(problem)
        self.column, self.value = column, value


def import_roster(
    store: Store,
    act: Act,
    branch_name: str | None,
    path: Path,
    *,
    since: date | None = None,
    partial: bool = False,
    create_branches: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Take in a roster as one entry. With any problem nothing is written, unless `partial` takes the good rows.

    `since` is the day memberships begin instead of the joining dates; `create_branches` adds the branches that only
    the roster knows. Raises BadInput for a file that is no roster; problems of single rows are in the outcome.
    """
    table = open_roster(path)
    rows, problems = understand(table, today=act.today)
    with store.writing(act, dry_run=dry_run) as unit:
        importer = _Importer(unit, branch_name, since, create_branches=create_branches)
        outcome = importer.take(rows)
        outcome.rejected = sorted([*problems, *outcome.rejected], key=lambda problem: problem.row)
        outcome.unused = (*table.unused, *table.other_sheets)
        outcome.written = not dry_run and (partial or not outcome.rejected)
        if outcome.rejected and not partial:
            unit.abandon()
        else:
            importer.write_new()
    return outcome


class _Importer:
    """Compares rows with the book; changes of known people are written at once, new people all together at the end."""

    def __init__(self, unit: Unit, branch_name: str | None, since: date | None, *, create_branches: bool) -> None:
        self.unit, self.since, self.create_branches = unit, since, create_branches
        self.branch_name = branch_name
        self.branches = people.branches(unit.connection)
        self.taken = people.taken_numbers(unit.connection)
        self.records = people.records(unit.connection)
        self.today = unit.act.today
        self.next_member, self.next_membership = unit.next_id(t.member), unit.next_id(t.membership)
        self.new: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.named: dict[str | None, Branch] = {}
        self.spoken_of: dict[int, RosterRow] = {}
        self.namesakes: dict[Hashable, list[RosterRow]] = defaultdict(list)
        self.by_staff = self._index(lambda record: record.member["staff_number"])
        self.by_id = self._index(lambda record: record.member["id_number"])
        self.by_name = self._index(self._name_key)

    def _index(self, key_of: Any) -> dict[Hashable, list[Record]]:
        index: dict[Hashable, list[Record]] = defaultdict(list)
        for record in self.records.values():
            if key := key_of(record):
                index[key].append(record)
        return index

    def _name_key(self, record: Record) -> Hashable:
        membership = members.current_membership(record, self.today)
        if membership is None:
            return None
        return record.member["name"], record.member["joined_on"], membership["branch_id"]

    def take(self, rows: Sequence[RosterRow]) -> Outcome:
        """A verdict for each row that can be taken, a problem for each that cannot."""
        outcome = Outcome()
        doubles = _doubles(rows)
        for row in map(_without_dates_to_come, rows):
            try:
                if row.row in doubles:
                    raise doubles[row.row]
                branch = self._branch(row)
                self._refuse_namesake(row, branch)
                record = self._recognise(row, branch)
                what = ""
                if record is None:
                    verdict = Verdict.NEW
                    self._add(row, branch)
                elif (first := self.spoken_of.setdefault(record.member["id"], row)) is not row:
                    raise _double("name", row.name, first)
                else:
                    what = self._compare(row, branch, record)
                    verdict = Verdict.CHANGED if what else Verdict.SAME
                outcome.verdicts.append((row, verdict, what))
            except _Rejected as no:
                outcome.rejected.append(Problem(row=row.row, column=no.column, value=no.value, problem=str(no)))
        return outcome

    def _branch(self, row: RosterRow) -> Branch:
        """The branch a row belongs to: the one its column names, else the one the command is for."""
        if row.branch in self.named:
            return self.named[row.branch]
        try:
            branch = choose_branch(self.branches, row.branch or self.branch_name)
        except PartydayError as no:
            if row.branch is None:
                raise
            taken = any(each.name == row.branch for each in self.branches)
            if not self.create_branches or taken or isinstance(no, Ambiguous):
                raise _Rejected(_HEADERS["branch"], row.branch, f"{no} {no.hint}") from None
            tops = [each for each in self.branches if each.parent_id is None and each.kind is not kind_of("支部")]
            branch = add_row(self.unit, row.branch, kind_of("支部"), tops[0] if tops else None)
            self.branches.append(branch)
        self.named[row.branch] = branch
        return branch

    def _refuse_namesake(self, row: RosterRow, branch: Branch) -> None:
        """Two rows of one name and joining date are told apart by their numbers: without, they are one person's."""
        alike = self.namesakes[row.name, row.joined, branch.id]
        first = next((each for each in alike if not (_is_numbered(row) and _is_numbered(each))), None)
        alike.append(row)
        if first:
            raise _double("name", row.name, first)

    def _recognise(self, row: RosterRow, branch: Branch) -> Record | None:
        """The one in the book that a row speaks of, or None for somebody new."""
        numbered = [
            *self.by_staff.get(row.staff_number or "", ()),
            *self.by_id.get(row.id_number or "", ()),
        ]
        found = list({record.member["id"]: record for record in numbered}.values())
        if not found:
            alike = self.by_name.get((row.name, row.joined, branch.id), [])
            found = [record for record in alike if not _contradicts(row, record.member)]
        if len(found) > 1:
            raise _Rejected(
                _HEADERS["name"],
                row.name,
                _("fits two members: {people}").format(people=listed(self._named(record) for record in found)),
            )
        if found:
            membership = members.current_membership(found[0], self.today)
            if membership is None:
                raise _Rejected(
                    _HEADERS["name"], row.name, _("has left: `partyday member transfer` takes them in again")
                )
            if membership["branch_id"] != branch.id:
                raise _Rejected(
                    _HEADERS["name"],
                    row.name,
                    _("belongs to another branch: use `partyday member transfer` ({person})").format(
                        person=self._named(found[0])
                    ),
                )
        return found[0] if found else None

    def _named(self, record: Record) -> str:
        membership = members.current_membership(record, self.today) or record.memberships[-1]
        branch = next(each for each in self.branches if each.id == membership["branch_id"])
        return f"{membership['number']} {record.member['name']} ({branch.name})"

    def _add(self, row: RosterRow, branch: Branch) -> None:
        begun = self.since or row.joined or self.today
        member_id = self.next_member
        self.new["member"].append(
            {
                "id": member_id,
                "name": row.name,
                **members.spelled(row.name),
                "joined_on": row.joined,
                "full_on": row.full_on,
                **{column: getattr(row, name) or _blank(column) for column, name in _COLUMNS.items()},
            }
        )
        self.new["membership"].append(
            members.membership_row(self.next_membership, member_id, branch, self.taken[branch.id], row.number, begun)
        )
        self.new["standing"] += members.standing_rows(member_id, row.standing, begun, row.joined, row.full_on)
        for kind, holds in _circumstances(row).items():
            if holds:
                self.new["circumstance"].append(members.circumstance_row(member_id, kind, begun))
        self.next_member += 1
        self.next_membership += 1

    def write_new(self) -> None:
        """Insert everybody new, table by table."""
        for table in (t.member, t.membership, t.standing, t.circumstance):
            self.unit.insert(table, *self.new[table.name])

    def _compare(self, row: RosterRow, branch: Branch, record: Record) -> str:
        """Write what the roster says otherwise than the book; gives the names of what changed."""
        before = len(self.unit.changes)
        member = record.member
        for membership in self._begun_by_joining(row, record):
            if row.joined and membership["until"] and membership["until"] < row.joined:
                left = _("lies after {date}, when the member left a branch").format(date=membership["until"])
                raise _Rejected(_HEADERS["joined"], row.joined.isoformat(), left)
        values: dict[str, Any] = {
            column: getattr(row, name) for column, name in _COLUMNS.items() if getattr(row, name) is not None
        }
        if row.name != member["name"]:
            values |= {"name": row.name, **members.spelled(row.name)}
        moved = row.joined is not None and row.joined != member["joined_on"]
        confirmed = row.full_on is not None and row.full_on != member["full_on"]
        if moved:
            values["joined_on"] = row.joined
        if confirmed:
            values["full_on"] = row.full_on
        self.unit.update(t.member, member, **values)
        if moved or confirmed:
            self._rewrite_standings(row, record)
            self._shift_membership(row, record)
        elif members.standing_on(record, self._settled_on(member)) != row.standing.value:
            members.put_standing(self.unit, record, row.standing, self.today)
        current = members.current_membership(record, self.today) or {"since": self.today}
        on = max(self.today, current["since"])
        now = members.circumstances_on(record, on)
        for kind, holds in _circumstances(row).items():
            if holds and kind.value not in now:
                members.begin_circumstance(self.unit, record, kind, on)
            elif not holds and kind.value in now:
                members.end_circumstance(self.unit, record, kind, on)
        record.member = {**member, **values}
        return listed(dict.fromkeys(_told(change) for change in self.unit.changes[before:]))

    def _settled_on(self, member: Values) -> date:
        """Today, or the day to come on which a joining or confirmation already entered takes place."""
        return max(self.today, member["joined_on"] or self.today, member["full_on"] or self.today)

    def _rewrite_standings(self, row: RosterRow, record: Record) -> None:
        """Dates of joining and confirmation were corrected: the member standings follow, earlier ones stay."""
        joined, full_on = row.joined or record.member["joined_on"], row.full_on or record.member["full_on"]
        wanted = members.standing_rows(record.member["id"], row.standing, self.today, joined, full_on)
        starts = {each["since"] for each in wanted}
        for old in record.standings:
            if old["since"] not in starts and (
                old["standing"] in ("full", "probationary") or old["since"] > min(starts)
            ):
                self.unit.delete(t.standing, old)
        for each in wanted:
            self.unit.put(t.standing, each)

    def _shift_membership(self, row: RosterRow, record: Record) -> None:
        shifted = self._begun_by_joining(row, record)
        for membership in shifted:
            self.unit.update(t.membership, membership, since=row.joined)
        record.memberships = [{**each, "since": row.joined} if each in shifted else each for each in record.memberships]

    def _begun_by_joining(self, row: RosterRow, record: Record) -> list[Values]:
        """The memberships that follow the date of joining, where the roster has another."""
        joined = record.member["joined_on"]
        return [each for each in record.memberships if row.joined not in (None, joined) and each["since"] == joined]


def _without_dates_to_come(row: RosterRow) -> RosterRow:
    """A date of confirmation says something only of a full member; of anybody else it is a plan at most."""
    return row if row.standing is Standing.FULL else replace(row, full_on=None)


def _blank(column: str) -> str | None:
    return None if column == "born_on" else ""


def _told(change: Any) -> str:
    import json

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
    return said


def _contradicts(row: RosterRow, member: Values) -> bool:
    """Whether a number of the row, or what an earlier row changed, says it is somebody else."""
    return (row.name, row.joined) != (member["name"], member["joined_on"]) or any(
        said and known and said != known
        for said, known in ((row.staff_number, member["staff_number"]), (row.id_number, member["id_number"]))
    )


def _double(column: str, value: str, first: RosterRow) -> _Rejected:
    return _Rejected(
        _HEADERS[column],
        value[:3] + "…" + value[-2:] if column == "id_number" else value,
        _("the same as in row {row} ({name}): give each a staff or student number").format(
            row=first.row, name=first.name
        ),
    )


def _doubles(rows: Iterable[RosterRow]) -> dict[int, _Rejected]:
    """Rows of the file with the number of an earlier row."""
    seen: dict[Hashable, RosterRow] = {}
    doubles: dict[int, _Rejected] = {}
    for row in rows:
        for column in ("staff_number", "id_number"):
            value = getattr(row, column)
            first = seen.setdefault((column, value), row) if value else row
            if first is not row:
                doubles.setdefault(row.row, _double(column, value, first))
    return doubles


def _is_numbered(row: RosterRow) -> bool:
    return bool(row.staff_number or row.id_number)
