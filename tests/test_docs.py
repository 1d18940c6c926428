"""The documents made from the program are current, and every example runs as written."""

import re
import shlex
import tomllib

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
from partyday.rules.calendar import Calendar
from partyday.rules.parameters import PARAMETERS
from partyday.rules.policy.reader import parse
from partyday.rules.recurrence import read_recurrence
from partyday.rules.schedule import plan_year


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
