"""A superior's overview (概览): one line for each branch below it, counted from the records or from papers taken in.

Counts only: no points, and the order is that of the tree.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from partyday.errors import BadInput
from partyday.i18n import _
from partyday.model.codes import BranchKind, DayStatus, Level, Rule, State
from partyday.model.days import ActivityDay
from partyday.model.forms import FORMS
from partyday.model.overview import DaysOfBranch, Drawn, Overview, OverviewLine, Turnout
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.services.beginnings import asks_for_something, beginnings
from partyday.services.branches import all_below, below, policies_of
from partyday.services.desk import Desk
from partyday.services.dues.ledgers import owing_in
from partyday.services.filed_plans import filed_plans
from partyday.services.overview_filed import figures_of
from partyday.services.papers.ask import has_come, within
from partyday.services.papers.attendance import of_branches
from partyday.services.papers_due import papers_due_between
from partyday.services.review import review_on
from partyday.store import days, dues, filings, oversight, people
from partyday.store.connection import Connection

#: Some of the values of a line, by their names there.
Told = Mapping[str, Any]

#: What of a day may be past its time, by the code of the finding.
OVERDUE = ("close", "summary", "make-up", "reach-out")

#: So many branches are read together: a school's, all at once, would fill the memory.
_TOGETHER = 100


def overview(desk: Desk, period: Period | None = None, *, whole_year: bool = False) -> Overview:
    """The branches under the superior named, or all of the book, over a period (this quarter unless told).

    `whole_year`: turnouts from January on. Raises BadInput for a single day, NotFound for a book without branches.
    """
    with desk.reading() as connection:
        superior = desk.node if desk.branch_name else _only_top(desk.branches)
        return overview_on(connection, desk.branches, superior, period, desk.today, whole_year=whole_year)


def _only_top(branches: Sequence[Branch]) -> Branch | None:
    """The one superior at the top of the tree; None where there is none, or several."""
    tops = [node for node in branches if node.parent_id is None]
    return tops[0] if len(tops) == 1 else None


def overview_on(
    connection: Connection,
    branches: Sequence[Branch],
    superior: Branch | None,
    period: Period | None,
    today: date,
    *,
    whole_year: bool = False,
) -> Overview:
    """The same, on an open connection; `superior` None: of every branch of the book."""
    period = period or Period.at(today, 3)
    if period.is_day:
        raise BadInput(
            _("An overview is of a month or longer."),
            _("Name it, such as: --period {month}").format(month=Period.at(today, 1)),
        )
    chosen = [
        branch
        for branch in all_below(branches, superior)
        if not branch.is_dissolved(period.start) and not (branch.since and branch.since > period.end)
    ]
    lines: list[OverviewLine] = []
    plans = _plans(connection, branches, superior, chosen, period, today)
    for start in range(0, len(chosen), _TOGETHER):
        some = chosen[start : start + _TOGETHER]
        lines += _lines(connection, branches, some, period, today, plans, whole_year=whole_year)
    return Overview(superior, period, today, tuple(lines))


def _lines(
    connection: Connection,
    branches: Sequence[Branch],
    chosen: Sequence[Branch],
    period: Period,
    today: date,
    plans: Mapping[int, Mapping[str, int]],
    *,
    whole_year: bool,
) -> Iterator[OverviewLine]:
    keys = [branch.id for branch in chosen]
    peopled = people.peopled(connection, keys)
    here = [branch for branch in chosen if branch.id in peopled]
    read_from = Period(f"{period.first.year:04}") if whole_year else period
    planned = days.days_of_branches(connection, keys, period.first, period.last)
    begun = {key: one.made for key, one in beginnings(connection, branches, chosen, today).items()}
    attended = _turnouts(connection, here, read_from, period, today, begun)
    still_open = _open(connection, branches, here, period, today)
    owed = _owed(connection, branches, here, period, today)
    figures = figures_of(connection, [branch for branch in chosen if branch.id not in peopled], read_from, period)
    inspected = oversight.last_inspected(connection, keys, min(period.end, today))
    for branch in chosen:
        common: Told = {"branch": branch, "inspected_on": inspected.get(branch.id), **plans[branch.id]}
        of_branch = [
            day for day in within(planned.get(branch.id, ()), period) if asks_for_something(day, begun[branch.id])
        ]
        if branch.id in peopled:
            turnouts = attended.get(branch.id, ())
            yield OverviewLine(
                **common,
                **_held(of_branch, today),
                **_heads(turnouts, period),
                drawn=Drawn.RECORDS,
                open_make_ups=still_open[branch.id].make_ups,
                overdue=still_open[branch.id].overdue,
                dues_owed=owed.get(branch.id, 0),
                keeps_dues=branch.id in owed,
                turnouts=turnouts,
            )
        elif branch.id in figures:
            filed = figures[branch.id]
            heads: Told = _heads(filed.turnouts, period) if filed.turnouts else {}
            yield OverviewLine(
                **common,
                **heads,
                drawn=Drawn.FILED,
                days=_held(of_branch, today)["days"] if of_branch else None,
                **filed.told,
                turnouts=filed.turnouts,
            )
        else:
            told: Told = _held(of_branch, today) if of_branch else {}
            yield OverviewLine(**common, **told, drawn=Drawn.RECORDS if of_branch else Drawn.NOTHING)


def _held(of_branch: Sequence[ActivityDay], today: date) -> Told:
    """How many sessions there are, and how far those that have come are done with."""
    standing = [day for day in of_branch if day.status not in (DayStatus.CANCELLED, DayStatus.BEFORE)]
    held = [day for day in standing if has_come(day, today)]
    return {
        "days": len(standing),
        "held": len(held),
        "closed": sum(day.closed_on is not None for day in held),
        "announced": sum(day.announced_on is not None for day in held),
        "summarised": sum(day.summarised_on is not None for day in held),
    }


def _heads(turnouts: Sequence[Turnout], period: Period) -> Told:
    own = [turnout for turnout in turnouts if period.contains(turnout.on)]
    return {
        "expected": sum(turnout.expected for turnout in own),
        "took_part": sum(turnout.took_part for turnout in own),
        "unreached": sum(turnout.unreached for turnout in own),
    }


def _turnouts(
    connection: Connection,
    chosen: Sequence[Branch],
    read_from: Period,
    period: Period,
    today: date,
    begun: Mapping[int, date],
) -> dict[int, tuple[Turnout, ...]]:
    """Branch → how each of its sessions was attended, up to the end of the period."""
    until = min(period.end, today)
    by_name = {branch.name: branch.id for branch in chosen}
    return {
        by_name[of_branch.name]: tuple(_turnouts_of(of_branch, begun[by_name[of_branch.name]]))
        for of_branch in of_branches(connection, chosen, read_from, until)
    }


def _turnouts_of(of_branch: DaysOfBranch, begun: date) -> Iterator[Turnout]:
    for place, day in enumerate(of_branch.days):
        assert day.held_on is not None
        if not asks_for_something(day, begun):
            continue
        states = [states[place] for _person, states in of_branch.members if states[place]]
        yield Turnout(
            day.held_on,
            len(states),
            sum(state.took_part for state in states if state),
            states.count(State.UNREACHED),
        )


class _Open(NamedTuple):
    """What is open of a branch in the period: make-up sessions, and what is past its day by the code of its finding."""

    make_ups: int
    overdue: Mapping[str, int]


def _open(
    connection: Connection, branches: Sequence[Branch], chosen: Sequence[Branch], period: Period, today: date
) -> dict[int, _Open]:
    """Branch → what the review finds of its days in the period."""
    make_ups: Counter[int] = Counter()
    overdue: dict[int, Counter[str]] = {branch.id: Counter() for branch in chosen}
    for finding in review_on(connection, branches, chosen, today) if chosen else ():
        if not any(period.contains(session.on) for session in finding.days):
            continue
        make_ups[finding.branch.id] += finding.rule is Rule.MAKE_UP
        late = finding.level is Level.OVERDUE or finding.rule is Rule.REACH_OUT
        if late and finding.code in OVERDUE:
            overdue[finding.branch.id][finding.code] += 1
    return {branch.id: _Open(make_ups[branch.id], overdue[branch.id]) for branch in chosen}


def _owed(
    connection: Connection, branches: Sequence[Branch], chosen: Sequence[Branch], period: Period, today: date
) -> dict[int, int]:
    """Branch → what is open of the dues of all months up to the period's end, in fen."""
    keeping = dues.keeping(connection, [branch.id for branch in chosen])
    chosen = [branch for branch in chosen if branch.id in keeping]
    until = min(period.last, Month.of(today))
    owing = owing_in(connection, branches, chosen, today, until)
    return {key: sum(member.amount for member in members) for key, members in owing.items()}


def _plans(
    connection: Connection,
    branches: Sequence[Branch],
    superior: Branch | None,
    chosen: Sequence[Branch],
    period: Period,
    today: date,
) -> dict[int, dict[str, int]]:
    """Branch → how many plans it had to file in the period, how many it has, and how many of these came late.

    A plan that a superior in between summed up counts as filed on the day that paper was.
    """
    due_by_branch = papers_due_between(
        connection, branches, chosen, policies_of(branches, chosen), period.start, min(period.end, today), today
    )
    filed = filings.first_filed(connection, [branch.id for branch in chosen], today)
    summed = _summed_up(connection, branches, superior, due_by_branch)
    counted = {}
    for branch in chosen:
        of_plans = [due for due in due_by_branch[branch.id] if FORMS[due.form].upward]
        when = [
            (due.by, filed.get((branch.id, due.form, due.period)) or summed.get((branch.name, due.form, due.period)))
            for due in of_plans
        ]
        counted[branch.id] = {
            "plans_due": len(of_plans),
            "plans_filed": sum(on is not None for _by, on in when),
            "plans_late": sum(on is not None and by is not None and on > by for by, on in when),
        }
    return counted


def _summed_up(
    connection: Connection,
    branches: Sequence[Branch],
    superior: Branch | None,
    due_by_branch: Mapping[int, Sequence[Any]],
) -> dict[tuple[str, str, str], date]:
    """Branch, form, period of the plans that stand in a paper of a superior in between → when that was filed."""
    between = [] if superior is None else [node for node in branches if node.kind is not BranchKind.BRANCH]
    if superior is None or not [node for node in between if node != superior and below(branches, node)]:
        return {}
    papers = {(due.form, due.period) for of_branch in due_by_branch.values() for due in of_branch}
    return {
        (name, form, period): plan.filing.filed_on
        for form, period in papers
        if FORMS[form].summed_up
        for name, plan in filed_plans(connection, branches, superior, form, period).items()
    }
