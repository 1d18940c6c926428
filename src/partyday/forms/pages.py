"""Where the pages of a table end: never behind its header, nor between what belongs together. Pure arithmetic.

Totals, notes and signatures stay with two rows at least, a heading with the rows under it. Heights are in points.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from itertools import takewhile
from operator import add
from typing import NamedTuple

from partyday.model.paper import RowKind

_TOGETHER = 2  # rows


class TablePage(NamedTuple):
    """The rows of a page, from `first` up to `end` (half-open), and how much of the page they take."""

    first: int
    end: int
    used: float


def paged(
    kinds: Sequence[RowKind],
    heights: Sequence[float],
    *,
    above: float,
    header: float,
    below: float,
    room: float,
    held: Collection[int] = (),
) -> list[TablePage]:
    """The pages of a table of rows so high: what stands `above` it on the first, `header` on each, `below` on the last.

    `room` is the height of a page. The rows `held` stay on the page of the one before them. What is higher than a page
    is divided all the same.
    """
    tail = tail_of(kinds)
    may_end = [at not in held and _may_end(kinds, at, tail) for at in range(len(kinds) + 1)]
    pages: list[TablePage] = []
    first, used = 0, above + header
    for at in range(len(kinds) + 1):
        height = heights[at] if at < len(kinds) else below
        if used + height > room and at > first:
            ends = [end for end in range(first + 1, at + 1) if may_end[end]]
            end = ends[-1] if ends else at if at < len(kinds) else max(first + 1, at - _TOGETHER)
            if end < len(kinds):
                pages.append(TablePage(first, end, used - added(heights[end:at])))
                first, used = end, header + added(heights[end:at])
        used += height
    return [*pages, TablePage(first, len(kinds), used)]


def added(lengths: Iterable[float]) -> float:
    """Their sum, added one after the other.

    From Python 3.12 on `sum` rounds in another way, and a filed paper is printed again as it was.
    """
    return reduce(add, lengths, 0)


def tail_of(kinds: Sequence[RowKind]) -> int:
    """Where the rows begin that stay with what is below the table: the totals, and two before them.

    Of three rows it is one: two stay on the page before.
    """
    rows = len(kinds) - sum(1 for _ in takewhile(lambda kind: kind is RowKind.TOTAL, reversed(kinds)))
    tail = max(0, rows - _TOGETHER)
    return max(tail, min(_TOGETHER, rows - 1)) if tail else 0


def _may_end(kinds: Sequence[RowKind], at: int, tail: int) -> bool:
    """Whether a page may end before the row at a place."""
    # A heading has two rows at least under it.
    return 1 < at <= tail and RowKind.SECTION not in kinds[at - _TOGETHER : at]
