"""`partyday rollup`: a superior takes in its branches' filed workbooks, and sums them up."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from partyday.cli import output
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.errors import BadInput, BookUnusable, Conflict, NotFound, PartydayError
from partyday.i18n import _
from partyday.model.period import Period
from partyday.words.papers import PAPERS

if TYPE_CHECKING:
    from partyday.model.people import Branch
    from partyday.services.filings import Received
    from partyday.store.book import Store

app = verb()


@command(
    app,
    _("Take in the workbooks that branches filed, and sum up their plans (汇总表)."),
    "partyday rollup 报送/*.xlsx --branch 计算机学院党委 -o 汇总表.xlsx",
)
def rollup(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=_("The filed workbooks, or their folder."))],
    period: Annotated[
        str | None, typer.Option(metavar="PERIOD", help=_("What to sum up; by default the period of the files."))
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to."))] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=_("In a conflict take the file, not what was taken in before."))
    ] = False,
) -> None:
    """Take in each file by itself; a bad one stops no other."""
    from partyday.services.branches import top_of
    from partyday.services.lookup import choose_branch
    from partyday.services.papers.plans import plan_form

    run = Run(ctx)
    run.long()
    asked = run.period(period)
    if asked:
        plan_form(asked)
    if out:
        output.target(out, yes=run.yes, ending=".xlsx")
    found = list(_workbooks(files))
    if not found:
        raise NotFound(_("There is no workbook among these files."), _("Name .xlsx files, or the folder they are in."))
    with run.book() as store:
        branches = run.branches(store)
        superior = choose_branch(branches, run.branch_name, any_kind=True) if run.branch_name else top_of(branches)
        taken, refused = _take_in(run, store, branches, superior, found, replace=replace)
        conflicts = [each for each in taken if each[1].intake == "conflict"]
        if not run.json:
            _tell_intake(taken, refused)
        sums = _sum_up(run, store, superior, _periods(asked, [each for _path, each in taken]), out)
    if run.json:
        counts = Counter(each.intake for _path, each in taken)
        output.emit(
            {
                "superior": superior.name,
                **{intake: counts[intake] for intake in ("taken", "same", "replaced")},  # type: ignore[index]
                "refused": [_refusal(path, error) for path, error in refused],
                "conflicts": [_conflict(path, each) for path, each in conflicts],
                "sums": sums,
            }
        )
    if refused:
        raise typer.Exit(BadInput.exit_code)
    if conflicts or any(each["file"] is None for each in sums):
        raise typer.Exit(Conflict.exit_code)


def _workbooks(files: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named; a file that Excel keeps of an open one is none.

    Where the shell leaves `*.xlsx` as it is, as on Windows, it is understood here.
    """
    for file in files:
        folder, pattern = (file, "*") if file.is_dir() else (file.parent, file.name)
        inside = sorted(folder.glob(pattern)) if "*" in pattern else [file]
        if file.is_dir():
            inside = [each for each in inside if each.suffix.lower() == ".xlsx"]
        yield from (each for each in inside if not each.name.startswith(("~$", ".~lock")))


def _take_in(
    run: Run, store: "Store", branches: "Sequence[Branch]", superior: "Branch", files: Sequence[Path], *, replace: bool
) -> "tuple[list[tuple[Path, Received]], list[tuple[Path, PartydayError]]]":
    from partyday.services.filings import receive

    taken, refused = [], []
    for path in output.progress(files, _("taking in")):
        try:
            taken.append((path, receive(store, run.act, branches, superior, path, replace_other=replace)))
        except BookUnusable:
            raise
        except PartydayError as error:
            refused.append((path, error))
    return taken, refused


def _tell_intake(taken: "Sequence[tuple[Path, Received]]", refused: Sequence[tuple[Path, PartydayError]]) -> None:
    for _path, error in refused:
        output.talk(f"× {error} {error.hint}".rstrip())
        for each in getattr(error, "differences", ()):
            output.talk(
                _("    {sheet} {cell}: filed “{filed}”, now “{found}”").format(
                    sheet=each.sheet, cell=each.cell, filed=_short(each.filed), found=_short(each.found)
                )
            )
    for path, each in taken:
        if each.intake == "conflict" and each.other:
            output.talk(
                _(
                    "! {file}: {branch} filed another {form} of {period} on {date}. "
                    "That one stays; --replace takes this."
                ).format(
                    file=path.name,
                    branch=each.branch.name,
                    form=PAPERS[each.sealed.form],
                    period=each.sealed.period,
                    date=each.other.filed_on,
                )
            )
    counts = Counter(each.intake for _path, each in taken)
    output.say(
        _(
            "taken in {taken}, already there {same}, replaced {replaced}, in conflict {conflict}, refused {refused}"
        ).format(
            **{name: counts[name] for name in ("taken", "same", "replaced", "conflict")},  # type: ignore[index]
            refused=len(refused),
        )
    )


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


_SHOWN = 60


def _periods(period: Period | None, taken: "Sequence[Received]") -> list[Period]:
    """What is to be summed up: the period told, else those of the plans among the files."""
    from partyday.services.papers.plans import SUMMED_UP

    if period:
        return [period]
    plans = {*SUMMED_UP.values(), "rollup"}
    return sorted({each.sealed.period for each in taken if each.sealed.form in plans})


def _sum_up(
    run: Run, store: "Store", superior: "Branch", periods: Sequence[Period], out: Path | None
) -> list[dict[str, Any]]:
    """Print the 汇总表 of each period into one workbook, and tell what is missing."""
    from partyday.forms import xlsx
    from partyday.model.paper import sha256
    from partyday.services.papers.ask import Ask
    from partyday.services.reports import make

    papers = [make(store, "rollup", Ask(superior, period, run.today)) for period in periods]
    if not papers:
        return []
    sheets = [sheet for paper in papers for sheet in paper.sheets]
    path: Path | None = out or Path(f"{sheets[0].stem}.xlsx")
    assert path is not None
    try:
        xlsx.write(sheets, output.target(path, yes=run.yes, ending=".xlsx"))
        (output.talk if run.json else output.say)(_("Written: {file}").format(file=path))
    except PartydayError as error:  # what was taken in stays taken in
        output.talk(f"{error} {error.hint}".rstrip())
        path = None
    for paper in papers:
        for remark in paper.remarks:
            output.talk(f"{paper.period}: {remark}")
    return [
        {
            "period": paper.period,
            "file": path,
            "sha256": sha256(*paper.sheets),
            "missing": list(paper.missing),
            "remarks": list(paper.remarks),
        }
        for paper in papers
    ]


def _refusal(path: Path, error: PartydayError) -> dict[str, Any]:
    cells = [vars(each) for each in getattr(error, "differences", ())]
    return {"file": path, "problem": f"{error} {error.hint}".rstrip(), "cells": cells}


def _conflict(path: Path, received: "Received") -> dict[str, Any]:
    other = received.other
    return {
        "file": path,
        "branch": received.branch.name,
        "form": received.sealed.form,
        "period": received.sealed.period,
        "sha256": received.sealed.sha256,
        "kept": other.sha256 if other else None,
    }
