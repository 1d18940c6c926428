"""Completion at the shell, asked as bash, zsh, fish and PowerShell ask."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from commands import Partyday
from partyday.cli.offers import VARIABLE, answered


def asked(words: str, shell: str = "bash", **more: str) -> dict[str, str]:
    """The environment in which a shell asks behind these words; the last is begun, or a blank stands behind it."""
    return {
        VARIABLE: f"complete_{shell}",
        "COMP_WORDS": f"partyday {words}",
        "COMP_CWORD": str(len(f"partyday {words}".split(" ")) - 1),
        "_TYPER_COMPLETE_ARGS": f"partyday {words}",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_WORD_TO_COMPLETE": words.split(" ")[-1],
        **more,
    }


def ask(words: str, shell: str = "bash") -> list[str]:
    """What the shell is told."""
    told = io.StringIO()
    with redirect_stdout(told):
        assert answered(asked(words, shell))
    return told.getvalue().splitlines()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("rep", ["report"]),
        ("member imp", ["import"]),
        ("checkin --onl", ["--online"]),
        ("checkin zh", ["张三", "赵六"]),
        ("checkin zs", ["张三"]),
        ("checkin 张三,l", ["张三,李四"]),
        ("checkin --except 2、w", ["2、王五"]),
        ("review 00127", ["赵六"]),
        ("day show 2026-05", ["2026-05-08"]),
        ("checkin --day 2026-05", ["2026-05-08"]),
        ("report year-", ["year-plan", "year-schedule"]),
        ("report attendance --period 2026Q", ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]),
        ("agenda --branch 第一", ["第一党支部"]),
        ("checkin --today 2026-04-01 zs", ["张三"]),
        ("checkin --today=2026-04-01 zs", ["张三"]),
        ("day show --bra", ["--branch"]),
        ("report attendance --period=2026H", ["2026H1", "2026H2"]),
        ("member set 1 --usual o", ["online"]),
        ("member nosuch ", []),
        ("checkin --json --js", []),
        ("review 张三 ", []),
        ("checkin 'zs", ["张三"]),
        ("checkin nobody", []),
    ],
)
def test_what_is_begun_is_completed(branch: Partyday, words: str, offered: list[str]) -> None:
    assert ask(words) == offered


def test_two_of_one_name_are_offered_by_number(branch: Partyday) -> None:
    branch("member", "add", "张三", "--joined", "2020-07-01")
    assert ask("checkin zs") == ["1", "7"]


def test_the_other_shells_are_told_too(branch: Partyday) -> None:
    assert '"张三":"1 张三"' in "\n".join(ask("checkin zs", "zsh"))
    assert ask("checkin zs", "fish") == ["张三\t1 张三"]
    assert ask("checkin zs", "powershell") == ["张三:::1 张三"]


def test_without_a_book_nothing_is_offered_and_nothing_said(branch: Partyday, tmp_path: Path) -> None:
    for book in (tmp_path / "none.partyday", tmp_path / "book.partyday"):
        environment = {**os.environ, **asked("checkin zs", PARTYDAY_BOOK=str(book), PYTHONPROFILEIMPORTTIME="1")}
        done = subprocess.run(
            [sys.executable, "-m", "partyday"], env=environment, capture_output=True, check=True, encoding="utf-8"
        )
        assert done.stdout.split() == (["张三"] if book.exists() else [])
        lines = done.stderr.splitlines()
        assert all(line.startswith("import time:") for line in lines)
        loaded = {line.rpartition("|")[2].strip() for line in lines}
        assert loaded.isdisjoint({"typer", "click", "rich", "sqlalchemy", "openpyxl", "pypinyin", "partyday.cli.app"})


def test_completion_is_set_up_where_bash_finds_it(branch: Partyday, tmp_path: Path) -> None:
    shown = branch("--show-completion", "bash").out
    assert VARIABLE in shown
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m partyday --install-completion; :"],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Completion for bash" in done.stdout
    assert (tmp_path / ".bash_completions" / "partyday.sh").read_text("utf-8").strip() == shown.strip()


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        ("memebr", "There is no command “memebr”.", "Did you mean member?"),
        ("day shwo 2026", "There is no command “shwo”.", "Did you mean show?"),
        ("xyz", "There is no command “xyz”.", "See `partyday --help`."),
        ("checkin --onlin 3", "There is no option --onlin.", "Did you mean --confirm, --json, --online?"),
    ],
)
def test_a_slip_is_told_with_what_may_be_meant(branch: Partyday, words: str, said: str, hint: str) -> None:
    assert branch(*words.split(), code=2).err.splitlines() == [said, hint]


@pytest.mark.parametrize("words", ["-h", "member -h", "member list -h"])
def test_help_has_a_short_option(branch: Partyday, words: str) -> None:
    assert branch(*words.split()).out == branch(*words.replace("-h", "--help").split()).out
