"""Every command has help with an example, the common options, and takes --json."""

import json
import os
import shlex
import subprocess
import sys
from typing import Any

import pytest

from commands import Partyday
from documents import ROOT
from every_command import all_commands
from partyday.cli.guide import topics
from partyday.cli.wrapping import width_of

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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_is_whole_on_a_screen_of_80_columns(language: str) -> None:
    """Every page in one process, in a language chosen before anything is worded; an example stays one line."""
    environment = {**os.environ, "PARTYDAY_LANG": language, "COLUMNS": "80", "PYTHONPATH": str(ROOT / "tools")}
    done = subprocess.run([sys.executable, "-c", EVERY_PAGE], env=environment, capture_output=True, check=True)
    pages: dict[str, str] = json.loads(done.stdout)
    assert set(pages) >= {name for name, _ in COMMANDS} | {"", "member"}
    for name, page in pages.items():
        lines = page.splitlines()
        assert name in lines[0]
        wide = [line for line in lines if width_of(line) > 80 and not line.startswith(("Example", "示例"))]
        assert not wide, name
        assert not [line for line in lines if line.endswith("…") and not line.endswith("https://…")], name
        assert [line for line in lines if line.lstrip()[:1] in tuple("，。、；：）”")] == [], name


EVERY_PAGE = """
import contextlib, io, json
from documents import ROOT
from every_command import all_commands
from partyday.cli.guide import topics
from partyday.cli.wrapping import width_of
from partyday.__main__ import run
names = [name for name, _ in all_commands()]
pages = {}
for name in ["", *dict.fromkeys(name.split()[0] for name in names), *names]:
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert run([*name.split(), "--help"]) == 0
    pages[name] = said.getvalue()
print(json.dumps(pages))
"""


def test_reading_commands_give_json_for_scripts(branch: Partyday) -> None:
    for words, keys in {
        "agenda": "date kind text overdue",
        "branch list": "name kind superior policy",
        "member list": "number name standing circumstances joined branch",
        "member show 1": "number name standing circumstances joined branch",
        "day show 2026-03-06": "date nominal part occasions reason provisional status",
        "checkin": "day expected present online visited excused absent unreached unmarked invited closed marks",
        "report": "form title",
        "log": "id at by command changes",
    }.items():
        told = branch(*words.split(), "--json").json
        for one in told if isinstance(told, list) else [told]:
            assert set(keys.split()) <= set(one), words
        assert told, words


TOPICS = {language: {page.name: page for page in topics(language)} for language in ("en", "zh")}


def test_both_languages_have_the_same_pages_with_the_same_commands() -> None:
    assert list(TOPICS["en"]) == list(TOPICS["zh"])
    for name, page in TOPICS["en"].items():
        assert typed(page.text) == typed(TOPICS["zh"][name].text), name


@pytest.mark.parametrize("name", TOPICS["en"])
def test_a_page_is_short_and_its_commands_parse(name: str) -> None:
    known = dict(COMMANDS)
    page = TOPICS["en"][name]
    assert typed(page.text)
    for line in typed(page.text):
        words = shlex.split(line)[1:]
        command = next(text for text in (" ".join(words[:2]), words[0]) if text in known)
        known[command].make_context(command, words[len(command.split()) :], resilient_parsing=False)
    for told in (page, TOPICS["zh"][name]):
        lines = told.text.splitlines()
        assert len(lines) < 20
        assert all(width_of(line) <= 90 for line in lines)


def typed(page: str) -> list[str]:
    """The command lines of a page."""
    return [line.strip() for line in page.splitlines() if line.startswith("  partyday")]


def test_a_page_is_asked_for_in_either_language_and_a_command_by_its_name(partyday: Partyday) -> None:
    listed = partyday("help").out
    assert all(name in listed for name in TOPICS["en"])
    assert partyday("help", "党费").out == partyday("help", "dues").out
    assert partyday("help", "day", "plan").out == partyday("day", "plan", "-h").out
    assert partyday("help", "dates", "--json").json["text"] == TOPICS["en"]["dates"].text
    assert partyday("help", "nosuch", code=11).err.startswith("There is no page and no command “nosuch”.")
