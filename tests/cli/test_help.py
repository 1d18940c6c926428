"""Every command has help with an example, the common options, and takes --json."""

import shlex
from typing import Any

import pytest

from commands import Partyday
from documents import all_commands

COMMANDS = list(all_commands())


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_has_help_and_an_example_that_parses(name: str, command: Any) -> None:
    assert command.help
    example = command.epilog.removeprefix("Example: ").partition(" > ")[0]
    words = shlex.split(example)
    assert words[: 1 + len(name.split())] == ["partyday", *name.split()]
    parser_context = command.make_context(name, words[1 + len(name.split()) :], resilient_parsing=False)
    assert parser_context is not None
    assert all(param.help for param in command.params), name


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_every_command_takes_the_common_options(name: str, command: Any) -> None:
    options = {option for param in command.params for option in param.opts}
    assert {"--json", "--csv", "--yes", "--book", "--branch", "--today", "--as"} <= options


def test_the_top_lists_every_command_without_loading_it(partyday: Partyday) -> None:
    shown = partyday("--help").out
    for name, _ in COMMANDS:
        assert name.split()[0] in shown


def test_reading_commands_give_json_for_scripts(branch: Partyday) -> None:
    for words in (
        "agenda",
        "branch list",
        "member list",
        "member show 1",
        "day show 2026-03-06",
        "checkin",
        "report",
        "log",
    ):
        branch(*words.split(), "--json").json  # noqa: B018  # parsing is the test
