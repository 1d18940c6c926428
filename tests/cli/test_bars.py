"""Long work shows itself at a terminal; Ctrl-C ends it in words, with nothing half written. A pipe is shown none."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from at_terminal import Screen
from commands import ROSTER, Partyday
from partyday.cli import output
from partyday.errors import BookUnusable

#: Lets one function of a command take forever, and its bar be drawn at once; the others as they are. A file says when
#: it began: Python itself may lose a Ctrl-C that comes while a module is loaded.
STALLED = """
import sys, time
from importlib import import_module
from partyday.cli import output
from partyday.errors import BookUnusable
later = output.later
output.later = lambda _seconds, do: later(0, do)
module, function = sys.argv.pop(1).rsplit(".", 1)
begun = sys.argv.pop(1)
setattr(import_module(module), function, lambda *_args, **_more: (open(begun, "x").close(), time.sleep(60)))
from partyday.__main__ import main
main()
"""

#: Command → what takes forever in it, and what its bar says.
LONG = {
    "member import new.csv": ("partyday.services.importing.recognise_officers", "bringing in"),
    "verify": ("partyday.services.logs.verify", "checking"),
    "review": ("partyday.services.review.review", "reviewing"),
    "report attendance --period 2026-03-06 -o paper.xlsx": ("partyday.cli.printing.write", "printing"),
    "rollup filed.xlsx": ("partyday.services.intake.receive", "taking in"),
    "copy book.partyday copy.partyday": ("partyday.store.files.bring", "copying"),
    "copy own.partyday book.partyday --branch 第二党支部": ("partyday.store.files.bring", "joining"),
}


@pytest.fixture
def school(branch: Partyday, tmp_path: Path) -> Path:
    """A book with a second branch that is empty, a branch's own file, a filed paper and another roster."""
    branch("init", "--branch", "自己的党支部", "--superior", "学院党总支", "--book", "own.partyday")
    first = ("--branch", "第一党支部")
    branch("branch", "add", "第二党支部", "--superior", "学院党总支")
    branch("day", "plan", "2026-03-06", "--theme", "学党章", *first)
    branch(
        "report", "half-year-plan", "--period", "2026H1", "--mark-filed", "-o", "filed.xlsx", "--branch", "第一党支部"
    )
    (tmp_path / "new.csv").write_text(ROSTER.replace("张三", "欧阳锋").replace("00123", "00999"), "utf-8")
    return tmp_path


@pytest.mark.slow  # seven programs at a terminal
def test_long_work_shows_itself_and_ctrl_c_ends_it_clean(
    branch: Partyday, school: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARTYDAY_BRANCH", "第一党支部")
    folder = tmp_path_factory.mktemp("begun")
    before = branch("log", "--json").json
    for line, (function, says) in LONG.items():
        shutil.copyfile(school / "book.partyday", school / "kept.partyday")
        files = {path.name for path in school.iterdir()}
        words = ("--book", "book.partyday") if not line.startswith("copy") else ()
        begun = folder / says
        at = Screen(*line.split(), *words, program=("-c", STALLED, function, str(begun)))
        at.until(lambda lines, begun=begun, says=says: begun.exists() and any(says in row for row in lines))  # type: ignore[misc]
        at.type("\x03")
        at.shows("Broken off: what was not finished is not in the book.")
        assert at.leave() == 130, line
        assert not any(says in row for row in at.lines), line
        assert "Traceback" not in at.text
        assert {path.name for path in school.iterdir()} == files, line
        assert branch("log", "--json").json == before, line


def test_a_pipe_is_shown_no_bar_and_a_small_book_draws_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun: list[float] = []

    def later(seconds: float, _do: Callable[[], None]) -> Callable[[], None]:
        begun.append(seconds)
        return lambda: None

    monkeypatch.setattr(output, "later", later)
    with output.bar("checking") as watch:
        watch(1, 2)
    assert begun == []
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with output.bar("checking") as watch:
        watch(1, 2)
    assert begun == [0.5]
    assert capsys.readouterr() == ("", "")


def test_work_that_ends_before_its_time_begins_nothing_beside_it() -> None:
    done: list[int] = []
    output.later(30, lambda: done.append(1))()
    assert done == []
    end = output.later(0, lambda: done.append(2))
    end()
    assert done in ([], [2])


def test_what_a_driver_says_after_ctrl_c_is_not_told(branch: Partyday, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(*_args: object) -> None:
        try:
            raise KeyboardInterrupt
        finally:  # what the driver does at the end of a statement that was broken off
            raise BookUnusable("another command is already in progress")

    monkeypatch.setattr("partyday.services.logs.verify", broken_off)
    told = branch("verify", code=130)
    assert "Broken off: what was not finished is not in the book." in told.err
    assert "in progress" not in told.err


@pytest.mark.parametrize("loading", ["partyday.i18n", "partyday.cli.app", "partyday.cli.seen"])
def test_ctrl_c_before_any_command_leaves_without_a_trace(loading: str) -> None:
    program = (
        "import signal, sys; from importlib.machinery import PathFinder\n"
        "left = 1\n"
        "class Interrupting(PathFinder):\n"
        "    @classmethod\n"
        "    def find_spec(cls, name, path=None, target=None):\n"
        "        global left\n"
        f"        if left and name == {loading!r}: left -= 1; raise KeyboardInterrupt\n"
        "from partyday.__main__ import main\n"
        "sys.meta_path.insert(0, Interrupting)\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", program, "member", "list"], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")
