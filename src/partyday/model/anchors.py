"""An anchor: where the log of a book stood, kept outside the book, as in a filed paper or a superior's book.

Whoever holds the file of a book can work its chain of hashes out anew, but not in the papers that others hold.
Standard library only.
"""

from typing import NamedTuple


class Anchor(NamedTuple):
    """The name of a book, the number of one of its entries, and the entry's hash."""

    book: str
    entry: int
    head: str

    def __str__(self) -> str:
        """As it is kept: `book:entry:hash`."""
        return f"{self.book}:{self.entry}:{self.head}"

    @property
    def short(self) -> str:
        """As it is printed at the foot of a paper."""
        return f"记录 {self.entry} · {self.head[:_SHORT]}"


_SHORT = 12


def read_anchor(text: str) -> Anchor | None:
    """The anchor that is kept so; None where there is none."""
    book, _colon, rest = text.partition(":")
    entry, _colon, head = rest.partition(":")
    return Anchor(book, int(entry), head) if book and head and entry.isdecimal() else None
