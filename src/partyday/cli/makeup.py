"""`partyday makeup`: sessions that make up (补课) for an excused absence."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import command, noun
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.services.makeups import MadeUp

app = noun(_("Make-up sessions (补课)."), "partyday makeup add 7 --for 2026-03-06 --on 2026-03-20")


MADE_UP: "Answer[MadeUp]" = Answer(
    PERSON.within(lambda done: done.person),
    Field("day", lambda done: done.day.held_on, text=lambda done: done.day.ref),
    Field("part", lambda done: done.day.part),
    attributes("held_on how").within(lambda done: done.make_up),
    Field("changed", lambda done: done.changed),
)


@command(
    app,
    _("Record that a member made up for a day they could not come to."),
    "partyday makeup add 7 --for 2026-03-06 --on 2026-03-20 --how 自学并交流心得",
)
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))],
    day: Annotated[str, typer.Option("--for", metavar="DATE[:am|pm]", help=_("The day that was missed."))],
    on: Annotated[str, typer.Option(metavar="DATE", help=_("When it was made up."))],
    how: Annotated[str, typer.Option(metavar="TEXT", help=_("In what way."))] = "",
) -> None:
    """Record one make-up session."""
    from partyday.services import makeups

    run = Run(ctx)
    with run.desk() as desk:
        done = makeups.add(desk, who, day, run.date(on), how)
    MADE_UP.tell(run, done, _("{number} {name} made up for {day} on {held_on}."))
    if not (done.counts or run.json):
        output.talk(_("That day stays an unexcused absence: making up does not excuse it."))
