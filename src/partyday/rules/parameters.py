"""What a policy may set: each parameter with its key, its type and what it is about.

A new parameter is a line here and a value in `policies/national.toml`; code never holds its number.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, NamedTuple, TypeVar, cast

from dateutil.rrule import rrulestr

from partyday.errors import BadInput
from partyday.i18n import N_, _, listed
from partyday.model.money import fen, yuan

T = TypeVar("T")


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """One thing a policy may set. `read` turns the TOML value into a typed one and raises ValueError if it cannot.

    `about` says what it is, in English; it is translated where it is shown.
    """

    key: str
    read: Callable[[Any], T]
    about: str


class Window(NamedTuple):
    """Days of the month, first and last included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class Every(StrEnum):
    """How often something comes at least: once in each such period of the calendar."""

    MONTH = "month"
    TWO_MONTHS = "two-months"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The length of the period."""
        return {"month": 1, "two-months": 2, "quarter": 3, "half-year": 6, "year": 12}[self.value]


class Share(NamedTuple):
    """A part of a whole, such as 1/2."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{self.part}/{self.whole}"


class DayOfYear(NamedTuple):
    """A day that comes every year."""

    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.month:02}-{self.day:02}"


class Band(NamedTuple):
    """Incomes up to `up_to` fen a month (None: any), at `rate` ten-thousandths of the whole."""

    up_to: int | None
    rate: int

    def __str__(self) -> str:
        over = "" if self.up_to is None else f"≤{yuan(self.up_to)} "
        return f"{over}{percent(self.rate)}"


def percent(rate: int) -> str:
    """A rate in ten-thousandths as people write it: 150 → `1.5%`."""
    return f"{rate / 100:g}%"


class Amounts(NamedTuple):
    """An amount in fen a month that is set between two bounds, both included; one amount where they are equal."""

    least: int
    most: int

    def __str__(self) -> str:
        return yuan(self.least) if self.least == self.most else f"{yuan(self.least)}-{yuan(self.most)}"


def _recurrences(value: Any) -> tuple[str, ...]:
    rules = _texts(value)
    for rule in rules:
        try:
            rrulestr(rule.partition(":")[0])
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ValueError(_("“{rule}” is not a recurrence of RFC 5545").format(rule=rule)) from None
    return rules


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise ValueError(_("a list of texts is needed"))
    return tuple(value)


def _window(value: Any) -> Window:
    if value == "month":
        return Window(1, 31)
    first, dash, last = str(value).partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 31):
        raise ValueError(_("days of the month such as “1-10” are needed, or “month”"))
    return Window(int(first), int(last))


def _one_of(*choices: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(_("one of {choices} is needed").format(choices=listed(choices)))
        return cast(str, value)

    return read


def _some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    each = _one_of(*choices)

    def read(value: Any) -> tuple[str, ...]:
        return tuple(each(item) for item in _texts(value))

    return read


def _day_of_year(value: Any) -> DayOfYear:
    written = re.fullmatch(r"(\d\d)-(\d\d)", str(value))
    try:
        day = date(2023, int(written[1]), int(written[2])) if written else None  # a year without 29 February
    except ValueError:
        day = None
    if day is None:
        raise ValueError(_("a day of the year such as “07-01” is needed"))
    return DayOfYear(day.month, day.day)


#: No number of days or of absences is larger than that of ten years.
_LARGEST = 3660


def _whole_number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ValueError(_("a whole number is needed, {largest} at most").format(largest=_LARGEST))
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("true or false is needed"))
    return value


def _months(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 120:
        raise ValueError(_("a number of months is needed"))
    return value


def _bands(value: Any) -> tuple[Band, ...]:
    problem = _("a rising list of up-to (yuan) and rate (such as 0.5%) is needed, the last without up-to")
    if not isinstance(value, list) or not value:
        raise ValueError(problem)
    bands = []
    for entry in value:
        if not isinstance(entry, dict) or set(entry) - {"up-to", "rate"}:
            raise ValueError(problem)
        rate = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,2}))?%", str(entry.get("rate")))
        if not rate:
            raise ValueError(problem)
        up_to = entry.get("up-to")
        bands.append(
            Band(None if up_to is None else _fen(up_to), int(rate[1]) * 100 + int((rate[2] or "0").ljust(2, "0")))
        )
    limits = [band.up_to for band in bands[:-1]]
    if bands[-1].up_to is not None or None in limits or limits != sorted(set(filter(None, limits))):
        raise ValueError(problem)
    return tuple(bands)


def _fen(value: Any) -> int:
    try:
        return fen(str(value))
    except BadInput as error:
        raise ValueError(str(error)) from None


def _amounts(value: Any) -> Amounts:
    least, dash, most = str(value).partition("-")
    amounts = Amounts(_fen(least), _fen(most if dash else least))
    if amounts.least > amounts.most:
        raise ValueError(_("{first} comes after {last}.").format(first=yuan(amounts.least), last=yuan(amounts.most)))
    return amounts


def _share(value: Any) -> Share:
    written = re.fullmatch(r"(\d{1,3})/(\d{1,3})", str(value))
    if not written or not 0 < int(written[1]) <= int(written[2]):
        raise ValueError(_("a fraction such as “1/2” is needed"))
    return Share(int(written[1]), int(written[2]))


def _names(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not value or not all(isinstance(name, str) for name in value.values()):
        raise ValueError(_("a table of code = name is needed"))
    if any(len(code.split()) != 1 for code in value):
        raise ValueError(_("a code has no blanks"))
    return value


def _cadences(value: Any) -> dict[str, Every]:
    if not isinstance(value, dict) or not all(every in list(Every) for every in value.values()):
        raise ValueError(
            _("a table of what = how often is needed, one of {choices}").format(choices=listed(list(Every)))
        )
    return {what: Every(every) for what, every in value.items()}


class Filer(StrEnum):
    """Whose paper a filing is."""

    BRANCH = "branch"  # every 党支部
    TOP = "general-or-direct"  # a 党总支, or a 党支部 that stands under none (直属党支部)
    SUPERIOR = "superior"  # who has 党支部 directly under it


class Deadline(NamedTuple):
    """By when a paper of each period is filed, and by whom.

    `month` counts from the period's first (-1: the one before), `day` is that of the month or its last; None: no date
    is given. So many working days later it is due, the start day not counted.
    """

    every: Every
    by: Filer
    month: int = 0
    day: int | None = None
    working_days: int = 0

    def __str__(self) -> str:
        on = "" if self.day is None else f", month {self.month:+}, day {self.day}"
        later = f", +{self.working_days} working days" if self.working_days else ""
        return f"{self.every}, {self.by}{on}{later}"


def _deadline(every: Every) -> Callable[[Any], Deadline | None]:
    """Reads the deadline of a paper of which there is one for each such period."""

    def read(value: Any) -> Deadline | None:
        if value == "none":
            return None
        if not isinstance(value, dict) or not {"by"} <= set(value) <= {*_FROM_START, "by"}:
            raise ValueError(_("“none” is needed, or by, with month, day and working-days as they are given"))
        month, day, later = (value.get(name, 0) for name in _FROM_START)
        whole = all(isinstance(each, int) and not isinstance(each, bool) for each in (month, day, later))
        if not whole or not (-12 <= month <= 24 and 0 <= day <= 31 and 0 <= later <= 60) or (later and not day):
            raise ValueError(_("month is from -12 to 24, day from 1 to 31, working-days come after a day"))
        return Deadline(every, Filer(_one_of(*Filer)(value["by"])), month, day or None, later)

    return read


_FROM_START = ("month", "day", "working-days")


#: To what dues may be rounded, with its fen.
ROUNDINGS = {"分": 1, "角": 10, "元": 100}

#: The order in which another date is looked for; the names are the codes of the printed reasons.
SHIFTS = ("same-weekday-later", "later", "earlier", "working-weekend-later", "working-weekend-earlier")

RECURRENCE = Parameter("schedule.recurrence", _recurrences, N_("when the day is held (RFC 5545)"))
WINDOW = Parameter("schedule.window", _window, N_("the days of the month it may be moved within"))
SHIFT_ORDER = Parameter("schedule.shift-order", _some_of(*SHIFTS), N_("where another date is looked for, in order"))
CONSTITUTION_MERGE = Parameter(
    "schedule.constitution-merge",
    _one_of("constitution", "nominal", "off"),
    N_("whether July's day is merged with 党章学习日: on that day, on the nominal one, or not"),
)
CONSTITUTION_DAY = Parameter("schedule.constitution-day", _day_of_year, N_("the date of 党章学习日"))
BLOCKS = Parameter("content.blocks", _names, N_("the kinds of content of a day"))
CADENCES = Parameter("content.cadences", _cadences, N_("how often each kind of content comes at least"))
MEETINGS = Parameter("content.meetings", _cadences, N_("how often each meeting comes at least"))
ANNOUNCE_DAYS = Parameter("duties.announce-days", _whole_number, N_("how many days ahead it is announced"))
SUMMARY_DAYS = Parameter("duties.summary-days", _whole_number, N_("within how many days it is summed up"))

CLOSE_DAYS = Parameter("duties.close-days", _whole_number, N_("within how many days its attendance is closed"))
MAKE_UP = Parameter("make-up.required", _truth, N_("whether an excused absence needs a make-up session"))
MAKE_UP_DAYS = Parameter("make-up.due-days", _whole_number, N_("within how many days of the absence it is held"))
TALK = Parameter("talk.absences", _whole_number, N_("at how many unexcused absences a talk is due (0: no such rule)"))
TALK_WINDOW = Parameter(
    "talk.window", _one_of("calendar-year", "rolling-12-months", "all-time"), N_("within which time they are counted")
)
RUN = Parameter(
    "handling.run", _whole_number, N_("at how many unexcused absences in a row handling is due (0: no such rule)")
)
EXCUSED_BREAKS_RUN = Parameter("handling.excused-breaks-run", _truth, N_("whether an excused absence ends such a run"))
QUORUM = Parameter("handling.quorum", _share, N_("what share of those with a vote must be at the meeting"))
MAJORITY = Parameter("handling.majority", _share, N_("more than which share of those with a vote must be in favour"))
CORRECTION = Parameter("handling.correction-months", _months, N_("for how many months 限期改正 usually runs"))
CORRECTION_LIMIT = Parameter("handling.correction-limit", _months, N_("for how many months it runs at most"))
SHORT = Parameter("early-notice.short", _whole_number, N_("how many short of the number an early notice is given"))
CHARTER_MONTHS = Parameter(
    "charter.months", _months, N_("after how many months without organisation life the facts are established")
)
CHARTER_NOTICE = Parameter("charter.notice-months", _months, N_("after how many months a warning of that is given"))
INCOME_RATES = Parameter("dues.income-rates", _bands, N_("the rates of dues on wages, salaries and earnings"))
RETIRED_RATES = Parameter("dues.retired-rates", _bands, N_("the rates of dues on pensions"))
STUDENT_DUES = Parameter("dues.student", _amounts, N_("the monthly dues of students"))
HARDSHIP_DUES = Parameter("dues.hardship", _amounts, N_("the monthly dues of those out of work or on relief"))
FARMER_DUES = Parameter("dues.farmer", _amounts, N_("between what the monthly dues of farmers are set"))
DUES_LIMIT = Parameter("dues.monthly-limit", _fen, N_("what a month's dues normally are at most"))
DUES_ROUNDING = Parameter("dues.rounding", _one_of(*ROUNDINGS), N_("to what dues are rounded: 分, 角 or 元"))
BACK_PAYMENT = Parameter("dues.back-payment-months", _months, N_("for how many months back dues are normally paid"))
PREPAYMENT = Parameter("dues.prepayment-months", _months, N_("for how many months ahead dues may be paid"))
LARGE_VOLUNTARY = Parameter("dues.large-voluntary", _fen, N_("from what amount a voluntary payment is forwarded whole"))
COLLECT_ON = Parameter(
    "dues.collect-on", _one_of("activity-day", "month-end"), N_("by when a month's dues are collected")
)
#: form → by when it is filed, and by whom
FILINGS: dict[str, Parameter[Deadline | None]] = {
    "year-plan": Parameter("filings.year-plan", _deadline(Every.YEAR), N_("when 活动方案 of a year is filed")),
    "year-schedule": Parameter(
        "filings.year-schedule", _deadline(Every.YEAR), N_("when 计划日程表 of a year is filed")
    ),
    "half-year-plan": Parameter(
        "filings.half-year-plan", _deadline(Every.HALF_YEAR), N_("when the plan of a half-year is filed")
    ),
    "quarter-plan": Parameter(
        "filings.quarter-plan", _deadline(Every.QUARTER), N_("when the plan of a quarter is filed")
    ),
    "rollup": Parameter(
        "filings.rollup", _deadline(Every.QUARTER), N_("when a superior's 汇总表 of a quarter is filed")
    ),
    "dues-publication": Parameter(
        "filings.dues-publication", _deadline(Every.YEAR), N_("when a year's dues are made public")
    ),
}
FILING_NOTICE = Parameter("filings.notice-days", _whole_number, N_("how many days ahead a filing is reminded of"))
REACH_OUT = Parameter("reach-out.required", _truth, N_("whether the day is brought to the infirm and ill"))

PARAMETERS: dict[str, Parameter[Any]] = {
    parameter.key: parameter
    for parameter in (
        RECURRENCE,
        WINDOW,
        SHIFT_ORDER,
        CONSTITUTION_MERGE,
        CONSTITUTION_DAY,
        BLOCKS,
        CADENCES,
        MEETINGS,
        ANNOUNCE_DAYS,
        CLOSE_DAYS,
        SUMMARY_DAYS,
        MAKE_UP,
        MAKE_UP_DAYS,
        TALK,
        TALK_WINDOW,
        RUN,
        EXCUSED_BREAKS_RUN,
        QUORUM,
        MAJORITY,
        CORRECTION,
        CORRECTION_LIMIT,
        SHORT,
        CHARTER_MONTHS,
        CHARTER_NOTICE,
        REACH_OUT,
        INCOME_RATES,
        RETIRED_RATES,
        STUDENT_DUES,
        HARDSHIP_DUES,
        FARMER_DUES,
        DUES_LIMIT,
        DUES_ROUNDING,
        BACK_PAYMENT,
        PREPAYMENT,
        LARGE_VOLUNTARY,
        COLLECT_ON,
        FILING_NOTICE,
    )
} | {parameter.key: parameter for parameter in FILINGS.values()}
