"""What a workbook keeps beside the values of its cells: comments, strokes through them, formulas without a value.

None of it changes what a cell holds, but an office says with it that somebody has left: it is told. Imports the nouns
of reading only; no rules, store, services or cli.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from partyday.i18n import _, listed
from partyday.model.frozen import frozen

#: A cell by its row from 1 and its place from 0.
Spot = tuple[int, int]

_SHOWN, _LONGEST = 12, 60
_AUTHOR = re.compile(r"^[^:：\n]{1,20}[:：]\s*\n")


@frozen
class Beside:
    """Of one page: the text of each comment, the cells that are struck out, those whose formula has no value yet, and
    the lines of a text too far above the table to be of it."""

    comments: Mapping[Spot, str] = field(default_factory=dict)
    struck: frozenset[Spot] = frozenset()
    unreckoned: frozenset[Spot] = frozenset()
    further_up: tuple[str, ...] = ()

    @property
    def rows(self) -> frozenset[int]:
        """The rows that have any of it."""
        return frozenset(row for row, _place in (*self.comments, *self.struck, *self.unreckoned))

    def told(self, who: Mapping[int, str]) -> Iterator[str]:
        """The sentences on it; `who` names the people of the rows."""
        if self.further_up:
            lines = [f"“{_shortened(line)}”" for line in self.further_up[:_SHOWN]]
            if (others := len(self.further_up) - _SHOWN) > 0:
                lines.append(_("{count} more").format(count=others))
            yield _("Lines far above the table, not read: {lines}.").format(lines=listed(lines))
        if self.struck:
            yield _("Struck out in the sheet, and read all the same: {rows}.").format(rows=_rows(self.struck, who))
        if self.comments:
            comments = [
                f"{_row(row, who)} “{_shortened(text)}”" for (row, _place), text in sorted(self.comments.items())
            ]
            more = [_("{count} more").format(count=len(comments) - _SHOWN)] if len(comments) > _SHOWN else []
            yield _("Comments at cells: {comments}.").format(comments=listed([*comments[:_SHOWN], *more]))
        if self.unreckoned:
            yield _("Formulas without a value, so blank here: {rows}. Open the file in Excel and save it.").format(
                rows=_rows(self.unreckoned, who)
            )


def _rows(spots: Iterable[Spot], who: Mapping[int, str]) -> str:
    rows = sorted({row for row, _place in spots})
    more = [_("{count} more").format(count=len(rows) - _SHOWN)] if len(rows) > _SHOWN else []
    return listed([*(_row(row, who) for row in rows[:_SHOWN]), *more])


def _row(row: int, who: Mapping[int, str]) -> str:
    return f"{row} {who.get(row, '')}".rstrip()


def _shortened(text: str) -> str:
    plain = " ".join(_AUTHOR.sub("", text).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"
