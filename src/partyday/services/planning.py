"""Planning ahead: themes of quarters, plans from a filled-in sheet, and where the year could carry what it lacks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from partyday.errors import BadInput, Conflict, PartydayError
from partyday.i18n import _
from partyday.model.codes import DayStatus
from partyday.model.days import ActivityDay
from partyday.model.lives import Session
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.model.problems import Problem
from partyday.rules.parameters import BLOCKS, MEETINGS
from partyday.rules.suggestion import Plan, suggest
from partyday.services.branches import policy_of
from partyday.services.days import plan_day
from partyday.services.lookup import find_day, one_line
from partyday.sheets.plan import PlanRow
from partyday.store import days, histories, people
from partyday.store import tables as t
from partyday.store.book import Act, Store, Unit


def set_theme(store: Store, act: Act, branch: Branch, period: Period, text: str) -> None:
    """Give a year (`2026`) or a quarter (`2026Q2`) its theme; an empty one takes it away. Raises BadInput."""
    if period.length not in (12, 3):
        raise BadInput(_("Years and quarters have a theme: 2026, 2026Q2."))
    with store.writing(act) as unit:
        row = {"branch_id": branch.id, "period": period, "text": one_line(text)}
        before = unit.get(t.theme, row)
        if row["text"]:
            unit.put(t.theme, row)
        elif before:
            unit.delete(t.theme, before)


def plan_from_sheet(
    store: Store, act: Act, branch: Branch, rows: Sequence[PlanRow]
) -> tuple[list[tuple[ActivityDay, bool]], list[Problem]]:
    """What a filled-in plan says of its days, all of it or, where any row has a problem, nothing.

    With each day, whether anything changed. Raises nothing for a row: what is wrong with it is among the problems.
    """
    done, problems = [], []
    with store.writing(act) as unit:
        policy = policy_of(people.branches(unit.connection), branch)
        for row in rows:
            try:
                day = find_day(unit.connection, branch, row.ref, act.today)
                assert day.held_on is not None
                known = policy.at(BLOCKS, day.held_on).value
                texts = {name: text for name, text in row.texts.items() if _differs(text, getattr(day, name))}
                blocks = None if _says(row, day, known) else row.blocks
                if (texts or blocks is not None) and day.status is DayStatus.CANCELLED:
                    raise Conflict(_("{day} is cancelled.").format(day=day.ref))
                after = plan_day(unit, policy, day, texts, blocks)
                done.append((after, after != day))
            except PartydayError as error:
                sentence = f"{error} {error.hint}".rstrip()
                problems.append(Problem(row=row.row, column="", value=row.ref, problem=sentence))
        if problems:
            unit.abandon()
    return ([] if problems else done), problems


def _differs(text: str, kept: str) -> bool:
    """Whether a cell says something else than the book, line breaks and blanks apart."""
    return "".join(text.split()) != "".join(kept.split())


def _says(row: PlanRow, day: ActivityDay, known: dict[str, str]) -> bool:
    """Whether a row names the kinds of content that the day has already, or none."""
    return row.blocks is None or set(row.blocks) == {known.get(code, code) for code in day.blocks}


@dataclass(frozen=True)
class Proposal:
    """What one day could carry besides what it does: kinds of content by code and by name, meetings by name."""

    day: ActivityDay
    blocks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposals:
    """The year's days with what each could carry; `impossible` says what no day is left for."""

    days: tuple[Proposal, ...]
    impossible: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything is proposed."""
        return any(each.blocks or each.meetings for each in self.days)


def proposals(store: Store, act: Act, branch: Branch, year: int, *, accept: bool) -> Proposals:
    """Where the year could carry what its plan lacks; where accepted, it is written into the plan as one act."""
    with store.writing(act) as unit:
        found = _proposals(unit.connection, act, branch, year)
        if not accept:
            return found
        for each in found.days:
            if each.blocks or each.meetings:
                _carry(unit, each)
        kept = {day.id: day for day in days.days_of_year(unit.connection, branch.id, year)}
    return replace(found, days=tuple(replace(each, day=kept[each.day.id]) for each in found.days))


def _proposals(connection: Connection, act: Act, branch: Branch, year: int) -> Proposals:
    policy = policy_of(people.branches(connection), branch)
    contents = histories.contents_since(connection, act.today, [branch.id], f"{year:04}-01")[branch.id]
    plan: Plan = suggest(policy, [each for each in contents if each.month.year == year], year, act.today)
    by_day: dict[int, tuple[Session, tuple[str, ...], tuple[str, ...]]] = {
        each.session.day_id: each for each in plan.suggestions
    }
    found = []
    for day in days.days_of_year(connection, branch.id, year):
        _session, blocks, meetings = by_day.get(day.id, (None, (), ()))
        names = policy.at(BLOCKS, day.held_on or act.today).value
        found.append(Proposal(day, blocks, tuple(names.get(code, code) for code in blocks), meetings))
    told = [
        _("{name}: no day is left from {first} to {last}").format(name=name, first=first, last=last)
        for name, first, last in plan.impossible
        if last >= act.today
    ]
    # A meeting of a time gone by may have been held apart from the activity day.
    of_meetings = {name for names in policy.ever(MEETINGS) for name in names}
    gone = dict.fromkeys(name for name, _f, last in plan.impossible if last < act.today and name not in of_meetings)
    if gone:
        told.append(_("The time has gone by for some of: {names}").format(names="、".join(gone)))
    return Proposals(tuple(found), tuple(told))


def _carry(unit: Unit, proposal: Proposal) -> None:
    before = unit.get(t.day, {"id": proposal.day.id}) or {}
    unit.update(
        t.day,
        before,
        blocks=" ".join([*proposal.day.blocks, *proposal.blocks]),
        form="、".join(filter(None, [proposal.day.form, *proposal.meetings])),
    )
