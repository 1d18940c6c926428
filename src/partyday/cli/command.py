"""What every command has in common: the common options, an example in its help."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

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
    shared = partial(TyperOption, expose_value=False, callback=_remember, rich_help_panel=_("Common options"))
    return [
        *(shared(param_decls=[flag], is_flag=True, help=text) for flag, text in flags.items()),
        *(
            shared(param_decls=[flag, "shared_" + flag[2:]], help=text, metavar=metavar)
            for flag, (text, metavar) in values.items()
        ),
    ]


class Helpful:
    """Help in plain lines that fit the screen: the library's boxes cut Chinese, which has no blanks to break at."""

    def get_help(self, ctx: Any) -> str:
        """The whole page, without the last end of line."""
        from partyday.cli.help_page import page

        return page(self, ctx)

    def get_help_option(self, ctx: Any) -> Any:
        """The --help option."""
        option = super().get_help_option(ctx)  # type: ignore[misc]  # a mixin: the library's class comes behind
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Group(Helpful, TyperGroup):
    """A group of commands."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named. Raises WrongUsage for none, with those that look like it."""
        if not (ctx.resilient_parsing or args[0].startswith("-") or self.get_command(ctx, args[0])):
            from partyday.cli.usage import no_such_command

            raise no_such_command(args[0], self.list_commands(ctx), ctx.command_path)
        return super().resolve_command(ctx, args)


class Command(Helpful, TyperCommand):
    """A command with the common options behind its own; an option of its own of the same name stays its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {name for param in self.params for name in param.opts}
        self.params += [option for option in shared_options() if not own & set(option.opts)]

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is typed behind the command; an error in it says whose help to read."""
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            if hasattr(error, "ctx") and error.ctx is None:
                error.ctx = ctx
            raise

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Ctrl-C ends it with a sentence: a unit of work is written whole, or not at all."""
        try:
            return super().invoke(ctx)
        except (KeyboardInterrupt, Exception) as error:
            if not _broken_off(error):
                raise
            typer.echo(_("Broken off: what was not finished is not in the book."), err=True)
            raise KeyboardInterrupt from error


def _broken_off(error: BaseException | None) -> bool:
    """Whether it was Ctrl-C, or what came of it: a driver that was broken off in a statement tells that it is busy."""
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


class Noun(typer.Typer):
    """A group of commands about one noun, as its module declares it: `built` makes the group that runs.

    `parts` says which module of `partyday.cli` holds a command, where the noun's own module does not.
    """

    def __init__(self, parts: Mapping[str, str], **told: Any) -> None:
        super().__init__(cls=Group, no_args_is_help=True, add_completion=False, **told)
        self.callback()(_nothing_before)  # without a callback a group of one command would be that command
        self.parts = parts
        self.declared: dict[str, CommandInfo] = {}

    def built(self) -> Any:
        """The group, with its commands still to be built."""
        group: Any = get_command(self)
        group.commands = _Commands(self)
        return group


class _Commands(Mapping[str, Any]):
    """The commands of a noun by name. One is imported and built when it is asked for: a call asks for one alone."""

    def __init__(self, noun: Noun) -> None:
        self._noun = noun
        self._built: dict[str, object] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            if name in self._noun.parts:
                import_module(f"partyday.cli.{self._noun.parts[name]}")
            declared = self._noun.declared[name]
            self._built[name] = get_command_from_info(
                declared, pretty_exceptions_short=False, rich_markup_mode=self._noun.rich_markup_mode
            )
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._noun.parts or self._noun.declared)

    def __len__(self) -> int:
        return len(self._noun.parts or self._noun.declared)


def noun(about: str, example: str, parts: Mapping[str, str] | None = None) -> Noun:
    """A group of commands about one noun; `parts`: command → module, where the noun has several."""
    return Noun(parts or {}, help=about, epilog=_("Example: {example}").format(example=example))


def _nothing_before() -> None:
    pass


def verb() -> typer.Typer:
    """A command that stands alone at the top."""
    return typer.Typer(add_completion=False)


def command(app: typer.Typer, about: str, example: str, name: str | None = None) -> Callable[[F], F]:
    """Add a function to `app` as a command, with its help and an example of its use."""
    epilog = _("Example: {example}").format(example=example)
    if not isinstance(app, Noun):
        return app.command(name, cls=Command, help=about, epilog=epilog)

    def declare(function: F) -> F:
        own = name or function.__name__
        app.declared[own] = CommandInfo(own, callback=function, cls=Command, help=about, epilog=epilog)
        return function

    return declare


def built(app: typer.Typer) -> Any:
    """The command, or the group of commands, that a module declares as its `app`."""
    return app.built() if isinstance(app, Noun) else get_command(app)


def refuse_options(*wrong: tuple[object, str]) -> None:
    """Options that exclude each other or need one that is missing: raises WrongUsage with the first that is `wrong`."""
    for is_wrong, sentence in wrong:
        if is_wrong:
            raise WrongUsage(sentence)


def choice(kind: type[E], text: str, option: str, but: E | None = None) -> E:
    """A code from what was typed (the code, or the term in either language), all `but` one; raises WrongUsage."""
    code = read_term(kind, text)
    if code is None or code is but:
        pair = _("{code} ({term})")
        terms = listed(pair.format(code=known.value, term=term(known)) for known in kind if known is not but)
        raise WrongUsage(
            _("“{text}” is not known for {option}.").format(text=text, option=option),
            _("It takes {known}.").format(known=terms),
        )
    return code
