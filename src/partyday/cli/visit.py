"""`partyday visit`: the day brought to a member (送学): helping with study, telling of it, asking for opinions."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import choice, command, noun
from partyday.cli.counts import sure_of_visits
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.i18n import N_, _, listed
from partyday.model.codes import VisitKind
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.services.visits import Visited

app = noun(
    _("Visits that bring the day to a member (送学)."),
    "partyday visit add 3 --for 2026-03-06 --on 2026-03-09 --how 送学,征求意见 --by 王秀芳",
)

VISITED: "Answer[Visited]" = Answer(
    PERSON.within(lambda visited: visited.person),
    Field("day", lambda visited: visited.ref.start, N_("for the day"), lambda visited: visited.ref),
    Field("session", lambda visited: visited.ref),
    Field("held_on", lambda visited: visited.visit.held_on, N_("visited on")),
    Field(
        "hows",
        lambda visited: list(visited.visit.hows),
        N_("in what way"),
        lambda visited: listed(map(term, visited.visit.hows)),
    ),
    Field("by", lambda visited: visited.visit.visited_by, N_("by")),
    Field("said", lambda visited: visited.visit.said, N_("what the member says")),
)

#: What recording one did.
RECORDED: "Answer[Visited]" = Answer(
    VISITED, Field("state", lambda visited: visited.state), Field("changed", lambda visited: visited.changed)
)


@command(
    app,
    _("Record a visit; the day counts as brought to the member from then on, after its closing too."),
    "partyday visit add 3 --for 2026-03-06 --on 2026-03-09 --how 送学,征求意见 --by 王秀芳 --said 希望多听时事",
)
def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))],
    day: Annotated[str, typer.Option("--for", metavar="DATE[:am|pm]", help=_("The day that is brought to them."))],
    on: Annotated[str, typer.Option(metavar="DATE", help=_("When the visit was."))],
    how: Annotated[
        list[str],
        typer.Option(metavar="HOW,…", help=_("study (送学帮学), inform (通报情况), consult (征求意见); or several.")),
    ],
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who made it."))],
    said: Annotated[str, typer.Option(metavar="TEXT", help=_("What the member said."))] = "",
) -> None:
    """Record one visit."""
    from partyday.services import visits
    from partyday.services.lookup import split_list

    run = Run(ctx)
    hows = [choice(VisitKind, piece, "--how") for piece in split_list(how)]
    with run.desk() as desk:
        visited = sure_of_visits(
            run, lambda well: visits.add(desk, who, day, run.date(on), hows, by, said, well_too=well)
        )
    if visited is None:
        output.talk(_("Nothing was written."))
        return
    RECORDED.tell(run, visited, _("{number} {name} was visited on {held_on} for {day}: {hows}."))
    if not (visited.marked or run.json) and visited.state is not None:
        output.talk(_("That day stays as it is recorded: {state}.").format(state=term(visited.state)))


@command(app, _("The visits of a period, by date."), "partyday visit list 2026Q1", name="list")
def listing(
    ctx: typer.Context,
    period: Annotated[
        str | None, typer.Argument(metavar="[PERIOD]", help=_("A year, a quarter, a month; by default this year."))
    ] = None,
) -> None:
    """List visits."""
    from partyday.model.period import Period
    from partyday.services import visits

    run = Run(ctx)
    with run.desk() as desk:
        found = visits.recorded(desk, run.period(period) or Period.at(run.today, 12))
    VISITED.listing(run, found, nothing=_("No visit is recorded."))
