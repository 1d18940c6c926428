"""`partyday schedule`: make the year, or show what re-making it changes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.rejected import tell_reading
from partyday.cli.run import Run, ask_yes, at_terminal
from partyday.errors import FOUND_SOMETHING, BadInput, NotFound, WrongUsage
from partyday.i18n import N_, _, language
from partyday.model.codes import Part
from partyday.model.days import ActivityDay
from partyday.words.periods import WEEKDAYS
from partyday.words.reasons import reasons
from partyday.words.terms import term

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from partyday.services.planning import Proposal, Proposals
    from partyday.services.schedule import Year

app = verb()


def occasions(day: ActivityDay) -> str:
    """What a day is, in words: the activity day, and the study day where the two are merged."""
    return _(" and ").join(term(occasion) for occasion in day.occasions)


#: A day of the year's schedule; the commands of `day` add what is planned for it.
DAY: Answer[ActivityDay] = Answer(
    Field("date", lambda day: day.held_on, N_("date"), lambda day: day.held_on or day.month),
    Field("", lambda day: WEEKDAYS[day.held_on.weekday()][language == "zh"] if day.held_on else "", N_("weekday")),
    Field("nominal", lambda day: day.nominal),
    Field("part", lambda day: day.part, N_("part"), lambda day: "" if day.part is Part.FULL else term(day.part)),
    Field("occasions", lambda day: list(day.occasions), N_("occasions"), occasions),
    Field("reason", lambda day: reasons(day.reasons), N_("reason")),
    Field("provisional", lambda day: day.provisional),
    Field("status", lambda day: day.status, N_("status"), lambda day: term(day.status)),
    columns=("date", "weekday", "part", "occasions", "status", "reason"),
)


def _with_forms(proposal: "Proposal") -> str:
    """The kinds of content with the form the policy names for them, where the day has none yet."""
    forms = dict(proposal.forms)
    pairs = zip(proposal.blocks, proposal.names, strict=True)
    return "、".join(f"{name}（{forms[block]}）" if block in forms else name for block, name in pairs)


#: What a day could carry beside its plan.
PROPOSAL: "Answer[Proposal]" = Answer(
    DAY.within(lambda proposal: proposal.day),
    Field("", lambda proposal: proposal.day.ref, N_("day")),
    Field("", lambda proposal: proposal.day.theme, N_("theme")),
    Field("blocks", lambda proposal: list(proposal.day.blocks)),
    Field("suggested", lambda proposal: [*proposal.names, *proposal.meetings]),
    Field("forms", lambda proposal: dict(proposal.forms)),
    Field("", _with_forms, N_("could carry")),
    Field("", lambda proposal: "、".join(proposal.meetings), N_("meetings")),
    columns=("day", "theme", "could carry", "meetings"),
)


#: A day of a year that was made; the branch is told where years of several were.
MADE: "Answer[tuple[ActivityDay, str | None]]" = Answer(
    DAY.within(lambda made: made[0]), Field("branch", lambda made: made[1], optional=True)
)

#: A proposal, and whether what it proposes was accepted.
ANSWERED: "Answer[tuple[Proposal, bool]]" = Answer(
    PROPOSAL.within(lambda answered: answered[0]),
    Field("accepted", lambda answered: answered[1] and _lacks(answered[0])),
)


def _lacks(proposal: "Proposal") -> bool:
    return bool(proposal.blocks or proposal.meetings)


@command(
    app,
    _("Make the year's activity days, with the reason for every day that is not the nominal one."),
    "partyday schedule 2026",
)
def schedule(
    ctx: typer.Context,
    year: Annotated[str | None, typer.Argument(metavar="[YEAR]", help=_("The year; by default this one."))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Show it without writing anything."))] = False,
    holidays: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_("A holiday notice to keep: a list of days, its text, .json or .ics.")),
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help=_("Propose what each day could carry; written only where accepted."))
    ] = False,
) -> None:
    """Make the year. Exit 3 where a month needs a decision."""
    if suggest:
        if dry_run or holidays:
            raise WrongUsage(_("--suggest stands alone: make the year first."))
        run = Run(ctx)
        return _suggest(run, _year(run, year))
    from partyday.services import schedule as service
    from partyday.services.branches import below

    run = Run(ctx)
    chosen_year = _year(run, year)
    notice = _read_notice(holidays, chosen_year, dry_run=dry_run) if holidays else None
    with run.desk() as desk:
        years = service.make_year(
            desk,
            below(desk.tree, desk.node),
            chosen_year,
            notice=notice,
            notice_name=holidays.name if holidays else "",
            closures=service.closures_of(run.config.closures),
            terms=service.terms_of(run.config.terms),
            dry_run=dry_run,
        )
    if run.json:
        several = len(years) > 1
        output.emit([MADE.json((day, made.branch.name if several else None)) for made in years for day in made.days])
    else:
        for made in years:
            _show(run, made, chosen_year, dry_run=dry_run)
    if any(made.undecided for made in years):
        raise typer.Exit(FOUND_SOMETHING)
    return None


def _year(run: Run, text: str | None) -> int:
    """The year that was typed, or today's. Raises BadInput for any other period."""
    from partyday.model.period import Period

    if text is None:
        return run.today.year
    period = Period.read(text, run.today)
    if not period.isdecimal():
        raise BadInput(_("{year} is not a year to plan.").format(year=text), _("Write it as 2026."))
    return int(period)


def _suggest(run: Run, chosen: int) -> None:
    """Propose contents for the year; they are accepted with --yes, or by whoever is asked at a terminal."""
    from partyday.services.planning import proposals

    with run.desk() as desk:
        proposed = proposals(desk, chosen, accept=run.yes)
        if not proposed.days:
            raise NotFound(
                _("{year} has no days yet.").format(year=chosen),
                _("`partyday schedule {year}` makes them.").format(year=chosen),
            )
        accepted = run.yes and proposed.any
        if not run.json:
            _show_proposals(run, desk.branch.name, proposed)
        for sentence in (*proposed.notes, *proposed.impossible):
            output.talk(sentence)
        if not run.json and proposed.any and not accepted and at_terminal():
            accepted = ask_yes(_("Write this into the plan?"))
            if accepted:
                proposals(desk, chosen, accept=True)
    if run.json:
        output.emit([ANSWERED.json((proposal, accepted)) for proposal in proposed.days])
    elif proposed.any:
        output.talk(_("Written into the plan.") if accepted else _("Nothing was written; --yes accepts it."))


def _show_proposals(run: Run, title: str, proposed: "Proposals") -> None:
    lacking = [proposal for proposal in proposed.days if _lacks(proposal)]
    if lacking or run.csv:
        PROPOSAL.table(run, lacking, title=title)
    else:
        output.say(
            _("Nothing can be proposed any more.") if proposed.impossible else _("The year's plan lacks nothing.")
        )


def _read_notice(path: Path, year: int, *, dry_run: bool) -> "Mapping[date, bool]":
    """The days of a holiday notice, telling how many there are and what was not read."""
    from partyday.sheets.holidays import read_notice

    notice = read_notice(path, year)
    worked = sum(notice.days.values())
    sentence = (
        _("Read {count} days of {file}: {off} off (休), {worked} worked (班).")
        if dry_run
        else _("Kept {count} days of {file}: {off} off (休), {worked} worked (班).")
    )
    output.talk(sentence.format(count=len(notice.days), file=path.name, off=len(notice.days) - worked, worked=worked))
    tell_reading((), notice.unread)
    return notice.days


def _show(run: Run, made: "Year", year: int, *, dry_run: bool) -> None:
    from partyday.model.period import Month
    from partyday.services.schedule import Fate

    DAY.table(run, made.days, title=made.branch.name)
    words = {
        Fate.NEW: _("new"),
        Fate.MOVED: _("changed"),
        Fate.KEPT: _("kept as it is"),
        Fate.REMOVED: _("taken out"),
    }
    again = any(step.before for step in made.steps)
    for step in made.steps:
        if again and step.fate in words:
            old, new = (day.ref if day else "" for day in (step.before, step.after))
            if old == new and step.fate is Fate.MOVED:
                continue  # the same date: only its reason or its certainty is new, as the table shows
            arrow = f"{old} → {new}" if old and new and old != new else new or old
            output.talk(f"{words[step.fate]}: {arrow}")
    if again and not any(step.fate in (Fate.NEW, Fate.MOVED, Fate.REMOVED) for step in made.steps):
        output.talk(_("Nothing changed."))
    if any(day.provisional for day in made.days):
        output.talk(
            _(
                "Provisional. When the holiday notice is out: partyday schedule {year} --holidays 放假通知.csv, or "
                "run it again with a newer partyday."
            ).format(year=year)
        )
    for month in made.undecided:
        output.talk(
            _("{month} needs a decision, such as: partyday day set {day}").format(
                month=month, day=Month(month).last_day
            )
        )
    if dry_run:
        output.talk(_("Nothing was written."))
