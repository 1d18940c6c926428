"""After the day: closing it and summing it up as one act, its papers, and what follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from partyday.model.days import ActivityDay, Roll
from partyday.model.paper import RowKind
from partyday.model.period import Period
from partyday.rules.attendance import tally
from partyday.services.agenda import Item, agenda, item_of
from partyday.services.checkin import Outcome, claimed_in, close_in
from partyday.services.days import summarise_in
from partyday.services.desk import Desk
from partyday.services.lookup import find_day
from partyday.services.papers.ask import Ask, Paper
from partyday.services.reports import make
from partyday.services.review import review_on
from partyday.services.rolls import roll_of

#: The papers of a day that is finished: form → whether it is printed where it has no row.
PAPERS = {"record": True, "attendance": True, "make-ups": False}

#: What the agenda says of what comes next: of each kind the first.
_NEXT = ("day", "announce", "plan", "filing", "dues-collection")


@dataclass(frozen=True)
class DayPaper:
    """A paper of a day, by its form."""

    form: str
    paper: Paper


def finish(desk: Desk, ref: str | None, texts: Mapping[str, str], *, keep_unknown: bool) -> Outcome:
    """Close a day and sum it up, as one entry; how it counts then.

    Raises `Unmarked` where somebody is not marked and `keep_unknown` does not accept that, and what closing and summing
    up raise.
    """
    with desk.writing() as unit:
        day = close_in(unit, find_day(unit.connection, desk.branch, ref, desk.today), keep_unknown=keep_unknown)
        roll = roll_of(unit.connection, summarise_in(unit, day, texts))
        claimed = claimed_in(unit, roll)
    return Outcome(roll, tally(roll), claimed=claimed)


def papers_of(desk: Desk, day: ActivityDay) -> Iterator[DayPaper]:
    """The record, the publication of attendance and the list of make-ups of a day, as it stands."""
    for form, always in PAPERS.items():
        paper = make(desk, form, Ask(desk.branch, Period(day.ref), desk.today))
        if always or any(row.kind is RowKind.DATA for sheet in paper.sheets for row in sheet.body):
            yield DayPaper(form, paper)


def what_follows(desk: Desk, roll: Roll) -> list[Item]:
    """What a day leaves to be done for members, then what comes next, of each kind the first."""
    with desk.reading() as connection:
        findings = review_on(connection, desk.tree, [desk.branch], desk.today)
    of_day = [
        item_of(finding)
        for finding in findings
        if finding.person and any(session.day_id == roll.day.id for session in finding.days)
    ]
    told = {(item.kind, item.text) for item in of_day}
    coming: dict[str, Item] = {}
    for item in agenda(desk, ahead=2):
        later = item.on >= desk.today and not (roll.day.ref in item.text and item.kind == "day")
        if later and item.kind in _NEXT and (item.kind, item.text) not in told:
            coming.setdefault(item.kind, item)
    by_date = attrgetter("on")
    return [*sorted(of_day, key=by_date), *sorted(coming.values(), key=by_date)]
