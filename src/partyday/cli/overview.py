"""`partyday overview`: a superior's line for each branch below it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.output import Painted
from partyday.cli.run import Run
from partyday.i18n import N_, _
from partyday.model.money import yuan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from partyday.model.overview import Overview, OverviewLine

app = verb()

#: What a line rests on, in words.
_SOURCES = {
    "records": N_("records"),
    "filed": N_("papers taken in"),
    "nothing": N_("nothing yet"),
}


def _percent(rate: float | None) -> str:
    from partyday.words.rates import percent

    return "" if rate is None else percent(rate)


LINE: "Answer[OverviewLine]" = Answer(
    Field("branch", lambda line: line.branch.name, N_("branch")),
    Field("days", lambda line: line.days, N_("days planned")),
    Field("held", lambda line: line.held, N_("held")),
    Field("closed", lambda line: line.closed, N_("closed")),
    Field("announced", lambda line: line.announced, N_("announced ahead")),
    Field("summarised", lambda line: line.summarised, N_("summed up")),
    Field("expected", lambda line: line.expected, N_("expected")),
    Field("took_part", lambda line: line.took_part, N_("took part")),
    Field("rate", lambda line: line.rate, N_("rate"), lambda line: _percent(line.rate)),
    Field("unreached", lambda line: line.unreached, N_("to be reached")),
    Field("open_make_ups", lambda line: line.open_make_ups, N_("make-ups open")),
    Field("plans_due", lambda line: line.plans_due, N_("plans due")),
    Field("plans_filed", lambda line: line.plans_filed, N_("plans filed")),
    Field("plans_late", lambda line: line.plans_late, N_("filed late")),
    Field("dues_owed", lambda line: None if line.dues_owed is None else yuan(line.dues_owed), N_("dues still owed")),
    Field("inspected_on", lambda line: line.inspected_on, N_("last inspected")),
    Field("source", lambda line: line.drawn, N_("from"), lambda line: _(_SOURCES[line.drawn])),
)


@command(
    app,
    _("A superior's: a line for each branch below, from the records and from what was taken in."),
    "partyday overview --branch 数学学院党总支 --period 2026Q1",
)
def overview(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(metavar="PERIOD", help=_("2026, 2026H1, 2026Q4 or 2026-03; by default this quarter.")),
    ] = None,
    picture: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Draw it as a picture for a slide: FILE.svg or FILE.png."))
    ] = None,
) -> None:
    """Show the branches side by side."""
    from partyday.services.overview import overview as overview_of

    run = Run(ctx)
    run.long()
    asked = run.period(period)
    if picture:
        from partyday.cli.picture import checked

        checked(run, picture)
    with run.desk() as desk:
        found = overview_of(desk, asked, whole_year=picture is not None)
    if picture:
        from partyday.cli.picture import draw

        draw(run, found, picture)
    elif run.json or run.csv or not sys.stdout.isatty():
        LINE.listing(run, found.lines)
    else:
        _show(found)
    if not run.json and not picture:
        for sentence in _notes(found):
            output.talk(sentence)


def _show(found: "Overview") -> None:
    """The lines in colour, close enough for 80 columns."""
    headings = (
        _("branch"),
        _("held"),
        _("closed\nannounced\nsummed up"),
        _("took\npart"),
        _("rate"),
        _("to be\nreached"),
        _("make-\nups\nopen"),
        _("plans"),
        _("dues\nowed"),
        _("last\ninspected"),
    )
    output.say(
        _("{whose}, {period}, as of {date}").format(
            whose=found.superior.name if found.superior else _("all branches"), period=found.period, date=found.as_of
        )
    )
    rows = [[*_cells(line)] for line in found.lines]
    if len(rows) > 1:
        rows.append([Painted(cell.text, f"bold {cell.style}".strip()) for cell in _sums(found)])
    output.painted(headings, rows)


def _sums(found: "Overview") -> "Iterator[Painted]":
    """The last row: all branches together."""
    from partyday.model.overview import rate

    def whole(name: str) -> int:
        return sum(getattr(line, name) or 0 for line in found.lines)

    yield Painted(_("all branches"))
    yield Painted(_over(whole("held"), whole("days")))
    yield Painted("/".join(str(whole(name)) for name in ("closed", "announced", "summarised")))
    yield Painted(_over(whole("took_part"), whole("expected")))
    yield _rate(rate(whole("took_part"), whole("expected")))
    yield from (Painted(str(whole(name))) for name in ("unreached", "open_make_ups"))
    yield Painted(f"{whole('plans_filed')}/{whole('plans_due')}" if whole("plans_due") else "")
    yield Painted(yuan(whole("dues_owed")))
    yield Painted("")


#: The colour of a cell, by whether somebody has to look at it.
_YELLOW = {True: "yellow", False: ""}


def _cells(line: "OverviewLine") -> "Iterator[Painted]":
    mark = {"records": "", "filed": "*", "nothing": "–"}[line.drawn]
    yield Painted(line.branch.name + mark)
    yield Painted(_over(line.held, line.days))
    done = (line.closed, line.announced, line.summarised)
    lacking = any(count is not None and count < (line.held or 0) for count in done)
    yield Painted("/".join(map(_figure, done)) if any(count is not None for count in done) else "", _YELLOW[lacking])
    yield Painted(_over(line.took_part, line.expected))
    yield _rate(line.rate)
    yield _if_any(line.unreached)
    yield _if_any(line.open_make_ups)
    missing = line.plans_filed < line.plans_due
    plans = f"{line.plans_filed}/{line.plans_due}" if line.plans_due else ""
    late = _(" ({count} late)").format(count=line.plans_late) if line.plans_late else ""
    yield Painted(plans + late, "red" if missing else "yellow" if late else "")
    yield Painted("" if line.dues_owed is None else yuan(line.dues_owed), "yellow" if line.dues_owed else "")
    yield Painted(f"{line.inspected_on:%m-%d}" if line.inspected_on else "")


def _rate(rate: float | None) -> Painted:
    from partyday.words.rates import shade

    return Painted("") if rate is None else Painted(_percent(rate), f"black on #{shade(rate)}")


def _if_any(count: int | None) -> Painted:
    return Painted(_figure(count), "yellow" if count else "")


def _figure(count: int | None) -> str:
    return "–" if count is None else str(count)


def _over(count: int | None, of: int | None) -> str:
    return "" if count is None and of is None else f"{_figure(count)}/{_figure(of)}"


def _notes(found: "Overview") -> "Iterator[str]":
    """What the lines rest on, where that is not the book's own records alone."""
    for drawn, sentence in (
        ("filed", _("* from the papers that were taken in, not from records: {branches}")),
        ("nothing", _("– nothing is recorded and nothing was taken in: {branches}")),
    ):
        names = [line.branch.name for line in found.lines if line.drawn == drawn]
        if names:
            yield sentence.format(branches=_some(names))


def _some(names: "Sequence[Any]") -> str:
    from partyday.i18n import listed

    return listed(names[:_SHOWN]) + ("…" if len(names) > _SHOWN else "")


_SHOWN = 10
