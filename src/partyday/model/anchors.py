"""An anchor: where the log of a book stood, kept outside the book, as in a filed paper or a superior's book.

Whoever holds the file of a book can work its chain of hashes out anew, but not in the papers that others hold.
Standard library only.
"""

import re
from typing import NamedTuple


class Anchor(NamedTuple):
    """The name of a book, the number of one of its entries, and the entry's hash.

    What was read off a printed foot has no book, and of the hash its beginning.
    """

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
_PRINTED = rf"\s*(?:记录)?\s*([0-9]{{1,9}})\s*[·.:\s]\s*([0-9a-f]{{{_SHORT}}})\s*"


def read_short(text: str) -> Anchor | None:
    """The anchor that is printed so at the foot of a paper; None where it is none."""
    found = re.fullmatch(_PRINTED, text)
    return Anchor("", int(found[1]), found[2]) if found else None


def read_anchor(text: str) -> Anchor | None:
    """The anchor that is kept so; None where there is none."""
    book, _colon, rest = text.partition(":")
    entry, _colon, head = rest.partition(":")
    return Anchor(book, int(entry), head) if book and head and entry.isdecimal() else None
