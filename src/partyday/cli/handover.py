"""`partyday handover` and `takeover`: one file with all that a successor needs, and taking it up."""

import io
import tempfile
from pathlib import Path
from typing import IO, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import tell
from partyday.cli.command import command, verb
from partyday.cli.passphrase import AGE, decrypted, encrypted
from partyday.cli.run import Run
from partyday.errors import BadInput, NotFound
from partyday.i18n import _

handover_app, takeover_app = verb(), verb()


@command(
    handover_app,
    _("Pack what a successor needs into one file: the book, filed papers, open items, the policy, checksums."),
    "partyday handover 交接.zip --passphrase",
)
def handover(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("Where to."))],
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase", help=_("Encrypt it (age); the passphrase is asked for, or stands in PARTYDAY_PASSPHRASE.")
        ),
    ] = False,
) -> None:
    """Make the bundle."""
    from partyday.forms.whole_file import replacing
    from partyday.services.handover import packing

    run = Run(ctx)
    run.long()
    path = output.target(file, yes=run.yes)
    encrypt = encrypted() if passphrase else None
    with run.desk() as desk, packing(desk) as bundle, replacing(path) as opened:
        if encrypt is None:
            names = bundle.write(opened)
        else:
            whole = io.BytesIO()
            names = bundle.write(whole)
            opened.write(encrypt(whole.getvalue()))
    for name in bundle.missing:
        output.talk(_("Not in the bundle, since it is not here as it was: {name}").format(name=name))
    about = bundle.about
    told = {"file": path, "entries": about.entries, "head": about.head, "files": names, "encrypted": passphrase}
    tell(run, told, _("Packed into {file}: the book up to entry {entries}."))


@command(
    takeover_app,
    _("Take up a bundle: check everything in it, and put its book where the book is to be."),
    "partyday takeover 交接.zip",
)
def takeover(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The bundle."))],
    papers: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help=_("Also unpack the papers and lists into this new folder."))
    ] = None,
) -> None:
    """Check the bundle, then put its book in place."""
    from partyday.services.handover import unpacked
    from partyday.store.places import is_url

    run = Run(ctx)
    run.long()
    if is_url(run.place):
        raise BadInput(_("A bundle is taken up into a file: name one with --book."))
    if papers is not None and papers.exists():
        raise BadInput(_("{path} is already there.").format(path=papers), _("Name a new folder."))
    with tempfile.TemporaryDirectory(prefix="partyday-") as folder:
        bundle = unpacked(_plain(file), file.name, Path(folder))
        about = bundle.about
        question = _("Replace the book {place} by that of {branch}, {entries} entries?").format(
            place=run.place, branch=about.branch, entries=about.entries
        )
        if Path(run.place).exists() and not run.confirmed(question):
            raise typer.Exit
        kept = bundle.take_up(run.place, run.waits)
        if papers is not None:
            bundle.lay_out(papers)
    told: dict[str, object] = {"book": run.place, "branch": about.branch, "entries": about.entries, "head": about.head}
    told |= {"kept": kept, "files": bundle.names}
    tell(run, told, _("The book of {branch} is taken up, {entries} entries: {book}"))
    if kept and not run.json:
        output.talk(_("The one it replaces is kept as {kept}.").format(kept=kept))


def _plain(file: Path) -> Path | IO[bytes]:
    """A bundle, decrypted where it is encrypted. Raises NotFound, or BadInput for another passphrase."""
    if not file.is_file():
        raise NotFound(_("There is no file {file}.").format(file=file))
    with file.open("rb") as opened:
        locked = opened.read(len(AGE)) == AGE
    return io.BytesIO(decrypted(file)) if locked else file
