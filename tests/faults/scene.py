"""The stage of every fault: a folder with a book and what commands take, and commands run in forked processes.

A command runs in a fork of this process, which has everything loaded. Where the shim was loaded before libc, the child
is killed or failed at a call of its own that reaches the disk. Linux only.
"""

import ctypes
import gzip
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
NOTHING, KILL, FAIL_ONCE, FAIL_FROM = range(4)

#: Every command that writes, and some that read: what it is called in the table, its words.
COMMANDS: dict[str, str] = {
    "checkin": "checkin 张三",
    "checkin --all": "checkin --all",
    "checkin --close": "checkin --all --close --yes",
    "member add": "member add 钱九 --joined 2015-07-01",
    "member import": "member import more.csv",
    "member set": "member set 张三 --phone 13812345678",
    "member show --full": "member show 张三 --full",
    "member remove": "member remove 王五 --on 2026-03-06",
    "member forget": "member forget 赵六 --yes",
    "schedule": "schedule 2027",
    "day plan": "day plan 2026-04-03 --theme 学习",
    "day export": "day export -o year.ics --yes",
    "dues assess": "dues assess 张三 --kind wage --amount 7000 --from 2026-02 --reason 调整",
    "dues pay": "dues pay 张三 --months 2026-03",
    "makeup add": "makeup add 李四 --for 2026-01-09 --on 2026-02-01",
    "dispute add": "dispute add 李四 --for 2026-01-09 --said 已请假",
    "commend add": "commend add 李四 --on 2026-03-02 --for 优秀共产党员 --by 学校党委",
    "inspect add": "inspect add 第一党支部 --on 2026-03-02 --how visit --by 王秀芳 --found 未作小结 --due 2026-03-20",
    "overview": "overview --period 2026 --picture overview.svg --yes",
    "branch set": "branch set 第一党支部 --secretary 张三",
    "report": "report attendance --period 2026-01 -o report.xlsx --yes",
    "report --mark-filed": "report quarter-plan --period 2026Q3 --mark-filed -o filed.xlsx --yes",
    "rollup": "rollup plan.xlsx -o sum.xlsx --book above.partyday --yes",
    "undo": "undo",
    "backup": "backup copy.bak --yes",
    "restore": "restore copy.bak --yes",
    "upgrade": "upgrade --book older.partyday",
    "log --export": "log --export log.txt --yes",
    "handover": "handover bundle.zip --yes",
    "takeover": "takeover bundle.zip --yes",
    "init": "init --branch 新党支部 --book new.partyday",
    "verify": "verify",
    "agenda": "agenda",
}

_ROSTER = """序号,姓名,人员类别,加入党组织日期,工号
1,张三,正式党员,2010-07-01,00123
2,李四,正式党员,2011-07-01,00124
3,王五,正式党员,2005-06-01,00125
4,赵六,正式党员,2005-06-01,00126
5,孙七,正式党员,2005-06-01,00127
"""


class Ran(NamedTuple):
    """How a command ended: its exit code (None: it was killed), what it said, how many steps it made on the disk."""

    code: int | None
    said: str
    steps: int


class Told(NamedTuple):
    """One line of the table: what was done, how often, and what came of it; `wrong` says what should not have been."""

    what: str
    times: int
    result: str
    wrong: tuple[str, ...] = ()


def quick_folder() -> str | None:
    """Where the stage stands: in memory where there is such a place, so that no disk is worn."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


@contextmanager
def stage() -> Iterator["Stage"]:
    """A stage with its base built."""
    with tempfile.TemporaryDirectory(dir=quick_folder(), prefix="partyday-faults-") as folder:
        yield Stage(Path(folder))


class Stage:
    """`base` is as it was built, `work` what a command runs in."""

    def __init__(self, folder: Path) -> None:
        self.base, self.work = folder / "base", folder / "work"
        self.base.mkdir()
        _preload()
        more = (
            _ROSTER.splitlines()[0]
            + "\n"
            + "\n".join(f",党{chr(0x5000 + n)},正式党员,2012-07-01,2{n:04}" for n in range(30))
        )
        (self.base / "roster.csv").write_text(_ROSTER, "utf-8")
        (self.base / "more.csv").write_text(more, "utf-8")
        with gzip.open(HERE.parent / "kept" / "older.partyday.gz") as packed:
            (self.base / "older.partyday").write_bytes(packed.read())
        for line in (
            "init --branch 第一党支部 --superior 学院党总支",
            "member import roster.csv",
            "schedule 2026",
            "checkin --day 2026-01-09 --excuse 李四:sick",
            "member remove 赵六 --on 2026-02-01",
            "dues assess 张三 --kind wage --amount 6500 --from 2026-01",
            "dues pay 张三 --months 2026-01",
            "report quarter-plan --period 2026Q2 --mark-filed -o plan.xlsx",
            "init --branch 第一党支部 --superior 学院党总支 --book above.partyday",
            "backup copy.bak",
            "handover bundle.zip",
            "checkin 孙七",
        ):
            ran = self.run(line, self.base)
            assert ran.code == 0, (line, ran)

    def reset(self) -> None:
        """Let `work` be as the base is."""
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.base, self.work)

    def run(
        self,
        line: str,
        folder: Path | None = None,
        *,
        kind: int = NOTHING,
        at: int = 0,
        error: int = 0,
        kill_after: float | None = None,
        trace: Path | None = None,
        limit: float = 120,
    ) -> Ran:
        """Run a command line in a fork, in a folder (`work`); killed after so many seconds, or at a step."""
        where = folder or self.work
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _perform(line, where, write, kind, at, error, trace)
        os.close(write)
        told, began, killed = b"", time.monotonic(), False
        while True:
            left = (kill_after if kill_after is not None else limit) - (time.monotonic() - began)
            ready, _w, _x = select.select([read], [], [], max(left, 0))
            if not ready:
                os.kill(child, signal.SIGKILL)
                killed = kill_after is None
                break
            piece = os.read(read, 1 << 16)
            if not piece:
                break
            told += piece
        os.close(read)
        os.waitpid(child, 0)
        if killed:
            return Ran(None, "took too long", 0)
        said, ended, ending = told.decode("utf-8", "replace").rpartition("\x1eend ")
        if not ended or len(ending.split()) != 2:  # it was killed while it told
            return Ran(None, told.decode("utf-8", "replace"), 0)
        code, steps = map(int, ending.split())
        return Ran(code, said, steps)


def _perform(line: str, folder: Path, write: int, kind: int, at: int, error: int, trace: Path | None) -> None:
    """In the child: run the command, tell how it ended, and end without any clearing up."""
    import shlex

    from partyday.__main__ import run

    code = 1
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os.dup2(write, 1)
        os.dup2(write, 2)
        sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
        os.chdir(folder)
        os.environ.update(PARTYDAY_BOOK="book.partyday", PARTYDAY_TODAY="2026-03-06", PARTYDAY_CONFIG=os.devnull)
        shim = _shim()
        if shim:
            if trace:
                shim.fault_trace(os.fsencode(trace))
            shim.fault_arm(os.fsencode(folder), kind, at, error)
        code = run(shlex.split(line))
        sys.stdout.flush()
        steps = shim.fault_steps() if shim else 0
        os.write(1, f"\x1eend {code} {steps}\n".encode())
    finally:
        os._exit(0)


def _shim() -> ctypes.CDLL | None:
    """The shim, where it was loaded before libc."""
    if "shim" not in os.environ.get("LD_PRELOAD", ""):
        return None
    found = ctypes.CDLL(None)
    found.fault_arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_long, ctypes.c_int]
    found.fault_steps.restype = ctypes.c_long
    found.fault_trace.argtypes = [ctypes.c_char_p]
    return found


def with_shim() -> bool:
    """Whether calls can be counted, killed and failed in this process's children."""
    return _shim() is not None


def build_shim(folder: Path) -> Path | None:
    """Compile the shim; None where there is no compiler, or no Linux."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        return None
    made = folder / "shim.so"
    words = [compiler, "-shared", "-fPIC", "-O1", "-D_GNU_SOURCE", "-o", str(made), str(HERE / "shim.c"), "-ldl"]
    done = subprocess.run(words, capture_output=True, check=False)
    return made if done.returncode == 0 else None


def _preload() -> None:
    """Load what any command may load, once for all children."""
    from partyday.cli.app import COMMANDS as TABLE
    from partyday.cli.app import load

    for name in ("alembic.command", "chinese_calendar", "dateutil.rrule", "icalendar", "openpyxl", "pypinyin"):
        import_module(name)
    os.environ["PARTYDAY_LANG"] = "en"
    for name in TABLE:
        load(name)


def state_of(book: Path) -> tuple[int, list[str]]:
    """How many entries the log of a book has, and what is wrong with it; it is opened as a command opens it."""
    from partyday.errors import PartydayError
    from partyday.store import checking, log
    from partyday.store.book import open_book

    try:
        store = open_book(str(book))
    except PartydayError as error:
        return -1, [str(error)]
    try:
        with store.reading() as connection:
            return log.gate(connection)[0], [f"{fault.kind} {fault.what}" for fault in checking.faults(connection)]
    except PartydayError as error:
        return -1, [str(error)]
    finally:
        store.close()


Report = Callable[[str], None]
