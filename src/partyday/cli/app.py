"""The table of commands: listing them loads none, calling one loads its module alone."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.exceptions import TyperException

from partyday import __version__
from partyday.cli.command import Group, built, shared_options
from partyday.cli.usage import in_our_words
from partyday.errors import INTERRUPTED, Again, WrongUsage
from partyday.i18n import N_, _

_SETUP, _MONTHLY, _KEEPING = N_("Setting up"), N_("Every month"), N_("Keeping the book")

#: command → module of `partyday.cli`, panel of the help, what it does. In the order the help shows them.
COMMANDS: dict[str, tuple[str, str, str]] = {
    "init": ("book", _SETUP, N_("Make a new book for a branch.")),
    "demo": ("demo", _SETUP, N_("Watch a year of a branch of 23, in a temporary book.")),
    "branch": ("branch", _SETUP, N_("The tree of branches, their offices and recurrence.")),
    "member": ("member", _SETUP, N_("The roster: add, import, list, show, set, transfer, remove.")),
    "schedule": ("schedule", _SETUP, N_("Make the year's activity days; again: show the difference.")),
    "policy": ("policy", _SETUP, N_("The policies: their values, since when, and where each stands.")),
    "agenda": ("agenda", _MONTHLY, N_("What comes next, and what is open.")),
    "day": ("day", _MONTHLY, N_("One day: show, plan, set, move, cancel, announce, close, sum up, export.")),
    "checkin": ("checkin", _MONTHLY, N_("Record attendance; without names at a terminal, an interactive roll-call.")),
    "page": ("page", _MONTHLY, N_("The check-in page: a code on the wall, links for members elsewhere.")),
    "review": ("review", _MONTHLY, N_("Who needs what next, and why.")),
    "meeting": ("meeting", _MONTHLY, N_("Meetings held beside the activity day (支委会, 党小组会, 党课 …).")),
    "visit": ("visit", _MONTHLY, N_("Visits that bring the day to a member (送学).")),
    "makeup": ("makeup", _MONTHLY, N_("Make-up sessions (补课).")),
    "talk": ("talk", _MONTHLY, N_("Warning talks (诫勉谈话), held or waived.")),
    "dispute": ("dispute", _MONTHLY, N_("Days that members dispute.")),
    "handling": ("handling", _MONTHLY, N_("Organisational handling (组织处理), step by step.")),
    "commend": ("commend", _MONTHLY, N_("Commendations of members and branches (表彰).")),
    "dues": ("dues", _MONTHLY, N_("Party dues (党费).")),
    "report": ("report", _MONTHLY, N_("Print a form as an A4 workbook.")),
    "rollup": ("rollup", _MONTHLY, N_("A superior's: take in what branches filed, and sum up.")),
    "overview": ("overview", _MONTHLY, N_("A superior's: a line for each branch below.")),
    "inspect": ("inspect", _MONTHLY, N_("Inspections of branches (督查).")),
    "log": ("log", _KEEPING, N_("Who changed what and when.")),
    "undo": ("log", _KEEPING, N_("Take back an entry of the log, whole.")),
    "backup": ("book", _KEEPING, N_("Copy the book to a file.")),
    "restore": ("book", _KEEPING, N_("Put a copy back in the book's place.")),
    "copy": ("copying", _KEEPING, N_("Copy a whole book between a file and a server.")),
    "server": ("server", _KEEPING, N_("A school's book on a server: who may do what.")),
    "handover": ("handover", _KEEPING, N_("Pack what a successor needs into one file.")),
    "takeover": ("handover", _KEEPING, N_("Take up what a predecessor packed.")),
    "verify": ("book", _KEEPING, N_("Check the book against its log.")),
    "upgrade": ("book", _KEEPING, N_("Bring an older book up to date, copying it first.")),
    "help": ("guide", _KEEPING, N_("How something is done, a page each: dates, people, dues.")),
}


class LazyGroup(Group):
    """The top of the tree: shows every command from the table, loads only the one that is called."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += shared_options()

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A card with the name, panel and one line of help: all that listing needs."""
        if cmd_name not in COMMANDS:
            return None
        _module, panel, line = COMMANDS[cmd_name]
        return TyperCommand(cmd_name, help=_(line), rich_help_panel=_(panel))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The real command, its module loaded now."""
        name, _card, rest = super().resolve_command(ctx, args)
        return (name, _kept(name), rest) if name in COMMANDS else (name, None, rest)


def load(name: str) -> Any:
    """The command called `name`: its module's `app`, or `<name>_app` where a module holds several."""
    module = import_module(f"partyday.cli.{COMMANDS[name][0]}")
    command = built(getattr(module, f"{name}_app", None) or module.app)
    command.name = name
    return command


#: The same, made once: a walkthrough runs many commands in one process.
_kept = cache(load)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"partyday {__version__}")
        raise typer.Exit


def run(arguments: list[str] | None = None, *, more_follows: bool = False) -> int:
    """Run one command (this process's arguments where None); its exit code. Raises PartydayError.

    `more_follows`: it is one of several, and need not say which comes next.
    """
    once = partial(_once, arguments, more_follows)
    try:
        return once(frozenset())
    except Again as again:
        return _anew(once, again)


def _anew(once: Callable[[frozenset[int]], int], again: Again) -> int:
    """Run a command anew that needs more gates, or that the database asked to be begun anew; nothing was written."""
    from partyday.services.desk import repeated

    return repeated(lambda needed: once(again.branches | needed))


def _once(arguments: list[str] | None, more_follows: bool, gates: frozenset[int]) -> int:
    """Run a command that is to hold the gates of these branches from its beginning."""
    told = {"more_follows": more_follows, "gates": gates}
    try:
        code = app(arguments, prog_name="partyday", standalone_mode=False, obj=told)
    except typer.Abort:
        return INTERRUPTED
    except SystemExit as left:
        if isinstance(left.__context__, BrokenPipeError):  # whoever read the output has enough of it
            return 0
        raise
    except TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(str(error), err=True)
            return WrongUsage.exit_code
        raise in_our_words(error) from None
    return code if isinstance(code, int) else 0


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _set_up_completion(value: bool) -> None:
    if value:
        from partyday.cli.completion import set_up

        set_up(None)
        raise typer.Exit


def _show_completion(value: str | None) -> None:
    if value:
        from partyday.cli.completion import script

        typer.echo(script(value))
        raise typer.Exit


@app.callback(
    help=_("Keep the record of the monthly Party activity day (党员活动日) of a school's Party branches."),
    epilog=_("Example: {example}").format(example="partyday init --branch 教工第一党支部"),
)
def root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help=_("Show the version and exit.")
    ),
    install: bool = typer.Option(
        False,
        "--install-completion",
        callback=_set_up_completion,
        is_eager=True,
        help=_("Set up completion for the shell that runs."),
    ),
    show: str | None = typer.Option(
        None,
        "--show-completion",
        metavar="bash|zsh|fish|powershell",
        callback=_show_completion,
        is_eager=True,
        help=_("Print the completion of a shell."),
    ),
) -> None:
    """Everything happens in the commands."""
