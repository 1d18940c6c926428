"""The values that a policy may set: their types, and how each is read from TOML.

Every reader takes a value as `tomllib` gives it and returns the typed one, or raises ValueError with a sentence that
says what is needed. Knows no policy and no parameter.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, cast

from partyday.errors import BadInput
from partyday.i18n import _, listed
from partyday.model.money import fen, yuan


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

    @classmethod
    def of(cls, months: int) -> "Every":
        """The one of that length."""
        return next(every for every in cls if every.months == months)


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
    rules = texts(value)
    for rule in rules:
        if _USUAL.fullmatch(rule):
            continue
        from dateutil.rrule import rrulestr

        try:
            rrulestr(rule.partition(":")[0])
        except (ValueError, TypeError, KeyError, AttributeError):
            raise ValueError(_("“{rule}” is not a recurrence of RFC 5545").format(rule=rule)) from None
    return rules


def texts(value: Any) -> tuple[str, ...]:
    """A list of texts, none of them empty."""
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
        raise ValueError(_("a list of texts is needed"))
    return tuple(value)


def window(value: Any) -> Window:
    """Days of the month: `1-10`, or `month` for all of them."""
    if value == "month":
        return Window(1, 31)
    first, dash, last = str(value).partition("-")
    if not (dash and first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last) <= 31):
        raise ValueError(_("days of the month such as “1-10” are needed, or “month”"))
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
    if rising[-1].up_to is not None or None in limits or limits != sorted(set(filter(None, limits))):
        raise ValueError(problem)
    return tuple(rising)


def amount(value: Any) -> int:
    """An amount in yuan, as fen."""
    try:
        return fen(str(value))
    except BadInput as error:
        raise ValueError(str(error)) from None


def amounts(value: Any) -> Amounts:
    """An amount in yuan, or two that it is set between: `0.20-1.00`."""
    least, dash, most = str(value).partition("-")
    both = Amounts(amount(least), amount(most if dash else least))
    if both.least > both.most:
        raise ValueError(_("{first} comes after {last}.").format(first=yuan(both.least), last=yuan(both.most)))
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


def cadences(value: Any) -> dict[str, Every]:
    """A table of what = how often."""
    if not isinstance(value, dict) or not all(every in list(Every) for every in value.values()):
        raise ValueError(
            _("a table of what = how often is needed, one of {choices}").format(choices=listed(list(Every)))
        )
    return {what: Every(every) for what, every in value.items()}


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
        if not isinstance(value, dict) or not {"by"} <= set(value) <= {*_FROM_START, "by"}:
            raise ValueError(_("“none” is needed, or by, with month, day and working-days as they are given"))
        month, day, later = (value.get(name, 0) for name in _FROM_START)
        whole = all(isinstance(number, int) and not isinstance(number, bool) for number in (month, day, later))
        if not whole or not (-12 <= month <= 24 and 0 <= day <= 31 and 0 <= later <= 60) or (later and not day):
            raise ValueError(_("month is from -12 to 24, day from 1 to 31, working-days come after a day"))
        return Deadline(every, Filer(one_of(*Filer)(value["by"])), month, day or None, later)

    return read


_FROM_START = ("month", "day", "working-days")
