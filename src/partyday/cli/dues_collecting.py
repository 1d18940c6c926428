"""`partyday dues collect`: what everybody owes at a meeting, and taking it in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.columns import Mapped, columns_of, tell_unkept
from partyday.cli.command import choice, command, refuse_options
from partyday.cli.dues import HowPaid, TakenBy, app
from partyday.cli.dues_ledgers import OWING
from partyday.cli.rejected import PROBLEM, WithTold, refuse, tell_reading
from partyday.cli.run import Run
from partyday.errors import Conflict
from partyday.i18n import N_, _
from partyday.model.codes import Method
from partyday.model.money import yuan
from partyday.model.people import Branch
from partyday.model.period import Period
from partyday.words.terms import term

if TYPE_CHECKING:
    from partyday.model.problems import Problem
    from partyday.services.desk import Desk
    from partyday.services.dues.collecting import Collected
    from partyday.sheets.collection import FilledCollection

COLLECTED: "Answer[Collected]" = Answer(
    OWING.within(lambda debtor: debtor.owing),
    Field(
        "taken",
        lambda debtor: yuan(debtor.taken),
        N_("taken in"),
        lambda debtor: yuan(debtor.taken) if debtor.taken else "",
    ),
    Field("paid", lambda debtor: debtor.taken >= debtor.owing.amount),
    Field(
        "state",
        lambda debtor: debtor.state,
        N_("attendance"),
        lambda debtor: term(debtor.state) if debtor.state else "",
    ),
    Field("left_out", lambda debtor: debtor.left_out),
)
#: The same of a sheet that was taken in, with what is to be told of each.
BY_SHEET: "Answer[Collected]" = Answer(COLLECTED, Field("notes", lambda debtor: list(debtor.notes)))


@command(
    app,
    _("What everybody owes at the meeting: listed, printed to be filled in (-o), or taken in (--all, --from)."),
    "partyday dues collect --day 2026-03-06 --all --except 3,7",
)
def collect(
    ctx: typer.Context,
    day: Annotated[str | None, typer.Option(metavar="DATE", help=_("Which activity day; by default today."))] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help=_("Take in all that is owed by those who are present; the others are listed."))
    ] = False,
    handed_in: Annotated[
        list[str] | None,
        typer.Option("--handed-in", metavar="WHO,…", help=_("And by these: they are not there, and handed it in.")),
    ] = None,
    besides: Annotated[
        list[str] | None, typer.Option("--except", metavar="WHO,…", help=_("But for these, with --all."))
    ] = None,
    sheet: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help=_("Take in what the filled-in sheet says."))
    ] = None,
    pages: Annotated[
        list[str] | None,
        typer.Option("--sheet", metavar="NAME", help=_("Which sheet of the workbook; may be repeated.")),
    ] = None,
    settled: Mapped = None,
    partial: Annotated[
        bool, typer.Option("--partial", help=_("With --from: take the good rows and leave the others."))
    ] = False,
    told: WithTold = False,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Print the sheet to be filled in."))
    ] = None,
    by: TakenBy = "",
    method: HowPaid = "cash",
) -> None:
    """List what is to be collected, print it, or take it in."""
    from partyday.services.dues import collecting, paying
    from partyday.services.lookup import split_list

    run = Run(ctx)
    of_sheet = pages or settled or partial or told
    alone = _("--handed-in goes with --all; for one alone there is `partyday dues pay`.")
    refuse_options(
        (besides and not everybody, _("--except goes with --all.")),
        (handed_in and not everybody, alone),
        (sum((everybody, sheet is not None, out is not None)) > 1, _("One thing at a time: --all, --from or -o.")),
        (of_sheet and not sheet, _("--sheet, --map, --partial and --with-notes go with --from.")),
    )
    with run.desk() as desk:
        branch = desk.branch
        filled = _read_collection(desk, sheet, pages or (), columns_of(settled)) if sheet else None
        if filled:
            day = _same_sheet(filled, branch, day)
        on = collecting.meeting(desk, day)
        if out:
            from partyday.cli.report import print_form

            return print_form(run, desk, "dues-collect", Period.of_day(on), out)
        how = paying.How(on=on, method=choice(Method, method, "--method"), collector=by or run.signed)
        collected, problems = collecting.collect(
            desk,
            how,
            everybody=everybody,
            besides=split_list(besides or ()),
            others=split_list(handed_in or ()),
            sheet=filled.handed if filled else None,
            rejected=filled.rejected if filled else (),
            settled=filled.settled if filled else None,
            partial=partial,
        )
    if filled:
        return _tell_taken(run, filled, collected, problems, partial=partial, told=told)
    return _tell_collected(run, collected, everybody=everybody)


def _tell_collected(run: Run, collected: "Sequence[Collected]", *, everybody: bool) -> None:
    """What is owed, or what was taken in from everybody, and from whom nothing was."""
    from partyday.services.lookup import named

    COLLECTED.listing(run, collected, nothing="")
    if not (run.json or run.csv):
        taken = sum(debtor.taken for debtor in collected)
        whole = sum(debtor.owing.amount for debtor in collected)
        sentence = _("Taken in: {taken} of {whole} yuan") if everybody else _("Owed in all: {whole} yuan")
        output.say(sentence.format(taken=yuan(taken), whole=yuan(whole)))
        if left_out := [debtor.owing.person for debtor in collected if debtor.left_out]:
            output.talk(
                _(
                    "Not present, nothing was taken from: {people}. Name who handed it in, as: --handed-in {number}"
                ).format(people=named(left_out), number=left_out[0].number)
            )


def _tell_taken(
    run: Run,
    filled: "FilledCollection",
    collected: "Sequence[Collected]",
    problems: "Sequence[Problem]",
    *,
    partial: bool,
    told: bool,
) -> None:
    """What was taken in by a sheet, and what is to be told of it."""
    of_file = {"notes": list(filled.notes), "unread": list(filled.unread)}
    refused = {"rejected": [PROBLEM.json(problem) for problem in problems]} | of_file
    if run.json and (partial or (told and not problems)):
        output.emit({"collected": [BY_SHEET.json(debtor) for debtor in collected]} | refused)
        return refuse(problems, told=True)
    tell_reading(filled.notes, filled.unread)
    if problems and not partial:
        if run.json:
            output.emit(refused)
        return refuse(problems, told=run.json)
    for debtor in collected:
        for note in debtor.notes:
            output.talk(note)
    BY_SHEET.listing(run, collected, nothing="")
    if not (run.json or run.csv):
        sentence = _("Taken in: {taken} of {whole} yuan")
        taken = sum(debtor.taken for debtor in collected)
        whole = sum(debtor.owing.amount for debtor in collected)
        output.say(sentence.format(taken=yuan(taken), whole=yuan(whole)))
    return refuse(problems, partial=True)


def _read_collection(desk: "Desk", sheet: Path, pages: Sequence[str], settled: Mapping[str, str]) -> "FilledCollection":
    from partyday.services.columns import COLLECTION, recalled
    from partyday.sheets.collection import read_collection

    tell_unkept(desk, settled)
    recall = recalled(desk, COLLECTION)
    return read_collection(sheet, desk.today, sheets=pages, settled=settled, recall=recall)


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
