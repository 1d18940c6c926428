"""`partyday dues receipts`: the receipts that were given, and the void numbers among them."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli.answers import Answer, Field
from partyday.cli.command import command
from partyday.cli.dues import app
from partyday.cli.run import Run
from partyday.i18n import N_, _, listed
from partyday.model.money import yuan
from partyday.model.period import in_few_words

if TYPE_CHECKING:
    from partyday.services.dues.receipts import Issued

#: One receipt of the list.
ISSUED: "Answer[Issued]" = Answer(
    Field("receipt", lambda issued: issued.number, N_("receipt")),
    Field("date", lambda issued: issued.on, N_("date")),
    Field("number", lambda issued: issued.member_number, N_("no.")),
    Field("name", lambda issued: issued.payer, N_("name")),
    Field("amount", lambda issued: yuan(issued.amount), N_("yuan")),
    Field("months", lambda issued: issued.months, N_("months"), lambda issued: listed(in_few_words(issued.months))),
    Field("collector", lambda issued: issued.collector, N_("taken in by")),
    Field("void", lambda issued: issued.void, N_("note"), lambda issued: _("void") if issued.void else ""),
)


@command(
    app,
    _("The receipts by number, the void ones too; report dues-receipt prints those of a day."),
    "partyday dues receipts --period 2026",
)
def receipts(
    ctx: typer.Context,
    period: Annotated[str | None, typer.Option(metavar="PERIOD", help=_("Of which year, month or day."))] = None,
) -> None:
    """List receipts."""
    from partyday.services.dues.receipts import receipts as issued

    run = Run(ctx)
    with run.desk() as desk:
        found = issued(desk, run.period(period))
    ISSUED.listing(run, found, nothing=_("No receipt was given."))
