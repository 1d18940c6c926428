"""What only a process of its own shows: start-up and streams."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from commands import Partyday
from partyday import __main__

HEAVY = {
    "sqlalchemy",
    "alembic",
    "psycopg",
    "openpyxl",
    "rich",
    "holidays",
    "chinese_calendar",
    "pypinyin",
    "icalendar",
    "dateutil",
}

#: Command → what it may load beside Typer. SQLAlchemy and Alembic are for `init` and `upgrade` alone.
LOADS: dict[str, set[str]] = {
    "checkin 张三": set(),
    "checkin --all --close --yes": set(),
    "checkin --day 2026-03-06": set(),
    "member show 张三": set(),
    "member list": set(),
    "member set 张三 --phone 1": set(),
    "member add 赵六 --joined 2015-07-01": {"pypinyin"},
    "agenda": set(),
    "review": set(),
    "dues owed": set(),
    "dues assess 张三 --kind 工资 --amount 6500 --from 2026-01": set(),
    "dues pay 张三 --months 2026-03": set(),
    "day show 2026-03-06": set(),
    "branch list": set(),
    "schedule 2026": {"chinese_calendar", "dateutil"},
    "report --list": set(),
    "report sign-in": {"openpyxl"},
    "day export": {"dateutil", "icalendar"},
    "log": set(),
    "log 张三": set(),
    "undo": set(),
    "verify": set(),
    "backup copy.partyday": set(),
    "restore copy.partyday --yes": set(),
    "policy list": {"dateutil"},  # it reads every policy, and some have recurrences that only dateutil knows
}


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


def loaded_by(command: str) -> set[str]:
    """The modules that a command loads, whole names and first parts."""
    code = (
        "import sys; from partyday.__main__ import run; code = run(sys.argv[1:]);"
        "print(*sys.modules, *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    done = python("-c", code, *command.split())
    assert done.returncode == 0, (command, done)
    return set(done.stderr.decode().splitlines()[-1].split())


def test_what_is_put_off_stays_unloaded_until_it_is_used(branch: Partyday) -> None:
    code = (
        "import sys; from partyday import __main__ as way_in\n"
        "try: way_in.main()\n"
        "except SystemExit as end: assert end.code == 0\n"
        "unloaded = {name for name in way_in.PUT_OFF if type(sys.modules.get(name)) is way_in.Unloaded}\n"
        "import bz2, ipaddress, subprocess, textwrap\n"
        "assert bz2.decompress(bz2.compress(b'1')) == b'1' and ipaddress.ip_address('::1').is_loopback\n"
        "assert subprocess.run([sys.executable, '-c', '']).returncode == 0\n"
        "assert textwrap.dedent('  a') == 'a' and type(textwrap) is type(sys)\n"
        "print(*sorted(unloaded), file=sys.stderr)"
    )
    done = python("-c", code, "checkin", "张三")
    assert set(done.stderr.decode().split()) >= {"bz2", "lzma", "subprocess", "textwrap"}, done


@pytest.mark.slow
def test_no_command_loads_what_it_does_not_use(branch: Partyday) -> None:
    """One book for them all: the later commands find what the earlier ones left.

    Each in a fork of a process that has read what every command loads; `loaded_by` starts a process for one.
    """
    code = (
        "import os, sys; from partyday.__main__ import run; import partyday.cli.app\n"
        "told = os.fdopen(os.dup(1), 'w')\n"
        "for command in sys.argv[1:]:\n"
        "    if not os.fork():\n"
        "        os.dup2(2, 1); code = run(command.split())\n"
        "        print(code, *{name.partition('.')[0] for name in sys.modules}, file=told, flush=True); os._exit(0)\n"
        "    os.wait()\n"
    )
    done = python("-c", code, *LOADS)
    told = done.stdout.decode().splitlines()
    for command, line in zip(LOADS, told, strict=True):
        code, *loaded = line.split()
        assert code == "0", (command, done.stderr)
        assert HEAVY & set(loaded) <= LOADS[command], command


def test_a_check_in_of_names_loads_neither_papers_nor_rules_of_review_and_dues(branch: Partyday) -> None:
    loaded = loaded_by("checkin 张三")
    papers = {
        "partyday.model.said",
        "partyday.model.problems",
        "partyday.services.written",
        "partyday.sheets",
        "partyday.cli.rejected",
    }
    rules = {"partyday.model.findings", "partyday.model.dues", "partyday.rules.policy.reader"}
    assert (papers | rules | {"_hashlib", "csv", "decimal"}) & loaded == set()


def test_a_command_of_a_noun_loads_its_own_part_alone(branch: Partyday) -> None:
    assert {name for name in loaded_by("dues owed") if name.startswith("partyday.cli.dues_")} == {
        "partyday.cli.dues_ledgers"
    }


def test_on_postgresql_the_driver_is_loaded_and_no_more(
    branch: Partyday, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDAY_BOOK", postgres_url)
    branch("init", "--branch", "教工第一党支部")
    branch("member", "add", "张三", "--joined", "2015-07-01")
    branch("schedule", "2026")
    for command in ("checkin 张三", "member list", "agenda", "undo", "verify"):
        assert HEAVY & loaded_by(command) <= {"psycopg", *LOADS.get(command, set())}, command


@pytest.mark.slow
@pytest.mark.parametrize(("page", "encoding"), [(936, "cp936"), (65001, "utf-8"), (0, "utf-8"), (437, "cp437")])
def test_what_reads_a_pipe_on_windows_gets_its_own_code_page(
    monkeypatch: pytest.MonkeyPatch, page: int, encoding: str
) -> None:
    monkeypatch.setattr(__main__, "_code_page", lambda: page)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    reading, writing = os.pipe()
    with open(reading, "rb") as got, open(writing, "w", encoding="ascii") as stream:  # noqa: PTH123  # these are pipes
        __main__._prepare(stream)
        stream.write("张三🎉\n")
        stream.close()
        assert got.read() == "张三🎉\n".encode(encoding, errors="replace")


def test_a_file_is_written_in_utf_8_on_windows_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(__main__, "_code_page", lambda: 936)
    with (tmp_path / "out.txt").open("w", encoding="cp936") as stream:
        __main__._prepare(stream)
        stream.write("张三")
    assert (tmp_path / "out.txt").read_text("utf-8") == "张三"


@pytest.mark.parametrize("encoding", ["cp936", "ascii"])
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


@pytest.mark.parametrize("words", [("member", "list"), ("member", "list", "--json"), ("log",)])
def test_a_reader_who_is_gone_is_no_error(branch: Partyday, words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m", "partyday", *words], stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_without_a_terminal_nothing_waits(branch: Partyday) -> None:
    started = time.monotonic()
    for words in (("checkin",), ("undo",), ("day", "close", "2026-03-06"), ("checkin", "--paste")):
        python("-m", "partyday", *words)
    assert time.monotonic() - started < 30


def test_the_installed_modules_carry_their_migrations_and_policies() -> None:
    from partyday.store.compiled import SCHEMA
    from partyday.store.schema import head, migrations_dir

    assert head() == SCHEMA
    assert (migrations_dir() / "env.py").is_file()
    assert Path(__file__).parents[2].joinpath("migrations", "env.py").is_file()
