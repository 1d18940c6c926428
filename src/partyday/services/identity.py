"""Whom a row of a roster speaks of: somebody of the book, somebody new, or one that must be asked about.

A person is recognised by staff/student number, zeros in front aside, else by ID number, else by name and date of
joining within the branch. What only may be somebody is rejected with the reason, never guessed.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from partyday.i18n import _, listed
from partyday.model.members import Member, Record, RosterRow
from partyday.model.people import Branch, bare_number
from partyday.words.masks import MASKED, masked

#: What a column of the roster is called in a problem.
HEADERS = {
    "staff_number": "工号/学号",
    "id_number": "公民身份号码",
    "branch": "所在党支部",
    "name": "姓名",
    "joined": "加入党组织日期",
    "arrived": "组织关系转入时间",
    "office": "党内职务",
}


class Rejected(Exception):
    """A row that cannot be taken: in which column, which value, and why."""

    def __init__(self, field: str, value: str, problem: str) -> None:
        super().__init__(problem)
        self.column, self.value = HEADERS[field], value


class People:
    """Everybody of the book, found by what a roster says of them."""

    def __init__(
        self, records: Mapping[int, Record], branches: Sequence[Branch], today: date, rows: Iterable[RosterRow]
    ) -> None:
        self.records, self._branches, self._today = dict(records), branches, today
        self._by_staff = self._index(lambda record: record.member.staff_number)
        self._by_bare = self._index(lambda record: bare_number(record.member.staff_number))
        self._by_id = self._index(lambda record: record.member.id_number)
        self._by_name = self._index(lambda record: record.member.name)
        #: Whom some row means by a number: a row without one that fits several does not mean them.
        self._claimed = {record.member.id for row in rows for record in self._with_number_of(row)}

    def _index(self, key_of: Callable[[Record], Hashable]) -> dict[Hashable, list[int]]:
        """What a roster knows somebody by → their keys, since what is recorded of them changes row by row."""
        index: dict[Hashable, list[int]] = defaultdict(list)
        for member_id, record in self.records.items():
            if key := key_of(record):
                index[key].append(member_id)
        return index

    def _found(self, index: Mapping[Hashable, list[int]], key: Hashable) -> list[Record]:
        return [self.records[member_id] for member_id in index.get(key, ())]

    def recognise(self, row: RosterRow, branch: Branch) -> Record | None:
        """The one in the book that a row speaks of, or None for somebody new. Raises Rejected."""
        if not self.records:
            return None
        found = self._numbered(row)
        if not found:
            alike = [
                record
                for record in self._found(self._by_name, row.name)
                if record.member.name == row.name and self._is_in(record, row, branch)
            ]
            found = [record for record in alike if not _contradicts(row, record.member)]
            if len(found) > 1:
                found = [record for record in found if record.member.id not in self._claimed] or found
            if not found and alike and row.staff_number:
                self._ask_about(row, alike[0])
            if not alike and not row.staff_number and not row.id_number:
                self._ask_about_month(row, branch)
        if len(found) > 1:
            people = listed(self.named(record) for record in found)
            raise Rejected("name", row.name, _("fits two members: {people}").format(people=people))
        if not found:
            return None
        self._refuse_elsewhere(row, branch, found[0])
        return found[0]

    def namesakes(self, row: RosterRow) -> list[str]:
        """Who else in the book has the name of somebody new."""
        if not self.records:
            return []
        return [self.named(record) for record in self._found(self._by_name, row.name) if record.member.name == row.name]

    def _numbered(self, row: RosterRow) -> list[Record]:
        found = self._with_number_of(row)
        for record in found:
            self._refuse_stranger(row, record.member)
        return found

    def _with_number_of(self, row: RosterRow) -> list[Record]:
        if not self.records:
            return []
        staff = self._found(self._by_staff, row.staff_number or "") or [
            record
            for record in self._found(self._by_bare, bare_number(row.staff_number))
            if record.member.name == row.name
        ]
        numbered = [*staff, *self._found(self._by_id, row.id_number or "")]
        return list({record.member.id: record for record in numbered}.values())

    def _refuse_stranger(self, row: RosterRow, member: Member) -> None:
        """A number of somebody with another name and another date of joining is a slip in one of them."""
        other_name = not set(row.name) & set(member.name)
        if other_name and row.joined != member.joined_on and row.staff_number == member.staff_number:
            raise Rejected(
                "staff_number",
                row.staff_number or "",
                _("is {name}'s in the book: mend the number, or the name with `partyday member set`").format(
                    name=member.name
                ),
            )

    def _is_in(self, record: Record, row: RosterRow, branch: Branch) -> bool:
        membership = record.membership_from(self._today)
        return (
            membership is not None
            and membership.branch_id == branch.id
            and same_day(row, "joined", record.member.joined_on)
        )

    def _ask_about(self, row: RosterRow, record: Record) -> None:
        """Name and date of joining agree, but not the number: one of the two is wrong, or they are namesakes."""
        known = record.member.staff_number
        if not known or bare_number(known) == bare_number(row.staff_number) or row.id_number:
            return
        raise Rejected(
            "staff_number",
            row.staff_number or "",
            _(
                "{person} joined on the same day and has the number {number}: mend the number with `partyday member "
                "set`, or add a namesake with `partyday member add`"
            ).format(person=self.named(record), number=known),
        )

    def _ask_about_month(self, row: RosterRow, branch: Branch) -> None:
        """Of somebody of the name the book may know the month of joining alone, as its first day."""
        for record in self._found(self._by_name, row.name):
            membership = record.membership_from(self._today)
            known = record.member.joined_on
            if membership is None or membership.branch_id != branch.id or known is None or row.joined is None:
                continue
            if known != row.joined and known.day == 1 and known == row.joined.replace(day=1):
                raise Rejected(
                    "joined",
                    row.joined.isoformat(),
                    _(
                        "{person} joined on {date} by the book: mend the date with `partyday member set`, or add a "
                        "namesake with `partyday member add`"
                    ).format(person=self.named(record), date=known),
                )

    def _refuse_elsewhere(self, row: RosterRow, branch: Branch, record: Record) -> None:
        membership = record.membership_from(self._today)
        if membership is None:
            raise Rejected("name", row.name, _("has left: `partyday member transfer` takes them in again"))
        if membership.branch_id != branch.id:
            raise Rejected(
                "name",
                row.name,
                _("belongs to another branch: use `partyday member transfer` ({person})").format(
                    person=self.named(record)
                ),
            )

    def named(self, record: Record) -> str:
        """Somebody with number and branch, as a question names them."""
        membership = record.membership_from(self._today) or record.memberships[-1]
        branch = next(each for each in self._branches if each.id == membership.branch_id)
        return f"{membership.number} {record.member.name} ({branch.name})"


def same_day(row: RosterRow, field: str, known: date | None) -> bool:
    """Whether a date of a row is that of the book; a month alone is any day in it."""
    said: date | None = getattr(row, field)
    if said is None or known is None or field not in row.month_only:
        return said == known
    return said == known.replace(day=1)


def fuller(row: RosterRow, member: Member) -> RosterRow:
    """The row with the day of the book where it says a month alone."""
    known = {"joined": member.joined_on, "full_on": member.full_on, "born_on": member.born_on}
    days = {field: day for field, day in known.items() if field in row.month_only and day and same_day(row, field, day)}
    return replace(row, **days)  # type: ignore[arg-type]  # a date for each of three dates


def _contradicts(row: RosterRow, member: Member) -> bool:
    """Whether a number of the row, or what an earlier row changed, says it is somebody else."""
    return (
        row.name != member.name
        or not same_day(row, "joined", member.joined_on)
        or any(
            said and known and said != known
            for said, known in (
                (bare_number(row.staff_number), bare_number(member.staff_number)),
                (row.id_number, member.id_number),
            )
        )
    )


class OneRowEach:
    """Refuses the second row of one person, by their numbers or, where they have none, by name and what else agrees.

    The date of joining, the telephone number or the date of birth agree.
    """

    def __init__(self, rows: Iterable[RosterRow]) -> None:
        self._numbered = _doubles(rows)
        self._alike: dict[Hashable, list[RosterRow]] = defaultdict(list)
        self._first: dict[Hashable, RosterRow] = {}

    def check(self, row: RosterRow, branch: Branch) -> None:
        """Raises Rejected for a row that repeats an earlier one."""
        if id(row) in self._numbered:
            raise self._numbered[id(row)]
        alike = [self._alike[row.name, branch.id, field, value] for field, value in _tells(row)]
        first = next((each for rows in alike for each in rows if not _are_told_apart(row, each)), None)
        for rows in alike:
            rows.append(row)
        if first:
            raise double("name", row.name, first)

    def namesake(self, row: RosterRow, branch: Branch) -> RosterRow | None:
        """The first row of that name above, where no number tells them apart."""
        first = self._first.setdefault((row.name, branch.id), row)
        return None if first is row or _are_told_apart(row, first) else first


def _tells(row: RosterRow) -> Iterator[tuple[str, Hashable]]:
    """What tells that two rows of one name are of one person."""
    yield "joined", row.joined
    if row.phone:
        yield "phone", row.phone
    if row.born_on and "born_on" not in row.month_only:
        yield "born_on", row.born_on


def _are_told_apart(one: RosterRow, other: RosterRow) -> bool:
    if one.staff_number and other.staff_number and bare_number(one.staff_number) == bare_number(other.staff_number):
        return False
    return bool((one.staff_number or one.id_number) and (other.staff_number or other.id_number))


def double(field: str, value: str, first: RosterRow) -> Rejected:
    """What is said of a second row for one person."""
    return Rejected(
        field,
        masked(value) if field in MASKED else value,
        _("the same as in row {row} ({name}): give each a staff or student number").format(
            row=first.row, name=first.name
        ),
    )


def _doubles(rows: Iterable[RosterRow]) -> dict[int, Rejected]:
    """Rows of the file with the number of an earlier row, by their `id`: a row number may stand on two pages."""
    seen: dict[Hashable, RosterRow] = {}
    doubles: dict[int, Rejected] = {}
    for row in rows:
        for field in ("staff_number", "id_number"):
            value = getattr(row, field)
            first = seen.setdefault((field, value), row) if value else row
            if first is not row:
                doubles.setdefault(id(row), double(field, value, first))
    return doubles
