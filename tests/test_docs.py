"""The documents made from the program are current, and every example runs as written."""

import re
import shlex

import pytest

import papers_page
from documents import (
    COMMANDS,
    EXAMPLE,
    GLOSSARY,
    ROOT,
    RULES,
    WALKTHROUGH,
    all_commands,
    command_reference,
    glossary,
    rules,
    walkthrough,
)


def test_the_command_reference_is_current() -> None:
    assert COMMANDS.read_text("utf-8") == command_reference(), "run `make docs`"


def test_the_glossary_is_current() -> None:
    assert GLOSSARY.read_text("utf-8") == glossary(), "run `make docs`"


def test_the_rules_are_current() -> None:
    assert RULES.read_text("utf-8") == rules(), "run `make docs`"


@pytest.mark.slow
def test_the_page_on_papers_is_current() -> None:
    assert papers_page.PAGE.read_text("utf-8") == papers_page.page(), "run `make docs`"
    for path, picture in papers_page.pictures().items():
        assert path.read_text("utf-8") == picture, "run `make docs`"


@pytest.mark.slow
def test_the_walkthrough_says_what_the_commands_say() -> None:
    text = WALKTHROUGH.read_text("utf-8")
    assert walkthrough(text) == text, "run `make docs` and look at the difference"


def test_the_demo_shows_the_branch_of_the_example() -> None:
    demo = ROOT / "src" / "partyday" / "cli" / "demo.csv"
    assert demo.read_bytes() == (EXAMPLE / "roster.csv").read_bytes()


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_commands_of_the_readmes_exist(name: str) -> None:
    known = dict(all_commands())
    lines = re.findall(r"^partyday (.+?)(?:\s+#.*)?$", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert len(lines) > 10
    for line in lines:
        words = shlex.split(line)
        command = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        rest = words[len(command.split()) :]
        known[command].make_context(command, rest, resilient_parsing=False)


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = (
        re.findall(r"^(?:partyday|make|py|pipx) .*?(?=\s+#|$)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
        for name in ("README.md", "README.zh.md")
    )
    assert english == chinese
