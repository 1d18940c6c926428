"""What the book keeps of a member, what a roster says of one, and what is dated of them. Standard library only.

Which standing, circumstances and branch somebody had on a day is answered here and nowhere else. Periods are half-open:
`since` is the first day, `until` the first day no longer in it (None: still open). The commands of a meeting need
none of it: they know people as `Person`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import NamedTuple

from partyday.model.codes import Circumstance, MembershipEnd, Standing, State
from partyday.model.frozen import frozen
from partyday.model.people import Branch, Person, holds, in_force


@frozen(kw_only=True)
class Member:
    """Somebody on a roster, as far as it does not change with time or branch. Texts that are not known are empty.

    `usual`: how they take part where nobody says otherwise, online or visited; None: in the room. `kept` is what a
    roster says beside these: official header → text.
    """

    id: int
    name: str
    pinyin: str = ""
    initials: str = ""
    staff_number: str = ""
    id_number: str = ""
    gender: str = ""
    ethnicity: str = ""
    born_on: date | None = None
    joined_on: date | None = None
    full_on: date | None = None
    party_group: str = ""
    post: str = ""
    phone: str = ""
    education: str = ""
    usual: State | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


#: What a member has under the same name, and a roster says of them: compared, written and given back as it is.
PLAIN = ("staff_number", "gender", "ethnicity", "born_on", "party_group", "post", "phone", "education", "id_number")

#: The column of record that says until which month dues were paid elsewhere, as 2026-02.
PAID_UNTIL = "党费缴纳至年月"


@frozen(kw_only=True)
class RosterRow:
    """One person as the roster gives them. None: the file does not say (no such column, or a blank cell).

    `row` is the row of the file, from 1. `joined` is None only for those who have not joined (发展对象, 入党积极分子).
    A month without a day is its first day, but for `born_on` where the ID number tells the day. `arrived` begins the
    membership of the branch, `offices` are those of it they hold (`secretary`, `organiser`); `kept` are the texts of
    the columns of record, by their official header. `single` is what columns say that ask after one circumstance.
    `month_only` are the dates of which no day was written.
    """

    row: int
    name: str
    standing: Standing
    joined: date | None
    full_on: date | None = None
    number: int | None = None
    gender: str | None = None
    ethnicity: str | None = None
    born_on: date | None = None
    id_number: str | None = None
    branch: str | None = None
    party_group: str | None = None
    post: str | None = None
    staff_number: str | None = None
    phone: str | None = None
    education: str | None = None
    mobile: bool | None = None
    suspended: bool | None = None
    circumstances: frozenset[Circumstance] | None = None
    arrived: date | None = None
    offices: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)
    single: Mapping[Circumstance, bool] = field(default_factory=dict)
    month_only: frozenset[str] = frozenset()


@frozen(kw_only=True)
class Membership:
    """A time in which somebody belonged to a branch (组织关系), under a roster number that is never given twice."""

    id: int
    member_id: int
    branch_id: int
    number: int
    since: date
    until: date | None = None
    ended_by: MembershipEnd | None = None
    note: str = ""

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return holds(self.since, self.until, day)


@frozen(kw_only=True)
class DatedStanding:
    """From when on somebody had a standing (人员类别); it lasts until the next."""

    member_id: int
    since: date
    standing: Standing


@frozen(kw_only=True)
class DatedCircumstance:
    """A time in which somebody was in a circumstance (情况)."""

    member_id: int
    kind: Circumstance
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        """Whether a day lies in it."""
        return holds(self.since, self.until, day)


def standing_on(standings: Iterable[DatedStanding], day: date) -> Standing:
    """The standing in force on a day, of those of one member, oldest first."""
    return in_force(((dated.since, dated.standing) for dated in standings), day)


def circumstances_on(circumstances: Iterable[DatedCircumstance], day: date) -> frozenset[Circumstance]:
    """The circumstances in force on a day, of those of one member."""
    return frozenset(dated.kind for dated in circumstances if dated.covers(day))


_NONE: frozenset[Circumstance] = frozenset()


@frozen(kw_only=True)
class Record:
    """Everything the book holds of one member; what is dated stands oldest first."""

    member: Member
    memberships: tuple[Membership, ...]
    standings: tuple[DatedStanding, ...]
    circumstances: tuple[DatedCircumstance, ...] = ()

    def standing_on(self, day: date) -> Standing:
        """The standing in force on a day; before the first, the first: somebody always was something."""
        if len(self.standings) == 1:  # most of a school: a review asks for every absence
            return self.standings[0].standing
        return standing_on(self.standings, day)

    def circumstances_on(self, day: date) -> frozenset[Circumstance]:
        """The circumstances in force on a day."""
        return circumstances_on(self.circumstances, day) if self.circumstances else _NONE

    def belonged_to(self, branch_id: int, day: date) -> bool:
        """Whether they belonged to a branch on a day."""
        return any(membership.branch_id == branch_id and membership.covers(day) for membership in self.memberships)

    def membership_on(self, day: date) -> Membership | None:
        """The membership that covers a day, in whatever branch."""
        return next((membership for membership in self.memberships if membership.covers(day)), None)

    def membership_from(self, day: date) -> Membership | None:
        """The membership that covers a day or begins after it; None for who has left."""
        for dated in self.memberships:
            if dated.until is None or dated.until > day:
                return dated
        return None

    def person(self, number: int, day: date) -> Person:
        """The member on a day, under a roster number."""
        member = self.member
        return Person(
            id=member.id,
            number=number,
            name=member.name,
            standing=self.standing_on(day),
            circumstances=self.circumstances_on(day),
            pinyin=member.pinyin,
            initials=member.initials,
            staff_number=member.staff_number,
            group=member.party_group,
        )


class OnRoster(NamedTuple):
    """Somebody on a roster: the branch, the person as of a day, and what the book holds of them."""

    branch: Branch
    person: Person
    record: Record


def present(records: Iterable[Record], branch_id: int, day: date) -> list[Person]:
    """Those of them who belong to a branch on a day, members and invited, by roster number."""
    people = []
    for record in records:
        here = [dated for dated in record.memberships if dated.branch_id == branch_id and dated.covers(day)]
        if here:
            people.append(record.person(here[-1].number, day))
    return sorted(people, key=lambda person: person.number)


class Belonging(NamedTuple):
    """A membership of a branch, with all that is dated of the person: who they were there on any day of it."""

    person: Person
    membership: Membership
    standings: tuple[DatedStanding, ...]
    circumstances: tuple[DatedCircumstance, ...]

    @property
    def is_steady(self) -> bool:
        """Whether they were the same on every day of it."""
        return len(self.standings) == 1 and not self.circumstances

    def on(self, day: date) -> Person | None:
        """The person as the branch saw them on a day; None where they did not belong to it."""
        if not self.membership.covers(day):
            return None
        if self.is_steady:
            return self.person
        return replace(
            self.person,
            standing=standing_on(self.standings, day),
            circumstances=circumstances_on(self.circumstances, day),
        )
