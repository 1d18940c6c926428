"""The documents made from the program are current, and every example runs as written."""

import os
import re
import shlex
import shutil
import tomllib
from pathlib import Path

import pytest

import forked
import manual
import papers_page
from documents import (
    COMMANDS,
    EXAMPLE,
    GLOSSARY,
    OFFERED,
    ROOT,
    RULES,
    WALKTHROUGHS,
    command_reference,
    glossary,
    offered,
    rules,
    walkthrough,
)
from every_command import all_commands
from partyday.rules.calendar import Calendar
from partyday.rules.parameters import PARAMETERS
from partyday.rules.policy.reader import parse
from partyday.rules.recurrence import read_recurrence
from partyday.rules.schedule import plan_year

HOW_TO = ROOT / "docs" / "how-to.md"
PACKAGE = ROOT / "src" / "partyday"


def test_the_rooms_are_told_as_they_are() -> None:
    """The line of layers is import-linter's; the table names every folder and module of the package, and no other."""
    text = HOW_TO.read_text("utf-8")
    [layers] = (
        contract["layers"]
        for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
        if contract["name"] == "Data goes one way"
    )
    assert " → ".join(layer for layer in layers if layer != "__main__") in text
    table = text.partition("| room |")[2].partition("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines()[2:]]
    told = {name for cell in first for name in re.findall(r"`([^`]+)`", cell)} - {"tools/"}
    folders = {f"{path.name}/" for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert told == folders | {path.name for path in PACKAGE.glob("*.py") if not path.name.startswith("__")}


def test_every_file_and_folder_that_the_guide_names_is_there() -> None:
    text = HOW_TO.read_text("utf-8").replace("NAME.toml", "roster.toml")
    named = re.findall(r"`((?:[\w.-]+/)+(?:[\w-]+\.(?:py|toml|md|txt))?)`", text)
    assert len(named) > 40
    assert [name for name in named if not any((top / name).exists() for top in (ROOT, PACKAGE))] == []


def test_the_command_reference_is_current() -> None:
    assert COMMANDS.read_text("utf-8") == command_reference(), "run `make docs`"


def test_what_a_shell_is_offered_is_current() -> None:
    assert OFFERED.read_text("utf-8") == offered(), "run `make docs`"


@pytest.mark.parametrize("language", manual.PAGES)
def test_the_manual_page_is_current(language: str) -> None:
    text = manual.page(language)
    assert manual.PAGES[language].read_text("utf-8") == text, "run `make docs`"
    assert {line[4:].replace("\\", "") for line in text.splitlines() if line.startswith(".SS ")} == set(
        dict(all_commands())
    )


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
@pytest.mark.parametrize("page", WALKTHROUGHS, ids=lambda page: page.parent.name)
def test_a_walkthrough_says_what_the_commands_say(page: Path) -> None:
    assert walkthrough(page) == page.read_text("utf-8"), "run `make docs` and look at the difference"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_superiors_first_evening_runs_as_written(name: str, tmp_path: Path) -> None:
    """Each line of that part of the page, in a folder with what branches filed; nothing but what is typed there."""
    heading = {"README.md": "## The superior's first evening", "README.zh.md": "## 上级的第一个晚上"}[name]
    part = (ROOT / name).read_text("utf-8").split(heading + "\n")[1].split("\n## ")[0]
    lines = re.search(r"```sh\n(.*?)```", part, re.DOTALL)
    assert lines
    shutil.copytree(ROOT / "examples" / "one-superior" / "报送", tmp_path / "报送")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARTYDAY_")}
    environment |= {"PARTYDAY_BOOK": "book.partyday", "PARTYDAY_TODAY": "2026-03-24", "PARTYDAY_LANG": "en"}
    (tmp_path / "config.toml").touch()
    environment["PARTYDAY_CONFIG"] = "config.toml"
    said = {}
    for line in lines[1].splitlines():
        words = shlex.split(line, comments=True)
        if words[0] == "export":
            environment |= dict(word.split("=", 1) for word in words[1:])
            continue
        assert words[0] == "partyday", line
        code, said[words[1]] = forked.said(words[1:], tmp_path, environment)
        assert code == 0, f"{line}\n{said[words[1]]}"
    assert "taken in 9, already there 0, replaced 0, in conflict 0, refused 0" in said["rollup"]
    assert "Missing: 研究生党支部" in said["rollup"]
    assert {path.name for path in tmp_path.glob("*.xlsx")} == {"汇总表.xlsx", "报学校党委.xlsx"}


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


def test_every_example_of_a_policy_can_be_read() -> None:
    """The first example is a whole file; the others go below its head."""
    text = (ROOT / "docs" / "policies.md").read_text("utf-8")
    whole, *parts = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    head = whole[: whole.index("[[")]
    for example in (whole, *(head + part for part in parts)):
        policy = parse(example, "policies.md")
        plan_year(2026, None, policy, Calendar(), name="教工第一党支部")
    rules_in_table = re.findall(r"`(FREQ=[^`]+)`", text)
    assert len(rules_in_table) > 6
    for rule in rules_in_table:
        read_recurrence(rule)
    values = re.findall(r"^\| [^|]+ \| (`[a-z.`, -]+`) \| (.+) \|$", text, re.MULTILINE)
    assert len(values) > 6
    for parameters, examples in values:
        keys = re.findall(r"`([a-z.-]+)`", parameters)
        for example in re.findall(r"`(\{[^`]+\})`", examples):
            PARAMETERS[keys[0]].read(tomllib.loads(f"value = {example}")["value"])
