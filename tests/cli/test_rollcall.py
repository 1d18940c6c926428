"""The roll-call at a real terminal."""

import os
import select
import sys
import time

import pytest

from commands import Partyday

pty = pytest.importorskip("pty", reason="needs a terminal of its own")


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
    terminal.read_until("(Enter leaves it): ")
    terminal.type("")
    assert "= 1 张三 present" in terminal.read_until("3/5 > ")
    terminal.type("zs")
    assert "= 1 张三 present" in terminal.read_until("3/5 > ")
    terminal.type("zs absent")
    terminal.read_until("(Enter leaves it): ")
    terminal.type("认错了人")
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


def test_dues_are_taken_in_beside_the_roll_call(branch: Partyday) -> None:
    branch("dues", "assess", "张三", "--kind", "wage", "--amount", "3000", "--from", "2026-02")
    terminal = Terminal("checkin", PARTYDAY_LANG="en", TERM="dumb")
    terminal.read_until("0/5 > ")
    terminal.type("zs 党费 20")
    said = terminal.read_until("1/5 > ")
    assert "√ 1 张三 present" in said
    assert "√ 1 张三 dues 20.00 yuan (2026-02..2026-03)" in said
    terminal.type("zs 党费 0")
    assert "more than nothing" in terminal.read_until("1/5 > ")
    terminal.type("zs dues")
    assert "dues 10.00 yuan" in terminal.read_until("1/5 > ")
    terminal.type("-")
    terminal.read_until("1/5 > ")
    terminal.type("zs dues 11")
    assert "10.00 yuan are owed" in terminal.read_until("1/5 > ")
    terminal.type("ls 党费")
    said = terminal.read_until("2/5 > ")
    assert "√ 2 李四 present" in said
    assert "owes nothing" in said
    terminal.type("q")
    assert terminal.leave() == 0
    assert branch("dues", "owed", "--json").json[0]["amount"] == "10.00"


def test_an_excuse_and_dues_on_one_line_are_one_entry_and_taken_back_together(branch: Partyday) -> None:
    branch("dues", "assess", "张三", "--kind", "wage", "--amount", "3000", "--from", "2026-02")
    terminal = Terminal("checkin", PARTYDAY_LANG="en", TERM="dumb")
    terminal.read_until("0/5 > ")
    terminal.type("zs 请假 病假 发烧 党费 20")
    said = terminal.read_until("1/5 > ")
    assert "√ 1 张三 excused" in said
    assert "dues 20.00 yuan" in said
    terminal.type("-")
    terminal.read_until("0/5 > ")
    terminal.type("zs 请假 党费")
    assert "dues 30.00 yuan" in terminal.read_until("1/5 > ")
    terminal.type("zs 请假 党费 1 2")
    assert "Not understood" in terminal.read_until("1/5 > ")
    terminal.type("q")
    assert terminal.leave() == 0
    assert branch("checkin", "--json").json["excused"] == 1
    assert branch("dues", "owed", "--json").json == []
    branch("undo")
    assert branch("checkin", "--json").json["excused"] == 0
    assert branch("dues", "owed", "--json").json[0]["amount"] == "30.00"
