"""`partyday dues`: what members owe (党费), from assessment to remittance."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.command import choice, command, noun
from partyday.cli.policy import where
from partyday.cli.run import Run
from partyday.errors import Ambiguous, BookUnusable, Conflict, WrongUsage
from partyday.i18n import _, listed
from partyday.model.codes import DuesKind, Method, Proxy
from partyday.model.money import fen, yuan
from partyday.model.people import Branch, Person
from partyday.model.period import Month, Period, in_few_words, read_months, read_span
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.dues import Assessment, Line, Payment
    from partyday.rules.policy.reader import Policy
    from partyday.services.dues.paying import Paid
    from partyday.services.dues.remitting import Till
    from partyday.sheets.collection import FilledCollection

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
    day = run.date(on)
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


Who = Annotated[str, typer.Argument(metavar="WHO", help=_("The member."))]
On = Annotated[str | None, typer.Option(metavar="DATE", help=_("When; by default today."))]
Months = Annotated[str, typer.Option(metavar="MONTH[..MONTH]", help=_("Which months, as 2026-01 or 2026-01..2026-06."))]
Why = Annotated[str, typer.Option(metavar="TEXT", help=_("Why."))]


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
    reason: Why = "",
) -> None:
    """Record one assessment, or those of a sheet."""
    from partyday.services.dues import assessing

    run = Run(ctx)
    month = Month.read(since, run.today) if since else None
    if sheet is not None:
        if who or kind or amount:
            raise WrongUsage(_("With --sheet nobody and no amount is named."))
        return _assess_all(run, sheet, month, reason)
    if not (who and kind and month):
        raise WrongUsage(_("An assessment needs WHO, --kind and --from; or a --sheet of the branch."))
    income = fen(amount) if amount else None
    with run.book() as store:
        done = assessing.assess(
            store, run.act, run.branch_name, who, choice(DuesKind, kind, "--kind"), income, month, reason
        )
    if run.json:
        output.emit(_assessed(*done))
    else:
        _tell_assessed(*done)
    return None


def _assess_all(run: Run, sheet: Path, month: Month | None, reason: str) -> None:
    from dataclasses import asdict

    from partyday.services.dues import assessing
    from partyday.sheets.assessments import read_assessments

    rows, problems = read_assessments(sheet)
    with run.book() as store:
        done, refused = assessing.assess_all(
            store, run.act, run.branch(store), rows if not problems else [], month, reason
        )
    problems = sorted([*problems, *refused], key=lambda problem: problem.row)
    if run.json:
        output.emit(
            {"assessed": [_assessed(*each) for each in done], "rejected": [asdict(problem) for problem in problems]}
        )
    else:
        for each in done:
            _tell_assessed(*each)
    output.refuse(problems, told=run.json)


def _assessed(person: Person, assessment: "Assessment", monthly: int, changed: bool) -> dict[str, Any]:
    told = {"kind": assessment.kind, "from": assessment.since, "monthly": yuan(monthly), "changed": changed}
    return {**_who(person), **told}


def _tell_assessed(person: Person, assessment: "Assessment", monthly: int, _changed: bool) -> None:
    output.say(
        _("{number} {name}: {amount} yuan a month from {month} on").format(
            number=person.number, name=person.name, amount=yuan(monthly), month=assessment.since
        )
    )


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
    with run.book() as store:
        person, waiver = assessing.waive(
            store, run.act, run.branch_name, who, read_span(months, run.today), fen(amount), by, run.date(on), reason
        )
    if run.json:
        told = {"from": waiver.since, "until": waiver.until, "amount": yuan(waiver.amount)}
        output.emit({**_who(person), **told, "approved_by": waiver.approved_by, "approved_on": waiver.approved_on})
    else:
        output.say(
            _("{number} {name} pays {amount} yuan a month from {first} to {last}.").format(
                number=person.number,
                name=person.name,
                amount=yuan(waiver.amount),
                first=waiver.since,
                last=waiver.until,
            )
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
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who took it in."))] = "",
    method: Annotated[str, typer.Option(metavar="METHOD", help=_("cash, bank or online."))] = "cash",
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
    with run.book() as store:
        paid = paying.pay(
            store,
            run.act,
            run.branch_name,
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
    _("What everybody owes at the meeting: listed, printed to be filled in (-o), or taken in (--all, --from)."),
    "partyday dues collect --day 2026-03-06 --all --except 3,7",
)
def collect(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Option(metavar="DATE", help=_("Which activity day; by default today."))] = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("Take in all that is owed."))] = False,
    besides: Annotated[
        list[str] | None, typer.Option("--except", metavar="WHO,…", help=_("But for these, with --all."))
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=_("Take in what the filled-in sheet says."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Print the sheet to be filled in."))
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help=_("Who took it in."))] = "",
    method: Annotated[str, typer.Option(metavar="METHOD", help=_("cash, bank or online."))] = "cash",
) -> None:
    """List what is to be collected, print it, or take it in."""
    from partyday.services.dues import collecting, paying
    from partyday.services.lookup import split_list

    run = Run(ctx)
    if besides and not everybody:
        raise WrongUsage(_("--except goes with --all."))
    if sum((everybody, sheet is not None, out is not None)) > 1:
        raise WrongUsage(_("One thing at a time: --all, --from or -o."))
    filled = _read_collection(run, sheet) if sheet else None
    with run.book() as store:
        branch = run.branch(store)
        if filled:
            day = _same_sheet(filled, branch, day)
        on = collecting.meeting(store, branch, day, run.today)
        if out:
            from partyday.cli.report import print_form

            return print_form(run, store, "dues-collect", Period.of_day(on), out)
        how = paying.How(on=on, method=choice(Method, method, "--method"), collector=by or run.by)
        found, problems = collecting.collect(
            store,
            run.act,
            branch,
            how,
            everybody=everybody,
            besides=split_list(besides or ()),
            sheet=filled.handed if filled else None,
        )
    output.refuse(problems, as_json=run.json)
    if run.json:
        output.emit(
            [
                {
                    **_who(each.owing.person),
                    "months": [line.month for line in each.owing.lines or ()],
                    "amount": yuan(each.owing.amount),
                    "taken": yuan(each.taken),
                    "paid": each.taken >= each.owing.amount,
                }
                for each in found
            ]
        )
        return None
    rows = [
        (
            each.owing.person.number,
            each.owing.person.name,
            listed(in_few_words([line.month for line in each.owing.lines or ()])),
            yuan(each.owing.amount),
            yuan(each.taken) if each.taken else "",
        )
        for each in found
    ]
    if rows or run.csv:
        output.listing([_("no."), _("name"), _("months"), _("yuan"), _("taken in")], rows, as_csv=run.csv)
    if not run.csv:
        taken = sum(each.taken for each in found)
        whole = sum(each.owing.amount for each in found)
        sentence = _("Taken in: {taken} of {whole} yuan") if everybody or sheet else _("Owed in all: {whole} yuan")
        output.say(sentence.format(taken=yuan(taken), whole=yuan(whole)))
    return None


def _read_collection(run: Run, sheet: Path) -> "FilledCollection":
    from partyday.sheets.collection import read_collection

    filled, problems = read_collection(sheet)
    output.refuse(problems, as_json=run.json)
    return filled


def _same_sheet(filled: "FilledCollection", branch: Branch, day: str | None) -> str | None:
    """The day of a filled-in sheet, where it is this branch's. Raises Conflict for another branch's or day's."""
    if filled.branch not in (None, branch.name):
        raise Conflict(
            _("The sheet is of {sheet}, not of {branch}.").format(sheet=filled.branch, branch=branch.name),
            _("Take the sheet of this branch."),
        )
    if day and filled.day and day != filled.day:
        raise Conflict(
            _("The sheet is of {sheet}, not of {day}.").format(sheet=filled.day, day=day),
            _("Leave --day out, or take the sheet of that day."),
        )
    return filled.day or day


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
    with run.book() as store:
        given = paying.refund(
            store, run.act, run.branch_name, who, Month.read(month, run.today) if month else None, fen(amount), how
        )
    _tell_paid(run, given)


@command(app, _("Who owes dues, for which months; today's is one of them."), "partyday dues owed")
def owed(
    ctx: typer.Context,
    through: Annotated[str | None, typer.Option(metavar="MONTH", help=_("Up to which month."))] = None,
) -> None:
    """List what is owed."""
    from partyday.services.dues import ledgers

    run = Run(ctx)
    with run.book() as store:
        branch = run.branch(store)
        found = ledgers.owing(store, branch, run.today, Month.read(through, run.today) if through else None)
    owing = [each for each in found if each.lines is not None]
    if run.json:
        output.emit(
            [
                {
                    **_who(each.person),
                    "months": [line.month for line in each.lines or ()],
                    "amount": yuan(each.amount),
                }
                for each in owing
            ]
        )
        return
    rows = [
        (
            each.person.number,
            each.person.name,
            listed(in_few_words([line.month for line in each.lines or ()])),
            yuan(each.amount),
        )
        for each in owing
    ]
    columns = [_("no."), _("name"), _("months"), _("yuan")]
    if rows or run.csv:
        output.listing(columns, rows, as_csv=run.csv)
    if not run.csv:
        output.say(_("Owed in all: {amount} yuan").format(amount=yuan(sum(each.amount for each in owing))))
    missing = [each.person for each in found if each.lines is None]
    if missing:
        names = listed(f"{person.number} {person.name}" for person in missing)
        output.talk(_("Not assessed: {names}").format(names=names))


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
    with run.book() as store:
        if who is None:
            branch = run.branch(store)
            return _tell_branch(
                run, ledgers.ledger_of_branch(store, branch, run.today), remitting.till_of(store, branch)
            )
        person, account, lines = ledgers.ledger(store, run.today, run.branch_name, who)
    if run.json:
        output.emit(
            {
                **_who(person),
                "months": [{"month": line.month, **_sums([line])} for line in lines],
                "payments": [_payment(payment) for payment in account.payments],
            }
        )
        return None
    columns = [_("month"), _("assessed"), _("waived"), _("paid"), _("owed")]
    rows = [(line.month, *map(yuan, (line.assessed, line.waived, line.paid, line.balance))) for line in lines]
    title = f"{person.number} {person.name}"
    output.listing(columns, [*rows, (_("in all"), *_sums(lines).values())], as_csv=run.csv, title=title)
    if not run.csv:
        for each in account.assessments:
            income = _(", reckoned from {amount} yuan").format(amount=yuan(each.income)) if each.income else ""
            output.say(f"{each.since}  {term(each.kind)}{income} {each.reason}".rstrip())
    return None


def _sums(lines: "Sequence[Line]") -> dict[str, str]:
    """What these months come to, in yuan."""
    names = ("assessed", "waived", "paid", "balance")
    return {name: yuan(sum(getattr(line, name) for line in lines)) for name in names}


def _tell_branch(run: Run, members: "list[tuple[Person, list[Line]]]", till: "Till") -> None:
    """The branch's account by the month that dues are for, and its till by the month in which money moved."""
    by_month: dict[str, list[Line]] = {}
    for _person, lines in members:
        for line in lines:
            by_month.setdefault(line.month, []).append(line)
    moved: dict[str, list[int]] = {}
    for payment in till.collected:
        moved.setdefault(Month.of(payment.paid_on), [0, 0])[0] += payment.amount
    for each in till.remitted:
        moved.setdefault(Month.of(each.remitted_on), [0, 0])[1] += each.amount
    whole = [sum(each.amount for each in flow) for flow in (till.collected, till.remitted)]
    if run.json:
        output.emit(
            {
                "collected": yuan(whole[0]),
                "remitted": yuan(whole[1]),
                "in_hand": yuan(till.in_hand),
                "members": [{**_who(person), **_sums(lines)} for person, lines in members],
                "months": [{"month": month, **_sums(lines)} for month, lines in sorted(by_month.items())],
                "remittances": [
                    {"date": each.remitted_on, "amount": yuan(each.amount), "to": each.sent_to}
                    for each in till.remitted
                ],
            }
        )
        return
    columns = [_("month"), _("assessed"), _("waived"), _("paid"), _("owed"), _("collected"), _("forwarded")]
    rows = [
        (month, *_sums(by_month.get(month, ())).values(), *map(yuan, moved.get(month, (0, 0))))
        for month in sorted(by_month.keys() | moved)
    ]
    every = [line for _person, lines in members for line in lines]
    output.listing(columns, [*rows, (_("in all"), *_sums(every).values(), *map(yuan, whole))], as_csv=run.csv)
    if not run.csv:
        behind = [(person, sum(line.balance for line in lines if line.balance > 0)) for person, lines in members]
        for person, amount in behind:
            if amount:
                output.say(
                    _("{number} {name} owes {amount} yuan").format(
                        number=person.number, name=person.name, amount=yuan(amount)
                    )
                )
        output.say(_("In hand: {amount} yuan").format(amount=yuan(till.in_hand)))


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
    from partyday.services.dues import remitting

    run = Run(ctx)
    with run.book() as store:
        branches = run.branches(store)
        branch = run.branch(store)
        superior = next((each.name for each in branches if each.id == branch.parent_id), "")
        sent, left = remitting.remit(
            store, run.act, branch, run.date(on), fen(amount) if amount else None, to or superior, note
        )
    if run.json:
        output.emit({"date": sent.remitted_on, "amount": yuan(sent.amount), "to": sent.sent_to, "in_hand": yuan(left)})
    else:
        output.say(_("{amount} yuan forwarded, {left} yuan in hand.").format(amount=yuan(sent.amount), left=yuan(left)))


def _who(person: Person) -> dict[str, Any]:
    return {"number": person.number, "name": person.name}


def _payment(payment: "Payment") -> dict[str, Any]:
    return {
        "for_month": payment.for_month,
        "amount": yuan(payment.amount),
        "date": payment.paid_on,
        "method": payment.method,
        "collector": payment.collector,
        "proxy": payment.proxy,
        "proxy_is": payment.proxy_is,
        "receipt": payment.receipt,
        "note": payment.note,
    }


def _tell_paid(run: Run, paid: "Paid") -> None:
    if run.json:
        output.emit(
            {
                **_who(paid.person),
                "amount": yuan(paid.amount),
                "still_owed": yuan(paid.still_owed),
                "late": list(paid.late),
                "payments": [_payment(payment) for payment in paid.payments],
            }
        )
        return
    voluntary = _("voluntary")
    for payment in paid.payments:
        output.say(f"{payment.for_month or voluntary}  {yuan(payment.amount)}")
    output.say(
        _("{number} {name}: {amount} yuan, receipt {receipt}").format(
            number=paid.person.number,
            name=paid.person.name,
            amount=yuan(paid.amount),
            receipt=paid.payments[0].receipt,
        )
    )
    if paid.still_owed:
        output.talk(_("Of these months {amount} yuan are still owed.").format(amount=yuan(paid.still_owed)))
    if paid.late:
        output.talk(
            _("Further back than dues are normally paid: {months}").format(months=listed(in_few_words(paid.late)))
        )
    if paid.large:
        output.talk(_("A voluntary payment of this size is forwarded whole, with a receipt of its own."))


def _policy(run: Run) -> "Policy":
    from partyday.rules.policy.reader import load
    from partyday.services.branches import policy_of

    try:
        with run.book() as store:
            return policy_of(run.branches(store), run.branch(store))
    except (BookUnusable, Ambiguous):
        return load("national")
