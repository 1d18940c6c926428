"""The commands of the program, for the documents that are made from them and the tests that go through all."""

from collections.abc import Iterator
from typing import Any


def all_commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, such as `member add`."""
    from partyday.cli.app import COMMANDS, load

    for name in COMMANDS:
        command = load(name)
        if hasattr(command, "commands"):
            for each, below in command.commands.items():
                yield f"{name} {each}", below
        else:
            yield name, command
