"""What is known of a branch that keeps a book of its own: the figures of the papers that were taken in from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from partyday.forms import figures
from partyday.model.archive import unpack
from partyday.model.filings import Filing
from partyday.model.overview import Turnout
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.store import filings
from partyday.store.connection import Connection

#: The papers that tell figures, in the order in which the later goes before the earlier.
_TELLING = ("attendance", "record", "make-ups", "dues-ledger")


@dataclass
class Figures:
    """How the sessions of a branch were attended, and what else its papers tell, as an `OverviewLine` calls it."""

    turnouts: tuple[Turnout, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


def figures_of(
    connection: Connection, chosen: Sequence[Branch], read_from: Period, period: Period
) -> dict[int, Figures]:
    """Branch → what its papers tell of a period (of turnouts, from the beginning of `read_from`); without those that
    filed nothing.
    """
    filed_by: dict[int, list[Filing]] = {}
    for filing in filings.filed(connection, [branch.id for branch in chosen]):
        filed_by.setdefault(filing.branch_id, []).append(filing)
    return {key: _of_branch(filed, read_from, period) for key, filed in filed_by.items()}


def _of_branch(filed: Iterable[Filing], read_from: Period, period: Period) -> Figures:
    """The latest paper of each form and period is what counts."""
    of_all = [filing for filing in filed if filing.member_id is None and not filing.of_member]
    latest = {(filing.form, filing.period): filing for filing in of_all if filing.form in _TELLING}
    sessions: dict[tuple[date, str], figures.SessionTold] = {}
    made: dict[str, int] = {}
    missed: dict[date, int] = {}
    for filing in sorted(latest.values(), key=lambda one: (_TELLING.index(one.form), one.filed_on, one.id)):
        sheets = unpack(filing.content)
        match filing.form:
            case "attendance":
                found = list(figures.sessions_of_attendance(sheets[0], filing.period))
                sessions |= {(one.turnout.on, one.half): one for one in found}
            case "record":
                sessions |= {(one.turnout.on, one.half): one for one in figures.sessions_of_records(sheets)}
            case "make-ups":
                missed = {on: count for on, count in missed.items() if not filing.period.contains(on)}
                for on in figures.open_make_ups(sheets[0]):
                    missed[on] = missed.get(on, 0) + 1
                made["open_make_ups"] = 0
            case "dues-ledger" if filing.period.first.year == period.first.year:
                if (owed := figures.owed(sheets[0])) is not None:
                    made["dues_owed"] = owed
    if "open_make_ups" in made:
        made["open_make_ups"] = sum(count for on, count in missed.items() if period.contains(on))
    own = [one for one in sessions.values() if period.contains(one.turnout.on)]
    if sessions:
        # A paper with an open day cannot be filed: every session that one tells of was closed.
        made |= {"held": len(own), "closed": len(own)}
    if own and all(one.summarised is not None for one in own):
        made["summarised"] = sum(bool(one.summarised) for one in own)
    turnouts = [one.turnout for one in sessions.values() if read_from.start <= one.turnout.on <= period.end]
    return Figures(tuple(sorted(turnouts)), made)
