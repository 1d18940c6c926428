"""What a policy may set: each parameter in one place, with its key, its type and bounds, and what it is about.

A new parameter is a line here and a value in `policy/national.toml`; code never holds its number.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from partyday.i18n import N_, listed
from partyday.model.forms import FORMS
from partyday.model.frozen import frozen
from partyday.rules.stages import CountingWindow, stages
from partyday.rules.values import (
    Deadline,
    Every,
    amount,
    amounts,
    attendance,
    bands,
    by_income,
    cadences,
    day_of_year,
    deadline,
    forms,
    hours,
    in_yuan,
    months,
    names,
    one_of,
    recurrences,
    recurrences_by_name,
    remit,
    share,
    some_of,
    terms,
    truth,
    whole_number,
    window,
    words,
)

T = TypeVar("T")


@frozen
class Parameter(Generic[T]):
    """One thing a policy may set. `read` turns the TOML value into a typed one and raises ValueError if it cannot.

    `about` says what it is, in English; it is translated where it is shown. `told` gives a value as people read it,
    where that is not how its file writes it.
    """

    key: str
    read: Callable[[Any], T]
    about: str
    told: Callable[[T], str] | None = None


#: key → parameter, in the order in which they are listed.
PARAMETERS: dict[str, Parameter[Any]] = {}


def _parameter(key: str, read: Callable[[Any], T], about: str, told: Callable[[T], str] | None = None) -> Parameter[T]:
    parameter = Parameter(key, read, about, told)
    PARAMETERS[key] = parameter
    return parameter


#: To what dues may be rounded, with its fen.
ROUNDINGS = {"分": 1, "角": 10, "元": 100}

#: The order in which another date is looked for; the names are the codes of the printed reasons.
SHIFTS = (
    *("same-weekday-later", "next-working-day", "later", "earlier"),
    *("working-weekend-later", "working-weekend-earlier"),
)

_TEN_YEARS = 3660  # days: no number of days or of absences is larger

RECURRENCE = _parameter("schedule.recurrence", recurrences, N_("when the day is held (RFC 5545)"))
RECURRENCE_BY_NAME = _parameter(
    "schedule.recurrence-by-name",
    recurrences_by_name,
    N_("when branches with a word in their name (教工, 学生) hold it, where that differs"),
)
WINDOW = _parameter("schedule.window", window, N_("the days of the month it may be moved within"))
MOVES_FOR = _parameter(
    "schedule.moves-for",
    one_of("days-off", "holidays", "never"),
    N_("which days off move it: all, holidays but not weekends, or none"),
)
SHIFT_ORDER = _parameter("schedule.shift-order", some_of(*SHIFTS), N_("where another date is looked for, in order"))
CONSTITUTION_MERGE = _parameter(
    "schedule.constitution-merge",
    one_of("constitution", "nominal", "off"),
    N_("whether July's day is merged with 党章学习日: on that day, on the nominal one, or not"),
)
CONSTITUTION_DAY = _parameter("schedule.constitution-day", day_of_year, N_("the date of 党章学习日"))
TERMS = _parameter("school.terms", terms, N_("the first and last day of each term"))
BLOCKS = _parameter("content.blocks", names, N_("the kinds of content of a day"))
CADENCES = _parameter("content.cadences", cadences, N_("how often each kind of content comes at least"))
MEETINGS = _parameter("content.meetings", cadences, N_("how often each meeting comes at least"))
BLOCK_FORMS = _parameter(
    "content.forms",
    forms,
    N_("in which forms each kind of content is held, the first one preferred"),
    lambda forms_of: listed(f"{code} {'/'.join(of)}" for code, of in forms_of.items()),
)
COMMITTEE_FROM = _parameter(
    "content.committee-from",
    whole_number(_TEN_YEARS),
    N_("from how many full members on a branch has a committee (支委会)"),
)
LEAST_ATTENDANCE = _parameter("attendance.least", attendance, N_("what share takes part at least, each day or year"))
LEAST_HOURS = _parameter("schedule.least-hours", hours, N_("how long a day is at least: hours, a half-day or a day"))
HALF_DAY = _parameter(
    "schedule.half-day-hours", whole_number(12), N_("how many hours a half-day is at least; a day is two")
)
EXCUSE_DAYS = _parameter(
    "excuse.days-ahead", whole_number(_TEN_YEARS), N_("how many days ahead an excuse is asked for (0: none is given)")
)
EXCUSE_BY = _parameter("excuse.approved-by", words, N_("who approves an excuse, in the policy's words"))
APPLY_DAYS = _parameter(
    "schedule.apply-days",
    whole_number(_TEN_YEARS),
    N_("how many days ahead the superior is asked to move the day (0: none is given)"),
)
ANNOUNCE_DAYS = _parameter("duties.announce-days", whole_number(_TEN_YEARS), N_("how many days ahead it is announced"))
CLOSE_DAYS = _parameter(
    "duties.close-days", whole_number(_TEN_YEARS), N_("within how many days its attendance is closed")
)
SUMMARY_DAYS = _parameter("duties.summary-days", whole_number(_TEN_YEARS), N_("within how many days it is summed up"))
INSPECT_EVERY = _parameter(
    "duties.inspect-every",
    one_of("none", Every.MONTH, Every.QUARTER, Every.HALF_YEAR, Every.YEAR),
    N_("how often a superior inspects each of its branches"),
)
MAKE_UP = _parameter("make-up.required", truth, N_("whether an excused absence needs a make-up session"))
MAKE_UP_DAYS = _parameter(
    "make-up.due-days", whole_number(_TEN_YEARS), N_("within how many days of the absence it is held")
)
TALK = _parameter(
    "talk.absences", whole_number(_TEN_YEARS), N_("at how many unexcused absences a talk is due (0: no such rule)")
)
TALK_WINDOW = _parameter("talk.window", one_of(*CountingWindow), N_("within which time they are counted"))
RUN = _parameter(
    "handling.run",
    whole_number(_TEN_YEARS),
    N_("at how many unexcused absences in a row handling is due (0: no such rule)"),
)
STAGES = _parameter(
    "escalation.stages", stages, N_("which measures are taken at how many unexcused absences, and by whom")
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
MOBILE_MONTHS = _parameter(
    "mobile.months",
    whole_number(120),
    N_("after how many months away a member is told to register as mobile (流动; 0: no such rule)"),
)
ABROAD_MONTHS = _parameter(
    "mobile.contact-months", whole_number(120), N_("within how many months a member abroad is contacted (0: none)")
)
LEARNING_HOURS = _parameter(
    "learning.hours", whole_number(_TEN_YEARS), N_("how many hours of learning (学时) a year has at least (0: none)")
)
LEARNING_HOURS_OFFICERS = _parameter(
    "learning.hours-officers", whole_number(_TEN_YEARS), N_("the same of secretaries and committee members")
)
LEARNING_MONTH = _parameter("learning.notice-month", months(12), N_("from which month on that is reminded of"))
INCOME_RATES = _parameter(
    "dues.income-rates", bands, N_("the rates of dues on wages, salaries and earnings"), by_income
)
RETIRED_RATES = _parameter("dues.retired-rates", bands, N_("the rates of dues on pensions"), by_income)
STUDENT_DUES = _parameter("dues.student", amounts, N_("the monthly dues of students"), in_yuan)
HARDSHIP_DUES = _parameter("dues.hardship", amounts, N_("the monthly dues of those out of work or on relief"), in_yuan)
FARMER_DUES = _parameter("dues.farmer", amounts, N_("between what the monthly dues of farmers are set"), in_yuan)
DUES_LIMIT = _parameter("dues.monthly-limit", amount, N_("what a month's dues normally are at most"), in_yuan)
DUES_ROUNDING = _parameter("dues.rounding", one_of(*ROUNDINGS), N_("to what dues are rounded: 分, 角 or 元"))
BACK_PAYMENT = _parameter(
    "dues.back-payment-months", months(120), N_("for how many months back dues are normally paid")
)
PREPAYMENT = _parameter("dues.prepayment-months", months(120), N_("for how many months ahead dues may be paid"))
LARGE_VOLUNTARY = _parameter(
    "dues.large-voluntary", amount, N_("from what amount a voluntary payment is forwarded whole"), in_yuan
)
COLLECT_ON = _parameter(
    "dues.collect-on", one_of("activity-day", "month-end"), N_("by when a month's dues are collected")
)
REMIT_BY = _parameter("dues.remit-by", remit, N_("by when the dues taken in are forwarded to the superior"))
FILING_NOTICE = _parameter(
    "filings.notice-days", whole_number(_TEN_YEARS), N_("how many days ahead a filing is reminded of")
)

#: form → by when it is filed, and by whom
FILINGS: dict[str, Parameter[Deadline | None]] = {
    form.name: _parameter(f"filings.{form.name}", deadline(Every.of(form.filed_every)), form.deadline)
    for form in FORMS.values()
    if form.filed_every
}
