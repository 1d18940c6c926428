"""Dates that a sheet has in three columns, 年, 月 and 日, each put together in the first of them.

Imports the nouns of reading only; no rules, store, services or cli.
"""

from dataclasses import replace

from partyday.sheets.cells import Cell, is_blank, shown
from partyday.sheets.headers import Header
from partyday.sheets.pages import Page, Row

_PARTS = ("年", "月", "日")


def with_whole_dates(page: Page, header: Header) -> tuple[Page, Header]:
    """The page and its header, with 2008, 6 and 20 under 入党时间年, 入党时间月, 入党时间日 as 2008-6-20 in the first.

    Both as they are where no such columns stand side by side and are read.
    """
    groups = [group for place in sorted(header.read) if (group := _group(header.titles, place))]
    if not groups:
        return page, header
    rows = [*page.rows[: header.last], *(_together(row, groups) for row in page.rows[header.last :])]
    further = {place for group in groups for place in group[1:]}
    titles = tuple("" if place in further else title for place, title in enumerate(header.titles))
    beaten = {title: better for title, better in header.beaten.items() if title in titles}
    return replace(page, rows=rows), replace(header, titles=titles, beaten=beaten)


def _group(titles: tuple[str, ...], place: int) -> range | None:
    """The columns of year, month and perhaps day that begin at a place."""
    named = titles[place].removesuffix(_PARTS[0])
    wanted = [named + part for part in _PARTS]
    for length in (len(_PARTS), len(_PARTS) - 1):
        if named and [*titles[place : place + length]] == wanted[:length]:
            return range(place, place + length)
    return None


def _together(row: Row, groups: list[range]) -> Row:
    cells: list[Cell] = list(row)
    for group in groups:
        parts = [cell for cell in cells[group.start : group.stop] if not is_blank(cell)]
        whole = "-".join(shown(part).rstrip("年月日") for part in parts)
        for place in group:
            if place < len(cells):
                cells[place] = (whole or None) if place == group.start else None
    return tuple(cells)
