"""The spans of the calendar that something comes once in: a month, two of them, a quarter, a half-year, a term, a year.

A term (学期) has the dates its school gives it. Knows no policy.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from partyday.model.period import Period, Term, following_term, months_later, preceding_term, term_at
from partyday.rules.values import Every

ONE_DAY = timedelta(days=1)
Span = tuple[date, date]


def span_of(every: Every, on: date, terms: Sequence[Term] = ()) -> Span:
    """The first and last day of the span that holds a day; between two terms, of the one to come."""
    if every is Every.TERM:
        term = term_at(on, terms)
        return term.start, term.end
    first = date(on.year, (on.month - 1) // every.months * every.months + 1, 1)
    return first, months_later(first, every.months) - ONE_DAY


def span_before(every: Every, on: date, terms: Sequence[Term] = ()) -> Span:
    """The one before it."""
    if every is Every.TERM:
        term = preceding_term(term_at(on, terms), terms)
        return term.start, term.end
    return span_of(every, span_of(every, on)[0] - ONE_DAY)


def span_after(every: Every, on: date, terms: Sequence[Term] = ()) -> Span:
    """The one after it."""
    if every is Every.TERM:
        term = following_term(term_at(on, terms), terms)
        return term.start, term.end
    return span_of(every, span_of(every, on)[1] + ONE_DAY)


def period_named(every: Every, first: date, terms: Sequence[Term] = ()) -> Period:
    """The span that begins on a day, by its name: `2026-03`, `2026Q2`, `2026春`, `2026`."""
    if every is Every.TERM:
        return term_at(first, terms)
    return Period.at(first, every.months)
