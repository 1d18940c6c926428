"""The values that a policy may set: their types, and how each is read from TOML.

Every reader takes a value as `tomllib` gives it and returns the typed one, or raises ValueError with a sentence that
says what is needed. Knows no policy and no parameter.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from math import isclose
from typing import Any, NamedTuple, cast

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.money import fen, yuan
from partyday.model.period import Period, Term


class Window(NamedTuple):
    """Days of the month, first and last included."""

    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"


class Within(NamedTuple):
    """Days from the nominal one on: `+7` up to seven days later, `±7` before it too; `in_month`: not past its month."""

    days: int
    before: bool = False
    in_month: bool = False

    def __str__(self) -> str:
        return f"{'±' if self.before else '+'}{self.days}{' month' if self.in_month else ''}"


class Every(StrEnum):
    """How often something comes at least: once in each such period of the calendar."""

    MONTH = "month"
    TWO_MONTHS = "two-months"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    TERM = "term"

    @property
    def months(self) -> int:
        """The length of the period; of a term about so many."""
        return {"month": 1, "two-months": 2, "quarter": 3, "half-year": 6, "year": 12, "term": 6}[self.value]

    @classmethod
    def of(cls, months: int) -> "Every":
        """The one of that length."""
        return next(every for every in cls if every.months == months)


class Often(NamedTuple):
    """How many times in each such period something comes at least."""

    every: Every
    times: int = 1


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
        rate = percent(self.rate)
        if self.up_to is None:
            return _("above: {rate}").format(rate=rate)
        return _("up to {amount}: {rate}").format(amount=in_yuan(self.up_to), rate=rate)


def by_income(bands: tuple[Band, ...]) -> str:
    """Bands of income in one line: `up to 5000.00 yuan: 0.5%, above: 1%`."""
    return listed(map(str, bands))


def percent(rate: int) -> str:
    """A rate in ten-thousandths as people write it: 150 → `1.5%`."""
    return f"{rate / 100:g}%"


class Amounts(NamedTuple):
    """An amount in fen a month that is set between two bounds, both included; one amount where they are equal."""

    least: int
    most: int

    def __str__(self) -> str:
        return yuan(self.least) if self.least == self.most else f"{yuan(self.least)}-{yuan(self.most)}"


def in_yuan(amount: "int | Amounts") -> str:
    """An amount in fen, or a range of them, with its unit: 100000 → `1000.00 yuan`."""
    return _("{amount} yuan").format(amount=amount if isinstance(amount, Amounts) else yuan(amount))


#: A weekday of every month: known to be right without loading what reads any recurrence.
_USUAL = re.compile(r"FREQ=MONTHLY;BYDAY=[1-4](MO|TU|WE|TH|FR|SA|SU)(:(full|am|pm))?")


def recurrences(value: Any) -> tuple[str, ...]:
    """Recurrences of RFC 5545, each as its text."""
    rules = (value,) if value == "none" else texts(value)
    for rule in rules:
        if _USUAL.fullmatch(rule):
            continue
        from partyday.rules.recurrence import read_recurrence

        try:
            read_recurrence(rule)
        except BadInput as error:
            raise ValueError(_clause(str(error))) from None
    return rules


def _clause(sentence: str) -> str:
    """A sentence without its full stop: whoever tells what is needed sets one behind it all."""
    return sentence.rstrip(".。")


def recurrences_by_name(value: Any) -> dict[str, tuple[str, ...]]:
    """A table of words in a branch's name = the recurrences of such branches."""
    if not isinstance(value, dict) or not all(word.strip() for word in value):
        raise ValueError(_("a table of a word in the branch's name = its recurrences is needed"))
    return {word: recurrences(rules) for word, rules in value.items()}


def terms(value: Any) -> tuple[Term, ...]:
    """The school's terms by name, each with its first and last day."""
    problem = _("a table of terms such as 2026春 = [first day, last day] is needed")
    if not isinstance(value, dict):
        raise ValueError(problem)
    read = []
    for name, dates in value.items():
        try:
            period = Period.read(name)
        except BadInput:
            raise ValueError(problem) from None
        if not (isinstance(dates, list) and len(dates) == 2 and all(type(day) is date for day in dates)):
            raise ValueError(problem)
        if not period.is_term or not dates[0] < dates[1]:
            raise ValueError(problem)
        read.append(Term(period, dates[0], dates[1]))
    return tuple(sorted(read, key=lambda term: term.start))


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise ValueError(_("a list of texts is needed"))
    return tuple(value)


def window(value: Any) -> Window | Within:
    """Days of the month: `1-10`, or `month` for all of them; or `+7` for so many days from the nominal day on."""
    if value == "month":
        return Window(1, 31)
    if moved := re.fullmatch(r"([+±])(\d{1,2})( month)?", str(value)):
        return Within(int(moved[2]), moved[1] == "±", bool(moved[3]))
    first, _dash, last = str(value).partition("-")
    if not (first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 31):
        raise ValueError(_("days of the month such as “1-10” are needed, “month”, or “+7” for a week from the day on"))
    return Window(int(first), int(last))


def one_of(*choices: str) -> Callable[[Any], str]:
    """Reads one of these words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(_("one of {choices} is needed").format(choices=listed(choices)))
        return cast(str, value)

    return read


def some_of(*choices: str) -> Callable[[Any], tuple[str, ...]]:
    """Reads a list of these words."""
    read_one = one_of(*choices)

    def read(value: Any) -> tuple[str, ...]:
        return tuple(read_one(word) for word in texts(value))

    return read


def day_of_year(value: Any) -> DayOfYear:
    """A day that comes every year: `07-01`."""
    written = re.fullmatch(r"(\d\d)-(\d\d)", str(value))
    try:
        day = date(2023, int(written[1]), int(written[2])) if written else None  # a year without 29 February
    except ValueError:
        day = None
    if day is None:
        raise ValueError(_("a day of the year such as “07-01” is needed"))
    return DayOfYear(day.month, day.day)


def whole_number(most: int) -> Callable[[Any], int]:
    """Reads a number from 0 to `most`."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            raise ValueError(_("a whole number is needed, {largest} at most").format(largest=most))
        return value

    return read


def truth(value: Any) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(_("true or false is needed"))
    return value


def months(most: int) -> Callable[[Any], int]:
    """Reads a number of months from 1 to `most`."""

    def read(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
            raise ValueError(_("a number of months is needed"))
        return value

    return read


def bands(value: Any) -> tuple[Band, ...]:
    """Bands of income that rise, the last without an end."""
    problem = _("a rising list of up-to (yuan) and rate (such as 0.5%) is needed, the last without up-to")
    if not isinstance(value, list) or not value:
        raise ValueError(problem)
    rising = []
    for entry in value:
        if not isinstance(entry, dict) or set(entry) - {"up-to", "rate"}:
            raise ValueError(problem)
        rate = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,2}))?%", str(entry.get("rate")))
        if not rate:
            raise ValueError(problem)
        up_to = entry.get("up-to")
        rising.append(
            Band(None if up_to is None else amount(up_to), int(rate[1]) * 100 + int((rate[2] or "0").ljust(2, "0")))
        )
    limits = [band.up_to for band in rising[:-1]]
    if rising[-1].up_to is not None or limits != sorted(set(filter(None, limits))):
        raise ValueError(problem)
    return tuple(rising)


def amount(value: Any) -> int:
    """An amount in yuan, as fen."""
    try:
        return fen(str(value))
    except BadInput as error:
        raise ValueError(_clause(str(error))) from None


def amounts(value: Any) -> Amounts:
    """An amount in yuan, or two that it is set between: `0.20-1.00`."""
    least, dash, most = str(value).partition("-")
    both = Amounts(amount(least), amount(most if dash else least))
    if both.least > both.most:
        told = _("{first} comes after {last}.").format(first=yuan(both.least), last=yuan(both.most))
        raise ValueError(_clause(told))
    return both


def share(value: Any) -> Share:
    """A fraction: `1/2`."""
    written = re.fullmatch(r"(\d{1,3})/(\d{1,3})", str(value))
    if not written or not 0 < int(written[1]) <= int(written[2]):
        raise ValueError(_("a fraction such as “1/2” is needed"))
    return Share(int(written[1]), int(written[2]))


def names(value: Any) -> dict[str, str]:
    """A table of code = name."""
    if not isinstance(value, dict) or not value or not all(isinstance(name, str) for name in value.values()):
        raise ValueError(_("a table of code = name is needed"))
    if any(len(code.split()) != 1 for code in value):
        raise ValueError(_("a code has no blanks"))
    return value


def forms(value: Any) -> dict[str, tuple[str, ...]]:
    """A table of code = the forms it is held in, the first one preferred."""
    sound = isinstance(value, dict) and all(
        isinstance(of, list) and of and all(isinstance(form, str) and form.strip() for form in of)
        for of in value.values()
    )
    if not sound:
        raise ValueError(_("a table of code = [forms] is needed"))
    return {code: tuple(of) for code, of in value.items()}


def cadences(value: Any) -> dict[str, Often]:
    """A table of what = how often: `quarter`, or `{ every = "year", times = 4 }`."""
    if not isinstance(value, dict):
        raise ValueError(_("a table of what = how often is needed"))
    return {what: _often(often) for what, often in value.items()}


def _often(value: Any) -> Often:
    told = value if isinstance(value, dict) else {"every": value}
    every, times = told.get("every"), told.get("times", 1)
    if every not in list(Every) or set(told) - {"every", "times"}:
        raise ValueError(
            _("a table of what = how often is needed, one of {choices}").format(choices=listed(list(Every)))
        )
    if not isinstance(times, int) or isinstance(times, bool) or not 1 <= times <= _MOST_TIMES:
        raise ValueError(_("how many times is a whole number from 1 to {most}").format(most=_MOST_TIMES))
    return Often(Every(every), times)


_MOST_TIMES = 366


class Filer(StrEnum):
    """Who files a paper."""

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


def deadline(every: Every) -> Callable[[Any], Deadline | None]:
    """Reads the deadline of a paper of which there is one for each such period."""

    def read(value: Any) -> Deadline | None:
        if value == "none":
            return None
        if not isinstance(value, dict) or not {"by"} <= set(value) <= {*_FROM_START, "by", "every"}:
            raise ValueError(_("“none” is needed, or by, with every, month, day and working-days as they are given"))
        often = value.get("every", every)
        if often not in list(Every) or often == Every.TWO_MONTHS:
            raise ValueError(_("every is one of {choices}").format(choices=listed(_NAMED)))
        month, day, later = (value.get(name, 0) for name in _FROM_START)
        whole = all(isinstance(number, int) and not isinstance(number, bool) for number in (month, day, later))
        if not whole or not (-12 <= month <= 24 and 0 <= day <= 31 and 0 <= later <= 60) or (later and not day):
            raise ValueError(_("month is from -12 to 24, day from 1 to 31, working-days come after a day"))
        return Deadline(Every(often), Filer(one_of(*Filer)(value["by"])), month, day or None, later)

    return read


#: The periods that a paper can be of, which have names.
_NAMED = [every for every in Every if every is not Every.TWO_MONTHS]
_FROM_START = ("month", "day", "working-days")


class LeastAttendance(NamedTuple):
    """The least attendance, in hundredths, of each day or of a year's days together."""

    percent: int
    per: str

    def __str__(self) -> str:
        return f"{self.percent}% per {self.per}"


def attendance(value: Any) -> LeastAttendance | None:
    """`none`, or the share that takes part at least and of what: `{ share = "80%", per = "day" }`."""
    if value == "none":
        return None
    problem = _("“none” is needed, or a share such as 80% and per, one of {choices}").format(choices=listed(_PER))
    if not isinstance(value, dict) or set(value) != {"share", "per"} or value["per"] not in _PER:
        raise ValueError(problem)
    written = re.fullmatch(r"(\d{1,3})%", str(value["share"]))
    if not written or not 1 <= int(written[1]) <= _WHOLE:
        raise ValueError(problem)
    return LeastAttendance(int(written[1]), value["per"])


_PER, _WHOLE = ("day", "year"), 100


class Length(NamedTuple):
    """So many hours, kept in minutes."""

    minutes: int

    @property
    def number(self) -> float:
        """The hours as a file writes them: 2, or 1.5."""
        whole, rest = divmod(self.minutes, 60)
        return self.minutes / 60 if rest else whole


def hours(value: Any) -> Length | str | None:
    """`none`, a number of hours, or `half-day` or `day`."""
    if value == "none":
        return None
    if value in ("half-day", "day"):
        return cast(str, value)
    if type(value) in (int, float) and 0 < value * 60 <= _DAY:
        minutes: int = round(value * 60)
        if isclose(minutes, value * 60):  # 4.1 hours are 246 minutes, and a float a little less
            return Length(minutes)
    raise ValueError(_("“none” is needed, a number of hours, “half-day” or “day”"))


_DAY = 24 * 60


def words(value: Any) -> str:
    """A text, which may be empty."""
    if not isinstance(value, str):
        raise ValueError(_("a text is needed"))
    return value.strip()


class Remit(NamedTuple):
    """By when dues are forwarded: so many working days after the activity day, or by a day of each period.

    `months` names the days of months that differ, by number.
    """

    working_days: int | None
    by_day: Deadline | None
    months: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        usual = f"activity day +{self.working_days} working days" if self.by_day is None else str(self.by_day)
        return "; ".join([usual, *(f"month {month}: day {day}" for month, day in self.months)])


def remit(value: Any) -> Remit | None:
    """`none`; `{ after = "activity-day", working-days = 5, months = { 6 = 10 } }`; or every, month and day."""
    if value == "none":
        return None
    if not isinstance(value, dict):
        raise ValueError(_("“none” is needed, or after and working-days, or every, month and day"))
    told = dict(value)
    months = told.pop("months", {})
    if not isinstance(months, dict):
        raise ValueError(_("months is a table of a month's number = the day"))
    days = []
    for month, day in months.items():
        if not (month.isdecimal() and 1 <= int(month) <= 12 and type(day) is int and 1 <= day <= 31):
            raise ValueError(_("months is a table of a month's number = the day"))
        days.append((int(month), day))
    if "after" not in told:
        by_day = deadline(Every.MONTH)({**told, "by": Filer.BRANCH})
        if by_day is None or by_day.day is None:
            raise ValueError(_("“none” is needed, or after and working-days, or every, month and day"))
        return Remit(None, by_day, tuple(days))
    later = told.get("working-days")
    if set(told) != {"after", "working-days"} or told["after"] != "activity-day" or type(later) is not int or later < 0:
        raise ValueError(_("after is “activity-day”, with working-days"))
    return Remit(later, None, tuple(days))
