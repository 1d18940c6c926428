"""What a paper says of people's attendance, before it is known whom it means and what the book makes of it.

Standard library and the other nouns only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partyday.model.codes import Excuse, State
from partyday.model.problems import Problem
from partyday.model.reading import Settled


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was written of one person. `row` is the row of the file, or the line of the list, from 1.

    `who` is the name as written, or as the roll has it; `number` the 序号 beside it in a sheet (None in a list, where
    numbers only count), `code` a staff or student number beside it. `state` None: they were set down as not there, by
    no word that makes an absence. `written` is the whole of what stands there for a name.
    """

    row: int
    who: str
    number: int | None = None
    code: str = ""
    state: State | None
    category: Excuse | None = None
    detail: str = ""
    written: str = field(default="", compare=False)

    @property
    def what(self) -> tuple[State | None, Excuse | None, str]:
        """What was written, without of whom."""
        return self.state, self.category, self.detail


@dataclass(frozen=True)
class Attendance:
    """What a sheet or a list says of attendance.

    `days` gives for each day it is of (2026-03-06, 2026-03-06:am; None where it names none) what was written.
    `rejected` is what could not be understood, `unread` the columns that were not read, `notes` sentences on
    how the rest was understood. `column` is the heading its names stand under, `starts` when it began (14:30), where
    that is said; `settled` which columns somebody said its headers are; `titles` the headers of the columns that are
    days. `aside` are the lines of a list that are of nobody: its title, what was written around it.
    """

    days: Mapping[str | None, tuple[Said, ...]]
    rejected: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    column: str = ""
    starts: str = ""
    settled: Settled = field(default_factory=Settled)
    titles: Mapping[str, str] = field(default_factory=dict)
    aside: tuple[str, ...] = ()
