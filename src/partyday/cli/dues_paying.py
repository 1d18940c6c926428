"""`partyday dues pay|refund`: one member's payment, and what is given back of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import choice, command
from partyday.cli.dues import HowPaid, Months, On, TakenBy, Who, app
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import Method, Proxy
from partyday.model.money import fen, yuan
from partyday.model.period import Month, in_few_words, read_months

if TYPE_CHECKING:
    from partyday.model.dues import Payment
    from partyday.services.dues.paying import Paid

PAYMENT: "Answer[Payment]" = Answer(
    Field("for_month", lambda payment: payment.for_month, text=lambda payment: payment.for_month or _("voluntary")),
    Field("amount", lambda payment: yuan(payment.amount)),
    Field("date", lambda payment: payment.paid_on),
    Field("method", lambda payment: payment.method),
    Field("collector", lambda payment: payment.collector),
    Field("proxy", lambda payment: payment.proxy),
    Field("proxy_is", lambda payment: payment.proxy_is),
    Field("receipt", lambda payment: payment.receipt),
    Field("note", lambda payment: payment.note),
)

PAID: "Answer[Paid]" = Answer(
    PERSON.within(lambda paid: paid.person),
    Field("amount", lambda paid: yuan(paid.amount)),
    Field("still_owed", lambda paid: yuan(paid.still_owed)),
    Field("late", lambda paid: list(paid.late), text=lambda paid: listed(in_few_words(paid.late))),
    Field("payments", lambda paid: [PAYMENT.json(payment) for payment in paid.payments]),
)


@command(
    app,
    _("Take in dues: for these months all they owe, or the amount given, laid over them in order."),
    "partyday dues pay 张三 --months 2026-01..2026-03 --on 2026-03-06",
)
def pay(
    ctx: typer.Context,
    who: Who,
    months: Months,
    on: On = None,
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help=_("How much; by default all they owe."))] = None,
    ahead: Annotated[bool, typer.Option("--ahead", help=_("What is over is for the months to come."))] = False,
    voluntary: Annotated[bool, typer.Option("--voluntary", help=_("What is over is voluntary."))] = False,
    by: TakenBy = "",
    method: HowPaid = "cash",
    proxy: Annotated[str, typer.Option(metavar="NAME", help=_("Who paid for the member."))] = "",
    proxy_is: Annotated[str | None, typer.Option(metavar="WHAT", help=_("relative or member."))] = None,
    receipt: Annotated[str, typer.Option(metavar="NUMBER", help=_("The receipt's number; by default the next."))] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note."))] = "",
) -> None:
    """Record one payment."""
    from partyday.services.dues import paying

    run = Run(ctx)
    if bool(proxy) != bool(proxy_is):
        raise WrongUsage(_("Who pays for a member needs both --proxy NAME and --proxy-is relative or member."))
    how = paying.How(
        on=run.date(on),
        method=choice(Method, method, "--method"),
        collector=by or run.by,
        proxy=proxy,
        proxy_is=choice(Proxy, proxy_is, "--proxy-is") if proxy_is else None,
        receipt=receipt,
        note=note,
    )
    with run.desk() as desk:
        paid = paying.pay(
            desk,
            who,
            read_months(months, run.today),
            how,
            amount=fen(amount) if amount else None,
            ahead=ahead,
            voluntary=voluntary,
        )
    _tell_paid(run, paid)


@command(
    app,
    _("Give back what was paid for a month, or voluntarily; the payment stays on record."),
    "partyday dues refund 张三 --month 2026-03 --amount 20 --reason 多收",
)
def refund(
    ctx: typer.Context,
    who: Who,
    amount: Annotated[str, typer.Option(metavar="YUAN", help=_("How much."))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))],
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help=_("Of which month; without, of what was voluntary."))
    ] = None,
    on: On = None,
) -> None:
    """Record one refund."""
    from partyday.services.dues import paying

    run = Run(ctx)
    how = paying.How(on=run.date(on), collector=run.by, note=reason)
    with run.desk() as desk:
        given = paying.refund(desk, who, Month.read(month, run.today) if month else None, fen(amount), how)
    _tell_paid(run, given)


def _tell_paid(run: Run, paid: "Paid") -> None:
    if run.json:
        output.emit(PAID.json(paid))
        return
    for payment in paid.payments:
        output.say("{for_month}  {amount}".format(**PAYMENT.texts(payment)))
    told = PAID.texts(paid)
    receipt = paid.payments[0].receipt
    output.say(_("{number} {name}: {amount} yuan, receipt {receipt}").format(**told, receipt=receipt))
    if paid.still_owed:
        output.talk(_("Of these months {amount} yuan are still owed.").format(amount=told["still_owed"]))
    if paid.late:
        output.talk(_("Further back than dues are normally paid: {months}").format(months=told["late"]))
    if paid.large:
        output.talk(_("A voluntary payment of this size is forwarded whole, with a receipt of its own."))
