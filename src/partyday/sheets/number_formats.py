"""What the number format of a cell makes of its number: a date, a time, a length of time, a code with its zeros.

A workbook keeps all of these as numbers, and only the format tells them apart. Imports the nouns of reading only; the
built-in formats are those of ECMA-376, 18.8.30.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from partyday.sheets.cells import Cell, Coded

#: The last row a sheet of Excel has.
LAST_ROW = 1_048_576

_DAYS_BETWEEN_EPOCHS = 1462
_HOUR_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  # cells hold local time

#: Formats without a text of their own that show dates and times, the Chinese ones among them.
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
_DURATION = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
#: A number format that only adds zeros in front: 00000, perhaps with blanks or rules for other signs behind.
_ZEROS = re.compile(r"(00+)(?:_.|\\ |\s)*(?:;.*)?", re.DOTALL)

#: What a format makes of a number.
Look = Callable[[float], Cell]


def look_of(key: int, code: str | None, *, since_1904: bool) -> Look | None:
    """What a number format makes of a number, by its key or its code; None where the number stays one."""
    if code is None:
        return partial(_moment, since_1904=since_1904) if key in _BUILT_IN_DATES else None
    if zeros := _ZEROS.fullmatch(code):
        return partial(_padded, len(zeros[1]))
    if _DURATION.search(code):
        return _duration
    if _DATE_LETTER.search(_QUOTED.sub("", code.partition(";")[0])):
        return partial(_moment, since_1904=since_1904)
    return None


def _padded(width: int, number: float) -> Cell:
    if number != int(number) or number < 0:
        return number
    return Coded(int(number), str(int(number)).zfill(width))


def _duration(number: float) -> Cell:
    return timedelta(seconds=round(number * 86400)) if abs(number) < LAST_ROW else "#VALUE!"


def _moment(number: float, *, since_1904: bool) -> Cell:
    """The date and time of a day number; the time alone of a part of a day; an error of Excel for what is none."""
    if since_1904:
        number += _DAYS_BETWEEN_EPOCHS
    elif 0 <= number < 1:
        return (_HOUR_ZERO + timedelta(seconds=round(number * 86400) % 86400)).time()
    elif 1 <= number < 60:
        number += 1  # Excel counts a 29 February 1900
    try:
        return _HOUR_ZERO + timedelta(milliseconds=round(number * 86_400_000))
    except (OverflowError, ValueError):
        return "#VALUE!"
