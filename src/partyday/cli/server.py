"""`partyday server`: a school's book on a PostgreSQL server, shared by many logins, each in its own branch."""

from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, tell
from partyday.cli.command import command, noun
from partyday.cli.run import Run
from partyday.errors import WrongUsage
from partyday.i18n import N_, _

if TYPE_CHECKING:
    from partyday.store.server import Access

app = noun(
    _("A school's book on a PostgreSQL server: who may read and write which branch."),
    "partyday server grant wangxf --branch 教工第一党支部",
)

ACCESS: "Answer[Access]" = Answer(
    Field("login", lambda access: access.login, N_("login")),
    Field("branch", lambda access: access.branch, N_("branch")),
    Field(
        "may_write",
        lambda access: access.may_write,
        N_("may"),
        lambda access: _("read and write") if access.may_write else _("read"),
    ),
)

_LOGIN = Annotated[str, typer.Argument(metavar="LOGIN", help=_("A login of the PostgreSQL server."))]


@command(
    app,
    _("Let many share the book: each branch its own gate, rights by row, a log that only grows. May be repeated."),
    "partyday server init --book postgresql+psycopg://partyday@localhost/school",
)
def init(ctx: typer.Context) -> None:
    """Lay the rights on the book; an empty one is made where there is none."""
    from partyday.store import server
    from partyday.store.places import shown

    run = Run(ctx)
    made, branches = server.init(run.place)
    told = {"book": shown(run.place), "made": made, "branches": branches}
    tell(run, told, _("The book {book} is shared now: {branches} branches."))
    if not run.json:
        output.talk(
            _("Next, such as: partyday server grant wangxf --branch 教工第一党支部")
            if branches
            else _("Next, such as: partyday init --branch 计算机学院党委")
        )


@command(
    app,
    _("Let a login write in a branch and all below it; with --read, only read."),
    "partyday server grant wangxf --branch 教工第一党支部",
)
def grant(
    ctx: typer.Context,
    login: _LOGIN,
    read: Annotated[bool, typer.Option("--read", help=_("Only read."))] = False,
) -> None:
    """Give a branch to a login."""
    from partyday.store import server

    run = Run(ctx)
    if not run.branch_name:
        raise WrongUsage(_("Name the branch with --branch."))
    with run.desk() as desk:
        branch = desk.called(run.branch_name)
    changed = server.grant(run.place, login, branch, may_write=not read)
    told = {"login": login, "branch": branch, "may_write": not read, "changed": changed}
    tell(run, told, _("{login} may read in {branch}.") if read else _("{login} may read and write in {branch}."))


@command(app, _("Take every branch away from a login."), "partyday server revoke wangxf")
def revoke(ctx: typer.Context, login: _LOGIN) -> None:
    """Take the rights of a login away."""
    from partyday.store import server

    run = Run(ctx)
    tell(run, {"login": login, "branches": server.revoke(run.place, login)}, _("{login} has no branch any more."))


@command(app, _("Who may read and write which branch."), "partyday server list", name="list")
def list_(ctx: typer.Context) -> None:
    """The logins with their branches."""
    from partyday.store import server

    run = Run(ctx)
    ACCESS.listing(run, server.granted(run.place), nothing=_("Nobody was given a branch yet."))
