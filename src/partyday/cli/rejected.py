"""How it is told what was read of a file: what was understood how, what not at all, and what is wrong with its rows."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from partyday.cli import output
from partyday.cli.answers import Answer, Field, attributes
from partyday.errors import BadInput
from partyday.i18n import _, listed

if TYPE_CHECKING:
    from partyday.model.problems import Problem

#: For lists: with --json an object, so that what is told of the file has its place beside them.
WithTold = Annotated[
    bool,
    typer.Option(
        "--with-notes", help=_("With --from and --json: an object with the list, and with the notes on the file.")
    ),
]

PROBLEM: "Answer[Problem]" = Answer(attributes("row column value"), Field("problem", lambda problem: problem.of_whom))


def refuse(problems: "Sequence[Problem]", *, told: bool = False, partial: bool = False) -> None:
    """Tell what is wrong with the rows of a file, unless it is told already, and end with the code of bad input.

    `partial`: the other rows were taken.
    """
    if not problems:
        return
    if not told:
        for problem in problems:
            output.talk(str(problem))
        output.talk(_("The others were taken.") if partial else _("Nothing was written: mend these rows and repeat."))
    raise typer.Exit(BadInput.exit_code)


def tell_reading(notes: Iterable[str], unread: Sequence[str]) -> None:
    """What is to be told of a file that was read, beside its rows."""
    for note in notes:
        output.talk(note)
    if unread:
        output.talk(_("Not read: {columns}").format(columns=listed(unread)))
