"""Months and periods: what they are, the one place that reads and compares them. Standard library only.

Both are texts as the book keeps them (`2026-03`, `2026Q2`), so that they sort, print and store as they are; `read`
understands what people write.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Self

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import Part
from partyday.model.dates import NotADate, half_width, read_date, squeezed

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class Month(str):
    """A month of a year, `2026-03`. Months sort as they come."""

    __slots__ = ()

    @classmethod
    def of(cls, day: date) -> Self:
        """The month of a day."""
        return cls(f"{day.year:04}-{day.month:02}")

    @classmethod
    def read(cls, text: str, today: date | None = None) -> Self:
        """A month as people write it: 2026-03, 202603, 2026.3, 2026年3月, and 3月 of today's year. Raises BadInput."""
        plain = squeezed(text)
        found = re.fullmatch(_MONTH, plain)
        own = re.fullmatch(_MONTH_ALONE, plain) if today else None
        year, month = (found[1], found[2]) if found else (today.year, own[1]) if own and today else (0, 0)
        if not (_FIRST_YEAR <= int(year) <= _LAST_YEAR and 1 <= int(month) <= _YEAR):
            raise BadInput(_("“{text}” is not a month.").format(text=text), _("Write months as 2026-03."))
        return cls(f"{year}-{int(month):02}")

    @property
    def year(self) -> int:
        """The year, 2026."""
        return int(self[:4])

    @property
    def number(self) -> int:
        """Its number in the year, 1 to 12."""
        return int(self[5:])

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.shifted(1).first_day - timedelta(days=1)

    def shifted(self, by: int) -> "Month":
        """The month so many months later, or earlier where `by` is negative."""
        years, months = divmod(self.year * _YEAR + self.number - 1 + by, _YEAR)
        return Month(f"{years:04}-{months + 1:02}")

    def until(self, last: "Month") -> list["Month"]:
        """Every month from this one to `last`, both included; none where that one comes before."""
        return [self.shifted(by) for by in range(self.distance(last) + 1)]

    def distance(self, other: "Month") -> int:
        """How many months the other is after this one."""
        return (other.year - self.year) * _YEAR + other.number - self.number


_YEAR, _HALF, _QUARTER = 12, 6, 3


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or earlier where negative; the last of a month that has no such day."""
    month = Month.of(day).shifted(months)
    return min(month.first_day + timedelta(days=day.day - 1), month.last_day)


_MONTH = r"(\d{4})(?:[-–—./年](?=\d)|(?=\d{2}$))(\d{1,2})月?"
_MONTH_ALONE = r"(\d{1,2})月份?"


def in_few_words(months: Iterable[Month]) -> list[str]:
    """Months in order in as few words as they need: `2026-01..2026-03`, `2026-05`."""
    runs: list[list[Month]] = []
    for month in months:
        if runs and runs[-1][-1].shifted(1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs]


_LIST = r"[,，、;；]"
_RANGE = r"\.\.+|~|至|到|[—–]+"


def read_months(text: str, today: date | None = None) -> list[Month]:
    """Months as people write them: one, a range (2026-01..2026-06, 1月至3月, 2026年1-6月), or a list of such.

    In order, each once. Raises BadInput.
    """
    months = {month for piece in re.split(_LIST, half_width(text)) for month in _range(piece.strip(), text, today)}
    return sorted(months)


def read_span(text: str, today: date | None = None) -> list[Month]:
    """The same, but without gaps. Raises BadInput."""
    months = read_months(text, today)
    if len(months) != months[0].distance(months[-1]) + 1:
        raise BadInput(_("“{text}” leaves months out; name one stretch of months.").format(text=text))
    return months


def _range(piece: str, text: str, today: date | None) -> list[Month]:
    found = _ends(piece, today)
    if found is None:
        raise BadInput(
            _("“{text}” does not name months.").format(text=text), _("Write 2026-01, or 2026-01..2026-06 for several.")
        )
    first, last = found
    if last < first:
        raise BadInput(_("{first} comes after {last}.").format(first=first, last=last))
    return first.until(last)


def _ends(piece: str, today: date | None) -> tuple[Month, Month] | None:
    """The first and last month of a range; None where it is none."""
    if month := month_or_none(piece, today):
        return month, month
    ends = re.split(_RANGE, piece)
    if len(ends) == 2:
        return _pair(ends[0], ends[1], today)
    if len(ends) > 2 or _is_date(piece, today):
        return None
    hyphens = [found.start() for found in re.finditer("-", piece)]
    pairs = {pair for at in hyphens if (pair := _pair(piece[:at], piece[at + 1 :], today))}
    return pairs.pop() if len(pairs) == 1 else None


def _pair(one: str, other: str, today: date | None) -> tuple[Month, Month] | None:
    """Two ends of a range, where one may leave out what the other says: 2026年1月至3月, 1-3月."""
    first = month_or_none(one, today) or (month_or_none(one + "月", today) if other.strip().endswith("月") else None)
    if first is None:
        return None
    begun = first.first_day
    last = month_or_none(other, begun) or month_or_none(other.strip() + "月", begun)
    return (first, last) if last else None


def _is_year(text: str) -> bool:
    """Whether it begins with a year that there are records of."""
    return _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR


def month_or_none(text: str, today: date | None = None) -> Month | None:
    """The month a text names, if it names one."""
    try:
        return Month.read(text, today)
    except BadInput:
        return None


def _is_date(text: str, today: date | None) -> bool:
    try:
        read_date(text, today)
    except NotADate:
        return False
    except BadInput:
        return True
    return True


class Period(str):
    """A year, half-year, term, quarter, month or day: `2026`, `2026H1`, `2026春`, `2026Q2`, `2026-03`, a day's ref.

    A term (学期) has its own dates where they are known (`Term`); else its half of the school year by months.
    """

    __slots__ = ()

    @classmethod
    def at(cls, day: date, months: int, ahead: int = 0) -> "Period":
        """The year, half-year, quarter or month (of 12, 6, 3 or 1 months) that holds a day, or one so many ahead."""
        month = Month.of(day).shifted(ahead * months)
        if months == 1:
            return cls(month)
        letter = _LETTERS.get(months)
        return cls(f"{month.year:04}" + (f"{letter}{(month.number - 1) // months + 1}" if letter else ""))

    @classmethod
    def of_day(cls, day: date, part: Part = Part.FULL) -> "Period":
        """The period that is one session: `2026-03-06`, `2026-03-06:am`."""
        return cls(day.isoformat() + ("" if part is Part.FULL else f":{part}"))

    @classmethod
    def read(cls, text: str, today: date | None = None, terms: Iterable["Term"] = ()) -> "Period":
        """A period as people write it: 2026, 2026H1, 2026年上半年, 2026春, 2026Q1, 2026年第一季度, 2026年3月, a date.

        `terms` are those whose dates are known. Raises BadInput.
        """
        plain = squeezed(text)
        if (named := _term_name(plain)) is not None and _is_year(named):
            return next((term for term in terms if term == named), cls(named))
        if (found := re.fullmatch(_PART_OF_YEAR, plain)) and _is_year(plain):
            year, half, quarter, half_word, quarter_word = found.groups()
            if half or half_word:
                return cls(f"{year}H{half or _HALVES[half_word]}")
            if quarter or quarter_word:
                return cls(f"{year}Q{quarter or _QUARTERS.get(quarter_word, quarter_word)}")
            return cls(year)
        if month := month_or_none(plain, today):
            return cls(month)
        try:
            day, part = read_session(text, today)
        except BadInput as error:
            if not isinstance(error, NotADate):
                raise
            raise BadInput(
                _("“{text}” is not a period.").format(text=text),
                _("Write periods as 2026, 2026H1, 2026春, 2026Q4, 2026-03 or 2026-03-06."),
            ) from None
        return cls.of_day(day, part or Part.FULL)

    @property
    def is_day(self) -> bool:
        """Whether it is one day, or a half of one."""
        return self.count("-") == 2

    @property
    def length(self) -> int:
        """How many months it holds: 12, 6 (a term too), 3, 1, or 0 where it is a day."""
        if self.is_day:
            return 0
        return _LENGTHS.get(self[4:5], _YEAR)

    @property
    def is_term(self) -> bool:
        """Whether it is a term (学期)."""
        return self[4:5] in _TERMS

    @property
    def first(self) -> Month:
        """Its first month; of a day the month that holds it."""
        if self.is_term:
            return Month(f"{self[:4]}-{_TERMS[self[4:5]]:02}")
        if self.is_day or self.length == 1:
            return Month(self[:7])
        return Month(f"{self[:4]}-{(int(self[5:] or 1) - 1) * self.length + 1:02}")

    @property
    def last(self) -> Month:
        """Its last month."""
        return self.first.shifted(max(self.length, 1) - 1)

    @property
    def day(self) -> date:
        """The day it is. Raises ValueError for a longer one."""
        return date.fromisoformat(self.partition(":")[0])

    @property
    def part(self) -> Part:
        """The part of the day it is."""
        part = self.partition(":")[2]
        return Part(part) if part else Part.FULL

    @property
    def start(self) -> date:
        """Its first day."""
        return self.day if self.is_day else self.first.first_day

    @property
    def end(self) -> date:
        """Its last day."""
        return self.day if self.is_day else self.last.last_day

    def contains(self, on: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= on <= self.end

    def covers(self, other: "Period") -> bool:
        """Whether the other lies in it whole."""
        return self.start <= other.start and other.end <= self.end


class Term(Period):
    """A term (学期) whose dates are known: `2026春` from its first day to its last."""

    def __new__(cls, name: str, begins: date, ends: date) -> Self:
        """The term of that name, first and last day included."""
        made = super().__new__(cls, name)
        made._dates = begins, ends
        return made

    _dates: tuple[date, date]

    @property
    def first(self) -> Month:
        """The month it begins in."""
        return Month.of(self._dates[0])

    @property
    def last(self) -> Month:
        """The month it ends in."""
        return Month.of(self._dates[1])

    @property
    def start(self) -> date:
        """Its first day."""
        return self._dates[0]

    @property
    def end(self) -> date:
        """Its last day."""
        return self._dates[1]


#: The months a term begins in where its dates are not known: 2 to 7, and 8 to 1 of the next year [house].
_TERMS = {"春": 2, "秋": 8}


def usual_term(day: date) -> Period:
    """The term that holds a day by months alone: `2026春` from February to July, else `2026秋`."""
    spring, autumn = _TERMS.values()
    if spring <= day.month < autumn:
        return Period(f"{day.year:04}春")
    return Period(f"{day.year - (day.month < spring):04}秋")


def term_at(day: date, terms: Iterable[Term] = ()) -> Period:
    """The term that holds a day, or, between two, the next to come; by months alone where its dates are not known."""
    terms = tuple(terms)
    holding = next((term for term in terms if term.contains(day)), None)
    if holding is not None:
        return holding
    usual = usual_term(day)
    known = next((term for term in terms if term == usual), usual)
    return following_term(known, terms) if day > known.end else known


def following_term(period: Period, terms: Iterable[Term] = ()) -> Period:
    """The term after a term."""
    name = f"{period[:4]}秋" if period[4:5] == "春" else f"{int(period[:4]) + 1:04}春"
    return next((term for term in terms if term == name), Period(name))


def preceding_term(period: Period, terms: Iterable[Term] = ()) -> Period:
    """The term before a term."""
    name = f"{period[:4]}春" if period[4:5] == "秋" else f"{int(period[:4]) - 1:04}秋"
    return next((term for term in terms if term == name), Period(name))


def _term_name(plain: str) -> str | None:
    """`2026年春季学期`, `2025-2026学年第二学期` → `2026春`; None where it is no term."""
    if found := re.fullmatch(r"(\d{4})年?([春秋])(?:季?学期|季)?", plain):
        return found[1] + found[2]
    if found := re.fullmatch(r"(\d{4})[-–—至~](\d{4})学?年度?第?([一二12])学期", plain):
        return f"{found[1]}秋" if found[3] in "一1" else f"{found[2]}春"
    return None


_LENGTHS = {"H": _HALF, "Q": _QUARTER, "-": 1, "春": _HALF, "秋": _HALF}
_LETTERS = {_HALF: "H", _QUARTER: "Q"}
_HALVES = {"上": 1, "下": 2}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_PART_OF_YEAR = r"(\d{4})年?(?:[hH]([12])|[qQ]([1-4])|([上下])半年|第?([一二三四1-4])季度)?"


def read_session(text: str, today: date | None = None) -> tuple[date, Part | None]:
    """`2026-03-06`, `2026-03-06:am`, 3月6日上午 → the date and the part that was named. Raises BadInput."""
    plain = half_width(text).strip()
    day, _colon, part = plain.partition(":")
    named = _PARTS.get(part.strip().casefold()) if _colon else None
    if _colon and named is None:
        raise BadInput(
            _("“{ref}” does not name a session.").format(ref=text), _("Write 2026-03-06:am or 2026-03-06:pm.")
        )
    for word, half in _PARTS.items():
        if named is None and len(word) == 2 and not word.isascii() and day.endswith(word):
            named, day = half, day.removesuffix(word)
    return read_date(day, today), named


_PARTS = {part.value: part for part in Part} | {"上午": Part.AM, "下午": Part.PM, "全天": Part.FULL}
