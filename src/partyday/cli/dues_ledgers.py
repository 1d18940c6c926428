"""`partyday dues owed|ledger|remit`: who owes what, the accounts month by month, and what was forwarded."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command
from partyday.cli.dues import On, app
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import N_, _, listed
from partyday.model.codes import BranchKind
from partyday.model.money import fen, yuan
from partyday.model.period import Month, in_few_words
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.dues import Account, DuesLine, Remittance
    from partyday.model.people import Person
    from partyday.services.dues.ledgers import MemberLedger, Owing
    from partyday.services.dues.remitting import Till

#: What one member owes.
OWING: "Answer[Owing]" = Answer(
    PERSON.within(lambda owing: owing.person),
    Field(
        "months",
        lambda owing: [line.month for line in owing.lines or ()],
        N_("months"),
        lambda owing: listed(in_few_words([line.month for line in owing.lines or ()])),
    ),
    Field("amount", lambda owing: yuan(owing.amount), N_("yuan")),
)

#: The same, who has left included.
OWED: "Answer[Owing]" = Answer(
    OWING,
    Field("left", lambda owing: owing.left, N_("left"), lambda owing: owing.left or ""),
)

#: What some months of accounts come to; what is overpaid is never set against what is owed.
SUMS: "Answer[Sequence[DuesLine]]" = Answer(
    Field("assessed", lambda lines: yuan(sum(line.assessed for line in lines)), N_("assessed")),
    Field("waived", lambda lines: yuan(sum(line.waived for line in lines)), N_("waived")),
    Field("paid", lambda lines: yuan(sum(line.paid for line in lines)), N_("paid")),
    Field("balance", lambda lines: yuan(sum(line.owed for line in lines)), N_("owed")),
    Field("overpaid", lambda lines: yuan(sum(line.overpaid for line in lines)), N_("overpaid")),
)

MONTH: "Answer[DuesLine]" = Answer(
    Field("month", lambda line: line.month, N_("month")), SUMS.within(lambda line: [line])
)


class MonthOfBranch(NamedTuple):
    """A month of a branch: the lines of its members' accounts for it, and the fen that moved in it."""

    month: Month
    lines: "Sequence[DuesLine]"
    voluntary: int
    collected: int
    forwarded: int


#: `voluntary`, `collected` and `forwarded` by the month in which the money moved, the others by that it is for.
MONTH_OF_BRANCH: Answer[MonthOfBranch] = Answer(
    Field("month", lambda month: month.month, N_("month")),
    SUMS.within(lambda month: month.lines),
    Field("voluntary", lambda month: yuan(month.voluntary), N_("voluntary")),
    Field("", lambda month: yuan(month.collected), N_("collected")),
    Field("", lambda month: yuan(month.forwarded), N_("forwarded")),
)

#: One person in the ledger of a branch: `paid` and `voluntary` are all that the branch took in from them.
MEMBER_SUMS: "Answer[MemberLedger]" = Answer(
    PERSON.within(lambda member: member.person),
    SUMS.within(lambda member: member.lines),
    Field("voluntary", lambda member: yuan(member.voluntary), N_("voluntary")),
    Field("left", lambda member: member.left, N_("left"), lambda member: member.left or ""),
)

REMITTANCE: "Answer[Remittance]" = Answer(
    Field("date", lambda remittance: remittance.remitted_on),
    Field("amount", lambda remittance: yuan(remittance.amount)),
    Field("to", lambda remittance: remittance.sent_to),
    Field("receipt", lambda remittance: remittance.receipt or None),
)

#: What one command forwarded: `amount` is all of it, `apart` the large gifts in it.
REMITTED: "Answer[tuple[Sequence[Remittance], int]]" = Answer(
    Field("date", lambda done: done[0][0].remitted_on),
    Field("amount", lambda done: yuan(sum(remittance.amount for remittance in done[0]))),
    Field("to", lambda done: done[0][0].sent_to),
    Field("in_hand", lambda done: yuan(done[1])),
    Field("apart", lambda done: [REMITTANCE.json(remittance) for remittance in done[0] if remittance.receipt]),
)


@command(app, _("Who owes dues, for which months; today's is one of them."), "partyday dues owed")
def owed(
    ctx: typer.Context,
    through: Annotated[str | None, typer.Option(metavar="MONTH", help=_("Up to which month."))] = None,
) -> None:
    """List what is owed."""
    from partyday.services.dues import ledgers

    run = Run(ctx)
    with run.desk() as desk:
        members = ledgers.owing(desk, Month.read(through, run.today) if through else None)
    debtors = [member for member in members if member.lines is not None]
    OWED.listing(run, debtors, nothing="")
    if run.json:
        return
    if not run.csv:
        output.say(_("Owed in all: {amount} yuan").format(amount=yuan(sum(debtor.amount for debtor in debtors))))
    missing = [member.person.called for member in members if member.lines is None]
    if missing:
        output.talk(_("Not assessed: {names}").format(names=listed(missing)))


@command(
    app,
    _("An account month by month: a member's, the branch's, or a superior's with what each under it remitted."),
    "partyday dues ledger 张三",
)
def ledger(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help=_("One member's."))] = None,
) -> None:
    """Show one account, or the branch's."""
    from partyday.services.dues import ledgers, remitting

    run = Run(ctx)
    with run.desk() as desk:
        if who is None:
            if desk.node.kind is not BranchKind.BRANCH:
                from partyday.cli.dues_of_superior import tell_superior

                return tell_superior(run, desk)
            with desk.reading() as connection:
                every = ledgers.ledgers_of(connection, desk.tree, desk.branch, run.today, run.today)
                members = [member for member in every if member.has_money]
                till = remitting.till(connection, desk.tree, desk.branch)
            return _tell_branch(run, members, till)
        person, account, lines = ledgers.ledger(desk, who)
    return _tell_member(run, person, account, lines)


def _tell_member(run: Run, person: "Person", account: "Account", lines: "Sequence[DuesLine]") -> None:
    """The months, then each payment; then what they were reckoned from, and what was waived and by whom."""
    from partyday.cli.dues_paying import PAYMENT

    if run.json:
        output.emit(
            {
                **PERSON.json(person),
                "months": [MONTH.json(line) for line in lines],
                "payments": [PAYMENT.json(payment) for payment in account.payments],
            }
        )
        return
    title = "{number} {name}".format(**PERSON.texts(person))
    MONTH.table(run, lines, title=title, total=[_("in all"), *SUMS.json(lines).values()])
    if run.csv:
        return
    if account.payments:
        total = yuan(sum(payment.amount for payment in account.payments))
        PAYMENT.table(run, account.payments, title=_("payments"), total=["", _("in all"), total, "", "", "", ""])
    for assessment in account.assessments:
        income = _(", reckoned from {amount} yuan").format(amount=yuan(assessment.income)) if assessment.income else ""
        output.flow(f"{assessment.since}  {term(assessment.kind)}{income} {assessment.reason}".rstrip())
    for waiver in account.waivers:
        told = _("{amount} yuan a month, approved by {by} on {date}").format(
            amount=yuan(waiver.amount), by=waiver.approved_by, date=waiver.approved_on
        )
        output.flow(f"{waiver.since}..{waiver.until}  {told} {waiver.reason}".rstrip())


def _tell_branch(run: Run, members: "Sequence[MemberLedger]", till: "Till") -> None:
    """The branch's account by the month that dues are for, and its till by the month in which money moved."""
    collected = sum(payment.amount for payment in till.collected)
    forwarded = sum(remittance.amount for remittance in till.remitted)
    months = _months(members, till)
    if run.json:
        output.emit(
            {
                "collected": yuan(collected),
                "remitted": yuan(forwarded),
                "in_hand": yuan(till.in_hand),
                "to_forward_apart": yuan(till.in_hand - till.dues_in_hand),
                "members": [MEMBER_SUMS.json(member) for member in members],
                "months": [MONTH_OF_BRANCH.json(month) for month in months if month.lines],
                "remittances": [REMITTANCE.json(remittance) for remittance in till.remitted],
            }
        )
        return
    every = [line for member in members for line in member.lines]
    voluntary = yuan(sum(member.voluntary for member in members))
    sums = SUMS.json(every).values()
    MONTH_OF_BRANCH.table(run, months, total=[_("in all"), *sums, voluntary, yuan(collected), yuan(forwarded)])
    if run.csv:
        return
    MEMBER_SUMS.table(run, members, total=["", _("in all"), *sums, voluntary, ""])
    output.say(_("In hand: {amount} yuan").format(amount=yuan(till.in_hand)))
    if till.gifts:
        output.say(
            _("  of it large gifts, to be forwarded apart: {amount} yuan").format(
                amount=yuan(till.in_hand - till.dues_in_hand)
            )
        )


def _months(members: "Sequence[MemberLedger]", till: "Till") -> list[MonthOfBranch]:
    """Every month that dues are for, or in which money moved, in order."""
    lines_of: dict[Month, list[DuesLine]] = {}
    for member in members:
        for line in member.lines:
            lines_of.setdefault(line.month, []).append(line)
    voluntary, collected, forwarded = Counter[Month](), Counter[Month](), Counter[Month]()
    for payment in till.collected:
        month = Month.of(payment.paid_on)
        collected[month] += payment.amount
        voluntary[month] += payment.amount if payment.for_month is None else 0
    for remittance in till.remitted:
        forwarded[Month.of(remittance.remitted_on)] += remittance.amount
    return [
        MonthOfBranch(month, lines_of.get(month, ()), voluntary[month], collected[month], forwarded[month])
        for month in sorted({*lines_of, *collected, *forwarded})
    ]


@command(
    app,
    _("Record what was forwarded to the superior; by default all that is in hand, each large gift apart."),
    "partyday dues remit --to 计算机学院党委",
)
def remit(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(metavar="NAME", help=_("To which superior organisation."))] = "",
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help=_("How much; by default all in hand."))] = None,
    on: On = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note."))] = "",
    receipt: Annotated[str, typer.Option(metavar="NUMBER", help=_("The one large gift with this receipt."))] = "",
) -> None:
    """Record what was forwarded."""
    from partyday.services.branches import superior_of
    from partyday.services.dues import remitting

    run = Run(ctx)
    if amount and receipt:
        raise WrongUsage(_("A gift is forwarded whole: --receipt takes no --amount."))
    with run.desk() as desk:
        superior = superior_of(desk.tree, desk.node)
        done = remitting.remit(desk, run.date(on), fen(amount) if amount else None, to or superior, note, receipt)
    REMITTED.tell(run, done, _("{amount} yuan forwarded, {in_hand} yuan in hand."))
    if not run.json:
        for gift in done[0]:
            if gift.receipt:
                told = REMITTANCE.texts(gift)
                output.say(_("  apart: {amount} yuan, receipt {receipt}").format(**told))
