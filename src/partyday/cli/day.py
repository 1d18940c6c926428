"""`partyday day`: what people do with one day."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, tell
from partyday.cli.columns import Mapped, columns_of, tell_unkept
from partyday.cli.command import command, noun
from partyday.cli.rejected import PROBLEM, WithTold, refuse, tell_reading
from partyday.cli.run import Run
from partyday.cli.schedule import DAY
from partyday.errors import WrongUsage
from partyday.i18n import N_, _, _n, listed
from partyday.model.codes import DayStatus
from partyday.model.days import ActivityDay
from partyday.model.period import Period

if TYPE_CHECKING:
    from partyday.services.attachments import Attached
    from partyday.services.desk import Desk

app = noun(
    _("One activity day."),
    "partyday day show 2026-03-06",
    parts={
        **dict.fromkeys(("show", "plan", "set", "move", "cancel", "announce", "close", "reopen", "summary"), "day"),
        "finish": "day_after",
        "attach": "day_after",
        "export": "day",
    },
)

Ref = Annotated[
    str, typer.Argument(metavar="DATE[:am|pm]", help=_("The day, as 2026-03-06; a half-day with :am or :pm."))
]
MaybeRef = Annotated[str | None, typer.Argument(metavar="[DATE[:am|pm]]", help=_("The day; by default today's."))]
Reason = Annotated[str, typer.Option(help=_("Why; it stands in the schedule and the log."))]


class DayWithKinds(NamedTuple):
    """A day, with the names of its policy's kinds of content (code → name)."""

    day: ActivityDay
    kinds: Mapping[str, str]


PLANNED: Answer[DayWithKinds] = Answer(
    DAY.within(lambda told: told.day),
    Field("", lambda told: told.day.ref, N_("day")),
    Field("theme", lambda told: told.day.theme, N_("theme")),
    Field("content", lambda told: told.day.content, N_("content")),
    Field("form", lambda told: told.day.form, N_("form")),
    Field("place", lambda told: told.day.place, N_("place")),
    Field("host", lambda told: told.day.host, N_("host")),
    Field("responsible", lambda told: told.day.responsible, N_("responsible")),
    Field("guide", lambda told: told.day.guide, N_("superior to come")),
    Field("starts", lambda told: told.day.starts),
    Field("ends", lambda told: told.day.ends),
    Field("", lambda told: "–".join(filter(None, (told.day.starts, told.day.ends))), N_("time")),
    Field("recorder", lambda told: told.day.recorder, N_("recorder")),
    Field("superior_present", lambda told: told.day.superior_present, N_("superior present")),
    Field("resolutions", lambda told: told.day.resolutions, N_("resolutions")),
    Field("summary", lambda told: told.day.summary, N_("summary")),
    Field("opinions", lambda told: told.day.opinions, N_("opinions")),
    Field(
        "blocks",
        lambda told: list(told.day.blocks),
        N_("kinds of content"),
        lambda told: listed(told.kinds.get(code, code) for code in told.day.blocks),
    ),
    Field("announced_on", lambda told: told.day.announced_on, N_("announced")),
    Field("summarised_on", lambda told: told.day.summarised_on),
    Field("closed_on", lambda told: told.day.closed_on, N_("closed")),
    Field("cancelled_on", lambda told: told.day.cancelled_on),
    columns=(
        *("day", "status", "occasions", "reason", "theme", "content", "blocks", "form", "time", "place", "host"),
        *(
            "responsible",
            "guide",
            "recorder",
            "superior_present",
            "announced_on",
            "resolutions",
            "summary",
            "opinions",
            "closed_on",
        ),
    ),
)

#: The day alone, as a script gets it.
ALONE: "Answer[ActivityDay]" = PLANNED.within(lambda day: DayWithKinds(day, {}))

#: A day of a sheet, and whether it changed; a day and its announcement.
TAKEN: "Answer[tuple[ActivityDay, bool]]" = Answer(
    ALONE.within(lambda taken: taken[0]), Field("changed", lambda taken: taken[1])
)
ANNOUNCED: "Answer[tuple[ActivityDay, str]]" = Answer(
    ALONE.within(lambda told: told[0]), Field("text", lambda told: told[1])
)

#: A calendar's file, and the days in it.
EXPORTED: "Answer[tuple[Path, Sequence[ActivityDay]]]" = Answer(
    Field("file", lambda told: told[0]),
    Field("days", lambda told: [day.ref for day in told[1]]),
)


#: A picture or a scan of a day; `whole`: its file is here as it was, null where it is not here.
FILE: "Answer[Attached]" = Answer(
    Field("name", lambda file: file.attachment.name, N_("file")),
    Field("about", lambda file: file.attachment.about, N_("what it shows")),
    Field("size", lambda file: file.attachment.size),
    Field("sha256", lambda file: file.attachment.sha256),
    Field("path", lambda file: file.path),
    Field("whole", lambda file: file.whole),
)


def _tell(run: Run, desk: "Desk", day: ActivityDay) -> None:
    from partyday.services import days

    if run.json:
        output.emit(ALONE.json(day))
    else:
        output.fields(PLANNED.labelled(DayWithKinds(day, days.block_names(desk, day.held_on or run.today))))


@command(
    app,
    _("One day: its plan, its reasons, where it stands, and how attendance counts."),
    "partyday day show 2026-03-06",
)
def show(ctx: typer.Context, ref: MaybeRef = None) -> None:
    """Show one day."""
    from partyday.services import attachments, checkin, days

    run = Run(ctx)
    with run.desk() as desk:
        day = days.show(desk, ref)
        files = attachments.of_day(desk, day)
        if run.json:
            output.emit(ALONE.json(day) | {"files": [FILE.json(file) for file in files]})
            return
        _tell(run, desk, day)
        if day.marked:
            from partyday.cli.counts import balance

            output.flow(balance(checkin.look(desk, day.ref).tally))
    if files:
        FILE.table(run, files)


@command(
    app,
    _("Plan a day: theme, content, form, place, host, times and kinds of content."),
    "partyday day plan 2026-03-06 --theme 学习新党章 --form 党课 --place 三楼会议室 --host 李华",
)
def plan(
    ctx: typer.Context,
    ref: Annotated[
        str | None,
        typer.Argument(metavar="[DATE[:am|pm]]", help=_("The day; or a quarter (2026Q2) or year, for its theme.")),
    ] = None,
    theme: Annotated[str | None, typer.Option(help=_("The theme (主题)."))] = None,
    content: Annotated[str | None, typer.Option(help=_("The content (内容)."))] = None,
    form: Annotated[str | None, typer.Option(help=_("The form (形式), such as 党课 or 党员大会."))] = None,
    place: Annotated[str | None, typer.Option(help=_("The place (地点)."))] = None,
    host: Annotated[str | None, typer.Option(help=_("Who leads it (主持人)."))] = None,
    responsible: Annotated[
        str | None, typer.Option(help=_("Who is responsible (负责人), where that is not the host."))
    ] = None,
    guide: Annotated[str | None, typer.Option(help=_("Who of the superior is to come and guide (到会指导)."))] = None,
    starts: Annotated[str | None, typer.Option("--start", metavar="HH:MM", help=_("When it begins."))] = None,
    ends: Annotated[str | None, typer.Option("--end", metavar="HH:MM", help=_("When it ends."))] = None,
    block: Annotated[
        list[str] | None, typer.Option(metavar="KIND", help=_("A kind of content of the policy; may be repeated."))
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=_("Take the plans from a filled-in plan."))
    ] = None,
    pages: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="NAME", help=_("Which sheet of the workbook; may be repeated.")),
    ] = None,
    settled: Mapped = None,
    with_notes: WithTold = False,
) -> None:
    """Plan one day, those of a sheet, or the theme of a quarter or year."""
    from partyday.services import days
    from partyday.services.announcing import last_opinions
    from partyday.services.lookup import split_list

    run = Run(ctx)
    texts = {
        "theme": theme,
        "content": content,
        "form": form,
        "place": place,
        "host": host,
        "responsible": responsible,
        "guide": guide,
        "starts": starts,
        "ends": ends,
    }
    told = {name: text.strip() for name, text in texts.items() if text is not None}
    if sheet is not None:
        if ref or told or block:
            raise WrongUsage(_("With --from no day is named and nothing else is told."))
        return _plan_from(run, sheet, pages or (), columns_of(settled), with_notes=with_notes)
    if pages or settled or with_notes:
        raise WrongUsage(_("--sheet, --map and --with-notes go with --from."))
    if ref is None:
        raise WrongUsage(_("Which day? Name its date, or a sheet: --from 活动计划.xlsx"))
    period = Period.read(ref, run.today)
    if period.length > 1:
        if set(told) != {"theme"} or block:
            raise WrongUsage(_("A quarter or year has a theme: partyday day plan 2026Q2 --theme 学党章"))
        return _plan_theme(run, period, told["theme"])
    with run.desk() as desk:
        day = days.plan(desk, ref, told, None if block is None else split_list(block))
        last = last_opinions(desk, day)
        if run.json:
            before = None if last is None else {"day": last.ref, "opinions": last.opinions}
            output.emit(ALONE.json(day) | {"opinions_before": before})
            return None
        _tell(run, desk, day)
    if last is not None:
        output.talk(_("Opinions of {day}: {opinions}").format(day=last.ref, opinions=last.opinions))
    return None


def _plan_theme(run: Run, period: Period, theme: str) -> None:
    from partyday.services.planning import set_theme

    with run.desk() as desk:
        set_theme(desk, period, theme)
    tell(run, {"period": period, "theme": theme}, _("{period}: {theme}"))


def _plan_from(run: Run, sheet: Path, pages: Sequence[str], settled: Mapping[str, str], *, with_notes: bool) -> None:
    from partyday.services.columns import PLAN, recalled
    from partyday.services.planning import plan_from_sheet
    from partyday.sheets.plan import read_plan

    with run.desk() as desk:
        recall = recalled(desk, PLAN)
        plan = read_plan(sheet, run.today, desk.branch.name, sheets=pages, settled=settled, recall=recall)
        planned = plan_from_sheet(desk, plan)
        tell_unkept(desk, settled)
    tell_reading((*plan.notes, *planned.notes), plan.unread)
    for period, theme in planned.themes:
        output.talk(_("{period} stresses: {theme}").format(period=period, theme=theme))
    days_planned = [TAKEN.json(taken) for taken in planned.days]
    if run.json and (with_notes or planned.rejected):
        of_file: dict[str, object] = {
            "rejected": [PROBLEM.json(problem) for problem in planned.rejected],
            "notes": [*plan.notes, *planned.notes],
            "unread": list(plan.unread),
        }
        themes = [{"period": str(period), "theme": theme} for period, theme in planned.themes]
        output.emit(of_file if planned.rejected else {"planned": days_planned, "themes": themes} | of_file)
    elif run.json:
        output.emit(days_planned)
    refuse(planned.rejected, told=run.json)
    if run.json:
        return
    for day, changed in planned.days:
        output.say(f"{'√' if changed else '='} {day.ref} {day.theme}".rstrip())


def _warn_outside(desk: "Desk", day: ActivityDay) -> None:
    from partyday.services import days

    window = days.outside_window(desk, day)
    if window and day.month.first_day <= window[0] and window[1] <= day.month.last_day:
        output.talk(
            _("Note: {day} is outside the days the policy allows, {first} to {last} of the month.").format(
                day=day.ref, first=window[0].day, last=window[1].day
            )
        )
    elif window:
        output.talk(
            _("Note: {day} is outside the days the policy allows, {first} to {last}.").format(
                day=day.ref, first=window[0], last=window[1]
            )
        )


@command(app, _("Decide the date of a month that has none."), "partyday day set 2026-10-09", name="set")
def decide(ctx: typer.Context, ref: Ref, reason: Reason = "") -> None:
    """Decide an undecided month."""
    from partyday.services import days

    run = Run(ctx)
    with run.desk() as desk:
        day = days.decide(desk, ref, reason)
        _warn_outside(desk, day)
        _tell(run, desk, day)


@command(
    app, _("Move a day that has not been held."), "partyday day move 2026-03-06 --to 2026-03-09 --reason 学校运动会"
)
def move(
    ctx: typer.Context,
    ref: Ref,
    to: Annotated[str, typer.Option(metavar="DATE", help=_("The new date."))],
    reason: Annotated[str, typer.Option(help=_("Why; it stands in the schedule and the log."))],
) -> None:
    """Move one day."""
    from partyday.services import days

    run = Run(ctx)
    with run.desk() as desk:
        day = days.move(desk, ref, to, reason)
        _warn_outside(desk, day)
        if day.announced_on:
            output.talk(_("It was already announced: tell the members the new date."))
        _tell(run, desk, day)


@command(app, _("Cancel a day, with the reason."), "partyday day cancel 2026-08-07 --reason 防汛值守")
def cancel(
    ctx: typer.Context,
    ref: Ref,
    reason: Annotated[str, typer.Option(help=_("Why; it stands in the schedule and the log."))],
) -> None:
    """Cancel one day."""
    from partyday.services import days

    run = Run(ctx)
    with run.desk() as desk:
        _tell(run, desk, days.cancel(desk, ref, reason))


@command(
    app,
    _("Record that the day was announced to all members, and print the announcement to paste."),
    "partyday day announce 2026-03-06",
)
def announce(
    ctx: typer.Context,
    ref: MaybeRef = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("When it was announced; by default today."))] = None,
    copy: Annotated[bool, typer.Option("--copy", help=_("Put the announcement on the clipboard too."))] = False,
) -> None:
    """Announce one day."""
    from partyday.services import days
    from partyday.services.announcing import collects_dues

    run = Run(ctx)
    with run.desk() as desk:
        day = days.announce(desk, ref, run.date(on) if on else None)
        assert day.held_on is not None
        names = days.block_names(desk, day.held_on)
        text = days.announcement(day, names, dues=collects_dues(desk, day))
    ANNOUNCED.tell(run, (day, text), "{text}")
    if copy:
        from partyday.cli import clipboard

        output.talk(clipboard.copy(text))


@command(
    app, _("Close a day: attendance is complete. Lists who is unmarked, and asks."), "partyday day close 2026-03-06"
)
def close(ctx: typer.Context, ref: MaybeRef = None) -> None:
    """Close one day, as `checkin --close` does."""
    from partyday.cli.counts import close_asking, tell_or_leave
    from partyday.services import checkin, days

    run = Run(ctx)
    with run.desk() as desk:
        day = days.show(desk, ref)

        def attempt(keep_unknown: bool) -> checkin.Outcome:
            return checkin.close_day(desk, day.ref, keep_unknown=keep_unknown)

        tell_or_leave(run, close_asking(run, attempt))


@command(
    app, _("Take back a closing or a cancellation, with the reason."), "partyday day reopen 2026-03-06 --reason 补登记"
)
def reopen(
    ctx: typer.Context,
    ref: Ref,
    reason: Annotated[str, typer.Option(help=_("Why; it stands in the log."))],
) -> None:
    """Reopen one day."""
    from partyday.services import days

    run = Run(ctx)
    with run.desk() as desk:
        _tell(run, desk, days.reopen(desk, ref, reason))


@command(
    app,
    _("After the day: summary, opinions collected, resolutions, recorder, the superior present."),
    "partyday day summary 2026-03-06 --text 全体党员参加 --opinions 希望增加实地参观",
)
def summary(
    ctx: typer.Context,
    ref: MaybeRef = None,
    text: Annotated[str | None, typer.Option(help=_("Summary and evaluation (总结评估)."))] = None,
    opinions: Annotated[str | None, typer.Option(help=_("Opinions for the next day (意见建议)."))] = None,
    resolutions: Annotated[str | None, typer.Option(help=_("Resolutions (决议)."))] = None,
    recorder: Annotated[str | None, typer.Option(help=_("Who took the record (记录人)."))] = None,
    superior_present: Annotated[str | None, typer.Option(help=_("Who of the superior attended (上级参加人)."))] = None,
) -> None:
    """Sum up one day."""
    from partyday.services import days

    run = Run(ctx)
    texts = {
        "summary": text,
        "opinions": opinions,
        "resolutions": resolutions,
        "recorder": recorder,
        "superior_present": superior_present,
    }
    with run.desk() as desk:
        told = {name: value.strip() for name, value in texts.items() if value is not None}
        _tell(run, desk, days.summarise(desk, ref, told))


@command(app, _("The year as a calendar file (.ics) for phones."), "partyday day export 2026 -o 2026年党员活动日.ics")
def export(
    ctx: typer.Context,
    period: Annotated[
        str | None, typer.Argument(metavar="[YEAR|DATE]", help=_("A year, or one day; by default this year."))
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to."))] = None,
) -> None:
    """Write an .ics file."""
    from partyday.errors import NotFound
    from partyday.model.paper import file_stem
    from partyday.services import calendars

    run = Run(ctx)
    with run.desk() as desk:
        name, chosen, content = calendars.export(desk, run.period(period))
    if not any(day.status is not DayStatus.UNDECIDED for day in chosen):
        raise NotFound(_("There are no days in {period}.").format(period=name), _("`partyday schedule` makes them."))
    usual = Path(file_stem(f"{desk.branch.name}党员活动日{name}") + ".ics")
    path = output.target(out or usual, yes=run.yes, ending=".ics")
    output.write_bytes(path, content)
    written = _n("Written: {file} ({count} day)", "Written: {file} ({count} days)", len(chosen))
    if run.json:
        output.emit(EXPORTED.json((path, chosen)))
    else:
        output.say(written.format(file=path, count=len(chosen)))
