"""Months as the book keeps them, `2026-03`: they sort as they come."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.period import valid_month


def shifted(month: str, by: int) -> str:
    """The month so many months later, or earlier where `by` is negative."""
    count = int(month[:4]) * 12 + int(month[5:]) - 1 + by
    return f"{count // 12:04}-{count % 12 + 1:02}"


def distance(first: str, last: str) -> int:
    """How many months `last` is after `first`."""
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])


def span(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both included; none where it ends before it begins."""
    return [shifted(first, by) for by in range(distance(first, last) + 1)]


def spans(months: Sequence[str]) -> list[str]:
    """Months in order in as few words as they need: `2026-01..2026-03`, `2026-05`."""
    runs: list[list[str]] = []
    for month in months:
        if runs and shifted(runs[-1][-1], 1) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [run[0] if len(run) == 1 else f"{run[0]}..{run[-1]}" for run in runs]


def first_day(month: str) -> date:
    """The first day of a month."""
    return date.fromisoformat(month + "-01")


def last_day(month: str) -> date:
    """The last day of a month."""
    return first_day(shifted(month, 1)) - timedelta(days=1)


#: The letter of a period that is part of a year, by its months.
_LETTERS = {6: "H", 3: "Q"}


def period_at(day: date, length: int, ahead: int = 0) -> str:
    """The year, half-year or quarter (of 12, 6 or 3 months) that holds a day, or one so many ahead: `2026Q4`."""
    month = shifted(month_of(day), ahead * length)
    letter = _LETTERS.get(length)
    return month[:4] + (f"{letter}{(int(month[5:]) - 1) // length + 1}" if letter else "")


def in_capitals(period: str) -> str:
    """A period as it is kept, of one that somebody typed: 2026q2 is 2026Q2."""
    return re.sub(r"^(\s*\d{4})([hq])", lambda found: found[1] + found[2].upper(), period).strip()


def month_of(day: date) -> str:
    """The month of a day."""
    return f"{day:%Y-%m}"


def read_span(text: str) -> list[str]:
    """`2026-01` or `2026-01..2026-06` as months. Raises BadInput."""
    parts = re.split(r"\s*(?:\.\.|~|至)\s*", text.strip())
    if len(parts) > 2:
        raise BadInput(
            _("“{text}” does not name months.").format(text=text), _("Write 2026-01, or 2026-01..2026-06 for several.")
        )
    first, last = valid_month(parts[0]), valid_month(parts[-1])
    months = span(first, last)
    if not months:
        raise BadInput(_("{first} comes after {last}.").format(first=first, last=last))
    return months
