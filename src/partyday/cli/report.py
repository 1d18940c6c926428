"""`partyday report`: the printed forms, as they stand and as they were filed."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.errors import BadInput, WrongUsage
from partyday.i18n import N_, _
from partyday.model.forms import FORMS, Form, form_named
from partyday.model.period import Period

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from partyday.model.filings import Filing
    from partyday.model.paper import Sheet
    from partyday.services.desk import Desk
    from partyday.services.filings import Listed
    from partyday.services.papers.ask import Ask

app = verb()


def _since_then(paper: "Listed") -> str:
    """What became of a paper since it was filed."""
    if not paper.latest:
        return _("filed again")
    if paper.changed is None:
        return "" if paper.filing.received_on else _("the form has changed")
    return _("the records have changed") if paper.changed else _("unchanged")


FORM: Answer[Form] = Answer(
    Field("form", lambda form: form.name, N_("form name")),
    Field("title", lambda form: form.title, N_("title")),
    Field("about", lambda form: _(form.about), N_("what it is")),
)

FILED: "Answer[Listed]" = Answer(
    Field("form", lambda paper: paper.filing.form, N_("form name"), lambda paper: FORMS[paper.filing.form].title),
    Field("period", lambda paper: paper.filing.period, N_("period")),
    Field("branch", lambda paper: paper.branch.name, N_("branch"), once=True),
    Field("member", lambda paper: paper.whose.name or None, N_("member"), lambda paper: str(paper.whose)),
    Field("number", lambda paper: paper.whose.number),
    Field("filed_on", lambda paper: paper.filing.filed_on, N_("filed on")),
    Field("received_on", lambda paper: paper.filing.received_on),
    Field(
        "policy", lambda paper: paper.filing.policy, N_("policy"), lambda paper: paper.filing.policy.partition("@")[0]
    ),
    Field("sha256", lambda paper: paper.filing.sha256),
    Field("latest", lambda paper: paper.latest),
    Field("changed", lambda paper: paper.changed, N_("since then"), _since_then),
)


class Printed(NamedTuple):
    """A workbook that was written: of which form and period, with the hash of what it says, and its PDF.

    `filing` where it is a paper that was filed; `remarks` say what it lacks.
    """

    form: str
    period: Period
    file: Path
    sha256: str
    filing: "Filing | None"
    pdf: Path | None
    remarks: "Sequence[str]"


PRINTED: Answer[Printed] = Answer(
    attributes("form period file sha256"),
    Field("filed", lambda paper: paper.filing is not None),
    Field("filed_on", lambda paper: paper.filing.filed_on if paper.filing else None),
    Field("pdf", lambda paper: paper.pdf),
    Field("remarks", lambda paper: list(paper.remarks)),
)


@command(
    app,
    _("Print a form as an A4 workbook, in Chinese. Without FORM: which forms there are."),
    "partyday report sign-in --period 2026-03-06 -o 签到表.xlsx",
)
def report(
    ctx: typer.Context,
    form: Annotated[str | None, typer.Argument(metavar="[FORM]", help=_("Which form, such as sign-in."))] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="PERIOD",
            help=_("2026, 2026H1, 2026Q4, 2026-03 or a day; by default the one that is due."),
        ),
    ] = None,
    member: Annotated[str | None, typer.Option(metavar="WHO", help=_("One person's."))] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help=_("Where to."))] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_("A document of the school's own (.docx) to print on: its letterhead, with names in braces."),
        ),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help=_("As PDF beside it, where LibreOffice is installed."))] = False,
    mark_filed: Annotated[
        bool, typer.Option("--mark-filed", help=_("Keep it as filed: what it says now stays for good."))
    ] = False,
    on: Annotated[str | None, typer.Option(metavar="DATE", help=_("When it was filed; by default today."))] = None,
    filed: Annotated[bool, typer.Option("--filed", help=_("Print it as it was filed last."))] = False,
    correction: Annotated[
        bool, typer.Option("--correction", help=_("Print what has been corrected since it was filed (更正说明)."))
    ] = False,
    listing: Annotated[
        bool, typer.Option("--list", help=_("What was filed when, and what has changed since."))
    ] = False,
) -> None:
    """Write one form, or list them."""
    run = Run(ctx)
    run.long()
    if sum((mark_filed, filed, correction, listing)) > 1:
        raise WrongUsage(_("One thing at a time: --mark-filed, --filed, --correction or --list."))
    if on and not mark_filed:
        raise WrongUsage(_("--on goes with --mark-filed."))
    form = form_named(form).name if form else None
    asked = run.period(period)
    if listing:
        if member or out or pdf or template:
            raise WrongUsage(_("--list takes FORM and --period, and writes no file."))
        return _list_filings(run, form, asked)
    if form is None:
        if any((period, member, out, template, pdf, mark_filed, filed, correction)):
            raise WrongUsage(_("Which form? `partyday report` lists them."))
        return _list_forms(run)
    if pdf:
        from partyday.cli.pdf import program

        program()
    if correction:
        if template:
            raise WrongUsage(_("A correction is a sheet: leave --template out."))
        return _print_correction(run, form, asked, member, out, pdf=pdf)
    if mark_filed or filed:
        filed_on = run.date(on) if on else None
        return _print_filed(run, form, asked, member, out, template=template, pdf=pdf, on=filed_on, mark=mark_filed)
    with run.desk() as desk:
        return print_form(run, desk, form, asked, out, member=member, template=template, pdf=pdf)


def _list_forms(run: Run) -> None:
    FORM.listing(run, FORMS.values())


def _ask(run: Run, desk: "Desk", form: str, period: Period | None, member: str | None) -> "Ask":
    """What is asked for: of a form that superiors have too, a superior may be named, and of one they alone have, the
    highest is meant.
    """
    from partyday.services.branches import top_of
    from partyday.services.papers.ask import Ask

    if desk.branch_name is None and not FORMS[form].of_branch:
        branch = top_of(desk.branches)
    else:
        branch = desk.node if FORMS[form].of_superior else desk.branch
    return Ask(branch, period, run.today, member)


def print_form(
    run: Run,
    desk: "Desk",
    form: str,
    period: Period | None,
    out: Path | None,
    *,
    member: str | None = None,
    template: Path | None = None,
    pdf: bool = False,
) -> None:
    """Write a form as the records stand, and say where."""
    from partyday.cli import printing
    from partyday.services.reports import make

    asked = _ask(run, desk, form, period, member)
    with output.bar(_("making")):
        paper = make(desk, form, asked)
    path = printing.target(run, form, paper.sheets, out, template=template, pdf=pdf)
    with output.bar(_("printing")):
        printing.write(form, paper.sheets, path, template=template)
    _tell(run, form, paper.period, path, paper.sheets, pdf=pdf, remarks=paper.remarks)
    if paper.draft and not run.json:
        output.talk(_("It is a draft: the day is not closed, or somebody is not marked."))


def _print_correction(
    run: Run, form: str, period: Period | None, member: str | None, out: Path | None, *, pdf: bool
) -> None:
    from partyday.cli import printing
    from partyday.services.filings import correction

    with run.desk() as desk:
        paper = correction(desk, form, _ask(run, desk, form, period, member))
    path = printing.target(run, "", paper.sheets, out, pdf=pdf)
    printing.write("", paper.sheets, path)
    _tell(run, form, paper.period, path, paper.sheets, pdf=pdf)


def _print_filed(
    run: Run,
    form: str,
    period: Period | None,
    member: str | None,
    out: Path | None,
    *,
    template: Path | None,
    pdf: bool,
    on: "date | None",
    mark: bool,
) -> None:
    """Write a paper as it was filed last, or file it now; its workbook carries its seal."""
    from dataclasses import replace

    from partyday.cli import printing
    from partyday.model.anchors import read_anchor
    from partyday.model.seal import Sealed, seal
    from partyday.services import filings

    paths: list[Path] = []

    def write(sealed: Sealed) -> "AbstractContextManager[None]":
        paths.append(printing.target(run, form, sealed.sheets, out, template=template, pdf=pdf))
        anchor = read_anchor(sealed.anchor)
        return printing.written(form, sealed.sheets, paths[-1], template=template, sealed=seal(sealed), anchor=anchor)

    with run.desk() as desk:
        ask = _ask(run, desk, form, period, member)
        if mark:
            done = filings.file_paper(desk, form, replace(ask, today=on or run.today), write)
        else:
            filing, sealed = filings.as_filed(desk, form, ask)
            done = filings.Filed(filing, filing)
            with write(sealed):
                pass
    filing, before = done.filing, done.before
    _tell(run, form, filing.period, paths[-1], (), pdf=pdf, filing=filing, remarks=done.remarks)
    if run.json:
        return
    if paths[-1].suffix.lower() != printing.WORKBOOK and FORMS[form].workbook:
        output.talk(
            _("A document has no seal: what is handed on to be taken in is the workbook (--filed -o FILE.xlsx).")
        )
    if before is None or before == filing:
        output.talk(_("Filed on {date}.").format(date=filing.filed_on))
    else:
        output.talk(
            _(
                "Filed again; what was filed on {date} stays. What differs: partyday report {form} --period {period} "
                "--correction"
            ).format(date=before.filed_on, form=form, period=filing.period)
        )


def _tell(
    run: Run,
    form: str,
    period: Period,
    path: Path,
    sheets: "Sequence[Sheet]",
    *,
    pdf: bool,
    remarks: "Sequence[str]" = (),
    filing: "Filing | None" = None,
) -> None:
    """Say where the workbook is, and make its PDF where that is asked for."""
    from partyday.cli.pdf import to_pdf
    from partyday.model.paper import sha256

    printed = to_pdf(path) if pdf else None
    failed = pdf and printed is None
    if run.json:
        digest = filing.sha256 if filing else sha256(*sheets)
        output.emit(PRINTED.json(Printed(form, period, path, digest, filing, printed, remarks)))
    else:
        for file in filter(None, (path, printed)):
            output.say(_("Written: {file}").format(file=file))
        for remark in remarks:
            output.talk(remark)
    if failed:
        output.talk(
            _("LibreOffice did not make a PDF of {file}; open the workbook and save it as PDF there.").format(file=path)
        )
        raise typer.Exit(BadInput.exit_code)


def _list_filings(run: Run, form: str | None, period: Period | None) -> None:
    from partyday.services.filings import what_was_filed

    with run.desk() as desk:
        papers = what_was_filed(desk, form, period)
    FILED.listing(run, papers, nothing=_("Nothing was filed yet."))
