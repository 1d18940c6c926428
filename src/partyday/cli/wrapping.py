"""How wide text is on a screen, and where it goes on in the next line: in Chinese between any two characters.

Python's own wrapping counts a Chinese character as one column and takes a sentence without blanks for one word. Knows
nothing of the program.
"""

import os
import shutil
import sys
from unicodedata import combining, east_asian_width

#: What may not begin a line, and what may not end one.
_CLOSING = frozenset("，。、；：？！）》」』】〕”’％…,.;:?!)]}%")
_OPENING = frozenset("（《「『【〔“‘([{¥$")

#: Columns of a screen where nothing says how many it has.
USUAL_WIDTH = 80


def screen_width() -> int:
    """The columns of the terminal, or what COLUMNS says; 80 where neither is known."""
    return shutil.get_terminal_size((USUAL_WIDTH, 24)).columns or USUAL_WIDTH


def screen_height() -> int:
    """The lines of the terminal, or what LINES says; 24 where neither is known."""
    return shutil.get_terminal_size((USUAL_WIDTH, 24)).lines or 24


def width_of(text: str) -> int:
    """How many columns a text takes: two for a Chinese character, none for an accent set upon a letter."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else not combining(char) for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, each at most `width` columns. A word or a date is cut only where it alone is wider."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if width_of(line + piece.rstrip()) <= width:
                line += piece
                continue
            if line.strip():
                lines.append(line.rstrip())
            line = piece
            while width_of(line.rstrip()) > width:
                head = _head(line, width)
                lines.append(head)
                line = line[len(head) :]
        lines.append(line.rstrip())
    return lines


def on_screen(text: str) -> list[str]:
    """The lines of a text on this screen, no word of it cut; as it is where one is wider than the screen."""
    width = screen_width()
    return [text] if longest_piece(text) > width else wrapped(text, width)


def longest_piece(text: str) -> int:
    """The columns that the longest word, date or number of a text takes: less room would cut it."""
    return max((width_of(piece.rstrip()) for line in text.split("\n") for piece in _pieces(line)), default=0)


def _pieces(text: str) -> list[str]:
    """What stays on one line: words with the blanks behind them, characters with the signs that cling to them."""
    pieces: list[str] = []
    for char in text:
        if pieces and not _may_break(pieces[-1][-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _may_break(before: str, after: str) -> bool:
    if after == " " or after in _CLOSING or before in _OPENING:
        return False
    return before == " " or _wide(before) or _wide(after)


def _wide(char: str) -> bool:
    return not char.isascii() and east_asian_width(char) in "WF"


def _head(text: str, width: int) -> str:
    end = 1
    while end < len(text) and width_of(text[: end + 1]) <= width:
        end += 1
    return text[:end]


def beside(names: list[tuple[str, str]], *, width: int | None = None) -> list[str]:
    """Names and what they are, in two columns; a name wider than `_MOST` columns has a line of its own."""
    width = width or screen_width()
    widest = max((width_of(name) for name, _about in names if width_of(name) <= _MOST), default=0)
    lines = []
    for name, about in names:
        first, *more = wrapped(about, max(width - widest - 4, 20)) if about else [""]
        room = widest - width_of(name)
        if room < 0:
            lines += [f"  {name}", f"  {' ' * widest}  {first}"]
        else:
            lines.append(f"  {name}{' ' * room}  {first}")
        lines += [f"  {' ' * widest}  {line}" for line in more]
    return [line.rstrip() for line in lines]


_MOST = 30


def in_colour() -> bool:
    """Whether the output may be coloured: a terminal, and nobody who set NO_COLOR (no-color.org)."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.platform != "win32" or "WT_SESSION" in os.environ  # an older console of Windows shows the signs
