"""`partyday dues pay|refund`: one member's payment, and what is given back of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import choice, command
from partyday.cli.dues import HowPaid, On, TakenBy, Who, app
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import N_, _, listed
from partyday.model.codes import Method, Proxy
from partyday.model.money import fen, yuan
from partyday.model.period import Month, in_few_words, read_months
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.dues import Payment
    from partyday.services.dues.paying import Paid

PAYMENT: "Answer[Payment]" = Answer(
    Field(
        "for_month",
        lambda payment: payment.for_month,
        N_("month"),
        lambda payment: payment.for_month or _("voluntary"),
    ),
    Field("amount", lambda payment: yuan(payment.amount), N_("yuan")),
    Field("date", lambda payment: payment.paid_on, N_("date")),
    Field("method", lambda payment: payment.method, N_("how"), lambda payment: term(payment.method)),
    Field("collector", lambda payment: payment.collector, N_("taken in by")),
    Field("proxy", lambda payment: payment.proxy),
    Field("proxy_is", lambda payment: payment.proxy_is),
    Field("receipt", lambda payment: payment.receipt, N_("receipt")),
    Field("note", lambda payment: payment.note, N_("note")),
    columns=("date", "for_month", "amount", "method", "collector", "receipt", "note"),
)

#: What one member paid, or got back.
PAID: "Answer[Paid]" = Answer(
    PERSON.within(lambda paid: paid.person),
    Field("amount", lambda paid: yuan(paid.amount)),
    Field("still_owed", lambda paid: yuan(paid.still_owed)),
    Field("late", lambda paid: list(paid.late), text=lambda paid: listed(in_few_words(paid.late))),
    Field("payments", lambda paid: [PAYMENT.json(payment) for payment in paid.payments]),
)


@command(
    app,
    _("Take in dues: for these months all they owe, or the amount given, laid over them in order; or a gift."),
    "partyday dues pay 张三 --months 2026-01..2026-03 --on 2026-03-06",
)
def pay(
    ctx: typer.Context,
    who: Who,
    months: Annotated[
        str | None,
        typer.Option(metavar="MONTH[..MONTH]", help=_("Which months, as 2026-01..2026-06; none for a gift.")),
    ] = None,
    on: On = None,
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help=_("How much; by default all they owe."))] = None,
    ahead: Annotated[bool, typer.Option("--ahead", help=_("What is over is for the months to come."))] = False,
    voluntary: Annotated[
        bool, typer.Option("--voluntary", help=_("What is over is voluntary; without --months all of it is."))
    ] = False,
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
        collector=by or run.signed,
        proxy=proxy,
        proxy_is=choice(Proxy, proxy_is, "--proxy-is") if proxy_is else None,
        receipt=receipt.strip(),
        note=note,
    )
    with run.desk() as desk:
        paid = paying.pay(
            desk,
            who,
            read_months(months, run.today) if months else (),
            how,
            amount=fen(amount) if amount else None,
            ahead=ahead,
            voluntary=voluntary,
        )
    _tell_paid(run, paid)


@command(
    app,
    _("Give back what was paid for a month, or voluntarily, or all that is overpaid; the payment stays on record."),
    "partyday dues refund 张三 --month 2026-03 --amount 20 --reason 多收",
)
def refund(
    ctx: typer.Context,
    who: Who,
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))],
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help=_("How much; by default all overpaid."))] = None,
    month: Annotated[
        str | None, typer.Option(metavar="MONTH", help=_("Of which month; without, of what was voluntary."))
    ] = None,
    on: On = None,
    by: TakenBy = "",
    method: HowPaid = "cash",
) -> None:
    """Record one refund."""
    from partyday.services.dues import paying

    run = Run(ctx)
    how = paying.How(
        on=run.date(on), method=choice(Method, method, "--method"), collector=by or run.signed, note=reason
    )
    of_month = Month.read(month, run.today) if month else None
    with run.desk() as desk:
        given = paying.refund(desk, who, of_month, fen(amount) if amount else None, how)
    _tell_paid(run, given)
    if given.in_hand is not None and given.in_hand < 0 and not run.json:
        output.talk(_("In hand are now {amount} yuan.").format(amount=yuan(given.in_hand)))


@command(
    app,
    _("Lay what a member overpaid, by a changed assessment or a waiver, over the months to come. No money moves."),
    "partyday dues carry 张三",
)
def carry(ctx: typer.Context, who: Who, on: On = None) -> None:
    """Record what was laid over."""
    from partyday.services.dues import paying

    run = Run(ctx)
    how = paying.How(on=run.date(on), collector=run.signed, note=_("laid over the months to come"))
    with run.desk() as desk:
        laid = paying.carry(desk, who, how)
    if run.json:
        output.emit(PAID.json(laid))
        return
    for payment in laid.payments:
        output.say("{for_month}  {amount}".format(**PAYMENT.texts(payment)))
    moved = sum(payment.amount for payment in laid.payments if payment.amount > 0)
    told = PAID.texts(laid) | {"amount": yuan(moved)}
    output.say(_("{number} {name}: {amount} yuan laid over the months to come").format(**told))
    if laid.still_owed:
        output.talk(
            _("{amount} yuan are still overpaid: partyday dues refund {number} --reason 多交退还").format(
                number=laid.person.number, amount=yuan(laid.still_owed)
            )
        )


def _tell_paid(run: Run, paid: "Paid") -> None:
    if run.json:
        output.emit(PAID.json(paid))
        return
    for payment in paid.payments:
        output.say("{for_month}  {amount}".format(**PAYMENT.texts(payment)))
    told = PAID.texts(paid)
    if paid.receipts:
        sentence = _("{number} {name}: {amount} yuan, receipt {receipt}")
        output.say(sentence.format(**told, receipt=listed(paid.receipts)))
    else:
        output.say(_("{number} {name}: {amount} yuan").format(**told))
    if paid.still_owed:
        output.talk(_("Of these months {amount} yuan are still owed.").format(amount=told["still_owed"]))
    if paid.late:
        output.talk(_("Further back than dues are normally paid: {months}").format(months=told["late"]))
    if paid.large:
        output.talk(_("A voluntary payment of this size has a receipt of its own and is forwarded apart: dues remit"))
