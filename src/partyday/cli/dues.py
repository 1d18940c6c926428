"""`partyday dues`: what members owe (党费), from assessment to remittance."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.command import choice, command, noun
from partyday.cli.policy import where
from partyday.cli.run import Run
from partyday.errors import Ambiguous, BookUnusable
from partyday.i18n import _
from partyday.model import DuesKind, iso_date
from partyday.money import fen, yuan

if TYPE_CHECKING:
    from partyday.rules.policy import Policy

app = noun(_("Party dues (党费)."), "partyday dues rate wage 6500")


@command(
    app,
    _("What a month's dues are, by the rates in force on a day, and where they stand."),
    "partyday dues rate wage 6500",
)
def rate(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help=_("wage, salary, self-employed, retired, student, hardship or farmer.")),
    ],
    amount: Annotated[
        str | None, typer.Argument(metavar="[AMOUNT]", help=_("The monthly income after tax, in yuan."))
    ] = None,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("On which day; by default today."))] = None,
) -> None:
    """Reckon one month's dues, by the policy of the branch; where there is no book, by the national one."""
    from partyday.rules.dues import monthly

    run = Run(ctx)
    day = iso_date(on) if on else run.today
    found = monthly(_policy(run), choice(DuesKind, kind, "KIND"), fen(amount) if amount else None, day)
    source = found.value.source
    if run.json:
        output.emit(
            {
                "monthly": yuan(found.amount),
                "rate": found.rate or None,
                "source": {
                    "document": source.document,
                    "number": source.number,
                    "article": source.article,
                    "house": source.house,
                },
                "clause": found.value.clause,
            }
        )
        return
    at_rate = _(" ({rate})").format(rate=found.rate) if found.rate else ""
    output.say(_("{amount} yuan a month{rate}").format(amount=yuan(found.amount), rate=at_rate))
    output.say(where(source))
    if found.value.clause:
        output.say(found.value.clause)


def _policy(run: Run) -> "Policy":
    from partyday.rules.policy import load
    from partyday.services.branches import policy_of

    try:
        with run.book() as store:
            return policy_of(run.branches(store), run.branch(store))
    except (BookUnusable, Ambiguous):
        return load("national")
