"""`partyday inspect`: a superior looks at how its branches keep their days (督查)."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import choice, command, noun
from partyday.cli.run import Run
from partyday.i18n import N_, _
from partyday.model.codes import Looked
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.inspections import Inspected

app = noun(
    _("Inspections of branches (督查)."),
    "partyday inspect add 数学系党支部 --on 2026-03-20 --how records --by 王秀芳 --found 记录齐全",
)


INSPECTED: "Answer[Inspected]" = Answer(
    Field("number", lambda one: one.inspection.id, N_("no.")),
    Field("branch", lambda one: one.branch.name, N_("branch"), once=True),
    Field("on", lambda one: one.inspection.inspected_on, N_("date")),
    Field("how", lambda one: one.inspection.way, N_("how"), lambda one: term(one.inspection.way)),
    Field("by", lambda one: one.inspection.inspected_by, N_("inspected by")),
    Field("found", lambda one: one.inspection.found, N_("found")),
    Field("due", lambda one: one.inspection.due_on, N_("to be mended by")),
    Field("settled_on", lambda one: one.inspection.mended_on, N_("mended on")),
    Field("settled_how", lambda one: one.inspection.mended, N_("mended how")),
    attributes("changed"),
)


@command(
    app,
    _("Record that a branch was inspected, and until when what was found is to be mended."),
    "partyday inspect add 数学系党支部 --on 2026-03-20 --how visit --by 王秀芳 --found 3月未作小结 --due 2026-04-03",
)
def add(
    ctx: typer.Context,
    branch: Annotated[str, typer.Argument(metavar="BRANCH", help=_("The branch that was inspected."))],
    on: Annotated[str, typer.Option(metavar="DATE", help=_("When."))],
    how: Annotated[str, typer.Option(metavar="HOW", help=_("records, call or visit."))],
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who looked."))],
    found: Annotated[str, typer.Option(metavar="TEXT", help=_("What was seen there."))],
    due: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=_("Until when it is to be mended; nothing is, where none is given.")),
    ] = None,
) -> None:
    """Record one inspection."""
    from partyday.services import inspections

    run = Run(ctx)
    way = choice(Looked, how, "--how")
    with run.desk() as desk:
        done = inspections.add(desk, branch, run.date(on), way, by, found, run.date(due) if due else None)
    INSPECTED.tell(run, done, _("№{number} {branch} was inspected on {on} ({how}, {by}): {found}"))
    if done.inspection.due_on and not run.json:
        output.talk(
            _("To be mended by {date}; then: partyday inspect settle {number} --on {date}").format(
                date=done.inspection.due_on, number=done.inspection.id
            )
        )


@command(
    app,
    _("Say that what was found was mended."),
    "partyday inspect settle 1 --on 2026-04-02 --how 已补作小结",
)
def settle(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="N", help=_("The number of the inspection."))],
    on: Annotated[str, typer.Option(metavar="DATE", help=_("When it was mended."))],
    how: Annotated[str, typer.Option(metavar="TEXT", help=_("In what way."))] = "",
) -> None:
    """Settle one inspection."""
    from partyday.services import inspections

    run = Run(ctx)
    with run.desk() as desk:
        done = inspections.settle(desk, number, run.date(on), how)
    INSPECTED.tell(run, done, _("№{number} {branch}: what was found on {on} was mended on {settled_on}."))


@command(app, _("The inspections, oldest first."), "partyday inspect list --open", name="list")
def listing(
    ctx: typer.Context,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help=_("Those of a period alone."))] = None,
    only_open: Annotated[bool, typer.Option("--open", help=_("Only what is still to be mended."))] = False,
) -> None:
    """List inspections."""
    from partyday.services import inspections

    run = Run(ctx)
    with run.desk() as desk:
        found = inspections.listed(desk, run.period(period), only_open=only_open)
    nothing = _("Nothing is to be mended.") if only_open else _("Nothing was inspected.")
    INSPECTED.listing(run, found, nothing=nothing)
