"""The nouns of an activity day (党员活动日): the day, its marks, its roll and how it counts.

`*_on` is a date, `*_at` a UTC timestamp in ISO 8601."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from partyday.model.codes import DayStatus, Excuse, Occasion, Part, State
from partyday.model.frozen import frozen
from partyday.model.people import Person
from partyday.model.period import Month, Period


@frozen
class Reason:
    """Why a day is where it is: a code with its values, worded by `words.reasons` in either language."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


#: Why a month has no day: it lies before the records begin. Such a day is told, never stored.
BEFORE = "before"


@frozen(kw_only=True)
class Mark:
    """What was recorded of one person on one day, by whom and when.

    `corrected_on`: when an absence, or a day of which nothing was known, was corrected into this excuse.
    """

    day_id: int
    member_id: int
    state: State
    category: Excuse | None = None
    detail: str = ""
    recorded_on: date
    recorded_at: str
    recorded_by: str
    corrected_on: date | None = None

    @property
    def what(self) -> tuple[State, Excuse | None, str]:
        """What was recorded, without who recorded it."""
        return self.state, self.category, self.detail


@frozen(kw_only=True)
class ActivityDay:
    """One session of the activity day (党员活动日). `held_on` is None while its month awaits a decision.

    `slot` numbers the sessions of a month from 0; `marked` tells whether anybody was marked on or after the day. `host`
    leads the day (主持人), `responsible` prepares it (负责人); `guide` is who of the superior is to come, and
    `superior_present` who came.
    """

    id: int
    branch_id: int
    month: Month
    slot: int
    part: Part
    nominal: date | None
    held_on: date | None
    occasions: tuple[Occasion, ...] = (Occasion.ACTIVITY_DAY,)
    reasons: tuple[Reason, ...] = ()
    provisional: bool = False
    by_hand: bool = False
    marked: bool = False
    theme: str = ""
    content: str = ""
    form: str = ""
    place: str = ""
    host: str = ""
    responsible: str = ""
    recorder: str = ""
    starts: str = ""
    ends: str = ""
    blocks: tuple[str, ...] = ()
    announced_on: date | None = None
    guide: str = ""
    superior_present: str = ""
    resolutions: str = ""
    summary: str = ""
    opinions: str = ""
    summarised_on: date | None = None
    closed_on: date | None = None
    cancelled_on: date | None = None

    @property
    def status(self) -> DayStatus:
        """Computed from what people did with the day, never stored."""
        if self.cancelled_on:
            return DayStatus.CANCELLED
        if self.closed_on:
            return DayStatus.CLOSED
        if self.held_on is None:
            before = any(reason.code == BEFORE for reason in self.reasons)
            return DayStatus.BEFORE if before else DayStatus.UNDECIDED
        return DayStatus.HELD if self.marked else DayStatus.PLANNED

    @property
    def minutes(self) -> int | None:
        """How long it lasted; None where its start or its end is not known. An end before the start is a slip: 0."""
        if not (self.starts and self.ends):
            return None
        return max(0, _minute(self.ends) - _minute(self.starts))

    @property
    def is_recorded(self) -> bool:
        """Whether anything was ever recorded of it: somebody marked, or the day announced, closed or summed up."""
        return self.marked or any((self.announced_on, self.closed_on, self.summarised_on))

    @property
    def in_charge(self) -> str:
        """Who is responsible for it (负责人): whoever was named so, else who hosts it."""
        return self.responsible or self.host

    @property
    def ref(self) -> Period:
        """How the commands name it: `2026-03-06`, or `2026-03-06:am` for a half-day; the month while undecided."""
        if self.held_on is None:
            return Period(self.month)
        return Period.of_day(self.held_on, self.part)


def _minute(clock: str) -> int:
    """The minute of the day at which a clock shows such as `14:30`."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


@frozen
class Roll:
    """Everybody a day concerns, with the marks made so far (点名册). `expected` is 应到, `invited` 列席."""

    day: ActivityDay
    expected: tuple[Person, ...]
    invited: tuple[Person, ...]
    marks: Mapping[int, Mark] = field(default_factory=dict)

    @property
    def unmarked(self) -> list[Person]:
        """Those expected of whom nothing has been recorded yet, in the order of the roll."""
        return [person for person in self.expected if person.id not in self.marks]

    @property
    def is_open(self) -> bool:
        """Whether attendance is still to be recorded: the day is not closed, or somebody came into it afterwards."""
        return self.day.closed_on is None or bool(self.unmarked)


@frozen(kw_only=True)
class Tally:
    """How a day counts (出勤统计). The seven counts after `expected` (应到) add up to it; `invited` stands apart.

    `unmarked` holds those without a mark and those stored as unknown; `invited` counts the invited who took part.
    """

    expected: int = 0
    present: int = 0
    online: int = 0
    visited: int = 0
    excused: int = 0
    absent: int = 0
    unreached: int = 0
    unmarked: int = 0
    invited: int = 0

    @property
    def took_part(self) -> int:
        """到会 + 线上 + 送学."""
        return self.present + self.online + self.visited

    @property
    def rate(self) -> float | None:
        """出勤率 from 0 to 1, or None where nobody was expected."""
        return self.took_part / self.expected if self.expected else None
