"""Taking times: two things by turns, so that whatever slows the machine slows both, and the medians of each.

The time is the CPU time that a thing used, user and system together. For a process it is what the system counted for
it when it ended, for a function what it counted for this process meanwhile.
"""

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import requires
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile

ROOT = Path(__file__).parent.parent

#: The least a Python program can cost; the settings of the machine stay out of it.
EMPTY = (sys.executable, "-I", "-c", "pass")


@dataclass(frozen=True)
class Cost:
    """What one go cost: `seconds` of CPU, and `peak`, the most memory that its process ever held, in MB.

    A new process counts what the one that started it held: a peak below that cannot be known, and is 0.
    """

    seconds: float
    peak: int


#: Do a thing once; what it cost.
Go = Callable[[], Cost]


@dataclass(frozen=True)
class Result:
    """One comparison. `ours` and `theirs` are medians in seconds, `ratio` the median of the ratios turn by turn.

    `peak` is the most memory that a process of ours held, in MB, 0 where it cannot be known.
    """

    ours: float
    theirs: float
    ratio: float
    peak: int


class SkippedError(Exception):
    """A comparison that this machine cannot make; the text says what is missing."""


class FailedError(Exception):
    """A process to be measured ended with an error: its time would mean nothing."""


def compare(turns: Iterable[tuple[Go, Go]], *, warm_up: int = 1) -> Result:
    """Do ours, then theirs, turn after turn; the first turns, which fill caches, do not count."""
    return summed_up([(ours(), theirs()) for ours, theirs in turns][warm_up:])


def summed_up(costs: Sequence[tuple[Cost, Cost]]) -> Result:
    """The medians of what ours and theirs cost in each turn."""
    return Result(
        median(ours.seconds for ours, _ in costs),
        median(theirs.seconds for _, theirs in costs),
        median(ours.seconds / theirs.seconds for ours, theirs in costs),
        max(ours.peak for ours, _ in costs),
    )


def process(command: Sequence[str | Path], environ: Mapping[str, str], folder: Path, stdin: str = "") -> Cost:
    """Run a whole process in a folder, its output thrown away; what it cost. Raises FailedError with what it said."""
    with TemporaryFile() as words, TemporaryFile() as said:
        words.write(stdin.encode())
        words.seek(0)
        running = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=environ,
            stdin=words,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
        if running.returncode:
            said.seek(0)
            what = " ".join(map(str, command))
            raise FailedError(f"{what}\nended with {running.returncode}:\n{said.read().decode(errors='replace')}")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(used.ru_utime + used.ru_stime, told_apart(used.ru_maxrss, own))


def told_apart(peak: int, own: int) -> int:
    """The peak of a process in MB, 0 where it may be the one of the process that started it; both given in KB."""
    return peak // 1024 if peak > own else 0


def within(do: Callable[[], object]) -> Cost:
    """Call a function in this process; what it cost."""
    begun = time.process_time()
    do()
    return Cost(time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def environment(home: Path) -> dict[str, str]:
    """The environment of all processes: no settings of the user's, bytecode kept as on any user's machine."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARTYDAY_", "PYTHON", "XDG_"))}
    with_lxml = any(re.match(r"lxml\b(?!.*extra)", requirement) for requirement in requires("partyday") or ())
    return {
        **kept,
        "HOME": str(home),
        # The language the users read: it loads the translations.
        "PARTYDAY_LANG": os.environ.get("PARTYDAY_LANG", "zh"),
        # openpyxl is faster with lxml, which the tests bring along: here it has it only where users get it too.
        "OPENPYXL_LXML": str(with_lxml),
        # Where defusedxml happens to be installed openpyxl reads through it, at half the speed; nothing here brings it.
        "OPENPYXL_DEFUSEDXML": "False",
    }
