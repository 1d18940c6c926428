"""The talk of `partyday init` at a terminal: six questions, what will be done, and that done.

What it does are commands that anybody could type, and it shows them first. Ctrl-C leaves nothing behind.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import typer

from partyday.cli import output
from partyday.cli.run import Run, ask_yes
from partyday.cli.seen import seen
from partyday.errors import INTERRUPTED, BadInput, Conflict, NotFound, PartydayError
from partyday.i18n import _
from partyday.model.dates import read_date
from partyday.store.places import is_url


class Answers(NamedTuple):
    """The answers; a blank one means that there is none."""

    branch: str
    superior: str
    policy: str
    since: str
    roster: str
    holidays: str

    def commands(self, years: tuple[int, ...]) -> list[list[str]]:
        """The commands that do it, without the program's name."""
        init = ["init", "--branch", self.branch]
        for option, value in (("--superior", self.superior), ("--policy", self.policy), ("--since", self.since)):
            init += [option, value] if value else []
        made = [init]
        if self.roster:
            made.append(["member", "import", self.roster])
        notice = ["--holidays", self.holidays] if self.holidays else []
        made += [["schedule", str(year), *notice] for year in years]
        return made


def years_to_plan(today: date) -> tuple[int, ...]:
    """The years that a new book plans: this one, and from 15 November on the coming one, the last, too."""
    return (today.year, today.year + 1) if (today.month, today.day) >= (11, 15) else (today.year,)


#: What a shell does not take for part of a word; double quotation marks hold it together in every one.
_QUOTED = frozenset(" &()<>|;^")


def talk(run: Run) -> int:
    """Ask, show, ask whether to, and do; the exit code. Raises Conflict where there is a book already."""
    if not is_url(run.place) and Path(run.place).exists():
        raise Conflict(
            _("There is already a book at {place}.").format(place=run.place),
            _("Use that book, or give the new one another place with --book."),
        )
    output.talk(_("Six questions for a new book; Enter takes what stands in brackets, Ctrl-C leaves nothing behind."))
    wanted = Answers(
        branch=_asked(_("1. The branch (党支部), by its full name"), "", _branch),
        superior=_asked(_("2. Its superior (党总支 or 党委) [none]"), "", str.strip),
        policy=_asked(_("3. The system: hebei, zhongzhou, or one of `partyday policy list` [hebei]"), "hebei", _policy),
        since=_asked(
            _("4. The records begin on [{day}]").format(day=run.today.replace(day=1)),
            str(run.today.replace(day=1)),
            lambda text: str(read_date(text, run.today)),
        ),
        roster=_asked(_("5. The roster's file, .xlsx or .csv [none yet]"), "", _file),
        holidays=_asked(_("6. A file with the notice of holidays [those that are known]"), "", _file),
    )
    commands = wanted.commands(years_to_plan(run.today))
    output.talk(_("This will be done, the book being {place}:").format(place=run.place))
    for command in commands:
        output.talk("  " + _typed(command))
    if not ask_yes(_("Shall it?"), usual=True):
        return 0
    code = _done(run, commands)
    if code == 0:
        output.talk(_("Next: partyday agenda") if wanted.roster else _("Next: partyday member import 花名册.xlsx"))
    return code


def _done(run: Run, commands: list[list[str]]) -> int:
    from partyday.cli.app import run as run_command

    shared = ["--book", run.place, *(["--today", str(run.today)] if run.stand_in else [])]
    worst, undone = 0, list[str]()
    for command in commands:
        try:
            with output.unpaged():
                code = run_command([*command, *shared], more_follows=True)
        except PartydayError as error:
            if command is commands[0]:
                raise
            output.talk(error.whole)
            code = error.exit_code
        if code == INTERRUPTED:
            _leave_nothing(run.place)
            return code
        if code == BadInput.exit_code:
            undone.append(_typed(command))
        worst = max(worst, code)
    for command_line in undone:
        output.talk(_("The book is made; once the file is right: {command}").format(command=command_line))
    return worst


def _typed(command: list[str]) -> str:
    return "partyday " + " ".join(f'"{word}"' if set(word) & _QUOTED else word for word in command)


def _leave_nothing(place: str) -> None:
    if not is_url(place):
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(place + ending).unlink(missing_ok=True)


def _asked(question: str, usual: str, read: Callable[[str], str]) -> str:
    """The answer as `read` gives it; asked again where that raises."""
    while True:
        answer = typer.prompt(seen(question), default=usual, show_default=False, err=True)
        try:
            return read(answer.strip())
        except PartydayError as error:
            output.talk(error.whole)


def _branch(text: str) -> str:
    from partyday.services.branches import checked_tree

    if not text:
        raise BadInput(_("A book is of a branch: write its name."))
    checked_tree(text, None)
    return text


def _policy(text: str) -> str:
    from partyday.rules.policy import reader

    reader.load(text)
    return text


def _file(text: str) -> str:
    """The path of a file that is there: as it is, in the quotation marks of a copied path, or escaped as in a shell."""
    bare = text.strip("'\"“”‘’ ")
    if not bare:
        return ""
    found = next((path for path in (bare, bare.replace("\\ ", " ")) if Path(path).expanduser().is_file()), None)
    if found is None:
        raise NotFound(_("There is no file {file}.").format(file=bare))
    return str(Path(found).expanduser())
