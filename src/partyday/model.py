"""The nouns of the record: people, days, marks. Frozen values and enums; the standard library only.

Periods are half-open: `since` is the first day, `until` the first day no longer in it (None: still open). `*_on` is
a date, `*_at` a UTC timestamp in ISO 8601. Enum values are what the book stores: they stay for good.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from partyday.errors import BadInput
from partyday.i18n import _


class BranchKind(StrEnum):
    """Where a branch (党组织) stands in the tree."""

    COMMITTEE = "committee"  # 党委, 基层党委
    GENERAL = "general"  # 党总支
    BRANCH = "branch"  # 党支部: the one that has members and holds days


class Standing(StrEnum):
    """人员类别. The first two are members: expected, counted, under the rules. The others are invited (列席)."""

    FULL = "full"
    PROBATIONARY = "probationary"
    PROSPECT = "prospect"
    ACTIVIST = "activist"

    @property
    def is_member(self) -> bool:
        """Whether this is a Party member (正式 or 预备)."""
        return self in (Standing.FULL, Standing.PROBATIONARY)


class Circumstance(StrEnum):
    """情况: what makes a member be expected otherwise than in person, for a time."""

    MOBILE = "mobile"
    INFIRM = "infirm"
    ILL = "ill"
    AWAY = "away"
    LEAVE = "leave"
    SUSPENDED = "suspended"
    LEADER = "leader"


class MembershipEnd(StrEnum):
    """How a membership of a branch came to its end."""

    TRANSFERRED = "transferred"
    DIED = "died"
    REMOVED = "removed"


class State(StrEnum):
    """What a mark says of a person on a day."""

    PRESENT = "present"
    ONLINE = "online"
    VISITED = "visited"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNREACHED = "unreached"
    UNKNOWN = "unknown"

    @property
    def took_part(self) -> bool:
        """Present, online or visited: counts as having taken part."""
        return self in (State.PRESENT, State.ONLINE, State.VISITED)


class Excuse(StrEnum):
    """Why an excused member was away (请假类别). The detail is free text and stays in the book."""

    SICK = "sick"
    PERSONAL = "personal"
    DUTY = "duty"
    OTHER = "other"


class Part(StrEnum):
    """Which part of the day a session takes."""

    FULL = "full"
    AM = "am"
    PM = "pm"

    @property
    def half_days(self) -> int:
        """What a session weighs, in half-days: thresholds that count in days count two of these as one."""
        return 2 if self is Part.FULL else 1

    def collides(self, other: "Part") -> bool:
        """Whether both would need the same hours of one date."""
        return self is other or Part.FULL in (self, other)


class Occasion(StrEnum):
    """What is held on a day."""

    ACTIVITY_DAY = "activity-day"
    CONSTITUTION = "constitution"


class DuesKind(StrEnum):
    """What a member's dues (党费) are reckoned from."""

    WAGE = "wage"
    SALARY = "salary"
    SELF_EMPLOYED = "self-employed"
    RETIRED = "retired"
    STUDENT = "student"
    HARDSHIP = "hardship"
    FARMER = "farmer"


class Method(StrEnum):
    """How dues were paid."""

    CASH = "cash"
    BANK = "bank"
    ONLINE = "online"


class Proxy(StrEnum):
    """Through whom dues were paid, where not by the member."""

    RELATIVE = "relative"
    MEMBER = "member"


class Measure(StrEnum):
    """What a handling (组织处理) may come to. The last one is none: the branch stays with criticism."""

    CORRECT = "correct"
    DISSUADE = "dissuade"
    REMOVE = "remove"
    EXTEND = "extend"
    CANCEL = "cancel"
    EDUCATE = "educate"


class Rule(StrEnum):
    """Which rule a finding comes from."""

    HANDLING = "handling"
    TALK = "talk"
    CHARTER_CLOCK = "charter-clock"
    MAKE_UP = "make-up"
    DUES = "dues"
    REACH_OUT = "reach-out"
    EARLY_NOTICE = "early-notice"
    BRANCH_DUTY = "branch-duty"


class Level(StrEnum):
    """How pressing a finding is."""

    NOTICE = "notice"
    DUE = "due"
    OVERDUE = "overdue"


class Office(StrEnum):
    """Who is to act on a finding."""

    BRANCH = "branch"
    SECRETARY = "secretary"
    SUPERIOR = "superior"
    MEETING = "meeting"


class DayStatus(StrEnum):
    """Where a day stands between the plan and the archive."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Reason:
    """Why a day is where it is: a code with its values, worded by `wording.reason` in either language."""

    code: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Branch:
    """A Party organisation in the tree. `policy` and `recurrence` are None where it inherits its superior's."""

    id: int
    name: str
    kind: BranchKind
    parent_id: int | None = None
    policy: str | None = None
    recurrence: tuple[str, ...] | None = None
    secretary: str = ""
    organiser: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody as a branch sees them on one date: what a roll, a form or a rule needs to know."""

    id: int
    number: int
    name: str
    standing: Standing
    circumstances: frozenset[Circumstance] = frozenset()
    pinyin: str = ""
    initials: str = ""
    staff_number: str = ""
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What was recorded of one person on one day, by whom and when."""

    member_id: int
    state: State
    category: Excuse | None = None
    detail: str = ""
    recorded_on: date
    recorded_at: str
    recorded_by: str

    @property
    def what(self) -> tuple[State, Excuse | None, str]:
        """What was recorded, without who recorded it."""
        return self.state, self.category, self.detail


@dataclass(frozen=True, kw_only=True)
class ActivityDay:
    """One session of the activity day (党员活动日). `held_on` is None while its month awaits a decision.

    `slot` numbers the sessions of a month from 0; `marked` tells whether anybody was marked on or after the day.
    """

    id: int
    branch_id: int
    month: str
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
    recorder: str = ""
    starts: str = ""
    ends: str = ""
    blocks: tuple[str, ...] = ()
    announced_on: date | None = None
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
            return DayStatus.UNDECIDED
        return DayStatus.HELD if self.marked else DayStatus.PLANNED

    @property
    def ref(self) -> str:
        """How the commands name it: `2026-03-06`, or `2026-03-06:am` for a half-day; the month while undecided."""
        if self.held_on is None:
            return self.month
        return self.held_on.isoformat() + ("" if self.part is Part.FULL else f":{self.part}")


@dataclass(frozen=True)
class Roll:
    """Everybody a day concerns, with the marks made so far (点名册). `expected` is 应到, `invited` 列席."""

    day: ActivityDay
    expected: tuple[Person, ...]
    invited: tuple[Person, ...]
    marks: Mapping[int, Mark] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
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


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing wrong with one cell of imported data. `row` is the row of the file, from 1."""

    row: int
    column: str
    value: str
    problem: str


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for blanks."""
    return "".join(one.split()) == "".join(other.split())


#: Dates of other years are slips.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def iso_date(text: str) -> date:
    """A date as the commands take it, `2026-03-06`; raises BadInput for anything else."""
    try:
        day = date.fromisoformat(text.strip())
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise ValueError
        return day
    except ValueError:
        raise BadInput(
            _("“{text}” is not a date.").format(text=text), _("Write dates as 2026-03-06 (year-month-day).")
        ) from None


def valid_month(text: str) -> str:
    """A month as `2026-03`; raises BadInput for anything else."""
    if len(text) != len("2026-03"):
        raise BadInput(_("“{text}” is not a month.").format(text=text), _("Write months as 2026-03."))
    iso_date(text + "-01")
    return text
