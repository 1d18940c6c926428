"""What every command has in common: the common options, an example in its help."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from partyday.errors import WrongUsage
from partyday.i18n import _, listed
from partyday.words.terms import read_term, term

F = TypeVar("F", bound=Callable[..., Any])
E = TypeVar("E", bound=StrEnum)


def _remember(context: typer.Context, option: Any, value: Any) -> Any:
    if value not in (None, False):
        context.meta[option.name] = value
    return value


def shared_options() -> list[TyperOption]:
    """Options every command takes, before or behind its name; `run.Run` reads what they were given."""
    flags = {
        "--json": _("Print JSON for scripts."),
        "--csv": _("Print a listing as CSV (UTF-8 with BOM, for Excel)."),
        "--yes": _("Answer every confirmation with yes."),
    }
    values = {
        "--book": (_("The book: a file or a database URL."), "PATH|URL"),
        "--branch": (_("The branch, where the book holds several."), "NAME"),
        "--today": (_("Stand in for today's date."), "DATE"),
        "--as": (_("Who is recording."), "NAME"),
    }
    shared: dict[str, Any] = {
        "expose_value": False,
        "callback": _remember,
        "rich_help_panel": _("Common options"),
    }
    return [
        *(TyperOption(param_decls=[flag], is_flag=True, help=text, **shared) for flag, text in flags.items()),
        *(
            TyperOption(param_decls=[flag, "shared_" + flag[2:]], help=text, metavar=metavar, **shared)
            for flag, (text, metavar) in values.items()
        ),
    ]


class InOurLanguage:
    """The phrases of a help page that the library keeps in English."""

    def get_usage(self, ctx: Any) -> str:
        """The line of usage."""
        usage: str = super().get_usage(ctx)  # type: ignore[misc]  # a mixin: the library's class comes behind
        return usage.replace("Usage:", _("Usage:"), 1)

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Group(InOurLanguage, TyperGroup):
    """A group of commands."""


class Command(InOurLanguage, TyperCommand):
    """A command with the common options behind its own; an option of its own of the same name stays its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name for param in self.params for name in param.opts}
        self.params += [option for option in shared_options() if not own & set(option.opts)]


def noun(about: str, example: str) -> typer.Typer:
    """A group of commands about one noun."""
    epilog = _("Example: {example}").format(example=example)
    app = typer.Typer(cls=Group, help=about, epilog=epilog, no_args_is_help=True, add_completion=False)
    app.callback()(_nothing_before)  # without a callback a group of one command would be that command
    return app


def _nothing_before() -> None:
    pass


def verb() -> typer.Typer:
    """A command that stands alone at the top."""
    return typer.Typer(add_completion=False)


def command(app: typer.Typer, about: str, example: str, name: str | None = None) -> Callable[[F], F]:
    """Add a function to `app` as a command, with its help and an example of its use."""
    return app.command(name, cls=Command, help=about, epilog=_("Example: {example}").format(example=example))


def choice(kind: type[E], text: str, option: str, but: E | None = None) -> E:
    """A code from what was typed (the code, or the term in either language), all `but` one; raises WrongUsage."""
    code = read_term(kind, text)
    if code is None or code is but:
        pair = _("{code} ({term})")
        known = listed(pair.format(code=each.value, term=term(each)) for each in kind if each is not but)
        raise WrongUsage(
            _("“{text}” is not known for {option}.").format(text=text, option=option),
            _("It takes {known}.").format(known=known),
        )
    return code
