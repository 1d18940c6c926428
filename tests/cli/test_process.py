"""What only a process of its own shows: start-up and streams."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import Partyday

HEAVY = (
    "sqlalchemy",
    "alembic",
    "openpyxl",
    "rich",
    "holidays",
    "chinese_calendar",
    "pypinyin",
    "icalendar",
    "dateutil",
)


def python(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *words],
        env=os.environ | environment,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_importing_the_cli_loads_nothing_heavy() -> None:
    code = "import sys, partyday.cli.app; print(*{name.partition('.')[0] for name in sys.modules})"
    loaded = set(python("-c", code).stdout.decode().split())
    assert "typer" in loaded
    assert not loaded.intersection(HEAVY)


def test_a_check_in_loads_no_calendar_workbook_pinyin_or_alembic(branch: Partyday) -> None:
    code = (
        "import sys; from partyday.__main__ import run; assert run(['checkin', '张三']) == 0;"
        "print(*sys.modules, *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    loaded = set(python("-c", code).stderr.decode().split())
    assert "sqlalchemy" in loaded
    assert not {"partyday.model.findings", "partyday.model.dues", "partyday.rules.policy.reader"} & loaded
    assert not loaded.intersection(set(HEAVY) - {"sqlalchemy"})


@pytest.mark.parametrize("encoding", ["cp936", "ascii", "latin-1"])
def test_output_never_crashes_on_a_terminal_of_another_encoding(branch: Partyday, encoding: str) -> None:
    branch("member", "add", "𠮷㛃", "--joined", "2015-07-01")
    for words in (("member", "list"), ("agenda",), ("checkin", "张三"), ("checkin", "没有"), ("--help",)):
        done = python("-m", "partyday", *words, PYTHONIOENCODING=encoding, PARTYDAY_LANG="zh")
        assert done.returncode in (0, 11), done
        assert b"Traceback" not in done.stderr
    listed = python("-m", "partyday", "member", "list", "--json", PYTHONIOENCODING=encoding)
    assert b"\\ud842\\udfb7" in listed.stdout


def test_a_pipe_takes_utf_8_and_no_colour(branch: Partyday) -> None:
    done = python("-m", "partyday", "member", "list")
    assert "张三" in done.stdout.decode("utf-8")
    assert b"\x1b" not in done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="needs a shell with pipes")
def test_a_reader_who_has_enough_is_no_error(branch: Partyday) -> None:
    line = f"{sys.executable} -m partyday member list --json | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, check=False)
    assert done.stderr == b""


def test_without_a_terminal_nothing_waits(branch: Partyday) -> None:
    started = time.monotonic()
    for words in (("checkin",), ("undo",), ("day", "close", "2026-03-06"), ("checkin", "--paste")):
        python("-m", "partyday", *words)
    assert time.monotonic() - started < 30


def test_the_installed_modules_carry_their_migrations_and_policies() -> None:
    from partyday.store.schema import head, migrations_dir
    from partyday.store.tables import SCHEMA

    assert head() == SCHEMA
    assert (migrations_dir() / "env.py").is_file()
    assert Path(__file__).parents[2].joinpath("migrations", "env.py").is_file()
