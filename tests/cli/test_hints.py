"""What a hint says to type can be typed as it stands: with the day, form, period and branch that are meant."""

import ast
import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from commands import Partyday
from documents import ROOT
from every_command import all_commands
from factories import speaking
from partyday import i18n
from partyday.i18n import LANGUAGES, use
from partyday.model.codes import BranchKind, Level, Office, Part, Rule
from partyday.model.findings import Finding, Source
from partyday.model.lives import Session
from partyday.model.people import Branch
from partyday.model.period import Month, Period
from partyday.words import findings as words_of_findings
from partyday.words.typed import as_typed

#: What went wrong in the branch of `conftest` on 2026-03-06 → the options or the command that its hint says to type.
SITUATIONS = {
    "checkin 1 --day 2026-03-09": "2026-03-06",
    "day show 2026-03-09": "2026-03-06",
    "checkin 1 --today 2026-03-09": "--day 2026-03-06",
    "report attendence": "attendance",
    "schedule --suggest 2027": "partyday schedule 2027",
    "day set 2026-04-10": "partyday day move 2026-04-03 --to 2026-04-10 --reason 因故改期",
    "day announce 2026-04-03 --on 2026-04-09": "--on 2026-04-03",
    "makeup add 2 --for 2026-03-06 --on 2026-03-06": "partyday checkin --day 2026-03-06 --excuse 2:sick",
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

#: A code in an English hint, and the term that a Chinese one has in its place.
TERMS = {"2:sick": "2:病假", "--kind wage": "--kind 工资"}

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
            assert (_in_chinese(expected) if language == "zh" else expected) in hint, (line, hint)
            assert not _PLACEHOLDER.search(hint), (line, hint)
            for typed in (found[0] or found[1] for found in _TYPED.findall(hint)):
                words = shlex.split(typed)[1:]
                command = next((name for name in (" ".join(words[:2]), *words[:1]) if name in known), None)
                if command:
                    known[command].make_context(command, words[len(command.split()) :], resilient_parsing=False)
    finally:
        use("en")


def _in_chinese(hint: str) -> str:
    for code, term in TERMS.items():
        hint = hint.replace(code, term)
    return hint


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


# ---- what a shell reads


#: What a command in a sentence may be given as it is: numbers, dates, periods and the program's own words.
PLAIN = {
    "number",
    "into",
    "entry",
    "joined_by",
    "count",
    "day",
    "on",
    "to",
    "today",
    "date",
    "year",
    "month",
    "quarter",
}
PLAIN |= {"period", "form", "option", "example", "column"}

_COMMANDS = "|".join(sorted(name for name, _command in all_commands()))
#: A command in a sentence, or an option with what it is given: with all that stands behind it in that part.
_IN_COMMAND = re.compile(rf"partyday (?:{_COMMANDS})(?![a-z])[^`;；。，\n]*|--[a-z][a-z-]*[ =](?:[A-Z]+=)?\{{\w+\}}")


def given_to_commands(sentence: str) -> set[str]:
    """The places of a sentence, in English or Chinese, that stand in a command."""
    typed = " ".join(
        found[0] for spoken in ("en", "zh") for found in _IN_COMMAND.finditer(in_language(sentence, spoken))
    )
    return set(re.findall(r"\{(\w+)", typed))


def in_language(sentence: str, language: str) -> str:
    use(language)
    try:
        return i18n._(sentence)
    finally:
        use("en")


def is_typed(value: ast.expr) -> bool:
    """Whether a value is written for a shell, or needs not be."""
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        return value.func.id == "as_typed"
    name = value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""
    return name in PLAIN | {"ref"}


def hints(tree: ast.Module) -> Iterator[tuple[int, str, Mapping[str, ast.expr]]]:
    """Each sentence of a module: its line, its text, and what its places are given where that is said beside it."""
    given = {
        id(call.func.value): {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "format"
    }
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ("_", "N_", "_n"):
            for argument in call.args[:2]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield call.lineno, argument.value, given.get(id(call), {})


def test_every_name_in_a_command_that_a_sentence_tells_is_written_for_a_shell() -> None:
    """If this fails: the sentence's place gets `words.typed.as_typed(…)`, in the call of `format` beside it."""
    told, bare = 0, []
    for path in sorted((ROOT / "src").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for line, sentence, given in hints(tree):
            for place in given_to_commands(sentence) - PLAIN:
                told += 1
                if place not in given or not is_typed(given[place]):
                    bare.append(f"{path.name}:{line}: {{{place}}} in “{sentence}”")
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and re.match(rf"f['\"]partyday (?:{_COMMANDS})", ast.unparse(node)):
                values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
                bare += [f"{path.name}:{node.lineno}: {ast.unparse(node)}" for value in values if not is_typed(value)]
    assert told > 20
    assert bare == []


@pytest.mark.parametrize("chinese", [False, True])
@pytest.mark.parametrize("name", ["退休 (本部)&甲;乙", "$HOME `id`!", 'it\'s "先锋"'])
@pytest.mark.parametrize("code", words_of_findings.REMEDIES)
def test_what_settles_a_finding_is_read_by_a_shell_as_it_is_meant(code: str, name: str, chinese: bool) -> None:
    on = date(2026, 3, 6)
    branch = replace(Branch(id=1, name=name, kind=BranchKind.BRANCH), secretary=name)
    finding = Finding(
        *(Rule.TALK, Level.DUE, code, branch, Office.BRANCH, "", Source("")),
        days=(Session(on, Part.FULL, 1, 1),),
        due=on,
        form="quarter-plan",
        period=Period("2026Q1"),
        kinds=("支委会",),
        stage=name,
        months=(Month("2026-01"), Month("2026-03")),
    )
    with speaking("zh" if chinese else "en"):
        told = words_of_findings.remedy(finding, naming_branch=True)
    asked = words_of_findings.REMEDIES[code][chinese]
    assert told.count(as_typed(name)) == told.count("partyday ") + asked.count("{by}") + asked.count("{stage}")
    assert name not in told.replace(as_typed(name), "")
    assert told.count("--months 2026-01,2026-03") == asked.count("{months}")


def test_a_shell_reads_a_name_in_a_hint_as_the_name() -> None:
    plain = ["教工第一党支部", "教工（离退休）支部", "21级·硕士-2班", "O·Brien_3.1/甲", "“先锋”支部", "1,2"]
    quoted = [
        "教工 第一支部",
        "教工\u3000第二支部",
        "退休(本部)支部",
        "甲&乙",
        "甲;乙",
        "甲|乙",
        "甲<乙>",
        "*",
        "#1",
        "~",
    ]
    quoted += ["it's", "$HOME", "`id`", '"先锋" 支部', "甲!乙", "甲\\乙", "{a,b}", "'$HOME\" !", "^a", ""]
    assert [as_typed(name, windows=False) for name in plain] == plain
    line = " ".join(as_typed(name, windows=False) for name in plain + quoted)
    said = subprocess.run(["sh", "-c", f"printf '%s\\n' {line}"], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == plain + quoted


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("教工第一党支部", "教工第一党支部"),
        ("D:\\党务\\2026.partyday", "D:\\党务\\2026.partyday"),
        ("D:\\党务 2026\\book.partyday", '"D:\\党务 2026\\book.partyday"'),
        ("退休(本部)&甲", '"退休(本部)&甲"'),
        ("it's!", '"it\'s!"'),
        ("1,2", '"1,2"'),
        ("$HOME", "'$HOME'"),
        ("“先锋”的‘甲’", "'“先锋”的‘‘甲’’'"),
    ],
)
def test_on_windows_double_quotes_stand_wherever_both_its_shells_read_them_alike(name: str, typed: str) -> None:
    assert as_typed(name, windows=True) == typed
