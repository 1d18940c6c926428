"""Taking times: two things by turns, so that whatever slows the machine slows both, and the medians of each."""

import os
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent

Do = Callable[[], object]


@dataclass(frozen=True)
class Result:
    """One comparison. Times are medians in seconds, `ratio` the median of the ratios turn by turn.

    `limit` None: the ratio is told for its own sake. `note` is what else was measured.
    """

    name: str
    ours: float
    theirs: float
    ratio: float
    limit: float | None
    note: str = ""


def compare(name: str, limit: float | None, turns: Iterable[tuple[Do, Do]], *, warm_up: int = 1) -> Result:
    """Do ours, then theirs, turn after turn; the first turns, which fill caches, do not count."""
    pairs = [(_seconds(ours), _seconds(theirs)) for ours, theirs in turns][warm_up:]
    ours, theirs = zip(*pairs, strict=True)
    return Result(name, median(ours), median(theirs), median(our / their for our, their in pairs), limit)


def _seconds(do: Do) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def run(command: Sequence[str], environ: Mapping[str, str]) -> None:
    """Run a whole process, its output thrown away. Raises CalledProcessError where it fails, having told why."""
    try:
        subprocess.run(
            command,
            check=True,
            cwd=ROOT,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
    except subprocess.CalledProcessError as error:
        print(error.stderr.decode(errors="replace"))
        raise


def environment(home: Path) -> dict[str, str]:
    """The environment both sides run in: no settings of the user's, bytecode kept as on any user's machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARTYDAY_", "PYTHON", "XDG_"))}
    return {
        **kept,
        "HOME": str(home),
        # The language the users read: it loads the translations.
        "PARTYDAY_LANG": os.environ.get("PARTYDAY_LANG", "zh"),
        # Where defusedxml happens to be installed openpyxl reads through it, at half the speed; nothing here brings it.
        "OPENPYXL_DEFUSEDXML": "False",
    }
