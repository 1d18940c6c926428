"""`partyday copy`: a whole book from a file to a server, and back; a branch's own file into a school's book."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field
from partyday.cli.command import command, verb
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from partyday.services.joining import JoinedBranch
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

#: A branch's file that was joined. Where all of it was there already, `new` is false and no rows are told.
JOINED: "Answer[tuple[str, str, JoinedBranch]]" = Answer(
    Field("from", lambda done: done[0]),
    Field("to", lambda done: done[1]),
    Field("branch", lambda done: done[2].branch),
    Field("new", lambda done: done[2].joined is not None),
    Field("entries", lambda done: done[2].file.entries),
    Field("head", lambda done: done[2].file.head),
    Field("joined_by", lambda done: done[2].number),
    Field("rows", lambda done: _rows(done[2]), text=lambda done: sum(_rows(done[2]).values())),
    Field("sha256", lambda done: done[2].joined and done[2].joined.sha256),
    Field("files", lambda done: done[2].joined.files if done[2].joined else 0),
    Field("absent", lambda done: _absent(done[2])),
    Field("notes", lambda done: list(done[2].told)),
)


def _rows(done: "JoinedBranch") -> dict[str, int]:
    return dict(done.joined.rows) if done.joined else {}


def _absent(done: "JoinedBranch") -> list[str]:
    return list(done.joined.absent) if done.joined else []


@command(
    copy_app,
    _(
        "Copy a whole book between a file and a PostgreSQL server: records, log, filed papers, policies, pictures. "
        "With --branch: join a branch's own file to that branch of a school's book, its history with it."
    ),
    "partyday copy 党员活动日.partyday postgresql+psycopg://partyday@localhost/school",
)
def copy(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FROM", help=_("The book: a file or a database URL."))],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO",
            help=_("Where to: a file or a database URL without a book; with --branch, the school's book."),
        ),
    ],
) -> None:
    """Copy the book, and say what to check it with."""
    from partyday.store import moving
    from partyday.store.places import shown

    run = Run(ctx)
    run.long()
    here, there = run.place_of(source), run.place_of(target)
    if not (here and there):
        raise WrongUsage(_("FROM and TO are each a file or a database URL."))
    if run.branch_name is not None and not run.branch_settled:
        _join(run, here, there)
        return
    with output.bar(_("copying")) as watch:
        done = moving.copy(here, there, watch)
    COPIED.tell(run, (shown(here), shown(there), done), _("Copied to {to}: {rows} rows, {entries} entries of the log."))
    if done.absent:
        _tell_absent(done.absent)
    if not run.json:
        output.talk(_("Checked row by row. Work in one of the two from now on: what is written in both goes apart."))


def _join(run: Run, here: str, there: str) -> None:
    """Join a branch's file to the branch that was named."""
    from partyday.services import joining
    from partyday.services.desk import Desk
    from partyday.store.book import open_book
    from partyday.store.places import shown

    run.place = there
    file = open_book(here)
    try:
        with run.desk() as desk, output.bar(_("joining")) as watch:
            done = joining.join(Desk(file, desk.act), desk, watch)
    finally:
        file.close()
    told = (shown(here), shown(there), done)
    if done.joined is None:
        sentence = _("All that {from} holds is in {branch} already, by entry {joined_by}; nothing was written.")
        JOINED.tell(run, told, sentence)
        return
    JOINED.tell(run, told, _("Joined to {branch}: {rows} rows, {entries} entries of the log."))
    if done.joined.absent:
        _tell_absent(done.joined.absent)
    if run.json:
        return
    for note in done.told:
        output.talk(note)
    output.talk(
        _(
            "Checked row by row. Entries 1 to {entries} are those of the file. Entry {joined_by} joined it, and this "
            "takes it back: partyday undo {joined_by} --branch {branch}"
        ).format(entries=done.file.entries, joined_by=done.number, branch=as_typed(done.branch))
    )
    output.talk(_("Work in {to} from now on, and put the file away.").format(to=shown(there)))


def _tell_absent(names: tuple[str, ...]) -> None:
    output.talk(_("Pictures and scans that are not on this computer: {names}").format(names=listed(names)))
