"""`partyday day finish|attach`: after the day: closing and summing it up with its papers, its pictures and scans."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.agenda import ITEM
from partyday.cli.command import command
from partyday.cli.counts import OUTCOME, balance, close_asking, tell_claims
from partyday.cli.day import FILE, MaybeRef, Ref, app
from partyday.cli.run import Run, at_terminal
from partyday.cli.seen import seen
from partyday.errors import WrongUsage
from partyday.i18n import _

if TYPE_CHECKING:
    from partyday.model.days import ActivityDay
    from partyday.services.checkin import Outcome
    from partyday.services.desk import Desk
    from partyday.services.finishing import DayPaper


@command(
    app,
    _("Close a day, sum it up, print its record, attendance and make-ups, and say what follows."),
    "partyday day finish 2026-03-06 --text 全体党员参加 --opinions 希望增加实地参观 -o 三月",
)
def finish(
    ctx: typer.Context,
    ref: MaybeRef = None,
    text: Annotated[
        str | None, typer.Option(help=_("Summary and evaluation (总结评估); asked for at a terminal."))
    ] = None,
    opinions: Annotated[str | None, typer.Option(help=_("Opinions for the next day (意见建议)."))] = None,
    resolutions: Annotated[str | None, typer.Option(help=_("Resolutions (决议)."))] = None,
    recorder: Annotated[str | None, typer.Option(help=_("Who took the record (记录人)."))] = None,
    superior_present: Annotated[str | None, typer.Option(help=_("Who of the superior attended (上级参加人)."))] = None,
    folder: Annotated[
        Path, typer.Option("-o", "--output", metavar="FOLDER", help=_("Where to; by default here."))
    ] = Path(),
    pdf: Annotated[bool, typer.Option("--pdf", help=_("As PDF beside it, where LibreOffice is installed."))] = False,
) -> None:
    """Finish one day."""
    from partyday.services import days, finishing

    run = Run(ctx)
    run.long()
    if pdf:
        from partyday.cli.pdf import program

        program()
    texts = {
        "summary": text,
        "opinions": opinions,
        "resolutions": resolutions,
        "recorder": recorder,
        "superior_present": superior_present,
    }
    told = {name: value.strip() for name, value in texts.items() if value is not None}
    with run.desk() as desk:
        day = days.show(desk, ref)
        for paper in finishing.papers_of(desk, day):
            _target(run, folder, paper, pdf=pdf)  # what is in the way is told before anything is written
        told |= _asked(run, day, told)
        outcome = close_asking(run, lambda keep: finishing.finish(desk, day.ref, told, keep_unknown=keep))
        if outcome is None:
            output.talk(_("Nothing was written."))
            return
        files = _print(run, desk, outcome, folder, pdf=pdf)
        items = finishing.what_follows(desk, outcome.roll)
    tell_claims(outcome)
    if run.json:
        follows = [ITEM.json(item) for item in items]
        summary = {"summary": outcome.roll.day.summary, "opinions": outcome.roll.day.opinions}
        output.emit(OUTCOME.json(outcome) | summary | {"files": files, "follows": follows})
        return
    output.say(f"{outcome.roll.day.ref}  {balance(outcome.tally)}")
    output.say(_("Closed and summed up."))
    for file in files:
        output.say(_("Written: {file}").format(file=file))
    if items:
        output.say(_("What follows:"))
        ITEM.table(run, items)


def _asked(run: Run, day: "ActivityDay", told: dict[str, str]) -> dict[str, str]:
    """What is asked at a terminal, where neither the command nor the book says it. Raises WrongUsage elsewhere."""
    can_ask = at_terminal() and not run.json
    if not (told.get("summary") or day.summary) and not can_ask:
        raise WrongUsage(_("How was the day? Its summary is missing."), _("Give it, such as: --text 全体党员参加"))
    if not can_ask:
        return {}
    asked = {}
    questions = (
        ("summary", _("Summary and evaluation (总结评估)"), ""),
        ("opinions", _("Opinions for the next day (意见建议; Enter: none)"), ""),
        ("recorder", _("Who took the record (记录人; Enter: nobody is named)"), ""),
        ("superior_present", _("Who of the superior attended (上级参加人; Enter: nobody)"), day.guide),
    )
    for name, question, usual in questions:
        if name in told or getattr(day, name):
            continue
        answer = ""
        while not answer:
            shown = seen(f"{question} [{usual}]" if usual else question)
            answer = str(typer.prompt(shown, default=usual, show_default=False, err=True)).strip()
            if name != "summary":
                break
        if answer:
            asked[name] = answer
    return asked


def _target(run: Run, folder: Path, paper: "DayPaper", *, pdf: bool) -> Path:
    from partyday.model.paper import file_stem

    path = output.target(folder / f"{file_stem(paper.paper.sheets[0].stem)}.xlsx", yes=run.yes, ending=".xlsx")
    if pdf:
        output.target(path.with_suffix(".pdf"), yes=run.yes)
    return path


def _print(run: Run, desk: "Desk", outcome: "Outcome", folder: Path, *, pdf: bool) -> list[Path]:
    from partyday.cli.pdf import to_pdf
    from partyday.forms import xlsx
    from partyday.services import finishing

    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for paper in finishing.papers_of(desk, outcome.roll.day):
        path = _target(run, folder, paper, pdf=pdf)
        xlsx.write(paper.paper.sheets, path)
        files.append(path)
        if pdf:
            printed = to_pdf(path)
            files += [printed] if printed else []
    return files


@command(
    app,
    _("Keep pictures and scans of a day: named with their hash in its record, and packed into a handover."),
    "partyday day attach 2026-03-06 现场.jpg 签到表.pdf --about 现场照片",
)
def attach(
    ctx: typer.Context,
    ref: Ref,
    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help=_("The pictures and scans."))] = None,
    about: Annotated[str, typer.Option(metavar="TEXT", help=_("What they show."))] = "",
    remove: Annotated[
        str | None, typer.Option(metavar="NAME", help=_("Take this one away instead, with its file."))
    ] = None,
) -> None:
    """Attach files to one day, or take one away."""
    from partyday.services import attachments

    if bool(files) == (remove is not None):
        raise WrongUsage(_("Either files, or --remove NAME."))
    run = Run(ctx)
    with run.desk() as desk:
        if remove is not None:
            _day, kept = attachments.remove(desk, ref, remove)
        else:
            _day, kept = attachments.attach(desk, ref, files or (), about)
    FILE.listing(run, kept, nothing=_("The day has no pictures or scans."))
