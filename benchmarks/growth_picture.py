"""The picture of growth from its file of figures: `python -m benchmarks.growth_picture FIGURES.csv PICTURE.svg`.

`benchmarks.growth --csv` writes the file: for each store, command and size of a school a row with the `ratio` of the
CPU time to that of the smallest. The picture has a bar for each command and store at the largest size, so that it can
be drawn again without measuring again.
"""

import argparse
import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.growth import LIMIT

#: In pixels: a bar, the space between two commands, where the bars begin, and how long a bar of 1 is.
_BAR, _BETWEEN, _LEFT, _ONE = 13, 8, 120, 240
_COLOURS = {"sqlite": "#2e6da4", "postgresql": "#5b9a68"}
#: What passes the limit is drawn so, in whichever store.
_OVER = "#b03a2e"


def at_largest(rows: Iterable[Mapping[str, str]]) -> dict[str, dict[str, float]]:
    """Command → store → the ratio at the largest size that was measured in it."""
    largest: dict[tuple[str, str], tuple[int, float]] = {}
    for row in rows:
        size, key = int(row["members"]), (row["command"], row["store"])
        if size >= largest.get(key, (0, 0.0))[0]:
            largest[key] = size, float(row["ratio"])
    ratios: dict[str, dict[str, float]] = {}
    for (command, store), (_size, ratio) in largest.items():
        ratios.setdefault(command, {})[store] = ratio
    return ratios


def picture(ratios: Mapping[str, Mapping[str, float]]) -> str:
    """The ratios as bars, with lines at 1 and at the limit, as SVG."""
    parts, top = [], 0
    for command, by_store in ratios.items():
        parts.append(f'<text x="{_LEFT - 8}" y="{top + _BAR}" text-anchor="end">{command}</text>')
        for store, ratio in by_store.items():
            long, colour = round(ratio * _ONE), _OVER if ratio > LIMIT else _COLOURS[store]
            told = _LEFT + max(long, round(LIMIT * _ONE)) + 12
            parts += [
                f'<rect x="{_LEFT}" y="{top + 2}" width="{long}" height="{_BAR - 2}" fill="{colour}"/>',
                f'<text x="{told}" y="{top + _BAR - 1}">{ratio:.2f} {store}</text>',
            ]
            top += _BAR
        top += _BETWEEN
    for at in (1, LIMIT):
        across = _LEFT + round(at * _ONE)
        parts += [
            f'<line x1="{across}" x2="{across}" y1="0" y2="{top}" stroke="#555" stroke-dasharray="4"/>',
            f'<text x="{across}" y="{top + 14}" text-anchor="middle">{at}</text>',
        ]
    size = f'width="640" height="{top + 20}" font-family="sans-serif" font-size="12"'
    begin = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>\n<rect width="100%" height="100%" fill="white"/>'
    return "\n".join([begin, *parts, "</svg>", ""])


def draw(figures: Path, to: Path) -> None:
    """Draw the figures of a file into another."""
    with figures.open(newline="", encoding="utf-8") as file:
        drawn = picture(at_largest(csv.DictReader(file)))
    to.write_text(drawn, encoding="utf-8")


def main() -> None:
    """Draw the picture."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth_picture", description=main.__doc__)
    parser.add_argument("figures", type=Path)
    parser.add_argument("picture", type=Path)
    asked = parser.parse_args()
    draw(asked.figures, asked.picture)


if __name__ == "__main__":
    main()
