"""What only a process of its own shows: start-up, streams, a terminal."""

import os
import pty
import select
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
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    loaded = set(python("-c", code).stderr.decode().split())
    assert "sqlalchemy" in loaded
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


def test_a_reader_who_has_enough_is_no_error(branch: Partyday) -> None:
    line = f"{sys.executable} -m partyday member list --json | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, check=False)
    assert done.stderr == b""


def test_without_a_terminal_nothing_waits(branch: Partyday) -> None:
    started = time.monotonic()
    for words in (("checkin",), ("undo",), ("day", "close", "2026-03-06"), ("checkin", "--paste")):
        python("-m", "partyday", *words)
    assert time.monotonic() - started < 30


class Terminal:
    """partyday at a real terminal: type lines, read what appears."""

    def __init__(self, *words: str, **environment: str) -> None:
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ |= environment
            os.execv(sys.executable, [sys.executable, "-m", "partyday", *words])
        self.seen = ""

    def read_until(self, text: str) -> str:
        """What appeared up to `text`; fails after ten seconds without it."""
        deadline = time.monotonic() + 20
        while text not in self.seen:
            ready, _, _ = select.select([self.fd], [], [], max(0, deadline - time.monotonic()))
            assert ready, f"no {text!r} in {self.seen!r}"
            try:
                self.seen += os.read(self.fd, 4096).decode("utf-8", "replace").replace("\r\n", "\n")
            except OSError:
                assert text in self.seen, f"ended without {text!r}: {self.seen!r}"
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, line: str) -> None:
        os.write(self.fd, (line + "\n").encode())

    def leave(self) -> int:
        """The exit code, once the program has ended."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.fd)
        return os.waitstatus_to_exitcode(status)


def test_the_roll_call_counts_up_corrects_a_slip_and_loses_nothing(branch: Partyday) -> None:
    terminal = Terminal("checkin", PARTYDAY_LANG="en", TERM="dumb")
    terminal.read_until("0/5 > ")
    terminal.type("zs")
    assert "missing: 2 李四" in terminal.read_until("1/5 > ")
    terminal.type("3 线上")
    terminal.read_until("2/5 > ")
    terminal.type("lisi 请假 病假 发烧")
    terminal.read_until("3/5 > ")
    terminal.type("zl")
    terminal.read_until("4/5 > ")
    terminal.type("-")
    terminal.read_until("3/5 > ")
    terminal.type("没有")
    assert "There is no" in terminal.read_until("3/5 > ")
    terminal.type("zs absent")
    terminal.read_until("[slip at the roll-call]: ")
    terminal.type("")
    terminal.read_until("3/5 > ")
    # Nothing is lost when the window is closed in the middle.
    os.kill(terminal.pid, 9)
    terminal.leave()
    got = branch("checkin", "--json").json
    assert [got[state] for state in ("present", "online", "excused", "absent", "unmarked")] == [0, 1, 1, 1, 2]
    assert branch("verify", "--json").json["ok"] is True


def test_the_roll_call_closes_the_day_after_asking(branch: Partyday) -> None:
    terminal = Terminal("checkin", PARTYDAY_LANG="zh", TERM="dumb")
    terminal.read_until("0/5 > ")
    terminal.type("close")
    terminal.read_until("[y/N]: ")
    terminal.type("n")
    terminal.read_until("0/5 > ")
    terminal.type("1,2,赵六")
    terminal.read_until("3/5 > ")
    terminal.type("close")
    terminal.read_until("[y/N]: ")
    terminal.type("y")
    terminal.read_until("应到 5")
    assert terminal.leave() == 0
    assert branch("checkin", "--json").json["closed"] is True


def test_the_installed_modules_carry_their_migrations_and_policies() -> None:
    from partyday.store.schema import head, migrations_dir

    assert head() == "0002"
    assert (migrations_dir() / "env.py").is_file()
    assert Path(__file__).parents[2].joinpath("migrations", "env.py").is_file()
