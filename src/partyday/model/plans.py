"""What a paper plans, before it is known which days of the book it means. Standard library and the other nouns only."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from partyday.model.period import Period
from partyday.model.problems import Problem
from partyday.model.reading import Settled


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """What one row plans for one day; `row` is the row of the file, from 1.

    `ref` names the session, 2026-03-06 or 2026-03-06:am, or the month of a day, 2026-03. Without a part it is whichever
    session the date has. `texts` holds only what was filled in of theme, content, form, place, host, responsible,
    starts and ends; `blocks` the kinds of content as written, None where there are none; `written` is the date or month
    as the cell has it.
    """

    row: int
    ref: str
    texts: Mapping[str, str]
    blocks: tuple[str, ...] | None = None
    written: str = field(default="", compare=False)


@dataclass(frozen=True)
class PlanSheet:
    """A plan as a sheet gives it: its rows, the themes of longer periods, and what is told of it.

    `settled` is which columns somebody said its headers are.
    """

    rows: tuple[PlanRow, ...]
    themes: Mapping[Period, str]
    rejected: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    settled: Settled = field(default_factory=Settled)
