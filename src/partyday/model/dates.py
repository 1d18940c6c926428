"""Dates as people write them: the one reader, for the command line, the roll-call and every sheet alike.

Full-width letters, digits, signs and blanks read as half-width first. What fits two dates is refused with both.
Standard library only.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _, listed

#: Years outside these are slips.
_FIRST_YEAR, _LAST_YEAR = 1800, 2200
_FIRST_OF_RECORDS = 1900

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"))
#: Only what stands for ASCII: a rare character of a name is never changed.
_ORDINARY = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥"} | _INVISIBLE


def half_width(text: str) -> str:
    """The text with full-width letters, digits, signs and blanks made ordinary, and without what nobody sees."""
    return text if text.isascii() else text.translate(_ORDINARY)


def squeezed(text: str) -> str:
    """The same without any blank: for codes, dates and terms, never for names."""
    return "".join(half_width(text).split())


class Day(NamedTuple):
    """A date as it was written. `month_only`: no day was named, and `on` is the first of its month."""

    on: date
    month_only: bool = False

    @property
    def latest(self) -> date:
        """The last day that can be meant."""
        if not self.month_only:
            return self.on
        return (self.on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class NotADate(BadInput):
    """The text holds no date in any of the known styles."""

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{text}” is not a date.").format(text=text), _("Write dates as 2026-03-06 (year-month-day).")
        )


class NoSuchDay(BadInput):
    """The text is written like a date, but no calendar has that day."""

    def __init__(self, text: str) -> None:
        super().__init__(_("“{text}” is a day that no calendar has.").format(text=text))


def read_date(text: str, today: date | None = None) -> date:
    """A date as the commands take it: `2026-03-06`, 2026/3/6, 20260306, 2026年3月6日, 3月6日 of today's year, 昨天 …

    Raises BadInput for anything else, for a month alone, and for what fits two dates (naming both).
    """
    day = read_day(text, today)
    if day.month_only or day.on.year < _FIRST_OF_RECORDS:
        raise NotADate(text)
    return day.on


def read_day(text: str, today: date | None = None, *, short_years: bool = False) -> Day:
    """A date, or a month alone, in any of the styles people use.

    Years of two digits (98.6, 08.06.20) are read only where asked for, and lie in the hundred years up to `today`.
    Raises BadInput: `NotADate` for anything else, `NoSuchDay` for 2026-02-30, and for what fits two dates.
    """
    plain = _numerals(re.sub(_WEEKDAY, "", re.sub(_TIME_OF_DAY, "", half_width(text).strip())))
    plain = "".join(plain.split())
    if today and plain.casefold() in _NEAR_DAYS:
        return Day(today + timedelta(days=_NEAR_DAYS[plain.casefold()]))
    possible = list(_readings(plain, today, short_years=short_years))
    if not possible:
        raise NotADate(text)
    days = {day for year, month, number in possible if (day := _day(year, month, number))}
    if not days:
        raise NoSuchDay(text)
    if len(days) > 1:
        both = listed(day.on.isoformat() for day in sorted(days))
        raise BadInput(
            _("“{text}” fits two dates: {dates}.").format(text=text, dates=both),
            _("Write dates as 2026-03-06 (year-month-day)."),
        )
    return days.pop()


_NEAR_DAYS = {"今天": 0, "today": 0, "昨天": -1, "yesterday": -1, "前天": -2, "明天": 1, "tomorrow": 1}

_TIME_OF_DAY = r"(?:\s+|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$"
_WEEKDAY = r"[(\s]*(?:星期|周|礼拜)[一二三四五六日天]\)?$"

_BREAK = r"[-–—./。·、,]"
_YEAR_FIRST = rf"(\d{{4}})(?:年|{_BREAK})(\d{{1,2}})(?:(?:月|{_BREAK})(\d{{1,2}})[日号]?|月)?"
_DIGITS = r"(\d{4})(\d{2})(\d{2})?"
_THIS_YEAR = r"(\d{1,2})月(\d{1,2})[日号]?|(\d{1,2})[/.-](\d{1,2})"
_YEAR_LAST = r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})"
_SHORT_YEAR = rf"'?(\d{{2}})(?:年|{_BREAK})(\d{{1,2}})(?:(?:月|{_BREAK})(\d{{1,2}})[日号]?|月)?"


def _readings(plain: str, today: date | None, *, short_years: bool) -> Iterator[tuple[int, int, int | None]]:
    """Every (year, month, day) the text can mean, in the styles known; those that no calendar has among them."""
    if found := re.fullmatch(_YEAR_FIRST, plain) or re.fullmatch(_DIGITS, plain):
        year, month, day = found.groups()
        yield int(year), int(month), int(day) if day else None
    elif found := re.fullmatch(_YEAR_LAST, plain):
        one, other, year = map(int, found.groups())
        both = {(year, one, other), (year, other, one)}
        yield from ([numbers for numbers in both if _day(*numbers)] or both)
    elif short_years and today and (found := re.fullmatch(_SHORT_YEAR, plain)):
        year, month, day = found.groups()
        past = today.year - (today.year - int(year)) % 100
        yield past, int(month), int(day) if day else None
    elif today and (found := re.fullmatch(_THIS_YEAR, plain)):
        month, day = filter(None, found.groups())
        yield today.year, int(month), int(day)


def _day(year: int, month: int, number: int | None) -> Day | None:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return Day(date(year, month, 1 if number is None else number), month_only=number is None)
    except ValueError:
        return None


_DIGIT_OF = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}
_YEAR_IN_WORDS = "([〇零○一二三四五六七八九]{4}|[〇零○一二三四五六七八九]{2})(?=年)"
_NUMBER_IN_WORDS = "(?:(二|三)?(十)|(廿)|(卅))?([一二三四五六七八九])?(?=[月日号])"


def _numerals(text: str) -> str:
    """Chinese numerals of a date as digits: 二〇〇八年六月 is 2008年6月, 廿三日 is 23日."""
    if text.isascii():
        return text
    text = re.sub(_YEAR_IN_WORDS, lambda found: "".join(map(_DIGIT_OF.__getitem__, found[1])), text)
    return re.sub(_NUMBER_IN_WORDS, _number, text)


def _number(found: re.Match[str]) -> str:
    tens_of, ten, twenty, thirty, ones = found.groups()
    if not found[0]:
        return ""
    tens = int(_DIGIT_OF[tens_of]) if tens_of else 1 if ten else 2 if twenty else 3 if thirty else 0
    return str(tens * 10 + (int(_DIGIT_OF[ones]) if ones else 0))
