"""partyday at a terminal in memory, for the tests of what it draws and asks."""

import fcntl
import os
import select
import signal
import struct
import sys
import time
from collections.abc import Callable, Sequence

import pyte
import pytest

pty = pytest.importorskip("pty", reason="needs a terminal of its own")
termios = pytest.importorskip("termios")

_PATIENCE = 30.0


class _Answering(pyte.Screen):
    """A screen that answers where its cursor is: a program that draws asks that."""

    terminal: int

    def write_process_input(self, data: str) -> None:
        os.write(self.terminal, data.encode())


class Screen:
    """partyday at a terminal in memory: keys go in, what a person would see stands in `lines`."""

    def __init__(
        self,
        *words: str,
        columns: int = 80,
        rows: int = 24,
        language: str = "en",
        program: Sequence[str] = ("-m", "partyday"),
        executable: str = sys.executable,
    ) -> None:
        self.screen = _Answering(columns, rows)
        self.stream = pyte.ByteStream(self.screen)
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a run in the background was told not to heed it
            os.environ |= {"TERM": "xterm-256color", "PARTYDAY_LANG": language}
            os.execv(executable, [executable, *program, *words])
        self.screen.terminal = self.fd
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def lines(self) -> list[str]:
        # A wide character fills two cells, the second of them empty.
        return [line.rstrip() for line in self.screen.display if line.strip()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def until(self, seen: Callable[[list[str]], bool]) -> list[str]:
        """The lines, once they are as awaited."""
        deadline = time.monotonic() + _PATIENCE
        while not seen(self.lines):
            ready, _, _ = select.select([self.fd], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, "\n".join(self.lines)
            try:
                self.stream.feed(os.read(self.fd, 65536))
            except OSError:
                assert seen(self.lines), self.lines
        return self.lines

    def shows(self, text: str) -> list[str]:
        return self.until(lambda lines: any(text in line for line in lines))

    def at(self, prompt: str) -> list[str]:
        """The lines, once the input stands behind this prompt, empty, with its bar."""
        return self.until(lambda lines: prompt in lines and lines[-1].startswith(" expected"))

    def leave(self) -> int:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.fd)
                return os.waitstatus_to_exitcode(status)
            ready, _, _ = select.select([self.fd], [], [], 0.05)
            if ready:
                try:
                    self.stream.feed(os.read(self.fd, 65536))
                except OSError:
                    continue
        raise AssertionError(self.lines)
