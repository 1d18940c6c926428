"""Does what a branch does cost more in a large school? The same commands in a small school and in a large one.

`python -m benchmarks.growth SMALL LARGE [--rounds N]` takes two books of `python -m benchmarks.school`, files or
database URLs, and tells for each command of one branch the CPU time in the large one over that in the small, and the
statements that it sends in both. It works on copies of files; what it does to a database it takes back.
"""

import argparse
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.measure import environment, process
from benchmarks.school import AS_OF, LAST_YEAR

#: What the ratio is held to.
LIMIT = 1.2

#: The branch is the first of the school; `{n}` is another of its members in each round.
_HERE = ("--branch", "第1党支部")
_DAY = f"{LAST_YEAR}-12-05"
_PAY = ("dues", "pay", "{n}", "--months", f"{LAST_YEAR}-12", *_HERE)
_UNDO = ("undo", "--yes")


class Command(NamedTuple):
    """What is measured; `before`, not measured, makes it possible, and so many entries are taken back `after`."""

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: int = 0


COMMANDS: dict[str, Command] = {
    "checkin": Command(
        ("checkin", "--online", "{n}", "--day", _DAY, "--reason", "更正", "--yes", *_HERE),
        after=1,
    ),
    "day show": Command(("day", "show", _DAY, *_HERE)),
    "day close": Command(
        ("day", "close", _DAY, "--yes", *_HERE), before=("day", "reopen", _DAY, "--reason", "更正", *_HERE), after=2
    ),
    "agenda": Command(("agenda", *_HERE)),
    "review": Command(("review", *_HERE)),
    "attendance": Command(
        ("report", "attendance", "--period", str(LAST_YEAR), *_HERE, "-o", "{folder}/attendance.xlsx", "--yes")
    ),
    "member list": Command(("member", "list", *_HERE)),
    "dues collect": Command(("dues", "collect", "--all", "--yes", *_HERE), after=1),
    "dues owed": Command(("dues", "owed", *_HERE)),
    "dues pay": Command(_PAY, after=1),
    "dues ledger": Command(("dues", "ledger", *_HERE)),
    "log WHO": Command(("log", "{n}", *_HERE)),
    "undo": Command(_UNDO, before=_PAY),
}

#: Runs one command on a book, and tells what it took.
Run = Callable[[str, Sequence[str]], float]


@contextmanager
def counted() -> Iterator[list[str]]:
    """The names of the statements sent meanwhile, on either database."""
    from partyday.store.postgresql import PostgreSQLConnection
    from partyday.store.sqlite import SQLiteConnection

    sent: list[str] = []

    def noting(method: Callable[..., Any]) -> Callable[..., Any]:
        def note(self: Any, name: str, /, *rest: Any, **values: Any) -> Any:
            sent.append(name)
            return method(self, name, *rest, **values)

        return note

    with ExitStack() as patches:
        for store in (SQLiteConnection, PostgreSQLConnection):
            for method in ("run", "run_many", "stream"):
                patches.enter_context(patch.object(store, method, noting(getattr(store, method))))
        yield sent


def _words(book: str, words: Sequence[str]) -> list[str]:
    return [*words, "--book", book, "--today", AS_OF.isoformat()]


def statements(book: str, words: Sequence[str]) -> float:
    """How many statements a command sends; it runs in this process. Raises RuntimeError with what it said."""
    from partyday.__main__ import run

    said = io.StringIO()
    with counted() as sent, redirect_stdout(said), redirect_stderr(said):
        code = run(_words(book, words))
    if code:
        raise RuntimeError(f"{' '.join(words)} ended with {code}: {said.getvalue()}")
    return len(sent)


def cold(environ: Mapping[str, str], folder: Path) -> Run:
    """Run commands as they are installed, each from a cold start; the CPU seconds of one."""

    def take(book: str, words: Sequence[str]) -> float:
        return process([sys.executable, "-m", "partyday", *_words(book, words)], environ, folder).seconds

    return take


def measure(book: str, folder: Path, number: int, run: Run) -> dict[str, float]:
    """What every command took, with the member of that roster number; what was written is taken back."""
    took = {}
    for name, command in COMMANDS.items():
        words, before = ([word.format(n=number, folder=folder) for word in one] for one in command[:2])
        if before:
            statements(book, before)
        took[name] = run(book, words)
        for _ in range(command.after):
            statements(book, _UNDO)
    return took


class Grown(NamedTuple):
    """A command: its CPU in the large school over that in the small one, and the statements in both."""

    ratio: float
    small: float
    large: float

    @property
    def is_over(self) -> bool:
        """Whether it costs more, or sends more statements."""
        return self.ratio > LIMIT or self.large > self.small


def compare(small: str, large: str, folder: Path, rounds: int) -> dict[str, Grown]:
    """The commands by turns in both: the medians of the ratios of CPU, and the statements of a turn before."""
    sent = [measure(book, folder, 1, statements) for book in (small, large)]
    run = cold(environment(folder), folder)
    turns = [[measure(book, folder, number, run) for book in (small, large)] for number in range(2, rounds + 2)]
    return {
        name: Grown(median(theirs[name] / ours[name] for ours, theirs in turns), sent[0][name], sent[1][name])
        for name in COMMANDS
    }


def main() -> int:
    """Print the table; 1 where a command of a branch grows with the school."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=main.__doc__)
    parser.add_argument("small")
    parser.add_argument("large")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with TemporaryDirectory(prefix="partyday-growth-") as made:
        folder = Path(made)
        os.environ["PARTYDAY_LANG"] = "zh"
        small, large = (_copy(book, folder / f"{nth}.partyday") for nth, book in enumerate((asked.small, asked.large)))
        grown = compare(small, large, folder, asked.rounds)
    print(f"{'a branch, large / small school':32}{'CPU':>6}{'statements':>14}")
    for name, one in grown.items():
        over = "  GROWS" if one.is_over else ""
        print(f"{name:32}{one.ratio:>6.2f}{f'{one.small:.0f} → {one.large:.0f}':>14}{over}")
    return 1 if any(one.is_over for one in grown.values()) else 0


def _copy(book: str, to: Path) -> str:
    if "://" in book:
        return book
    shutil.copy(book, to)
    return str(to)


if __name__ == "__main__":
    sys.exit(main())
