"""`partyday dues ledger` of a superior: what each under it remitted, what it forwarded itself, what is in hand."""

from typing import TYPE_CHECKING

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.run import Run
from partyday.i18n import N_, _
from partyday.model.money import yuan

if TYPE_CHECKING:
    from partyday.model.dues import Forwarded
    from partyday.services.desk import Desk
    from partyday.services.dues.below import OneBelow

FORWARDED: "Answer[Forwarded]" = Answer(
    Field("date", lambda forwarded: forwarded.on, N_("date")),
    Field("amount", lambda forwarded: yuan(forwarded.amount), N_("yuan")),
    Field("to", lambda forwarded: forwarded.to, N_("to")),
    Field("receipt", lambda forwarded: forwarded.receipt or None),
)


def _known_by(one: "OneBelow") -> str | None:
    return None if one.money is None else "ledger" if one.by_ledger else "records"


def _source(one: "OneBelow") -> str:
    """Where it is known from, in words."""
    return {None: _("unknown"), "ledger": _("filed ledger"), "records": _("records")}[_known_by(one)]


#: One under a superior; amounts are null where nobody knows them.
BELOW: "Answer[OneBelow]" = Answer(
    Field("branch", lambda one: one.branch.name, N_("branch")),
    Field("known_by", _known_by, N_("known by"), _source),
    Field("collected", lambda one: one.money and yuan(one.money.took_in), N_("took in")),
    Field("remitted", lambda one: one.money and yuan(one.money.remitted), N_("forwarded")),
    Field("last_remitted_on", lambda one: one.money and one.money.last_on, N_("last on")),
    Field("in_hand", lambda one: one.money and yuan(one.money.in_hand), N_("in hand")),
    Field("received", lambda one: yuan(sum(sent.amount for sent in one.received))),
    Field(
        "remittances",
        lambda one: [FORWARDED.json(forwarded) for forwarded in (one.money.forwarded if one.money else ())],
    ),
)


def tell_superior(run: Run, desk: "Desk") -> None:
    """The account of a superior."""
    from partyday.services.dues.below import money_below

    with desk.reading() as connection:
        below = money_below(connection, desk.branches, desk.node, desk.today)
    own, apart = below.own, sum(gift.amount for gift in below.gifts)
    if run.json:
        output.emit(
            {
                "superior": below.superior.name,
                "received": yuan(own.took_in),
                "remitted": yuan(own.remitted),
                "in_hand": yuan(own.in_hand),
                "to_forward_apart": yuan(apart),
                "branches": [BELOW.json(one) for one in below.every],
                "remittances": [FORWARDED.json(forwarded) for forwarded in own.forwarded],
            }
        )
        return
    BELOW.table(run, below.every)
    if run.csv:
        return
    if own.forwarded:
        FORWARDED.table(run, own.forwarded, title=_("forwarded by {name}").format(name=below.superior.name))
    output.say(
        _("Received {received} yuan, forwarded {remitted} yuan, in hand {in_hand} yuan.").format(
            received=yuan(own.took_in), remitted=yuan(own.remitted), in_hand=yuan(own.in_hand)
        )
    )
    if apart:
        output.say(_("  of it large gifts, to be forwarded apart: {amount} yuan").format(amount=yuan(apart)))
    if unknown := [one.branch.name for one in below.remitting if one.money is None]:
        output.talk(
            _("Nothing is known of {names}: their dues-ledger, filed, comes in with partyday rollup.").format(
                names="、".join(unknown)
            )
        )
