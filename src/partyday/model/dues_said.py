"""What papers say of dues, before it is known whom they mean and what the book makes of it.

Money is integer fen, months are `2026-03`. No command but those that take a paper in loads it. Standard library and the
other nouns only.
"""

from dataclasses import dataclass
from datetime import date

from partyday.model.codes import DuesKind, Method
from partyday.model.period import Month


@dataclass(frozen=True, kw_only=True)
class Handed:
    """What a paper says one person handed in, in fen; `amount` None: all that is owed, with `owed` beside it.

    `row` is the row of the file, from 1, `column` the heading of the names; `owed` what the paper says they owe,
    `months` the months it is for (none: up to the month of the meeting), `of` those the whole paper is of: what is more
    than these owe is for what was owed before. `number` is the roster number, `code` the staff or student number beside
    the name. `paid_on`, `method` and `collector` are as the paper has them, else those of the meeting.
    """

    row: int
    who: str
    number: int | None = None
    code: str = ""
    amount: int | None = None
    owed: int | None = None
    months: tuple[Month, ...] = ()
    of: tuple[Month, ...] = ()
    paid_on: date | None = None
    method: Method | None = None
    collector: str = ""
    column: str = ""


@dataclass(frozen=True)
class Stated:
    """What a paper says that the book reckons itself: the number, and the heading and text of its cell."""

    number: int
    column: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AssessmentRow:
    """One person's assessment as a sheet gives it; `row` is the row of the file, from 1.

    `income` is fen a month, `kind` None where the sheet does not tell it.

    `stated` are the dues of a month by the sheet, in fen, and `rate` the rate by the sheet in hundredths of a per cent,
    each with the heading and the text of its cell.
    """

    row: int
    name: str
    kind: DuesKind | None
    number: int | None = None
    staff_number: str | None = None
    income: int | None = None
    since: Month | None = None
    stated: Stated | None = None
    rate: Stated | None = None

    @property
    def who(self) -> str:
        """The name, as the rows of other papers call it."""
        return self.name
