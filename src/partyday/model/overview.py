"""What a superior's overview (概览) says of each branch below it: counts, no points and no order of merit.

Standard library only.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from partyday.model.codes import State
from partyday.model.days import ActivityDay
from partyday.model.people import Branch, Person
from partyday.model.period import Month, Period


class Drawn(StrEnum):
    """What a line rests on: the book's own records, papers that were taken in, or nothing at all."""

    RECORDS = "records"
    FILED = "filed"
    NOTHING = "nothing"


class Turnout(NamedTuple):
    """How one session was attended: who was expected, took part, and was still to be reached, in heads."""

    on: date
    expected: int
    took_part: int
    unreached: int


@dataclass(frozen=True, kw_only=True)
class OverviewLine:
    """One branch over one period. None: what it rests on does not tell.

    `days` are its sessions in the period, cancelled ones left out; `held` those that have come, and of these so many
    were `closed`, `announced`, `summarised`. `expected`, `took_part`, `unreached` are heads over the held sessions.
    `open_make_ups` are of its sessions in the period. `plans_due` are those whose deadline lies in the period and has
    come, of these `plans_filed`, and of these `plans_late`. `dues_owed` is in fen, of months up to the period's end.
    `keeps_dues`: somebody's were assessed. `inspected_on` is the last inspection by then. `turnouts` may reach back to
    January. `overdue` counts what of the period is past the day the policy gives for it, by the code of its finding:
    `close`, `summary`, `make-up`; and `reach-out`, for which none is given.
    """

    branch: Branch
    drawn: Drawn
    days: int | None = None
    held: int | None = None
    closed: int | None = None
    announced: int | None = None
    summarised: int | None = None
    expected: int | None = None
    took_part: int | None = None
    unreached: int | None = None
    open_make_ups: int | None = None
    plans_due: int = 0
    plans_filed: int = 0
    plans_late: int = 0
    dues_owed: int | None = None
    keeps_dues: bool = False
    inspected_on: date | None = None
    overdue: Mapping[str, int] = field(default_factory=dict)
    turnouts: tuple[Turnout, ...] = ()

    @property
    def rate(self) -> float | None:
        """出勤率 from 0 to 1, to four places; None where nobody was expected."""
        return rate(self.took_part or 0, self.expected or 0)

    @property
    def whole(self) -> float | None:
        """The same of all turnouts, from the first to the last."""
        return rate_of(self.turnouts)

    def rate_in(self, month: Month) -> float | None:
        """The same of one month."""
        return rate_of([turnout for turnout in self.turnouts if Month.of(turnout.on) == month])


@dataclass(frozen=True)
class Overview:
    """The branches of a superior over a period, in the order of the tree, as it stood on a day."""

    superior: Branch | None
    period: Period
    as_of: date
    lines: tuple[OverviewLine, ...]

    @property
    def months(self) -> list[Month]:
        """The months from January of the period's first year to its end."""
        return Month(f"{self.period.first.year:04}-01").until(self.period.last)

    @property
    def whole(self) -> float | None:
        """The rate of all branches together over all their turnouts."""
        return rate_of([turnout for line in self.lines for turnout in line.turnouts])

    def rate_in(self, month: Month) -> float | None:
        """The rate of all branches together in a month; None where nobody was expected."""
        every = (turnout for line in self.lines for turnout in line.turnouts)
        return rate_of([turnout for turnout in every if Month.of(turnout.on) == month])


@dataclass(frozen=True)
class DaysOfBranch:
    """One branch among others: its days by date, its members with their state on each (None: not expected).

    `made_up` tells of anybody for which days, by key, they made up; `died` are the keys of members who have died.
    `is_open`: attendance is still to be recorded.
    """

    name: str
    days: tuple[ActivityDay, ...]
    members: tuple[tuple[Person, tuple[State | None, ...]], ...]
    made_up: Mapping[int, Set[int]]
    is_open: bool = False
    died: frozenset[int] = frozenset()


def rate(took_part: int, expected: int) -> float | None:
    """出勤率 = 参加 ÷ 应到, to four places; None where nobody was expected."""
    return round(took_part / expected, 4) if expected else None


def rate_of(turnouts: Sequence[Turnout]) -> float | None:
    """The rate over several sessions."""
    return rate(sum(turnout.took_part for turnout in turnouts), sum(turnout.expected for turnout in turnouts))
