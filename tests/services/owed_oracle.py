"""For which months somebody owes dues to a branch of the book, told in the plainest way (domain.md 3, 4 and 8)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = Mapping[str, Any]


def begins(branches: Iterable[Row]) -> dict[int, date]:
    """Where the records of a branch begin: said of the branch itself, or else of the nearest above it."""
    tree = {row["id"]: row for row in branches}
    found: dict[int, date] = {}
    for key in tree:
        at = key
        while at is not None and tree[at]["since"] is None:
            at = tree[at]["parent_id"]
        if at is not None:
            found[key] = tree[at]["since"]
    return found


def owed_here(begins: Mapping[int, date], spells: Sequence[Row], joined: date, month: str) -> bool:
    """Whether the dues of a month are a matter of the book: somebody belonged to a branch of it whose records had
    begun, or was transferred out of one in that month; before they came here, to the first.
    """
    for nth, spell in enumerate(spells):
        since = max(spell["since"] if nth else joined, joined, begins.get(spell["branch_id"], joined))
        until = spell["until"]
        if until is None:
            last = "9999-12"
        elif since >= until:
            continue
        elif spell["ended_by"] == "transferred":
            last = f"{until:%Y-%m}"
        else:
            last = f"{until.replace(day=1) - timedelta(days=1):%Y-%m}"
        if f"{since:%Y-%m}" <= month <= last:
            return True
    return False


def first_owed(begins: Mapping[int, date], spells: Sequence[Row], joined: date) -> str:
    """The first month of somebody's dues; where none is owed here, the one in which the records begin."""
    months = (f"{year}-{number:02}" for year in range(joined.year, 2028) for number in range(1, 13))
    last = max(joined, begins.get(spells[-1]["branch_id"], joined))
    return next((month for month in months if owed_here(begins, spells, joined, month)), f"{last:%Y-%m}")
