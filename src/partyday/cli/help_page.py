"""A page of help in plain lines: how a command is used, what it does, what it takes, an example."""

from typing import Any

from partyday.cli.wrapping import beside, screen_width, wrapped
from partyday.i18n import _

#: Wider than this a line is hard to read.
_WIDEST = 100


def page(command: Any, context: Any) -> str:
    """The help of a command or a group, as wide as the screen: of an option its names, its value and what it is."""
    width = min(screen_width(), _WIDEST)
    usage = " ".join([_("Usage:"), context.command_path, *command.collect_usage_pieces(context)])
    lines = [*wrapped(usage, width), ""]
    lines += [*wrapped(" ".join((command.help or "").split()), width), ""]
    for heading, entries in _panels(command, context).items():
        lines += [heading, *beside(entries, width=width), ""]
    return "\n".join([*lines, command.epilog or ""]).rstrip()  # an example is pasted: it stays one line


def _panels(command: Any, context: Any) -> dict[str, list[tuple[str, str]]]:
    """Heading → names and what they are: commands first, then arguments, options, and the options of all commands."""
    panels: dict[str, list[tuple[str, str]]] = {}
    if hasattr(command, "list_commands"):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            about = " ".join((below.help or "").split())
            panels.setdefault(getattr(below, "rich_help_panel", None) or _("Commands"), []).append((name, about))
    params = command.get_params(context)
    for param in sorted(params, key=lambda one: one.param_type_name != "argument"):
        record = param.get_help_record(context)
        if record:
            kind = _("Arguments") if param.param_type_name == "argument" else _("Options")
            panels.setdefault(getattr(param, "rich_help_panel", None) or kind, []).append(_read(*record))
    return panels


#: What the library calls a value that has no name of its own.
_VALUES = {"<str>": "TEXT", "<int>": "NUMBER", "<int range>": "NUMBER"}


def _read(names: str, about: str) -> tuple[str, str]:
    for kind, value in _VALUES.items():
        names = names.replace(kind, value)
    return names, about
