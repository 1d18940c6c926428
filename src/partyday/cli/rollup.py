"""`partyday rollup`: a superior takes in its branches' filed workbooks, whatever papers they are, and sums up plans."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from os.path import samestat
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.errors import BadInput, Conflict, NotFound, PartydayError
from partyday.i18n import _, listed
from partyday.model.forms import FORMS
from partyday.model.paper import sha256
from partyday.model.period import Period
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from partyday.model.people import Branch
    from partyday.services.desk import Desk
    from partyday.services.intake import Received, TakenIn
    from partyday.services.papers.ask import Incomplete, Paper

app = verb()


REFUSED: Answer[tuple[Path, PartydayError]] = Answer(
    Field("file", lambda refused: refused[0]),
    Field("problem", lambda refused: refused[1].whole),
    Field("cells", lambda refused: [vars(cell) for cell in getattr(refused[1], "differences", ())]),
)

#: A paper among the files, and what became of it.
PAPER: "Answer[tuple[Path, Received]]" = Answer(
    Field("file", lambda received: received[0]),
    Field("branch", lambda received: received[1].branch.name),
    Field("form", lambda received: received[1].sealed.form),
    Field("period", lambda received: received[1].sealed.period),
    Field("member", lambda received: received[1].sealed.member or None),
    Field("number", lambda received: received[1].sealed.whose.number),
    Field("filed_on", lambda received: received[1].sealed.filed_on),
    Field("sha256", lambda received: received[1].sealed.sha256),
    Field("intake", lambda received: received[1].intake),
)

CONFLICT: "Answer[tuple[Path, Received]]" = Answer(
    Field("file", lambda received: received[0], text=lambda received: received[0].name),
    Field("branch", lambda received: received[1].branch.name),
    Field("form", lambda received: received[1].sealed.form, text=lambda received: FORMS[received[1].sealed.form].title),
    Field("period", lambda received: received[1].sealed.period),
    Field("sha256", lambda received: received[1].sealed.sha256),
    Field("kept", lambda received: received[1].other.sha256 if received[1].other else None),
)

#: The sessions of a branch's plan that lack something.
INCOMPLETE: "Answer[Incomplete]" = attributes("branch sessions lacks")

#: A 汇总表, with where it was written (None: it could not be).
SUM: "Answer[tuple[Paper, Path | None]]" = Answer(
    Field("period", lambda done: done[0].period),
    Field("file", lambda done: done[1]),
    Field("sha256", lambda done: sha256(*done[0].sheets)),
    Field("missing", lambda done: list(done[0].missing)),
    Field("incomplete", lambda done: [INCOMPLETE.json(one) for one in done[0].incomplete]),
    Field("remarks", lambda done: list(done[0].remarks)),
)


@command(
    app,
    _("Take in the workbooks that branches filed, any paper of theirs, and sum up their plans (汇总表)."),
    "partyday rollup 报送/*.xlsx --branch 计算机学院党委 -o 汇总表.xlsx",
)
def rollup(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=_("The filed workbooks, or their folder."))],
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help=_("What to sum up; by default the period of the plans."))
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to."))] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=_("In a conflict take the file, not what was taken in before."))
    ] = False,
) -> None:
    """Take in each file by itself; a bad one stops no other."""
    from partyday.services.branches import top_of
    from partyday.services.filed_plans import plan_form
    from partyday.services.intake import Intake, take_in, to_sum_up
    from partyday.sheets.sealed import read_filed

    run = Run(ctx)
    run.long()
    asked = run.period(period)
    if asked:
        plan_form(asked)
    if out:
        output.target(out, yes=run.yes, ending=".xlsx")
    workbooks = list(_workbooks(files))
    if not workbooks:
        raise NotFound(_("There is no workbook among these files."), _("Name .xlsx files, or the folder they are in."))
    with run.desk() as desk:
        superior = desk.node if desk.branch_name else top_of(desk.branches)
        with output.bar(_("taking in")) as watch:
            done = take_in(desk, superior, workbooks, read_filed, replace_other=replace, watch=watch)
        if not run.json:
            _tell_intake(done)
        periods = [asked] if asked else to_sum_up(received for _path, received in done.received)
        inputs = [path for path in workbooks if path not in done.own]
        sums = _sum_up(run, desk, superior, periods, out, inputs)
    if run.json:
        output.emit(
            {
                "superior": superior.name,
                **{intake: len(done.having(intake)) for intake in (Intake.TAKEN, Intake.SAME, Intake.REPLACED)},
                "own": done.own,
                "refused": [REFUSED.json(refusal) for refusal in done.refused],
                "conflicts": [CONFLICT.json(conflict) for conflict in done.having(Intake.CONFLICT)],
                "papers": [PAPER.json(received) for received in done.received],
                "sums": [SUM.json(done) for done in sums],
            }
        )
    if done.refused:
        raise typer.Exit(BadInput.exit_code)
    if done.having(Intake.CONFLICT) or any(path is None for _paper, path in sums):
        raise typer.Exit(Conflict.exit_code)


def _is_among(path: Path, files: Iterable[Path]) -> bool:
    """Whether a path leads to one of the files, by whatever name."""
    if not path.exists():
        return False
    there = path.stat()
    return any(samestat(there, file.stat()) for file in files if file.exists())


def _workbooks(files: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named; a file that Excel keeps of an open one is none.

    Where the shell leaves `*.xlsx` as it is, as on Windows, it is understood here.
    """
    for file in files:
        if file.is_dir():
            inside = sorted(path for path in file.glob("*") if path.suffix.lower() == ".xlsx")
        else:
            inside = sorted(file.parent.glob(file.name)) if "*" in file.name else [file]
        yield from (path for path in inside if not path.name.startswith(("~$", ".~lock")))


def _tell_intake(done: "TakenIn") -> None:
    from partyday.services.intake import Intake

    for path, error in done.refused:
        output.talk("× {problem}".format(**REFUSED.texts((path, error))))
        for cell in getattr(error, "differences", ()):
            output.talk(
                _("    {sheet} {cell}: filed “{filed}”, now “{found}”").format(
                    sheet=cell.sheet, cell=cell.cell, filed=_short(cell.filed), found=_short(cell.found)
                )
            )
    for path, received in done.having(Intake.CONFLICT):
        if received.other:
            told = {**CONFLICT.texts((path, received)), "date": received.other.filed_on}
            output.talk(
                _(
                    "! {file}: {branch} filed another {form} of {period} on {date}. "
                    "That one stays; --replace takes this."
                ).format(**told)
            )
    for path in done.own:
        output.talk(_("- {file}: a paper of this superior itself, left aside.").format(file=path.name))
    output.say(
        _(
            "taken in {taken}, already there {same}, replaced {replaced}, in conflict {conflict}, refused {refused}"
        ).format(
            **{intake: len(done.having(intake)) for intake in Intake if intake is not Intake.OWN},
            refused=len(done.refused),
        )
    )
    new_ones = done.having(Intake.TAKEN, Intake.REPLACED)
    new = Counter(received.sealed.form for _path, received in new_ones)
    if new:
        output.say("  " + listed(f"{FORMS[form].title} {count}" for form, count in new.items()))
        output.talk(
            _(
                "The seal tells damage and edits; it does not prove who made a file. A branch confirms its own: "
                "partyday verify --against {file}"
            ).format(file=as_typed(new_ones[0][0].name))
        )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_SHOWN = 60


def _sum_up(
    run: Run, desk: "Desk", superior: "Branch", periods: Sequence[Period], out: Path | None, inputs: Sequence[Path]
) -> "list[tuple[Paper, Path | None]]":
    """Print the 汇总表 of each period into one workbook, over none of the `inputs`, and tell what is missing."""
    from partyday.forms import xlsx
    from partyday.services.papers.ask import Ask
    from partyday.services.reports import make

    papers = [make(desk, "rollup", Ask(superior, period, run.today)) for period in periods]
    if not papers:
        return []
    sheets = [sheet for paper in papers for sheet in paper.sheets]
    path: Path | None = out or Path(f"{sheets[0].stem}.xlsx")
    assert path is not None
    try:
        if _is_among(path, inputs):
            raise Conflict(_("{file} is one of the files to take in.").format(file=path), _("Name another with -o."))
        xlsx.write(sheets, output.target(path, yes=run.yes, ending=".xlsx"))
        (output.talk if run.json else output.say)(_("Written: {file}").format(file=path))
    except PartydayError as error:  # what was taken in stays taken in
        output.talk(error.whole)
        path = None
    for paper in papers:
        for remark in paper.remarks:
            output.talk(f"{paper.period}: {remark}")
    return [(paper, path) for paper in papers]
