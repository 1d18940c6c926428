"""Planning ahead: themes of quarters, plans from a filled-in sheet, and where the year could carry what it lacks."""

from dataclasses import dataclass, replace
from datetime import date

from partyday.errors import BadInput, Conflict, NotFound, PartydayError
from partyday.i18n import _
from partyday.model.codes import DayStatus, Part
from partyday.model.days import ActivityDay
from partyday.model.lives import Session
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.model.plans import PlanRow, PlanSheet
from partyday.model.problems import Problem
from partyday.model.year import Theme
from partyday.rules.parameters import BLOCKS, MEETINGS
from partyday.rules.suggestion import Plan, form_of, suggest, turns
from partyday.services import columns
from partyday.services.branches import policy_of
from partyday.services.days import plan_day
from partyday.services.desk import Desk
from partyday.services.lookup import find_day, one_line, only_day_of
from partyday.services.papers.plans import themes_of
from partyday.services.plan_lacks import contents_of_branch, not_held
from partyday.store import days
from partyday.store.book import Unit
from partyday.store.connection import Connection
from partyday.words.terms import official


def set_theme(desk: Desk, period: Period, text: str) -> None:
    """Give a year (`2026`), a half-year (`2026H1`) or a quarter (`2026Q2`) its theme; an empty one takes it away.

    Raises BadInput for another period.
    """
    if period.length not in (12, 6, 3):
        raise BadInput(_("Years, half-years and quarters have a theme: 2026, 2026H1, 2026Q2."))
    with desk.writing() as unit:
        _set_theme(unit, desk.node, period, text)


def _set_theme(unit: Unit, branch: Branch, period: Period, text: str) -> bool:
    """Write the theme of a period; whether it is another than before."""
    theme = Theme(branch_id=branch.id, period=period, text=one_line(text))
    before = unit.get(Theme, branch.id, period)
    if theme.text:
        unit.put(theme)
    elif before:
        unit.delete(before)
    return (before.text if before else "") != theme.text


@dataclass(frozen=True)
class PlanTaken:
    """What a filled-in plan did: each day with whether it changed, the themes of longer periods that changed, what is
    wrong with rows, and how others were understood."""

    days: tuple[tuple[ActivityDay, bool], ...] = ()
    themes: tuple[tuple[Period, str], ...] = ()
    rejected: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def plan_from_sheet(desk: Desk, sheet: PlanSheet) -> PlanTaken:
    """What a filled-in plan says of its days, all of it or, where any row has a problem, nothing.

    Raises nothing for a row: what is wrong with it is among the rejected.
    """
    done, notes, problems = [], [], list(sheet.rejected)
    row_of: dict[int, int] = {}
    with desk.writing() as unit:
        branches = desk.tree
        policy = policy_of(branches, desk.branch)
        for row in sheet.rows:
            try:
                day, note = _day_of(unit.connection, desk.branch, row.ref, desk.today)
                if note:
                    notes.append(_("Row {row}: {sentence}").format(row=row.row, sentence=note))
                if row_of.setdefault(day.id, row.row) != row.row:
                    raise Conflict(_("Row {row} already plans {ref}.").format(row=row_of[day.id], ref=day.ref))
                assert day.held_on is not None
                known = policy.at(BLOCKS, day.held_on).value
                texts = {name: text for name, text in row.texts.items() if _differs(text, _planned(day, name))}
                blocks = None if _says(row, day, known) else row.blocks
                if (texts or blocks is not None) and day.status is DayStatus.CANCELLED:
                    raise Conflict(_("{day} is cancelled.").format(day=day.ref))
                after = plan_day(unit, policy, day, texts, blocks)
                done.append((after, after != day))
            except PartydayError as error:
                problems.append(Problem(row=row.row, column="", value=row.written or row.ref, problem=error.whole))
        known_themes = themes_of(unit.connection, branches, desk.branch)
        themes = [
            (period, text)
            for period, text in sheet.themes.items()
            # A superior's theme, printed on the branch's paper, does not become the branch's own.
            if one_line(text) != known_themes.get(period) and _set_theme(unit, desk.branch, period, text)
        ]
        columns.keep(unit, columns.PLAN, sheet.settled)
        if problems:
            unit.abandon()
            return PlanTaken(rejected=tuple(sorted(problems, key=lambda problem: problem.row)))
    return PlanTaken(tuple(done), tuple(themes), notes=tuple(notes))


def _day_of(connection: Connection, branch: Branch, ref: str, today: date) -> tuple[ActivityDay, str]:
    """The session a row names, and what is told of it: the only one of a month, or the whole day of a half."""
    date_, _colon, part = ref.partition(":")
    if len(date_) == len("2026-03"):
        return only_day_of(connection, branch, Month(date_), part), ""
    try:
        return find_day(connection, branch, ref, today, in_file=True), ""
    except NotFound:
        if not part:
            raise
    day = find_day(connection, branch, date_, today, in_file=True)
    if day.part is not Part.FULL:
        raise NotFound(
            _("{ref} is not a session of {branch}; {day} is.").format(ref=ref, branch=branch.name, day=day.ref)
        )
    return day, _("“{half}” was left aside: {day} is a whole day.").format(half=official(Part(part)), day=day.ref)


def _planned(day: ActivityDay, name: str) -> str:
    """What a plan prints of a day: where nobody else is responsible, the host stands for it."""
    planned: str = day.in_charge if name == "responsible" else getattr(day, name)
    return planned


def _differs(text: str, kept: str) -> bool:
    """Whether a cell says something else than the book, line breaks and blanks apart."""
    return "".join(text.split()) != "".join(kept.split())


def _says(row: "PlanRow", day: ActivityDay, known: dict[str, str]) -> bool:
    """Whether a row names the kinds of content that the day has already, or none."""
    return row.blocks is None or set(row.blocks) == {known.get(code, code) for code in day.blocks}


@dataclass(frozen=True)
class Proposal:
    """What one day could carry besides what it does: kinds of content by code and by name, meetings by name.

    `forms` are those the policy names for the content, by kind of content; none where the day has one already.
    """

    day: ActivityDay
    blocks: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    forms: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Proposals:
    """The year's days with what each could carry. `impossible` says what no day is left for, `notes` what was reckoned
    with.
    """

    days: tuple[Proposal, ...]
    impossible: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether anything is proposed."""
        return any(proposal.blocks or proposal.meetings for proposal in self.days)


def proposals(desk: Desk, year: int, *, accept: bool) -> Proposals:
    """On which days of the year what its plan lacks could be done; with `accept`, written into the plan as one act."""
    with desk.writing() as unit:
        proposed = _proposals(unit.connection, desk, year)
        if not accept:
            return proposed
        for proposal in proposed.days:
            if proposal.blocks or proposal.meetings:
                _carry(unit, proposal)
        kept = {day.id: day for day in days.days_of_year(unit.connection, desk.branch.id, year)}
    return replace(proposed, days=tuple(replace(proposal, day=kept[proposal.day.id]) for proposal in proposed.days))


def _proposals(connection: Connection, desk: Desk, year: int) -> Proposals:
    branch, today = desk.branch, desk.today
    policy = policy_of(desk.tree, branch)
    contents = contents_of_branch(connection, branch, policy, Month(f"{year:04}-01"), today)
    of_year = [content for content in contents if content.month.year == year]
    without = not_held(connection, branch, policy, today)
    of_meetings = {name for names in policy.ever(MEETINGS) for name in names}
    notes = [reason for name, reason in without.items() if name in of_meetings]
    plan: Plan = suggest(policy, of_year, year, today, without)
    by_day: dict[int, tuple[Session, tuple[str, ...], tuple[str, ...]]] = {
        suggestion.session.day_id: suggestion for suggestion in plan.suggestions
    }
    in_turn = {session.day_id: block for session, block in turns(policy, of_year, year, today).items()}
    if in_turn:
        notes.append(_("The policy gives the kinds of content no number: each gets its turn."))
    proposed = []
    for day in days.days_of_year(connection, branch.id, year):
        _session, blocks, meetings = by_day.get(day.id, (None, (), ()))
        blocks += (in_turn[day.id],) if day.id in in_turn else ()
        on = day.held_on or today
        names = policy.at(BLOCKS, on).value
        words = "\n".join((day.form, day.theme, day.content, *meetings))
        forms = [(block, form_of(policy, block, on, words, without)) for block in blocks]
        proposed.append(
            Proposal(
                day,
                blocks,
                tuple(names.get(code, code) for code in blocks),
                meetings,
                tuple((block, form) for block, form in forms if form),
            )
        )
    told = [
        _("{name}: no day is left from {first} to {last}").format(
            name=unplaced.so_often, first=max(unplaced.first, today), last=unplaced.last
        )
        for unplaced in plan.impossible
        if unplaced.last >= today
    ]
    # A meeting of a time gone by may have been held apart from the activity day.
    missed = dict.fromkeys(one.name for one in plan.impossible if one.last < today and not one.is_meeting)
    if missed:
        told.append(_("The time has gone by for some of: {names}").format(names="、".join(missed)))
    return Proposals(tuple(proposed), tuple(told), tuple(notes))


def _carry(unit: Unit, proposal: Proposal) -> None:
    named = dict.fromkeys([*proposal.meetings, *(form for _block, form in proposal.forms)])
    unit.update(
        proposal.day,
        blocks=(*proposal.day.blocks, *proposal.blocks),
        form="、".join(filter(None, [proposal.day.form, *named])),
    )
