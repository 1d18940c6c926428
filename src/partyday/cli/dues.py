"""`partyday dues`: what members owe (党费), from assessment to remittance. Each part is loaded when it is called."""

from typing import Annotated

import typer

from partyday.cli.command import noun
from partyday.i18n import _

app = noun(
    _("Party dues (党费)."),
    "partyday dues rate wage 6500",
    parts={
        "rate": "dues_assessing",
        "assess": "dues_assessing",
        "waive": "dues_assessing",
        "pay": "dues_paying",
        "collect": "dues_collecting",
        "refund": "dues_paying",
        "carry": "dues_paying",
        "receipts": "dues_receipts",
        "owed": "dues_ledgers",
        "ledger": "dues_ledgers",
        "remit": "dues_ledgers",
    },
)

Who = Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))]
On = Annotated[str | None, typer.Option(metavar="DATE", help=_("When; by default today."))]
Months = Annotated[str, typer.Option(metavar="MONTH[..MONTH]", help=_("Which months, as 2026-01 or 2026-01..2026-06."))]
Why = Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))]
TakenBy = Annotated[str, typer.Option("--by", metavar="NAME", help=_("Who took it in."))]
HowPaid = Annotated[str, typer.Option("--method", metavar="METHOD", help=_("cash, bank or online."))]
