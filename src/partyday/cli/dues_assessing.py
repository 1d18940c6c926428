"""`partyday dues rate|assess|waive`: what a month's dues are, and what they are calculated from."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, tell
from partyday.cli.columns import Mapped, columns_of, tell_unkept
from partyday.cli.command import choice, command
from partyday.cli.dues import Months, On, Who, Why, app
from partyday.cli.nouns import PERSON, SOURCE, where
from partyday.cli.rejected import PROBLEM, refuse, tell_reading
from partyday.cli.run import Run
from partyday.errors import Ambiguous, BookUnusable, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import DuesKind
from partyday.model.money import fen, yuan
from partyday.model.period import Month, in_few_words, read_span

if TYPE_CHECKING:
    from partyday.model.dues import DuesLine
    from partyday.model.people import Person
    from partyday.rules.dues import Monthly
    from partyday.rules.policy.reader import Policy
    from partyday.services.dues.assessing import Assessed, Waived

RATE: "Answer[Monthly]" = Answer(
    Field("monthly", lambda dues: yuan(dues.amount)),
    Field("rate", lambda dues: dues.rate or None),
    Field("source", lambda dues: SOURCE.json(dues.value.source), text=lambda dues: where(dues.value.source)),
    Field("clause", lambda dues: dues.value.clause),
    Field("by_rate", lambda dues: None if dues.by_rate is None else yuan(dues.by_rate)),
    Field("limit_source", lambda dues: SOURCE.json(dues.limit.source) if dues.limit else None),
)

ASSESSED: "Answer[Assessed]" = Answer(
    PERSON.within(lambda done: done.person),
    Field("kind", lambda done: done.assessment.kind),
    Field("from", lambda done: done.assessment.since),
    Field("monthly", lambda done: yuan(done.monthly)),
    Field("changed", lambda done: done.changed),
    Field("by_rate", lambda done: RATE.json(done.dues)["by_rate"]),
    Field("replaced", lambda done: list(done.replaced), text=lambda done: listed(done.replaced)),
    Field("overpaid", lambda done: yuan(sum(line.overpaid for line in done.overpaid))),
)

WAIVED: "Answer[Waived]" = Answer(
    PERSON.within(lambda done: done.person),
    Field("from", lambda done: done.waiver.since),
    Field("until", lambda done: done.waiver.until),
    Field("amount", lambda done: yuan(done.waiver.amount)),
    Field("approved_by", lambda done: done.waiver.approved_by),
    Field("approved_on", lambda done: done.waiver.approved_on),
    Field("overpaid", lambda done: yuan(sum(line.overpaid for line in done.overpaid))),
)


def _tell_assessed(run: Run, assessed: "Assessed") -> None:
    ASSESSED.tell(run, assessed, _("{number} {name}: {monthly} yuan a month from {from} on"))
    if run.json:
        return
    if explained := _explained(assessed.dues):
        output.talk(explained)
    if assessed.replaced:
        output.talk(_("It takes the place of what was to begin in {replaced}.").format(**ASSESSED.texts(assessed)))
    _tell_overpaid(assessed.person, assessed.overpaid)


def _explained(dues: "Monthly") -> str:
    """What a limit or an article did to the sum, in one sentence; nothing where it is the rate alone."""
    told = {"monthly": yuan(dues.amount), "source": where(dues.value.source)}
    if dues.limit is not None and dues.by_rate is not None:
        told |= {"rate": dues.rate, "by_rate": yuan(dues.by_rate), "source": where(dues.limit.source)}
        sentence = _(
            "{rate} would be {by_rate} yuan; a month's dues are normally at most {monthly} ({source}). "
            "What is given beyond is voluntary."
        )
        return sentence.format(**told)
    return "" if dues.rate else _("Set as an amount, whatever the income: {source}.").format(**told)


def _tell_overpaid(person: "Person", lines: "Sequence[DuesLine]") -> None:
    """That more is paid now than is owed, and the two ways to go on."""
    if lines:
        output.talk(
            _(
                "{amount} yuan are overpaid now, for {months}. `partyday dues carry {number}` lays them over the "
                "months to come, `partyday dues refund {number} --reason 多交退还` gives them back."
            ).format(
                amount=yuan(sum(line.overpaid for line in lines)),
                months=listed(in_few_words([line.month for line in lines])),
                number=person.number,
            )
        )


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
    """Calculate one month's dues, by the policy of the branch; where there is no book, by the national one."""
    from partyday.rules.dues import monthly

    run = Run(ctx)
    day = run.date(on)
    dues = monthly(_policy(run), choice(DuesKind, kind, "KIND"), fen(amount) if amount else None, day)
    if run.json:
        output.emit(RATE.json(dues))
        return
    told = RATE.texts(dues)
    at_rate = _(" ({rate})").format(**told) if told["rate"] else ""
    output.say(_("{amount} yuan a month{rate}").format(amount=told["monthly"], rate=at_rate))
    output.flow(told["source"])
    if dues.limit is not None:
        output.flow(_explained(dues))
    if told["clause"]:
        output.flow(told["clause"])


def _policy(run: Run) -> "Policy":
    from partyday.rules.policy.reader import load
    from partyday.services.branches import policy_of

    try:
        with run.desk() as desk:
            return policy_of(desk.tree, desk.branch)
    except (BookUnusable, Ambiguous):
        return load("national")


@command(
    app,
    _("What a member's dues are reckoned from, from a month on. A change within the year needs its reason."),
    "partyday dues assess 张三 --kind wage --amount 6500 --from 2026-01",
)
def assess(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help=_("The member."))] = None,
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help=_("wage, salary, self-employed, retired, student, hardship or farmer.")),
    ] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="MONTH", help=_("From which month on."))] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="YUAN", help=_("The monthly income after tax, in yuan."))
    ] = None,
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", metavar="FILE", help=_("For the whole branch: a sheet with 姓名, 收入类别, 月收入.")),
    ] = None,
    pages: Annotated[
        list[str] | None,
        typer.Option("--page", metavar="NAME", help=_("Which sheet of the workbook; may be repeated.")),
    ] = None,
    settled: Mapped = None,
    reason: Why = "",
    template: Annotated[
        Path | None, typer.Option(metavar="FILE", help=_("Write that sheet to be filled in, with everybody in it."))
    ] = None,
) -> None:
    """Record one assessment, or those of a sheet; or write the sheet."""
    from partyday.services.dues import assessing

    run = Run(ctx)
    if template is not None:
        return _write_template(run, template)
    month = Month.read(since, run.today) if since else None
    if sheet is not None:
        if who or amount:
            raise WrongUsage(_("With --sheet nobody and no amount is named."))
        kind_of_all = choice(DuesKind, kind, "--kind") if kind else None
        return _assess_all(run, sheet, pages or (), columns_of(settled), kind_of_all, month, reason)
    if pages or settled:
        raise WrongUsage(_("--page and --map go with --sheet."))
    needs = _("An assessment needs WHO, --kind and --from; or a --sheet of the branch.")
    if not (who and month):
        raise WrongUsage(needs)
    income = fen(amount) if amount else None
    with run.desk() as desk:
        of_whom = choice(DuesKind, kind, "--kind") if kind else assessing.kind_of(desk, who)
        if of_whom is None:
            raise WrongUsage(needs)
        done = assessing.assess(desk, who, of_whom, income, month, reason)
    return _tell_assessed(run, done)


def _write_template(run: Run, template: Path) -> None:
    from partyday.forms import assessment_sheet, xlsx
    from partyday.services.dues.ledgers import assessed_as

    with run.desk() as desk:
        sheet = assessment_sheet.build(desk.branch, assessed_as(desk))
    xlsx.write((sheet,), output.target(template, yes=run.yes, ending=".xlsx"))
    tell(run, {"file": template}, _("A sheet to fill in: {file}"))


def _assess_all(
    run: Run,
    sheet: Path,
    pages: Sequence[str],
    settled: Mapping[str, str],
    kind: DuesKind | None,
    month: Month | None,
    reason: str,
) -> None:
    from partyday.services.columns import ASSESSMENT, recalled
    from partyday.services.dues import assessing
    from partyday.sheets.assessments import read_assessments

    with run.desk() as desk:
        recall = recalled(desk, ASSESSMENT)
        known = kind is None and assessing.knows_kinds(desk)
        reading = read_assessments(sheet, kind, known=known, sheets=pages, settled=settled, recall=recall)
        done, problems = assessing.assess_all(
            desk, reading.rows, month, reason, rejected=reading.rejected, settled=reading.settled
        )
        tell_unkept(desk, settled)
    notes = [*reading.notes, *(note for assessed in done for note in assessed.notes)]
    if run.json:
        output.emit(
            {
                "assessed": [ASSESSED.json(assessed) for assessed in done],
                "rejected": [PROBLEM.json(problem) for problem in problems],
                "unread": list(reading.unread),
                "notes": notes,
            }
        )
    else:
        tell_reading(notes, reading.unread)
        for assessed in done:
            _tell_assessed(run, assessed)
    refuse(problems, told=run.json)


@command(
    app,
    _("Reduce or waive dues, as the branch studied and the next level approved."),
    "partyday dues waive 张三 --months 2026-01..2026-06 --by 计算机学院党委 --reason 家庭困难",
)
def waive(
    ctx: typer.Context,
    who: Who,
    months: Months,
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Which superior organisation approved it."))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))],
    amount: Annotated[str, typer.Option(metavar="YUAN", help=_("What remains to be paid a month."))] = "0",
    on: On = None,
) -> None:
    """Record one waiver."""
    from partyday.services.dues import assessing

    run = Run(ctx)
    with run.desk() as desk:
        done = assessing.waive(
            desk,
            who,
            read_span(months, run.today),
            fen(amount),
            by,
            run.date(on),
            reason,
        )
    WAIVED.tell(run, done, _("{number} {name} pays {amount} yuan a month from {from} to {until}."))
    if not run.json:
        _tell_overpaid(done.person, done.overpaid)
