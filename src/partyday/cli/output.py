"""How results reach people and scripts: JSON, CSV, tables and lines. stdout is data, stderr is talk.

The only place that knows rich, and it is loaded only where a terminal shows a table or a bar.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import zip_longest
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from unicodedata import combining, east_asian_width

from partyday.cli.seen import seen, seen_in_json
from partyday.errors import BadInput, Conflict
from partyday.i18n import _

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


def emit(value: Any) -> None:
    """One JSON value on stdout: dates ISO, Chinese readable where the encoding carries it."""
    import json

    readable = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(seen_in_json(json.dumps(value, ensure_ascii=not readable, indent=2, default=_plain)))  # noqa: T201


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(type(value))


def say(line: str = "") -> None:
    """One line of result."""
    print(seen(line))  # noqa: T201


def talk(line: str) -> None:
    """One line beside the result: what was noticed, what to do next."""
    print(seen(line), file=sys.stderr)  # noqa: T201


def listing(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, as_csv: bool, title: str = "") -> None:
    """A listing: CSV where asked for, a table on a terminal, aligned plain text in a pipe."""
    cells = [["" if cell is None else seen(str(cell)) for cell in row] for row in rows]
    if as_csv:
        import csv

        sys.stdout.write("\ufeff")
        csv.writer(sys.stdout, lineterminator="\r\n").writerows([list(columns), *(map(_inert, row) for row in cells)])
        return
    for line in _drawn(columns, cells, title) if sys.stdout.isatty() else _aligned(columns, cells, title):
        print(line.rstrip())  # noqa: T201  # its cells are clean, and the colours between them are ours


def _drawn(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> list[str]:
    """The lines of a table as a terminal shows it: folded to its width."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False, legacy_windows=None)
    table = Table(title=Text(seen(title)) if title else None, box=box.SIMPLE_HEAD)
    table.title_justify = "left"
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    return drawn.get().splitlines()


class Painted(NamedTuple):
    """A cell in a colour: `style` as rich names it, such as `red` or `black on #ffeb84`."""

    text: str
    style: str = ""


def painted(columns: Sequence[str], rows: Sequence[Sequence[Painted]]) -> None:
    """A close table in colours for a terminal; a heading may have several lines. The first column folds, no other."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False, emoji=False, legacy_windows=None)
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    for place, column in enumerate(columns):
        table.add_column(
            Text(column), overflow="fold", no_wrap=place > 0, justify="right" if place else "left", vertical="top"
        )
    for row in rows:
        table.add_row(*(Text(seen(cell.text), style=cell.style) for cell in row))
    with console.capture() as drawn:
        console.print(table)
    for line in drawn.get().splitlines():
        print(line.rstrip())  # noqa: T201  # its cells are clean, and the colours between them are ours


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> Iterator[str]:
    """The lines of a table in a pipe: aligned, and never cut or folded, whatever the width."""
    if title:
        yield seen(title)
    lines = [[cell.split("\n") for cell in row] for row in (columns, *rows)]
    widths = [max(width_of(line) for cell in column for line in cell) for column in zip(*lines, strict=True)]
    for row in lines:
        for parts in zip_longest(*row, fillvalue=""):
            yield "".join(
                f" {part}{' ' * (width - width_of(part))} " for part, width in zip(parts, widths, strict=True)
            )


def width_of(text: str) -> int:
    """How many columns a text takes: two for a Chinese character, none for an accent set upon a letter."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in "WF" else not combining(char) for char in text)


def _inert(cell: str) -> str:
    """A cell that Excel will not take for a formula; the import takes the sign away again."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Long work: a function that is told how many of how many steps are done, and shows it.

    At a terminal, from half a second on, as a bar that is gone when the work ends, is broken off or fails.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    drawn = _Bar(what)
    try:
        yield drawn.at
    finally:
        drawn.end()


class _Bar:
    """The bar of one piece of work."""

    def __init__(self, what: str) -> None:
        self._what = seen(what)
        self._since = monotonic()
        self._drawn: Progress | None = None

    def at(self, done: int, of: int) -> None:
        if self._drawn is None:
            if monotonic() - self._since < _WORTH_A_BAR:
                return
            from rich.console import Console
            from rich.progress import Progress

            self._drawn = Progress(console=Console(stderr=True), transient=True)
            self._drawn.add_task(self._what)
            self._drawn.start()
        self._drawn.update(self._drawn.task_ids[0], completed=done, total=of)

    def end(self) -> None:
        if self._drawn is not None:
            self._drawn.stop()


#: So many seconds work lasts before a bar is drawn for it.
_WORTH_A_BAR = 0.5


def progress(items: Sequence[T], what: str) -> Iterator[T]:
    """The items one by one, with a bar while they are worked through."""
    with bar(what) as at:
        for number, item in enumerate(items):
            at(number, len(items))
            yield item


def target(path: Path, *, yes: bool, ending: str = "") -> Path:
    """Where a file is to be written; raises Conflict for one that is there, BadInput for a folder or another ending."""
    if ending and path.suffix.lower() != ending:
        raise BadInput(
            _("{path} would be a file of another kind.").format(path=path),
            _("Let its name end in {ending}.").format(ending=ending),
        )
    if path.is_dir():
        raise BadInput(_("{path} is a folder.").format(path=path), _("Name the file too."))
    if path.exists() and not yes:
        raise Conflict(
            _("{path} is already there.").format(path=path), _("Give another name, or overwrite it with --yes.")
        )
    return path


def write_bytes(path: Path, content: bytes) -> None:
    """Write a small file, whole or not at all. Raises BadInput where it cannot be, Conflict where it is open."""
    from partyday.forms import whole_file

    whole_file.write_bytes(path, content)


def fields(pairs: Mapping[str, Any]) -> None:
    """Names and values, one pair a line, empty values left out."""
    shown = {name: str(value) for name, value in pairs.items() if value not in (None, "", [])}
    width = max(map(width_of, shown), default=0)
    for name, value in shown.items():
        say(f"{name}{' ' * (width - width_of(name))}  {value}")
