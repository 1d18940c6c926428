"""What a policy may set: each parameter in one place, with its key, its type and bounds, and what it is about.

A new parameter is a line here and a value in `policy/national.toml`; code never holds its number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from partyday.i18n import N_
from partyday.model.forms import FORMS
from partyday.rules.values import (
    Deadline,
    Every,
    amount,
    amounts,
    bands,
    cadences,
    day_of_year,
    deadline,
    months,
    names,
    one_of,
    recurrences,
    share,
    some_of,
    truth,
    whole_number,
    window,
)

T = TypeVar("T")


@dataclass(frozen=True)
class Parameter(Generic[T]):
    """One thing a policy may set. `read` turns the TOML value into a typed one and raises ValueError if it cannot.

    `about` says what it is, in English; it is translated where it is shown.
    """

    key: str
    read: Callable[[Any], T]
    about: str


#: key → parameter, in the order in which they are listed.
PARAMETERS: dict[str, Parameter[Any]] = {}


def _parameter(key: str, read: Callable[[Any], T], about: str) -> Parameter[T]:
    parameter = Parameter(key, read, about)
    PARAMETERS[key] = parameter
    return parameter


#: To what dues may be rounded, with its fen.
ROUNDINGS = {"分": 1, "角": 10, "元": 100}

#: The order in which another date is looked for; the names are the codes of the printed reasons.
SHIFTS = ("same-weekday-later", "later", "earlier", "working-weekend-later", "working-weekend-earlier")

_TEN_YEARS = 3660  # days: no number of days or of absences is larger

RECURRENCE = _parameter("schedule.recurrence", recurrences, N_("when the day is held (RFC 5545)"))
WINDOW = _parameter("schedule.window", window, N_("the days of the month it may be moved within"))
SHIFT_ORDER = _parameter("schedule.shift-order", some_of(*SHIFTS), N_("where another date is looked for, in order"))
CONSTITUTION_MERGE = _parameter(
    "schedule.constitution-merge",
    one_of("constitution", "nominal", "off"),
    N_("whether July's day is merged with 党章学习日: on that day, on the nominal one, or not"),
)
CONSTITUTION_DAY = _parameter("schedule.constitution-day", day_of_year, N_("the date of 党章学习日"))
BLOCKS = _parameter("content.blocks", names, N_("the kinds of content of a day"))
CADENCES = _parameter("content.cadences", cadences, N_("how often each kind of content comes at least"))
MEETINGS = _parameter("content.meetings", cadences, N_("how often each meeting comes at least"))
ANNOUNCE_DAYS = _parameter("duties.announce-days", whole_number(_TEN_YEARS), N_("how many days ahead it is announced"))
CLOSE_DAYS = _parameter(
    "duties.close-days", whole_number(_TEN_YEARS), N_("within how many days its attendance is closed")
)
SUMMARY_DAYS = _parameter("duties.summary-days", whole_number(_TEN_YEARS), N_("within how many days it is summed up"))
MAKE_UP = _parameter("make-up.required", truth, N_("whether an excused absence needs a make-up session"))
MAKE_UP_DAYS = _parameter(
    "make-up.due-days", whole_number(_TEN_YEARS), N_("within how many days of the absence it is held")
)
TALK = _parameter(
    "talk.absences", whole_number(_TEN_YEARS), N_("at how many unexcused absences a talk is due (0: no such rule)")
)
TALK_WINDOW = _parameter(
    "talk.window", one_of("calendar-year", "rolling-12-months", "all-time"), N_("within which time they are counted")
)
RUN = _parameter(
    "handling.run",
    whole_number(_TEN_YEARS),
    N_("at how many unexcused absences in a row handling is due (0: no such rule)"),
)
EXCUSED_BREAKS_RUN = _parameter("handling.excused-breaks-run", truth, N_("whether an excused absence ends such a run"))
QUORUM = _parameter("handling.quorum", share, N_("what share of those with a vote must be at the meeting"))
MAJORITY = _parameter("handling.majority", share, N_("more than which share of those with a vote must be in favour"))
CORRECTION = _parameter("handling.correction-months", months(120), N_("for how many months 限期改正 usually runs"))
CORRECTION_LIMIT = _parameter("handling.correction-limit", months(120), N_("for how many months it runs at most"))
PROBATION = _parameter("members.probation-months", months(120), N_("for how many months a probation runs"))
MEMBER_NOTICE = _parameter(
    "members.notice-days", whole_number(_TEN_YEARS), N_("how many days ahead what comes for a member is told")
)
SHORT = _parameter(
    "early-notice.short", whole_number(_TEN_YEARS), N_("how many short of the number an early notice is given")
)
CHARTER_MONTHS = _parameter(
    "charter.months", months(120), N_("after how many months without organisation life the facts are established")
)
CHARTER_NOTICE = _parameter(
    "charter.notice-months", months(120), N_("after how many months a warning of that is given")
)
REACH_OUT = _parameter("reach-out.required", truth, N_("whether the day is brought to the infirm and ill"))
INCOME_RATES = _parameter("dues.income-rates", bands, N_("the rates of dues on wages, salaries and earnings"))
RETIRED_RATES = _parameter("dues.retired-rates", bands, N_("the rates of dues on pensions"))
STUDENT_DUES = _parameter("dues.student", amounts, N_("the monthly dues of students"))
HARDSHIP_DUES = _parameter("dues.hardship", amounts, N_("the monthly dues of those out of work or on relief"))
FARMER_DUES = _parameter("dues.farmer", amounts, N_("between what the monthly dues of farmers are set"))
DUES_LIMIT = _parameter("dues.monthly-limit", amount, N_("what a month's dues normally are at most"))
DUES_ROUNDING = _parameter("dues.rounding", one_of(*ROUNDINGS), N_("to what dues are rounded: 分, 角 or 元"))
BACK_PAYMENT = _parameter(
    "dues.back-payment-months", months(120), N_("for how many months back dues are normally paid")
)
PREPAYMENT = _parameter("dues.prepayment-months", months(120), N_("for how many months ahead dues may be paid"))
LARGE_VOLUNTARY = _parameter(
    "dues.large-voluntary", amount, N_("from what amount a voluntary payment is forwarded whole")
)
COLLECT_ON = _parameter(
    "dues.collect-on", one_of("activity-day", "month-end"), N_("by when a month's dues are collected")
)
FILING_NOTICE = _parameter(
    "filings.notice-days", whole_number(_TEN_YEARS), N_("how many days ahead a filing is reminded of")
)

#: form → by when it is filed, and by whom
FILINGS: dict[str, Parameter[Deadline | None]] = {
    form.name: _parameter(f"filings.{form.name}", deadline(Every.of(form.filed_every)), form.deadline)
    for form in FORMS.values()
    if form.filed_every
}
