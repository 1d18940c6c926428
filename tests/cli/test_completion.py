"""Completion at the shell, asked as bash, zsh, fish and PowerShell ask."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from commands import Partyday
from partyday.cli.asking_shell import VARIABLE, answered
from partyday.cli.completion import script, set_up
from partyday.errors import Conflict


def asked(words: str, shell: str = "bash", **more: str) -> dict[str, str]:
    """The environment in which a shell asks behind these words; the last is begun, or a blank stands behind it.

    bash alone takes `=` for a word.
    """
    as_bash_splits = f"partyday {words}".replace("=", " = ")
    return {
        VARIABLE: f"complete_{shell}",
        "COMP_WORDS": as_bash_splits,
        "COMP_CWORD": str(len(as_bash_splits.split(" ")) - 1),
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
    """zsh may put another word in the place of the typed one; fish drops it, so there the typed one is completed."""
    told = "\n".join(ask("checkin zs", "zsh"))
    assert "shown=('张三:1 张三') words=('张三'); compstate[insert]=menu; _describe" in told
    assert ask("checkin zs", "fish") == ["zs\t1 张三"]
    assert ask("checkin 张三,zh", "fish") == ["张三,zhangsan\t1 张三", "张三,zhaoliu\t5 赵六"]
    assert ask("checkin 张", "fish") == ["张三\t1 张三"]
    assert ask("checkin zs", "powershell") == ["张三:::1 张三"]
    for shell in ("zsh", "fish", "powershell"):
        assert all("--period=2026H1" in line for line in ask("report attendance --period=2026H", shell)[:1])


def test_bash_keeps_what_is_typed_where_the_pieces_of_a_list_begin_differently(branch: Partyday) -> None:
    assert ask("checkin 李四,z") == ["张三", "赵六"]


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


@pytest.mark.skipif(os.name == "nt", reason="its PowerShell is a script of sh")
def test_powershell_is_set_up_beside_its_profile_where_it_may_read_one(
    branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program of this name that answers as Windows PowerShell does: the policy, then the path of the profile."""
    profile = tmp_path / "文档" / "WindowsPowerShell" / "profile.ps1"
    shell = tmp_path / "powershell"
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    def answers(policy: str) -> None:
        shell.write_text(f"#!/bin/sh\nprintf '\\357\\273\\277{policy}\\r\\n{profile}\\r\\n'\n", "utf-8")
        shell.chmod(0o755)

    answers("Restricted")
    with pytest.raises(Conflict, match="may run no scripts here"):
        set_up("powershell")
    answers("RemoteSigned")
    profile.parent.mkdir(parents=True)
    profile.write_bytes("Set-Alias 党 partyday".encode("utf-16"))
    for _again in range(2):
        set_up("powershell")
    assert profile.read_text("utf-16") == 'Set-Alias 党 partyday\n. "$PSScriptRoot/partyday.ps1"\n'
    assert profile.with_name("partyday.ps1").read_text("ascii").strip() == script("powershell")


def test_an_unknown_shell_is_told(branch: Partyday) -> None:
    said = branch("--show-completion", "tcsh", code=2).err
    assert said == "There is no completion for tcsh.\nPossible are bash, zsh, fish, powershell.\n"


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        ("memebr", "There is no command “memebr”.", "Did you mean member?"),
        ("day shwo 2026", "There is no command “shwo”.", "Did you mean show?"),
        ("xyz", "There is no command “xyz”.", "See `partyday --help`."),
        ("checkin --onlin 3", "There is no option --onlin.", "Did you mean --online?"),
        ("member list --jsn", "There is no option --jsn.", "Did you mean --json?"),
    ],
)
def test_a_slip_is_told_with_what_may_be_meant(branch: Partyday, words: str, said: str, hint: str) -> None:
    assert branch(*words.split(), code=2).err.splitlines() == [said, hint]


@pytest.mark.parametrize("words", ["-h", "member -h", "member list -h"])
def test_help_has_a_short_option(branch: Partyday, words: str) -> None:
    assert branch(*words.split()).out == branch(*words.replace("-h", "--help").split()).out
