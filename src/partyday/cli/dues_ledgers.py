"""`partyday dues owed|ledger|remit`: who owes what, the accounts month by month, and what was forwarded."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command
from partyday.cli.dues import On, app
from partyday.cli.nouns import PERSON
from partyday.cli.run import Run
from partyday.i18n import N_, _, listed
from partyday.model.money import fen, yuan
from partyday.model.period import Month, in_few_words
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.dues import Account, DuesLine, Remittance
    from partyday.model.people import Person
    from partyday.services.dues.ledgers import Owing
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

#: What some months of accounts come to.
SUMS: "Answer[Sequence[DuesLine]]" = Answer(
    Field("assessed", lambda lines: yuan(sum(line.assessed for line in lines)), N_("assessed")),
    Field("waived", lambda lines: yuan(sum(line.waived for line in lines)), N_("waived")),
    Field("paid", lambda lines: yuan(sum(line.paid for line in lines)), N_("paid")),
    Field("balance", lambda lines: yuan(sum(line.balance for line in lines)), N_("owed")),
)

MONTH: "Answer[DuesLine]" = Answer(
    Field("month", lambda line: line.month, N_("month")), SUMS.within(lambda line: [line])
)


class MonthOfBranch(NamedTuple):
    """A month of a branch: the lines of its members' accounts for it, and the fen that moved in it."""

    month: Month
    lines: "Sequence[DuesLine]"
    collected: int
    forwarded: int


MONTH_OF_BRANCH: Answer[MonthOfBranch] = Answer(
    Field("month", lambda month: month.month, N_("month")),
    SUMS.within(lambda month: month.lines),
    Field("", lambda month: yuan(month.collected), N_("collected")),
    Field("", lambda month: yuan(month.forwarded), N_("forwarded")),
)

MEMBER_SUMS: "Answer[tuple[Person, list[DuesLine]]]" = Answer(
    PERSON.within(lambda ledger: ledger[0]), SUMS.within(lambda ledger: ledger[1])
)

REMITTANCE: "Answer[Remittance]" = Answer(
    Field("date", lambda remittance: remittance.remitted_on),
    Field("amount", lambda remittance: yuan(remittance.amount)),
    Field("to", lambda remittance: remittance.sent_to),
)

REMITTED: "Answer[tuple[Remittance, int]]" = Answer(
    REMITTANCE.within(lambda done: done[0]), Field("in_hand", lambda done: yuan(done[1]))
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
    OWING.listing(run, debtors, nothing="")
    if run.json:
        return
    if not run.csv:
        output.say(_("Owed in all: {amount} yuan").format(amount=yuan(sum(debtor.amount for debtor in debtors))))
    missing = [f"{member.person.number} {member.person.name}" for member in members if member.lines is None]
    if missing:
        output.talk(_("Not assessed: {names}").format(names=listed(missing)))


@command(
    app,
    _("An account month by month: a member's, or the branch's with what it collected and forwarded."),
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
            members = ledgers.ledger_of_branch(desk)
            return _tell_branch(run, members, remitting.till_of(desk))
        person, account, lines = ledgers.ledger(desk, who)
    return _tell_member(run, person, account, lines)


def _tell_member(run: Run, person: "Person", account: "Account", lines: "Sequence[DuesLine]") -> None:
    if run.json:
        from partyday.cli.dues_paying import PAYMENT

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
    for assessment in account.assessments:
        income = _(", reckoned from {amount} yuan").format(amount=yuan(assessment.income)) if assessment.income else ""
        output.say(f"{assessment.since}  {term(assessment.kind)}{income} {assessment.reason}".rstrip())


def _tell_branch(run: Run, members: "Sequence[tuple[Person, list[DuesLine]]]", till: "Till") -> None:
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
                "members": [MEMBER_SUMS.json(member) for member in members],
                "months": [MONTH_OF_BRANCH.json(month) for month in months if month.lines],
                "remittances": [REMITTANCE.json(remittance) for remittance in till.remitted],
            }
        )
        return
    every = [line for _person, lines in members for line in lines]
    total = [_("in all"), *SUMS.json(every).values(), yuan(collected), yuan(forwarded)]
    MONTH_OF_BRANCH.table(run, months, total=total)
    if run.csv:
        return
    for person, lines in members:
        owing = sum(line.balance for line in lines if line.balance > 0)
        if owing:
            told = PERSON.texts(person)
            output.say(_("{number} {name} owes {amount} yuan").format(**told, amount=yuan(owing)))
    output.say(_("In hand: {amount} yuan").format(amount=yuan(till.in_hand)))


def _months(members: "Sequence[tuple[Person, list[DuesLine]]]", till: "Till") -> list[MonthOfBranch]:
    """Every month that dues are for, or in which money moved, in order."""
    lines_of: dict[Month, list[DuesLine]] = {}
    for _person, lines in members:
        for line in lines:
            lines_of.setdefault(line.month, []).append(line)
    collected: dict[Month, int] = {}
    for payment in till.collected:
        month = Month.of(payment.paid_on)
        collected[month] = collected.get(month, 0) + payment.amount
    forwarded: dict[Month, int] = {}
    for remittance in till.remitted:
        month = Month.of(remittance.remitted_on)
        forwarded[month] = forwarded.get(month, 0) + remittance.amount
    return [
        MonthOfBranch(month, lines_of.get(month, ()), collected.get(month, 0), forwarded.get(month, 0))
        for month in sorted({*lines_of, *collected, *forwarded})
    ]


@command(
    app,
    _("Record what was forwarded to the superior; by default all that is in hand."),
    "partyday dues remit --to 计算机学院党委",
)
def remit(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(metavar="NAME", help=_("To which superior organisation."))] = "",
    amount: Annotated[str | None, typer.Option(metavar="YUAN", help=_("How much; by default all in hand."))] = None,
    on: On = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help=_("A note."))] = "",
) -> None:
    """Record one remittance."""
    from partyday.services.branches import superior_of
    from partyday.services.dues import remitting

    run = Run(ctx)
    with run.desk() as desk:
        superior = superior_of(desk.branches, desk.branch)
        done = remitting.remit(desk, run.date(on), fen(amount) if amount else None, to or superior, note)
    REMITTED.tell(run, done, _("{amount} yuan forwarded, {in_hand} yuan in hand."))
