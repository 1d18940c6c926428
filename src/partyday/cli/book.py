"""The book itself: making it, copying it, checking it, bringing it up to date."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes, tell
from partyday.cli.command import choice, command, verb
from partyday.cli.run import Run, at_terminal
from partyday.errors import FOUND_SOMETHING, BadInput, BookUnusable, NotFound, WrongUsage
from partyday.i18n import N_, _, listed
from partyday.model.codes import BranchKind
from partyday.words.typed import as_typed

if TYPE_CHECKING:
    from partyday.services.desk import Desk
    from partyday.store.copies import About, DatedCopy


class Restored(NamedTuple):
    """A book put back, and the file that keeps what stood there."""

    book: str
    kept: Path | None


class Verified(NamedTuple):
    """Whether the book and its log agree, and where they do not."""

    ok: bool
    problems: list[str]


class Upgraded(NamedTuple):
    """A book brought up to date, from which version to which, and the copy made first."""

    book: str
    before: str
    now: str
    copy: Path | None


RESTORED: Answer[Restored] = attributes("book kept")
VERIFIED: Answer[Verified] = attributes("ok problems")
UPGRADED: Answer[Upgraded] = attributes("book before now copy")

init_app, backup_app, restore_app, verify_app, upgrade_app = verb(), verb(), verb(), verb(), verb()

COPY: "Answer[DatedCopy]" = Answer(
    Field("file", lambda copy: copy.file, N_("file")),
    Field("made_at", lambda copy: copy.made_at, N_("time (UTC)"), lambda copy: copy.made_at[:19].replace("T", " ")),
    Field("why", lambda copy: copy.why, N_("before")),
    Field("branch", lambda copy: copy.about and copy.about.branch, N_("branch"), once=True),
    Field("entries", lambda copy: copy.about and copy.about.entries, N_("entries")),
    Field("head", lambda copy: copy.about and copy.about.head),
    Field("sound", lambda copy: copy.sound, N_("checked"), lambda copy: _("sound") if copy.sound else _("damaged")),
)


@command(
    init_app,
    _("Make a new book for a branch or a superior. Branches added later inherit its policy and recurrence."),
    "partyday init --branch 教工第一党支部 --superior 计算机学院党总支",
)
def init(
    ctx: typer.Context,
    branch: Annotated[
        str | None,
        typer.Option(
            help=_(
                "The branch whose days and members the book keeps, or the superior who sums up others; without it, at "
                "a terminal, six questions are asked."
            )
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(help=_("branch, general or committee; by default from its name, else branch."))
    ] = None,
    superior: Annotated[str | None, typer.Option(help=_("Its superior: a general branch or committee."))] = None,
    policy: Annotated[str, typer.Option(help=_("hebei, zhongzhou, or the path of a policy file."))] = "hebei",
    recurrence: Annotated[
        list[str] | None,
        typer.Option(
            help=_("When the day is held, RRULE[:full|am|pm]; twice for two half-days. Default: the policy's.")
        ),
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help=_("The records begin here: before it no day, nothing due."))
    ] = None,
) -> None:
    """Make the book, then the first branches as one entry of its log."""
    from partyday.rules.policy import reader as policies
    from partyday.services import branches
    from partyday.store.making import building
    from partyday.store.places import shown

    run = Run(ctx)
    if branch is None:
        if run.json or not at_terminal() or superior or kind or recurrence or since:
            raise WrongUsage(
                _("{0} is missing.").format("--branch"), _("See `{command} --help`.").format(command="partyday init")
            )
        from partyday.cli.setup_talk import talk

        raise typer.Exit(talk(run))
    branches.checked_recurrence(recurrence or ())
    policies.load(policy)
    branches.checked_tree(branch, superior)
    chosen = choice(BranchKind, kind, "--kind") if kind else None
    begins = run.date(since) if since else None
    with building(run.place) as store, run.desk(store) as desk:
        made = branches.start(desk, branch, superior, policy, recurrence or (), begins, chosen)
    place = shown(run.place)
    told = {"book": place, "branch": branch, "superior": superior, "policy": policy, "since": begins, "kind": made.kind}
    tell(run, told, _("A new book for {branch}: {book}"))
    if run.json:
        return
    if made.kind is not BranchKind.BRANCH:
        output.talk(
            _("Next, for each branch: partyday branch add 教工第一党支部 --superior {branch}").format(
                branch=as_typed(made.name)
            )
        )
    elif not ctx.obj["more_follows"]:
        from partyday.cli.setup_talk import years_to_plan

        year = years_to_plan(run.today)[-1]
        output.talk(_("Next: partyday member import 花名册.xlsx, then partyday schedule {year}").format(year=year))


@command(backup_app, _("Copy the book to a file, also while others use it."), "partyday backup 备份.partyday")
def backup(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help=_("Where to."))] = None,
    listing: Annotated[
        bool, typer.Option("--list", help=_("The copies partyday made of itself, each checked, newest first."))
    ] = False,
) -> None:
    """Copy the book, or list the dated copies."""
    from partyday.store import copies

    run = Run(ctx)
    if listing == (file is not None):
        raise WrongUsage(_("Either FILE, or --list."))
    if file is None:
        run.long()
        COPY.listing(run, copies.listed(run.place), nothing=_("There are no copies yet."))
        return
    with run.desk():
        copies.copy(run.place, output.target(file, yes=run.yes))
    made = copies.about(str(file))
    told = {"book": run.place, "file": file, "entries": made and made.entries, "head": made and made.head}
    tell(run, told, _("Copied to {file}."))


@command(
    restore_app,
    _("Put a copy back in the book's place; what stood there is kept beside it."),
    "partyday restore 备份.partyday",
)
def restore(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The copy."))]) -> None:
    """Replace the book by a copy."""
    from partyday.store import copies
    from partyday.store.places import is_url, shown

    run = Run(ctx)
    if not file.is_file():
        raise NotFound(_("There is no file {file}.").format(file=shown(str(file))))
    if is_url(run.place):
        raise BadInput(_("A book on a database server is restored by the server's own means, such as pg_restore."))
    copies.check(file)
    if Path(run.place).exists():
        question = _("Replace the book {place} by {file}?").format(
            place=_described(run.place, copies.about(run.place)), file=_described(str(file), copies.about(str(file)))
        )
        if not run.confirmed(question):
            raise typer.Exit
    kept = copies.restore(file, run.place, waits=run.waits)
    if run.json:
        output.emit(RESTORED.json(Restored(run.place, kept)))
        return
    output.say(_("The book is back as in {file}.").format(file=file))
    if kept:
        output.talk(_("The one it replaces is kept as {kept}.").format(kept=kept))


def _described(place: str, about: "About | None") -> str:
    """A book as a question names it: its place, its branch, how far its log goes."""
    if about is None:
        return place
    return _("{place} ({branch}, {entries} entries, the last of {at} UTC)").format(
        place=place, branch=listed(about.branches), entries=about.entries, at=about.at[:16].replace("T", " ")
    )


@command(
    verify_app,
    _("Check the whole book: every hash of its log, every record, every filed paper, the database itself."),
    "partyday verify --against 报送/2026Q1.xlsx",
)
def verify(
    ctx: typer.Context,
    against: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help=_(
                "A filed paper, a copy, a bundle, an exported log or the superior's book, or what is printed at a "
                "paper's foot: whether it agrees too."
            ),
        ),
    ] = None,
) -> None:
    """Exit 14 where the book and its log do not agree, or the log is not the one that FILE tells of."""
    from partyday.services import logs
    from partyday.services.contradictions import contradictions

    run = Run(ctx)
    run.long()
    with run.desk() as desk, output.bar(_("checking")) as watch:
        damage, past = logs.verify(desk, watch), None
        if against is not None:
            from partyday.cli.past import told_by
            from partyday.services.anchors import compare

            with told_by(against) as told:
                past = compare(desk, against.name, told)
            damage += past.problems
        problems = damage or contradictions(desk)
        missing = [] if damage or run.json else _missing_files(desk)
    if run.json:
        of_file = {} if past is None else {"against": against, "checked": past.checked, "since": past.since}
        output.emit(VERIFIED.json(Verified(not problems, problems)) | of_file)
    else:
        for problem in problems:
            output.say(problem)
        if not damage:
            output.say(_("The book agrees with its log."))
        if missing:
            output.talk(_("Pictures and scans that are not on this computer: {names}").format(names=listed(missing)))
        if past is not None and not past.problems:
            sentence = _("It has the past that {file} tells of, up to entry {until}.")
            output.say(sentence.format(file=against, until=past.until))
    if problems:
        raise typer.Exit(BookUnusable.exit_code if damage else FOUND_SOMETHING)


def _missing_files(desk: "Desk") -> list[str]:
    from partyday.services.attachments import every

    return [attached.attachment.name for attached in every(desk) if attached.whole is None]


@command(upgrade_app, _("Bring an older book up to date, copying it first."), "partyday upgrade")
def upgrade(ctx: typer.Context) -> None:
    """Run the migrations that the book lacks."""
    from partyday.store import schema
    from partyday.store.places import is_url, shown

    run = Run(ctx)
    run.long()
    if (
        is_url(run.place)
        and not schema.is_up_to_date(run.place)
        and not run.confirmed(
            _("A book on a server is not copied by partyday. Is there a backup, and shall it be upgraded?")
        )
    ):
        raise typer.Exit
    before, now, kept = schema.upgrade(run.place)
    if run.json:
        output.emit(UPGRADED.json(Upgraded(shown(run.place), before, now, kept)))
        return
    if before == now:
        output.say(_("The book is up to date ({version}).").format(version=now))
        return
    output.say(_("The book went from version {before} to {now}.").format(before=before, now=now))
    if kept:
        output.talk(_("The copy made first: {kept}").format(kept=kept))
