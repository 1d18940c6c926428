"""`partyday makeup`: sessions that make up (补课) for an excused absence."""

from typing import Annotated

import typer

from partyday.cli import output
from partyday.cli.command import command, noun
from partyday.cli.run import Run
from partyday.i18n import _

app = noun(_("Make-up sessions (补课)."), "partyday makeup add 7 --for 2026-03-06 --on 2026-03-20")


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
    with run.book() as store:
        done = makeups.add(store, run.act, run.branch_name, who, day, run.date(on), how)
    if run.json:
        output.emit(
            {
                "number": done.person.number,
                "name": done.person.name,
                "day": done.day.held_on,
                "part": done.day.part,
                "held_on": done.make_up.held_on,
                "how": done.make_up.how,
                "changed": done.changed,
            }
        )
        return
    output.say(
        _("{number} {name} made up for {day} on {date}.").format(
            number=done.person.number, name=done.person.name, day=done.day.ref, date=done.make_up.held_on
        )
    )
    if not done.counts:
        output.talk(_("That day stays an unexcused absence: making up does not excuse it."))
