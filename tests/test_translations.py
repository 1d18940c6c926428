"""Both languages are complete: every message and every term has its Chinese, and no help is half English."""

import ast
import gettext
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import partyday
from every_command import all_commands
from partyday import i18n
from partyday.cli.app import COMMANDS
from partyday.model import codes
from partyday.rules.calendar import Calendar
from partyday.rules.parameters import SHIFTS
from partyday.rules.policy.reader import load
from partyday.rules.schedule import plan_year
from partyday.store import tables
from partyday.words import claims as words_of_claims
from partyday.words import findings as words_of_findings
from partyday.words import reasons as words_of_reasons
from partyday.words.log import RECORDS, column_name
from partyday.words.terms import TERMS

PACKAGE = Path(partyday.__file__).parent
CATALOGUE = i18n.LOCALE_DIR / "zh" / "LC_MESSAGES" / "partyday.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "N_": None, "_n": (1, 2), "ngettext": (1, 2)}
METHODS = [("**.py", "python")]


LETTERS = re.compile(r"[^\W\d_]")
#: What is no sentence: the type of a value, and what is quoted.
QUOTED = re.compile(r"<[a-z ]+>|“[^”]*”")

#: An option with the words it takes, as `--usual online|visited`.
CHOICES = re.compile(r"--[a-z-]+ [a-z]+(?:\|[a-z]+)+")
ENGLISH = re.compile(r"\b[A-Za-z]{2,},? [a-z]{2,}\b")
#: What a reader types: it stays as it is in every language.
TYPED = re.compile(
    rf"`[^`]+`|--[a-z][a-z-]*|partyday (?:{'|'.join(COMMANDS)})\b|PARTYDAY_\w+|\b[A-Z]{{4,}}\b|\.[a-z]{{3,4}}\b"
)


def _extracted(folder: Path) -> set[str]:
    found = extract_from_dir(str(folder), METHODS, keywords=KEYWORDS)
    messages = (message for _file, _line, message, _comments, _context in found)
    return {each for message in messages for each in ([message] if isinstance(message, str) else message)}


@pytest.fixture(scope="module")
def source() -> set[str]:
    """The messages of the source, extracted now."""
    return _extracted(PACKAGE)


@pytest.fixture(scope="module")
def library() -> set[str]:
    """The messages for which the command-line library asks gettext."""
    import typer

    return _extracted(Path(typer.__file__).parent)


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    for message in catalogue:
        if message.id:
            if isinstance(message.id, str):
                assert isinstance(message.string, str), message.id
                yield message.id, message.string
            else:  # one and several, of which Chinese makes no difference
                assert isinstance(message.string, tuple), message.id
                (translation,) = message.string
                yield from ((each, translation) for each in message.id)


def _placeholders(text: str) -> set[str | None]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def _test_catalogue(messages: dict[str, str]) -> Catalog:
    made = Catalog()
    for message, translation in messages.items():
        made.add(message, translation)
    return made


def test_every_message_of_the_source_is_translated(source: set[str], catalogue: Catalog) -> None:
    translated = {message for message, translation in _pairs(catalogue) if translation.strip()}
    assert source - translated == set(), "translate these in partyday.po"


def test_the_catalogue_is_read_as_python_reads_it(
    catalogue: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = tmp_path / "zh" / "LC_MESSAGES" / "partyday.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    monkeypatch.setattr(i18n, "_current", i18n._load("zh"))
    pythons = gettext.translation("partyday", tmp_path, languages=["zh"])
    assert len(i18n._current) > 1_000
    for message in catalogue:
        if message.id and isinstance(message.id, str):
            assert i18n._(message.id) == pythons.gettext(message.id)
        elif message.id:
            one, several = message.id
            for count in (0, 1, 2):
                assert i18n._n(one, several, count) == pythons.ngettext(one, several, count)
    assert i18n._("") == ""
    assert i18n._("not in it") == "not in it"
    assert [i18n._n("one x", "some x", count) for count in (0, 1, 2)] == ["some x", "one x", "some x"]


def test_english_is_what_stands_in_the_source_and_a_catalogue_that_is_missing_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    for language in i18n.LANGUAGES:
        monkeypatch.setattr(i18n, "_current", i18n._load(language))
        assert i18n._("Nothing to do.") == "Nothing to do."
        assert [i18n._n("one x", "some x", count) for count in (0, 1, 2)] == ["some x", "one x", "some x"]


def test_no_translation_waits_for_review(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_no_translation_has_lost_its_message(source: set[str], library: set[str], catalogue: Catalog) -> None:
    assert not catalogue.obsolete
    assert {message for message, _translation in _pairs(catalogue)} - source - library == set()


def test_every_phrase_of_the_command_line_library_is_translated(library: set[str], catalogue: Catalog) -> None:
    assert {"Options", "Arguments", "Commands"} <= library
    assert library - {message for message, translation in _pairs(catalogue) if translation.strip()} == set()


@pytest.mark.parametrize(("count", "english"), [(1, "1 member owes"), (2, "2 members owe"), (0, "0 members owe")])
def test_what_counts_speaks_of_one_and_of_several(
    catalogue: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, english: str
) -> None:
    compiled = tmp_path / "zh" / "LC_MESSAGES" / "partyday.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "LOCALE_DIR", tmp_path)
    both = ("dues of {month}: {count} member owes {amount} yuan", "dues of {month}: {count} members owe {amount} yuan")
    spoken = {}
    try:
        for language in i18n.LANGUAGES:
            i18n.use(language)
            spoken[language] = i18n._n(*both, count).format(month="2026-03", count=count, amount="0.20")
    finally:
        i18n.use("en")
    assert spoken == {
        "en": f"dues of 2026-03: {english} 0.20 yuan",
        "zh": f"2026-03 党费：{count} 人应交 0.20 元",
    }


@pytest.mark.parametrize(("code", "weight"), [("talk", 1), ("early-talk", 1), ("handling", 5)])
def test_a_finding_speaks_of_one_absence_and_of_several(code: str, weight: int) -> None:
    said = words_of_findings.FINDINGS[code][0].format(
        count=weight, s=words_of_findings.plural(weight), weighed="", days="2026-03-06"
    )
    assert f"{weight} unexcused absence{'' if weight == 1 else 's'} " in said


#: Options that take a code, or a term in either language; and what stands behind them in a hint.
_TAKES_A_CODE = re.compile(r"--(?:how|excuse|measure|kind|listed|proxy-is|standing|circumstance)[ =]([^\s,;，；。]+)")
_CODE = re.compile(r"[A-Za-z]")
_TERM = re.compile(r"[\u4e00-\u9fff]")


def test_a_hint_names_codes_in_english_and_terms_in_chinese(catalogue: Catalog) -> None:
    hints = [*_pairs(catalogue), *words_of_findings.REMEDIES.values()]
    mixed = [
        told
        for hint in hints
        for told, foreign in zip(hint, (_TERM, _CODE), strict=True)
        for value in _TAKES_A_CODE.findall(told)
        if foreign.search(re.sub(r"{\w+}", "", value))
    ]
    assert mixed == []
    assert sum(len(_TAKES_A_CODE.findall(english)) for english, _chinese in hints) > 10


def _changed_placeholders(catalogue: Catalog) -> list[str]:
    return [
        message for message, translation in _pairs(catalogue) if _placeholders(message) != _placeholders(translation)
    ]


def test_every_translation_keeps_its_placeholders(catalogue: Catalog) -> None:
    assert _changed_placeholders(catalogue) == []


def test_a_lost_placeholder_is_noticed() -> None:
    assert _changed_placeholders(_test_catalogue({"{day} is closed.": "已结束登记。"})) == ["{day} is closed."]


def test_every_translation_keeps_what_the_reader_has_to_type(catalogue: Catalog) -> None:
    lost = {
        message: missing
        for message, translation in _pairs(catalogue)
        if (missing := set(TYPED.findall(message)) - set(TYPED.findall(translation)))
    }
    assert lost == {}


def test_no_translation_is_the_english_again(catalogue: Catalog) -> None:
    assert [
        message for message, translation in _pairs(catalogue) if message == translation and LETTERS.search(message)
    ] == []


def test_a_sentence_ends_as_a_sentence_in_both_languages(catalogue: Catalog) -> None:
    ends = {".": "。", "?": "？", "!": "！", ":": "："}
    assert [
        message
        for message, translation in _pairs(catalogue)
        if message != "no."  # the abbreviation
        and ends.get(message[-1], "") != (translation[-1] if translation[-1] in ends.values() else "")
    ] == []


def test_chinese_is_punctuated_as_chinese(catalogue: Catalog) -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:!?]|(?<!\d)[,;!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?![A-Za-z])|\.$")
    assert [translation for _message, translation in _pairs(catalogue) if half.search(translation)] == []


def test_every_code_has_its_terms() -> None:
    kinds = [kind for kind in vars(codes).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]
    kinds.remove(StrEnum)
    assert len(kinds) >= 9
    assert set(TERMS) >= set(kinds)
    for kind, terms in TERMS.items():
        assert set(terms) == set(kind)
        assert all(english.strip() and chinese.strip() for english, chinese in terms.values())


def _reason_codes() -> set[str]:
    """Every code the source gives to `Reason`; the steps of the shift order are codes too."""
    calls = (
        node
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Reason" and node.args
    )
    written = {
        constant.value
        for call in calls
        for constant in ast.walk(call.args[0])
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }
    return written | set(SHIFTS)


def test_every_reason_has_its_words_and_no_words_are_left_over() -> None:
    named = _reason_codes()
    assert {"off", "moved", "cancelled", "closure-online"} <= named
    assert named == set(words_of_reasons.REASONS)


def test_a_reason_and_a_remark_say_the_same_in_both_languages() -> None:
    for code, (english, chinese) in (words_of_reasons.REASONS | words_of_claims.REMARKS).items():
        assert _placeholders(english) == _placeholders(chinese), code


@pytest.mark.parametrize("name", ["hebei", "zhongzhou"])
@pytest.mark.parametrize("year", [2015, 2023, 2026, 2031])
def test_the_reasons_of_a_planned_year_can_be_told(name: str, year: int) -> None:
    for session in plan_year(year, None, load(name), Calendar()):
        for chinese in (True, False):
            told = words_of_reasons.reasons(session.reasons, chinese=chinese)
            assert bool(told) is bool(session.reasons)
            assert not (chinese and ENGLISH.search(told)), told


def test_every_cause_of_a_day_off_has_its_chinese_name() -> None:
    calendar = Calendar(notice={date(2035, 5, 2): False})
    start = date(1990, 1, 1)
    days = (start + timedelta(days=step) for step in range(365 * 55))
    causes = {cause for day in days if (cause := calendar.day_off(day))}
    assert {"weekend", "notice", "National Day week"} < causes
    assert causes - set(words_of_reasons.HOLIDAYS) == set()


def test_the_log_has_words_for_every_record_and_for_every_column_of_a_member(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {
        name for name in tables.metadata.tables if name not in ("book", "chain", "last_key", "log_entry", "log_change")
    }
    assert set(RECORDS) == kept
    personal = (tables.member, tables.membership, tables.standing, tables.circumstance, tables.mark)
    hidden = {"id", "member_id", "day_id", "branch_id", "recorded_at", "recorded_by", "pinyin", "initials"}
    monkeypatch.setattr(i18n, "language", "zh")
    for column in {column.name for table in personal for column in table.c} - hidden:
        assert not column_name(column).isascii(), column


#: Prints the help of the commands on its standard input, in Chinese, with the catalogue in the folder it is given.
HELP = """
import contextlib, io, json, sys
from pathlib import Path
from partyday import i18n
i18n.LOCALE_DIR = Path(sys.argv[1])
i18n.use("zh")
i18n.speak_through_libraries()
from partyday.cli.app import run
shown = {}
for name in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        run([*name.split(), "--help"])
    shown[name] = out.getvalue()
json.dump(shown, sys.stdout)
"""


@pytest.fixture(scope="module")
def chinese_help(catalogue: Catalog, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The help of every command and of the top, in Chinese, from the catalogue as it is now."""
    folder = tmp_path_factory.mktemp("locale")
    compiled = folder / "zh" / "LC_MESSAGES" / "partyday.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as file:
        write_mo(file, catalogue)
    names = [name for name, _command in all_commands()]
    ran = subprocess.run(
        [sys.executable, "-c", HELP, str(folder)],
        input=json.dumps(["", *sorted({name.split()[0] for name in names} | set(names))]),
        env=os.environ | {"PARTYDAY_LANG": "zh", "COLUMNS": "300", "NO_COLOR": "1", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    shown: dict[str, Any] = json.loads(ran.stdout)
    return shown


def test_the_help_of_every_command_is_in_chinese(chinese_help: dict[str, str], catalogue: Catalog) -> None:
    sentences = {message for message, _translation in _pairs(catalogue) if ENGLISH.search(message)}
    for name, shown in chinese_help.items():
        for line in shown.splitlines():
            line = QUOTED.sub("", line)  # noqa: PLW2901
            line = CHOICES.sub("", line)  # noqa: PLW2901
            if "partyday" not in line:  # a usage line and an example hold what is typed
                assert not ENGLISH.search(line), f"{name}: {line.strip()}"
            assert not [sentence for sentence in sentences if sentence in line], f"{name}: {line.strip()}"


def test_the_panels_of_the_help_are_in_chinese(chinese_help: dict[str, str]) -> None:
    for panel in ("选项", "通用选项", "建立", "每月", "管理记录本"):
        assert f"\n{panel}\n  " in chinese_help[""]
    assert "\n命令\n  " in chinese_help["member"]
    assert "\n参数\n  " in chinese_help["member import"]
    assert "示例：" in chinese_help["member import"]
