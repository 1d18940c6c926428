"""What a form is asked for, and the periods it may be asked for."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from partyday.errors import BadInput, NothingToPrint
from partyday.i18n import _
from partyday.model.codes import DayStatus
from partyday.model.days import ActivityDay
from partyday.model.frozen import frozen
from partyday.model.paper import Sheet
from partyday.model.people import Branch, Person
from partyday.model.period import Period
from partyday.services.lookup import person_in
from partyday.store import people
from partyday.store.connection import Connection


@frozen
class Ask:
    """What a form is asked for: the branch, the period (`2026Q2`, a month, a day's ref; None: the usual one), today.

    `member` names the person a form is about, where it is about one; `member_id` is their key, where it is known.
    `older_form`: as papers were printed before the form changed.
    """

    branch: Branch
    period: Period | None
    today: date
    member: str | None = None
    member_id: int | None = None
    older_form: bool = False

    @property
    def of_one(self) -> bool:
        """Whether it is asked for one person's."""
        return self.member is not None or self.member_id is not None

    def covers(self, on: date) -> bool:
        """Whether a day lies in the period asked for, where one was."""
        return self.period is None or self.period.contains(on)

    def of_length(self, months: int, usual: Period) -> Period:
        """The period asked for (the usual one unless told), which has to be so many months long. Raises BadInput."""
        period = self.period or usual
        if period.length != months:
            raise BadInput(
                _("This form is not of {period}.").format(period=period),
                _("Name a period such as --period {example}.").format(example=Period.at(self.today, months)),
            )
        return period


def member_of(connection: Connection, branches: Sequence[Branch], ask: Ask) -> tuple[Branch, Person]:
    """Whom a form is asked for, and their branch. Raises NotFound (NothingToPrint by a key) or Ambiguous."""
    if ask.member_id is None:
        if not ask.member:
            raise BadInput(_("This form is of one member."), _("Name them, such as: --member 1"))
        return person_in(connection, branches, ask.branch.name, ask.member, ask.today)
    on_roster = people.rosters(connection, [ask.branch.id], ask.today, ended=True)
    person = next((person for _branch_id, person in on_roster if person.id == ask.member_id), None)
    if person is None:
        raise NothingToPrint(_("The member is not on the roster any more."))
    return ask.branch, person


class Incomplete(NamedTuple):
    """Sessions of a branch's plan, by their dates, of which something is not said: under these headings."""

    branch: str
    sessions: tuple[str, ...]
    lacks: tuple[str, ...]


class Paper(NamedTuple):
    """What came out: the period it turned out to be of, its sheets, the member it is about.

    `remarks` tell whoever prints it what it lacks; they are not printed. `missing` are branches that have not filed,
    `incomplete` the plans in it that do not say all of their sessions.
    """

    period: Period
    sheets: tuple[Sheet, ...]
    member_id: int | None = None
    remarks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    incomplete: tuple[Incomplete, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether any of it is one."""
        return any(sheet.draft for sheet in self.sheets)


def within(chosen: Iterable[ActivityDay], period: Period) -> list[ActivityDay]:
    """Those of the days of its months that a period holds: a term begins and ends within a month."""
    return [day for day in chosen if not period.is_term or day.held_on is None or period.contains(day.held_on)]


def has_come(day: ActivityDay, today: date) -> bool:
    """Whether a day has come and was not cancelled."""
    return day.held_on is not None and day.held_on <= today and day.status is not DayStatus.CANCELLED
