"""`partyday dispute`: a member says that what is recorded of a day is not so."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import command, noun
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from partyday.services.disputes import Raised

app = noun(_("Days that members dispute."), "partyday dispute add 7 --for 2026-03-06 --said 当日已请假")


RAISED: "Answer[Raised]" = Answer(
    PERSON.within(lambda raised: raised.person),
    Field("day", lambda raised: raised.ref.start, N_("day"), lambda raised: raised.ref),
    Field("session", lambda raised: raised.ref),
    Field("raised_on", lambda raised: raised.dispute.raised_on, N_("raised on")),
    Field("said", lambda raised: raised.dispute.said, N_("what the member says")),
    Field("settled_on", lambda raised: raised.dispute.settled_on, N_("settled on")),
    Field("outcome", lambda raised: raised.dispute.outcome, N_("outcome")),
    attributes("settled_by").within(lambda raised: raised.dispute),
)

Who = Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))]
Day = Annotated[str, typer.Option("--for", metavar="DATE[:am|pm]", help=_("The day that is disputed."))]


@command(
    app,
    _("Keep what a member says of a day; every finding and paper that rests on it tells so."),
    "partyday dispute add 7 --for 2026-03-06 --said 当日已请假",
)
def add(
    ctx: typer.Context,
    who: Who,
    day: Day,
    said: Annotated[str, typer.Option(metavar="TEXT", help=_("What the member says."))],
) -> None:
    """Raise one dispute."""
    from partyday.services import disputes

    run = Run(ctx)
    with run.desk() as desk:
        RAISED.tell(run, disputes.add(desk, who, day, said), _("{number} {name} disputes {day}: {said}"))


@command(
    app,
    _("Say what was found; what is recorded of the day is changed by its own command."),
    "partyday dispute settle 7 --for 2026-03-06 --outcome 查实已请假 --by 王秀芳",
)
def settle(
    ctx: typer.Context,
    who: Who,
    day: Day,
    outcome: Annotated[str, typer.Option(metavar="TEXT", help=_("What was found."))],
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who found it."))],
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("When; by default today."))] = None,
) -> None:
    """Settle one dispute."""
    from partyday.services import disputes

    run = Run(ctx)
    with run.desk() as desk:
        done = disputes.settle(desk, who, day, run.date(on), outcome, by)
    RAISED.tell(run, done, _("What {number} {name} says of {day} is settled: {outcome}"))


@command(app, _("What is disputed, oldest first."), "partyday dispute list", name="list")
def listing(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=_("Also what was settled."))] = False,
) -> None:
    """List disputes."""
    from partyday.services import disputes

    run = Run(ctx)
    with run.desk() as desk:
        raised = disputes.listed(desk, settled=every)
    RAISED.listing(run, raised, nothing=_("Nothing is disputed."))
