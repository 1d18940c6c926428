"""When the day is held by rule (RFC 5545), as policies and branches write it: read in one place, refused in one.

A rule is monthly or weekly; `WEEKS` beside it leaves only some weeks of a term, and `none` stands for no day at all:
the branch decides within the window. Knows no policy and no holiday.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Part
from partyday.model.period import Term

#: The word for no nominal day.
NONE = "none"

#: The parts of a rule that choose days; others would end it, or set an hour.
_MONTHLY = {"FREQ", "BYDAY", "BYMONTHDAY", "BYSETPOS", "WKST", "BYMONTH", "INTERVAL"}
_WEEKLY = {"FREQ", "BYDAY", "WKST", "INTERVAL"}
#: Ours: when the counting of INTERVAL begins, which weeks of a term.
_BESIDE = {"DTSTART", "WEEKS"}

_SAMPLE = date(2024, 1, 1), date(2027, 12, 31)
_YEAR = 12
#: A Monday that fortnights are counted from, in both directions, where no DTSTART is given: they run on over the years.
_FORTNIGHTS = date(2024, 1, 1)


class Recurrence(NamedTuple):
    """A rule of RFC 5545 with the part of the day. `rule` "" : no nominal day.

    `weeks` are the weeks of a term that count, from 1 (None: all weeks, in and out of term); `begins` is the DTSTART.
    """

    rule: str
    part: Part = Part.FULL
    weeks: frozenset[int] | None = None
    begins: date | None = None

    @property
    def every_month(self) -> bool:
        """Whether it asks for a day in each month: where a month has none, one is to be decided on."""
        return not self.weekly and not re.search(r"INTERVAL=(?!1\b)|BYMONTH=", self.rule)

    @property
    def weekly(self) -> bool:
        """Whether it goes by weeks."""
        return "FREQ=WEEKLY" in self.rule

    def days(self, first: date, last: date, terms: Sequence[Term] = ()) -> list[date]:
        """The nominal days between two dates, both included. `terms` tell which week of a term a day lies in."""
        if not self.rule:
            return []
        start = self.begins or first.replace(month=1, day=1)
        if self.begins is None and self.weekly:
            start = first - timedelta(days=(first - _FORTNIGHTS).days % (7 * _whole(self.rule)))
        return [
            day
            for day in _days(self.rule, start, first, last)
            if self.weeks is None or week_of_term(day, terms) in self.weeks
        ]


# The branches of a school share few rules, and a year asks each of them twelve times.
@lru_cache(maxsize=1024)
def _days(rule: str, start: date, first: date, last: date) -> tuple[date, ...]:
    from dateutil.rrule import rrulestr

    moments = rrulestr(rule, dtstart=_midnight(start)).between(_midnight(first), _midnight(last), inc=True)
    return tuple(moment.date() for moment in moments)


def _whole(rule: str) -> int:
    """The INTERVAL of a rule."""
    found = re.search(r"INTERVAL=(\d+)", rule)
    return int(found[1]) if found else 1


def week_of_term(day: date, terms: Sequence[Term]) -> int | None:
    """Which week of its term a day lies in, from 1; the week of the term's first day, from its Monday on, is the first.

    None outside every term.
    """
    for term in terms:
        if term.contains(day):
            monday = term.start - timedelta(days=term.start.weekday())
            return (day - monday).days // 7 + 1
    return None


@lru_cache(maxsize=256)
def read_recurrence(text: str) -> Recurrence:
    """`RRULE[:full|am|pm]` → the rule and the part of the day. Raises BadInput unless a year can be planned by it."""
    rule, _colon, tail = text.strip().rpartition(":")
    halved = tail.lower() in list(Part)
    part = Part(tail.lower()) if halved else Part.FULL
    rule = (rule if halved else text.strip()).upper().removeprefix("RRULE:")
    if rule == NONE.upper():
        return Recurrence("", part)
    hint = _("Write it as FREQ=MONTHLY;BYDAY=1FR, with :am or :pm behind it for a half-day.")
    pieces = [piece.partition("=") for piece in rule.split(";")]
    names = [name for name, _equals, _value in pieces]
    values = {name: value for name, _equals, value in pieces}
    known = {"MONTHLY": _MONTHLY, "WEEKLY": _WEEKLY}.get(values.get("FREQ", ""))
    if known is _WEEKLY and "BYDAY" not in values:  # RFC 5545 would take the weekday of a DTSTART that nobody named
        known = None
    if known is None or rule.split() != [rule] or len(set(names)) < len(names) or not set(names) <= known | _BESIDE:
        raise BadInput(_("“{text}” is not a recurrence that a year can be planned by.").format(text=text), hint)
    plain = ";".join(piece for piece in rule.split(";") if piece.partition("=")[0] not in _BESIDE)
    try:
        begins = datetime.strptime(values["DTSTART"], "%Y%m%d").date() if "DTSTART" in values else None  # noqa: DTZ007
        weeks = _weeks(values["WEEKS"]) if "WEEKS" in values else None
        read = Recurrence(plain, part, weeks, begins)
        _check_interval(read)
        found = Recurrence(plain, part, None, begins).days(*_SAMPLE)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError):
        raise BadInput(_("“{text}” is not a recurrence.").format(text=text), hint) from None
    if not found and begins is None:
        raise BadInput(_("“{text}” is not a recurrence that ever comes.").format(text=text), hint)
    return read


def _check_interval(read: Recurrence) -> None:
    """Raises ValueError for months that would begin anew each January at another distance."""
    interval = _whole(read.rule)
    if interval < 1 or (not read.weekly and read.begins is None and _YEAR % interval):
        raise ValueError(interval)
    if read.weeks is not None and not read.weekly:
        raise ValueError(read.rule)


_LAST_WEEK = 30


def _weeks(text: str) -> frozenset[int]:
    """`ODD`, `EVEN`, `1-16`, `1,3,5-9` → the weeks. Raises ValueError."""
    if text in ("ODD", "EVEN"):
        return frozenset(range(1 if text == "ODD" else 2, _LAST_WEEK + 1, 2))
    weeks: set[int] = set()
    for piece in text.split(","):
        first, _dash, last = piece.partition("-")
        weeks |= set(range(int(first), int(last or first) + 1))
    if not weeks or min(weeks) < 1 or max(weeks) > _LAST_WEEK:
        raise ValueError(text)
    return frozenset(weeks)


def fullest_month(recurrence: Sequence[str]) -> int:
    """The half-days that rules of every month ask for in the month where they ask for most. Raises BadInput."""
    rules = [read_recurrence(text) for text in recurrence]
    monthly = [read for read in rules if not read.weekly]
    asked: Counter[tuple[int, int]] = Counter()
    for read in monthly:
        for day in read.days(*_SAMPLE):
            asked[day.year, day.month] += read.part.half_days
    return max([*asked.values(), sum(read.part.half_days for read in monthly)])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
