"""`partyday report`: the printed forms."""

from pathlib import Path
from typing import Annotated

import typer

from partyday.cli import output
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.i18n import _

app = verb()


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
) -> None:
    """Write one form, or list them."""
    from partyday.forms import xlsx
    from partyday.forms.sheet import sha256
    from partyday.services.reports import FORMS, Ask, make

    run = Run(ctx)
    run.long()
    if form is None:
        if run.json:
            output.emit([{"form": name, "title": each.title, "about": _(each.about)} for name, each in FORMS.items()])
        else:
            rows = [(name, each.title, _(each.about)) for name, each in FORMS.items()]
            output.listing([_("report"), _("title"), _("what it is")], rows, as_csv=run.csv)
        return
    with run.book() as store:
        of, sheet = make(store, form, Ask(run.branch(store), period, run.today, member))
    path = output.target(out or Path(f"{sheet.stem}.xlsx"), yes=run.yes, ending=".xlsx")
    xlsx.write(sheet, path)
    if run.json:
        output.emit({"form": form, "period": of, "file": path, "sha256": sha256(sheet), "filed": False})
    else:
        output.say(_("Written: {file}").format(file=path))
        if sheet.draft:
            output.talk(_("It is a draft: the day is not closed, or somebody is not marked."))
