"""What a hint says to type can be typed as it stands: with the day, form, period and branch that are meant."""

import ast
import re
import shlex
import subprocess

import pytest

from commands import Partyday
from documents import ROOT
from every_command import all_commands
from partyday.i18n import LANGUAGES, use
from partyday.words.findings import as_typed

#: What went wrong in the branch of `conftest` on 2026-03-06 → the options or the command that its hint says to type.
SITUATIONS = {
    "checkin 1 --day 2026-03-09": "2026-03-06",
    "day show 2026-03-09": "2026-03-06",
    "checkin 1 --today 2026-03-09": "--day 2026-03-06",
    "report attendence": "attendance",
    "schedule --suggest 2027": "partyday schedule 2027",
    "day set 2026-04-10": "partyday day move 2026-04-03 --to 2026-04-10 --reason 因故改期",
    "day announce 2026-04-03 --on 2026-04-09": "--on 2026-04-03",
    "makeup add 2 --for 2026-03-06 --on 2026-03-06": "partyday checkin --day 2026-03-06 --excuse 2:病假",
    "report sign-in --period 2026H2": "--period 2026-07-01",
    "report dues-ledger": "partyday dues assess 1 --kind wage --amount 6500 --from 2026-01",
    "report dues-receipt --period 2026": "--member 1",
    "report meetings --period 2026": "partyday meeting add 党课 --on 2026-03-06 --all",
    "report commendations --period 2026": "partyday commend add 1 --on 2026-03-06 --for 优秀共产党员 --by 学校党委",
    "report quarter-plan --period 2026-03": "--period 2026Q1",
    "undo 99": "partyday log",
    "member show 周": "partyday member list",
    "xyz": "partyday --help",
    "agenda --book none.partyday": "partyday init",
    "branch add 第一党小组": "partyday member set 1 --group 第一党小组",
}

_TYPED = re.compile(r"`(partyday [^`]+)`|(partyday [^;；。，]+)|(--[a-z]+ [^\s，。;；]+)")
_PLACEHOLDER = re.compile(
    r"\b(?:DATE|NAME|WHO|FORM|PERIOD|YEAR|MONTH|KIND|BRANCH|FILE|FOLDER|CATEGORY|HOW|TEXT|INTO|FROM|TO|URL)\b|…|表名"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_hint_says_can_be_typed_as_it_stands(branch: Partyday, language: str) -> None:
    known = dict(all_commands())
    use(language)
    try:
        for line, expected in SITUATIONS.items():
            said = branch(*line.split(), code=_code_of(branch, line))
            hint = said.err.splitlines()[1]
            assert expected in hint, (line, hint)
            assert not _PLACEHOLDER.search(hint), (line, hint)
            for typed in (found[0] or found[1] for found in _TYPED.findall(hint)):
                words = shlex.split(typed)[1:]
                command = next((name for name in (" ".join(words[:2]), *words[:1]) if name in known), None)
                if command:
                    known[command].make_context(command, words[len(command.split()) :], resilient_parsing=False)
    finally:
        use("en")


def _code_of(branch: Partyday, line: str) -> int:
    from partyday.__main__ import run

    code = run(line.split())
    assert code not in (0, 1, 3), line
    return code


def test_no_sentence_of_the_source_leaves_a_place_open_in_a_command() -> None:
    """Every sentence in which people are told to type a command of partyday."""
    sentences = [
        call.args[0].value
        for path in (ROOT / "src").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "N_", "_n")
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ]
    told = [sentence for sentence in sentences if re.search(r"\bpartyday [a-z]+ |run .* again", sentence)]
    assert len(told) > 60
    open_places = [sentence for sentence in told if _PLACEHOLDER.search(sentence)]
    assert open_places == []


@pytest.mark.parametrize("command", ["checkin --absent", "member list --columns", "day close --today"])
def test_an_option_without_its_value_leads_to_the_help_of_its_command(branch: Partyday, command: str) -> None:
    said = branch(*command.split(), code=2).err
    assert f"partyday {command.rpartition(' ')[0]} --help" in said


def test_a_shell_reads_a_name_in_a_hint_as_the_name() -> None:
    plain = ["教工第一党支部", "教工（离退休）支部", "21级·硕士-2班", "O·Brien_3.1/甲"]
    quoted = ["教工 第一支部", "退休(本部)支部", "甲&乙", "甲;乙", "甲|乙", "甲<乙>", "*", "#1", "~", "it's"]
    quoted += ["$HOME", "`id`", '"先锋" 支部', "甲!乙", "甲\\乙", "{a,b}", "'$HOME\" !"]
    assert [as_typed(name) for name in plain] == plain
    line = " ".join(map(as_typed, plain + quoted))
    said = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == plain + quoted
