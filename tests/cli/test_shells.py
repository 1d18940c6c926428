"""Completion in the shells themselves, at a terminal: set up by the program's own command, then asked by Tab."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from at_terminal import Screen
from commands import Partyday

pytestmark = pytest.mark.slow  # a shell starts and asks the program, a process each time

CTRL_L, CTRL_U = "\x0c", "\x15"

#: What is typed before Tab, and what the line is then.
COMPLETED = {
    "rep": "report",
    "checkin --onl": "checkin --online",
    "review 张": "review 张三",
    "day show 2026-05": "day show 2026-05-08",
    "agenda --branch 第": "agenda --branch 第一党支部",
}

#: What is typed before Tab, and what then stands below the line.
LISTED = {
    "report year-": ("year-plan", "year-schedule"),
    "report attendance --period 2026Q": ("2026Q1", "2026Q4"),
}


@pytest.fixture
def home(branch: Partyday, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without settings, where `partyday` is a command."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "partyday").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m partyday "$@"\n', "utf-8")
    (programs / "partyday").chmod(0o755)
    for name, value in {
        "HOME": str(tmp_path),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }.items():
        monkeypatch.setenv(name, value)
    for name in ("ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def shell(name: str) -> Screen:
    """The shell at a terminal, ready, with the completion set up that `partyday --install-completion` makes for it."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"needs {name}")
    subprocess.run([program, "-c", "partyday --install-completion; :"], check=True, capture_output=True)
    screen = Screen(program=("-i",), executable=program)
    screen.type("printf 'rea%s\\n' dy\r")
    screen.until(lambda lines: "ready" in lines)
    return screen


def tab(screen: Screen, typed: str, *, then: tuple[str, ...]) -> None:
    """Type a line of partyday and Tab, wait for all of `then`, and take the line back."""
    screen.type(f"partyday {typed}\t")
    screen.until(lambda lines: all(text in "\n".join(lines) for text in then))
    screen.type(CTRL_U + CTRL_L)
    screen.until(lambda lines: not any("partyday" in line for line in lines))


def completing(name: str) -> Screen:
    """A shell in which what every shell completes was tried."""
    screen = shell(name)
    for typed, line in COMPLETED.items():
        tab(screen, typed, then=(f"partyday {line}",))
    for typed, listed in LISTED.items():
        tab(screen, typed, then=listed)
    return screen


def leave(screen: Screen) -> None:
    screen.type("exit\r")
    screen.leave()


def test_zsh_completes_what_is_typed_pinyin_too(home: Path) -> None:
    screen = completing("zsh")
    tab(screen, "checkin z", then=("partyday checkin 张三", "5 赵六"))
    tab(screen, "checkin 李四,zl", then=("partyday checkin 李四,赵六",))
    tab(screen, "checkin --except=李四,zl", then=("partyday checkin --except=李四,赵六",))
    leave(screen)


def test_fish_completes_what_is_typed_and_names_who_is_meant(home: Path) -> None:
    screen = completing("fish")
    tab(screen, "checkin z", then=("zs", "(1 张三)", "zl", "(5 赵六)"))
    tab(screen, "checkin 李四,zha", then=("zhangsan", "(1 张三)", "zhaoliu", "(5 赵六)"))
    leave(screen)
