"""`partyday copy`: a whole book from a file into a server's database, and back."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import _, listed

if TYPE_CHECKING:
    from partyday.store.moving import Copied

copy_app = verb()

#: A book that was copied, with where from and where to.
COPIED: "Answer[tuple[str, str, Copied]]" = Answer(
    Field("from", lambda done: done[0]),
    Field("to", lambda done: done[1]),
    Field("entries", lambda done: done[2].entries),
    Field("head", lambda done: done[2].head),
    Field("rows", lambda done: done[2].rows, text=lambda done: sum(done[2].rows.values())),
    Field("sha256", lambda done: done[2].sha256),
    Field("files", lambda done: done[2].files),
    Field("absent", lambda done: list(done[2].absent)),
)


@command(
    copy_app,
    _("Copy a whole book between a file and a PostgreSQL server: records, log, filed papers, policies, pictures."),
    "partyday copy 党员活动日.partyday postgresql+psycopg://partyday@localhost/school",
)
def copy(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help=_("The book: a file or a database URL."))],
    target: Annotated[str, typer.Argument(metavar="TO", help=_("Where to: a file or a database URL without a book."))],
) -> None:
    """Copy the book, and say what to check it with."""
    from partyday.store import moving
    from partyday.store.places import shown

    run = Run(ctx)
    run.long()
    here, there = run.place_of(source), run.place_of(target)
    if not (here and there):
        raise WrongUsage(_("FROM and TO are each a file or a database URL."))
    with output.bar(_("copying")) as watch:
        done = moving.copy(here, there, watch)
    COPIED.tell(run, (shown(here), shown(there), done), _("Copied to {to}: {rows} rows, {entries} entries of the log."))
    if done.absent:
        output.talk(_("Pictures and scans that are not on this computer: {names}").format(names=listed(done.absent)))
    if not run.json:
        output.talk(_("Checked row by row. Work in one of the two from now on: what is written in both goes apart."))
