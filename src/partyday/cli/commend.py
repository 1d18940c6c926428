"""`partyday commend`: members and branches that were commended (表彰)."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, noun
from partyday.cli.run import Run
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from partyday.services.commendations import Commended

app = noun(
    _("Commendations of members and branches (表彰)."),
    "partyday commend add 7 --on 2026-07-01 --for 优秀共产党员 --by 学校党委",
)


def _whom(one: "Commended") -> str:
    return one.person.called if one.person else one.branch.name


COMMENDED: "Answer[Commended]" = Answer(
    Field("on", lambda one: one.commendation.commended_on, N_("date")),
    Field("branch", lambda one: one.branch.name, N_("branch"), once=True),
    Field("number", lambda one: one.person.number if one.person else None, N_("no.")),
    Field("name", lambda one: one.person.name if one.person else None, N_("name")),
    Field("for", lambda one: one.commendation.merit, N_("for")),
    Field("by", lambda one: one.commendation.commended_by, N_("commended by")),
)


@command(
    app,
    _("Record what members were commended for; without WHO, the branch named with --branch."),
    "partyday commend add 7 --on 2026-07-01 --for 优秀共产党员 --by 学校党委",
)
def add(
    ctx: typer.Context,
    on: Annotated[str, typer.Option(metavar="DATE", help=_("When."))],
    merit: Annotated[str, typer.Option("--for", metavar="TEXT", help=_("For what, such as 优秀共产党员."))],
    by: Annotated[str, typer.Option(metavar="NAME", help=_("By whom."))],
    who: Annotated[list[str] | None, typer.Argument(metavar="[WHO ...]", help=_("The members."))] = None,
) -> None:
    """Record commendations."""
    from partyday.services import commendations

    run = Run(ctx)
    with run.desk() as desk:
        done = commendations.add(desk, who or [], run.date(on), merit, by)
    if run.json:
        told = [COMMENDED.json(one) | {"changed": one.changed} for one in done]
        output.emit(told[0] if len(told) == 1 else told)
        return
    for one in done:
        sentence = _("{whom} was commended on {on} by {by}: {for}")
        output.say(sentence.format(whom=_whom(one), **COMMENDED.texts(one)))


@command(app, _("Who was commended, oldest first."), "partyday commend list --period 2026", name="list")
def listing(
    ctx: typer.Context,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help=_("Those of a period alone."))] = None,
) -> None:
    """List commendations."""
    from partyday.services import commendations

    run = Run(ctx)
    with run.desk() as desk:
        found = commendations.listed(desk, run.period(period))
    COMMENDED.listing(run, found, nothing=_("Nobody was commended."))
