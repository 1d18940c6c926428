"""How text falls into lines in a cell: where a line ends, how many there are. Pure text; knows no sheet.

Widths are in half-width characters. Programs and fonts differ: where 宋体 is not installed, figures and Latin letters
are a fifth wider than half a Chinese character, bold ones a third. Lines are counted for that case: nothing is cut.
"""

import re
import unicodedata
from functools import lru_cache

#: How wide figures and Latin letters may be: ordinary ones, and bold.
_LATIN, _BOLD_LATIN = 1.2, 1.35
_ROUNDING = 1 + 1e-6  # text exactly as wide as its cell fits

#: What stays in one line: figures and words, or a character with the punctuation that may not begin a line.
_PIECES = re.compile(r"[!-~]+-|[!-~]+|[^!-~][，。、；：！？）》”’…]*", re.DOTALL)
_LONGEST_PIECE = 20  # longer ones are broken anywhere


def display_width(text: str) -> int:
    """How many half-width characters `text` is wide in a Chinese font."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text
    )


@lru_cache(maxsize=4096)
def most_width(text: str, *, bold: bool = False) -> float:
    """The same where another font stands in for it: the most it may take."""
    whole = display_width(text)
    latin = sum(" " < char <= "~" for char in text)
    return whole + latin * ((_BOLD_LATIN if bold else _LATIN) - 1)


def longest_figure(text: str) -> float:
    """The most that the longest of the figures, dates and words of a text takes: it is not to be broken."""
    return max((len(piece) * _LATIN for piece in _FIGURES.findall(text) if len(piece) <= _LONGEST_PIECE), default=0)


_FIGURES = re.compile("[!-~]{4,}")


@lru_cache(maxsize=4096)
def count(text: str, room: float, *, bold: bool = False) -> int:
    """How many lines a text takes in so much room."""
    return len(wrapped(text, room, bold=bold))


def wrapped(text: str, room: float, *, bold: bool = False) -> list[str]:
    """The lines of a text in so much room; a line of its own keeps its end of line, so that they join to the text."""
    room = max(room, 2) * _ROUNDING
    lines = []
    for paragraph in text.splitlines(keepends=True) or [""]:
        line, used = "", 0.0
        for piece in _pieces(paragraph):
            width = most_width(piece.rstrip("\n"), bold=bold)
            if line and used + width > room:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + piece, used + width
        lines.append(line)
    if text.endswith("\n"):
        lines.append("")
    return lines


def _pieces(text: str) -> list[str]:
    pieces = []
    for piece in _PIECES.findall(text):
        if len(piece) <= _LONGEST_PIECE:
            pieces.append(piece)
        else:
            pieces += piece
    return pieces
