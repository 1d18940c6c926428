"""Pictures of papers as a spreadsheet shows them: SVG drawn from the rows and merges of a test's paper.

Small, the same on every machine, and readable as text. Imports nothing of partyday.
"""

import unicodedata
from collections.abc import Iterator
from html import escape

from corpus.structure import Sheet, plain

_LINE, _EM, _PAD = 22, 6.5, 6
_LONGEST = 34


def picture(sheet: Sheet) -> str:
    """The SVG of a sheet: its cells, merged ones as one, hidden rows in grey."""
    rows = [[shown(cell) for cell in row] for row in map(list, (map(plain, row) for row in sheet.cells()))]
    merges = {(top - 1, left - 1): (bottom - 1, right - 1) for top, left, bottom, right in sheet.merges()}
    covered = {
        (row, column)
        for (top, left), (bottom, right) in merges.items()
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(merges)
    alone = set(merges) | covered
    widths = [
        max(
            [3 * _EM + 2 * _PAD]
            + [_width(row[place]) for number, row in enumerate(rows) if (number, place) not in alone]
        )
        for place in range(len(rows[0]))
    ]
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    hidden = set(sheet.hidden_rows())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{edges[-1] + 2:.0f}" height="{len(rows) * _LINE + 2}" '
        'font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            if (number, place) in covered:
                continue
            bottom, right = merges.get((number, place), (number, place))
            box = (edges[place] + 1, number * _LINE + 1, edges[right + 1] - edges[place], (bottom - number + 1) * _LINE)
            parts += _cell(box, text, merged=(number, place) in merges, hidden=number + 1 in hidden)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _cell(box: tuple[float, float, float, float], text: str, *, merged: bool, hidden: bool) -> Iterator[str]:
    left, top, width, height = box
    fill = "#eee" if hidden else "none"
    yield f'<rect x="{left:.0f}" y="{top:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{fill}" stroke="#bbb"/>'
    if text:
        ink = "#999" if hidden else "#222"
        at, anchor = (left + width / 2, ' text-anchor="middle"') if merged else (left + _PAD, "")
        middle = top + height / 2 + 4
        yield f'<text x="{at:.0f}" y="{middle:.0f}" fill="{ink}"{anchor}>{escape(text)}</text>'


def shown(value: object) -> str:
    """A value as a cell shows it, cut where it is long."""
    text = "" if value is None else str(value).removesuffix(" 00:00:00")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _width(text: str) -> float:
    wide = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return wide * _EM + 2 * _PAD
