"""`partyday agenda`: what comes next, and what is open."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from partyday.services.agenda import Item

app = verb()

ITEM: "Answer[Item]" = Answer(
    Field("date", lambda item: item.on, N_("date")),
    Field("kind", lambda item: item.kind, N_("kind")),
    Field("text", lambda item: item.text, N_("what")),
    Field("overdue", lambda item: item.overdue, N_("overdue"), lambda item: _("overdue") if item.overdue else ""),
)


@command(app, _("What comes next, and what is open."), "partyday agenda")
def agenda(
    ctx: typer.Context,
    check: Annotated[bool, typer.Option("--check", help=_("Exit 3 where something is overdue."))] = False,
    ahead: Annotated[int, typer.Option(min=0, help=_("How many activity days ahead."))] = 2,
) -> None:
    """List what is due and what is coming, by date."""
    from partyday.services.agenda import agenda as items_of
    from partyday.store.book import shown

    run = Run(ctx)
    with run.desk() as desk:
        branch = desk.node
        items = items_of(desk, ahead=ahead)
    if run.json or run.csv:
        ITEM.listing(run, items)
    else:
        output.say(_("{branch}, {date}").format(branch=branch.name, date=run.today))
        for item in items:
            output.say(f"{'!' if item.overdue else ' '} {item.on}  {item.text}")
        if not items:
            output.say(_("Nothing is open."))
        output.talk(_("Book: {place}").format(place=shown(run.place)))
    if check and any(item.overdue for item in items):
        raise typer.Exit(3)
